#include "sema/declare.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "diagnostics/limit_text.h"
#include "diagnostics/messages.h"
#include "sema/types.h"

namespace bytelogic::sema {
namespace {

constexpr std::uint32_t kDefaultArity = 2;

struct ArityUse {
  std::uint32_t offset = 0xFFFF'FFFF;
  std::uint32_t arity = kDefaultArity;
};

// What the arguments of `statement` tell about the arity of its relation; nothing for the forms that leave columns out.
auto TellsArity(const syntax::Statement& statement) -> bool {
  switch (statement.kind) {
    case syntax::StatementKind::kScan:
      return statement.arguments.size >= 1;
    case syntax::StatementKind::kJoin:
      return statement.arguments.size >= 2;
    case syntax::StatementKind::kNotMatch:
    case syntax::StatementKind::kEmit:
    case syntax::StatementKind::kFact:
    case syntax::StatementKind::kForQuery:
    case syntax::StatementKind::kQuery:
      return true;
    default:
      return false;
  }
}

// The first use in source order decides.
auto ArityOfUses(const syntax::Ast& ast, std::string_view name) -> std::uint32_t {
  ArityUse first;
  for (const syntax::Statement& statement : ast.statements) {
    if (statement.name == name && TellsArity(statement) && statement.name_range.offset < first.offset) {
      first = {statement.name_range.offset, statement.arguments.size};
    }
  }
  for (const syntax::Expr& expr : ast.exprs) {
    const bool queries = expr.kind == syntax::ExprKind::kExists || expr.kind == syntax::ExprKind::kAggregateQuery;
    if (queries && expr.text == name && expr.name_range.offset < first.offset) {
      first = {expr.name_range.offset, expr.arguments.size};
    }
  }
  return first.arity;
}

// `same`: it says nothing that the first one does not say.
void ReportDefinedTwice(Context& context, const syntax::Statement& statement, Message message, SourceRange first,
                        bool same) {
  const std::uint32_t line = context.diagnostics.LineOf(context.ast.source, first);
  std::optional<PendingFix> fix;
  if (same) fix.emplace(statement.range, Words());
  context.diagnostics.Report(std::move(message), statement.name_range, messages::kFirstOneIn({line}), std::move(fix));
}

void AddColumns(Context& context, const syntax::Statement& statement, Relation& relation) {
  const auto columns = context.ast.Columns(statement);
  std::uint32_t arity = 0;
  if (statement.has_columns) {
    arity = Size32(columns);
  } else {
    arity = statement.has_arity ? statement.arity : ArityOfUses(context.ast, statement.name);
  }
  if (!statement.has_columns && !statement.has_arity) {
    context.work.Charge((context.ast.exprs.size() + context.ast.statements.size()) / 4);
  }
  if (arity > kMaxArity) {
    context.diagnostics.Report(messages::kTooManyColumns({statement.name}, {arity}, {kMaxArity}), statement.name_range,
                               messages::kSplitRelation());
    arity = kMaxArity;
  }
  context.work.Hold(arity * sizeof(Column));
  relation.columns.resize(arity);
  for (std::uint32_t index = 0; index < arity; ++index) {
    Column& column = relation.columns[index];
    column.type = Type::kNone;
    if (index < columns.size()) {
      column.name = columns[index].name;
      column.type = TypeNamed(columns[index].type);
      column.declared = column.type != Type::kNone;
    }
    if (column.name.empty()) column.name = PositionLetter(index);
    if (column.name.empty()) column.name = context.program.strings.emplace_back(fmt::format("c{}", index + 1));
  }
}

void CheckColumnNames(Context& context, const syntax::Statement& statement) {
  const auto columns = context.ast.Columns(statement);
  for (std::size_t index = 1; index < columns.size() && index < kMaxArity; ++index) {
    const auto before = columns.first(index);
    context.work.Charge(1 + index / 4);
    if (columns[index].name.empty()) continue;
    if (std::ranges::find(before, columns[index].name, &syntax::Column::name) == before.end()) continue;
    context.diagnostics.Report(messages::kColumnTwice({columns[index].name}, {statement.name}), columns[index].range,
                               messages::kNameEachColumn());
  }
}

// Removing the second declaration changes nothing: it says no more than the first one.
auto SaysNothingNew(const syntax::Statement& statement, const Relation& first) -> bool {
  return !statement.has_columns && (!statement.has_arity || statement.arity == first.columns.size());
}

// `count`: the relations of the program.
void DeclareRelation(Context& context, const syntax::Statement& statement, std::size_t count) {
  std::vector<Relation>& relations = context.program.relations;
  const std::uint32_t known = context.relation_names.Find(statement.name);
  if (known != NameTable::kNone) {
    if (known >= relations.size()) return;
    const Relation& first = relations[known];
    ReportDefinedTwice(context, statement, messages::kRelationTwice({statement.name}), first.range,
                       SaysNothingNew(statement, first));
    return;
  }
  if (context.relation_names.size() == context.limits.relations) {
    context.diagnostics.Report(
        messages::kMoreThan({context.limits.relations, "relation"}), statement.name_range,
        messages::kFewerRelations() + RaiseLimit("relations", context.limits.relations, LimitUnit::kCount, count));
  }
  context.relation_names.Add(statement.name);
  if (relations.size() >= context.limits.relations) return;  // nothing is made of a program over this limit
  Relation& relation = relations.emplace_back();
  relation.name = statement.name;
  relation.range = statement.name_range;
  AddColumns(context, statement, relation);
  if (statement.has_columns) CheckColumnNames(context, statement);
  if (statement.has_columns && statement.columns.size > 0) {
    const syntax::Column& last = context.ast.Columns(statement).back();
    if (last.keep == Keep::kAll) return;
    relation.keep = last.keep;
    context.needs_strata = true;
    context.keep_columns.push_back({{Size32(relations) - 1}, last.keep_range});
  }
}

void DeclareConstraint(Context& context, const syntax::Statement& statement, NameTable& names) {
  if (names.Find(statement.name) == NameTable::kNone) {
    names.Add(statement.name);
    return;
  }
  const auto statements = context.ast.List(context.ast.program);
  const auto first = std::ranges::find_if(statements, [&](syntax::StatementId id) {
    return context.ast[id].kind == syntax::StatementKind::kConstraint && context.ast[id].name == statement.name;
  });
  ReportDefinedTwice(context, statement, messages::kConstraintTwice({statement.name}), context.ast[*first].name_range,
                     false);
}

void DeclareCalc(Context& context, syntax::StatementId id) {
  const syntax::Statement& statement = context.ast[id];
  const std::uint32_t known = context.calc_names.Find(statement.name);
  if (known != NameTable::kNone) {
    ReportDefinedTwice(context, statement, messages::kCalcTwice({statement.name}),
                       context.ast[context.calcs[known].statement].name_range, false);
    return;
  }
  context.calc_names.Add(statement.name);
  context.calcs.push_back({.statement = id});
}

// `statement` is rule `number` of `count`.
void CheckRuleLimit(Context& context, const syntax::Statement& statement, std::uint64_t number, std::uint64_t count) {
  if (number != context.limits.rules + 1) return;
  context.diagnostics.Report(
      messages::kMoreThan({context.limits.rules, "rule"}), statement.name_range,
      messages::kFewerRules() + RaiseLimit("rules", context.limits.rules, LimitUnit::kCount, count));
}

void ApplyHost(Context& context, std::span<const HostRelation> host) {
  for (const HostRelation& given : host) {
    const std::uint32_t index = context.relation_names.Find(given.name);
    if (index == NameTable::kNone) continue;
    std::vector<Column>& columns = context.program.relations[index].columns;
    if (columns.size() != given.columns.size()) continue;
    for (std::size_t column = 0; column < columns.size(); ++column) {
      if (!columns[column].declared) columns[column].type = Join(columns[column].type, given.columns[column]);
      if (given.columns[column] != Type::kNone) context.sourced[index] = 1;
    }
  }
}

}  // namespace

auto Declare(Context& context, std::span<const HostRelation> host) -> bool {
  const auto statements = context.ast.List(context.ast.program);
  std::size_t relation_count = 0;
  std::uint64_t rule_count = 0;
  for (const syntax::StatementId id : statements) {
    const syntax::StatementKind kind = context.ast[id].kind;
    relation_count += kind == syntax::StatementKind::kRel ? 1 : 0;
    rule_count += kind == syntax::StatementKind::kRule || kind == syntax::StatementKind::kConstraint ? 1 : 0;
  }
  context.program.relations.reserve(relation_count);
  context.relation_names.Reserve(relation_count);

  std::uint64_t number = 0;
  NameTable constraints;
  for (const syntax::StatementId id : statements) {
    const syntax::Statement& statement = context.ast[id];
    switch (statement.kind) {
      case syntax::StatementKind::kRel:
        DeclareRelation(context, statement, relation_count);
        break;
      case syntax::StatementKind::kCalc:
        DeclareCalc(context, id);
        break;
      case syntax::StatementKind::kRule:
        CheckRuleLimit(context, statement, ++number, rule_count);
        break;
      case syntax::StatementKind::kConstraint:
        CheckRuleLimit(context, statement, ++number, rule_count);
        DeclareConstraint(context, statement, constraints);
        break;
      default:
        break;
    }
  }
  if (context.relation_names.size() > context.program.relations.size()) return false;
  context.program.rules.reserve(rule_count);
  context.sourced.assign(context.program.relations.size(), 0);
  ApplyHost(context, host);
  return true;
}

}  // namespace bytelogic::sema
