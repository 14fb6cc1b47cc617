// language_features.h - what of the language a program uses; the test wants each of these in many of its programs.
//
//   features.negation |= ...;
//
// Filled by the translator, counted by clingo_main.cc.
#pragma once

namespace bytelogic::clingo {

struct Features {
  bool negation = false;
  bool recursion = false;
  bool aggregate = false;  // in EMIT
  bool aggregate_query = false;
  bool best_of = false;
  bool recursive_best_of = false;
  bool constraint = false;
  bool arithmetic = false;
  bool range = false;
};

}  // namespace bytelogic::clingo
