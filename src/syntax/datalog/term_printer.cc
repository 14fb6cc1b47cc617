#include "syntax/datalog/term_printer.h"

#include "base/number_text.h"
#include "syntax/datalog/words.h"

namespace bytelogic::syntax::datalog {
namespace {

constexpr int kSumLevel = 1;
constexpr int kProductLevel = 2;
constexpr int kNegateLevel = 3;
constexpr int kPowerLevel = 4;
constexpr int kPrimaryLevel = 5;

struct OperatorText {
  std::string_view text;
  int level;
};

auto TextOf(TermOperator op) -> OperatorText {
  switch (op) {
    case TermOperator::kNegate:
      return {"-", kNegateLevel};
    case TermOperator::kAdd:
      return {" + ", kSumLevel};
    case TermOperator::kSubtract:
      return {" - ", kSumLevel};
    case TermOperator::kMultiply:
      return {" * ", kProductLevel};
    case TermOperator::kDivide:
    case TermOperator::kSlash:
      return {" / ", kProductLevel};
    case TermOperator::kTruncate:
      return {" // ", kProductLevel};
    case TermOperator::kRemainder:
      return {" rem ", kProductLevel};
    case TermOperator::kFloorDivide:
      return {" div ", kProductLevel};
    case TermOperator::kModulo:
      return {" mod ", kProductLevel};
    case TermOperator::kPower:
      break;
  }
  return {" ^ ", kPowerLevel};
}

auto TextOf(Operator op) -> std::string_view {
  switch (op) {
    case Operator::kEqual:
      return " = ";
    case Operator::kNotEqual:
      return " != ";
    case Operator::kLess:
      return " < ";
    case Operator::kLessEqual:
      return " <= ";
    case Operator::kGreater:
      return " > ";
    default:
      return " >= ";
  }
}

}  // namespace

void TermPrinter::PrintLiteral(const Goal& literal) {
  out_ += WritePredicate(tree_.convention, literal.text);
  // `p` alone would be a variable where Soufflé's convention holds.
  if (literal.arguments.empty() && tree_.convention == Convention::kProlog) return;
  PrintList(literal.arguments);
}

void TermPrinter::PrintList(Span32 terms) {
  out_ += '(';
  bool first = true;
  for (const TermId term : tree_.Terms(terms)) {
    if (!first) out_ += ", ";
    first = false;
    PrintTerm(term);
  }
  out_ += ')';
}

void TermPrinter::PrintGoals(Span32 goals, std::string_view separator, int level) {
  bool first = true;
  for (const GoalId goal : tree_.Goals(goals)) {
    if (!first) out_ += separator;
    first = false;
    PrintGoal(goal, level);
  }
}

void TermPrinter::PrintGoal(GoalId id, int min_level) {
  const Goal& goal = tree_[id];
  const bool list = goal.kind == GoalKind::kAnd || goal.kind == GoalKind::kOr;
  const int level = goal.kind == GoalKind::kOr ? kOrLevel : goal.kind == GoalKind::kAnd ? kAndLevel : kGoalLevel;
  const bool parentheses = list && level < min_level;
  if (parentheses) out_ += '(';
  switch (goal.kind) {
    case GoalKind::kLiteral:
      PrintLiteral(goal);
      break;
    case GoalKind::kComparison:
      PrintTerm(tree_.Terms(goal.arguments)[0]);
      out_ += goal.is ? " is " : TextOf(goal.op);
      PrintTerm(tree_.Terms(goal.arguments)[1]);
      break;
    case GoalKind::kNot:
      out_ += tree_.convention == Convention::kSouffle ? "!" : "\\+ ";
      PrintGoal(tree_.Goals(goal.goals)[0], kGoalLevel);
      break;
    case GoalKind::kAnd:
      PrintGoals(goal.goals, ", ", kGoalLevel);
      break;
    case GoalKind::kOr:
      PrintGoals(goal.goals, " ; ", kAndLevel);
      break;
    case GoalKind::kTrue:
      out_ += "true";
      break;
    case GoalKind::kFalse:
    case GoalKind::kError:
      out_ += "false";
      break;
  }
  if (parentheses) out_ += ')';
}

void TermPrinter::PrintTerm(TermId id, int min_level) {
  const Term& term = tree_[id];
  switch (term.kind) {
    case TermKind::kInt: {
      char buffer[kMaxNumberText];
      out_.append(buffer, WriteInt(buffer, term.int_value));
      return;
    }
    case TermKind::kFloat: {
      char buffer[kMaxNumberText];
      const std::string_view text(buffer, static_cast<std::size_t>(WriteFloat(buffer, term.float_value) - buffer));
      out_ += text;
      if (text.find_first_of(".e") == std::string_view::npos) out_ += ".0";
      return;
    }
    case TermKind::kSymbol:
      out_ += WriteSymbol(tree_.convention, term.text);
      return;
    case TermKind::kVariable:
      out_ += term.text;
      return;
    case TermKind::kAnonymous:
    case TermKind::kError:
      out_ += '_';
      return;
    case TermKind::kOperation:
      return PrintOperation(term, min_level);
    case TermKind::kCall:
      out_ += term.text;
      return PrintList(term.arguments);
    case TermKind::kAggregate:
      // Its body would take in what stands behind it.
      return PrintAggregate(term);
  }
}

void TermPrinter::PrintOperation(const Term& term, int min_level) {
  const OperatorText op = TextOf(term.op);
  const auto operands = tree_.Terms(term.arguments);
  if (op.level < min_level) out_ += '(';
  if (operands.size() == 1) {
    const Term& operand = tree_[operands[0]];
    // `-5` is one number; the negation of 5 needs parentheses.
    const bool is_number = operand.kind == TermKind::kInt || operand.kind == TermKind::kFloat;
    out_ += is_number ? "-(" : "-";
    PrintTerm(operands[0], kNegateLevel);
    if (is_number) out_ += ')';
  } else {
    const bool power = term.op == TermOperator::kPower;
    const Term& left = tree_[operands[0]];
    const bool negative = power && ((left.kind == TermKind::kInt && left.int_value < 0) ||
                                    (left.kind == TermKind::kFloat && left.float_value < 0));
    if (negative) out_ += '(';
    PrintTerm(operands[0], power ? kPrimaryLevel : op.level);
    if (negative) out_ += ')';
    const bool percent = term.op == TermOperator::kRemainder && tree_.convention == Convention::kSouffle;
    out_ += percent ? " % " : op.text;
    PrintTerm(operands[1], power ? kNegateLevel : op.level + 1);
  }
  if (op.level < min_level) out_ += ')';
}

void TermPrinter::PrintAggregate(const Term& term) {
  constexpr std::string_view kWords[] = {"count", "sum", "min", "max", "mean"};
  out_ += kWords[static_cast<std::size_t>(term.aggregate)];
  for (const TermId target : tree_.Terms(term.arguments)) {
    out_ += ' ';
    const Term& inside = tree_[target];
    // `sum -X` would be a difference.
    const bool parentheses = (inside.kind == TermKind::kOperation) ||
                             (inside.kind == TermKind::kInt && inside.int_value < 0) ||
                             (inside.kind == TermKind::kFloat && inside.float_value < 0);
    if (parentheses) out_ += '(';
    PrintTerm(target);
    if (parentheses) out_ += ')';
  }
  out_ += " : { ";
  PrintBody(term.body);
  out_ += " }";
}

}  // namespace bytelogic::syntax::datalog
