// cells.h - cells to values and back. See image.h for what a cell is.
//
//   std::uint32_t cell;
//   if (!values.CellOfInt(heap, 7, cell)) return Status::kMemoryLimit;
//   values.ToAny(cell, register);
//
// A cell of another kind than the reader asks for (which no plan produces) reads as 0 or as the empty text.
#pragma once

#include "runtime/bytes.h"
#include "runtime/intern.h"
#include "runtime/register.h"

namespace bytelogic::runtime {

inline auto CellTag(std::uint32_t cell) -> std::uint32_t { return cell & kCellTagMask; }
inline auto CellIndex(std::uint32_t cell) -> std::uint32_t { return cell >> 2; }
inline auto MakeCell(std::uint32_t tag, std::uint32_t index) -> std::uint32_t { return index << 2 | tag; }

// Whether `value` is an integer that fits an int64; those are ints wherever a value stands by itself.
inline auto FloatToExactInt(double value, std::int64_t& result) -> bool {
  if (!(value >= -0x1p63 && value < 0x1p63)) return false;
  result = static_cast<std::int64_t>(value);
  return static_cast<double>(result) == value;
}

// An any of a finite float.
inline void SetFloat(Register& any, double value) {
  std::int64_t integer;
  if (FloatToExactInt(value, integer)) return SetInt(any, integer);
  any.number = value;
  any.tag = kTagFloat;
}

struct Values {
  SymbolTable symbols;
  WordTable ints;
  WordTable floats;

  [[nodiscard]] auto ToInt(std::uint32_t cell) const -> std::int64_t {
    if (CellTag(cell) == kCellSmallInt) [[likely]]
      return CellToSmallInt(cell);
    return CellTag(cell) == kCellBoxedInt ? static_cast<std::int64_t>(ints.Get(CellIndex(cell))) : 0;
  }

  [[nodiscard]] auto ToFloat(std::uint32_t cell) const -> double {
    if (CellTag(cell) == kCellFloat) return std::bit_cast<double>(floats.Get(CellIndex(cell)));
    return static_cast<double>(ToInt(cell));
  }

  void ToText(std::uint32_t cell, Register& target) const {
    if (CellTag(cell) != kCellSymbol) return SetText(target, "", 0);
    const Text text = symbols.Get(CellIndex(cell));
    SetText(target, text.data, text.length, CellIndex(cell));
  }

  void ToAny(std::uint32_t cell, Register& target) const {
    switch (CellTag(cell)) {
      case kCellFloat:
        target.number = std::bit_cast<double>(floats.Get(CellIndex(cell)));
        target.tag = kTagFloat;
        break;
      case kCellSymbol:
        ToText(cell, target);
        break;
      default:
        SetInt(target, ToInt(cell));
    }
  }

  // False: out of memory.
  auto CellOfInt(Heap& heap, std::int64_t value, std::uint32_t& cell) -> bool {
    if (value >= kSmallIntMin && value <= kSmallIntMax) [[likely]] {
      cell = SmallIntCell(value);
      return true;
    }
    return Boxed(kCellBoxedInt, ints.Intern(heap, static_cast<std::uint64_t>(value)), cell);
  }

  auto CellOfFloat(Heap& heap, double value, std::uint32_t& cell) -> bool {
    std::int64_t integer;
    if (FloatToExactInt(value, integer)) return CellOfInt(heap, integer, cell);
    return Boxed(kCellFloat, floats.Intern(heap, std::bit_cast<std::uint64_t>(value)), cell);
  }

  auto CellOfText(Heap& heap, const Register& text, std::uint32_t& cell) -> bool {
    const std::uint32_t known = text.tag >> 2;
    if (known != 0) {
      cell = MakeCell(kCellSymbol, known - 1);
      return true;
    }
    return Boxed(kCellSymbol, symbols.Intern(heap, text.text, text.length, TextOwner::kScratch), cell);
  }

  auto CellOfAny(Heap& heap, const Register& any, std::uint32_t& cell) -> bool {
    switch (TagOf(any)) {
      case kTagInt:
        return CellOfInt(heap, any.integer, cell);
      case kTagFloat:
        return CellOfFloat(heap, any.number, cell);
      default:
        return CellOfText(heap, any, cell);
    }
  }

  // What comparing two cells costs beside the operation itself.
  [[nodiscard]] auto CompareFuel(std::uint32_t left, std::uint32_t right) const -> std::uint32_t {
    if (((left | right) & kCellTagMask) == kCellSmallInt || left == right) return 0;
    return CompareFuelSlowly(left, right);
  }

  // The order of outputs: numbers by value, then symbols by code point. Negative, 0 or positive.
  [[nodiscard]] auto Compare(std::uint32_t left, std::uint32_t right) const -> int {
    if (left == right) return 0;
    if (((left | right) & kCellTagMask) == kCellSmallInt) {
      return static_cast<std::int32_t>(left) < static_cast<std::int32_t>(right) ? -1 : 1;
    }
    return CompareSlowly(left, right);
  }

 private:
  static auto Boxed(std::uint32_t tag, std::uint32_t index, std::uint32_t& cell) -> bool {
    cell = MakeCell(tag, index);
    return index != kNone32;
  }
  [[nodiscard]] auto CompareFuelSlowly(std::uint32_t left, std::uint32_t right) const -> std::uint32_t;
  [[nodiscard]] auto CompareSlowly(std::uint32_t left, std::uint32_t right) const -> int;
};

// Exact, without rounding. Negative, 0 or positive.
auto CompareIntFloat(std::int64_t left, double right) -> int;

// By code point, which is the order of the bytes of UTF-8.
inline auto CompareText(const char* left, std::uint32_t left_length, const char* right, std::uint32_t right_length)
    -> int {
  const int order = CompareBytes(left, right, left_length < right_length ? left_length : right_length);
  if (order != 0) return order;
  return left_length < right_length ? -1 : left_length > right_length ? 1 : 0;
}

}  // namespace bytelogic::runtime
