#include "sentence.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace bytelogic::grammar_test {
namespace {

constexpr int kTooHigh = std::numeric_limits<int>::max() / 2;
constexpr int kMaxDepth = 24;  // of rules; beyond it the lowest alternatives are taken
constexpr int kMaxStatements = 6;

}  // namespace

auto TextOf(const Sentence& sentence) -> std::string {
  std::string text;
  for (const Piece& piece : sentence) text += piece.before + piece.text;
  return text + "\n";
}

SentenceWriter::SentenceWriter(const Grammar& grammar, Language& language, differential::Random& random)
    : grammar_(grammar), language_(language), random_(random), heights_(grammar.nodes.size(), kTooHigh) {
  ComputeHeights();
}

auto SentenceWriter::Write() -> Sentence {
  sentence_.clear();
  layout_ = Layout::kFree;
  if (std::string beginning = language_.Begin(random_); !beginning.empty()) {
    sentence_.push_back({"", std::move(beginning)});
  }
  WriteNode(grammar_.start, 0);
  return std::move(sentence_);
}

void SentenceWriter::ComputeHeights() {
  for (bool changed = true; changed;) {
    changed = false;
    for (NodeId id = 0; id < grammar_.nodes.size(); ++id) {
      const int height = HeightOf(grammar_[id]);
      changed = changed || height < heights_[id];
      heights_[id] = height;
    }
  }
}

auto SentenceWriter::HeightOf(const Node& node) const -> int {
  int highest = 0;
  int lowest = kTooHigh;
  for (const NodeId part : node.parts) {
    highest = std::max(highest, heights_[part]);
    lowest = std::min(lowest, heights_[part]);
  }
  switch (node.kind) {
    case Node::Kind::kSequence:
      return highest;
    case Node::Kind::kChoice:
      return lowest;
    case Node::Kind::kRule:
      return std::min(kTooHigh, heights_[grammar_.rules.at(node.text)] + 1);
    default:
      return 0;
  }
}

void SentenceWriter::WriteNode(NodeId id, int depth) {
  const Node& node = grammar_[id];
  switch (node.kind) {
    case Node::Kind::kSequence:
      for (const NodeId part : node.parts) WriteNode(part, depth);
      return;
    case Node::Kind::kChoice:
      return WriteChoice(node, depth);
    case Node::Kind::kRepeat:
      return WriteRepeat(node, depth);
    case Node::Kind::kOption:
      if (depth < kMaxDepth && random_.Percent(40)) WriteNode(node.parts[0], depth);
      return;
    case Node::Kind::kRule:
      return WriteNode(grammar_.rules.at(node.text), depth + 1);
    case Node::Kind::kText:
      return Add(language_.ExampleOfText(node.text, random_));
    case Node::Kind::kClass:
      return Add(language_.ExampleOfClass(node.text, random_));
    case Node::Kind::kCondition:
      if (node.text == "same line") layout_ = Layout::kSameLine;
      // The other words of the list have ended; a keyword in upper case would do, too.
      if (node.text == "new line" || (node.text == "end of arguments" && random_.Percent(70))) {
        layout_ = Layout::kNewLine;
      }
      return;
  }
}

void SentenceWriter::WriteChoice(const Node& node, int depth) {
  std::vector<NodeId> choices = node.parts;
  if (depth >= kMaxDepth) {
    int lowest = kTooHigh;
    for (const NodeId part : choices) lowest = std::min(lowest, heights_[part]);
    std::erase_if(choices, [&](NodeId part) { return heights_[part] > lowest; });
  }
  WriteNode(random_.Pick(choices), depth);
}

void SentenceWriter::WriteRepeat(const Node& node, int depth) {
  if (depth >= kMaxDepth) return;
  if (depth == 0) {
    for (int count = random_.Between(1, kMaxStatements); count > 0; --count) {
      if (random_.Percent(60)) layout_ = Layout::kNewLine;
      WriteNode(node.parts[0], depth);
    }
    return;
  }
  // Operators stand deep in the grammar: elsewhere expressions would never end.
  while (random_.Percent(depth < 6 ? 45 : 15)) WriteNode(node.parts[0], depth);
}

void SentenceWriter::Add(std::string text) {
  const Layout layout = std::exchange(layout_, Layout::kFree);
  std::string before = " ";
  // `)` and `,` end a list of arguments where they stand; on a new line they end it as well.
  if (layout == Layout::kNewLine || (layout == Layout::kFree && random_.Percent(8))) before = "\n";
  if (sentence_.empty()) before.clear();
  sentence_.push_back({std::move(before), std::move(text)});
}

auto MutateOneWord(Sentence sentence, const Grammar& grammar, const Language& language, differential::Random& random)
    -> Sentence {
  if (sentence.empty()) return sentence;
  const std::size_t at = random.Below(sentence.size());
  switch (random.Below(4)) {
    case 0:
      sentence.erase(sentence.begin() + static_cast<std::ptrdiff_t>(at));
      break;
    case 1: {
      Piece twice = sentence[at];
      if (twice.before.empty()) twice.before = " ";
      sentence.insert(sentence.begin() + static_cast<std::ptrdiff_t>(at + 1), std::move(twice));
      break;
    }
    case 2:
      if (at + 1 < sentence.size()) std::swap(sentence[at].text, sentence[at + 1].text);
      break;
    default:
      while (true) {
        const Node& node = grammar[random.Below(grammar.nodes.size())];
        if (node.kind != Node::Kind::kText && node.kind != Node::Kind::kClass) continue;
        sentence[at].text = node.kind == Node::Kind::kText ? language.ExampleOfText(node.text, random)
                                                           : language.ExampleOfClass(node.text, random);
        break;
      }
  }
  return sentence;
}

}  // namespace bytelogic::grammar_test
