// closure.cc - the transitive closure of a chain of 1,000 facts, 500,500 tuples, in the interpreting tier. Beside it in
// the same run, on the same edges: a semi-naive loop written by hand for just this rule (a log of packed
// pairs with a flat hash table, adjacency by arrays), compiled with the same compiler.
//
//   bench_closure [NODES]
#include <bytelogic/bytelogic.h>

#include <cstdio>

#include "harness.h"

namespace {

using namespace bytelogic;
using namespace bytelogic::bench;

// A log of pairs without duplicates: open addressing, at most half full. The delta of a round is a stretch of the log.
class PairLog {
 public:
  PairLog() : slots_(1U << bits_, kEmpty) {}

  void Insert(std::uint64_t pair) {
    std::uint64_t& slot = Find(pair);
    if (slot == pair) return;
    slot = pair;
    log_.push_back(pair);
    if (2 * log_.size() > slots_.size()) Grow();
  }
  [[nodiscard]] auto size() const -> std::size_t { return log_.size(); }
  auto operator[](std::size_t at) const -> std::uint64_t { return log_[at]; }

 private:
  static constexpr std::uint64_t kEmpty = ~0ULL;

  auto Find(std::uint64_t pair) -> std::uint64_t& {
    std::size_t at = (pair * 0x9E37'79B9'7F4A'7C15ULL) >> (64 - bits_);
    while (slots_[at] != kEmpty && slots_[at] != pair) at = (at + 1) & (slots_.size() - 1);
    return slots_[at];
  }

  void Grow() {
    bits_ += 2;
    slots_.assign(std::size_t{1} << bits_, kEmpty);
    for (const std::uint64_t pair : log_) Find(pair) = pair;
  }

  unsigned bits_ = 12;
  std::vector<std::uint64_t> slots_;
  std::vector<std::uint64_t> log_;
};

auto CloseByHand(std::uint32_t nodes) -> std::size_t {
  std::vector<std::vector<std::uint32_t>> before(nodes + 1);
  PairLog closure;
  for (std::uint32_t i = 0; i < nodes; ++i) {
    before[i + 1].push_back(i);
    closure.Insert(std::uint64_t{i} << 32 | (i + 1));
  }
  for (std::size_t begin = 0, end = closure.size(); begin < end; begin = end, end = closure.size()) {
    for (std::size_t at = begin; at < end; ++at) {
      const std::uint64_t pair = closure[at];
      for (const std::uint64_t from : before[pair >> 32]) closure.Insert(from << 32 | (pair & 0xFFFF'FFFF));
    }
  }
  return closure.size();
}

}  // namespace

int main(int argc, char** argv) {
  const auto nodes = static_cast<std::uint32_t>(argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1'000);
  const std::uint64_t expected = std::uint64_t{nodes} * (nodes + 1) / 2;
  Engine engine;
  const CompileResult compiled = engine.Compile(
      "REL edge(a: int, b: int)\nREL path(a: int, b: int)\n"
      "RULE path: SCAN edge $x $y, EMIT path $x $y\n"
      "RULE path: SCAN edge $x $y, JOIN path $y $z, EMIT path $x $z\n"
      "SOLVE\nQUERY path 0 1\n");
  Facts facts;
  for (std::uint32_t i = 0; i < nodes; ++i) {
    facts.Add("edge", {static_cast<std::int64_t>(i), static_cast<std::int64_t>(i + 1)});
  }
  RunOptions options;
  options.limits.tuples = 2 * expected + nodes;
  options.limits.fuel = 100 * expected;
  options.limits.memory_bytes = 1ULL << 30;
  options.limits.time_us = 600'000'000;
  std::vector<double> ours, by_hand, ratios;
  for (int run = 0; run < 11; ++run) {
    double start = NowMicroseconds();
    const Result result = engine.Run(*compiled.program, facts, options);
    const double sandbox = NowMicroseconds() - start;
    if (!result.success || result.statistics.tuples[1].second != expected) {
      fmt::print(stderr, "wrong: {}\n", result.Text());
      return 1;
    }
    start = NowMicroseconds();
    const std::size_t size = CloseByHand(nodes);
    const double native = NowMicroseconds() - start;
    if (size != expected) return 1;
    if (run == 0) continue;
    ours.push_back(sandbox / 1'000);
    by_hand.push_back(native / 1'000);
    ratios.push_back(sandbox / native);
  }
  fmt::print("closure of a chain of {}: {} tuples\n", nodes, expected);
  fmt::print("  in the sandbox, interpreted      p50 {:7.1f} ms   min {:7.1f} ms\n", Percentile(ours, 0.5),
             Percentile(ours, 0));
  fmt::print("  by hand, native                  p50 {:7.1f} ms   min {:7.1f} ms\n", Percentile(by_hand, 0.5),
             Percentile(by_hand, 0));
  fmt::print("  ratio, pair by pair              p50 {:7.1f}      min {:7.1f}   max {:.1f}\n", Percentile(ratios, 0.5),
             Percentile(ratios, 0), Percentile(ratios, 1));
}
