// mutate.h - slips of one token in the text of a program of either dialect.
//
//   std::string slip = MutateOneToken(text, Dialect::kDatalog, random);
//
// Used by the drivers of tests/differential, tests/datalog and tests/soak.
#pragma once

#include <string>
#include <string_view>

#include "bytelogic/dialect.h"
#include "random.h"

namespace bytelogic::differential {

// `text` with one token removed, doubled, replaced by another token or swapped with another one.
auto MutateOneToken(std::string_view text, Dialect dialect, Random& random) -> std::string;

}  // namespace bytelogic::differential
