// functions.h - the functions of Datalog, and what each is in ByteLogic.
//
//   FindFunction("strlen")->builtin      // "LENGTH"
//
// Those of ByteLogic in lower case, and Soufflé's names. Used by the parser (what is a function and what a compound
// term), by lowering, and by the writer the other way round.
#pragma once

#include <string_view>

#include "base/builtin.h"

namespace bytelogic::syntax::datalog {

enum class FunctionKind {
  kBuiltin,      // the function `builtin`
  kIdentity,     // its argument: a conversion that changes no value here
  kRange,        // range(a, b): many values
  kOrd,          // ord(s): only to compare two of them
  kPower,        // pow
  kUnsupported,  // E106; `builtin`: what to write instead
};

struct FunctionInfo {
  std::string_view name;
  FunctionKind kind;
  std::string_view builtin;
};

// Every function of ByteLogic has the name that base/builtin.def gives it; some have another one besides.
inline constexpr FunctionInfo kFunctions[] = {
#define BUILTIN(kind, name, datalog, ...) {datalog, FunctionKind::kBuiltin, name},
#include "base/builtin.def"
#undef BUILTIN
    {"length", FunctionKind::kBuiltin, "LENGTH"},
    {"concat", FunctionKind::kBuiltin, "CONCAT"},
    {"to_symbol", FunctionKind::kBuiltin, "TO_SYMBOL"},
    {"ceiling", FunctionKind::kBuiltin, "CEIL"},
    {"to_float", FunctionKind::kBuiltin, "TO_NUMBER"},
    {"to_unsigned", FunctionKind::kBuiltin, "TO_NUMBER"},
    {"range", FunctionKind::kRange, ""},
    {"ord", FunctionKind::kOrd, ""},
    {"itof", FunctionKind::kIdentity, ""},
    {"utof", FunctionKind::kIdentity, ""},
    {"itou", FunctionKind::kIdentity, ""},
    {"utoi", FunctionKind::kIdentity, ""},
    {"band", FunctionKind::kUnsupported, "bits"},
    {"bor", FunctionKind::kUnsupported, "bits"},
    {"bxor", FunctionKind::kUnsupported, "bits"},
    {"bnot", FunctionKind::kUnsupported, "bits"},
    {"bshl", FunctionKind::kUnsupported, "bits"},
    {"bshr", FunctionKind::kUnsupported, "bits"},
    {"bshru", FunctionKind::kUnsupported, "bits"},
    {"land", FunctionKind::kUnsupported, "logic"},
    {"lor", FunctionKind::kUnsupported, "logic"},
    {"lxor", FunctionKind::kUnsupported, "logic"},
    {"lnot", FunctionKind::kUnsupported, "logic"},
    {"as", FunctionKind::kUnsupported, "as"},
    {"autoinc", FunctionKind::kUnsupported, "autoinc"},
};

// Null where there is no such function.
constexpr auto FindFunction(std::string_view name) -> const FunctionInfo* {
  for (const FunctionInfo& function : kFunctions) {
    if (function.name == name) return &function;
  }
  return nullptr;
}

// The name of ByteLogic's function `builtin`, in any letter case: "strlen" for LENGTH. Every one has a name.
constexpr auto NameOfBuiltin(std::string_view builtin) -> std::string_view {
  const BuiltinInfo* info = FindBuiltin(builtin);
  return info != nullptr ? info->datalog : builtin;
}

// Functions that are true or false: they may stand as goals.
constexpr auto IsTestFunction(std::string_view name) -> bool {
  const FunctionInfo* function = FindFunction(name);
  if (function == nullptr) return name == "match";
  const BuiltinInfo* info = FindBuiltin(function->builtin);
  return info != nullptr && info->signatures[0].result == ResultKind::kTruth;
}

}  // namespace bytelogic::syntax::datalog
