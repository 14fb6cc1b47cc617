// limits.h - the limits of a run. All are on by default; each ends the run with its own diagnostic.
//
//   bytelogic::Engine engine;
//   bytelogic::RunOptions options;
//   options.limits.time_us = 200'000;
//   options.limits.source_bytes = 10;
//   std::puts(engine.Run("RESULT 1 + 1", {}, options).diagnostics.front().code.c_str());   // R301
#pragma once

#include <cstdint>

namespace bytelogic {

struct Limits {
#define LIMIT(name, field, unit, default_value, code, description) std::uint64_t field = default_value;
#include "bytelogic/limits.def"
#undef LIMIT

  friend auto operator==(const Limits&, const Limits&) -> bool = default;
};

}  // namespace bytelogic
