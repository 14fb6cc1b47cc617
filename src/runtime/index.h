// index.h - finds the rows of a relation by some of its columns.
//
//   if (!index.Extend(heap, rows, rows.count)) return Status::kMemoryLimit;
//   for (std::uint32_t row = index.First(rows, key); row != kNone32; row = index.next[row]) ...
//
// Rows with equal keys form a chain, newest first: `next[row]` is the next older one. Each key has one slot, so no row
// of a chain has to be looked at again. An index is built when it is first needed and extended by the rows that came
// since. A slot of a single column holds the cell itself; of several columns, their hash.
// A zeroed Index with its columns set is an empty one. Used by relation.h, select.cc and the interpreter.
#pragma once

#include "runtime/row_set.h"

namespace bytelogic::runtime {

struct IndexSlot {
  std::uint32_t key = 0;
  std::uint32_t head = kNone32;  // newest row of the chain; kNone32: empty slot
};

struct Index {
  const std::uint16_t* columns = nullptr;
  std::uint32_t column_count = 0;
  std::uint32_t relation = 0;
  std::uint32_t built = 0;  // rows [0, built) are in the index
  std::uint32_t bits = 0;   // 2^bits slots; 0: none yet
  std::uint32_t used = 0;
  std::uint32_t next_capacity = 0;
  std::uint32_t lookup_fuel = 0;  // what a step to a row costs because of their number: TouchFuel
  IndexSlot* slots = nullptr;
  std::uint32_t* next = nullptr;

  // The newest row whose key columns are `key`, or kNone32.
  [[nodiscard]] auto First(const RowSet& rows, const std::uint32_t* key) const -> std::uint32_t {
    if (bits == 0) return kNone32;
    return column_count == 1 ? FirstOfCell(key[0]) : FirstOfKey(rows, key);
  }

  [[nodiscard]] auto FirstOfCell(std::uint32_t cell) const -> std::uint32_t {
    if (bits == 0) [[unlikely]]
      return kNone32;
    const std::uint32_t mask = (1U << bits) - 1;
    for (std::uint32_t at = SlotOf(cell);; at = (at + 1) & mask) {
      const IndexSlot slot = slots[at];
      if (slot.key == cell || slot.head == kNone32) return slot.head;
    }
  }

  // Takes in the rows below `end`. False: out of memory.
  auto Extend(Heap& heap, const RowSet& rows, std::uint32_t end) -> bool {
    return built >= end || ExtendSlowly(heap, rows, end);
  }

  void Clear(Heap& heap);

 private:
  [[nodiscard]] auto SlotOf(std::uint32_t key) const -> std::uint32_t {
    return (key * static_cast<std::uint32_t>(kHashFactor >> 32)) >> (32 - bits);
  }
  [[nodiscard]] auto FirstOfKey(const RowSet& rows, const std::uint32_t* key) const -> std::uint32_t;
  [[nodiscard]] auto HashOfRow(const std::uint32_t* row) const -> std::uint32_t;
  auto ExtendSlowly(Heap& heap, const RowSet& rows, std::uint32_t end) -> bool;
  auto GrowSlots(Heap& heap) -> bool;
};

}  // namespace bytelogic::runtime
