#include "tools/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <memory>
#include <optional>
#include <utility>

#include "data/descriptor.h"
#include "data/file_error.h"
#include "data/input.h"
#include "tools/interrupt.h"

namespace bytelogic::tools {

namespace {

auto Failure(std::string_view what, std::string_view name, int error) -> std::string {
  return std::string(what) + " " + std::string(name) + ": " + data::ErrorText(error);
}

// A file that does not outlive a failed write.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& beside) : path_(beside + ".XXXXXX") { descriptor_ = mkstemp(path_.data()); }
  ~TemporaryFile() {
    if (descriptor_ < 0) return;
    close(descriptor_);
    if (!renamed_) unlink(path_.c_str());
  }
  TemporaryFile(const TemporaryFile&) = delete;
  auto operator=(const TemporaryFile&) -> TemporaryFile& = delete;

  [[nodiscard]] auto is_open() const -> bool { return descriptor_ >= 0; }

  // Each returns an errno, or 0.
  auto Write(std::string_view bytes, mode_t mode) -> int {
    if (const int error = data::WriteAll(descriptor_, bytes); error != 0) return error;
    return fchmod(descriptor_, mode) == 0 && fsync(descriptor_) == 0 ? 0 : errno;
  }

  auto RenameTo(const std::string& target) -> int {
    renamed_ = rename(path_.c_str(), target.c_str()) == 0;
    return renamed_ ? 0 : errno;
  }

 private:
  std::string path_;
  int descriptor_ = -1;
  bool renamed_ = false;
};

// What `path` names once symbolic links are followed; `path` itself where there is no such file yet.
auto ResolveLinks(const std::string& path) -> std::string {
  const std::unique_ptr<char, decltype(&std::free)> resolved(realpath(path.c_str(), nullptr), &std::free);
  return resolved ? std::string(resolved.get()) : path;
}

// A file whose bytes are replaced in two steps, of which only the first is likely to fail. Both return an errno, or 0.
class ReplacedFile {
 public:
  explicit ReplacedFile(const std::string& path) : target_(ResolveLinks(path)) {}

  auto Write(std::string_view bytes) -> int {
    struct stat status {};
    const bool exists = stat(target_.c_str(), &status) == 0;
    // Devices and pipes cannot be replaced; they are written to as they are.
    if (exists && !S_ISREG(status.st_mode)) return WriteDevice(bytes);
    if (exists && access(target_.c_str(), W_OK) != 0) return errno;
    mode_t mode = status.st_mode & 07777;
    if (!exists) {
      const mode_t mask = umask(0);
      umask(mask);
      mode = 0666 & ~mask;
    }
    file_.emplace(target_);
    return file_->is_open() ? file_->Write(bytes, mode) : errno;
  }

  auto Commit() -> int { return file_ ? file_->RenameTo(target_) : 0; }

 private:
  auto WriteDevice(std::string_view bytes) -> int {
    const int descriptor = open(target_.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) return errno;
    const int error = data::WriteAll(descriptor, bytes);
    return close(descriptor) != 0 && error == 0 ? errno : error;
  }

  std::string target_;
  std::optional<TemporaryFile> file_;
};

}  // namespace

auto ReadFile(const std::string& path, std::uint64_t max_bytes) -> tl::expected<std::string, std::string> {
  auto input = data::Input::Open(path);
  if (!input) return tl::unexpected(std::move(input.error()));
  const data::LoadBudget budget({}, InterruptFlag(), nullptr);
  std::string bytes;
  constexpr std::size_t kPiece = std::size_t{1} << 16;
  while (bytes.size() < max_bytes) {
    const std::size_t before = bytes.size();
    // A regular file of known size is read at once; one byte more finds its end.
    const std::uint64_t expected = input->size() >= before ? input->size() - before + 1 : kPiece;
    const std::uint64_t piece = input->size() > 0 ? std::max<std::uint64_t>(expected, 1) : kPiece;
    bytes.resize(before + static_cast<std::size_t>(std::min(piece, max_bytes - before)));
    const auto count = input->Read(std::span(bytes).subspan(before), budget);
    if (!count) return tl::unexpected(count.error());
    bytes.resize(before + *count);
    if (*count == 0) break;
  }
  return bytes;
}

auto WriteFileAtomically(const std::string& path, std::string_view bytes) -> tl::expected<void, std::string> {
  ReplacedFile file(path);
  int error = file.Write(bytes);
  if (error == 0) error = file.Commit();
  if (error != 0) return tl::unexpected(Failure("cannot write", path, error));
  return {};
}

}  // namespace bytelogic::tools
