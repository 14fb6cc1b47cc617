// files.h - reads and writes files; `-` is standard input or output. Errors are sentences for people.
//
//   tl::expected<std::string, std::string> source = ReadFile("x.bl", 102'401);
//   if (!source) console.Error(source.error());    // "cannot read x.bl: No such file or directory; check the path"
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace bytelogic::tools {

// An open file that is read piece by piece.
class Input {
 public:
  static auto Open(const std::string& path) -> tl::expected<Input, std::string>;
  ~Input();
  Input(Input&& other) noexcept;
  auto operator=(Input&&) -> Input& = delete;

  // Waits for at least one byte; returns how many came, 0 at the end of the file. Ctrl-C while it waits ends the input:
  // callers look at InterruptFlag.
  auto Read(std::span<char> buffer) -> tl::expected<std::size_t, std::string>;
  // Bytes in all where that is known (a regular file), else 0.
  [[nodiscard]] auto size() const -> std::uint64_t { return size_; }

 private:
  Input(int descriptor, std::string name, std::uint64_t size);
  int descriptor_;
  std::string name_;
  std::uint64_t size_;
};

// The file's bytes, at most `max_bytes` of them.
auto ReadFile(const std::string& path, std::uint64_t max_bytes) -> tl::expected<std::string, std::string>;

// Replaces the file at once or not at all: writes a new file beside it, then renames. Keeps the mode of an existing
// file, and follows a symbolic link to it.
auto WriteFileAtomically(const std::string& path, std::string_view bytes) -> tl::expected<void, std::string>;

// The same for several files, by path: all of them are replaced, or none is changed. (Only where the machine stops
// between two of the last steps, which rename, may some be new and others old.)
auto WriteFilesAtomically(const std::map<std::string, std::string>& files) -> tl::expected<void, std::string>;

// What an errno means, and what to do about it: "No such file or directory; check the path".
auto ErrorText(int error) -> std::string;

// "what is wrong; what to do about it" in two. Errors of this header have that form.
auto SplitHelp(std::string_view error) -> std::pair<std::string_view, std::string_view>;

// "<stdin>" for `-`, else the path: as diagnostics and errors name it.
auto DisplayName(const std::string& path) -> std::string;

}  // namespace bytelogic::tools
