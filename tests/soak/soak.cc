#include "soak.h"

#include <pthread.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <utility>

#include "random.h"

namespace bytelogic::soak {
namespace {

// So many seeds of each kind come again and again; their ends are remembered. The others are new.
constexpr std::size_t kSeedsThatComeAgain = 150;
constexpr int kPercentThatComeAgain = 75;
// Nothing that is done here takes as long, alone or beside others.
constexpr double kHangsAfterSeconds = 1'200;
constexpr std::uint64_t kMostReports = 10;
// The programs in the cache change all the time; so much more may they be now and then.
constexpr std::uint64_t kSlackBytes = 8'000'000;

// The processor time of the thread that asks: what others do takes nothing from a time limit.
auto ThreadClock() -> std::uint64_t { return static_cast<std::uint64_t>(Runner::ProcessorTime()); }

auto SharedEngine(unsigned threads) -> EngineOptions {
  // Fewer sandboxes than threads, so that some wait; few programs in the cache, so that it is full soon.
  return {.cached_programs = 100, .max_instances = std::max(1U, threads / 2), .clock = ThreadClock};
}

auto Perform(Engine& engine, const Sources& sources, std::size_t kind, std::uint64_t seed) -> Outcome {
  Outcome outcome;
  Kinds()[kind].perform({engine, sources, seed}, outcome);
  return outcome;
}

auto FirstDifference(std::string_view shared, std::string_view alone) -> std::string {
  const auto [left, right] = std::ranges::mismatch(shared, alone);
  const auto at = static_cast<std::size_t>(left - shared.begin());
  const std::size_t begin = at < 200 ? 0 : at - 200;
  return "beside others: ..." + std::string(shared.substr(begin, 600)) + "\n---- alone: ..." +
         std::string(alone.substr(std::min(begin, alone.size()), 600));
}

auto Megabytes(std::uint64_t bytes) -> double { return static_cast<double>(bytes) / 1e6; }

}  // namespace

Soak::Soak(Options options)
    : options_(std::move(options)), sources_(options_.repository), engine_(SharedEngine(options_.threads)) {}

auto Soak::Now() -> double {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

auto Soak::Run() -> bool {
  std::printf("%u threads for %.0f seconds, seed %llu, %zu programs of the repository\n", options_.threads,
              options_.seconds, static_cast<unsigned long long>(options_.seed), sources_.files().size());
  start_ = Now();
  for (unsigned i = 0; i < options_.threads; ++i) {
    workers_.push_back(std::make_unique<Worker>());
    Worker& worker = *workers_.back();
    worker.thread = std::thread([this, &worker, i] { Work(worker, options_.seed * 1'000'003 + i); });
  }
  Watch(start_ + options_.seconds);
  ending_ = true;
  for (const auto& worker : workers_) worker->thread.join();
  tally_.Print();
  JudgeSamples();
  JudgeMemory();
  if (engine_.Run("RESULT 6 * 7").Text() != "42") {
    ++violations_;
    std::printf("VIOLATION: the engine does not answer any more\n");
  }
  std::printf("%llu runs in %.0f seconds; at most %.0f MB resident; %llu violations\n",
              static_cast<unsigned long long>(tally_.runs()), Now() - start_, Megabytes(memory_.highest_resident()),
              static_cast<unsigned long long>(violations_.load()));
  return violations_ == 0;
}

auto Soak::Replay(std::string_view name, std::uint64_t seed) -> bool {
  const auto kind = std::ranges::find(Kinds(), name, &Kind::name);
  if (kind == Kinds().end()) {
    std::printf("there is no kind %s\n", std::string(name).c_str());
    return false;
  }
  const auto index = static_cast<std::size_t>(kind - Kinds().begin());
  const Outcome outcome = Perform(engine_, sources_, index, seed);
  std::printf("%s\n---- gave\n%s", outcome.source.c_str(), outcome.signature.c_str());
  if (!outcome.violation.empty()) std::printf("VIOLATION: %s\n", outcome.violation.c_str());
  DoOne(index, seed, false);
  tally_.Print();
  return violations_ == 0;
}

// The threads.

void Soak::Work(Worker& worker, std::uint64_t seed) {
  Random random(seed);
  int all_weights = 0;
  for (const Kind& kind : Kinds()) all_weights += kind.weight;
  while (!ending_) {
    PassGate();
    int choice = random.Between(0, all_weights - 1);
    std::size_t kind = 0;
    while (choice >= Kinds()[kind].weight) choice -= Kinds()[kind++].weight;
    const bool again = random.Percent(kPercentThatComeAgain);
    const std::uint64_t one = again ? random.Below(kSeedsThatComeAgain) : random.Next();
    worker.kind = kind;
    worker.seed = one;
    worker.since = Now();
    DoOne(kind, one, again);
    worker.since = 0;
  }
}

void Soak::DoOne(std::size_t kind, std::uint64_t seed, bool keep) {
  const double start = Now();
  Outcome outcome = Perform(engine_, sources_, kind, seed);
  const double wall_us = (Now() - start) * 1e6;
  tally_.Add(kind, seed, outcome, wall_us);
  if (!outcome.violation.empty()) return Violated(kind, seed, outcome, outcome.violation);
  if (!Kinds()[kind].comparable || IsAsAlone(kind, seed, keep, outcome)) return;
  Violated(kind, seed, outcome,
           "it ends otherwise than alone\n" + FirstDifference(outcome.signature, SignatureAlone(kind, seed)));
}

auto Soak::SignatureAlone(std::size_t kind, std::uint64_t seed) -> std::string {
  Engine alone({.max_instances = 4, .clock = ThreadClock});
  const MemoryWatch::Watched watched(memory_, alone);
  return Perform(alone, sources_, kind, seed).signature;
}

auto Soak::IsAsAlone(std::size_t kind, std::uint64_t seed, bool keep, const Outcome& outcome) -> bool {
  const std::size_t hash = std::hash<std::string>()(outcome.signature);
  const std::uint64_t key = seed * 100 + kind;
  if (keep) {
    const std::lock_guard lock(known_mutex_);
    if (const auto known = known_.find(key); known != known_.end()) return known->second == hash;
  }
  const std::size_t alone = std::hash<std::string>()(SignatureAlone(kind, seed));
  if (keep) {
    const std::lock_guard lock(known_mutex_);
    known_.emplace(key, alone);
  }
  return alone == hash;
}

void Soak::Violated(std::size_t kind, std::uint64_t seed, const Outcome& outcome, const std::string& what) {
  if (++violations_ > kMostReports) return;
  const std::lock_guard lock(printing_);
  std::printf(
      "VIOLATION in %s, seed %llu: %s\n---- again by: soak_test --replay %s --seed %llu\n---- source\n%s\n----\n",
      Kinds()[kind].name, static_cast<unsigned long long>(seed), what.c_str(), Kinds()[kind].name,
      static_cast<unsigned long long>(seed), outcome.source.substr(0, 20'000).c_str());
  std::fflush(stdout);
}

// The watch over them.

void Soak::PassGate() {
  std::unique_lock lock(gate_);
  if (!paused_) return;
  ++holding_;
  changed_.notify_all();
  changed_.wait(lock, [this] { return !paused_; });
  --holding_;
}

template <typename Look>
void Soak::WhilePaused(Look look) {
  {
    std::unique_lock lock(gate_);
    paused_ = true;
    const auto all_hold = [this] { return holding_ == options_.threads; };
    if (!changed_.wait_for(lock, std::chrono::duration<double>(kHangsAfterSeconds), all_hold)) {
      for (const auto& worker : workers_) {
        if (worker->since == 0) continue;
        std::printf("VIOLATION: %s, seed %llu does not end; it has gone on for %.0f seconds\n",
                    Kinds()[worker->kind].name, static_cast<unsigned long long>(worker->seed), Now() - worker->since);
      }
      std::fflush(stdout);
      std::_Exit(1);  // it cannot be joined
    }
  }
  look();
  {
    const std::lock_guard lock(gate_);
    paused_ = false;
  }
  changed_.notify_all();
}

void Soak::Watch(double end) {
  const double interval = std::clamp(options_.seconds / 40, 0.2, 15.0);
  double next = Now() + interval;
  while (Now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    memory_.Look();
    if (Now() < next) continue;
    WhilePaused([this] { TakeSample(); });
    next = Now() + interval;
  }
}

void Soak::TakeSample() {
  samples_.push_back({Now() - start_, ReadProcessState()});
  const Sample& sample = samples_.back();
  if (!options_.verbose && samples_.size() % 4 != 1) return;
  std::printf("%6.0f s: %llu runs; while nothing runs: %.1f MB resident, %.1f MB allocated, %llu threads, %llu files\n",
              sample.seconds, static_cast<unsigned long long>(tally_.runs()), Megabytes(sample.state.resident_bytes),
              Megabytes(sample.state.allocated_bytes), static_cast<unsigned long long>(sample.state.threads),
              static_cast<unsigned long long>(sample.state.files));
  std::fflush(stdout);
}

void Soak::JudgeMemory() {
  if (!kAllocatorGivesBack) return;
  violations_ += memory_.exceeded() ? 1 : 0;
  std::printf("%sat worst %.0f MB were resident where the engines account for %.0f MB\n",
              memory_.exceeded() ? "VIOLATION: more memory than accounted for, for long: " : "",
              Megabytes(memory_.worst_resident()), Megabytes(memory_.worst_accounted()));
}

// What the process holds late must not be more than in the middle, when caches and pools have long been full.
void Soak::JudgeSamples() {
  if (samples_.size() < 15) {
    std::printf("%zu pauses: too few to say whether memory stays flat\n", samples_.size());
    return;
  }
  const std::size_t middle = samples_.size() * 2 / 5;
  const std::size_t after_middle = samples_.size() * 3 / 5;
  const std::size_t late = samples_.size() * 4 / 5;
  const auto judge = [&](const char* what, std::uint64_t ProcessState::*field, std::uint64_t allowance) {
    const auto before = [field](const Sample& one, const Sample& other) {
      return one.state.*field < other.state.*field;
    };
    const auto at = [this](std::size_t index) { return samples_.begin() + static_cast<std::ptrdiff_t>(index); };
    const std::uint64_t most = std::max_element(at(middle), at(after_middle), before)->state.*field;
    const std::uint64_t least = std::min_element(at(late), samples_.end(), before)->state.*field;
    const bool flat = least <= most + allowance;
    violations_ += flat ? 0 : 1;
    std::printf("%s%s while nothing runs: at most %llu in the middle, at least %llu at the end\n",
                flat ? "" : "VIOLATION: it grows: ", what, static_cast<unsigned long long>(most),
                static_cast<unsigned long long>(least));
  };
  const std::uint64_t resident = samples_[middle].state.resident_bytes;
  if (kAllocatorGivesBack) judge("bytes resident", &ProcessState::resident_bytes, resident / 10 + kSlackBytes);
  judge("bytes allocated", &ProcessState::allocated_bytes, kSlackBytes);
  judge("threads", &ProcessState::threads, 0);
  judge("open files", &ProcessState::files, 0);
}

}  // namespace bytelogic::soak
