#include "tools/data/program_files.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "diagnostics/diagnostics.h"
#include "tools/data/fact_files.h"
#include "tools/data/field.h"
#include "tools/files.h"

namespace bytelogic::tools {

namespace {

// Whether a path stays inside of the folder it is taken to be in.
auto StaysInside(std::string_view path) -> bool {
  if (path.empty() || path.starts_with('/') || path.find('\0') != std::string_view::npos) return false;
  while (!path.empty()) {
    const std::string_view part = path.substr(0, path.find('/'));
    if (part == "..") return false;
    path.remove_prefix(std::min(path.size(), part.size() + 1));
  }
  return true;
}

auto IsTrue(std::string_view value) -> bool { return value == "true" || value == "1" || value == "yes"; }

// Nothing, or why the value of the parameter is not understood.
auto SetParameter(const std::string& name, const std::string& value, FileDirectiveKind kind, FileFormat& format)
    -> std::string {
  if (name == "IO") {
    const std::string_view standard = kind == FileDirectiveKind::kInput ? "stdin" : "stdout";
    if (value == "file") {
      format.io = FileFormat::Io::kFile;
    } else if (value == standard) {
      format.io = FileFormat::Io::kStandard;
    } else if (value == "sqlite" && kind == FileDirectiveKind::kInput) {
      format.io = FileFormat::Io::kSqlite;
    } else {
      return fmt::format("IO={} is not supported; write IO=file or IO={}", value, standard);
    }
  } else if (name == "filename" || name == "dbname") {
    if (!StaysInside(value)) {
      return fmt::format("the file {} is outside of the folder; name one inside of it, or use --facts",
                         ShownField(value));
    }
    format.filename = value;
  } else if (name == "name" || name == "table") {
    format.table = value;
  } else if (name == "delimiter") {
    constexpr std::size_t kMaxDelimiter = 8;
    if (value.empty() || value.size() > kMaxDelimiter || value.find_first_of("\"\r\n") != std::string::npos) {
      return "the delimiter is 1 to 8 characters, none of them a quote or a line end; write delimiter=\",\"";
    }
    format.delimiter = value;
  } else if (name == "headers") {
    format.headers = IsTrue(value);
  } else if (name == "rfc4180") {
    format.quotes = IsTrue(value);
  } else if (name != "attributeNames") {
    const std::string_view nearest =
        NearestName(name, {"IO", "filename", "delimiter", "headers", "rfc4180", "dbname", "name"});
    return fmt::format("the parameter {} is not supported; {}", name,
                       nearest.empty() ? "there are IO, filename, delimiter, headers and rfc4180"
                                       : fmt::format("did you mean {}?", nearest));
  }
  return {};
}

auto Exists(const std::string& path) -> bool { return access(path.c_str(), F_OK) == 0; }

void ReadFrom(const std::string& path, const std::string& relation, const FileFormat& format, LoadContext& context) {
  const std::string name = DisplayName(path);
  auto source = ByteSource::Open(path);
  if (!source) {
    const auto [message, help] = SplitHelp(source.error());
    context.errors.Report(DiagnosticKind::kUnreadableData, {name, 0, 0}, std::string(message), std::string(help));
    return;
  }
  DelimitedFormat delimited = kFactsFile;
  delimited.delimiter = format.delimiter;
  delimited.quotes = format.quotes;
  LoadDelimited(*source, name, relation, std::move(delimited), format.headers ? Header::kYes : Header::kNo, context);
}

void ReadDirective(const FileDirective& directive, const std::string& folder, const std::string& program,
                   LoadContext& context) {
  const std::optional<FileFormat> format = FormatOf(directive, program, context.errors);
  if (!format) return;
  const auto fail = [&](std::string message, std::string help) {
    context.errors.Report(DiagnosticKind::kUnreadableData, {program, directive.line, directive.column},
                          std::move(message), std::move(help));
  };
  if (format->io == FileFormat::Io::kStandard) {
    if (context.standard_input_taken) {
      return fail("standard input is read by something else already", "give the program or the facts as a file");
    }
    context.standard_input_taken = true;
    return ReadFrom("-", directive.relation, *format, context);
  }
  if (folder.empty()) {
    if (context.facts.tables().contains(directive.relation)) return;
    return fail(fmt::format("{} asks for input, and none is given", directive.relation),
                fmt::format("add --facts-dir FOLDER, which holds {}.facts, or --facts {}=FILE", directive.relation,
                            directive.relation));
  }
  if (format->io == FileFormat::Io::kSqlite) {
    const std::string file = format->filename.empty() ? directive.relation + ".sqlite" : format->filename;
    const std::string& table = format->table.empty() ? directive.relation : format->table;
    return LoadSqlite({.path = folder + "/" + file, .table = table, .query = {}, .parameters = {}}, directive.relation,
                      context);
  }
  std::string path = folder + "/" + (format->filename.empty() ? directive.relation + ".facts" : format->filename);
  if (!Exists(path) && Exists(path + ".gz")) path += ".gz";
  ReadFrom(path, directive.relation, *format, context);
}

}  // namespace

auto FilesOf(const syntax::Ast& ast) -> ProgramFiles {
  ProgramFiles files;
  files.schema = SchemaOf(ast);
  files.has_directives = ast.dialect == Dialect::kDatalog;
  for (const syntax::Directive& directive : ast.directives) {
    if (directive.kind == syntax::DirectiveKind::kPrintSize) continue;
    FileDirective& file = files.directives.emplace_back();
    file.kind =
        directive.kind == syntax::DirectiveKind::kInput ? FileDirectiveKind::kInput : FileDirectiveKind::kOutput;
    file.relation = directive.relation;
    const LineColumn place = Locate(ast.source, directive.range.offset);
    file.line = place.line;
    file.column = place.column;
    for (const syntax::DirectiveParameter& parameter : ast.Parameters(directive)) {
      file.parameters.emplace_back(parameter.name, parameter.value);
    }
  }
  return files;
}

auto FormatOf(const FileDirective& directive, const std::string& program, DataErrors& errors)
    -> std::optional<FileFormat> {
  FileFormat format;
  bool has_delimiter = false;
  for (const auto& [name, value] : directive.parameters) {
    has_delimiter = has_delimiter || name == "delimiter";
    const std::string wrong = SetParameter(name, value, directive.kind, format);
    if (wrong.empty()) continue;
    const auto [message, help] = SplitHelp(wrong);
    errors.Report(DiagnosticKind::kUnsupportedDatalog, {program, directive.line, directive.column},
                  std::string(message), std::string(help));
    return std::nullopt;
  }
  if (format.quotes && !has_delimiter) format.delimiter = ",";
  return format;
}

void ReadFactsFolder(const std::string& folder, const ProgramFiles& files, const std::string& program,
                     LoadContext& context) {
  if (!folder.empty() && !Exists(folder)) {
    context.errors.Report(DiagnosticKind::kUnreadableData, {folder, 0, 0}, "there is no such folder", "check the path");
    return;
  }
  for (const FileDirective& directive : files.directives) {
    if (directive.kind == FileDirectiveKind::kInput) ReadDirective(directive, folder, program, context);
  }
  if (files.has_directives || folder.empty()) return;
  for (const auto& [relation, schema] : files.schema) {
    std::string path = folder + "/" + relation + ".facts";
    if (!Exists(path)) path += ".gz";
    if (Exists(path)) ReadFrom(path, relation, {}, context);
  }
}

}  // namespace bytelogic::tools
