#include <string>
#include <string_view>

#include "base/invisible.h"
#include "base/utf8.h"
#include "bytelogic/result.h"
#include "result/result_text.h"

namespace bytelogic {
namespace {

// Of the message of a failed result, before escaping. Some 300 bytes: a model has to read it.
constexpr std::size_t kMaxMessage = 300;

// What may stand between two tags on one line: no markup, no control characters, no line ends (U+0085, U+2028 and
// U+2029 are such too), nothing that is not seen. In outputs only the newline between two of them stays.
void AppendEscaped(std::string_view text, bool keep_newlines, std::string& out) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = DecodeUtf8(text, at);
    const std::uint32_t c = point.value;
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '\n' && keep_newlines) {
      out += '\n';
    } else if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029) {
      out += ' ';
    } else if (IsInvisible(c)) {
      char escape[kMaxEscape];
      out.append(escape, WriteEscape(escape, c));
    } else if (c == kReplacementCharacter) {
      out += "\xEF\xBF\xBD";  // also in the place of a byte that is no UTF-8
    } else {
      out += text.substr(at, point.length);
    }
    at += point.length;
  }
}

auto Shortened(std::string text) -> std::string {
  if (text.size() <= kMaxMessage) return text;
  std::size_t end = kMaxMessage - 3;
  while (end > 0 && IsUtf8Continuation(text[end])) --end;
  text.resize(end);
  return text + "...";
}

}  // namespace

auto ResultToken(const Result& result) -> std::string {
  std::string token;
  if (result.success) {
    token = "<result>";
    AppendEscaped(result.Text(), true, token);
    return token + "</result>";
  }
  const Diagnostic* error = result::FirstError(result);
  if (error == nullptr) return "<result error=\"\"></result>";
  token = "<result error=\"";
  AppendEscaped(error->code, false, token);
  token += "\">";
  std::string message;
  if (error->line != 0) message = std::to_string(error->line) + ":" + std::to_string(error->column) + " ";
  message += error->message;
  if (!error->help.empty()) message += "; " + error->help;
  AppendEscaped(Shortened(std::move(message)), false, token);
  return token + "</result>";
}

}  // namespace bytelogic
