// heap.h - all memory of a run: one stretch of bytes, handed out from its start, taken back into lists by power of two.
//
//   Heap heap;
//   heap.Begin(buffer, capacity, limit);
//   void* block = heap.Allocate(100);  // 128 bytes, nullptr beyond the limit
//   heap.Free(block, 100);
//
// Every container of the sandbox allocates here, so the memory limit is exact and a run that ends leaves nothing
// behind. Blocks are powers of two (at least 16 bytes) and 16-byte aligned; their memory is not cleared. In the sandbox
// the heap is the end of the linear memory, which grows by doubling: growing is expensive, touching is not paid before
// it is used.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define BYTELOGIC_HEAP_POISON 1
#endif
#endif
#ifdef BYTELOGIC_HEAP_POISON
#include <sanitizer/asan_interface.h>
#endif

namespace bytelogic::runtime {

class Heap {
 public:
  // `begin` is 16-byte aligned. Natively `capacity` bytes belong to the heap; in the sandbox the memory grows beyond
  // them. At most `limit` bytes are handed out.
  void Begin(std::uint8_t* begin, std::size_t capacity, std::uint64_t limit) {
    begin_ = top_ = begin;
    end_ = begin + capacity;
    limit_ = limit;
    stop_ = nullptr;
    gave_up_ = false;
    owed_ = 0;
    for (FreeBlock*& list : free_) list = nullptr;
#ifdef BYTELOGIC_HEAP_POISON
    __asan_poison_memory_region(begin, capacity);
#endif
  }

  // The number of bytes that Allocate(bytes) really gives.
  static constexpr auto BlockSize(std::size_t bytes) -> std::size_t {
    return bytes <= kMinBlock ? kMinBlock : std::bit_ceil(bytes);
  }

  // Returns nullptr where the memory limit is reached.
  auto Allocate(std::size_t bytes) -> void* {
    const std::size_t size = BlockSize(bytes);
    FreeBlock*& list = free_[std::countr_zero(size)];
    if (list != nullptr) {
      FreeBlock* block = list;
      Unpoison(block, size);
      list = block->next;
      return block;
    }
    return Take(size);
  }

  // A block that is never freed: takes no more than it needs.
  auto AllocateForever(std::size_t bytes) -> void* { return Take((bytes + kMinBlock - 1) & ~(kMinBlock - 1)); }

  void Free(void* data, std::size_t bytes) {
    if (data == nullptr) return;
    const std::size_t size = BlockSize(bytes);
    auto* block = static_cast<FreeBlock*>(data);
    FreeBlock*& list = free_[std::countr_zero(size)];
    block->next = list;
    list = block;
    Poison(block, size);
  }

  // Moves a block to a larger one, in place where it is the last. Returns nullptr, and keeps the old one, on failure.
  auto Resize(void* data, std::size_t old_bytes, std::size_t new_bytes) -> void* {
    if (data == nullptr) return Allocate(new_bytes);
    const std::size_t old_size = BlockSize(old_bytes);
    const std::size_t new_size = BlockSize(new_bytes);
    if (static_cast<std::uint8_t*>(data) + old_size == top_) {
      return Take(new_size - old_size) == nullptr ? nullptr : data;
    }
    void* moved = Allocate(new_bytes);
    if (moved == nullptr) return nullptr;
    if (!Copy(moved, data, old_size < new_size ? old_size : new_size)) {
      Free(moved, new_bytes);
      return nullptr;
    }
    Free(data, old_bytes);
    return moved;
  }

  // Long work on a container, which has to end soon where the host asks the run to stop. Whoever gives up for that.

  // fails as if there was no memory: Machine::Fail knows by gave_up() what it was.

  void WatchStop(const std::uint32_t* stop) { stop_ = stop; }
  // Whether to give up now.
  auto Stopped() -> bool {
    if (stop_ == nullptr || *const_cast<const volatile std::uint32_t*>(stop_) == 0) [[likely]]
      return false;
    gave_up_ = true;
    return true;
  }
  // The same, for each turn of a loop: looks at every 4,096th, which may take some 100 nanoseconds each.
  auto StoppedAt(std::uint32_t turn) -> bool { return (turn & 4095U) == 0 && Stopped(); }
  [[nodiscard]] auto gave_up() const -> bool { return gave_up_; }

  // memset and memcpy. False: given up halfway.
  auto Fill(void* to, int byte, std::size_t bytes) -> bool {
    auto* out = static_cast<std::uint8_t*>(to);
    for (; bytes > kPiece; out += kPiece, bytes -= kPiece) {
      std::memset(out, byte, kPiece);
      if (Stopped()) return false;
    }
    std::memset(out, byte, bytes);
    return true;
  }
  auto Copy(void* to, const void* from, std::size_t bytes) -> bool {
    auto* out = static_cast<std::uint8_t*>(to);
    const auto* in = static_cast<const std::uint8_t*>(from);
    for (; bytes > kPiece; out += kPiece, in += kPiece, bytes -= kPiece) {
      std::memcpy(out, in, kPiece);
      if (Stopped()) return false;
    }
    if (bytes > 0) std::memcpy(out, in, bytes);
    return true;
  }

  void SetLimit(std::uint64_t limit) { limit_ = limit; }

  // Containers say here what growing costs, in units of fuel; whoever counts fuel collects it.
  void Owe(std::uint64_t fuel) { owed_ += fuel; }
  auto TakeOwed() -> std::uint64_t {
    const std::uint64_t owed = owed_;
    owed_ = 0;
    return owed;
  }

  // High-water mark, in bytes.
  [[nodiscard]] auto used() const -> std::uint64_t { return static_cast<std::uint64_t>(top_ - begin_); }

 private:
  static constexpr std::size_t kMinBlock = 16;
  static constexpr std::size_t kPiece = 256U << 10;
  // Memory that is touched for the first time costs the machine time to hand it out: so many bytes are a unit of fuel.
  // The first ones are there in any case.
  static constexpr std::size_t kFreshBytes = 12;
  static constexpr std::uint64_t kFreeBytes = 1U << 20;

  struct FreeBlock {
    FreeBlock* next;
  };

  auto Take(std::size_t size) -> void* {
    if (size > limit_ || used() > limit_ - size) return nullptr;
    if (size > static_cast<std::size_t>(end_ - top_) && !Grow(size)) return nullptr;
    std::uint8_t* block = top_;
    top_ += size;
    if (used() > kFreeBytes) Owe(size / kFreshBytes);
    Unpoison(block, size);
    return block;
  }

  // Makes room for `size` bytes after top_.
  auto Grow(std::size_t size) -> bool {
#ifdef __wasm__
    constexpr std::size_t kPage = 65536;
    const std::size_t pages = __builtin_wasm_memory_size(0);
    const std::size_t missing = (size - static_cast<std::size_t>(end_ - top_) + kPage - 1) / kPage;
    const std::uint64_t last = reinterpret_cast<std::uintptr_t>(begin_) + limit_;
    const std::size_t last_page = static_cast<std::size_t>((last + kPage - 1) / kPage);
    const std::size_t to_limit = last_page > pages ? last_page - pages : 0;
    std::size_t wanted = missing > pages ? missing : pages;
    if (wanted > to_limit) wanted = to_limit > missing ? to_limit : missing;
    if (__builtin_wasm_memory_grow(0, wanted) == SIZE_MAX) {
      if (wanted == missing || __builtin_wasm_memory_grow(0, missing) == SIZE_MAX) return false;
    }
    const std::uint64_t bytes = static_cast<std::uint64_t>(__builtin_wasm_memory_size(0)) * kPage;
    end_ = reinterpret_cast<std::uint8_t*>(bytes > UINT32_MAX ? UINT32_MAX - 15 : static_cast<std::uintptr_t>(bytes));
    return true;
#else
    (void)size;
    return false;
#endif
  }

#ifdef BYTELOGIC_HEAP_POISON
  static void Poison(void* block, std::size_t size) { __asan_poison_memory_region(block, size); }
  static void Unpoison(void* block, std::size_t size) { __asan_unpoison_memory_region(block, size); }
#else
  static void Poison(void*, std::size_t) {}
  static void Unpoison(void*, std::size_t) {}
#endif

  std::uint8_t* begin_;
  std::uint8_t* top_;
  std::uint8_t* end_;
  std::uint64_t limit_;
  const std::uint32_t* stop_;
  bool gave_up_;
  std::uint64_t owed_;
  FreeBlock* free_[64];
};

}  // namespace bytelogic::runtime
