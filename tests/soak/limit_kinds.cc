// What the limits promise: counted ones end at the same point always, at the very unit; time and Ctrl-C end everything.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "generator.h"
#include "kinds.h"
#include "process_state.h"

namespace bytelogic::soak {
namespace {

constexpr std::string_view kEndless[] = {
    "FOR WHILE 1 END\n",
    "LET $i = 0\nFOR WHILE 1\n LET $i = $i + 1\nEND\nRESULT $i\n",
    "LET $s = abc\nFOR WHILE 1\n LET $s = REPLACE(REPLACE($s, \"a\", \"b\"), \"b\", \"a\")\nEND\n",
    "REL e 2\nREL t 3\nFOR $i IN RANGE(0, 3000)\n FACT e ($i MOD 50) ($i * 7 MOD 3001)\nEND\n"
    "RULE t: SCAN e $a $b, SCAN e $c $d, WHERE $a + $b + $c + $d < 0, EMIT t $a $b $c\nFOR WHILE 1\n SOLVE\nEND\n",
    "CALC f INPUT $n\n IF $n < 1 THEN RESULT 0 END\n RESULT CALC f($n - 1)\nEND\nFOR WHILE 1\n EXEC f(100)\nEND\n",
};

auto Endless(Random& random) -> std::string { return std::string(kEndless[random.Below(std::size(kEndless))]); }

auto NoLimits() -> Limits {
  Limits limits;
  limits.fuel = 5'000'000;
  limits.time_us = 600'000'000;
  return limits;
}

// `source` answers with `needed` of the limit, and fails by `code` with one less.
void MeetEdge(const Work& work, const Result& answer, std::uint64_t Limits::*field, std::uint64_t needed,
              std::string_view code, Outcome& outcome) {
  Runner runner(work.engine, outcome);
  RunOptions options{.limits = NoLimits()};
  options.limits.*field = needed;
  const Result enough = runner.Run(outcome.source, {}, options);
  if (!enough.success || enough.Text() != answer.Text()) {
    outcome.Violate("the answer changes with no more than it needs (" + std::to_string(needed) + ", not " +
                    std::string(code) + "): " + enough.Text());
  }
  if (needed == 0) return;
  options.limits.*field = needed - 1;
  const Result less = runner.Run(outcome.source, {}, options);
  if (less.success || EndOf(less) != code) {
    outcome.Violate("with one less than it needs (" + std::to_string(needed) + ") it does not end by " +
                    std::string(code) + ": " + less.Text());
  }
}

auto BytesOfOutputs(const Result& result) -> std::uint64_t {
  std::uint64_t bytes = 0;
  for (const Output& output : result.outputs) {
    Result alone;
    alone.success = true;
    alone.outputs.push_back(output);
    bytes += alone.Text().size();
  }
  return bytes;
}

auto AllTuples(const Result& result) -> std::uint64_t {
  std::uint64_t count = 0;
  for (const auto& [relation, tuples] : result.statistics.tuples) count += tuples;
  return count;
}

void MeetDepth(const Work& work, Random& random, Outcome& outcome) {
  const int depth = random.Between(1, 2'000);
  outcome.source = "CALC down INPUT $n IF $n < 1 THEN RESULT 0 END RESULT CALC down($n - 1) END\nRESULT CALC down(" +
                   std::to_string(depth - 1) + ")\n";
  Limits limits = NoLimits();
  limits.call_depth = 10'000;
  const Result answer = Runner(work.engine, outcome).Run(outcome.source, {}, {.limits = limits});
  MeetEdge(work, answer, &Limits::call_depth, static_cast<std::uint64_t>(depth), "R302", outcome);
}

void MeetFacts(const Work& work, Random& random, Outcome& outcome) {
  const int facts = random.Between(1, 5'000);
  outcome.source = "REL r 1\nFOR i IN RANGE(0, " + std::to_string(facts) + ") FACT r (i * 3) END\nQUERY r 3\n";
  const Result answer = Runner(work.engine, outcome).Run(outcome.source, {}, {.limits = NoLimits()});
  MeetEdge(work, answer, &Limits::facts, static_cast<std::uint64_t>(facts), "R306", outcome);
}

}  // namespace

void MeetLimits(const Work& work, Outcome& outcome) {
  Random random(work.seed);
  if (random.Percent(10)) return MeetDepth(work, random, outcome);
  if (random.Percent(10)) return MeetFacts(work, random, outcome);
  outcome.source = differential::GenerateProgram(work.seed, {}).Text();
  const Result answer = Runner(work.engine, outcome).Run(outcome.source, {}, {.limits = NoLimits()});
  if (!answer.success) return;
  const Statistics& statistics = answer.statistics;
  MeetEdge(work, answer, &Limits::fuel, statistics.fuel, "R309", outcome);
  MeetEdge(work, answer, &Limits::tuples, AllTuples(answer), "R305", outcome);
  MeetEdge(work, answer, &Limits::memory_bytes, statistics.memory_bytes, "R304", outcome);
  // The witnesses of constraints count, too, in a form that is nobody else's affair.
  if (answer.violations.empty()) {
    MeetEdge(work, answer, &Limits::output_bytes, BytesOfOutputs(answer), "R308", outcome);
  }
}

// Given up by another thread, at any moment.
void CancelRuns(const Work& work, Outcome& outcome) {
  Random random(work.seed);
  outcome.source = Endless(random);
  std::atomic<bool> cancelled = false;
  RunOptions options{.cancelled = &cancelled};
  options.limits.fuel = UINT64_MAX;
  options.limits.time_us = 600'000'000;
  const auto delay = std::chrono::microseconds(random.Below(random.Percent(50) ? 300 : 30'000));
  std::thread other([&] {
    std::this_thread::sleep_for(delay);
    cancelled = true;
  });
  std::vector<Result> results;
  if (random.Percent(70)) {
    results.push_back(Runner(work.engine, outcome).Run(outcome.source, {}, options));
  } else {
    const std::vector<std::string_view> sources(1 + random.Below(5), outcome.source);
    results = work.engine.RunBatch(sources, static_cast<unsigned>(random.Between(1, 3)), options);
    for (const Result& result : results) outcome.Add(result);
  }
  other.join();
  for (const Result& result : results) {
    if (EndOf(result) == "R303" && result.Text().find("cancelled") != std::string::npos) continue;
    outcome.Violate("a run that was cancelled ended otherwise: " + result.Text());
  }
}

// The clock of a soak is the processor time of the thread, so a busy machine takes nothing away.
void RunOutOfTime(const Work& work, Outcome& outcome) {
  Random random(work.seed);
  outcome.source = Endless(random);
  RunOptions options;
  options.limits.fuel = UINT64_MAX;
  options.limits.time_us = 1'000 + random.Below(50'000);
  const Result result = Runner(work.engine, outcome).Run(outcome.source, {}, options);
  if (EndOf(result) != "R303") outcome.Violate("an endless run did not end by time: " + result.Text());
#ifndef BYTELOGIC_SANITIZED  // there the work is done on a larger stack: another thread's processor time
  if (outcome.longest_processor_us < static_cast<double>(options.limits.time_us)) {
    outcome.Violate("a run ended before its time limit was over");
  }
#endif
}

}  // namespace bytelogic::soak
