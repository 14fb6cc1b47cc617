// generator.h - random programs, as text: valid ones over every feature of the base language.
//
//   GeneratedProgram program = GenerateProgram(seed, {});
//   std::string text = program.Text();
//
// The generator follows types, strata and scopes, so that nearly all of its programs pass the checker, and keeps
// domains small, so that joins find something. The same seed gives the same program whatever the options say, but for
// `declarative`: they only change how it is written down, in ways that must not change its answers. Used by the
// drivers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bytelogic/value.h"
#include "random.h"

namespace bytelogic::differential {

struct WritingOptions {
  bool other_names = false;       // of relations, CALCs and variables
  bool redundant_atoms = false;   // each atom of a rule in the pattern form is written twice
  std::uint64_t permutation = 0;  // not 0: declarations and the facts at the front are shuffled by this seed
  bool host_facts = false;        // some of the facts at the front are given by the host instead
  bool declarative = false;       // only what may have a form in Datalog: no CALC, KEEP, CONSTRAINT, IF and FOR
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

}  // namespace bytelogic::differential
