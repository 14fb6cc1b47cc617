// language.h - the words of a dialect, by the rules of docs/language-reference.md alone: how a text is split into them,
// which of them a terminal of the grammar stands for, and examples of them.
//
//   const std::optional<Text> text = language.Split("QUERY p ?");   // three words; nothing where one is ill-formed
//   language.ConsumeClass(*text, 1, "name")                         // 1: the number of words that are a name there
//
// Read by the recogniser and the sentence writer. Shares nothing with the lexers and parsers of src/syntax/.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "../differential/random.h"
#include "grammar.h"

namespace bytelogic::grammar_test {

enum class WordKind {
  kWord,
  kDotted,
  kVariable,
  kField,
  kInt,
  kFloat,
  kString,
  kQuoted,
  kDirective,
  kMark,
  kBadNumber
};

struct Word {
  WordKind kind = WordKind::kMark;
  std::string text;
  bool starts_line = false;
  bool touches = false;  // the word before it
};

struct Text {
  std::vector<Word> words;
  bool is_souffle = false;      // Datalog: which convention
  std::set<std::string> types;  // Datalog: those that `.type` declares

  // The word at `at`; behind the last one an empty mark, which starts a line.
  [[nodiscard]] auto At(std::size_t at) const -> const Word& {
    static const Word kBehind{.starts_line = true};
    return at < words.size() ? words[at] : kBehind;
  }
  [[nodiscard]] auto IsMark(std::size_t at, std::string_view mark) const -> bool {
    return At(at).kind == WordKind::kMark && At(at).text == mark;
  }
};

class Language {
 public:
  Language() = default;
  Language(const Language&) = delete;
  auto operator=(const Language&) -> Language& = delete;
  virtual ~Language() = default;

  // Nothing where the text holds what is no word.
  [[nodiscard]] virtual auto Split(std::string_view text) const -> std::optional<Text> = 0;
  [[nodiscard]] virtual auto IsText(const Text& text, std::size_t at, std::string_view terminal) const -> bool = 0;
  // How many words from `at` on are one of the class; 0 where none is.
  [[nodiscard]] virtual auto ConsumeClass(const Text& text, std::size_t at, std::string_view name) const
      -> std::size_t = 0;
  [[nodiscard]] virtual auto Holds(const Text& text, std::size_t at, std::string_view condition) const -> bool = 0;

  // For the sentence writer. The beginning of a sentence decides the convention of Datalog.
  virtual auto Begin(differential::Random& random) -> std::string = 0;
  virtual auto ExampleOfText(std::string_view terminal, differential::Random& random) const -> std::string = 0;
  virtual auto ExampleOfClass(std::string_view name, differential::Random& random) const -> std::string = 0;
};

auto MakeByteLogic(const Grammar& grammar) -> std::unique_ptr<Language>;
auto MakeDatalog() -> std::unique_ptr<Language>;

}  // namespace bytelogic::grammar_test
