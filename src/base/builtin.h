// builtin.h - the built-in functions of expressions, by name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace bytelogic {

enum class Builtin : std::uint8_t {
#define BUILTIN(kind, name, min_arguments, max_arguments, fuel) kind,
#include "base/builtin.def"
#undef BUILTIN
};

struct BuiltinInfo {
  Builtin kind;
  std::string_view name;
  std::uint8_t min_arguments;
  std::uint8_t max_arguments;
};

inline constexpr BuiltinInfo kBuiltins[] = {
#define BUILTIN(kind, name, min_arguments, max_arguments, fuel) {Builtin::kind, name, min_arguments, max_arguments},
#include "base/builtin.def"
#undef BUILTIN
};

inline constexpr auto InfoOf(Builtin builtin) -> const BuiltinInfo& {
  return kBuiltins[static_cast<std::size_t>(builtin)];
}

}  // namespace bytelogic
