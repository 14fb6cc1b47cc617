#include "sema/constant_table.h"

#include <bit>
#include <functional>

namespace bytelogic::sema {
namespace {

constexpr std::size_t kLinearLimit = 16;
constexpr std::uint32_t kFree = 0xFFFF'FFFF;

auto SameConstant(const Constant& left, const Constant& right) -> bool {
  if (left.type != right.type) return false;
  switch (left.type) {
    case Type::kInt:
      return left.int_value == right.int_value;
    case Type::kFloat:
      return left.float_value == right.float_value;
    default:
      return left.text == right.text;
  }
}

auto HashOf(const Constant& constant) -> std::size_t {
  if (constant.type == Type::kSymbol) return std::hash<std::string_view>{}(constant.text);
  const auto bits = constant.type == Type::kInt ? static_cast<std::uint64_t>(constant.int_value)
                                                : std::bit_cast<std::uint64_t>(constant.float_value);
  return static_cast<std::size_t>((bits * 0x9E37'79B9'7F4A'7C15) >> 20);
}

}  // namespace

auto ConstantTable::Int(std::int64_t value) -> ConstantId { return Intern({.type = Type::kInt, .int_value = value}); }

auto ConstantTable::Float(double value) -> ConstantId {
  return Intern({.type = Type::kFloat, .float_value = value == 0 ? 0.0 : value});
}

auto ConstantTable::Symbol(std::string_view text) -> ConstantId {
  return Intern({.type = Type::kSymbol, .text = text});
}

auto ConstantTable::Identity(ConstantId id) -> ConstantId {
  const Constant& constant = constants_[id.index];
  if (constant.type != Type::kFloat) return id;
  const double value = constant.float_value;
  constexpr double kTwoTo63 = 9'223'372'036'854'775'808.0;
  if (!(value >= -kTwoTo63 && value < kTwoTo63)) return id;
  const auto integral = static_cast<std::int64_t>(value);
  return static_cast<double>(integral) == value ? Int(integral) : id;
}

auto ConstantTable::Intern(const Constant& constant) -> ConstantId {
  const std::uint32_t next = Size32(constants_);
  if (slots_.empty()) {
    for (std::uint32_t index = 0; index < next; ++index) {
      if (SameConstant(constants_[index], constant)) return {index};
    }
    constants_.push_back(constant);
    if (constants_.size() > kLinearLimit) Rehash();
    return {next};
  }
  const std::size_t slot = SlotOf(constant);
  if (slots_[slot] != kFree) return {slots_[slot]};
  constants_.push_back(constant);
  slots_[slot] = next;
  if (constants_.size() * 2 > slots_.size()) Rehash();
  return {next};
}

auto ConstantTable::SlotOf(const Constant& constant) const -> std::size_t {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = HashOf(constant) & mask;
  while (slots_[slot] != kFree && !SameConstant(constants_[slots_[slot]], constant)) slot = (slot + 1) & mask;
  return slot;
}

void ConstantTable::Rehash() {
  std::size_t capacity = 64;
  while (capacity < constants_.size() * 4) capacity *= 2;
  slots_.assign(capacity, kFree);
  for (std::uint32_t index = 0; index < constants_.size(); ++index) slots_[SlotOf(constants_[index])] = index;
}

}  // namespace bytelogic::sema
