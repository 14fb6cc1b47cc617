// case_mapping.h - Unicode's simple case mappings (UnicodeData.txt of Unicode 14), one code point to one code point.
//
//   ToUpperCase(U'ß')    U'ß': its upper case has two letters, so it has no simple mapping
//   ToLowerCase(U'İ')    U'i'
//
// The oracle has tables of its own, so that a slip in those of the runtime shows. Used by UPPER and LOWER.
#pragma once

namespace bytelogic::reference {

auto ToUpperCase(char32_t code_point) -> char32_t;
auto ToLowerCase(char32_t code_point) -> char32_t;

}  // namespace bytelogic::reference
