#include "sema/binding.h"

#include <algorithm>
#include <string>

#include "diagnostics/messages.h"
#include "sema/suggest.h"

namespace bytelogic::sema {
namespace {

using SyntaxKind = syntax::StatementKind;

auto IsPlainVariable(const syntax::Expr& expr) -> bool {
  return expr.kind == syntax::ExprKind::kVariable && !expr.parenthesized;
}

auto EqualTo(VariableId variable) -> Term { return {.kind = Term::Kind::kEqual, .variable = variable}; }
auto Binds(VariableId variable) -> Term { return {.kind = Term::Kind::kBind, .variable = variable}; }

}  // namespace

void RuleBinder::Bind(const syntax::Statement& rule) {
  CheckedProgram& program = context_.program;
  rule_ = &rule;
  names_.Clear();
  next_number_ = 0;
  numbers_unknown_ = false;
  const std::uint32_t begin = program.clauses.Mark();
  for (const syntax::StatementId id : context_.ast.Body(rule)) BindClause(context_.ast[id]);

  if (rule.kind == SyntaxKind::kRule) return FinishBinding(program.rules.emplace_back(), begin);
  Constraint& constraint = program.constraints.emplace_back();
  FinishBinding(constraint, begin);
  // Variables are made in the order in which they are bound.
  for (std::uint32_t index = 0; index < names_.size(); ++index) {
    if (!names_.names()[index].empty()) constraint.witnesses.push_back({index});
  }
}

template <typename Bound>
void RuleBinder::FinishBinding(Bound& bound, std::uint32_t begin) {
  context_.work.Hold(names_.size() * sizeof(Variable));
  bound.name = rule_->name;
  bound.range = rule_->range;
  bound.clauses = context_.program.clauses.Since(begin);
  bound.variables.reserve(names_.size());
  for (const std::string_view name : names_.names()) bound.variables.push_back({name, Type::kNone});
}

void RuleBinder::BindClause(const syntax::Statement& clause) {
  switch (clause.kind) {
    case SyntaxKind::kScan:
    case SyntaxKind::kJoin:
      return BindMatch(clause);
    case SyntaxKind::kScanMatch:
      return BindScanMatch(clause);
    case SyntaxKind::kNotMatch:
      return BindAbsent(clause);
    case SyntaxKind::kLet:
      return BindLet(clause);
    case SyntaxKind::kForRange:
      return BindRange(clause);
    case SyntaxKind::kEmit:
      return BindEmit(clause);
    case SyntaxKind::kWhere:
      return AddClause({.kind = ClauseKind::kFilter,
                        .range = clause.range,
                        .operands = resolver_.ResolveList(context_.ast.Arguments(clause))});
    default:
      return;  // reported by the parser
  }
}

void RuleBinder::BindMatch(const syntax::Statement& clause) {
  const auto arguments = context_.ast.Arguments(clause);
  const RelationId relation = FindRelation(context_, clause.name, clause.name_range, arguments.size());
  const std::size_t arity = relation.valid() ? context_.program[relation].columns.size() : arguments.size();
  const std::uint32_t begin = context_.program.terms.Mark();
  clause_variables_ = names_.size();
  deferred_.clear();
  if (!relation.valid() && arguments.size() < 2) numbers_unknown_ = true;
  if (!HasRoomFor(arity, clause)) return;

  if (arguments.empty()) {
    for (std::size_t index = 0; index < arity; ++index) AddTerm(BindNext());
  } else if (clause.kind == SyntaxKind::kJoin && arguments.size() == 1 && arity > 1 &&
             IsPlainVariable(context_.ast[arguments[0]])) {
    BindJoinKey(clause, arity);
  } else {
    CheckArity(context_, relation, clause.name_range, arguments,
               clause.kind == SyntaxKind::kScan ? ArityUseKind::kScan : ArityUseKind::kPattern);
    BindPattern(arguments, arity);
  }
  AddClause({.kind = ClauseKind::kMatch,
             .range = clause.range,
             .relation = relation,
             .terms = context_.program.terms.Since(begin)});
  for (const Deferred& same : deferred_) {
    const ExprId variable = resolver_.AddVariable(same.variable, same.range);
    const Span32 operands = resolver_.Single(variable);
    resolver_.Single(same.value);
    AddClause({.kind = ClauseKind::kSame, .range = same.range, .operands = {operands.begin, 2}});
  }
}

// One term per column, whatever the number of arguments.
void RuleBinder::BindPattern(std::span<const syntax::ExprId> arguments, std::size_t arity) {
  const std::size_t begin = context_.program.terms.size();
  for (const syntax::ExprId id : arguments) {
    AddTerm(PatternTerm(context_.ast[id], id));
  }
  context_.program.terms.resize(begin + arity);
}

auto RuleBinder::PatternTerm(const syntax::Expr& argument, syntax::ExprId id) -> Term {
  if (argument.kind == syntax::ExprKind::kAny) return {};
  if (!IsPlainVariable(argument)) return ValueTerm(id);
  const std::uint32_t known = names_.Find(argument.text);
  return known != NameTable::kNone ? EqualTo({known}) : Binds(NewVariable(argument.text));
}

auto RuleBinder::ValueTerm(syntax::ExprId id) -> Term {
  const syntax::Expr& argument = context_.ast[id];
  if (const ConstantId literal = resolver_.LiteralOf(argument); literal.valid()) {
    return {.kind = Term::Kind::kConstant, .constant = context_.constants.Identity(literal)};
  }
  if (argument.kind == syntax::ExprKind::kVariable) {
    uses_clause_variable_ = false;
    return EqualTo(MeaningOf(argument).variable);
  }
  uses_clause_variable_ = false;
  const ExprId value = resolver_.Resolve(id);
  const VariableId variable = NewVariable({});
  if (uses_clause_variable_) {
    deferred_.push_back({variable, value, argument.range});
    return Binds(variable);
  }
  AddClause(
      {.kind = ClauseKind::kLet, .range = argument.range, .variable = variable, .operands = resolver_.Single(value)});
  return EqualTo(variable);
}

// JOIN r $k, for more than one column: the first one equals $k.
void RuleBinder::BindJoinKey(const syntax::Statement& clause, std::size_t arity) {
  const syntax::Expr& key = context_.ast[context_.ast.Arguments(clause)[0]];
  VariableId variable{names_.Find(key.text)};
  if (!variable.valid()) {
    context_.diagnostics.Report(messages::kUnboundVariable({key.text}), key.range,
                                messages::kJoinKeyIsBound({clause.name}, {key.text}));
    variable = NewVariable(key.text);
  }
  BindFirstEqual(EqualTo(variable), arity);
}

void RuleBinder::BindFirstEqual(const Term& first, std::size_t arity) {
  AddTerm(first);
  for (std::size_t index = 1; index < arity; ++index) AddTerm(BindNext());
}

void RuleBinder::BindScanMatch(const syntax::Statement& clause) {
  const syntax::ExprId key_id = context_.ast.Arguments(clause)[0];
  const syntax::Expr& key = context_.ast[key_id];
  const RelationId relation = FindRelation(context_, clause.name, clause.name_range, 2);
  const std::size_t arity = relation.valid() ? context_.program[relation].columns.size() : 1;
  clause_variables_ = names_.size();
  if (!relation.valid()) numbers_unknown_ = true;
  if (!HasRoomFor(arity, clause)) return;
  if (arity == 0) {
    ReportArity(context_, relation, clause.name_range, 1, messages::kScanAlone({clause.name}),
                PendingFix({clause.name_range.end(), clause.range.end() - clause.name_range.end()}, Words()));
    return;
  }
  const std::uint32_t begin = context_.program.terms.Mark();
  if (IsPlainVariable(key) && names_.Find(key.text) == NameTable::kNone) {
    // The variable takes its number before the others look for theirs.
    const VariableId last = NewVariable(key.text);
    for (std::size_t index = 1; index < arity; ++index) AddTerm(BindNext());
    AddTerm(Binds(last));
  } else {
    BindFirstEqual(ValueTerm(key_id), arity);
  }
  AddClause({.kind = ClauseKind::kMatch,
             .range = clause.range,
             .relation = relation,
             .terms = {begin, static_cast<std::uint32_t>(arity)}});
}

void RuleBinder::BindAbsent(const syntax::Statement& clause) {
  const auto arguments = context_.ast.Arguments(clause);
  const RelationId relation = FindRelation(context_, clause.name, clause.name_range, arguments.size());
  CheckArity(context_, relation, clause.name_range, arguments, ArityUseKind::kPattern);
  const std::size_t arity = relation.valid() ? context_.program[relation].columns.size() : arguments.size();
  const std::uint32_t begin = context_.program.terms.Mark();
  clause_variables_ = names_.size();
  for (const syntax::ExprId id : arguments) AddTerm(AbsentTerm(id));
  context_.program.terms.resize(begin + arity);
  context_.needs_strata = true;
  AddClause({.kind = ClauseKind::kAbsent,
             .range = clause.range,
             .relation = relation,
             .terms = {begin, static_cast<std::uint32_t>(arity)}});
}

auto RuleBinder::AbsentTerm(syntax::ExprId id) -> Term {
  const syntax::Expr& argument = context_.ast[id];
  if (argument.kind == syntax::ExprKind::kAny) return {};
  if (!IsPlainVariable(argument)) return ValueTerm(id);
  const std::uint32_t known = names_.Find(argument.text);
  if (known != NameTable::kNone) return EqualTo({known});
  context_.diagnostics.Report(messages::kUnboundUnderNot({argument.text}), argument.range,
                              messages::kAnyOrBind({argument.text}),
                              PendingFix(argument.range, messages::kByteLogicText({"?"})));
  return {};
}

void RuleBinder::BindLet(const syntax::Statement& clause) {
  const Span32 value = resolver_.ResolveList(context_.ast.Arguments(clause));
  const VariableId variable = BindNew(clause, true);
  AddClause({.kind = ClauseKind::kLet, .range = clause.range, .variable = variable, .operands = value});
}

void RuleBinder::BindRange(const syntax::Statement& clause) {
  const Span32 bounds = resolver_.ResolveList(context_.ast.Arguments(clause));
  const VariableId variable = BindNew(clause, false);
  AddClause({.kind = ClauseKind::kRange, .range = clause.range, .variable = variable, .operands = bounds});
}

void RuleBinder::BindEmit(const syntax::Statement& clause) {
  const auto arguments = context_.ast.Arguments(clause);
  const RelationId relation = FindRelation(context_, clause.name, clause.name_range, arguments.size());
  const bool aggregates = std::ranges::any_of(
      arguments, [&](syntax::ExprId id) { return context_.ast[id].kind == syntax::ExprKind::kAggregate; });
  const std::uint32_t begin = context_.program.emit_columns.Mark();
  const Span32 operands = aggregates ? ResolveEmitColumns(arguments) : resolver_.ResolveList(arguments);
  const Span32 emit_columns = context_.program.emit_columns.Since(begin);
  if (!CheckArity(context_, relation, clause.name_range, arguments, ArityUseKind::kTuple) || !relation.valid()) return;
  context_.program.relations[relation].derived = true;
  context_.sourced[relation.index] = 1;
  AddClause({.kind = ClauseKind::kEmit,
             .range = clause.range,
             .relation = relation,
             .operands = operands,
             .emit_columns = emit_columns});
}

auto RuleBinder::ResolveEmitColumns(std::span<const syntax::ExprId> arguments) -> Span32 {
  context_.needs_strata = true;
  std::vector<ExprId> operands;
  for (const syntax::ExprId id : arguments) {
    const syntax::Expr& argument = context_.ast[id];
    EmitColumn column{.range = argument.range};
    if (argument.kind == syntax::ExprKind::kAggregate) {
      column.aggregated = true;
      column.distinct = argument.distinct;
      column.function = argument.aggregate;
      const auto inside = context_.ast.Arguments(argument);
      operands.push_back(inside.empty() ? ExprId{} : resolver_.Resolve(inside[0]));
    } else {
      operands.push_back(resolver_.Resolve(id));
    }
    context_.program.emit_columns.push_back(column);
  }
  return context_.program.operand_pool.Append(std::span(operands));
}

auto RuleBinder::BindNew(const syntax::Statement& clause, bool is_let) -> VariableId {
  if (names_.Find(clause.variable) == NameTable::kNone) return NewVariable(clause.variable);
  if (is_let) {
    // `LET $x = $x + 1` means a new value: as a comparison it would never hold.
    const auto mentions = [&](const syntax::Expr& expr) {
      return expr.kind == syntax::ExprKind::kVariable && expr.text == clause.variable &&
             expr.range.offset > clause.variable_range.offset && expr.range.end() <= clause.range.end();
    };
    context_.work.Charge(context_.ast.exprs.size() / 4);
    const bool new_value = std::ranges::any_of(context_.ast.exprs, mentions);
    std::optional<PendingFix> fix;
    if (!new_value) fix.emplace(clause.keyword_range, messages::kByteLogicText({"WHERE"}));
    context_.diagnostics.Report(messages::kBoundAlready({clause.variable}), clause.variable_range,
                                new_value ? messages::kLetBindsOnwards() : messages::kLetOrWhere(), std::move(fix));
  } else {
    context_.diagnostics.Report(messages::kBoundAlready({clause.variable}), clause.variable_range,
                                messages::kForBinds());
  }
  return NewVariable({});
}

auto RuleBinder::BindNext() -> Term {
  while (names_.Find(Number(next_number_)) != NameTable::kNone) ++next_number_;
  return Binds(NewVariable(Number(next_number_)));
}

auto RuleBinder::Number(std::uint32_t number) -> std::string_view {
  constexpr std::string_view kDigits = "0123456789";
  if (number < kDigits.size()) return kDigits.substr(number, 1);
  std::vector<std::string_view>& numbers = context_.numbers;
  while (numbers.size() <= number) {
    numbers.push_back(context_.program.strings.emplace_back(std::to_string(numbers.size())));
  }
  return numbers[number];
}

// Reports R307 once; variables of the clauses that are left out count as bound.
auto RuleBinder::HasRoomFor(std::size_t terms, const syntax::Statement& clause) -> bool {
  const std::size_t size = context_.program.terms.size() + terms;
  if (size <= kMaxTerms) return true;
  numbers_unknown_ = true;
  if (!overflow_) {
    context_.diagnostics.Report(messages::kTooManyTerms({kMaxTerms}), clause.range, messages::kFewerTerms());
  }
  overflow_ = true;
  return false;
}

auto RuleBinder::MeaningOf(const syntax::Expr& expr) -> Meaning {
  if (expr.kind == syntax::ExprKind::kAtom) return {Meaning::Kind::kSymbol, {}};
  const std::uint32_t known = names_.Find(expr.text);
  if (known == NameTable::kNone) return {Meaning::Kind::kVariable, ReportUnboundOnce(expr.text, expr.range)};
  if (expr.kind == syntax::ExprKind::kField) {
    context_.diagnostics.Report(messages::kRuleVariableHasNoColumns({expr.text}), expr.range,
                                messages::kBindTheColumn());
    return {};
  }
  if (known >= clause_variables_) uses_clause_variable_ = true;
  return {Meaning::Kind::kVariable, {known}};
}

// The variable counts as bound from here on, so that each one is reported once.
auto RuleBinder::ReportUnboundOnce(std::string_view name, SourceRange range) -> VariableId {
  const bool numbered = name.find_first_not_of("0123456789") == std::string_view::npos;
  if (!(numbered && numbers_unknown_)) ReportUnbound(context_, name, range, rule_, names_.names());
  return NewVariable(name);
}

void RuleBinder::NoteCall(CalcId calc, SourceRange range) { Note({.calc = calc, .range = range}); }

void RuleBinder::NoteRead(RelationId relation, SourceRange range, bool aggregates) {
  Note({.relation = relation, .range = range, .aggregates = aggregates});
}

void RuleBinder::Note(RuleUse use) {
  if (rule_->kind == SyntaxKind::kConstraint) {
    context_.constraint_uses.push_back(use);
    return;
  }
  context_.needs_strata = true;
  use.rule = context_.program.rules.NextId();
  use.clause = context_.program.clauses.Mark();
  context_.rule_uses.push_back(use);
}

}  // namespace bytelogic::sema
