// json.h - results and diagnostics as JSON text (docs/computation-tokens.md lists the keys).
//
//   bytelogic::Engine engine;
//   const bytelogic::CompileResult compiled = engine.Compile("RESULT 1");
//   std::puts(bytelogic::ToJson(compiled.diagnostics).c_str());              // []
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bytelogic/result.h"

namespace bytelogic {

// One object: success, outputs, result, query_results, computation_token, diagnostics, violations, stats.
// `wat_code`: added under that key where it is given; null where it is empty, as for a program that does not compile.
auto ToJson(const Result& result, std::optional<std::string_view> wat_code = std::nullopt) -> std::string;
auto ToJson(const std::vector<Diagnostic>& diagnostics) -> std::string;

}  // namespace bytelogic
