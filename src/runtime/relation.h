// relation.h - what a run does to the relations: assert, insert, find, and start over for solving again.
//
//   Status status = AssertRow(machine, relation, cells, Asserter::kProgram);
//
// Used by run.cc (host facts), the interpreter and solve.cc.
#pragma once

#include "runtime/machine.h"

namespace bytelogic::runtime {

enum class Asserter : std::uint32_t { kHost, kProgram };

// Rows [low, high) of a relation.
struct RowWindow {
  std::uint32_t low = 0;
  std::uint32_t high = 0;
};

inline auto WindowOf(const Relation& relation, std::uint32_t range) -> RowWindow {
  switch (static_cast<RowRange>(range)) {
    case RowRange::kFull:
      return {0, relation.begin};
    case RowRange::kDelta:
      return {relation.previous, relation.begin};
    case RowRange::kOld:
      return {0, relation.previous};
    default:
      return {0, relation.rows.count};
  }
}

auto InsertionFailed(Machine& machine, std::uint32_t relation, Insertion insertion) -> Status;

// Counts a tuple after it has been inserted, against the limit of all tuples.
inline auto CountInsertion(Machine& machine, std::uint32_t relation, Insertion insertion) -> Status {
  if (insertion == Insertion::kExists) return Status::kOk;
  if (insertion == Insertion::kNew && machine.tuples_left > 0) [[likely]] {
    --machine.tuples_left;
    return Status::kOk;
  }
  return InsertionFailed(machine, relation, insertion);
}

auto AssertRow(Machine& machine, std::uint32_t relation, const std::uint32_t* row, Asserter asserter) -> Status;

// Sets `found`: whether `row` is one of the rows of `range` (a RowRange).
auto HasMember(Machine& machine, std::uint32_t relation, std::uint32_t range, const std::uint32_t* row, bool& found)
    -> Status;

// Sets `found` to the number of `row` among all rows, or to kNone32.
auto FindRow(Machine& machine, std::uint32_t relation, const std::uint32_t* row, std::uint32_t& found) -> Status;

// Drops what was derived and keeps what was asserted.
auto DropDerived(Machine& machine) -> Status;

// The newest row of `range` whose columns of `index` equal `key`, or kNone32; `low` becomes the end of its chain.
auto FirstRow(Machine& machine, std::uint32_t index, std::uint32_t range, const std::uint32_t* key, std::uint32_t& row,
              std::uint32_t& low) -> Status;

}  // namespace bytelogic::runtime
