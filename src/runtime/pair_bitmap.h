// pair_bitmap.h - a set of pairs of cells as a bitmap, for relations that fill much of their domain.
//
//   PairBitmap pairs;
//   if (pairs.Build(heap, cells, count, cells)) ...      // all rows of a log; false: not worth it, or no memory
//   std::uint64_t bit;
//   if (pairs.Find(first, second, bit)) ... pairs.Has(bit) ... pairs.Add(bit) ...
//
// The cells of each column must be of one kind (small ints, or symbols, ...) and close together, as the nodes of a
// graph are: then the closure of a thousand nodes takes 125 KB and stays in the processor's cache, where a hash table
// takes 16 MB. A bitmap never takes more than a hash table of as many rows. Used by row_set.h.
#pragma once

#include "runtime/heap.h"

namespace bytelogic::runtime {

struct PairBitmap {
  std::uint64_t* words = nullptr;
  std::size_t bytes = 0;
  // Of each column: the cell with number 0, and how many there are.
  std::uint32_t low[2] = {};
  std::uint32_t span[2] = {};

  [[nodiscard]] auto exists() const -> bool { return words != nullptr; }

  // The bit of a pair; false: the pair lies outside of the bitmap.
  auto Find(std::uint32_t first, std::uint32_t second, std::uint64_t& bit) const -> bool {
    const std::uint32_t row = Number(first, 0);
    const std::uint32_t column = Number(second, 1);
    bit = static_cast<std::uint64_t>(row) * span[1] + column;
    return row < span[0] && column < span[1];
  }

  [[nodiscard]] auto Has(std::uint64_t bit) const -> bool { return (words[bit / 64] >> (bit % 64) & 1) != 0; }
  void Add(std::uint64_t bit) { words[bit / 64] |= std::uint64_t{1} << (bit % 64); }

  // Replaces the bitmap by one of `count` pairs, with room for `more`, another pair. False, and there is none: the
  // pairs lie too far apart, or there is no memory.
  auto Build(Heap& heap, const std::uint32_t* pairs, std::uint32_t count, const std::uint32_t* more) -> bool;

  void Release(Heap& heap) {
    heap.Free(words, bytes);
    *this = {};
  }

 private:
  // The kind of a cell is in its low bits: a cell of another kind gets a number beyond every span.
  [[nodiscard]] auto Number(std::uint32_t cell, int column) const -> std::uint32_t {
    return std::rotr(cell - low[column], 2);
  }
};

}  // namespace bytelogic::runtime
