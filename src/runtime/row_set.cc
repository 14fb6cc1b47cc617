#include "runtime/row_set.h"

#include "runtime/bytes.h"
#include "runtime/op_fuel.h"

namespace bytelogic::runtime {
namespace {

constexpr std::uint32_t kFirstKeyBits = 5;
constexpr std::uint32_t kBitmapRows = 1024;  // fewer rows are found as quickly among keys

}  // namespace

auto RowSet::FindSmall(const std::uint32_t* row) const -> std::uint32_t {
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t* candidate = Row(i);
    std::uint32_t column = 0;
    while (column < arity && candidate[column] == row[column]) ++column;
    if (column == arity) return i;
  }
  return kNone32;
}

auto RowSet::FindWide(const std::uint32_t* row, std::uint32_t hash) const -> std::uint32_t {
  return wide.Find(hash,
                   [&](std::uint32_t entry) { return EqualBytes(Row(entry), row, arity * sizeof(std::uint32_t)); });
}

auto RowSet::ContainsAny(const std::uint32_t* row) const -> bool {
  if (pairs.exists()) {
    std::uint64_t bit;
    return pairs.Find(row[0], row[1], bit) && pairs.Has(bit);
  }
  if (key_bits != 0) {
    const std::uint64_t key = KeyOf(row);
    return keys[Slot(key)] == key;
  }
  if (wide.bits != 0) return FindWide(row, HashCells(row, arity)) != kNone32;
  return FindSmall(row) != kNone32;
}

auto RowSet::Find(Heap& heap, const std::uint32_t* row, bool& memory) -> std::uint32_t {
  if (wide.bits != 0) return FindWide(row, HashCells(row, arity));
  if (key_bits == 0 && !pairs.exists()) return FindSmall(row);
  numbered = true;
  if (pairs.exists()) {
    pairs.Release(heap);
    memory = GrowKeys(heap);
  }
  memory = memory && (positions != nullptr || MakePositions(heap));
  if (!memory) return kNone32;
  const std::uint64_t key = KeyOf(row);
  const std::uint32_t at = Slot(key);
  return keys[at] == key ? positions[at] : kNone32;
}

auto RowSet::InsertAny(Heap& heap, const std::uint32_t* row) -> Insertion {
  if (arity > 2) return InsertWide(heap, row);
  if (arity > 0) return InsertKey(heap, KeyOf(row));
  if (count > 0) return Insertion::kExists;
  count = 1;
  return Insertion::kNew;
}

auto RowSet::InsertKey(Heap& heap, std::uint64_t key) -> Insertion {
  if (key_bits == 0 || count >= room) return InsertSlowly(heap, key);
  const std::uint32_t at = Slot(key);
  if (keys[at] == key) return Insertion::kExists;
  keys[at] = key;
  if (positions != nullptr) positions[at] = count;
  cells[count++] = static_cast<std::uint32_t>(key);
  return Insertion::kNew;
}

// Handles small sets, and sets that have to grow.
auto RowSet::InsertSlowly(Heap& heap, std::uint64_t key) -> Insertion {
  const std::uint32_t row[2] = {static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32)};
  if (ContainsAny(row)) return Insertion::kExists;
  if (!MakeRoom(heap, row)) return Insertion::kNoMemory;
  if (pairs.exists()) {
    std::uint64_t bit;
    pairs.Find(row[0], row[1], bit);
    pairs.Add(bit);
  } else if (key_bits != 0) {
    const std::uint32_t at = Slot(key);
    keys[at] = key;
    if (positions != nullptr) positions[at] = count;
  }
  Append(row);
  return Insertion::kNew;
}

auto RowSet::InsertWide(Heap& heap, const std::uint32_t* row) -> Insertion {
  if (wide.bits == 0) {
    if (FindSmall(row) != kNone32) return Insertion::kExists;
    if (count == capacity && !GrowLog(heap)) return Insertion::kNoMemory;
    if (count < kSmall) {
      Append(row);
      return Insertion::kNew;
    }
    if (!IndexAllWide(heap)) return Insertion::kNoMemory;
  }
  const std::uint32_t hash = HashCells(row, arity);
  if (FindWide(row, hash) != kNone32) return Insertion::kExists;
  if (count == capacity && !GrowLog(heap)) return Insertion::kNoMemory;
  if (!wide.Add(heap, hash, count)) return Insertion::kNoMemory;
  Append(row);
  return Insertion::kNew;
}

void RowSet::Append(const std::uint32_t* row) {
  std::memcpy(cells + static_cast<std::size_t>(count) * arity, row, arity * sizeof(std::uint32_t));
  ++count;
}

auto RowSet::AppendRow(Heap& heap, const std::uint32_t* row) -> bool {
  if (count == capacity && !GrowLog(heap)) return false;
  Append(row);
  return true;
}

auto RowSet::GrowLog(Heap& heap) -> bool {
  const std::size_t row_bytes = arity * sizeof(std::uint32_t);
  const std::size_t wanted = capacity == 0 ? kSmall : std::size_t{capacity} * 2;
  const std::size_t bytes = Heap::BlockSize(wanted * row_bytes);
  if (bytes > UINT32_MAX / 2) return false;
  heap.Owe(capacity * row_bytes / kCopiedBytes);
  void* moved = heap.Resize(cells, capacity * row_bytes, bytes);
  if (moved == nullptr) return false;
  cells = static_cast<std::uint32_t*>(moved);
  capacity = static_cast<std::uint32_t>(bytes / row_bytes);
  if (arity > 2) lookup_fuel = 2 * TouchFuel(capacity);
  return true;
}

void RowSet::ReleaseKeys(Heap& heap) {
  if (key_bits == 0) return;
  heap.Free(keys, sizeof(std::uint64_t) << key_bits);
  if (positions != nullptr) heap.Free(positions, sizeof(std::uint32_t) << key_bits);
  keys = nullptr;
  positions = nullptr;
  key_bits = 0;
}

// Makes the slots of one and two columns larger, or makes the first ones.
auto RowSet::GrowKeys(Heap& heap) -> bool {
  std::uint32_t bits = key_bits == 0 ? kFirstKeyBits : key_bits < 14 ? key_bits + 2 : key_bits + 1;
  while (bits <= 28 && count >= 1U << (bits - 1)) ++bits;
  if (bits > 28) return false;
  const std::size_t bytes = sizeof(std::uint64_t) << bits;
  auto* grown = static_cast<std::uint64_t*>(heap.Allocate(bytes));
  if (grown == nullptr) return false;
  heap.Owe(bytes / kCopiedBytes + std::uint64_t{count} * kMoveFuel);
  if (!heap.Fill(grown, 0xFF, bytes)) return false;
  const bool had_positions = positions != nullptr;
  ReleaseKeys(heap);
  keys = grown;
  key_bits = bits;
  const std::uint32_t mask = (1U << bits) - 1;
  for (std::uint32_t row = 0; row < count; ++row) {
    if (heap.StoppedAt(row)) return false;
    const std::uint64_t key = KeyOf(Row(row));
    auto at = static_cast<std::uint32_t>(HashKey(key) >> (64 - bits));
    while (grown[at] != kEmpty) at = (at + 1) & mask;
    grown[at] = key;
  }
  return !had_positions || MakePositions(heap);
}

// Makes room for `row`, of one or two columns, which is not in the set.
auto RowSet::MakeRoom(Heap& heap, const std::uint32_t* row) -> bool {
  if (count == capacity && !GrowLog(heap)) return false;
  const auto slot_room = [&] { return key_bits == 0 ? kSmall : 1U << (key_bits - 1); };
  std::uint64_t bit;
  if (pairs.exists() ? !pairs.Find(row[0], row[1], bit) : count >= slot_room()) {
    if (arity == 2 && count >= kBitmapRows && !numbered && pairs.Build(heap, cells, count, row)) {
      ReleaseKeys(heap);
    } else if (!GrowKeys(heap)) {
      return false;
    }
  }
  room = pairs.exists() || capacity < slot_room() ? capacity : slot_room();
  lookup_fuel = TouchFuel(pairs.exists() ? pairs.bytes / 16 : slot_room());
  return true;
}

auto RowSet::MakePositions(Heap& heap) -> bool {
  positions = static_cast<std::uint32_t*>(heap.Allocate(sizeof(std::uint32_t) << key_bits));
  if (positions == nullptr) return false;
  heap.Owe(std::uint64_t{count} * kMoveFuel);
  for (std::uint32_t row = 0; row < count; ++row) {
    if (heap.StoppedAt(row)) return false;
    positions[Slot(KeyOf(Row(row)))] = row;
  }
  return true;
}

auto RowSet::IndexAllWide(Heap& heap) -> bool {
  for (std::uint32_t row = 0; row < count; ++row) {
    if (!wide.Add(heap, HashCells(Row(row), arity), row)) return false;
  }
  return true;
}

void RowSet::Clear(Heap& heap) {
  ReleaseKeys(heap);
  pairs.Release(heap);
  wide.Release(heap);
  count = 0;
  room = capacity < kSmall ? capacity : kSmall;
  lookup_fuel = 0;
}

}  // namespace bytelogic::runtime
