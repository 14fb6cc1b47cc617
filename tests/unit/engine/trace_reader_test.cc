// A sandbox that lies about the rows of its relations is found out, or harmless.
#include "engine/trace_reader.h"

#include <gtest/gtest.h>

#include <bit>
#include <cstring>

#include "support/owned_shape.h"

namespace bytelogic::engine {
namespace {

using runtime::SmallIntCell;
using runtime::TraceMark;
using runtime::TraceRelation;
using runtime::TraceReport;
using runtime::TraceSymbol;

constexpr std::uint32_t kSymbol0 = 0U << 2 | runtime::kCellSymbol;

// A relation of an int and a symbol.
auto Shape() -> OwnedShape {
  OwnedShape shape;
  shape.relations.resize(1);
  shape.relations[0].name = "age";
  shape.relations[0].columns = {{"a", sema::Type::kInt}, {"b", sema::Type::kSymbol}};
  return shape;
}

// An honest trace of two rows, one found by the first round; the tests change one thing in it.
struct Sample {
  std::vector<std::uint8_t> memory = std::vector<std::uint8_t>(64);
  TraceReport report;
  TraceRelation relation;
  TraceSymbol symbol;
  std::vector<std::uint32_t> cells = {SmallIntCell(-7), kSymbol0, SmallIntCell(8), kSymbol0};
  std::vector<double> floats = {0.5};
  std::vector<TraceMark> marks = {{0, 1}, {0, 2}, {0, 2}};

  template <typename T>
  auto Add(const T* values, std::size_t count) -> std::uint64_t {
    const std::size_t at = memory.size();
    memory.resize(at + (count * sizeof(T) + 7) / 8 * 8);
    if (count > 0) std::memcpy(memory.data() + at, values, count * sizeof(T));
    return at;
  }

  Sample() {
    symbol = {Add("ann", 3), 3, 0};
    relation.row_count = 2;
  }

  auto Read() -> tl::expected<Trace, std::string> {
    if (relation.rows == 0) relation.rows = Add(cells.data(), cells.size());
    report.relations = Add(&relation, 1);
    if (report.symbols == 0) report.symbols = Add(&symbol, 1);
    if (report.symbol_count == 0) report.symbol_count = 1;
    report.floats = Add(floats.data(), floats.size());
    report.float_count = static_cast<std::uint32_t>(floats.size());
    report.marks = Add(marks.data(), marks.size());
    report.mark_count = static_cast<std::uint32_t>(marks.size());
    const std::uint64_t address = Add(&report, 1);  // the memory moves
    Watch watch;
    return ReadTrace(memory, address, Shape(), watch);
  }
};

TEST(TraceReader, ReadsRowsAndRounds) {
  Sample sample;
  const auto trace = sample.Read();
  ASSERT_TRUE(trace.has_value()) << trace.error();
  const TracedRelation& relation = trace->relations.at(0);
  EXPECT_EQ(relation.row_count, 2U);
  EXPECT_EQ(relation.Row(1)[0], SmallIntCell(8));
  EXPECT_EQ(relation.marks, (std::vector<std::uint32_t>{1, 2, 2}));
  EXPECT_EQ(trace->symbols, std::vector<std::string>{"ann"});
}

TEST(TraceReader, RefusesAddressesOutsideOfTheMemory) {
  Watch watch;
  Sample sample;
  EXPECT_FALSE(ReadTrace(sample.memory, sample.memory.size(), Shape(), watch).has_value());
  EXPECT_FALSE(ReadTrace(sample.memory, UINT64_MAX - 4, Shape(), watch).has_value());
  Sample rows;
  rows.relation.rows = UINT64_MAX - 8;
  EXPECT_FALSE(rows.Read().has_value());
  Sample symbols;
  symbols.report.symbols = 1'000'000;
  EXPECT_FALSE(symbols.Read().has_value());
  Sample text;
  text.symbol.text = UINT64_MAX;
  EXPECT_FALSE(text.Read().has_value());
}

TEST(TraceReader, RefusesCountsThatDoNotFit) {
  Sample rows;
  rows.relation.row_count = UINT32_MAX;
  EXPECT_FALSE(rows.Read().has_value());
  Sample symbols;
  symbols.report.symbol_count = UINT32_MAX;
  EXPECT_FALSE(symbols.Read().has_value());
  Sample length;
  length.symbol.length = UINT32_MAX;
  EXPECT_FALSE(length.Read().has_value());
}

TEST(TraceReader, OverlappingTextsDoNotAddUp) {
  Sample sample;
  sample.memory.resize(4'096, 'a');
  const std::vector<TraceSymbol> symbols(20, {64, 4'000, 0});
  sample.report.symbols = sample.Add(symbols.data(), symbols.size());
  sample.report.symbol_count = 20;
  EXPECT_FALSE(sample.Read().has_value());
}

TEST(TraceReader, RefusesCellsThatAreNoValuesOfTheirColumn) {
  Sample unknown;
  unknown.cells[1] = 1U << 2 | runtime::kCellSymbol;
  EXPECT_FALSE(unknown.Read().has_value());
  Sample boxed;
  boxed.cells[0] = 0U << 2 | runtime::kCellBoxedInt;
  EXPECT_FALSE(boxed.Read().has_value());
  Sample symbol;
  symbol.cells[0] = kSymbol0;
  EXPECT_FALSE(symbol.Read().has_value());
  Sample number;
  number.cells[1] = SmallIntCell(1);
  EXPECT_FALSE(number.Read().has_value());
  Sample fraction;
  fraction.cells[0] = 0U << 2 | runtime::kCellFloat;
  EXPECT_FALSE(fraction.Read().has_value());
}

TEST(TraceReader, RefusesFloatsThatAreNone) {
  for (const double value : {2.0, std::bit_cast<double>(0x7FF0'0000'0000'0000ULL)}) {
    Sample sample;
    sample.floats = {value};
    EXPECT_FALSE(sample.Read().has_value());
  }
}

TEST(TraceReader, RefusesRoundsThatShrinkOrAreMissing) {
  Sample shrinks;
  shrinks.marks = {{0, 2}, {0, 1}};
  EXPECT_FALSE(shrinks.Read().has_value());
  Sample beyond;
  beyond.marks = {{0, 3}};
  EXPECT_FALSE(beyond.Read().has_value());
  Sample other;
  other.marks = {{0, 1}, {1, 0}};
  EXPECT_FALSE(other.Read().has_value());
  Sample none;
  none.marks = {};
  EXPECT_FALSE(none.Read().has_value());
}

}  // namespace
}  // namespace bytelogic::engine
