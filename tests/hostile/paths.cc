#include "paths.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "bytelogic/engine.h"
#include "bytelogic/explain.h"
#include "bytelogic/json.h"
#include "bytelogic/text.h"
#include "diagnostics/diagnostics.h"
#include "plan/builder.h"
#include "plan/image_writer.h"
#include "plan/printer.h"
#include "plan/verifier.h"
#include "sema/check.h"
#include "sema/printer.h"
#include "syntax/datalog/parser.h"
#include "syntax/datalog/printer.h"
#include "syntax/datalog/raise.h"
#include "syntax/datalog/statements.h"
#include "syntax/dialect.h"
#include "syntax/printer.h"
#include "tools/repl_session.h"
#include "tools/rewrite_patterns.h"

namespace bytelogic::hostile {

struct Subject::State {
  std::string source;
  Dialect dialect = Dialect::kAuto;
  Limits limits;
  Diagnostics diagnostics;
  std::optional<syntax::Ast> ast;
  std::optional<sema::CheckedProgram> checked;
  std::optional<plan::Plan> plan;
  std::vector<Diagnostic> shown;
  Engine engine;
  std::shared_ptr<const Program> program;
};

namespace {

using State = Subject::State;

auto Bytes(const std::vector<Diagnostic>& diagnostics) -> std::uint64_t {
  std::uint64_t bytes = 0;
  for (const Diagnostic& diagnostic : diagnostics) {
    bytes += diagnostic.message.size() + diagnostic.help.size();
    if (diagnostic.fix) bytes += diagnostic.fix->text.size();
  }
  return bytes;
}

auto Bytes(const Diagnostics& diagnostics) -> std::uint64_t {
  std::uint64_t bytes = 0;
  for (const PendingDiagnostic& pending : diagnostics.pending()) {
    bytes += pending.message.bytes() + pending.help.bytes();
    if (pending.fix) bytes += pending.fix->text.bytes();
  }
  return bytes;
}

auto Outcome(const std::vector<Diagnostic>& diagnostics) -> std::string {
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.severity == Severity::kError) return diagnostic.code;
  }
  return "ok";
}

auto Outcome(const Diagnostics& diagnostics) -> std::string {
  for (const PendingDiagnostic& pending : diagnostics.pending()) {
    if (SeverityOf(pending.kind) == Severity::kError) return std::string(CodeOf(pending.kind));
  }
  return "ok";
}

auto Of(Diagnostics& diagnostics, std::uint64_t output = 0) -> PathResult {
  return {Outcome(diagnostics), Bytes(diagnostics), output, diagnostics.work().used()};
}

auto Nothing() -> PathResult { return {"-", 0, 0}; }

// The phases.

auto Parse(Subject& subject) -> PathResult {
  State& state = *subject.state;
  state.ast = syntax::Parse(state.source, state.dialect, state.diagnostics);
  return Of(state.diagnostics);
}

auto Check(Subject& subject) -> PathResult {
  State& state = *subject.state;
  if (state.diagnostics.has_errors()) return Nothing();
  state.checked = sema::Check(*state.ast, {}, state.limits, state.diagnostics);
  return Of(state.diagnostics);
}

auto MakePlan(Subject& subject) -> PathResult {
  State& state = *subject.state;
  if (!state.checked || state.diagnostics.has_errors()) return Nothing();
  state.plan = plan::BuildPlan(*state.checked, state.diagnostics);
  return Of(state.diagnostics);
}

auto WriteImage(Subject& subject) -> PathResult {
  State& state = *subject.state;
  if (!state.plan || state.diagnostics.has_errors()) return Nothing();
  return Of(state.diagnostics, plan::WriteImage(*state.plan).size());
}

auto ShowDiagnostics(Subject& subject) -> PathResult {
  State& state = *subject.state;
  state.shown = state.diagnostics.ToPublic(state.source);
  return {Outcome(state.shown), Bytes(state.shown), 0};
}

auto RenderText(Subject& subject) -> PathResult {
  const State& state = *subject.state;
  std::uint64_t bytes = 0;
  for (const Diagnostic& diagnostic : state.shown) {
    bytes += RenderDiagnostic(diagnostic, "hostile.bl", state.source, true).size();
  }
  return {Outcome(state.shown), Bytes(state.shown), bytes};
}

auto RenderJson(Subject& subject) -> PathResult {
  const State& state = *subject.state;
  return {Outcome(state.shown), Bytes(state.shown), ToJson(state.shown).size()};
}

auto ApplyFixes(Subject& subject) -> PathResult {
  const State& state = *subject.state;
  std::string text = state.source;
  for (auto diagnostic = state.shown.rbegin(); diagnostic != state.shown.rend(); ++diagnostic) {
    if (diagnostic->fix) text = ApplyFix(text, *diagnostic->fix);
  }
  return {Outcome(state.shown), 0, text.size()};
}

auto PrintPlan(Subject& subject) -> PathResult {
  State& state = *subject.state;
  if (!state.plan || state.diagnostics.has_errors()) return Nothing();
  return Of(state.diagnostics, plan::PrintPlan(*state.plan, state.source).size());
}

// Commands: fmt.

auto Format(Subject& subject) -> PathResult {
  const State& state = *subject.state;
  if (!state.ast || state.diagnostics.has_errors()) return Nothing();
  Diagnostics diagnostics;
  if (state.ast->dialect != Dialect::kDatalog) {
    return Of(diagnostics, syntax::PrintProgram(*state.ast).size());
  }
  const syntax::datalog::Tree tree = syntax::datalog::ParseTree(state.source, diagnostics);
  if (diagnostics.has_errors() || tree.has_macros) return Of(diagnostics);
  return Of(diagnostics, syntax::datalog::PrintTree(tree, diagnostics).size());
}

auto Translate(Subject& subject) -> PathResult {
  const State& state = *subject.state;
  if (!state.ast || state.diagnostics.has_errors()) return Nothing();
  Diagnostics diagnostics;
  syntax::Ast ast = syntax::Parse(state.source, state.dialect, diagnostics);
  if (ast.dialect == Dialect::kDatalog) {
    return Of(diagnostics, syntax::datalog::PrintStatements(std::move(ast)).size());
  }
  const std::optional<sema::CheckedProgram> checked = sema::Check(ast, {}, state.limits, diagnostics);
  if (!checked || diagnostics.has_errors()) return Of(diagnostics);
  tools::RewritePatterns(ast, *checked);
  const std::uint64_t patterns = syntax::PrintProgram(ast).size();
  const syntax::datalog::Tree tree = syntax::datalog::Raise(ast, diagnostics);
  if (diagnostics.has_errors()) return Of(diagnostics, patterns);
  return Of(diagnostics, patterns + syntax::datalog::PrintTree(tree, diagnostics).size());
}

auto Destroy(Subject& subject) -> PathResult {
  State& state = *subject.state;
  state.plan.reset();
  state.checked.reset();
  state.ast.reset();
  return Nothing();
}

// Commands: through the public interface.

auto Compile(Subject& subject) -> PathResult {
  State& state = *subject.state;
  CompileResult result = state.engine.Compile(state.source, {}, state.limits, state.dialect);
  state.program = std::move(result.program);
  return {Outcome(result.diagnostics), Bytes(result.diagnostics), 0};
}

// The columns of the host's facts take part in the inference of types.
auto CompileWithFacts(Subject& subject) -> PathResult {
  State& state = *subject.state;
  Facts facts;
  facts.Add("e", {std::int64_t{1}, "a"});
  facts.Add("e", {2.5, std::int64_t{3}});
  facts.Add("p", {"a"});
  facts.Add("k", {std::int64_t{1}, 1.5});
  for (const char* wide : {"w", "r0", "r1", "s0"}) {
    FactTable* const table = facts.Table(wide, 1'000);
    for (int column = 0; column < 1'000; ++column) table->AddFloat(0.5);
  }
  const CompileResult result = state.engine.Compile(state.source, facts, state.limits, state.dialect);
  return {Outcome(result.diagnostics), Bytes(result.diagnostics), 0};
}

auto OtherDialect(Subject& subject) -> PathResult {
  State& state = *subject.state;
  const Dialect other = state.dialect == Dialect::kDatalog ? Dialect::kByteLogic : Dialect::kDatalog;
  const CompileResult result = state.engine.Compile(state.source, {}, state.limits, other);
  return {Outcome(result.diagnostics), Bytes(result.diagnostics), 0};
}

auto Emit(Subject& subject) -> PathResult {
  State& state = *subject.state;
  if (!state.program) return Nothing();
  return {"ok", 0, state.engine.EmitModule(*state.program, state.limits).size()};
}

auto EmitText(Subject& subject) -> PathResult {
  State& state = *subject.state;
  if (!state.program) return Nothing();
  return {"ok", 0, state.engine.EmitWat(*state.program, state.limits).size()};
}

// Is a line of input the end of what began above?
auto Read(Subject& subject) -> PathResult {
  const State& state = *subject.state;
  const bool incomplete = tools::IsIncomplete(state.source);
  const bool anew = tools::BeginsAnew(state.source, "RESULT 1");
  return {incomplete || anew ? "more" : "ok", 0, 0};
}

// Runs are short: their time is not the question here.
auto RunLimits(const State& state) -> Limits {
  Limits limits = state.limits;
  limits.fuel = 1'000;
  limits.time_us = 200'000;
  return limits;
}

auto Run(Subject& subject) -> PathResult {
  State& state = *subject.state;
  const Result result = state.engine.Run(state.source, {}, {.limits = RunLimits(state), .dialect = state.dialect});
  return {Outcome(result.diagnostics), Bytes(result.diagnostics), ToJson(result).size() + result.Text().size()};
}

auto Answer(Subject& subject) -> PathResult {
  State& state = *subject.state;
  TextOptions options;
  options.run.limits = RunLimits(state);
  options.run.dialect = state.dialect;
  const std::string text = "<computation>" + state.source + "</computation>\n";
  return {"ok", 0, AnswerText(state.engine, text, options).size() - text.size()};
}

auto ExplainGoal(Subject& subject) -> PathResult {
  State& state = *subject.state;
  ExplainOptions options;
  options.run.limits = RunLimits(state);
  options.run.dialect = state.dialect;
  const bool is_datalog = state.dialect == Dialect::kDatalog;
  const Explanation why = Explain(state.engine, state.source, is_datalog ? "p(X)" : "p ?", {}, options);
  options.why_not = true;
  const Explanation why_not = Explain(state.engine, state.source, is_datalog ? "p(77)" : "p 77", {}, options);
  return {Outcome(why.diagnostics), Bytes(why.diagnostics), why.Text().size() + why_not.Json().size()};
}

// The source as a goal.
auto ExplainSource(Subject& subject) -> PathResult {
  State& state = *subject.state;
  ExplainOptions options;
  options.run.dialect = state.dialect;
  const bool is_datalog = state.dialect == Dialect::kDatalog;
  const Explanation why =
      Explain(state.engine, is_datalog ? "p(1)." : "REL p 1\nFACT p 1\n", state.source, {}, options);
  return {Outcome(why.diagnostics), Bytes(why.diagnostics), why.Text().size()};
}

auto EnterIntoSession(Subject& subject) -> PathResult {
  State& state = *subject.state;
  tools::ReplSession session(state.engine, {.limits = RunLimits(state), .dialect = state.dialect}, {});
  const auto reply = session.Enter(state.source);
  return {Outcome(reply.diagnostics), Bytes(reply.diagnostics), reply.answer.size()};
}

constexpr Path kPaths[] = {
    {"parse", Parse},
    {"check", Check},
    {"plan", MakePlan},
    {"image", WriteImage},
    {"diagnostics", ShowDiagnostics},
    {"text", RenderText},
    {"json", RenderJson},
    {"fixes", ApplyFixes},
    {"plan --print", PrintPlan},
    {"fmt", Format},
    {"fmt --to", Translate},
    {"destroy", Destroy},
    {"compile", Compile, true},
    {"compile facts", CompileWithFacts, true},
    {"other dialect", OtherDialect, true},
    {"emit", Emit, true},
    {"emit text", EmitText, true},
    {"repl read", Read},
    {"run", Run, true, true},
    {"answer", Answer, true, true},
    {"explain", ExplainGoal, true, true},
    {"explain goal", ExplainSource, true, true},
    {"repl enter", EnterIntoSession, true, true},
};

}  // namespace

Subject::Subject(std::string source, Dialect dialect) : state(std::make_unique<State>()) {
  state->source = std::move(source);
  state->dialect = dialect;
  // Time is measured here, and a slow machine is no other machine.
  state->limits.time_us = 3'600'000'000;
}
Subject::~Subject() = default;

auto AllPaths() -> std::span<const Path> { return kPaths; }

}  // namespace bytelogic::hostile
