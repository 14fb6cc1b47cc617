#include "syntax/printer.h"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/keyword.h"
#include "base/letter_case.h"
#include "base/symbol_text.h"
#include "base/utf8.h"
#include "syntax/text_printer.h"

namespace bytelogic::syntax {
namespace {

constexpr std::size_t kMaxRuleWidth = 100;

auto IsAsciiWordByte(char c) -> bool { return IsAsciiLetter(c) || IsAsciiDigit(c) || c == '_'; }

// Statements line by line, with the comments between them.
class ProgramPrinter {
 public:
  explicit ProgramPrinter(const Ast& ast) : ast_(ast), text_(ast, out_) { out_.reserve(ast.source.size() + 64); }

  auto Run() -> std::string {
    PrintStatements(ast_.List(ast_.program), kNoLimit);
    PrintComments(Size32(ast_.source) + 1);
    return std::move(out_);
  }

 private:
  // Lines.

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

  // Ends the line, whose source ends at `offset`, with the comment that stands on the same line before `limit`.
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
      if (alone && EqualsInAnyCase(source.substr(at, word.size()), word)) return word_end;
      ++at;
    }
    return end;
  }

  // Statements.

  // `end`: where what holds the statements goes on.
  void PrintStatements(std::span<const StatementId> statements, std::uint32_t end) {
    for (std::size_t i = 0; i < statements.size(); ++i) {
      const bool is_last = i + 1 == statements.size();
      next_statement_ = is_last ? end : ast_[statements[i + 1]].range.offset;
      PrintStatement(ast_[statements[i]]);
    }
  }

  void PrintStatement(const Statement& statement) {
    const std::uint32_t limit = next_statement_;
    switch (statement.kind) {
      case StatementKind::kRule:
      case StatementKind::kConstraint:
        return PrintRule(statement, limit);
      case StatementKind::kIf:
        return PrintIf(statement, limit);
      case StatementKind::kCalc:
      case StatementKind::kForRange:
      case StatementKind::kForQuery:
      case StatementKind::kForList:
      case StatementKind::kForWhile:
        return PrintBlockStatement(statement, limit);
      case StatementKind::kError:
        return;
      default:
        break;
    }
    PrintComments(statement.range.end());
    BeginLine(statement.range.offset);
    text_.PrintLeaf(statement);
    EndLine(statement.range.end(), limit);
  }

  // CALC and FOR: a head, a body, END.
  void PrintBlockStatement(const Statement& statement, std::uint32_t limit) {
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
    PrintEnd(statement, limit);
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
    PrintStatements(body, body_end);
    PrintComments(body_end);
    --indent_;
  }

  void PrintEnd(const Statement& statement, std::uint32_t limit) {
    BeginClosingLine();
    out_ += "END";
    EndLine(statement.range.end(), limit);
  }

  void PrintIf(const Statement& statement, std::uint32_t limit) {
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
        text_.PrintExpr(conditions[arm], TextPrinter::kAnyLevel);
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
    PrintEnd(statement, limit);
  }

  // Rules.

  void PrintRule(const Statement& rule, std::uint32_t limit) {
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
        EndLine(rule.range.end(), limit);
        return;
      }
      out_.resize(before);
      at_block_start_ = was_block_start;
      BeginLine(rule.range.offset);
    }
    PrintRuleInLines(rule, clauses, limit);
  }

  auto Indentation() const -> std::size_t { return static_cast<std::size_t>(indent_) * 2; }

  void PrintRuleName(const Statement& rule) {
    out_ += rule.kind == StatementKind::kRule ? "RULE " : "CONSTRAINT ";
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

  void PrintRuleInLines(const Statement& rule, std::span<const StatementId> clauses, std::uint32_t limit) {
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
        EndLine(rule.range.end(), limit);
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
  std::uint32_t next_statement_ = kNoLimit;  // where the next statement, or what ends the block, begins
  int indent_ = 0;
  bool at_block_start_ = true;
};

}  // namespace

auto PrintProgram(const Ast& ast) -> std::string { return ProgramPrinter(ast).Run(); }

auto PrintExpr(const Ast& ast, ExprId expr) -> std::string {
  std::string out;
  TextPrinter(ast, out).PrintExpr(expr, TextPrinter::kAnyLevel);
  return out;
}

}  // namespace bytelogic::syntax
