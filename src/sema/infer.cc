#include "sema/infer.h"

#include <algorithm>
#include <utility>

#include "sema/suggest.h"
#include "sema/types.h"

namespace bytelogic::sema {
namespace {

auto KeyOf(CalcId calc, std::span<const Type> arguments) -> std::uint64_t {
  constexpr std::uint64_t kPrime = 0x0000'0100'0000'01B3;  // FNV-1a
  std::uint64_t key = 0xCBF2'9CE4'8422'2325 ^ calc.index;
  for (const Type type : arguments) key = (key * kPrime) ^ static_cast<std::uint64_t>(type);
  return key;
}

}  // namespace

auto Inference::Run() -> bool {
  CheckedProgram& program = context_.program;
  column_clocks_.assign(program.relations.size(), clock_);
  rule_clocks_.assign(program.rules.size(), 0);
  for (std::size_t index = 0; index < program.relations.size(); ++index) {
    if (context_.sourced[index] != 0) continue;
    for (Column& column : program.relations[index].columns) {
      if (!column.declared) column.type = Type::kAny;
    }
  }
  do {
    Settle();
  } while (!overflow_ && SettleRest());
  return !overflow_;
}

// Passes over everything that may have changed until nothing does.
void Inference::Settle() {
  std::uint32_t before = 0;
  do {
    before = clock_;
    Pass();
  } while (clock_ != before && !overflow_);
}

// What is left without a type depends on itself alone, or on an error: it is `any`, and so may be what follows from it.
auto Inference::SettleRest() -> bool {
  const std::uint32_t before = clock_;
  const auto settle = [this](std::vector<Variable>& variables) {
    for (Variable& variable : variables) {
      if (variable.type == Type::kNone) Widen(variable.type, Type::kAny);
    }
  };
  CheckedProgram& program = context_.program;
  for (std::uint32_t index = 0; index < program.relations.size(); ++index) {
    for (std::size_t column = 0; column < program.relations[index].columns.size(); ++column) {
      if (program.relations[index].columns[column].type == Type::kNone) WidenColumn({index}, column, Type::kAny);
    }
  }
  for (Rule& rule : program.rules) settle(rule.variables);
  for (Constraint& constraint : program.constraints) settle(constraint.variables);
  settle(program.functions[0].variables);
  for (std::size_t index = 0; index < instances_.size(); ++index) {
    settle(instances_[index]->variables);
    if (instances_[index]->result == Type::kNone) Widen(instances_[index]->result, Type::kAny);
  }
  return clock_ != before;
}

void Inference::Pass() {
  CheckedProgram& program = context_.program;
  if (actions_clock_ != clock_) {
    actions_clock_ = clock_;
    const Frame frame{&program, &program.functions[0].variables};
    for (const StatementId id : context_.typed_actions) VisitStatement(frame, program[id]);
  }
  for (std::size_t index = 0; index < program.rules.size(); ++index) {
    if (!RuleIsDirty(index)) continue;
    rule_clocks_[index] = clock_;
    Rule& rule = program.rules[index];
    VisitClauses(program.Clauses(rule), rule.variables);
  }
  if (constraints_clock_ != clock_) {
    constraints_clock_ = clock_;
    for (Constraint& constraint : program.constraints) {
      VisitClauses(program.Clauses(constraint), constraint.variables);
    }
  }
  // First what was met only now, which may meet more.
  for (; first_unvisited_ < instances_.size(); ++first_unvisited_) VisitInstance(*instances_[first_unvisited_]);
  // Callees are met after their callers: backwards, results travel a chain of calls in one pass.
  for (std::size_t index = instances_.size(); index-- > 0;) {
    if (instances_[index]->visited != clock_) VisitInstance(*instances_[index]);
  }
}

void Inference::VisitInstance(Instance& instance) {
  instance.visited = clock_;
  const CheckedProgram& code = *context_.templates;
  VisitBody({&code, &instance.variables, &instance}, code.Statements(code.functions[instance.calc.index].body));
}

auto Inference::RuleIsDirty(std::size_t index) const -> bool {
  const std::uint32_t visited = rule_clocks_[index];
  if (visited == 0) return true;
  if (!context_.calcs.empty() || context_.has_aggregate_queries) return visited != clock_;
  const auto clauses = context_.program.Clauses(context_.program.rules[index]);
  context_.work.Charge(1 + clauses.size() / 8);
  return std::ranges::any_of(clauses, [&](const Clause& clause) {
    return clause.kind == ClauseKind::kMatch && clause.relation.valid() &&
           column_clocks_[clause.relation.index] > visited;
  });
}

void Inference::VisitClauses(std::span<const Clause> clauses, std::vector<Variable>& variables) {
  const CheckedProgram& program = context_.program;
  const Frame frame{&program, &variables};
  for (const Clause& clause : clauses) {
    context_.work.Charge(1 + clause.terms.size / 8);
    switch (clause.kind) {
      case ClauseKind::kMatch: {
        if (!clause.relation.valid()) break;
        const std::vector<Column>& columns = program[clause.relation].columns;
        const auto terms = program.Terms(clause);
        for (std::size_t index = 0; index < terms.size(); ++index) {
          if (terms[index].kind != Term::Kind::kBind) continue;
          Widen(variables[terms[index].variable.index].type, columns[index].type);
        }
        break;
      }
      case ClauseKind::kLet:
        Widen(variables[clause.variable.index].type, TypeOf(frame, program.Operands(clause.operands)[0]));
        break;
      case ClauseKind::kRange:
        VisitOperands(frame, clause.operands);
        Widen(variables[clause.variable.index].type, Type::kInt);
        break;
      case ClauseKind::kFilter:
      case ClauseKind::kSame:
        VisitOperands(frame, clause.operands);
        break;
      case ClauseKind::kEmit:
        VisitEmit(frame, clause);
        break;
      case ClauseKind::kAbsent:
        break;
    }
  }
}

void Inference::VisitEmit(const Frame& frame, const Clause& clause) {
  const auto columns = context_.program.EmitColumns(clause);
  if (columns.empty()) return VisitTuple(frame, clause.relation, clause.operands);
  const auto operands = context_.program.Operands(clause.operands);
  for (std::size_t index = 0; index < columns.size(); ++index) {
    Type type = operands[index].valid() ? TypeOf(frame, operands[index]) : Type::kInt;
    if (columns[index].aggregated) type = AggregateType(columns[index].function, type);
    WidenColumn(clause.relation, index, type);
  }
}

void Inference::VisitBody(const Frame& frame, std::span<const StatementId> list) {
  for (const StatementId id : list) VisitStatement(frame, (*frame.code)[id]);
}

void Inference::VisitBodies(const Frame& frame, const Statement& statement) {
  for (std::uint32_t index = 0; index < statement.bodies.size; ++index) {
    VisitBody(frame, frame.code->Body(statement, index));
  }
}

void Inference::VisitStatement(const Frame& frame, const Statement& statement) {
  context_.work.Charge(1);
  const CheckedProgram& code = *frame.code;
  switch (statement.kind) {
    case StatementKind::kLet:
      Widen((*frame.variables)[statement.variable.index].type, TypeOf(frame, code.Operands(statement.operands)[0]));
      break;
    case StatementKind::kForRange:
      VisitOperands(frame, statement.operands);
      Widen((*frame.variables)[statement.variable.index].type, Type::kInt);
      break;
    case StatementKind::kForList:
      for (const ExprId element : code.Operands(statement.operands)) {
        const Type type = TypeOf(frame, element);
        Widen((*frame.variables)[statement.variable.index].type, type);
      }
      break;
    case StatementKind::kForQuery:
      VisitForQuery(frame, statement);
      break;
    case StatementKind::kAssert:
      VisitTuple(frame, statement.relation, statement.operands);
      break;
    case StatementKind::kReturn: {
      const Type type = TypeOf(frame, code.Operands(statement.operands)[0]);
      Widen(frame.instance->result, type);
      break;
    }
    case StatementKind::kIf:
    case StatementKind::kWhile:
    case StatementKind::kSkipTurn:
    case StatementKind::kLeave:
    case StatementKind::kExec:
    case StatementKind::kOutputValue:
    case StatementKind::kOutputQuery:
      VisitOperands(frame, statement.operands);
      break;
    case StatementKind::kBreak:
    case StatementKind::kContinue:
    case StatementKind::kSolve:
      break;
  }
  VisitBodies(frame, statement);
}

void Inference::VisitForQuery(const Frame& frame, const Statement& statement) {
  VisitOperands(frame, statement.operands);
  const std::vector<Column>& columns = context_.program[statement.relation].columns;
  const auto variables = frame.code->FieldVariables(statement);
  for (std::size_t index = 0; index < variables.size(); ++index) {
    if (variables[index].valid()) Widen((*frame.variables)[variables[index].index].type, columns[index].type);
  }
}

void Inference::VisitTuple(const Frame& frame, RelationId relation, Span32 operands) {
  for (std::uint32_t index = 0; index < operands.size; ++index) {
    WidenColumn(relation, index, TypeOf(frame, frame.code->operand_pool[operands.begin + index]));
  }
}

// Only for the calls in them: their types matter to nobody.
void Inference::VisitOperands(const Frame& frame, Span32 operands) {
  if (context_.calcs.empty()) return;
  for (const ExprId operand : frame.code->Operands(operands)) {
    if (operand.valid()) TypeOf(frame, operand);
  }
}

auto Inference::TypeOf(const Frame& frame, ExprId id) -> Type {
  context_.work.Charge(1);
  const Expr& expr = (*frame.code)[id];
  switch (expr.kind) {
    case ExprKind::kConstant:
      return expr.type;
    case ExprKind::kVariable:
      return (*frame.variables)[expr.variable.index].type;
    case ExprKind::kCall:
      return TypeOfCall(frame, expr);
    case ExprKind::kBuiltin: {
      const std::size_t mark = arguments_.size();
      for (const ExprId operand : frame.code->Operands(expr.operands)) {
        const Type type = TypeOf(frame, operand);
        arguments_.push_back(type);
      }
      const Type result = TypesOf(expr.builtin, std::span(arguments_).subspan(mark)).result;
      arguments_.resize(mark);
      return result;
    }
    case ExprKind::kNot:
    case ExprKind::kAnd:
    case ExprKind::kOr:
    case ExprKind::kExists:
      VisitOperands(frame, expr.operands);
      return Type::kInt;
    case ExprKind::kAggregateQuery:
      return TypeOfAggregateQuery(frame, expr);
    default:
      return TypeOfOperator(frame, expr);
  }
}

auto Inference::TypeOfAggregateQuery(const Frame& frame, const Expr& expr) -> Type {
  VisitOperands(frame, expr.operands);
  const std::uint32_t column = AggregatedColumn(*frame.code, expr);
  if (column == expr.operands.size) return Type::kInt;  // COUNT of what may match
  return AggregateType(expr.aggregate, context_.program[expr.relation].columns[column].type);
}

auto Inference::TypeOfOperator(const Frame& frame, const Expr& expr) -> Type {
  const auto operands = frame.code->Operands(expr.operands);
  if (expr.kind >= ExprKind::kEqual && expr.kind <= ExprKind::kGreaterEqual) {
    VisitOperands(frame, expr.operands);
    return Type::kInt;
  }
  const Type left = TypeOf(frame, operands[0]);
  if (expr.kind == ExprKind::kNegate) return left == Type::kSymbol ? Type::kNone : left;
  return ArithmeticTypes(expr.kind, left, TypeOf(frame, operands[1])).result;
}

auto Inference::TypeOfCall(const Frame& frame, const Expr& expr) -> Type {
  const std::size_t mark = arguments_.size();
  bool known = true;
  for (const ExprId operand : frame.code->Operands(expr.operands)) {
    const Type type = TypeOf(frame, operand);
    arguments_.push_back(type);
    known = known && type != Type::kNone;
  }
  Type result = Type::kNone;
  if (known) {
    if (const Instance* instance = Meet(expr.calc, mark, expr.range)) result = instance->result;
  }
  arguments_.resize(mark);
  return result;
}

auto Inference::Find(CalcId calc, std::span<const Type> arguments) -> Instance* {
  context_.work.Charge(1 + (arguments.size() + instance_keys_.size()) / 8);
  const std::uint64_t key = KeyOf(calc, arguments);
  for (std::size_t index = 0; index < instance_keys_.size(); ++index) {
    if (instance_keys_[index] != key) continue;
    Instance& instance = *instances_[index];
    if (instance.calc == calc && std::ranges::equal(instance.arguments, arguments)) return &instance;
  }
  return nullptr;
}

auto Inference::Meet(CalcId calc, std::size_t argument_mark, SourceRange call) -> Instance* {
  const auto arguments = std::span(std::as_const(arguments_)).subspan(argument_mark);
  if (Instance* known = Find(calc, arguments)) return known;
  met_size_ += context_.calcs[calc.index].size;
  if (instances_.size() == kMaxMet || met_size_ > kMaxMetSize) {
    if (!overflow_) ReportTooManyInstances(context_, call);
    overflow_ = true;
    return nullptr;
  }
  context_.work.Hold(sizeof(Instance) + context_.templates->functions[calc.index].variables.size() * sizeof(Variable));
  auto made = std::make_unique<Instance>();
  made->calc = calc;
  made->arguments.assign(arguments.begin(), arguments.end());
  made->variables = context_.templates->functions[calc.index].variables;
  for (std::size_t index = 0; index < arguments.size(); ++index) made->variables[index].type = arguments[index];
  if (!context_.calcs[calc.index].has_result) made->result = Type::kAny;
  instance_keys_.push_back(KeyOf(calc, arguments));
  instances_.push_back(std::move(made));
  ++clock_;
  return instances_.back().get();
}

void Inference::Widen(Type& type, Type by) {
  const Type joined = Join(type, by);
  if (joined == type) return;
  type = joined;
  ++clock_;
}

void Inference::WidenColumn(RelationId relation, std::size_t column, Type by) {
  Column& widened = context_.program.relations[relation.index].columns[column];
  if (widened.declared) return;
  const std::uint32_t before = clock_;
  Widen(widened.type, by);
  if (clock_ != before) column_clocks_[relation.index] = clock_;
}

}  // namespace bytelogic::sema
