// program.h - a random Datalog program as the generator means it: terms, goals, clauses and what is asked, without
// spelling. writer.h writes it in either convention.
//
//   Goal{.form = GoalForm::kLiteral, .name = "edge", .terms = {Variable("X"), Constant(3)}}
//
// Not the Tree of the parser: a test must not read the mind of what it tests.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bytelogic/value.h"

namespace bytelogic::datalog_test {

enum class Kind : std::uint8_t { kInt, kFloat, kSymbol };

enum class TermForm : std::uint8_t { kConstant, kVariable, kAnonymous, kOperation, kCall, kAggregate };

struct Goal;

struct Term {
  TermForm form = TermForm::kAnonymous;
  Kind kind = Kind::kInt;
  std::int64_t bound = 0;  // kInt: of its absolute value, where the program is for clingo
  Value constant;
  // kVariable: its name in Prolog's convention. kOperation: + - * neg / (true division) // rem div mod ^.
  // kCall: the function. kAggregate: count sum min max mean.
  std::string name;
  std::vector<Term> arguments;  // kAggregate: what it is of
  std::vector<Goal> goals;      // kAggregate: a conjunction
};

enum class GoalForm : std::uint8_t {
  kLiteral,     // name(terms)
  kTest,        // the same, of a function that is true or false: contains, starts_with, ends_with, match
  kComparison,  // terms[0] name terms[1], one of = != < <= > >=
  kNot,         // goals[0]
  kAnd,         // goals
  kOr,          // goals
  kTrue,
  kFalse,
};

struct Goal {
  GoalForm form = GoalForm::kTrue;
  std::string name;
  std::vector<Term> terms;
  std::vector<Goal> goals;
};

struct Column {
  Kind kind = Kind::kInt;
  std::int64_t bound = 0;  // as of a term
};

struct Relation {
  std::string name;
  std::vector<Column> columns;
  bool derived = false;
  int level = 0;  // rules of level n negate and aggregate only relations of lower levels
};

struct Clause {
  std::vector<Goal> heads;
  std::vector<Goal> goals;  // empty: a fact
};

enum class AskedForm : std::uint8_t { kQuestion, kOutput, kPrintSize };

struct Asked {
  AskedForm form = AskedForm::kQuestion;
  std::string relation;
  std::vector<Goal> goals;
};

struct Program {
  std::vector<Relation> relations;
  std::vector<Clause> facts;
  std::vector<Clause> rules;
  std::vector<Asked> asked;
};

}  // namespace bytelogic::datalog_test
