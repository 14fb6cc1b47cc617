// Many threads of good and hostile work against one engine, for a time.
//
//   soak_test --seconds 300
//
// Options: --seconds N, --threads N, --seed S, --verbose (a line for each pause), --replay KIND (does the work of that
// kind and --seed once, and prints what comes of it). Exits with 1 where something is not as it must be, and prints
// what shows it again.
#include <malloc.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>

#include "soak.h"

auto main(int argument_count, char** arguments) -> int {
  bytelogic::soak::Options options{.repository = BYTELOGIC_SOURCE_DIR};
  std::string replay;
  CLI::App app("Many threads of good and hostile work against one engine.");
  app.add_option("--seconds", options.seconds, "how long");
  app.add_option("--threads", options.threads, "how many threads")->check(CLI::Range(1U, 1'000U));
  app.add_option("--seed", options.seed, "of all that is drawn");
  app.add_flag("--verbose", options.verbose, "print what the process holds at each pause");
  app.add_option("--replay", replay, "do the work of this kind and --seed once, and print what comes of it");
  CLI11_PARSE(app, argument_count, arguments);
  // glibc would raise both to tens of megabytes for each of its arenas, and keep these for good: no leak, but it hides
  // one.
  mallopt(M_MMAP_THRESHOLD, 128 << 10);
  mallopt(M_TRIM_THRESHOLD, 128 << 10);
  const std::uint64_t seed = options.seed;
  bytelogic::soak::Soak soak(std::move(options));
  return (replay.empty() ? soak.Run() : soak.Replay(replay, seed)) ? 0 : 1;
}
