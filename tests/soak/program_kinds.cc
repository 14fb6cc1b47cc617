// Programs as sources: random ones and those of the repository, through every way into the engine.
#include <algorithm>
#include <array>

#include "generator.h"
#include "kinds.h"
#include "mutate.h"
#include "random_program.h"

namespace bytelogic::soak {
namespace {

using differential::GeneratedProgram;
using differential::GenerateProgram;
using differential::MutateOneToken;

// What ends, ends by a limit that is counted: time would depend on the machine.
auto Counted(std::uint64_t fuel = 1'000'000) -> RunOptions {
  RunOptions options;
  options.limits.fuel = fuel;
  options.limits.time_us = 600'000'000;
  return options;
}

auto FactsOf(const GeneratedProgram& program) -> Facts {
  Facts facts;
  for (const differential::HostTuple& tuple : program.host_tuples) facts.Add(tuple.relation, tuple.values);
  return facts;
}

void RunSource(const Work& work, std::string source, Outcome& outcome) {
  outcome.source = std::move(source);
  Runner(work.engine, outcome).Run(outcome.source, {}, Counted());
}

// Every way to write it down, which must not crash either.
void AddForms(const Explanation& explanation, Outcome& outcome) {
  outcome.Add(explanation.Text());
  outcome.Add(explanation.Json());
  outcome.Add(explanation.Dot());
}

// `REL name 2`, `REL name(a, b: int)`: a goal that matches all of its tuples.
auto GoalFor(const std::string& declaration) -> std::string {
  const std::size_t begin = declaration.find(' ') + 1;
  const std::size_t end = declaration.find_first_of(" (", begin);
  if (begin == 0 || end == std::string::npos) return "nothing ?";
  std::size_t columns = 0;
  if (declaration[end] == '(') {
    columns = 1 + static_cast<std::size_t>(std::ranges::count(declaration, ','));
  } else {
    columns = static_cast<std::size_t>(std::atoi(declaration.c_str() + end));
  }
  std::string goal = declaration.substr(begin, end - begin);
  for (std::size_t i = 0; i < columns; ++i) goal += " ?";
  return goal;
}

auto RandomText(const Work& work, Random& random) -> std::string {
  constexpr std::array<std::string_view, 12> kPieces = {
      "Some words. ", "<comp",         "\n\n",     "a < b & c > d ", "</computation>", "<result>old</result>",
      "caf\xC3\xA9 ", "<<computation", "\xFF\xFE", "<computation",   "→ 4 ",           "text text text "};
  std::string text;
  const int pieces = random.Between(1, 12);
  for (int i = 0; i < pieces; ++i) {
    text += kPieces[random.Below(kPieces.size())];
    if (random.Percent(60)) {
      text += "<computation>" + work.sources.Any(random);
      if (random.Percent(90)) text += "</computation>";
    }
  }
  return text;
}

auto AnswerInChunks(Engine& engine, std::string_view text, const TextOptions& options, Random& random, Outcome& outcome)
    -> std::string {
  TextProcessor processor(engine, options);
  processor.OnBlock([&outcome](const BlockReport& block) { outcome.Add(block.result); });
  std::string answer;
  while (!text.empty()) {
    const std::size_t size = std::min(text.size(), 1 + random.Below(random.Percent(30) ? 4 : 400));
    answer += processor.Feed(text.substr(0, size));
    text.remove_prefix(size);
  }
  answer += processor.Finish();
  for (const Diagnostic& warning : processor.warnings()) answer += warning.code;
  return answer;
}

}  // namespace

void RunGenerated(const Work& work, Outcome& outcome) {
  Random random(work.seed);
  const GeneratedProgram program = GenerateProgram(work.seed, {.host_facts = random.Percent(25)});
  outcome.source = program.Text();
  Runner(work.engine, outcome).Run(outcome.source, FactsOf(program), Counted());
}

void RunMutated(const Work& work, Outcome& outcome) {
  Random random(work.seed);
  std::string source = GenerateProgram(work.seed, {}).Text();
  for (int i = random.Between(1, 3); i > 0; --i) source = MutateOneToken(source, Dialect::kByteLogic, random);
  RunSource(work, std::move(source), outcome);
}

void RunLogic(const Work& work, Outcome& outcome) { RunSource(work, clingo::RandomProgram(work.seed), outcome); }

void RunFromFiles(const Work& work, Outcome& outcome) {
  Random random(work.seed);
  RunSource(work, work.sources.files().empty() ? work.sources.Any(random) : random.Pick(work.sources.files()), outcome);
}

void RunMutatedFile(const Work& work, Outcome& outcome) {
  Random random(work.seed);
  std::string source = work.sources.Any(random);
  if (source.size() > 20'000) source.resize(20'000);
  for (int i = random.Between(1, 5); i > 0; --i) source = MutateOneToken(source, Dialect::kByteLogic, random);
  RunSource(work, std::move(source), outcome);
}

void RunBatch(const Work& work, Outcome& outcome) {
  Random random(work.seed);
  std::vector<std::string> sources;
  for (int i = random.Between(1, 12); i > 0; --i) {
    sources.push_back(work.sources.Any(random));
    if (random.Percent(30)) sources.back() = MutateOneToken(sources.back(), Dialect::kByteLogic, random);
  }
  const std::vector<std::string_view> views(sources.begin(), sources.end());
  for (const std::string& source : sources) outcome.source += source + "\n---- and\n";
  const auto threads = static_cast<unsigned>(random.Between(1, 4));
  for (const Result& result : work.engine.RunBatch(views, threads, Counted())) outcome.Add(result);
}

// Compiled once, run several times, under limits that change from run to run.
void RunCompiled(const Work& work, Outcome& outcome) {
  Random random(work.seed);
  const GeneratedProgram program = GenerateProgram(work.seed, {.host_facts = random.Percent(50)});
  const Facts facts = FactsOf(program);
  outcome.source = program.Text();
  const CompileResult compiled = work.engine.Compile(outcome.source, facts, Counted().limits);
  if (!compiled.program) {
    for (const Diagnostic& diagnostic : compiled.diagnostics) outcome.Add(diagnostic.code + " " + diagnostic.message);
    return;
  }
  Runner runner(work.engine, outcome);
  const std::string first = Describe(runner.Run(*compiled.program, facts, Counted()));
  for (int i = random.Between(0, 4); i > 0; --i) runner.Run(*compiled.program, {}, Counted(random.Below(2'000)));
  if (Describe(runner.Run(*compiled.program, facts, Counted())) != first) {
    outcome.Violate("a compiled program answers otherwise the second time");
  }
}

void AnswerTexts(const Work& work, Outcome& outcome) {
  Random random(work.seed);
  const std::string text = RandomText(work, random);
  outcome.source = text;
  TextOptions options;
  options.run = Counted(200'000);
  options.run.ignore_unknown_facts = true;
  options.format = static_cast<ResultFormat>(random.Below(3));
  if (random.Percent(30)) options.facts.Add("edge", {"a", "b"});
  const std::string answer = AnswerInChunks(work.engine, text, options, random, outcome);
  Outcome again;
  if (AnswerInChunks(work.engine, text, options, random, again) != answer) {
    outcome.Violate("a text is answered otherwise in other chunks");
  }
  outcome.Add(answer);
}

void ExplainTuples(const Work& work, Outcome& outcome) {
  Random random(work.seed);
  const GeneratedProgram program = GenerateProgram(work.seed, {});
  outcome.source = program.Text();
  ExplainOptions options{.run = Counted(100'000)};
  options.proofs = random.Percent(50) ? 1 : 3;
  for (const std::string& declaration : program.declarations) {
    if (!declaration.starts_with("REL ")) continue;
    options.why_not = random.Percent(30);
    const Explanation explanation = Explain(work.engine, outcome.source, GoalFor(declaration), {}, options);
    ++outcome.runs;
    outcome.successes += explanation.success ? 1 : 0;
    for (const Diagnostic& diagnostic : explanation.diagnostics) {
      if (diagnostic.severity != Severity::kError) continue;
      ++outcome.codes[diagnostic.code];
      outcome.Add(diagnostic.code + " " + diagnostic.message);
      break;
    }
    AddForms(explanation, outcome);
    if (!explanation.success) break;  // and so will the others
  }
}

}  // namespace bytelogic::soak
