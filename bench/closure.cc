// closure.cc - the transitive closure of a chain of 1,000 facts, 500,500 tuples, in the interpreting tier. Beside it in
// the same run, on the same edges: a semi-naive loop written by hand for just this rule (one flat hash set of packed
// pairs, adjacency by arrays), compiled with the same compiler.
//
//   bench_closure [NODES]
#include <bytelogic/bytelogic.h>

#include <cstdio>

#include "harness.h"

namespace {

using namespace bytelogic;
using namespace bytelogic::bench;

// Open addressing, linear probing, grows at one half.
class PairSet {
 public:
  PairSet() : slots_(1'024, kEmpty) {}

  auto Insert(std::uint64_t pair) -> bool {
    if (2 * (size_ + 1) > slots_.size()) Grow();
    std::uint64_t& slot = Find(pair);
    if (slot == pair) return false;
    slot = pair;
    ++size_;
    return true;
  }
  [[nodiscard]] auto size() const -> std::size_t { return size_; }

 private:
  static constexpr std::uint64_t kEmpty = ~0ULL;

  auto Find(std::uint64_t pair) -> std::uint64_t& {
    std::size_t at = (pair * 0x9E3779B97F4A7C15ULL) >> 20 & (slots_.size() - 1);
    while (slots_[at] != kEmpty && slots_[at] != pair) at = (at + 1) & (slots_.size() - 1);
    return slots_[at];
  }

  auto Grow() -> void {
    std::vector<std::uint64_t> old(slots_.size() * 2, kEmpty);
    old.swap(slots_);
    for (const std::uint64_t pair : old) {
      if (pair != kEmpty) Find(pair) = pair;
    }
  }

  std::vector<std::uint64_t> slots_;
  std::size_t size_ = 0;
};

auto CloseByHand(std::uint32_t nodes) -> std::size_t {
  std::vector<std::vector<std::uint32_t>> before(nodes + 1);
  for (std::uint32_t i = 0; i < nodes; ++i) before[i + 1].push_back(i);
  PairSet closure;
  std::vector<std::uint64_t> delta, next;
  const auto add = [&](std::uint64_t from, std::uint64_t to) {
    if (closure.Insert(from << 32 | to)) next.push_back(from << 32 | to);
  };
  for (std::uint32_t i = 0; i < nodes; ++i) add(i, i + 1);
  while (!next.empty()) {
    delta.swap(next);
    next.clear();
    for (const std::uint64_t pair : delta) {
      for (const std::uint32_t from : before[pair >> 32]) add(from, pair & 0xFFFF'FFFF);
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
