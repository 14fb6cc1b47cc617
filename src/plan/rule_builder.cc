#include "plan/rule_builder.h"

#include <algorithm>
#include <span>
#include <vector>

#include "plan/code_builder.h"

namespace bytelogic::plan {
namespace {

using runtime::kNoRegister;
using runtime::RowRange;
using sema::Clause;
using sema::ClauseKind;
using sema::Term;

class RuleBuilder {
 public:
  RuleBuilder(Plan& plan, ConstantPool& constants, const sema::Rule& rule, std::uint32_t count, std::uint32_t delta)
      : program_(*plan.program),
        rule_(rule),
        clauses_(program_.Clauses(rule)),
        count_(count),
        delta_(delta),
        code_(plan, constants, rule.variables, CodeBuilder::Kind::kRule),
        bound_(rule.variables.size(), false),
        uses_(rule.variables.size(), 0) {}

  // Returns the number of registers.
  auto Build() -> std::uint32_t {
    const auto begin = static_cast<std::uint32_t>(code_.plan().code.size());
    CountUses();
    code_.Emit({.kind = OpKind::kBlock});
    code_.Open(false);
    for (const std::uint32_t index : JoinOrder(program_, rule_, count_, delta_)) BuildClause(index);
    while (code_.depth() > 0) code_.Close();
    code_.Emit({.kind = OpKind::kReturnNone});
    code_.EmitPrologue(begin);
    return code_.register_count();
  }

 private:
  // How often each variable occurs: one that occurs once need not be read at all.
  auto CountUses() -> void {
    for (const Clause& clause : clauses_) {
      if (clause.kind == ClauseKind::kMatch || clause.kind == ClauseKind::kAbsent) {
        for (const Term& term : program_.Terms(clause)) {
          if (term.variable.valid()) ++uses_[term.variable.index];
        }
      }
      for (const sema::ExprId operand : program_.Operands(clause.operands)) CountUses(operand);
    }
  }

  auto CountUses(sema::ExprId id) -> void {
    if (!id.valid()) return;
    const sema::Expr& expr = program_[id];
    if (expr.kind == sema::ExprKind::kVariable) ++uses_[expr.variable.index];
    for (const sema::ExprId operand : program_.Operands(expr.operands)) CountUses(operand);
  }

  auto BuildClause(std::uint32_t index) -> void {
    const Clause& clause = clauses_[index];
    const std::uint32_t mark = code_.Mark();
    switch (clause.kind) {
      case ClauseKind::kMatch:
        BuildMatch(index);
        break;
      case ClauseKind::kAbsent:
        BuildAbsent(clause);
        break;
      case ClauseKind::kFilter:
        Filter(code_.Condition(program_.Operands(clause.operands)[0]));
        break;
      case ClauseKind::kSame: {
        const auto operands = program_.Operands(clause.operands);
        FilterEqual(code_.Cell(operands[0]), code_.Cell(operands[1]));
        break;
      }
      case ClauseKind::kLet:
        BuildLet(clause);
        break;
      case ClauseKind::kRange:
        BuildRange(clause);
        break;
      case ClauseKind::kEmit:
        code_.Emit({.kind = OpKind::kInsert,
                    .b = static_cast<std::uint16_t>(clause.relation.index),
                    .d = code_.CellList(program_.Operands(clause.operands)),
                    .e = code_.Site(clause.range)});
        break;
    }
    code_.Release(mark);
  }

  // Goes on with the next binding unless `condition`.
  auto Filter(std::uint16_t condition) -> void {
    const std::uint32_t loop = code_.InnermostLoop();
    if (loop == runtime::kNone32) {
      code_.Emit({.kind = OpKind::kBranchIfFalse, .a = condition, .d = code_.depth() - 1});
    } else {
      code_.Emit({.kind = OpKind::kContinueIfFalse, .a = condition, .d = loop});
    }
  }

  auto FilterEqual(std::uint16_t left, std::uint16_t right) -> void {
    const std::uint16_t equal = code_.NewTemporary();
    code_.Emit({.kind = OpKind::kEqualCell, .a = equal, .b = left, .c = right});
    Filter(equal);
  }

  [[nodiscard]] auto RangeOf(std::uint32_t index) const -> RowRange {
    if (index == delta_) return RowRange::kDelta;
    if (!IsRecursive(program_, rule_, clauses_[index])) return RowRange::kFull;
    return delta_ != kNoDelta && index < delta_ ? RowRange::kOld : RowRange::kFull;
  }

  // The cell that column `term` must be equal to; kNoRegister where it binds or may be anything.
  auto KeyOf(const Term& term) -> std::uint16_t {
    if (term.kind == Term::Kind::kConstant) return code_.CellOfConstant(term.constant);
    if (term.variable.valid() && bound_[term.variable.index]) return code_.CellOfVariable(term.variable);
    return kNoRegister;
  }

  auto BuildMatch(std::uint32_t index) -> void {
    const Clause& clause = clauses_[index];
    const std::span<const Term> terms = program_.Terms(clause);
    std::vector<std::uint16_t> keys;
    keys.reserve(terms.size());
    bool binds = false;
    for (const Term& term : terms) {
      keys.push_back(KeyOf(term));
      binds = binds || (keys.back() == kNoRegister && term.variable.valid() && uses_[term.variable.index] > 1);
    }
    if (!binds) {
      Filter(code_.Exists(clause.relation.index, keys, RangeOf(index)));
      for (const Term& term : terms) MarkBound(term);
      return;
    }
    OpenLoop(clause, keys, RangeOf(index));
    BindColumns(clause, keys);
  }

  auto OpenLoop(const Clause& clause, std::span<const std::uint16_t> keys, RowRange range) -> void {
    std::vector<std::uint16_t> columns;
    std::vector<std::uint16_t> cells;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (keys[i] == kNoRegister) continue;
      columns.push_back(static_cast<std::uint16_t>(i));
      cells.push_back(keys[i]);
    }
    loop_state_ = code_.NewRegister();
    const auto c = static_cast<std::uint16_t>(range);
    if (columns.empty()) {
      code_.Emit(
          {.kind = OpKind::kScan, .a = loop_state_, .b = static_cast<std::uint16_t>(clause.relation.index), .c = c});
    } else {
      const std::uint16_t over = code_.IndexOver(clause.relation.index, columns);
      code_.Emit({.kind = OpKind::kProbe, .a = loop_state_, .b = over, .c = c, .d = code_.List(cells)});
    }
    code_.Open(true);
  }

  // Reads the columns that the clause binds; a variable that occurs twice in it must be equal the second time.
  auto BindColumns(const Clause& clause, std::span<const std::uint16_t> keys) -> void {
    const std::span<const Term> terms = program_.Terms(clause);
    for (std::size_t i = 0; i < terms.size(); ++i) {
      const Term& term = terms[i];
      if (keys[i] != kNoRegister || !term.variable.valid()) continue;
      if (bound_[term.variable.index]) {
        const std::uint16_t cell = code_.NewTemporary();
        EmitColumn(clause, i, cell);
        FilterEqual(code_.CellOfVariable(term.variable), cell);
        continue;
      }
      if (uses_[term.variable.index] > 1) EmitColumn(clause, i, code_.BindCell(term.variable));
      MarkBound(term);
    }
  }

  auto EmitColumn(const Clause& clause, std::size_t column, std::uint16_t target) -> void {
    code_.Emit({.kind = OpKind::kColumn,
                .a = target,
                .b = loop_state_,
                .c = static_cast<std::uint16_t>(column),
                .d = clause.relation.index});
  }

  auto MarkBound(const Term& term) -> void {
    if (term.variable.valid()) bound_[term.variable.index] = true;
  }

  auto BuildAbsent(const Clause& clause) -> void {
    std::vector<std::uint16_t> keys;
    for (const Term& term : program_.Terms(clause)) keys.push_back(KeyOf(term));
    const std::uint16_t found = code_.Exists(clause.relation.index, keys, RowRange::kFull);
    const std::uint16_t absent = code_.NewTemporary();
    code_.Emit({.kind = OpKind::kNot, .a = absent, .b = found});
    Filter(absent);
  }

  auto BuildLet(const Clause& clause) -> void {
    const sema::ExprId value = program_.Operands(clause.operands)[0];
    code_.ValueInto(value, code_.ValueRegister(clause.variable));
    bound_[clause.variable.index] = true;
  }

  auto BuildRange(const Clause& clause) -> void {
    const auto operands = program_.Operands(clause.operands);
    const std::uint16_t start = code_.Any(operands[0]);
    const std::uint16_t end = code_.Any(operands[1]);
    const std::uint32_t step = operands.size() > 2 ? code_.Any(operands[2]) : kNoRegister;
    const std::uint16_t state = code_.NewRegister(3);
    code_.Emit({.kind = OpKind::kRange, .a = state, .b = start, .c = end, .d = step, .e = code_.Site(clause.range)});
    code_.Emit({.kind = OpKind::kRangeNext, .a = state, .b = code_.ValueRegister(clause.variable), .c = 1});
    code_.Open(true);
    bound_[clause.variable.index] = true;
  }

  const sema::CheckedProgram& program_;
  const sema::Rule& rule_;
  std::span<const Clause> clauses_;
  std::uint32_t count_;
  std::uint32_t delta_;
  CodeBuilder code_;
  std::vector<bool> bound_;
  std::vector<std::uint32_t> uses_;
  std::uint16_t loop_state_ = kNoRegister;
};

}  // namespace

auto IsRecursive(const sema::CheckedProgram& program, const sema::Rule& rule, const Clause& clause) -> bool {
  if (clause.kind != ClauseKind::kMatch) return false;
  const sema::Relation& relation = program[clause.relation];
  return relation.derived && relation.stratum == rule.stratum;
}

auto BuildRuleVariant(Plan& plan, ConstantPool& constants, sema::RuleId id, std::uint32_t count, std::uint32_t delta)
    -> void {
  Function function;
  function.rule = id;
  function.site = static_cast<std::uint32_t>(plan.sites.size());
  plan.sites.push_back((*plan.program)[id].range);
  function.begin = static_cast<std::uint32_t>(plan.code.size());
  function.register_count = RuleBuilder(plan, constants, (*plan.program)[id], count, delta).Build();
  function.end = static_cast<std::uint32_t>(plan.code.size());
  plan.functions.push_back(function);
}

}  // namespace bytelogic::plan
