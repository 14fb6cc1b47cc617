#include "translation.h"

#include <fmt/format.h>

#include <optional>
#include <string_view>
#include <utility>

#include "diagnostics/diagnostics.h"
#include "differential/compare.h"
#include "differential/formatting.h"
#include "sema/check.h"
#include "syntax/datalog/printer.h"
#include "syntax/datalog/raise.h"
#include "syntax/datalog/statements.h"
#include "syntax/dialect.h"
#include "tools/rewrite_patterns.h"

namespace bytelogic::datalog_test {
namespace {

using differential::ReferenceRun;

auto RunReference(const std::string& source, Dialect dialect) -> ReferenceRun {
  return differential::RunReference(MakeCase(source, dialect), [](const sema::CheckedProgram&) {});
}

auto Other(Dialect dialect) -> Dialect {
  return dialect == Dialect::kDatalog ? Dialect::kByteLogic : Dialect::kDatalog;
}

auto NameOf(Dialect dialect) -> std::string_view { return dialect == Dialect::kDatalog ? "Datalog" : "statements"; }

// As `fmt --to` does. Nothing where the program has errors or no form; `why_not` then says why, with the code in front.
auto Translate(const std::string& source, Dialect from, std::string& why_not) -> std::optional<std::string> {
  Diagnostics diagnostics;
  syntax::Ast ast = syntax::Parse(source, from, diagnostics);
  if (!diagnostics.has_errors()) {
    if (from == Dialect::kDatalog) return syntax::datalog::PrintStatements(std::move(ast));
    const auto checked = sema::Check(ast, {}, {}, diagnostics);
    if (checked && !diagnostics.has_errors()) {
      tools::RewritePatterns(ast, *checked);
      const syntax::datalog::Tree tree = syntax::datalog::Raise(ast, diagnostics);
      if (!diagnostics.has_errors()) return PrintTree(tree, diagnostics);
    }
  }
  why_not = "no error";
  for (const Diagnostic& diagnostic : diagnostics.ToPublic(source)) {
    if (diagnostic.severity == Severity::kError) why_not = fmt::format("{}: {}", diagnostic.code, diagnostic.message);
  }
  return std::nullopt;
}

}  // namespace

auto MakeCase(std::string source, Dialect dialect) -> differential::Case {
  differential::Case test{.source = std::move(source), .dialect = dialect};
  test.limits.time_us = 60'000'000;  // a busy machine is no difference
  test.limits.tuples = 20'000;
  return test;
}

auto AnswersOf(const Result& result) -> std::string {
  std::string text;
  for (const Output& output : result.outputs) {
    if (output.kind == Output::Kind::kTruth) text += output.truth ? "true" : "false";
    if (output.kind == Output::Kind::kValue) text += ToText(output.value) + ";";
    for (const auto& row : output.rows) {
      for (const Value& value : row) text += ToText(value) + (&value == &row.back() ? ";" : " ");
    }
    text += "\n";
  }
  for (const Diagnostic& diagnostic : result.diagnostics) {
    if (!result.success && diagnostic.severity == Severity::kError) return diagnostic.code + "\n";
  }
  return text;
}

auto TranslationProblem(const std::string& source, const Dialect dialect, TranslationCounts& counts) -> std::string {
  const ReferenceRun expected = RunReference(source, dialect);
  if (!expected.compiled || !expected.result || AnswersOf(*expected.result) == "R206\n") return {};
  std::string text = source;
  Dialect from = dialect;
  for (int step = 1; step <= 3; ++step, from = Other(from)) {
    std::string why_not;
    const std::optional<std::string> translated = Translate(text, from, why_not);
    const std::string what = fmt::format("translation {}, into {}", step, NameOf(Other(from)));
    if (!translated) {
      if (step > 1 || from == Dialect::kDatalog || !why_not.starts_with("E109")) {
        return fmt::format("{}: {}\n---- translated\n{}", what, why_not, text);
      }
      ++counts.no_form[why_not.substr(0, 4)];
      return {};
    }
    text = *translated;
    const std::string layout = differential::LayoutProblem(text, Other(from));
    if (!layout.empty()) return fmt::format("{}: {}\n---- translation\n{}", what, layout, text);
    const ReferenceRun run = RunReference(text, Other(from));
    if (!run.result) return {};
    ++counts.translations;
    // Datalog computes the value of a LET where it is used: of several things that fail, another one may be the first.
    const bool both_fail = !run.result->success && !expected.result->success;
    if (both_fail && run.compiled && dialect == Dialect::kByteLogic) continue;
    if (AnswersOf(*run.result) == AnswersOf(*expected.result)) continue;
    return fmt::format("{}: another answer\n{}---- instead of\n{}---- translation\n{}", what,
                       differential::Describe(*run.result), differential::Describe(*expected.result), text);
  }
  return {};
}

}  // namespace bytelogic::datalog_test
