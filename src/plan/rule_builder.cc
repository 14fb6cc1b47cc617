#include "plan/rule_builder.h"

#include <algorithm>
#include <span>
#include <vector>

#include "base/id_vector.h"
#include "plan/code_builder.h"
#include "plan/site_of.h"

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
        work_(plan.work),
        rule_(rule),
        clauses_(program_.Clauses(rule)),
        count_(count),
        delta_(delta),
        code_(plan, constants, rule.variables, CodeBuilder::Kind::kRule),
        begin_(plan.code.size()),
        bound_(rule.variables.size(), false),
        uses_(rule.variables.size(), 0) {}

  // The EMITs without aggregates. Returns the number of registers.
  auto BuildInserts() -> std::uint32_t {
    CountUses();
    BuildLoops();
    return Finish();
  }

  // The EMIT with aggregates at clause number `count`: adds up, and emits when the loops have ended.
  auto BuildGroups() -> std::uint32_t {
    const Clause& emit = clauses_[count_];
    inserts_ = false;
    CountUses();
    const std::vector<sema::VariableId> binding = UseAllVariables();
    const Grouping grouping = MakeGrouping(emit);
    BuildLoops([&] {
      if (repeats_) SkipRepeated(binding);
      AddBinding(emit, grouping);
    });
    EmitGroups(emit, grouping);
    return Finish();
  }

  // Adds the bindings of `witnesses` to `set`.
  auto BuildWitnesses(std::span<const sema::VariableId> witnesses, std::uint16_t set) -> std::uint32_t {
    CountUses();
    for (const sema::VariableId witness : witnesses) ++uses_[witness.index];
    code_.Emit(ops::EmptySet{.set = set});
    BuildLoops([&] { AddToSet(set, CellsOf(witnesses)); });
    return Finish();
  }

 private:
  // What the code of an EMIT with aggregates works with.
  struct Grouping {
    std::uint16_t aggregation = 0;
    std::uint16_t binding_set = 0;             // used where a binding may come twice
    std::vector<std::uint16_t> distinct_sets;  // per column; kNoRegister: not DISTINCT
    std::vector<std::uint16_t> numbers;        // per column: among the group columns, or among the accumulators
  };

  // The loops of the clauses, and `innermost` in them.
  template <typename Innermost>
  void BuildLoops(const Innermost& innermost) {
    code_.Emit(ops::Block{});
    code_.Open(false);
    for (const std::uint32_t index : JoinOrder(program_, rule_, count_, delta_, *work_)) BuildClause(index);
    innermost();
    while (code_.depth() > 0) code_.Close();
  }
  void BuildLoops() {
    BuildLoops([] {});
  }

  auto Finish() -> std::uint32_t {
    code_.Emit(ops::ReturnNone{});
    code_.EmitPrologue(begin_);
    return code_.register_count();
  }

  // A binding is made of all variables of the patterns and ranges: each counts as used. Returns them.
  auto UseAllVariables() -> std::vector<sema::VariableId> {
    std::vector<sema::VariableId> binding;
    const auto use = [&](sema::VariableId variable) {
      uses_[variable.index] += 2;
      binding.push_back(variable);
    };
    for (const Clause& clause : clauses_.first(count_)) {
      if (clause.kind == ClauseKind::kRange) use(clause.variable);
      if (clause.kind != ClauseKind::kMatch) continue;
      for (const Term& term : program_.Terms(clause)) {
        if (term.kind == Term::Kind::kBind) use(term.variable);
      }
    }
    return binding;
  }

  auto MakeGrouping(const Clause& emit) -> Grouping {
    Grouping grouping;
    std::vector<runtime::AccumulatorEntry> accumulators;
    std::uint16_t group_columns = 0;
    const auto operands = program_.Operands(emit.operands);
    const auto columns = program_.EmitColumns(emit);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      grouping.numbers.push_back(columns[i].aggregated ? static_cast<std::uint16_t>(accumulators.size())
                                                       : group_columns++);
      if (!columns[i].aggregated) continue;
      const sema::Type type = operands[i].valid() ? program_[operands[i]].type : sema::Type::kInt;
      accumulators.push_back({static_cast<std::uint32_t>(columns[i].function), ModeOf(type)});
    }
    for (const sema::EmitColumn& column : columns) {
      grouping.distinct_sets.push_back(column.distinct ? code_.NewSet(group_columns + 1U) : kNoRegister);
      if (column.distinct) code_.Emit(ops::EmptySet{.set = grouping.distinct_sets.back()});
    }
    grouping.aggregation = code_.NewAggregation(group_columns, accumulators);
    code_.Emit(ops::EmptyGroups{.aggregation = grouping.aggregation});
    return grouping;
  }

  auto CellsOf(std::span<const sema::VariableId> variables) -> std::vector<std::uint16_t> {
    std::vector<std::uint16_t> cells;
    cells.reserve(variables.size() + 1);
    for (const sema::VariableId variable : variables) cells.push_back(code_.CellOfVariable(variable));
    return cells;
  }

  // A fresh temporary: 1 where the row was not in the set.
  auto AddToSet(std::uint16_t set, std::span<const std::uint16_t> cells) -> std::uint16_t {
    const std::uint16_t is_new = code_.NewTemporary();
    code_.Emit(ops::AddToSet{.result = is_new, .set = set, .row = code_.List(cells)});
    return is_new;
  }

  void SkipRepeated(std::span<const sema::VariableId> binding) {
    const std::uint16_t set = code_.NewSet(binding.size());
    code_.plan().code.insert(code_.plan().code.begin() + begin_, Written(ops::EmptySet{.set = set}));
    Filter(AddToSet(set, CellsOf(binding)));
  }

  void AddBinding(const Clause& emit, const Grouping& grouping) {
    const auto operands = program_.Operands(emit.operands);
    const auto columns = program_.EmitColumns(emit);
    const runtime::Table accumulators = code_.plan().aggregations[grouping.aggregation].accumulators;
    std::vector<std::uint16_t> group_cells;
    std::vector<std::uint16_t> inputs(columns.size(), kNoRegister);
    std::vector<std::uint16_t> distinct_cells(columns.size(), kNoRegister);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (!columns[i].aggregated) {
        group_cells.push_back(code_.Cell(operands[i]));
        continue;
      }
      const auto accumulator = code_.plan().accumulators[accumulators.offset + grouping.numbers[i]];
      inputs[i] = code_.AccumulatorInput(accumulator, operands[i]);
      if (columns[i].distinct) distinct_cells[i] = code_.Cell(operands[i]);
    }
    const std::uint16_t group = code_.NewTemporary();
    code_.Emit(ops::Group{.group = group, .aggregation = grouping.aggregation, .key = code_.List(group_cells)});
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (!columns[i].aggregated) continue;
      if (columns[i].distinct) {
        std::vector<std::uint16_t> row = group_cells;
        row.push_back(distinct_cells[i]);
        code_.Emit(ops::If{.condition = AddToSet(grouping.distinct_sets[i], row)});
        code_.Open(false);
      }
      code_.Accumulate(grouping.aggregation, group, grouping.numbers[i], inputs[i],
                       SiteOfAggregate(program_, columns[i].range, operands[i]));
      if (columns[i].distinct) code_.Close();
    }
  }

  void EmitGroups(const Clause& emit, const Grouping& grouping) {
    const std::uint16_t group = code_.NewRegister();
    code_.Emit(ops::Groups{.state = group, .aggregation = grouping.aggregation});
    code_.Emit(ops::GroupsNext{.group = group, .aggregation = grouping.aggregation});
    code_.Open(true);
    const auto columns = program_.EmitColumns(emit);
    std::vector<std::uint16_t> cells;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i].aggregated) {
        cells.push_back(AggregateCell(emit, group, grouping, i));
        continue;
      }
      cells.push_back(code_.NewTemporary());
      code_.Emit(ops::GroupColumn{
          .result = cells.back(), .aggregation = grouping.aggregation, .group = group, .column = grouping.numbers[i]});
    }
    EmitInsert(emit, code_.List(cells));
    code_.Close();
  }

  // The cell of the aggregate of column `at` as it enters the column.
  auto AggregateCell(const Clause& emit, std::uint16_t group, const Grouping& grouping, std::size_t at)
      -> std::uint16_t {
    const sema::EmitColumn& column = program_.EmitColumns(emit)[at];
    const sema::Type into = program_[emit.relation].columns[at].type;
    const Site site = SiteOfAggregate(program_, column.range, program_.Operands(emit.operands)[at]);
    const std::uint16_t value =
        code_.AggregateResult(grouping.aggregation, group, grouping.numbers[at], column.result, site);
    if (into == column.result || into == sema::Type::kAny) return code_.ToCell(column.result, value);
    const OpKind conversion = column.result == sema::Type::kInt ? OpKind::kIntToFloat
                              : into == sema::Type::kInt        ? OpKind::kAnyToInt
                              : into == sema::Type::kFloat      ? OpKind::kAnyToFloat
                                                                : OpKind::kAnyToText;
    const std::uint16_t converted = code_.NewTemporary();
    code_.Emit(
        ops::Unary{.kind = conversion, .result = converted, .operand = value, .site = code_.AddSite(column.range)});
    return code_.ToCell(into, converted);
  }

  void EmitInsert(const Clause& emit, std::uint32_t cells) {
    const auto relation = static_cast<std::uint16_t>(emit.relation.index);
    const std::uint32_t site = code_.AddSite(emit.range);
    if (program_[emit.relation].keep != Keep::kAll) {
      code_.Emit(ops::InsertBest{.relation = relation, .row = cells, .site = site});
    } else {
      code_.Emit(ops::Insert{.relation = relation, .row = cells, .site = site});
    }
  }

  // How often each variable occurs: one that occurs once need not be read at all.
  void CountUses() {
    for (const Clause& clause : clauses_) {
      if (clause.kind == ClauseKind::kMatch || clause.kind == ClauseKind::kAbsent) {
        for (const Term& term : program_.Terms(clause)) {
          if (term.variable.valid()) ++uses_[term.variable.index];
        }
      }
      for (const sema::ExprId operand : program_.Operands(clause.operands)) CountUses(operand);
    }
  }

  void CountUses(sema::ExprId id) {
    if (!id.valid()) return;
    const sema::Expr& expr = program_[id];
    if (expr.kind == sema::ExprKind::kVariable) ++uses_[expr.variable.index];
    for (const sema::ExprId operand : program_.Operands(expr.operands)) CountUses(operand);
  }

  void BuildClause(std::uint32_t index) {
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
        if (inserts_ && clause.emit_columns.size == 0) {
          EmitInsert(clause, code_.CellList(program_.Operands(clause.operands)));
        }
        break;
    }
    code_.Release(mark);
  }

  // Goes on with the next binding unless `condition`.
  void Filter(std::uint16_t condition) {
    const std::uint32_t loop = code_.InnermostLoop();
    if (loop == runtime::kNone32) {
      code_.Emit(ops::BranchIfFalse{.condition = condition, .depth = code_.depth() - 1});
    } else {
      code_.Emit(ops::ContinueIfFalse{.condition = condition, .depth = loop});
    }
  }

  void FilterEqual(std::uint16_t left, std::uint16_t right) {
    const std::uint16_t equal = code_.NewTemporary();
    code_.Emit(ops::EqualCell{.result = equal, .left = left, .right = right});
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

  void BuildMatch(std::uint32_t index) {
    const Clause& clause = clauses_[index];
    const std::span<const Term> terms = program_.Terms(clause);
    std::vector<std::uint16_t> keys;
    keys.reserve(terms.size());
    bool binds = false;
    for (const Term& term : terms) {
      keys.push_back(KeyOf(term));
      binds = binds || (keys.back() == kNoRegister && term.variable.valid() && uses_[term.variable.index] > 1);
    }
    const bool keeps_best = program_[clause.relation].keep != Keep::kAll;
    if (!binds && !(keeps_best && RangeOf(index) != RowRange::kFull)) {
      Filter(code_.Exists(clause.relation.index, keys, RangeOf(index)));
      for (const Term& term : terms) MarkBound(term);
      return;
    }
    for (const Term& term : terms) repeats_ = repeats_ || term.kind == Term::Kind::kAny;
    loop_state_ = code_.OpenRows(clause.relation.index, keys, RangeOf(index));
    BindColumns(clause, keys);
  }

  // Reads the columns that the clause binds; a variable that occurs twice in it must be equal the second time.
  void BindColumns(const Clause& clause, std::span<const std::uint16_t> keys) {
    const std::span<const Term> terms = program_.Terms(clause);
    for (std::size_t i = 0; i < terms.size(); ++i) {
      const Term& term = terms[i];
      if (keys[i] != kNoRegister || !term.variable.valid()) continue;
      if (bound_[term.variable.index]) {
        const std::uint16_t cell = code_.Column(clause.relation.index, loop_state_, i);
        FilterEqual(code_.CellOfVariable(term.variable), cell);
        continue;
      }
      if (uses_[term.variable.index] > 1) EmitColumn(clause, i, code_.BindCell(term.variable));
      MarkBound(term);
    }
  }

  void EmitColumn(const Clause& clause, std::size_t column, std::uint16_t target) {
    code_.Emit(ops::Column{.result = target,
                           .state = loop_state_,
                           .relation = clause.relation.index,
                           .column = static_cast<std::uint16_t>(column)});
  }

  void MarkBound(const Term& term) {
    if (term.variable.valid()) bound_[term.variable.index] = true;
  }

  void BuildAbsent(const Clause& clause) {
    std::vector<std::uint16_t> keys;
    for (const Term& term : program_.Terms(clause)) keys.push_back(KeyOf(term));
    const std::uint16_t found = code_.Exists(clause.relation.index, keys, RowRange::kFull);
    const std::uint16_t absent = code_.NewTemporary();
    code_.Emit(ops::Not{.result = absent, .operand = found});
    Filter(absent);
  }

  void BuildLet(const Clause& clause) {
    const sema::ExprId value = program_.Operands(clause.operands)[0];
    code_.ValueInto(value, code_.ValueRegister(clause.variable));
    bound_[clause.variable.index] = true;
  }

  void BuildRange(const Clause& clause) {
    const auto operands = program_.Operands(clause.operands);
    const std::uint16_t start = code_.Any(operands[0]);
    const std::uint16_t end = code_.Any(operands[1]);
    const std::uint32_t step = operands.size() > 2 ? code_.Any(operands[2]) : kNoRegister;
    const std::uint16_t state = code_.NewRegister(3);
    const Site site{.range = clause.range, .operation = Operation::kRange};
    code_.Emit(ops::Range{.state = state, .start = start, .end = end, .step = step, .site = code_.AddSite(site)});
    code_.Emit(ops::RangeNext{.value = code_.ValueRegister(clause.variable), .state = state, .resets = 1});
    code_.Open(true);
    bound_[clause.variable.index] = true;
  }

  const sema::CheckedProgram& program_;
  WorkMeter* work_;
  const sema::Rule& rule_;
  std::span<const Clause> clauses_;
  std::uint32_t count_;
  std::uint32_t delta_;
  CodeBuilder code_;
  std::size_t begin_;  // of the code
  std::vector<bool> bound_;
  std::vector<std::uint32_t> uses_;
  bool inserts_ = true;   // EMITs without aggregates insert
  bool repeats_ = false;  // a binding may come more than once
  std::uint16_t loop_state_ = kNoRegister;
};

}  // namespace

auto IsRecursive(const sema::CheckedProgram& program, const sema::Rule& rule, const Clause& clause) -> bool {
  if (clause.kind != ClauseKind::kMatch) return false;
  const sema::Relation& relation = program[clause.relation];
  return relation.derived && relation.stratum == rule.stratum;
}

namespace {

auto BeginFunction(Plan& plan, SourceRange range) -> Function {
  Function function;
  function.site = Size32(plan.sites);
  plan.sites.push_back({.range = range});
  function.begin = Size32(plan.code);
  return function;
}

void EndFunction(Plan& plan, Function& function, std::uint32_t register_count) {
  function.register_count = register_count;
  function.end = Size32(plan.code);
  plan.functions.push_back(function);
}

}  // namespace

void BuildRuleVariant(Plan& plan, ConstantPool& constants, sema::RuleId id, std::uint32_t count, std::uint32_t delta) {
  const sema::Rule& rule = (*plan.program)[id];
  Function function = BeginFunction(plan, rule.range);
  function.rule = id;
  const bool groups = count < rule.clauses.size && plan.program->Clauses(rule)[count].emit_columns.size > 0;
  RuleBuilder builder(plan, constants, rule, count, delta);
  EndFunction(plan, function, groups ? builder.BuildGroups() : builder.BuildInserts());
}

void BuildConstraint(Plan& plan, ConstantPool& constants, sema::ConstraintId id) {
  const sema::Constraint& constraint = plan.program->constraints[id.index];
  Function function = BeginFunction(plan, constraint.range);
  function.constraint = id;
  sema::Rule rule;  // of no stratum: nothing in it is recursive
  rule.range = constraint.range;
  rule.clauses = constraint.clauses;
  rule.variables = constraint.variables;
  rule.stratum = runtime::kNone32;
  const auto set = static_cast<std::uint16_t>(plan.sets.size());
  plan.sets.push_back({Size32(constraint.witnesses)});
  plan.constraints.push_back({Size32(plan.functions), set});
  EndFunction(
      plan, function,
      RuleBuilder(plan, constants, rule, rule.clauses.size, kNoDelta).BuildWitnesses(constraint.witnesses, set));
}

}  // namespace bytelogic::plan
