#include "proof/large_stack.h"

#include <pthread.h>

#include <cstddef>

namespace bytelogic::proof {
namespace {

constexpr std::size_t kStackBytes = std::size_t{64} << 20;
constexpr std::size_t kReserve = std::size_t{1} << 20;  // for what is called between two looks at the depth
constexpr std::size_t kLeftOfSmallStack = std::size_t{64} << 10;

struct Job {
  const std::function<void(const char*)>& function;
};

auto Start(void* argument) -> void* {
  const auto* here = static_cast<const char*>(__builtin_frame_address(0));
  static_cast<Job*>(argument)->function(here - (kStackBytes - kReserve));
  return nullptr;
}

}  // namespace

void OnLargeStack(const std::function<void(const char* stack_limit)>& function) {
  Job job{function};
  pthread_attr_t attributes;
  if (pthread_attr_init(&attributes) == 0) {
    pthread_t thread;
    const bool started = pthread_attr_setstacksize(&attributes, kStackBytes) == 0 &&
                         pthread_create(&thread, &attributes, Start, &job) == 0;
    pthread_attr_destroy(&attributes);
    if (started) {
      pthread_join(thread, nullptr);
      return;
    }
  }
  function(static_cast<const char*>(__builtin_frame_address(0)) - kLeftOfSmallStack);
}

}  // namespace bytelogic::proof
