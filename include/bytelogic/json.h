// json.h - results and diagnostics as JSON text (docs/computation-tokens.md lists the keys).
#pragma once

#include <string>
#include <string_view>

#include "bytelogic/result.h"

namespace bytelogic {

// One object: success, outputs, result, query_results, computation_token, diagnostics, violations, stats.
// `wat_code`: added under that key where it is not empty.
auto ToJson(const Result& result, std::string_view wat_code = {}) -> std::string;
auto ToJson(const std::vector<Diagnostic>& diagnostics) -> std::string;

}  // namespace bytelogic
