#include "data/input.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>

#include <cerrno>
#include <utility>

#include "data/file_error.h"

namespace bytelogic::data {

namespace {

// Between two looks at the budget while nothing comes.
constexpr int kWaitMilliseconds = 20;

// Waits until `descriptor` has bytes to read, its end or an error; false where `budget` ended.
auto WaitForBytes(int descriptor, const LoadBudget& budget) -> bool {
  while (!budget.HasEnded()) {
    pollfd waiting{descriptor, POLLIN, 0};
    const int ready = poll(&waiting, 1, kWaitMilliseconds);
    if (ready > 0 || (ready < 0 && errno != EINTR)) return true;  // the read will say what is wrong
  }
  return false;
}

}  // namespace

Input::Input(Descriptor file, int number, std::string name)
    : file_(std::move(file)), number_(number), name_(std::move(name)) {
  struct stat status {};
  if (fstat(number_, &status) != 0) return;
  is_folder_ = S_ISDIR(status.st_mode);
  is_regular_ = S_ISREG(status.st_mode);
  if (is_regular_) size_ = static_cast<std::uint64_t>(status.st_size);
}

auto Input::Of(Descriptor file, std::string name) -> Input {
  const int number = file.number();
  return {std::move(file), number, std::move(name)};
}

auto Input::Open(const std::string& path) -> tl::expected<Input, std::string> {
  const std::string name = DisplayName(path);
  if (path == "-") return Input(Descriptor(), 0, name);
  Descriptor file(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (!file.is_open()) return tl::unexpected(fmt::format("cannot read {}: {}", name, ErrorText(errno)));
  Input input = Of(std::move(file), name);
  if (input.is_folder_) {
    return tl::unexpected(fmt::format("cannot read {}: it is a directory; give a file in it", name));
  }
  return input;
}

auto Input::Read(std::span<char> buffer, const LoadBudget& budget) -> tl::expected<std::size_t, std::string> {
  while (WaitForBytes(number_, budget)) {
    const ssize_t count = read(number_, buffer.data(), buffer.size());
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR && errno != EAGAIN) {
      return tl::unexpected(fmt::format("cannot read {}: {}", name_, ErrorText(errno)));
    }
  }
  return 0;
}

}  // namespace bytelogic::data
