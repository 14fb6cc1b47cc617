// Programs, facts and modules that mean harm. Each must end as it would alone, and take nothing with it.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "generator.h"
#include "hostile_programs.h"
#include "kinds.h"

namespace bytelogic::soak {
namespace {

// Some with the limits that hosts use, most with less, so that many come by.
auto RandomLimits(Random& random) -> Limits {
  Limits limits;
  limits.time_us = 600'000'000;
  if (random.Percent(95)) limits.fuel = random.Percent(50) ? 100'000 : 1'000'000;
  if (random.Percent(60)) limits.memory_bytes = random.Percent(50) ? 1 << 20 : 8 << 20;
  if (random.Percent(50)) limits.tuples = random.Percent(50) ? 1'000 : 50'000;
  if (random.Percent(20)) limits.call_depth = 10'000;
  if (random.Percent(20)) limits.output_bytes = 4'000'000;
  if (random.Percent(10)) limits.source_bytes = 4'000'000;
  if (random.Percent(10)) limits.rules = 2'000;
  return limits;
}

auto Allows(std::string_view ends, std::string_view end) -> bool {
  const std::string all = " " + std::string(ends) + " ";
  return all.find(" " + std::string(end) + " ") != std::string::npos;
}

auto RandomSymbol(Random& random) -> std::string {
  constexpr std::array<std::string_view, 10> kSymbols = {"",         "a",
                                                         "New York", "caf\xC3\xA9",
                                                         "\xFF\xFE", std::string_view("\0zero", 5),
                                                         "END",      "</computation>",
                                                         "1.5",      "\xF0\x9F\x98\x80"};
  if (random.Percent(5)) return std::string(random.Below(200'000), 'l');
  if (random.Percent(50)) return "s" + std::to_string(random.Below(300));
  return std::string(kSymbols[random.Below(kSymbols.size())]);
}

auto RandomValue(Random& random) -> Value {
  using Doubles = std::numeric_limits<double>;
  constexpr std::array<double, 11> kFloats = {0.1,
                                              -0.0,
                                              1e300,
                                              -1e300,
                                              Doubles::infinity(),
                                              1e-320,
                                              2.0,
                                              Doubles::quiet_NaN(),
                                              1 << 30,
                                              9.3e18,
                                              -9223372036854775808.0};
  constexpr std::array<std::int64_t, 7> kInts = {0, -1, INT64_MAX, INT64_MIN, 1 << 29, -(1 << 29) - 1, 1LL << 53};
  switch (random.Below(5)) {
    case 0:
      return kInts[random.Below(kInts.size())];
    case 1:
      return kFloats[random.Below(kFloats.size())];
    case 2:
      return RandomSymbol(random);
    case 3:
      return static_cast<std::int64_t>(random.Next());
    default:
      return static_cast<std::int64_t>(random.Below(100));
  }
}

// Of one kind by column, or of any.
void FillTable(FactTable& table, std::size_t rows, Random& random) {
  const std::size_t kind = random.Below(5);
  for (std::size_t i = 0; i < rows * table.arity(); ++i) {
    switch (kind) {
      case 0:
        table.AddInt(static_cast<std::int64_t>(random.Below(1'000)));
        break;
      case 1:
        table.AddInt(static_cast<std::int64_t>(random.Next() >> 2U));
        break;
      case 2:
        table.AddFloat(static_cast<double>(random.Below(1'000'000)) / 16);
        break;
      case 3:
        table.AddSymbol("symbol " + std::to_string(random.Below(rows + 1)));
        break;
      default:
        table.Add(RandomValue(random));
        break;
    }
  }
  for (std::size_t i = 0; table.arity() == 0 && i < rows; ++i) table.AddEmptyRow();
  if (random.Percent(3) && table.arity() > 1) {
    table.AddInt(1);
    table.DropIncompleteRow();
  }
}

auto RandomFacts(Random& random) -> Facts {
  Facts facts;
  constexpr std::array<std::string_view, 4> kNames = {"r", "s", "e", "unknown"};
  for (int i = random.Between(1, 3); i > 0; --i) {
    const std::size_t arity = random.Percent(85) ? 2 : random.Below(5);
    FactTable* table = facts.Table(kNames[random.Below(kNames.size())], arity);
    if (table == nullptr) continue;
    FillTable(*table, random.Below(random.Percent(10) ? 30'000 : 300), random);
  }
  return facts;
}

constexpr std::array<std::string_view, 6> kProgramsOverFacts = {
    "REL r 2\nREL s 2\nREL e 2\nQUERY r ? ?\nQUERY s ? ?\nQUERY e ? ?\n",
    "REL r 2\nREL s 2\nREL e 2\nRULE s: SCAN r $x $y, JOIN e $y $z, EMIT s $x $z\nQUERY s ? ?\n",
    "REL r(a: int, b: int)\nREL s(a: symbol, b)\nREL e(a: float, b: float)\nQUERY r ? ?\nQUERY e ? 1\n",
    "REL r 2\nREL t(a, n, m)\nRULE t: SCAN r $x $y, EMIT t $x COUNT() MAX($y)\nQUERY t ? ? ?\n",
    "REL r(a, b KEEP MIN)\nREL e(a, b KEEP MAX)\nQUERY r ? ?\nQUERY e ? ?\nCONSTRAINT c: SCAN r $x $x\n",
    "REL e 2\nREL p 2\nRULE p: SCAN e $x $y, EMIT p $x $y\nRULE p: SCAN e $x $y, JOIN p $y $z, EMIT p $x $z\nQUERY p 1 "
    "?\n"};

// What a module says beside what its compilation warned of.
auto WithoutWarnings(Result result) -> std::string {
  std::erase_if(result.diagnostics, [](const Diagnostic& one) { return one.severity == Severity::kWarning; });
  return Describe(result);
}

void RunModule(const Work& work, std::span<const std::uint8_t> module, const RunOptions& options, Outcome& outcome) {
  outcome.Add(
      Runner(work.engine, outcome).Measure(options.limits, [&] { return work.engine.RunModule(module, options); }));
}

// One that runs: its program, and what that answers.
auto EmitModule(const Work& work, Random& random, const RunOptions& options, std::string& answer, Outcome& outcome)
    -> std::vector<std::uint8_t> {
  outcome.source = work.sources.Any(random);
  const CompileResult compiled = work.engine.Compile(outcome.source, {}, options.limits);
  if (!compiled.program) return {};
  answer = WithoutWarnings(Runner(work.engine, outcome).Run(*compiled.program, {}, options));
  return work.engine.EmitModule(*compiled.program, options.limits);
}

void Damage(std::vector<std::uint8_t>& module, Random& random) {
  if (module.empty()) return;
  switch (random.Below(4)) {
    case 0:
      module.resize(random.Below(module.size()));
      break;
    case 1:
      module.insert(module.end(), random.Below(300), static_cast<std::uint8_t>(random.Below(256)));
      break;
    default:
      // Mostly where the program is: the metadata and the image stand at the end.
      for (int i = random.Between(1, 4); i > 0; --i) {
        const std::size_t window = random.Percent(80) ? std::min<std::size_t>(module.size(), 6'000) : module.size();
        module[module.size() - 1 - random.Below(window)] = static_cast<std::uint8_t>(random.Below(256));
      }
      break;
  }
}

}  // namespace

void RunHostile(const Work& work, Outcome& outcome) {
  Random random(work.seed);
  const std::span<const HostileProgram> programs = HostilePrograms();
  const HostileProgram& program = programs[random.Below(programs.size())];
  const std::size_t size =
      1 + random.Below(random.Percent(50) ? program.largest_size : (program.largest_size + 9) / 10);
  outcome.source = program.write(size);
  const RunOptions options{.limits = RandomLimits(random)};
  const Result result = Runner(work.engine, outcome).Run(outcome.source, {}, options);
  const std::string end = result.success ? "answer" : EndOf(result);
  // What cannot be had of a small limit ends by it.
  const bool by_limit = end == "R301" || end == "R304" || end == "R305" || end == "R306" || end == "R309";
  if (program.ends != nullptr && !by_limit && !Allows(program.ends, end)) {
    outcome.Violate("the hostile program `" + std::string(program.name) + "` of size " + std::to_string(size) +
                    " ended by " + end + ": " + result.Text());
  }
}

void RunWithFacts(const Work& work, Outcome& outcome) {
  Random random(work.seed);
  const Facts facts = RandomFacts(random);
  outcome.source = kProgramsOverFacts[random.Below(kProgramsOverFacts.size())];
  RunOptions options{.limits = RandomLimits(random), .ignore_unknown_facts = random.Percent(50)};
  if (random.Percent(20)) options.limits.host_tuples = random.Below(500);
  Runner(work.engine, outcome).Run(outcome.source, facts, options);
}

void RunModules(const Work& work, Outcome& outcome) {
  Random random(work.seed);
  RunOptions options;
  options.limits.fuel = random.Percent(80) ? 1'000'000 : random.Below(2'000);
  options.limits.time_us = 600'000'000;
  std::string answer;
  const std::vector<std::uint8_t> module = EmitModule(work, random, options, answer, outcome);
  if (module.empty()) return;
  Outcome of_module;
  RunModule(work, module, options, of_module);
  const Result again = work.engine.RunModule(module, options);
  if (WithoutWarnings(again) != answer) {
    outcome.Violate("a module answers otherwise than its program:\n" + WithoutWarnings(again) + "and the program:\n" +
                    answer);
  }
  outcome.runs += of_module.runs;
  outcome.Violate(of_module.violation);
  outcome.Add(of_module.signature);
  if (random.Percent(5)) {
    const CompileResult compiled = work.engine.Compile(outcome.source, {}, options.limits);
    if (compiled.program) outcome.Add(work.engine.EmitWat(*compiled.program, options.limits).substr(0, 100));
  }
}

// Other code than ours is compiled before it runs, and may do anything that WebAssembly can.
void RunBrokenModules(const Work& work, Outcome& outcome) {
  Random random(work.seed);
  RunOptions options;
  options.limits.fuel = 100'000;
  options.limits.time_us = 5'000'000;
  std::string answer;
  std::vector<std::uint8_t> module = EmitModule(work, random, options, answer, outcome);
  Damage(module, random);
  RunModule(work, module, options, outcome);
}

}  // namespace bytelogic::soak
