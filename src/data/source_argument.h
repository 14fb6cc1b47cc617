// source_argument.h - the argument of --facts, taken apart.
//
//   ParseSourceArgument("edge=edges.csv?header")     // relation edge, path edges.csv, options: header
//   ParseSourceArgument("age=sqlite:app.db?query=SELECT%20name,age%20FROM%20people")
//   ParseSourceArgument("facts.json")                // no relation: an object of relations
//
// What follows `?` are options as in a URL, NAME=VALUE joined by `&`, with %XX and + decoded. A file that exists under
// the whole name, `?` included, is that file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace bytelogic::data {

enum class DataFormat : std::uint8_t { kCsv, kTsv, kFacts, kJson, kJsonLines, kSqlite };

struct SourceArgument {
  std::string relation;  // empty: the file names its relations (JSON)
  std::string path;      // `-`: standard input
  DataFormat format = DataFormat::kCsv;
  std::optional<bool> header;
  std::string delimiter;  // empty: the format's
  std::string table;      // SQLite
  std::string query;
  std::vector<std::pair<std::string, std::string>> parameters;  // of the query
};

// The error is a sentence for the user.
auto ParseSourceArgument(const std::string& argument) -> tl::expected<SourceArgument, std::string>;

// The format that a file's name says, `.gz` left out; nothing where it says none.
auto FormatOfName(std::string_view path) -> std::optional<DataFormat>;

// `text` with %XX and + decoded; nothing where a % is not followed by two hexadecimal digits.
auto DecodeUrl(std::string_view text) -> std::optional<std::string>;

}  // namespace bytelogic::data
