// row_set.h - the tuples of a relation: an append-only log of rows without duplicates.
//
//   RowSet rows;  rows.arity = 2;
//   rows.Insert(heap, cells)  -> kNew: it is row number rows.count - 1
//   rows.Contains(cells), rows.Find(cells) -> row number or kNone32
//
// Up to eight rows there is nothing but the log. Then a row of one or two columns is a 64-bit key that stands itself in
// the slots of an open-addressing table, so that a lookup touches one place; wider rows are found by hash and row
// number. The row number of a key is kept only once somebody asks for it (`positions`). Many pairs that lie close
// together are a bitmap instead of keys (pair_bitmap.h).
// A zeroed RowSet with its arity set is an empty one. Used by relation.h.
#pragma once

#include "runtime/hashing.h"
#include "runtime/pair_bitmap.h"

namespace bytelogic::runtime {

enum class Insertion : std::uint32_t { kNew, kExists, kNoMemory };

struct RowSet {
  static constexpr std::uint32_t kSmall = 8;
  static constexpr std::uint64_t kEmpty = SlotTable::kEmpty;  // no key: the symbol table never gets so long

  std::uint32_t* cells = nullptr;  // count * arity
  std::uint32_t arity = 0;
  std::uint32_t count = 0;
  std::uint32_t room = 0;              // up to so many rows neither the log nor the slots have to grow
  std::uint32_t capacity = 0;          // of the log, in rows
  std::uint64_t* keys = nullptr;       // arity 1 and 2, more than kSmall rows
  std::uint32_t* positions = nullptr;  // row numbers beside `keys`, where asked for
  std::uint32_t key_bits = 0;
  std::uint32_t lookup_fuel = 0;  // what finding a row costs because of its size: TouchFuel
  bool numbered = false;          // row numbers have been asked for: no bitmap any more
  PairBitmap pairs;               // arity 2, instead of `keys`
  SlotTable wide;                 // arity 3 and more, more than kSmall rows

  [[nodiscard]] auto Row(std::uint32_t row) const -> const std::uint32_t* {
    return cells + static_cast<std::size_t>(row) * arity;
  }

  // `row`: `arity` cells. Inline for what rules insert all the time: rows of two columns into a large set.
  auto Insert(Heap& heap, const std::uint32_t* row) -> Insertion {
    return arity == 2 ? InsertPair(heap, row[0], row[1]) : InsertAny(heap, row);
  }

  auto InsertPair(Heap& heap, std::uint32_t first, std::uint32_t second) -> Insertion {
    const std::uint64_t key = first | static_cast<std::uint64_t>(second) << 32;
    if (pairs.exists()) {
      std::uint64_t bit;
      if (!pairs.Find(first, second, bit)) [[unlikely]]
        return InsertSlowly(heap, key);
      if (pairs.Has(bit)) return Insertion::kExists;
      if (count == capacity) [[unlikely]]
        return InsertSlowly(heap, key);
      pairs.Add(bit);
      AppendKey(key);
      return Insertion::kNew;
    }
    if (key_bits == 0) [[unlikely]]
      return InsertSlowly(heap, key);
    const std::uint32_t at = Slot(key);
    if (keys[at] == key) return Insertion::kExists;
    if (count >= room) [[unlikely]]
      return InsertSlowly(heap, key);
    keys[at] = key;
    if (positions != nullptr) [[unlikely]]
      positions[at] = count;
    AppendKey(key);
    return Insertion::kNew;
  }

  [[nodiscard]] auto Contains(const std::uint32_t* row) const -> bool {
    if (arity == 2 && key_bits != 0) {
      const std::uint64_t key = row[0] | static_cast<std::uint64_t>(row[1]) << 32;
      return keys[Slot(key)] == key;
    }
    return ContainsAny(row);
  }

  // The number of `row`, or kNone32 where it is not there; `memory` becomes false where there was not enough of it.
  auto Find(Heap& heap, const std::uint32_t* row, bool& memory) -> std::uint32_t;

  // Appends to the log alone: for logs whose rows are found in another way. False: out of memory.
  auto AppendRow(Heap& heap, const std::uint32_t* row) -> bool;

  // Empties the set and keeps the log's memory.
  void Clear(Heap& heap);

 private:
  void AppendKey(std::uint64_t key) {
    std::memcpy(cells + static_cast<std::size_t>(count) * 2, &key, sizeof key);
    ++count;
  }

  static auto HashKey(std::uint64_t key) -> std::uint64_t { return HashWord(key); }

  // Where `key` stands, or the empty slot where it would.
  [[nodiscard]] auto Slot(std::uint64_t key) const -> std::uint32_t {
    const std::uint32_t mask = (1U << key_bits) - 1;
    auto at = static_cast<std::uint32_t>(HashKey(key) >> (64 - key_bits));
    while (keys[at] != key && keys[at] != kEmpty) at = (at + 1) & mask;
    return at;
  }

  [[nodiscard]] auto KeyOf(const std::uint32_t* row) const -> std::uint64_t {
    return arity == 1 ? row[0] : row[0] | static_cast<std::uint64_t>(row[1]) << 32;
  }

  [[nodiscard]] auto ContainsAny(const std::uint32_t* row) const -> bool;
  [[nodiscard]] auto FindSmall(const std::uint32_t* row) const -> std::uint32_t;
  [[nodiscard]] auto FindWide(const std::uint32_t* row, std::uint32_t hash) const -> std::uint32_t;
  auto InsertAny(Heap& heap, const std::uint32_t* row) -> Insertion;
  auto InsertKey(Heap& heap, std::uint64_t key) -> Insertion;
  auto InsertSlowly(Heap& heap, std::uint64_t key) -> Insertion;
  auto InsertWide(Heap& heap, const std::uint32_t* row) -> Insertion;
  void Append(const std::uint32_t* row);
  auto GrowLog(Heap& heap) -> bool;
  auto GrowKeys(Heap& heap) -> bool;
  auto MakeRoom(Heap& heap, const std::uint32_t* row) -> bool;
  void ReleaseKeys(Heap& heap);
  auto MakePositions(Heap& heap) -> bool;
  auto IndexAllWide(Heap& heap) -> bool;
};

}  // namespace bytelogic::runtime
