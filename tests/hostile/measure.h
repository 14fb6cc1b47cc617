// measure.h - runs a source through the paths in a process of its own, and says what each of them took.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "bytelogic/dialect.h"

namespace bytelogic::hostile {

struct MeasureOptions {
  // Of the thread that each path runs on. Where it is smaller than phases may need, the paths that only the command
  // line takes are run as it runs them, on a large one.
  std::size_t stack_bytes = std::size_t{16} << 20;
  std::size_t heap_cap_bytes = std::size_t{1} << 30;
  double max_seconds = 10;  // of CPU time, for each path
  bool runs = true;         // also the paths that run programs
  std::string only;         // one path and the phases before it; empty: all
};

struct Measurement {
  std::size_t path = 0;           // into AllPaths()
  double milliseconds = 0;        // of CPU time
  std::uint64_t heap_bytes = 0;   // the most that there were at once, beyond those before
  std::uint64_t stack_bytes = 0;  // in whole pages
  std::uint64_t diagnostic_bytes = 0;
  std::uint64_t output_bytes = 0;
  std::uint64_t work = 0;  // as in PathResult
  std::string outcome;     // as in PathResult; or "heap", "time", "crash": the process did not come back
};

auto Measure(const std::string& source, Dialect dialect, const MeasureOptions& options) -> std::vector<Measurement>;

}  // namespace bytelogic::hostile
