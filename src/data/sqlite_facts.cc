// LoadSqlite: the rows of a table or of one SELECT, through SQLite itself (sqlite_database.h says within what bounds).
// What a statement may do is asked of SQLite (sqlite3_stmt_readonly), not guessed from its text.
//
// SQLite looks at the budget between the steps of its virtual machine, but one step may take long: to sort what a view
// collected, to match a text of a megabyte against a pattern. So it works in a thread of its own, on facts that are
// handed to it as a whole; where it does not end when it is told to, it is left behind with all that it owns, and ends
// after its step.

#include <fmt/format.h>
#include <sqlite3.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "data/fact_files.h"
#include "data/field.h"
#include "data/sqlite_database.h"

namespace bytelogic::data {

namespace {

using Statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

class SqliteLoader {
 public:
  // `rows_shown`: how far it came, for who waits.
  SqliteLoader(SqliteSource& source, const std::string& relation, LoadContext& context,
               std::atomic<std::uint64_t>& rows_shown)
      : source_(source),
        budget_(context.budget),
        sink_(context, relation, source.path),
        database_(context.budget),
        rows_shown_(rows_shown) {}

  // The budget ended; who waits knows why.
  [[nodiscard]] auto has_ended() const -> bool { return has_ended_; }

  void Load() {
    if (auto problem = database_.Open(source_.path, std::move(source_.file)); problem) {
      return sink_.errors().Report(*problem, Here());
    }
    if (!Prepare() || !Bind() || !ChooseColumns()) return;
    std::uint64_t row = 0;
    while (true) {
      const int status = sqlite3_step(statement_.get());
      if (status == SQLITE_DONE) break;
      if (status != SQLITE_ROW) return StepFailed(status, row);
      rows_shown_.store(++row, std::memory_order_relaxed);
      if (!sink_.MakeRoom()) return sink_.ReportRowLimit(Here());
      if (!AddRow(row)) return;
    }
    if (database_.HasChanged()) Fail("the database was changed while it was read", "read it again");
  }

 private:
  [[nodiscard]] auto Here() const -> DataPlace { return {source_.path, 0, 0}; }

  void StepFailed(int status, std::uint64_t row) {
    const int kind = status & 0xFF;
    if (budget_.HasEnded()) {
      has_ended_ = true;
      return;
    }
    if (kind == SQLITE_TOOBIG) return sink_.errors().Report(budget_.ValueTooLong(), Here());
    if (kind == SQLITE_NOMEM) {
      return Fail(fmt::format("the query needs more than {} MiB of memory", SqliteDatabase::kMaxMemory >> 20),
                  "sort and group less");
    }
    Fail(fmt::format("the query fails after {} rows: {}", row, sqlite3_errmsg(database_.get())),
         "check the query and the database");
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
      Fail("the query is not a SELECT: it would change the database, or gives no rows", "write a SELECT");
      return false;
    }
    return true;
  }

  auto PrepareFailed(int status) -> bool {
    if (budget_.HasEnded() || status == SQLITE_NOMEM || status == SQLITE_TOOBIG) return StepFailed(status, 0), false;
    if (status == SQLITE_NOTADB || status == SQLITE_CORRUPT) {
      Fail("the file is not a SQLite database, or is damaged", "give a database that sqlite3 can open");
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
      names.emplace_back(std::string_view(name != nullptr ? name : "").substr(0, kMaxColumnName));
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

  // False: a limit is passed.
  auto AddRow(std::uint64_t row) -> bool {
    for (std::size_t column = 0; column < columns_.size(); ++column) {
      if (AddColumn(row, column)) continue;
      sink_.table().DropIncompleteRow();
      return !sink_.errors().has_limit();
    }
    return true;
  }

  auto PlaceOf(std::uint64_t row, std::size_t column) -> DataPlace {
    return {fmt::format("{}, row {}, column {}", source_.path, row, column_names_[columns_[column]]), 0, 0};
  }

  // Whether there is room for a value; else it was reported.
  auto MakeRoom(std::uint64_t bytes, bool is_text, std::uint64_t row, std::size_t column) -> bool {
    if (is_text && bytes > budget_.limits().value_bytes) {
      sink_.errors().Report(budget_.ValueTooLong(), PlaceOf(row, column));
      return false;
    }
    if (budget_.AddBytes(bytes)) return true;
    sink_.errors().Report(budget_.TooManyBytes(), PlaceOf(row, column));
    return false;
  }

  auto AddColumn(std::uint64_t row, std::size_t column) -> bool {
    const auto at = static_cast<int>(columns_[column]);
    sqlite3_stmt* statement = statement_.get();
    const auto place = [&] { return PlaceOf(row, column); };
    Value value;
    const int type = sqlite3_column_type(statement, at);
    const bool is_text = type == SQLITE_TEXT;
    const auto bytes = is_text ? static_cast<std::uint64_t>(sqlite3_column_bytes(statement, at)) : sizeof(std::int64_t);
    if (!MakeRoom(bytes, is_text, row, column)) return false;
    switch (type) {
      case SQLITE_INTEGER:
        value = static_cast<std::int64_t>(sqlite3_column_int64(statement, at));
        break;
      case SQLITE_FLOAT:
        value = sqlite3_column_double(statement, at);
        break;
      case SQLITE_TEXT: {
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, at));
        value.emplace<std::string>(text != nullptr ? text : "", text != nullptr ? bytes : 0);
        break;
      }
      case SQLITE_NULL:
        sink_.errors().Report(DiagnosticKind::kValueDoesNotFit, place(), "NULL is not a value",
                              "leave the row out by WHERE ... IS NOT NULL in a query, or give COALESCE(..., VALUE)");
        return false;
      default:
        sink_.errors().Report(DiagnosticKind::kValueDoesNotFit, place(), "a BLOB is not a value",
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

  // A column may be called like the whole expression that it is.
  static constexpr std::size_t kMaxColumnName = 200;

  SqliteSource& source_;
  LoadBudget& budget_;
  RowSink sink_;
  SqliteDatabase database_;
  std::atomic<std::uint64_t>& rows_shown_;
  bool has_ended_ = false;
  Statement statement_{nullptr, sqlite3_finalize};  // after the database: dropped before it
  std::vector<std::size_t> columns_;                // for each of the relation, which of the statement
  std::vector<std::string> column_names_;           // of the statement
};

// All that the thread works on, owned by it and by who waits for it.
struct Job {
  Job(SqliteSource taken, std::string name, LoadContext& context)
      : source(std::move(taken)),
        relation(std::move(name)),
        schema(context.schema),
        facts(std::move(context.facts)),
        errors(context.errors),
        budget(context.budget.For(&stop)) {}

  void Run() {
    LoadContext context{.schema = schema, .facts = facts, .errors = errors, .budget = budget};
    SqliteLoader loader(source, relation, context, rows);
    loader.Load();
    const std::lock_guard lock(mutex);
    has_ended = loader.has_ended();
    done = true;
    changed.notify_one();
  }

  SqliteSource source;
  std::string relation;
  ProgramSchema schema;
  Facts facts;
  DataErrors errors;
  std::atomic<bool> stop{false};
  std::atomic<std::uint64_t> rows{0};
  LoadBudget budget;

  std::mutex mutex;
  std::condition_variable changed;
  bool done = false;
  bool has_ended = false;
};

// Waits until the job is done; false where it does not end though the budget has.
auto WaitFor(Job& job, const std::string& path, LoadContext& context) -> bool {
  constexpr std::chrono::milliseconds kLook{5};
  constexpr std::chrono::milliseconds kPatience{10};
  const auto done = [&job] { return job.done; };
  std::unique_lock lock(job.mutex);
  while (!job.changed.wait_for(lock, kLook, done)) {
    if (context.on_progress) context.on_progress(fmt::format("reading {}, {} rows", path, job.rows.load()));
    if (!context.budget.HasEnded()) continue;
    job.stop = true;
    return job.changed.wait_for(lock, kPatience, done);
  }
  return true;
}

}  // namespace

void LoadSqlite(SqliteSource source, const std::string& relation, LoadContext& context) {
  const std::string path = source.path;
  const auto job = std::make_shared<Job>(std::move(source), relation, context);
  try {
    std::thread thread([job] { job->Run(); });
    if (!WaitFor(*job, path, context)) {
      thread.detach();
      return context.errors.Report(context.budget.Ended(), {path, 0, 0});
    }
    thread.join();
  } catch (const std::system_error&) {
    job->Run();  // no thread to be had
  }
  context.facts = std::move(job->facts);
  context.errors = std::move(job->errors);
  context.budget.Take(job->budget);
  if (job->has_ended) context.errors.Report(context.budget.Ended(), {path, 0, 0});
}

}  // namespace bytelogic::data
