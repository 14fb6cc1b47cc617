// rewrite.h - what a slip says, and what it puts in place of the tokens that are wrong: text for the fix, and tokens
// for the parser to go on with, both made from the same pieces.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "syntax/slips/pattern.h"
#include "syntax/slips/repair.h"

namespace bytelogic::syntax {

// Text, or tokens of the program that are kept.
struct Piece {
  std::string text;
  std::optional<TokenSpan> kept;
};

struct Rewriting {
  std::string message;
  std::string help;   // `{fix}` in it is the text of the fix
  SourceRange range;  // what the message points at
  TokenSpan replaced;
  bool takes_space_before = false;
  bool takes_space_behind = false;
  std::optional<std::vector<Piece>> instead;
  bool offers_fix = true;
  bool drops = false;
  bool quiet = false;
  int missing_ends = 0;
  std::optional<DiagnosticKind> kind;

  void Keep(TokenSpan span) { instead->push_back({{}, span}); }
  void Write(std::string_view text) {
    if (instead->empty() || instead->back().kept) instead->emplace_back();
    instead->back().text += text;
  }
};

// The pieces of a replacement like "LET {1:$} = {2}". Nothing where a word has no form that is asked for.
auto ExpandInstead(SlipContext& context, const Match& match, std::string_view text)
    -> std::optional<std::vector<Piece>>;
// A message or help.
auto ExpandText(SlipContext& context, const Match& match, std::string_view text) -> std::string;

auto Finish(SlipContext& context, Rewriting rewriting) -> Repaired;

}  // namespace bytelogic::syntax
