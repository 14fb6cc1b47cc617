// slip.h - the table of slips: what people and language models write by mistake, and what they meant.
//
//   {.at = place::kAssign,
//    .found = ":= == :",
//    .message = "unexpected '{1}' after the variable of LET",
//    .help = "write =",
//    .instead = "=",
//    .right = "LET $x = 1",
//    .wrong = "LET $x := 1"},
//
// An entry says where in the grammar the strict parser stopped (place.h), at which token, and how the tokens around it
// look; then what to say, and what to write instead. It also says how to make the slip: `wrong` is what becomes of the
// program `right`. A test makes each of them, applies the fix, and wants the program back.
//
// A pattern is a list of elements with spaces between them. An element is a class of tokens in lower case (pattern.cc
// lists them), or a word or sign as it is written; `a|b` is either; `touch:x` touches the token before it, `same:x` is
// not the first on its line, `opt:x` may be missing, and `if:x` and `not:x` look without taking. `@` marks the element
// at which the parser stopped; without it, that is the first. What stands before `@` are single tokens; a pattern that
// begins with `<<` begins at the operand before the token at hand, with `<<<` at the parenthesis or word that is open
// there, with `>>` at the statement or clause at hand. Two backquotes enclose what is replaced, all of it where there
// are none; a `~` in place of the first also takes the white space before, in place of the second that behind.
//
// In a text, {1} is what the first element took, {0} what is replaced, {fix} what is written instead; {1:quote} and the
// like are made from it (rewrite.cc lists them). A replacement is both the text of the fix and the tokens with which
// the parser goes on.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "diagnostics/diagnostics.h"
#include "syntax/slips/place.h"

namespace bytelogic::syntax {

class SlipContext;
struct Rewriting;

struct Slip {
  Places at = 0;             // any of these
  Places within = 0;         // and all of these
  std::string_view unit;     // the keyword of the statement or clause at hand; any where empty
  std::string_view found;    // alternatives with spaces between them; any token where empty
  std::string_view when;     // a pattern that must match as well
  std::string_view pattern;  // of the token at hand alone, where empty
  std::string_view message;
  std::string_view help;
  std::optional<std::string_view> instead;  // nothing: it is not known what was meant
  bool offers_fix = true;                   // false: more than one thing can be meant; `instead` is how to go on
  bool drops = false;                       // the parser goes on without it
  bool quiet = false;                       // other errors of the line follow from it
  std::int8_t missing_ends = 0;             // ENDs that it leaves without a block
  // Which elements the message points at: from `first` to `last`; the token at hand where 0, what is replaced where -1,
  // what is open where -2.
  std::int8_t first = 0;
  std::int8_t last = 0;
  std::optional<DiagnosticKind> kind;
  // Where the pattern has to be read by code of its own: fills in what to say and write, or finds no slip.
  bool (*code)(SlipContext& context, Rewriting& rewriting) = nullptr;
  std::string_view right;
  std::string_view wrong;
};

auto AllSlips() -> std::span<const Slip>;

}  // namespace bytelogic::syntax
