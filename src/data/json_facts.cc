// LoadJson and LoadJsonLines: rows from the events of the parser, without a tree in memory, each value with its place.

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "base/utf8.h"
#include "data/fact_files.h"
#include "data/field.h"

namespace bytelogic::data {

namespace {

using Json = nlohmann::json;

// Line and column of a character, from 1, the column in code points.
struct Place {
  std::uint64_t line = 1;
  std::uint64_t column = 0;
  bool after_line_end = false;

  void Pass(char byte) {
    if (std::exchange(after_line_end, byte == '\n')) {
      ++line;
      column = 0;
    }
    if (!IsUtf8Continuation(byte)) ++column;
  }
};

// What ended the text before its end.
using Stop = std::optional<ProblemText>;

// The text that the parser reads: a window, or one line of it. The parser keeps a string or number as a whole, however
// long; so the text ends, with a problem, where one is longer than values may be.
class JsonText {
 public:
  JsonText(TextWindow& window, Place& place, const LoadBudget& budget, Stop& stop)
      : window_(&window), place_(place), budget_(budget), stop_(stop) {
    Refill();
  }
  JsonText(std::string_view line, Place& place, const LoadBudget& budget, Stop& stop)
      : rest_(line), place_(place), budget_(budget), stop_(stop) {}

  [[nodiscard]] auto at_end() const -> bool { return rest_.empty(); }
  [[nodiscard]] auto front() const -> const char& { return rest_.front(); }
  void Advance() {
    place_.Pass(rest_.front());
    if (!PassToken(rest_.front())) {
      stop_ = budget_.ValueTooLong();
      window_ = nullptr;
      rest_ = {};
      return;
    }
    rest_.remove_prefix(1);
    if (rest_.empty()) Refill();
  }

 private:
  // Follows strings and numbers as far as their lengths go; false where one is too long.
  auto PassToken(char byte) -> bool {
    if (in_string_) {
      const bool escaped = std::exchange(escaped_, !escaped_ && byte == '\\');
      if (byte == '"' && !escaped) in_string_ = false;
      // A byte takes six at most: \u0041.
      constexpr std::uint64_t kMostEscaped = 6;
      return ++token_bytes_ / kMostEscaped <= budget_.limits().value_bytes;
    }
    constexpr std::string_view kBetween = " \t\r\n,:[]{}";
    in_string_ = byte == '"';
    const bool is_between = in_string_ || kBetween.find(byte) != std::string_view::npos;
    token_bytes_ = is_between ? 0 : token_bytes_ + 1;
    return token_bytes_ <= budget_.limits().value_bytes;
  }

  void Refill() {
    if (window_ == nullptr) return;
    window_->Consume(window_->unread().size());
    while (rest_.empty() && window_->Fill()) rest_ = window_->unread();
    if (rest_.empty()) stop_ = window_->problem();
  }

  TextWindow* window_ = nullptr;
  std::string_view rest_;
  Place& place_;
  const LoadBudget& budget_;
  Stop& stop_;
  bool in_string_ = false;
  bool escaped_ = false;
  std::uint64_t token_bytes_ = 0;
};

class JsonIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  explicit JsonIterator(JsonText* text) : text_(text) {}  // null: the end
  auto operator*() const -> const char& { return text_->front(); }
  auto operator++() -> JsonIterator& {
    text_->Advance();
    return *this;
  }
  auto operator++(int) -> JsonIterator {
    const JsonIterator before = *this;
    ++*this;
    return before;
  }
  friend auto operator==(const JsonIterator& a, const JsonIterator& b) -> bool { return a.AtEnd() == b.AtEnd(); }

 private:
  [[nodiscard]] auto AtEnd() const -> bool { return text_ == nullptr || text_->at_end(); }
  JsonText* text_;
};

// What the parser is in.
enum class Level : std::uint8_t {
  kTop,
  kRelations,  // {"age": ...}
  kRows,       // [...]
  kArray,      // a row: ["ann", 30]
  kObject,     // a row: {"name": "ann", "years": 30}
};

// Receives the events of the parser; false ends the parse. `row_`, `places_` and `given_` are those of the row at hand.
class JsonRows : public nlohmann::json_sax<Json> {
 public:
  // `top`: what the text is. kRows: a single row.
  JsonRows(std::string relation, const std::string& file, Level top, const Place& place, const Stop& stop,
           LoadContext& context)
      : file_(file), place_(place), stop_(stop), context_(context), level_(top), has_relation_(!relation.empty()) {
    if (has_relation_) sink_.emplace(context, std::move(relation), file);
  }

  auto null() -> bool override { return NoValue("null is not a value", "leave the row out, or write a string"); }
  auto boolean(bool value) -> bool override {
    return NoValue(fmt::format("{} is not a value", value), fmt::format("write {} or a string", value ? 1 : 0));
  }
  auto number_integer(number_integer_t value) -> bool override { return Scalar(Value(value)); }
  auto number_unsigned(number_unsigned_t value) -> bool override {
    if (value <= static_cast<number_unsigned_t>(INT64_MAX)) return Scalar(Value(static_cast<std::int64_t>(value)));
    return IntegerOutOfRange(std::to_string(value));
  }
  auto number_float(number_float_t value, const string_t& text) -> bool override {
    if (text.find_first_of(".eE") == string_t::npos) return IntegerOutOfRange(text);
    return Scalar(Value(value));
  }
  auto string(string_t& value) -> bool override { return Fits(value) && Scalar(Value(std::move(value))); }
  auto binary(binary_t&) -> bool override { return NoValue("binary data is not a value", ""); }

  auto start_object(std::size_t) -> bool override {
    if (!Enter()) return false;
    if (Skips(+1)) return true;
    switch (level_) {
      case Level::kTop:
        if (has_relation_) return Fail("an object where an array of rows is expected", "leave RELATION= out");
        level_ = Level::kRelations;
        return true;
      case Level::kRows:
        level_ = Level::kObject;
        return BeginObject();
      case Level::kRelations:
        return Fail("an object where an array of rows is expected", "write [...] around the rows");
      default:
        return Fail("an object is not a value", "rows are arrays or objects of numbers and strings");
    }
  }

  auto key(string_t& name) -> bool override {
    if (!Fits(name)) return false;
    if (skipped_ > 0) return true;
    if (level_ == Level::kRelations) {
      if (!IsRelationName(name)) return Fail(NoRelationName(name), "");
      sink_.emplace(context_, name, file_);
      return true;
    }
    const std::vector<ColumnSchema>& columns = sink_->schema()->columns;
    const auto at = std::ranges::find(columns, name, &ColumnSchema::name);
    ignores_next_ = at == columns.end();
    column_ = static_cast<std::size_t>(at - columns.begin());
    return true;
  }

  auto end_object() -> bool override {
    --depth_;
    if (Skips(-1)) return true;
    if (level_ == Level::kRelations) return true;
    level_ = Level::kRows;
    for (std::size_t i = 0; i < given_.size(); ++i) {
      if (given_[i]) continue;
      Report(DiagnosticKind::kArity, fmt::format("the object has no {}", sink_->NameOf(i)),
             fmt::format("{} has the columns {}; give each object all of them", sink_->relation(), ColumnNames()));
      return true;
    }
    return AddRow();
  }

  auto start_array(std::size_t) -> bool override {
    if (!Enter()) return false;
    if (Skips(+1)) return true;
    switch (level_) {
      case Level::kTop:
        if (!has_relation_) {
          return Fail("an array where an object of relations is expected", "write --facts RELATION=FILE.json");
        }
        [[fallthrough]];
      case Level::kRelations:
        level_ = Level::kRows;
        return true;
      case Level::kRows:
        level_ = Level::kArray;
        BeginRow(0);
        return true;
      default:
        return Fail("an array is not a value", "rows are arrays or objects of numbers and strings");
    }
  }

  auto end_array() -> bool override {
    --depth_;
    if (Skips(-1)) return true;
    if (level_ == Level::kRows) {
      level_ = has_relation_ ? Level::kTop : Level::kRelations;
      return true;
    }
    level_ = Level::kRows;
    return AddRow();
  }

  auto parse_error(std::size_t, const std::string&, const Json::exception& exception) -> bool override {
    // A text that breaks off is no JSON either, but that is not what is wrong with it.
    if (stop_) return false;
    // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while ..."; our own place is the
    // same one, in code points.
    const std::string_view text = exception.what();
    constexpr int kNumberOverflow = 406;
    if (exception.id == kNumberOverflow) {
      return Fail("the number is too large for a float", "write a smaller one, or a string",
                  DiagnosticKind::kNumberOutOfRange);
    }
    const std::size_t begin = text.find("syntax error");
    const bool encoding = text.find("ill-formed UTF-8") != std::string_view::npos;
    if (encoding) return Fail("the text is not valid UTF-8", "save the file as UTF-8", DiagnosticKind::kEncoding);
    return Fail(
        begin == std::string_view::npos ? "not JSON that can be read" : "not JSON: " + Shortened(text.substr(begin)),
        "give the file to a JSON checker, such as python3 -m json.tool");
  }

 private:
  // The parser's words quote what it read last.
  static auto Shortened(std::string_view text) -> std::string {
    constexpr std::size_t kMost = 200;
    if (text.size() <= kMost) return std::string(text);
    std::size_t end = kMost;
    while (end > 0 && IsUtf8Continuation(text[end])) --end;
    return std::string(text.substr(0, end)) + "...";
  }

  auto Enter() -> bool {
    constexpr int kMaxDepth = 200;
    if (++depth_ <= kMaxDepth) return true;
    return Fail(fmt::format("arrays and objects are nested deeper than {}", kMaxDepth),
                "rows are arrays or objects of numbers and strings", DiagnosticKind::kNestedTooDeep);
  }

  auto Fits(const std::string& text) -> bool {
    if (text.size() <= context_.budget.limits().value_bytes) return true;
    if (!std::exchange(failed_, true)) context_.errors.Report(context_.budget.ValueTooLong(), Here());
    return false;
  }

  // Inside of a value of an object's field that is not asked for.
  auto Skips(int change) -> bool {
    if (skipped_ == 0 && !(level_ == Level::kObject && ignores_next_ && change > 0)) return false;
    skipped_ += change;
    if (skipped_ == 0) ignores_next_ = false;
    return true;
  }

  void BeginRow(std::size_t size) {
    row_.assign(size, Value());
    places_.assign(size, place_);
    given_.assign(size, false);
    row_is_wrong_ = false;
  }

  auto BeginObject() -> bool {
    if (sink_->schema() == nullptr || !sink_->schema()->HasNames()) {
      return Fail(fmt::format("a row is an object, and {} has no column names", sink_->relation()),
                  fmt::format("declare them: REL {}(NAME, NAME), or write rows as arrays", sink_->relation()));
    }
    BeginRow(sink_->schema()->columns.size());
    ignores_next_ = false;
    return true;
  }

  auto ColumnNames() -> std::string {
    std::vector<std::string_view> names;
    for (const ColumnSchema& column : sink_->schema()->columns) names.emplace_back(column.name);
    return fmt::format("{}", fmt::join(names, ", "));
  }

  auto Scalar(Value value) -> bool {
    Place place = place_;
    // The end of a number is known when the next character has been read.
    if (value.index() != 2 && place.column > 1) --place.column;
    switch (level_) {
      case Level::kTop:
      case Level::kRelations:
        return Fail("a single value where an array of rows is expected", "write [...] around the rows");
      case Level::kRows:
        BeginRow(0);
        row_.push_back(std::move(value));
        places_.push_back(place);
        return AddRow();
      case Level::kArray:
        // A row of more values than any relation has columns is wrong, and is not kept.
        if (row_.size() == DelimitedReader::kMaxFields) return true;
        row_.push_back(std::move(value));
        places_.push_back(place);
        return true;
      case Level::kObject:
        if (skipped_ > 0 || std::exchange(ignores_next_, skipped_ > 0)) return true;
        row_[column_] = std::move(value);
        places_[column_] = place;
        given_[column_] = true;
        return true;
    }
    return true;
  }

  // Something that stands for no value: the row is left out, and the next one is looked at.
  auto NoValue(std::string message, std::string help, DiagnosticKind kind = DiagnosticKind::kValueDoesNotFit) -> bool {
    if (skipped_ > 0 || (level_ == Level::kObject && ignores_next_)) return Scalar(Value());
    if (level_ == Level::kTop || level_ == Level::kRelations) return Scalar(Value());
    Report(kind, std::move(message), std::move(help));
    if (level_ == Level::kRows) return true;
    const bool goes_on = Scalar(Value());
    row_is_wrong_ = true;
    return goes_on;
  }

  auto AddRow() -> bool {
    if (row_is_wrong_) return true;
    const bool is_new = !sink_->has_table() || sink_->table().arity() != row_.size();
    if (is_new && !sink_->Begin(row_.size(), "value", Here())) return true;
    if (!sink_->MakeRoom()) {
      sink_->ReportRowLimit(Here());
      return failed_ = true, false;
    }
    if (row_.empty()) sink_->table().AddEmptyRow();
    for (std::size_t column = 0; column < row_.size(); ++column) {
      if (sink_->AddValue(row_[column], column)) continue;
      sink_->ReportValue(row_[column], column, {file_, places_[column].line, places_[column].column});
      sink_->table().DropIncompleteRow();
      break;
    }
    return true;
  }

  auto IntegerOutOfRange(std::string_view text) -> bool {
    constexpr std::size_t kMaxShown = 40;
    const std::string shown = text.size() <= kMaxShown ? std::string(text) : std::string(text, 0, kMaxShown) + "...";
    return NoValue(fmt::format("{} does not fit 64 bits", shown),
                   fmt::format("write \"{}\" for a symbol or {}.0 for a float", shown, shown),
                   DiagnosticKind::kNumberOutOfRange);
  }

  // A text without a single character has a place, too.
  [[nodiscard]] auto Here() const -> DataPlace {
    return {file_, place_.line, std::max<std::uint64_t>(place_.column, 1)};
  }

  void Report(DiagnosticKind kind, std::string message, std::string help) {
    context_.errors.Report(kind, Here(), std::move(message), std::move(help));
  }

  auto Fail(std::string message, std::string help, DiagnosticKind kind = DiagnosticKind::kIllFormedWord) -> bool {
    if (!std::exchange(failed_, true)) Report(kind, std::move(message), std::move(help));
    return false;
  }

  const std::string& file_;
  const Place& place_;
  const Stop& stop_;
  LoadContext& context_;
  Level level_;
  bool has_relation_;
  bool failed_ = false;
  std::optional<RowSink> sink_;
  std::vector<Value> row_;
  std::vector<Place> places_;
  std::vector<bool> given_;  // of an object
  bool row_is_wrong_ = false;
  std::size_t column_ = 0;     // of an object's next value
  bool ignores_next_ = false;  // the next value of an object is of a field that is not asked for
  int skipped_ = 0;            // depth inside of such a value
  int depth_ = 0;              // of all arrays and objects
};

void ReportStop(const Stop& stop, const std::string& name, const Place& place, LoadContext& context) {
  if (!stop) return;
  const bool has_place = stop->kind != DiagnosticKind::kUnreadableData;
  context.errors.Report(
      *stop, has_place ? DataPlace{name, place.line, std::max<std::uint64_t>(place.column, 1)} : DataPlace{name, 0, 0});
}

}  // namespace

void LoadJson(ByteSource& source, const std::string& name, const std::string& relation, LoadContext& context) {
  RowSink progress(context, relation, name);
  TextWindow window(source, [&] { progress.TellProgress(source.bytes_read(), source.size()); });
  Place place;
  Stop stop;
  JsonText text(window, place, context.budget, stop);
  JsonRows rows(relation, name, Level::kTop, place, stop, context);
  if (!stop) Json::sax_parse(JsonIterator(&text), JsonIterator(nullptr), &rows);
  ReportStop(stop, name, place, context);
}

void LoadJsonLines(ByteSource& source, const std::string& name, const std::string& relation, LoadContext& context) {
  RowSink progress(context, relation, name);
  TextWindow window(source, [&] { progress.TellProgress(source.bytes_read(), source.size()); });
  Place place;
  Stop stop;
  std::optional<JsonRows> rows;
  for (std::uint64_t number = 1; !stop && !context.errors.has_limit(); ++number) {
    place = {.line = number};
    while (window.unread().find('\n') == std::string_view::npos && window.FillMuch()) {
    }
    stop = window.problem();
    const std::string_view unread = window.unread();
    if (unread.empty() || stop) break;
    const std::size_t end = unread.find('\n');
    const std::string_view line = unread.substr(0, end);
    if (line.find_first_not_of(" \t\r") != std::string_view::npos) {
      JsonText text(line, place, context.budget, stop);
      if (!rows) rows.emplace(relation, name, Level::kRows, place, stop, context);
      // What is wrong with one line says nothing of the next.
      if (!Json::sax_parse(JsonIterator(&text), JsonIterator(nullptr), &*rows)) rows.reset();
    }
    window.Consume(line.size() + (end == std::string_view::npos ? 0 : 1));
  }
  ReportStop(stop, name, place, context);
}

}  // namespace bytelogic::data
