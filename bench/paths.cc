// paths.cc - shortest paths from one node of a random graph of 10,000 nodes and 50,000 weighted edges, by a rule with
// KEEP MIN in the interpreting tier. Beside it in the same run, on the same graph: Dijkstra's algorithm in plain C++
// with the standard library's heap.
//
//   bench_paths [NODES EDGES]
#include <bytelogic/bytelogic.h>

#include <cstdio>
#include <functional>
#include <queue>
#include <random>

#include "harness.h"

namespace {

using namespace bytelogic;
using namespace bytelogic::bench;

struct Edge {
  std::int64_t from;
  std::int64_t to;
  std::int64_t weight;
};

// The sum of all distances, and how many nodes have one.
struct Distances {
  std::int64_t reached = 0;
  std::int64_t sum = 0;

  friend auto operator==(const Distances&, const Distances&) -> bool = default;
};

auto Dijkstra(std::int64_t nodes, const std::vector<Edge>& edges) -> Distances {
  std::vector<std::vector<std::pair<std::int64_t, std::int64_t>>> from(static_cast<std::size_t>(nodes));
  for (const Edge& edge : edges) from[static_cast<std::size_t>(edge.from)].emplace_back(edge.to, edge.weight);
  std::vector<std::int64_t> distance(static_cast<std::size_t>(nodes), -1);
  using Entry = std::pair<std::int64_t, std::int64_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
  queue.emplace(0, 0);
  Distances result;
  while (!queue.empty()) {
    const auto [cost, node] = queue.top();
    queue.pop();
    std::int64_t& known = distance[static_cast<std::size_t>(node)];
    if (known >= 0) continue;
    known = cost;
    ++result.reached;
    result.sum += cost;
    for (const auto& [to, weight] : from[static_cast<std::size_t>(node)]) {
      if (distance[static_cast<std::size_t>(to)] < 0) queue.emplace(cost + weight, to);
    }
  }
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  const std::int64_t nodes = argc > 2 ? std::strtoll(argv[1], nullptr, 10) : 10'000;
  const std::int64_t count = argc > 2 ? std::strtoll(argv[2], nullptr, 10) : 50'000;
  std::mt19937_64 random(1);
  std::vector<Edge> edges;
  Facts facts;
  FactTable* table = facts.Table("edge", 3);
  for (std::int64_t i = 0; i < count; ++i) {
    const auto node = [&] { return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(nodes)); };
    edges.push_back({node(), node(), static_cast<std::int64_t>(1 + random() % 100)});
    table->AddInt(edges.back().from);
    table->AddInt(edges.back().to);
    table->AddInt(edges.back().weight);
  }
  Engine engine;
  const CompileResult compiled = engine.Compile(
      "REL edge(from: int, to: int, weight: int)\nREL dist(node: int, cost: int KEEP MIN)\n"
      "FACT dist 0 0\nRULE dist: SCAN dist $x $c, JOIN edge $x $y $w, EMIT dist $y ($c + $w)\n"
      "SOLVE\nRESULT COUNT(QUERY dist ? ?)\nRESULT SUM(QUERY dist ? ?)\n");
  RunOptions options;
  options.limits.fuel = 1'000'000'000;
  options.limits.memory_bytes = 1ULL << 30;
  options.limits.time_us = 600'000'000;
  std::vector<double> ours, by_hand, ratios;
  for (int run = 0; run < 11; ++run) {
    double start = NowMicroseconds();
    const Result result = engine.Run(*compiled.program, facts, options);
    const double sandbox = NowMicroseconds() - start;
    start = NowMicroseconds();
    const Distances expected = Dijkstra(nodes, edges);
    const double native = NowMicroseconds() - start;
    const bool right = result.success && Distances{std::get<std::int64_t>(result.outputs[0].value),
                                                   std::get<std::int64_t>(result.outputs[1].value)} == expected;
    if (!right) {
      fmt::print(stderr, "wrong: {}\n", result.Text());
      return 1;
    }
    if (run == 0) continue;
    ours.push_back(sandbox / 1'000);
    by_hand.push_back(native / 1'000);
    ratios.push_back(sandbox / native);
  }
  fmt::print("shortest paths from one node: {} nodes, {} edges\n", nodes, count);
  fmt::print("  in the sandbox, interpreted      p50 {:7.1f} ms   min {:7.1f} ms\n", Percentile(ours, 0.5),
             Percentile(ours, 0));
  fmt::print("  Dijkstra, native                 p50 {:7.1f} ms   min {:7.1f} ms\n", Percentile(by_hand, 0.5),
             Percentile(by_hand, 0));
  fmt::print("  ratio, pair by pair              p50 {:7.1f}      min {:7.1f}   max {:.1f}\n", Percentile(ratios, 0.5),
             Percentile(ratios, 0), Percentile(ratios, 1));
}
