// Work on the stack of the caller where it is large enough, else on one of its own.
#include "base/large_stack.h"

#include <gtest/gtest.h>
#include <pthread.h>

#include <stdexcept>
#include <string>
#include <thread>

namespace bytelogic {
namespace {

// Runs `function` on a thread with `bytes` of stack.
void OnThread(std::size_t bytes, const std::function<void()>& function) {
  pthread_attr_t attributes;
  ASSERT_EQ(pthread_attr_init(&attributes), 0);
  ASSERT_EQ(pthread_attr_setstacksize(&attributes, bytes), 0);
  pthread_t thread;
  const auto start = [](void* argument) -> void* {
    (*static_cast<const std::function<void()>*>(argument))();
    return nullptr;
  };
  ASSERT_EQ(pthread_create(&thread, &attributes, start, const_cast<std::function<void()>*>(&function)), 0);
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
}

TEST(LargeStackTest, StackLeftIsWhatTheThreadHas) {
  static constexpr std::size_t kBytes = std::size_t{1} << 20;
  OnThread(kBytes, [] {
    EXPECT_LE(StackLeft(), kBytes);
    EXPECT_GT(StackLeft(), kBytes / 2);
  });
}

TEST(LargeStackTest, StaysWhereThereIsRoom) {
  OnThread(std::size_t{8} << 20, [] {
    const std::thread::id here = std::this_thread::get_id();
    EXPECT_EQ(WithStack(std::size_t{1} << 20, [] { return std::this_thread::get_id(); }), here);
  });
}

TEST(LargeStackTest, GoesToALargeStackWhereThereIsNone) {
  OnThread(std::size_t{256} << 10, [] {
    const std::thread::id here = std::this_thread::get_id();
    EXPECT_NE(WithStack(std::size_t{1} << 20, [] { return std::this_thread::get_id(); }), here);
    EXPECT_GT(WithStack(std::size_t{1} << 20, [] { return StackLeft(); }), std::size_t{32} << 20);
  });
}

TEST(LargeStackTest, ThrowsWhatTheFunctionThrows) {
  OnThread(std::size_t{256} << 10, [] {
    const auto fail = []() -> int { throw std::runtime_error("so it is"); };
    try {
      WithStack(std::size_t{1} << 20, fail);
      ADD_FAILURE() << "nothing was thrown";
    } catch (const std::runtime_error& error) {
      EXPECT_EQ(std::string(error.what()), "so it is");
    }
  });
}

}  // namespace
}  // namespace bytelogic
