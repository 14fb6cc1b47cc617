// soak.h - many threads of good and hostile work against one engine, for a time.
//
//   Soak soak({.seconds = 60});
//   bool all_is_well = soak.Run();      // prints what it does, and what is wrong with the seed that shows it again
//
// What must hold: the same work ends the same way as on an engine of its own; nothing runs beyond its limits, by the
// processor time of its thread; the process takes no more memory than the engines say; and every time that all of it
// pauses, it holds no more than it did before.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "bytelogic/engine.h"
#include "kinds.h"
#include "memory_watch.h"
#include "process_state.h"
#include "tally.h"

namespace bytelogic::soak {

struct Options {
  double seconds = 10;
  unsigned threads = 16;
  std::uint64_t seed = 1;
  bool verbose = false;
  std::string repository;  // for its examples and tests; empty: random programs alone
};

class Soak {
 public:
  explicit Soak(Options options);

  auto Run() -> bool;
  // Does one piece of work, by the name of its kind, and prints what comes of it.
  auto Replay(std::string_view kind, std::uint64_t seed) -> bool;

 private:
  // What a thread is at, for the watch.
  struct Worker {
    std::thread thread;
    std::atomic<std::size_t> kind = 0;
    std::atomic<std::uint64_t> seed = 0;
    std::atomic<double> since = 0;  // a time of Now; 0: at nothing
  };
  // The processes's state at a pause.
  struct Sample {
    double seconds;
    ProcessState state;
  };

  void Work(Worker& worker, std::uint64_t seed);
  void DoOne(std::size_t kind, std::uint64_t seed, bool keep);
  // What an engine of its own says.
  auto SignatureAlone(std::size_t kind, std::uint64_t seed) -> std::string;
  auto IsAsAlone(std::size_t kind, std::uint64_t seed, bool keep, const Outcome& outcome) -> bool;
  void Violated(std::size_t kind, std::uint64_t seed, const Outcome& outcome, const std::string& what);

  // Lets every thread end what it does, and hold still while `look` runs.
  template <typename Look>
  void WhilePaused(Look look);
  void PassGate();
  void Watch(double end);
  void TakeSample();
  void JudgeSamples();
  void JudgeMemory();
  static auto Now() -> double;

  const Options options_;
  const Sources sources_;
  MemoryWatch memory_;
  Engine engine_;
  const MemoryWatch::Watched watched_{memory_, engine_};
  Tally tally_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::atomic<bool> ending_ = false;
  std::atomic<std::uint64_t> violations_ = 0;
  double start_ = 0;

  std::mutex gate_;
  std::condition_variable changed_;
  bool paused_ = false;
  unsigned holding_ = 0;

  std::mutex known_mutex_;
  std::unordered_map<std::uint64_t, std::size_t> known_;  // hashes of signatures, by work
  std::mutex printing_;
  std::vector<Sample> samples_;
};

}  // namespace bytelogic::soak
