// The final pass over aggregates and KEEP columns; see finish.h.
#include <algorithm>
#include <utility>

#include "diagnostics/messages.h"
#include "sema/finish.h"
#include "sema/suggest.h"
#include "sema/types.h"

namespace bytelogic::sema {
namespace {

constexpr auto Bit(Type type) -> std::uint8_t { return static_cast<std::uint8_t>(1U << static_cast<unsigned>(type)); }
constexpr std::uint8_t kNumbers = Bit(Type::kInt) | Bit(Type::kFloat);

}  // namespace

void Finisher::FinishEmit(const Clause& clause) {
  if (clause.emit_columns.size == 0) return FinishTuple(clause.relation, clause.operands);
  for (std::uint32_t index = 0; index < clause.operands.size; ++index) {
    const std::uint32_t slot = clause.operands.begin + index;
    EmitColumn& column = program_.emit_columns[clause.emit_columns.begin + index];
    if (!column.aggregated) {
      FinishValue(clause.relation, index, slot);
      continue;
    }
    const ExprId operand = program_.operand_pool[slot];
    const Type argument = operand.valid() ? Finish(operand) : Type::kInt;
    column.result = AggregateType(column.function, argument);
    if (argument == Type::kSymbol && column.result == Type::kNone) {
      const SourceRange range = program_[operand].range;
      ReportAggregated(messages::kAggregatesNumbers({column.function}, {ShortText(context_, range)}), range);
      continue;
    }
    const Column& into = program_.relations[clause.relation.index].columns[index];
    if (program_[clause.relation].keep != Keep::kAll) NoteSource(clause.relation, index, column.result);
    const bool welcome = column.result == into.type || into.type == Type::kAny || column.result == Type::kAny ||
                         column.result == Type::kNone || (into.type == Type::kFloat && column.result == Type::kInt);
    if (!welcome) ReportAggregateColumn(clause.relation, index, column);
  }
}

auto Finisher::FinishAggregateQuery(const Expr& expr) -> Type {
  FinishPattern(expr.operands);
  if (expr.aggregate == AggregateFunction::kCount) return Type::kInt;
  const std::uint32_t index = AggregatedColumn(program_, expr);
  const Column& column = program_[expr.relation].columns[index];
  const Type type = AggregateType(expr.aggregate, column.type);
  if (column.type == Type::kSymbol && type == Type::kNone) {
    ReportAggregated(messages::kAggregatesColumn({expr.aggregate}, {column.name}, {program_[expr.relation].name}),
                     expr.range);
  }
  return type;
}

void Finisher::ReportAggregated(Message message, SourceRange range) {
  std::optional<PendingFix> fix = MissingDollar(range);
  Words help =
      fix ? messages::kDidYouMeanTheVariable({TextOf(context_.ast.source, range)})
          : messages::kAddUpNumbers({AggregateFunction::kCount}, {AggregateFunction::kMin}, {AggregateFunction::kMax});
  Report(std::move(message), range, std::move(help), std::move(fix));
}

void Finisher::ReportAggregateColumn(RelationId relation, std::uint32_t column, const EmitColumn& value) {
  const Relation& declared = program_[relation];
  const Type type = declared.columns[column].type;
  Report(messages::kColumnDeclared({declared.columns[column].name}, {declared.name}, NamedType(type),
                                   {ShortText(context_, value.range)}, NamedType(value.result)),
         value.range,
         messages::kDeclareAs(NamedType(value.result),
                              {context_.diagnostics.LineOf(context_.ast.source, declared.range)}));
}

// KEEP.

void Finisher::NoteSource(RelationId relation, std::uint32_t column, Type type) {
  if (column + 1 != program_[relation].columns.size()) return;
  const auto keep = std::ranges::find(context_.keep_columns, relation, &KeepColumn::relation);
  if (keep != context_.keep_columns.end()) keep->sources |= Bit(type);
}

void Finisher::CheckKeepColumns() {
  for (const KeepColumn& keep : context_.keep_columns) {
    if (program_[keep.relation].columns.back().type == Type::kAny) ReportKeep(keep);
  }
}

void Finisher::ReportKeep(const KeepColumn& keep) {
  const Relation& relation = program_[keep.relation];
  const Column& column = relation.columns.back();
  const std::string_view best = relation.keep == Keep::kMin ? "KEEP MIN" : "KEEP MAX";
  if (!column.declared && (keep.sources & kNumbers) != 0 && (keep.sources & Bit(Type::kSymbol)) != 0) {
    Report(messages::kBestOfBoth({column.name}, {relation.name}), keep.range,
           messages::kDeclareAndMend({column.name}, {best}));
    return;
  }
  Report(messages::kBestOfAny({column.name}, {relation.name}), keep.range,
         messages::kDeclareTheType({column.name}, {best}));
}

}  // namespace bytelogic::sema
