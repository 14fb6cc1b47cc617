#include "bytelogic/value.h"

#include <cstring>

#include "base/number_text.h"
#include "base/symbol_text.h"
#include "result/value_text.h"

namespace bytelogic {
namespace result {

void AppendText(const Value& value, std::string& out) {
  char buffer[kMaxNumberText];
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    out.append(buffer, WriteInt(buffer, *number));
  } else if (const auto* real = std::get_if<double>(&value)) {
    out.append(buffer, WriteFloat(buffer, *real));
  } else {
    const auto& symbol = std::get<std::string>(value);
    if (IsPlainAtom(symbol)) {
      out += symbol;
      return;
    }
    const std::size_t before = out.size();
    out.resize(before + QuotedSymbolSize(symbol));
    WriteQuotedSymbol(out.data() + before, symbol);
  }
}

}  // namespace result

auto ToText(const Value& value) -> std::string {
  std::string text;
  result::AppendText(value, text);
  return text;
}

}  // namespace bytelogic
