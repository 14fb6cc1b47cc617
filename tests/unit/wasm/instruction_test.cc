// Every instruction is read to its last byte and not further, and other tools read its text as the same instruction.
#include "wasm/instruction.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "wasm/encoder.h"
#include "wasm/reader.h"
#include "wasm/wat_printer.h"
#include "wasm_support.h"

namespace bytelogic::wasm {
namespace {

auto PickFrom(std::mt19937_64& random) -> Pick {
  return [&random](std::uint64_t below) { return random() % below; };
}

TEST(InstructionTest, EachIsReadAsFarAsItGoes) {
  std::mt19937_64 random(1);
  for (const Opcode& opcode : kOpcodes) {
    for (int repeat = 0; repeat < 50; ++repeat) {
      ByteWriter out;
      WriteOpcode(out, opcode);
      WriteImmediate(out, opcode, PickFrom(random));
      const std::size_t size = out.bytes().size();
      out.Byte(0x01);
      ByteReader reader(out.bytes());
      Instruction instruction;
      ASSERT_TRUE(ReadInstruction(reader, instruction)) << opcode.name;
      EXPECT_EQ(reader.position(), size) << opcode.name;
      EXPECT_EQ(instruction.opcode, opcode.code);
      EXPECT_EQ(instruction.name, opcode.name);
      // And every beginning of it is none.
      for (std::size_t part = 0; part < size; ++part) {
        ByteReader cut(out.bytes().first(part));
        EXPECT_FALSE(ReadInstruction(cut, instruction)) << opcode.name;
        EXPECT_FALSE(cut.ok());
      }
    }
  }
}

TEST(InstructionTest, OtherOpcodesAreNone) {
  std::vector<bool> known(256);
  std::vector<bool> known_prefixed(256);
  for (const Opcode& opcode : kOpcodes) (opcode.code > 0xFF ? known_prefixed : known)[opcode.code & 0xFFU] = true;
  for (std::uint32_t code = 0; code < 256; ++code) {
    Instruction instruction;
    // As many bytes behind it as any instruction takes, all of which suit any immediate.
    ByteVector bytes(16, 0);
    bytes[0] = static_cast<std::uint8_t>(code);
    ByteReader reader(bytes);
    if (!known[code] && code != 0xFC) EXPECT_FALSE(ReadInstruction(reader, instruction)) << code;
    ByteWriter prefixed;
    prefixed.Byte(0xFC);
    prefixed.U32(code);
    prefixed.Append(ByteVector(16, 0));
    ByteReader other(prefixed.bytes());
    EXPECT_EQ(ReadInstruction(other, instruction), known_prefixed[code]) << code;
  }
}

TEST(InstructionTest, RefusesMoreAlignmentThanTheAccessHas) {
  for (const Opcode& opcode : kOpcodes) {
    if (opcode.immediate != Immediate::kMemoryAccess) continue;
    const ByteVector bytes = {static_cast<std::uint8_t>(opcode.code), static_cast<std::uint8_t>(opcode.alignment + 1),
                              0};
    ByteReader reader(bytes);
    Instruction instruction;
    EXPECT_FALSE(ReadInstruction(reader, instruction)) << opcode.name;
  }
}

TEST(InstructionTest, RefusesTypesThatAreNone) {
  for (const ByteVector& bytes : {ByteVector{0x1C, 1, 0x40}, ByteVector{0xD0, 0x01}}) {
    ByteReader reader(bytes);
    Instruction instruction;
    EXPECT_FALSE(ReadInstruction(reader, instruction));
  }
}

TEST(InstructionTest, AConstantExpressionEndsAtItsEnd) {
  const ByteVector bytes = {0x41, 5, 0x41, 6, 0x6A, 0x0B, 0x0B};
  ByteReader reader(bytes);
  EXPECT_EQ(ReadConstantExpression(reader).size(), 6U);
  EXPECT_TRUE(reader.ok());
  for (const ByteVector& bad : {ByteVector{}, ByteVector{0x41, 5}, ByteVector{0x03, 0x40, 0x0B, 0x0B}}) {
    ByteReader failing(bad);
    EXPECT_TRUE(ReadConstantExpression(failing).empty());
    EXPECT_FALSE(failing.ok());
  }
}

// One function with every instruction a few times. It is not valid: wat2wasm is told not to mind.
auto EveryInstruction(std::mt19937_64& random) -> Module {
  Module module;
  // Not () -> (): as the type of a block, other tools write that in a shorter way.
  module.types.push_back({{ValueType::kI32}, {ValueType::kI32}});
  module.functions = {0};
  ByteWriter code;
  for (const Opcode& opcode : kOpcodes) {
    if (IsBlockEnd(opcode)) continue;
    for (int repeat = 0; repeat < 20; ++repeat) WriteInstruction(code, opcode, PickFrom(random));
  }
  code.Byte(kOpcodeEnd);
  module.bodies.push_back({{{2, ValueType::kI64}, {1, ValueType::kF32}}, module.Own(code.Take())});
  module.tables.push_back({ValueType::kFuncRef, {1, 8}});
  module.memories.push_back({1, 2});
  module.data.push_back({true, {}, module.Own(Text("\"\\\n\x7F\xFF"))});
  module.has_data_count = true;
  return module;
}

auto ReadFile(const std::filesystem::path& path) -> ByteVector {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

TEST(InstructionTest, OtherToolsReadItsText) {
  if (std::system("command -v wat2wasm >/dev/null 2>&1") != 0) GTEST_SKIP() << "wat2wasm is not installed";
  std::string pattern = testing::TempDir() + "instructions.XXXXXX";
  ASSERT_NE(mkdtemp(pattern.data()), nullptr);
  const std::filesystem::path folder = pattern;
  std::mt19937_64 random(2);
  const Module module = EveryInstruction(random);
  const std::string wat = PrintWat(module);
  std::ofstream(folder / "all.wat") << wat;
  const std::string command = "wat2wasm --no-check --enable-tail-call '" + (folder / "all.wat").string() + "' -o '" +
                              (folder / "all.wasm").string() + "'";
  EXPECT_EQ(std::system(command.c_str()), 0);
  const ByteVector bytes = ReadFile(folder / "all.wasm");
  std::filesystem::remove_all(folder);
  const auto again = ReadModule(bytes);
  ASSERT_TRUE(again.has_value()) << again.error();
  std::istringstream lines_again(PrintWat(*again));
  std::istringstream lines(wat);
  for (std::string line, line_again; std::getline(lines, line);) {
    ASSERT_TRUE(std::getline(lines_again, line_again));
    ASSERT_EQ(line_again, line);
  }
  EXPECT_TRUE(bytes == EncodeModule(module)) << "the text says something else than the bytes";
}

}  // namespace
}  // namespace bytelogic::wasm
