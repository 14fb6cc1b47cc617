// term_printer.h - terms and goals of Datalog as text; printer.h adds lines and comments.
#pragma once

#include <string>

#include "syntax/datalog/tree.h"

namespace bytelogic::syntax::datalog {

class TermPrinter {
 public:
  // Appends to `out`.
  TermPrinter(const Tree& tree, std::string& out) : tree_(tree), out_(out) {}

  void PrintTerm(TermId term) { PrintTerm(term, 0); }
  // A whole body, `;` without parentheses.
  void PrintBody(GoalId body) { PrintGoal(body, kOrLevel); }
  // A goal among others with commas between them.
  void PrintGoal(GoalId goal) { PrintGoal(goal, kGoalLevel); }
  void PrintLiteral(const Goal& literal);

 private:
  static constexpr int kOrLevel = 0;
  static constexpr int kAndLevel = 1;
  static constexpr int kGoalLevel = 2;

  void PrintGoal(GoalId goal, int min_level);
  void PrintTerm(TermId term, int min_level);
  void PrintOperation(const Term& term, int min_level);
  void PrintAggregate(const Term& term);
  void PrintList(Span32 terms);
  void PrintGoals(Span32 goals, std::string_view separator, int level);

  const Tree& tree_;
  std::string& out_;
};

}  // namespace bytelogic::syntax::datalog
