// sort.h - puts row numbers into the order of outputs.
//
//   SortRows(machine, relation, pattern, rows)   // by the columns where `pattern` has kNoRegister
//
// A merge sort, because it can stop in the middle when the host asks for it. Used by select.cc.
#pragma once

#include "runtime/machine.h"

namespace bytelogic::runtime {

auto SortRows(Machine& machine, std::uint32_t relation, const std::uint16_t* pattern, Array<std::uint32_t>& rows)
    -> Status;

}  // namespace bytelogic::runtime
