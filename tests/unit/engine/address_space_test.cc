// Where a process may have little address space (ulimit -v), programs still run, or say why they do not.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cstdio>
#include <fstream>
#include <string>

#include "bytelogic/bytelogic.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define BYTELOGIC_SANITIZED 1
#endif
#endif

namespace bytelogic {
namespace {

#ifndef BYTELOGIC_SANITIZED  // sanitizers need terabytes of address space themselves

auto AddressSpaceInUse() -> rlim_t {
  std::uint64_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * 4'096;
}

// Exits with 0 if a program runs as `expected` with only `spare` bytes of address space more than now.
[[noreturn]] void RunWith(rlim_t spare, std::string_view source, std::string_view expected) {
  const rlim_t bytes = AddressSpaceInUse() + spare;
  const rlimit limit{bytes, bytes};
  if (setrlimit(RLIMIT_AS, &limit) != 0) std::exit(3);
  Engine engine;
  const std::string text = engine.Run(source).Text();
  std::fprintf(stderr, "%s\n", text.c_str());
  std::exit(text.substr(0, expected.size()) == expected ? 0 : 1);
}

TEST(AddressSpaceDeathTest, ASmallerPool) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(RunWith(20ULL << 30, "RESULT 1 + 1", "2"), ::testing::ExitedWithCode(0), "");
}

TEST(AddressSpaceDeathTest, SmallerMemories) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(RunWith(2ULL << 30, "RESULT 1 + 1", "2"), ::testing::ExitedWithCode(0), "");
  EXPECT_EXIT(RunWith(700ULL << 20, "REL r 1\nFACT r x\nQUERY r ?", "x"), ::testing::ExitedWithCode(0), "");
}

TEST(AddressSpaceDeathTest, TooLittleForAnything) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(RunWith(100ULL << 20, "RESULT 1 + 1", "R211: the sandbox cannot be opened"), ::testing::ExitedWithCode(0),
              "");
}

#endif

}  // namespace
}  // namespace bytelogic
