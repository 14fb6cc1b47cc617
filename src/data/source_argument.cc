#include "data/source_argument.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "data/fact_files.h"
#include "diagnostics/diagnostics.h"

namespace bytelogic::data {

namespace {

constexpr std::string_view kSqlite = "sqlite:";
constexpr std::size_t kMaxDelimiter = 8;

struct FormatName {
  std::string_view name;
  DataFormat format;
};
constexpr std::array<FormatName, 6> kFormats = {{{"csv", DataFormat::kCsv},
                                                 {"tsv", DataFormat::kTsv},
                                                 {"facts", DataFormat::kFacts},
                                                 {"json", DataFormat::kJson},
                                                 {"jsonl", DataFormat::kJsonLines},
                                                 {"ndjson", DataFormat::kJsonLines}}};

auto FormatNamed(std::string_view name) -> std::optional<DataFormat> {
  const auto* const found = std::ranges::find(kFormats, name, &FormatName::name);
  if (found == kFormats.end()) return std::nullopt;
  return found->format;
}

auto HexDigit(char byte) -> int {
  if (byte >= '0' && byte <= '9') return byte - '0';
  if (byte >= 'a' && byte <= 'f') return byte - 'a' + 10;
  if (byte >= 'A' && byte <= 'F') return byte - 'A' + 10;
  return -1;
}

using Option = std::pair<std::string, std::string>;

auto ParseOptions(std::string_view text) -> std::optional<std::vector<Option>> {
  std::vector<Option> options;
  while (!text.empty()) {
    const std::string_view one = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), one.size() + 1));
    const std::size_t equals = one.find('=');
    const auto name = DecodeUrl(one.substr(0, equals));
    const auto value = DecodeUrl(equals == std::string_view::npos ? std::string_view() : one.substr(equals + 1));
    if (!name || !value) return std::nullopt;
    options.emplace_back(*name, *value);
  }
  return options;
}

auto SetFileOption(const Option& option, SourceArgument& source) -> std::string {
  const auto& [name, value] = option;
  if (name == "header") {
    if (!value.empty() && value != "yes" && value != "no") return "header is yes or no";
    source.header = value != "no";
    return {};
  }
  if (name == "format") {
    const auto format = FormatNamed(value);
    if (!format) return "format is csv, tsv, facts, json or jsonl";
    source.format = *format;
    return {};
  }
  if (name == "delimiter") {
    if (value.empty() || value.size() > kMaxDelimiter || value.find_first_of("\"\r\n") != std::string::npos) {
      return "delimiter is 1 to 8 characters, none of them a quote or a line end; a tab is %09";
    }
    source.delimiter = value;
    return {};
  }
  const std::string_view nearest = NearestName(name, {"header", "format", "delimiter"});
  return fmt::format(
      "there is no option \"{}\"; {}", name,
      nearest.empty() ? "there are header, format and delimiter" : fmt::format("did you mean {}?", nearest));
}

auto SetSqliteOption(const Option& option, SourceArgument& source) -> std::string {
  const auto& [name, value] = option;
  if (name == "table") {
    source.table = value;
  } else if (name == "query") {
    source.query = value;
  } else {
    source.parameters.push_back(option);
  }
  return {};
}

auto CheckSqlite(SourceArgument& source) -> std::string {
  if (source.relation.empty()) return "no relation; write RELATION=sqlite:FILE?table=TABLE";
  if (source.path.empty()) return "no file after sqlite:; write sqlite:FILE?table=TABLE";
  if (source.path == "-") return "a database cannot be read from standard input; give its file";
  if (!source.table.empty() && !source.query.empty()) return "table and query together; give one of them";
  if (source.query.empty() && !source.parameters.empty()) {
    return fmt::format("there is no option \"{}\" without a query; there are table and query",
                       source.parameters.front().first);
  }
  if (source.table.empty()) source.table = source.query.empty() ? source.relation : "";
  return {};
}

auto CheckFile(const SourceArgument& source, bool has_format) -> std::string {
  if (!has_format) {
    return "the name of the file must end in .csv, .tsv, .facts, .json or .jsonl (or these and .gz); or write "
           "FILE?format=csv";
  }
  if (source.relation.empty() && source.format != DataFormat::kJson) {
    return fmt::format("write --facts RELATION={}", source.path);
  }
  const bool delimited =
      source.format == DataFormat::kCsv || source.format == DataFormat::kTsv || source.format == DataFormat::kFacts;
  if (!delimited && (source.header || !source.delimiter.empty()))
    return "header and delimiter are options of CSV and TSV";
  return {};
}

// The part of --facts after `RELATION=`.
auto ParsePath(std::string text, SourceArgument& source) -> std::string {
  const bool sqlite = text.starts_with(kSqlite);
  if (sqlite) text.erase(0, kSqlite.size());
  source.path = text;
  std::vector<Option> options;
  // A query may hold `?` itself, a file's name hardly does.
  const std::size_t question = sqlite ? text.find('?') : text.rfind('?');
  if (question != std::string::npos && access(text.c_str(), F_OK) != 0) {
    source.path = text.substr(0, question);
    const auto parsed = ParseOptions(std::string_view(text).substr(question + 1));
    if (!parsed) return "a % in the options needs two hexadecimal digits after it; write %25 for the % itself";
    options = *parsed;
  }
  const auto named = source.path == "-" ? std::optional(DataFormat::kCsv) : FormatOfName(source.path);
  source.format = sqlite ? DataFormat::kSqlite : named.value_or(DataFormat::kCsv);
  bool has_format = named.has_value();
  for (const Option& option : options) {
    has_format = has_format || option.first == "format";
    std::string wrong = sqlite ? SetSqliteOption(option, source) : SetFileOption(option, source);
    if (!wrong.empty()) return wrong;
  }
  return sqlite ? CheckSqlite(source) : CheckFile(source, has_format);
}

}  // namespace

auto FormatOfName(std::string_view path) -> std::optional<DataFormat> {
  if (path.ends_with(".gz")) path.remove_suffix(3);
  const std::size_t dot = path.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  return FormatNamed(path.substr(dot + 1));
}

auto DecodeUrl(std::string_view text) -> std::optional<std::string> {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      decoded += ' ';
    } else if (text[i] != '%') {
      decoded += text[i];
    } else {
      const int high = i + 2 < text.size() ? HexDigit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? HexDigit(text[i + 2]) : -1;
      if (high < 0 || low < 0) return std::nullopt;
      decoded += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return decoded;
}

auto ParseSourceArgument(const std::string& argument) -> tl::expected<SourceArgument, std::string> {
  const auto fail = [&argument](std::string_view why) {
    return tl::unexpected(fmt::format("--facts {}: {}", argument, why));
  };
  SourceArgument source;
  // A file whose name holds `=` can be given as ./a=b.json.
  const std::size_t equals = argument.find('=');
  const bool has_relation = equals != std::string::npos && equals < argument.find_first_of("/?");
  if (has_relation) {
    source.relation = argument.substr(0, equals);
    const std::string rest = argument.substr(equals + 1);
    if (source.relation.empty()) return fail(fmt::format("no relation before the =; write RELATION={}", rest));
    if (rest.empty()) return fail(fmt::format("no file after the =; write {}=FILE.csv", source.relation));
    if (!IsRelationName(source.relation)) return fail(NoRelationName(source.relation));
  }
  const std::string wrong = ParsePath(has_relation ? argument.substr(equals + 1) : argument, source);
  if (!wrong.empty()) return fail(wrong);
  return source;
}

}  // namespace bytelogic::data
