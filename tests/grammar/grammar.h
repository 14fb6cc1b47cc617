// grammar.h - a grammar in EBNF, as docs/language-reference.md writes it.
//
//   Grammar grammar = ReadGrammar(document, "bytelogic");   // the block that begins with ```ebnf bytelogic
//
// Read by the recogniser, which judges sentences, and by the sentence writer, which makes them.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bytelogic::grammar_test {

using NodeId = std::size_t;

struct Node {
  enum class Kind {
    kSequence,   // of its parts
    kChoice,     // one of its parts
    kRepeat,     // its part any number of times
    kOption,     // its part or nothing
    kRule,       // what the rule of this name is
    kText,       // a word or mark in quotes
    kClass,      // a kind of words, which no rule defines: int, name
    kCondition,  // on the layout, between question marks; consumes nothing
  };
  Kind kind = Kind::kSequence;
  std::string text;
  std::vector<NodeId> parts;
};

struct Grammar {
  std::vector<Node> nodes;
  std::map<std::string, NodeId> rules;
  NodeId start = 0;  // the node of the first rule

  auto operator[](NodeId id) const -> const Node& { return nodes[id]; }
};

// Throws std::runtime_error where the document has no such block, or the block is no EBNF.
auto ReadGrammar(std::string_view document, std::string_view name) -> Grammar;

}  // namespace bytelogic::grammar_test
