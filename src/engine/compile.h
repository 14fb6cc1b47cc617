// compile.h - source text to a Program: parse, check, plan, image.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "bytelogic/dialect.h"
#include "bytelogic/limits.h"
#include "bytelogic/program.h"
#include "bytelogic/result.h"
#include "engine/clock.h"
#include "sema/check.h"

namespace bytelogic::engine {

// Gives up with R303 when `end` (a time of the clock) has passed between two phases. The phases' times go to
// `statistics`, and what the checker made of it to `keep` where that is asked for; it refers to the Program.
auto CompileProgram(std::string_view source, Dialect dialect, std::span<const sema::HostRelation> host,
                    const Limits& limits, const Clock& clock, double end, Statistics& statistics, sema::CheckedProgram* keep = nullptr)
    -> CompileResult;

}  // namespace bytelogic::engine
