// row_sink.h - where readers of files put rows: the facts of one relation, typed as the program declares them.
//
//   RowSink sink(context, "age", "age.csv");
//   if (!sink.Begin(2, place)) return;                        // E203: age has another number of columns
//   for (each row) {
//     if (!sink.MakeRoom()) return sink.ReportRowLimit(place);   // R310: more rows than the limit
//     AddField(text, sink.type(0), sink.table()); ...
//   }
//
// Used by delimited_facts.cc, json_facts.cc and sqlite_facts.cc.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "bytelogic/facts.h"
#include "data/data_errors.h"
#include "data/load_budget.h"
#include "data/schema.h"

namespace bytelogic::data {

// What loading one file needs to know and may change.
struct LoadContext {
  const ProgramSchema& schema;
  Facts& facts;
  DataErrors& errors;
  LoadBudget& budget;                                   // of all files together
  std::function<void(const std::string&)> on_progress;  // told in words how far a reader came; may be empty
  bool standard_input_taken = false;
  bool programs_may_read_input = false;  // .input with IO=stdin
};

class RowSink {
 public:
  RowSink(LoadContext& context, std::string relation, std::string file);

  [[nodiscard]] auto file() const -> const std::string& { return file_; }
  [[nodiscard]] auto relation() const -> const std::string& { return relation_; }
  // As declared; null where the program does not.
  [[nodiscard]] auto schema() const -> const RelationSchema* { return schema_; }
  // The number of columns, where it is declared or rows came before.
  [[nodiscard]] auto arity() const -> std::optional<std::size_t>;
  [[nodiscard]] auto errors() -> DataErrors& { return context_.errors; }

  // Rows of `arity` values follow; false where that is not the relation's number of columns, and then it was reported.
  // `unit`: what a value is called, "field".
  auto Begin(std::size_t arity, std::string_view unit, const DataPlace& place) -> bool;
  // For a row of `count` values where another number is expected.
  void ReportArity(std::size_t count, std::string_view unit, const DataPlace& place);

  // Counts a row; false where it is one too many, and then ReportRowLimit says so.
  auto MakeRoom() -> bool { return context_.budget.AddRow(); }
  void ReportRowLimit(const DataPlace& place);
  // After Begin.
  [[nodiscard]] auto table() -> FactTable& { return *table_; }
  [[nodiscard]] auto has_table() const -> bool { return table_ != nullptr; }
  [[nodiscard]] auto type(std::size_t column) const -> std::optional<ColumnType>;
  [[nodiscard]] auto NameOf(std::size_t column) const -> std::string;

  // Adds a value that has a type of its own; false where it does not fit the column, and then ReportValue says why.
  auto AddValue(const Value& value, std::size_t column) -> bool;
  void ReportValue(const Value& value, std::size_t column, const DataPlace& place);

  // Tells how far the reader came.
  void TellProgress(std::uint64_t bytes, std::uint64_t size);

 private:
  LoadContext& context_;
  std::string relation_;
  std::string file_;
  const RelationSchema* schema_ = nullptr;
  FactTable* table_ = nullptr;
};

}  // namespace bytelogic::data
