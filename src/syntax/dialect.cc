#include "syntax/dialect.h"

#include <algorithm>

#include "base/keyword.h"
#include "base/symbol_text.h"
#include "syntax/bytelogic/parser.h"
#include "syntax/datalog/parser.h"

namespace bytelogic::syntax {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

auto IsSpace(char c) -> bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }

// Past white space and the comments of either dialect; a line that begins with `#` is a comment or the preprocessor's.
auto SkipToToken(std::string_view source, std::size_t at) -> std::size_t {
  while (at < source.size()) {
    const std::string_view rest = source.substr(at);
    if (IsSpace(rest[0])) {
      ++at;
    } else if (rest[0] == ';' || rest[0] == '#' || rest[0] == '%' || rest.starts_with("//")) {
      at = std::min(source.find_first_of("\r\n", at), source.size());
    } else if (rest.starts_with("/*")) {
      const std::size_t end = source.find("*/", at + 2);
      at = end == std::string_view::npos ? source.size() : end + 2;
    } else {
      break;
    }
  }
  return at;
}

}  // namespace

auto DetectDialect(std::string_view source) -> Dialect {
  const std::size_t begin = SkipToToken(source, source.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0);
  const std::string_view rest = source.substr(begin);
  if (rest.starts_with("?-")) return Dialect::kDatalog;
  if (rest.starts_with(".")) return ScanName(rest, 1) > 1 ? Dialect::kDatalog : Dialect::kByteLogic;
  const std::size_t end = ScanName(rest, 0);
  if (end == 0 || IsUpperCaseKeyword(rest.substr(0, end))) return Dialect::kByteLogic;
  std::size_t next = end;
  while (next < rest.size() && IsSpace(rest[next])) ++next;
  const std::string_view after = rest.substr(next);
  const bool clause =
      after.starts_with("(") || after.starts_with(".") || after.starts_with(":-") || after.starts_with("<-");
  return clause ? Dialect::kDatalog : Dialect::kByteLogic;
}

auto Parse(std::string_view source, Dialect dialect, Diagnostics& diagnostics) -> Ast {
  if (dialect == Dialect::kAuto) dialect = DetectDialect(source);
  return dialect == Dialect::kDatalog ? datalog::ParseDatalog(source, diagnostics) : ParseProgram(source, diagnostics);
}

}  // namespace bytelogic::syntax
