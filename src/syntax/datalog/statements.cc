#include "syntax/datalog/statements.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/keyword.h"
#include "base/symbol_text.h"
#include "base/utf8.h"
#include "syntax/text_printer.h"

namespace bytelogic::syntax::datalog {
namespace {

constexpr std::size_t kMaxWidth = 100;

auto IsControl(char c) -> bool { return (c >= 0 && c < ' ') || c == 0x7F; }

// Finds a name of letters, digits and `_` for each that has others in it.
class Renamer {
 public:
  void Reserve(std::string_view name) { taken_.insert(std::string(name)); }

  auto Name(Ast& ast, std::string_view name) -> std::string_view {
    if (IsGood(name)) return name;
    const auto found = names_.find(name);
    if (found != names_.end()) return found->second;
    std::string made;
    for (std::size_t at = 0; at < name.size();) {
      const std::size_t length = WordCharacterLength(name, at);
      if (length == 0) {
        made += '_';
        at += DecodeUtf8(name, at).length;
      } else {
        made += name.substr(at, length);
        at += length;
      }
    }
    if (made.empty() || IsAsciiDigit(made[0]) || !IsGood(made)) made.insert(0, "r_");
    while (!taken_.insert(made).second) made += '_';
    const std::string_view text = ast.decoded.emplace_back(std::move(made));
    names_.emplace(name, text);
    return text;
  }

  static auto IsGood(std::string_view name) -> bool {
    return !name.empty() && ScanName(name, 0) == name.size() && !IsUpperCaseKeyword(name);
  }

 private:
  std::unordered_map<std::string_view, std::string_view> names_;
  std::unordered_set<std::string> taken_;
};

class Printer {
 public:
  explicit Printer(Ast& ast) : ast_(ast), text_(ast, out_) {}

  auto Run() -> std::string {
    const auto program = ast_.List(ast_.program);
    if (!program.empty()) {
      // Comments at the top stay there; relations stand before everything else.
      std::uint32_t first = 0xFFFF'FFFF;
      for (const StatementId id : program) first = std::min(first, ast_[id].range.offset);
      PrintComments(first);
    }
    for (const StatementId id : program) {
      const Statement& statement = ast_[id];
      if (statement.kind != StatementKind::kRel) PrintComments(statement.range.offset);
      if (statement.kind == StatementKind::kRule) {
        PrintRule(statement);
      } else {
        text_.PrintLeaf(statement);
        out_ += '\n';
      }
    }
    PrintComments(0xFFFF'FFFF);
    return std::move(out_);
  }

 private:
  void PrintComments(std::uint32_t offset) {
    for (; next_comment_ < ast_.comments.size(); ++next_comment_) {
      const SourceRange range = ast_.comments[next_comment_].range;
      if (range.offset >= offset) return;
      PrintComment(TextOf(ast_.source, range));
    }
  }

  // Each line of it behind a `#`. Control characters, which a comment there may not hold, become blanks.
  void PrintComment(std::string_view text) {
    if (text.starts_with("/*")) {
      text.remove_prefix(2);
      if (text.ends_with("*/")) text.remove_suffix(2);
    } else {
      text.remove_prefix(std::min(text.find_first_not_of("%/"), text.size()));
    }
    while (true) {
      const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
      std::string line(text.substr(0, end));
      std::ranges::replace_if(
          line, [](char c) { return IsControl(c); }, ' ');
      const std::size_t first = std::min(line.find_first_not_of(' '), line.size());
      line = line.substr(first, line.find_last_not_of(' ') + 1 - first);
      if (!line.empty()) out_ += "# " + line + "\n";
      if (end == text.size()) return;
      text.remove_prefix(end + 1);
    }
  }

  void PrintRule(const Statement& rule) {
    const std::size_t begin = out_.size();
    PrintClauses(rule, " ", ", ");
    if (CountCodePoints(std::string_view(out_).substr(begin)) <= kMaxWidth) {
      out_ += '\n';
      return;
    }
    out_.resize(begin);
    PrintClauses(rule, "\n  ", ",\n  ");
    out_ += '\n';
  }

  void PrintClauses(const Statement& rule, std::string_view before, std::string_view between) {
    out_ += "RULE ";
    out_ += rule.name;
    out_ += ':';
    bool first = true;
    for (const StatementId id : ast_.Body(rule)) {
      out_ += first ? before : between;
      first = false;
      text_.PrintClause(ast_[id]);
    }
  }

  Ast& ast_;
  std::string out_;
  TextPrinter text_;
  std::size_t next_comment_ = 0;
};

}  // namespace

auto PrintStatements(Ast ast) -> std::string {
  Renamer relations;
  Renamer variables;
  for (const Statement& statement : ast.statements) relations.Reserve(statement.name);
  for (const Expr& expr : ast.exprs) variables.Reserve(expr.text);
  for (Statement& statement : ast.statements) {
    if (!statement.name.empty()) statement.name = relations.Name(ast, statement.name);
    if (!statement.variable.empty()) statement.variable = variables.Name(ast, statement.variable);
  }
  for (Expr& expr : ast.exprs) {
    if (expr.kind == ExprKind::kVariable) expr.text = variables.Name(ast, expr.text);
    if (expr.kind == ExprKind::kExists || expr.kind == ExprKind::kAggregateQuery) {
      expr.text = relations.Name(ast, expr.text);
    }
  }
  for (Column& column : ast.columns) column.name = variables.Name(ast, column.name);
  return Printer(ast).Run();
}

}  // namespace bytelogic::syntax::datalog
