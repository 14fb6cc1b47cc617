// message.h - what is said of a program, before it is in words: a phrase of the table, and typed arguments.
//
//   diagnostics.Report(messages::kUnboundVariable(VariableName{"x"}), range, messages::kSetFirst(VariableName{"x"}));
//   error[E204]: unbound variable $x
//   help: set it first: LET $x = ...
//
// The phrases stand in messages.h. A phase says which one, and of what: that `x` is a variable and 3 a number of
// columns. How either is written is decided once, where Diagnostics::ToPublic makes the words: `$x` is x in Datalog,
// LENGTH is strlen.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/aggregate.h"
#include "base/builtin.h"
#include "bytelogic/dialect.h"
#include "diagnostics/diagnostic_kind.h"

namespace bytelogic {

// The kinds of arguments. Views need to live no longer than the call that they are given to.

struct RelationName {
  std::string_view name;
};
// Of a column, a constraint, a CALC, a limit, a rule.
struct Name {
  std::string_view name;
};
// Without `$`.
struct VariableName {
  std::string_view name;
};
// "int", "float", "symbol" or "any". `{}`: as a declaration has it; `{:a}`: a value of it, "an int".
struct TypeName {
  std::string_view name;
};
struct FunctionName {
  Builtin builtin;
};
struct AggregateName {
  AggregateFunction function;
};
// How many arguments a function takes: "2 arguments", "2 or 3 arguments", "2 or more arguments".
struct ArgumentCount {
  std::uint8_t least;
  std::uint8_t most;
};
// "1 column", "1,000 columns". `{:is|are}`: the first word for one, the second one for any other number.
struct Count {
  std::uint64_t number;
  std::string_view noun;
};
// "1,000"
struct Number {
  std::uint64_t number;
};
// "1000": a number as it stands in a program.
struct Digits {
  std::uint64_t number;
};
// "line 12"
struct Place {
  std::uint32_t line;
};
// A stretch of the source, a value, the text of another program: as it is, in every dialect.
struct Excerpt {
  std::string_view text;
};

// Named in messages.h.
enum class Phrase : std::uint16_t;

// An argument of some kind.
struct Argument {
  enum class Kind : std::uint8_t {
    kText,
    kVariable,
    kType,
    kFunction,
    kAggregate,
    kArgumentCount,
    kCount,
    kNumber,
    kDigits,
    kPlace
  };

  Argument(RelationName relation) : Argument(Kind::kText, relation.name) {}
  Argument(Name name) : Argument(Kind::kText, name.name) {}
  Argument(VariableName variable) : Argument(Kind::kVariable, variable.name) {}
  Argument(TypeName type) : Argument(Kind::kType, type.name) {}
  Argument(FunctionName function) : Argument(Kind::kFunction, {}, static_cast<std::uint64_t>(function.builtin)) {}
  Argument(AggregateName name) : Argument(Kind::kAggregate, {}, static_cast<std::uint64_t>(name.function)) {}
  Argument(ArgumentCount count) : Argument(Kind::kArgumentCount, {}, count.least * 256U + count.most) {}
  Argument(Count count) : Argument(Kind::kCount, count.noun, count.number) {}
  Argument(Number number) : Argument(Kind::kNumber, {}, number.number) {}
  Argument(Digits digits) : Argument(Kind::kDigits, {}, digits.number) {}
  Argument(Place place) : Argument(Kind::kPlace, {}, place.line) {}
  Argument(Excerpt excerpt) : Argument(Kind::kText, excerpt.text) {}

  friend auto operator==(const Argument&, const Argument&) -> bool = default;

  Kind kind;
  std::uint64_t number;
  std::string text;

 private:
  Argument(Kind given, std::string_view of_text, std::uint64_t of_number = 0)
      : kind(given), number(of_number), text(of_text) {}
};

// A message, a help, or the text of a fix: phrases one after the other. Text that is given instead is the same in every
// dialect: the parser of a dialect speaks its language already.
class Words {
 public:
  Words() = default;
  Words(std::string text);
  Words(std::string_view text) : Words(std::string(text)) {}
  Words(const char* text) : Words(std::string(text)) {}
  Words(Phrase phrase, std::vector<Argument> arguments) { parts_.push_back({phrase, std::move(arguments)}); }

  auto operator+=(Words more) -> Words&;
  [[nodiscard]] auto empty() const -> bool { return parts_.empty(); }
  // False where a phrase speaks of a form that `dialect` does not have.
  [[nodiscard]] auto ExistIn(Dialect dialect) const -> bool;
  [[nodiscard]] auto In(Dialect dialect) const -> std::string;
  // The length of the arguments.
  [[nodiscard]] auto bytes() const -> std::size_t;
  // Shortens every argument that is longer than `length` bytes.
  void Cut(std::size_t length);

  friend auto operator+(Words left, Words right) -> Words { return std::move(left += std::move(right)); }
  friend auto operator==(const Words&, const Words&) -> bool = default;

 private:
  struct Part {
    Phrase phrase;
    std::vector<Argument> arguments;
    friend auto operator==(const Part&, const Part&) -> bool = default;
  };
  std::vector<Part> parts_;
};

// What is wrong, and its code.
struct Message {
  DiagnosticKind kind;
  Words words;
};

// 20,000,000
auto Grouped(std::uint64_t number) -> std::string;
// `text` at most `length` bytes long and "..." where it was cut, never inside of a code point.
void CutText(std::string& text, std::size_t length);

}  // namespace bytelogic
