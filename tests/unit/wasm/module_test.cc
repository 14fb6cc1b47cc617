// Modules are read, changed and written without a change to what was not meant, and hostile bytes never do harm.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "wasm/append.h"
#include "wasm/constant.h"
#include "wasm/encoder.h"
#include "wasm/reader.h"
#include "wasm/wat_printer.h"
#include "wasm_support.h"

namespace bytelogic::wasm {
namespace {

// (i32, i32) -> i32 as `sum`, a memory, a table, a global `base`, data, a custom section with the name of the function.
auto Sample() -> Module {
  Module module;
  module.types.push_back({{ValueType::kI32, ValueType::kI32}, {ValueType::kI32}});
  module.functions = {0};
  module.bodies.push_back(
      {{{2, ValueType::kI64}, {1, ValueType::kF64}}, module.Own({0x20, 0x00, 0x20, 0x01, 0x6A, 0x0B})});
  module.tables.push_back({ValueType::kFuncRef, {1, 8}});
  module.memories.push_back({1, std::nullopt});
  module.globals.push_back({ValueType::kI32, false, module.Own({0x41, 0x80, 0x80, 0x04, 0x0B})});  // 65536
  module.exports.push_back({"sum", ExternKind::kFunction, 0});
  module.exports.push_back({"memory", ExternKind::kMemory, 0});
  module.exports.push_back({"base", ExternKind::kGlobal, 0});
  module.elements.push_back({module.Own({0x41, 0x00, 0x0B}), {0}});
  module.has_data_count = true;
  module.data.push_back({false, module.Own({0x41, 0x08, 0x0B}), module.Own(Text("hello \"\\\x01"))});
  module.customs.push_back({"name", module.Own({1, 6, 1, 0, 3, 's', 'u', 'm'})});
  return module;
}

TEST(ModuleTest, ReadsBackWhatItWrites) {
  const ByteVector bytes = EncodeModule(Sample());
  const auto module = ReadModule(bytes);
  ASSERT_TRUE(module.has_value()) << module.error();
  EXPECT_EQ(EncodeModule(*module), bytes);
  EXPECT_EQ(module->bodies[0].locals.size(), 2U);
  EXPECT_EQ(module->tables[0].size.maximum, 8U);
  EXPECT_EQ(ConstantOfExport(*module, "base"), 65'536);
  EXPECT_EQ(ConstantOfExport(*module, "sum"), std::nullopt);
}

TEST(ModuleTest, AppendsWithoutMovingAnything) {
  Module module = Sample();
  AppendData(module, 200'000, Text("image"));
  LimitMemory(module, 1'000'000);
  const std::uint32_t arguments[] = {200'000, 0xFFFF'FFFF};
  ASSERT_TRUE(AppendCall(module, "start", "sum", arguments));
  SetCustomSection(module, "extra", Text("{}"));
  const ByteVector bytes = EncodeModule(module);
  const auto read = ReadModule(bytes);
  ASSERT_TRUE(read.has_value()) << read.error();
  EXPECT_EQ(read->FindExport("sum")->index, 0U);
  EXPECT_EQ(read->FindExport("start")->index, 1U);
  EXPECT_EQ(read->memories[0].minimum, 4U);  // 200,005 bytes
  EXPECT_EQ(read->memories[0].maximum, 16U);
  EXPECT_EQ(read->data.size(), 2U);
  ASSERT_NE(read->FindCustom("extra"), nullptr);
}

TEST(ModuleTest, AppendCallRefusesAnotherSignature) {
  Module module = Sample();
  const std::uint32_t one[] = {1};
  EXPECT_FALSE(AppendCall(module, "start", "sum", one));
  EXPECT_FALSE(AppendCall(module, "start", "nothing", {}));
  EXPECT_FALSE(AppendCall(module, "start", "memory", {}));
}

TEST(ModuleTest, EveryTruncationIsRefused) {
  const ByteVector bytes = EncodeModule(Sample());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto module = ReadModule(Bytes(bytes).first(size));
    // Where a section ends the rest may be missing without anybody noticing; then it is a smaller module.
    if (module.has_value()) EXPECT_LT(EncodeModule(*module).size(), bytes.size());
  }
}

TEST(ModuleTest, EveryChangedByteIsHarmless) {
  const ByteVector bytes = EncodeModule(Sample());
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (int value = 0; value < 256; ++value) {
      ByteVector changed = bytes;
      changed[at] = static_cast<std::uint8_t>(value);
      const auto module = ReadModule(changed);
      if (!module.has_value()) {
        EXPECT_FALSE(module.error().empty());
        continue;
      }
      EncodeModule(*module);
      PrintWat(*module);
    }
  }
}

TEST(WatTest, PrintsASample) {
  EXPECT_EQ(PrintWat(Sample()), R"((module
  (type (;0;) (func (param i32 i32) (result i32)))
  (func $sum (;0;) (type 0) (param i32 i32) (result i32)
    (local i64 i64)
    (local f64)
    local.get 0
    local.get 1
    i32.add
  )
  (table 1 8 funcref)
  (memory 1)
  (global i32 (i32.const 65536))
  (export "sum" (func $sum))
  (export "memory" (memory 0))
  (export "base" (global 0))
  (elem (i32.const 0) func $sum)
  (data (i32.const 8) "hello \22\5c\01")
)
)");
}

}  // namespace
}  // namespace bytelogic::wasm
