// report.h - what runs and checks say, for people: outputs on standard output, diagnostics on standard error.
//
//   Result result = engine.Run(source, facts, options);
//   return ReportResult(result, "x.bl", source, console);
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "bytelogic/diagnostic.h"
#include "bytelogic/result.h"
#include "bytelogic/text.h"
#include "data/data_errors.h"
#include "tools/console.h"
#include "tools/exit_code.h"

namespace bytelogic::tools {

void PrintDiagnostics(std::span<const Diagnostic> diagnostics, std::string_view file, std::string_view source,
                      Console& console);

// The same, where `source` is a part of a longer text that has so many lines, and columns of its first line, before it.
void PrintDiagnosticsAt(std::uint32_t lines_before, std::uint32_t columns_before, std::vector<Diagnostic> diagnostics,
                        std::string_view file, std::string_view source, Console& console);
// What is wrong with a block of a text, at its places in the text.
void PrintBlockDiagnostics(const BlockReport& block, std::string_view file, Console& console);

// What is wrong with files of facts.
void PrintDataErrors(const data::DataErrors& errors, Console& console);

// The answer, or why there is none; returns what ExitCodeOf says.
auto ReportResult(const Result& result, std::string_view file, std::string_view source, Console& console) -> ExitCode;

// Where the work was interrupted says so, and returns true.
auto ReportInterrupt(Console& console) -> bool;

auto HasErrors(std::span<const Diagnostic> diagnostics) -> bool;
auto ExitCodeOf(const Result& result) -> ExitCode;
// Of a program that was not run.
auto ExitCodeOf(std::span<const Diagnostic> diagnostics) -> ExitCode;

// Of two runs. A wrong program is its author's to mend, whatever limits say of others; so it comes first.
auto Worse(ExitCode a, ExitCode b) -> ExitCode;

// Times, counts and the tuples of each relation, on standard error.
void PrintStatistics(const Statistics& statistics, Console& console);

}  // namespace bytelogic::tools
