#include "runtime/sort.h"

#include "runtime/op_fuel.h"

namespace bytelogic::runtime {
namespace {

constexpr std::uint32_t kSortFuel = 6;  // for each row of a run
constexpr std::uint32_t kCheck =
    16;                            // after so many comparisons, which may be of long texts, somebody may have to stop
constexpr std::uint32_t kRun = 8;  // so many rows are sorted by insertion first

struct RowOrder {
  Machine& machine;
  const RowSet& rows;
  const std::uint16_t* pattern;

  [[nodiscard]] auto Less(std::uint32_t left, std::uint32_t right) const -> bool {
    const std::uint32_t* a = rows.Row(left);
    const std::uint32_t* b = rows.Row(right);
    for (std::uint32_t column = 0; column < rows.arity; ++column) {
      if (a[column] == b[column] || (pattern != nullptr && pattern[column] != kNoRegister)) continue;
      machine.fuel.slice -= column / 4 + machine.values.CompareFuel(a[column], b[column]);
      return machine.values.Compare(a[column], b[column]) < 0;
    }
    return false;
  }
};

void SortRun(const RowOrder& order, std::uint32_t* rows, std::uint32_t count) {
  for (std::uint32_t i = 1; i < count; ++i) {
    const std::uint32_t row = rows[i];
    std::uint32_t at = i;
    for (; at > 0 && order.Less(row, rows[at - 1]); --at) rows[at] = rows[at - 1];
    rows[at] = row;
  }
}

// Ends early where the run is to stop.
void Merge(Heap& heap, const RowOrder& order, const std::uint32_t* left, const std::uint32_t* middle,
           const std::uint32_t* end, std::uint32_t* out) {
  const std::uint32_t* right = middle;
  if (middle == end || !order.Less(*middle, middle[-1])) {  // in order already
    std::memcpy(out, left, static_cast<std::size_t>(end - left) * sizeof(std::uint32_t));
    return;
  }
  for (std::uint32_t turn = 1; left < middle && right < end; ++turn) {
    if (turn % kCheck == 0 && heap.Stopped()) return;
    *out++ = order.Less(*right, *left) ? *right++ : *left++;
  }
  while (left < middle) *out++ = *left++;
  while (right < end) *out++ = *right++;
}

}  // namespace

auto SortRows(Machine& machine, const RowSet& source, const std::uint16_t* pattern, Array<std::uint32_t>& rows)
    -> Status {
  const std::uint32_t count = rows.count;
  const RowOrder order{machine, source, pattern};
  for (std::uint32_t at = 0; at < count; at += kRun) {
    SortRun(order, rows.data + at, count - at < kRun ? count - at : kRun);
    if (machine.heap.Stopped()) return machine.Fail(Status::kStopped);
    if (Status status = machine.fuel.Charge(kRun * kSortFuel); status != Status::kOk) return machine.Fail(status);
  }
  if (count <= kRun) return Status::kOk;
  const std::size_t bytes = std::size_t{count} * sizeof(std::uint32_t);
  auto* other = static_cast<std::uint32_t*>(machine.heap.Allocate(bytes));
  if (other == nullptr) return machine.Fail(Status::kMemoryLimit);
  std::uint32_t* from = rows.data;
  std::uint32_t* to = other;
  Status status = Status::kOk;
  const std::uint32_t touch = TouchFuel(std::uint64_t{source.count} * source.arity / 4);
  for (std::uint64_t width = kRun; width < count && status == Status::kOk; width *= 2) {
    for (std::uint64_t at = 0; at < count && status == Status::kOk; at += width * 2) {
      const std::uint64_t middle = at + width < count ? at + width : count;
      const std::uint64_t end = middle + width < count ? middle + width : count;
      Merge(machine.heap, order, from + at, from + middle, from + end, to + at);
      status = machine.fuel.Charge((end - at) * (1 + touch / 2));
      if (machine.heap.gave_up()) status = Status::kStopped;
    }
    std::uint32_t* swapped = from;
    from = to;
    to = swapped;
  }
  if (from != rows.data && !machine.heap.Copy(rows.data, from, bytes)) status = Status::kStopped;
  machine.heap.Free(other, bytes);
  return status == Status::kOk ? status : machine.Fail(status);
}

}  // namespace bytelogic::runtime
