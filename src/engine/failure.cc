#include "engine/failure.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "base/symbol_text.h"
#include "diagnostics/runtime_message.h"

namespace bytelogic::engine {
namespace {

enum class Unit : std::uint8_t { kCount, kBytes, kMicroseconds };

// A limit as its diagnostic names it.
struct LimitInfo {
  std::string_view name;
  std::uint64_t value;
  Unit unit;
};

// The limit that ends with `kind`. Of two limits with one code the first; the checker reports those itself.
auto LimitOf(DiagnosticKind kind, const Limits& limits) -> LimitInfo {
  const std::string_view code = CodeOf(kind);
#define LIMIT(name, field, unit, default_value, limit_code, description) \
  if (code == (limit_code)) return {#name, limits.field, Unit::unit};
#include "bytelogic/limits.def"
#undef LIMIT
  BL_CHECK(false);
  return {};
}

// "1 byte", "2,000 bytes"
auto Counted(std::uint64_t number, std::string_view unit, std::string_view ending = "") -> std::string {
  return Grouped(number) + " " + std::string(unit) + (number == 1 ? "" : "s") + std::string(ending);
}

auto ValueText(const LimitInfo& limit) -> std::string {
  switch (limit.unit) {
    case Unit::kBytes:
      return Counted(limit.value, "byte");
    case Unit::kMicroseconds:
      return limit.value % 1'000 == 0 ? Grouped(limit.value / 1'000) + " ms" : Grouped(limit.value) + " us";
    case Unit::kCount:
      break;
  }
  return Grouped(limit.value);
}

// 13 becomes 20, 142,009 becomes 200,000.
auto RoundedUp(std::uint64_t number) -> std::uint64_t {
  std::uint64_t step = 1;
  while (number / step >= 10) step *= 10;
  return number % step == 0 ? number : (number / step + 1) * step;
}

// `: --limit fuel=40000000`: twice as much as now, or `need` where that is more. Nothing where it is as high as it may
// be.
auto Suggestion(const LimitInfo& limit, std::uint64_t need) -> std::string {
  constexpr std::uint64_t kMaxDepth = 10'000;
  constexpr std::uint64_t kMaxMemory = std::uint64_t{4} << 30;
  const std::uint64_t most = limit.name == "depth" ? kMaxDepth : limit.name == "memory" ? kMaxMemory : UINT64_MAX;
  if (limit.value >= most) return {};
  const std::string option = ": --limit " + std::string(limit.name) + "=";
  std::uint64_t more = std::max<std::uint64_t>(limit.value < most / 2 ? limit.value * 2 : most, 1);
  if (more < need) more = std::min(RoundedUp(need), most);
  if (limit.unit != Unit::kMicroseconds) return option + std::to_string(more);
  return option + (more % 1'000 == 0 ? std::to_string(more / 1'000) + "ms" : std::to_string(more) + "us");
}

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

// A program needs about this much memory to begin; less helps nobody.
auto LeastUseful(DiagnosticKind kind) -> std::uint64_t {
  return kind == DiagnosticKind::kMemoryLimit ? std::uint64_t{1} << 20 : 0;
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
      const LimitInfo limit = LimitOf(kind, limits);
      text.message +=
          Detail(report, shape) + ": the limit is " + ValueText(limit) + "; it ended " + Reached(report, shape);
      if (const sema::Relation* relation = Improving(report.raw, shape); relation != nullptr) {
        text.help = "a cycle may improve " + std::string(relation->columns.back().name) +
                    " for ever: bound it by a WHERE in the rule, or raise the limit";
      }
      text.help += Suggestion(limit, LeastUseful(kind));
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

void ReportLimit(DiagnosticKind kind, const Limits& limits, std::string_view reached, Diagnostics& diagnostics) {
  const LimitInfo limit = LimitOf(kind, limits);
  MessageText text = RuntimeMessage(kind, {});
  text.message += ": the limit is " + ValueText(limit);
  if (!reached.empty()) text.message += "; " + std::string(reached);
  text.help += Suggestion(limit, LeastUseful(kind));
  diagnostics.ReportGlobal(kind, std::move(text.message), std::move(text.help));
}

void ReportSourceLimit(std::uint64_t length, const Limits& limits, Diagnostics& diagnostics) {
  const LimitInfo limit = LimitOf(DiagnosticKind::kSourceLimit, limits);
  MessageText text = RuntimeMessage(DiagnosticKind::kSourceLimit, {});
  text.message += ": the limit is " + ValueText(limit) + "; it has " + Grouped(length);
  text.help += Suggestion(limit, length);
  diagnostics.ReportGlobal(DiagnosticKind::kSourceLimit, std::move(text.message), std::move(text.help));
}

void ReportHostLimit(std::uint64_t tuples, const Limits& limits, Diagnostics& diagnostics) {
  const LimitInfo limit = LimitOf(DiagnosticKind::kHostLimit, limits);
  MessageText text = RuntimeMessage(DiagnosticKind::kHostLimit, {});
  text.message += ": the limit is " + ValueText(limit) + "; there are " + Grouped(tuples);
  text.help += Suggestion(limit, tuples);
  diagnostics.ReportGlobal(DiagnosticKind::kHostLimit, std::move(text.message), std::move(text.help));
}

void ReportCancelled(Diagnostics& diagnostics) { diagnostics.ReportGlobal(DiagnosticKind::kTimeLimit, "cancelled"); }

}  // namespace bytelogic::engine
