// mutate.h - a Datalog program with one slip in it. Used by datalog_main.cc.
#pragma once

#include <string>
#include <string_view>

#include "../differential/random.h"

namespace bytelogic::datalog_test {

// `text` with one token removed, doubled, replaced by another token or swapped with another.
auto MutateOneToken(std::string_view text, differential::Random& random) -> std::string;

}  // namespace bytelogic::datalog_test
