#include "data/delimited.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/utf8.h"

namespace bytelogic::data {

auto DelimitedReader::IsBlank(char byte) const -> bool {
  return byte == ' ' || (byte == '\t' && format_.delimiter != "\t");
}

auto DelimitedReader::DelimiterAt(std::string_view text, std::size_t at) const -> bool {
  return text[at] == format_.delimiter[0] &&
         (format_.delimiter.size() == 1 || text.substr(at).starts_with(format_.delimiter));
}

auto DelimitedReader::SkipBlanks(std::string_view text, std::size_t at) const -> std::size_t {
  if (!format_.trims_blanks) return at;
  while (at < text.size() && IsBlank(text[at])) ++at;
  return at;
}

auto DelimitedReader::NextRow(std::vector<DelimitedField>& row) -> bool {
  if (error_) return false;
  window_.Consume(std::exchange(consumed_, 0));
  while (true) {
    const std::string_view text = window_.unread();
    row_begin_ = text.data();
    row_line_ = line_;
    switch (text.empty() ? Scan::kNeedsMore : ScanRow(text, row)) {
      case Scan::kRow:
        return true;
      case Scan::kEmptyLine:
        window_.Consume(std::exchange(consumed_, 0));
        continue;
      case Scan::kError:
        return false;
      case Scan::kNeedsMore:
        break;
    }
    if (window_.at_end() && text.empty()) return false;
    if (!window_.FillMuch() && window_.problem()) {
      error_ = DelimitedError{.line = row_line_, .column = 1, .problem = *window_.problem()};
      return false;
    }
  }
}

// Everything up to the end of the line, or kNeedsMore where `text` ends before it and more may come.
auto DelimitedReader::ScanRow(std::string_view text, std::vector<DelimitedField>& row) -> Scan {
  row.clear();
  unescaped_.clear();
  lines_in_quotes_ = 0;
  std::size_t at = 0;
  while (true) {
    const std::size_t begin = SkipBlanks(text, at);
    const bool quoted = format_.quotes && begin < text.size() && text[begin] == '"';
    at = begin;
    const Scan scanned = quoted ? ScanQuoted(text, at, row) : ScanPlain(text, at, row);
    if (scanned != Scan::kRow) return scanned;
    if (at == text.size()) break;
    if (text[at] == '\n') break;
    at += format_.delimiter.size();
  }
  consumed_ = std::min(at + 1, text.size());
  line_ += 1 + lines_in_quotes_;
  const bool at_nothing = row[0].begin == text.data() + text.size();
  const bool empty = row.size() == 1 && row[0].text.empty() && (at_nothing || !format_.quotes || *row[0].begin != '"');
  return empty && format_.skips_empty_lines ? Scan::kEmptyLine : Scan::kRow;
}

// Up to the next delimiter, the end of the line or of the text: `at` is there afterwards.
auto DelimitedReader::ScanPlain(std::string_view text, std::size_t& at, std::vector<DelimitedField>& row) -> Scan {
  const std::size_t begin = at;
  const char first = format_.delimiter[0];
  const char quote = format_.quotes ? '"' : '\n';
  for (; at < text.size(); ++at) {
    const char byte = text[at];
    if (byte == '\n') break;
    if (byte == first && DelimiterAt(text, at)) break;
    if (byte == quote) {
      return Fail(text, at,
                  {DiagnosticKind::kIllFormedWord, "a quote inside a field that does not begin with one",
                   "write \"...\" around the field and \"\" for the quote"});
    }
  }
  // A delimiter of several bytes may be cut in two, too, and so may CR LF: bytes that are not of the field.
  if (at == text.size() && !window_.at_end()) {
    return NeedMore(text, begin, at - begin - std::min(at - begin, format_.delimiter.size()));
  }
  std::string_view field = text.substr(begin, at - begin);
  const bool ends_line = at == text.size() || text[at] == '\n';
  if (ends_line && at < text.size() && field.ends_with('\r')) field.remove_suffix(1);
  if (field.size() > budget_.limits().value_bytes) return Fail(text, begin, budget_.ValueTooLong());
  if (format_.trims_blanks) {
    while (!field.empty() && (field.back() == ' ' || field.back() == '\t')) field.remove_suffix(1);
  }
  return Push(text, begin, field, row);
}

auto DelimitedReader::Push(std::string_view text, std::size_t begin, std::string_view field,
                           std::vector<DelimitedField>& row) -> Scan {
  if (field.size() > budget_.limits().value_bytes) return Fail(text, begin, budget_.ValueTooLong());
  if (row.size() < kMaxFields) row.push_back({field, text.data() + begin});
  return Scan::kRow;
}

auto DelimitedReader::NeedMore(std::string_view text, std::size_t begin, std::size_t size) -> Scan {
  return size > budget_.limits().value_bytes ? Fail(text, begin, budget_.ValueTooLong()) : Scan::kNeedsMore;
}

auto DelimitedReader::ScanQuoted(std::string_view text, std::size_t& at, std::vector<DelimitedField>& row) -> Scan {
  const std::size_t begin = at;
  bool doubled = false;
  std::size_t close = at + 1;
  while (true) {
    close = text.find('"', close);
    if (close == std::string_view::npos || (close + 1 == text.size() && !window_.at_end())) {
      // Two bytes as written are one of the value at least; the last one may be the quote that closes.
      if (!window_.at_end()) return NeedMore(text, begin, (text.size() - begin - 1) / 2);
      return Fail(text, begin,
                  {DiagnosticKind::kIllFormedWord, "a quote that is never closed", "write the closing \""});
    }
    if (close + 1 == text.size() || text[close + 1] != '"') break;
    doubled = true;
    close += 2;
  }
  std::string_view field = text.substr(begin + 1, close - begin - 1);
  lines_in_quotes_ += static_cast<std::uint64_t>(std::count(field.begin(), field.end(), '\n'));
  if (doubled) {
    // Views stay valid: what all fields of the row can take is set aside at once.
    unescaped_.reserve(std::max(unescaped_.capacity(), text.size()));
    const std::size_t start = unescaped_.size();
    for (std::size_t i = 0; i < field.size(); ++i) {
      unescaped_ += field[i];
      if (field[i] == '"') ++i;
    }
    field = std::string_view(unescaped_).substr(start);
  }
  if (const Scan pushed = Push(text, begin, field, row); pushed != Scan::kRow) return pushed;
  at = SkipBlanks(text, close + 1);
  const bool carriage_return = at + 1 < text.size() && text[at] == '\r' && text[at + 1] == '\n';
  if (carriage_return) ++at;
  // What follows may be cut in two: CR LF, or a delimiter of several bytes.
  if (text.size() - at < std::max<std::size_t>(format_.delimiter.size(), 2) && !window_.at_end()) {
    return Scan::kNeedsMore;
  }
  if (at == text.size() || text[at] == '\n' || DelimiterAt(text, at)) return Scan::kRow;
  return Fail(
      text, at,
      {DiagnosticKind::kIllFormedWord, "text after the closing quote of a field", "write \"\" for a quote inside it"});
}

auto DelimitedReader::Fail(std::string_view text, std::size_t at, ProblemText problem) -> Scan {
  const DelimitedField place{{}, text.data() + at};
  error_ = DelimitedError{.line = LineOf(place), .column = ColumnOf(place), .problem = std::move(problem)};
  return Scan::kError;
}

auto DelimitedReader::PlaceIn(const char* at) const -> std::string_view {
  return {row_begin_, static_cast<std::size_t>(at - row_begin_)};
}

auto DelimitedReader::LineOf(const DelimitedField& field) const -> std::uint64_t {
  const std::string_view before = PlaceIn(field.begin);
  return row_line_ + static_cast<std::uint64_t>(std::count(before.begin(), before.end(), '\n'));
}

auto DelimitedReader::ColumnOf(const DelimitedField& field) const -> std::uint64_t {
  std::string_view before = PlaceIn(field.begin);
  if (const std::size_t line = before.rfind('\n'); line != std::string_view::npos) before.remove_prefix(line + 1);
  return CountCodePoints(before) + 1;
}

}  // namespace bytelogic::data
