#include "runtime/cells.h"

#include "runtime/op_fuel.h"

namespace bytelogic::runtime {
namespace {

auto Order(double left, double right) -> int { return left < right ? -1 : left > right ? 1 : 0; }

}  // namespace

auto CompareIntFloat(std::int64_t left, double right) -> int {
  if (!(right < 0x1p63)) return -1;
  if (right < -0x1p63) return 1;
  const auto whole = static_cast<std::int64_t>(right);  // towards zero
  if (left != whole) return left < whole ? -1 : 1;
  return Order(0, right - static_cast<double>(whole));
}

auto Values::CompareFuelSlowly(std::uint32_t left, std::uint32_t right) const -> std::uint32_t {
  if (CellTag(left) != kCellSymbol || CellTag(right) != kCellSymbol) return 2;
  const std::uint32_t a = symbols.Get(CellIndex(left)).length;
  const std::uint32_t b = symbols.Get(CellIndex(right)).length;
  return 4 + (a < b ? a : b) / kCopiedBytes + 4 * TouchFuel(symbols.count());
}

auto Values::CompareSlowly(std::uint32_t left, std::uint32_t right) const -> int {
  const bool left_symbol = CellTag(left) == kCellSymbol;
  const bool right_symbol = CellTag(right) == kCellSymbol;
  if (left_symbol != right_symbol) return left_symbol ? 1 : -1;
  if (left_symbol) {
    const Text a = symbols.Get(CellIndex(left));
    const Text b = symbols.Get(CellIndex(right));
    return CompareText(a.data, a.length, b.data, b.length);
  }
  const bool left_float = CellTag(left) == kCellFloat;
  const bool right_float = CellTag(right) == kCellFloat;
  if (left_float && right_float) return Order(ToFloat(left), ToFloat(right));
  if (left_float) return -CompareIntFloat(ToInt(right), ToFloat(left));
  if (right_float) return CompareIntFloat(ToInt(left), ToFloat(right));
  return ToInt(left) < ToInt(right) ? -1 : ToInt(left) > ToInt(right) ? 1 : 0;
}

}  // namespace bytelogic::runtime
