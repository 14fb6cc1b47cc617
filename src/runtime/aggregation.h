// aggregation.h - groups of bindings, and what is added up for each group.
//
//   aggregation.Clear(heap);
//   aggregation.Find(heap, cells, group)               // makes the group where it is not there
//   aggregation.Add(machine, group, 0, &registers[4])  // the value of its first accumulator
//   aggregation.Result(machine, group, 0, registers[5])
//
// Sums are exact whatever the order: ints in 128 bits, floats in an ExactSum. Used by the interpreter.
#pragma once

#include "base/aggregate.h"
#include "runtime/machine.h"

namespace bytelogic::runtime {

struct Aggregation {
  RowSet groups;                // arity: the number of group columns
  Array<std::uint64_t> states;  // `stride` words for each group
  std::uint32_t stride = 0;
  const AccumulatorEntry* accumulators = nullptr;
  std::uint32_t accumulator_count = 0;

  void SetUp(const AggregationEntry& entry, const AccumulatorEntry* all);
  void Clear(Heap& heap);
  // Out of memory: false.
  auto Find(Heap& heap, const std::uint32_t* cells, std::uint32_t& group) -> bool;
  // `value`: none for COUNT. R204 where a symbol is added, or compared with a number.
  auto Add(Machine& machine, std::uint32_t group, std::uint32_t accumulator, const Register* value) -> Status;
  // R202 and R203 where a sum does not fit; R206 where nothing was added and there is no value for that.
  auto Result(Machine& machine, std::uint32_t group, std::uint32_t accumulator, Register& result) -> Status;

 private:
  [[nodiscard]] auto StateOf(std::uint32_t group, std::uint32_t accumulator) const -> std::uint64_t*;
};

}  // namespace bytelogic::runtime
