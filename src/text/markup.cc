#include "text/markup.h"

#include <string_view>

#include "bytelogic/text.h"

namespace bytelogic::text {

// Both forms say the same, so this one is cut out of the other: `<result>ANSWER</result>` or
// `<result error="CODE">MESSAGE</result>`, where no `>` and no `"` stands in a code.
auto ArrowAnswer(const Result& result) -> std::string {
  constexpr std::string_view kClose = "</result>";
  const std::string token = ResultToken(result);
  const std::size_t content = token.find('>') + 1;
  const std::string_view answer = std::string_view(token).substr(content, token.size() - content - kClose.size());
  if (result.success) return " → " + std::string(answer);
  const std::size_t code = token.find('"') + 1;
  return " → error " + token.substr(code, token.find('"', code) - code) + " " + std::string(answer);
}

}  // namespace bytelogic::text
