#include "recogniser.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <stdexcept>

namespace bytelogic::grammar_test {
namespace {

void Merge(std::vector<std::size_t>& into, const std::vector<std::size_t>& more) {
  into.insert(into.end(), more.begin(), more.end());
  std::ranges::sort(into);
  into.erase(std::ranges::unique(into).begin(), into.end());
}

}  // namespace

auto Recogniser::Accepts(std::string_view source) -> bool {
  std::optional<Text> text = language_.Split(source);
  if (!text) return false;
  text_ = *std::move(text);
  known_.clear();
  return std::ranges::binary_search(Ends(grammar_.start, 0), text_.words.size());
}

auto Recogniser::Ends(NodeId id, std::size_t at) -> Places {
  const Node& node = grammar_[id];
  switch (node.kind) {
    case Node::Kind::kSequence:
      return EndsOfSequence(node, at);
    case Node::Kind::kChoice: {
      Places ends;
      for (const NodeId part : node.parts) Merge(ends, Ends(part, at));
      return ends;
    }
    case Node::Kind::kRepeat:
      return EndsOfRepeat(node, at);
    case Node::Kind::kOption: {
      Places ends = {at};
      Merge(ends, Ends(node.parts[0], at));
      return ends;
    }
    case Node::Kind::kRule:
      return EndsOfRule(node, at);
    case Node::Kind::kText:
      return language_.IsText(text_, at, node.text) ? Places{at + 1} : Places{};
    case Node::Kind::kClass: {
      const std::size_t count = language_.ConsumeClass(text_, at, node.text);
      return count > 0 ? Places{at + count} : Places{};
    }
    case Node::Kind::kCondition:
      return language_.Holds(text_, at, node.text) ? Places{at} : Places{};
  }
  return {};
}

auto Recogniser::EndsOfSequence(const Node& node, std::size_t at) -> Places {
  Places ends = {at};
  for (const NodeId part : node.parts) {
    Places next;
    for (const std::size_t end : ends) Merge(next, Ends(part, end));
    ends = std::move(next);
  }
  return ends;
}

auto Recogniser::EndsOfRepeat(const Node& node, std::size_t at) -> Places {
  Places ends;
  Places fresh = {at};
  while (!fresh.empty()) {
    Merge(ends, fresh);
    Places next;
    for (const std::size_t end : fresh) Merge(next, Ends(node.parts[0], end));
    fresh.clear();
    std::ranges::set_difference(next, ends, std::back_inserter(fresh));
  }
  return ends;
}

auto Recogniser::EndsOfRule(const Node& node, std::size_t at) -> Places {
  const NodeId body = grammar_.rules.at(node.text);
  const std::pair key(body, at);
  if (const auto found = known_.find(key); found != known_.end()) return found->second;
  bool& is_open = open_[key];
  if (is_open) throw std::runtime_error("left recursion in " + node.text);
  is_open = true;
  Places ends = Ends(body, at);
  open_.erase(key);
  return known_.emplace(key, std::move(ends)).first->second;
}

}  // namespace bytelogic::grammar_test
