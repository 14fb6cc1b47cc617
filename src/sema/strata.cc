#include "sema/strata.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <unordered_set>
#include <vector>

#include "diagnostics/messages.h"

namespace bytelogic::sema {
namespace {

constexpr std::uint32_t kNone = 0xFFFF'FFFF;

// Why a relation must be complete before another one is derived from it; kNothing: it need not be.
enum class Before : std::uint8_t { kNothing, kNegation, kAggregate, kBest };

// `head` depends on `body`; both are derived relations.
struct Edge {
  std::uint32_t head = 0;
  std::uint32_t body = 0;
  Before before = Before::kNothing;
  SourceRange range;  // of what makes it depend

  [[nodiscard]] auto is_strict() const -> bool { return before != Before::kNothing; }
};

// What stands before a relation in a cycle.
auto StepOf(Before before) -> std::string_view {
  switch (before) {
    case Before::kNothing:
      break;
    case Before::kNegation:
      return "not ";
    case Before::kAggregate:
      return "aggregate of ";
    case Before::kBest:
      return "best of ";
  }
  return {};
}

auto MessageOf(Before before, std::string_view cycle) -> Message {
  switch (before) {
    case Before::kAggregate:
      return messages::kCycleThroughAggregate({cycle});
    case Before::kBest:
      return messages::kCycleThroughBest({cycle});
    default:
      return messages::kCycleThroughNegation({cycle});
  }
}

class Stratifier {
 public:
  Stratifier(Context& context, const Effects& effects)
      : context_(context), program_(context.program), effects_(effects) {}

  void Run() {
    if (context_.needs_strata) {
      CollectEdges();
      if (!AssignLevels()) return;
      if (!context_.diagnostics.has_errors()) SplitRules();
    }
    if (!context_.diagnostics.has_errors()) MakeStrata();
  }

 private:
  void CollectEdges();
  void CollectRule(std::uint32_t index);
  void AddUse(const RuleUse& use);
  void Depend(RelationId body, Before before, SourceRange range);
  void AddEdges(RelationId head, bool aggregates);
  auto AssignLevels() -> bool;
  void ReportCycles();
  auto Components() const -> std::vector<std::uint32_t>;
  void ReportCycle(const Edge& strict, const std::vector<std::uint32_t>& component);
  auto HowToBreak(const Edge& strict) const -> Words;
  void SplitRules();
  void SplitRule(const Rule& rule, IdVector<RuleId, Rule>& split);
  void MakeStrata();
  auto LevelOf(const Rule& rule) const -> std::uint32_t;

  Context& context_;
  CheckedProgram& program_;
  const Effects& effects_;
  std::vector<Edge> edges_;
  std::unordered_set<std::uint64_t> known_edges_;
  std::vector<Edge> depends_;  // what the clauses of the rule so far depend on, each relation and way once; no heads
};

void Stratifier::CollectEdges() {
  for (std::uint32_t index = 0; index < program_.rules.size(); ++index) CollectRule(index);
}

// An EMIT depends on what stands to its left; the last one also on what stands behind it, which runs with it though it
// decides nothing.
void Stratifier::CollectRule(std::uint32_t index) {
  const Rule& rule = program_.rules[index];
  depends_.clear();
  RelationId last_head;
  // Uses are in the order of rules and clauses.
  auto use =
      std::ranges::lower_bound(context_.rule_uses, index, {}, [](const RuleUse& each) { return each.rule.index; });
  const auto is_here = [&] { return use != context_.rule_uses.end() && use->rule.index == index; };
  for (std::uint32_t at = rule.clauses.begin; at < rule.clauses.end(); ++at) {
    const Clause& clause = program_.clauses[at];
    for (; is_here() && use->clause <= at; ++use) AddUse(*use);
    if (clause.kind == ClauseKind::kMatch) Depend(clause.relation, Before::kNothing, clause.range);
    if (clause.kind == ClauseKind::kAbsent) Depend(clause.relation, Before::kNegation, clause.range);
    if (clause.kind != ClauseKind::kEmit) continue;
    last_head = clause.relation;
    AddEdges(last_head, clause.emit_columns.size > 0);
  }
  for (; is_here(); ++use) AddUse(*use);
  if (last_head.valid()) AddEdges(last_head, false);
}

void Stratifier::AddUse(const RuleUse& use) {
  const Before before = use.aggregates ? Before::kAggregate : Before::kNegation;
  if (use.relation.valid()) return Depend(use.relation, before, use.range);
  for (const RelationId relation : effects_.reads[use.calc.index]) Depend(relation, before, use.range);
}

void Stratifier::Depend(RelationId body, Before before, SourceRange range) {
  if (!body.valid() || !program_[body].derived) return;
  context_.work.Charge(1 + depends_.size() / 4);
  const auto same = [&](const Edge& edge) { return edge.body == body.index && edge.before == before; };
  if (std::ranges::none_of(depends_, same)) depends_.push_back({kNone, body.index, before, range});
}

// `aggregates`: the EMIT needs everything that its rule reads to be complete. So does one that takes from a relation
// with KEEP what a better tuple might replace, and puts it where nothing is replaced.
void Stratifier::AddEdges(RelationId head, bool aggregates) {
  context_.work.Charge(depends_.size());
  for (const Edge& depend : depends_) {
    Edge edge = depend;
    edge.head = head.index;
    const bool replaced = program_.relations[edge.body].keep != Keep::kAll && program_[head].keep == Keep::kAll;
    if (!edge.is_strict() && aggregates) edge.before = Before::kAggregate;
    if (!edge.is_strict() && replaced) edge.before = Before::kBest;
    const std::uint64_t key =
        (static_cast<std::uint64_t>(head.index) << 32 | edge.body) * 4 + static_cast<std::uint64_t>(edge.before);
    if (known_edges_.insert(key).second) edges_.push_back(edge);
  }
}

// Raises levels until every edge holds; a level above the number of relations means a cycle through a strict edge.
auto Stratifier::AssignLevels() -> bool {
  std::vector<Relation>& relations = program_.relations;
  for (bool changed = true; changed;) {
    changed = false;
    context_.work.Charge(edges_.size() / 4);
    for (const Edge& edge : edges_) {
      const std::uint32_t least = relations[edge.body].stratum + (edge.is_strict() ? 1 : 0);
      if (relations[edge.head].stratum >= least) continue;
      relations[edge.head].stratum = least;
      changed = true;
      if (least > relations.size()) {
        ReportCycles();
        return false;
      }
    }
  }
  return true;
}

// The component of each relation: those that depend on each other have the same one. Tarjan's algorithm with a stack of
// its own.
auto Stratifier::Components() const -> std::vector<std::uint32_t> {
  const std::uint32_t count = Size32(program_.relations);
  std::vector<std::uint32_t> first(count + 1, 0);  // edges by head, as a table of stretches
  for (const Edge& edge : edges_) ++first[edge.head + 1];
  for (std::uint32_t index = 0; index < count; ++index) first[index + 1] += first[index];
  std::vector<std::uint32_t> bodies(edges_.size());
  std::vector<std::uint32_t> fill = first;
  for (const Edge& edge : edges_) bodies[fill[edge.head]++] = edge.body;

  std::vector<std::uint32_t> component(count, kNone);
  std::vector<std::uint32_t> order(count, kNone);
  std::vector<std::uint32_t> low(count, 0);
  std::vector<std::uint32_t> next = first;  // the edge to follow next
  std::vector<std::uint32_t> open;          // relations whose component is not complete
  std::vector<std::uint32_t> path;
  std::uint32_t number = 0;
  for (std::uint32_t root = 0; root < count; ++root) {
    if (order[root] != kNone) continue;
    path.push_back(root);
    while (!path.empty()) {
      const std::uint32_t at = path.back();
      if (order[at] == kNone) {
        order[at] = low[at] = number++;
        open.push_back(at);
      }
      if (next[at] < first[at + 1]) {
        const std::uint32_t body = bodies[next[at]++];
        if (order[body] == kNone) {
          path.push_back(body);
        } else if (component[body] == kNone) {
          low[at] = std::min(low[at], order[body]);
        }
        continue;
      }
      path.pop_back();
      if (!path.empty()) low[path.back()] = std::min(low[path.back()], low[at]);
      if (low[at] != order[at]) continue;
      while (component[at] == kNone) {
        component[open.back()] = at;
        open.pop_back();
      }
    }
  }
  return component;
}

void Stratifier::ReportCycles() {
  const std::vector<std::uint32_t> component = Components();
  std::vector<const Edge*> chosen(program_.relations.size(), nullptr);
  for (const Edge& edge : edges_) {
    if (!edge.is_strict() || component[edge.head] != component[edge.body]) continue;
    const Edge*& first = chosen[component[edge.head]];
    if (first == nullptr || edge.range.offset < first->range.offset) first = &edge;
  }
  for (const Edge* edge : chosen) {
    if (edge != nullptr) ReportCycle(*edge, component);
  }
}

// The shortest way back from the body of `strict` to its head, breadth first.
void Stratifier::ReportCycle(const Edge& strict, const std::vector<std::uint32_t>& component) {
  std::vector<const Edge*> reached_by(program_.relations.size(), nullptr);
  std::vector<std::uint32_t> queue{strict.body};
  for (std::size_t at = 0; at < queue.size() && queue[at] != strict.head; ++at) {
    context_.work.Charge(edges_.size() / 4);
    for (const Edge& edge : edges_) {
      if (edge.head != queue[at] || component[edge.body] != component[strict.head]) continue;
      if (edge.body == strict.body || reached_by[edge.body] != nullptr) continue;
      reached_by[edge.body] = &edge;
      queue.push_back(edge.body);
    }
  }
  std::vector<const Edge*> cycle;
  for (std::uint32_t at = strict.head; at != strict.body; at = reached_by[at]->head) cycle.push_back(reached_by[at]);
  cycle.push_back(&strict);
  std::ranges::reverse(cycle);
  std::string text(program_.relations[strict.head].name);
  for (const Edge* edge : cycle) {
    text += fmt::format(" -> {}{}", StepOf(edge->before), program_.relations[edge->body].name);
  }
  context_.diagnostics.Report(MessageOf(strict.before, text), strict.range, HowToBreak(strict));
}

auto Stratifier::HowToBreak(const Edge& strict) const -> Words {
  const RelationName head{program_.relations[strict.head].name};
  const RelationName body{program_.relations[strict.body].name};
  switch (strict.before) {
    case Before::kAggregate:
      return messages::kCompleteBeforeAggregate(body, head);
    case Before::kBest:
      return messages::kCompleteBeforeBest(body, head);
    default:
      return messages::kCompleteBeforeNegation(body, head);
  }
}

auto Stratifier::LevelOf(const Rule& rule) const -> std::uint32_t {
  for (const Clause& clause : program_.Clauses(rule)) {
    if (clause.kind == ClauseKind::kEmit) return program_[clause.relation].stratum;
  }
  return 0;
}

void Stratifier::SplitRules() {
  const auto emits_elsewhere = [this](const Rule& rule) {
    const std::uint32_t level = LevelOf(rule);
    return std::ranges::any_of(program_.Clauses(rule), [&](const Clause& clause) {
      return clause.kind == ClauseKind::kEmit && program_[clause.relation].stratum != level;
    });
  };
  if (std::ranges::none_of(program_.rules, emits_elsewhere)) return;
  IdVector<RuleId, Rule> split;
  split.reserve(program_.rules.size() + 1);
  for (Rule& rule : program_.rules) {
    if (emits_elsewhere(rule)) {
      SplitRule(rule, split);
    } else {
      split.push_back(std::move(rule));
    }
  }
  program_.rules = std::move(split);
}

// One rule for each stratum: the clauses up to its last EMIT there, without the EMITs into other strata. They share
// terms and expressions.
void Stratifier::SplitRule(const Rule& rule, IdVector<RuleId, Rule>& split) {
  const std::vector<Clause> clauses(program_.Clauses(rule).begin(), program_.Clauses(rule).end());
  std::vector<std::uint32_t> levels;
  std::size_t last_emit = 0;
  for (std::size_t index = 0; index < clauses.size(); ++index) {
    if (clauses[index].kind != ClauseKind::kEmit) continue;
    last_emit = index;
    levels.push_back(program_[clauses[index].relation].stratum);
  }
  std::ranges::sort(levels);
  levels.erase(std::ranges::unique(levels).begin(), levels.end());
  for (const std::uint32_t level : levels) {
    const auto emits_here = [&](const Clause& clause) {
      return clause.kind == ClauseKind::kEmit && program_[clause.relation].stratum == level;
    };
    context_.work.Hold(clauses.size() * sizeof(Clause) + rule.variables.size() * sizeof(Variable));
    std::size_t end = 0;
    for (std::size_t index = 0; index < clauses.size(); ++index) {
      if (emits_here(clauses[index])) end = index + 1;
    }
    if (end == last_emit + 1) end = clauses.size();
    Rule part = rule;
    const std::uint32_t begin = program_.clauses.Mark();
    for (std::size_t index = 0; index < end; ++index) {
      if (clauses[index].kind != ClauseKind::kEmit || emits_here(clauses[index])) {
        program_.clauses.push_back(clauses[index]);
      }
    }
    part.clauses = program_.clauses.Since(begin);
    split.push_back(std::move(part));
  }
}

// Numbers the levels that have relations from 0 on, and lists what is in each.
void Stratifier::MakeStrata() {
  std::vector<std::uint32_t> numbers;  // per level
  for (const Relation& relation : program_.relations) {
    if (!relation.derived) continue;
    if (relation.stratum >= numbers.size()) numbers.resize(relation.stratum + 1, kNone);
    numbers[relation.stratum] = 0;
  }
  std::uint32_t count = 0;
  for (std::uint32_t& number : numbers) {
    if (number != kNone) number = count++;
  }
  program_.strata.resize(count);
  for (std::uint32_t index = 0; index < program_.rules.size(); ++index) {
    Rule& rule = program_.rules[index];
    rule.stratum = numbers[LevelOf(rule)];
    program_.strata[rule.stratum].rules.push_back({index});
  }
  for (std::uint32_t index = 0; index < program_.relations.size(); ++index) {
    Relation& relation = program_.relations[index];
    if (!relation.derived) continue;
    relation.stratum = numbers[relation.stratum];
    program_.strata[relation.stratum].relations.push_back({index});
  }
}

}  // namespace

void Stratify(Context& context, const Effects& effects) { Stratifier(context, effects).Run(); }

}  // namespace bytelogic::sema
