// hashing.h - hashes of rows, cells and text, and a table of slots that finds entries of something else by hash.
//
//   SlotTable table;                           // entries live elsewhere, numbered
//   std::uint32_t at = table.Find(hash, [&](std::uint32_t entry) { return entries[entry] == wanted; });
//
// Multiplicative hashing takes the high bits of a product: no division, and one multiplication for a row of two cells.
// Used by the intern tables, and by row sets of three and more columns.
#pragma once

#include "runtime/heap.h"
#include "runtime/image.h"
#include "runtime/op_fuel.h"

namespace bytelogic::runtime {

inline constexpr std::uint64_t kHashFactor = 0x9E37'79B9'7F4A'7C15;
inline constexpr std::uint64_t kHashFactor2 = 0xD6E8'FEB8'6659'FD93;

inline auto HashWord(std::uint64_t word) -> std::uint64_t {
  word *= kHashFactor;
  return (word ^ (word >> 32)) * kHashFactor2;
}

inline auto HashCells(const std::uint32_t* cells, std::uint32_t count) -> std::uint32_t {
  std::uint64_t hash = count;
  for (std::uint32_t i = 0; i < count; ++i) {
    hash = (hash ^ cells[i]) * kHashFactor;
    hash ^= hash >> 29;
  }
  return static_cast<std::uint32_t>((hash * kHashFactor2) >> 32);
}

inline auto HashText(const char* text, std::uint32_t length) -> std::uint32_t {
  std::uint64_t hash = length * kHashFactor2;
  while (length >= 8) {
    std::uint64_t word;
    std::memcpy(&word, text, 8);
    hash = HashWord(hash ^ word);
    text += 8;
    length -= 8;
  }
  std::uint64_t word = 0;
  for (std::uint32_t i = 0; i < length; ++i)
    word |= static_cast<std::uint64_t>(static_cast<unsigned char>(text[i])) << (8 * i);
  return static_cast<std::uint32_t>(HashWord(hash ^ word) >> 32);
}

// Open addressing; a slot is hash << 32 | entry. At most half of the slots are taken.
struct SlotTable {
  static constexpr std::uint64_t kEmpty = ~std::uint64_t{0};
  static constexpr std::uint32_t kMinBits = 4;

  std::uint64_t* slots = nullptr;
  std::uint32_t bits = 0;  // 2^bits slots; 0: none yet
  std::uint32_t used = 0;

  // The entry, or kNone32.
  template <typename Equal>
  auto Find(std::uint32_t hash, Equal equal) const -> std::uint32_t {
    if (bits == 0) return kNone32;
    const std::uint32_t mask = (1U << bits) - 1;
    for (std::uint32_t at = hash >> (32 - bits);; at = (at + 1) & mask) {
      const std::uint64_t slot = slots[at];
      if (slot == kEmpty) return kNone32;
      if (static_cast<std::uint32_t>(slot >> 32) == hash && equal(static_cast<std::uint32_t>(slot))) {
        return static_cast<std::uint32_t>(slot);
      }
    }
  }

  // Adds an entry that is not there. False: out of memory.
  auto Add(Heap& heap, std::uint32_t hash, std::uint32_t entry) -> bool {
    if (bits == 0 || used >= (1U << (bits - 1))) {
      if (!Grow(heap, bits == 0 ? kMinBits : bits + 1)) return false;
    }
    Place(hash, entry);
    ++used;
    return true;
  }

  // Makes room for `entries` in all.
  auto Reserve(Heap& heap, std::uint32_t entries) -> bool {
    std::uint32_t wanted = bits == 0 ? kMinBits : bits;
    while (wanted < 31 && (1U << (wanted - 1)) < entries) ++wanted;
    return wanted == bits || Grow(heap, wanted);
  }

  void Release(Heap& heap) {
    if (bits != 0) heap.Free(slots, sizeof(std::uint64_t) << bits);
    *this = {};
  }

 private:
  void Place(std::uint32_t hash, std::uint32_t entry) {
    const std::uint32_t mask = (1U << bits) - 1;
    std::uint32_t at = hash >> (32 - bits);
    while (slots[at] != kEmpty) at = (at + 1) & mask;
    slots[at] = static_cast<std::uint64_t>(hash) << 32 | entry;
  }

  auto Grow(Heap& heap, std::uint32_t new_bits) -> bool {
    if (new_bits > 28) return false;
    auto* grown = static_cast<std::uint64_t*>(heap.Allocate(sizeof(std::uint64_t) << new_bits));
    if (grown == nullptr) return false;
    heap.Owe((std::uint64_t{8} << new_bits) / kCopiedBytes + std::uint64_t{used} * kMoveFuel);
    if (!heap.Fill(grown, 0xFF, sizeof(std::uint64_t) << new_bits)) return false;
    std::uint64_t* old = slots;
    const std::uint32_t old_bits = bits;
    slots = grown;
    bits = new_bits;
    if (old_bits == 0) return true;
    for (std::uint32_t i = 0; i < (1U << old_bits); ++i) {
      if (heap.StoppedAt(i)) return false;
      if (old[i] != kEmpty) Place(static_cast<std::uint32_t>(old[i] >> 32), static_cast<std::uint32_t>(old[i]));
    }
    heap.Free(old, sizeof(std::uint64_t) << old_bits);
    return true;
  }
};

}  // namespace bytelogic::runtime
