// compare.h - whether two results say the same, and how they differ.
#pragma once

#include <string>

#include "bytelogic/result.h"

namespace bytelogic::differential {

// Empty where `actual` is what `expected` says: success, outputs, codes and places of diagnostics, and after a success
// the number of tuples of each relation. Messages may differ, floats by a relative 1e-14 (functions such as SIN come
// from another library). Limits on fuel, time and memory are not the reference's to judge: a result that one of them
// ended differs from nothing.
auto Difference(const Result& expected, const Result& actual) -> std::string;

// Outputs and diagnostics, line by line.
auto Describe(const Result& result) -> std::string;

// Only the values of the outputs, for programs that say the same in other words.
auto DescribeAnswers(const Result& result) -> std::string;

}  // namespace bytelogic::differential
