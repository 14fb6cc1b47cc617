#include "data/folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <iterator>
#include <random>

#if __has_include(<linux/openat2.h>)
#include <linux/openat2.h>
#endif

#include "base/utf8.h"
#include "data/field.h"
#include "data/file_error.h"

namespace bytelogic::data {

namespace {

// Of a part of a name, so that `.gz` and the names of files that are being written fit into the 255 bytes that file
// systems have for one; and of a name as a whole.
constexpr std::size_t kMaxPart = 200;
constexpr std::size_t kMaxName = 1'000;

auto PartsOf(std::string_view name) -> std::vector<std::string_view> {
  std::vector<std::string_view> parts;
  while (!name.empty()) {
    const std::string_view part = name.substr(0, name.find('/'));
    name.remove_prefix(std::min(name.size(), part.size() + 1));
    if (!part.empty() && part != ".") parts.push_back(part);
  }
  return parts;
}

auto IsControl(char byte) -> bool { return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F; }

auto KindOfFile(mode_t mode) -> std::string_view {
  if (S_ISLNK(mode)) return "it is a symbolic link, which a program may not follow; put the file itself there";
  if (S_ISDIR(mode)) return "it is a directory; name a file in it";
  return "it is not a regular file; put one there";
}

// Lookup: each returns a descriptor or -1, and then errno says why.

#if defined(SYS_openat2) && defined(RESOLVE_BENEATH)
auto OpenByKernel(int folder, const std::string& path) -> int {
  open_how how{};
  how.flags = O_PATH | O_DIRECTORY | O_CLOEXEC;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  return static_cast<int>(syscall(SYS_openat2, folder, path.c_str(), &how, sizeof how));
}
#else
auto OpenByKernel(int, const std::string&) -> int {
  errno = ENOSYS;
  return -1;
}
#endif

auto OpenBySteps(int folder, const std::vector<std::string_view>& parts) -> int {
  Descriptor at;
  for (const std::string_view part : parts) {
    // O_DIRECTORY with O_NOFOLLOW: a symbolic link is no directory.
    const int next = openat(at.is_open() ? at.number() : folder, std::string(part).c_str(),
                            O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (next < 0) return -1;
    at = Descriptor(next);
  }
  return fcntl(at.number(), F_DUPFD_CLOEXEC, 0);
}

// The name of a file while it is being written.
auto TemporaryName() -> std::string {
  std::random_device random;
  return fmt::format(".bytelogic-{:08x}{:08x}", random(), random());
}

}  // namespace

auto NormalName(std::string_view name) -> std::string { return fmt::format("{}", fmt::join(PartsOf(name), "/")); }

auto FileNameProblem(std::string_view name) -> std::string {
  constexpr std::string_view kHelp = "name a file inside the folder, such as data/edges.csv";
  const auto problem = [&](std::string_view what) {
    return fmt::format("the file {} {}; {}", ShownField(name), what, kHelp);
  };
  if (name.empty()) return fmt::format("the name of the file is empty; {}", kHelp);
  if (FindInvalidUtf8(name) != std::string_view::npos) {
    return fmt::format("the name of the file is not valid UTF-8; {}", kHelp);
  }
  if (std::ranges::any_of(name, IsControl)) return problem("has a control character in its name");
  if (name.size() > kMaxName) return problem(fmt::format("has a name of more than {} bytes", kMaxName));
  const std::vector<std::string_view> parts = PartsOf(name);
  if (name.starts_with('/') || std::ranges::find(parts, "..") != parts.end()) {
    return fmt::format("the file {} is outside the folder; name one inside it, or use --facts", ShownField(name));
  }
  if (parts.empty() || name.ends_with('/') || name.ends_with("/.")) return problem("is a folder");
  for (const std::string_view part : parts) {
    // .ssh, .git, .env: what a person keeps there is no data.
    if (part.starts_with('.')) return problem("is hidden: a part of its name begins with a dot");
    if (part.size() > kMaxPart) return problem(fmt::format("has a part of more than {} bytes in its name", kMaxPart));
  }
  return {};
}

auto RelationFileProblem(std::string_view relation, std::string_view ending) -> std::string {
  const std::string name = std::string(relation) + std::string(ending);
  if (!relation.empty() && relation.find('/') == std::string_view::npos && FileNameProblem(name).empty()) return {};
  return fmt::format("the relation {} cannot be the name of a file; write filename=\"NAME\" with a name that can",
                     ShownField(relation));
}

// Folder.

auto Folder::Open(const std::string& path, Lookup lookup) -> tl::expected<Folder, std::string> {
  Descriptor descriptor(open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!descriptor.is_open()) {
    if (errno == ENOENT) return tl::unexpected<std::string>("there is no such folder; check the path");
    return tl::unexpected(fmt::format("cannot open the folder: {}", ErrorText(errno)));
  }
  return Folder(std::move(descriptor), path, lookup);
}

auto Folder::PathOf(std::string_view name) const -> std::string { return path_ + "/" + std::string(name); }

auto Folder::OpenParent(std::string_view name) const -> tl::expected<std::pair<Descriptor, std::string>, int> {
  if (!FileNameProblem(name).empty()) return tl::unexpected(EINVAL);
  std::vector<std::string_view> parts = PartsOf(name);
  std::string last(parts.back());
  parts.pop_back();
  int found = -1;
  if (parts.empty()) {
    found = fcntl(descriptor_.number(), F_DUPFD_CLOEXEC, 0);
  } else {
    const bool by_kernel = lookup_ == Lookup::kKernel;
    if (by_kernel) found = OpenByKernel(descriptor_.number(), fmt::format("{}", fmt::join(parts, "/")));
    // Kernels that have not the call say so; some containers forbid what they do not know.
    if (!by_kernel || (found < 0 && (errno == ENOSYS || errno == EPERM))) {
      found = OpenBySteps(descriptor_.number(), parts);
    }
  }
  // A symbolic link has two errors, by how it was met.
  if (found < 0) return tl::unexpected(errno == ELOOP ? ENOTDIR : errno);
  return std::pair(Descriptor(found), std::move(last));
}

auto Folder::Has(std::string_view name) const -> bool {
  const auto parent = OpenParent(name);
  struct stat status {};
  return parent && fstatat(parent->first.number(), parent->second.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
}

auto Folder::OpenFile(std::string_view name) const -> tl::expected<Descriptor, FileProblem> {
  const auto fail = [&](std::string_view why, bool is_missing = false) {
    return tl::unexpected(FileProblem{is_missing, fmt::format("cannot read {}: {}", PathOf(name), why)});
  };
  const auto parent = OpenParent(name);
  if (!parent) return fail(ErrorText(parent.error()), parent.error() == ENOENT);
  const auto& [folder, last] = *parent;
  // Looked at before it is opened: opening a pipe or a device does things already.
  struct stat status {};
  if (fstatat(folder.number(), last.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
    return fail(ErrorText(errno), errno == ENOENT);
  }
  if (!S_ISREG(status.st_mode)) return fail(KindOfFile(status.st_mode));
  Descriptor file(openat(folder.number(), last.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (!file.is_open()) return fail(ErrorText(errno), errno == ENOENT);
  // And again: it may have been replaced in between.
  if (fstat(file.number(), &status) != 0) return fail(ErrorText(errno));
  if (!S_ISREG(status.st_mode)) return fail(KindOfFile(status.st_mode));
  return file;
}

// FolderWriter.

auto FolderWriter::Add(std::string_view name, std::string_view bytes) -> tl::expected<void, std::string> {
  File file;
  file.shown = folder_.PathOf(name);
  const auto fail = [&](std::string_view why) {
    return tl::unexpected(fmt::format("cannot write {}: {}", file.shown, why));
  };
  if (const std::string problem = FileNameProblem(name); !problem.empty()) return tl::unexpected(problem);
  auto parent = folder_.OpenParent(name);
  if (!parent) return fail(ErrorText(parent.error()));
  file.parent = std::move(parent->first);
  file.name = std::move(parent->second);
  struct stat status {};
  if (fstatat(file.parent.number(), file.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0) {
    if (!S_ISREG(status.st_mode)) return fail(KindOfFile(status.st_mode));
    if (faccessat(file.parent.number(), file.name.c_str(), W_OK, AT_EACCESS) != 0) return fail(ErrorText(errno));
  } else if (errno != ENOENT) {
    return fail(ErrorText(errno));
  }
  const int error = WriteTemporary(file, bytes);
  files_.push_back(std::move(file));
  if (error != 0) return tl::unexpected(fmt::format("cannot write {}: {}", files_.back().shown, ErrorText(error)));
  return {};
}

// Returns an errno, or 0.
auto FolderWriter::WriteTemporary(File& file, std::string_view bytes) -> int {
  constexpr mode_t kNewMode = 0666;  // as the umask lets it be
  file.temporary = TemporaryName();
  const Descriptor out(openat(file.parent.number(), file.temporary.c_str(),
                              O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kNewMode));
  if (!out.is_open()) {
    file.temporary.clear();
    return errno;
  }
  if (const int error = WriteAll(out.number(), bytes); error != 0) return error;
  struct stat status {};
  if (fstatat(file.parent.number(), file.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 &&
      fchmod(out.number(), status.st_mode & kNewMode) != 0) {
    return errno;
  }
  return fsync(out.number()) == 0 ? 0 : errno;
}

auto FolderWriter::Rename(File& file) -> int {
  const int folder = file.parent.number();
  const char* from = file.temporary.c_str();
  const char* to = file.name.c_str();
  struct stat status {};
  if (fstatat(folder, to, &status, AT_SYMLINK_NOFOLLOW) != 0) {
    if (renameat(folder, from, folder, to) != 0) return errno;
    file.state = File::State::kNew;
    return 0;
  }
  if (!S_ISREG(status.st_mode)) return S_ISDIR(status.st_mode) ? EISDIR : EEXIST;
  // Exchanged, so that the old file is still there if a later one fails.
  if (renameat2(folder, from, folder, to, RENAME_EXCHANGE) == 0) {
    file.state = File::State::kExchanged;
    return 0;
  }
  if (errno != EINVAL && errno != ENOSYS) return errno;
  return renameat(folder, from, folder, to) == 0 ? 0 : errno;
}

void FolderWriter::TakeBack(File& file) {
  const int folder = file.parent.number();
  if (file.state == File::State::kNew) renameat(folder, file.name.c_str(), folder, file.temporary.c_str());
  if (file.state == File::State::kExchanged) {
    renameat2(folder, file.name.c_str(), folder, file.temporary.c_str(), RENAME_EXCHANGE);
  }
  file.state = File::State::kWritten;
}

auto FolderWriter::Commit() -> tl::expected<void, std::string> {
  for (auto file = files_.begin(); file != files_.end(); ++file) {
    const int error = Rename(*file);
    if (error == 0) continue;
    for (auto before = std::make_reverse_iterator(file); before != files_.rend(); ++before) TakeBack(*before);
    return tl::unexpected(fmt::format("cannot write {}: {}", file->shown, ErrorText(error)));
  }
  for (File& file : files_) {
    // What was exchanged bears the temporary name now.
    if (file.state == File::State::kExchanged) unlinkat(file.parent.number(), file.temporary.c_str(), 0);
    file.temporary.clear();
  }
  return {};
}

FolderWriter::~FolderWriter() {
  for (const File& file : files_) {
    if (!file.temporary.empty()) unlinkat(file.parent.number(), file.temporary.c_str(), 0);
  }
}

}  // namespace bytelogic::data
