// repair.h - asks the table of slips (slip.h) what was meant where the strict parser failed.
//
//   if (const auto repaired = FindSlip(parser, failure, unit_begin)) ...   // report it, put its tokens in place, go on
//
// Only the parser calls this, and only after a failure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "diagnostics/diagnostics.h"
#include "syntax/bytelogic/lexer.h"

namespace bytelogic::syntax {

class Parser;
struct Failure;

struct Repaired {
  DiagnosticKind kind = DiagnosticKind::kUnexpectedWord;
  SourceRange range;
  std::string message;
  std::string help;
  std::optional<RangeFix> fix;
  bool quiet = false;
  int missing_ends = 0;
  bool goes_on = false;  // with `tokens` in place of those from `begin` to before `end`
  std::size_t begin = 0;
  std::size_t end = 0;
  std::vector<Token> tokens;
  bool ends_line = false;  // what follows stands on another line
};

// `unit_begin`: the first token of the statement, head or clause that failed; nothing before it is rewritten.
auto FindSlip(Parser& parser, const Failure& failure, std::size_t unit_begin) -> std::optional<Repaired>;

}  // namespace bytelogic::syntax
