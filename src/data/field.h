// field.h - the text of one field as a value: of its column's type where one is declared, else as the text reads.
//
//   FieldProblem problem = AddField("42", std::nullopt, table);         // the int 42
//   problem = AddField("42", ColumnType::kSymbol, table);               // the symbol 42
//   problem = AddField("x", ColumnType::kInt, table);                   // kNotAnInt, and nothing is added
//   Describe(problem, "x")                                              // R209: "x" is not an int; ...
//
// Without a declared type a field is a number where it is one in JSON's notation (`42`, `-1.5`, `1e9`), else a symbol;
// `007` stays a symbol, since its zeros would be lost. Used by the readers of delimited text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bytelogic/facts.h"
#include "data/problem_text.h"

namespace bytelogic::data {

enum class FieldProblem : std::uint8_t {
  kNone,
  kNotAnInt,
  kNotANumber,
  kIntOutOfRange,
  kFloatOutOfRange,
  kNotUtf8,
};

// Adds the value of `text` to `table`, or nothing.
auto AddField(std::string_view text, std::optional<ColumnType> type, FactTable& table) -> FieldProblem;

auto Describe(FieldProblem problem, std::string_view text) -> ProblemText;

// A field as messages show it: quoted and shortened.
auto ShownField(std::string_view text) -> std::string;

}  // namespace bytelogic::data
