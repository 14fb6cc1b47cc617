// printer.h - a CheckedProgram as text, for golden tests and for people who ask what the checker made of a program.
#pragma once

#include <string>

#include "sema/checked_program.h"

namespace bytelogic::sema {

auto PrintCheckedProgram(const CheckedProgram& program) -> std::string;

}  // namespace bytelogic::sema
