// value.h - the values of ByteLogic: 64-bit integers, IEEE doubles and symbols.
//
//   const bytelogic::Value age = std::int64_t{42};
//   std::puts(bytelogic::ToText(age).c_str());                               // 42
//
// A number has one identity: a double with an integral value in the range of int64 is that integer. Every
// value that the library returns is normalised so (it never returns the double 2.0, always the integer 2).
#pragma once

#include <cstdint>
#include <string>
#include <variant>

namespace bytelogic {

// An integer, a floating-point number (finite, never -0.0), or a symbol (UTF-8).
using Value = std::variant<std::int64_t, double, std::string>;

// The type of a column. `kAny` holds values of every type.
enum class ColumnType : std::uint8_t { kInt, kFloat, kSymbol, kAny };

// The value as a program would write it: `42`, `0.1`, `alice`, `"New York"`.
auto ToText(const Value& value) -> std::string;

}  // namespace bytelogic
