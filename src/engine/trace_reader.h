// trace_reader.h - a Trace from the memory of a sandbox. Nothing of it is trusted.
//
//   auto trace = ReadTrace(run.memory(), report->raw.trace, shape);
//   if (!trace) ...            // the sandbox lied: `trace.error()` says where
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <tl/expected.hpp>

#include "engine/deadline.h"
#include "engine/program_shape.h"
#include "engine/trace.h"

namespace bytelogic::engine {

// `address`: of a runtime::TraceReport. What comes back is not larger than a few times the memory. Fails also where
// `watch` gives up; it is late() then.
auto ReadTrace(std::span<const std::uint8_t> memory, std::uint64_t address, const ProgramShape& shape, Watch& watch)
    -> tl::expected<Trace, std::string>;

}  // namespace bytelogic::engine
