// program_files.h - what a program says of files: the relations that it declares, and its .input and .output
// directives.
//
//   ProgramFiles files = FilesOf(ast);
//   ReadFactsFolder("facts", files, source.name, context);             // facts/edge.facts, ...
//
// A ByteLogic program says nothing of files: there, every declared relation may have one. What a program names is never
// trusted: files are looked for inside of the folders that the command line gives, and nowhere else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/row_sink.h"
#include "data/schema.h"
#include "syntax/ast.h"

namespace bytelogic::data {

enum class FileDirectiveKind : std::uint8_t { kInput, kOutput };

// `.input edge(IO=file, filename="e.csv", delimiter=",")`
struct FileDirective {
  FileDirectiveKind kind = FileDirectiveKind::kInput;
  std::string relation;
  std::vector<std::pair<std::string, std::string>> parameters;
  std::uint64_t line = 0;  // in the program
  std::uint64_t column = 0;
};

struct ProgramFiles {
  ProgramSchema schema;
  bool has_directives = false;  // a dialect that has them: relations without one have no files
  std::vector<FileDirective> directives;
};

auto FilesOf(const syntax::Ast& ast) -> ProgramFiles;

// What the parameters of a directive say, with Soufflé's names and defaults.
struct FileFormat {
  enum class Io : std::uint8_t { kFile, kStandard, kSqlite };
  Io io = Io::kFile;
  std::string filename;  // inside of the folder; empty: the relation's own
  std::string table;     // IO=sqlite
  std::string delimiter = "\t";
  bool headers = false;
  bool quotes = false;  // rfc4180
};

// Reports E106 at the directive, in the program `program`, and gives nothing where a parameter is not understood or a
// name leads out of the folder.
auto FormatOf(const FileDirective& directive, const std::string& program, DataErrors& errors)
    -> std::optional<FileFormat>;

// Reads the files of --facts-dir: NAME.facts (or NAME.facts.gz) of every declared relation that has one, or what the
// .input directives ask for, and then each of them must be there. `folder` empty: none is given; then a directive whose
// relation has no facts from --facts is an error.
void ReadFactsFolder(const std::string& folder, const ProgramFiles& files, const std::string& program,
                     LoadContext& context);

}  // namespace bytelogic::data
