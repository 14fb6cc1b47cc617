// select.h - the rows of a relation that match a pattern, in the order of outputs: what QUERY and snapshots read.
//
//   Selection selection;
//   if (Status status = Select(machine, relation, list, registers, selection); status != Status::kOk) return status;
//   ... selection.rows[0 .. selection.rows.count) ...
//   selection.rows.Release(machine.heap);
//
// A pattern has a cell for each column or kNoRegister for `?`. Rows are sorted by the `?` columns: numbers by value,
// then symbols by code point. Costs one unit of fuel for each row.
#pragma once

#include "runtime/machine.h"

namespace bytelogic::runtime {

struct Selection {
  Array<std::uint32_t> rows;  // row numbers
};

auto Select(Machine& machine, std::uint32_t relation, const std::uint16_t* pattern, const Register* registers,
            Selection& selection) -> Status;

}  // namespace bytelogic::runtime
