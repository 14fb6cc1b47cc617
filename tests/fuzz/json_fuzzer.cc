// JSON and JSON lines: limits hold, and rows that are written as JSON and read again are the same. The first byte
// chooses how the rest is read.

#include <nlohmann/json.hpp>

#include "fact_fuzzing.h"

namespace {

using namespace bytelogic;
using namespace bytelogic::fuzz;

auto Read(std::string_view bytes, bool lines, const std::string& relation, const ProgramSchema& schema,
          const LoadLimits& limits) -> Reading {
  return ReadUnder(limits, schema, [&](LoadContext& context) {
    ByteSource source(Input::Of(FileOf(bytes), "f"), context.budget);
    lines ? LoadJsonLines(source, "f", relation, context) : LoadJson(source, "f", relation, context);
  });
}

auto JsonOf(const FactTable& table, std::size_t row) -> nlohmann::json {
  nlohmann::json values = nlohmann::json::array();
  for (std::size_t column = 0; column < table.arity(); ++column) {
    std::visit([&values](const auto& value) { values.push_back(value); }, table.At(row, column));
  }
  return values;
}

}  // namespace

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  if (size == 0) return 0;
  const unsigned choice = data[0];
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const bool lines = (choice & 1) != 0;
  const std::string relation = lines || (choice & 2) != 0 ? "r" : "";
  static const ProgramSchema kSchemas[] = {{}, SchemaOfText("REL r(a: symbol, b: int)\n")};
  const Reading read = Read(bytes, lines, relation, kSchemas[(choice >> 2) & 1], kLimits);
  if (!read.errors.empty()) return 0;

  for (const auto& [name, table] : read.facts.tables()) {
    std::string array = "[";
    std::string text;
    for (std::size_t row = 0; row < table.row_count(); ++row) {
      const std::string one = JsonOf(table, row).dump();
      array += (row > 0 ? ", " : "") + one;
      text += one + "\n";
    }
    array += "]";
    const Reading from_lines = Read(text, true, name, {}, {});
    const Reading from_array = Read(array, false, name, {}, {});
    BL_CHECK(from_lines.errors.empty() && from_array.errors.empty());
    BL_CHECK(Equal(from_lines.facts, from_array.facts));
    if (read.facts.tables().size() == 1) BL_CHECK(Equal(read.facts, from_lines.facts));
  }
  return 0;
}
