// fact_files.h - `--facts parent=parent.csv`: files of tuples for a run.
//
//   Facts facts;
//   DataErrors errors;
//   LoadBudget budget(limits, &cancelled, clock);
//   LoadContext context{.schema = SchemaOf(ast), .facts = facts, .errors = errors, .budget = budget};
//   tl::expected<void, std::string> named = LoadFacts("parent=data/parent.csv", context);
//   if (!named) console.Error(named.error());        // the argument is wrong: "--facts =e.csv: no relation before ..."
//   else console.err.Write(errors.Text());           // data/parent.csv:3:7: error[E203]: 3 fields, ...
//
// Formats: .csv, .tsv, .facts, .json, .jsonl and .ndjson, each maybe packed (.gz), and SQLite databases.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "data/delimited.h"
#include "data/descriptor.h"
#include "data/row_sink.h"

namespace bytelogic::data {

// Adds the tuples that `argument` names (source_argument.h). What is wrong with the argument is the error, what is
// wrong with the data goes to context.errors; then the facts may hold rows, and are not to be used.
auto LoadFacts(const std::string& argument, LoadContext& context) -> tl::expected<void, std::string>;

enum class Header : std::uint8_t {
  kMaybe,  // where row 1 holds the declared names of all columns
  kYes,
  kNo,
};

// Each reads one file or text to its end. `name`: of the file, for messages.
void LoadDelimited(ByteSource& source, const std::string& name, const std::string& relation, DelimitedFormat format,
                   Header header, LoadContext& context);
// An array of rows, which are arrays, objects by column name, or scalars for one column; where `relation` is empty, an
// object of such arrays by relation.
void LoadJson(ByteSource& source, const std::string& name, const std::string& relation, LoadContext& context);
// One row per line.
void LoadJsonLines(ByteSource& source, const std::string& name, const std::string& relation, LoadContext& context);

// What of a SQLite database is read: a table, or the rows of one SELECT with values for its parameters.
struct SqliteSource {
  std::string path;
  // A file that is open already, because a program named it: then nothing else is opened, and `path` is for messages.
  // None: the database at `path`, which the user named, with the files that SQLite keeps beside it.
  Descriptor file;
  std::string table;
  std::string query;
  std::vector<std::pair<std::string, std::string>> parameters;  // by name, without `:`, `@` or `$`
};
void LoadSqlite(SqliteSource source, const std::string& relation, LoadContext& context);

// Whether a program can have a relation of this name, and what to say where it cannot.
auto IsRelationName(std::string_view name) -> bool;
auto NoRelationName(std::string_view name) -> std::string;

}  // namespace bytelogic::data
