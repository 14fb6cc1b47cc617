#include "grammar.h"

#include <cctype>
#include <optional>
#include <stdexcept>
#include <utility>

namespace bytelogic::grammar_test {
namespace {

auto FindBlock(std::string_view document, std::string_view name) -> std::string_view {
  const std::string opening = "```ebnf " + std::string(name) + "\n";
  const std::size_t begin = document.find(opening);
  if (begin == std::string_view::npos) throw std::runtime_error("no block " + opening);
  const std::string_view rest = document.substr(begin + opening.size());
  return rest.substr(0, rest.find("\n```"));
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  auto Read() -> Grammar {
    while (!Next().empty()) ReadRule();
    for (Node& node : grammar_.nodes) {
      if (node.kind == Node::Kind::kRule && !grammar_.rules.contains(node.text)) node.kind = Node::Kind::kClass;
    }
    return std::move(grammar_);
  }

 private:
  static auto IsNamePart(char c) -> bool { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-'; }

  // The symbol at hand: a name, a text in quotes, a condition, or a mark; empty at the end.
  auto Next() -> std::string_view {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
    if (at_ == text_.size()) return {};
    std::size_t end = at_ + 1;
    const char c = text_[at_];
    if (c == '"' || c == '?') {
      end = text_.find(c, at_ + 1) + 1;
      if (end == 0) Fail();
    } else if (IsNamePart(c)) {
      while (end < text_.size() && IsNamePart(text_[end])) ++end;
    }
    return text_.substr(at_, end - at_);
  }

  auto Take() -> std::string_view {
    const std::string_view symbol = Next();
    at_ += symbol.size();
    return symbol;
  }

  auto Accept(std::string_view mark) -> bool {
    if (Next() != mark) return false;
    Take();
    return true;
  }

  void Expect(std::string_view mark) {
    if (!Accept(mark)) Fail();
  }

  [[noreturn]] void Fail() const { throw std::runtime_error("no EBNF: " + std::string(text_.substr(at_, 40))); }

  auto Add(Node::Kind kind, std::string_view text, std::vector<NodeId> parts = {}) -> NodeId {
    grammar_.nodes.push_back({kind, std::string(text), std::move(parts)});
    return grammar_.nodes.size() - 1;
  }

  // name = choice ;
  void ReadRule() {
    const std::string name(Take());
    Expect("=");
    const NodeId body = ReadChoice();
    Expect(";");
    if (grammar_.rules.empty()) grammar_.start = body;
    if (!grammar_.rules.emplace(name, body).second) throw std::runtime_error("two rules " + name);
  }

  auto ReadChoice() -> NodeId {
    std::vector<NodeId> choices = {ReadSequence()};
    while (Accept("|")) choices.push_back(ReadSequence());
    return choices.size() == 1 ? choices[0] : Add(Node::Kind::kChoice, {}, std::move(choices));
  }

  auto ReadSequence() -> NodeId {
    std::vector<NodeId> parts;
    while (true) {
      const std::string_view next = Next();
      if (next.empty() || next == "|" || next == ";" || next == ")" || next == "]" || next == "}") break;
      parts.push_back(ReadPart());
    }
    return parts.size() == 1 ? parts[0] : Add(Node::Kind::kSequence, {}, std::move(parts));
  }

  auto ReadPart() -> NodeId {
    const std::string_view symbol = Take();
    switch (symbol[0]) {
      case '(':
        return ReadGroup(")", std::nullopt);
      case '[':
        return ReadGroup("]", Node::Kind::kOption);
      case '{':
        return ReadGroup("}", Node::Kind::kRepeat);
      case '"':
        return Add(Node::Kind::kText, symbol.substr(1, symbol.size() - 2));
      case '?':
        return Add(Node::Kind::kCondition, symbol.substr(2, symbol.size() - 4));
      default:
        if (!IsNamePart(symbol[0])) Fail();
        return Add(Node::Kind::kRule, symbol);
    }
  }

  auto ReadGroup(std::string_view close, std::optional<Node::Kind> kind) -> NodeId {
    const NodeId inner = ReadChoice();
    Expect(close);
    return kind ? Add(*kind, {}, {inner}) : inner;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Grammar grammar_;
};

}  // namespace

auto ReadGrammar(std::string_view document, std::string_view name) -> Grammar {
  return Reader(FindBlock(document, name)).Read();
}

}  // namespace bytelogic::grammar_test
