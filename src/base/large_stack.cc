#include "base/large_stack.h"

#include <pthread.h>

#include <exception>

namespace bytelogic {
namespace {

constexpr std::size_t kReserve = std::size_t{1} << 20;  // for what is called between two looks at the depth
constexpr std::size_t kLeftOfSmallStack = std::size_t{64} << 10;

struct Job {
  const std::function<void(const char*)>& function;
  std::size_t stack_bytes = 0;
  std::exception_ptr thrown;
};

auto Start(void* argument) -> void* {
  const auto* here = static_cast<const char*>(__builtin_frame_address(0));
  Job& job = *static_cast<Job*>(argument);
  try {
    job.function(here - (job.stack_bytes - kReserve));
  } catch (...) {
    job.thrown = std::current_exception();
  }
  return nullptr;
}

// This thread's stack; empty where the system does not tell.
struct Stack {
  const char* begin = nullptr;  // the lowest address: stacks grow downwards
  const char* end = nullptr;
};

auto FindStack() -> Stack {
#if defined(__APPLE__)
  const pthread_t self = pthread_self();
  const auto* end = static_cast<const char*>(pthread_get_stackaddr_np(self));
  return {end - pthread_get_stacksize_np(self), end};
#elif defined(__linux__)
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return {};
  void* begin = nullptr;
  std::size_t size = 0;
  const bool known = pthread_attr_getstack(&attributes, &begin, &size) == 0;
  pthread_attr_destroy(&attributes);
  if (!known) return {};
  return {static_cast<const char*>(begin), static_cast<const char*>(begin) + size};
#else
  return {};
#endif
}

}  // namespace

auto StackLeft() -> std::size_t {
  // A thread's stack stays where it is, and asking for it may mean to read a file.
  thread_local const Stack stack = FindStack();
  const auto* here = static_cast<const char*>(__builtin_frame_address(0));
  return here < stack.begin || here >= stack.end ? 0 : static_cast<std::size_t>(here - stack.begin);
}

void OnLargeStack(const std::function<void(const char* stack_limit)>& function, std::size_t bytes) {
  // Where so much cannot be had, the next one has to do.
  for (const std::size_t size : {bytes, 2 * kPhaseStack, kPhaseStack + (std::size_t{1} << 20)}) {
    Job job{function, size, nullptr};
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0) break;
    pthread_t thread;
    const bool started =
        pthread_attr_setstacksize(&attributes, size) == 0 && pthread_create(&thread, &attributes, Start, &job) == 0;
    pthread_attr_destroy(&attributes);
    if (!started) continue;
    pthread_join(thread, nullptr);
    if (job.thrown) std::rethrow_exception(job.thrown);
    return;
  }
  function(static_cast<const char*>(__builtin_frame_address(0)) - kLeftOfSmallStack);
}

}  // namespace bytelogic
