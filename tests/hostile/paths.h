// paths.h - the ways a source takes through the library, one step at a time: what is measured.
//
// The first ones are the phases of a compilation, each with what the one before left: a slow shape shows where it is
// slow. The others are whole commands.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "bytelogic/dialect.h"

namespace bytelogic::hostile {

struct PathResult {
  std::string outcome;                 // the code of the first error; "ok"; "-": there was nothing to do
  std::uint64_t diagnostic_bytes = 0;  // of all messages together
  std::uint64_t output_bytes = 0;
  std::uint64_t work = 0;  // as the meter counts it, of this phase and those before; 0: not known here
};

class Subject;

struct Path {
  std::string_view name;
  PathResult (*run)(Subject& subject);
  bool is_public = false;  // what callers with small stacks may call, too
  bool runs = false;       // in a sandbox: what it takes is bounded by the limits of runs
};

auto AllPaths() -> std::span<const Path>;

// A source, and what the phases have made of it so far.
class Subject {
 public:
  Subject(std::string source, Dialect dialect);
  ~Subject();
  Subject(const Subject&) = delete;
  auto operator=(const Subject&) -> Subject& = delete;

  struct State;
  const std::unique_ptr<State> state;
};

}  // namespace bytelogic::hostile
