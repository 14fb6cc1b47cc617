// infer.h - the types of undeclared columns, of variables and of CALCs, as the least fixpoint over the whole program.
//
//   FACT price apple 1.5                      price: symbol, float
//   RULE r: SCAN price $x $p, EMIT r ($p * 2) r: float
//
// Types flow from sources (FACT, EMIT, LET, arguments of calls, declarations, host) and only ever widen, so the order
// of visits does not matter. A CALC is inferred once for each combination of argument types (an instance). Nothing is
// reported here but E303; the final pass (finish.h) finds what does not fit, when all types are known.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "sema/context.h"

namespace bytelogic::sema {

// A CALC for one combination of argument types.
struct Instance {
  CalcId calc;
  std::vector<Type> arguments;
  std::vector<Variable> variables;
  Type result = Type::kNone;
  std::uint32_t visited = 0;  // Inference::clock_ when it was last visited
  FunctionId function;        // in the finished program, if it is called there
};

class Inference {
 public:
  explicit Inference(Context& context) : context_(context) {}

  // Fills the types of columns, of the variables of rules and actions, and of instances. Afterwards none is kNone.
  // False where there are far too many instances (E303), and the types are not to be used.
  auto Run() -> bool;

  // The instance of `calc` for `arguments`; null where inference met none (an argument has an error).
  auto Find(CalcId calc, std::span<const Type> arguments) -> Instance*;

 private:
  // More than may be left in the end: some are met only with types that widen later.
  static constexpr std::size_t kMaxMet = 4 * kMaxInstances;
  // Statements and expressions of all instances together: each is a copy of its CALC.
  static constexpr std::size_t kMaxMetSize = 500'000;

  // The code at hand: the program's, or a template's with the variables of an instance.
  struct Frame {
    const CheckedProgram* code = nullptr;
    std::vector<Variable>* variables = nullptr;
    Instance* instance = nullptr;  // null in rules and actions
  };

  void Settle();
  void Pass();
  // False where there was nothing left to settle.
  auto SettleRest() -> bool;
  void VisitInstance(Instance& instance);
  void VisitClauses(std::span<const Clause> clauses, std::vector<Variable>& variables);
  void VisitEmit(const Frame& frame, const Clause& clause);
  auto RuleIsDirty(std::size_t index) const -> bool;
  void VisitBody(const Frame& frame, std::span<const StatementId> list);
  void VisitStatement(const Frame& frame, const Statement& statement);
  void VisitBodies(const Frame& frame, const Statement& statement);
  void VisitForQuery(const Frame& frame, const Statement& statement);
  void VisitTuple(const Frame& frame, RelationId relation, Span32 operands);
  void VisitOperands(const Frame& frame, Span32 operands);

  auto TypeOf(const Frame& frame, ExprId id) -> Type;
  auto TypeOfOperator(const Frame& frame, const Expr& expr) -> Type;
  auto TypeOfAggregateQuery(const Frame& frame, const Expr& expr) -> Type;
  auto TypeOfCall(const Frame& frame, const Expr& expr) -> Type;
  auto Meet(CalcId calc, std::size_t argument_mark, SourceRange call) -> Instance*;

  void Widen(Type& type, Type by);
  void WidenColumn(RelationId relation, std::size_t column, Type by);

  Context& context_;
  std::uint32_t clock_ = 1;                   // counts changes
  std::vector<std::uint32_t> column_clocks_;  // per relation: the last change of one of its columns
  std::vector<std::uint32_t> rule_clocks_;    // per rule: when it was last visited; 0: never
  std::uint32_t actions_clock_ = 0;
  std::uint32_t constraints_clock_ = 0;
  std::vector<std::unique_ptr<Instance>> instances_;
  std::vector<std::uint64_t> instance_keys_;  // per instance: a hash of its CALC and argument types
  std::vector<Type> arguments_;               // of the calls that are being typed, innermost last
  std::size_t first_unvisited_ = 0;           // instances from this one on were never visited
  std::size_t met_size_ = 0;
  bool overflow_ = false;
};

}  // namespace bytelogic::sema
