#include "wasm/names.h"

#include <string_view>
#include <unordered_set>

#include "wasm/byte_reader.h"

namespace bytelogic::wasm {
namespace {

// Characters that may stand in an identifier of the text format, in any letter case.
auto IsIdentifierCharacter(char c) -> bool {
  if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return true;
  return std::string_view("!#$%&'*+-./:<=>?@\\^_`|~").find(c) != std::string_view::npos;
}

auto Identifier(std::string_view name) -> std::string {
  std::string identifier = "$";
  for (const char c : name) identifier += IsIdentifierCharacter(c) ? c : '_';
  return identifier;
}

}  // namespace

auto FunctionNames(const Module& module) -> std::vector<std::string> {
  constexpr std::uint8_t kFunctionNames = 1;
  std::vector<std::string> names(module.functions.size());
  const CustomSection* section = module.FindCustom("name");
  if (section == nullptr) return names;
  std::unordered_set<std::string> seen;
  ByteReader reader(section->bytes);
  while (reader.ok() && !reader.at_end()) {
    const std::uint8_t id = reader.Byte();
    ByteReader part(reader.Take(reader.U32()));
    if (id != kFunctionNames) continue;
    for (std::uint32_t i = part.Count(); i > 0 && part.ok(); --i) {
      const std::uint32_t index = part.U32();
      std::string identifier = Identifier(part.Name());
      if (!part.ok() || index >= names.size() || identifier.size() == 1) continue;
      if (!seen.insert(identifier).second) {
        identifier += "." + std::to_string(index);
        if (!seen.insert(identifier).second) continue;
      }
      names[index] = std::move(identifier);
    }
  }
  return names;
}

}  // namespace bytelogic::wasm
