// functions.h - the functions of Datalog, and what each is in ByteLogic.
//
//   FindFunction("strlen")->builtin      // "LENGTH"
//
// Those of ByteLogic in lower case, and Soufflé's names. Used by the parser (what is a function and what a compound
// term), by lowering, and by the writer the other way round.
#pragma once

#include <string_view>

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

inline constexpr FunctionInfo kFunctions[] = {
    {"cat", FunctionKind::kBuiltin, "CONCAT"},
    {"strlen", FunctionKind::kBuiltin, "LENGTH"},
    {"substr", FunctionKind::kBuiltin, "SUBSTR"},
    {"to_number", FunctionKind::kBuiltin, "TO_NUMBER"},
    {"to_string", FunctionKind::kBuiltin, "TO_SYMBOL"},
    {"to_float", FunctionKind::kBuiltin, "TO_NUMBER"},
    {"to_unsigned", FunctionKind::kBuiltin, "TO_NUMBER"},
    {"range", FunctionKind::kRange, ""},
    {"ord", FunctionKind::kOrd, ""},
    {"itof", FunctionKind::kIdentity, ""},
    {"utof", FunctionKind::kIdentity, ""},
    {"itou", FunctionKind::kIdentity, ""},
    {"utoi", FunctionKind::kIdentity, ""},
    {"pow", FunctionKind::kBuiltin, "POW"},
    {"sqrt", FunctionKind::kBuiltin, "SQRT"},
    {"log", FunctionKind::kBuiltin, "LOG"},
    {"log10", FunctionKind::kBuiltin, "LOG10"},
    {"exp", FunctionKind::kBuiltin, "EXP"},
    {"sin", FunctionKind::kBuiltin, "SIN"},
    {"cos", FunctionKind::kBuiltin, "COS"},
    {"tan", FunctionKind::kBuiltin, "TAN"},
    {"asin", FunctionKind::kBuiltin, "ASIN"},
    {"acos", FunctionKind::kBuiltin, "ACOS"},
    {"atan", FunctionKind::kBuiltin, "ATAN"},
    {"atan2", FunctionKind::kBuiltin, "ATAN2"},
    {"floor", FunctionKind::kBuiltin, "FLOOR"},
    {"ceil", FunctionKind::kBuiltin, "CEIL"},
    {"ceiling", FunctionKind::kBuiltin, "CEIL"},
    {"round", FunctionKind::kBuiltin, "ROUND"},
    {"abs", FunctionKind::kBuiltin, "ABS"},
    {"min", FunctionKind::kBuiltin, "MIN"},
    {"max", FunctionKind::kBuiltin, "MAX"},
    {"pi", FunctionKind::kBuiltin, "PI"},
    {"e", FunctionKind::kBuiltin, "E"},
    {"length", FunctionKind::kBuiltin, "LENGTH"},
    {"char_at", FunctionKind::kBuiltin, "CHAR_AT"},
    {"concat", FunctionKind::kBuiltin, "CONCAT"},
    {"upper", FunctionKind::kBuiltin, "UPPER"},
    {"lower", FunctionKind::kBuiltin, "LOWER"},
    {"contains", FunctionKind::kBuiltin, "CONTAINS"},
    {"starts_with", FunctionKind::kBuiltin, "STARTS_WITH"},
    {"ends_with", FunctionKind::kBuiltin, "ENDS_WITH"},
    {"index_of", FunctionKind::kBuiltin, "INDEX_OF"},
    {"replace", FunctionKind::kBuiltin, "REPLACE"},
    {"to_symbol", FunctionKind::kBuiltin, "TO_SYMBOL"},
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

// The name of ByteLogic's function `builtin`: "strlen" for LENGTH. Every one has a name.
constexpr auto NameOfBuiltin(std::string_view builtin) -> std::string_view {
  for (const FunctionInfo& function : kFunctions) {
    if (function.kind == FunctionKind::kBuiltin && function.builtin == builtin) return function.name;
  }
  return builtin;
}

// Functions that are true or false: they may stand as goals.
constexpr auto IsTestFunction(std::string_view name) -> bool {
  return name == "contains" || name == "match" || name == "starts_with" || name == "ends_with";
}

}  // namespace bytelogic::syntax::datalog
