// sort.h - puts row numbers into the order of outputs.
//
//   SortRows(machine, relation.rows, pattern, rows)   // by the columns where `pattern` has kNoRegister
//
// A merge sort, because it can stop in the middle when the host asks for it. Used by select.cc and output.cc.
#pragma once

#include "runtime/machine.h"

namespace bytelogic::runtime {

// `pattern` none: by all columns.
auto SortRows(Machine& machine, const RowSet& source, const std::uint16_t* pattern, Array<std::uint32_t>& rows)
    -> Status;

}  // namespace bytelogic::runtime
