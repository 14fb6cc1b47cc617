// foreign_function.h - functions of other languages, and what to write for them here.
//
//   FindForeignFunction("LEN")->same         // "LENGTH": the same function by another name
//   FindForeignFunction("SUBSTRING")->help   // its arguments differ from language to language, so there is only a help
//
// Used by suggest.cc for E202.
#pragma once

#include <string_view>

namespace bytelogic::sema {

struct ForeignFunction {
  std::string_view name;  // in upper case
  std::string_view same;  // what can stand in its place as it is; empty where nothing can
  std::string_view help;  // where `same` is empty
};

// Null where `name`, in upper case, is none that is known.
auto FindForeignFunction(std::string_view name) -> const ForeignFunction*;

}  // namespace bytelogic::sema
