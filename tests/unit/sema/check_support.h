// check_support.h - programs in, printed CheckedPrograms and diagnostics out: what the tests of sema/ are written with.
//
//   EXPECT_EQ(Printed("REL p 1 FACT p a QUERY p ?"), "relation p(a: symbol)\n...");
//   EXPECT_EQ(Reported("QUERY p ?"), "1:7 E201 undefined relation p\n");
//   ExpectFixed("REL p 1\nQUERY q ?\n", "REL p 1\nQUERY p ?\n");
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bytelogic/limits.h"
#include "checked_program_invariants.h"
#include "sema/check.h"
#include "sema/printer.h"
#include "syntax/bytelogic/parser.h"

namespace bytelogic::sema {

struct Outcome {
  std::optional<std::string> printed;
  std::vector<Diagnostic> diagnostics;
};

inline auto CheckText(std::string_view source, std::span<const HostRelation> host = {}, const Limits& limits = {})
    -> Outcome {
  Diagnostics diagnostics;
  const syntax::Ast ast = syntax::ParseProgram(source, diagnostics);
  Outcome outcome;
  if (diagnostics.has_errors()) {
    ADD_FAILURE() << "does not parse: " << source;
  } else if (const std::optional<CheckedProgram> program = Check(ast, host, limits, diagnostics)) {
    EXPECT_EQ(FindViolation(*program), "") << source;
    EXPECT_FALSE(diagnostics.has_errors()) << source;
    outcome.printed = PrintCheckedProgram(*program);
  } else {
    EXPECT_TRUE(diagnostics.has_errors()) << source;
  }
  outcome.diagnostics = diagnostics.ToPublic(source);
  return outcome;
}

// "line:column code message", one line each.
inline auto Listed(const std::vector<Diagnostic>& diagnostics) -> std::string {
  std::string list;
  for (const Diagnostic& each : diagnostics) {
    list += std::to_string(each.line) + ':' + std::to_string(each.column) + ' ' + each.code + ' ' + each.message + '\n';
  }
  return list;
}

inline auto Reported(std::string_view source) -> std::string { return Listed(CheckText(source).diagnostics); }

// "line:column code" of all diagnostics, separated by spaces.
inline auto Codes(std::string_view source, const Limits& limits = {}) -> std::string {
  std::string list;
  for (const Diagnostic& each : CheckText(source, {}, limits).diagnostics) {
    if (!list.empty()) list += ' ';
    list += std::to_string(each.line) + ':' + std::to_string(each.column) + ' ' + each.code;
  }
  return list;
}

// The printed program, which must have no errors.
inline auto Printed(std::string_view source, std::span<const HostRelation> host = {}) -> std::string {
  const Outcome outcome = CheckText(source, host);
  EXPECT_TRUE(outcome.printed) << source << '\n' << Listed(outcome.diagnostics);
  return outcome.printed.value_or("");
}

// The lines of the printed program that hold `text`, without their indentation.
inline auto Lines(std::string_view source, std::string_view text, std::span<const HostRelation> host = {})
    -> std::string {
  const std::string printed = Printed(source, host);
  std::string found;
  for (std::size_t begin = 0; begin < printed.size();) {
    const std::size_t end = printed.find('\n', begin);
    const std::string_view line = std::string_view(printed).substr(begin, end - begin);
    if (line.find(text) != std::string_view::npos) {
      found += line.substr(line.find_first_not_of(' '));
      found += '\n';
    }
    begin = end + 1;
  }
  return found;
}

// The first fix that is offered turns `source` into `expected`, which has no errors.
inline void ExpectFixed(std::string_view source, std::string_view expected) {
  const Outcome outcome = CheckText(source);
  EXPECT_FALSE(outcome.printed) << source;
  for (const Diagnostic& each : outcome.diagnostics) {
    if (!each.fix) continue;
    const std::string fixed = ApplyFix(source, *each.fix);
    EXPECT_EQ(fixed, expected);
    Printed(fixed);
    return;
  }
  ADD_FAILURE() << "no fix for " << source << '\n' << Listed(outcome.diagnostics);
}

inline void ExpectNoFix(std::string_view source) {
  for (const Diagnostic& each : CheckText(source).diagnostics) EXPECT_FALSE(each.fix) << source;
}

}  // namespace bytelogic::sema
