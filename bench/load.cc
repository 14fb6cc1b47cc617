// load.cc - a million rows of two ints from a file into the relation of a run, `bytelogic run` as a process from start
// to exit. Beside it, in this process, the plainest C++ for the same: the file mapped, read by from_chars, and each row
// inserted into a std::unordered_set, or all sorted in a vector and freed of doubles.
//
//   bench_load PROGRAM [ROWS]          PROGRAM: the `bytelogic` to measure
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "harness.h"

namespace {

using namespace bytelogic::bench;

using Row = std::pair<std::int64_t, std::int64_t>;

struct RowHash {
  auto operator()(const Row& row) const -> std::size_t {
    const auto first = static_cast<std::uint64_t>(row.first) * 0x9E37'79B9'7F4A'7C15;
    return first ^ (static_cast<std::uint64_t>(row.second) * 0xD6E8'FEB8'6659'FD93 + (first >> 32));
  }
};

void WriteRows(const std::string& path, std::uint64_t rows) {
  std::string text;
  std::uint64_t state = 1;
  const auto next = [&state] {
    state = state * 6'364'136'223'846'793'005 + 1'442'695'040'888'963'407;
    return (state >> 33) % 1'000'000;
  };
  for (std::uint64_t i = 0; i < rows; ++i) text += fmt::format("{},{}\n", next(), next());
  std::ofstream(path) << text;
}

// Calls `take` with each row of the file.
template <typename Take>
void ReadPlainly(const std::string& path, Take take) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat status {};
  fstat(descriptor, &status);
  const auto size = static_cast<std::size_t>(status.st_size);
  const auto* at = static_cast<const char*>(mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, descriptor, 0));
  const char* const end = at + size;
  const auto* const begin = at;
  while (at < end) {
    Row row;
    at = std::from_chars(at, end, row.first).ptr + 1;
    at = std::from_chars(at, end, row.second).ptr + 1;
    take(row);
  }
  munmap(const_cast<char*>(begin), size);
  close(descriptor);
}

auto LoadIntoSet(const std::string& path, std::uint64_t rows) -> std::size_t {
  std::unordered_set<Row, RowHash> set;
  set.reserve(rows);
  ReadPlainly(path, [&set](const Row& row) { set.insert(row); });
  return set.size();
}

auto LoadIntoSortedVector(const std::string& path, std::uint64_t rows) -> std::size_t {
  std::vector<Row> vector;
  vector.reserve(rows);
  ReadPlainly(path, [&vector](const Row& row) { vector.push_back(row); });
  std::ranges::sort(vector);
  vector.erase(std::unique(vector.begin(), vector.end()), vector.end());
  return vector.size();
}

template <typename Load>
auto Median(Load load) -> double {
  std::vector<double> samples;
  for (int i = 0; i < 5; ++i) {
    const double start = NowMicroseconds();
    load();
    samples.push_back(NowMicroseconds() - start);
  }
  return Percentile(samples, 0.5);
}

void Print(const char* what, double microseconds, double beside) {
  fmt::print("{:<52} {:8.1f} ms   {:.2f} times the set\n", what, microseconds / 1'000, microseconds / beside);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "bench_load PROGRAM [ROWS]\n");
    return 2;
  }
  const std::string program = argv[1];
  const std::uint64_t rows = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1'000'000;
  std::string folder = (std::filesystem::temp_directory_path() / "bench-load-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) return 1;
  const std::string data = folder + "/edge.csv";
  const std::string source = folder + "/load.bl";
  WriteRows(data, rows);
  std::ofstream(source) << "REL edge(a: int, b: int)\nQUERY edge 5 ?\n";
  std::ofstream(folder + "/nothing.bl") << "REL edge(a: int, b: int)\nQUERY edge 5 ?\n";

  std::size_t distinct = 0;
  const double set = Median([&] { distinct = LoadIntoSet(data, rows); });
  const double vector = Median([&] { distinct = LoadIntoSortedVector(data, rows); });
  const std::string limit = fmt::format("host={}", rows);
  const double run = MedianOfCommand({program, "run", source, "--facts", "edge=" + data, "--limit", limit}, 5);
  const double nothing = MedianOfCommand({program, "run", folder + "/nothing.bl"}, 5);
  fmt::print("{} rows of two ints, {} of them distinct, {} bytes\n", rows, distinct, std::filesystem::file_size(data));
  Print("mmap, from_chars, std::unordered_set", set, set);
  Print("mmap, from_chars, sorted std::vector", vector, set);
  if (run < 0) {
    fmt::print("{} cannot be run\n", program);
  } else {
    Print("bytelogic run --facts, process start to exit", run, set);
    Print("bytelogic run without facts, process start to exit", nothing, set);
  }
  std::filesystem::remove_all(folder);
  return run < 0 ? 1 : 0;
}
