// large_stack.h - runs a function on a thread of its own with a large stack, where this one's might not suffice.
//
//   return WithStack(kPhaseStack, [&] { return Check(ast, host, limits, diagnostics); });
//
// Programs are parsed, checked and translated by recursion that is bounded by the language (200 nested blocks and
// parentheses, expressions 2,000 operations high), not by the stack of whoever calls. A caller's thread may be small:
// then the work is done on another thread, while this one waits, which takes some 30 microseconds.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <utility>

namespace bytelogic {

// What any phase needs at most, the sandbox's own stack included. Sanitizers make frames several times as large.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
inline constexpr std::size_t kPhaseStack = std::size_t{32} << 20;
#else
inline constexpr std::size_t kPhaseStack = std::size_t{4} << 20;
#endif
#else
inline constexpr std::size_t kPhaseStack = std::size_t{4} << 20;
#endif

// How much of this thread's stack is left; 0 where the system does not tell, and on a stack that is not the thread's
// own (of a fiber, say).
auto StackLeft() -> std::size_t;

inline constexpr std::size_t kLargeStack = std::size_t{64} << 20;

// Calls `function` on a thread with `bytes` of stack, or less where memory is scarce, with the address that its frames
// should stay above, and throws here what it throws. Where no thread can be had, it is called here, with what is left
// of a small stack.
void OnLargeStack(const std::function<void(const char* stack_limit)>& function, std::size_t bytes = kLargeStack);

// Calls `function` here where `bytes` of the stack are left, else on a large stack. Returns what it returns.
template <typename Function>
auto WithStack(std::size_t bytes, const Function& function) -> decltype(function()) {
  if (StackLeft() >= bytes) return function();
  std::optional<decltype(function())> result;
  OnLargeStack([&](const char* /*stack_limit*/) { result.emplace(function()); });
  return std::move(*result);
}

}  // namespace bytelogic
