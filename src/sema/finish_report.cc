// What the final pass says about types that do not fit; see finish.h.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/symbol_text.h"
#include "diagnostics/messages.h"
#include "sema/finish.h"
#include "sema/suggest.h"
#include "sema/types.h"

namespace bytelogic::sema {

void Finisher::Report(Message message, SourceRange range, Words help, std::optional<PendingFix> fix) {
  const auto kind = static_cast<unsigned>(message.kind);
  const auto key = (static_cast<std::uint64_t>(range.offset) << 32 | range.length) * 256 + kind;
  if (!reported_.insert(key).second) return;
  context_.diagnostics.Report(std::move(message), range, std::move(help), std::move(fix));
}

auto Finisher::MissingDollar(SourceRange range) const -> std::optional<PendingFix> {
  const std::string_view text = TextOf(context_.ast.source, range);
  const auto found = std::ranges::find(*variables_, text, &Variable::name);
  if (text.empty() || found == variables_->end()) return std::nullopt;
  return PendingFix({range.offset, 0}, messages::kByteLogicText({"$"}));
}

auto Finisher::AsArgument(SourceRange range, Builtin function) const -> Words {
  const std::string_view source = context_.ast.source;
  const std::size_t before = range.offset == 0 ? 0 : source.find_last_not_of(" \t", range.offset - 1);
  const std::size_t after = source.find_first_not_of(" \t", range.end());
  const bool enclosed =
      before < source.size() && source[before] == '(' && after < source.size() && source[after] == ')';
  const Excerpt text{TextOf(source, range)};
  return enclosed ? messages::kCallOf({function}, text) : messages::kCallInParentheses({function}, text);
}

auto Finisher::AtomWithDashes(const Expr& expr) const -> SourceRange {
  const std::string_view source = context_.ast.source;
  const std::size_t end = ScanAtom(source, expr.range.offset);
  if (expr.kind != ExprKind::kSubtract || end < expr.range.end()) return {};
  return {expr.range.offset, static_cast<std::uint32_t>(end) - expr.range.offset};
}

void Finisher::ReportMeeting(const Expr& expr, SourceRange left, Type left_type, SourceRange right, Type right_type) {
  const bool comparison = expr.kind >= ExprKind::kEqual && expr.kind <= ExprKind::kGreaterEqual;
  const bool both_symbols = left_type == Type::kSymbol && right_type == Type::kSymbol;
  const SourceRange symbol = left_type == Type::kSymbol ? left : right;
  const std::string left_text = ShortText(context_, left);
  const std::string right_text = ShortText(context_, right);
  const auto source_at = [&](SourceRange range) { return Excerpt{TextOf(context_.ast.source, range)}; };
  std::optional<PendingFix> fix = MissingDollar(symbol);
  Words help;
  if (fix) {
    help = messages::kDidYouMeanTheVariable({TextOf(context_.ast.source, symbol)});
  } else if (const SourceRange atom = AtomWithDashes(expr); atom.length > 0) {
    const std::string quoted = fmt::format("\"{}\"", TextOf(context_.ast.source, atom));
    fix.emplace(atom, quoted);
    help = messages::kQuoteDashes({quoted});
  } else if (expr.kind == ExprKind::kAdd && both_symbols) {
    help = messages::kJoinTheSymbols({Builtin::kConcat}, {left_text}, {right_text});
    fix.emplace(expr.range, messages::kCallOfTwo({Builtin::kConcat}, source_at(left), source_at(right)));
  } else if (comparison) {
    help = messages::kCompareNumbers({Builtin::kToNumber}, {ShortText(context_, symbol)});
  } else if (expr.kind == ExprKind::kAdd) {
    help = messages::kJoinSymbols({Builtin::kConcat}, {Builtin::kToNumber});
  } else {
    help = messages::kNumberOrConversion({Builtin::kToNumber});
  }
  Report(both_symbols
             ? messages::kArithmeticWithSymbols({left_text}, {right_text})
             : messages::kNumberMeetsSymbol({left_text}, NamedType(left_type), {right_text}, NamedType(right_type)),
         expr.range, std::move(help), std::move(fix));
}

void Finisher::ReportColumn(RelationId relation, std::size_t column, ExprId value, Type given) {
  const Relation& declared = program_[relation];
  const Type type = declared.columns[column].type;
  const SourceRange range = program_[value].range;
  const bool literal = program_[value].kind == ExprKind::kConstant;
  const std::string text = ShortText(context_, range);
  std::optional<PendingFix> fix;
  Words help =
      messages::kGiveOrDeclare(NamedType(type), {context_.diagnostics.LineOf(context_.ast.source, declared.range)});
  if (given == Type::kFloat && !literal) {
    help = messages::kWriteEitherAround({Builtin::kFloor}, {Builtin::kRound});
    fix.emplace(range, AsArgument(range, Builtin::kRound));
  } else if (given == Type::kSymbol) {
    fix = MissingDollar(range);
    if (fix) help = messages::kDidYouMeanTheVariable({text});
  } else if (type == Type::kSymbol && literal) {
    help = messages::kWriteAsString({text});
    fix.emplace(range, fmt::format("\"{}\"", text));
  } else if (type == Type::kSymbol) {
    help = messages::kWriteAround({Builtin::kToSymbol});
    fix.emplace(range, AsArgument(range, Builtin::kToSymbol));
  }
  Report(messages::kColumnDeclared({declared.columns[column].name}, {declared.name}, NamedType(type), {text},
                                   NamedType(given)),
         range, std::move(help), std::move(fix));
}

void Finisher::ReportArgument(const Expr& call, ExprId operand, Type expected, Type given) {
  const SourceRange range = program_[operand].range;
  const std::string_view source = TextOf(context_.ast.source, range);
  const std::string text = ShortText(context_, range);
  Words help;
  std::optional<PendingFix> fix;
  if (given == Type::kSymbol) {
    fix = MissingDollar(range);
    help = fix ? messages::kDidYouMeanTheVariable({source}) : messages::kNumberOrConversion({Builtin::kToNumber});
  } else if (expected == Type::kSymbol) {
    help = messages::kWriteAround({Builtin::kToSymbol});
    fix.emplace(range, messages::kCallOf({Builtin::kToSymbol}, {source}));
  } else {
    help = messages::kWriteEitherAround({Builtin::kFloor}, {Builtin::kRound});
    fix.emplace(range, messages::kCallOf({Builtin::kRound}, {source}));
  }
  const bool wants_number = expected == Type::kFloat;
  Report(wants_number ? messages::kTakesNumber({call.builtin}, {text}, NamedType(given))
                      : messages::kTakesType({call.builtin}, NamedType(expected), {text}, NamedType(given)),
         range, std::move(help), std::move(fix));
}

}  // namespace bytelogic::sema
