// Any bytes as a SQLite database with a table r, read as a program may name it (nothing but these bytes can be opened):
// limits hold, nothing waits, and rows that are written into a database and read again are the same.

#include <sqlite3.h>

#include "fact_fuzzing.h"

namespace {

using namespace bytelogic;
using namespace bytelogic::fuzz;

constexpr LoadLimits kShort{.rows = 500, .bytes = 100'000, .value_bytes = 300, .microseconds = 100'000};

auto Read(std::string_view bytes, const LoadLimits& limits) -> Reading {
  return ReadUnder(limits, {}, [&](LoadContext& context) {
    LoadSqlite({.path = "f", .file = FileOf(bytes), .table = "r", .query = {}, .parameters = {}}, "r", context);
  });
}

auto DatabaseOf(const FactTable& table) -> std::string {
  sqlite3* database = nullptr;
  BL_CHECK(sqlite3_open(":memory:", &database) == SQLITE_OK);
  std::string columns;
  std::string marks;
  for (std::size_t column = 0; column < table.arity(); ++column) {
    columns += (column > 0 ? ", c" : "c") + std::to_string(column);
    marks += column > 0 ? ", ?" : "?";
  }
  BL_CHECK(sqlite3_exec(database, ("CREATE TABLE r(" + columns + ")").c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_stmt* insert = nullptr;
  BL_CHECK(sqlite3_prepare_v2(database, ("INSERT INTO r VALUES(" + marks + ")").c_str(), -1, &insert, nullptr) ==
           SQLITE_OK);
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    sqlite3_reset(insert);
    for (std::size_t column = 0; column < table.arity(); ++column) {
      const Value value = table.At(row, column);
      const int at = static_cast<int>(column) + 1;
      if (const auto* number = std::get_if<std::int64_t>(&value)) sqlite3_bind_int64(insert, at, *number);
      if (const auto* real = std::get_if<double>(&value)) sqlite3_bind_double(insert, at, *real);
      if (const auto* text = std::get_if<std::string>(&value)) {
        sqlite3_bind_text(insert, at, text->data(), static_cast<int>(text->size()), SQLITE_TRANSIENT);
      }
    }
    BL_CHECK(sqlite3_step(insert) == SQLITE_DONE);
  }
  sqlite3_finalize(insert);
  sqlite3_int64 size = 0;
  unsigned char* bytes = sqlite3_serialize(database, "main", &size, 0);
  std::string copy(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  sqlite3_free(bytes);
  sqlite3_close(database);
  return copy;
}

}  // namespace

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  const std::uint64_t start = SteadyMicroseconds();
  const Reading read = Read({reinterpret_cast<const char*>(data), size}, kShort);
  BL_CHECK(SteadyMicroseconds() - start < 5'000'000);
  if (!read.errors.empty() || read.facts.tables().empty()) return 0;
  const FactTable& table = read.facts.tables().begin()->second;
  if (table.arity() == 0 || table.row_count() == 0) return 0;
  const Reading again = Read(DatabaseOf(table), {});
  BL_CHECK(again.errors.empty());
  BL_CHECK(Equal(read.facts, again.facts));
  return 0;
}
