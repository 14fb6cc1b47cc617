#include "syntax/datalog/printer.h"

#include <algorithm>

#include "base/utf8.h"
#include "diagnostics/limit_message.h"
#include "syntax/datalog/term_printer.h"
#include "syntax/datalog/words.h"

namespace bytelogic::syntax::datalog {
namespace {

constexpr std::size_t kMaxWidth = 100;

auto WordOf(ColumnType type) -> std::string_view {
  switch (type) {
    case ColumnType::kInt:
      return "number";
    case ColumnType::kFloat:
      return "float";
    case ColumnType::kSymbol:
      return "symbol";
    case ColumnType::kAny:
      return "any";
    case ColumnType::kUnknown:
      break;
  }
  return {};
}

class Printer {
 public:
  Printer(const Tree& tree, WorkMeter& work) : tree_(tree), work_(work), terms_(tree, out_) {
    out_.reserve(tree.source.size() + 64);
  }

  auto Run() -> std::string {
    for (std::size_t index = 0; index < tree_.items.size(); ++index) {
      const Item& item = tree_.items[index];
      // Several items may come from one place.
      const bool same = index > 0 && tree_.items[index - 1].range.offset == item.range.offset;
      if (!same) {
        PrintComments(item.range.end());
        BeginLine(item.range.offset);
      }
      const std::size_t before = out_.size();
      PrintItem(item);
      work_.Hold(out_.size() - before);
      const bool last = index + 1 == tree_.items.size();
      EndLine(item.range.end(), last ? kNoLimit : tree_.items[index + 1].range.offset);
    }
    PrintComments(kNoLimit);
    return std::move(out_);
  }

 private:
  static constexpr std::uint32_t kNoLimit = 0xFFFF'FFFF;

  // Lines.

  void BeginLine(std::uint32_t offset) {
    if (!out_.empty() && HasBlankLineBefore(offset)) out_ += '\n';
  }

  auto HasBlankLineBefore(std::uint32_t offset) const -> bool {
    int lines = 0;
    for (std::size_t at = std::min<std::size_t>(offset, tree_.source.size()); at > 0; --at) {
      const char c = tree_.source[at - 1];
      if (c == '\n') {
        if (++lines == 2) return true;
      } else if (c != ' ' && c != '\t' && c != '\r') {
        return false;
      }
    }
    return false;
  }

  void PrintComments(std::uint32_t offset) {
    for (; next_comment_ < tree_.comments.size(); ++next_comment_) {
      const SourceRange range = tree_.comments[next_comment_].range;
      if (range.offset >= offset) return;
      BeginLine(range.offset);
      PrintComment(range);
      out_ += '\n';
    }
  }

  // The comment on the same line, where there is one before `limit`.
  void EndLine(std::uint32_t offset, std::uint32_t limit) {
    if (next_comment_ < tree_.comments.size()) {
      const Comment& comment = tree_.comments[next_comment_];
      const std::uint32_t begin = comment.range.offset;
      const bool same_line = begin >= offset && begin < limit &&
                             tree_.source.substr(offset, begin - offset).find('\n') == std::string_view::npos;
      if (same_line && !comment.own_line) {
        out_ += "  ";
        PrintComment(comment.range);
        ++next_comment_;
      }
    }
    out_ += '\n';
  }

  // With the mark that begins comments in this convention.
  void PrintComment(SourceRange range) {
    const std::string_view text = TextOf(tree_.source, range);
    const std::string_view mark = tree_.convention == Convention::kSouffle ? "//" : "%";
    if (text.starts_with("/*") || text.starts_with(mark)) {
      out_ += text;
      return;
    }
    const std::size_t end = text.find_first_not_of(";#%/");
    out_ += mark;
    if (end == std::string_view::npos) return;
    if (text[end] != ' ' && text[end] != '\t') out_ += ' ';
    out_ += text.substr(end);
  }

  // Items.

  void PrintItem(const Item& item) {
    switch (item.kind) {
      case ItemKind::kClause:
        return PrintClause(tree_.clauses[item.index]);
      case ItemKind::kQuestion:
        return PrintRule("?- ", tree_.questions[item.index].body);
      case ItemKind::kDeclaration:
        return PrintDeclaration(tree_.declarations[item.index]);
      case ItemKind::kType:
        return PrintType(tree_.types[item.index]);
      case ItemKind::kDirective:
        return PrintDirective(tree_.directives[item.index]);
      case ItemKind::kIgnored:
        out_ += TextOf(tree_.source, item.range);
        return;
    }
  }

  void PrintClause(const Clause& clause) {
    std::string head;
    TermPrinter printer(tree_, head);
    for (const GoalId literal : tree_.Goals(clause.heads)) {
      if (!head.empty()) head += ", ";
      printer.PrintLiteral(tree_[literal]);
    }
    if (!clause.body.valid()) {
      out_ += head;
      out_ += '.';
      return;
    }
    PrintRule(head + " :- ", clause.body);
  }

  // `head` and the body in one line, or with a line for each goal.
  void PrintRule(const std::string& head, GoalId body) {
    const std::size_t begin = out_.size();
    out_ += head;
    terms_.PrintBody(body);
    out_ += '.';
    if (CountCodePoints(std::string_view(out_).substr(begin)) <= kMaxWidth) return;
    if (tree_[body].kind != GoalKind::kAnd) return;
    out_.resize(begin);
    out_ += std::string_view(head).substr(0, head.size() - 1);
    const auto goals = tree_.Goals(tree_[body].goals);
    for (std::size_t index = 0; index < goals.size(); ++index) {
      out_ += "\n    ";
      terms_.PrintGoal(goals[index]);
      out_ += index + 1 == goals.size() ? '.' : ',';
    }
  }

  void PrintDeclaration(const Declaration& declaration) {
    if (!declaration.has_columns) {
      out_ += ":- dynamic ";
      out_ += WritePredicate(tree_.convention, declaration.name);
      out_ += '/';
      out_ += std::to_string(declaration.arity);
      out_ += '.';
      return;
    }
    out_ += ".decl ";
    out_ += declaration.name;
    out_ += '(';
    bool first = true;
    for (const DeclaredColumn& column : tree_.Columns(declaration)) {
      if (!first) out_ += ", ";
      first = false;
      out_ += column.name;
      const std::string_view type = column.type_name.empty() ? WordOf(column.type) : column.type_name;
      if (type.empty()) continue;
      out_ += ": ";
      out_ += type;
    }
    out_ += ')';
  }

  void PrintType(const TypeDeclaration& type) {
    out_ += ".type ";
    out_ += type.name;
    out_ += type.subtype ? " <: " : " = ";
    for (std::uint32_t at = type.targets.begin; at < type.targets.end(); ++at) {
      if (at > type.targets.begin) out_ += " | ";
      out_ += tree_.type_names[at].text;
    }
  }

  void PrintDirective(const Directive& directive) {
    constexpr std::string_view kWords[] = {".input ", ".output ", ".printsize "};
    out_ += kWords[static_cast<std::size_t>(directive.kind)];
    out_ += WritePredicate(tree_.convention, directive.relation);
    if (directive.parameters.empty()) return;
    out_ += '(';
    for (std::uint32_t at = directive.parameters.begin; at < directive.parameters.end(); ++at) {
      const DirectiveParameter& parameter = tree_.directive_parameters[at];
      if (at > directive.parameters.begin) out_ += ", ";
      out_ += parameter.name;
      out_ += '=';
      const std::string_view text = TextOf(tree_.source, parameter.range);
      const bool quoted = text.ends_with('"') || text.ends_with('\'');
      out_ += quoted ? WriteSymbol(Convention::kSouffle, parameter.value) : std::string(parameter.value);
    }
    out_ += ')';
  }

  const Tree& tree_;
  WorkMeter& work_;
  std::string out_;
  TermPrinter terms_;
  std::size_t next_comment_ = 0;
};

}  // namespace

auto PrintTree(const Tree& tree, Diagnostics& diagnostics) -> std::string {
  return Metered(diagnostics, [&] { return Printer(tree, diagnostics.work()).Run(); });
}

}  // namespace bytelogic::syntax::datalog
