#include "wasm/instruction.h"

#include <array>

namespace bytelogic::wasm {
namespace {

struct OpcodeInfo {
  std::string_view name;  // empty: no such instruction
  Immediate immediate = Immediate::kNone;
  std::uint8_t alignment = 0;
};

constexpr std::uint32_t kPrefix = 0xFC;
constexpr std::uint32_t kPrefixed = 0xFC00;
constexpr std::size_t kPrefixedCount = 32;

// By opcode; those behind the prefix after the 256 others.
constexpr auto MakeTable() -> std::array<OpcodeInfo, 256 + kPrefixedCount> {
  std::array<OpcodeInfo, 256 + kPrefixedCount> table{};
#define OPCODE(code, name, immediate, alignment) \
  table[(code) < kPrefixed ? (code) : 256 + (code)-kPrefixed] = {name, Immediate::immediate, alignment};
#include "wasm/opcode.def"
#undef OPCODE
  return table;
}

constexpr auto kTable = MakeTable();

auto ReadValueType(ByteReader& reader) -> ValueType {
  const std::uint8_t byte = reader.Byte();
  if (!IsValueType(byte)) reader.Fail();
  return static_cast<ValueType>(byte);
}

void ReadImmediate(ByteReader& reader, Instruction& instruction) {
  switch (instruction.immediate) {
    case Immediate::kNone:
      return;
    case Immediate::kBlockType:
      instruction.block_type = reader.S33();
      return;
    case Immediate::kLabel:
    case Immediate::kFunction:
    case Immediate::kLocal:
    case Immediate::kGlobal:
    case Immediate::kTable:
    case Immediate::kMemory:
    case Immediate::kData:
    case Immediate::kElement:
      instruction.index = reader.U32();
      return;
    case Immediate::kIndirect:
    case Immediate::kDataMemory:
    case Immediate::kTwoMemories:
    case Immediate::kElementTable:
    case Immediate::kTwoTables:
      instruction.index = reader.U32();
      instruction.second = reader.U32();
      return;
    case Immediate::kLabels: {
      const std::uint32_t count = reader.Count();
      for (std::uint32_t i = 0; i < count; ++i) instruction.labels.push_back(reader.U32());
      instruction.index = reader.U32();
      return;
    }
    case Immediate::kMemoryAccess:
      instruction.index = reader.U32();
      instruction.offset = reader.U32();
      if (instruction.index > instruction.natural_alignment) reader.Fail();
      return;
    case Immediate::kI32:
      instruction.value = reader.S32();
      return;
    case Immediate::kI64:
      instruction.value = reader.S64();
      return;
    case Immediate::kF32:
      instruction.bits = reader.F32Bits();
      return;
    case Immediate::kF64:
      instruction.bits = reader.F64Bits();
      return;
    case Immediate::kTypes: {
      const std::uint32_t count = reader.Count();
      for (std::uint32_t i = 0; i < count; ++i) instruction.types.push_back(ReadValueType(reader));
      return;
    }
    case Immediate::kRefType:
      instruction.type = ReadValueType(reader);
      return;
  }
}

}  // namespace

auto IsValueType(std::uint8_t byte) -> bool {
  switch (static_cast<ValueType>(byte)) {
    case ValueType::kI32:
    case ValueType::kI64:
    case ValueType::kF32:
    case ValueType::kF64:
    case ValueType::kV128:
    case ValueType::kFuncRef:
    case ValueType::kExternRef:
      return true;
  }
  return false;
}

auto ReadInstruction(ByteReader& reader, Instruction& instruction) -> bool {
  instruction.labels.clear();
  instruction.types.clear();
  instruction.opcode = reader.Byte();
  std::size_t index = instruction.opcode;
  if (instruction.opcode == kPrefix) {
    const std::uint32_t second = reader.U32();
    if (second >= kPrefixedCount) reader.Fail();
    instruction.opcode = kPrefixed + second;
    index = 256 + second;
  }
  if (!reader.ok() || kTable[index].name.empty()) {
    reader.Fail();
    return false;
  }
  instruction.name = kTable[index].name;
  instruction.immediate = kTable[index].immediate;
  instruction.natural_alignment = kTable[index].alignment;
  ReadImmediate(reader, instruction);
  return reader.ok();
}

auto ReadConstantExpression(ByteReader& reader) -> Bytes {
  const std::size_t start = reader.position();
  Instruction instruction;
  while (ReadInstruction(reader, instruction)) {
    if (instruction.opcode == kOpcodeEnd) return reader.Since(start);
    if (instruction.immediate == Immediate::kBlockType) reader.Fail();
  }
  return {};
}

}  // namespace bytelogic::wasm
