#include "data/program_files.h"

#include <fmt/format.h>

#include <utility>

#include "data/fact_files.h"
#include "data/file_error.h"
#include "data/folder.h"
#include "diagnostics/diagnostics.h"

namespace bytelogic::data {

namespace {

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
    if (std::string problem = FileNameProblem(value); !problem.empty()) return problem;
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

void ReadFrom(Input input, const std::string& name, const std::string& relation, const FileFormat& format,
              LoadContext& context) {
  ByteSource source(std::move(input), context.budget);
  DelimitedFormat delimited = kFactsFile;
  delimited.delimiter = format.delimiter;
  delimited.quotes = format.quotes;
  LoadDelimited(source, name, relation, std::move(delimited), format.headers ? Header::kYes : Header::kNo, context);
}

// `name`, or `name`.gz where only that is there.
void ReadFromFolder(const Folder& folder, std::string name, const std::string& relation, const FileFormat& format,
                    LoadContext& context) {
  if (!folder.Has(name) && folder.Has(name + ".gz")) name += ".gz";
  const std::string path = folder.PathOf(name);
  auto file = folder.OpenFile(name);
  if (!file) {
    const auto [message, help] = SplitHelp(file.error().message);
    return context.errors.Report(DiagnosticKind::kUnreadableData, {path, 0, 0}, std::string(message),
                                 std::string(help));
  }
  ReadFrom(Input::Of(std::move(*file), path), path, relation, format, context);
}

// One .input directive.
class DirectiveReader {
 public:
  DirectiveReader(const FileDirective& directive, const std::string& program, LoadContext& context)
      : directive_(directive), program_(program), context_(context) {}

  // `folder` null: none is given.
  void Read(const Folder* folder) {
    const std::optional<FileFormat> format = FormatOf(directive_, program_, context_.errors);
    if (!format) return;
    if (format->io == FileFormat::Io::kStandard) return ReadStandardInput(*format);
    const std::string& relation = directive_.relation;
    if (folder == nullptr) {
      if (context_.facts.tables().contains(relation)) return;
      return Fail(fmt::format("{} asks for input, and none is given", relation),
                  fmt::format("add --facts-dir FOLDER, which holds {}.facts, or --facts {}=FILE", relation, relation));
    }
    const bool is_database = format->io == FileFormat::Io::kSqlite;
    const std::string_view ending = is_database ? ".sqlite" : ".facts";
    if (const std::string problem = RelationFileProblem(relation, ending);
        format->filename.empty() && !problem.empty()) {
      const auto [message, help] = SplitHelp(problem);
      return Fail(std::string(message), std::string(help), DiagnosticKind::kUnsupportedDatalog);
    }
    std::string name = format->filename.empty() ? relation + std::string(ending) : format->filename;
    if (is_database) return ReadDatabase(*folder, name, *format);
    ReadFromFolder(*folder, std::move(name), relation, *format, context_);
  }

 private:
  void Fail(std::string message, std::string help, DiagnosticKind kind = DiagnosticKind::kUnreadableData) {
    context_.errors.Report(kind, {program_, directive_.line, directive_.column}, std::move(message), std::move(help));
  }

  void ReadStandardInput(const FileFormat& format) {
    if (!context_.programs_may_read_input) {
      return Fail(
          fmt::format("{} asks for standard input, which programs may not read", directive_.relation),
          fmt::format("add --allow-stdin, or give a file: --facts {}=FILE without the .input", directive_.relation));
    }
    if (context_.standard_input_taken) {
      return Fail("standard input is read by something else already", "give the program or the facts as a file");
    }
    context_.standard_input_taken = true;
    auto input = Input::Open("-");
    if (input) ReadFrom(std::move(*input), DisplayName("-"), directive_.relation, format, context_);
  }

  void ReadDatabase(const Folder& folder, const std::string& name, const FileFormat& format) {
    auto file = folder.OpenFile(name);
    if (!file) {
      const auto [message, help] = SplitHelp(file.error().message);
      return context_.errors.Report(DiagnosticKind::kUnreadableData, {folder.PathOf(name), 0, 0}, std::string(message),
                                    std::string(help));
    }
    // What SQLite keeps in other files is not looked at, and so must not be needed.
    for (const std::string_view ending : {"-wal", "-journal"}) {
      const std::string beside = name + std::string(ending);
      auto other = folder.OpenFile(beside);
      const bool is_there = other ? Input::Of(std::move(*other), beside).size() > 0 : !other.error().is_missing;
      if (!is_there) continue;
      return context_.errors.Report(
          DiagnosticKind::kUnreadableData, {folder.PathOf(name), 0, 0},
          fmt::format("the database is in use, or was not closed: {} is there", folder.PathOf(beside)),
          fmt::format("close it, or give it by --facts {}=sqlite:FILE", directive_.relation));
    }
    LoadSqlite({.path = folder.PathOf(name),
                .file = std::move(*file),
                .table = format.table.empty() ? directive_.relation : format.table,
                .query = {},
                .parameters = {}},
               directive_.relation, context_);
  }

  const FileDirective& directive_;
  const std::string& program_;
  LoadContext& context_;
};

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

void ReadFactsFolder(const std::string& path, const ProgramFiles& files, const std::string& program,
                     LoadContext& context) {
  std::optional<Folder> folder;
  if (!path.empty()) {
    auto opened = Folder::Open(path);
    if (!opened) {
      const auto [message, help] = SplitHelp(opened.error());
      return context.errors.Report(DiagnosticKind::kUnreadableData, {path, 0, 0}, std::string(message),
                                   std::string(help));
    }
    folder.emplace(std::move(*opened));
  }
  for (const FileDirective& directive : files.directives) {
    if (context.errors.has_limit()) return;
    if (directive.kind != FileDirectiveKind::kInput) continue;
    DirectiveReader(directive, program, context).Read(folder ? &*folder : nullptr);
  }
  if (files.has_directives || !folder) return;
  for (const auto& [relation, schema] : files.schema) {
    if (context.errors.has_limit()) return;
    // A name that no file can have has none.
    const std::string name = relation + ".facts";
    if (!RelationFileProblem(relation, ".facts").empty()) continue;
    if (folder->Has(name) || folder->Has(name + ".gz")) ReadFromFolder(*folder, name, relation, {}, context);
  }
}

}  // namespace bytelogic::data
