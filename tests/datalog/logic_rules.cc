#include "logic_rules.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string_view>
#include <utility>

namespace bytelogic::datalog_test {
namespace {

using syntax::DirectiveKind;
using syntax::Operator;
using syntax::datalog::Clause;
using syntax::datalog::Goal;
using syntax::datalog::GoalId;
using syntax::datalog::GoalKind;
using syntax::datalog::Item;
using syntax::datalog::ItemKind;
using syntax::datalog::Term;
using syntax::datalog::TermId;
using syntax::datalog::TermKind;
using syntax::datalog::TermOperator;
using syntax::datalog::Tree;

using Names = std::set<std::string>;
using Body = std::vector<std::string>;

auto Join(const std::vector<std::string>& parts) -> std::string {
  std::string text;
  for (const std::string& part : parts) text += (&part == parts.data() ? "" : ",") + part;
  return text;
}

auto Atom(const std::string& name, const std::vector<std::string>& arguments) -> std::string {
  return arguments.empty() ? name : name + "(" + Join(arguments) + ")";
}

// A goal without alternatives in it, or its negation.
struct Part {
  GoalId goal;
  bool negated = false;
};
using Conjunction = std::vector<Part>;

// The bindings of the variables `bound`: those of `atom`. An empty atom: the one binding of none.
struct Bindings {
  Names bound;
  std::string atom;
};

class Translator {
 public:
  Translator(const Tree& tree, std::string prefix) : tree_(tree), prefix_(std::move(prefix)) {}

  auto Run() -> std::string {
    for (const Goal& goal : tree_.goals) {
      if (goal.kind == GoalKind::kLiteral) arities_[std::string(goal.text)] = goal.arguments.size;
    }
    for (const auto& declaration : tree_.declarations) arities_[std::string(declaration.name)] = declaration.arity;
    for (const Clause& clause : tree_.clauses) AddClause(clause);
    for (const Item& item : tree_.items) Ask(item);
    for (const auto& [name, arity] : arities_) Show(Relation(name), arity);
    return refusal_;
  }

  auto TakeResult() -> LogicProgram { return std::move(result_); }

 private:
  void Refuse(const std::string& why) {
    if (refusal_.empty()) refusal_ = why;
  }

  void AddRule(const std::string& head, const Body& body) {
    result_.rules += head;
    if (!body.empty()) result_.rules += " :- " + Join(body);
    result_.rules += ".\n";
  }

  void Show(const std::string& predicate, std::size_t arity) {
    result_.rules += "#show " + predicate + "/" + std::to_string(arity) + ".\n";
  }

  // Predicates by number: their names may be anything.
  auto Relation(std::string_view name) -> std::string {
    const auto [found, fresh] = relations_.emplace(std::string(name), relations_.size());
    return prefix_ + "r" + std::to_string(found->second);
  }

  auto NewName(const char* stem) -> std::string { return prefix_ + stem + std::to_string(next_name_++); }

  auto Variable(const std::string& name) -> std::string {
    const auto [found, fresh] = variables_.emplace(name, variables_.size());
    return "V" + std::to_string(found->second);
  }

  auto Variables(const Names& names) -> std::vector<std::string> {
    std::vector<std::string> variables;
    for (const std::string& name : names) variables.push_back(Variable(name));
    return variables;
  }

  // Clauses and questions.

  void AddClause(const Clause& clause) {
    std::vector<Conjunction> alternatives = {{}};
    if (clause.body.valid()) alternatives = Alternatives({clause.body});
    for (const Conjunction& alternative : alternatives) {
      Names scope;
      for (const GoalId head : tree_.Goals(clause.heads)) AddOwn(tree_[head], scope);
      for (const Part& part : alternative) AddOwn(part, scope);
      const Bindings bindings = Steps(alternative, scope, {});
      for (const GoalId head : tree_.Goals(clause.heads)) {
        Body body;
        if (!bindings.atom.empty()) body.push_back(bindings.atom);
        std::vector<std::string> values;
        for (const TermId argument : tree_.Terms(tree_[head].arguments)) {
          values.push_back(Value(argument, bindings, scope, body));
        }
        AddRule(Atom(Relation(tree_[head].text), values), body);
      }
    }
  }

  void Ask(const Item& item) {
    if (item.kind == ItemKind::kDirective) {
      const auto& directive = tree_.directives[item.index];
      if (directive.kind == DirectiveKind::kInput) return;
      result_.asked.push_back({Relation(directive.relation), directive.kind == DirectiveKind::kPrintSize});
    }
    if (item.kind != ItemKind::kQuestion) return;
    const GoalId body = tree_.questions[item.index].body;
    std::vector<std::string> columns;
    VisitOwn(tree_[body], [&](const std::string& name) {
      const std::string variable = Variable(name);
      if (std::ranges::find(columns, variable) == columns.end()) columns.push_back(variable);
    });
    const std::string predicate = NewName("q");
    for (const Conjunction& alternative : Alternatives({body})) {
      Names scope;
      VisitOwn(tree_[body], [&](const std::string& name) { scope.insert(name); });
      const Bindings bindings = Steps(alternative, scope, {});
      AddRule(Atom(predicate, columns), bindings.atom.empty() ? Body{} : Body{bindings.atom});
    }
    Show(predicate, columns.size());
    result_.asked.push_back({predicate, false});
  }

  // Alternatives.

  // Disjunctive normal form.
  auto Alternatives(Part part) -> std::vector<Conjunction> {
    const Goal& goal = tree_[part.goal];
    const auto goals = tree_.Goals(goal.goals);
    switch (goal.kind) {
      case GoalKind::kTrue:
      case GoalKind::kFalse:
        if ((goal.kind == GoalKind::kTrue) != part.negated) return {{}};
        return {};
      case GoalKind::kOr:
        return part.negated ? AllOf(goals, true) : AnyOf(goals);
      case GoalKind::kAnd:
        if (!part.negated) return AllOf(goals, false);
        return {{part}};
      case GoalKind::kNot:
        if (!part.negated) return Alternatives({goals[0], true});
        return {{part}};
      default:
        return {{part}};
    }
  }

  auto AnyOf(std::span<const GoalId> goals) -> std::vector<Conjunction> {
    std::vector<Conjunction> any;
    for (const GoalId goal : goals) {
      for (Conjunction& each : Alternatives({goal, false})) any.push_back(std::move(each));
    }
    return any;
  }

  auto AllOf(std::span<const GoalId> goals, bool negated) -> std::vector<Conjunction> {
    std::vector<Conjunction> all = {{}};
    for (const GoalId goal : goals) {
      std::vector<Conjunction> longer;
      for (const Conjunction& right : Alternatives({goal, negated})) {
        for (const Conjunction& left : all) {
          longer.push_back(left);
          longer.back().insert(longer.back().end(), right.begin(), right.end());
        }
      }
      all = std::move(longer);
    }
    if (all.size() > 200) Refuse("many alternatives");
    return all;
  }

  // Variables.

  using Visit = std::function<void(const std::string&)>;

  // Those outside of inner scopes: aggregates, and negations of what is no literal and no comparison.
  void VisitOwn(const Goal& goal, const Visit& visit) {
    if (goal.kind == GoalKind::kNot && IsScope(tree_.Goals(goal.goals)[0])) return;
    for (const TermId term : tree_.Terms(goal.arguments)) VisitOwn(term, visit);
    for (const GoalId inner : tree_.Goals(goal.goals)) VisitOwn(tree_[inner], visit);
  }

  void VisitOwn(TermId id, const Visit& visit) {
    const Term& term = tree_[id];
    if (term.kind == TermKind::kVariable) visit(std::string(term.text));
    if (term.kind == TermKind::kAggregate) return;
    for (const TermId argument : tree_.Terms(term.arguments)) VisitOwn(argument, visit);
  }

  auto IsScope(GoalId negated) -> bool {
    return tree_[negated].kind == GoalKind::kAnd || tree_[negated].kind == GoalKind::kNot;
  }

  void AddOwn(const Goal& goal, Names& names) {
    VisitOwn(goal, [&](const std::string& name) { names.insert(name); });
  }
  void AddOwn(const Part& part, Names& names) {
    if (!part.negated || !IsScope(part.goal)) AddOwn(tree_[part.goal], names);
  }

  // All variables in it, at any depth, that are of `scope`.
  void AddShared(GoalId id, const Names& scope, Names& names) {
    for (const TermId term : tree_.Terms(tree_[id].arguments)) AddShared(term, scope, names);
    for (const GoalId inner : tree_.Goals(tree_[id].goals)) AddShared(inner, scope, names);
  }
  void AddShared(TermId id, const Names& scope, Names& names) {
    const Term& term = tree_[id];
    if (term.kind == TermKind::kVariable && scope.contains(std::string(term.text))) names.emplace(term.text);
    for (const TermId argument : tree_.Terms(term.arguments)) AddShared(argument, scope, names);
    if (term.kind == TermKind::kAggregate) AddShared(term.body, scope, names);
  }

  // Bodies.

  auto IsVariable(TermId id) -> bool { return tree_[id].kind == TermKind::kVariable; }
  auto IsUnbound(TermId id, const Names& bound) -> bool {
    return IsVariable(id) && !bound.contains(std::string(tree_[id].text));
  }

  // The side of `=` that gets its value from the other one; -1: none.
  auto NamedSide(const Goal& goal, const Names& scope, const Names& bound) -> int {
    if (goal.op != Operator::kEqual) return -1;
    const auto sides = tree_.Terms(goal.arguments);
    for (const int side : {0, 1}) {
      Names needed;
      AddShared(sides[static_cast<std::size_t>(1 - side)], scope, needed);
      const bool known = std::ranges::includes(bound, needed);
      if (IsUnbound(sides[static_cast<std::size_t>(side)], bound) && known) return side;
    }
    return -1;
  }

  auto IsReady(const Part& part, const Names& scope, const Names& bound) -> bool {
    const Goal& goal = tree_[part.goal];
    Names needed;
    if (!part.negated && goal.kind == GoalKind::kLiteral) {
      Names own;
      for (const TermId term : tree_.Terms(goal.arguments)) {
        if (IsVariable(term)) own.emplace(tree_[term].text);
      }
      for (const TermId term : tree_.Terms(goal.arguments)) {
        if (IsVariable(term)) continue;
        // p(X, X + 1) binds X itself; an aggregate must know it before.
        Names own_of_term;
        VisitOwn(term, [&](const std::string& name) { own_of_term.insert(name); });
        Names shared;
        AddShared(term, scope, shared);
        for (const std::string& name : shared) {
          if (!own_of_term.contains(name) || !own.contains(name)) needed.insert(name);
        }
      }
    } else {
      if (!part.negated && goal.kind == GoalKind::kComparison && NamedSide(goal, scope, bound) >= 0) return true;
      AddShared(part.goal, scope, needed);
    }
    return std::ranges::includes(bound, needed);
  }

  auto CanStart(const std::vector<Conjunction>& alternatives, const std::vector<Names>& scopes) -> bool {
    for (std::size_t index = 0; index < alternatives.size(); ++index) {
      Names bound;
      Conjunction rest = alternatives[index];
      while (!rest.empty()) {
        const auto next =
            std::ranges::find_if(rest, [&](const Part& part) { return IsReady(part, scopes[index], bound); });
        if (next == rest.end()) return false;
        Bind(*next, scopes[index], bound);
        rest.erase(next);
      }
    }
    return true;
  }

  void Bind(const Part& part, const Names& scope, Names& bound) {
    const Goal& goal = tree_[part.goal];
    if (part.negated) return;
    if (goal.kind == GoalKind::kLiteral) {
      for (const TermId term : tree_.Terms(goal.arguments)) {
        if (IsVariable(term)) bound.emplace(tree_[term].text);
      }
    } else if (goal.kind == GoalKind::kComparison) {
      const int side = NamedSide(goal, scope, bound);
      if (side >= 0) bound.emplace(tree_[tree_.Terms(goal.arguments)[static_cast<std::size_t>(side)]].text);
    }
  }

  // What `goals` make of `from`. `anonymous`: each `_` of a literal becomes a variable, and is added to it.
  auto Steps(Conjunction goals, const Names& scope, Bindings from, Names* anonymous = nullptr) -> Bindings {
    while (!goals.empty() && refusal_.empty()) {
      const auto next = std::ranges::find_if(goals, [&](const Part& part) { return IsReady(part, scope, from.bound); });
      if (next == goals.end()) {
        Refuse("a goal whose variables nothing binds");
        break;
      }
      Body body;
      if (!from.atom.empty()) body.push_back(from.atom);
      Bindings to = from;
      Step(*next, scope, from, to, body, anonymous);
      to.atom = Atom(NewName("s"), Variables(to.bound));
      AddRule(to.atom, body);
      from = std::move(to);
      goals.erase(next);
    }
    return from;
  }

  void Step(const Part& part, const Names& scope, const Bindings& from, Bindings& to, Body& body, Names* anonymous) {
    const Goal& goal = tree_[part.goal];
    if (part.negated && IsScope(part.goal)) {
      body.push_back("not " + Exists(part.goal, scope, from));
    } else if (goal.kind == GoalKind::kLiteral) {
      Bind(part, scope, to.bound);
      Literal(goal, part.negated, scope, from, to, body, anonymous);
    } else if (goal.kind == GoalKind::kComparison) {
      const std::size_t before = to.bound.size();
      Bind(part, scope, to.bound);
      const auto sides = tree_.Terms(goal.arguments);
      const std::string left = Value(sides[0], from, scope, body);
      const std::string right = Value(sides[1], from, scope, body);
      const bool names = to.bound.size() > before;
      body.push_back(left + (part.negated ? Opposite(goal.op) : Text(goal.op)) + right);
      if (names && part.negated) Refuse("a negated equality that binds");
    } else {
      Refuse("a goal of another kind");
    }
  }

  void Literal(const Goal& goal, bool negated, const Names& scope, const Bindings& from, Bindings& to, Body& body,
               Names* anonymous) {
    std::vector<std::string> terms;
    for (const TermId term : tree_.Terms(goal.arguments)) {
      if (tree_[term].kind != TermKind::kAnonymous) {
        terms.push_back(Value(term, from, scope, body));
        continue;
      }
      terms.emplace_back("_");
      if (negated || anonymous == nullptr) continue;
      const std::string name = "_" + std::to_string(next_name_++);
      anonymous->insert(name);
      to.bound.insert(name);
      terms.back() = Variable(name);
    }
    body.push_back((negated ? "not " : "") + Atom(Relation(goal.text), terms));
  }

  static auto Text(Operator op) -> std::string {
    switch (op) {
      case Operator::kEqual:
        return "=";
      case Operator::kNotEqual:
        return "!=";
      case Operator::kLess:
        return "<";
      case Operator::kLessEqual:
        return "<=";
      case Operator::kGreater:
        return ">";
      default:
        return ">=";
    }
  }

  static auto Opposite(Operator op) -> std::string {
    switch (op) {
      case Operator::kEqual:
        return "!=";
      case Operator::kNotEqual:
        return "=";
      case Operator::kLess:
        return ">=";
      case Operator::kLessEqual:
        return ">";
      case Operator::kGreater:
        return "<=";
      default:
        return "<";
    }
  }

  // Inner scopes.

  // The bindings of the goals in an inner scope.
  struct Inner {
    Names shared;  // with what is around
    struct Alternative {
      Bindings bindings;
      Names own;
      Names scope;
      std::string signature;  // which variables are its own
    };
    std::vector<Alternative> alternatives;
  };

  auto InnerBindings(const std::vector<Conjunction>& conjunctions, const Names& scope, const Bindings& around,
                     std::optional<TermId> target, bool counts_anonymous) -> Inner {
    Inner inner;
    std::vector<Names> scopes;
    for (const Conjunction& conjunction : conjunctions) {
      Names names = scope;
      for (const Part& part : conjunction) {
        AddOwn(part, names);
        AddShared(part.goal, scope, inner.shared);
      }
      if (target) AddShared(*target, scope, inner.shared);
      scopes.push_back(std::move(names));
    }
    const bool alone = CanStart(conjunctions, scopes);
    for (std::size_t index = 0; index < conjunctions.size(); ++index) {
      Inner::Alternative alternative;
      Names anonymous;
      const Bindings start = alone ? Bindings{} : around;
      alternative.bindings = Steps(conjunctions[index], scopes[index], start, counts_anonymous ? &anonymous : nullptr);
      // What the goals do not bind themselves, what is around binds.
      if (!std::ranges::includes(alternative.bindings.bound, inner.shared)) {
        Body body;
        if (!around.atom.empty()) body.push_back(around.atom);
        if (!alternative.bindings.atom.empty()) body.push_back(alternative.bindings.atom);
        Bindings& bindings = alternative.bindings;
        bindings.bound.insert(around.bound.begin(), around.bound.end());
        bindings.atom = Atom(NewName("j"), Variables(bindings.bound));
        AddRule(bindings.atom, body);
      }
      for (const std::string& name : alternative.bindings.bound) {
        if (!scope.contains(name)) alternative.own.insert(name);
      }
      for (const std::string& name : alternative.own) alternative.signature += name + " ";
      alternative.scope = scopes[index];
      inner.alternatives.push_back(std::move(alternative));
    }
    return inner;
  }

  // An atom that holds where the goals have a binding.
  auto Exists(GoalId goals, const Names& scope, const Bindings& around) -> std::string {
    const Inner inner = InnerBindings(Alternatives({goals}), scope, around, std::nullopt, false);
    const std::string atom = Atom(NewName("n"), Variables(inner.shared));
    for (const auto& alternative : inner.alternatives) {
      AddRule(atom, alternative.bindings.atom.empty() ? Body{} : Body{alternative.bindings.atom});
    }
    return atom;
  }

  auto Aggregate(const Term& term, const Names& scope, const Bindings& around, Body& body) -> std::string {
    const bool counts = term.aggregate == AggregateFunction::kCount;
    const bool best = term.aggregate == AggregateFunction::kMin || term.aggregate == AggregateFunction::kMax;
    if (term.aggregate == AggregateFunction::kAvg) Refuse("mean");
    std::optional<TermId> target;
    if (!counts) target = tree_.Terms(term.arguments)[0];
    const Inner inner = InnerBindings(Alternatives({term.body}), scope, around, target, !best);
    const std::vector<std::string> shared = Variables(inner.shared);
    const std::string some = Atom(NewName("x"), shared);
    std::vector<std::string> elements;
    for (const auto& alternative : inner.alternatives) {
      std::vector<std::string> own = Variables(alternative.own);
      std::vector<std::string> columns = shared;
      columns.insert(columns.end(), own.begin(), own.end());
      Body element_body;
      if (!alternative.bindings.atom.empty()) element_body.push_back(alternative.bindings.atom);
      std::string weight;
      if (target) {
        weight = Value(*target, alternative.bindings, alternative.scope, element_body);
        columns.push_back("W");
        element_body.push_back("W=" + weight);
      }
      const std::string element = Atom(NewName("e"), columns);
      AddRule(element, element_body);
      AddRule(some, {element});
      std::vector<std::string> tuple;
      if (target) tuple.emplace_back("W");
      if (!best) {
        tuple.push_back("\"" + alternative.signature + "\"");
        tuple.insert(tuple.end(), own.begin(), own.end());
      }
      elements.push_back(Join(tuple) + ":" + element);
    }
    if (inner.alternatives.empty()) elements.emplace_back("0:0!=0");
    const char* function = counts                                      ? "#count{"
                           : term.aggregate == AggregateFunction::kSum ? "#sum{"
                           : term.aggregate == AggregateFunction::kMin ? "#min{"
                                                                       : "#max{";
    const std::string result = "A" + std::to_string(next_name_++);
    std::string text;
    for (const std::string& element : elements) text += (text.empty() ? "" : ";") + element;
    if (best) body.push_back(some);
    body.push_back(result + "=" + function + text + "}");
    return result;
  }

  // Terms.

  auto Value(TermId id, const Bindings& bindings, const Names& scope, Body& body) -> std::string {
    const Term& term = tree_[id];
    switch (term.kind) {
      case TermKind::kInt:
        return "(" + std::to_string(term.int_value) + ")";
      case TermKind::kSymbol:
        return Symbol(term.text);
      case TermKind::kVariable:
        return Variable(std::string(term.text));
      case TermKind::kOperation:
        return Operation(term, bindings, scope, body);
      case TermKind::kCall:
        return Call(term, bindings, scope, body);
      case TermKind::kAggregate:
        return Aggregate(term, scope, bindings, body);
      default:
        Refuse("a term of another kind");
        return "0";
    }
  }

  static auto Symbol(std::string_view symbol) -> std::string {
    std::string text = "\"";
    for (const char c : symbol) {
      if (c == '"' || c == '\\') text += '\\';
      text += c == '\n' ? std::string("\\n") : std::string(1, c);
    }
    return text + "\"";
  }

  auto Operation(const Term& term, const Bindings& bindings, const Names& scope, Body& body) -> std::string {
    std::vector<std::string> values;
    const auto operands = tree_.Terms(term.arguments);
    for (const TermId operand : operands) values.push_back(Value(operand, bindings, scope, body));
    switch (term.op) {
      case TermOperator::kNegate:
        return "(0-" + values[0] + ")";
      case TermOperator::kAdd:
        return "(" + values[0] + "+" + values[1] + ")";
      case TermOperator::kSubtract:
        return "(" + values[0] + "-" + values[1] + ")";
      case TermOperator::kMultiply:
        return "(" + values[0] + "*" + values[1] + ")";
      default:
        break;
    }
    const Term& divisor = tree_[operands[1]];
    if (divisor.kind != TermKind::kInt || divisor.int_value == 0 || term.op == TermOperator::kDivide ||
        term.op == TermOperator::kPower) {
      Refuse("division by what is no constant, or a float");
      return "0";
    }
    return Quotient(term.op, values[0], divisor.int_value);
  }

  // By way of the remainder of what is not negative, which is the same in every convention: of x by b > 0 it is
  // (x \ b + b) \ b.
  static auto Quotient(TermOperator op, const std::string& left, std::int64_t divisor) -> std::string {
    const std::string by = std::to_string(divisor < 0 ? -divisor : divisor);
    const std::string signed_by = "(" + std::to_string(divisor) + ")";
    const std::string size = "|" + left + "|";
    const std::string positive = divisor < 0 ? "(0-" + left + ")" : left;
    std::string modulo = "(((" + positive + "\\" + by + ")+" + by + ")\\" + by + ")";
    if (divisor < 0) modulo = "(0-" + modulo + ")";
    // Exact divisions: nothing is cut.
    const std::string floor = "((" + left + "-" + modulo + ")/" + signed_by + ")";
    const std::string cut = "(" + size + "\\" + by + ")";
    const std::string whole = "((" + size + "-" + cut + ")/" + by + ")";
    switch (op) {
      case TermOperator::kModulo:
        return modulo;
      case TermOperator::kFloorDivide:
        return floor;
      default:
        break;
    }
    // |x| / b with the sign of x.
    const std::string truncated = "(" + Sign(left) + "*" + whole + (divisor < 0 ? "*(-1))" : ")");
    if (op == TermOperator::kRemainder) return "(" + left + "-" + truncated + "*" + signed_by + ")";
    return truncated;
  }

  // |x + 1| - |x| is 1 for x >= 0, and -1 for x < 0.
  static auto Sign(const std::string& term) -> std::string { return "(|" + term + "+1|-|" + term + "|)"; }

  auto Call(const Term& term, const Bindings& bindings, const Names& scope, Body& body) -> std::string {
    if (term.text == "range") return Range(term, body);
    std::vector<std::string> values;
    for (const TermId argument : tree_.Terms(term.arguments)) {
      values.push_back(Value(argument, bindings, scope, body));
    }
    if (term.text == "abs") return "|" + values[0] + "|";
    if (term.text != "min" && term.text != "max") {
      Refuse("the function " + std::string(term.text));
      return "0";
    }
    const std::string result = "A" + std::to_string(next_name_++);
    std::string text;
    for (const std::string& value : values) text += (text.empty() ? "" : ";") + value;
    body.push_back(result + "=#" + std::string(term.text) + "{" + text + "}");
    return result;
  }

  // Written out.
  auto Range(const Term& term, Body& body) -> std::string {
    std::vector<std::int64_t> bounds;
    for (const TermId bound : tree_.Terms(term.arguments)) {
      if (tree_[bound].kind != TermKind::kInt) Refuse("a range whose bounds are no constants");
      bounds.push_back(tree_[bound].int_value);
    }
    const std::int64_t step = bounds.size() > 2 ? bounds[2] : 1;
    std::string values;
    for (std::int64_t value = bounds[0]; step > 0 && value < bounds[1]; value += step) {
      values += (values.empty() ? "(" : ";(") + std::to_string(value) + ")";
    }
    if (step <= 0) Refuse("a range that counts down");
    const std::string result = "A" + std::to_string(next_name_++);
    body.push_back(values.empty() ? "0!=0," + result + "=0" : result + "=(" + values + ")");
    return result;
  }

  const Tree& tree_;
  const std::string prefix_;
  std::map<std::string, std::size_t> arities_;
  std::map<std::string, std::size_t> relations_;
  std::map<std::string, std::size_t> variables_;
  std::size_t next_name_ = 0;
  LogicProgram result_;
  std::string refusal_;
};

}  // namespace

auto TranslateTree(const Tree& tree, const std::string& prefix, std::string& refusal) -> std::optional<LogicProgram> {
  Translator translator(tree, prefix);
  refusal = translator.Run();
  if (!refusal.empty()) return std::nullopt;
  return translator.TakeResult();
}

}  // namespace bytelogic::datalog_test
