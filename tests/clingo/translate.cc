#include "translate.h"

#include <algorithm>
#include <set>
#include <span>
#include <utility>

#include "expression.h"

namespace bytelogic::clingo {
namespace {

using sema::Clause;
using sema::ClauseKind;
using sema::EmitColumn;
using sema::RelationId;
using sema::Stratum;
using sema::VariableId;

auto ArityOf(const sema::Relation& relation) -> std::size_t { return relation.columns.size(); }

// X0, X1, ...
auto Columns(std::size_t count) -> std::vector<std::string> {
  std::vector<std::string> columns;
  for (std::size_t i = 0; i < count; ++i) columns.push_back("X" + std::to_string(i));
  return columns;
}

auto VariableNames(const std::vector<VariableId>& variables) -> std::vector<std::string> {
  std::vector<std::string> names;
  for (const VariableId variable : variables) names.push_back(VariableName(variable));
  return names;
}

class Translator {
 public:
  Translator(const sema::CheckedProgram& program, const std::string& prefix, std::uint64_t rounds)
      : program_(program), prefix_(prefix), rounds_(rounds), in_round_(program.relations.size(), false) {
    result_.unsettled_predicate = prefix + "unsettled";
  }

  auto Run() -> std::string {
    for (const sema::Relation& relation : program_.relations) {
      for (const sema::Column& column : relation.columns) {
        if (column.type == sema::Type::kFloat) Refuse("a column of floats");
      }
    }
    Actions();
    for (std::uint32_t i = 0; i < program_.relations.size() && refusal_.empty(); ++i) {
      const sema::Relation& relation = program_.relations[i];
      result_.features.best_of |= relation.keep != Keep::kAll;
      if (!relation.derived) Collect(RelationId{i}, Final(RelationId{i}), {Asserted(RelationId{i})});
      Show(Final(RelationId{i}), ArityOf(relation));
    }
    for (const Stratum& stratum : program_.strata) {
      if (refusal_.empty()) AddStratum(stratum);
    }
    for (std::uint32_t i = 0; i < program_.constraints.size() && refusal_.empty(); ++i) AddConstraint(i);
    Show(result_.unsettled_predicate, 0);
    return refusal_;
  }

  auto TakeResult() -> Translation { return std::move(result_); }

 private:
  void Refuse(const std::string& why) {
    if (refusal_.empty()) refusal_ = why;
  }

  void AddRule(const std::string& head, const Body& body) {
    result_.rules += head;
    if (!body.empty()) result_.rules += " :- " + Join(body, ", ");
    result_.rules += ".\n";
  }

  void Show(const std::string& predicate, std::size_t arity) {
    result_.rules += "#show " + predicate + "/" + std::to_string(arity) + ".\n";
  }

  [[nodiscard]] auto Final(RelationId relation) const -> std::string {
    return prefix_ + "r" + std::to_string(relation.index);
  }
  [[nodiscard]] auto Asserted(RelationId relation) const -> std::string { return Final(relation) + "_f"; }
  // What the rules of `round` read, and what the round before has left.
  [[nodiscard]] auto Before(RelationId relation, std::uint64_t round) const -> std::string {
    return Final(relation) + "_t" + std::to_string(round);
  }

  // FACTs, then SOLVE or a QUERY that solves first, then QUERYs.
  void Actions() {
    bool asked = false;
    bool solved = false;
    for (const sema::StatementId id : program_.Statements(program_.functions[0].body)) {
      const sema::Statement& statement = program_[id];
      const auto operands = program_.Operands(statement.operands);
      switch (statement.kind) {
        case sema::StatementKind::kAssert: {
          if (asked) Refuse("a fact after the solving");
          std::vector<std::string> terms;
          for (const sema::ExprId operand : operands) terms.push_back(ConstantOperand(operand));
          AddRule(Atom(Asserted(statement.relation), terms), {});
          break;
        }
        case sema::StatementKind::kSolve:
          asked = solved = true;
          break;
        case sema::StatementKind::kOutputQuery: {
          asked = true;
          solved |= program_[statement.relation].derived;
          Question question{Final(statement.relation), {}, program_[statement.relation].derived};
          for (const sema::ExprId operand : operands) question.pattern.push_back(PatternValue(operand));
          result_.questions.push_back(std::move(question));
          break;
        }
        default:
          Refuse("an action of another kind");
      }
    }
    if (!solved) Refuse("nothing is solved");
  }

  auto ConstantOperand(sema::ExprId id) -> std::string {
    ExpressionTranslator expressions(
        program_, [this](RelationId relation) { return Final(relation); }, result_.features);
    if (const auto integer = expressions.Constant(id)) return "(" + std::to_string(*integer) + ")";
    const sema::Expr& expr = program_[id];
    if (expr.kind == sema::ExprKind::kToAny) return ConstantOperand(program_.Operands(expr.operands)[0]);
    if (expr.kind != sema::ExprKind::kConstant) {
      Refuse("a fact that is no constant");
      return "0";
    }
    const std::string term = ConstantTerm(program_[expr.constant]);
    if (term.empty()) Refuse("a float");
    return term;
  }

  auto PatternValue(sema::ExprId id) -> std::optional<Value> {
    if (!id.valid()) return std::nullopt;
    const sema::Expr* expr = &program_[id];
    if (expr->kind == sema::ExprKind::kToAny) expr = &program_[program_.Operands(expr->operands)[0]];
    if (expr->kind != sema::ExprKind::kConstant) {
      Refuse("a question about what is no constant");
      return std::nullopt;
    }
    const sema::Constant& constant = program_[expr->constant];
    if (constant.type == sema::Type::kInt) return constant.int_value;
    if (constant.type == sema::Type::kFloat) return constant.float_value;
    return std::string(constant.text);
  }

  // `target` holds what is in `sources`: all of it, or the best of it.
  void Collect(RelationId relation, const std::string& target, const std::vector<std::string>& sources) {
    const std::vector<std::string> columns = Columns(ArityOf(program_[relation]));
    if (program_[relation].keep == Keep::kAll) {
      for (const std::string& source : sources) AddRule(Atom(target, columns), {Atom(source, columns)});
      return;
    }
    std::vector<std::string> others = columns;
    others.back() = "_";
    std::vector<std::string> values = columns;
    values.back() = "W";
    std::vector<std::string> elements;
    for (const std::string& source : sources) elements.push_back("W:" + Atom(source, values));
    const char* function = program_[relation].keep == Keep::kMin ? "#min{" : "#max{";
    for (const std::string& source : sources) {
      AddRule(Atom(target, columns),
              {Atom(source, others), columns.back() + "=" + function + Join(elements, ";") + "}"});
    }
  }

  [[nodiscard]] auto InStratum(const Stratum& stratum, RelationId relation) const -> bool {
    return std::find(stratum.relations.begin(), stratum.relations.end(), relation) != stratum.relations.end();
  }

  // Notes what of the stratum is derived from itself. True where a rule reads what another of the stratum emits.
  auto ReadsItself(const Stratum& stratum) -> bool {
    std::set<std::pair<std::uint32_t, std::uint32_t>> reads;  // emitted, matched
    for (const sema::RuleId rule : stratum.rules) {
      std::vector<std::uint32_t> matched;
      for (const Clause& clause : program_.Clauses(program_[rule])) {
        if (clause.kind == ClauseKind::kMatch && InStratum(stratum, clause.relation)) {
          matched.push_back(clause.relation.index);
        }
        if (clause.kind != ClauseKind::kEmit) continue;
        for (const std::uint32_t relation : matched) reads.emplace(clause.relation.index, relation);
      }
    }
    const bool reads_itself = !reads.empty();
    for (std::size_t before = 0; before != reads.size();) {
      before = reads.size();
      const auto known = reads;
      for (const auto& [emitted, middle] : known) {
        for (const auto& [other, matched] : known) {
          if (middle == other) reads.emplace(emitted, matched);
        }
      }
    }
    for (const RelationId relation : stratum.relations) {
      if (!reads.contains({relation.index, relation.index})) continue;
      result_.features.recursion = true;
      result_.features.recursive_best_of |= program_[relation].keep != Keep::kAll;
    }
    return reads_itself;
  }

  void AddStratum(const Stratum& stratum) {
    bool best_of = false;
    for (const RelationId relation : stratum.relations) best_of |= program_[relation].keep != Keep::kAll;
    if (ReadsItself(stratum) && best_of) {
      AddRounds(stratum);
      return;
    }
    for (const sema::RuleId rule : stratum.rules) AddLogicRule(rule, "");
    for (const RelationId relation : stratum.relations) {
      Collect(relation, Final(relation), {Asserted(relation), Final(relation) + "_e"});
    }
  }

  void AddRounds(const Stratum& stratum) {
    for (const RelationId relation : stratum.relations) {
      Collect(relation, Before(relation, 0), {Asserted(relation)});
      in_round_[relation.index] = true;
    }
    for (round_ = 0; round_ < rounds_; ++round_) {
      const std::string suffix = "_t" + std::to_string(round_);
      for (const sema::RuleId rule : stratum.rules) AddLogicRule(rule, suffix);
      for (const RelationId relation : stratum.relations) {
        Collect(relation, Before(relation, round_ + 1), {Before(relation, round_), Final(relation) + "_e" + suffix});
      }
    }
    for (const RelationId relation : stratum.relations) {
      in_round_[relation.index] = false;
      const std::vector<std::string> columns = Columns(ArityOf(program_[relation]));
      const std::string last = Atom(Before(relation, rounds_), columns);
      AddRule(Atom(Final(relation), columns), {last});
      AddRule(result_.unsettled_predicate, {last, "not " + Atom(Before(relation, rounds_ - 1), columns)});
    }
  }

  auto NameOf(RelationId relation) const -> std::string {
    return in_round_[relation.index] ? Before(relation, round_) : Final(relation);
  }

  auto MakeExpressions() -> ExpressionTranslator {
    return {program_, [this](RelationId relation) { return NameOf(relation); }, result_.features};
  }

  // One rule; `suffix` tells the rounds apart.
  void AddLogicRule(sema::RuleId id, const std::string& suffix) {
    AddClauses(program_.Clauses(program_[id]), prefix_ + "b" + std::to_string(id.index), suffix);
  }

  void AddConstraint(std::uint32_t index) {
    result_.features.constraint = true;
    const sema::Constraint& constraint = program_.constraints[index];
    const std::string last = AddClauses(program_.Clauses(constraint), prefix_ + "d" + std::to_string(index), "");
    const std::string name = prefix_ + "c" + std::to_string(index);
    AddRule(Atom(name, VariableNames(constraint.witnesses)), {last});
    Show(name, constraint.witnesses.size());
    result_.constraints.emplace_back(constraint.name, name);
  }

  // The steps from binding nothing to what all clauses admit: the atom of that.
  auto AddClauses(std::span<const Clause> clauses, const std::string& name, const std::string& suffix) -> std::string {
    std::vector<VariableId> bound;
    std::string current = name + "_0" + suffix;
    AddRule(current, {});
    std::uint32_t step = 0;
    for (const Clause& clause : clauses) {
      if (clause.kind == ClauseKind::kEmit) {
        AddEmit(clause, current, bound, name + "_g" + std::to_string(step) + suffix, suffix);
        continue;
      }
      const std::vector<Body> alternatives = Alternatives(clause, bound);
      ++step;
      const std::string next = Atom(name + "_" + std::to_string(step) + suffix, VariableNames(bound));
      for (Body body : alternatives) {
        body.insert(body.begin(), current);
        AddRule(next, body);
      }
      current = next;
    }
    return current;
  }

  // What one clause asks for; the variables that it binds are added to `bound`.
  auto Alternatives(const Clause& clause, std::vector<VariableId>& bound) -> std::vector<Body> {
    ExpressionTranslator expressions = MakeExpressions();
    const auto operands = program_.Operands(clause.operands);
    std::vector<Body> alternatives(1);
    Body& body = alternatives.front();
    switch (clause.kind) {
      case ClauseKind::kMatch:
        body.push_back(Atom(NameOf(clause.relation), PatternTerms(clause, bound)));
        break;
      case ClauseKind::kAbsent:
        result_.features.negation = true;
        body.push_back("not " + Atom(NameOf(clause.relation), PatternTerms(clause, bound)));
        break;
      case ClauseKind::kFilter:
        alternatives = expressions.Condition(operands[0], true);
        break;
      case ClauseKind::kSame: {
        const std::string left = expressions.Term(operands[0], body);
        const std::string right = expressions.Term(operands[1], body);
        body.push_back(left + "=" + right);
        break;
      }
      case ClauseKind::kLet: {
        const std::string value = expressions.Term(operands[0], body);
        body.push_back(VariableName(clause.variable) + "=" + value);
        bound.push_back(clause.variable);
        break;
      }
      case ClauseKind::kRange:
        body = expressions.Range(clause.variable, operands);
        bound.push_back(clause.variable);
        break;
      case ClauseKind::kEmit:
        break;
    }
    Refuse(expressions.refusal());
    return alternatives;
  }

  auto PatternTerms(const Clause& clause, std::vector<VariableId>& bound) -> std::vector<std::string> {
    std::vector<std::string> terms;
    for (const sema::Term& term : program_.Terms(clause)) {
      switch (term.kind) {
        case sema::Term::Kind::kAny:
          terms.emplace_back("_");
          break;
        case sema::Term::Kind::kBind:
          bound.push_back(term.variable);
          terms.push_back(VariableName(term.variable));
          break;
        case sema::Term::Kind::kEqual:
          terms.push_back(VariableName(term.variable));
          break;
        case sema::Term::Kind::kConstant:
          terms.push_back(ConstantTerm(program_[term.constant]));
          if (terms.back().empty()) Refuse("a float");
          break;
      }
    }
    return terms;
  }

  // `bindings` is the atom of all bindings at this place.
  void AddEmit(const Clause& clause, const std::string& bindings, const std::vector<VariableId>& bound,
               const std::string& group_name, const std::string& suffix) {
    ExpressionTranslator expressions = MakeExpressions();
    Body body = {bindings};
    std::vector<std::string> values;  // of the columns, or of the arguments of the aggregates
    for (const sema::ExprId operand : program_.Operands(clause.operands)) {
      values.push_back(operand.valid() ? expressions.Term(operand, body) : "0");
    }
    Refuse(expressions.refusal());
    const std::string target = Final(clause.relation) + "_e" + suffix;
    const auto columns = program_.EmitColumns(clause);
    if (columns.empty()) {
      AddRule(Atom(target, values), body);
      return;
    }
    result_.features.aggregate = true;
    std::vector<std::string> head = values;
    for (const VariableId variable : bound) head.push_back(VariableName(variable));
    AddRule(Atom(group_name, head), body);
    AddGroups(columns, target, group_name, bound);
  }

  // The aggregates over group_name(values of the columns.., all variables..).
  void AddGroups(std::span<const EmitColumn> columns, const std::string& target, const std::string& group_name,
                 const std::vector<VariableId>& bound) {
    const std::vector<std::string> results = Columns(columns.size());
    std::vector<std::string> any = results;     // a member of the group, for its plain columns
    std::vector<std::string> member = results;  // each member
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i].aggregated) any[i] = "_";
      if (columns[i].aggregated) member[i] = "Y" + std::to_string(i);
    }
    for (const VariableId variable : bound) {
      any.emplace_back("_");
      member.push_back(VariableName(variable));
    }
    Body body = {Atom(group_name, any)};
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (!columns[i].aggregated) continue;
      std::string tuple = member[i];
      if (!columns[i].distinct) {
        for (const VariableId variable : bound) tuple += "," + VariableName(variable);
      }
      body.push_back(results[i] + "=" + FunctionName(columns[i].function) + "{" + tuple + ":" +
                     Atom(group_name, member) + "}");
    }
    AddRule(Atom(target, results), body);
  }

  auto FunctionName(AggregateFunction function) -> std::string {
    switch (function) {
      case AggregateFunction::kCount:
        return "#count";
      case AggregateFunction::kSum:
        return "#sum";
      case AggregateFunction::kMin:
        return "#min";
      case AggregateFunction::kMax:
        return "#max";
      case AggregateFunction::kAvg:
        break;
    }
    Refuse("AVG");
    return "#count";
  }

  const sema::CheckedProgram& program_;
  std::string prefix_;
  std::uint64_t rounds_;
  std::uint64_t round_ = 0;
  std::vector<bool> in_round_;  // relations whose rounds are being written out
  Translation result_;
  std::string refusal_;
};

}  // namespace

auto Translate(const sema::CheckedProgram& program, const std::string& prefix, std::uint64_t rounds,
               std::string& refusal) -> std::optional<Translation> {
  Translator translator(program, prefix, rounds);
  refusal = translator.Run();
  if (!refusal.empty()) return std::nullopt;
  return translator.TakeResult();
}

}  // namespace bytelogic::clingo
