// bytelogic compile: a program as a WebAssembly module of its own.

#include <CLI/App.hpp>
#include <memory>

#include "bytelogic/engine.h"
#include "tools/arguments.h"
#include "tools/commands.h"
#include "tools/files.h"
#include "tools/interrupt.h"
#include "tools/limit_options.h"
#include "tools/report.h"

namespace bytelogic::tools {

namespace {

struct Options {
  SourceArguments source;
  std::string output;
  std::string emit;
};

auto WriteOutput(const std::string& path, std::string_view bytes, Console& console) -> ExitCode {
  if (path == "-") {
    console.out.Write(bytes);
    return ExitCode::kAnswered;
  }
  const auto written = WriteFileAtomically(path, bytes);
  if (written) return ExitCode::kAnswered;
  console.Error(written.error());
  return ExitCode::kUsage;
}

// "wasm" or "wat", by --emit or by the name of the output; empty where neither says.
auto FormatOf(const Options& options) -> std::string {
  if (!options.emit.empty()) return options.emit;
  if (options.output.ends_with(".wasm")) return "wasm";
  return options.output.ends_with(".wat") ? "wat" : "";
}

auto Compile(const Options& options, Console& console) -> ExitCode {
  CatchInterrupts();
  const std::string format = FormatOf(options);
  if (format.empty()) {
    console.Error(options.output == "-" ? "compile: standard output says no format; add --emit wasm or --emit wat"
                                        : "compile: cannot tell the format of " + options.output +
                                              "; name it .wasm or .wat, or add --emit wasm or --emit wat");
    return ExitCode::kUsage;
  }
  if (format == "wasm" && options.output == "-" && console.out.is_terminal()) {
    console.Error("compile: a module is not text for a terminal; write -o FILE.wasm, or --emit wat");
    return ExitCode::kUsage;
  }
  const std::optional<Source> source = ReadSource(options.source, console);
  if (ReportInterrupt(console)) return ExitCode::kInterrupted;
  if (!source) return ExitCode::kUsage;
  Engine engine({.cached_programs = 1, .max_instances = 1, .max_memory_bytes = source->limits.memory_bytes});
  const CompileResult compiled = engine.Compile(source->text, {}, source->limits, source->dialect);
  PrintDiagnostics(compiled.diagnostics, source->name, source->text, console);
  if (!compiled.program) return ExitCodeOf(compiled.diagnostics);
  if (format == "wat") {
    return WriteOutput(options.output, engine.EmitWat(*compiled.program, source->limits), console);
  }
  const std::vector<std::uint8_t> module = engine.EmitModule(*compiled.program, source->limits);
  return WriteOutput(options.output, {reinterpret_cast<const char*>(module.data()), module.size()}, console);
}

}  // namespace

void AddCompileCommand(CLI::App& app, Invocation& invocation) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("compile", "Compiles a program to a WebAssembly module");
  DescribeCommand(
      *command,
      "Writes a program as a WebAssembly module that imports nothing and runs in every engine. The limits are built "
      "in.\n"
      "The file is written at once or not at all.\n");
  AddSourceArguments(*command, options->source);
  command->add_option("-o,--output", options->output, "The file to write: NAME.wasm or NAME.wat; - is standard output")
      ->required()
      ->option_text("FILE");
  command->add_option("--emit", options->emit, "wasm: the module; wat: its text, with names. Default: as -o is named")
      ->option_text("wasm|wat")
      ->check(CLI::IsMember({"wasm", "wat"}));
  command->footer(
      HelpFooter("  bytelogic compile family.bl -o family.wasm && bytelogic exec family.wasm\n"
                 "  bytelogic compile family.bl -o - --emit wat | less\n\n" +
                 DescribeLimits()));
  command->callback([&invocation, options] { invocation.exit_code = Compile(*options, invocation.console); });
}

}  // namespace bytelogic::tools
