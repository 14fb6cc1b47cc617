#include "proof/goal.h"

#include <gtest/gtest.h>

namespace bytelogic::proof {
namespace {

auto TextOf(std::string_view goal) -> std::string {
  const auto parsed = ParseGoal(goal);
  return parsed ? parsed->Text() : "error: " + parsed.error();
}

TEST(Goal, ReadsBothForms) {
  for (const char* goal : {"parent alice ?", "parent alice ?.", "?- parent(alice, X).", "parent( alice ,_ )",
                           "  parent\talice\n?  ", "parent(alice, $x)", "parent \"alice\" $0", "parent('alice', ?)"}) {
    EXPECT_EQ(TextOf(goal), "parent alice ?") << goal;
  }
}

TEST(Goal, ReadsValues) {
  EXPECT_EQ(TextOf("r 1 -2 0.5 1e3 -0.0 \"New York\""), "r 1 -2 0.5 1000 0 \"New York\"");
  EXPECT_EQ(TextOf("r new-york app.a Alice"), "r new-york \"app.a\" Alice");
  EXPECT_EQ(TextOf(R"(r "a\"\\\n\u{1F600}" 'it\'s')"), "r \"a\\\"\\\\\\n😀\" \"it's\"");
  EXPECT_EQ(TextOf("r 9223372036854775807 9223372036854775808"), "r 9223372036854775807 9223372036854776000");
}

TEST(Goal, RemembersVariables) {
  const auto goal = ParseGoal("r(X, Y, X, _)");
  ASSERT_TRUE(goal.has_value());
  EXPECT_EQ(goal->arguments[0].variable, "X");
  EXPECT_EQ(goal->arguments[2].variable, "X");
  EXPECT_EQ(goal->arguments[3].variable, "");
}

TEST(Goal, HasNoArguments) {
  EXPECT_EQ(TextOf("rain"), "rain");
  EXPECT_EQ(TextOf("rain."), "rain");
  EXPECT_EQ(TextOf("rain()"), "rain");
}

TEST(Goal, SaysWhatIsWrong) {
  for (const char* goal : {"",
                           "  ",
                           "(a)",
                           "1 2",
                           "r(a",
                           "r(a b)",
                           "r(a,)",
                           "r(,a)",
                           "r(a) b",
                           "r \"a",
                           "r \"\\q\"",
                           "r \"\\u{D800}\"",
                           "r \"\\u{110000}\"",
                           "r \"\\u{}\"",
                           "r $",
                           "r a,b",
                           "r 1e999",
                           "r -",
                           "r +1",
                           "r a. b",
                           "r \xFF"}) {
    EXPECT_TRUE(TextOf(goal).starts_with("error: ")) << goal << ": " << TextOf(goal);
  }
}

}  // namespace
}  // namespace bytelogic::proof
