// recogniser.h - whether a text is a sentence of a grammar.
//
//   Recogniser(grammar, language).Accepts("QUERY p ?")
//
// For every rule and place it computes all places where what the rule describes may end, so that it never has to decide
// between alternatives: exact for every grammar without left recursion, which is reported (std::runtime_error).
#pragma once

#include <cstddef>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "grammar.h"
#include "language.h"

namespace bytelogic::grammar_test {

class Recogniser {
 public:
  Recogniser(const Grammar& grammar, const Language& language) : grammar_(grammar), language_(language) {}

  auto Accepts(std::string_view source) -> bool;

 private:
  using Places = std::vector<std::size_t>;  // sorted, each once

  auto Ends(NodeId id, std::size_t at) -> Places;
  auto EndsOfSequence(const Node& node, std::size_t at) -> Places;
  auto EndsOfRepeat(const Node& node, std::size_t at) -> Places;
  auto EndsOfRule(const Node& node, std::size_t at) -> Places;

  const Grammar& grammar_;
  const Language& language_;
  Text text_;
  std::map<std::pair<NodeId, std::size_t>, Places> known_;  // by the rule's node
  std::map<std::pair<NodeId, std::size_t>, bool> open_;
};

}  // namespace bytelogic::grammar_test
