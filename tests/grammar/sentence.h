// sentence.h - random sentences of a grammar, and the same with one word changed.
//
//   Sentence sentence = SentenceWriter(grammar, language, random).Write();
//   TextOf(MutateOneWord(sentence, grammar, language, random))
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "../differential/random.h"
#include "grammar.h"
#include "language.h"

namespace bytelogic::grammar_test {

struct Piece {
  std::string before;  // white space
  std::string text;
};
using Sentence = std::vector<Piece>;

auto TextOf(const Sentence& sentence) -> std::string;

class SentenceWriter {
 public:
  SentenceWriter(const Grammar& grammar, Language& language, differential::Random& random);
  auto Write() -> Sentence;

 private:
  // What the layout has to be before the next word.
  enum class Layout { kFree, kSameLine, kNewLine };

  void WriteNode(NodeId id, int depth);
  void WriteChoice(const Node& node, int depth);
  void WriteRepeat(const Node& node, int depth);
  void Add(std::string text);
  void ComputeHeights();
  [[nodiscard]] auto HeightOf(const Node& node) const -> int;

  const Grammar& grammar_;
  Language& language_;
  differential::Random& random_;
  std::vector<int> heights_;  // of the lowest tree of each node
  Layout layout_ = Layout::kFree;
  Sentence sentence_;
};

// Deletes, doubles, swaps or replaces a word.
auto MutateOneWord(Sentence sentence, const Grammar& grammar, const Language& language, differential::Random& random)
    -> Sentence;

}  // namespace bytelogic::grammar_test
