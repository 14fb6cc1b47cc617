// fact_reading.h - for the tests of the readers of facts: a text as a file, read under a program's declarations, shown.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "data/fact_files.h"
#include "syntax/bytelogic/parser.h"

namespace bytelogic::data {

// A folder that goes away with its files.
class TestFolder {
 public:
  TestFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "bytelogic-facts-XXXXXX").string();
    EXPECT_NE(mkdtemp(name.data()), nullptr);
    path_ = name;
  }
  ~TestFolder() { std::filesystem::remove_all(path_); }
  TestFolder(const TestFolder&) = delete;
  auto operator=(const TestFolder&) -> TestFolder& = delete;

  auto Write(const std::string& name, std::string_view bytes) -> std::string {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return (path_ / name).string();
  }
  [[nodiscard]] auto path() const -> const std::filesystem::path& { return path_; }

 private:
  std::filesystem::path path_;
};

// `r(1,f1.5,'two')r(...)`
inline auto Show(const Facts& facts) -> std::string {
  std::string out;
  for (const auto& [name, table] : facts.tables()) {
    for (std::size_t row = 0; row < table.row_count(); ++row) {
      out += name + "(";
      for (std::size_t column = 0; column < table.arity(); ++column) {
        const Value value = table.At(row, column);
        if (column > 0) out += ",";
        if (const auto* number = std::get_if<std::int64_t>(&value)) out += std::to_string(*number);
        if (const auto* number = std::get_if<double>(&value)) out += "f" + std::to_string(*number);
        if (const auto* symbol = std::get_if<std::string>(&value)) out += "'" + *symbol + "'";
      }
      out += ")";
    }
  }
  return out;
}

inline auto TestClock() -> std::uint64_t {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(now).count());
}

// The facts that `argument` (of --facts) gives under the declarations of `program`, or what is wrong, with `folder`
// left out of the names of files.
inline auto ReadArgument(const std::string& argument, std::string_view program, const TestFolder& folder,
                         LoadLimits limits = {}, const std::atomic<bool>* cancelled = nullptr) -> std::string {
  Diagnostics diagnostics;
  const ProgramSchema schema = SchemaOf(syntax::ParseProgram(program, diagnostics));
  Facts facts;
  DataErrors errors;
  LoadBudget budget(limits, cancelled, TestClock);
  LoadContext context{.schema = schema, .facts = facts, .errors = errors, .budget = budget};
  const auto named = LoadFacts(argument, context);
  std::string text = !named ? named.error() : errors.empty() ? Show(facts) : errors.Text();
  const std::string prefix = folder.path().string() + "/";
  for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix))
    text.erase(at, prefix.size());
  return text;
}

// The same for a file `name` that holds `bytes`.
inline auto ReadText(const std::string& name, std::string_view bytes, std::string_view program = "",
                     const std::string& options = "", LoadLimits limits = {}) -> std::string {
  TestFolder folder;
  return ReadArgument("r=" + folder.Write(name, bytes) + options, program, folder, limits);
}

}  // namespace bytelogic::data
