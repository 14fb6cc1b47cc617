// array.h - a growing array in the heap of the run; elements are plain data and are moved by copying.
//
//   Array<std::uint32_t> rows;
//   if (!rows.Push(heap, 7)) return Status::kMemoryLimit;
//
// A zeroed Array is an empty one. Used by every part of the sandbox that keeps a list.
#pragma once

#include "runtime/heap.h"

namespace bytelogic::runtime {

template <typename T>
struct Array {
  // Elements that move for one unit of fuel. Their size is not the same on every machine.
  static constexpr std::uint32_t kMovedForOne = 4;

  T* data = nullptr;
  std::uint32_t count = 0;
  std::uint32_t capacity = 0;

  auto operator[](std::uint32_t index) -> T& { return data[index]; }
  auto operator[](std::uint32_t index) const -> const T& { return data[index]; }
  auto back() -> T& { return data[count - 1]; }

  // Makes room for `wanted` elements. False: out of memory.
  auto Reserve(Heap& heap, std::size_t wanted) -> bool {
    if (wanted <= capacity) [[likely]]
      return true;
    if (wanted > UINT32_MAX / sizeof(T) / 2) return false;
    const std::size_t bytes = Heap::BlockSize(wanted * sizeof(T));
    heap.Owe(capacity / kMovedForOne);
    void* moved = heap.Resize(data, capacity * sizeof(T), bytes);
    if (moved == nullptr) return false;
    data = static_cast<T*>(moved);
    capacity = static_cast<std::uint32_t>(bytes / sizeof(T));
    return true;
  }

  auto Push(Heap& heap, const T& value) -> bool {
    if (count == capacity) [[unlikely]] {
      if (!Reserve(heap, std::size_t{count} + 1)) return false;
    }
    data[count++] = value;
    return true;
  }

  void Release(Heap& heap) {
    heap.Free(data, capacity * sizeof(T));
    *this = {};
  }
};

}  // namespace bytelogic::runtime
