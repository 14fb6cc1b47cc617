// constant.h - what a module says about itself in constants.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "wasm/module.h"

namespace bytelogic::wasm {

// The value of `expression`, where it is one `i32.const`.
auto ConstantOf(Bytes expression) -> std::optional<std::int32_t>;
// The value of the exported, immutable i32 global `name`.
auto ConstantOfExport(const Module& module, std::string_view name) -> std::optional<std::int32_t>;

}  // namespace bytelogic::wasm
