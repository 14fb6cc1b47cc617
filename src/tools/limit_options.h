// limit_options.h - `--limit NAME=VALUE`: time=2s, memory=256MiB, tuples=10M, fuel=5_000_000.
//
//   Limits limits;
//   tl::expected<void, std::string> parsed = ParseLimit("time=200ms", limits);
//   if (!parsed) console.Error(parsed.error());     // says which names or units there are
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "bytelogic/limits.h"

namespace bytelogic::tools {

// Sets the limit that `text` names. Names are those of bytelogic/limits.def. Values: a number, whose digits may be
// grouped by `_`, `'` or `,`, maybe with a fraction, and a unit: for counts none, k, M or G; for bytes none, B, kB, MB,
// GB, KiB, MiB or GiB; for times us, ms, s or min, which must not be left out.
auto ParseLimit(std::string_view text, Limits& limits) -> tl::expected<void, std::string>;

// All of them, over the defaults.
auto ParseLimits(const std::vector<std::string>& texts) -> tl::expected<Limits, std::string>;

// The limit that `text` sets, by its name in bytelogic/limits.def; empty where it names none.
auto LimitNamed(std::string_view text) -> std::string_view;
// Whether the limit bounds compilation or facts of the host: a module is compiled, and is given none.
auto SaysNothingOfModules(std::string_view name) -> bool;

enum class LimitsOf : std::uint8_t { kProgram, kModule };
// A line for each limit, for --help.
auto DescribeLimits(LimitsOf what = LimitsOf::kProgram) -> std::string;

}  // namespace bytelogic::tools
