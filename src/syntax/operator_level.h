// operator_level.h - how tight the operators of ByteLogic bind. The parser reads by it, and the printer parenthesizes.
//
// Levels of binding as in the grammar (docs/language-reference.md, section 1), loosest first.
#pragma once

namespace bytelogic::syntax {

inline constexpr int kOrLevel = 1;
inline constexpr int kAndLevel = 2;
inline constexpr int kNotLevel = 3;
inline constexpr int kComparisonLevel = 4;
inline constexpr int kSumLevel = 5;
inline constexpr int kProductLevel = 6;
inline constexpr int kNegateLevel = 7;
inline constexpr int kPrimaryLevel = 8;

}  // namespace bytelogic::syntax
