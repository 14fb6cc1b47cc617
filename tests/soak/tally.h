// tally.h - what a soak has done so far, by kind of work: the table that it prints.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "kinds.h"
#include "outcome.h"

namespace bytelogic::soak {

// Thread-safe.
class Tally {
 public:
  Tally() : rows_(Kinds().size()) {}

  // `wall_us`: of the whole piece of work, waiting for a sandbox included.
  void Add(std::size_t kind, std::uint64_t seed, const Outcome& outcome, double wall_us);
  // One line for each kind, and how its runs ended.
  void Print() const;
  [[nodiscard]] auto runs() const -> std::uint64_t;

 private:
  static constexpr std::size_t kLongest = 3;

  struct Long {
    double microseconds = 0;
    std::uint64_t seed = 0;
  };
  struct Row {
    std::uint64_t works = 0;
    std::uint64_t runs = 0;
    std::uint64_t successes = 0;
    std::map<std::string, std::uint64_t> codes;
    std::array<Long, kLongest> longest_wall;  // the longest first
    std::array<Long, kLongest> longest_processor;
    double longest_overshoot_us = 0;
  };

  static void Keep(std::array<Long, kLongest>& longest, Long one);

  mutable std::mutex mutex_;
  std::vector<Row> rows_;
};

}  // namespace bytelogic::soak
