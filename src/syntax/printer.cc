#include "syntax/printer.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/builtin.h"
#include "base/number_text.h"
#include "base/symbol_text.h"
#include "base/utf8.h"

namespace bytelogic::syntax {
namespace {

constexpr std::size_t kMaxRuleWidth = 100;

// Levels of binding as in the grammar; what binds tighter needs no parentheses inside of what binds looser.
constexpr int kOrLevel = 1;
constexpr int kAndLevel = 2;
constexpr int kNotLevel = 3;
constexpr int kComparisonLevel = 4;
constexpr int kSumLevel = 5;
constexpr int kProductLevel = 6;
constexpr int kNegateLevel = 7;
constexpr int kPrimaryLevel = 8;

struct OperatorText {
  std::string_view text;
  int level;
};

auto TextOf(Operator op) -> OperatorText {
  switch (op) {
    case Operator::kOr:
      return {"OR", kOrLevel};
    case Operator::kAnd:
      return {"AND", kAndLevel};
    case Operator::kNot:
      return {"NOT", kNotLevel};
    case Operator::kEqual:
      return {"=", kComparisonLevel};
    case Operator::kNotEqual:
      return {"!=", kComparisonLevel};
    case Operator::kLess:
      return {"<", kComparisonLevel};
    case Operator::kLessEqual:
      return {"<=", kComparisonLevel};
    case Operator::kGreater:
      return {">", kComparisonLevel};
    case Operator::kGreaterEqual:
      return {">=", kComparisonLevel};
    case Operator::kAdd:
      return {"+", kSumLevel};
    case Operator::kSubtract:
      return {"-", kSumLevel};
    case Operator::kMultiply:
      return {"*", kProductLevel};
    case Operator::kDivide:
      return {"/", kProductLevel};
    case Operator::kFloorDivide:
      return {"DIV", kProductLevel};
    case Operator::kModulo:
      return {"MOD", kProductLevel};
    case Operator::kNegate:
      return {"-", kNegateLevel};
  }
  return {"", kPrimaryLevel};
}

auto IsAsciiWordByte(char c) -> bool { return IsAsciiLetter(c) || IsAsciiDigit(c) || c == '_'; }

auto EqualIgnoringCase(std::string_view word, std::string_view upper) -> bool {
  return keyword_internal::EqualFolded(word, upper);
}

// Whether a word before `(` is no atom.
auto IsFunctionLike(std::string_view word) -> bool {
  for (const std::string_view name : {"COUNT", "SUM", "AVG"}) {
    if (EqualIgnoringCase(word, name)) return true;
  }
  return std::any_of(std::begin(kBuiltins), std::end(kBuiltins),
                     [word](const BuiltinInfo& builtin) { return EqualIgnoringCase(word, builtin.name); });
}

// Expressions, arguments and the text of statements that need one line.
class TextPrinter {
 public:
  TextPrinter(const Ast& ast, std::string& out) : ast_(ast), out_(out) {}

  // An expression where operators of `min_level` and above may stand without parentheses.
  void PrintExpr(ExprId id, int min_level) {
    const Expr& expr = ast_[id];
    switch (expr.kind) {
      case ExprKind::kError:
        out_ += '?';
        return;
      case ExprKind::kInt: {
        char buffer[kMaxNumberText];
        out_.append(buffer, WriteInt(buffer, expr.int_value));
        return;
      }
      case ExprKind::kFloat:
        return PrintFloat(expr.float_value);
      case ExprKind::kString: {
        const std::size_t begin = out_.size();
        out_.resize(begin + QuotedSymbolSize(expr.text));
        WriteQuotedSymbol(out_.data() + begin, expr.text);
        return;
      }
      case ExprKind::kAtom:
        out_ += expr.text;
        return;
      case ExprKind::kVariable:
        out_ += '$';
        out_ += expr.text;
        return;
      case ExprKind::kField:
        out_ += '$';
        out_ += expr.text;
        out_ += '.';
        out_ += expr.name;
        return;
      case ExprKind::kAny:
        out_ += '?';
        return;
      case ExprKind::kUnary:
        return PrintUnary(expr, min_level);
      case ExprKind::kBinary:
        return PrintBinary(expr, min_level);
      case ExprKind::kCall:
        out_ += "CALC ";
        out_ += expr.text;
        return PrintList(ast_.Arguments(expr), '(', ')');
      case ExprKind::kBuiltin:
        PrintFunctionName(expr.text);
        return PrintList(ast_.Arguments(expr), '(', ')');
      case ExprKind::kExists:
        out_ += "EXISTS ";
        return PrintQuery(expr.text, ast_.Arguments(expr));
    }
  }

  // `(a, b)`
  void PrintList(std::span<const ExprId> exprs, char open, char close) {
    out_ += open;
    for (std::size_t i = 0; i < exprs.size(); ++i) {
      if (i > 0) out_ += ", ";
      PrintExpr(exprs[i], kOrLevel);
    }
    out_ += close;
  }

  // `(QUERY r a ?)`
  void PrintQuery(std::string_view relation, std::span<const ExprId> arguments) {
    out_ += "(QUERY ";
    out_ += relation;
    PrintArguments(arguments);
    out_ += ')';
  }

  // ` a $x (1 + 2)`: a space before each.
  void PrintArguments(std::span<const ExprId> arguments) {
    for (const ExprId argument : arguments) {
      out_ += ' ';
      PrintArgument(argument);
    }
  }

  // What is no simple argument stands in parentheses. So does a variable that did: `JOIN r ($x)` reads `$x`, where
  // `JOIN r $x` may bind it.
  void PrintArgument(ExprId id) {
    const Expr& expr = ast_[id];
    bool parentheses = false;
    switch (expr.kind) {
      case ExprKind::kVariable:
        parentheses = expr.parenthesized;
        break;
      case ExprKind::kAtom:
        parentheses = expr.parenthesized && IsFunctionLike(expr.text);
        break;
      case ExprKind::kUnary:
      case ExprKind::kBinary:
      case ExprKind::kCall:
      case ExprKind::kBuiltin:
      case ExprKind::kExists:
        parentheses = true;
        break;
      default:
        break;
    }
    if (parentheses) out_ += '(';
    PrintExpr(id, kOrLevel);
    if (parentheses) out_ += ')';
  }

  void PrintRelationAndArguments(std::string_view keyword, const Statement& statement) {
    out_ += keyword;
    out_ += ' ';
    out_ += statement.name;
    PrintArguments(ast_.Arguments(statement));
  }

  // A clause of a rule.
  void PrintClause(const Statement& clause) {
    switch (clause.kind) {
      case StatementKind::kScan:
        return PrintRelationAndArguments("SCAN", clause);
      case StatementKind::kScanMatch:
        out_ += "SCAN ";
        out_ += clause.name;
        out_ += " MATCH";
        return PrintArguments(ast_.Arguments(clause));
      case StatementKind::kJoin:
        return PrintRelationAndArguments("JOIN", clause);
      case StatementKind::kNotMatch:
        if (!clause.not_exists) return PrintRelationAndArguments("NOT", clause);
        out_ += "WHERE NOT EXISTS ";
        return PrintQuery(clause.name, ast_.Arguments(clause));
      case StatementKind::kWhere:
        if (IsNotExists(ast_.Arguments(clause)[0])) {
          // Without parentheses it would be the clause NOT.
          out_ += "WHERE (";
          PrintExpr(ast_.Arguments(clause)[0], kOrLevel);
          out_ += ')';
          return;
        }
        return PrintLeaf(clause);
      case StatementKind::kForRange:
        return PrintForHead(clause);
      default:
        return PrintLeaf(clause);
    }
  }

  // A statement without a body.
  void PrintLeaf(const Statement& statement) {
    switch (statement.kind) {
      case StatementKind::kRel:
        return PrintRel(statement);
      case StatementKind::kFact:
        return PrintRelationAndArguments("FACT", statement);
      case StatementKind::kEmit:
        return PrintRelationAndArguments("EMIT", statement);
      case StatementKind::kQuery:
        return PrintRelationAndArguments("QUERY", statement);
      case StatementKind::kWhere:
        out_ += "WHERE ";
        return PrintExpr(ast_.Arguments(statement)[0], kOrLevel);
      case StatementKind::kResult:
        out_ += "RESULT ";
        return PrintExpr(ast_.Arguments(statement)[0], kOrLevel);
      case StatementKind::kLet:
        out_ += "LET $";
        out_ += statement.variable;
        out_ += " = ";
        return PrintExpr(ast_.Arguments(statement)[0], kOrLevel);
      case StatementKind::kExec:
        out_ += "EXEC ";
        out_ += statement.name;
        return PrintList(ast_.Arguments(statement), '(', ')');
      case StatementKind::kSolve:
        out_ += "SOLVE";
        return;
      case StatementKind::kBreak:
        out_ += "BREAK";
        return;
      case StatementKind::kContinue:
        out_ += "CONTINUE";
        return;
      default:
        return;
    }
  }

  // FOR ... up to its body.
  void PrintForHead(const Statement& statement) {
    out_ += "FOR ";
    if (statement.kind == StatementKind::kForWhile) {
      out_ += "WHILE ";
      return PrintExpr(ast_.Arguments(statement)[0], kOrLevel);
    }
    if (!statement.bare_variable) out_ += '$';
    out_ += statement.variable;
    out_ += " IN ";
    switch (statement.kind) {
      case StatementKind::kForQuery:
        return PrintQuery(statement.name, ast_.Arguments(statement));
      case StatementKind::kForRange:
        out_ += "RANGE";
        return PrintList(ast_.Arguments(statement), '(', ')');
      default:
        return PrintList(ast_.Arguments(statement), '[', ']');
    }
  }

  // CALC f INPUT $a $b
  void PrintCalcHead(const Statement& statement) {
    out_ += "CALC ";
    out_ += statement.name;
    if (!statement.parameters.empty()) out_ += " INPUT";
    for (const Parameter& parameter : ast_.Parameters(statement)) {
      out_ += " $";
      out_ += parameter.name;
    }
  }

 private:
  void PrintRel(const Statement& statement) {
    out_ += "REL ";
    out_ += statement.name;
    if (statement.has_columns) {
      std::string_view separator = "(";
      for (const Column& column : ast_.Columns(statement)) {
        out_ += separator;
        out_ += column.name;
        if (!column.type.empty()) {
          out_ += ": ";
          out_ += column.type;
        }
        separator = ", ";
      }
      out_ += ')';
    } else if (statement.has_arity) {
      char buffer[kMaxNumberText];
      out_ += ' ';
      out_.append(buffer, WriteInt(buffer, statement.arity));
    }
  }

  // A float stays one: `2.0`, not `2`.
  void PrintFloat(double value) {
    char buffer[kMaxNumberText];
    const std::string_view text(buffer, static_cast<std::size_t>(WriteFloat(buffer, value) - buffer));
    out_ += text;
    if (text.find_first_of(".e") == std::string_view::npos) out_ += ".0";
  }

  void PrintFunctionName(std::string_view name) {
    for (const BuiltinInfo& builtin : kBuiltins) {
      if (EqualIgnoringCase(name, builtin.name)) {
        out_ += builtin.name;
        return;
      }
    }
    out_ += name;
  }

  void PrintUnary(const Expr& expr, int min_level) {
    const OperatorText op = TextOf(expr.op);
    const ExprId operand = ast_.Arguments(expr)[0];
    if (op.level < min_level) out_ += '(';
    out_ += op.text;
    if (expr.op == Operator::kNot) out_ += ' ';
    const Expr& inside = ast_[operand];
    // `-5` is one number; the negation of 5 needs parentheses.
    const bool is_number = (inside.kind == ExprKind::kInt && inside.int_value >= 0) ||
                           (inside.kind == ExprKind::kFloat && inside.float_value >= 0);
    if (expr.op == Operator::kNegate && is_number) out_ += '(';
    PrintExpr(operand, op.level);
    if (expr.op == Operator::kNegate && is_number) out_ += ')';
    if (op.level < min_level) out_ += ')';
  }

  void PrintBinary(const Expr& expr, int min_level) {
    const OperatorText op = TextOf(expr.op);
    const std::span<const ExprId> operands = ast_.Arguments(expr);
    if (op.level < min_level) out_ += '(';
    PrintExpr(operands[0], op.level == kComparisonLevel ? op.level + 1 : op.level);
    out_ += ' ';
    out_ += op.text;
    out_ += ' ';
    PrintExpr(operands[1], op.level + 1);
    if (op.level < min_level) out_ += ')';
  }

  auto IsNotExists(ExprId id) const -> bool {
    const Expr& expr = ast_[id];
    return expr.kind == ExprKind::kUnary && expr.op == Operator::kNot &&
           ast_[ast_.Arguments(expr)[0]].kind == ExprKind::kExists;
  }

  const Ast& ast_;
  std::string& out_;
};

// Statements line by line, with the comments between them.
class ProgramPrinter {
 public:
  explicit ProgramPrinter(const Ast& ast) : ast_(ast), text_(ast, out_) { out_.reserve(ast.source.size() + 64); }

  auto Run() -> std::string {
    PrintStatements(ast_.List(ast_.program));
    PrintComments(static_cast<std::uint32_t>(ast_.source.size()) + 1);
    return std::move(out_);
  }

 private:
  // ----- lines

  // Begins the line of what stands at `offset` in the source; one blank line before it where there are some.
  void BeginLine(std::uint32_t offset) {
    if (!at_block_start_ && HasBlankLineBefore(offset)) out_ += '\n';
    at_block_start_ = false;
    out_.append(static_cast<std::size_t>(indent_) * 2, ' ');
  }

  // Begins a line that belongs to the one before: END, ELSE.
  void BeginClosingLine() {
    at_block_start_ = false;
    out_.append(static_cast<std::size_t>(indent_) * 2, ' ');
  }

  auto HasBlankLineBefore(std::uint32_t offset) const -> bool {
    int lines = 0;
    for (std::size_t at = offset; at > 0; --at) {
      const char c = ast_.source[at - 1];
      if (c == '\n' || (c == '\r' && ast_.source[at] != '\n')) {
        if (++lines == 2) return true;
      } else if (c != ' ' && c != '\t' && c != '\r') {
        return false;
      }
    }
    return false;
  }

  // Ends the line, whose source ends at `offset`, with the comment that stands there on the same line.
  void EndLine(std::uint32_t offset, std::uint32_t limit) {
    if (next_comment_ < ast_.comments.size()) {
      const Comment& comment = ast_.comments[next_comment_];
      const std::uint32_t begin = comment.range.offset;
      if (!comment.own_line && begin >= offset && begin < limit && !HasLineEnd(offset, begin) &&
          !LooksLikeDivision(comment)) {
        out_ += "  ";
        out_ += bytelogic::TextOf(ast_.source, comment.range);
        ++next_comment_;
      }
    }
    out_ += '\n';
  }

  auto HasLineEnd(std::uint32_t begin, std::uint32_t end) const -> bool {
    return ast_.source.substr(begin, end - begin).find_first_of("\r\n") != std::string_view::npos;
  }

  // Where an operand ends the printed line, such a comment would be E108.
  auto LooksLikeDivision(const Comment& comment) const -> bool {
    const std::string_view text = bytelogic::TextOf(ast_.source, comment.range);
    if (!text.starts_with("//")) return false;
    const std::size_t next = text.find_first_not_of(" \t", 2);
    return next != std::string_view::npos && (IsAsciiDigit(text[next]) || text[next] == '$' || text[next] == '(');
  }

  // The comments that begin before `offset`, each on its line.
  void PrintComments(std::uint32_t offset) {
    for (; next_comment_ < ast_.comments.size(); ++next_comment_) {
      const Comment& comment = ast_.comments[next_comment_];
      if (comment.range.offset >= offset) return;
      BeginLine(comment.range.offset);
      out_ += bytelogic::TextOf(ast_.source, comment.range);
      out_ += '\n';
    }
  }

  // The end of the word `word` (upper case) between two places, comments passed over; `end` where there is none.
  auto FindWordEnd(std::uint32_t begin, std::uint32_t end, std::string_view word) const -> std::uint32_t {
    auto comment = std::lower_bound(ast_.comments.begin(), ast_.comments.end(), begin,
                                    [](const Comment& c, std::uint32_t at) { return c.range.offset < at; });
    const std::string_view source = ast_.source;
    for (std::uint32_t at = begin; at + word.size() <= end;) {
      if (comment != ast_.comments.end() && comment->range.offset == at) {
        at = comment->range.end();
        ++comment;
        continue;
      }
      const auto word_end = static_cast<std::uint32_t>(at + word.size());
      const bool alone = (at == 0 || !IsAsciiWordByte(source[at - 1])) &&
                         (word_end == source.size() || !IsAsciiWordByte(source[word_end]));
      if (alone && EqualIgnoringCase(source.substr(at, word.size()), word)) return word_end;
      ++at;
    }
    return end;
  }

  // ----- statements

  void PrintStatements(std::span<const StatementId> statements) {
    for (const StatementId id : statements) PrintStatement(ast_[id]);
  }

  void PrintStatement(const Statement& statement) {
    switch (statement.kind) {
      case StatementKind::kRule:
        return PrintRule(statement);
      case StatementKind::kIf:
        return PrintIf(statement);
      case StatementKind::kCalc:
      case StatementKind::kForRange:
      case StatementKind::kForQuery:
      case StatementKind::kForList:
      case StatementKind::kForWhile:
        return PrintBlockStatement(statement);
      case StatementKind::kError:
        return;
      default:
        break;
    }
    PrintComments(statement.range.end());
    BeginLine(statement.range.offset);
    text_.PrintLeaf(statement);
    EndLine(statement.range.end(), kNoLimit);
  }

  // CALC and FOR: a head, a body, END.
  void PrintBlockStatement(const Statement& statement) {
    const std::uint32_t head_end = HeadEnd(statement);
    PrintComments(head_end);
    BeginLine(statement.range.offset);
    if (statement.kind == StatementKind::kCalc) {
      text_.PrintCalcHead(statement);
    } else {
      text_.PrintForHead(statement);
    }
    const std::uint32_t end_word = statement.range.end() - kEndLength;
    PrintBody(ast_.Body(statement), head_end, end_word);
    PrintEnd(statement);
  }

  // Where the head of a CALC or FOR ends, short of closing parentheses.
  auto HeadEnd(const Statement& statement) const -> std::uint32_t {
    std::uint32_t end = statement.name.empty() ? statement.variable_range.end() : statement.name_range.end();
    end = std::max(end, statement.keyword_range.end());
    for (const Parameter& parameter : ast_.Parameters(statement)) end = std::max(end, parameter.range.end());
    for (const ExprId argument : ast_.Arguments(statement)) end = std::max(end, ast_[argument].range.end());
    return end;
  }

  // The body of a block: first the end of the head's line, at last the comments before what ends the block.
  void PrintBody(std::span<const StatementId> body, std::uint32_t head_end, std::uint32_t body_end) {
    EndLine(head_end, body.empty() ? body_end : ast_[body.front()].range.offset);
    ++indent_;
    at_block_start_ = true;
    PrintStatements(body);
    PrintComments(body_end);
    --indent_;
  }

  void PrintEnd(const Statement& statement) {
    BeginClosingLine();
    out_ += "END";
    EndLine(statement.range.end(), kNoLimit);
  }

  void PrintIf(const Statement& statement) {
    const std::span<const ExprId> conditions = ast_.Arguments(statement);
    const std::uint32_t end_word = statement.range.end() - kEndLength;
    std::uint32_t at = statement.keyword_range.end();
    for (std::uint32_t arm = 0; arm < statement.bodies.size; ++arm) {
      const std::span<const StatementId> body = ast_.Body(statement, arm);
      const bool has_condition = arm < conditions.size();
      std::uint32_t head_end = at;
      if (has_condition) {
        head_end = FindWordEnd(ast_[conditions[arm]].range.end(), end_word, "THEN");
      }
      if (arm == 0) {
        PrintComments(head_end);
        BeginLine(statement.range.offset);
      } else {
        ++indent_;
        PrintComments(has_condition ? head_end : at);
        --indent_;
        BeginClosingLine();
        out_ += has_condition ? "ELSE " : "ELSE";
      }
      if (has_condition) {
        out_ += "IF ";
        text_.PrintExpr(conditions[arm], kOrLevel);
        out_ += " THEN";
      }
      // The body ends at the ELSE of the next arm, or at END.
      std::uint32_t body_end = end_word;
      if (arm + 1 < statement.bodies.size) {
        const std::uint32_t after_body = body.empty() ? head_end : ast_[body.back()].range.end();
        at = FindWordEnd(after_body, end_word, "ELSE");
        body_end = at - kElseLength;
      }
      PrintBody(body, head_end, body_end);
    }
    PrintEnd(statement);
  }

  // ----- rules

  void PrintRule(const Statement& rule) {
    const std::span<const StatementId> clauses = ast_.Body(rule);
    PrintComments(rule.name_range.end());
    const std::size_t before = out_.size();
    const bool was_block_start = at_block_start_;
    BeginLine(rule.range.offset);
    const std::size_t line_begin = out_.size();
    if (!IsWrittenInLines(rule, clauses)) {
      PrintRuleName(rule);
      for (std::size_t i = 0; i < clauses.size(); ++i) {
        out_ += i == 0 ? " " : ", ";
        text_.PrintClause(ast_[clauses[i]]);
      }
      if (CountCodePoints(std::string_view(out_).substr(line_begin)) + Indentation() <= kMaxRuleWidth) {
        EndLine(rule.range.end(), kNoLimit);
        return;
      }
      out_.resize(before);
      at_block_start_ = was_block_start;
      BeginLine(rule.range.offset);
    }
    PrintRuleInLines(rule, clauses);
  }

  auto Indentation() const -> std::size_t { return static_cast<std::size_t>(indent_) * 2; }

  void PrintRuleName(const Statement& rule) {
    out_ += "RULE ";
    out_ += rule.name;
    out_ += ':';
  }

  // Whether a clause of the rule begins a line, or a comment stands in it.
  auto IsWrittenInLines(const Statement& rule, std::span<const StatementId> clauses) const -> bool {
    if (next_comment_ < ast_.comments.size() && ast_.comments[next_comment_].range.offset < rule.range.end()) {
      return true;
    }
    return std::any_of(clauses.begin(), clauses.end(), [this](StatementId id) {
      for (std::size_t at = ast_[id].range.offset; at > 0; --at) {
        const char c = ast_.source[at - 1];
        if (c == '\n' || c == '\r') return true;
        if (c != ' ' && c != '\t') return false;
      }
      return true;
    });
  }

  void PrintRuleInLines(const Statement& rule, std::span<const StatementId> clauses) {
    PrintRuleName(rule);
    const auto begin_of = [&](std::size_t i) { return ast_[clauses[i]].range.offset; };
    EndLine(rule.name_range.end(), clauses.empty() ? kNoLimit : begin_of(0));
    ++indent_;
    for (std::size_t i = 0; i < clauses.size(); ++i) {
      const Statement& clause = ast_[clauses[i]];
      at_block_start_ = true;  // no blank lines in a rule
      PrintComments(clause.range.end());
      at_block_start_ = true;
      BeginLine(clause.range.offset);
      text_.PrintClause(clause);
      const bool is_last = i + 1 == clauses.size();
      if (!is_last) out_ += ',';
      if (!is_last) {
        EndLine(clause.range.end(), begin_of(i + 1));
      } else if (!PrintCommentsOfEnd(clause, rule)) {
        EndLine(rule.range.end(), kNoLimit);
      }
    }
    --indent_;
    at_block_start_ = false;
  }

  // The END of a rule is not printed: comments before it go after the rule. Returns whether there were some.
  auto PrintCommentsOfEnd(const Statement& clause, const Statement& rule) -> bool {
    if (next_comment_ == ast_.comments.size()) return false;
    if (ast_.comments[next_comment_].range.offset >= rule.range.end()) return false;
    EndLine(clause.range.end(), rule.range.end());
    --indent_;
    PrintComments(rule.range.end());
    ++indent_;
    return true;
  }

  static constexpr std::uint32_t kNoLimit = 0xFFFF'FFFF;
  static constexpr std::uint32_t kEndLength = 3;
  static constexpr std::uint32_t kElseLength = 4;

  const Ast& ast_;
  std::string out_;
  TextPrinter text_;
  std::size_t next_comment_ = 0;
  int indent_ = 0;
  bool at_block_start_ = true;
};

}  // namespace

auto PrintProgram(const Ast& ast) -> std::string { return ProgramPrinter(ast).Run(); }

auto PrintExpr(const Ast& ast, ExprId expr) -> std::string {
  std::string out;
  TextPrinter(ast, out).PrintExpr(expr, kOrLevel);
  return out;
}

}  // namespace bytelogic::syntax
