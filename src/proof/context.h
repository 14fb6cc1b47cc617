// context.h - what every search of an explanation works on: the program, its rows, an evaluator, and how much may be
// spent.
//
//   if (!context.Spend(1)) return false;                        // out of steps or of time: context.exhausted()
//   std::optional<Value> value = context.Evaluate(rule, cells, operand);
//
// One for each explanation, on one thread. Used by everything in proof/.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/compiled.h"
#include "proof/tuple_store.h"
#include "reference/expressions.h"
#include "sema/checked_program.h"

namespace bytelogic::proof {

enum class Exhausted : std::uint8_t { kNothing, kSteps, kTime };

// A step of a search takes about as long as so many units of a run.
inline constexpr std::uint64_t kFuelOfStep = 8;

struct ContextOptions {
  Limits limits;                             // `fuel` bounds the steps, each of which costs kFuelOfStep
  const char* stack_limit = nullptr;         // for evaluations: a frame below this address is one too deep
  std::function<bool()> expired;             // whether the time is over
  reference::BuiltinFunction apply_builtin;  // null: the reference's own
};

class Context {
 public:
  // Refers to all of them.
  Context(const engine::Compiled& compiled, const engine::Trace& trace, ContextOptions options);

  [[nodiscard]] auto program() const -> const sema::CheckedProgram& { return program_; }
  [[nodiscard]] auto source() const -> std::string_view { return compiled_.source; }
  // That the program is written in.
  [[nodiscard]] auto dialect() const -> Dialect { return compiled_.dialect; }
  [[nodiscard]] auto store() -> TupleStore& { return store_; }

  // Takes `steps`; false, from then on for ever, where there are no more of them or no more time.
  auto Spend(std::uint64_t steps) -> bool;
  [[nodiscard]] auto exhausted() const -> Exhausted { return exhausted_; }
  [[nodiscard]] auto steps() const -> std::uint64_t { return steps_; }
  // More than half of the steps are gone: time to be content with less.
  [[nodiscard]] auto IsHurried() const -> bool { return steps_ > most_steps() / 2; }
  [[nodiscard]] auto most_steps() const -> std::uint64_t { return options_.limits.fuel / kFuelOfStep; }

  // The value of an expression of a rule, whose variables have `cells`; nothing where it fails or there is no more to
  // spend. The relations that it reads are as the solving left them.
  auto Evaluate(const sema::Rule& rule, std::span<const Cell> cells, sema::ExprId expr) -> std::optional<Value>;
  auto Condition(const sema::Rule& rule, std::span<const Cell> cells, sema::ExprId expr) -> std::optional<bool>;
  auto Range(const sema::Rule& rule, std::span<const Cell> cells, const sema::Clause& clause)
      -> std::optional<reference::RangeValues>;

  // An index, and what it costs is spent.
  auto IndexOn(std::uint32_t relation, const std::vector<std::uint32_t>& columns) -> const RowIndex&;
  auto Find(std::uint32_t relation, std::span<const Cell> cells) -> std::uint32_t;
  auto IsKept(TupleId tuple, std::uint32_t visible) -> bool;

 private:
  void SetVariables(const sema::Rule& rule, std::span<const Cell> cells, sema::ExprId expr);
  // Those that `expr` uses. The relations that it reads are given to the evaluator when it is first asked for.
  auto VariablesOf(sema::ExprId expr) -> const std::vector<sema::VariableId>&;
  void Provide(sema::ExprId expr);
  void ProvideRelation(sema::RelationId relation);
  template <typename T>
  auto Settle(std::uint64_t steps_before, reference::Outcome<T> outcome) -> std::optional<T>;

  const engine::Compiled& compiled_;
  const sema::CheckedProgram& program_;
  TupleStore store_;
  ContextOptions options_;
  reference::Expressions expressions_;
  std::uint64_t steps_ = 0;
  std::uint64_t next_question_ = 0;
  Exhausted exhausted_ = Exhausted::kNothing;
  std::map<std::uint32_t, std::vector<sema::VariableId>> variables_of_;  // by expression
  std::vector<bool> provided_;                                           // by relation
  std::vector<bool> visited_functions_;
};

}  // namespace bytelogic::proof
