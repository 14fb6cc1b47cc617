#include <set>
#include <string>
#include <utility>

#include "base/check.h"
#include "base/symbol_text.h"
#include "reference/evaluator.h"
#include "reference/text.h"

namespace bytelogic::reference {
namespace {

using sema::Statement;
using sema::StatementKind;

// The bytes of a value as outputs show it.
auto PrintedSize(const Value& value) -> std::uint64_t {
  const auto* symbol = std::get_if<std::string>(&value);
  return symbol != nullptr ? PrintedSymbolSize(*symbol) : ToSymbol(value).size();
}

// The bytes of the text form of an output without its question, as the limit of output counts them.
auto AnswerSize(const Output& output) -> std::uint64_t {
  if (output.kind == Output::Kind::kTruth) return std::string_view(output.truth ? "true" : "false").size();
  if (output.kind == Output::Kind::kValue) return PrintedSize(output.value);
  if (output.rows.empty()) return std::string_view("none").size();
  std::uint64_t size = 2 * (output.rows.size() - 1);  // `, ` between rows
  for (const auto& row : output.rows) {
    size += row.size() - 1;  // a space between columns
    for (const Value& value : row) size += PrintedSize(value);
  }
  return size;
}

// What a loop does after a turn of its body.
auto EndsLoop(Flow flow) -> bool { return flow == Flow::kBreak || flow == Flow::kReturn; }
auto AfterLoop(Flow flow) -> Flow { return flow == Flow::kReturn ? Flow::kReturn : Flow::kNext; }

}  // namespace

auto Evaluator::RunActions() -> Outcome<void> {
  const sema::Function& actions = program_.functions.front();
  Frame frame(actions.variables);
  const auto flow = RunBody(program_.Statements(actions.body), frame);
  if (!flow) return tl::unexpected(flow.error());
  return {};
}

void Evaluator::AddHostTuple(sema::RelationId relation, const Tuple& tuple) {
  database_.Assert(relation, tuple);
  host_tuples_ = database_.tuple_count();
}

auto Evaluator::RunBody(std::span<const sema::StatementId> body, Frame& frame) -> Outcome<Flow> {
  for (const sema::StatementId statement : body) {
    if (auto work = Work(); !work) return tl::unexpected(work.error());
    const auto flow = RunStatement(program_[statement], frame);
    if (!flow || *flow != Flow::kNext) return flow;
  }
  return Flow::kNext;
}

auto Evaluator::RunStatement(const Statement& statement, Frame& frame) -> Outcome<Flow> {
  const auto operand = [&](std::uint32_t index) { return program_.Operands(statement.operands)[index]; };
  switch (statement.kind) {
    case StatementKind::kLet:
      return Evaluate(operand(0), frame).map([&](const Value& value) {
        frame.Set(statement.variable, value);
        return Flow::kNext;
      });
    case StatementKind::kIf:
      return RunIf(statement, frame);
    case StatementKind::kForQuery:
      return RunForQuery(statement, frame);
    case StatementKind::kForRange:
      return RunForRange(statement, frame);
    case StatementKind::kForList:
      return RunForList(statement, frame);
    case StatementKind::kWhile:
      return RunWhile(statement, frame);
    case StatementKind::kSkipTurn:
      return EvaluateCondition(operand(0), frame).map([](bool holds) { return holds ? Flow::kNext : Flow::kNextTurn; });
    case StatementKind::kLeave:
      return EvaluateCondition(operand(0), frame).map([](bool holds) { return holds ? Flow::kNext : Flow::kLeave; });
    case StatementKind::kBreak:
      return Flow::kBreak;
    case StatementKind::kContinue:
      return Flow::kNextTurn;
    case StatementKind::kAssert:
      return Assert(statement, frame);
    case StatementKind::kExec:
      return Call(program_[operand(0)], frame).map([](const std::optional<Value>&) { return Flow::kNext; });
    case StatementKind::kReturn:
      return Evaluate(operand(0), frame).map([&](Value value) {
        frame.result = std::move(value);
        return Flow::kReturn;
      });
    case StatementKind::kOutputValue:
      return OutputValue(statement, frame);
    case StatementKind::kOutputQuery:
      return OutputQuery(statement, frame);
    case StatementKind::kSolve:
      return SolveStatement().map([] { return Flow::kNext; });
  }
  BL_CHECK(false);
}

auto Evaluator::RunIf(const Statement& statement, Frame& frame) -> Outcome<Flow> {
  const auto conditions = program_.Operands(statement.operands);
  std::uint32_t arm = 0;
  for (; arm < conditions.size(); ++arm) {
    const auto holds = EvaluateCondition(conditions[arm], frame);
    if (!holds) return tl::unexpected(holds.error());
    if (*holds) break;
  }
  if (arm == statement.bodies.size) return Flow::kNext;  // no arm holds and there is no ELSE
  return RunBody(program_.Body(statement, arm), frame).map([](Flow flow) {
    return flow == Flow::kLeave ? Flow::kNext : flow;
  });
}

auto Evaluator::RunForQuery(const Statement& statement, Frame& frame) -> Outcome<Flow> {
  const auto terms = EvaluateQueryTerms(statement.operands, frame);
  if (!terms) return tl::unexpected(terms.error());
  if (auto solved = EnsureSolved(statement.relation, statement.range); !solved) return tl::unexpected(solved.error());
  if (auto work = Work(database_[statement.relation].size()); !work) return tl::unexpected(work.error());
  const auto fields = program_.FieldVariables(statement);
  for (const Tuple& tuple : MatchingTuples(statement.relation, *terms)) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (fields[i].valid()) frame.Set(fields[i], tuple[i]);
    }
    const auto flow = RunBody(program_.Body(statement), frame);
    if (!flow) return flow;
    if (EndsLoop(*flow)) return AfterLoop(*flow);
  }
  return Flow::kNext;
}

auto Evaluator::RunForRange(const Statement& statement, Frame& frame) -> Outcome<Flow> {
  auto range = EvaluateRange(statement.operands, statement.range, frame);
  if (!range) return tl::unexpected(range.error());
  while (const auto integer = range->Take()) {
    if (auto work = Work(); !work) return tl::unexpected(work.error());
    frame.Set(statement.variable, Value{*integer});
    const auto flow = RunBody(program_.Body(statement), frame);
    if (!flow) return flow;
    if (EndsLoop(*flow)) return AfterLoop(*flow);
  }
  return Flow::kNext;
}

auto Evaluator::RunForList(const Statement& statement, Frame& frame) -> Outcome<Flow> {
  const auto elements = EvaluateAll(statement.operands, frame);
  if (!elements) return tl::unexpected(elements.error());
  for (const Value& element : *elements) {
    frame.Set(statement.variable, element);
    const auto flow = RunBody(program_.Body(statement), frame);
    if (!flow) return flow;
    if (EndsLoop(*flow)) return AfterLoop(*flow);
  }
  return Flow::kNext;
}

auto Evaluator::RunWhile(const Statement& statement, Frame& frame) -> Outcome<Flow> {
  while (true) {
    const auto holds = EvaluateCondition(program_.Operands(statement.operands)[0], frame);
    if (!holds) return tl::unexpected(holds.error());
    if (!*holds) return Flow::kNext;
    const auto flow = RunBody(program_.Body(statement), frame);
    if (!flow) return flow;
    if (EndsLoop(*flow)) return AfterLoop(*flow);
  }
}

auto Evaluator::Assert(const Statement& statement, Frame& frame) -> Outcome<Flow> {
  const auto tuple = EvaluateTuple(statement.operands, frame);
  if (!tuple) return tl::unexpected(tuple.error());
  if (!database_.Assert(statement.relation, *tuple)) return Flow::kNext;
  stale_ = true;
  ++asserted_by_program_;
  const auto stop = [](DiagnosticKind kind) { return tl::unexpected(Stop{.kind = kind, .has_place = false}); };
  if (asserted_by_program_ > limits_.facts) return stop(DiagnosticKind::kFactLimit);
  if (database_.tuple_count() > limits_.tuples + host_tuples_) return stop(DiagnosticKind::kTupleLimit);
  return Flow::kNext;
}

auto Evaluator::OutputQuery(const Statement& statement, Frame& frame) -> Outcome<Flow> {
  const auto terms = EvaluateQueryTerms(statement.operands, frame);
  if (!terms) return tl::unexpected(terms.error());
  if (auto solved = EnsureSolved(statement.relation, statement.range); !solved) return tl::unexpected(solved.error());
  if (auto work = Work(database_[statement.relation].size()); !work) return tl::unexpected(work.error());
  const std::vector<Tuple> matching = MatchingTuples(statement.relation, *terms);
  const sema::OutputShape& shape = program_.outputs[statement.output.index];
  Output output{.text = shape.text, .relation = std::string(program_[statement.relation].name)};
  output.columns.assign(shape.columns.begin(), shape.columns.end());
  if (shape.column_indexes.empty()) {
    output.kind = Output::Kind::kTruth;
    output.truth = !matching.empty();
    return AddOutput(std::move(output));
  }
  std::set<Tuple, TupleLess> rows;
  for (const Tuple& tuple : matching) {
    Tuple row;
    for (const std::uint32_t column : shape.column_indexes) row.push_back(tuple[column]);
    rows.insert(std::move(row));
  }
  output.rows.assign(rows.begin(), rows.end());
  return AddOutput(std::move(output));
}

auto Evaluator::OutputValue(const Statement& statement, Frame& frame) -> Outcome<Flow> {
  auto value = Evaluate(program_.Operands(statement.operands)[0], frame);
  if (!value) return tl::unexpected(value.error());
  const sema::OutputShape& shape = program_.outputs[statement.output.index];
  return AddOutput({.kind = Output::Kind::kValue, .text = shape.text, .value = Normalize(*std::move(value))});
}

auto Evaluator::AddOutput(Output output) -> Outcome<Flow> {
  if (auto spent = SpendOutput(AnswerSize(output)); !spent) return tl::unexpected(spent.error());
  outputs_.push_back(std::move(output));
  return Flow::kNext;
}

auto Evaluator::AddViolation(Violation violation) -> Outcome<void> {
  std::uint64_t size = 0;
  for (const auto& witness : violation.witnesses) {
    size += 1;
    for (const Value& value : witness) size += 3 + PrintedSize(value);  // ` $x=1`
  }
  if (auto spent = SpendOutput(size); !spent) return spent;
  violations_.push_back(std::move(violation));
  return {};
}

auto Evaluator::SpendOutput(std::uint64_t bytes) -> Outcome<void> {
  output_bytes_ += bytes;
  if (output_bytes_ <= limits_.output_bytes) return {};
  return tl::unexpected(Stop{.kind = DiagnosticKind::kOutputLimit, .has_place = false});
}

}  // namespace bytelogic::reference
