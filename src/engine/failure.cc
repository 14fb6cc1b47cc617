#include "engine/failure.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "base/check.h"
#include "diagnostics/limit_message.h"
#include "diagnostics/messages.h"
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
    list += fmt::format("{} {}", shape.relations[i].name, Grouped(count));
  }
  if (more > 0) list += fmt::format(" and {} more", more);
  const std::string text = fmt::format("after {} of fuel and {}, with {}", Counted(report.raw.fuel, "unit"),
                                       Counted(report.raw.rounds, "round"), Counted(total, "tuple"));
  return list.empty() ? text : fmt::format("{} ({})", text, list);
}

auto KindOfCode(std::uint32_t code) -> DiagnosticKind {
  const auto kind = bytelogic::KindOf(fmt::format("R{}", code));
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
auto Detail(const RunReport& report, const ProgramShape& shape) -> Words {
  const runtime::Report& raw = report.raw;
  if ((raw.code == 305 || raw.code == 306) && raw.detail_relation != runtime::kNone32) {
    return messages::kIn({shape.relations[raw.detail_relation].name});
  }
  if (const sema::Relation* relation = Improving(raw, shape); relation != nullptr) {
    return messages::kWhileImproving({relation->name}, {relation->columns.back().name});
  }
  if (raw.code != 308) return {};
  if (raw.detail_output == runtime::kNone32) return messages::kWitnessesDidNotFit();
  const sema::OutputShape& output = shape.outputs[raw.detail_output];
  return output.is_query ? messages::kRowsDidNotFit({raw.detail_rows, "row"}, {output.text})
                         : messages::kValueDidNotFit({output.text});
}

auto SiteAt(const ProgramShape& shape, std::uint32_t site) -> const Site* {
  return site == runtime::kNone32 ? nullptr : &shape.sites[site];
}

void ReportAt(const Site* site, MessageText text, Diagnostics& diagnostics) {
  if (site != nullptr) {
    diagnostics.Report(std::move(text.message), site->range, std::move(text.help));
  } else {
    diagnostics.ReportGlobal(std::move(text.message), std::move(text.help));
  }
}

}  // namespace

void ReportFailure(const RunReport& report, const ProgramShape& shape, std::string_view source, const Limits& limits,
                   bool cancelled, Diagnostics& diagnostics) {
  const DiagnosticKind kind = KindOfCode(report.raw.code);
  const Site* site = SiteAt(shape, report.raw.site);
  if (kind == DiagnosticKind::kTimeLimit && cancelled) {
    Message message = messages::kCancelled();
    message.words += fmt::format(" {}", Reached(report, shape));
    return ReportAt(site, {std::move(message), {}}, diagnostics);
  }
  MessageText text = RuntimeMessage(kind, site, source);
  if (IsLimit(kind)) {
    text.message.words += Detail(report, shape) + messages::kTheLimitIs({LimitValue(kind, limits)}) +
                          messages::kItEnded({Reached(report, shape)});
    if (const sema::Relation* relation = Improving(report.raw, shape); relation != nullptr) {
      text.help = messages::kBoundTheCycle({relation->columns.back().name});
    }
    text.help += HigherLimit(kind, limits);
  }
  ReportAt(site, std::move(text), diagnostics);
}

void ReportWarnings(const RunReport& report, const ProgramShape& shape, std::string_view source,
                    Diagnostics& diagnostics) {
  for (const runtime::WarningEntry& warning : report.warnings) {
    const Site* site = SiteAt(shape, warning.site);
    const bool reads = site != nullptr && site->operation == Operation::kRead;
    const std::string_view relation = reads ? shape.relations[site->relation].name : std::string_view();
    if (warning.code != 101) {
      ReportAt(site,
               {reads ? messages::kAssertedBetween({relation}) : messages::kAssertedSince(), messages::kSolveAgain()},
               diagnostics);
      continue;
    }
    Message message = messages::kSolvedImplicitly();
    if (!reads) {
      ReportAt(site, {std::move(message), messages::kWriteSolve()}, diagnostics);
      continue;
    }
    message.words += messages::kBefore({relation});
    diagnostics.Report(std::move(message), site->range, messages::kWriteSolve(), SolveBefore(*site, source));
  }
}

void ReportForeign(const std::string& why, Diagnostics& diagnostics) {
  Message message = messages::kBrokenModule();
  message.words += messages::kColon({why});
  diagnostics.ReportGlobal(std::move(message), "make one with `bytelogic compile`");
}

void ReportNoSandbox(std::size_t places, double waited_us, Diagnostics& diagnostics) {
  auto [message, help] = RuntimeMessage(DiagnosticKind::kNoSandbox, nullptr, {});
  message.words += fmt::format(": {} in use for {} ms",
                               places == 1 ? "the only one was" : fmt::format("all {} were", Grouped(places)),
                               Grouped(static_cast<std::uint64_t>(waited_us / 1'000)));
  diagnostics.ReportGlobal(std::move(message), std::move(help));
}

}  // namespace bytelogic::engine
