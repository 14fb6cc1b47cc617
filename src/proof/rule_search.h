// rule_search.h - the bindings of one rule that give one tuple: rules read backwards.
//
//   const RuleGoal goal = MakeRuleGoal(context, rule, emit, SearchOrder::kFast);
//   RuleSearch search(context, goal, cells_of_the_tuple, visible);
//   while (search.Next()) ... search.cells()[variable], search.rows()[clause] ...
//
// What the EMIT says of variables is known before the first clause is looked at, so that `EMIT path $x $z` of path(a,
// d) begins with $x = a and $z = d. Matches are taken in the order that finds most columns known; everything that is
// evaluated waits for the clauses to its left, as in a run, so that it fails only where a run would have failed.
// Used by prover.cc and why_not.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "proof/context.h"

namespace bytelogic::proof {

enum class SearchOrder : std::uint8_t {
  kFast,
  kAsWritten,  // clause by clause
};

// One clause, with what is known before it.
struct SearchStep {
  struct KeyPart {
    bool is_constant = false;
    Cell constant = 0;
    std::uint32_t variable = 0;
  };
  struct ColumnVariable {
    std::uint32_t column = 0;
    std::uint32_t variable = 0;
  };
  std::uint32_t clause = 0;                // of the rule
  std::vector<std::uint32_t> key_columns;  // kMatch and kAbsent: columns that are known
  std::vector<KeyPart> key;                // likewise
  std::vector<ColumnVariable> binds;       // kMatch
  std::vector<ColumnVariable> repeats;     // kMatch: equal to a variable that the same clause binds
  bool binds_variable = false;             // kLet and kRange: else the variable is known, and the value has to be it
};

// The value of a constant of the program, normalised.
auto ConstantOf(const sema::Constant& constant) -> Value;

// How an EMIT can give a tuple. Made once for each EMIT.
struct RuleGoal {
  sema::RuleId rule;
  std::uint32_t emit = 0;  // its clause
  std::vector<SearchStep> steps;
  // A column of the tuple that is to be given.
  struct Column {
    enum class Kind : std::uint8_t {
      kOpen,      // nothing is asked of it, or an aggregate gives it
      kConstant,  // `part` is its value
      kVariable,  // the value of `part`
      kComputed,  // its operand is evaluated at the end
    };
    Kind kind = Kind::kOpen;
    SearchStep::KeyPart part;
  };
  std::vector<Column> columns;
  std::vector<bool> known;  // by variable: before the first step
};

// `asked`: the columns that the tuple has a value for; empty: all of them.
auto MakeRuleGoal(Context& context, sema::RuleId rule, std::uint32_t emit, SearchOrder order,
                  const std::vector<bool>& asked = {}) -> RuleGoal;

// How many rows of each relation the rule may see, and nothing of them that was superseded by then.
using VisibleRows = std::vector<std::uint32_t>;

class RuleSearch {
 public:
  // `tuple`: what the EMIT is to give; columns that are open are not looked at.
  RuleSearch(Context& context, const RuleGoal& goal, std::span<const Cell> tuple, const VisibleRows& visible);

  // Goes to the first or the next binding; false where there is none, or nothing to spend any more.
  auto Next() -> bool;

  // Of the binding: a cell per variable of the rule, and a row per clause of the rule that is a match, else kNoRow.
  [[nodiscard]] auto cells() const -> const std::vector<Cell>& { return cells_; }
  [[nodiscard]] auto rows() const -> const std::vector<std::uint32_t>& { return rows_; }

  // The constants of the EMIT are the tuple's. Where they are not, there is no binding.
  [[nodiscard]] auto fits() const -> bool { return fits_; }
  // The most steps that some binding passed so far, and the cells and rows when it did. Where all were passed: what the
  // EMIT would have given is not the tuple.
  [[nodiscard]] auto furthest() const -> std::size_t { return furthest_; }
  [[nodiscard]] auto furthest_cells() const -> const std::vector<Cell>& { return furthest_cells_; }

 private:
  // Where a step stands that can be passed more than once.
  struct Position {
    std::uint32_t row = kNoRow;  // kMatch
    std::optional<reference::RangeValues> range;
  };

  auto Enter(std::size_t step) -> bool;  // to the first way of passing it
  auto Again(std::size_t step) -> bool;  // to the next one
  auto TakeRow(const SearchStep& step, std::uint32_t row) -> bool;
  auto PassesTest(const SearchStep& step) -> bool;
  auto KeyOf(const SearchStep& step) -> std::span<const Cell>;
  auto TakeInteger(const SearchStep& step, Position& position) -> bool;
  auto GivesTuple() -> bool;
  void NoteProgress(std::size_t passed);

  Context& context_;
  const RuleGoal& goal_;
  const sema::Rule& rule_;
  std::span<const sema::Clause> clauses_;
  std::vector<Cell> tuple_;
  const VisibleRows& visible_;
  std::vector<Cell> cells_;
  std::vector<std::uint32_t> rows_;
  std::vector<Position> positions_;
  std::vector<Cell> key_;
  std::size_t furthest_ = 0;
  std::vector<Cell> furthest_cells_;
  bool fits_ = true;
  bool started_ = false;
};

}  // namespace bytelogic::proof
