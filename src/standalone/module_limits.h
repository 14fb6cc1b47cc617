// module_limits.h - is a module from outside cheap enough to be compiled?
//
//   if (const auto excess = FindExcess(module)) Refuse(*excess);       // "function 12 has 40,000 locals, ..."
//
// Compiling is the one part of a run that cannot be interrupted, and what it takes is not proportional to the bytes of
// a module: 112 KB of nested loops with many locals took 9.6 s and 1.3 GB. So a module is measured first, in one pass,
// and held against what the runtime of ByteLogic itself needs: a small multiple of that is what a module of a near
// version may take. docs/decisions/0021-foreign-modules.md has the evidence. Used by standalone.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "wasm/module.h"

namespace bytelogic::standalone {

// What of `module` is more than any module of ByteLogic has; empty where it may be compiled. With a `scale`, as if it
// had so many times as much of everything: by that a test sees how near the runtime itself is to the bounds.
auto FindExcess(const wasm::Module& module, double scale = 1) -> std::optional<std::string>;

// Estimates what compiling `module` takes, in units of about a microsecond. FindExcess refuses more than
// kMaxCompileCost.
auto CompileCost(const wasm::Module& module) -> std::uint64_t;
inline constexpr std::uint64_t kMaxCompileCost = 180'000;

}  // namespace bytelogic::standalone
