// descriptor.h - an open file of the operating system that is closed when nobody owns it any more.
#pragma once

#include <unistd.h>

#include <string_view>
#include <utility>

namespace bytelogic::data {

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { Close(); }
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  auto operator=(Descriptor&& other) noexcept -> Descriptor& {
    if (this == &other) return *this;
    Close();
    number_ = std::exchange(other.number_, -1);
    return *this;
  }

  // -1: none.
  [[nodiscard]] auto number() const -> int { return number_; }
  [[nodiscard]] auto is_open() const -> bool { return number_ >= 0; }

 private:
  void Close() {
    if (number_ >= 0) close(number_);
  }
  int number_ = -1;
};

// All of `bytes`, however many calls that takes. Returns an errno, or 0.
auto WriteAll(int descriptor, std::string_view bytes) -> int;

}  // namespace bytelogic::data
