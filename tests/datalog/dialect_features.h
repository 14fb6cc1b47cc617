// dialect_features.h - counts which forms of the dialect the programs had, so that a gap in the generator shows.
//
//   Features features;
//   features.CountSource("p(X) :- \\+ q(X), r(X).");
//   std::string lines = features.Report();      // "         1  goal not" ...
//
// What lies behind the checker is counted by differential/coverage.h. Used by datalog_main.cc.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace bytelogic::datalog_test {

class Features {
 public:
  void CountSource(std::string_view source);
  // One line per form and its number of programs; forms that no program had stand first, with 0.
  [[nodiscard]] auto Report() const -> std::string;
  // Forms that no program had.
  [[nodiscard]] auto Missing() const -> std::string;

 private:
  std::map<std::string, std::uint64_t> programs_by_feature_;
};

}  // namespace bytelogic::datalog_test
