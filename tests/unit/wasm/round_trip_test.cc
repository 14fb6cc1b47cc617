// Whatever the module, the encoder writes what the reader reads back as the same, and the printer prints all of it.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "wasm/encoder.h"
#include "wasm/reader.h"
#include "wasm/wat_printer.h"
#include "wasm_support.h"

namespace bytelogic::wasm {
namespace {

constexpr ValueType kValueTypes[] = {ValueType::kI32,  ValueType::kI64,     ValueType::kF32,      ValueType::kF64,
                                     ValueType::kV128, ValueType::kFuncRef, ValueType::kExternRef};

auto Below(std::uint64_t limit) -> std::uint64_t { return *rc::gen::inRange<std::uint64_t>(0, limit); }
auto AnyU32() -> std::uint32_t { return *rc::gen::arbitrary<std::uint32_t>(); }
auto AnyType() -> ValueType { return kValueTypes[Below(std::size(kValueTypes))]; }
auto AnyTypes() -> std::vector<ValueType> {
  std::vector<ValueType> types(Below(4));
  std::ranges::generate(types, AnyType);
  return types;
}
auto AnySize() -> SizeRange {
  SizeRange size{AnyU32(), std::nullopt};
  if (Below(2) == 0) size.maximum = AnyU32();
  return size;
}
auto AnyBytes(Module& module) -> Bytes { return module.Own(*rc::gen::arbitrary<ByteVector>()); }
auto AnyName(Module& module) -> std::string_view {
  const Bytes bytes = AnyBytes(module);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

auto AnyConstant(Module& module) -> Bytes {
  ByteWriter out;
  out.Byte(0x41);
  out.S64(static_cast<std::int32_t>(AnyU32()));
  out.Byte(kOpcodeEnd);
  return module.Own(out.Take());
}

auto AnyCode(Module& module) -> Bytes {
  ByteWriter out;
  for (std::uint64_t i = Below(12); i > 0; --i) {
    const Opcode& opcode = kOpcodes[Below(std::size(kOpcodes))];
    if (!IsBlockEnd(opcode)) WriteInstruction(out, opcode, Below);
  }
  out.Byte(kOpcodeEnd);
  return module.Own(out.Take());
}

// The counts of what exports may name, by kind.
auto CountOf(const Module& module, ExternKind kind) -> std::size_t {
  const std::size_t counts[] = {module.functions.size(), module.tables.size(), module.memories.size(),
                                module.globals.size()};
  return counts[static_cast<std::size_t>(kind)];
}

auto AnyModule() -> Module {
  Module module;
  for (std::uint64_t i = 1 + Below(4); i > 0; --i) module.types.push_back({AnyTypes(), AnyTypes()});
  for (std::uint64_t i = Below(4); i > 0; --i) {
    module.functions.push_back(static_cast<std::uint32_t>(Below(module.types.size())));
    Body& body = module.bodies.emplace_back();
    for (std::uint64_t k = Below(3); k > 0; --k) {
      body.locals.emplace_back(static_cast<std::uint32_t>(Below(300)), AnyType());
    }
    body.code = AnyCode(module);
  }
  if (Below(2) == 0) module.tables.push_back({AnyType(), AnySize()});
  if (Below(2) == 0) module.memories.push_back(AnySize());
  for (std::uint64_t i = Below(3); i > 0; --i) {
    module.globals.push_back({AnyType(), Below(2) == 0, AnyConstant(module)});
  }
  for (std::uint64_t i = Below(4); i > 0; --i) {
    const auto kind = static_cast<ExternKind>(Below(4));
    const std::size_t count = CountOf(module, kind);
    if (count > 0) module.exports.push_back({AnyName(module), kind, static_cast<std::uint32_t>(Below(count))});
  }
  if (Below(3) == 0) module.start = AnyU32();
  for (std::uint64_t i = Below(3); i > 0; --i) {
    Element& element = module.elements.emplace_back();
    element.offset = AnyConstant(module);
    for (std::uint64_t k = Below(4); k > 0; --k) element.functions.push_back(AnyU32());
  }
  module.has_data_count = Below(2) == 0;
  for (std::uint64_t i = Below(3); i > 0; --i) {
    Data& data = module.data.emplace_back();
    data.passive = Below(2) == 0;
    if (!data.passive) data.offset = AnyConstant(module);
    data.bytes = AnyBytes(module);
  }
  for (std::uint64_t i = Below(3); i > 0; --i) module.customs.push_back({AnyName(module), AnyBytes(module)});
  return module;
}

auto IsSame(Bytes a, Bytes b) -> bool { return std::ranges::equal(a, b); }
auto IsSame(const SizeRange& a, const SizeRange& b) -> bool { return a.minimum == b.minimum && a.maximum == b.maximum; }

template <typename Items, typename Same>
void ExpectSame(const Items& read, const Items& written, Same same) {
  RC_ASSERT(read.size() == written.size());
  for (std::size_t i = 0; i < read.size(); ++i) RC_ASSERT(same(read[i], written[i]));
}

void ExpectSame(const Module& read, const Module& written) {
  RC_ASSERT(read.types == written.types);
  RC_ASSERT(read.functions == written.functions);
  ExpectSame(read.tables, written.tables,
             [](const Table& a, const Table& b) { return a.type == b.type && IsSame(a.size, b.size); });
  ExpectSame(read.memories, written.memories, [](const SizeRange& a, const SizeRange& b) { return IsSame(a, b); });
  ExpectSame(read.globals, written.globals, [](const Global& a, const Global& b) {
    return a.type == b.type && a.is_mutable == b.is_mutable && IsSame(a.value, b.value);
  });
  ExpectSame(read.exports, written.exports, [](const Export& a, const Export& b) {
    return a.name == b.name && a.kind == b.kind && a.index == b.index;
  });
  RC_ASSERT(read.start == written.start);
  ExpectSame(read.elements, written.elements, [](const Element& a, const Element& b) {
    return IsSame(a.offset, b.offset) && a.functions == b.functions;
  });
  RC_ASSERT(read.has_data_count == written.has_data_count);
  ExpectSame(read.bodies, written.bodies,
             [](const Body& a, const Body& b) { return a.locals == b.locals && IsSame(a.code, b.code); });
  ExpectSame(read.data, written.data, [](const Data& a, const Data& b) {
    return a.passive == b.passive && IsSame(a.offset, b.offset) && IsSame(a.bytes, b.bytes);
  });
  ExpectSame(read.customs, written.customs, [](const CustomSection& a, const CustomSection& b) {
    return a.name == b.name && IsSame(a.bytes, b.bytes);
  });
}

TEST(RoundTripTest, AModuleIsReadBackAsItWasWritten) {
  EXPECT_TRUE(rc::check([] {
    const Module module = AnyModule();
    const ByteVector bytes = EncodeModule(module);
    const auto read = ReadModule(bytes);
    if (!read.has_value()) RC_FAIL(read.error());
    ExpectSame(*read, module);
    RC_ASSERT(EncodeModule(*read) == bytes);
    RC_ASSERT(PrintWat(*read) == PrintWat(module));
  }));
}

// Of a prefix of a module, or of one with other bytes in it, the reader makes what can be encoded and printed, or
// nothing.
TEST(RoundTripTest, ADamagedModuleDoesNoHarm) {
  EXPECT_TRUE(rc::check([] {
    ByteVector bytes = EncodeModule(AnyModule());
    bytes.resize(bytes.size() - Below(1 + bytes.size() / 4));
    for (std::uint64_t i = Below(4); i > 0 && !bytes.empty(); --i) {
      bytes[Below(bytes.size())] = static_cast<std::uint8_t>(Below(256));
    }
    const auto read = ReadModule(bytes);
    if (!read.has_value()) {
      RC_ASSERT(!read.error().empty());
      return;
    }
    const ByteVector again = EncodeModule(*read);
    const auto reread = ReadModule(again);
    if (!reread.has_value()) RC_FAIL(reread.error());
    RC_ASSERT(EncodeModule(*reread) == again);
    RC_ASSERT(!PrintWat(*read).empty());
  }));
}

}  // namespace
}  // namespace bytelogic::wasm
