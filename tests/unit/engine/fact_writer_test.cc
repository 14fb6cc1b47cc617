// The host's facts: what fits a program and what does not, and the bytes that a run is given.
#include "engine/fact_writer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

#include "support/owned_shape.h"

namespace bytelogic::engine {
namespace {

using runtime::FactTableEntry;
using runtime::RunInput;
using runtime::SymbolEntry;

// person(name: symbol, age: int), weight(who, kilos: float), note(any), raining/0
auto Shape() -> OwnedShape {
  OwnedShape shape;
  shape.relations.resize(4);
  shape.relations[0].name = "person";
  shape.relations[0].columns = {{"name", sema::Type::kSymbol, true}, {"age", sema::Type::kInt, true}};
  shape.relations[1].name = "weight";
  shape.relations[1].columns = {{"a", sema::Type::kSymbol, false}, {"kilos", sema::Type::kFloat, false}};
  shape.relations[2].name = "note";
  shape.relations[2].columns = {{"a", sema::Type::kAny, false}};
  shape.relations[3].name = "raining";
  return shape;
}

auto Errors(const Facts& facts, bool ignore_unknown = false) -> std::vector<Diagnostic> {
  const OwnedShape shape = Shape();
  Diagnostics diagnostics;
  const FactWriter writer(shape, facts, {}, ignore_unknown, diagnostics);
  return diagnostics.ToPublic("");
}

template <typename T>
auto At(std::span<const std::uint8_t> bytes, std::size_t offset) -> T {
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof(T));
  return value;
}

TEST(FactsTest, ARelationHasOneArity) {
  Facts facts;
  EXPECT_TRUE(facts.Add("person", {"alice", std::int64_t{3}}));
  EXPECT_FALSE(facts.Add("person", {"bob"}));
  EXPECT_TRUE(facts.Declare("person", 2));
  EXPECT_FALSE(facts.Declare("person", 3));
  EXPECT_EQ(facts.tables().at("person").row_count(), 1U);
}

TEST(FactsTest, TypesAreJoinedAndNumbersNormalised) {
  Facts facts;
  facts.Add("r", {2.0, std::int64_t{1}, "x", std::int64_t{1}});
  facts.Add("r", {-0.0, 1.5, "y", "one"});
  const FactTable& table = facts.tables().at("r");
  EXPECT_EQ(table.At(0, 0), Value{std::int64_t{2}});
  EXPECT_EQ(table.At(1, 0), Value{std::int64_t{0}});
  const std::vector<ColumnType> types = {ColumnType::kInt, ColumnType::kFloat, ColumnType::kSymbol, ColumnType::kAny};
  EXPECT_EQ(table.types(), types);
}

TEST(FactWriterTest, NamesUnknownRelations) {
  Facts facts;
  facts.Add("persom", {"alice", std::int64_t{3}});
  const auto errors = Errors(facts);
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].code, "E201");
  EXPECT_EQ(errors[0].line, 0U);
  EXPECT_EQ(errors[0].help, "did you mean person");
  EXPECT_TRUE(Errors(facts, true).empty());
  Facts far;
  far.Add("something_else", {"x"});
  EXPECT_EQ(Errors(far)[0].help, "declare it: REL something_else 1");
}

TEST(FactWriterTest, ChecksTheArity) {
  Facts facts;
  facts.Add("person", {"alice"});
  ASSERT_EQ(Errors(facts).size(), 1U);
  EXPECT_EQ(Errors(facts)[0].code, "E203");
  EXPECT_EQ(Errors(facts)[0].message, "the facts for person have 1 column, the relation has 2");
}

TEST(FactWriterTest, ChecksTheTypes) {
  Facts facts;
  facts.Add("person", {"alice", std::int64_t{3}});
  facts.Add("person", {"bob", "old"});
  facts.Add("weight", {"alice", "heavy"});
  const auto errors = Errors(facts);
  ASSERT_EQ(errors.size(), 2U);
  EXPECT_EQ(errors[0].code, "R209");
  EXPECT_EQ(errors[0].message,
            "in the facts for person, row 2, column age: old is a symbol, the column is declared as int");
  EXPECT_EQ(errors[1].message,
            "in the facts for weight, row 1, column kilos: heavy is a symbol, the column is used as float");
  Facts floats;
  floats.Add("person", {"alice", 1.5});
  EXPECT_EQ(Errors(floats)[0].code, "R209");
  Facts infinite;
  infinite.Add("note", {std::numeric_limits<double>::infinity()});
  EXPECT_EQ(Errors(infinite)[0].code, "R209");
  Facts bytes;
  bytes.Add("note", {"\xFF"});
  EXPECT_EQ(Errors(bytes)[0].code, "E101");
}

TEST(FactWriterTest, TextsHaveLimits) {
  const OwnedShape shape = Shape();
  Facts facts;
  facts.Add("person", {"alice", std::int64_t{3}});
  facts.Add("person", {"bo", std::int64_t{4}});
  facts.Add("note", {"alice"});
  const auto first = [&](const Limits& limits) {
    Diagnostics diagnostics;
    const FactWriter writer(shape, facts, limits, false, diagnostics);
    const auto errors = diagnostics.ToPublic("");
    return errors.empty() ? "" : errors[0].code + " " + errors[0].message + "; " + errors[0].help;
  };
  Limits limits;
  limits.value_bytes = 5;
  limits.data_bytes = 12;  // alice and bo, and alice once more in another relation
  EXPECT_EQ(first(limits), "");
  limits.data_bytes = 11;
  EXPECT_EQ(
      first(limits),
      "R312 too much data from the host: the limit is 11 bytes; there are 12 bytes; give less, or raise the limit "
      "`data`: --limit data=22");
  limits.value_bytes = 4;
  EXPECT_EQ(
      first(limits),
      "R313 a value of the host is too long: the limit is 4 bytes; in the facts for note, row 1, column a: it has "
      "5 bytes; shorten it or leave it out, or raise the limit `value`: --limit value=8");
}

TEST(FactsTest, SymbolsAreFoundAgainWhateverTheirHash) {
  FactTable table(1);
  for (int i = 0; i < 10'000; ++i) table.AddSymbol("s" + std::to_string(i % 1'000) + std::string(i % 23, 'x'));
  FactTable other(1);  // with another key
  for (int i = 0; i < 10'000; ++i) other.AddSymbol("s" + std::to_string(i % 1'000) + std::string(i % 23, 'x'));
  EXPECT_EQ(Access::CellsOf(table).text, Access::CellsOf(other).text);
  EXPECT_TRUE(std::ranges::equal(Access::CellsOf(table).cells, Access::CellsOf(other).cells));
  const FactTable copy = table;
  table.AddSymbol("s0");
  EXPECT_EQ(Access::CellsOf(table).symbol_ends.size(), Access::CellsOf(copy).symbol_ends.size());
}

TEST(FactWriterTest, WritesNothingButLimitsWithoutFacts) {
  const OwnedShape shape = Shape();
  Diagnostics diagnostics;
  const FactWriter writer(shape, {}, {}, false, diagnostics);
  ASSERT_EQ(writer.size(), sizeof(RunInput));
  std::vector<std::uint8_t> bytes(writer.size());
  RunInput input;
  input.fuel = 99;
  writer.Write(input, bytes);
  EXPECT_EQ(At<RunInput>(bytes, 0).fuel, 99U);
  EXPECT_EQ(At<RunInput>(bytes, 0).size, sizeof(RunInput));
  EXPECT_EQ(At<RunInput>(bytes, 0).fact_tables.count, 0U);
}

TEST(FactWriterTest, WritesTablesValuesAndTexts) {
  const OwnedShape shape = Shape();
  Facts facts;
  facts.Add("note", {"caf\xC3\xA9"});
  facts.Add("note", {0.5});
  facts.Add("raining", {});
  facts.Add("weight", {"bob", std::int64_t{(1LL << 53) + 1}});
  facts.Add("weight", {"eve", INT64_MAX});
  Diagnostics diagnostics;
  const FactWriter writer(shape, facts, {}, false, diagnostics);
  ASSERT_FALSE(diagnostics.has_errors());
  std::vector<std::uint8_t> bytes(writer.size());
  writer.Write({}, bytes);

  const auto input = At<RunInput>(bytes, 0);
  ASSERT_EQ(input.fact_tables.count, 3U);
  const auto note = At<FactTableEntry>(bytes, input.fact_tables.offset);
  EXPECT_EQ(note.relation, 2U);
  EXPECT_EQ(note.row_count, 2U);
  ASSERT_EQ(note.cells.count, 2U);
  EXPECT_EQ(At<std::uint32_t>(bytes, note.cells.offset), runtime::kCellSymbol);
  EXPECT_EQ(At<std::uint32_t>(bytes, note.cells.offset + 4), runtime::kCellFloat);
  ASSERT_EQ(note.symbols.count, 1U);
  const auto text = At<SymbolEntry>(bytes, note.symbols.offset);
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(bytes.data()) + text.offset, text.length), "caf\xC3\xA9");
  ASSERT_EQ(note.floats.count, 1U);
  EXPECT_EQ(At<double>(bytes, note.floats.offset), 0.5);

  const auto raining = At<FactTableEntry>(bytes, input.fact_tables.offset + sizeof(FactTableEntry));
  EXPECT_EQ(raining.relation, 3U);
  EXPECT_EQ(raining.row_count, 1U);
  EXPECT_EQ(raining.cells.count, 0U);

  // In a float column an int becomes the nearest double, which is an int again where it fits.
  const auto weight = At<FactTableEntry>(bytes, input.fact_tables.offset + 2 * sizeof(FactTableEntry));
  EXPECT_EQ(At<std::uint32_t>(bytes, weight.cells.offset + 4), runtime::kCellBoxedInt);
  EXPECT_EQ(At<std::int64_t>(bytes, weight.ints.offset), 1LL << 53);
  EXPECT_EQ(At<std::uint32_t>(bytes, weight.cells.offset + 12), runtime::kCellFloat);
  EXPECT_EQ(At<double>(bytes, weight.floats.offset), 0x1p63);
}

TEST(FactsTest, ValuesAreAddedOneByOne) {
  Facts facts;
  FactTable* table = facts.Table("r", 2);
  ASSERT_NE(table, nullptr);
  EXPECT_EQ(facts.Table("r", 3), nullptr);
  for (const std::int64_t number : {INT64_MIN, std::int64_t{-1}, std::int64_t{1} << 29, INT64_MAX}) {
    table->AddInt(number);
    table->AddSymbol("n" + std::to_string(number));
  }
  table->AddFloat(4.0);
  table->AddSymbol("n-1");
  EXPECT_EQ(table->row_count(), 5U);
  EXPECT_EQ(Access::CellsOf(*table).symbol_ends.size(), 4U);
  EXPECT_EQ(table->At(0, 0), Value{INT64_MIN});
  EXPECT_EQ(table->At(2, 0), Value{std::int64_t{1} << 29});
  EXPECT_EQ(table->At(4, 0), Value{std::int64_t{4}});
  EXPECT_EQ(table->At(4, 1), Value{"n-1"});
  table->AddInt(7);
  table->DropIncompleteRow();
  EXPECT_EQ(table->row_count(), 5U);
  EXPECT_EQ(Access::CellsOf(*table).cells.size(), 10U);
}

TEST(FactsTest, ManySymbolsAreFoundAgain) {
  Facts facts;
  FactTable* table = facts.Table("r", 1);
  for (int pass = 0; pass < 2; ++pass) {
    for (int i = 0; i < 5'000; ++i) table->AddSymbol("symbol number " + std::to_string(i));
  }
  EXPECT_EQ(Access::CellsOf(*table).symbol_ends.size(), 5'000U);
  EXPECT_EQ(table->At(9'999, 0), Value{"symbol number 4999"});
}

TEST(FactWriterTest, TheHostHasALimitOfItsOwn) {
  Facts facts;
  for (std::int64_t i = 0; i < 3; ++i) facts.Add("note", {i});
  const OwnedShape shape = Shape();
  Limits limits;
  limits.host_tuples = 2;
  Diagnostics diagnostics;
  const FactWriter writer(shape, facts, limits, false, diagnostics);
  ASSERT_EQ(diagnostics.ToPublic("").size(), 1U);
  EXPECT_EQ(diagnostics.ToPublic("")[0].code, "R310");
  EXPECT_EQ(diagnostics.ToPublic("")[0].message, "too many tuples from the host: the limit is 2; there are 3");
}

}  // namespace
}  // namespace bytelogic::engine
