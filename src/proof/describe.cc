#include "proof/describe.h"

#include <algorithm>
#include <utility>

#include "reference/number.h"

namespace bytelogic::proof {

using sema::Clause;
using sema::ClauseKind;
using sema::Expr;
using sema::ExprId;
using sema::ExprKind;
using sema::Rule;
using sema::Statement;
using sema::StatementKind;
using sema::Term;

namespace {

// Calls and queries of one clause whose values are told.
constexpr std::size_t kMaxNotes = 10;

void NoteBound(const sema::CheckedProgram& program, const Clause& clause, std::vector<bool>& known) {
  for (const Term& term : program.Terms(clause)) {
    if (term.kind == Term::Kind::kBind) known[term.variable.index] = true;
  }
  if (clause.kind == ClauseKind::kLet || clause.kind == ClauseKind::kRange) known[clause.variable.index] = true;
}

}  // namespace

auto TextOfTuple(Context& context, TupleId tuple) -> std::string {
  std::string text(context.program().relations[tuple.relation].name);
  for (const Cell cell : context.store().Row(tuple)) text += " " + ToText(context.store().ValueOf(cell));
  return text;
}

Describer::Describer(Context& context, const Facts& facts, const ExplainOptions& options)
    : context_(context), facts_(facts), options_(options) {}

auto Describer::Describe(const ProofTree& tree) -> Proof {
  Proof proof;
  proof.height = tree.height;
  for (const ProofTree::Node& from : tree.nodes) {
    ProofNode& node = proof.nodes.emplace_back();
    node.relation = context_.program().relations[from.tuple.relation].name;
    node.values = context_.store().ValuesOf(from.tuple);
    NoteKept(from.tuple, node);
    if (from.derivation == nullptr) {
      DescribeFact(from.tuple, node);
    } else {
      DescribeRule(from, node);
    }
  }
  return proof;
}

void Describer::NoteKept(TupleId tuple, ProofNode& node) {
  const sema::Relation& relation = context_.program().relations[tuple.relation];
  if (relation.keep == Keep::kAll) return;
  const std::uint32_t count = context_.store().Relation(tuple.relation).row_count;
  const std::string better = relation.keep == Keep::kMin ? "smaller" : "greater";
  std::string group(relation.name);
  for (std::size_t i = 0; i + 1 < node.values.size(); ++i) group += " " + ToText(node.values[i]);
  node.note = context_.IsKept(tuple, count) ? "nothing " + better + " for " + group + " ?"
                                            : "something " + better + " was found later for " + group + " ?";
}

auto Describer::PlaceOf(SourceRange range) const -> ProofPlace {
  const LineColumn place = Locate(context_.source(), range.offset);
  return {place.line, place.column};
}

auto Describer::NameOf(const sema::Variable& variable) const -> std::string {
  return (context_.dialect() == Dialect::kDatalog ? "" : "$") + std::string(variable.name);
}

auto Describer::PatternText(const Clause& clause, std::span<const Cell> cells, const std::vector<bool>& known) const
    -> std::string {
  const sema::CheckedProgram& program = context_.program();
  std::string text(program.relations[clause.relation.index].name);
  for (const Term& term : program.Terms(clause)) {
    text += ' ';
    if (term.kind == Term::Kind::kConstant) {
      text += ToText(ConstantOf(program[term.constant]));
    } else if (term.kind != Term::Kind::kAny && known[term.variable.index]) {
      text += ToText(context_.store().ValueOf(cells[term.variable.index]));
    } else {
      text += '?';
    }
  }
  return text;
}

auto Describer::BindingsOf(const Rule& rule, std::span<const Cell> cells, const std::vector<bool>& known) const
    -> std::vector<ProofBinding> {
  std::vector<ProofBinding> bindings;
  for (std::size_t i = 0; i < rule.variables.size(); ++i) {
    if (!known[i] || rule.variables[i].name.empty()) continue;
    bindings.push_back({NameOf(rule.variables[i]), context_.store().ValueOf(cells[i])});
  }
  return bindings;
}

auto Describer::SubstitutionOf(const Rule& rule, std::span<const Cell> cells, const std::vector<bool>& known) const
    -> Substitution {
  Substitution words;
  for (ProofBinding& binding : BindingsOf(rule, cells, known)) words[std::move(binding.name)] = ToText(binding.value);
  return words;
}

void Describer::DescribeRule(const ProofTree::Node& from, ProofNode& node) {
  const sema::CheckedProgram& program = context_.program();
  const Derivation& derivation = *from.derivation;
  const Rule& rule = program[derivation.rule];
  node.kind = ProofNode::Kind::kRule;
  node.rule = rule.name;
  node.place = PlaceOf(rule.range);
  std::vector<bool> known(rule.variables.size(), false);
  for (std::uint32_t i = 0; i < derivation.emit; ++i) NoteBound(program, program.Clauses(rule)[i], known);
  if (derivation.counted == 0) {
    node.bindings = BindingsOf(rule, derivation.bindings.front().cells, known);
    node.premises = DescribeBinding(from, derivation.bindings.front());
    return;
  }
  // Every binding of the group has the same values where the EMIT has none but variables.
  const Clause& emit = program.Clauses(rule)[derivation.emit];
  const auto columns = program.EmitColumns(emit);
  const auto operands = program.Operands(emit.operands);
  std::vector<bool> of_group(known.size(), false);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].aggregated) {
      const Cell cell = context_.store().Row(from.tuple)[i];
      node.aggregates.push_back({WrittenText(context_.source(), columns[i].range), context_.store().ValueOf(cell)});
    } else if (program[operands[i]].kind == ExprKind::kVariable) {
      of_group[program[operands[i]].variable.index] = true;
    }
  }
  node.counted = derivation.counted;
  node.bindings = BindingsOf(rule, derivation.bindings.front().cells, of_group);
  std::vector<bool> of_row = known;
  for (std::size_t i = 0; i < known.size(); ++i) of_row[i] = known[i] && !of_group[i];
  for (const Binding& binding : derivation.bindings) {
    node.rows.push_back({BindingsOf(rule, binding.cells, of_row), DescribeBinding(from, binding)});
  }
}

auto Describer::DescribeBinding(const ProofTree::Node& from, const Binding& binding) -> std::vector<ProofPremise> {
  const sema::CheckedProgram& program = context_.program();
  const Derivation& derivation = *from.derivation;
  const Rule& rule = program[derivation.rule];
  const auto clauses = program.Clauses(rule);
  std::vector<bool> known(rule.variables.size(), false);
  std::vector<ProofPremise> premises;
  for (std::uint32_t i = 0; i < derivation.emit; ++i) {
    NoteBound(program, clauses[i], known);
    std::optional<ProofPremise> premise = DescribeClause(rule, binding, i, known);
    if (!premise) continue;
    if (premise->kind == ProofPremise::Kind::kTuple) {
      const TupleId tuple{clauses[i].relation.index, binding.rows[i]};
      const auto at = std::ranges::find(derivation.premises, tuple);
      premise->node = from.premises[static_cast<std::size_t>(at - derivation.premises.begin())];
    }
    premises.push_back(*std::move(premise));
  }
  return premises;
}

// Nothing for what the checker added: the reader has not written it.
auto Describer::DescribeClause(const Rule& rule, const Binding& binding, std::uint32_t index,
                               const std::vector<bool>& known) -> std::optional<ProofPremise> {
  const sema::CheckedProgram& program = context_.program();
  const Clause& clause = program.Clauses(rule)[index];
  const auto operands = program.Operands(clause.operands);
  ProofPremise premise;
  premise.clause = WrittenText(context_.source(), clause.range);
  premise.place = PlaceOf(clause.range);
  const Substitution words = SubstitutionOf(rule, binding.cells, known);
  const auto read = [&](ExprId operand) { return ReadText(context_.source(), program[operand].range, words); };
  switch (clause.kind) {
    case ClauseKind::kMatch: {
      premise.kind = ProofPremise::Kind::kTuple;
      premise.reading = program.relations[clause.relation.index].name;
      for (const Cell cell : context_.store().Row({clause.relation.index, binding.rows[index]})) {
        premise.reading += " " + ToText(context_.store().ValueOf(cell));
      }
      break;
    }
    case ClauseKind::kAbsent:
      premise.kind = ProofPremise::Kind::kAbsent;
      premise.reading = "no tuple matches " + PatternText(clause, binding.cells, known);
      break;
    case ClauseKind::kFilter:
      premise.kind = ProofPremise::Kind::kTest;
      premise.reading = read(operands[0]);
      NoteValues(rule, binding, operands[0], words, premise.values);
      break;
    case ClauseKind::kSame:
      premise.kind = ProofPremise::Kind::kTest;
      premise.reading = read(operands[0]) + " = " + read(operands[1]);
      break;
    case ClauseKind::kLet: {
      const sema::Variable& variable = rule.variables[clause.variable.index];
      if (variable.name.empty()) return std::nullopt;
      premise.kind = ProofPremise::Kind::kLet;
      premise.reading = NameOf(variable) + " = " + read(operands[0]);
      premise.values.push_back({NameOf(variable), context_.store().ValueOf(binding.cells[clause.variable.index])});
      NoteValues(rule, binding, operands[0], words, premise.values);
      break;
    }
    case ClauseKind::kRange: {
      const sema::Variable& variable = rule.variables[clause.variable.index];
      const Value value = context_.store().ValueOf(binding.cells[clause.variable.index]);
      premise.kind = ProofPremise::Kind::kRange;
      premise.reading = ToText(value) + " lies in RANGE(" + read(operands[0]) + ", " + read(operands[1]);
      if (operands.size() == 3) premise.reading += ", " + read(operands[2]);
      premise.reading += ")";
      if (!variable.name.empty()) premise.values.push_back({NameOf(variable), value});
      break;
    }
    case ClauseKind::kEmit:
      return std::nullopt;
  }
  return premise;
}

void Describer::NoteValues(const Rule& rule, const Binding& binding, ExprId root, const Substitution& words,
                           std::vector<ProofBinding>& values) {
  const sema::CheckedProgram& program = context_.program();
  std::vector<ExprId> open = {root};
  while (!open.empty() && values.size() < kMaxNotes) {
    const ExprId id = open.back();
    const Expr& expr = program[id];
    open.pop_back();
    const bool query = expr.kind == ExprKind::kExists || expr.kind == ExprKind::kAggregateQuery;
    if (expr.kind == ExprKind::kCall || query) {
      // Where the condition was decided before it, it may fail; then nobody asked for it.
      const auto value = context_.Evaluate(rule, binding.cells, id);
      if (value && query && expr.range == program[root].range && !values.empty()) {
        NoteTuples(rule, binding, expr, values.front());  // all of a LET, whose value is told
      } else if (value && (expr.range != program[root].range || values.empty())) {
        ProofBinding& note = values.emplace_back();
        note.name = ReadText(context_.source(), expr.range, words);
        note.value = *value;
        if (expr.kind == ExprKind::kExists) note.value = *value == Value{std::int64_t{1}} ? "true" : "false";
        if (query) NoteTuples(rule, binding, expr, note);
      }
    }
    const auto operands = program.Operands(expr.operands);
    for (std::size_t i = operands.size(); i-- > 0;) {
      if (operands[i].valid()) open.push_back(operands[i]);
    }
  }
}

void Describer::NoteTuples(const Rule& rule, const Binding& binding, const Expr& query, ProofBinding& note) {
  std::vector<std::uint32_t> columns;
  std::vector<Cell> key;
  const auto operands = context_.program().Operands(query.operands);
  for (std::uint32_t i = 0; i < operands.size(); ++i) {
    if (!operands[i].valid()) continue;
    const auto value = context_.Evaluate(rule, binding.cells, operands[i]);
    if (!value) return;
    columns.push_back(i);
    key.push_back(context_.store().CellOf(*value));
  }
  const std::uint32_t relation = query.relation.index;
  const std::uint32_t visible = context_.store().RowsSolved(relation);
  const RowIndex& rows = context_.IndexOn(relation, columns);
  for (std::uint32_t row = rows.First(key); row != kNoRow && row < visible; row = rows.Next(row, key)) {
    if (!context_.Spend(1)) return;
    if (!context_.IsKept({relation, row}, visible)) continue;
    ++note.matching;
    if (note.tuples.size() < options_.rows) note.tuples.push_back(TextOfTuple(context_, {relation, row}));
  }
}

void Describer::DescribeFact(TupleId tuple, ProofNode& node) {
  ReadAssertions();
  const sema::CheckedProgram& program = context_.program();
  const std::span<const Cell> row = context_.store().Row(tuple);
  const auto& constant = constant_assertions_[tuple.relation];
  const auto asserted_by = [&](const Assertion& assertion) {
    node.place = PlaceOf(assertion.range);
    if (assertion.function == 0) return std::string("fact");
    return "asserted by CALC " + std::string(program.functions[assertion.function].name);
  };
  if (const auto at = constant.find({row.begin(), row.end()}); at != constant.end()) {
    node.origin = asserted_by(at->second);
    return;
  }
  if (IsGivenByHost(tuple)) {
    node.origin = "given by the host";
    const auto source = options_.fact_sources.find(program.relations[tuple.relation].name);
    if (source != options_.fact_sources.end()) node.origin += " (" + source->second + ")";
    return;
  }
  const std::vector<Assertion>& others = other_assertions_[tuple.relation];
  if (others.size() == 1) {
    node.origin = asserted_by(others.front());
  } else {
    node.origin = "asserted while the program ran";
  }
}

void Describer::ReadAssertions() {
  if (std::exchange(assertions_read_, true)) return;
  const sema::CheckedProgram& program = context_.program();
  constant_assertions_.resize(program.relations.size());
  other_assertions_.resize(program.relations.size());
  for (std::uint32_t function = 0; function < program.functions.size(); ++function) {
    std::vector<Span32> bodies = {program.functions[function].body};
    while (!bodies.empty()) {
      const Span32 body = bodies.back();
      bodies.pop_back();
      for (const sema::StatementId id : program.Statements(body)) {
        const Statement& statement = program[id];
        for (std::uint32_t i = 0; i < statement.bodies.size; ++i) {
          bodies.push_back(program.bodies[statement.bodies.begin + i]);
        }
        if (statement.kind != StatementKind::kAssert) continue;
        const Assertion assertion{statement.range, function};
        std::vector<Cell> cells;
        for (ExprId operand : program.Operands(statement.operands)) {
          const Expr* expr = &program[operand];
          const bool converted = expr->kind == ExprKind::kToAny || expr->kind == ExprKind::kIntToFloat;
          if (converted) expr = &program[program.Operands(expr->operands)[0]];
          if (expr->kind != ExprKind::kConstant) break;
          cells.push_back(context_.store().CellOf(ConstantOf(program[expr->constant])));
        }
        if (cells.size() == statement.operands.size) {
          constant_assertions_[statement.relation.index].try_emplace(std::move(cells), assertion);
        } else {
          other_assertions_[statement.relation.index].push_back(assertion);
        }
      }
    }
  }
}

auto Describer::IsGivenByHost(TupleId tuple) -> bool {
  const sema::Relation& relation = context_.program().relations[tuple.relation];
  const auto [rows, added] = host_rows_.try_emplace(tuple.relation);
  const auto table = facts_.tables().find(relation.name);
  if (added && table != facts_.tables().end()) {
    for (std::size_t row = 0; row < table->second.row_count(); ++row) {
      if (!context_.Spend(8)) break;
      std::vector<Cell> cells;
      for (std::size_t i = 0; i < relation.columns.size(); ++i) {
        Value value = table->second.At(row, i);
        if (relation.columns[i].type == sema::Type::kFloat) value = reference::ToFloat(value).value_or(0);
        cells.push_back(context_.store().CellOf(reference::Normalize(std::move(value))));
      }
      rows->second.insert(std::move(cells));
    }
  }
  const std::span<const Cell> row = context_.store().Row(tuple);
  return rows->second.contains({row.begin(), row.end()});
}

}  // namespace bytelogic::proof
