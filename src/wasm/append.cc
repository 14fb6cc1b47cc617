#include "wasm/append.h"

#include <algorithm>
#include <utility>

#include "wasm/byte_writer.h"
#include "wasm/instruction.h"

namespace bytelogic::wasm {
namespace {

constexpr std::uint8_t kI32Const = 0x41;
constexpr std::uint8_t kCall = 0x10;

void WriteI32Const(ByteWriter& out, std::uint32_t value) {
  out.Byte(kI32Const);
  out.S64(static_cast<std::int32_t>(value));
}

auto TypeIndex(Module& module, const FunctionType& type) -> std::uint32_t {
  const auto found = std::find(module.types.begin(), module.types.end(), type);
  const auto index = static_cast<std::uint32_t>(found - module.types.begin());
  if (found == module.types.end()) module.types.push_back(type);
  return index;
}

}  // namespace

void AppendData(Module& module, std::uint32_t address, std::vector<std::uint8_t> bytes) {
  const std::uint64_t end = std::uint64_t{address} + bytes.size();
  ByteWriter offset;
  WriteI32Const(offset, address);
  offset.Byte(kOpcodeEnd);
  Data& data = module.data.emplace_back();
  data.offset = module.Own(offset.Take());
  data.bytes = module.Own(std::move(bytes));
  SizeRange& memory = module.memories.front();
  memory.minimum = std::max(memory.minimum, static_cast<std::uint32_t>((end + kPageSize - 1) / kPageSize));
  if (memory.maximum) memory.maximum = std::max(*memory.maximum, memory.minimum);
}

void LimitMemory(Module& module, std::uint64_t bytes) {
  constexpr std::uint64_t kMaxPages = 65'536;
  SizeRange& memory = module.memories.front();
  const std::uint64_t pages = std::min((bytes + kPageSize - 1) / kPageSize, kMaxPages);
  memory.maximum = std::max(memory.minimum, static_cast<std::uint32_t>(pages));
}

auto AppendCall(Module& module, std::string_view name, std::string_view callee,
                std::span<const std::uint32_t> arguments) -> bool {
  const Export* target = module.FindExport(callee);
  if (target == nullptr || target->kind != ExternKind::kFunction) return false;
  const FunctionType expected{std::vector<ValueType>(arguments.size(), ValueType::kI32), {ValueType::kI32}};
  if (!(module.types[module.functions[target->index]] == expected)) return false;
  ByteWriter code;
  for (const std::uint32_t argument : arguments) WriteI32Const(code, argument);
  code.Byte(kCall);
  code.U32(target->index);
  code.Byte(kOpcodeEnd);
  const std::uint32_t type = TypeIndex(module, {{}, {ValueType::kI32}});
  const auto index = static_cast<std::uint32_t>(module.functions.size());
  module.functions.push_back(type);
  module.bodies.push_back({{}, module.Own(code.Take())});
  module.exports.push_back({name, ExternKind::kFunction, index});
  return true;
}

void SetCustomSection(Module& module, std::string_view name, std::vector<std::uint8_t> bytes) {
  std::erase_if(module.customs, [name](const CustomSection& section) { return section.name == name; });
  module.customs.push_back({name, module.Own(std::move(bytes))});
}

}  // namespace bytelogic::wasm
