// input.h - the bytes of an open file, piece by piece; waiting for them ends when a budget does.
//
//   auto input = Input::Open("edges.csv");               // what the user names: a file, a pipe, `-`
//   while (auto count = input->Read(buffer, budget); count && *count > 0) Use(buffer.first(*count));
//
// Errors are sentences for people, "what is wrong; what to do about it". Used by byte_source.h and tools/files.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <tl/expected.hpp>

#include "data/descriptor.h"
#include "data/load_budget.h"

namespace bytelogic::data {

class Input {
 public:
  // `-` is standard input. Opening never waits: a pipe that nobody writes to is waited for by Read.
  static auto Open(const std::string& path) -> tl::expected<Input, std::string>;
  // A file that is open already. `name`: for messages.
  static auto Of(Descriptor file, std::string name) -> Input;

  // Waits for at least one byte; returns how many came, 0 at the end of the file and where `budget` ends while it
  // waits: callers ask it.
  auto Read(std::span<char> buffer, const LoadBudget& budget) -> tl::expected<std::size_t, std::string>;
  // Bytes in all where that is known (a regular file), else 0.
  [[nodiscard]] auto size() const -> std::uint64_t { return size_; }
  [[nodiscard]] auto is_regular() const -> bool { return is_regular_; }

 private:
  Input(Descriptor file, int number, std::string name);

  Descriptor file_;  // none: standard input, which is not ours to close
  int number_;
  std::string name_;
  std::uint64_t size_ = 0;
  bool is_regular_ = false;
  bool is_folder_ = false;
};

}  // namespace bytelogic::data
