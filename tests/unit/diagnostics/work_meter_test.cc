// The meter of compiling: it ends at its limits exactly, and says so once.
#include "diagnostics/work_meter.h"

#include <gtest/gtest.h>

#include <string>

#include "diagnostics/diagnostics.h"
#include "diagnostics/limit_message.h"

namespace bytelogic {
namespace {

auto LimitedTo(std::uint64_t work) -> Limits {
  Limits limits;
  limits.compile_work = work;
  return limits;
}

TEST(WorkMeterTest, EndsBeyondItsLimit) {
  for (const std::uint64_t limit : {0ULL, 1ULL, 100ULL, 4'095ULL, 4'096ULL, 10'000ULL}) {
    Diagnostics diagnostics(LimitedTo(limit));
    std::uint64_t done = 0;
    const bool ended = !Metered(diagnostics, [&] {
      for (; done < 20'000; ++done) diagnostics.work().Charge(1);
      return true;
    });
    EXPECT_TRUE(ended);
    EXPECT_EQ(done, limit);
    ASSERT_EQ(diagnostics.pending().size(), 1U);
    EXPECT_EQ(diagnostics.pending()[0].kind, DiagnosticKind::kWorkLimit);
  }
}

TEST(WorkMeterTest, WhatIsHeldIsHeldAgainstTheMemoryLimit) {
  Limits limits = LimitedTo(UINT64_MAX - 1);
  limits.memory_bytes = 0;  // compiling may take kLeastMemory all the same
  Diagnostics diagnostics(limits);
  std::uint64_t held = 0;
  Metered(diagnostics, [&] {
    for (;; held += 1'000) diagnostics.work().Hold(1'000);
    return 0;
  });
  EXPECT_EQ(diagnostics.pending().at(0).kind, DiagnosticKind::kMemoryLimit);
  EXPECT_LE(held * 3, WorkMeter::kLeastMemory + 1'000'000);
  EXPECT_GE(held * 3, WorkMeter::kLeastMemory - 1'000'000);
}

class CountingInterruption final : public Interruption {
 public:
  explicit CountingInterruption(WorkStop stop) : stop_(stop) {}
  auto Check() -> WorkStop override { return ++checks_ < 3 ? WorkStop::kNone : stop_; }

 private:
  WorkStop stop_;
  int checks_ = 0;
};

TEST(WorkMeterTest, AsksWhetherToGoOn) {
  for (const auto& [stop, message] : {std::pair(WorkStop::kTime, "out of time"), {WorkStop::kCancelled, "cancelled"}}) {
    CountingInterruption interruption(stop);
    Diagnostics diagnostics(Limits{}, &interruption);
    std::uint64_t done = 0;
    Metered(diagnostics, [&] {
      for (;; ++done) diagnostics.work().Charge(1);
      return 0;
    });
    EXPECT_LT(done, 20'000U);
    ASSERT_EQ(diagnostics.pending().size(), 1U);
    const std::string shown = diagnostics.pending()[0].message.In(Dialect::kByteLogic);
    EXPECT_TRUE(shown.starts_with(message)) << shown;
  }
}

TEST(WorkMeterTest, ErrorsEndAPhase) {
  Diagnostics diagnostics;
  std::uint32_t reported = 0;
  Metered(diagnostics, [&] {
    for (;; ++reported) diagnostics.Report(DiagnosticKind::kUnbound, {reported, 1}, "unbound variable");
    return 0;
  });
  EXPECT_EQ(reported, Diagnostics::kMaxKept);
  const std::string source(1'000, 'x');
  const auto shown = diagnostics.ToPublic(source);
  ASSERT_EQ(shown.size(), Diagnostics::kMaxShown + 1);
  EXPECT_EQ(shown.back().message, "and at least 480 more errors");
}

TEST(WorkMeterTest, WarningsAreCountedToo) {
  Diagnostics diagnostics;
  for (std::uint32_t i = 0; i < 5'000; ++i) diagnostics.Report(DiagnosticKind::kIgnored, {i, 1}, "ignored");
  EXPECT_FALSE(diagnostics.has_errors());
  const auto shown = diagnostics.ToPublic(std::string(5'000, 'x'));
  ASSERT_EQ(shown.size(), Diagnostics::kMaxShown + 1);
  EXPECT_EQ(shown.back().message, "and at least 480 more warnings");
  EXPECT_EQ(shown.back().severity, Severity::kWarning);
}

TEST(WorkMeterTest, ALongMessageIsCutBetweenCodePoints) {
  Diagnostics diagnostics;
  std::string name;
  while (name.size() < 5'000) name += "é😀x";
  diagnostics.Report(DiagnosticKind::kUnbound, {0, 1}, name, name, RangeFix{{0, 1}, name});
  EXPECT_LE(diagnostics.pending()[0].message.bytes(), Diagnostics::kMaxText + 3);
  const Diagnostic cut = diagnostics.ToPublic("x")[0];
  EXPECT_LE(cut.message.size(), Diagnostics::kMaxText + 3);
  EXPECT_TRUE(cut.message.ends_with("..."));
  EXPECT_TRUE(name.starts_with(cut.message.substr(0, cut.message.size() - 3)));
  EXPECT_EQ(cut.help, cut.message);
  EXPECT_FALSE(cut.fix);
}

}  // namespace
}  // namespace bytelogic
