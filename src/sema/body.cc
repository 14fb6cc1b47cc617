#include "sema/body.h"

#include <fmt/format.h>

#include "diagnostics/messages.h"
#include "sema/output_text.h"
#include "sema/suggest.h"
#include "sema/types.h"

namespace bytelogic::sema {
namespace {

using SyntaxKind = syntax::StatementKind;

auto IsDeclaration(SyntaxKind kind) -> bool {
  return kind == SyntaxKind::kRel || kind == SyntaxKind::kRule || kind == SyntaxKind::kConstraint ||
         kind == SyntaxKind::kCalc || kind == SyntaxKind::kError;
}

}  // namespace

void BodyResolver::ResolveActions() {
  const auto list = context_.ast.List(context_.ast.program);
  pending_.reserve(list.size());
  for (const syntax::StatementId id : list) {
    if (IsDeclaration(context_.ast[id].kind)) continue;
    const StatementId made = ResolveStatement(id);
    if (!made.valid()) continue;
    pending_.push_back(made);
    const Statement& statement = code_.statements[made.index];
    const bool typed = statement.kind != StatementKind::kSolve && !AssertsConstants(statement);
    if (typed) context_.typed_actions.push_back(made);
  }
  const Span32 body = code_.statement_pool.Append(std::span(pending_));
  pending_.clear();
  FinishFunction(code_.functions[0], body);
}

void BodyResolver::ResolveCalc(CalcId calc) {
  calc_ = calc;
  owner_ = &context_.ast[context_.calcs[calc.index].statement];
  for (const syntax::Parameter& parameter : context_.ast.Parameters(*owner_)) {
    if (names_.Find(parameter.name) != NameTable::kNone) {
      context_.diagnostics.Report(messages::kParameterTwice({parameter.name}), parameter.range,
                                  messages::kNameEachParameter());
      NewVariable({});
    } else {
      assignments_.Assign(NewVariable(parameter.name));
    }
  }
  const Span32 body = ResolveBody(context_.ast.Body(*owner_));
  Function& function = code_.functions[calc.index];
  function.name = owner_->name;
  function.range = owner_->range;
  function.parameter_count = owner_->parameters.size;
  FinishFunction(function, body);
}

void BodyResolver::FinishFunction(Function& function, Span32 body) {
  function.body = body;
  function.variables.reserve(names_.size());
  for (const std::string_view name : names_.names()) function.variables.push_back({name, Type::kNone});
}

auto BodyResolver::ResolveBody(std::span<const syntax::StatementId> list) -> Span32 {
  const std::size_t mark = pending_.size();
  for (const syntax::StatementId id : list) {
    if (const StatementId made = ResolveStatement(id); made.valid()) pending_.push_back(made);
  }
  return code_.statement_pool.Take(pending_, mark);
}

auto BodyResolver::ResolveStatement(syntax::StatementId id) -> StatementId {
  const syntax::Statement& statement = context_.ast[id];
  switch (statement.kind) {
    case SyntaxKind::kFact:
    case SyntaxKind::kEmit:
      return ResolveAssert(statement);
    case SyntaxKind::kLet:
      return ResolveLet(statement);
    case SyntaxKind::kIf:
      return ResolveIf(statement);
    case SyntaxKind::kForQuery:
      return ResolveForQuery(statement);
    case SyntaxKind::kForRange:
      return ResolveForValues(statement, StatementKind::kForRange);
    case SyntaxKind::kForList:
      return ResolveForValues(statement, StatementKind::kForList);
    case SyntaxKind::kForWhile:
      return ResolveWhile(statement);
    case SyntaxKind::kWhere:
      return ResolveWhere(statement);
    case SyntaxKind::kExec:
      return ResolveExec(statement);
    case SyntaxKind::kQuery:
      return ResolveQuery(statement);
    case SyntaxKind::kResult:
      return ResolveResult(statement);
    case SyntaxKind::kSolve:
      return ResolveSolve(statement);
    case SyntaxKind::kBreak:
    case SyntaxKind::kContinue: {
      assignments_.Leave();
      const bool is_break = statement.kind == SyntaxKind::kBreak;
      return Add({.kind = is_break ? StatementKind::kBreak : StatementKind::kContinue, .range = statement.range});
    }
    default:
      return {};  // reported by the parser
  }
}

auto BodyResolver::Add(const Statement& statement) -> StatementId {
  context_.work.Hold(sizeof(statement));
  return code_.statements.Add(statement);
}

auto BodyResolver::ResolveAssert(const syntax::Statement& statement) -> StatementId {
  const auto arguments = context_.ast.Arguments(statement);
  const RelationId relation = FindRelation(context_, statement.name, statement.name_range, arguments.size());
  const Span32 operands = resolver_.ResolveList(arguments);
  if (calc_.valid()) context_.calcs[calc_.index].asserts = true;
  if (!CheckArity(context_, relation, statement.name_range, arguments, ArityUseKind::kTuple)) return {};
  if (!relation.valid()) return {};
  context_.sourced[relation.index] = 1;
  return Add({.kind = StatementKind::kAssert, .range = statement.range, .relation = relation, .operands = operands});
}

// A fact of constants, whose types are told here once; inference need not come back to it.
auto BodyResolver::AssertsConstants(const Statement& statement) -> bool {
  if (statement.kind != StatementKind::kAssert) return false;
  const auto operands = code_.Operands(statement.operands);
  for (const ExprId operand : operands) {
    const Expr& expr = code_.exprs[operand.index];
    if (expr.kind != ExprKind::kConstant) return false;
  }
  std::vector<Column>& columns = context_.program.relations[statement.relation.index].columns;
  for (std::size_t index = 0; index < operands.size(); ++index) {
    if (columns[index].declared) continue;
    columns[index].type = Join(columns[index].type, code_.exprs[operands[index].index].type);
  }
  return true;
}

auto BodyResolver::ResolveLet(const syntax::Statement& statement) -> StatementId {
  const Span32 value = resolver_.ResolveList(context_.ast.Arguments(statement));
  const VariableId variable = AssignedVariable(statement);
  assignments_.Assign(variable);
  return Add({.kind = StatementKind::kLet, .range = statement.range, .variable = variable, .operands = value});
}

// The variable of LET or FOR. The row of an open loop is no variable to assign to.
auto BodyResolver::AssignedVariable(const syntax::Statement& statement) -> VariableId {
  const Loop* loop = FindLoop(statement.variable);
  if (statement.kind == SyntaxKind::kLet && loop != nullptr && loop->is_row) {
    context_.diagnostics.Report(messages::kRowHasNoOwnValue({statement.variable}), statement.variable_range,
                                messages::kSetAnother());
    return NewVariable({});
  }
  return VariableNamed(statement.variable);
}

auto BodyResolver::ResolveIf(const syntax::Statement& statement) -> StatementId {
  const auto conditions = context_.ast.Arguments(statement);
  std::vector<ExprId> resolved;
  std::vector<Span32> bodies;
  resolved.reserve(conditions.size());
  bodies.reserve(statement.bodies.size);
  assignments_.BeginIf();
  for (std::uint32_t arm = 0; arm < statement.bodies.size; ++arm) {
    assignments_.BeginArm();
    if (arm < conditions.size()) resolved.push_back(resolver_.Resolve(conditions[arm]));
    bodies.push_back(ResolveBody(context_.ast.Body(statement, arm)));
    assignments_.EndArm();
  }
  assignments_.EndIf(statement.has_else);

  const Span32 operands = code_.operand_pool.Append(std::span(resolved));
  const Span32 list = code_.bodies.Append(std::span(bodies));
  return Add({.kind = StatementKind::kIf, .range = statement.range, .operands = operands, .bodies = list});
}

auto BodyResolver::LoopBody(const syntax::Statement& statement, const Loop& loop) -> Span32 {
  loops_.push_back(loop);
  ++loop_depth_;
  assignments_.BeginLoop();
  if (loop.variable.valid()) assignments_.Assign(loop.variable);
  const Span32 body = ResolveBody(context_.ast.Body(statement));
  assignments_.EndLoop();
  --loop_depth_;
  loops_.pop_back();
  return code_.bodies.Append(body);
}

auto BodyResolver::ResolveForQuery(const syntax::Statement& statement) -> StatementId {
  const auto arguments = context_.ast.Arguments(statement);
  const RelationId relation = FindRelation(context_, statement.name, statement.name_range, arguments.size());
  CheckArity(context_, relation, statement.name_range, arguments, ArityUseKind::kPattern);
  const Span32 operands = resolver_.ResolveQuery(relation, arguments);
  if (relation.valid()) NoteRead(relation, statement.range, false);

  const std::size_t arity = relation.valid() ? context_.program[relation].columns.size() : 0;
  Loop loop{.name = statement.variable, .bare = statement.bare_variable, .relation = relation};
  context_.work.Hold(arity * sizeof(VariableId));
  loop.fields = code_.variable_pool.Extend(arity).begin;
  if (relation.valid() && arity == 1) {
    loop.variable = AssignedVariable(statement);
    code_.variable_pool[loop.fields] = loop.variable;
  } else {
    loop.is_row = true;
    std::uint32_t asked_count = 0;
    for (std::uint32_t index = 0; index < operands.size; ++index) {
      if (code_.operand_pool[operands.begin + index].valid()) continue;
      loop.asked = index;
      ++asked_count;
    }
    if (asked_count != 1) loop.asked = NameTable::kNone;
  }
  const Span32 body = LoopBody(statement, loop);
  if (!relation.valid()) return {};
  return Add({.kind = StatementKind::kForQuery,
              .range = statement.range,
              .relation = relation,
              .operands = operands,
              .bodies = body,
              .field_variables = {loop.fields, static_cast<std::uint32_t>(arity)}});
}

auto BodyResolver::ResolveForValues(const syntax::Statement& statement, StatementKind kind) -> StatementId {
  const Span32 operands = resolver_.ResolveList(context_.ast.Arguments(statement));
  const VariableId variable = AssignedVariable(statement);
  const Span32 body =
      LoopBody(statement, {.name = statement.variable, .bare = statement.bare_variable, .variable = variable});
  return Add({.kind = kind, .range = statement.range, .variable = variable, .operands = operands, .bodies = body});
}

auto BodyResolver::ResolveWhile(const syntax::Statement& statement) -> StatementId {
  const Span32 condition = resolver_.ResolveList(context_.ast.Arguments(statement));
  const Span32 body = LoopBody(statement, {});
  return Add({.kind = StatementKind::kWhile, .range = statement.range, .operands = condition, .bodies = body});
}

auto BodyResolver::ResolveWhere(const syntax::Statement& statement) -> StatementId {
  const Span32 condition = resolver_.ResolveList(context_.ast.Arguments(statement));
  const bool in_loop = loop_depth_ > 0;
  if (!in_loop) assignments_.MayLeaveArm();
  return Add({.kind = in_loop ? StatementKind::kSkipTurn : StatementKind::kLeave,
              .range = statement.range,
              .operands = condition});
}

auto BodyResolver::ResolveExec(const syntax::Statement& statement) -> StatementId {
  const ExprId call =
      resolver_.ResolveCall(statement.name, statement.name_range, statement.range, context_.ast.Arguments(statement));
  return Add({.kind = StatementKind::kExec, .range = statement.range, .operands = resolver_.Single(call)});
}

auto BodyResolver::ResolveQuery(const syntax::Statement& statement) -> StatementId {
  const auto arguments = context_.ast.Arguments(statement);
  const RelationId relation = FindRelation(context_, statement.name, statement.name_range, arguments.size());
  const bool fits = CheckArity(context_, relation, statement.name_range, arguments, ArityUseKind::kPattern);
  const Span32 operands = resolver_.ResolveQuery(relation, arguments);
  if (calc_.valid()) {
    context_.diagnostics.Report(messages::kQueryInCalc(), statement.keyword_range,
                                messages::kReadRows({statement.name}));
    return {};
  }
  const OutputId output = context_.program.outputs.NextId();
  context_.work.Hold(sizeof(OutputShape) + operands.size * (sizeof(std::string_view) + sizeof(std::uint32_t)));
  OutputShape& shape = context_.program.outputs.emplace_back();
  shape.is_query = true;
  shape.relation = relation;
  const std::uint32_t begin = statement.name_range.offset;
  shape.text = OutputText(context_.ast, {begin, statement.range.end() - begin});
  if (!relation.valid() || !fits) return {};
  const auto names = context_.ast.Columns(statement);
  for (std::uint32_t index = 0; index < operands.size; ++index) {
    if (code_.operand_pool[operands.begin + index].valid()) continue;
    const std::size_t asked = shape.columns.size();
    shape.columns.push_back(asked < names.size() ? names[asked].name : context_.program[relation].columns[index].name);
    shape.column_indexes.push_back(index);
  }
  return Add({.kind = StatementKind::kOutputQuery,
              .range = statement.range,
              .relation = relation,
              .output = output,
              .operands = operands});
}

auto BodyResolver::ResolveResult(const syntax::Statement& statement) -> StatementId {
  const Span32 value = resolver_.ResolveList(context_.ast.Arguments(statement));
  if (calc_.valid()) {
    context_.calcs[calc_.index].has_result = true;
    assignments_.Leave();
    return Add({.kind = StatementKind::kReturn, .range = statement.range, .operands = value});
  }
  const OutputId output = context_.program.outputs.NextId();
  const std::uint32_t begin = statement.keyword_range.end();
  context_.program.outputs.emplace_back().text = OutputText(context_.ast, {begin, statement.range.end() - begin});
  return Add({.kind = StatementKind::kOutputValue, .range = statement.range, .output = output, .operands = value});
}

auto BodyResolver::ResolveSolve(const syntax::Statement& statement) -> StatementId {
  if (calc_.valid()) {
    context_.diagnostics.Report(messages::kSolveInCalc(), statement.keyword_range, messages::kMoveToActions(),
                                PendingFix(statement.range, Words()));
    return {};
  }
  return Add({.kind = StatementKind::kSolve, .range = statement.range});
}

auto BodyResolver::NewVariable(std::string_view name) -> VariableId {
  assignments_.AddVariable();
  return {names_.Add(name)};
}

auto BodyResolver::VariableNamed(std::string_view name) -> VariableId {
  const std::uint32_t known = names_.Find(name);
  return known != NameTable::kNone ? VariableId{known} : NewVariable(name);
}

auto BodyResolver::FindLoop(std::string_view name) const -> const Loop* {
  for (std::size_t index = loops_.size(); index-- > 0;) {
    if (loops_[index].name == name && !name.empty()) return &loops_[index];
  }
  return nullptr;
}

auto BodyResolver::MeaningOf(const syntax::Expr& expr) -> Meaning {
  if (expr.kind == syntax::ExprKind::kVariable) {
    const Loop* loop = loops_.empty() ? nullptr : FindLoop(expr.text);
    if (loop == nullptr || !loop->is_row) return Read(expr.text, expr.range);
    ReportRowAsValue(*loop, expr.range);
    return {};
  }
  if (expr.kind == syntax::ExprKind::kField) {
    if (const Loop* loop = FindLoop(expr.text); loop != nullptr) {
      return FieldMeaning(*loop, expr.name, expr, {expr.range.end() - Size32(expr.name), Size32(expr.name)});
    }
    if (names_.Find(expr.text) == NameTable::kNone) return Read(expr.text, expr.range);
    context_.diagnostics.Report(messages::kNotARow({expr.text}), expr.range, messages::kOnlyRowsHaveColumns());
    return {};
  }
  if (loops_.empty()) return {Meaning::Kind::kSymbol, {}};
  const std::size_t dot = expr.text.find('.');
  const Loop* loop = FindLoop(expr.text.substr(0, dot));
  if (loop == nullptr) return {Meaning::Kind::kSymbol, {}};
  if (dot != std::string_view::npos) {
    const auto offset = expr.range.offset + static_cast<std::uint32_t>(dot) + 1;
    return FieldMeaning(*loop, expr.text.substr(dot + 1), expr, {offset, expr.range.end() - offset});
  }
  if (!loop->bare) return {Meaning::Kind::kSymbol, {}};
  if (!loop->is_row) return {Meaning::Kind::kVariable, loop->variable};
  ReportRowAsValue(*loop, expr.range);
  return {};
}

auto BodyResolver::FieldMeaning(const Loop& loop, std::string_view field, const syntax::Expr& expr,
                                SourceRange field_range) -> Meaning {
  if (!loop.relation.valid()) {
    if (loop.is_row) return {};  // of an undefined relation, which was reported
    const std::string value = fmt::format("{}{}", loop.bare ? "" : "$", loop.name);
    context_.diagnostics.Report(messages::kValueHasNoColumns({loop.name}), expr.range, messages::kWrite({value}),
                                PendingFix(expr.range, messages::kByteLogicText({value})));
    return {};
  }
  const std::uint32_t column = ColumnNamed(context_.program[loop.relation], field);
  if (column == NameTable::kNone) {
    const bool dollar = TextOf(context_.ast.source, expr.range).starts_with('$');
    ReportNoSuchColumn(context_, fmt::format("{}{}", dollar ? "$" : "", loop.name), field, expr.range, field_range,
                       loop.relation);
    return {};
  }
  const std::uint32_t slot = loop.fields + column;
  if (!code_.variable_pool[slot].valid()) {
    // Named after what it is. No variable can have such a name, so rows of other loops do not get into its way.
    const std::string_view text = TextOf(context_.ast.source, expr.range);
    code_.variable_pool[slot] = NewVariable(text.starts_with('$') ? text.substr(1) : text);
  }
  return {Meaning::Kind::kVariable, code_.variable_pool[slot]};
}

void BodyResolver::ReportRowAsValue(const Loop& loop, SourceRange range) {
  if (!loop.relation.valid()) return;
  const bool dollar = TextOf(context_.ast.source, range).starts_with('$');
  const std::string row = fmt::format("{}{}", dollar ? "$" : "", loop.name);
  std::optional<PendingFix> fix;
  if (loop.asked != NameTable::kNone) {
    fix.emplace(range, fmt::format("{}.{}", row, context_.program[loop.relation].columns[loop.asked].name));
  }
  const std::string fields = FieldList(context_, row, loop.relation);
  context_.diagnostics.Report(messages::kRowIsNoValue({row}, {context_.program[loop.relation].name}), range,
                              fields.empty() ? messages::kRelationHasNoColumns() : messages::kWrite({fields}),
                              std::move(fix));
}

auto BodyResolver::Read(std::string_view name, SourceRange range) -> Meaning {
  const std::uint32_t known = names_.Find(name);
  if (known != NameTable::kNone && assignments_.IsSet({known})) return {Meaning::Kind::kVariable, {known}};
  const bool set_somewhere = owner_ == nullptr ? ActionsSet(context_, name) : SetInside(context_, owner_->range, name);
  if (set_somewhere && !assignments_.is_reachable()) return {Meaning::Kind::kVariable, VariableNamed(name)};
  if (set_somewhere) {
    context_.diagnostics.Report(messages::kMayBeUnset({name}), range, messages::kSetOnEveryWay({name}));
  } else {
    ReportUnbound(context_, name, range, owner_, names_.names());
  }
  // One report for each variable.
  const VariableId variable = VariableNamed(name);
  assignments_.Silence(variable);
  return {Meaning::Kind::kVariable, variable};
}

void BodyResolver::NoteCall(CalcId calc, SourceRange /*range*/) {
  if (calc_.valid()) context_.calc_calls.push_back({calc_, calc});
}

void BodyResolver::NoteRead(RelationId relation, SourceRange /*range*/, bool /*aggregates*/) {
  if (calc_.valid()) context_.calc_reads.push_back({calc_, relation});
}

}  // namespace bytelogic::sema
