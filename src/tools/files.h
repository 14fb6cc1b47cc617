// files.h - reads and writes the files that the user names; `-` is standard input or output. Errors are sentences for
// people. Files that a program names are looked for beneath a folder (data/folder.h).
//
//   tl::expected<std::string, std::string> source = ReadFile("x.bl", 102'401);
//   if (!source) console.Error(source.error());    // "cannot read x.bl: No such file or directory; check the path"
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace bytelogic::tools {

// The file's bytes, at most `max_bytes` of them. Ctrl-C while it waits for a pipe ends it with what there is: callers
// look at InterruptFlag.
auto ReadFile(const std::string& path, std::uint64_t max_bytes) -> tl::expected<std::string, std::string>;

// Replaces the file at once or not at all: writes a new file beside it, then renames. Keeps the mode of an existing
// file, and follows a symbolic link to it.
auto WriteFileAtomically(const std::string& path, std::string_view bytes) -> tl::expected<void, std::string>;

// All of `bytes`, however many calls that takes. Returns an errno, or 0.
auto WriteAll(int descriptor, std::string_view bytes) -> int;

// What an errno means, and what to do about it: "No such file or directory; check the path".
auto ErrorText(int error) -> std::string;

// "what is wrong; what to do about it" in two. Errors of this header have that form.
auto SplitHelp(std::string_view error) -> std::pair<std::string_view, std::string_view>;

// "<stdin>" for `-`, else the path: as diagnostics and errors name it.
auto DisplayName(const std::string& path) -> std::string;

}  // namespace bytelogic::tools
