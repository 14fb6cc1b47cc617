// What the final pass says about types that do not fit; see finish.h.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/symbol_text.h"
#include "sema/finish.h"
#include "sema/suggest.h"
#include "sema/types.h"

namespace bytelogic::sema {

void Finisher::Report(DiagnosticKind kind, SourceRange range, std::string message, std::string help,
                      std::optional<RangeFix> fix) {
  const auto key = (static_cast<std::uint64_t>(range.offset) << 32 | range.length) * 256 + static_cast<unsigned>(kind);
  if (!reported_.insert(key).second) return;
  context_.diagnostics.Report(kind, range, std::move(message), std::move(help), std::move(fix));
}

auto Finisher::MissingDollar(SourceRange range) const -> std::optional<RangeFix> {
  const std::string_view text = TextOf(context_.ast.source, range);
  const auto found = std::ranges::find(*variables_, text, &Variable::name);
  if (text.empty() || found == variables_->end()) return std::nullopt;
  return RangeFix{{range.offset, 0}, "$"};
}

auto Finisher::AsArgument(SourceRange range, std::string_view function) const -> std::string {
  const std::string_view source = context_.ast.source;
  const std::size_t before = range.offset == 0 ? 0 : source.find_last_not_of(" \t", range.offset - 1);
  const std::size_t after = source.find_first_not_of(" \t", range.end());
  const bool enclosed =
      before < source.size() && source[before] == '(' && after < source.size() && source[after] == ')';
  return fmt::format("{}{}({}){}", enclosed ? "" : "(", function, TextOf(source, range), enclosed ? "" : ")");
}

auto Finisher::AtomWithDashes(const Expr& expr) const -> SourceRange {
  const std::string_view source = context_.ast.source;
  const std::size_t end = ScanAtom(source, expr.range.offset);
  if (expr.kind != ExprKind::kSubtract || end < expr.range.end()) return {};
  return {expr.range.offset, static_cast<std::uint32_t>(end) - expr.range.offset};
}

void Finisher::ReportMeeting(const Expr& expr, SourceRange left, Type left_type, SourceRange right, Type right_type) {
  const bool comparison = expr.kind >= ExprKind::kEqual && expr.kind <= ExprKind::kGreaterEqual;
  const SourceRange symbol = left_type == Type::kSymbol ? left : right;
  const std::string left_text = Excerpt(context_, left);
  const std::string right_text = Excerpt(context_, right);
  std::string message = fmt::format("a number meets a symbol: {} is {}, {} is {}", left_text,
                                    NameWithArticle(left_type), right_text, NameWithArticle(right_type));
  if (left_type == Type::kSymbol && right_type == Type::kSymbol) {
    message = fmt::format("arithmetic with symbols: {} and {} are symbols", left_text, right_text);
  }
  std::optional<RangeFix> fix = MissingDollar(symbol);
  std::string help;
  if (fix) {
    help = fmt::format("did you mean the variable ${}", TextOf(context_.ast.source, symbol));
  } else if (const SourceRange atom = AtomWithDashes(expr); atom.length > 0) {
    fix = RangeFix{atom, fmt::format("\"{}\"", TextOf(context_.ast.source, atom))};
    help = fmt::format("in an expression a symbol with - stands in quotes: {}", fix->text);
  } else if (expr.kind == ExprKind::kAdd && left_type == Type::kSymbol && right_type == Type::kSymbol) {
    help = fmt::format("join symbols with CONCAT({}, {})", left_text, right_text);
    fix = RangeFix{expr.range, fmt::format("CONCAT({}, {})", TextOf(context_.ast.source, left),
                                           TextOf(context_.ast.source, right))};
  } else if (comparison) {
    help = fmt::format("compare numbers with numbers: TO_NUMBER({}) where the symbol is a number",
                       Excerpt(context_, symbol));
  } else if (expr.kind == ExprKind::kAdd) {
    help = "join symbols with CONCAT(...), or write TO_NUMBER(...) where the symbol is a number";
  } else {
    help = "write a number, or TO_NUMBER(...) where the symbol is one";
  }
  Report(DiagnosticKind::kNumberMeetsSymbol, expr.range, std::move(message), std::move(help), std::move(fix));
}

void Finisher::ReportColumn(RelationId relation, std::size_t column, ExprId value, Type given) {
  const Relation& declared = program_[relation];
  const Type type = declared.columns[column].type;
  const SourceRange range = program_[value].range;
  const bool literal = program_[value].kind == ExprKind::kConstant;
  const std::string text = Excerpt(context_, range);
  std::string message = fmt::format("column {} of {} is declared {}, but {} is {}", declared.columns[column].name,
                                    declared.name, NameOf(type), text, NameWithArticle(given));
  std::optional<RangeFix> fix;
  std::string help = fmt::format("give {}, or declare the column otherwise in line {}", NameWithArticle(type),
                                 context_.diagnostics.LineOf(context_.ast.source, declared.range));
  if (given == Type::kFloat && !literal) {
    help = "write FLOOR(...) or ROUND(...) around it";
    fix = RangeFix{range, AsArgument(range, "ROUND")};
  } else if (given == Type::kSymbol) {
    fix = MissingDollar(range);
    if (fix) help = fmt::format("did you mean the variable ${}", text);
  } else if (type == Type::kSymbol && literal) {
    help = fmt::format("write it as a string: \"{}\"", text);
    fix = RangeFix{range, fmt::format("\"{}\"", text)};
  } else if (type == Type::kSymbol) {
    help = "write TO_SYMBOL(...) around it";
    fix = RangeFix{range, AsArgument(range, "TO_SYMBOL")};
  }
  Report(DiagnosticKind::kDeclaredOtherwise, range, std::move(message), std::move(help), std::move(fix));
}

void Finisher::ReportArgument(const Expr& call, ExprId operand, Type expected, Type given) {
  const SourceRange range = program_[operand].range;
  const std::string_view source = TextOf(context_.ast.source, range);
  const std::string_view name = InfoOf(call.builtin).name;
  const bool wants_number = expected == Type::kFloat;
  std::string message =
      fmt::format("{} takes {} here, but {} is {}", name, wants_number ? "a number" : NameWithArticle(expected),
                  Excerpt(context_, range), NameWithArticle(given));
  std::string help;
  std::optional<RangeFix> fix;
  if (given == Type::kSymbol) {
    fix = MissingDollar(range);
    help = fix ? fmt::format("did you mean the variable ${}", source)
               : std::string("write a number, or TO_NUMBER(...) where the symbol is one");
  } else if (expected == Type::kSymbol) {
    help = "write TO_SYMBOL(...) around it";
    fix = RangeFix{range, fmt::format("TO_SYMBOL({})", source)};
  } else {
    help = "write FLOOR(...) or ROUND(...) around it";
    fix = RangeFix{range, fmt::format("ROUND({})", source)};
  }
  Report(DiagnosticKind::kArgumentType, range, std::move(message), std::move(help), std::move(fix));
}

}  // namespace bytelogic::sema
