#include "engine/failure.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "base/symbol_text.h"
#include "diagnostics/limit_message.h"
#include "diagnostics/runtime_message.h"

namespace bytelogic::engine {
namespace {

// "round 7, fuel 12,345, 345 tuples (path 300, edge 45)"
auto Reached(const RunReport& report, const ProgramShape& shape) -> std::string {
  constexpr std::size_t kMaxShown = 8;
  std::uint64_t total = 0;
  std::size_t shown = 0;
  std::size_t more = 0;
  std::string list;
  for (std::size_t i = 0; i < report.tuple_counts.size(); ++i) {
    const std::uint32_t count = report.tuple_counts[i];
    if (count == 0) continue;
    total += count;
    if (shown++ == kMaxShown) {
      ++more;
      --shown;
      continue;
    }
    if (!list.empty()) list += ", ";
    list += std::string(shape.relations[i].name) + " " + Grouped(count);
  }
  if (more > 0) list += " and " + std::to_string(more) + " more";
  std::string text = "after " + Counted(report.raw.fuel, "unit", " of fuel and ") +
                     Counted(report.raw.rounds, "round", ", with ") + Counted(total, "tuple");
  if (!list.empty()) text += " (" + list + ")";
  return text;
}

auto KindOfCode(std::uint32_t code) -> DiagnosticKind {
  const auto kind = bytelogic::KindOf("R" + std::to_string(code));
  BL_CHECK(kind.has_value());
  return *kind;
}

// The relation whose best values were still improving when a limit ended the run, if that is how it ended.
auto Improving(const runtime::Report& raw, const ProgramShape& shape) -> const sema::Relation* {
  if (raw.code < 300 || raw.code == 305 || raw.code == 306 || raw.detail_relation == runtime::kNone32) return nullptr;
  const sema::Relation& relation = shape.relations[raw.detail_relation];
  return relation.columns.empty() ? nullptr : &relation;
}

// What one limit has to add to the words of RuntimeMessage.
auto Detail(const RunReport& report, const ProgramShape& shape) -> std::string {
  const runtime::Report& raw = report.raw;
  if ((raw.code == 305 || raw.code == 306) && raw.detail_relation != runtime::kNone32) {
    return " in " + std::string(shape.relations[raw.detail_relation].name);
  }
  if (const sema::Relation* relation = Improving(raw, shape); relation != nullptr) {
    return " while " + std::string(relation->name) + " went on finding better values of " +
           std::string(relation->columns.back().name);
  }
  if (raw.code == 308 && raw.detail_output == runtime::kNone32) return ": the witnesses of a constraint did not fit";
  if (raw.code == 308) {
    const sema::OutputShape& output = shape.outputs[raw.detail_output];
    if (!output.is_query) return ": the value of " + output.text + " did not fit";
    return ": " + Counted(raw.detail_rows, "row", " of ") + output.text + " did not fit";
  }
  return {};
}

// The relation that a site of W101 or W105 reads: the word after QUERY, as in `EXISTS(QUERY path a ?)`.
auto RelationReadIn(std::string_view text) -> std::string_view {
  constexpr std::string_view kKeyword = "QUERY";
  for (std::size_t at = 0; at + kKeyword.size() < text.size(); ++at) {
    bool matches = true;
    for (std::size_t i = 0; i < kKeyword.size() && matches; ++i) matches = (text[at + i] & ~0x20) == kKeyword[i];
    if (!matches) continue;
    std::size_t begin = at + kKeyword.size();
    while (begin < text.size() && (text[begin] == ' ' || text[begin] == '\t' || text[begin] == '\n')) ++begin;
    const std::size_t end = ScanName(text, begin);
    if (end > begin) return text.substr(begin, end - begin);
  }
  return {};
}

}  // namespace

void ReportFailure(const RunReport& report, const ProgramShape& shape, std::string_view source, const Limits& limits,
                   bool cancelled, Diagnostics& diagnostics) {
  const DiagnosticKind kind = KindOfCode(report.raw.code);
  const bool has_site = report.raw.site != runtime::kNone32;
  const SourceRange range = has_site ? shape.sites[report.raw.site] : SourceRange{};
  MessageText text = RuntimeMessage(kind, has_site ? TextOf(source, range) : std::string_view{});
  if (report.raw.code >= 300) {
    if (kind == DiagnosticKind::kTimeLimit && cancelled) {
      text = {"cancelled " + Reached(report, shape), ""};
    } else {
      text.message +=
          Detail(report, shape) + ": the limit is " + LimitValue(kind, limits) + "; it ended " + Reached(report, shape);
      if (const sema::Relation* relation = Improving(report.raw, shape); relation != nullptr) {
        text.help = "a cycle may improve " + std::string(relation->columns.back().name) +
                    " for ever: bound it by a WHERE in the rule, or raise the limit";
      }
      text.help += HigherLimit(kind, limits);
    }
  }
  if (has_site) {
    diagnostics.Report(kind, range, std::move(text.message), std::move(text.help));
  } else {
    diagnostics.ReportGlobal(kind, std::move(text.message), std::move(text.help));
  }
}

void ReportWarnings(const RunReport& report, const ProgramShape& shape, std::string_view source,
                    Diagnostics& diagnostics) {
  for (const runtime::WarningEntry& warning : report.warnings) {
    const DiagnosticKind kind = warning.code == 101 ? DiagnosticKind::kImplicitSolve : DiagnosticKind::kStaleRead;
    if (warning.site == runtime::kNone32) {
      MessageText text = RuntimeMessage(kind, {});
      diagnostics.ReportGlobal(kind, std::move(text.message), std::move(text.help));
      continue;
    }
    const SourceRange range = shape.sites[warning.site];
    MessageText text = RuntimeMessage(kind, RelationReadIn(TextOf(source, range)));
    std::optional<RangeFix> fix;
    if (kind == DiagnosticKind::kImplicitSolve) fix = SolveBefore(source, range);
    diagnostics.Report(kind, range, std::move(text.message), std::move(text.help), std::move(fix));
  }
}

void ReportNoSandbox(std::size_t places, double waited_us, Diagnostics& diagnostics) {
  MessageText text = RuntimeMessage(DiagnosticKind::kNoSandbox, {});
  const std::string those = places == 1 ? "the only one was" : "all " + Grouped(places) + " were";
  text.message += ": " + those + " in use for " + Grouped(static_cast<std::uint64_t>(waited_us / 1'000)) + " ms";
  diagnostics.ReportGlobal(DiagnosticKind::kNoSandbox, std::move(text.message), std::move(text.help));
}

}  // namespace bytelogic::engine
