#include "sema/finish.h"

#include <algorithm>
#include <utility>

#include "diagnostics/messages.h"
#include "sema/suggest.h"
#include "sema/types.h"

namespace bytelogic::sema {

void Finisher::Run() {
  // Functions are added while the actions are looked at, so their variables are held apart meanwhile.
  std::vector<Variable> variables = std::move(program_.functions[0].variables);
  variables_ = &variables;
  FinishBody(program_.functions[0].body);
  program_.functions[0].variables = std::move(variables);

  for (Rule& rule : program_.rules) FinishClauses(rule.clauses, rule.variables);
  for (Constraint& constraint : program_.constraints) FinishClauses(constraint.clauses, constraint.variables);
  for (std::size_t index = 0; index < called_.size(); ++index) FinishInstance(*called_[index]);
  CheckKeepColumns();
}

void Finisher::FinishClauses(Span32 clauses, std::vector<Variable>& variables) {
  variables_ = &variables;
  for (std::uint32_t at = clauses.begin; at < clauses.end(); ++at) {
    const Clause& clause = program_.clauses[at];
    switch (clause.kind) {
      case ClauseKind::kMatch:
      case ClauseKind::kAbsent:
        break;
      case ClauseKind::kFilter:
        FinishConditions(clause.operands);
        break;
      case ClauseKind::kLet:
        // Mostly the variable has its type from here; but a call of what nothing reaches may have found its type late.
        FinishSlot(clause.operands.begin);
        Convert(clause.operands.begin, VariableType(clause.variable));
        break;
      case ClauseKind::kSame:
        for (std::uint32_t index = 0; index < clause.operands.size; ++index) FinishSlot(clause.operands.begin + index);
        break;
      case ClauseKind::kRange:
        FinishBounds(clause.operands);
        break;
      case ClauseKind::kEmit:
        FinishEmit(clause);
        break;
    }
  }
}

void Finisher::FinishBody(Span32 list) {
  // statement_pool may grow meanwhile.
  for (std::uint32_t index = list.begin; index < list.end(); ++index) FinishStatement(program_.statement_pool[index]);
}

void Finisher::FinishStatement(StatementId id) {
  const Statement statement = program_[id];
  const std::uint32_t slot = statement.operands.begin;
  switch (statement.kind) {
    case StatementKind::kLet:
      FinishSlot(slot);
      Convert(slot, VariableType(statement.variable));
      break;
    case StatementKind::kIf:
    case StatementKind::kWhile:
    case StatementKind::kSkipTurn:
    case StatementKind::kLeave:
      FinishConditions(statement.operands);
      break;
    case StatementKind::kForQuery:
      FinishPattern(statement.operands);
      FinishForQuery(id);
      break;
    case StatementKind::kForRange:
      FinishBounds(statement.operands);
      if (const Type type = VariableType(statement.variable); type != Type::kInt) {
        const VariableId counter = NewVariable(Type::kInt);
        program_.statements[id.index].variable = counter;
        ConvertLoopVariable(id, counter, statement.variable);
      }
      break;
    case StatementKind::kForList:
      for (std::uint32_t index = 0; index < statement.operands.size; ++index) FinishSlot(slot + index);
      ConvertAll(statement.operands, VariableType(statement.variable));
      break;
    case StatementKind::kAssert:
      FinishTuple(statement.relation, statement.operands);
      break;
    case StatementKind::kReturn:
      FinishSlot(slot);
      Convert(slot, result_);
      break;
    case StatementKind::kExec:
    case StatementKind::kOutputValue:
      FinishSlot(slot);
      break;
    case StatementKind::kOutputQuery:
      FinishPattern(statement.operands);
      break;
    case StatementKind::kBreak:
    case StatementKind::kContinue:
    case StatementKind::kSolve:
      break;
  }
  for (std::uint32_t body = 0; body < statement.bodies.size; ++body) {
    FinishBody(program_.bodies[program_[id].bodies.begin + body]);
  }
}

void Finisher::FinishForQuery(StatementId id) {
  const Statement statement = program_[id];
  for (std::uint32_t index = 0; index < statement.field_variables.size; ++index) {
    const VariableId variable = program_.variable_pool[statement.field_variables.begin + index];
    const Type delivered = program_[statement.relation].columns[index].type;
    if (!variable.valid() || VariableType(variable) == delivered) continue;
    const VariableId column = NewVariable(delivered);
    program_.variable_pool[statement.field_variables.begin + index] = column;
    ConvertLoopVariable(id, column, variable);
  }
}

auto Finisher::NewVariable(Type type) -> VariableId {
  variables_->push_back({{}, type});
  return {Size32(*variables_) - 1};
}

void Finisher::ConvertLoopVariable(StatementId loop, VariableId from, VariableId to) {
  const SourceRange range = program_[loop].range;
  const ExprId value = program_.exprs.Add({.kind = ExprKind::kVariable, .range = range, .variable = from});
  const Span32 operands = program_.operand_pool.Append(value);
  const StatementId conversion =
      program_.statements.Add({.kind = StatementKind::kLet, .range = range, .variable = to, .operands = operands});
  Span32& body = program_.bodies[program_[loop].bodies.begin];
  context_.work.Hold(sizeof(Statement) + sizeof(Expr) + body.size * sizeof(StatementId));
  const std::uint32_t begin = program_.statement_pool.Mark();
  program_.statement_pool.push_back(conversion);
  for (std::uint32_t index = 0; index < body.size; ++index) {
    program_.statement_pool.push_back(StatementId(program_.statement_pool[body.begin + index]));
  }
  body = program_.statement_pool.Since(begin);
}

void Finisher::FinishInstance(Instance& instance) {
  const Function& made = context_.templates->functions[instance.calc.index];
  context_.work.Hold(instance.variables.size() * sizeof(Variable));
  std::vector<Variable> variables = instance.variables;
  variables_ = &variables;
  result_ = instance.result;
  const Span32 body = CopyBody(made.body);
  FinishBody(body);
  Function& function = program_.functions[instance.function];
  function.name = made.name;
  function.range = made.range;
  function.parameter_count = made.parameter_count;
  function.result = instance.result;
  function.body = body;
  function.variables = std::move(variables);
}

auto Finisher::FunctionOf(Instance& instance, SourceRange call) -> FunctionId {
  if (instance.function.valid()) return instance.function;
  if (called_.size() == kMaxInstances) {
    if (!overflow_) ReportTooManyInstances(context_, call);
    overflow_ = true;
    return {0};
  }
  instance.function = program_.functions.Add({});
  called_.push_back(&instance);
  return instance.function;
}

auto Finisher::Finish(ExprId id) -> Type {
  context_.work.Charge(1);
  const Expr expr = program_[id];
  Type type = Type::kNone;
  switch (expr.kind) {
    case ExprKind::kConstant:
      return expr.type;
    case ExprKind::kVariable:
      type = VariableType(expr.variable);
      break;
    case ExprKind::kNegate:
      type = FinishUnary(expr);
      break;
    case ExprKind::kAdd:
    case ExprKind::kSubtract:
    case ExprKind::kMultiply:
    case ExprKind::kDivide:
    case ExprKind::kFloorDivide:
    case ExprKind::kModulo:
      type = FinishArithmetic(expr);
      break;
    case ExprKind::kEqual:
    case ExprKind::kNotEqual:
    case ExprKind::kLess:
    case ExprKind::kLessEqual:
    case ExprKind::kGreater:
    case ExprKind::kGreaterEqual:
      type = FinishComparison(expr);
      break;
    case ExprKind::kNot:
    case ExprKind::kAnd:
    case ExprKind::kOr:
      FinishConditions(expr.operands);
      type = Type::kInt;
      break;
    case ExprKind::kExists:
      FinishPattern(expr.operands);
      type = Type::kInt;
      break;
    case ExprKind::kAggregateQuery:
      type = FinishAggregateQuery(expr);
      break;
    case ExprKind::kBuiltin:
      type = FinishBuiltin(expr);
      break;
    case ExprKind::kCall:
      return FinishCall(id);
    case ExprKind::kIntToFloat:
    case ExprKind::kToAny:
    case ExprKind::kAnyToInt:
    case ExprKind::kAnyToFloat:
    case ExprKind::kAnyToSymbol:
      return expr.type;
  }
  program_.exprs[id.index].type = type;
  return type;
}

auto Finisher::FinishUnary(const Expr& expr) -> Type {
  const std::uint32_t slot = expr.operands.begin;
  const Type type = FinishSlot(slot);
  if (type != Type::kSymbol) return type;
  const SourceRange range = program_[program_.operand_pool[slot]].range;
  Report(messages::kNegatedSymbol({ShortText(context_, range)}), expr.range,
         messages::kNumberOrConversion({Builtin::kToNumber}), MissingDollar(range));
  return Type::kNone;
}

auto Finisher::FinishArithmetic(const Expr& expr) -> Type {
  const std::uint32_t slot = expr.operands.begin;
  const Type left = FinishSlot(slot);
  const Type right = FinishSlot(slot + 1);
  const OperatorTypes types = ArithmeticTypes(expr.kind, left, right);
  if (!types.fits) {
    ReportMeeting(expr, program_[program_.operand_pool[slot]].range, left,
                  program_[program_.operand_pool[slot + 1]].range, right);
  }
  ConvertAll(expr.operands, types.operands);
  return types.result;
}

auto Finisher::FinishComparison(const Expr& expr) -> Type {
  const std::uint32_t slot = expr.operands.begin;
  const Type left = FinishSlot(slot);
  const Type right = FinishSlot(slot + 1);
  const OperatorTypes types = ComparisonTypes(left, right);
  if (!types.fits) {
    ReportMeeting(expr, program_[program_.operand_pool[slot]].range, left,
                  program_[program_.operand_pool[slot + 1]].range, right);
    return Type::kInt;
  }
  // Beside a float, an int constant that a float can hold exactly needs no comparison of values of any type.
  const bool numbers = IsNumber(left) && IsNumber(right) && left != right;
  const bool exact = numbers && IsExactFloat(program_.operand_pool[left == Type::kInt ? slot : slot + 1]);
  ConvertAll(expr.operands, exact ? Type::kFloat : types.operands);
  return Type::kInt;
}

auto Finisher::IsExactFloat(ExprId id) const -> bool {
  constexpr std::int64_t kLimit = std::int64_t{1} << 53;
  const Expr& expr = program_[id];
  if (expr.kind != ExprKind::kConstant || expr.type != Type::kInt) return false;
  const std::int64_t value = program_[expr.constant].int_value;
  return value >= -kLimit && value <= kLimit;
}

auto Finisher::FinishBuiltin(const Expr& expr) -> Type {
  const std::size_t mark = types_.size();
  const BuiltinSignature& signature = InfoOf(expr.builtin).Of(expr.operands.size);
  const auto takes_int = [&](std::uint32_t index) { return signature.Operand(index) == OperandKind::kInt; };
  for (std::uint32_t index = 0; index < expr.operands.size; ++index) {
    const ExprId operand = program_.operand_pool[expr.operands.begin + index];
    if (takes_int(index)) BecomeInt(operand);  // a literal 2.0 there is the int 2
    const Type type = Finish(operand);
    types_.push_back(type);
  }
  const BuiltinTypes types = TypesOf(expr.builtin, std::span(types_).subspan(mark));
  if (types.wrong_operand != BuiltinTypes::kNothing) {
    ReportArgument(expr, program_.operand_pool[expr.operands.begin + types.wrong_operand], types.expected,
                   types_[mark + types.wrong_operand]);
  } else if (types.mixed) {
    // Which two meet: the first number and the first symbol.
    const auto begin = types_.begin() + static_cast<std::ptrdiff_t>(mark);
    const auto symbol = std::find(begin, types_.end(), Type::kSymbol);
    const auto number = std::find_if(begin, types_.end(), IsNumber);
    const auto range_of = [&](auto found) {
      return program_[program_.operand_pool[expr.operands.begin + static_cast<std::uint32_t>(found - begin)]].range;
    };
    ReportMeeting(expr, range_of(number), *number, range_of(symbol), Type::kSymbol);
  }
  types_.resize(mark);
  for (std::uint32_t index = 0; index < expr.operands.size; ++index) {
    if (!(types.ints_stay && takes_int(index))) Convert(expr.operands.begin + index, types.operands);
  }
  return types.result;
}

auto Finisher::FinishCall(ExprId id) -> Type {
  const Expr expr = program_[id];
  const std::size_t mark = types_.size();
  bool known = true;
  for (std::uint32_t index = 0; index < expr.operands.size; ++index) {
    const Type type = FinishSlot(expr.operands.begin + index);
    types_.push_back(type);
    known = known && type != Type::kNone;
  }
  Instance* instance = known ? inference_.Find(expr.calc, std::span(std::as_const(types_)).subspan(mark)) : nullptr;
  types_.resize(mark);
  if (instance == nullptr) return Type::kNone;
  const FunctionId function = FunctionOf(*instance, expr.range);
  for (std::uint32_t index = 0; index < expr.operands.size; ++index) {
    Convert(expr.operands.begin + index, instance->variables[index].type);
  }
  program_.exprs[id].function = function;
  program_.exprs[id].type = instance->result;
  return instance->result;
}

void Finisher::FinishCondition(std::uint32_t slot) {
  if (FinishSlot(slot) != Type::kSymbol) return;
  const SourceRange range = program_[program_.operand_pool[slot]].range;
  Report(messages::kSymbolIsNoCondition({ShortText(context_, range)}), range, messages::kCompareTheSymbol(),
         MissingDollar(range));
}

void Finisher::FinishConditions(Span32 operands) {
  for (std::uint32_t index = 0; index < operands.size; ++index) FinishCondition(operands.begin + index);
}

void Finisher::FinishPattern(Span32 operands) {
  for (std::uint32_t index = 0; index < operands.size; ++index) {
    const ExprId operand = program_.operand_pool[operands.begin + index];
    if (operand.valid() && !BecomeInt(operand)) Finish(operand);
  }
}

void Finisher::FinishBounds(Span32 operands) {
  constexpr std::uint32_t kStep = 2;
  for (std::uint32_t index = 0; index < operands.size; ++index) {
    const ExprId operand = program_.operand_pool[operands.begin + index];
    if (index == kStep) BecomeInt(operand);
    const Type type = Finish(operand);
    const bool wrong = type == Type::kSymbol || (index == kStep && type == Type::kFloat);
    if (!wrong) continue;
    const SourceRange range = program_[operand].range;
    const std::string text = ShortText(context_, range);
    Report(
        index == kStep ? messages::kRangeStep({text}, NamedType(type))
                       : messages::kRangeBounds({text}, NamedType(type)),
        range,
        type == Type::kFloat ? messages::kWriteEitherAround({Builtin::kRound}, {Builtin::kFloor}) : messages::kNumber(),
        type == Type::kSymbol ? MissingDollar(range) : std::nullopt);
  }
}

void Finisher::FinishTuple(RelationId relation, Span32 operands) {
  for (std::uint32_t index = 0; index < operands.size; ++index) FinishValue(relation, index, operands.begin + index);
}

void Finisher::FinishValue(RelationId relation, std::uint32_t index, std::uint32_t slot) {
  const ExprId operand = program_.operand_pool[slot];
  const Type given = Finish(operand);
  const Column& column = program_.relations[relation.index].columns[index];
  if (program_.relations[relation.index].keep != Keep::kAll) NoteSource(relation, index, given);
  if (given == column.type || given == Type::kNone) return;
  const bool welcome = column.type == Type::kAny || given == Type::kAny ||
                       (column.type == Type::kFloat && given == Type::kInt) ||
                       (column.type == Type::kInt && BecomeInt(operand));
  if (welcome) {
    Convert(slot, column.type);
  } else {
    ReportColumn(relation, index, operand, given);
  }
}

auto Finisher::BecomeInt(ExprId id) -> bool {
  Expr& expr = program_.exprs[id.index];
  if (expr.kind != ExprKind::kConstant || expr.type != Type::kFloat) return false;
  expr.constant = context_.constants.Identity(expr.constant);
  expr.type = program_[expr.constant].type;
  return expr.type == Type::kInt;
}

void Finisher::Convert(std::uint32_t slot, Type to) {
  const ExprId operand = program_.operand_pool[slot];
  Expr& expr = program_.exprs[operand.index];
  if (expr.type == to || expr.type == Type::kNone || to == Type::kNone) return;
  switch (to) {
    case Type::kInt:
      return Wrap(slot, ExprKind::kAnyToInt, to);
    case Type::kSymbol:
      return Wrap(slot, ExprKind::kAnyToSymbol, to);
    case Type::kAny:
      BecomeInt(operand);
      return Wrap(slot, ExprKind::kToAny, to);
    case Type::kFloat:
      if (expr.type == Type::kAny) return Wrap(slot, ExprKind::kAnyToFloat, to);
      if (expr.kind != ExprKind::kConstant) return Wrap(slot, ExprKind::kIntToFloat, to);
      expr.constant = context_.constants.Float(static_cast<double>(program_[expr.constant].int_value));
      expr.type = to;
      return;
    case Type::kNone:
      return;
  }
}

void Finisher::ConvertAll(Span32 operands, Type to) {
  for (std::uint32_t index = 0; index < operands.size; ++index) Convert(operands.begin + index, to);
}

void Finisher::Wrap(std::uint32_t slot, ExprKind kind, Type type) {
  context_.work.Hold(sizeof(Expr));
  const ExprId operand = program_.operand_pool[slot];
  const Span32 inner = program_.operand_pool.Append(operand);
  const SourceRange range = program_[operand].range;
  program_.operand_pool[slot] = program_.exprs.Add({.kind = kind, .type = type, .range = range, .operands = inner});
}

auto Finisher::CopyBody(Span32 list) -> Span32 {
  const Span32 copies = program_.statement_pool.Extend(list.size);
  for (std::uint32_t index = 0; index < list.size; ++index) {
    const StatementId copy =
        CopyStatement((*context_.templates)[context_.templates->statement_pool[list.begin + index]]);
    program_.statement_pool[copies.begin + index] = copy;
  }
  return copies;
}

auto Finisher::CopyStatement(const Statement& statement) -> StatementId {
  const CheckedProgram& templates = *context_.templates;
  context_.work.Hold(sizeof(statement));
  Statement copy = statement;
  copy.operands = CopyOperands(statement.operands);
  copy.field_variables = program_.variable_pool.Append(templates.FieldVariables(statement));
  copy.bodies = program_.bodies.Extend(statement.bodies.size);
  for (std::uint32_t index = 0; index < statement.bodies.size; ++index) {
    const Span32 body = CopyBody(templates.bodies[statement.bodies.begin + index]);
    program_.bodies[copy.bodies.begin + index] = body;
  }
  return program_.statements.Add(copy);
}

auto Finisher::CopyOperands(Span32 operands) -> Span32 {
  const Span32 copies = program_.operand_pool.Extend(operands.size);
  for (std::uint32_t index = 0; index < operands.size; ++index) {
    const ExprId copy = CopyExpr(context_.templates->operand_pool[operands.begin + index]);
    program_.operand_pool[copies.begin + index] = copy;
  }
  return copies;
}

auto Finisher::CopyExpr(ExprId id) -> ExprId {
  if (!id.valid()) return id;
  context_.work.Hold(sizeof(Expr));
  Expr copy = (*context_.templates)[id];
  copy.operands = CopyOperands(copy.operands);
  return program_.exprs.Add(copy);
}

}  // namespace bytelogic::sema
