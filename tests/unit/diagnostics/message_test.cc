#include "diagnostics/message.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <string>
#include <vector>

#include "base/builtin.h"
#include "base/keyword.h"
#include "diagnostics/messages.h"

namespace bytelogic {
namespace {

// An argument of each kind.
template <typename T>
auto Sample() -> T;
template <>
auto Sample() -> RelationName {
  return {"edge"};
}
template <>
auto Sample() -> Name {
  return {"age"};
}
template <>
auto Sample() -> VariableName {
  return {"x"};
}
template <>
auto Sample() -> TypeName {
  return {"int"};
}
template <>
auto Sample() -> FunctionName {
  return {Builtin::kToSymbol};
}
template <>
auto Sample() -> AggregateName {
  return {AggregateFunction::kAvg};
}
template <>
auto Sample() -> ArgumentCount {
  return {2, BuiltinInfo::kAnyNumber};
}
template <>
auto Sample() -> Count {
  return {1'000, "column"};
}
template <>
auto Sample() -> Number {
  return {1'000};
}
template <>
auto Sample() -> Digits {
  return {1'000};
}
template <>
auto Sample() -> Place {
  return {1'000};
}
template <>
auto Sample() -> Excerpt {
  return {"text"};
}

template <typename... Arguments>
auto Example(const WordsForm<void(Arguments...)>& form) -> Words {
  return form(Sample<Arguments>()...);
}
template <typename... Arguments>
auto Example(const MessageForm<void(Arguments...)>& form) -> Words {
  return form(Sample<Arguments>()...).words;
}

struct Entry {
  std::string_view name;
  bool is_message;
  Words words;
};

auto AllPhrases() -> std::vector<Entry> {
  return {
#define MESSAGE(name, kind, arguments, bytelogic, datalog) {#name, true, Example(messages::name)},
#define WORDS(name, arguments, bytelogic, datalog) {#name, false, Example(messages::name)},
#include "diagnostics/message.def"
#undef MESSAGE
#undef WORDS
  };
}

auto WordsOf(std::string_view text) -> std::vector<std::string> {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$') {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  return words;
}

auto IsByteLogics(std::string_view word) -> bool {
  const auto named = [&](std::string_view name) { return name == word; };
  return word.starts_with('$') || IsUpperCaseKeyword(word) || std::ranges::any_of(kAggregateNames, named) ||
         (std::ranges::find(kBuiltins, word, &BuiltinInfo::name) != std::end(kBuiltins) && word != "E");
}

TEST(Messages, AreWellFormedInBothDialects) {
  for (const Entry& entry : AllPhrases()) {
    for (const Dialect dialect : {Dialect::kByteLogic, Dialect::kDatalog}) {
      if (!entry.words.ExistIn(dialect)) continue;
      const std::string text = entry.words.In(dialect);
      ASSERT_FALSE(text.empty()) << entry.name;
      if (!entry.is_message) continue;
      EXPECT_FALSE(text.ends_with('.')) << entry.name << ": " << text;
      EXPECT_EQ(text.find('\n'), std::string::npos) << entry.name << ": " << text;
    }
    EXPECT_TRUE(entry.words.ExistIn(Dialect::kByteLogic)) << entry.name;
  }
}

TEST(Messages, OfDatalogNameNoFormOfByteLogic) {
  for (const Entry& entry : AllPhrases()) {
    if (!entry.words.ExistIn(Dialect::kDatalog)) continue;
    const std::string text = entry.words.In(Dialect::kDatalog);
    for (const std::string& word : WordsOf(text)) {
      EXPECT_FALSE(IsByteLogics(word)) << entry.name << " says " << word << ": " << text;
    }
  }
}

TEST(Words, SpeakTheDialect) {
  const Words arity = messages::kFunctionArity({Builtin::kLength}, {1, 1}, {2, "argument"}).words;
  EXPECT_EQ(arity.In(Dialect::kByteLogic), "LENGTH takes 1 argument, but 2 arguments are given");
  EXPECT_EQ(arity.In(Dialect::kDatalog), "strlen takes 1 argument, but 2 arguments are given");
  const Words declared = messages::kColumnDeclared({"a"}, {"r"}, {"int"}, {"1.5"}, {"float"}).words;
  EXPECT_EQ(declared.In(Dialect::kByteLogic), "column a of r is declared int, but 1.5 is a float");
  EXPECT_EQ(declared.In(Dialect::kDatalog), "column a of r is declared number, but 1.5 is a float");
  const Words unbound = messages::kUnboundVariable({"X"}).words;
  EXPECT_EQ(unbound.In(Dialect::kByteLogic), "unbound variable $X");
  EXPECT_EQ(unbound.In(Dialect::kDatalog), "unbound variable X");
  EXPECT_EQ(messages::kRelationArity({"r"}, {1'000, "column"}, {1, "argument"}).words.In(Dialect::kByteLogic),
            "relation r has 1,000 columns, but 1 argument is given");
}

TEST(Words, WithoutAFormInADialectAreNotThere) {
  EXPECT_TRUE(messages::kSetFirst({"x"}).ExistIn(Dialect::kByteLogic));
  EXPECT_FALSE(messages::kSetFirst({"x"}).ExistIn(Dialect::kDatalog));
  EXPECT_FALSE((messages::kAsk() + messages::kSetFirst({"x"})).ExistIn(Dialect::kDatalog));
}

TEST(Words, GivenAsTextStayAsTheyAre) {
  const Words words("braces {} and LENGTH($x)");
  EXPECT_EQ(words.In(Dialect::kDatalog), "braces {} and LENGTH($x)");
  EXPECT_EQ((messages::kOutOfTime().words + words).In(Dialect::kDatalog), "out of timebraces {} and LENGTH($x)");
  EXPECT_TRUE(Words("").empty());
}

}  // namespace
}  // namespace bytelogic
