// name_table.h - names to small numbers, in order of addition: relations, CALCs, the variables of a rule or function.
//
//   NameTable names;
//   names.Add("parent");            // 0
//   names.Find("parent");           // 0
//
// Most programs have a handful of names, for which a linear search beats hashing; larger tables get a hash index.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "base/id_vector.h"

namespace bytelogic::sema {

class NameTable {
 public:
  static constexpr std::uint32_t kNone = 0xFFFF'FFFF;

  // The number of `name`, or kNone. The empty name is never found.
  [[nodiscard]] auto Find(std::string_view name) const -> std::uint32_t {
    if (name.empty()) return kNone;
    if (!slots_.empty()) return slots_[SlotOf(name)];
    for (std::uint32_t index = 0; index < names_.size(); ++index) {
      if (names_[index] == name) return index;
    }
    return kNone;
  }

  // Adds `name`, which is not there yet, or empty: an entry without a name.
  auto Add(std::string_view name) -> std::uint32_t {
    const std::uint32_t index = Size32(names_);
    names_.push_back(name);
    if (names_.size() > kLinearLimit && names_.size() * 2 > slots_.size()) {
      Rehash();
    } else if (!slots_.empty() && !name.empty()) {
      slots_[SlotOf(name)] = index;
    }
    return index;
  }

  void Reserve(std::size_t count) { names_.reserve(count); }

  void Clear() {
    names_.clear();
    slots_.clear();
  }

  [[nodiscard]] auto size() const -> std::uint32_t { return Size32(names_); }
  [[nodiscard]] auto names() const -> const std::vector<std::string_view>& { return names_; }

 private:
  static constexpr std::size_t kLinearLimit = 16;

  // The slot that holds `name`, or the free one where it belongs.
  [[nodiscard]] auto SlotOf(std::string_view name) const -> std::size_t {
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = std::hash<std::string_view>{}(name)&mask;
    while (slots_[slot] != kNone && names_[slots_[slot]] != name) slot = (slot + 1) & mask;
    return slot;
  }

  void Rehash() {
    std::size_t capacity = 64;
    while (capacity < names_.size() * 4) capacity *= 2;
    slots_.assign(capacity, kNone);
    for (std::uint32_t index = 0; index < names_.size(); ++index) {
      if (!names_[index].empty()) slots_[SlotOf(names_[index])] = index;
    }
  }

  std::vector<std::string_view> names_;
  std::vector<std::uint32_t> slots_;  // empty, or a power of two of them: open addressing
};

}  // namespace bytelogic::sema
