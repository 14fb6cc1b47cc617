#include "grammar.h"

#include <algorithm>

#include "base/check.h"

namespace bytelogic::hostile {

auto Grammar::Find(std::string_view category) const -> const Category& {
  const auto found = std::ranges::find(categories, category, &Category::name);
  BL_CHECK(found != categories.end());
  return *found;
}

auto AllGrammars() -> std::vector<Grammar> { return {ByteLogicGrammar(), PrologGrammar(), SouffleGrammar()}; }

auto SplitText(std::string_view text) -> std::vector<Piece> {
  std::vector<Piece> pieces;
  bool is_hole = false;
  for (;;) {
    const std::size_t end = text.find('`');
    const std::string_view part = text.substr(0, end);
    if (is_hole || !part.empty()) pieces.push_back({is_hole, std::string(part)});
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
    is_hole = !is_hole;
  }
  BL_CHECK(!is_hole);
  return pieces;
}

auto HolesOf(const Production& production) -> std::vector<std::string> {
  std::vector<std::string> holes;
  for (const Piece& piece : SplitText(production.text)) {
    if (!piece.is_hole || piece.text.starts_with('#')) continue;
    if (std::ranges::find(holes, piece.text) == holes.end()) holes.push_back(piece.text);
  }
  return holes;
}

auto IsOf(const Production& production, std::string_view category) -> bool {
  std::string_view rest = production.categories;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    if (rest.substr(0, end) == category) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

auto MainCategory(const Production& production) -> std::string {
  return production.categories.substr(0, production.categories.find(' '));
}

auto HasNumber(const Production& production) -> bool { return production.text.find("`#") != std::string::npos; }

}  // namespace bytelogic::hostile
