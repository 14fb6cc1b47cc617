// large_stack.h - runs a function on a thread of its own with a stack of known size.
//
//   OnLargeStack([&](const char* stack_limit) { ... });
//
// Expressions and CALCs are evaluated by recursion as deep as the program says; the evaluator gives up below
// `stack_limit`. Where no thread can be had, the function runs here, with what is left of a small stack.
#pragma once

#include <functional>

namespace bytelogic::proof {

void OnLargeStack(const std::function<void(const char* stack_limit)>& function);

}  // namespace bytelogic::proof
