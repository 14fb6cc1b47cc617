// evaluator.h - the state of one run, and the meaning of expressions, statements and rules.
//
//   Evaluator evaluator(program, source, limits, bounds, diagnostics);
//   if (auto done = evaluator.RunActions(); !done) ... done.error() says why the run ended
//
// One class in five files: evaluate_expression.cc, run_statement.cc, solve.cc, groups.cc, check_constraints.cc.
// Everything is done in the plainest way: recursion over the checked program, all bindings of a rule in every round,
// sets of tuples. Used by Evaluate.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <tl/expected.hpp>
#include <vector>

#include "bytelogic/limits.h"
#include "bytelogic/result.h"
#include "diagnostics/diagnostics.h"
#include "reference/database.h"
#include "sema/checked_program.h"

namespace bytelogic::reference {

// Why a run, or a binding of a rule, goes no further.
struct Stop {
  DiagnosticKind kind = DiagnosticKind::kFuelLimit;
  SourceRange range;
  bool has_place = true;
  bool gave_up = false;  // not a result of the program: the work that the reference is ready to do is used up
};

template <typename T>
using Outcome = tl::expected<T, Stop>;

// What a statement says about what comes next.
enum class Flow : std::uint8_t {
  kNext,
  kBreak,
  kNextTurn,
  kLeave,  // the rest of the innermost body is skipped
  kReturn,
};

struct WorkBounds {
  std::uint64_t max_steps = 0;
  const char* stack_limit = nullptr;  // a frame below this address is one too deep
  std::function<bool()> expired;      // asked now and then whether to give up; null: never
};

// What a function of base/builtin.def gives.
using BuiltinFunction = std::function<Expected<Value>(Builtin, std::span<const Value>)>;

class Evaluator {
 public:
  Evaluator(const sema::CheckedProgram& program, std::string_view source, const Limits& limits, WorkBounds bounds,
            Diagnostics& diagnostics);

  // Adds a tuple that the host gives.
  void AddHostTuple(sema::RelationId relation, const Tuple& tuple);
  auto RunActions() -> Outcome<void>;
  // After the actions.
  auto CheckConstraints() -> Outcome<void>;

  [[nodiscard]] auto database() const -> const Database& { return database_; }
  [[nodiscard]] auto rounds() const -> std::uint64_t { return rounds_; }
  auto TakeOutputs() -> std::vector<Output> { return std::move(outputs_); }
  auto TakeViolations() -> std::vector<Violation> { return std::move(violations_); }

 private:
  friend class Expressions;  // evaluates without a run: expressions.h
  friend class RangeValues;  // likewise

  // The variables of one activation of a function or of one binding of a rule. A value has the representation of its
  // variable's type: a double for kFloat, even an integral one; normalised for kAny.
  struct Frame {
    std::span<const sema::Variable> variables;
    std::vector<std::optional<Value>> values;
    std::optional<Value> result;

    explicit Frame(std::span<const sema::Variable> of) : variables(of), values(of.size()) {}
    [[nodiscard]] auto Get(sema::VariableId variable) const -> const Value&;
    void Set(sema::VariableId variable, const Value& value);
  };

  // The integers that a RANGE runs over.
  struct IntRange {
    __int128 next = 0;
    Value end;
    std::int64_t step = 1;
    [[nodiscard]] auto Take() -> std::optional<std::int64_t>;
  };

  // A column of a query: a value, or nothing where `?` stands.
  using QueryTerms = std::vector<std::optional<Value>>;

  struct RuleRun;
  static constexpr std::size_t kMaxWitnesses = 10;

  // In evaluate_expression.cc.

  static auto ConstantValue(const sema::Constant& constant) -> Value;
  auto Evaluate(sema::ExprId id, const Frame& frame) -> Outcome<Value>;
  auto EvaluateByKind(const sema::Expr& expr, const Frame& frame) -> Outcome<Value>;
  auto EvaluateAll(Span32 operands, const Frame& frame) -> Outcome<std::vector<Value>>;
  auto EvaluateTuple(Span32 operands, const Frame& frame) -> Outcome<Tuple>;
  auto EvaluateCondition(sema::ExprId id, const Frame& frame) -> Outcome<bool>;
  auto EvaluateLogic(const sema::Expr& expr, const Frame& frame) -> Outcome<bool>;
  auto EvaluateQueryTerms(Span32 operands, const Frame& frame) -> Outcome<QueryTerms>;
  auto EvaluateRange(Span32 operands, SourceRange range, const Frame& frame) -> Outcome<IntRange>;
  auto EvaluateExists(const sema::Expr& expr, const Frame& frame) -> Outcome<bool>;
  auto EvaluateAggregateQuery(const sema::Expr& expr, const Frame& frame) -> Outcome<Value>;
  // The tuples that a query in an expression ranges over.
  auto EvaluateQuery(const sema::Expr& expr, const Frame& frame) -> Outcome<std::vector<Tuple>>;
  // A value of type any where one of `type` is needed.
  static auto FromAny(const Value& value, sema::Type type) -> tl::expected<Value, DiagnosticKind>;
  // The result of a call, nothing where the CALC ended without one.
  auto Call(const sema::Expr& expr, const Frame& frame) -> Outcome<std::optional<Value>>;

  // In run_statement.cc.

  auto RunBody(std::span<const sema::StatementId> body, Frame& frame) -> Outcome<Flow>;
  auto RunStatement(const sema::Statement& statement, Frame& frame) -> Outcome<Flow>;
  auto RunIf(const sema::Statement& statement, Frame& frame) -> Outcome<Flow>;
  auto RunForQuery(const sema::Statement& statement, Frame& frame) -> Outcome<Flow>;
  auto RunForRange(const sema::Statement& statement, Frame& frame) -> Outcome<Flow>;
  auto RunForList(const sema::Statement& statement, Frame& frame) -> Outcome<Flow>;
  auto RunWhile(const sema::Statement& statement, Frame& frame) -> Outcome<Flow>;
  auto Assert(const sema::Statement& statement, Frame& frame) -> Outcome<Flow>;
  auto OutputQuery(const sema::Statement& statement, Frame& frame) -> Outcome<Flow>;
  auto OutputValue(const sema::Statement& statement, Frame& frame) -> Outcome<Flow>;
  auto AddOutput(Output output) -> Outcome<Flow>;
  auto AddViolation(Violation violation) -> Outcome<void>;
  auto SpendOutput(std::uint64_t bytes) -> Outcome<void>;

  // In solve.cc.

  // What an action does before it reads `relation`: solves, or warns, where the language says so.
  auto EnsureSolved(sema::RelationId relation, SourceRange range) -> Outcome<void>;
  auto SolveStatement() -> Outcome<void>;
  auto Solve() -> Outcome<void>;
  // Whether the round added anything.
  auto RunRound(const sema::Stratum& stratum) -> Outcome<bool>;
  auto MatchClauses(std::span<const sema::Clause> clauses, Frame& frame, RuleRun& run) -> Outcome<void>;
  auto MatchTuples(std::span<const sema::Clause> clauses, Frame& frame, RuleRun& run) -> Outcome<void>;
  auto MatchRange(std::span<const sema::Clause> clauses, Frame& frame, RuleRun& run) -> Outcome<void>;
  auto TupleMatches(const sema::Clause& clause, const Tuple& tuple, Frame& frame) -> bool;
  auto IsAbsent(const sema::Clause& clause, Frame& frame) -> Outcome<bool>;
  auto Emit(const sema::Clause& clause, const Frame& frame, RuleRun& run) -> Outcome<void>;
  auto AddFound(sema::RelationId relation, const Tuple& tuple, RuleRun& run) -> Outcome<void>;
  auto PassesTest(const sema::Clause& clause, Frame& frame) -> Outcome<bool>;
  void Warn(DiagnosticKind kind, SourceRange range);

  // In groups.cc.

  auto AddToGroup(const sema::Clause& clause, const Frame& frame, RuleRun& run) -> Outcome<void>;
  auto EmitGroups(RuleRun& run) -> Outcome<void>;
  auto GroupTuple(const sema::Clause& clause, const Tuple& key, const std::vector<std::vector<Value>>& values)
      -> Outcome<Tuple>;

  // In check_constraints.cc.

  auto CheckConstraint(const sema::Constraint& constraint) -> Outcome<void>;
  void AddWitness(const Frame& frame, RuleRun& run);

  // Counts work; the error says that the reference gives up.
  auto Work(std::uint64_t steps = 1) -> Outcome<void>;
  [[nodiscard]] auto MatchingTuples(sema::RelationId relation, const QueryTerms& terms) const -> std::vector<Tuple>;

  const sema::CheckedProgram& program_;
  std::string_view source_;
  Limits limits_;
  std::uint64_t host_tuples_ = 0;  // these do not count toward the limit `tuples`
  WorkBounds bounds_;
  Diagnostics& diagnostics_;
  Database database_;
  std::vector<Output> outputs_;
  std::vector<Violation> violations_;
  std::uint64_t output_bytes_ = 0;
  std::uint64_t steps_ = 0;
  std::uint64_t rounds_ = 0;
  std::uint64_t asserted_by_program_ = 0;
  std::uint64_t call_depth_ = 0;
  bool in_rule_ = false;            // rules are being evaluated: what they call reads without solving
  bool stale_ = true;               // some tuple's asserted status changed since the last solving, or there was none
  bool solved_implicitly_ = false;  // W101 was given
  bool solve_statement_ran_ = false;
  BuiltinFunction apply_builtin_;
};

}  // namespace bytelogic::reference
