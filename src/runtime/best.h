// best.h - relations that keep, for each combination of their other columns, one tuple: its last column is the join of
// all that came (lattice.h), the least or the greatest of them.
//
//   best.Find(heap, row)                    -> row number of what is kept for the other columns of `row`, or kNone32
//   InsertBest(machine, relation, row)         in a rule: shows from the next round on
//   AssertBest(machine, relation, row, ...)    elsewhere: shows at once
//
// Such a relation has one row for each combination; a better value takes the place of the one before. In a round the
// rules see the values that it began with: those that come wait in `pending`. What a round changed are not the rows at
// the end of the log but those listed in `changed`. Used by relation.h, solve.cc and the interpreter.
#pragma once

#include "base/aggregate.h"
#include "runtime/array.h"
#include "runtime/row_set.h"
#include "runtime/status.h"

namespace bytelogic::runtime {

struct Machine;
enum class Asserter : std::uint32_t;

struct Best {
  Keep keep = Keep::kMin;           // the lattice
  RowSet keys;                      // the other columns; row numbers are those of the relation
  Array<std::uint32_t> pending;     // per row: the cell that takes the place of the last one, or kNone32
  Array<std::uint32_t> touched;     // rows with a pending cell
  Array<std::uint32_t> changed;     // what the last round added or improved: the delta
  Array<std::uint32_t> changed_in;  // per row: the number of the round that changed it last
  std::uint32_t round = 0;

  [[nodiscard]] auto Changed(std::uint32_t row) const -> bool { return changed_in[row] == round; }
};

// In a rule: a tuple that is better than what is kept, if anything is, comes at the end of the round.
auto InsertBest(Machine& machine, std::uint32_t relation, const std::uint32_t* row) -> Status;
// In the actions and by the host: at once.
auto AssertBest(Machine& machine, std::uint32_t relation, const std::uint32_t* row, Asserter asserter) -> Status;
// The number of the row that is `row` in all columns, or kNone32.
auto FindBest(Machine& machine, std::uint32_t relation, const std::uint32_t* row, std::uint32_t& found) -> Status;
// Before the first round: every row is part of the delta. False: out of memory.
auto BeginRounds(Machine& machine, std::uint32_t relation) -> bool;
// At the end of a round: what waited takes its place. False: out of memory.
auto EndRound(Machine& machine, std::uint32_t relation) -> bool;
// Keeps what was asserted, and nothing else.
auto DropDerivedBest(Machine& machine, std::uint32_t relation) -> Status;

}  // namespace bytelogic::runtime
