// limit_text.h - how high a limit is, and how to raise it, in the units that `--limit` takes.
//
//   AmountText(67'108'864, LimitUnit::kBytes)                  // "64MiB"
//   RaiseLimit("time", 1'000'000, LimitUnit::kMicroseconds)    // ": --limit time=2s"
//
// Used by limit_message.cc, by who reads data, and by the command line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bytelogic {

enum class LimitUnit : std::uint8_t { kCount, kBytes, kMicroseconds };

// The highest call depth that the sandbox has room for, and the most memory that 32-bit addresses reach.
inline constexpr std::uint64_t kMaxDepth = 10'000;
inline constexpr std::uint64_t kMaxMemory = std::uint64_t{4} << 30;

// In a sentence: "50,000,000", "64MiB", "1,000 bytes", "1500ms".
auto AmountText(std::uint64_t amount, LimitUnit unit) -> std::string;
// As an argument: "50000000", "64MiB", "1000", "1500ms".
auto AmountArgument(std::uint64_t amount, LimitUnit unit) -> std::string;

// What raises the limit `name`: ": --limit tuples=2000000", twice as much as now, or `need`, rounded up, where that is
// more. Empty where it is as high as it may be.
auto RaiseLimit(std::string_view name, std::uint64_t value, LimitUnit unit, std::uint64_t need = 0) -> std::string;

}  // namespace bytelogic
