// delimited.h - comma-, tab- and otherwise separated text, row by row, each field with its place.
//
//   DelimitedReader reader(window, kCsv);
//   while (reader.NextRow(row)) Use(row);                  // row[1].text == "New York"
//   if (reader.error()) Report(*reader.error());           // with line and column
//
// CSV as RFC 4180 has it: a field in double quotes may hold separators, line ends and doubled quotes. Lines end in LF
// or CRLF. Places are computed when they are asked for: most rows are right. Used by delimited_facts.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/text_window.h"

namespace bytelogic::data {

struct DelimitedFormat {
  std::string delimiter = ",";
  bool quotes = true;        // RFC 4180
  bool trims_blanks = true;  // around fields, outside of quotes
  bool skips_empty_lines = true;
};

inline const DelimitedFormat kCsv{};
inline const DelimitedFormat kTsv{.delimiter = "\t", .quotes = false};
// Soufflé's files: a field is what stands between two tabs, and nothing else.
inline const DelimitedFormat kFactsFile{
    .delimiter = "\t", .quotes = false, .trims_blanks = false, .skips_empty_lines = false};

struct DelimitedField {
  std::string_view text;
  const char* begin = nullptr;  // in the row, its quote included
};

struct DelimitedError {
  std::uint64_t line = 0;
  std::uint64_t column = 0;
  ProblemText problem;
};

class DelimitedReader {
 public:
  // More fields than any relation has columns: the row is wrong, and the rest of its fields is counted only.
  static constexpr std::size_t kMaxFields = 10'000;

  // `window` and `budget` must outlive the reader.
  DelimitedReader(TextWindow& window, DelimitedFormat format, const LoadBudget& budget)
      : window_(window), format_(std::move(format)), budget_(budget) {}

  // Reads the next row into `row`, whose views end with the next call; false at the end of the text and after an error.
  auto NextRow(std::vector<DelimitedField>& row) -> bool;

  // Of a field of the last row, from 1; the column in code points.
  [[nodiscard]] auto LineOf(const DelimitedField& field) const -> std::uint64_t;
  [[nodiscard]] auto ColumnOf(const DelimitedField& field) const -> std::uint64_t;

  // What is wrong with the text, and where.
  [[nodiscard]] auto error() const -> const std::optional<DelimitedError>& { return error_; }

 private:
  enum class Scan : std::uint8_t { kRow, kEmptyLine, kNeedsMore, kError };

  auto ScanRow(std::string_view text, std::vector<DelimitedField>& row) -> Scan;
  auto ScanPlain(std::string_view text, std::size_t& at, std::vector<DelimitedField>& row) -> Scan;
  auto ScanQuoted(std::string_view text, std::size_t& at, std::vector<DelimitedField>& row) -> Scan;
  auto SkipBlanks(std::string_view text, std::size_t at) const -> std::size_t;
  [[nodiscard]] auto IsBlank(char byte) const -> bool;
  [[nodiscard]] auto DelimiterAt(std::string_view text, std::size_t at) const -> bool;
  auto Fail(std::string_view text, std::size_t at, ProblemText problem) -> Scan;
  // Adds a field of `size` bytes as written, or fails where that is too long.
  auto Push(std::string_view text, std::size_t begin, std::string_view field, std::vector<DelimitedField>& row) -> Scan;
  // Of a field without an end so far, of which at least `size` bytes are known.
  auto NeedMore(std::string_view text, std::size_t begin, std::size_t size) -> Scan;
  [[nodiscard]] auto PlaceIn(const char* at) const -> std::string_view;

  TextWindow& window_;
  DelimitedFormat format_;
  const LoadBudget& budget_;
  std::optional<DelimitedError> error_;
  std::uint64_t line_ = 1;             // of the row that is next
  std::uint64_t row_line_ = 1;         // of the last one
  std::uint64_t lines_in_quotes_ = 0;  // line ends that end no row
  const char* row_begin_ = nullptr;
  std::size_t consumed_ = 0;  // by the last row: given up when the next one is read
  std::string unescaped_;     // fields of the last row with doubled quotes
};

}  // namespace bytelogic::data
