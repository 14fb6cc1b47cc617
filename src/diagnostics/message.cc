#include "diagnostics/message.h"

#include <fmt/args.h>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <type_traits>

#include "base/letter_case.h"
#include "base/utf8.h"
#include "diagnostics/messages.h"

namespace bytelogic {

namespace {

// An argument in a dialect. `T`: what kind of argument a phrase declares, for which the compiler checks the phrase;
// void: whichever it is.
template <typename T>
struct Spoken {
  const Argument* argument = nullptr;
  Dialect dialect = Dialect::kByteLogic;
};

template <typename T, typename... Ts>
constexpr bool kIsOneOf = (std::is_same_v<T, Ts> || ...);

}  // namespace

}  // namespace bytelogic

// `{}`, `{:a}` (a type with its article) or `{:is|are}` (a word for one, and a word for more).
template <typename T>
struct fmt::formatter<bytelogic::Spoken<T>> {
  constexpr auto parse(format_parse_context& context) -> format_parse_context::iterator {
    const auto* begin = context.begin();
    const auto* end = begin;
    while (end != context.end() && *end != '}') ++end;
    specification_ = std::string_view(begin, static_cast<std::size_t>(end - begin));
    const bool fits = specification_.empty() ||
                      (bytelogic::kIsOneOf<T, bytelogic::TypeName, void> && specification_ == "a") ||
                      (bytelogic::kIsOneOf<T, bytelogic::Count, void> && specification_.find('|') != 0 &&
                       specification_.find('|') != std::string_view::npos);
    if (!fits) throw format_error("no such form of this argument");
    return end;
  }

  auto format(const bytelogic::Spoken<T>& spoken, format_context& context) const -> format_context::iterator;

 private:
  std::string_view specification_;
};

namespace bytelogic {
namespace {

// The words of a phrase. Equal to kSame: those of ByteLogic; empty: there are none in Datalog.
struct PhraseText {
  std::string_view bytelogic;
  std::string_view datalog;
};

constexpr std::string_view kSame = "=";

template <typename Arguments>
struct Checker;
template <typename... Arguments>
struct Checker<void(Arguments...)> {
  using Text = fmt::format_string<const Spoken<Arguments>&...>;
  // Compiles where both are phrases of these arguments.
  static consteval auto Fits(Text /*bytelogic*/, Text /*datalog*/) -> bool { return true; }
};

#define MESSAGE(name, kind, arguments, bytelogic, datalog) WORDS(name, arguments, bytelogic, datalog)
#define WORDS(name, arguments, bytelogic, datalog) static_assert(Checker<void arguments>::Fits(bytelogic, datalog));
#include "diagnostics/message.def"
#undef WORDS

constexpr PhraseText kPhrases[] = {
#define WORDS(name, arguments, bytelogic, datalog) {bytelogic, datalog},
#include "diagnostics/message.def"
#undef MESSAGE
#undef WORDS
};

auto TextOf(Phrase phrase, Dialect dialect) -> std::string_view {
  const PhraseText& text = kPhrases[static_cast<std::size_t>(phrase)];
  return dialect == Dialect::kDatalog && text.datalog != kSame ? text.datalog : text.bytelogic;
}

// ByteLogic's int is Datalog's number; but a float is a number too, so a value of it is an integer.
auto TypeIn(Dialect dialect, std::string_view name, bool with_article) -> std::string {
  if (!with_article) return dialect == Dialect::kDatalog && name == "int" ? "number" : std::string(name);
  if (name == "int") return dialect == Dialect::kDatalog ? "an integer" : "an int";
  return name == "any" ? "any value" : fmt::format("a {}", name);
}

auto ArgumentsText(std::uint64_t least, std::uint64_t most) -> std::string {
  if (most == BuiltinInfo::kAnyNumber) return fmt::format("{} or more arguments", least);
  if (most != least) return fmt::format("{} or {} arguments", least, most);
  return fmt::format("{} argument{}", least, least == 1 ? "" : "s");
}

auto ArgumentText(const Argument& argument, Dialect dialect, std::string_view specification) -> std::string {
  switch (argument.kind) {
    case Argument::Kind::kText:
      return argument.text;
    case Argument::Kind::kVariable:
      return dialect == Dialect::kDatalog ? argument.text : fmt::format("${}", argument.text);
    case Argument::Kind::kType:
      return TypeIn(dialect, argument.text, !specification.empty());
    case Argument::Kind::kFunction:
      return std::string(dialect == Dialect::kDatalog ? InfoOf(static_cast<Builtin>(argument.number)).datalog
                                                      : InfoOf(static_cast<Builtin>(argument.number)).name);
    case Argument::Kind::kAggregate: {
      const std::string_view name = NameOf(static_cast<AggregateFunction>(argument.number));
      return dialect != Dialect::kDatalog                                   ? std::string(name)
             : argument.number == static_cast<int>(AggregateFunction::kAvg) ? "mean"
                                                                            : ToLowerLetters(std::string(name));
    }
    case Argument::Kind::kArgumentCount:
      return ArgumentsText(argument.number / 256, argument.number % 256);
    case Argument::Kind::kCount: {
      if (specification.empty()) {
        return fmt::format("{} {}{}", Grouped(argument.number), argument.text, argument.number == 1 ? "" : "s");
      }
      const std::size_t bar = specification.find('|');
      return std::string(argument.number == 1 ? specification.substr(0, bar) : specification.substr(bar + 1));
    }
    case Argument::Kind::kNumber:
      return Grouped(argument.number);
    case Argument::Kind::kDigits:
      return fmt::format("{}", argument.number);
    case Argument::Kind::kPlace:
      return fmt::format("line {}", argument.number);
  }
  return {};
}

}  // namespace
}  // namespace bytelogic

template <typename T>
auto fmt::formatter<bytelogic::Spoken<T>>::format(const bytelogic::Spoken<T>& spoken, format_context& context) const
    -> format_context::iterator {
  const std::string text = bytelogic::ArgumentText(*spoken.argument, spoken.dialect, specification_);
  return std::copy(text.begin(), text.end(), context.out());
}

namespace bytelogic {

Words::Words(std::string text) {
  if (!text.empty()) parts_.push_back({Phrase::kAsItIs, {Argument(Excerpt{text})}});
}

auto Words::operator+=(Words more) -> Words& {
  parts_.insert(parts_.end(), std::make_move_iterator(more.parts_.begin()), std::make_move_iterator(more.parts_.end()));
  return *this;
}

auto Words::ExistIn(Dialect dialect) const -> bool {
  return std::ranges::none_of(parts_, [&](const Part& part) { return TextOf(part.phrase, dialect).empty(); });
}

auto Words::In(Dialect dialect) const -> std::string {
  std::string text;
  for (const Part& part : parts_) {
    if (part.phrase == Phrase::kAsItIs) {
      text += part.arguments[0].text;
      continue;
    }
    fmt::dynamic_format_arg_store<fmt::format_context> store;
    for (const Argument& argument : part.arguments) store.push_back(Spoken<void>{&argument, dialect});
    text += fmt::vformat(TextOf(part.phrase, dialect), store);
  }
  return text;
}

auto Words::bytes() const -> std::size_t {
  std::size_t bytes = 0;
  for (const Part& part : parts_) {
    for (const Argument& argument : part.arguments) bytes += argument.text.size();
  }
  return bytes;
}

void Words::Cut(std::size_t length) {
  for (Part& part : parts_) {
    for (Argument& argument : part.arguments) CutText(argument.text, length);
  }
}

auto Grouped(std::uint64_t number) -> std::string {
  std::string text = fmt::format("{}", number);
  for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, ",");
  return text;
}

void CutText(std::string& text, std::size_t length) {
  if (text.size() <= length) return;
  while (IsUtf8Continuation(text[length])) --length;
  text.resize(length);
  text += "...";
}

}  // namespace bytelogic
