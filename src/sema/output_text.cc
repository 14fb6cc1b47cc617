#include "sema/output_text.h"

#include <algorithm>

namespace bytelogic::sema {
namespace {

auto IsSpace(char c) -> bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }

// Where the string that opens at `offset` ends.
auto EndOfString(std::string_view source, std::size_t offset) -> std::size_t {
  for (std::size_t index = offset + 1; index < source.size(); ++index) {
    if (source[index] == '\\') {
      ++index;
    } else if (source[index] == '"') {
      return index + 1;
    }
  }
  return source.size();
}

// True where nothing is to be changed: words with single spaces between them.
auto IsOneLine(std::string_view text) -> bool {
  bool space = true;  // so that none may stand at the beginning
  for (const char c : text) {
    if (IsSpace(c) && (space || c != ' ')) return false;
    space = c == ' ';
  }
  return !space;
}

}  // namespace

auto OutputText(const syntax::Ast& ast, SourceRange range) -> std::string {
  const std::string_view source = TextOf(ast.source, range);
  if (IsOneLine(source) && ast.comments.empty()) return std::string(source);
  std::string text;
  text.reserve(range.length);
  auto comment = std::ranges::lower_bound(ast.comments, range.offset, {},
                                          [](const syntax::Comment& each) { return each.range.offset; });
  bool space = false;
  for (std::size_t offset = range.offset; offset < range.end();) {
    while (comment != ast.comments.end() && comment->range.offset < offset) ++comment;
    if (comment != ast.comments.end() && comment->range.offset == offset) {
      offset = comment->range.end();
      space = true;
      continue;
    }
    const char c = ast.source[offset];
    if (IsSpace(c)) {
      space = true;
      ++offset;
      continue;
    }
    if (space && !text.empty()) text += ' ';
    space = false;
    const std::size_t end = c == '"' ? std::min<std::size_t>(EndOfString(ast.source, offset), range.end()) : offset + 1;
    text.append(ast.source.substr(offset, end - offset));
    offset = end;
  }
  return text;
}

}  // namespace bytelogic::sema
