#include "growth.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <span>

#include "base/check.h"

namespace bytelogic::hostile {
namespace {

constexpr std::size_t kNearLength = 24;

// Letters for a number, in words of one length that differ in a few places.
auto NearWord(std::size_t number) -> std::string {
  std::string word(kNearLength, 'a');
  for (std::size_t at = kNearLength; number > 0 && at > 0; number /= 26) word[--at] += static_cast<char>(number % 26);
  return word;
}

class Grower {
 public:
  Grower(const Grammar& grammar, std::span<const Layer> layers) : grammar_(grammar), layers_(layers) {}

  auto Text(std::size_t layer, std::size_t size) -> std::string {
    const Layer& at = layers_[layer];
    if (at.numbering != Numbering::kFalling) return Repeat(layer, size, 0);
    // How many there are must be known before the first is written.
    count_ = 0;
    Repeat(layer, size, 0);
    return Repeat(layer, size, count_);
  }

 private:
  // `last`: the number to fall from; 0: rising.
  auto Repeat(std::size_t layer, std::size_t size, std::size_t last) -> std::string {
    const Layer& at = layers_[layer];
    const std::string& separator = grammar_.Find(CategoryOf(layer)).separator;
    std::size_t inner_size = size;
    if (!at.once && at.depth != kAsDeepAsFits) {
      // With an exponent of a half there are as many within as there are without.
      const double smallest = static_cast<double>(One(layer, 1, 0).size() + separator.size());
      inner_size =
          static_cast<std::size_t>(std::pow(static_cast<double>(size), at.share) * std::pow(smallest, 1 - at.share));
    }
    std::string text;
    std::size_t number = 0;
    for (;;) {
      const std::size_t shown = last > 0 ? last - number : number + 1;
      const std::string one = One(layer, shown, inner_size);
      if (!text.empty() && text.size() + separator.size() + one.size() > size) break;
      if (!text.empty()) text += separator;
      text += one;
      if (++number == last || at.once || at.depth == kAsDeepAsFits || text.size() >= size) break;
    }
    count_ = number;
    return text;
  }

  // What the layer stands for.
  [[nodiscard]] auto CategoryOf(std::size_t layer) const -> std::string {
    return layer == 0 ? MainCategory(*layers_[0].production) : layers_[layer - 1].hole;
  }

  // The production once, in itself as deep as it is to be; `size`: for it and what stands within.
  auto One(std::size_t layer, std::size_t number, std::size_t size) -> std::string {
    const Layer& at = layers_[layer];
    std::string before;
    std::vector<std::string> after;
    std::size_t length = 0;
    const std::size_t inner_size = at.depth == 1 ? size : size / 2;
    for (std::size_t depth = 0;; ++depth) {
      auto [left, right] = Sides(at, number + depth);
      length += left.size() + right.size();
      if (depth > 0 && at.depth == kAsDeepAsFits && length > (layer + 1 < layers_.size() ? size / 2 : size)) break;
      before += left;
      after.push_back(std::move(right));
      if (depth + 1 == at.depth || at.hole.empty()) break;
    }
    std::string text = std::move(before);
    if (!at.hole.empty()) {
      text += layer + 1 < layers_.size() ? Text(layer + 1, inner_size) : grammar_.Find(at.hole).simplest;
    }
    for (auto side = after.rbegin(); side != after.rend(); ++side) text += *side;
    return text;
  }

  // What stands before the first hole that is grown in, and behind it.
  auto Sides(const Layer& layer, std::size_t number) -> std::pair<std::string, std::string> {
    std::pair<std::string, std::string> sides;
    bool found = false;
    for (const Piece& piece : SplitText(layer.production->text)) {
      std::string& side = found ? sides.second : sides.first;
      if (!piece.is_hole) {
        side += piece.text;
      } else if (piece.text == "#" || piece.text == "#-1") {
        side += Number(layer, piece.text == "#" ? number : number - 1);
      } else if (!found && piece.text == layer.hole) {
        found = true;
      } else {
        side += grammar_.Find(piece.text).simplest;
      }
    }
    return sides;
  }

  auto Number(const Layer& layer, std::size_t number) const -> std::string {
    switch (layer.numbering) {
      case Numbering::kSame:
        return "1";
      case Numbering::kNear:
        return number == 0 ? "0" : NearWord(number);
      case Numbering::kLong:
        return number == 0 ? "0" : std::string(20'000, '1') + std::to_string(number);
      case Numbering::kRising:
      case Numbering::kFalling:
        break;
    }
    return std::to_string(number);
  }

  const Grammar& grammar_;
  std::span<const Layer> layers_;
  std::size_t count_ = 0;
};

auto IsWordLetter(char c) -> bool { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$'; }

// Words, runs of white space, and single marks.
auto SplitWords(std::string_view text) -> std::vector<std::string_view> {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at + 1;
    const bool is_space = std::isspace(static_cast<unsigned char>(text[at])) != 0;
    while (end < text.size() && ((IsWordLetter(text[at]) && IsWordLetter(text[end])) ||
                                 (is_space && std::isspace(static_cast<unsigned char>(text[end])) != 0))) {
      ++end;
    }
    words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

auto DamagedWord(std::string_view word, Damage damage) -> std::string {
  const bool is_space = std::isspace(static_cast<unsigned char>(word[0])) != 0;
  switch (damage) {
    case Damage::kNoClosers:
      return word == ")" || word == "}" || word == "]" || word == "END" || word == "*" ? "" : std::string(word);
    case Damage::kDouble:
      return is_space ? std::string(word) : std::string(word) + " " + std::string(word);
    case Damage::kMisspell:
      return word.size() < 4 || !IsWordLetter(word[0]) ? std::string(word)
                                                       : std::string(word.substr(0, 1)) + std::string(word.substr(2));
    case Damage::kOneLine:
      return is_space ? " " : std::string(word);
    case Damage::kManyLines:
      return is_space ? "\n" : std::string(word);
    case Damage::kNoCommas:
      return word == "," ? " " : std::string(word);
    case Damage::kUnbind:
      if (word[0] == '$') return std::string(word) + "_";
      return std::isupper(static_cast<unsigned char>(word[0])) != 0 && word.size() < 4 ? std::string(word) + "_"
                                                                                       : std::string(word);
    case Damage::kCut:
    case Damage::kSwap:
      break;
  }
  return std::string(word);
}

}  // namespace

auto GrowPart(const Grammar& grammar, const std::vector<Layer>& layers, std::size_t size) -> std::string {
  return Grower(grammar, layers).Text(0, size);
}

auto PutIntoProgram(const Grammar& grammar, const std::string& category, const std::string& part) -> std::string {
  std::string program = grammar.prologue;
  for (const Piece& piece : SplitText(grammar.Find(category).program)) program += piece.is_hole ? part : piece.text;
  return program;
}

auto Grow(const Grammar& grammar, const std::vector<Layer>& layers, std::size_t size) -> std::string {
  BL_CHECK(!layers.empty());
  const std::string category = MainCategory(*layers[0].production);
  const std::size_t around = PutIntoProgram(grammar, category, "").size();
  const std::string part = GrowPart(grammar, layers, size - std::min(size, around));
  return PutIntoProgram(grammar, category, part);
}

auto NameOf(Damage damage) -> std::string {
  switch (damage) {
    case Damage::kCut:
      return "cut";
    case Damage::kNoClosers:
      return "no-closers";
    case Damage::kDouble:
      return "double";
    case Damage::kMisspell:
      return "misspell";
    case Damage::kOneLine:
      return "one-line";
    case Damage::kManyLines:
      return "many-lines";
    case Damage::kSwap:
      return "swap";
    case Damage::kNoCommas:
      return "no-commas";
    case Damage::kUnbind:
      return "unbind";
  }
  return {};
}

auto Damaged(std::string_view text, Damage damage) -> std::string {
  if (damage == Damage::kCut) return std::string(text.substr(0, text.size() / 2 + 1));
  std::vector<std::string_view> words = SplitWords(text);
  if (damage == Damage::kSwap) {
    std::erase_if(words, [](std::string_view word) { return word.find_first_not_of(' ') == std::string_view::npos; });
    for (std::size_t at = 0; at + 1 < words.size(); at += 2) std::swap(words[at], words[at + 1]);
  }
  std::string damaged;
  for (const std::string_view word : words) {
    damaged += DamagedWord(word, damage);
    if (damage == Damage::kSwap) damaged += ' ';
  }
  return damaged;
}

}  // namespace bytelogic::hostile
