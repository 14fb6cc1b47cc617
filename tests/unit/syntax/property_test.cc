// Properties over random programs and random damage: printing and parsing are inverse, nothing crashes, every
// diagnostic renders and every fix applies.

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "dump.h"
#include "syntax/printer.h"

namespace bytelogic::syntax {
namespace {

// Random correct programs, in random layout.
class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  auto Program() -> std::string {
    text_.clear();
    for (int count = Below(8); count >= 0; --count) TopLevel();
    return text_;
  }

 private:
  auto Below(int limit) -> int { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }
  auto Pick(std::initializer_list<std::string_view> words) -> std::string {
    return std::string(words.begin()[Below(static_cast<int>(words.size()))]);
  }

  // White space in a place where it means nothing; sometimes a comment.
  void Gap() {
    switch (Below(12)) {
      case 0:
        text_ += "\n";
        break;
      case 1:
        text_ += " ; a comment\n";
        break;
      case 2:
        text_ += "\n\n\n  // more\n\t";
        break;
      default:
        text_ += ' ';
    }
  }
  // A keyword where any case will do.
  void Word(std::string word) {
    if (Below(6) == 0) {
      for (char& c : word) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      if (!text_.empty() && text_.back() != '\n') text_ += '\n';
    }
    text_ += word;
    Gap();
  }
  auto Name() -> std::string { return Pick({"parent", "r", "edge", "count", "result", "end", "näme", "_x", "min"}); }
  auto Variable() -> std::string { return Pick({"$x", "$0", "$12", "$long_name", "$é", "$rule"}); }

  void Argument(bool any) {
    text_ += ' ';
    switch (Below(any ? 10 : 9)) {
      case 0:
        text_ += Pick({"-5", "12", "9223372036854775807", "-9223372036854775808", "0"});
        return;
      case 1:
        text_ += Pick({"2.5", "-1e30", "1.0", "0.1", "-0.0"});
        return;
      case 2:
        text_ += Pick({"\"a b\"", "\"\"", "\"\\u{7}\\n\\\"\"", "\"RULE\"", "\"; no\""});
        return;
      case 3:
        text_ += Pick({"$row.a", "row.a", "app.b"});
        return;
      case 4:
      case 5:
        text_ += Variable();
        return;
      case 6:
        text_ += '(';
        Expr(3);
        text_ += ')';
        return;
      case 9:
        text_ += '?';
        return;
      default:
        text_ += Pick({"alice", "new-york", "end", "rule", "covid-19a", "total"});
    }
  }
  void Arguments(bool any) {
    text_ += Name();
    for (int count = Below(4); count > 0; --count) Argument(any);
  }
  // A relation and its arguments, with what must end them.
  void RelationStatement(std::string_view keyword, bool any) {
    Word(std::string(keyword));
    Arguments(any);
    text_ += Pick({"\n", "\n\n", " ; trailing\n", " # x\n"});
  }

  void Expr(int depth) {
    switch (depth == 0 ? Below(6) : Below(14)) {
      case 0:
        text_ += Pick({"5", "2.0", "1e300", "0"});
        return;
      case 1:
        text_ += Pick({"\"s\"", "\"\\\\\""});
        return;
      case 2:
      case 3:
        text_ += Variable();
        return;
      case 4:
        text_ += Pick({"alice", "row.a", "$row.b", "i"});
        return;
      case 5:
        text_ += Pick({"-5", "- 7", "-0.5"});
        return;
      case 6:
        text_ += Pick({"NOT ", "-", "- ", "NOT NOT "});
        text_ += '(';
        Expr(depth - 1);
        text_ += ')';
        return;
      case 7:
        text_ += Pick({"CALC f", "ABS", "max", "Concat"});
        text_ += '(';
        Expr(depth - 1);
        text_ += ",";
        Gap();
        Expr(depth - 1);
        text_ += ')';
        return;
      case 8:
        text_ += "EXISTS (QUERY ";
        Arguments(true);
        text_ += ')';
        return;
      case 13:
        text_ += Pick({"COUNT", "sum", "Min", "MAX ", "AVG"});
        text_ += "(QUERY ";
        Arguments(true);
        text_ += ')';
        return;
      case 9:
        text_ += '(';
        Expr(depth - 1);
        text_ += ')';
        return;
      default:
        text_ += '(';
        Expr(depth - 1);
        text_ += ')';
        Gap();
        text_ +=
            Pick({"+", "-", "*", "/", "DIV", "MOD", "%", "AND", "OR", "=", "==", "<>", "!=", "<", "<=", ">", ">="});
        Gap();
        text_ += '(';
        Expr(depth - 1);
        text_ += ')';
    }
  }

  void TopLevel() {
    switch (Below(8)) {
      case 0:
        Word("REL");
        text_ += Name() + Pick({" 2\n", "(a: int, b)\n", "\n", " 0 ", "(a, b KEEP MIN)\n", "(v: float keep max) "});
        return;
      case 1:
      case 2:
        return Rule(Below(3) == 0);
      case 3:
        Word("CALC");
        text_ += Name();
        text_ += Pick({" INPUT $a $b", " INPUT $a", ""});
        text_ += '\n';
        Block(2, false);
        return Word("END");
      default:
        Action(3, false, false);
    }
  }

  // An argument of an EMIT, which may be an aggregate.
  void EmitArguments() {
    text_ += Name();
    for (int count = Below(4); count > 0; --count) {
      if (Below(3) > 0) {
        Argument(false);
        continue;
      }
      text_ += ' ' + Pick({"COUNT()", "count( )", "SUM(", "Avg(", "MIN(DISTINCT ", "COUNT (distinct ", "max("});
      if (text_.back() == ')') continue;
      Expr(2);
      text_ += ')';
    }
  }

  void Rule(bool is_constraint) {
    Word(is_constraint ? "CONSTRAINT" : "RULE");
    text_ += Name() + ":";
    Gap();
    for (int count = Below(4); count > 0; --count) {
      switch (Below(6)) {
        case 0:
          Word("WHERE");
          Expr(2);
          break;
        case 1:
          Word("LET");
          text_ += Variable() + " = ";
          Expr(2);
          break;
        case 2:
          text_ += "FOR $i IN RANGE(";
          Expr(1);
          text_ += ", 9)";
          break;
        case 3:
          text_ += "SCAN r MATCH";
          Argument(false);
          break;
        default:
          Word(Pick({"SCAN", "JOIN", "NOT"}));
          Arguments(true);
      }
      text_ += ',';
      Gap();
    }
    if (is_constraint) {
      Word("SCAN");
      Arguments(true);
    } else {
      Word("EMIT");
      EmitArguments();
    }
    text_ += Pick({"\n", "\nEND\n", " END\n", " ; last\nEND // x\n"});
  }

  void Block(int depth, bool in_loop) {
    for (int count = Below(4); count > 0; --count) Action(depth, true, in_loop);
  }

  void Action(int depth, bool in_block, bool in_loop) {
    switch (depth == 0 ? Below(6) : Below(10)) {
      case 0:
        return RelationStatement("FACT", false);
      case 1:
        return RelationStatement("QUERY", true);
      case 2:
        text_ += "LET " + Variable() + " = ";
        Expr(3);
        text_ += '\n';
        return;
      case 3:
        Word("RESULT");
        Expr(3);
        text_ += '\n';
        return;
      case 4:
        Word(in_loop ? Pick({"BREAK", "CONTINUE", "SOLVE"}) : "SOLVE");
        return;
      case 5:
        if (in_block) return RelationStatement("EMIT", false);
        text_ += Pick({"EXEC f\n", "EXEC f()\n", "EXEC f(1, $x)\n"});
        return;
      case 6:
      case 7:
        Word("IF");
        Expr(2);
        text_ += " THEN";
        Gap();
        Block(depth - 1, in_loop);
        if (Below(2) == 0) {
          text_ += Pick({"ELSE IF 1 THEN\n", "ELSE\n", "ELSE ; why\n"});
          Block(depth - 1, in_loop);
        }
        return Word("END");
      default:
        Word("FOR");
        text_ +=
            Pick({"row IN (QUERY r a ?)", "$i IN RANGE(0, 9, 2)", "x IN [1, a, \"b\"]", "$x IN []", "WHILE $x < 5"});
        text_ += '\n';
        Block(depth - 1, true);
        Word("END");
    }
  }

  std::mt19937 random_;
  std::string text_;
};

TEST(PropertyTest, PrintedProgramsParseToTheSameProgram) {
  for (unsigned seed = 0; seed < 1'000; ++seed) {
    const std::string source = Generator(seed).Program();
    Diagnostics diagnostics;
    const Ast ast = ParseProgram(source, diagnostics);
    ASSERT_FALSE(diagnostics.has_errors()) << source << '\n' << DumpProgram(source);
    const std::string text = PrintProgram(ast);
    Diagnostics again;
    const Ast printed = ParseProgram(text, again);
    ASSERT_FALSE(again.has_errors()) << source << "\n-----\n" << text << '\n' << DumpProgram(text);
    ASSERT_EQ(Dump(printed), Dump(ast)) << source << "\n-----\n" << text;
    ASSERT_EQ(printed.comments.size(), ast.comments.size()) << source << "\n-----\n" << text;
    ASSERT_EQ(PrintProgram(printed), text) << source;
  }
}

// Renders all diagnostics of `source` and applies all their fixes.
void CheckDiagnostics(const std::string& source) {
  for (const Diagnostic& diagnostic : Diagnose(source)) {
    const std::string rendered = RenderDiagnostic(diagnostic, "test.bl", source, false);
    ASSERT_NE(rendered.find(diagnostic.code), std::string::npos);
    ASSERT_FALSE(diagnostic.message.empty());
    if (diagnostic.fix) {
      ASSERT_NE(ApplyFix(source, *diagnostic.fix), source) << source << '\n' << diagnostic.message;
    }
  }
}

TEST(PropertyTest, DamagedProgramsAreReportedWithoutACrash) {
  static constexpr std::string_view kPieces[] = {
      "(",        ")",           "$",       "\"", "'",   "END",  "RULE", "FACT",  ",",        ".",
      ":-",       "//",          ";",       "\n", "-",   "IF",   "THEN", "ELSE",  "\xC3\xA9", "“",
      "@ [",      "::",          "0x1",     "?",  "FOR", "EMIT", "KEEP", "SUM(",  "COUNT(*)", "CONSTRAINT",
      "DISTINCT", "GROUP BY $x", "parent(", "=",  "!",   "&&",   "\t",   "1.2.3", "[",        "]"};
  std::mt19937 random(7);
  for (unsigned seed = 0; seed < 1'000; ++seed) {
    std::string source = Generator(seed).Program();
    for (unsigned count = random() % 4 + 1; count > 0 && !source.empty(); --count) {
      const std::size_t at = random() % source.size();
      switch (random() % 3) {
        case 0:
          source.erase(at, random() % 8);
          break;
        case 1:
          source.insert(at, kPieces[random() % std::size(kPieces)]);
          break;
        default:
          source.insert(at, source.substr(random() % source.size(), random() % 20));
      }
    }
    CheckDiagnostics(source);
  }
}

TEST(PropertyTest, RandomBytesAreReportedWithoutACrash) {
  std::mt19937 random(11);
  for (int round = 0; round < 1'000; ++round) {
    std::string source;
    for (unsigned count = random() % 80; count > 0; --count)
      source += static_cast<char>(random() % (round % 2 == 0 ? 128 : 256));
    CheckDiagnostics(source);
  }
}

}  // namespace
}  // namespace bytelogic::syntax
