// report_reader.h - what a sandbox reports, from its memory. Nothing of it is trusted.
//
//   auto report = ReadReport(run.memory(), outcome.value, shape, limits);
//   if (!report) ...            // the sandbox lied: `report.error()` says where
//
// A sandbox may have been taken over by whatever it was given; so every address, length, count, number, tag and text is
// checked before it is believed, and an answer may not be longer than the limit for outputs allows.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "bytelogic/limits.h"
#include "bytelogic/result.h"
#include "engine/deadline.h"
#include "engine/program_shape.h"
#include "runtime/image.h"

namespace bytelogic::engine {

struct RunReport {
  runtime::Report raw;                      // code, site and details are checked
  std::vector<std::uint32_t> tuple_counts;  // per relation of the shape
  std::vector<runtime::WarningEntry> warnings;
  std::vector<Output> outputs;        // only where raw.code is 0
  std::vector<Violation> violations;  // likewise
};

// Fails also where `watch` gives up; it is late() then.
auto ReadReport(std::span<const std::uint8_t> memory, std::uint32_t address, const ProgramShape& shape,
                const Limits& limits, Watch& watch) -> tl::expected<RunReport, std::string>;

}  // namespace bytelogic::engine
