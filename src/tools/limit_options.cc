#include "tools/limit_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <limits>
#include <span>

#include "base/letter_case.h"
#include "diagnostics/diagnostics.h"
#include "diagnostics/limit_text.h"

namespace bytelogic::tools {

namespace {

using enum LimitUnit;

struct LimitInfo {
  std::string_view name;
  std::uint64_t Limits::*field;
  LimitUnit unit;
  std::uint64_t default_value;
  std::string_view code;
  std::string_view description;
};

constexpr LimitInfo kLimits[] = {
#define LIMIT(name, field, unit, default_value, code, description) \
  {#name, &Limits::field, unit, default_value, code, description},
#include "bytelogic/limits.def"
#undef LIMIT
};

struct Suffix {
  std::string_view name;  // in lower case
  std::uint64_t factor;
};

constexpr std::uint64_t kThousand = 1'000;
constexpr std::uint64_t kMillion = 1'000'000;
constexpr std::uint64_t kBillion = 1'000'000'000;
constexpr Suffix kCountSuffixes[] = {{"", 1}, {"k", kThousand}, {"m", kMillion}, {"g", kBillion}};
constexpr Suffix kByteSuffixes[] = {{"", 1},          {"b", 1},          {"kb", kThousand}, {"mb", kMillion},
                                    {"gb", kBillion}, {"kib", 1U << 10}, {"mib", 1U << 20}, {"gib", 1U << 30}};
constexpr Suffix kTimeSuffixes[] = {{"us", 1}, {"µs", 1}, {"ms", kThousand}, {"s", kMillion}, {"min", 60 * kMillion}};

auto SuffixesOf(LimitUnit unit) -> std::span<const Suffix> {
  switch (unit) {
    case kCount:
      return kCountSuffixes;
    case kBytes:
      return kByteSuffixes;
    case kMicroseconds:
      return kTimeSuffixes;
  }
  return {};
}

auto HelpOf(LimitUnit unit) -> std::string_view {
  switch (unit) {
    case kCount:
      return "write a number, such as 5000, 5_000, 5k or 2M";
    case kBytes:
      return "write a number of bytes, or one with a unit, such as 64kB, 64MB, 64MiB or 1GiB";
    case kMicroseconds:
      return "write a number and its unit, such as 2s, 200ms, 500us or 1min";
  }
  return {};
}

auto IsDigit(char byte) -> bool { return byte >= '0' && byte <= '9'; }

enum class QuantityProblem : std::uint8_t { kIllFormed, kTooLarge };

// `digits [. digits]`, then a suffix. Exact: 1.5s is 1,500,000 us, and 0.5us is nothing.
auto ParseQuantity(std::string_view text, std::span<const Suffix> suffixes)
    -> tl::expected<std::uint64_t, QuantityProblem> {
  constexpr auto ill_formed = tl::unexpected(QuantityProblem::kIllFormed);
  constexpr auto too_large = tl::unexpected(QuantityProblem::kTooLarge);
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t number = 0;
  std::uint64_t divisor = 1;
  bool fraction = false;
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const char byte = text[at];
    const bool between_digits = at > 0 && at + 1 < text.size() && IsDigit(text[at - 1]) && IsDigit(text[at + 1]);
    if (byte == '.' && between_digits && !fraction) {
      fraction = true;
    } else if (IsDigit(byte)) {
      const auto digit = static_cast<std::uint64_t>(byte - '0');
      if (number > (kMost - digit) / 10 || (fraction && divisor > kMost / 10)) return too_large;
      number = number * 10 + digit;
      if (fraction) divisor *= 10;
    } else if (!((byte == '_' || byte == '\'' || byte == ',') && between_digits)) {
      break;
    }
  }
  if (at == 0) return ill_formed;
  const std::string suffix = ToLowerLetters(std::string(text.substr(at)));
  for (const Suffix& candidate : suffixes) {
    if (candidate.name != suffix) continue;
    if (number > kMost / candidate.factor) return too_large;
    const std::uint64_t product = number * candidate.factor;
    if (product % divisor != 0) return ill_formed;
    return product / divisor;
  }
  return ill_formed;
}

auto UnknownLimit(std::string_view name) -> std::string {
  std::vector<std::string_view> names;
  for (const LimitInfo& limit : kLimits) names.push_back(limit.name);
  const std::string_view nearest = NearestName(name, names);
  if (!nearest.empty()) return fmt::format("there is no limit \"{}\"; did you mean \"{}\"?", name, nearest);
  return fmt::format("there is no limit \"{}\"; there are {}", name, fmt::join(names, ", "));
}

auto MostOf(const LimitInfo& limit) -> std::string {
  if (limit.field == &Limits::call_depth) return Grouped(kMaxDepth);
  if (limit.field == &Limits::memory_bytes) return AmountText(kMaxMemory, LimitUnit::kBytes);
  const std::string most = Grouped(std::numeric_limits<std::uint64_t>::max());
  return fmt::format("{}{}", most, limit.unit == kBytes ? " bytes" : limit.unit == kMicroseconds ? "us" : "");
}

auto FormatDefault(const LimitInfo& limit) -> std::string {
  const std::uint64_t value = limit.default_value;
  switch (limit.unit) {
    case kMicroseconds:
      return value % kMillion == 0 ? fmt::format("{}s", value / kMillion) : fmt::format("{}us", value);
    case kBytes:
      if (value % (1U << 20) == 0) return fmt::format("{}MiB", value >> 20);
      return value % (1U << 10) == 0 ? fmt::format("{}KiB", value >> 10) : fmt::format("{}B", value);
    case kCount:
      if (value % kMillion == 0) return fmt::format("{}M", value / kMillion);
      return value % kThousand == 0 ? fmt::format("{}k", value / kThousand) : fmt::format("{}", value);
  }
  return {};
}

}  // namespace

auto ParseLimit(std::string_view text, Limits& limits) -> tl::expected<void, std::string> {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) {
    return tl::unexpected(fmt::format("--limit {}: write NAME=VALUE, such as time=2s", text));
  }
  const std::string name = ToLowerLetters(std::string(text.substr(0, equals)));
  const auto* limit = std::ranges::find(kLimits, std::string_view(name), &LimitInfo::name);
  if (limit == std::end(kLimits)) return tl::unexpected(fmt::format("--limit {}: {}", text, UnknownLimit(name)));
  const auto value = ParseQuantity(text.substr(equals + 1), SuffixesOf(limit->unit));
  if (!value && value.error() == QuantityProblem::kTooLarge) {
    return tl::unexpected(
        fmt::format("--limit {}: the number is too large: {} is at most {}", text, limit->name, MostOf(*limit)));
  }
  if (!value) return tl::unexpected(fmt::format("--limit {}: {}", text, HelpOf(limit->unit)));
  if (limit->field == &Limits::call_depth && *value > kMaxDepth) {
    return tl::unexpected(fmt::format("--limit {}: depth is at most {}", text, MostOf(*limit)));
  }
  if (limit->field == &Limits::memory_bytes && *value > kMaxMemory) {
    return tl::unexpected(fmt::format("--limit {}: memory is at most {}", text, MostOf(*limit)));
  }
  limits.*limit->field = *value;
  return {};
}

auto ParseLimits(const std::vector<std::string>& texts) -> tl::expected<Limits, std::string> {
  Limits limits;
  for (const std::string& text : texts) {
    if (auto parsed = ParseLimit(text, limits); !parsed) return tl::unexpected(std::move(parsed.error()));
  }
  return limits;
}

auto LimitNamed(std::string_view text) -> std::string_view {
  const std::string name = ToLowerLetters(std::string(text.substr(0, text.find('='))));
  const auto* limit = std::ranges::find(kLimits, std::string_view(name), &LimitInfo::name);
  return limit == std::end(kLimits) ? std::string_view() : limit->name;
}

auto SaysNothingOfModules(std::string_view name) -> bool {
  constexpr std::string_view kNames[] = {"source", "rules", "relations", "work", "host", "data", "value", "load"};
  return std::ranges::find(kNames, name) != std::end(kNames);
}

auto DescribeLimits(LimitsOf what) -> std::string {
  std::string out = "Limits (name, default, error, what it bounds):\n";
  for (const LimitInfo& limit : kLimits) {
    if (what == LimitsOf::kModule && SaysNothingOfModules(limit.name)) continue;
    out += fmt::format("  {:<10} {:>7}  {}  {}\n", limit.name, FormatDefault(limit), limit.code, limit.description);
  }
  out += "Values: counts 5000, 5_000, 5k, 2M; bytes 65536, 64kB, 64MiB, 1GiB; times 2s, 200ms, 500us, 1min.\n";
  return out;
}

}  // namespace bytelogic::tools
