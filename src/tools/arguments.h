// arguments.h - the arguments that several subcommands share, and how they are read.
//
//   SourceArguments arguments;                       // FILE and --limit
//   AddSourceArguments(*command, arguments);
//   ...
//   std::optional<Source> source = ReadSource(arguments, console);      // said what is wrong where there is none
#pragma once

#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "bytelogic/dialect.h"
#include "bytelogic/facts.h"
#include "bytelogic/limits.h"
#include "data/program_files.h"
#include "tools/console.h"
#include "tools/exit_code.h"

namespace CLI {
class App;
}

namespace bytelogic::tools {

struct SourceArguments {
  std::string file;
  std::vector<std::string> limits;
  std::string dialect = "auto";
};

struct Source {
  std::string name;  // as diagnostics show it
  std::string text;
  Limits limits;
  Dialect dialect = Dialect::kAuto;
};

// Where facts are read from.
struct FactArguments {
  std::vector<std::string> files;  // --facts
  std::string folder;              // --facts-dir; empty: none
  bool allow_stdin = false;        // --allow-stdin: for .input with IO=stdin
  std::string program = "-";       // where the program comes from: standard input is read once
  bool input_is_needed = true;     // relations that ask for input (.input) must have some
};

void AddFileArgument(CLI::App& command, std::string& file, const std::string& description);
void AddLimitOption(CLI::App& command, std::vector<std::string>& limits);
void AddFactsOption(CLI::App& command, std::vector<std::string>& facts);
// --facts and --facts-dir.
void AddFactArguments(CLI::App& command, FactArguments& arguments);
void AddDialectOption(CLI::App& command, std::string& dialect);
void AddSourceArguments(CLI::App& command, SourceArguments& arguments);

// The limits, or nothing, and then `console` was told why.
auto ReadLimits(const std::vector<std::string>& texts, Console& console) -> std::optional<Limits>;
// Of a name that AddDialectOption lets pass.
auto DialectNamed(std::string_view name) -> Dialect;
auto ReadSource(const SourceArguments& arguments, Console& console) -> std::optional<Source>;

// What the program declares and asks for is known before its facts are read, and types them. Nothing where it cannot be
// parsed: then no facts are needed to say so.
auto ReadProgramFiles(const Source& source) -> std::optional<data::ProgramFiles>;
// The facts, their fields typed as `program` declares; shows how far it came where that takes long. Ctrl-C ends it with
// what was read so far: callers look at InterruptFlag.
auto ReadFacts(const FactArguments& arguments, const data::ProgramFiles& program, const Limits& limits,
               Console& console) -> tl::expected<Facts, ExitCode>;
// Those of a program; none where it cannot be parsed.
auto ReadProgramFacts(const FactArguments& arguments, const SourceArguments& program, const Source& source,
                      const std::optional<data::ProgramFiles>& files, Console& console)
    -> tl::expected<Facts, ExitCode>;

}  // namespace bytelogic::tools
