#include "sema/output_text.h"

#include "check_support.h"

namespace bytelogic::sema {
namespace {

// The text of the only output.
auto TextOfOutput(std::string_view source) -> std::string {
  Diagnostics diagnostics;
  const syntax::Ast ast = syntax::ParseProgram(source, diagnostics);
  const std::optional<CheckedProgram> program = Check(ast, {}, Limits{}, diagnostics);
  if (!program || program->outputs.size() != 1) return "no single output";
  return program->outputs[0].text;
}

TEST(OutputText, AsWritten) {
  EXPECT_EQ(TextOfOutput("REL p 2 QUERY p alice ?"), "p alice ?");
  EXPECT_EQ(TextOfOutput("RESULT (1 + 2) * 3"), "(1 + 2) * 3");
  EXPECT_EQ(TextOfOutput("result 1+2"), "1+2");
}

TEST(OutputText, WhiteSpaceBecomesOneSpace) {
  EXPECT_EQ(TextOfOutput("REL p 2 QUERY \t p   alice\t?  "), "p alice ?");
  EXPECT_EQ(TextOfOutput("RESULT\n  1 +\r\n  2\n"), "1 + 2");
}

TEST(OutputText, CommentsAreWhiteSpace) {
  EXPECT_EQ(TextOfOutput("RESULT 1 + // one\n  # two\n  2 ; three"), "1 + 2");
  EXPECT_EQ(TextOfOutput("; before\nRESULT 1 ; after"), "1");
}

TEST(OutputText, StringsStayAsTheyAre) {
  EXPECT_EQ(TextOfOutput("RESULT CONCAT(\"a  ; \\\" b\",   \"// c\")"), "CONCAT(\"a  ; \\\" b\", \"// c\")");
}

}  // namespace
}  // namespace bytelogic::sema
