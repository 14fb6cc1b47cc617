// finish.h - the last look at every expression: types are known, so conversions become explicit and errors are told.
//
//   $n + 1.5   with $n: int    =>   int_to_float($n) + 1.5
//
// Works in place on rules and actions. Each instance of a CALC that they call, directly or not, becomes a Function:
// a copy of its template. Reports E301, E302, E303 and E304, each place once whatever the number of instances.
#pragma once

#include <unordered_set>
#include <vector>

#include "sema/context.h"
#include "sema/infer.h"

namespace bytelogic::sema {

class Finisher {
 public:
  Finisher(Context& context, Inference& inference)
      : context_(context), program_(context.program), inference_(inference) {}

  void Run();

 private:
  // Of a rule or a constraint.
  void FinishClauses(Span32 clauses, std::vector<Variable>& variables);
  void FinishEmit(const Clause& clause);
  void FinishBody(Span32 list);
  void FinishStatement(StatementId id);
  void FinishForQuery(StatementId id);
  void FinishInstance(Instance& instance);

  // The type of an expression; reports what is wrong inside it, and converts its operands.
  auto Finish(ExprId id) -> Type;
  auto FinishUnary(const Expr& expr) -> Type;
  auto FinishArithmetic(const Expr& expr) -> Type;
  auto FinishComparison(const Expr& expr) -> Type;
  auto FinishBuiltin(const Expr& expr) -> Type;
  auto FinishCall(ExprId id) -> Type;
  auto FinishAggregateQuery(const Expr& expr) -> Type;

  // Slots are positions in operand_pool.
  auto FinishSlot(std::uint32_t slot) -> Type { return Finish(program_.operand_pool[slot]); }
  void FinishCondition(std::uint32_t slot);
  void FinishConditions(Span32 operands);
  // One operand per column, invalid where `?`; constants by identity.
  void FinishPattern(Span32 operands);
  void FinishBounds(Span32 operands);
  // FACT and EMIT: each operand becomes what its column holds, or is E302.
  void FinishTuple(RelationId relation, Span32 operands);
  void FinishValue(RelationId relation, std::uint32_t column, std::uint32_t slot);
  // Every KEEP column has values that can be compared; else E301 or E302.
  void CheckKeepColumns();
  void NoteSource(RelationId relation, std::uint32_t column, Type type);

  // Makes the operand one of type `to`, from which it must be reachable without loss.
  void Convert(std::uint32_t slot, Type to);
  void ConvertAll(Span32 operands, Type to);
  // A float constant with an integral value becomes that int; false for everything else.
  auto BecomeInt(ExprId id) -> bool;
  // An int constant whose float is the same number.
  auto IsExactFloat(ExprId id) const -> bool;
  void Wrap(std::uint32_t slot, ExprKind kind, Type type);
  // The loop's variable has a wider type than what the loop delivers: the body begins with a LET that converts.
  void ConvertLoopVariable(StatementId loop, VariableId from, VariableId to);
  auto NewVariable(Type type) -> VariableId;
  auto VariableType(VariableId id) const -> Type { return (*variables_)[id.index].type; }

  auto FunctionOf(Instance& instance, SourceRange call) -> FunctionId;

  // A copy of a template's code in the program.
  auto CopyBody(Span32 list) -> Span32;
  auto CopyStatement(const Statement& statement) -> StatementId;
  auto CopyOperands(Span32 operands) -> Span32;
  auto CopyExpr(ExprId id) -> ExprId;

  void Report(Message message, SourceRange range, Words help, std::optional<PendingFix> fix = std::nullopt);
  void ReportMeeting(const Expr& expr, SourceRange left, Type left_type, SourceRange right, Type right_type);
  void ReportColumn(RelationId relation, std::size_t column, ExprId value, Type given);
  // `message` says that an aggregate takes numbers.
  void ReportAggregated(Message message, SourceRange range);
  void ReportAggregateColumn(RelationId relation, std::uint32_t column, const EmitColumn& value);
  void ReportKeep(const KeepColumn& keep);
  void ReportArgument(const Expr& call, ExprId operand, Type expected, Type given);
  // A call of `function` on what stands at `range`, as it can stand among the arguments of FACT or EMIT.
  auto AsArgument(SourceRange range, Builtin function) const -> Words;
  // Where the symbol at `range` was written as an atom that is the name of a variable: `$` in front of it.
  auto MissingDollar(SourceRange range) const -> std::optional<PendingFix>;
  // `new-york` where it was read as a difference; empty where `expr` is none.
  auto AtomWithDashes(const Expr& expr) const -> SourceRange;

  Context& context_;
  CheckedProgram& program_;
  Inference& inference_;
  std::vector<Variable>* variables_ = nullptr;  // of the rule or function at hand
  Type result_ = Type::kNone;                   // of the function at hand
  std::vector<Instance*> called_;               // instances that the program needs, in order of their numbers
  std::vector<Type> types_;                     // of operands that are being finished, innermost last
  std::unordered_set<std::uint64_t> reported_;
  bool overflow_ = false;
};

}  // namespace bytelogic::sema
