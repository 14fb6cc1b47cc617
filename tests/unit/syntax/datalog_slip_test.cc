// The table of Datalog's slips, entry by entry: each is made from a right program, reported, and mended.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "bytelogic/result.h"
#include "diagnostics/diagnostics.h"
#include "syntax/datalog/parser.h"
#include "syntax/datalog/slips/slip.h"

namespace bytelogic::syntax::datalog {
namespace {

auto Report(std::string_view source) -> std::vector<Diagnostic> {
  Diagnostics diagnostics;
  (void)ParseTree(source, diagnostics);
  return diagnostics.ToPublic(source);
}

auto Words(std::string_view list) -> std::vector<std::string_view> {
  std::vector<std::string_view> words;
  while (!list.empty()) {
    words.push_back(list.substr(0, list.find(' ')));
    list.remove_prefix(std::min(words.back().size() + 1, list.size()));
  }
  return words;
}

// `wrong` with each word that the entry is for in place of the first one.
auto WrongPrograms(const Slip& slip) -> std::vector<std::string> {
  if (slip.found.empty()) return {std::string(slip.wrong)};
  std::vector<std::string> programs;
  const std::vector<std::string_view> words = Words(slip.found);
  for (const std::string_view word : words) {
    programs.emplace_back(slip.wrong);
    const std::size_t at = slip.wrong.rfind(words.front());
    EXPECT_NE(at, std::string_view::npos) << slip.wrong;
    programs.back().replace(at, words.front().size(), word);
  }
  return programs;
}

TEST(DatalogSlips, EachIsMadeFromARightProgramAndMended) {
  for (const Slip& slip : AllSlips()) {
    if (slip.right.empty()) continue;
    EXPECT_TRUE(Report(slip.right).empty()) << slip.right;
    for (const std::string& wrong : WrongPrograms(slip)) {
      const std::vector<Diagnostic> reported = Report(wrong);
      ASSERT_EQ(reported.size(), 1U) << wrong;
      EXPECT_EQ(reported[0].fix.has_value(), slip.instead.has_value()) << wrong;
      EXPECT_EQ(reported[0].code, slip.instead ? "E103" : "E106") << wrong;
      if (!reported[0].fix) continue;
      const std::string fixed = ApplyFix(wrong, *reported[0].fix);
      // What is left out may leave a blank.
      EXPECT_EQ(slip.instead->empty() ? fixed.substr(0, slip.right.size()) : fixed, slip.right) << wrong;
      EXPECT_TRUE(Report(fixed).empty()) << fixed;
    }
  }
}

TEST(DatalogSlips, GoalsOfPrologAreNamed) {
  std::size_t goals = 0;
  for (const Slip& slip : AllSlips()) {
    if (slip.at != Place::kGoal || !slip.right.empty()) continue;
    for (const std::string_view word : Words(slip.found)) {
      const std::vector<Diagnostic> reported = Report(fmt::format("p(X) :- q(X), {}(X).", word));
      ASSERT_EQ(reported.size(), 1U) << word;
      EXPECT_EQ(reported[0].message, fmt::format("Prolog's {} is not supported", word));
      // A program's own predicate of that name is one like others.
      EXPECT_TRUE(Report(fmt::format("{}(1).\np(X) :- q(X), {}(X).", word, word)).empty()) << word;
      ++goals;
    }
  }
  EXPECT_GT(goals, 20U);
}

TEST(DatalogSlips, NotInCapitalsIsNoNegation) {
  const std::string_view source = ".decl p(x: number)\np(1).\n.decl q(x: number)\nq(x) :- p(x), NOT q(x).\n";
  const std::vector<Diagnostic> reported = Report(source);
  ASSERT_EQ(reported.size(), 1U);
  EXPECT_EQ(reported[0].message, "NOT in upper case is a variable");
}

// In quotes, a word is a symbol.
TEST(DatalogSlips, QuotedWordsAreNone) { EXPECT_TRUE(Report("p('and', 'if', \"?\").\n?- p(X, 'or', 'NOT').").empty()); }

}  // namespace
}  // namespace bytelogic::syntax::datalog
