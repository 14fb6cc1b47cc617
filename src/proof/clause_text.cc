#include "proof/clause_text.h"

#include "syntax/bytelogic/lexer.h"

namespace bytelogic::proof {

auto WrittenText(std::string_view source, SourceRange range) -> std::string { return ReadText(source, range, {}); }

auto ReadText(std::string_view source, SourceRange range, const Substitution& variables) -> std::string {
  const std::string_view text = TextOf(source, range);
  Diagnostics ignored;  // the text was accepted as a part of its program
  const syntax::TokenList list = syntax::Lex(text, ignored);
  std::string result;
  std::uint32_t end = 0;
  for (const syntax::Token& token : list.tokens) {
    if (token.kind == syntax::TokenKind::kEnd) break;
    if (!result.empty() && token.range.offset > end) result += ' ';
    end = token.range.end();
    const std::string_view word = TextOf(text, token.range);
    const auto at = variables.find(word);
    if (at != variables.end()) {
      result += at->second;
    } else {
      result += word;
    }
  }
  return result;
}

}  // namespace bytelogic::proof
