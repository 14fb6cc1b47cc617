#include "replay.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "diagnostics/diagnostics.h"
#include "proof/sandbox_functions.h"
#include "reference/aggregate.h"

namespace bytelogic::proofs {

using sema::Clause;
using sema::ClauseKind;
using sema::Rule;
using sema::Term;

namespace {

auto Same(const Value& left, const Value& right) -> bool { return reference::Order(left, right) == 0; }

auto ConstantOf(const sema::Constant& constant) -> Value {
  if (constant.type == sema::Type::kInt) return constant.int_value;
  if (constant.type == sema::Type::kFloat) return reference::Normalize(Value{constant.float_value});
  return std::string(constant.text);
}

auto IsAt(std::string_view source, SourceRange range, ProofPlace place) -> bool {
  const LineColumn at = Locate(source, range.offset);
  return at.line == place.line && at.column == place.column;
}

// No node rests on itself; every premise is a node.
auto IsAcyclic(const Proof& proof) -> bool {
  enum class State { kNew, kOpen, kDone };
  std::vector<State> states(proof.nodes.size(), State::kNew);
  const std::function<bool(std::uint32_t)> visit = [&](std::uint32_t index) {
    if (index >= proof.nodes.size() || states[index] == State::kOpen) return false;
    if (states[index] == State::kDone) return true;
    states[index] = State::kOpen;
    const auto all = [&](const std::vector<ProofPremise>& premises) {
      return std::ranges::all_of(premises, [&](const ProofPremise& premise) {
        return premise.kind != ProofPremise::Kind::kTuple || visit(premise.node);
      });
    };
    const ProofNode& node = proof.nodes[index];
    const bool fine =
        all(node.premises) && std::ranges::all_of(node.rows, [&](const ProofRow& row) { return all(row.premises); });
    states[index] = State::kDone;
    return fine;
  };
  // Every node is reached from the first.
  return visit(0) && std::ranges::find(states, State::kNew) == states.end();
}

}  // namespace

Replay::Replay(Engine& engine, const sema::CheckedProgram& program, std::string_view source, const Facts& facts,
               const World& world)
    : program_(program),
      source_(source),
      facts_(facts),
      world_(world),
      expressions_(
          program, source,
          {.limits = {}, .bounds = {.max_steps = UINT64_MAX}, .apply_builtin = proof::SandboxFunctions(engine, {})}) {
  for (std::uint32_t i = 0; i < program.relations.size(); ++i) {
    for (const Tuple& tuple : world.at(std::string(program.relations[i].name))) expressions_.Add({i}, tuple);
  }
}

auto Replay::Check(const Proof& proof) -> std::string {
  if (proof.nodes.empty()) return "it is empty";
  if (!IsAcyclic(proof)) return "it is circular, or refers to nothing";
  std::set<std::string> texts;
  for (const ProofNode& node : proof.nodes) {
    if (!texts.insert(node.Text()).second) return node.Text() + " occurs twice";
    if (std::string wrong = CheckNode(proof, node); !wrong.empty()) return node.Text() + ": " + wrong;
  }
  return {};
}

auto Replay::CheckNode(const Proof& proof, const ProofNode& node) -> std::string {
  const auto relation = world_.find(node.relation);
  if (relation == world_.end()) return "there is no such relation";
  const auto schema = std::ranges::find(program_.relations, node.relation, &sema::Relation::name);
  // What was superseded is in no answer any more.
  const bool superseded = schema->keep != Keep::kAll && node.note.starts_with("something");
  if (!superseded && !relation->second.contains(node.values)) return "it does not hold";
  const auto is_better = [&](const Tuple& kept) {
    if (!std::equal(kept.begin(), kept.end() - 1, node.values.begin(), Same)) return false;
    const auto order = reference::Order(kept.back(), node.values.back());
    return schema->keep == Keep::kMin ? order < 0 : order > 0;
  };
  if (superseded && std::ranges::none_of(relation->second, is_better)) return "nothing better was found";
  if (node.kind == ProofNode::Kind::kFact) return CheckFact(node);
  std::string wrong = "there is no such rule";
  for (const Rule& rule : program_.rules) {
    if (rule.name != node.rule || !IsAt(source_, rule.range, node.place)) continue;
    const auto clauses = program_.Clauses(rule);
    for (std::uint32_t i = 0; i < clauses.size(); ++i) {
      if (clauses[i].kind != ClauseKind::kEmit) continue;
      if (program_[clauses[i].relation].name != node.relation) continue;
      wrong = clauses[i].emit_columns.empty() ? CheckRule(proof, node, rule, i) : CheckGroup(proof, node, rule, i);
      if (wrong.empty()) return {};
    }
  }
  return wrong;
}

auto Replay::CheckFact(const ProofNode& node) -> std::string {
  if (node.origin.starts_with("given by the host")) {
    const auto table = facts_.tables().find(node.relation);
    if (table == facts_.tables().end()) return "the host gave nothing for it";
    for (std::size_t row = 0; row < table->second.row_count(); ++row) {
      bool same = true;
      for (std::size_t i = 0; i < node.values.size(); ++i)
        same = same && Same(table->second.At(row, i), node.values[i]);
      if (same) return {};
    }
    return "the host did not give it";
  }
  if (node.place.line == 0) return node.origin == "asserted while the program ran" ? "" : "it comes from nowhere";
  std::string_view rest = source_;
  for (std::uint32_t line = 1; line < node.place.line; ++line) rest.remove_prefix(rest.find('\n') + 1);
  for (std::uint32_t column = 1; column < node.place.column; ++column) rest.remove_prefix(1);
  return rest.starts_with("FACT") || rest.starts_with("EMIT") ? "" : "there is no statement that asserts it";
}

auto Replay::CheckRule(const Proof& proof, const ProofNode& node, const Rule& rule, std::uint32_t emit) -> std::string {
  Cells cells(rule.variables.size());
  if (node.counted != 0) return "an aggregate where there is none";
  std::string wrong = CheckClauses(proof, node.premises, node.bindings, rule, emit, cells);
  if (!wrong.empty()) return wrong;
  const auto operands = program_.Operands(program_.Clauses(rule)[emit].operands);
  for (std::size_t i = 0; i < operands.size(); ++i) {
    const auto value = Evaluate(rule, cells, operands[i]);
    if (!value || !Same(*value, node.values[i])) return "the rule gives another tuple";
  }
  return CheckBindings(node.bindings, rule, cells);
}

auto Replay::CheckGroup(const Proof& proof, const ProofNode& node, const Rule& rule, std::uint32_t emit)
    -> std::string {
  const Clause& clause = program_.Clauses(rule)[emit];
  const auto columns = program_.EmitColumns(clause);
  const auto operands = program_.Operands(clause.operands);
  std::set<std::vector<Value>, reference::TupleLess> all;
  Enumerate(rule, 0, emit, Cells(rule.variables.size()), all);
  std::vector<Cells> group;
  for (const std::vector<Value>& values : all) {
    Cells cells(values.begin(), values.end());
    bool same = true;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i].aggregated) continue;
      const auto value = Evaluate(rule, cells, operands[i]);
      same = same && value && Same(*value, node.values[i]);
    }
    if (same) group.push_back(std::move(cells));
  }
  if (group.empty() || group.size() != node.counted) {
    return "it counts " + std::to_string(node.counted) + " bindings, not " + std::to_string(group.size());
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!columns[i].aggregated) continue;
    const auto value = AggregateOf(rule, emit, i, group);
    if (!value || !Same(*value, node.values[i])) return "an aggregate has another value";
  }
  if (node.rows.size() != std::min<std::size_t>(node.counted, 10)) return "it shows another number of rows";
  for (const ProofRow& row : node.rows) {
    Cells cells(rule.variables.size());
    std::vector<ProofBinding> bindings = node.bindings;
    bindings.insert(bindings.end(), row.bindings.begin(), row.bindings.end());
    std::string wrong = CheckClauses(proof, row.premises, bindings, rule, emit, cells);
    if (wrong.empty()) wrong = CheckBindings(bindings, rule, cells);
    if (!wrong.empty()) return wrong;
  }
  return {};
}

auto Replay::AggregateOf(const Rule& rule, std::uint32_t emit, std::size_t column, const std::vector<Cells>& group)
    -> std::optional<Value> {
  const Clause& clause = program_.Clauses(rule)[emit];
  const sema::EmitColumn& aggregate = program_.EmitColumns(clause)[column];
  const sema::ExprId operand = program_.Operands(clause.operands)[column];
  std::vector<Value> values;
  for (const Cells& cells : group) {
    std::optional<Value> value = operand.valid() ? Evaluate(rule, cells, operand) : Value{std::int64_t{1}};
    if (!value) return std::nullopt;
    // A sum of floats is one, whatever its values are.
    if (operand.valid() && program_[operand].type == sema::Type::kFloat) value = *reference::ToFloat(*value);
    values.push_back(*std::move(value));
  }
  if (aggregate.distinct) values = reference::Distinct(values);
  auto result = reference::Aggregate(aggregate.function, values);
  if (!result) return std::nullopt;
  if (program_[clause.relation].columns[column].type == sema::Type::kFloat) return *reference::ToFloat(*result);
  return *std::move(result);
}

auto Replay::CheckClauses(const Proof& proof, const std::vector<ProofPremise>& premises,
                          const std::vector<ProofBinding>& bindings, const Rule& rule, std::uint32_t emit, Cells& cells)
    -> std::string {
  const auto clauses = program_.Clauses(rule);
  std::size_t next = 0;
  const auto take = [&](ProofPremise::Kind kind) -> const ProofPremise* {
    if (next == premises.size() || premises[next].kind != kind) return nullptr;
    return &premises[next++];
  };
  for (std::uint32_t i = 0; i < emit; ++i) {
    const Clause& clause = clauses[i];
    const bool unnamed = clause.kind == ClauseKind::kLet && rule.variables[clause.variable.index].name.empty();
    const ProofPremise* premise = nullptr;
    switch (clause.kind) {
      case ClauseKind::kEmit:
        continue;
      case ClauseKind::kMatch: {
        premise = take(ProofPremise::Kind::kTuple);
        if (premise == nullptr) return "a premise is missing";
        const ProofNode& node = proof.nodes[premise->node];
        if (node.relation != program_[clause.relation].name) return "a premise is of another relation";
        if (!Unify(clause, node.values, cells)) return node.Text() + " does not match " + premise->clause;
        continue;
      }
      case ClauseKind::kRange: {
        // The one thing that is chosen and not matched.
        for (const ProofBinding& binding : bindings) {
          const std::string_view name = std::string_view(binding.name).substr(1);
          if (name == rule.variables[clause.variable.index].name) cells[clause.variable.index] = binding.value;
        }
        premise = take(ProofPremise::Kind::kRange);
        break;
      }
      case ClauseKind::kAbsent:
        premise = take(ProofPremise::Kind::kAbsent);
        break;
      case ClauseKind::kLet:
        premise = unnamed ? nullptr : take(ProofPremise::Kind::kLet);
        break;
      default:
        premise = take(ProofPremise::Kind::kTest);
    }
    if (premise == nullptr && !unnamed) return "a premise is missing";
    if (!Passes(rule, clause, cells)) return "it does not hold that " + (premise ? premise->reading : "a value is set");
  }
  return next == premises.size() ? "" : "there are too many premises";
}

auto Replay::CheckBindings(const std::vector<ProofBinding>& bindings, const Rule& rule, const Cells& cells)
    -> std::string {
  std::size_t named = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (rule.variables[i].name.empty() || !cells[i]) continue;
    ++named;
    const auto is_it = [&](const ProofBinding& binding) {
      return binding.name == "$" + std::string(rule.variables[i].name) && Same(binding.value, *cells[i]);
    };
    if (std::ranges::none_of(bindings, is_it)) return "$" + std::string(rule.variables[i].name) + " has another value";
  }
  return named == bindings.size() ? "" : "a variable is told that has no value";
}

auto Replay::Unify(const Clause& clause, const Tuple& tuple, Cells& cells) -> bool {
  const auto terms = program_.Terms(clause);
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const Term& term = terms[i];
    if (term.kind == Term::Kind::kAny) continue;
    if (term.kind == Term::Kind::kConstant) {
      if (!Same(ConstantOf(program_[term.constant]), tuple[i])) return false;
    } else if (term.kind == Term::Kind::kBind) {
      cells[term.variable.index] = tuple[i];
    } else if (!Same(*cells[term.variable.index], tuple[i])) {
      return false;
    }
  }
  return true;
}

auto Replay::IsAbsent(const Clause& clause, const Cells& cells) -> bool {
  for (const Tuple& tuple : world_.at(std::string(program_[clause.relation].name))) {
    Cells copy = cells;
    if (Unify(clause, tuple, copy)) return false;
  }
  return true;
}

auto Replay::Evaluate(const Rule& rule, const Cells& cells, sema::ExprId expr) -> std::optional<Value> {
  expressions_.Begin(rule.variables);
  for (std::uint32_t i = 0; i < cells.size(); ++i) {
    if (cells[i]) expressions_.Set({i}, *cells[i]);
  }
  const auto value = expressions_.Evaluate(expr);
  return value ? std::optional(*value) : std::nullopt;
}

auto Replay::Passes(const Rule& rule, const Clause& clause, Cells& cells) -> bool {
  const auto operands = program_.Operands(clause.operands);
  switch (clause.kind) {
    case ClauseKind::kAbsent:
      return IsAbsent(clause, cells);
    case ClauseKind::kFilter: {
      const auto value = Evaluate(rule, cells, operands[0]);
      return value && !std::holds_alternative<std::string>(*value) && !Same(*value, Value{std::int64_t{0}});
    }
    case ClauseKind::kSame: {
      const auto left = Evaluate(rule, cells, operands[0]);
      const auto right = Evaluate(rule, cells, operands[1]);
      return left && right && Same(*left, *right);
    }
    case ClauseKind::kLet: {
      cells[clause.variable.index] = Evaluate(rule, cells, operands[0]);
      return cells[clause.variable.index].has_value();
    }
    case ClauseKind::kRange: {
      const std::optional<Value>& value = cells[clause.variable.index];
      expressions_.Begin(rule.variables);
      for (std::uint32_t i = 0; i < cells.size(); ++i) {
        if (cells[i]) expressions_.Set({i}, *cells[i]);
      }
      auto range = expressions_.Range(clause);
      if (!value || !range) return false;
      while (const auto integer = range->Take()) {
        if (Same(Value{*integer}, *value)) return true;
      }
      return false;
    }
    default:
      return false;
  }
}

void Replay::Enumerate(const Rule& rule, std::uint32_t index, std::uint32_t emit, Cells cells,
                       std::set<std::vector<Value>, reference::TupleLess>& bindings) {
  if (index == emit) {
    std::vector<Value> values;
    // A variable that only later clauses bind has no value yet.
    for (const std::optional<Value>& cell : cells) values.push_back(cell.value_or(Value{std::int64_t{0}}));
    bindings.insert(std::move(values));
    return;
  }
  const Clause& clause = program_.Clauses(rule)[index];
  switch (clause.kind) {
    case ClauseKind::kEmit:
      Enumerate(rule, index + 1, emit, std::move(cells), bindings);
      break;
    case ClauseKind::kMatch:
      for (const Tuple& tuple : world_.at(std::string(program_[clause.relation].name))) {
        Cells copy = cells;
        if (Unify(clause, tuple, copy)) Enumerate(rule, index + 1, emit, std::move(copy), bindings);
      }
      break;
    case ClauseKind::kRange: {
      expressions_.Begin(rule.variables);
      for (std::uint32_t i = 0; i < cells.size(); ++i) {
        if (cells[i]) expressions_.Set({i}, *cells[i]);
      }
      auto range = expressions_.Range(clause);
      if (!range) break;
      while (const auto integer = range->Take()) {
        cells[clause.variable.index] = Value{*integer};
        Enumerate(rule, index + 1, emit, cells, bindings);
      }
      break;
    }
    default:
      if (Passes(rule, clause, cells)) Enumerate(rule, index + 1, emit, std::move(cells), bindings);
  }
}

}  // namespace bytelogic::proofs
