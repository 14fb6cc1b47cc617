#include "wasm/constant.h"

#include "wasm/instruction.h"

namespace bytelogic::wasm {

auto ConstantOf(Bytes expression) -> std::optional<std::int32_t> {
  ByteReader reader(expression);
  Instruction instruction;
  if (!ReadInstruction(reader, instruction) || instruction.immediate != Immediate::kI32) return std::nullopt;
  const auto value = static_cast<std::int32_t>(instruction.value);
  if (!ReadInstruction(reader, instruction) || instruction.opcode != kOpcodeEnd) return std::nullopt;
  return value;
}

auto ConstantOfExport(const Module& module, std::string_view name) -> std::optional<std::int32_t> {
  const Export* item = module.FindExport(name);
  if (item == nullptr || item->kind != ExternKind::kGlobal) return std::nullopt;
  const Global& global = module.globals[item->index];
  if (global.is_mutable || global.type != ValueType::kI32) return std::nullopt;
  return ConstantOf(global.value);
}

}  // namespace bytelogic::wasm
