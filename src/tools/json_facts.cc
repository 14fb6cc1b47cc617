// AddJsonFacts: reads rows event by event, without a tree in memory, so that errors have a place.

#include <fmt/format.h>

#include <cstddef>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "base/utf8.h"
#include "diagnostics/diagnostics.h"
#include "tools/fact_files.h"

namespace bytelogic::tools {

namespace {

using Json = nlohmann::json;

// Walks the text and tells how far the parser has read.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, const char** furthest) : at_(at), furthest_(furthest) {}
  auto operator*() const -> const char& { return *at_; }
  auto operator++() -> CountingIterator& {
    *furthest_ = ++at_;
    return *this;
  }
  auto operator++(int) -> CountingIterator {
    const CountingIterator before = *this;
    ++*this;
    return before;
  }
  friend auto operator==(const CountingIterator& a, const CountingIterator& b) -> bool { return a.at_ == b.at_; }

 private:
  const char* at_;
  const char** furthest_;
};

// Receives the events of the parser; false ends the parse.
class FactReader : public nlohmann::json_sax<Json> {
 public:
  FactReader(std::string_view relation, Facts& facts)
      : relation_(relation), in_object_(relation.empty()), facts_(facts) {}

  auto null() -> bool override { return Fail("null is no value; leave the row out, or write a string"); }
  auto boolean(bool value) -> bool override {
    return Fail(fmt::format("{} is no value; write {} or a string", value, value ? 1 : 0));
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
  auto string(string_t& value) -> bool override { return Scalar(Value(std::move(value))); }
  auto binary(binary_t&) -> bool override { return Fail("binary data is no value"); }

  auto start_object(std::size_t) -> bool override {
    if (depth_ > 0 || object_open_) return Fail("an object is no value; write rows as arrays");
    if (!in_object_) return Fail("an object where an array of rows is expected; leave RELATION= out");
    object_open_ = true;
    return true;
  }
  auto key(string_t& name) -> bool override {
    if (!IsRelationName(name)) return Fail(NoRelationName(name));
    relation_ = std::move(name);
    return true;
  }
  auto end_object() -> bool override { return true; }

  auto start_array(std::size_t) -> bool override {
    if (depth_ == 0 && in_object_ && !object_open_) {
      return Fail("an array where an object of relations is expected; write --facts RELATION=FILE.json");
    }
    if (depth_ == 2) return Fail("an array is no value; rows are arrays of numbers and strings");
    ++depth_;
    row_.clear();
    return true;
  }
  auto end_array() -> bool override {
    --depth_;
    return depth_ == 0 || AddRow();
  }

  auto parse_error(std::size_t, const std::string&, const Json::exception& exception) -> bool override {
    // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while ..."; our own place is the
    // same one, in code points.
    const std::string_view text = exception.what();
    const std::size_t begin = text.find("syntax error");
    if (begin != std::string_view::npos) return Fail(fmt::format("not JSON: {}", text.substr(begin)));
    constexpr int kNumberOverflow = 406;
    if (exception.id == kNumberOverflow)
      return Fail("the number is too large for a float; write a smaller one, or a string");
    return Fail("not JSON that can be read");
  }

  [[nodiscard]] auto error() const -> const std::string& { return error_; }

 private:
  auto Scalar(Value value) -> bool {
    switch (depth_) {
      case 0:
        return Fail("a single value where an array of rows is expected; write [...] around the rows");
      case 1:
        row_.clear();
        row_.push_back(std::move(value));
        return AddRow();
      default:
        row_.push_back(std::move(value));
        return true;
    }
  }

  auto AddRow() -> bool {
    const std::size_t length = row_.size();
    const bool added = facts_.Add(relation_, std::exchange(row_, {}));
    if (added) return true;
    return Fail(fmt::format("{} {}, the rows of {} before have {}; give every row the same number", length,
                            length == 1 ? "value" : "values", relation_,
                            facts_.tables().find(relation_)->second.arity()));
  }

  auto IntegerOutOfRange(std::string_view text) -> bool {
    return Fail(
        fmt::format("{} does not fit 64 bits; write \"{}\" for a symbol or {}.0 for a float", text, text, text));
  }

  auto Fail(std::string message) -> bool {
    error_ = std::move(message);
    return false;
  }

  std::string relation_;
  bool in_object_;
  bool object_open_ = false;
  int depth_ = 0;  // of arrays: 1 in the rows, 2 in a row
  std::vector<Value> row_;
  Facts& facts_;
  std::string error_;
};

}  // namespace

auto AddJsonFacts(std::string_view text, std::string_view relation, std::string_view file, Facts& facts)
    -> tl::expected<void, std::string> {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  FactReader reader(relation, facts);
  const char* furthest = text.data();
  const char* const end = text.data() + text.size();
  if (Json::sax_parse(CountingIterator(text.data(), &furthest), CountingIterator(end, &furthest), &reader)) return {};
  const LineColumn place =
      Locate(text, static_cast<std::uint32_t>(std::max<std::ptrdiff_t>(furthest - text.data() - 1, 0)));
  return tl::unexpected(fmt::format("{}:{}:{}: {}", file, place.line, place.column, reader.error()));
}

}  // namespace bytelogic::tools
