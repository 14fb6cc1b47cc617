// program_tree.h - for the tests of folder.h: a folder `in` with files of all kinds, and files beside it that nothing
// may reach. Regular files inside hold "inside", all that is outside "outside".
#pragma once

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>

#include "data/folder.h"

namespace bytelogic::data {

class ProgramTree {
 public:
  ProgramTree() {
    std::string name = (std::filesystem::temp_directory_path() / "bytelogic-tree-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) std::abort();
    root_ = name;
    std::filesystem::create_directories(inside() / "sub" / "deep");
    std::filesystem::create_directories(root_ / "out");
    Write(inside() / "a.facts", "inside");
    Write(inside() / "sub" / "b.facts", "inside");
    Write(inside() / "sub" / "deep" / "c.csv", "inside");
    Write(inside() / ".hidden", "outside");  // beneath the folder, but not for programs
    Write(root_ / "hidden.facts", "outside");
    Write(root_ / "out" / "a.facts", "outside");
    std::filesystem::create_symlink("../hidden.facts", inside() / "link.facts");
    std::filesystem::create_symlink("../out", inside() / "linked");
    std::filesystem::create_symlink("/", inside() / "slash");
    std::filesystem::create_symlink("sub", inside() / "inner");
    std::filesystem::create_symlink("../nothing", inside() / "dangling.facts");
    std::filesystem::create_symlink("loop.facts", inside() / "loop.facts");
    mkfifo((inside() / "pipe.facts").c_str(), 0666);
    MakeSocket();
  }
  ~ProgramTree() { std::filesystem::remove_all(root_); }
  ProgramTree(const ProgramTree&) = delete;
  auto operator=(const ProgramTree&) -> ProgramTree& = delete;

  [[nodiscard]] auto root() const -> const std::filesystem::path& { return root_; }
  [[nodiscard]] auto inside() const -> std::filesystem::path { return root_ / "in"; }

  static void Write(const std::filesystem::path& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
  }
  static auto Read(const std::filesystem::path& path) -> std::string {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static auto Read(int descriptor) -> std::string {
    char bytes[64];
    const ssize_t count = pread(descriptor, bytes, sizeof bytes, 0);
    return {bytes, static_cast<std::size_t>(count < 0 ? 0 : count)};
  }

  // All that lies outside of the folder, by path, with what it holds.
  [[nodiscard]] auto Outside() const -> std::map<std::string, std::string> {
    std::map<std::string, std::string> found;
    for (auto at = std::filesystem::recursive_directory_iterator(root_);
         at != std::filesystem::recursive_directory_iterator(); ++at) {
      if (at->path() == inside()) {
        at.disable_recursion_pending();
        continue;
      }
      found[at->path().string()] = at->is_regular_file() ? Read(at->path()) : "";
    }
    return found;
  }

 private:
  void MakeSocket() const {
    const int number = socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = (inside() / "socket.facts").string();
    if (path.size() < sizeof address.sun_path) {
      path.copy(address.sun_path, path.size());
      bind(number, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    }
    close(number);
  }

  std::filesystem::path root_;
};

}  // namespace bytelogic::data
