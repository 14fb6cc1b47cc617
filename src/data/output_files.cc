#include "data/output_files.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "data/field.h"
#include "data/file_error.h"
#include "data/folder.h"

namespace bytelogic::data {

namespace {

void AppendQuoted(std::string_view text, std::string& out) {
  out += '"';
  for (const char byte : text) {
    out += byte;
    if (byte == '"') out += byte;
  }
  out += '"';
}

// Whether a field must be quoted, or cannot be written where there are no quotes.
auto EndsItsField(std::string_view text, const FileFormat& format) -> bool {
  return text.find(format.delimiter) != std::string_view::npos ||
         text.find_first_of("\r\n") != std::string_view::npos ||
         (format.quotes &&
          (text.find('"') != std::string_view::npos || text.empty() || text.front() == ' ' || text.back() == ' '));
}

auto AppendValue(const Value& value, const FileFormat& format, std::string& out) -> bool {
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) {
    out += ToText(value);
    return true;
  }
  if (!EndsItsField(*text, format)) {
    out += *text;
    return true;
  }
  if (format.quotes) AppendQuoted(*text, out);
  return format.quotes;
}

}  // namespace

auto WriteRows(const Output& output, const FileFormat& format, const std::string& file, std::string& text,
               DataErrors& errors) -> bool {
  if (output.kind == Output::Kind::kTruth) {
    if (output.truth) text += "()\n";
    return true;
  }
  for (std::size_t column = 0; format.headers && column < output.columns.size(); ++column) {
    text += output.columns[column];
    text += column + 1 < output.columns.size() ? format.delimiter : "\n";
  }
  for (std::size_t row = 0; row < output.rows.size(); ++row) {
    const std::vector<Value>& values = output.rows[row];
    for (std::size_t column = 0; column < values.size(); ++column) {
      if (column > 0) text += format.delimiter;
      if (AppendValue(values[column], format, text)) continue;
      errors.Report(DiagnosticKind::kUnwritableData, {fmt::format("{}, row {}", file, row + 1), 0, 0},
                    fmt::format("{} of {} holds a delimiter or a line end",
                                ShownField(std::get<std::string>(values[column])), output.relation),
                    "write .output with rfc4180=true, which quotes it, or REPLACE it in the program");
      return false;
    }
    text += '\n';
  }
  // Whoever reads the file takes the first mark away; one that belongs to a symbol stays.
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.insert(0, kByteOrderMark);
  return true;
}

OutputFiles::OutputFiles(const ProgramFiles& files, std::map<std::string, std::size_t, std::less<>> arities,
                         const std::string& program, DataErrors& errors)
    : arities_(std::move(arities)), all_(!files.has_directives) {
  for (const FileDirective& directive : files.directives) {
    if (directive.kind != FileDirectiveKind::kOutput) continue;
    if (auto format = FormatOf(directive, program, errors)) formats_.insert_or_assign(directive.relation, *format);
  }
}

auto OutputFiles::IsWhole(const Output& output) const -> bool {
  if (output.kind == Output::Kind::kValue) return false;
  const auto arity = arities_.find(output.relation);
  if (arity == arities_.end() || output.columns.size() != arity->second) return false;
  if (all_) return true;
  // The output of .output is called like its relation, with quotes where the program has some; that of a question has
  // parentheses.
  const bool is_quoted = output.text.starts_with('\'') && output.text.ends_with('\'');
  const auto format = formats_.find(output.relation);
  return format != formats_.end() && (output.text == output.relation || is_quoted) &&
         format->second.io == FileFormat::Io::kFile;
}

auto OutputFiles::Write(std::vector<Output>& outputs, const std::string& folder_path, DataErrors& errors) const
    -> bool {
  const auto fail = [&](std::string_view file, std::string_view error) {
    const auto [message, help] = SplitHelp(error);
    errors.Report(DiagnosticKind::kUnwritableData, {std::string(file), 0, 0}, std::string(message), std::string(help));
    return false;
  };
  std::map<std::string, std::string> files;  // texts by name; of two outputs of a relation the later one counts
  std::map<std::string, std::string_view> relations;  // by the same names
  for (const Output& output : outputs) {
    if (!IsWhole(output)) continue;
    const auto found = formats_.find(output.relation);
    const FileFormat format = found == formats_.end() ? FileFormat() : found->second;
    if (const std::string problem = RelationFileProblem(output.relation, ".csv");
        format.filename.empty() && !problem.empty()) {
      return fail(folder_path, problem);
    }
    const std::string name = format.filename.empty() ? output.relation + ".csv" : format.filename;
    std::string text;
    if (!WriteRows(output, format, folder_path + "/" + name, text, errors)) return false;
    const std::string normal = NormalName(name);
    const auto [other, is_first] = relations.emplace(normal, output.relation);
    if (!is_first && other->second != output.relation) {
      return fail(folder_path + "/" + normal,
                  fmt::format("{} and {} are both written to it; give one of them another filename", other->second,
                              output.relation));
    }
    files.insert_or_assign(normal, std::move(text));
  }
  std::erase_if(outputs, [this](const Output& output) { return IsWhole(output); });
  constexpr mode_t kMode = 0777;  // as the umask lets it be
  if (mkdir(folder_path.c_str(), kMode) != 0 && errno != EEXIST) {
    return fail(folder_path, fmt::format("cannot make the folder: {}", ErrorText(errno)));
  }
  const auto folder = Folder::Open(folder_path);
  if (!folder) return fail(folder_path, folder.error());
  FolderWriter writer(*folder);
  for (const auto& [name, text] : files) {
    if (const auto added = writer.Add(name, text); !added) return fail(folder_path, added.error());
  }
  if (const auto committed = writer.Commit(); !committed) return fail(folder_path, committed.error());
  return true;
}

}  // namespace bytelogic::data
