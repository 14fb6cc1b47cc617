// standalone.h - programs as WebAssembly modules of their own, and back.
//
// A standalone module is the sandbox runtime itself, with the program's image and an input block as further data, and
// one more export: `bytelogic_run` () -> i32, the address of the report. The custom section `bytelogic` holds, as JSON,
// what a host needs to decode that report (runtime/image.h):
//
//   version: 2, source: text
//   image, input: {address, size}               the input is a RunInput: limits, which a host may overwrite
//   relations: [{name, columns: [{name, type}]}]
//   outputs: [{kind: "query" | "result", text, relation: index, columns: [names of the `?` columns]}]
//   constraints: [{name, variables: [names]}]
//   sites: [[line, column, length, and in bytes: offset, length]]
//
// The last section is a checksum of all bytes before it (module_checksum.h).
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "bytelogic/limits.h"
#include "engine/compiled.h"
#include "runtime/image.h"

namespace bytelogic::standalone {

inline constexpr std::string_view kStandaloneRun = "bytelogic_run";

// `limits` are what the module runs under where its host sets no others.
auto EmitStandaloneModule(const engine::Compiled& compiled, const Limits& limits) -> std::vector<std::uint8_t>;
auto EmitStandaloneWat(const engine::Compiled& compiled, const Limits& limits) -> std::string;

// What the custom section of a module says. Nothing of it is to be trusted further than it was checked: the lists fit
// together, the rest may be a lie.
struct StandaloneModule {
  std::string source;
  Dialect dialect = Dialect::kByteLogic;
  std::vector<sema::Relation> relations;
  std::vector<sema::OutputShape> outputs;
  std::vector<engine::ConstraintShape> constraints;
  std::vector<Site> sites;
  std::deque<std::string> strings;  // names in the others
  std::uint32_t input_address = 0;
  std::uint64_t memory_bytes = 0;  // that it begins with
  // The program's image, where the module is, byte for byte, the runtime of this library with that image: then it need
  // not be compiled. Else empty. As little to be trusted as the rest.
  std::vector<std::uint8_t> image;

  [[nodiscard]] auto Shape() const -> engine::ProgramShape { return {dialect, relations, outputs, constraints, sites}; }
};

// Fails, saying why, where `module` is too large, damaged, malformed, of another version, imports something, has no
// metadata that fit together, or has code that is not the runtime's and would take too long to compile.
auto ReadStandaloneModule(std::span<const std::uint8_t> module) -> tl::expected<StandaloneModule, std::string>;

}  // namespace bytelogic::standalone
