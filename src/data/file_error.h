// file_error.h - what is wrong with a file, as a sentence for people: "what is wrong; what to do about it".
//
//   if (descriptor < 0) return "cannot read " + DisplayName(path) + ": " + ErrorText(errno);
//
// Used by whatever opens, reads or writes files.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace bytelogic::data {

// What an errno means, and what to do about it: "No such file or directory; check the path".
auto ErrorText(int error) -> std::string;

// "what is wrong; what to do about it" in two. Errors about files have that form.
auto SplitHelp(std::string_view error) -> std::pair<std::string_view, std::string_view>;

// "<stdin>" for `-`, else the path: as diagnostics and errors name it.
auto DisplayName(const std::string& path) -> std::string;

}  // namespace bytelogic::data
