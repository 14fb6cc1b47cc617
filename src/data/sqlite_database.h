// sqlite_database.h - a SQLite database that is read and nothing else, with bounds on what reading may cost.
//
//   SqliteDatabase database(budget);
//   if (auto problem = database.Open(path, descriptor)) return Fail(*problem);
//   sqlite3_prepare_v2(database.get(), ...);
//
// A database is a stranger's: its schema may hold views that never end, texts that fill the memory and tables that are
// code. So no extension is loaded, no virtual table runs, views run no function with side effects
// (trusted_schema off), an authorizer lets nothing happen but reading this one database,
// sorting stays in memory, and memory, lengths and time are bounded. Used by sqlite_facts.cc.
#pragma once

#include <sqlite3.h>

#include <memory>
#include <optional>
#include <string>

#include "data/descriptor.h"
#include "data/load_budget.h"

namespace bytelogic::data {

class SqliteDatabase {
 public:
  // What SQLite may take, for its pages, for sorting and for what views collect.
  static constexpr std::int64_t kMaxMemory = std::int64_t{256} << 20;

  // `budget` must outlive the database; where it ends, statements do (SQLITE_INTERRUPT).
  explicit SqliteDatabase(const LoadBudget& budget);
  ~SqliteDatabase();
  SqliteDatabase(const SqliteDatabase&) = delete;
  auto operator=(const SqliteDatabase&) -> SqliteDatabase& = delete;

  // Opens the file at `path`, or `file` where it is open already: then SQLite reads these bytes and opens nothing, and
  // the database must not change meanwhile. What goes wrong is R212.
  auto Open(const std::string& path, Descriptor file) -> std::optional<ProblemText>;
  // Whether a file that was given as open has changed since.
  [[nodiscard]] auto HasChanged() const -> bool;
  [[nodiscard]] auto get() const -> sqlite3* { return database_.get(); }

 private:
  class DescriptorFiles;
  void Bound();

  const LoadBudget& budget_;
  std::unique_ptr<DescriptorFiles> files_;  // before the database: dropped after it
  std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database_{nullptr, sqlite3_close};
};

}  // namespace bytelogic::data
