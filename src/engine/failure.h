// failure.h - why a run failed, in words: what went wrong, where, and, for a limit, how far the run came.
//
//   error[R309]: out of fuel: the limit is 50,000,000; reached round 7 with 12,345 tuples (path 12,000, edge 345)
//   help: bind more columns, ..., or raise the limit: --limit fuel=100000000
#pragma once

#include <string>
#include <string_view>

#include "bytelogic/limits.h"
#include "diagnostics/diagnostics.h"
#include "engine/program_shape.h"
#include "engine/report_reader.h"

namespace bytelogic::engine {

// `report.raw.code` is not 0. `cancelled`: the caller ended the run.
void ReportFailure(const RunReport& report, const ProgramShape& shape, std::string_view source, const Limits& limits,
                   bool cancelled, Diagnostics& diagnostics);
// The warnings of a run, whether it failed or not.
void ReportWarnings(const RunReport& report, const ProgramShape& shape, std::string_view source,
                    Diagnostics& diagnostics);

// `why` a module from outside cannot be run.
void ReportForeign(const std::string& why, Diagnostics& diagnostics);
// The run waited `waited_us` for one of `places` sandboxes, and none became free.
void ReportNoSandbox(std::size_t places, double waited_us, Diagnostics& diagnostics);

}  // namespace bytelogic::engine
