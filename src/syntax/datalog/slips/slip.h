// slip.h - the table of slips: what people and language models write by mistake in Datalog, and what they meant.
//
//   {.at = Place::kAnd,
//    .found = "&&",
//    .message = "unexpected {}, expected ','",
//    .help = "write a comma for 'and'",
//    .instead = ",",
//    .right = "p(X) :- q(X) , r(X).",
//    .wrong = "p(X) :- q(X) && r(X)."},
//
// The parser asks only where its grammar cannot go on. An entry says at which place that is and what stands there; then
// what to say, and what to write instead: `instead` is what was meant, in place of the token that was found. Where
// nothing is `found`, what was meant is missing in front of the current token. Where there is no `instead`, the
// language has no such thing, and the help says how to say it. The entry also says how to make the slip: `wrong` is
// what becomes of the program `right`. A test makes each of them, applies the fix, and wants the program back.
//
// Used by the parser (repair.cc).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "diagnostics/diagnostics.h"

namespace bytelogic::syntax::datalog {

// Where in a program the strict parser stops.
enum class Place : std::uint8_t {
  kItem,          // a clause, question or directive should begin here
  kClauseEnd,     // of a clause or question
  kHeads,         // behind the heads
  kNeck,          // between head and body
  kAnd,           // between goals of a conjunction
  kAndEnd,        // behind the comma that ends one
  kOr,            // between conjunctions
  kGoal,          // a goal should begin here
  kNegation,      // the sign of one
  kComparison,    // the sign of one
  kTerm,          // a term should begin here
  kVariable,      // a variable should
  kTermOperator,  // behind an operand
  kArgument,      // between arguments
  kArgumentEnd,   // behind the comma that ends their list
  kScope,         // the colon of an aggregate
  kDirective,     // its name
  kDirectiveEnd,  // behind it
  kColumnType,    // the colon of a column
  kTypeName,      // the name of a type
  kQualifier,     // behind a declaration
  kTypeTarget,    // behind the `=` of a .type
};

struct Slip {
  Place at = Place::kItem;
  std::string_view found;    // alternatives with blanks between them; empty: what is missing
  std::string_view message;  // {}: the token as messages show it, or what the place belongs to
  std::string_view help;
  std::optional<std::string_view> instead;
  // Whether the slip is read as if it had been right; else the clause ends with it.
  bool goes_on = true;
  std::string_view right;
  std::string_view wrong;
};

auto AllSlips() -> std::span<const Slip>;

// The entry for `text` at that place, or, without a text, for what is missing there; null where there is none.
auto FindSlip(Place at, std::string_view text = {}) -> const Slip*;

}  // namespace bytelogic::syntax::datalog
