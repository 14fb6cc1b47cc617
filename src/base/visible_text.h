// visible_text.h - text from a program or a host, made safe to show: what is not seen in it stands as an escape.
//
//   VisibleText("a\u202Eb")                 // a\u{202E}b
//   VisibleText(lines, "\n")                // ends of lines stay
//
// For names and stretches of source that messages repeat. Symbols of answers are quoted too: symbol_text.h. Used by
// diagnostics/, engine/ and proof/.
#pragma once

#include <string>
#include <string_view>

namespace bytelogic {

// The characters of `kept`, which are ASCII, stay as they are.
auto VisibleText(std::string_view text, std::string_view kept = {}) -> std::string;
// The same, appended.
void AppendVisible(std::string_view text, std::string& out, std::string_view kept = {});

}  // namespace bytelogic
