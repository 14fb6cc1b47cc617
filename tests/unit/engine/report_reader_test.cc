// A sandbox that lies is found out, or harmless.
#include "engine/report_reader.h"

#include <gtest/gtest.h>

#include <bit>
#include <cstring>

#include "result/value_text.h"
#include "support/owned_shape.h"

namespace bytelogic::engine {
namespace {

using runtime::OutputKind;
using runtime::OutputRecord;
using runtime::OutputValue;
using runtime::Report;
using runtime::ValueTag;
using runtime::WarningEntry;

// Two relations; a query of two columns, a yes/no question, a value; three sites.
auto Shape() -> OwnedShape {
  OwnedShape shape;
  shape.relations.resize(2);
  shape.relations[0].name = "edge";
  shape.relations[1].name = "path";
  shape.outputs.resize(3);
  shape.outputs[0] = {true, "path ? ?", sema::RelationId{1}, {"a", "b"}, {0, 1}};
  shape.outputs[1] = {true, "edge a b", sema::RelationId{0}, {}, {}};
  shape.outputs[2] = {false, "1 + 1", {}, {}, {}};
  shape.sites = {{.range = {0, 4}}, {.range = {5, 2}}, {.range = {8, 1}}};
  return shape;
}

// A sandbox's memory, filled piece by piece.
class Memory {
 public:
  Memory() : bytes_(64) {}  // no address is 0

  template <typename T>
  auto Add(const T& value) -> std::uint32_t {
    const auto at = static_cast<std::uint32_t>(bytes_.size());
    bytes_.resize(at + sizeof(T));
    std::memcpy(bytes_.data() + at, &value, sizeof(T));
    return at;
  }
  void AddInt(std::int64_t value) { Add(OutputValue{ValueTag::kInt, 0, static_cast<std::uint64_t>(value)}); }
  void AddFloat(double value) { Add(OutputValue{ValueTag::kFloat, 0, std::bit_cast<std::uint64_t>(value)}); }
  void AddText(std::string_view text) {
    Add(OutputValue{ValueTag::kText, static_cast<std::uint32_t>(text.size()), 0});
    bytes_.insert(bytes_.end(), text.begin(), text.end());
    while (bytes_.size() % 8 != 0) bytes_.push_back(0);
  }
  [[nodiscard]] auto size() const -> std::uint32_t { return static_cast<std::uint32_t>(bytes_.size()); }
  auto bytes() -> std::vector<std::uint8_t>& { return bytes_; }

 private:
  std::vector<std::uint8_t> bytes_;
};

struct Sample {
  Memory memory;
  Report report;
  std::uint32_t address = 0;

  auto Read(const Limits& limits = {}) -> tl::expected<RunReport, std::string> {
    std::memcpy(memory.bytes().data() + address, &report, sizeof(report));
    Watch watch;
    return ReadReport(memory.bytes(), address, Shape(), limits, watch);
  }
};

auto MakeSample() -> Sample {
  Sample sample;
  Memory& memory = sample.memory;
  Report& report = sample.report;
  report.fuel = 17;
  report.rounds = 3;
  report.memory_bytes = 4'096;
  report.tuple_counts = memory.Add(std::array<std::uint32_t, 2>{4, 9});
  report.warnings = memory.Add(WarningEntry{101, 1});
  report.warning_count = 1;
  report.outputs = memory.Add(OutputRecord{0, OutputKind::kRows, 2, 2});
  memory.AddInt(-5);
  memory.AddText("New York");
  memory.AddFloat(0.5);
  memory.AddText("x");
  memory.Add(OutputRecord{1, OutputKind::kTruth, 1, 0});
  memory.Add(OutputRecord{2, OutputKind::kValue, 1, 1});
  memory.AddInt(2);
  report.output_count = 3;
  report.output_size = memory.size() - report.outputs;
  sample.address = memory.Add(report);
  return sample;
}

TEST(ReportReaderTest, ReadsWhatIsTrue) {
  Sample sample = MakeSample();
  const auto report = sample.Read();
  ASSERT_TRUE(report.has_value()) << report.error();
  EXPECT_EQ(report->raw.fuel, 17U);
  EXPECT_EQ(report->tuple_counts, (std::vector<std::uint32_t>{4, 9}));
  ASSERT_EQ(report->warnings.size(), 1U);
  EXPECT_EQ(report->warnings[0].site, 1U);
  ASSERT_EQ(report->outputs.size(), 3U);
  EXPECT_EQ(report->outputs[0].relation, "path");
  EXPECT_EQ(report->outputs[0].columns, (std::vector<std::string>{"a", "b"}));
  const std::vector<std::vector<Value>> rows = {{std::int64_t{-5}, "New York"}, {0.5, "x"}};
  EXPECT_EQ(report->outputs[0].rows, rows);
  EXPECT_TRUE(report->outputs[1].truth);
  EXPECT_EQ(report->outputs[2].value, Value{std::int64_t{2}});
}

TEST(ReportReaderTest, RefusesWhatLiesOutsideOfTheMemory) {
  Watch watch;
  const auto refuses = [](auto change) {
    Sample sample = MakeSample();
    change(sample.report);
    return !sample.Read().has_value();
  };
  EXPECT_TRUE(refuses([](Report& report) { report.tuple_counts = 1 << 20; }));
  EXPECT_TRUE(refuses([](Report& report) { report.tuple_counts = UINT64_MAX; }));
  EXPECT_TRUE(refuses([](Report& report) { report.outputs = UINT64_MAX - 7; }));
  EXPECT_TRUE(refuses([](Report& report) { report.output_size = UINT64_MAX; }));
  EXPECT_TRUE(refuses([](Report& report) { report.output_size -= 8; }));
  EXPECT_TRUE(refuses([](Report& report) { report.output_count = 0xFFFF'FFFF; }));
  EXPECT_TRUE(refuses([](Report& report) { report.output_count = 2; }));
  EXPECT_TRUE(refuses([](Report& report) { report.warnings = 1 << 30; }));
  EXPECT_TRUE(refuses([](Report& report) { report.warning_count = 0xFFFF'FFFF; }));
  EXPECT_TRUE(refuses([](Report& report) { report.code = 1; }));
  EXPECT_TRUE(refuses([](Report& report) { report.code = 301; }));
  EXPECT_TRUE(refuses([](Report& report) { report.site = 3; }));
  EXPECT_TRUE(refuses([](Report& report) { report.detail_relation = 2; }));
  EXPECT_TRUE(refuses([](Report& report) {
    report.code = 308;
    report.detail_output = 3;
  }));
  Sample sample = MakeSample();
  const auto& bytes = sample.memory.bytes();
  for (const std::uint64_t address : {bytes.size(), bytes.size() - sizeof(Report) + 1, std::size_t{0xFFFF'FFFF}}) {
    EXPECT_FALSE(ReadReport(bytes, static_cast<std::uint32_t>(address), Shape(), {}, watch).has_value());
  }
  EXPECT_FALSE(ReadReport({}, 0, Shape(), {}, watch).has_value());
}

// One output record with one value.
auto ReadsValue(const OutputRecord& record, const OutputValue& value, std::string_view text = {}) -> bool {
  Sample sample;
  Report& report = sample.report;
  report.tuple_counts = sample.memory.Add(std::array<std::uint32_t, 2>{0, 0});
  report.outputs = sample.memory.Add(record);
  sample.memory.Add(value);
  auto& bytes = sample.memory.bytes();
  bytes.insert(bytes.end(), text.begin(), text.end());
  while (bytes.size() % 8 != 0) bytes.push_back(0);
  report.output_count = 1;
  report.output_size = bytes.size() - report.outputs;
  sample.address = sample.memory.Add(report);
  return sample.Read().has_value();
}

TEST(ReportReaderTest, RefusesValuesThatAreNone) {
  const OutputRecord record{2, OutputKind::kValue, 1, 1};
  const auto bits = [](double number) { return std::bit_cast<std::uint64_t>(number); };
  EXPECT_TRUE(ReadsValue(record, {ValueTag::kInt, 0, 1}));
  EXPECT_TRUE(ReadsValue(record, {ValueTag::kFloat, 0, bits(0.25)}));
  EXPECT_TRUE(ReadsValue(record, {ValueTag::kFloat, 0, bits(1e300)}));
  EXPECT_TRUE(ReadsValue(record, {ValueTag::kText, 2, 0}, "\xC3\xA9"));
  EXPECT_FALSE(ReadsValue(record, {ValueTag::kFloat, 0, bits(2.0)}));
  EXPECT_FALSE(ReadsValue(record, {ValueTag::kFloat, 0, bits(-0.0)}));
  EXPECT_FALSE(ReadsValue(record, {ValueTag::kFloat, 0, bits(std::numeric_limits<double>::infinity())}));
  EXPECT_FALSE(ReadsValue(record, {ValueTag::kFloat, 0, bits(std::numeric_limits<double>::quiet_NaN())}));
  EXPECT_FALSE(ReadsValue(record, {ValueTag::kText, 2, 0}, "\xC3\x28"));
  EXPECT_FALSE(ReadsValue(record, {ValueTag::kText, 0xFFFF'FFFF, 0}, "x"));
  EXPECT_FALSE(ReadsValue(record, {static_cast<ValueTag>(3), 0, 0}));
  EXPECT_FALSE(ReadsValue({2, OutputKind::kRows, 1, 1}, {ValueTag::kInt, 0, 1}));
  EXPECT_FALSE(ReadsValue({1, OutputKind::kTruth, 2, 0}, {ValueTag::kInt, 0, 1}));
  EXPECT_FALSE(ReadsValue({0, OutputKind::kRows, 1, 1}, {ValueTag::kInt, 0, 1}));
  EXPECT_FALSE(ReadsValue({3, OutputKind::kValue, 1, 1}, {ValueTag::kInt, 0, 1}));
  EXPECT_FALSE(ReadsValue({2, OutputKind::kValue, 0xFFFF'FFFF, 0xFFFF'FFFF}, {ValueTag::kInt, 0, 1}));
}

TEST(ReportReaderTest, RefusesMoreThanTheLimitAllows) {
  Sample sample = MakeSample();
  EXPECT_TRUE(sample.Read({.output_bytes = 100}).has_value());
  EXPECT_FALSE(sample.Read({.output_bytes = 10}).has_value());
  EXPECT_FALSE(sample.Read({.output_bytes = 0}).has_value());
}

TEST(ReportReaderTest, EveryChangedByteIsHarmless) {
  Watch watch;
  Sample sample = MakeSample();
  ASSERT_TRUE(sample.Read().has_value());
  const std::vector<std::uint8_t> bytes = sample.memory.bytes();
  const OwnedShape shape = Shape();
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (const int value : {0, 1, 2, 3, 7, 8, 0x7F, 0x80, 0xFE, 0xFF}) {
      std::vector<std::uint8_t> changed = bytes;
      changed[at] = static_cast<std::uint8_t>(value);
      const auto report = ReadReport(changed, sample.address, shape, {}, watch);
      if (!report) EXPECT_FALSE(report.error().empty());
    }
  }
}

}  // namespace
}  // namespace bytelogic::engine
