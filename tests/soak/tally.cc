#include "tally.h"

#include <algorithm>
#include <cstdio>

namespace bytelogic::soak {

void Tally::Keep(std::array<Long, kLongest>& longest, Long one) {
  for (Long& kept : longest) {
    if (one.microseconds > kept.microseconds) std::swap(one, kept);
  }
}

void Tally::Add(std::size_t kind, std::uint64_t seed, const Outcome& outcome, double wall_us) {
  const std::lock_guard lock(mutex_);
  Row& row = rows_[kind];
  ++row.works;
  row.runs += outcome.runs;
  row.successes += outcome.successes;
  for (const auto& [code, count] : outcome.codes) row.codes[code] += count;
  Keep(row.longest_wall, {wall_us, seed});
  Keep(row.longest_processor, {outcome.longest_processor_us, seed});
  row.longest_overshoot_us = std::max(row.longest_overshoot_us, outcome.longest_overshoot_us);
}

auto Tally::runs() const -> std::uint64_t {
  const std::lock_guard lock(mutex_);
  std::uint64_t runs = 0;
  for (const Row& row : rows_) runs += row.runs;
  return runs;
}

void Tally::Print() const {
  const std::lock_guard lock(mutex_);
  std::printf("%-14s %9s %9s %9s  %-34s %s\n", "kind", "works", "runs", "answered", "longest, s (seed)",
              "most processor time of a run, s (seed)");
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const Row& row = rows_[i];
    std::printf("%-14s %9llu %9llu %9llu ", Kinds()[i].name, static_cast<unsigned long long>(row.works),
                static_cast<unsigned long long>(row.runs), static_cast<unsigned long long>(row.successes));
    for (const auto* longest : {&row.longest_wall, &row.longest_processor}) {
      std::printf(" %.3f (%llu), %.3f, %.3f  ", (*longest)[0].microseconds / 1e6,
                  static_cast<unsigned long long>((*longest)[0].seed), (*longest)[1].microseconds / 1e6,
                  (*longest)[2].microseconds / 1e6);
    }
    if (row.longest_overshoot_us > 0) std::printf("%.3f s beyond its limit", row.longest_overshoot_us / 1e6);
    std::printf("\n");
    if (row.codes.empty()) continue;
    std::printf("              ");
    for (const auto& [code, count] : row.codes) {
      std::printf(" %s %llu", code.c_str(), static_cast<unsigned long long>(count));
    }
    std::printf("\n");
  }
}

}  // namespace bytelogic::soak
