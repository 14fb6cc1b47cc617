// builtin.h - the built-in functions of expressions: the columns of builtin.def as data.
//
//   const BuiltinInfo& round = InfoOf(Builtin::kRound);
//   round.max_arguments                  // 2
//   round.Of(2).Operand(1)               // OperandKind::kInt
//   round.Of(2).result                   // ResultKind::kFloat
//
// Used by every phase, the sandbox included.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/letter_case.h"

namespace bytelogic {

enum class Builtin : std::uint8_t {
#define BUILTIN(kind, ...) kind,
#include "base/builtin.def"
#undef BUILTIN
};

// What an operand is to be, by the letters of the signatures.
enum class OperandKind : char { kNumber = 'n', kInt = 'i', kSymbol = 's', kOneKind = 'v', kAnything = 'x' };

// What a function gives.
enum class ResultKind : char {
  kInt = 'i',
  kTruth = 't',
  kFloat = 'f',
  kSymbol = 's',
  kNumber = 'n',
  kOneKind = 'v',
  kAny = 'a'
};

// Where a float that a function gives comes from: of kLibrary two libraries may give neighbours.
enum class BuiltinSource : std::uint8_t { kExact, kLibrary };

// The operands of a function, where it is called with that many, and its result.
struct BuiltinSignature {
  std::string_view operands;  // a letter each
  bool repeats = false;       // any number of the last one may follow
  ResultKind result = ResultKind::kInt;

  [[nodiscard]] constexpr auto Operand(std::size_t index) const -> OperandKind {
    return static_cast<OperandKind>(operands[index < operands.size() ? index : operands.size() - 1]);
  }
  [[nodiscard]] constexpr auto Takes(OperandKind kind) const -> bool {
    return operands.find(static_cast<char>(kind)) != std::string_view::npos;
  }
};

struct BuiltinInfo {
  static constexpr std::uint8_t kAnyNumber = 255;

  Builtin kind;
  std::string_view name;
  std::string_view datalog;
  std::array<BuiltinSignature, 2> signatures;
  BuiltinSource source;
  std::string_view faults;
  std::string_view domain;
  std::uint8_t fuel;
  std::uint8_t min_arguments;
  std::uint8_t max_arguments;  // kAnyNumber: any number

  // The signature of a call with so many operands; one that the function does not take gives the first.
  [[nodiscard]] constexpr auto Of(std::size_t count) const -> const BuiltinSignature& {
    return signatures[1].operands.size() == count ? signatures[1] : signatures[0];
  }
};

namespace builtin_internal {

constexpr auto Trimmed(std::string_view text) -> std::string_view {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// "ss* -> s"
constexpr auto ReadSignature(std::string_view text) -> BuiltinSignature {
  const std::size_t arrow = text.find("->");
  BuiltinSignature signature{.operands = Trimmed(text.substr(0, arrow)),
                             .result = static_cast<ResultKind>(Trimmed(text.substr(arrow + 2))[0])};
  signature.repeats = signature.operands.ends_with('*');
  if (signature.repeats) signature.operands.remove_suffix(1);
  return signature;
}

constexpr auto ReadInfo(BuiltinInfo info, std::string_view signature) -> BuiltinInfo {
  const std::size_t bar = signature.find('|');
  info.signatures[0] = ReadSignature(signature.substr(0, bar));
  info.signatures[1] = bar == std::string_view::npos ? info.signatures[0] : ReadSignature(signature.substr(bar + 1));
  const std::size_t first = info.signatures[0].operands.size();
  const std::size_t second = info.signatures[1].operands.size();
  info.min_arguments = static_cast<std::uint8_t>(first < second ? first : second);
  info.max_arguments = static_cast<std::uint8_t>(first < second ? second : first);
  if (info.signatures[0].repeats || info.signatures[1].repeats) info.max_arguments = BuiltinInfo::kAnyNumber;
  return info;
}

}  // namespace builtin_internal

inline constexpr BuiltinInfo kBuiltins[] = {
#define BUILTIN(kind, name, datalog, signature, source, faults, domain, fuel)                                       \
  builtin_internal::ReadInfo({Builtin::kind, name, datalog, {}, BuiltinSource::source, faults, domain, fuel, 0, 0}, \
                             signature),
#include "base/builtin.def"
#undef BUILTIN
};

inline constexpr auto InfoOf(Builtin builtin) -> const BuiltinInfo& {
  return kBuiltins[static_cast<std::size_t>(builtin)];
}

// The function that is called `name`, in any letter case; nullptr: none is.
constexpr auto FindBuiltin(std::string_view name) -> const BuiltinInfo* {
  for (const BuiltinInfo& info : kBuiltins) {
    if (EqualsInAnyCase(name, info.name)) return &info;
  }
  return nullptr;
}

// Whether a call works on texts, whatever else it takes.
constexpr auto TakesTexts(Builtin builtin) -> bool { return InfoOf(builtin).signatures[0].Takes(OperandKind::kSymbol); }

}  // namespace bytelogic
