// LoadSqlite: the rows of a table or of one SELECT, through SQLite itself.
//
// The database is opened read-only, and its contents are not trusted: no extension is loaded, views and triggers of the
// schema run no function with side effects (trusted_schema off), and the authorizer lets nothing happen but reading
// this one database. What a statement may do is asked of SQLite (sqlite3_stmt_readonly), not guessed from its text.

#include <fmt/format.h>
#include <sqlite3.h>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "tools/data/fact_files.h"
#include "tools/data/field.h"
#include "tools/files.h"
#include "tools/interrupt.h"

namespace bytelogic::tools {

namespace {

// Virtual machine steps between two looks at Ctrl-C.
constexpr int kStepsBetweenLooks = 10'000;
constexpr int kBusyMilliseconds = 2'000;
constexpr std::uint64_t kRowsBetweenProgress = 10'000;

using Database = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;
using Statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

auto Authorize(void* /*data*/, int action, const char* first, const char* second, const char* /*database*/,
               const char* /*trigger*/) -> int {
  const std::string_view function = second != nullptr ? second : "";
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
      return SQLITE_OK;
    case SQLITE_FUNCTION:
      return function == "load_extension" ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_PRAGMA:  // the pragmas that are read as tables tell of the schema
      return first != nullptr && std::string_view(first).starts_with("table_") ? SQLITE_OK : SQLITE_DENY;
    default:
      return SQLITE_DENY;
  }
}

class SqliteLoader {
 public:
  SqliteLoader(const SqliteSource& source, const std::string& relation, LoadContext& context)
      : source_(source), sink_(context, relation, source.path) {}

  void Load() {
    if (!Open() || !Prepare() || !Bind() || !ChooseColumns()) return;
    std::uint64_t row = 0;
    while (true) {
      const int status = sqlite3_step(statement_.get());
      if (status == SQLITE_DONE) return;
      if (*InterruptFlag()) return;
      if (status != SQLITE_ROW) {
        return Fail(fmt::format("the query fails after {} rows: {}", row, sqlite3_errmsg(database_.get())),
                    "check the query and the database");
      }
      ++row;
      if (!sink_.MakeRoom()) return sink_.ReportLimit({source_.path, 0, 0});
      AddRow(row);
      if (row % kRowsBetweenProgress == 0) sink_.ShowProgress(0, 0);
    }
  }

 private:
  // SQLite creates no file when it is opened for reading, but says little of why it cannot.
  auto Open() -> bool {
    if (const auto input = Input::Open(source_.path); !input) {
      const auto [message, help] = SplitHelp(input.error());
      Fail(std::string(message), std::string(help));
      return false;
    }
    sqlite3* opened = nullptr;
    const int status =
        sqlite3_open_v2(source_.path.c_str(), &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
    database_.reset(opened);
    if (status != SQLITE_OK || opened == nullptr) {
      Fail(fmt::format("cannot open the database: {}", sqlite3_errstr(status)), "check the path");
      return false;
    }
    sqlite3_extended_result_codes(opened, 0);
    sqlite3_busy_timeout(opened, kBusyMilliseconds);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
    sqlite3_limit(opened, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_set_authorizer(opened, Authorize, nullptr);
    sqlite3_progress_handler(
        opened, kStepsBetweenLooks, [](void*) { return InterruptFlag()->load() ? 1 : 0; }, nullptr);
    return true;
  }

  auto Prepare() -> bool {
    const std::string text =
        source_.query.empty() ? fmt::format("SELECT * FROM {}", QuotedName(source_.table)) : source_.query;
    sqlite3_stmt* prepared = nullptr;
    const char* rest = nullptr;
    const int status =
        sqlite3_prepare_v2(database_.get(), text.data(), static_cast<int>(text.size()), &prepared, &rest);
    statement_.reset(prepared);
    if (status != SQLITE_OK) return PrepareFailed(status);
    if (prepared == nullptr) {
      Fail("the query is empty", "write ?query=SELECT ...");
      return false;
    }
    const std::string_view after(rest, text.data() + text.size() - rest);
    if (after.find_first_not_of(" \t\r\n;") != std::string_view::npos) {
      Fail("more than one statement in the query", "write a single SELECT");
      return false;
    }
    if (sqlite3_stmt_readonly(prepared) == 0 || sqlite3_column_count(prepared) == 0) {
      Fail("the query is no SELECT: it would change the database, or gives no rows", "write a SELECT");
      return false;
    }
    return true;
  }

  auto PrepareFailed(int status) -> bool {
    if (status == SQLITE_NOTADB || status == SQLITE_CORRUPT) {
      Fail("the file is no SQLite database, or a damaged one", "give a database that sqlite3 can open");
      return false;
    }
    const std::string message = sqlite3_errmsg(database_.get());
    if (status == SQLITE_AUTH) {
      Fail("the query does more than read this database: " + message, "write a SELECT");
    } else if (source_.query.empty() && message.starts_with("no such table")) {
      Fail(fmt::format("the database has no table {}", source_.table), TablesHelp());
    } else {
      Fail(fmt::format("the query cannot be read: {}", message), "check the names of tables and columns");
    }
    return false;
  }

  // "it has orders, people".
  auto TablesHelp() -> std::string {
    sqlite3_stmt* prepared = nullptr;
    constexpr const char* kTables =
        "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY name LIMIT 9";
    if (sqlite3_prepare_v2(database_.get(), kTables, -1, &prepared, nullptr) != SQLITE_OK) return "check its name";
    const Statement tables(prepared, sqlite3_finalize);
    std::vector<std::string> names;
    while (sqlite3_step(prepared) == SQLITE_ROW) {
      const auto* name = reinterpret_cast<const char*>(sqlite3_column_text(prepared, 0));
      names.emplace_back(name != nullptr ? name : "");
    }
    if (names.empty()) return "it has no tables at all";
    const bool more = names.size() > 8;
    if (more) names.pop_back();
    return fmt::format("it has {}{}", fmt::join(names, ", "), more ? " and others" : "");
  }

  static auto QuotedName(std::string_view name) -> std::string {
    std::string quoted = "\"";
    for (const char byte : name) {
      quoted += byte;
      if (byte == '"') quoted += byte;
    }
    return quoted + "\"";
  }

  // Every parameter of the query has a value, and every value a parameter.
  auto Bind() -> bool {
    std::vector<bool> used(source_.parameters.size(), false);
    const int count = sqlite3_bind_parameter_count(statement_.get());
    for (int i = 1; i <= count; ++i) {
      const char* spelled = sqlite3_bind_parameter_name(statement_.get(), i);
      if (spelled == nullptr || *spelled == '?') {
        Fail("a parameter without a name in the query", "write :NAME in the query, and &NAME=VALUE after it");
        return false;
      }
      const std::string_view name = spelled + 1;
      bool found = false;
      for (std::size_t k = 0; k < source_.parameters.size(); ++k) {
        if (source_.parameters[k].first != name) continue;
        found = used[k] = true;
        BindValue(i, source_.parameters[k].second);
      }
      if (found) continue;
      Fail(fmt::format("the parameter {} of the query has no value", spelled), fmt::format("add &{}=VALUE", name));
      return false;
    }
    for (std::size_t k = 0; k < used.size(); ++k) {
      if (used[k]) continue;
      const std::string& name = source_.parameters[k].first;
      Fail(fmt::format("the query has no parameter :{}", name),
           fmt::format("write :{} in it, or %26 for an & in it", name));
      return false;
    }
    return true;
  }

  // As a field of a file would read: a number where it is one.
  void BindValue(int parameter, const std::string& text) {
    FactTable one(1);
    const bool is_value = AddField(text, std::nullopt, one) == FieldProblem::kNone;
    const Value value = is_value ? one.At(0, 0) : Value(text);
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      sqlite3_bind_int64(statement_.get(), parameter, *number);
    } else if (const auto* real = std::get_if<double>(&value)) {
      sqlite3_bind_double(statement_.get(), parameter, *real);
    } else {
      sqlite3_bind_text64(statement_.get(), parameter, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    }
  }

  // A table's columns are found by name where the program names its own, and taken as they stand elsewhere.
  auto ChooseColumns() -> bool {
    std::vector<std::string> names;
    for (int i = 0; i < sqlite3_column_count(statement_.get()); ++i) {
      const char* name = sqlite3_column_name(statement_.get(), i);
      names.emplace_back(name != nullptr ? name : "");
    }
    std::optional<std::vector<std::size_t>> chosen;
    if (source_.query.empty() && sink_.schema() != nullptr) {
      chosen = MatchColumns(*sink_.schema(), {names.begin(), names.end()});
    }
    for (std::size_t i = 0; !chosen && i < names.size(); ++i) columns_.push_back(i);
    if (chosen) columns_ = *chosen;
    column_names_ = std::move(names);
    return sink_.Begin(columns_.size(), "column", {source_.path, 0, 0});
  }

  void AddRow(std::uint64_t row) {
    for (std::size_t column = 0; column < columns_.size(); ++column) {
      if (AddColumn(row, column)) continue;
      sink_.table().DropIncompleteRow();
      return;
    }
  }

  auto AddColumn(std::uint64_t row, std::size_t column) -> bool {
    const auto at = static_cast<int>(columns_[column]);
    sqlite3_stmt* statement = statement_.get();
    const auto place = [&] {
      return DataPlace{fmt::format("{}, row {}, column {}", source_.path, row, column_names_[columns_[column]]), 0, 0};
    };
    Value value;
    switch (sqlite3_column_type(statement, at)) {
      case SQLITE_INTEGER:
        value = static_cast<std::int64_t>(sqlite3_column_int64(statement, at));
        break;
      case SQLITE_FLOAT:
        value = sqlite3_column_double(statement, at);
        break;
      case SQLITE_TEXT: {
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, at));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, at));
        value.emplace<std::string>(text != nullptr ? text : "", text != nullptr ? size : 0);
        break;
      }
      case SQLITE_NULL:
        sink_.errors().Report(DiagnosticKind::kValueDoesNotFit, place(), "NULL is no value",
                              "leave the row out by WHERE ... IS NOT NULL in a query, or give COALESCE(..., VALUE)");
        return false;
      default:
        sink_.errors().Report(DiagnosticKind::kValueDoesNotFit, place(), "a BLOB is no value",
                              "give its text by CAST(... AS TEXT) or HEX(...) in a query, or leave the column out");
        return false;
    }
    if (sink_.AddValue(value, column)) return true;
    sink_.ReportValue(value, column, place());
    return false;
  }

  void Fail(std::string message, std::string help) {
    sink_.errors().Report(DiagnosticKind::kUnreadableData, {source_.path, 0, 0}, std::move(message), std::move(help));
  }

  const SqliteSource& source_;
  RowSink sink_;
  Database database_{nullptr, sqlite3_close};
  Statement statement_{nullptr, sqlite3_finalize};  // after the database: dropped before it
  std::vector<std::size_t> columns_;                // for each of the relation, which of the statement
  std::vector<std::string> column_names_;           // of the statement
};

}  // namespace

void LoadSqlite(const SqliteSource& source, const std::string& relation, LoadContext& context) {
  SqliteLoader(source, relation, context).Load();
}

}  // namespace bytelogic::tools
