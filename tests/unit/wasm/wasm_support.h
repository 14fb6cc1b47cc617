// wasm_support.h - modules put together from their bytes, and any instruction there is; for the tests of this folder.
//
//   const ByteVector bytes = ModuleOf({SectionOf(1, {0x00}), SectionOf(3, {0x00})});
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "wasm/byte_writer.h"
#include "wasm/instruction.h"

namespace bytelogic::wasm {

using ByteVector = std::vector<std::uint8_t>;

inline auto Text(std::string_view text) -> ByteVector { return {text.begin(), text.end()}; }

inline auto SectionOf(std::uint8_t id, const ByteVector& content) -> ByteVector {
  ByteWriter out;
  out.Byte(id);
  out.Block(content);
  return out.Take();
}

inline auto ModuleOf(std::initializer_list<ByteVector> sections) -> ByteVector {
  ByteVector bytes = {0, 'a', 's', 'm', 1, 0, 0, 0};
  for (const ByteVector& section : sections) bytes.insert(bytes.end(), section.begin(), section.end());
  return bytes;
}

struct Opcode {
  std::uint32_t code;
  std::string_view name;
  Immediate immediate;
  std::uint8_t alignment;
};

inline constexpr Opcode kOpcodes[] = {
#define OPCODE(code, name, immediate, alignment) {code, name, Immediate::immediate, alignment},
#include "wasm/opcode.def"
#undef OPCODE
};

// Ends a block, which not every instruction may follow.
inline auto IsBlockEnd(const Opcode& opcode) -> bool { return opcode.code == kOpcodeElse || opcode.code == kOpcodeEnd; }

// A number below the one it is given.
using Pick = std::function<std::uint64_t(std::uint64_t)>;

inline void WriteImmediate(ByteWriter& out, const Opcode& opcode, const Pick& pick) {
  constexpr std::uint64_t kAny = UINT64_MAX;
  constexpr std::uint8_t kBlockTypes[] = {0x40, 0x7F, 0x7E, 0x7D, 0x7C, 0x70, 0x6F, 0x00};  // the last: type 0
  constexpr std::uint8_t kTypes[] = {0x7F, 0x7E, 0x7D, 0x7C};
  const auto index = [&] { out.U32(static_cast<std::uint32_t>(pick(300))); };
  const auto little_endian = [&](std::uint64_t bits, int size) {
    for (int i = 0; i < size; ++i) out.Byte(static_cast<std::uint8_t>(bits >> (8 * i)));
  };
  switch (opcode.immediate) {
    case Immediate::kNone:
      return;
    case Immediate::kBlockType:
      return out.Byte(kBlockTypes[pick(std::size(kBlockTypes))]);
    case Immediate::kLabel:
    case Immediate::kFunction:
    case Immediate::kLocal:
    case Immediate::kGlobal:
    case Immediate::kData:
    case Immediate::kElement:
      return index();
    case Immediate::kTable:
    case Immediate::kMemory:
      return out.Byte(0);
    case Immediate::kTwoMemories:
    case Immediate::kTwoTables:
      out.Byte(0);
      return out.Byte(0);
    case Immediate::kIndirect:
      out.Byte(0);  // type 0, which there always is
      return out.Byte(0);
    case Immediate::kDataMemory:
    case Immediate::kElementTable:
      index();
      return out.Byte(0);
    case Immediate::kLabels: {
      const std::uint64_t count = pick(4);
      out.U32(static_cast<std::uint32_t>(count));
      for (std::uint64_t i = 0; i <= count; ++i) index();
      return;
    }
    case Immediate::kMemoryAccess:
      out.U32(static_cast<std::uint32_t>(pick(opcode.alignment + 1U)));
      return out.U32(static_cast<std::uint32_t>(pick(std::uint64_t{1} << 32U)));
    case Immediate::kI32:
      return out.S64(static_cast<std::int32_t>(pick(kAny)));
    case Immediate::kI64:
      return out.S64(static_cast<std::int64_t>(pick(kAny)));
    case Immediate::kF32:
      return little_endian(pick(kAny), 4);
    case Immediate::kF64:
      return little_endian(pick(kAny), 8);
    case Immediate::kTypes:
      out.U32(1);
      return out.Byte(kTypes[pick(std::size(kTypes))]);
    case Immediate::kRefType:
      return out.Byte(pick(2) == 0 ? 0x70 : 0x6F);
  }
}

inline void WriteOpcode(ByteWriter& out, const Opcode& opcode) {
  if (opcode.code > 0xFF) {
    out.Byte(0xFC);
    out.U32(opcode.code & 0xFFU);
  } else {
    out.Byte(static_cast<std::uint8_t>(opcode.code));
  }
}

// Of a block, everything up to its end.
inline void WriteInstruction(ByteWriter& out, const Opcode& opcode, const Pick& pick) {
  constexpr std::uint8_t kNop = 0x01;
  WriteOpcode(out, opcode);
  WriteImmediate(out, opcode, pick);
  if (opcode.immediate != Immediate::kBlockType) return;
  out.Byte(kNop);
  if (opcode.code == kOpcodeIf) {
    out.Byte(kOpcodeElse);
    out.Byte(kNop);
  }
  out.Byte(kOpcodeEnd);
}

}  // namespace bytelogic::wasm
