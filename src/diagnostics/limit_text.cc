#include "diagnostics/limit_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "diagnostics/message.h"

namespace bytelogic {
namespace {

struct Scale {
  std::uint64_t factor;
  std::string_view suffix;
};

constexpr Scale kByteScales[] = {{std::uint64_t{1} << 30, "GiB"}, {1U << 20, "MiB"}};
constexpr Scale kTimeScales[] = {{1'000'000, "s"}, {1'000, "ms"}, {1, "us"}};

// In the largest unit of which it is a multiple; empty where there is none.
template <typename Scales>
auto Scaled(std::uint64_t amount, const Scales& scales) -> std::string {
  for (const Scale& scale : scales) {
    if (amount > 0 && amount % scale.factor == 0) return fmt::format("{}{}", amount / scale.factor, scale.suffix);
  }
  return {};
}

// 13 becomes 20, 142,009 becomes 200,000.
auto RoundedUp(std::uint64_t number) -> std::uint64_t {
  std::uint64_t step = 1;
  while (number / step >= 10) step *= 10;
  return number % step == 0 ? number : (number / step + 1) * step;
}

}  // namespace

auto AmountText(std::uint64_t amount, LimitUnit unit) -> std::string {
  if (unit == LimitUnit::kCount) return Grouped(amount);
  if (unit == LimitUnit::kMicroseconds) return AmountArgument(amount, unit);
  const std::string scaled = Scaled(amount, kByteScales);
  return scaled.empty() ? fmt::format("{} byte{}", Grouped(amount), amount == 1 ? "" : "s") : scaled;
}

auto AmountArgument(std::uint64_t amount, LimitUnit unit) -> std::string {
  std::string scaled;
  if (unit == LimitUnit::kBytes) scaled = Scaled(amount, kByteScales);
  if (unit == LimitUnit::kMicroseconds) scaled = amount == 0 ? "0s" : Scaled(amount, kTimeScales);
  return scaled.empty() ? fmt::format("{}", amount) : scaled;
}

auto RaiseLimit(std::string_view name, std::uint64_t value, LimitUnit unit, std::uint64_t need) -> std::string {
  const std::uint64_t most = name == "depth" ? kMaxDepth : name == "memory" ? kMaxMemory : UINT64_MAX;
  if (value >= most) return {};
  std::uint64_t more = std::max<std::uint64_t>(value < most / 2 ? value * 2 : most, 1);
  if (more < need) {
    constexpr std::uint64_t kMebibyte = 1U << 20;
    const bool large = unit == LimitUnit::kBytes && need >= kMebibyte;
    more = std::min(large ? RoundedUp((need - 1) / kMebibyte + 1) * kMebibyte : RoundedUp(need), most);
  }
  return fmt::format(": --limit {}={}", name, AmountArgument(more, unit));
}

}  // namespace bytelogic
