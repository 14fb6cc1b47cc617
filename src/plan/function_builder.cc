#include "plan/function_builder.h"

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

#include "base/id_vector.h"
#include "plan/code_builder.h"

namespace bytelogic::plan {
namespace {

using runtime::kNoRegister;
using sema::Statement;
using sema::StatementId;
using sema::StatementKind;
using sema::Type;

class FunctionBuilder {
 public:
  FunctionBuilder(Plan& plan, ConstantPool& constants, const sema::Function& function, bool is_actions)
      : program_(*plan.program),
        function_(function),
        constants_(constants),
        is_actions_(is_actions),
        code_(plan, constants, function.variables,
              is_actions ? CodeBuilder::Kind::kActions : CodeBuilder::Kind::kFunction) {}

  // Returns the number of registers.
  auto Build() -> std::uint32_t {
    code_.Emit(ops::Block{});
    code_.Open(false);
    BuildBody(program_.Statements(function_.body), /*outermost=*/true);
    code_.Close();
    if (is_actions_) CheckConstraints();
    code_.Emit(ops::ReturnNone{});
    return code_.register_count();
  }

 private:
  void CheckConstraints() {
    for (std::uint32_t i = 0; i < program_.constraints.size(); ++i) {
      const sema::Constraint& constraint = program_.constraints[i];
      const std::uint32_t site = constraint.reads_derived ? code_.AddSite(constraint.range) : runtime::kNone32;
      code_.Emit(ops::Check{.constraint = i, .site = site});
    }
  }

  void BuildBody(std::span<const StatementId> body, bool outermost = false) {
    for (std::size_t i = 0; i < body.size();) {
      const std::size_t rows = is_actions_ ? ConstantRows(body.subspan(i)) : 0;
      if (rows > 0) {
        BuildRows(body.subspan(i, rows));
        i += rows;
        continue;
      }
      const std::uint32_t mark = code_.Mark();
      BuildStatement(program_[body[i]]);
      code_.Release(mark);
      // Variables of the actions are interned, so between two statements nothing in the scratch area is alive.
      if (outermost && is_actions_ && code_.made_text()) code_.Emit(ops::ScratchReset{});
      ++i;
    }
  }

  // How many of the first statements assert constant tuples of one relation.
  [[nodiscard]] auto ConstantRows(std::span<const StatementId> body) const -> std::size_t {
    std::size_t rows = 0;
    while (rows < body.size()) {
      const Statement& statement = program_[body[rows]];
      if (statement.kind != StatementKind::kAssert || statement.relation != program_[body[0]].relation) break;
      const auto operands = program_.Operands(statement.operands);
      if (!std::ranges::all_of(operands, [&](sema::ExprId operand) { return ConstantOf(operand).valid(); })) break;
      ++rows;
    }
    return rows;
  }

  // The constant that `id` is, looking through its conversion to any; invalid where it is none. (An int that becomes a
  // float may be rounded, so that conversion is left to the sandbox.)
  [[nodiscard]] auto ConstantOf(sema::ExprId id) const -> sema::ConstantId {
    const sema::Expr* expr = &program_[id];
    if (expr->kind == sema::ExprKind::kToAny) expr = &program_[program_.Operands(expr->operands)[0]];
    return expr->kind == sema::ExprKind::kConstant ? expr->constant : sema::ConstantId{};
  }

  void BuildRows(std::span<const StatementId> body) {
    std::vector<std::uint32_t>& cells = code_.plan().cells;
    const auto begin = Size32(cells);
    for (const StatementId id : body) {
      for (const sema::ExprId operand : program_.Operands(program_[id].operands)) {
        cells.push_back(constants_.CellOf(ConstantOf(operand)));
      }
    }
    code_.Emit(ops::AssertRows{.relation = static_cast<std::uint16_t>(program_[body[0]].relation.index),
                               .first = begin,
                               .count = Size32(body)});
  }

  // From here on the code is that of `statement`, or of an arm of it.
  void Enter(const Statement& statement) {
    if (is_actions_ && !program_.strata.empty()) code_.SetSolvePlace(SolvePlace(statement));
  }

  // Before `statement`, where a SOLVE there changes no answer: after it nothing is solved implicitly any more, so it
  // is not for what runs more than once, nor where more may be asserted later.
  auto SolvePlace(const Statement& statement) -> SourceRange {
    if (loop_depth_ > 0) return {};
    if (!last_assertion_) last_assertion_ = LastAssertion();
    if (statement.range.offset < *last_assertion_) return {};
    return statement.range;
  }

  // Where the last statement that asserts ends; one inside a CALC may be run from anywhere.
  [[nodiscard]] auto LastAssertion() -> std::uint32_t {
    const auto calcs = std::span(program_.functions).subspan(1);
    code_.plan().work->Charge(program_.statements.size() * calcs.size() / 4);
    std::uint32_t last = 0;
    for (const Statement& each : program_.statements) {
      if (each.kind != StatementKind::kAssert) continue;
      const auto holds_it = [&](const sema::Function& calc) {
        return calc.range.offset <= each.range.offset && each.range.end() <= calc.range.end();
      };
      if (std::ranges::any_of(calcs, holds_it)) return runtime::kNone32;
      last = std::max(last, each.range.end());
    }
    return last;
  }

  void BuildStatement(const Statement& statement) {
    Enter(statement);
    const auto operands = program_.Operands(statement.operands);
    switch (statement.kind) {
      case StatementKind::kLet:
        Step(statement);
        Assign(operands[0], statement.variable);
        break;
      case StatementKind::kIf:
        Step(statement);
        BuildIf(statement);
        break;
      case StatementKind::kForQuery:
        Step(statement);
        BuildForQuery(statement);
        break;
      case StatementKind::kForRange:
        Step(statement);
        BuildForRange(statement);
        break;
      case StatementKind::kForList:
        Step(statement);
        BuildForList(statement);
        break;
      case StatementKind::kWhile:
        Step(statement);
        BuildWhile(statement);
        break;
      case StatementKind::kSkipTurn:
        Step(statement);
        code_.Emit(ops::ContinueIfFalse{.condition = code_.Condition(operands[0]), .depth = code_.InnermostLoop()});
        break;
      case StatementKind::kLeave:
        Step(statement);
        // BuildArm and Build open a block around every body that may be left so.
        code_.Emit(ops::BranchIfFalse{.condition = code_.Condition(operands[0])});
        break;
      case StatementKind::kBreak:
        Step(statement);
        code_.Emit(ops::Branch{.depth = code_.InnermostLoop()});
        break;
      case StatementKind::kContinue:
        Step(statement);
        code_.Emit(ops::Continue{.depth = code_.InnermostLoop()});
        break;
      case StatementKind::kAssert:
        code_.Emit(ops::Assert{.relation = static_cast<std::uint16_t>(statement.relation.index),
                               .row = code_.CellList(operands),
                               .site = code_.AddSite(statement.range)});
        break;
      case StatementKind::kExec:
        Step(statement);
        BuildExec(operands[0]);
        break;
      case StatementKind::kReturn:
        Step(statement);
        BuildReturn(operands[0]);
        break;
      case StatementKind::kOutputValue:
        Step(statement);
        code_.plan().output_sites[statement.output.index] = code_.AddSite(statement.range);
        code_.Emit(ops::Output{.value = code_.Any(operands[0]), .output = statement.output.index});
        break;
      case StatementKind::kOutputQuery: {
        const std::uint32_t pattern = code_.CellList(operands);
        code_.EnsureSolved(statement.relation, statement.range);
        code_.plan().output_sites[statement.output.index] = code_.AddSite(statement.range);
        code_.Emit(ops::Query{.relation = static_cast<std::uint16_t>(statement.relation.index),
                              .pattern = pattern,
                              .output = statement.output.index});
        break;
      }
      case StatementKind::kSolve:
        code_.Emit(ops::Solve{});
        break;
    }
  }

  void Step(const Statement& statement) { code_.Emit(ops::Step{.site = code_.AddSite(statement.range)}); }

  void Assign(sema::ExprId value, sema::VariableId variable) {
    const std::uint16_t target = code_.ValueRegister(variable);
    code_.ValueInto(value, target);
    Keep(code_.TypeOf(variable), target);
  }

  // In the actions text lives on between statements, so it leaves the scratch area.
  void Keep(Type type, std::uint16_t target) {
    if (!is_actions_ || (type != Type::kSymbol && type != Type::kAny) || !code_.made_text()) return;
    const std::uint32_t mark = code_.Mark();
    code_.FromCell(type, code_.ToCell(type, target), target);
    code_.Release(mark);
  }

  void BuildIf(const Statement& statement) {
    const auto conditions = program_.Operands(statement.operands);
    for (std::uint32_t arm = 0; arm < conditions.size(); ++arm) {
      const std::uint32_t mark = code_.Mark();
      Enter(statement);
      code_.Emit(ops::If{.condition = code_.Condition(conditions[arm])});
      code_.Release(mark);
      code_.Open(false);
      BuildArm(program_.Body(statement, arm));
      if (arm + 1 < statement.bodies.size) code_.Emit(ops::Else{});
    }
    if (statement.bodies.size > conditions.size()) {
      BuildArm(program_.Body(statement, Size32(conditions)));
    }
    for (std::size_t arm = 0; arm < conditions.size(); ++arm) code_.Close();
  }

  void BuildArm(std::span<const StatementId> body) {
    const bool may_leave =
        std::ranges::any_of(body, [&](StatementId id) { return program_[id].kind == StatementKind::kLeave; });
    if (may_leave) {
      code_.Emit(ops::Block{});
      code_.Open(false);
    }
    BuildBody(body);
    if (may_leave) code_.Close();
  }

  [[nodiscard]] auto ResetsScratch() const -> std::uint16_t { return is_actions_ ? 1 : 0; }

  // The body of a loop.
  void BuildTurn(const Statement& statement) {
    ++loop_depth_;
    BuildBody(program_.Body(statement));
    --loop_depth_;
  }

  void BuildForQuery(const Statement& statement) {
    const auto operands = program_.Operands(statement.operands);
    const auto relation = static_cast<std::uint16_t>(statement.relation.index);
    const std::uint32_t pattern = code_.CellList(operands);
    code_.EnsureSolved(statement.relation, statement.range);
    const std::uint16_t state = code_.NewRegister();
    code_.Emit(ops::Snapshot{.state = state, .relation = relation, .pattern = pattern, .open = open_snapshots_});
    code_.Emit(ops::SnapshotNext{.state = state, .relation = relation, .resets = ResetsScratch()});
    code_.Open(true);
    ++open_snapshots_;
    const auto fields = program_.FieldVariables(statement);
    for (std::size_t column = 0; column < fields.size(); ++column) {
      if (!fields[column].valid()) continue;
      const std::uint32_t mark = code_.Mark();
      const std::uint16_t cell = code_.NewTemporary();
      code_.Emit(ops::SnapshotColumn{
          .result = cell, .state = state, .relation = relation, .column = static_cast<std::uint16_t>(column)});
      code_.FromCell(code_.TypeOf(fields[column]), cell, code_.ValueRegister(fields[column]));
      code_.Release(mark);
    }
    BuildTurn(statement);
    --open_snapshots_;
    code_.Close();
  }

  void BuildForRange(const Statement& statement) {
    const auto operands = program_.Operands(statement.operands);
    const std::uint16_t state = code_.NewRegister(3);
    const std::uint16_t start = code_.Any(operands[0]);
    const std::uint16_t end = code_.Any(operands[1]);
    const std::uint32_t step = operands.size() > 2 ? code_.Any(operands[2]) : kNoRegister;
    const std::uint16_t turn = code_.NewRegister();
    const Site site{.range = statement.range, .operation = Operation::kRange};
    code_.Emit(ops::Range{.state = state, .start = start, .end = end, .step = step, .site = code_.AddSite(site)});
    code_.Emit(ops::RangeNext{.value = turn, .state = state, .resets = ResetsScratch()});
    code_.Open(true);
    // The loop variable may have another type elsewhere in the function.
    const std::uint16_t variable = code_.ValueRegister(statement.variable);
    switch (code_.TypeOf(statement.variable)) {
      case Type::kFloat:
        code_.Emit(ops::IntToFloat{.result = variable, .operand = turn});
        break;
      case Type::kAny:
        code_.Emit(ops::IntToAny{.result = variable, .operand = turn});
        break;
      default:
        code_.Emit(ops::Move{.result = variable, .operand = turn});
    }
    BuildTurn(statement);
    code_.Close();
  }

  void BuildForList(const Statement& statement) {
    const auto operands = program_.Operands(statement.operands);
    const std::uint16_t state = code_.NewRegister();
    const std::uint16_t first = code_.NewRegister(Size32(operands));
    for (std::size_t i = 0; i < operands.size(); ++i) {
      code_.ValueInto(operands[i], static_cast<std::uint16_t>(first + i));
    }
    code_.Emit(ops::List{.state = state, .first = first, .count = Size32(operands)});
    code_.Emit(
        ops::ListNext{.value = code_.ValueRegister(statement.variable), .state = state, .resets = ResetsScratch()});
    code_.Open(true);
    Keep(code_.TypeOf(statement.variable), code_.ValueRegister(statement.variable));
    BuildTurn(statement);
    code_.Close();
  }

  void BuildWhile(const Statement& statement) {
    code_.Emit(ops::Loop{});
    code_.Open(true);
    Step(statement);
    const std::uint32_t mark = code_.Mark();
    code_.SetSolvePlace({});  // the condition is asked again and again
    code_.Emit(ops::BranchIfFalse{.condition = code_.Condition(program_.Operands(statement.operands)[0])});
    code_.Release(mark);
    BuildTurn(statement);
    code_.Close();
  }

  void BuildExec(sema::ExprId call) {
    code_.Value(call);
    code_.plan().code.back().c = 0;  // its value is not needed
  }

  void BuildReturn(sema::ExprId value) {
    const std::uint16_t mode = function_.result == Type::kSymbol ? 1 : function_.result == Type::kAny ? 2 : 0;
    code_.Emit(ops::Return{.result = code_.Value(value), .mode = mode});
  }

  const sema::CheckedProgram& program_;
  const sema::Function& function_;
  ConstantPool& constants_;
  bool is_actions_;
  CodeBuilder code_;
  std::uint16_t open_snapshots_ = 0;
  std::uint32_t loop_depth_ = 0;
  std::optional<std::uint32_t> last_assertion_;  // looked for when it is asked for
};

}  // namespace

void BuildFunction(Plan& plan, ConstantPool& constants, sema::FunctionId id) {
  const sema::Function& source = (*plan.program)[id];
  Function& function = plan.functions[id.index];
  function.calc = id;
  function.begin = Size32(plan.code);
  function.parameter_count = source.parameter_count;
  if (id.index != 0) {
    function.site = Size32(plan.sites);
    plan.sites.push_back({.range = source.range});
  }
  function.register_count = FunctionBuilder(plan, constants, source, id.index == 0).Build();
  function.end = Size32(plan.code);
}

}  // namespace bytelogic::plan
