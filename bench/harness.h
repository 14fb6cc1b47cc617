// harness.h - what the benchmarks share: a clock, percentiles, commands measured as whole processes, programs to
// answer.
#pragma once

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

extern char** environ;

namespace bytelogic::bench {

inline auto NowMicroseconds() -> double {
  return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// The value below which `share` (0..1) of `samples` lie.
inline auto Percentile(std::vector<double> samples, double share) -> double {
  if (samples.empty()) return 0;
  const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(samples.size() - 1));
  std::nth_element(samples.begin(), samples.begin() + at, samples.end());
  return samples[static_cast<std::size_t>(at)];
}

// Wall time of a command from start to exit, in microseconds, its output thrown away; negative where it does not run.
inline auto TimeCommand(const std::vector<std::string>& command) -> double {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  const double start = NowMicroseconds();
  pid_t child = 0;
  const int spawned = posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (spawned != 0) return -1;
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 127) return -1;
  return NowMicroseconds() - start;
}

// Median of `runs` runs after one that does not count; negative where the command is not installed.
inline auto MedianOfCommand(const std::vector<std::string>& command, int runs = 11) -> double {
  if (TimeCommand(command) < 0) return -1;
  std::vector<double> samples;
  for (int i = 0; i < runs; ++i) samples.push_back(TimeCommand(command));
  return Percentile(samples, 0.5);
}

// A file that goes with its scope, under a name that nobody else has; `suffix` as in ".pl". Its path is empty where no
// file can be made, and what is run on it then fails.
class TemporaryFile {
 public:
  TemporaryFile(std::string_view text, std::string_view suffix) {
    const char* const folder = std::getenv("TMPDIR");
    path_ = fmt::format("{}/bytelogic_bench_XXXXXX{}", folder == nullptr ? "/tmp" : folder, suffix);
    const int file = mkstemps(path_.data(), static_cast<int>(suffix.size()));
    const bool written = file >= 0 && write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    if (file >= 0) close(file);
    if (!written) path_.clear();
  }
  ~TemporaryFile() {
    if (!path_.empty()) unlink(path_.c_str());
  }
  TemporaryFile(const TemporaryFile&) = delete;
  auto operator=(const TemporaryFile&) -> TemporaryFile& = delete;

  [[nodiscard]] auto path() const -> const std::string& { return path_; }

 private:
  std::string path_;
};

// A program of six facts, two rules and a query; every `seed` gives another text and another answer.
inline auto SmallProgram(std::uint64_t seed) -> std::string {
  const auto name = [&](std::uint64_t i) { return fmt::format("n{}_{}", (seed * 7919 + i * 104729) % 99991, i); };
  std::string text = "REL parent 2\nREL ancestor 2\n";
  for (std::uint64_t i = 0; i < 6; ++i) text += fmt::format("FACT parent {} {}\n", name(i), name(i + 1 + seed % 2));
  text +=
      "RULE ancestor: SCAN parent $x $y, EMIT ancestor $x $y\n"
      "RULE ancestor: SCAN parent $x $y, JOIN ancestor $y $z, EMIT ancestor $x $z\n";
  text += fmt::format("SOLVE\nQUERY ancestor {} ?\n", name(0));
  return text;
}

}  // namespace bytelogic::bench
