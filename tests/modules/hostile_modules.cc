#include "hostile_modules.h"

#include <initializer_list>
#include <utility>

#include "runtime/image.h"
#include "standalone/module_checksum.h"
#include "wasm/append.h"
#include "wasm/byte_writer.h"
#include "wasm/encoder.h"
#include "wasm/module.h"

namespace bytelogic::hostile {
namespace {

using wasm::ByteWriter;
using wasm::Module;
using wasm::ValueType;
using ByteVector = std::vector<std::uint8_t>;

// Metadata as they should be, up to the lists.
auto MetadataHead() -> std::string {
  return R"({"version":3,"source":"RESULT 1","dialect":"bytelogic","input":{"address":4096,"size":)" +
         std::to_string(sizeof(runtime::RunInput)) + "}";
}

// Instructions by their names.
class Code : public ByteWriter {
 public:
  void Put(std::initializer_list<std::uint8_t> bytes) {
    for (const std::uint8_t byte : bytes) Byte(byte);
  }
  void Indexed(std::uint8_t opcode, std::size_t index) {
    Byte(opcode);
    U32(static_cast<std::uint32_t>(index));
  }
  void Get(std::size_t local) { Indexed(0x20, local); }
  void Set(std::size_t local) { Indexed(0x21, local); }
  void Tee(std::size_t local) { Indexed(0x22, local); }
  void Branch(std::size_t label) { Indexed(0x0C, label); }
  void BranchIf(std::size_t label) { Indexed(0x0D, label); }
  void Call(std::size_t function) { Indexed(0x10, function); }
  void Const(std::int64_t value) {
    Byte(0x41);
    S64(value);
  }
  void Const64(std::int64_t value) {
    Byte(0x42);
    S64(value);
  }
  using ByteWriter::Block;
  void Block() { Put({0x02, 0x40}); }
  void Loop() { Put({0x03, 0x40}); }
  void If() { Put({0x04, 0x40}); }
  void Else() { Byte(0x05); }
  void End() { Byte(0x0B); }
  void Drop() { Byte(0x1A); }
  void Load() { Put({0x28, 2, 0}); }  // i32.load
  void Add() { Byte(0x6A); }
  [[nodiscard]] auto size() const -> std::size_t { return bytes().size(); }
};

// A module with a memory and `bytelogic_run` () -> i32, whose code is still missing.
auto Skeleton() -> Module {
  Module module;
  module.types.push_back({{}, {ValueType::kI32}});
  module.memories.push_back({1, std::nullopt});
  module.exports.push_back({"memory", wasm::ExternKind::kMemory, 0});
  return module;
}

auto AddFunction(Module& module, ByteVector code, std::uint32_t type = 0,
                 std::vector<std::pair<std::uint32_t, ValueType>> locals = {}) -> std::uint32_t {
  module.functions.push_back(type);
  module.bodies.push_back({std::move(locals), module.Own(std::move(code))});
  return static_cast<std::uint32_t>(module.functions.size() - 1);
}

auto Sealed(Module& module, std::string_view metadata) -> ByteVector {
  wasm::SetCustomSection(module, "bytelogic", {metadata.begin(), metadata.end()});
  ByteVector bytes = wasm::EncodeModule(module);
  standalone::AppendChecksum(bytes);
  return bytes;
}

auto Finish(Module& module) -> ByteVector {
  Code code;
  code.Const(0);
  code.End();
  module.exports.push_back({"bytelogic_run", wasm::ExternKind::kFunction, AddFunction(module, code.Take())});
  return Sealed(module, MetadataHead() +
                            R"(,"relations":[],"outputs":[{"kind":"result","text":"1"}],"constraints":[],)" +
                            R"("sites":[]})");
}

// A module whose one function beside `bytelogic_run` has `code`, an i32 left on the stack, and `locals` i32s.
auto OneFunction(Code code, std::size_t locals = 0) -> ByteVector {
  code.End();
  Module module = Skeleton();
  AddFunction(module, code.Take(), 0, {{static_cast<std::uint32_t>(locals), ValueType::kI32}});
  return Finish(module);
}

// As many functions as `bytes` allow, each with `code`.
auto ManyFunctions(std::size_t bytes, Code code, std::size_t locals = 0) -> ByteVector {
  code.End();
  Module module = Skeleton();
  const ByteVector body = code.Take();
  for (std::size_t used = 0; used < bytes; used += body.size() + 5) {
    AddFunction(module, body, 0, {{static_cast<std::uint32_t>(locals), ValueType::kI32}});
  }
  return Finish(module);
}

// `piece` over and over, up to `bytes`, then a constant.
template <typename Piece>
auto Repeated(std::size_t bytes, std::size_t locals, Piece piece) -> ByteVector {
  Code code;
  for (std::size_t i = 0; code.size() < bytes; ++i) piece(code, i);
  code.Const(0);
  return OneFunction(std::move(code), locals);
}

// The same in functions of at most `body` bytes each.
template <typename Piece>
auto RepeatedInMany(std::size_t bytes, std::size_t body, std::size_t locals, Piece piece) -> ByteVector {
  Code code;
  for (std::size_t i = 0; code.size() < body; ++i) piece(code, i);
  code.Const(0);
  return ManyFunctions(bytes, std::move(code), locals);
}

// Control flow.

// Loops in each other, all of which carry all locals: one value for each pair.
auto NestedLoops(std::size_t bytes, std::size_t loops, std::size_t locals) -> ByteVector {
  Code code;
  for (std::size_t i = 0; i < loops; ++i) code.Loop();
  for (std::size_t i = 0; code.size() + 6 * loops < bytes; ++i) {
    code.Get(i % locals);
    code.Set((i + 1) % locals);
  }
  for (std::size_t i = 0; i < loops; ++i) {
    code.Get(i % locals);
    code.BranchIf(0);
    code.End();
  }
  code.Const(0);
  return OneFunction(std::move(code), locals);
}

auto NestedBlocks(std::size_t bytes, std::size_t locals) -> ByteVector {
  Code code;
  const std::size_t depth = bytes / 9;
  for (std::size_t i = 0; i < depth; ++i) code.Block();
  for (std::size_t i = 0; i < depth; ++i) {
    code.Get(i % locals);
    code.BranchIf(i % 7 == 0 ? (depth - i) / 2 : 0);
    code.Get((i + 1) % locals);
    code.Set(i % locals);
    code.End();
  }
  code.Const(0);
  return OneFunction(std::move(code), locals);
}

// Each IF changes one local; where the next begins, all of them may be needed.
auto IfChain(std::size_t bytes, std::size_t locals) -> ByteVector {
  Code code;
  for (std::size_t i = 0; code.size() + 4 * locals < bytes; ++i) {
    code.Get(0);
    code.If();
    code.Const(1);
    code.Set(i % locals);
    code.End();
  }
  for (std::size_t i = 0; i < locals; ++i) {
    code.Get(i);
    code.Drop();
  }
  code.Const(0);
  return OneFunction(std::move(code), locals);
}

// Branches to one label from many places between which locals change.
auto ManyBranchesToOneLabel(std::size_t bytes, std::size_t locals) -> ByteVector {
  Code code;
  code.Block();
  for (std::size_t i = 0; code.size() + 5 * locals < bytes; ++i) {
    code.Get((i + 1) % locals);
    code.Tee(i % locals);
    code.BranchIf(0);
  }
  code.End();
  for (std::size_t i = 0; i < locals; ++i) {
    code.Get(i);
    if (i > 0) code.Add();
  }
  return OneFunction(std::move(code), locals);
}

auto BranchTable(std::size_t bytes, std::size_t depth, std::size_t locals) -> ByteVector {
  Code code;
  for (std::size_t i = 0; i < depth; ++i) code.Block();
  for (std::size_t i = 0; i < locals; ++i) {
    code.Const(static_cast<std::int64_t>(i));
    code.Set(i);
  }
  code.Get(0);
  code.Byte(0x0E);
  const std::size_t targets = bytes > code.size() ? bytes - code.size() : 1;
  code.U32(static_cast<std::uint32_t>(targets));
  for (std::size_t i = 0; i <= targets; ++i) code.U32(static_cast<std::uint32_t>(i % depth));
  for (std::size_t i = 0; i < depth; ++i) {
    code.End();
    code.Get(i % locals);
    code.Set((i + 1) % locals);
  }
  code.Const(0);
  return OneFunction(std::move(code), locals);
}

auto ManyBranchTables(std::size_t bytes, std::size_t depth, std::size_t locals) -> ByteVector {
  Code code;
  for (std::size_t i = 0; i < depth; ++i) code.Loop();
  while (code.size() + 2 * depth < bytes) {
    code.Block();
    code.Get(0);
    code.Byte(0x0E);
    code.U32(static_cast<std::uint32_t>(depth));
    for (std::size_t i = 0; i <= depth; ++i) code.U32(static_cast<std::uint32_t>(i));
    code.End();
    code.Get(code.size() % locals);
    code.Set(code.size() % (locals - 1));
  }
  for (std::size_t i = 0; i < depth; ++i) code.End();
  code.Const(0);
  return OneFunction(std::move(code), locals);
}

// IFs whose joins carry `locals` values each, in a loop.
auto PhiHeavy(std::size_t bytes, std::size_t locals) -> ByteVector {
  Code code;
  code.Loop();
  for (std::size_t round = 0; code.size() < bytes; ++round) {
    code.Get(round % locals);
    code.If();
    for (std::size_t i = 0; i < locals; ++i) {
      code.Get((i + round) % locals);
      code.Set((i * 7 + 3) % locals);
    }
    code.Else();
    code.Get(1 % locals);
    code.Set(0);
    code.End();
    if (round % 3 == 0) {
      code.Get(0);
      code.BranchIf(0);
    }
  }
  code.End();
  code.Const(0);
  return OneFunction(std::move(code), locals);
}

auto UnreachableBlocks(std::size_t bytes) -> ByteVector {
  Code code;
  code.Byte(0x00);
  const std::size_t depth = bytes / 3;
  for (std::size_t i = 0; i < depth; ++i) code.Block();
  for (std::size_t i = 0; i < depth; ++i) code.End();
  code.Const(0);
  return OneFunction(std::move(code));
}

// Values.

// Many values that live across many calls.
auto LiveAcrossCalls(std::size_t bytes, std::size_t values) -> ByteVector {
  Code code;
  for (std::size_t i = 0; i < values; ++i) {
    code.Const(static_cast<std::int64_t>(4 * i));
    code.Load();
  }
  while (code.size() + 2 * values < bytes) {
    code.Call(0);
    code.Drop();
  }
  for (std::size_t i = 1; i < values; ++i) code.Add();
  return OneFunction(std::move(code));
}

// An expression as deep as it is long.
auto DeepExpression(std::size_t bytes, std::uint8_t opcode) -> ByteVector {
  Code code;
  const std::size_t depth = bytes / 3;
  for (std::size_t i = 0; i <= depth; ++i) code.Get(i % 3);
  for (std::size_t i = 0; i < depth; ++i) code.Byte(opcode);
  return OneFunction(std::move(code), 3);
}

// All loads are needed at the end, in the other order.
auto LongLives(std::size_t bytes) -> ByteVector {
  Code code;
  const std::size_t values = bytes / 13;
  for (std::size_t i = 0; i < values; ++i) {
    code.Const(static_cast<std::int64_t>(i % 64));
    code.Load();
    code.Set(i);
  }
  code.Const(0);
  for (std::size_t i = 0; i < values; ++i) {
    code.Get(i);
    code.Add();
  }
  return OneFunction(std::move(code), values);
}

auto DivisionsOfLocals(std::size_t bytes) -> ByteVector {
  return Repeated(bytes, 8, [](Code& code, std::size_t i) {
    code.Get(i % 8);
    code.Get((i + 3) % 8);
    code.Byte(i % 2 == 0 ? 0x6D : 0x6F);
    code.Set((i + 1) % 8);
  });
}

// Sections.

auto ManyTypes(std::size_t bytes) -> ByteVector {
  Module module = Skeleton();
  constexpr ValueType kKinds[] = {ValueType::kI32, ValueType::kI64, ValueType::kF32, ValueType::kF64};
  for (std::size_t used = 0, i = 0; used < bytes; ++i) {
    wasm::FunctionType& type = module.types.emplace_back();
    for (std::size_t rest = i; rest > 0; rest /= 4) type.parameters.push_back(kKinds[rest % 4]);
    used += 3 + type.parameters.size();
  }
  return Finish(module);
}

auto ManyGlobals(std::size_t bytes) -> ByteVector {
  Module module = Skeleton();
  Code value;
  value.Const(1);
  value.End();
  const wasm::Bytes shared = module.Own(value.Take());
  for (std::size_t used = 0; used < bytes; used += 5) module.globals.push_back({ValueType::kI32, true, shared});
  return Finish(module);
}

auto ManyExports(std::size_t bytes, std::size_t name_size) -> ByteVector {
  Module module = Skeleton();
  for (std::size_t used = 0, i = 0; used < bytes; used += name_size + 3, ++i) {
    ByteVector name(name_size, '0');
    std::size_t at = 0;
    for (std::size_t rest = i; rest > 0; rest /= 16) name[at++] = static_cast<std::uint8_t>('0' + rest % 16);
    const wasm::Bytes owned = module.Own(std::move(name));
    module.exports.push_back(
        {{reinterpret_cast<const char*>(owned.data()), owned.size()}, wasm::ExternKind::kMemory, 0});
  }
  return Finish(module);
}

auto ManyData(std::size_t bytes, std::uint32_t pages, std::uint32_t step) -> ByteVector {
  Module module = Skeleton();
  module.memories[0] = {pages, std::nullopt};
  const std::uint32_t size = pages * wasm::kPageSize;
  for (std::size_t used = 0, i = 0; used < bytes; used += 8, ++i) {
    wasm::AppendData(module, static_cast<std::uint32_t>(i * step % (size - 1)), {1});
  }
  return Finish(module);
}

auto ManyElements(std::size_t bytes, std::uint32_t table, std::size_t functions_each) -> ByteVector {
  Module module = Skeleton();
  module.tables.push_back({ValueType::kFuncRef, {table, std::nullopt}});
  Code zero;
  zero.Const(0);
  zero.End();
  const wasm::Bytes offset = module.Own(zero.Take());
  for (std::size_t used = 0; used < bytes; used += 5 + functions_each) {
    module.elements.push_back({offset, std::vector<std::uint32_t>(functions_each, 0)});
  }
  return Finish(module);
}

auto LargeMemory(std::size_t /*bytes*/) -> ByteVector {
  Module module = Skeleton();
  module.memories[0] = {65'536, std::nullopt};
  return Finish(module);
}

auto LargeTable(std::size_t /*bytes*/) -> ByteVector {
  Module module = Skeleton();
  module.tables.push_back({ValueType::kFuncRef, {10'000'000, std::nullopt}});
  return Finish(module);
}

auto ManyCustomSections(std::size_t bytes) -> ByteVector {
  Module module = Skeleton();
  for (std::size_t used = 0; used < bytes; used += 4) module.customs.push_back({"a", {}});
  return Finish(module);
}

// A name for each function, and more names than functions.
auto NameSection(std::size_t bytes) -> ByteVector {
  Module module = Skeleton();
  Code names;
  const std::size_t count = bytes / 6;
  names.U32(static_cast<std::uint32_t>(count));
  for (std::size_t i = 0; i < count; ++i) {
    names.U32(static_cast<std::uint32_t>(i));
    names.Name("f");
  }
  Code section;
  section.Byte(1);
  section.Block(names.bytes());
  wasm::SetCustomSection(module, "name", section.Take());
  return Finish(module);
}

auto WithMetadata(std::string text) -> ByteVector {
  Module module = Skeleton();
  Code code;
  code.Const(0);
  code.End();
  module.exports.push_back({"bytelogic_run", wasm::ExternKind::kFunction, AddFunction(module, code.Take())});
  return Sealed(module, text);
}

auto MetadataOf(std::size_t bytes, std::string_view head, std::string_view item) -> ByteVector {
  std::string text(head);
  while (text.size() < bytes) text += item;
  text.back() = ']';
  text += "}";
  return WithMetadata(std::move(text));
}

// Types of several values.

auto WideType(std::size_t width) -> wasm::FunctionType {
  return {std::vector(width, ValueType::kI32), std::vector(width, ValueType::kI32)};
}

// Blocks that take and leave `width` values: two bytes for each `width` of them.
auto WideBlocks(std::size_t bytes, std::size_t width) -> ByteVector {
  Module module = Skeleton();
  module.types.push_back(WideType(width));
  Code code;
  for (std::size_t i = 0; i < width; ++i) code.Const(static_cast<std::int64_t>(i));
  for (std::size_t used = 0; used < bytes; used += 3) code.Put({0x03, 0x01});
  for (std::size_t used = 0; used < bytes; used += 3) code.End();
  for (std::size_t i = 0; i < width; ++i) code.Drop();
  code.Const(0);
  code.End();
  AddFunction(module, code.Take());
  return Finish(module);
}

auto WideCalls(std::size_t bytes, std::size_t width) -> ByteVector {
  Module module = Skeleton();
  module.types.push_back(WideType(width));
  Code code;
  for (std::size_t i = 0; i < width; ++i) code.Get(i);
  for (std::size_t used = 0; used < bytes; used += 2) code.Call(0);
  code.End();
  AddFunction(module, code.Take(), 1);
  return Finish(module);
}

auto ManyParameters(std::size_t bytes, std::size_t parameters) -> ByteVector {
  Module module = Skeleton();
  module.types.push_back({std::vector(parameters, ValueType::kI64), {}});
  Code code;
  code.End();
  const ByteVector body = code.Take();
  for (std::size_t used = 0; used < bytes; used += 4) AddFunction(module, body, 1);
  return Finish(module);
}

auto CallsOfManyParameters(std::size_t bytes, std::size_t parameters) -> ByteVector {
  Module module = Skeleton();
  module.types.push_back({std::vector(parameters, ValueType::kI64), {}});
  Code code;
  while (code.size() < bytes) {
    for (std::size_t i = 0; i < parameters; ++i) code.Get(i);
    code.Call(0);
  }
  code.End();
  AddFunction(module, code.Take(), 1);
  return Finish(module);
}

constexpr std::size_t kManyLocals = 40'000;

auto MakeShapes() -> std::vector<HostileShape> {
  return {
      {"nested_loops_few", "1,000 loops in each other, 200 locals",
       [](std::size_t n) { return NestedLoops(n, 1'000, 200); }},
      {"nested_loops", "loops in each other, as many locals",
       [](std::size_t n) { return NestedLoops(n, n / 12, n / 12); }},
      {"nested_loops_small", "100 loops in each other, 100 locals",
       [](std::size_t n) { return NestedLoops(n, 100, 100); }},
      {"nested_blocks", "blocks in each other, 1,000 locals", [](std::size_t n) { return NestedBlocks(n, 1'000); }},
      {"nested_blocks_few", "blocks in each other, 20 locals", [](std::size_t n) { return NestedBlocks(n, 20); }},
      {"if_chain", "IFs one after the other, 5,000 locals read at the end",
       [](std::size_t n) { return IfChain(n, 5'000); }},
      {"if_chain_few", "IFs one after the other, 100 locals", [](std::size_t n) { return IfChain(n, 100); }},
      {"branches_to_one_label", "br_ifs to one label, 2,000 locals",
       [](std::size_t n) { return ManyBranchesToOneLabel(n, 2'000); }},
      {"branches_to_one_label_few", "br_ifs to one label, 60 locals",
       [](std::size_t n) { return ManyBranchesToOneLabel(n, 60); }},
      {"br_table", "one br_table, two labels", [](std::size_t n) { return BranchTable(n, 2, 4); }},
      {"br_table_deep", "one br_table over 100 labels, 1,000 locals",
       [](std::size_t n) { return BranchTable(n, 100, 1'000); }},
      {"br_table_wide", "one br_table over 1,000 labels, 100 locals",
       [](std::size_t n) { return BranchTable(n, 1'000, 100); }},
      {"br_tables", "many br_tables over 100 loops, 100 locals",
       [](std::size_t n) { return ManyBranchTables(n, 100, 100); }},
      {"phi_heavy", "IFs in a loop, 500 locals changed in each", [](std::size_t n) { return PhiHeavy(n, 500); }},
      {"phi_heavy_few", "IFs in a loop, 64 locals changed in each", [](std::size_t n) { return PhiHeavy(n, 64); }},
      {"unreachable_blocks", "blocks in each other that nothing reaches", UnreachableBlocks},
      {"live_across_calls", "2,000 values over many calls", [](std::size_t n) { return LiveAcrossCalls(n, 2'000); }},
      {"live_across_calls_few", "100 values over many calls", [](std::size_t n) { return LiveAcrossCalls(n, 100); }},
      {"deep_addition", "an expression as deep as it is long", [](std::size_t n) { return DeepExpression(n, 0x6A); }},
      {"deep_multiplication", "the same of i32.mul", [](std::size_t n) { return DeepExpression(n, 0x6C); }},
      {"deep_division", "the same of i32.div_s", [](std::size_t n) { return DeepExpression(n, 0x6D); }},
      {"long_lives", "thousands of locals, all needed at the end", LongLives},
      {"divisions", "straight-line divisions", DivisionsOfLocals},
      {"straight_line", "additions of constants",
       [](std::size_t n) {
         return Repeated(n, 8, [](Code& code, std::size_t i) {
           code.Get(i % 8);
           code.Const(static_cast<std::int64_t>(i));
           code.Add();
           code.Set((i + 1) % 8);
         });
       }},
      {"stores", "stores at new addresses",
       [](std::size_t n) {
         return Repeated(n, 2, [](Code& code, std::size_t i) {
           code.Get(0);
           code.Get(1);
           code.Indexed(0x36, 2);
           code.U32(static_cast<std::uint32_t>(4 * i));
         });
       }},
      {"loads", "loads summed up",
       [](std::size_t n) {
         return Repeated(n, 2, [](Code& code, std::size_t i) {
           code.Get(0);
           code.Indexed(0x28, 2);
           code.U32(static_cast<std::uint32_t>(4 * i));
           code.Get(1);
           code.Add();
           code.Set(1);
         });
       }},
      {"constants", "64-bit constants, all different",
       [](std::size_t n) {
         return Repeated(n, 0, [](Code& code, std::size_t i) {
           code.Const(8);
           code.Const64(static_cast<std::int64_t>(i * 0x9E3779B97F4A7C15U));
           code.Put({0x37, 3, 0});
         });
       }},
      {"truncations", "f64 to i64 and back",
       [](std::size_t n) {
         return Repeated(n, 0, [](Code& code, std::size_t) {
           code.Const(8);
           code.Put({0x2B, 3, 0, 0xB0, 0xBA, 0xFC, 0x07, 0x1A});
         });
       }},
      {"float_conversions", "u64 to f64, f64 minimum",
       [](std::size_t n) {
         return Repeated(n, 0, [](Code& code, std::size_t) {
           code.Const(8);
           code.Put({0x29, 3, 0, 0xBA, 0xB6, 0xBB});
           code.Const(8);
           code.Put({0x2B, 3, 0, 0xA4, 0x9E, 0xFC, 0x03, 0x1A});
         });
       }},
      {"memory_growth", "memory.grow, memory.copy, memory.fill",
       [](std::size_t n) {
         return Repeated(n, 0, [](Code& code, std::size_t) {
           code.Const(0);
           code.Put({0x40, 0});
           code.Const(0);
           code.Const(0);
           code.Put({0xFC, 10, 0, 0});
           code.Const(0);
           code.Const(0);
           code.Const(0);
           code.Put({0xFC, 11, 0});
         });
       }},
      {"memory_growth_only", "memory.grow",
       [](std::size_t n) {
         return Repeated(n, 0, [](Code& code, std::size_t) {
           code.Const(0);
           code.Put({0x40, 0});
           code.Drop();
         });
       }},
      {"indirect_calls", "call_indirect",
       [](std::size_t n) {
         Code code;
         while (code.size() < n) {
           code.Const(0);
           code.Put({0x11, 0, 0});
           code.Drop();
         }
         code.Const(0);
         code.End();
         Module module = Skeleton();
         module.tables.push_back({ValueType::kFuncRef, {1, std::nullopt}});
         AddFunction(module, code.Take());
         return Finish(module);
       }},
      {"calls", "calls of a function without parameters",
       [](std::size_t n) {
         return Repeated(n, 0, [](Code& code, std::size_t) {
           code.Call(0);
           code.Drop();
         });
       }},
      {"selects", "selects in a chain",
       [](std::size_t n) {
         return Repeated(n, 4, [](Code& code, std::size_t i) {
           code.Get(i % 4);
           code.Get((i + 1) % 4);
           code.Get((i + 2) % 4);
           code.Byte(0x1B);
           code.Set((i + 3) % 4);
         });
       }},
      {"memory_counter", "a word of memory counted up over and over",
       [](std::size_t n) {
         return Repeated(n, 0, [](Code& code, std::size_t) {
           code.Const(8);
           code.Const(8);
           code.Load();
           code.Const(1);
           code.Add();
           code.Put({0x36, 2, 0});
         });
       }},
      {"local_counter", "locals of 64 bits, shifted, multiplied and compared",
       [](std::size_t n) {
         return Repeated(n, 30, [](Code& code, std::size_t i) {
           code.Get(i % 30);
           code.Put({0xAC, 0x42, 3, 0x86});
           code.Get((i + 11) % 30);
           code.Put({0xAD, 0x7E, 0x42, 63, 0x88, 0xA7});
           code.Set((i + 5) % 30);
         });
       }},
      {"globals_used", "a global changed over and over",
       [](std::size_t n) {
         Code code;
         while (code.size() < n) code.Put({0x23, 0, 0x41, 1, 0x6A, 0x24, 0});
         code.Const(0);
         code.End();
         Module module = Skeleton();
         Code value;
         value.Const(1);
         value.End();
         module.globals.push_back({ValueType::kI32, true, module.Own(value.Take())});
         AddFunction(module, code.Take());
         return Finish(module);
       }},
      {"loops", "small loops one after the other",
       [](std::size_t n) {
         return Repeated(n, 4, [](Code& code, std::size_t i) {
           code.Loop();
           code.Get(i % 4);
           code.BranchIf(0);
           code.End();
         });
       }},
      {"blocks", "empty blocks one after the other",
       [](std::size_t n) {
         return Repeated(n, 0, [](Code& code, std::size_t) {
           code.Block();
           code.End();
         });
       }},
      {"vectors", "SIMD: multiplications of vectors",
       [](std::size_t n) {
         return Repeated(n, 0, [](Code& code, std::size_t) {
           code.Const(16);
           code.Put({0xFD, 0, 4, 0});  // v128.load
           code.Const(16);
           code.Put({0xFD, 0, 4, 0, 0xFD, 0xD5, 0x01});  // i64x2.mul
           code.Drop();
         });
       }},
      {"tail_calls", "return_call",
       [](std::size_t n) {
         return Repeated(n, 0, [](Code& code, std::size_t) {
           code.Block();
           code.Put({0x12, 0});
           code.End();
         });
       }},
      {"many_locals", "tiny functions with 40,000 locals each",
       [](std::size_t n) {
         Code code;
         code.Const(0);
         return ManyFunctions(n, std::move(code), kManyLocals);
       }},
      {"many_locals_read", "tiny functions with 40,000 locals, one of them read",
       [](std::size_t n) {
         Code code;
         code.Get(kManyLocals - 1);
         return ManyFunctions(n, std::move(code), kManyLocals);
       }},
      {"tiny_functions", "as many functions as there is room for",
       [](std::size_t n) {
         Code code;
         code.Const(0);
         return ManyFunctions(n, std::move(code));
       }},
      {"small_functions", "functions of 100 bytes that call",
       [](std::size_t n) {
         return RepeatedInMany(n, 100, 4, [](Code& code, std::size_t i) {
           code.Call(0);
           code.Set(i % 4);
         });
       }},
      {"medium_functions", "functions of 10,000 bytes, divisions and calls",
       [](std::size_t n) {
         return RepeatedInMany(n, 10'000, 40, [](Code& code, std::size_t i) {
           code.Get(i % 40);
           code.If();
           code.Call(0);
           code.Get((i + 3) % 40);
           code.Byte(0x6D);
           code.Set((i + 1) % 40);
           code.End();
         });
       }},
      {"medium_indirect", "functions of 10,000 bytes, indirect calls with 40 locals alive",
       [](std::size_t n) {
         Code code;
         for (std::size_t i = 0; code.size() < 10'000; ++i) {
           code.Get(i % 40);
           code.Put({0x11, 0, 0});
           code.Set((i + 1) % 40);
         }
         code.Const(0);
         code.End();
         const ByteVector body = code.Take();
         Module module = Skeleton();
         module.tables.push_back({ValueType::kFuncRef, {1, std::nullopt}});
         for (std::size_t used = 0; used < n; used += body.size()) {
           AddFunction(module, body, 0, {{40, ValueType::kI32}});
         }
         return Finish(module);
       }},
      {"many_types", "function types, all different", ManyTypes},
      {"many_globals", "globals", ManyGlobals},
      {"many_exports", "exports with short names", [](std::size_t n) { return ManyExports(n, 6); }},
      {"long_exports", "exports with long names", [](std::size_t n) { return ManyExports(n, 1'000); }},
      {"many_data", "data segments of one byte, all in one page", [](std::size_t n) { return ManyData(n, 1, 1); }},
      {"sparse_data", "data segments of one byte, 264 KiB from each other in 60 MiB",
       [](std::size_t n) { return ManyData(n, 960, 270'336); }},
      {"many_elements", "element segments of one function", [](std::size_t n) { return ManyElements(n, 1, 1); }},
      {"long_elements", "element segments of 9,000 functions",
       [](std::size_t n) { return ManyElements(n, 9'000, 9'000); }},
      {"large_memory", "a memory of 4 GiB", LargeMemory},
      {"large_table", "a table of 10,000,000 elements", LargeTable},
      {"custom_sections", "empty custom sections", ManyCustomSections},
      {"name_section", "a name section with names for functions that are not there", NameSection},
      {"metadata_lists", "metadata of empty lists",
       [](std::size_t n) { return MetadataOf(n, R"({"version":3,"source":[)", "[],"); }},
      {"metadata_sites", "metadata with sites",
       [](std::size_t n) {
         return MetadataOf(n, MetadataHead() + R"(,"relations":[],"outputs":[],"constraints":[],"sites":[)",
                           "[1,1,1,0,0],");
       }},
      {"metadata_relations", "metadata with relations",
       [](std::size_t n) {
         return MetadataOf(n, MetadataHead() + R"(,"outputs":[],"constraints":[],"sites":[],"relations":[)",
                           R"({"name":"","columns":[]},)");
       }},
      {"metadata_deep", "metadata of lists in each other",
       [](std::size_t n) { return WithMetadata(std::string(n, '[')); }},
      {"wide_blocks", "loops that take and leave 1,000 values", [](std::size_t n) { return WideBlocks(n, 1'000); }},
      {"wide_calls", "calls that take and leave 1,000 values", [](std::size_t n) { return WideCalls(n, 1'000); }},
      {"wide_calls_few", "calls that take and leave 10 values", [](std::size_t n) { return WideCalls(n, 10); }},
      {"many_parameters", "functions with 1,000 parameters", [](std::size_t n) { return ManyParameters(n, 1'000); }},
      {"parameters_passed", "calls with 100 arguments", [](std::size_t n) { return CallsOfManyParameters(n, 100); }},
  };
}

}  // namespace

auto HostileShapes() -> const std::vector<HostileShape>& {
  static const std::vector<HostileShape> shapes = MakeShapes();
  return shapes;
}

}  // namespace bytelogic::hostile
