#include "sema/suggest.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "diagnostics/messages.h"
#include "sema/foreign_function.h"
#include "sema/types.h"

namespace bytelogic::sema {
namespace {

// Names shorter than this are near to each other by accident.
constexpr std::size_t kMinGuessedVariable = 3;
// Columns from this one on are known as `c27` and so on.
constexpr std::uint32_t kLetterCount = 26;

auto InUpperCase(std::string_view text) -> std::string {
  std::string upper(text);
  std::ranges::transform(upper, upper.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return upper;
}

auto Nearest(const Context& context, std::string_view name, const std::vector<std::string_view>& candidates)
    -> std::string_view {
  return context.diagnostics.Nearest(name, candidates);
}

// Where an argument more could be written.
auto EndOfArguments(const Context& context, SourceRange name_range, std::span<const syntax::ExprId> arguments)
    -> std::uint32_t {
  if (arguments.empty()) return name_range.end();
  const syntax::Expr& last = context.ast[arguments.back()];
  if (!last.parenthesized) return last.range.end();
  const std::size_t closing = context.ast.source.find(')', last.range.end());
  return closing == std::string_view::npos ? last.range.end() : static_cast<std::uint32_t>(closing + 1);
}

auto SetsVariable(const syntax::Statement& statement) -> bool {
  return statement.kind == syntax::StatementKind::kLet || statement.kind == syntax::StatementKind::kForRange ||
         statement.kind == syntax::StatementKind::kForQuery || statement.kind == syntax::StatementKind::kForList;
}

auto Inside(SourceRange inner, SourceRange outer) -> bool {
  return inner.offset >= outer.offset && inner.end() <= outer.end();
}

auto ColumnNames(const Relation& relation) -> std::vector<std::string_view> {
  std::vector<std::string_view> names;
  for (const Column& column : relation.columns) names.push_back(column.name);
  return names;
}

// Whether `match` stands where MATCH could: as the first argument of a SCAN. In lower case it is a symbol.
auto BeginsWithMatch(const Context& context, std::span<const syntax::ExprId> arguments) -> bool {
  if (arguments.empty()) return false;
  const syntax::Expr& first = context.ast[arguments.front()];
  return first.kind == syntax::ExprKind::kAtom && TextOf(context.ast.source, first.range) == "match";
}

// Whether a SCAN of `rule` looks like one with MATCH in lower case.
auto ScansForMatch(Context& context, const syntax::Statement& rule) -> bool {
  const auto clauses = context.ast.Body(rule);
  return context.diagnostics.MayGuess(clauses.size()) && std::ranges::any_of(clauses, [&](syntax::StatementId id) {
           const syntax::Statement& clause = context.ast[id];
           return clause.kind == syntax::StatementKind::kScan &&
                  BeginsWithMatch(context, context.ast.Arguments(clause));
         });
}

// Whether the variable at `range` is an argument of a query as it stands, so that `?` could be.
auto IsAsked(const Context& context, SourceRange range) -> bool {
  const std::size_t work = (context.ast.exprs.size() + context.ast.statements.size()) / 4;
  if (!context.diagnostics.MayGuess(work)) return false;
  const auto is_argument = [&](const auto& node) {
    if (!Inside(range, node.range)) return false;
    return std::ranges::any_of(context.ast.Arguments(node), [&](syntax::ExprId id) {
      const syntax::Expr& argument = context.ast[id];
      return argument.range == range && argument.kind == syntax::ExprKind::kVariable && !argument.parenthesized;
    });
  };
  const auto asks = [&](const syntax::Statement& statement) {
    return (statement.kind == syntax::StatementKind::kQuery || statement.kind == syntax::StatementKind::kForQuery) &&
           is_argument(statement);
  };
  const auto asks_inside = [&](const syntax::Expr& expr) {
    return (expr.kind == syntax::ExprKind::kExists || expr.kind == syntax::ExprKind::kAggregateQuery) &&
           is_argument(expr);
  };
  return std::ranges::any_of(context.ast.statements, asks) || std::ranges::any_of(context.ast.exprs, asks_inside);
}

}  // namespace

auto ShortText(const Context& context, SourceRange range) -> std::string {
  constexpr std::size_t kMaxLength = 40;
  const std::string_view text = TextOf(context.ast.source, range);
  if (text.size() <= kMaxLength && text.find('\n') == std::string_view::npos) return std::string(text);
  std::size_t length = std::min({text.size(), kMaxLength, text.find('\n')});
  // Not in the middle of a character of several bytes.
  while (length > 0 && length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) --length;
  return fmt::format("{}...", text.substr(0, length));
}

auto FindRelation(Context& context, std::string_view name, SourceRange name_range, std::size_t argument_count)
    -> RelationId {
  const std::uint32_t index = context.relation_names.Find(name);
  if (index != NameTable::kNone) return {index};

  const std::string_view nearest = Nearest(context, name, context.relation_names.names());
  if (!nearest.empty()) {
    context.diagnostics.Report(messages::kUndefinedRelation({name}), name_range, messages::kDidYouMean({nearest}),
                               PendingFix(name_range, nearest));
    return {};
  }
  // One declaration mends all uses, so the first one speaks for them.
  if (context.undeclared.Find(name) != NameTable::kNone) return {};
  context.undeclared.Add(name);
  context.diagnostics.Report(messages::kUndefinedRelation({name}), name_range,
                             messages::kDeclareRelation({name}, {argument_count}),
                             PendingFix({0, 0}, messages::kDeclaration({name}, {argument_count})));
  return {};
}

void ReportArity(Context& context, RelationId relation, SourceRange name_range, std::size_t given, Words help,
                 std::optional<PendingFix> fix) {
  const Relation& declared = context.program[relation];
  context.diagnostics.Report(
      messages::kRelationArity({declared.name}, {declared.columns.size(), "column"}, {given, "argument"}), name_range,
      std::move(help), std::move(fix));
}

auto CheckArity(Context& context, RelationId relation, SourceRange name_range,
                std::span<const syntax::ExprId> arguments, ArityUseKind kind) -> bool {
  if (!relation.valid()) return true;
  const std::size_t arity = context.program[relation].columns.size();
  if (arguments.size() == arity) return true;

  const std::uint32_t line = context.diagnostics.LineOf(context.ast.source, context.program[relation].range);
  Words help = messages::kOneArgumentPerColumn({arity, "argument"}, {line});
  std::optional<PendingFix> fix;
  if (kind != ArityUseKind::kTuple && arguments.size() < arity) {
    std::string missing;
    for (std::size_t index = arguments.size(); index < arity; ++index) missing += " ?";
    fix.emplace(SourceRange{EndOfArguments(context, name_range, arguments), 0}, messages::kByteLogicText({missing}));
    help = messages::kAnyWhereNotGiven();
  }
  if (kind == ArityUseKind::kScan && BeginsWithMatch(context, arguments)) {
    help = messages::kUpperCaseMatch();
    fix.reset();
    if (arguments.size() == 2) {
      fix.emplace(context.ast[arguments.front()].range, messages::kByteLogicText({"MATCH"}));
    }
  }
  ReportArity(context, relation, name_range, arguments.size(), std::move(help), std::move(fix));
  return false;
}

void ReportUndefinedCalc(Context& context, std::string_view name, SourceRange name_range, SourceRange call) {
  const auto report = [&](Words help, std::optional<PendingFix> fix = std::nullopt) {
    context.diagnostics.Report(messages::kUndefinedCalc({name}), name_range, std::move(help), std::move(fix));
  };
  if (const std::string_view nearest = Nearest(context, name, context.calc_names.names()); !nearest.empty()) {
    return report(messages::kDidYouMean({nearest}), PendingFix(name_range, nearest));
  }
  const BuiltinInfo* const builtin = FindBuiltin(name);
  const bool is_call = TextOf(context.ast.source, {call.offset, 4}).size() == 4 && call.offset < name_range.offset;
  if (builtin != nullptr && is_call) {
    return report(messages::kCalledWithoutCalc({builtin->kind}, {name}),
                  PendingFix({call.offset, name_range.end() - call.offset}, name));
  }
  report(messages::kDefineCalc({name}));
}

void ReportUndefinedFunction(Context& context, const syntax::Expr& call) {
  const auto report = [&](Words help, std::optional<PendingFix> fix = std::nullopt) {
    context.diagnostics.Report(messages::kUndefinedFunction({call.text}), call.name_range, std::move(help),
                               std::move(fix));
  };
  if (context.calc_names.Find(call.text) != NameTable::kNone) {
    return report(messages::kCalledByCalc({call.text}),
                  PendingFix({call.name_range.offset, 0}, messages::kByteLogicText({"CALC "})));
  }
  const std::string upper = InUpperCase(call.text);
  if (const ForeignFunction* const foreign = FindForeignFunction(upper)) {
    if (foreign->same.empty()) return report(messages::kForeignHelp({foreign->help}));
    return report(messages::kWrite({foreign->same}),
                  PendingFix(call.name_range, messages::kByteLogicText({foreign->same})));
  }
  std::vector<std::string_view> names;
  for (const BuiltinInfo& info : kBuiltins) names.push_back(info.name);
  const std::string_view nearest = Nearest(context, upper, names);
  if (nearest.empty()) return report(messages::kDefineFunction());
  const Builtin builtin = FindBuiltin(nearest)->kind;
  report(messages::kDidYouMeanFunction({builtin}), PendingFix(call.name_range, messages::kFunction({builtin})));
}

void ReportBuiltinArity(Context& context, const syntax::Expr& call, const BuiltinInfo& info) {
  const ArgumentCount expected{info.min_arguments, info.max_arguments};
  context.diagnostics.Report(messages::kFunctionArity({info.kind}, expected, {call.arguments.size, "argument"}),
                             call.name_range, messages::kWriteArguments(expected));
}

void ReportNothingAsked(Context& context, const syntax::Expr& query, RelationId relation) {
  context.diagnostics.Report(messages::kNothingAsked({query.aggregate}), query.range,
                             context.program[relation].columns.empty()
                                 ? messages::kCountOrExists()
                                 : messages::kAskForColumn({query.aggregate}, {query.text}));
}

void ReportCalcArity(Context& context, CalcId calc, SourceRange name_range, std::size_t given) {
  const syntax::Statement& statement = context.ast[context.calcs[calc.index].statement];
  std::string inputs;
  for (const syntax::Parameter& parameter : context.ast.Parameters(statement)) {
    inputs += fmt::format("{}${}", inputs.empty() ? "" : ", ", parameter.name);
  }
  context.diagnostics.Report(
      messages::kCalcArity({statement.name}, {statement.parameters.size, "argument"}, {given, "argument"}), name_range,
      messages::kItsArguments({inputs}));
}

void ReportTooManyInstances(Context& context, SourceRange call) {
  context.diagnostics.Report(messages::kTooManyInstances({kMaxInstances}), call, messages::kSameTypesEverywhere());
}

auto ActionsSet(Context& context, std::string_view name) -> bool {
  SetNames& known = context.set_names;
  if (!known.has_actions) {
    known.has_actions = true;
    std::vector<SourceRange> declarations;  // in source order
    for (const syntax::StatementId id : context.ast.List(context.ast.program)) {
      const syntax::Statement& statement = context.ast[id];
      const bool own_variables = statement.kind == syntax::StatementKind::kRule ||
                                 statement.kind == syntax::StatementKind::kConstraint ||
                                 statement.kind == syntax::StatementKind::kCalc;
      if (own_variables) declarations.push_back(statement.range);
    }
    for (const syntax::Statement& statement : context.ast.statements) {
      if (!SetsVariable(statement)) continue;
      const auto after = std::ranges::upper_bound(declarations, statement.range.offset, {}, &SourceRange::offset);
      if (after != declarations.begin() && Inside(statement.range, *std::prev(after))) continue;
      known.actions.insert(statement.variable);
    }
  }
  return known.actions.contains(name);
}

auto SetInside(Context& context, SourceRange owner, std::string_view name) -> bool {
  SetNames& known = context.set_names;
  if (!(known.owner == owner)) {
    known.owner = owner;
    known.inside.clear();
    for (const syntax::Statement& statement : context.ast.statements) {
      if (SetsVariable(statement) && Inside(statement.range, owner)) known.inside.insert(statement.variable);
    }
  }
  return known.inside.contains(name);
}

void ReportUnbound(Context& context, std::string_view name, SourceRange range, const syntax::Statement* owner,
                   const std::vector<std::string_view>& visible) {
  const VariableName variable{name};
  const auto report = [&](Words help, std::optional<PendingFix> fix = std::nullopt) {
    context.diagnostics.Report(messages::kUnboundVariable(variable), range, std::move(help), std::move(fix));
  };
  const bool in_constraint = owner != nullptr && owner->kind == syntax::StatementKind::kConstraint;
  const bool in_rule = in_constraint || (owner != nullptr && owner->kind == syntax::StatementKind::kRule);
  if (owner != nullptr && ActionsSet(context, name)) {
    return report(in_constraint ? messages::kConstraintsSeeNoActions(variable)
                  : in_rule     ? messages::kRulesSeeNoActions(variable)
                                : messages::kCalcsSeeNoActions(variable));
  }
  if (name.size() >= kMinGuessedVariable) {
    if (const std::string_view nearest = Nearest(context, name, visible); !nearest.empty()) {
      return report(messages::kDidYouMeanVariable({nearest}), PendingFix(range, messages::kVariable({nearest})));
    }
  }
  if (!in_rule && IsAsked(context, range)) {
    return report(messages::kAskForIt(variable), PendingFix(range, messages::kByteLogicText({"?"})));
  }
  if (in_rule && ScansForMatch(context, *owner)) return report(messages::kUpperCaseMatch());
  report(in_rule            ? messages::kBindToTheLeft(variable)
         : owner != nullptr ? messages::kSetOrInput(variable)
                            : messages::kSetFirst(variable));
}

auto FieldList(const Context& context, std::string_view row, RelationId relation) -> std::string {
  constexpr std::size_t kMaxListed = 8;
  std::string list;
  const std::vector<Column>& columns = context.program[relation].columns;
  for (std::size_t index = 0; index < columns.size(); ++index) {
    if (index == kMaxListed) return list + ", ...";
    list += fmt::format("{}{}.{}", index == 0 ? "" : ", ", row, columns[index].name);
  }
  return list;
}

auto ColumnNamed(const Relation& relation, std::string_view field) -> std::uint32_t {
  const std::vector<Column>& columns = relation.columns;
  for (std::uint32_t index = 0; index < columns.size(); ++index) {
    if (columns[index].name == field) return index;
  }
  // Columns with a declared name are also known by their position: `a` to `z`, then `c27` and so on.
  std::uint32_t position = NameTable::kNone;
  if (field.size() == 1 && field[0] >= 'a' && field[0] <= 'z') {
    position = static_cast<std::uint32_t>(field[0] - 'a');
  } else if (field.starts_with('c') && field.size() <= 5 && field[1] != '0') {
    position = 0;
    for (const char digit : field.substr(1)) {
      if (digit < '0' || digit > '9') return NameTable::kNone;
      position = position * 10 + static_cast<std::uint32_t>(digit - '0');
    }
    position = position > kLetterCount ? position - 1 : NameTable::kNone;
  }
  return position < columns.size() ? position : NameTable::kNone;
}

void ReportNoSuchColumn(Context& context, std::string_view row, std::string_view field, SourceRange range,
                        SourceRange field_range, RelationId relation) {
  const Relation& declared = context.program[relation];
  const std::string fields = FieldList(context, row, relation);
  std::optional<PendingFix> fix;
  if (const std::string_view nearest = Nearest(context, field, ColumnNames(declared)); !nearest.empty()) {
    fix.emplace(field_range, nearest);
  }
  context.diagnostics.Report(messages::kNoColumnNamed({declared.name}, {field}), range,
                             fields.empty() ? messages::kHasNoColumns() : messages::kWrite({fields}), std::move(fix));
}

}  // namespace bytelogic::sema
