// How long a run still takes after it was cancelled, wherever it is: each program is cancelled at random moments of its
// life, from loading facts to reading the answer. Beside it: how long the program takes when it is left alone, and the
// processor time of its thread from the moment of the cancellation, which other work on the machine does not lengthen.
//
//   bench_cancel [TRIALS] [NAME]
#include <fmt/core.h>
#include <pthread.h>
#include <time.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "bytelogic/bytelogic.h"
#include "harness.h"

namespace bytelogic::bench {
namespace {

constexpr double kLongest = 3e6;  // microseconds: no program is looked at for longer

// What is run, and until when it is the run's business: true where it was cancelled.
struct Subject {
  std::string name;
  std::function<bool(const std::atomic<bool>& cancelled)> run;
};

auto Patient(const std::atomic<bool>& cancelled) -> RunOptions {
  RunOptions options;
  Limits& limits = options.limits;
  limits.time_us = 20'000'000;
  limits.fuel = 100'000'000'000;
  limits.memory_bytes = 1ULL << 30;
  limits.tuples = limits.facts = limits.host_tuples = 100'000'000;
  limits.output_bytes = 1ULL << 30;
  options.cancelled = &cancelled;
  return options;
}

auto WasCancelled(const std::vector<Diagnostic>& diagnostics) -> bool {
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.severity == Severity::kError) return diagnostic.code == "R303";
  }
  return false;
}

auto Numbers(std::int64_t rows, std::size_t arity) -> Facts {
  Facts facts;
  FactTable* table = facts.Table("n", arity);
  std::minstd_rand random(7);
  for (std::int64_t row = 0; row < rows; ++row) {
    table->AddInt(row);
    for (std::size_t i = 1; i < arity; ++i) table->AddInt(static_cast<std::int64_t>(random()));
  }
  return facts;
}

auto Symbols(std::int64_t rows) -> Facts {
  Facts facts;
  FactTable* table = facts.Table("n", 2);
  for (std::int64_t row = 0; row < rows; ++row) {
    table->AddSymbol(fmt::format("a symbol with the number {}", row));
    table->AddFloat(static_cast<double>(row) + 0.5);
  }
  return facts;
}

auto Subjects() -> std::vector<Subject> {
  // Made once: making them is not measured.
  static Engine engine;
  static Engine narrow({.max_instances = 1});
  static const Admission held = narrow.Admit();
  static const Facts none;
  static const Facts ten_thousand = Numbers(10'000, 1);
  static const Facts million = Numbers(1'000'000, 2);
  static const Facts wide = Numbers(3'000'000, 3);
  static const Facts symbols = Symbols(2'000'000);
  const auto run = [](std::string source, const Facts& facts) {
    return [source = std::move(source), &facts](const std::atomic<bool>& cancelled) {
      return WasCancelled(engine.Run(source, facts, Patient(cancelled)).diagnostics);
    };
  };
  const std::string long_text = "LET $t = \"ab\"\nFOR i IN RANGE(0, 25)\n  LET $t = CONCAT($t, $t)\nEND\n";
  return {
      {"waiting",
       [](const std::atomic<bool>& cancelled) {
         return WasCancelled(narrow.Run("RESULT 1", none, Patient(cancelled)).diagnostics);
       }},
      {"facts, ints", run("REL n 3\nQUERY n 1 2 3\n", wide)},
      {"facts, symbols", run("REL n 2\nQUERY n x 1\n", symbols)},
      {"facts, rounded", run("REL n(a: float, b: float, c: float)\nQUERY n 1 2 3\n", wide)},
      {"cross join", run("REL n 1\nREL hit 1\nRULE hit: SCAN n $x, SCAN n $y, WHERE $x + $y < 0, EMIT hit $x\n"
                         "SOLVE\nQUERY hit ?\n",
                         ten_thousand)},
      {"cross join, 3 columns", run("REL n 1\nREL hit 3\nRULE hit: SCAN n $x, SCAN n $y, EMIT hit $x $y 1\n"
                                    "SOLVE\nQUERY hit 1 1 1\n",
                                    ten_thousand)},
      {"insert", run("REL n 2\nREL m 2\nRULE m: SCAN n $x $y, EMIT m $y $x\n"
                     "RULE m: SCAN m $x $y, EMIT m ($x + 1) $y\nSOLVE\nQUERY m 1 2\n",
                     million)},
      {"index", run("REL n 3\nREL m 1\nRULE m: SCAN n $x $y $z, JOIN n $z $a $b, JOIN n ? $a $z, EMIT m $x\n"
                    "SOLVE\nQUERY m 1\n",
                    wide)},
      {"sort", run("REL n 3\nFOR row IN (QUERY n ? ? ?)\n  BREAK\nEND\nRESULT 1\n", wide)},
      {"sort of symbols", run("REL n 2\nFOR row IN (QUERY n ? ?)\n  BREAK\nEND\nRESULT 1\n", symbols)},
      {"aggregates", run("REL n 3\nREL m 3\nRULE m: SCAN n $x $y $z, EMIT m ($y MOD 1000000) SUM($z / 3) COUNT()\n"
                         "SOLVE\nQUERY m 1 ? ?\n",
                         wide)},
      {"best", run("REL n 3\nREL m(a, b: int KEEP MIN)\nRULE m: SCAN n $x $y $z, EMIT m ($x DIV 2) $z\n"
                   "RULE m: SCAN m $x $y, EMIT m ($x + 1) ($y - 1)\nSOLVE\nQUERY m 1 ?\n",
                   wide)},
      {"long texts",
       run(long_text + "LET $u = REPLACE($t, \"ab\", \"cde\")\n"
                       "RESULT LENGTH(UPPER($u)) + INDEX_OF($u, \"zz\") + LENGTH(SUBSTR($u, 9000000, 9))\n",
           none)},
      {"long answer", run("REL n 3\nQUERY n ? ? ?\n", wide)},
      {"answer of symbols", run("REL n 2\nQUERY n ? ?\n", symbols)},
      {"explain",
       [](const std::atomic<bool>& cancelled) {
         ExplainOptions options;
         options.run = Patient(cancelled);
         const Explanation explanation =
             Explain(engine, "REL n 3\nREL m 2\nRULE m: SCAN n $x $y $z, EMIT m $z $y\nSOLVE\nQUERY m 1 2\n", "m ? ?",
                     wide, options);
         return WasCancelled(explanation.diagnostics);
       }},
  };
}

// Of one thread, in microseconds.
auto ProcessorTime(pthread_t thread) -> double {
  clockid_t clock{};
  timespec time{};
  if (pthread_getcpuclockid(thread, &clock) != 0 || clock_gettime(clock, &time) != 0) return 0;
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

void Measure(const Subject& subject, int trials) {
  // Left alone, but not for ever.
  double whole = 0;
  {
    std::atomic<bool> cancelled = false;
    std::atomic<bool> done = false;
    std::thread guard([&] {
      const double end = NowMicroseconds() + kLongest;
      while (!done && NowMicroseconds() < end) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      cancelled = true;
    });
    const double start = NowMicroseconds();
    (void)subject.run(cancelled);
    whole = NowMicroseconds() - start;
    done = true;
    guard.join();
  }
  std::minstd_rand random(1);
  std::vector<double> late;
  std::vector<double> processor;
  for (int i = 0; i < trials; ++i) {
    std::atomic<bool> cancelled = false;
    double ended = 0;
    double ended_processor = 0;
    bool was_cancelled = false;
    std::thread runner([&] {
      was_cancelled = subject.run(cancelled);
      ended = NowMicroseconds();
      ended_processor = ProcessorTime(pthread_self());
      while (!cancelled) std::this_thread::yield();
    });
    const double share = std::uniform_real_distribution<double>(0, 1)(random);
    std::this_thread::sleep_for(std::chrono::duration<double, std::micro>(share * whole));
    const double at_processor = ProcessorTime(runner.native_handle());
    const double at = NowMicroseconds();
    cancelled = true;
    runner.join();
    if (was_cancelled) late.push_back(ended - at), processor.push_back(ended_processor - at_processor);
  }
  fmt::print("{:<22} {:>9.0f} {:>9} {:>9.1f} {:>9.1f} {:>9.1f} {:>9.1f}\n", subject.name, whole / 1'000, late.size(),
             Percentile(late, 0.5) / 1'000, Percentile(late, 1) / 1'000, Percentile(processor, 0.5) / 1'000,
             Percentile(processor, 1) / 1'000);
  std::fflush(stdout);
}

}  // namespace
}  // namespace bytelogic::bench

int main(int argc, char** argv) {
  const int trials = argc > 1 ? std::atoi(argv[1]) : 20;
  const std::string_view only = argc > 2 ? argv[2] : "";
  fmt::print("{:<22} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}   milliseconds\n", "cancelled while", "alone", "cancelled",
             "p50", "max", "cpu p50", "cpu max");
  for (const bytelogic::bench::Subject& subject : bytelogic::bench::Subjects()) {
    if (subject.name.find(only) != std::string::npos) bytelogic::bench::Measure(subject, trials);
  }
}
