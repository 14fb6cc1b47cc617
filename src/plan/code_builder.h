// code_builder.h - emits the register code of one function: registers, structures, expressions.
//
//   CodeBuilder code(plan, constants, variables, CodeBuilder::Kind::kRule);
//   std::uint16_t condition = code.Condition(expr);
//   code.Emit(ops::BranchIfFalse{.condition = condition});
//
// Shared by rules (rule_builder.h) and by CALCs and the actions (function_builder.h). The difference: a variable of a
// rule never changes, so it may live in two registers, as a cell and as a value, each made when first needed and kept;
// a variable of a function has one register, which holds its value.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/id_vector.h"
#include "plan/constant_pool.h"
#include "plan/plan.h"

namespace bytelogic::plan {

class CodeBuilder {
 public:
  enum class Kind : std::uint8_t { kRule, kFunction, kActions };

  CodeBuilder(Plan& plan, ConstantPool& constants, std::span<const sema::Variable> variables, Kind kind);

  // Code.

  template <runtime::Operation T>
  void Emit(const T& operation) {
    plan_.work->Hold(sizeof(Op));
    plan_.code.push_back(Written(operation));
  }
  // Returns the number of the site.
  auto AddSite(const Site& site) -> std::uint32_t;
  auto AddSite(SourceRange range) -> std::uint32_t { return AddSite(Site{.range = range}); }
  // Appends to the operand list; returns the offset for Op::d.
  auto List(std::span<const std::uint16_t> registers) -> std::uint32_t;
  // The index over `columns` (ascending) of `relation`, made when there is none.
  auto IndexOver(std::uint32_t relation, std::span<const std::uint16_t> columns) -> std::uint16_t;

  // Structures. Every Open is closed by Close, which emits kEnd.

  void Open(bool is_loop) { structures_.push_back(is_loop); }
  void Close();
  // How many structures out the innermost loop is; kNone32 where there is none.
  [[nodiscard]] auto InnermostLoop() const -> std::uint32_t;
  [[nodiscard]] auto depth() const -> std::uint32_t { return Size32(structures_); }

  // Registers.

  auto NewTemporary() -> std::uint16_t;
  // A register that is never given back.
  auto NewRegister(std::uint32_t count = 1) -> std::uint16_t;
  [[nodiscard]] auto Mark() const -> std::uint32_t { return next_; }
  // Gives back the temporaries made since `mark`.
  void Release(std::uint32_t mark) { next_ = mark > floor_ ? mark : floor_; }
  [[nodiscard]] auto register_count() const -> std::uint32_t { return high_water_; }

  // Variables.

  // The register in which the value of `variable` is kept; made when there is none (a definition follows).
  auto ValueRegister(sema::VariableId variable) -> std::uint16_t;
  // A fresh register that from now on holds `variable` as a cell (rules: the variable is bound here).
  auto BindCell(sema::VariableId variable) -> std::uint16_t;
  [[nodiscard]] auto TypeOf(sema::VariableId variable) const -> sema::Type { return variables_[variable.index].type; }

  // Expressions.

  // The value of `expr`, typed by its static type.
  auto Value(sema::ExprId expr) -> std::uint16_t;
  void ValueInto(sema::ExprId expr, std::uint16_t target);
  // As an int that is 0 or not.
  auto Condition(sema::ExprId expr) -> std::uint16_t;
  auto Any(sema::ExprId expr) -> std::uint16_t;
  auto Cell(sema::ExprId expr) -> std::uint16_t;
  auto CellOfVariable(sema::VariableId variable) -> std::uint16_t;
  auto CellOfConstant(sema::ConstantId constant) -> std::uint16_t;
  // The cells of `operands` as an operand list: kNoRegister for invalid ids (`?`).
  auto CellList(std::span<const sema::ExprId> operands) -> std::uint32_t;
  // Opens a loop over the rows of `relation` whose columns are `keys` (kNoRegister: anything; never all are given, but
  // for a relation that keeps the best). Returns its state. Close ends it.
  auto OpenRows(std::uint32_t relation, std::span<const std::uint16_t> keys, runtime::RowRange range) -> std::uint16_t;
  // A fresh temporary with a column of the row that is current in the loop of `state`.
  auto Column(std::uint32_t relation, std::uint16_t state, std::size_t column) -> std::uint16_t;
  // Goes on with the next row of the innermost loop unless two cells are equal.
  void ContinueUnlessEqual(std::uint16_t left, std::uint16_t right);
  // a = 1 where a tuple of `relation` has `cells` (kNoRegister: anything), else 0.
  auto Exists(std::uint32_t relation, std::span<const std::uint16_t> cells, runtime::RowRange range) -> std::uint16_t;

  // Sets and aggregations.

  auto NewSet(std::size_t arity) -> std::uint16_t;
  auto NewAggregation(std::size_t group_columns, std::span<const runtime::AccumulatorEntry> accumulators)
      -> std::uint16_t;
  // The register of what an accumulator adds: the value of `operand` as its mode has it; kNoRegister for COUNT.
  auto AccumulatorInput(const runtime::AccumulatorEntry& accumulator, sema::ExprId operand) -> std::uint16_t;
  void Accumulate(std::uint16_t aggregation, std::uint16_t group, std::size_t accumulator, std::uint16_t input,
                  const Site& site);
  // The result of an accumulator, as a value of `type`, in a fresh temporary.
  auto AggregateResult(std::uint16_t aggregation, std::uint16_t group, std::size_t accumulator, sema::Type type,
                       const Site& site) -> std::uint16_t;

  // Reading `relation` in an action: solves before, where the language says so.
  void EnsureSolved(sema::RelationId relation, SourceRange range);
  // Where a SOLVE may be put before what is read from here on; empty: nowhere.
  void SetSolvePlace(SourceRange place) { solve_place_ = place; }

  // Puts the loads of the constants of a rule in front of its code, which begins at `begin`.
  void EmitPrologue(std::uint32_t begin);

  // True once code was emitted that may leave text in the scratch area.
  [[nodiscard]] auto made_text() const -> bool { return made_text_; }

  // Conversion of a value of `type` in `source` to a cell in a fresh temporary.
  auto ToCell(sema::Type type, std::uint16_t source) -> std::uint16_t;
  void FromCell(sema::Type type, std::uint16_t cell, std::uint16_t target);

  [[nodiscard]] auto plan() -> Plan& { return plan_; }
  [[nodiscard]] auto program() const -> const sema::CheckedProgram& { return *plan_.program; }

 private:
  struct Slot {
    std::uint16_t value = runtime::kNoRegister;
    std::uint16_t cell = runtime::kNoRegister;
  };

  // A register that no code emitted so far uses: the prologue sets it before all of it.
  auto NewPrologueRegister() -> std::uint16_t;
  auto Compile(sema::ExprId id, std::uint16_t target) -> std::uint16_t;
  auto Target(std::uint16_t target) -> std::uint16_t {
    return target == runtime::kNoRegister ? NewTemporary() : target;
  }
  auto CompileVariable(sema::VariableId variable, std::uint16_t target) -> std::uint16_t;
  auto CompileConstant(sema::ConstantId constant, std::uint16_t target) -> std::uint16_t;
  auto CompileConversion(const sema::Expr& expr, std::uint16_t target) -> std::uint16_t;
  auto CompileArithmetic(const sema::Expr& expr, std::uint16_t target) -> std::uint16_t;
  auto CompileComparison(const sema::Expr& expr, std::uint16_t target) -> std::uint16_t;
  auto CompileLogic(const sema::Expr& expr, std::uint16_t target) -> std::uint16_t;
  auto CompileCall(const sema::Expr& expr, std::uint16_t target) -> std::uint16_t;
  auto CompileBuiltin(const sema::Expr& expr, std::uint16_t target) -> std::uint16_t;
  auto CompileExists(const sema::Expr& expr, std::uint16_t target) -> std::uint16_t;
  auto CompileAggregateQuery(const sema::Expr& expr, std::uint16_t target) -> std::uint16_t;
  auto ExistsBest(std::uint32_t relation, std::span<const std::uint16_t> cells, runtime::RowRange range)
      -> std::uint16_t;
  // The result of an expression that was made in `value`, where nothing since `mark` is needed any more.
  auto Deliver(std::uint16_t value, std::uint16_t target, std::uint32_t mark) -> std::uint16_t;
  [[nodiscard]] auto CanCompareCells(sema::ExprId id) const -> bool;

  Plan& plan_;
  ConstantPool& constants_;
  std::span<const sema::Variable> variables_;
  Kind kind_;
  std::vector<Slot> slots_;
  std::vector<bool> structures_;  // true: a loop
  std::vector<Op> prologue_;      // rules: loads of constants, each done once
  std::uint32_t next_ = 0;
  std::uint32_t floor_ = 0;
  std::uint32_t high_water_ = 0;
  std::uint32_t conditional_ = 0;  // inside code that may be skipped: nothing made here may be relied on later
  bool made_text_ = false;
  SourceRange solve_place_;
};

// How the values of `type` are added up.
auto ModeOf(sema::Type type) -> runtime::AccumulatorMode;

// Can the evaluation of `expr` fail at run time?
auto CanFail(const sema::CheckedProgram& program, sema::ExprId expr) -> bool;

}  // namespace bytelogic::plan
