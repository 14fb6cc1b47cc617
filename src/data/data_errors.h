// data_errors.h - what is wrong with files of facts, with the codes that the same mistakes have in programs.
//
//   if (errors.Count()) errors.Add(DiagnosticKind::kArity, {"age.csv", 3, 1}, "1 field, ...", "give every row ...");
//   std::string text = errors.Text();   // age.csv:3:1: error[E203]: 1 field, ...
//
// The first twenty are described, the others counted: a million rows may have the same mistake. E101: no UTF-8; E102:
// ill-formed CSV or JSON; E104: a number out of range; E203: a wrong number of columns; R209: a value that does not fit
// its column; R212: data that cannot be read; R303, R310, R312, R313: a limit. Filled by whatever reads data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/load_budget.h"
#include "diagnostics/diagnostics.h"

namespace bytelogic::data {

// Line and column from 1, the column in code points. Line 0: the file as a whole.
struct DataPlace {
  std::string file;
  std::uint64_t line = 0;
  std::uint64_t column = 0;
};

class DataErrors {
 public:
  static constexpr std::size_t kMaxShown = Diagnostics::kMaxShown;

  // Counts an error; true where it is to be described by Add.
  auto Count() -> bool { return ++count_ <= kMaxShown; }
  void Add(DiagnosticKind kind, DataPlace place, std::string message, std::string help);
  // Both at once.
  void Report(DiagnosticKind kind, DataPlace place, std::string message, std::string help);
  void Report(ProblemText problem, DataPlace place) {
    Report(problem.kind, std::move(place), std::move(problem.message), std::move(problem.help));
  }

  [[nodiscard]] auto count() const -> std::size_t { return count_; }
  [[nodiscard]] auto empty() const -> bool { return count_ == 0; }
  // A limit ended the reading; then nothing more is read.
  [[nodiscard]] auto has_limit() const -> bool { return has_limit_; }
  // Nothing is wrong but that there is more than the limit.
  [[nodiscard]] auto OnlyLimit() const -> bool { return count_ == 1 && has_limit_; }
  [[nodiscard]] auto Text(bool color = false) const -> std::string;

 private:
  struct Entry {
    std::string file;
    Diagnostic diagnostic;
  };
  std::vector<Entry> entries_;
  std::size_t count_ = 0;
  bool has_limit_ = false;
};

}  // namespace bytelogic::data
