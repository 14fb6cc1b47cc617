// CSV, TSV and .facts, under several declarations: limits hold, and rows that are written as files and read again are
// the same. The first byte chooses how the rest is read.

#include "data/output_files.h"
#include "fact_fuzzing.h"

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  using namespace bytelogic;
  using namespace bytelogic::fuzz;
  if (size == 0) return 0;
  const unsigned choice = data[0];
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  DelimitedFormat format = choice % 3 == 0 ? kCsv : choice % 3 == 1 ? kTsv : kFactsFile;
  if (choice & 0x10) format.delimiter = "::";
  const Header header = choice & 0x20 ? Header::kMaybe : Header::kNo;
  static const ProgramSchema kSchemas[] = {
      {}, SchemaOfText("REL r(a: symbol, b: int)\n"), SchemaOfText("REL r(a: float)\n"), SchemaOfText("REL r 0\n")};
  const Reading read = ReadDelimited(bytes, kSchemas[choice >> 6], format, header);
  if (!read.errors.empty() || read.facts.tables().empty()) return 0;

  const FactTable& table = read.facts.tables().begin()->second;
  const std::string declaration = DeclarationOf(table);
  if (table.row_count() == 0 || declaration.empty()) return 0;
  Output output;
  output.relation = "r";
  output.kind = table.arity() == 0 ? Output::Kind::kTruth : Output::Kind::kRows;
  output.truth = true;
  for (std::size_t row = 0; row < table.row_count() && table.arity() > 0; ++row) {
    auto& values = output.rows.emplace_back();
    for (std::size_t column = 0; column < table.arity(); ++column) values.push_back(table.At(row, column));
  }
  for (const bool quotes : {true, false}) {
    const FileFormat written{.delimiter = format.delimiter, .quotes = quotes};
    std::string text;
    DataErrors errors;
    if (!WriteRows(output, written, "f", text, errors)) {
      BL_CHECK(!quotes);  // a symbol that only quotes can hold
      continue;
    }
    DelimitedFormat again = kFactsFile;
    again.delimiter = format.delimiter;
    again.quotes = quotes;
    const Reading reread = ReadDelimited(text, SchemaOfText(declaration), again, Header::kNo, {});
    BL_CHECK(reread.errors.empty());
    if (table.arity() > 0) BL_CHECK(Equal(read.facts, reread.facts));
  }
  return 0;
}
