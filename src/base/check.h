// check.h - BL_CHECK: an invariant of our own code. A failure is a bug, never bad input; it names file and line.
#pragma once

#include <cstdio>
#include <cstdlib>

#define BL_CHECK(condition)                                                                \
  do {                                                                                     \
    if (!(condition)) [[unlikely]] {                                                       \
      std::fprintf(stderr, "%s:%d: internal error: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                        \
    }                                                                                      \
  } while (false)
