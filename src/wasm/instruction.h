// instruction.h - one instruction at a time from the bytes of a body or constant expression.
//
//   ByteReader reader(body.code);
//   Instruction instruction;
//   while (!reader.at_end() && ReadInstruction(reader, instruction)) Print(instruction.name);
//
// Knows WebAssembly 2.0 without vectors (opcode.def). Used by the WAT printer and to find the end of constant
// expressions.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "wasm/byte_reader.h"

namespace bytelogic::wasm {

// What follows an opcode.
enum class Immediate : std::uint8_t {
  kNone,
  kBlockType,     // block_type
  kLabel,         // index
  kLabels,        // br_table: labels, then index: the default
  kFunction,      // index
  kIndirect,      // index: type; second: table
  kLocal,         // index
  kGlobal,        // index
  kTable,         // index
  kMemory,        // index
  kMemoryAccess,  // index: log2 of the alignment; offset
  kI32,           // value
  kI64,           // value
  kF32,           // bits
  kF64,           // bits
  kTypes,         // select: types
  kRefType,       // type
  kDataMemory,    // memory.init: index: data; second: memory
  kData,          // index
  kTwoMemories,   // memory.copy
  kElementTable,  // table.init: index: element; second: table
  kElement,       // index
  kTwoTables,     // table.copy: index, second
};

struct Instruction {
  std::string_view name;
  Immediate immediate = Immediate::kNone;
  std::uint32_t opcode = 0;            // 0xFC08 for one with a prefix
  std::uint8_t natural_alignment = 0;  // kMemoryAccess: log2 of the size
  std::uint32_t index = 0;
  std::uint32_t second = 0;
  std::uint32_t offset = 0;
  std::int64_t value = 0;
  std::uint64_t bits = 0;
  std::int64_t block_type = 0;  // -64: empty; other negative: one value type (as its signed byte); else a type index
  ValueType type = ValueType::kFuncRef;
  std::vector<std::uint32_t> labels;
  std::vector<ValueType> types;
};

inline constexpr std::uint32_t kOpcodeBlock = 0x02;
inline constexpr std::uint32_t kOpcodeLoop = 0x03;
inline constexpr std::uint32_t kOpcodeIf = 0x04;
inline constexpr std::uint32_t kOpcodeElse = 0x05;
inline constexpr std::uint32_t kOpcodeEnd = 0x0B;
inline constexpr std::int64_t kEmptyBlockType = -64;

// False where the bytes are no instruction that this file knows; the reader has then failed.
auto ReadInstruction(ByteReader& reader, Instruction& instruction) -> bool;

// Reads up to and including the `end` of a constant expression, which holds no blocks.
auto ReadConstantExpression(ByteReader& reader) -> Bytes;

auto IsValueType(std::uint8_t byte) -> bool;

}  // namespace bytelogic::wasm
