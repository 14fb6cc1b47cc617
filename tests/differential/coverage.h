// coverage.h - counts what the generated programs exercised, so that a gap in the generator shows.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "bytelogic/result.h"
#include "sema/checked_program.h"

namespace bytelogic::differential {

class Coverage {
 public:
  void CountProgram(const sema::CheckedProgram& program);
  void CountResult(const Result& result);
  // One line per feature and its number of programs; features that no program had stand first, with 0.
  [[nodiscard]] auto Report() const -> std::string;
  // Features that no program had.
  [[nodiscard]] auto Missing() const -> std::string;

 private:
  // Programs by feature: `expression add.int`, `clause match`, `strata 3, recursive`, `diagnostic R202`.
  std::map<std::string, std::uint64_t> programs_by_feature_;
};

}  // namespace bytelogic::differential
