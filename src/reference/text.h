// text.h - the string functions, on sequences of Unicode code points.
//
//   CharAt("añb", 1)          "ñ"
//   Substring("hello", 1, 3)  "ell"
//
// Positions count from 0; one outside of the text is R205. Used by the builtins of the reference.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "reference/number.h"

namespace bytelogic::reference {

// Text of the language is valid UTF-8; a byte that is not part of a sequence would count as one code point.
auto Decode(std::string_view text) -> std::u32string;
auto Encode(std::u32string_view code_points) -> std::string;

auto Length(std::string_view text) -> std::int64_t;
auto CharAt(std::string_view text, std::int64_t position) -> Expected<std::string>;
// The whole of [start, start + length) must lie inside of `text`.
auto Substring(std::string_view text, std::int64_t start, std::int64_t length) -> Expected<std::string>;
auto Upper(std::string_view text) -> std::string;
auto Lower(std::string_view text) -> std::string;
// The position of the first occurrence, in code points; -1 where there is none.
auto IndexOf(std::string_view text, std::string_view part) -> std::int64_t;
// Replaces all occurrences, from the left; the empty text occurs nowhere.
auto Replace(std::string_view text, std::string_view part, std::string_view replacement) -> std::string;
// An int or a float as a program would write it, with an optional `-`; anything else is R208.
auto ToNumber(std::string_view text) -> Expected<Value>;
// A number as text: `42`, `0.1`; a symbol stays as it is, unquoted.
auto ToSymbol(const Value& value) -> std::string;

}  // namespace bytelogic::reference
