#include "runtime/pair_bitmap.h"

#include "runtime/op_fuel.h"

namespace bytelogic::runtime {
namespace {

constexpr std::uint64_t kBitsPerPair = 128;

// The smallest and greatest cell of a column. As signed numbers: only small ints can be negative.
struct Extent {
  std::int32_t least;
  std::int32_t greatest;
  std::uint32_t kinds;  // which bits of the kind differ somewhere

  explicit Extent(std::uint32_t cell)
      : least(static_cast<std::int32_t>(cell)), greatest(static_cast<std::int32_t>(cell)), kinds(0) {}

  void Take(std::uint32_t cell) {
    const auto number = static_cast<std::int32_t>(cell);
    kinds |= cell ^ static_cast<std::uint32_t>(least);
    if (number < least) least = number;
    if (number > greatest) greatest = number;
  }

  // How many cells the column may have, with a margin of an eighth on both sides.
  [[nodiscard]] auto span() const -> std::uint64_t {
    const auto numbers = static_cast<std::uint64_t>((std::int64_t{greatest} - least) / 4 + 1);
    return numbers + 2 * margin();
  }
  [[nodiscard]] auto low() const -> std::uint32_t {
    return static_cast<std::uint32_t>(least) - static_cast<std::uint32_t>(margin() * 4);
  }

 private:
  [[nodiscard]] auto margin() const -> std::uint64_t {
    return static_cast<std::uint64_t>((std::int64_t{greatest} - least) / 32 + 1);
  }
};

}  // namespace

auto PairBitmap::Build(Heap& heap, const std::uint32_t* pairs, std::uint32_t count, const std::uint32_t* more) -> bool {
  Release(heap);
  Extent first(more[0]);
  Extent second(more[1]);
  for (std::uint32_t i = 0; i < count; ++i) {
    if (heap.StoppedAt(i)) return false;
    first.Take(pairs[std::size_t{i} * 2]);
    second.Take(pairs[std::size_t{i} * 2 + 1]);
  }
  if (((first.kinds | second.kinds) & kCellTagMask) != 0) return false;
  const std::uint64_t room = kBitsPerPair * count;
  if (first.span() > room || second.span() > room || first.span() * second.span() > room) return false;
  const auto size = static_cast<std::size_t>((first.span() * second.span() + 63) / 64 * 8);
  words = static_cast<std::uint64_t*>(heap.Allocate(size));
  if (words == nullptr) return false;
  bytes = size;
  heap.Owe(size / kCopiedBytes + std::uint64_t{count} * 2 * kMoveFuel);
  if (!heap.Fill(words, 0, bytes)) return false;
  low[0] = first.low();
  low[1] = second.low();
  span[0] = static_cast<std::uint32_t>(first.span());
  span[1] = static_cast<std::uint32_t>(second.span());
  for (std::uint32_t i = 0; i < count; ++i) {
    if (heap.StoppedAt(i)) return false;
    std::uint64_t bit;
    Find(pairs[std::size_t{i} * 2], pairs[std::size_t{i} * 2 + 1], bit);
    Add(bit);
  }
  return true;
}

}  // namespace bytelogic::runtime
