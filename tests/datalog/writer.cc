#include "writer.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>
#include <vector>

#include "../differential/random.h"

namespace bytelogic::datalog_test {
namespace {

using differential::Random;

class Writer {
 public:
  Writer(const Program& program, const Style& style)
      : program_(program), style_(style), random_(style.spelling), permutation_(style.permutation) {}

  auto Write() -> std::string {
    std::vector<std::string> clauses;
    for (const auto* part : {&program_.facts, &program_.rules}) {
      std::vector<std::string> texts;
      for (const Clause& clause : *part) texts.push_back(WriteClause(clause));
      if (style_.permutation != 0) permutation_.Shuffle(texts);
      clauses.insert(clauses.end(), texts.begin(), texts.end());
    }
    // All questions are asked after the whole text is read.
    std::size_t place = clauses.size();
    for (auto asked = program_.asked.rbegin(); asked != program_.asked.rend(); ++asked) {
      if (Chance(15)) place = random_.Below(place + 1);
      clauses.insert(clauses.begin() + static_cast<std::ptrdiff_t>(place), WriteAsked(*asked));
    }
    std::string text;
    if (style_.souffle) WriteDeclarations(text);
    if (!style_.souffle) WriteDynamic(text);
    for (const std::string& clause : clauses) {
      if (Chance(3)) text += style_.souffle ? "// one.decl\n" : "% two ?- 'x\n";
      if (Chance(2)) text += "/* three\n   four */\n";
      text += clause + (Chance(10) ? "  " + std::string(style_.souffle ? "// five\n" : "% six\n") : "\n");
    }
    std::string macros;
    for (const std::string& macro : macros_) macros += macro + "\n";
    return macros + text;
  }

 private:
  auto Chance(int percent) -> bool { return style_.spelling != 0 && random_.Percent(percent); }
  auto Choose(const std::vector<std::string>& spellings) -> std::string {
    return style_.spelling == 0 ? spellings.front() : random_.Pick(spellings);
  }

  // Declarations.

  static auto TypeName(Kind kind) -> std::string {
    return kind == Kind::kInt ? "number" : kind == Kind::kFloat ? "float" : "symbol";
  }

  void WriteDeclarations(std::string& text) {
    if (Chance(15)) {
      alias_ = Choose({"person", "Name", "t1"});
      text += ".type " + alias_ + Choose({" <: symbol\n", " = symbol\n"});
    }
    for (const Relation& relation : program_.relations) {
      const std::vector<std::string> names = {"a", "b", "c", "x", "name", "sum", "d", "e", "f"};
      text += ".decl " + relation.name + "(";
      for (std::size_t i = 0; i < relation.columns.size(); ++i) {
        const Kind kind = relation.columns[i].kind;
        const bool aliased = kind == Kind::kSymbol && !alias_.empty();
        text += (i == 0 ? "" : ", ") + names[i] + ": " + (aliased ? alias_ : TypeName(kind));
      }
      text += Chance(5) ? ") brie\n" : ")\n";
    }
  }

  void WriteDynamic(std::string& text) {
    for (const Relation& relation : program_.relations) {
      if (!Chance(8)) continue;
      text += ":- dynamic " + relation.name + "/" + std::to_string(relation.columns.size()) + ".\n";
    }
  }

  // Clauses.

  auto WriteClause(const Clause& clause) -> std::string {
    std::string text;
    for (const Goal& head : clause.heads) text += (text.empty() ? "" : ", ") + Literal(head);
    if (clause.goals.empty()) return text + ".";
    std::vector<Goal> goals = clause.goals;
    if (style_.permutation != 0) permutation_.Shuffle(goals);
    return text + " " + Choose({":-", ":-", ":-", "<-"}) + " " + Goals(goals, true) + ".";
  }

  auto WriteAsked(const Asked& asked) -> std::string {
    switch (asked.form) {
      case AskedForm::kQuestion:
        return "?- " + Goals(asked.goals, false) + ".";
      case AskedForm::kOutput:
        return ".output " + asked.relation;
      case AskedForm::kPrintSize:
        break;
    }
    return ".printsize " + asked.relation;
  }

  auto Goals(const std::vector<Goal>& goals, bool may_break) -> std::string {
    const std::string comma = may_break && Chance(20) ? ",\n    " : Choose({", ", ", ", ","});
    std::string text;
    for (const Goal& goal : goals) text += (text.empty() ? "" : comma) + WriteGoal(goal);
    return text;
  }

  auto WriteGoal(const Goal& goal) -> std::string {
    switch (goal.form) {
      case GoalForm::kLiteral:
        return Literal(goal);
      case GoalForm::kTest:
        return Test(goal);
      case GoalForm::kComparison:
        return Comparison(goal);
      case GoalForm::kNot:
        return Negation(goal.goals[0]);
      case GoalForm::kAnd:
        return "(" + Goals(goal.goals, false) + ")";
      case GoalForm::kOr: {
        std::string text;
        for (const Goal& inner : goal.goals) {
          text += text.empty() ? "(" : Choose({" ; ", ";"});
          // A conjunction needs no parentheses among alternatives.
          text += inner.form == GoalForm::kAnd && !Chance(30) ? Goals(inner.goals, false) : WriteGoal(inner);
        }
        return text + ")";
      }
      case GoalForm::kTrue:
        return "true";
      case GoalForm::kFalse:
        break;
    }
    return Choose({"false", "fail"});
  }

  auto Literal(const Goal& goal) -> std::string {
    std::string text = !style_.souffle && Chance(10) ? "'" + goal.name + "'" : goal.name;
    if (goal.terms.empty()) return text + (style_.souffle || Chance(40) ? "()" : "");
    return text + "(" + Terms(goal.terms) + ")";
  }

  auto Terms(const std::vector<Term>& terms) -> std::string {
    const std::string comma = Choose({", ", ", ", ","});
    std::string text;
    for (const Term& term : terms) text += (&term == terms.data() ? "" : comma) + WriteTerm(term, 0);
    return text;
  }

  // Soufflé's contains and match have the part first; contains of Prolog's convention has it last.
  auto Test(const Goal& goal) -> std::string {
    std::vector<Term> terms = goal.terms;
    if (goal.name == "contains" && style_.souffle) std::swap(terms[0], terms[1]);
    return goal.name + "(" + Terms(terms) + ")";
  }

  auto Comparison(const Goal& goal) -> std::string {
    static const std::map<std::string, std::vector<std::string>> kSpellings = {
        {"=", {"=", "=", "=:="}}, {"!=", {"!=", "\\=", "=\\="}}, {"<", {"<"}}, {"<=", {"<=", "=<"}}, {">", {">"}},
        {">=", {">="}},
    };
    std::string op = Choose(kSpellings.at(goal.name));
    const bool names = goal.name == "=" && goal.terms[0].form == TermForm::kVariable;
    if (names && Chance(30)) op = "is";
    const std::string left = WriteTerm(goal.terms[0], 0);
    const std::string right = WriteTerm(goal.terms[1], 0);
    // `X<-Y` would be an arrow.
    const bool tight = op != "is" && Chance(15) && !right.starts_with('-');
    const std::string space = tight ? "" : " ";
    const std::string text = left + space + op + space + right;
    // A comma in braces would end the argument of a macro.
    if (!style_.macros || !Chance(10) || text.find('{') != std::string::npos) return text;
    const std::string name = "CHECK" + std::to_string(macros_.size());
    macros_.push_back("#define " + name + "(a, b) a " + op + " b");
    return name + "(" + left + ", " + right + ")";
  }

  auto Negation(const Goal& goal) -> std::string {
    const std::string mark = style_.souffle ? Choose({"!", "not ", "\\+ "}) : Choose({"\\+ ", "\\+", "not ", "!"});
    const bool list = goal.form == GoalForm::kAnd || goal.form == GoalForm::kOr;
    const bool comparison = goal.form == GoalForm::kComparison;
    const std::string inner = WriteGoal(goal);
    // `not -1 < X` and `! 1 < X` would be read otherwise.
    return mark + (!list && (comparison || Chance(20)) ? "(" + inner + ")" : inner);
  }

  // Terms.

  auto WriteTerm(const Term& term, int level) -> std::string {
    const std::string text = Bare(term, level);
    return term.form != TermForm::kAnonymous && Chance(4) ? "(" + text + ")" : text;
  }

  auto Bare(const Term& term, int level) -> std::string {
    switch (term.form) {
      case TermForm::kConstant:
        return Constant(term);
      case TermForm::kVariable:
        return Variable(term.name);
      case TermForm::kAnonymous:
        return "_";
      case TermForm::kOperation:
        return Operation(term, level);
      case TermForm::kCall: {
        std::vector<Term> arguments = term.arguments;
        if (term.name == "contains" && style_.souffle) std::swap(arguments[0], arguments[1]);
        return term.name + "(" + Terms(arguments) + ")";
      }
      case TermForm::kAggregate:
        break;
    }
    return Aggregate(term);
  }

  auto Constant(const Term& term) -> std::string {
    const std::string text = ConstantText(term);
    if (!style_.macros || !Chance(15)) return text;
    const std::string name = "K" + std::to_string(macros_.size());
    macros_.push_back("#define " + name + " " + text);
    return name;
  }

  auto ConstantText(const Term& term) -> std::string {
    if (const auto* integer = std::get_if<std::int64_t>(&term.constant)) {
      if (*integer >= 0 && Chance(5)) {
        char buffer[20];
        return "0x" + std::string(buffer, std::to_chars(buffer, buffer + sizeof buffer, *integer, 16).ptr);
      }
      return std::to_string(*integer);
    }
    if (const auto* real = std::get_if<double>(&term.constant)) {
      char buffer[40];
      std::string text(buffer, std::to_chars(buffer, buffer + sizeof buffer, *real).ptr);
      return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
    }
    return Symbol(std::get<std::string>(term.constant));
  }

  auto Symbol(const std::string& symbol) -> std::string {
    const bool word =
        !symbol.empty() && symbol != "not" && std::ranges::all_of(symbol, [](char c) { return c >= 'a' && c <= 'z'; });
    if (!style_.souffle && word && !Chance(15)) return symbol;
    const char quote = style_.souffle || Chance(40) ? '"' : '\'';
    std::string text(1, quote);
    for (const char c : symbol) {
      if (c == quote && Chance(50)) {
        text += quote;  // twice stands for itself
      } else if (c == quote || c == '\\') {
        text += '\\';
      } else if (c == '\t' && Chance(50)) {
        text += "\\t";
        continue;
      }
      text += c;
    }
    return text + quote;
  }

  auto Variable(const std::string& name) -> std::string {
    const auto found = variables_.find(name);
    if (found != variables_.end()) return found->second;
    const std::string number = name.substr(1);
    const std::string spelled = style_.souffle
                                    ? Choose({"x" + number, "X" + number, "?v" + number, "_v" + number})
                                    : Choose({"X" + number, "_x" + number, "Name" + number, "\u00c9" + number});
    return variables_.emplace(name, spelled).first->second;
  }

  struct OperatorText {
    std::string text;
    int level;
  };

  auto OperatorOf(const std::string& name) -> OperatorText {
    if (name == "+" || name == "-") return {name, 1};
    if (name == "^") return {Choose({"^", "^", "**"}), 4};
    if (name == "//") return {style_.souffle ? "/" : "//", 2};
    if (name == "rem") return {style_.souffle ? Choose({"%", "rem"}) : "rem", 2};
    return {name, 2};
  }

  auto Operation(const Term& term, int level) -> std::string {
    if (term.name == "neg") {
      const std::string inner = WriteTerm(term.arguments[0], 5);
      // `-5` is a number, `--5` no operator.
      const bool bare = term.arguments[0].form == TermForm::kVariable;
      const std::string text = bare ? "-" + inner : "-(" + inner + ")";
      return level > 3 ? "(" + text + ")" : text;
    }
    const OperatorText op = OperatorOf(term.name);
    const bool power = op.level == 4;
    std::string left = WriteTerm(term.arguments[0], power ? 5 : op.level);
    const std::string right = WriteTerm(term.arguments[1], power ? 4 : op.level + 1);
    if (power && left.starts_with('-')) left = "(" + left + ")";
    const bool word = op.text == "div" || op.text == "mod" || op.text == "rem";
    const std::string space = word || op.text == "//" || !Chance(20) ? " " : "";
    // `1 -1` and `X--1` would be read otherwise; so would `a/*b`.
    std::string text = left + " " + op.text + " " + right;
    if (space.empty() && !right.starts_with('-') && !right.starts_with('*')) text = left + op.text + right;
    return level > op.level || Chance(5) ? "(" + text + ")" : text;
  }

  auto Aggregate(const Term& term) -> std::string {
    std::string text = term.name;
    for (const Term& target : term.arguments) {
      const std::string inner = WriteTerm(target, 0);
      text += target.form != TermForm::kVariable || Chance(15) ? "(" + inner + ")" : " " + inner;
    }
    const bool single = term.goals.size() == 1 && term.goals[0].form == GoalForm::kLiteral;
    text += Choose({" : ", " : ", ": ", ":"});
    return text + (single && Chance(25) ? Literal(term.goals[0]) : "{ " + Goals(term.goals, false) + " }");
  }

  const Program& program_;
  const Style& style_;
  Random random_;
  Random permutation_;
  std::string alias_;
  std::vector<std::string> macros_;
  std::map<std::string, std::string> variables_;
};

}  // namespace

auto WriteProgram(const Program& program, const Style& style) -> std::string { return Writer(program, style).Write(); }

}  // namespace bytelogic::datalog_test
