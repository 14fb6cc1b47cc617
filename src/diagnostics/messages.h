// messages.h - the phrases of message.def by name, each a function of its arguments.
//
//   messages::kUnboundVariable(VariableName{"x"})        // a Message: kind and words
//   messages::kSetFirst({"x"})                           // Words: a help
//
// The compiler checks arguments here, and the texts against them in message.cc. Used by who reports.
#pragma once

#include "diagnostics/message.h"

namespace bytelogic {

enum class Phrase : std::uint16_t {
#define MESSAGE(name, kind, arguments, bytelogic, datalog) name,
#define WORDS(name, arguments, bytelogic, datalog) name,
#include "diagnostics/message.def"
#undef MESSAGE
#undef WORDS
};

template <typename Arguments>
struct MessageForm;
template <typename... Arguments>
struct MessageForm<void(Arguments...)> {
  DiagnosticKind kind;
  Phrase phrase;
  auto operator()(Arguments... arguments) const -> Message { return {kind, Words(phrase, {Argument(arguments)...})}; }
};

template <typename Arguments>
struct WordsForm;
template <typename... Arguments>
struct WordsForm<void(Arguments...)> {
  Phrase phrase;
  auto operator()(Arguments... arguments) const -> Words { return Words(phrase, {Argument(arguments)...}); }
};

namespace messages {

#define MESSAGE(name, kind, arguments, bytelogic, datalog) \
  inline constexpr MessageForm<void arguments> name{DiagnosticKind::kind, Phrase::name};
#define WORDS(name, arguments, bytelogic, datalog) inline constexpr WordsForm<void arguments> name{Phrase::name};
#include "diagnostics/message.def"
#undef MESSAGE
#undef WORDS

}  // namespace messages

}  // namespace bytelogic
