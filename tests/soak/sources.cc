#include "sources.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "random_program.h"

namespace bytelogic::soak {
namespace {

namespace fs = std::filesystem;

auto ReadFile(const fs::path& path) -> std::string {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// In an order that is the same everywhere.
auto FilesBelow(const fs::path& folder, const char* extension) -> std::vector<fs::path> {
  std::vector<fs::path> paths;
  std::error_code none;
  for (const auto& entry : fs::recursive_directory_iterator(folder, none)) {
    if (entry.is_regular_file() && entry.path().extension() == extension) paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  return paths;
}

auto IsProgram(std::string_view name) -> bool { return name.ends_with(".bl") || name.ends_with(".dl"); }

}  // namespace

Sources::Sources(const fs::path& repository) {
  TakeExamples(repository / "examples");
  TakeGoldenTests(repository / "tests" / "golden");
}

auto Sources::Any(Random& random) const -> std::string {
  const std::size_t choice = random.Below(3);
  if (choice == 0 && !files_.empty()) return random.Pick(files_);
  if (choice == 1) return clingo::RandomProgram(random.Next());
  return differential::GenerateProgram(random.Next(), {}).Text();
}

void Sources::TakeExamples(const fs::path& folder) {
  for (const fs::path& path : FilesBelow(folder, ".bl")) files_.push_back(ReadFile(path));
}

// The bodies of their sections `--- file NAME` (tests/golden/README.md), as far as they are programs.
void Sources::TakeGoldenTests(const fs::path& folder) {
  constexpr std::string_view kFile = "--- file ";
  for (const fs::path& path : FilesBelow(folder, ".test")) {
    std::ifstream file(path, std::ios::binary);
    std::string line;
    bool taking = false;
    while (std::getline(file, line)) {
      if (line.starts_with("---")) {
        taking = line.starts_with(kFile) && IsProgram(line);
        if (taking) files_.emplace_back();
      } else if (taking) {
        files_.back() += line + "\n";
      }
    }
  }
}

}  // namespace bytelogic::soak
