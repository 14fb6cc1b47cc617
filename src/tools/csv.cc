#include "tools/csv.h"

#include <utility>

namespace bytelogic::tools {

CsvReader::CsvReader(std::string_view text, Kind kind) : text_(text), separator_(kind == Kind::kCommas ? ',' : '\t') {
  if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
}

auto CsvReader::AtLineEnd() const -> bool {
  return AtEnd() || text_[at_] == '\n' || (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n');
}

void CsvReader::Advance() {
  const char byte = text_[at_++];
  if (byte == '\n') {
    ++line_;
    column_ = 1;
  } else if (AtEnd() || (text_[at_] & 0xC0) != 0x80) {  // the last byte of a code point
    ++column_;
  }
}

void CsvReader::SkipBlanks() {
  while (!AtEnd() && (text_[at_] == ' ' || (text_[at_] == '\t' && separator_ != '\t'))) Advance();
}

auto CsvReader::NextRow(std::vector<CsvField>& row) -> bool {
  row.clear();
  SkipBlanks();
  while (!AtEnd() && AtLineEnd()) {
    Advance();
    SkipBlanks();
  }
  if (AtEnd() || !error_.empty()) return false;
  while (true) {
    CsvField field;
    if (!ReadField(field)) return false;
    row.push_back(std::move(field));
    if (AtLineEnd()) break;
    Advance();  // the separator
  }
  while (!AtEnd() && text_[at_] != '\n') Advance();
  if (!AtEnd()) Advance();
  return true;
}

auto CsvReader::ReadField(CsvField& field) -> bool {
  SkipBlanks();
  field.line = line_;
  field.column = column_;
  if (separator_ == ',' && !AtEnd() && text_[at_] == '"') return ReadQuoted(field);
  const std::size_t begin = at_;
  while (!AtLineEnd() && text_[at_] != separator_) {
    if (text_[at_] == '"' && separator_ == ',') {
      error_ =
          "a quote inside a field that does not begin with one; write \"...\" around the field and \"\" for the quote";
      return false;
    }
    Advance();
  }
  std::string_view text = text_.substr(begin, at_ - begin);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  field.text = text;
  return true;
}

auto CsvReader::ReadQuoted(CsvField& field) -> bool {
  Advance();
  while (true) {
    if (AtEnd()) {
      line_ = field.line;
      column_ = field.column;
      error_ = "a quote that is never closed; write the closing \"";
      return false;
    }
    const char byte = text_[at_];
    Advance();
    if (byte != '"') {
      field.text += byte;
    } else if (!AtEnd() && text_[at_] == '"') {
      field.text += '"';
      Advance();
    } else {
      break;
    }
  }
  SkipBlanks();
  if (AtLineEnd() || text_[at_] == separator_) return true;
  error_ = "text after the closing quote of a field; write \"\" for a quote inside of it";
  return false;
}

}  // namespace bytelogic::tools
