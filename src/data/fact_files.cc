#include "data/fact_files.h"

#include <fmt/format.h>

#include "base/symbol_text.h"
#include "data/field.h"
#include "data/file_error.h"
#include "data/source_argument.h"

namespace bytelogic::data {

namespace {

void LoadFile(const SourceArgument& argument, LoadContext& context) {
  const std::string name = DisplayName(argument.path);
  auto input = Input::Open(argument.path);
  if (!input) {
    const auto [message, help] = SplitHelp(input.error());
    context.errors.Report(DiagnosticKind::kUnreadableData, {name, 0, 0}, std::string(message), std::string(help));
    return;
  }
  ByteSource source(std::move(*input), context.budget);
  const auto delimited = [&](DelimitedFormat format) {
    if (!argument.delimiter.empty()) format.delimiter = argument.delimiter;
    const bool facts = argument.format == DataFormat::kFacts;
    const Header header = argument.header ? (*argument.header ? Header::kYes : Header::kNo)
                          : facts         ? Header::kNo
                                          : Header::kMaybe;
    LoadDelimited(source, name, argument.relation, std::move(format), header, context);
  };
  switch (argument.format) {
    case DataFormat::kCsv:
      return delimited(kCsv);
    case DataFormat::kTsv:
      return delimited(kTsv);
    case DataFormat::kFacts:
      return delimited(kFactsFile);
    case DataFormat::kJson:
      return LoadJson(source, name, argument.relation, context);
    case DataFormat::kJsonLines:
      return LoadJsonLines(source, name, argument.relation, context);
    case DataFormat::kSqlite:
      return;
  }
}

}  // namespace

auto IsRelationName(std::string_view name) -> bool { return !name.empty() && ScanName(name, 0) == name.size(); }

auto NoRelationName(std::string_view name) -> std::string {
  return fmt::format("{} cannot name a relation; begin with a letter, then write letters, digits and _",
                     ShownField(name));
}

auto LoadFacts(const std::string& argument, LoadContext& context) -> tl::expected<void, std::string> {
  const auto source = ParseSourceArgument(argument);
  if (!source) return tl::unexpected(source.error());
  if (source->format == DataFormat::kSqlite) {
    LoadSqlite({.path = source->path,
                .file = {},
                .table = source->table,
                .query = source->query,
                .parameters = source->parameters},
               source->relation, context);
    return {};
  }
  if (source->path == "-") {
    if (context.standard_input_taken) {
      return tl::unexpected(
          fmt::format("--facts {}: standard input is read by something else already; give a file", argument));
    }
    context.standard_input_taken = true;
  }
  LoadFile(*source, context);
  return {};
}

}  // namespace bytelogic::data
