// generator.h - random programs, as text: valid ones over every feature of the base language, and slips of one token.
//
//   GeneratedProgram program = GenerateProgram(seed, {});
//   std::string text = program.Text();
//   std::string slip = MutateOneToken(text, random);
//
// The generator follows types, strata and scopes, so that nearly all of its programs pass the checker, and keeps
// domains small, so that joins find something. The same seed gives the same program whatever the options say: they only
// change how it is written down, in ways that must not change its answers. Used by the driver and by the properties.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bytelogic/value.h"
#include "random.h"

namespace bytelogic::differential {

struct WritingOptions {
  bool other_names = false;       // of relations, CALCs and variables
  bool redundant_atoms = false;   // each atom of a rule in the pattern form is written twice
  std::uint64_t permutation = 0;  // not 0: declarations and the facts at the front are shuffled by this seed
  bool host_facts = false;        // some of the facts at the front are given by the host instead
};

struct HostTuple {
  std::string relation;
  std::vector<Value> values;
};

struct GeneratedProgram {
  std::vector<std::string> declarations;  // each a whole statement, without the last newline
  std::vector<std::string> facts;
  std::vector<std::string> actions;
  std::vector<HostTuple> host_tuples;

  [[nodiscard]] auto Text() const -> std::string;
};

auto GenerateProgram(std::uint64_t seed, const WritingOptions& options) -> GeneratedProgram;

// `text` with one token removed, doubled, replaced by another token or swapped with its neighbour.
auto MutateOneToken(std::string_view text, Random& random) -> std::string;

}  // namespace bytelogic::differential
