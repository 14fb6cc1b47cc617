#include "runtime/index.h"

#include "runtime/op_fuel.h"

namespace bytelogic::runtime {
namespace {

constexpr std::uint32_t kFirstBits = 4;

}  // namespace

auto Index::HashOfRow(const std::uint32_t* row) const -> std::uint32_t {
  std::uint64_t hash = column_count;
  for (std::uint32_t i = 0; i < column_count; ++i) hash = HashWord(hash ^ row[columns[i]]);
  return static_cast<std::uint32_t>(hash >> 32);
}

auto Index::FirstOfKey(const RowSet& rows, const std::uint32_t* key) const -> std::uint32_t {
  std::uint64_t full_hash = column_count;
  for (std::uint32_t i = 0; i < column_count; ++i) full_hash = HashWord(full_hash ^ key[i]);
  const auto hash = static_cast<std::uint32_t>(full_hash >> 32);
  const std::uint32_t mask = (1U << bits) - 1;
  for (std::uint32_t at = SlotOf(hash);; at = (at + 1) & mask) {
    const IndexSlot slot = slots[at];
    if (slot.head == kNone32) return kNone32;
    if (slot.key != hash) continue;
    const std::uint32_t* row = rows.Row(slot.head);
    std::uint32_t i = 0;
    while (i < column_count && row[columns[i]] == key[i]) ++i;
    if (i == column_count) return slot.head;
  }
}

auto Index::ExtendSlowly(Heap& heap, const RowSet& rows, std::uint32_t end) -> bool {
  if (end > next_capacity) {
    const std::size_t bytes = Heap::BlockSize(std::size_t{end} * sizeof(std::uint32_t));
    void* moved = heap.Resize(next, next_capacity * sizeof(std::uint32_t), bytes);
    if (moved == nullptr) return false;
    next = static_cast<std::uint32_t*>(moved);
    next_capacity = static_cast<std::uint32_t>(bytes / sizeof(std::uint32_t));
  }
  heap.Owe(std::uint64_t{end - built} * (kMoveFuel + column_count + TouchFuel(end)));
  lookup_fuel = TouchFuel(end);
  for (; built < end; ++built) {
    if (heap.StoppedAt(built)) return false;
    if (bits == 0 || used >= (1U << (bits - 1))) {
      if (!GrowSlots(heap)) return false;
    }
    const std::uint32_t* row = rows.Row(built);
    const std::uint32_t key = column_count == 1 ? row[columns[0]] : HashOfRow(row);
    const std::uint32_t mask = (1U << bits) - 1;
    std::uint32_t at = SlotOf(key);
    for (;; at = (at + 1) & mask) {
      if (slots[at].head == kNone32) {
        ++used;
        break;
      }
      if (slots[at].key != key) continue;
      if (column_count == 1) break;
      const std::uint32_t* other = rows.Row(slots[at].head);
      std::uint32_t i = 0;
      while (i < column_count && row[columns[i]] == other[columns[i]]) ++i;
      if (i == column_count) break;
    }
    next[built] = slots[at].head;
    slots[at] = {key, built};
  }
  return true;
}

auto Index::GrowSlots(Heap& heap) -> bool {
  const std::uint32_t new_bits = bits == 0 ? kFirstBits : bits + 1;
  if (new_bits > 28) return false;
  const std::size_t bytes = sizeof(IndexSlot) << new_bits;
  auto* grown = static_cast<IndexSlot*>(heap.Allocate(bytes));
  if (grown == nullptr) return false;
  heap.Owe(bytes / kCopiedBytes + std::uint64_t{used} * kMoveFuel);
  if (!heap.Fill(grown, 0xFF, bytes)) return false;
  IndexSlot* old = slots;
  const std::uint32_t old_bits = bits;
  slots = grown;
  bits = new_bits;
  if (old_bits == 0) return true;
  const std::uint32_t mask = (1U << bits) - 1;
  for (std::uint32_t i = 0; i < (1U << old_bits); ++i) {
    if (heap.StoppedAt(i)) return false;
    if (old[i].head == kNone32) continue;
    std::uint32_t at = SlotOf(old[i].key);
    while (slots[at].head != kNone32) at = (at + 1) & mask;
    slots[at] = old[i];
  }
  heap.Free(old, sizeof(IndexSlot) << old_bits);
  return true;
}

void Index::Clear(Heap& heap) {
  if (bits != 0) heap.Free(slots, sizeof(IndexSlot) << bits);
  slots = nullptr;
  bits = used = built = 0;
}

}  // namespace bytelogic::runtime
