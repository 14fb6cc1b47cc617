#include "runtime/aggregation.h"

#include "runtime/exact_sum.h"
#include "runtime/op_fuel.h"

namespace bytelogic::runtime {
namespace {

// The state of an accumulator begins with the number of values. Then:
//   MIN MAX             the value so far: an int, a float or a cell
//   SUM AVG of ints     the sum, in two words
//   SUM AVG of others   the words of an ExactSum; of cells, before it, whether a float was among them

auto FunctionOf(const AccumulatorEntry& entry) -> AggregateFunction {
  return static_cast<AggregateFunction>(entry.function);
}

auto WordsOf(const AccumulatorEntry& entry) -> std::uint32_t {
  switch (FunctionOf(entry)) {
    case AggregateFunction::kCount:
      return 1;
    case AggregateFunction::kMin:
    case AggregateFunction::kMax:
      return 2;
    default:
      break;
  }
  switch (entry.mode) {
    case AccumulatorMode::kInt:
      return 3;
    case AccumulatorMode::kFloat:
      return 1 + ExactSum::kWords;
    default:
      return 2 + ExactSum::kWords;
  }
}

// What rounding an ExactSum costs.
constexpr std::uint32_t kExactSumFuel = 160;
// What dividing it costs then.
constexpr std::uint32_t kQuotientFuel = 120;

auto IsExact(const AccumulatorEntry& entry) -> bool {
  const bool sum = FunctionOf(entry) == AggregateFunction::kSum && entry.mode != AccumulatorMode::kInt;
  return sum || FunctionOf(entry) == AggregateFunction::kAvg;
}

void AddToWide(std::uint64_t* sum, std::int64_t value) {
  const auto low = static_cast<std::uint64_t>(value);
  sum[0] += low;
  sum[1] += (sum[0] < low ? 1U : 0U) + (value < 0 ? ~std::uint64_t{0} : 0);
}

auto AddCell(const Values& values, std::uint64_t* state, std::uint32_t cell) -> Status {
  ExactSum sum(state + 1);
  switch (CellTag(cell)) {
    case kCellSymbol:
      return Status::kMixedValues;
    case kCellFloat:
      state[0] = 1;
      sum.Add(values.ToFloat(cell));
      break;
    default:
      sum.Add(values.ToInt(cell));
  }
  return Status::kOk;
}

// Whether `value` takes the place of the one in `state`.
auto IsBetter(Machine& machine, const AccumulatorEntry& entry, const std::uint64_t* state, const Register& value,
              bool& better) -> Status {
  const bool least = FunctionOf(entry) == AggregateFunction::kMin;
  switch (entry.mode) {
    case AccumulatorMode::kInt: {
      const auto best = static_cast<std::int64_t>(state[0]);
      better = least ? value.integer < best : value.integer > best;
      break;
    }
    case AccumulatorMode::kFloat: {
      const auto best = std::bit_cast<double>(state[0]);
      better = least ? value.number < best : value.number > best;
      break;
    }
    default: {
      const auto best = static_cast<std::uint32_t>(state[0]);
      if ((CellTag(value.cell) == kCellSymbol) != (CellTag(best) == kCellSymbol)) return Status::kMixedValues;
      machine.fuel.slice -= machine.values.CompareFuel(value.cell, best);
      const int order = machine.values.Compare(value.cell, best);
      better = least ? order < 0 : order > 0;
    }
  }
  return Status::kOk;
}

auto ValueBits(const AccumulatorEntry& entry, const Register& value) -> std::uint64_t {
  return entry.mode == AccumulatorMode::kCell ? value.cell : static_cast<std::uint64_t>(value.integer);
}

auto FiniteOr(bool fits, double value, Register& result) -> Status {
  if (!fits) return Status::kOutsideDomain;
  result.number = value;
  return Status::kOk;
}

auto SumOfInts(const std::uint64_t* state, Register& result) -> Status {
  const auto low = static_cast<std::int64_t>(state[0]);
  if (static_cast<std::int64_t>(state[1]) != (low < 0 ? -1 : 0)) return Status::kIntegerOverflow;
  result.integer = low;
  return Status::kOk;
}

auto AverageOf(const AccumulatorEntry& entry, std::uint64_t* state, Register& result) -> Status {
  double average = 0;
  const std::uint64_t count = state[0];
  if (entry.mode == AccumulatorMode::kInt) {
    std::uint64_t words[ExactSum::kWords] = {};
    ExactSum sum(words);
    sum.AddWide(static_cast<std::int64_t>(state[2]), state[1]);
    return FiniteOr(sum.RoundQuotient(count, average), average, result);
  }
  const ExactSum sum(state + (entry.mode == AccumulatorMode::kCell ? 2 : 1));
  const bool fits = sum.RoundQuotient(count, average);
  return FiniteOr(fits, average, result);
}

auto SumOfCells(Machine& machine, std::uint64_t* state, Register& result) -> Status {
  const ExactSum sum(state + 1);
  if (state[0] == 0) {
    std::int64_t value;
    if (!sum.ToInt(value)) return Status::kIntegerOverflow;
    return machine.values.CellOfInt(machine.heap, value, result.cell) ? Status::kOk : Status::kMemoryLimit;
  }
  double value;
  if (!sum.Round(value)) return Status::kOutsideDomain;
  return machine.values.CellOfFloat(machine.heap, value, result.cell) ? Status::kOk : Status::kMemoryLimit;
}

}  // namespace

void Aggregation::SetUp(const AggregationEntry& entry, const AccumulatorEntry* all) {
  groups.arity = entry.group_columns;
  accumulators = all + entry.accumulators.offset;
  accumulator_count = entry.accumulators.count;
  for (std::uint32_t i = 0; i < accumulator_count; ++i) stride += WordsOf(accumulators[i]);
}

void Aggregation::Clear(Heap& heap) {
  groups.Clear(heap);
  states.count = 0;
}

auto Aggregation::Find(Heap& heap, const std::uint32_t* cells, std::uint32_t& group) -> bool {
  bool memory = true;
  group = groups.Find(heap, cells, memory);
  if (group != kNone32 || !memory) return memory;
  if (!states.Reserve(heap, std::size_t{states.count} + stride)) return false;
  if (groups.Insert(heap, cells) == Insertion::kNoMemory) return false;
  group = groups.count - 1;
  heap.Owe(stride / 4);
  for (std::uint32_t i = 0; i < stride; ++i) states[states.count + i] = 0;
  states.count += stride;
  return true;
}

auto Aggregation::StateOf(std::uint32_t group, std::uint32_t accumulator) const -> std::uint64_t* {
  std::uint64_t* state = states.data + std::size_t{group} * stride;
  for (std::uint32_t i = 0; i < accumulator; ++i) state += WordsOf(accumulators[i]);
  return state;
}

auto Aggregation::Add(Machine& machine, std::uint32_t group, std::uint32_t accumulator, const Register* value)
    -> Status {
  machine.fuel.slice -= accumulator / 2 + 2 * TouchFuel(states.count / 2);
  std::uint64_t* state = StateOf(group, accumulator);
  const AccumulatorEntry& entry = accumulators[accumulator];
  const bool is_first = state[0]++ == 0;
  switch (FunctionOf(entry)) {
    case AggregateFunction::kCount:
      break;
    case AggregateFunction::kMin:
    case AggregateFunction::kMax: {
      bool better = is_first;
      if (!is_first) {
        if (Status status = IsBetter(machine, entry, state + 1, *value, better); status != Status::kOk) return status;
      }
      if (better) state[1] = ValueBits(entry, *value);
      break;
    }
    default:
      switch (entry.mode) {
        case AccumulatorMode::kInt:
          AddToWide(state + 1, value->integer);
          break;
        case AccumulatorMode::kFloat:
          ExactSum(state + 1).Add(value->number);
          break;
        default:
          return AddCell(machine.values, state + 1, value->cell);
      }
  }
  return Status::kOk;
}

auto Aggregation::Result(Machine& machine, std::uint32_t group, std::uint32_t accumulator, Register& result) -> Status {
  std::uint64_t* state = StateOf(group, accumulator);
  const AccumulatorEntry& entry = accumulators[accumulator];
  const AggregateFunction function = FunctionOf(entry);
  machine.fuel.slice -= FuelOf(OpKind::kAggregate) + accumulator / 2 + TouchFuel(states.count / 2);
  if (IsExact(entry)) machine.fuel.slice -= kExactSumFuel;
  if (function == AggregateFunction::kAvg) machine.fuel.slice -= kQuotientFuel;
  if (function == AggregateFunction::kCount) {
    result.integer = static_cast<std::int64_t>(state[0]);
    return Status::kOk;
  }
  if (function == AggregateFunction::kSum) {
    if (entry.mode == AccumulatorMode::kInt) return SumOfInts(state + 1, result);
    if (entry.mode == AccumulatorMode::kCell) return SumOfCells(machine, state + 1, result);
    double sum = 0;
    const bool fits = ExactSum(state + 1).Round(sum);
    return FiniteOr(fits, sum, result);
  }
  if (state[0] == 0) return Status::kNoValues;
  if (function == AggregateFunction::kAvg) return AverageOf(entry, state, result);
  if (entry.mode == AccumulatorMode::kCell) {
    result.cell = static_cast<std::uint32_t>(state[1]);
  } else {
    result.integer = static_cast<std::int64_t>(state[1]);
  }
  return Status::kOk;
}

}  // namespace bytelogic::runtime
