// append.h - gives a module more data, and a function without parameters that calls one of its own with constants.
//
//   Module module = *ReadModule(runtime);
//   AppendData(module, 70'000, image);
//   AppendCall(module, "start", "run", {70'000, 512});     // start() = run(70000, 512)
//
// What the module had keeps its indexes, so none of its code has to change.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "wasm/module.h"

namespace bytelogic::wasm {

inline constexpr std::uint32_t kPageSize = 65'536;

// An active data segment at `address`; the memory is made large enough for it.
void AppendData(Module& module, std::uint32_t address, std::vector<std::uint8_t> bytes);

// The memory may grow to `bytes`, rounded up to pages, and not further; never to less than it begins with.
void LimitMemory(Module& module, std::uint64_t bytes);

// Exports `name` () -> i32, which calls the exported function `callee` with `arguments`, all of them i32. False where
// there is no such callee. `name` must live as long as the module.
auto AppendCall(Module& module, std::string_view name, std::string_view callee,
                std::span<const std::uint32_t> arguments) -> bool;

// Replaces the custom section `name`, or adds it. `name` must live as long as the module.
void SetCustomSection(Module& module, std::string_view name, std::vector<std::uint8_t> bytes);

}  // namespace bytelogic::wasm
