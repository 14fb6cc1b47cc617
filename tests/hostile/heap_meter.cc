#include "heap_meter.h"

#include <malloc.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <new>

namespace bytelogic::hostile {
namespace {

// Operator new has nobody to pass it a counter.
std::atomic<std::size_t> live = 0;
std::atomic<std::size_t> peak = 0;
std::atomic<std::size_t> cap = static_cast<std::size_t>(-1);

auto Allocate(std::size_t size, std::size_t alignment) -> void* {
  if (size > cap.load(std::memory_order_relaxed)) _exit(kHeapCapExitCode);
  // Sizes of aligned_alloc must be multiples of the alignment.
  void* const memory = alignment <= alignof(std::max_align_t)
                           ? std::malloc(size == 0 ? 1 : size)
                           : std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
  if (memory == nullptr) _exit(kHeapCapExitCode);
  const std::size_t now =
      live.fetch_add(malloc_usable_size(memory), std::memory_order_relaxed) + malloc_usable_size(memory);
  std::size_t before = peak.load(std::memory_order_relaxed);
  while (now > before && !peak.compare_exchange_weak(before, now, std::memory_order_relaxed)) {
  }
  if (now > cap.load(std::memory_order_relaxed)) _exit(kHeapCapExitCode);
  return memory;
}

void Release(void* memory) {
  if (memory == nullptr) return;
  live.fetch_sub(malloc_usable_size(memory), std::memory_order_relaxed);
  std::free(memory);
}

}  // namespace

auto LiveHeap() -> std::size_t { return live.load(std::memory_order_relaxed); }
auto PeakHeap() -> std::size_t { return peak.load(std::memory_order_relaxed); }
void ResetPeak() { peak.store(LiveHeap(), std::memory_order_relaxed); }
void SetHeapCap(std::size_t bytes) { cap.store(bytes, std::memory_order_relaxed); }

}  // namespace bytelogic::hostile

// NOLINTBEGIN(misc-new-delete-overloads): all of them are here.
auto operator new(std::size_t size) -> void* { return bytelogic::hostile::Allocate(size, 1); }
auto operator new[](std::size_t size) -> void* { return bytelogic::hostile::Allocate(size, 1); }
auto operator new(std::size_t size, std::align_val_t alignment) -> void* {
  return bytelogic::hostile::Allocate(size, static_cast<std::size_t>(alignment));
}
auto operator new[](std::size_t size, std::align_val_t alignment) -> void* {
  return bytelogic::hostile::Allocate(size, static_cast<std::size_t>(alignment));
}
auto operator new(std::size_t size, const std::nothrow_t&) noexcept -> void* {
  return bytelogic::hostile::Allocate(size, 1);
}
auto operator new[](std::size_t size, const std::nothrow_t&) noexcept -> void* {
  return bytelogic::hostile::Allocate(size, 1);
}
void operator delete(void* memory) noexcept { bytelogic::hostile::Release(memory); }
void operator delete[](void* memory) noexcept { bytelogic::hostile::Release(memory); }
void operator delete(void* memory, std::size_t) noexcept { bytelogic::hostile::Release(memory); }
void operator delete[](void* memory, std::size_t) noexcept { bytelogic::hostile::Release(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { bytelogic::hostile::Release(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { bytelogic::hostile::Release(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { bytelogic::hostile::Release(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { bytelogic::hostile::Release(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { bytelogic::hostile::Release(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { bytelogic::hostile::Release(memory); }
// NOLINTEND(misc-new-delete-overloads)
