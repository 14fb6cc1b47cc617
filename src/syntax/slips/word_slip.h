// word_slip.h - what was meant by words that are none, and by comments of other languages.
//
//   ReadNumberSlip("0x1F").text     // "31"
//   FollowsSlashes("x // 2", 4)     // SlashSlash::kDivision
//
// Only the lexer uses this. A text is given back only where there is one thing that its writer can have meant.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bytelogic::syntax {

struct NumberSlip {
  std::string help;
  std::optional<std::string> text;  // what to write instead
};

// `text`: a word that begins with a digit and is no number: 0x1F, 1_000, 1.000.000, 2nd.
auto ReadNumberSlip(std::string_view text) -> NumberSlip;

// What stands after the `//` that ends at `offset`, on its line.
enum class SlashSlash : std::uint8_t {
  kComment,            // no operand
  kOperandAndComment,  // `5 people`
  kDivision,           // `5`, `$x + 1`, `(`
};
auto FollowsSlashes(std::string_view source, std::size_t offset) -> SlashSlash;
// The end of the number or variable that begins at `offset`, which may be in spaces; `offset` where there is none.
auto SimpleOperandEnd(std::string_view source, std::size_t offset) -> std::size_t;

// Whether the rest of a line after a quote is plainly one text, so that the quote that is missing belongs at its end.
auto IsOneText(std::string_view rest) -> bool;

}  // namespace bytelogic::syntax
