// csv.h - comma- and tab-separated text, field by field, each with its place.
//
//   CsvReader reader("alice,\"New York\"\nbob,Rome\n", CsvReader::Kind::kCommas);
//   while (reader.NextRow(row)) Use(row);                  // row[1].text == "New York", row[1].column == 7
//   if (!reader.error().empty()) Report(reader.line(), reader.column(), reader.error());
//
// Commas: RFC 4180. A field in double quotes may hold commas, line ends and doubled quotes. Blanks around fields are
// dropped outside of quotes. Tabs: no quoting, fields are what stands between tabs. Lines end in LF or CRLF; empty
// lines and a byte order mark are skipped. Used by fact_files.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bytelogic::tools {

struct CsvField {
  std::string text;
  std::uint32_t line = 1;    // where it begins, from 1
  std::uint32_t column = 1;  // in code points, from 1
};

class CsvReader {
 public:
  enum class Kind : std::uint8_t { kCommas, kTabs };

  // `text` must outlive the reader.
  CsvReader(std::string_view text, Kind kind);

  // Reads the next row into `row`; false at the end of the text and after an error.
  auto NextRow(std::vector<CsvField>& row) -> bool;

  // What is wrong with the text, and where; empty where nothing is.
  [[nodiscard]] auto error() const -> const std::string& { return error_; }
  [[nodiscard]] auto line() const -> std::uint32_t { return line_; }
  [[nodiscard]] auto column() const -> std::uint32_t { return column_; }

 private:
  [[nodiscard]] auto AtEnd() const -> bool { return at_ == text_.size(); }
  [[nodiscard]] auto AtLineEnd() const -> bool;
  void Advance();
  void SkipBlanks();
  auto ReadField(CsvField& field) -> bool;
  auto ReadQuoted(CsvField& field) -> bool;

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::uint32_t column_ = 1;
  std::string error_;
};

}  // namespace bytelogic::tools
