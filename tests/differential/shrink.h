// shrink.h - makes a program that shows a mistake as small as it stays showing it.
#pragma once

#include <functional>
#include <string>

namespace bytelogic::differential {

// Removes stretches of lines, then single words, as long as `still_fails`; at most `max_tries` tries.
auto Shrink(std::string source, const std::function<bool(const std::string&)>& still_fails, int max_tries = 3'000)
    -> std::string;

}  // namespace bytelogic::differential
