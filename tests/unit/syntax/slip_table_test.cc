// Each slip of the table, made from the program that was right: it is reported, and its fix gives that program back.

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "dump.h"
#include "syntax/slips/slip.h"

namespace bytelogic::syntax {
namespace {

// Applies the first fix that is offered, until there is none.
auto Mend(std::string source) -> std::string {
  for (int round = 0; round < 10; ++round) {
    bool applied = false;
    for (const Diagnostic& diagnostic : Diagnose(source)) {
      if (!diagnostic.fix) continue;
      source = ApplyFix(source, *diagnostic.fix);
      applied = true;
      break;
    }
    if (!applied) break;
  }
  return source;
}

TEST(SlipTable, EachSlipIsMendedToTheProgramThatItWasMadeFrom) {
  std::size_t count = 0;
  for (const Slip& slip : AllSlips()) {
    if (slip.wrong.empty()) continue;
    ++count;
    EXPECT_EQ(CodesOf(slip.right), "") << slip.right;
    EXPECT_NE(CodesOf(slip.wrong), "") << slip.wrong;
    EXPECT_EQ(DumpProgram(Mend(std::string(slip.wrong))), DumpProgram(slip.right)) << slip.wrong;
  }
  EXPECT_GT(count, 90U);
}

// What an entry says is what its example gets: no other entry comes before it.
TEST(SlipTable, EachMessageIsGivenForItsExample) {
  for (const Slip& slip : AllSlips()) {
    if (slip.wrong.empty() || slip.message.empty() || slip.message.find('{') != std::string_view::npos) continue;
    const std::vector<Diagnostic> diagnostics = Diagnose(slip.wrong);
    const bool is_said = std::any_of(diagnostics.begin(), diagnostics.end(),
                                     [&](const Diagnostic& diagnostic) { return diagnostic.message == slip.message; });
    EXPECT_TRUE(is_said) << slip.wrong << ": " << slip.message;
  }
}

TEST(SlipTable, FewSlipsNeedCode) {
  std::set<const void*> code;
  for (const Slip& slip : AllSlips()) {
    if (slip.code != nullptr) code.insert(reinterpret_cast<const void*>(slip.code));
  }
  EXPECT_LE(code.size(), 10U);
}

// What the slip of a statement leaves is read on: the errors behind it are found too.
TEST(SlipTable, PatternsEndWithTheProgram) {
  for (const std::string_view source : {"RULE r: SCAN a $x, EMIT r T[", "RESULT row["}) {
    EXPECT_TRUE(CodesOf(source).starts_with("E103@")) << CodesOf(source);
  }
}

TEST(SlipTable, ErrorsBehindASlipAreFound) {
  EXPECT_EQ(CodesOf("RESULT 1 && 2 && 3 )"), "E102@1:10 E102@1:15 E103@1:20");
  EXPECT_EQ(CodesOf("RULE r: SCAN a $x, $x > 1, EMTI r $x\nFATC r 1"), "E103@1:20 E103@1:28 E103@2:1");
}

}  // namespace
}  // namespace bytelogic::syntax
