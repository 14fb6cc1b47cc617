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

namespace bytelogic::tools {

// The file's bytes, at most `max_bytes` of them. Ctrl-C while it waits for a pipe ends it with what there is: callers
// look at InterruptFlag.
auto ReadFile(const std::string& path, std::uint64_t max_bytes) -> tl::expected<std::string, std::string>;

// Replaces the file at once or not at all: writes a new file beside it, then renames. Keeps the mode of an existing
// file, and follows a symbolic link to it.
auto WriteFileAtomically(const std::string& path, std::string_view bytes) -> tl::expected<void, std::string>;

}  // namespace bytelogic::tools
