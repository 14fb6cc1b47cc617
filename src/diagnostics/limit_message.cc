#include "diagnostics/limit_message.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "diagnostics/limit_text.h"
#include "diagnostics/messages.h"
#include "diagnostics/runtime_message.h"

namespace bytelogic {
namespace {

// A limit as its diagnostic names it.
struct LimitInfo {
  std::string_view name;
  std::uint64_t value;
  LimitUnit unit;
};

// The limit that ends with `kind`. Of two limits with one code the first; the checker reports those itself.
auto LimitOf(DiagnosticKind kind, const Limits& limits) -> LimitInfo {
  const std::string_view code = CodeOf(kind);
#define LIMIT(name, field, unit, default_value, limit_code, description) \
  if (code == (limit_code)) return {#name, limits.field, LimitUnit::unit};
#include "bytelogic/limits.def"
#undef LIMIT
  BL_CHECK(false);
  return {};
}

auto Raise(const LimitInfo& limit, std::uint64_t need) -> std::string {
  return RaiseLimit(limit.name, limit.value, limit.unit, need);
}

// A program needs about this much memory to begin; less helps nobody.
auto LeastUseful(DiagnosticKind kind) -> std::uint64_t {
  return kind == DiagnosticKind::kMemoryLimit ? std::uint64_t{1} << 20 : 0;
}

// ` --limit time=2s` where twice the fuel may take longer than the limit of time allows: they go together as their
// defaults do. Else nothing.
auto TimeForMoreFuel(const Limits& limits) -> std::string {
  const Limits usual;
  const std::uint64_t units_a_microsecond = usual.fuel / usual.time_us;
  if (limits.fuel > UINT64_MAX / 2 || 2 * limits.fuel / units_a_microsecond <= limits.time_us) return {};
  const std::uint64_t seconds = (2 * limits.fuel / units_a_microsecond + 999'999) / 1'000'000;
  return fmt::format(" --limit time={}s", seconds);
}

// `reached`: how far it came, may be empty. `need`: the limit would have to be at least that.
void ReportPassed(DiagnosticKind kind, const LimitInfo& limit, std::string_view reached, std::uint64_t need,
                  Diagnostics& diagnostics) {
  auto [message, help] = RuntimeMessage(kind, nullptr, {});
  message.words += messages::kTheLimitIs({AmountText(limit.value, limit.unit)});
  if (!reached.empty()) message.words += messages::kSemicolon({reached});
  diagnostics.ReportGlobal(std::move(message), help + Raise(limit, need));
}

// A limit that was passed before the run began, by how much is known: "...: the limit is 10; there are 12".
void ReportAmount(DiagnosticKind kind, std::string_view words, std::uint64_t amount, const Limits& limits,
                  Diagnostics& diagnostics) {
  const LimitInfo limit = LimitOf(kind, limits);
  const std::string there = limit.unit == LimitUnit::kBytes ? Counted(amount, "byte") : AmountText(amount, limit.unit);
  ReportPassed(kind, limit, fmt::format("{}{}", words, there), amount, diagnostics);
}

}  // namespace

auto Counted(std::uint64_t number, std::string_view unit, std::string_view ending) -> std::string {
  return fmt::format("{} {}{}{}", Grouped(number), unit, number == 1 ? "" : "s", ending);
}

auto LimitValue(DiagnosticKind kind, const Limits& limits) -> std::string {
  const LimitInfo limit = LimitOf(kind, limits);
  return AmountText(limit.value, limit.unit);
}

auto HigherLimit(DiagnosticKind kind, const Limits& limits) -> std::string {
  std::string suggestion = Raise(LimitOf(kind, limits), LeastUseful(kind));
  if (kind == DiagnosticKind::kFuelLimit) suggestion += TimeForMoreFuel(limits);
  return suggestion;
}

void ReportLimit(DiagnosticKind kind, const Limits& limits, std::string_view reached, Diagnostics& diagnostics) {
  ReportPassed(kind, LimitOf(kind, limits), reached, LeastUseful(kind), diagnostics);
}

void ReportSourceLimit(std::uint64_t length, const Limits& limits, Diagnostics& diagnostics) {
  ReportAmount(DiagnosticKind::kSourceLimit, "it has ", length, limits, diagnostics);
}

void ReportHostLimit(std::uint64_t tuples, const Limits& limits, Diagnostics& diagnostics) {
  ReportAmount(DiagnosticKind::kHostLimit, "there are ", tuples, limits, diagnostics);
}

void ReportDataLimit(std::uint64_t bytes, const Limits& limits, Diagnostics& diagnostics) {
  ReportAmount(DiagnosticKind::kDataLimit, "there are ", bytes, limits, diagnostics);
}

void ReportValueLimit(std::uint64_t bytes, std::string_view place, const Limits& limits, Diagnostics& diagnostics) {
  ReportAmount(DiagnosticKind::kValueLimit, fmt::format("{}: it has ", place), bytes, limits, diagnostics);
}

void ReportCancelled(Diagnostics& diagnostics) { diagnostics.ReportGlobal(messages::kCancelled()); }

void ReportWorkStop(WorkStop why, Diagnostics& diagnostics) {
  constexpr std::string_view kReached = "it ended while the program was compiled";
  const Limits& limits = diagnostics.work().limits();
  switch (why) {
    case WorkStop::kWork:
      return ReportLimit(DiagnosticKind::kWorkLimit, limits, {}, diagnostics);
    case WorkStop::kMemory:
      return ReportLimit(DiagnosticKind::kMemoryLimit, limits, kReached, diagnostics);
    case WorkStop::kTime:
      return ReportLimit(DiagnosticKind::kTimeLimit, limits, kReached, diagnostics);
    case WorkStop::kCancelled:
      return ReportCancelled(diagnostics);
    case WorkStop::kErrors:
    case WorkStop::kNone:
      return;
  }
}

}  // namespace bytelogic
