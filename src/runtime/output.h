// output.h - writes the records of outputs that the host reads back (image.h), and counts the text that they will be.
//
//   OutputQuery(machine, relation, pattern, registers, output)
//   OutputValueOf(machine, any, output)
//   OutputViolation(machine, witnesses, constraint)
//
// Used by the interpreter and solve.cc.
#pragma once

#include "runtime/machine.h"

namespace bytelogic::runtime {

auto OutputQuery(Machine& machine, std::uint32_t relation, const std::uint16_t* pattern, const Register* registers,
                 std::uint32_t output) -> Status;

auto OutputValueOf(Machine& machine, const Register& any, std::uint32_t output) -> Status;

// What `witnesses` show against constraint number `constraint`; nothing where there are none.
auto OutputViolation(Machine& machine, const RowSet& witnesses, std::uint32_t constraint) -> Status;

}  // namespace bytelogic::runtime
