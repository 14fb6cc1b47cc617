// compile.h - source text to a Program: parse, check, plan, image.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "bytelogic/dialect.h"
#include "bytelogic/facts.h"
#include "bytelogic/limits.h"
#include "bytelogic/program.h"
#include "bytelogic/result.h"
#include "engine/clock.h"
#include "engine/deadline.h"
#include "sema/check.h"

namespace bytelogic::engine {

// What type inference may know of the host's facts. A table without rows tells nothing.
auto HostRelations(const Facts& facts) -> std::vector<sema::HostRelation>;

// Gives up with R303 when `deadline` has passed or the caller has cancelled the run, with R311 or R304 when compiling
// takes more than `limits` allow. The phases' times go to `statistics`.
auto CompileProgram(std::string_view source, Dialect dialect, std::span<const sema::HostRelation> host,
                    const Limits& limits, const Deadline& deadline, const Clock& clock, Statistics& statistics)
    -> CompileResult;

}  // namespace bytelogic::engine
