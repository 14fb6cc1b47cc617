#include "wasm/encoder.h"

#include "wasm/byte_writer.h"

namespace bytelogic::wasm {
namespace {

void WriteSize(ByteWriter& out, const SizeRange& size) {
  out.Byte(size.maximum ? 1 : 0);
  out.U32(size.minimum);
  if (size.maximum) out.U32(*size.maximum);
}

void WriteTypes(ByteWriter& out, const std::vector<ValueType>& types) {
  out.U32(static_cast<std::uint32_t>(types.size()));
  for (const ValueType type : types) out.Byte(static_cast<std::uint8_t>(type));
}

void WriteBody(ByteWriter& out, const Body& body) {
  ByteWriter inner;
  inner.U32(static_cast<std::uint32_t>(body.locals.size()));
  for (const auto& [count, type] : body.locals) {
    inner.U32(count);
    inner.Byte(static_cast<std::uint8_t>(type));
  }
  inner.Append(body.code);
  out.Block(inner.bytes());
}

// A section that is a vector of `items`; left out where there are none.
template <typename Items, typename Write>
void WriteSection(ByteWriter& out, std::uint8_t id, const Items& items, Write write) {
  if (items.empty()) return;
  ByteWriter section;
  section.U32(static_cast<std::uint32_t>(items.size()));
  for (const auto& item : items) write(section, item);
  out.Byte(id);
  out.Block(section.bytes());
}

}  // namespace

auto EncodeModule(const Module& module) -> std::vector<std::uint8_t> {
  constexpr std::uint8_t kHeader[] = {0, 'a', 's', 'm', 1, 0, 0, 0};
  ByteWriter out;
  out.Append(kHeader);
  WriteSection(out, 1, module.types, [](ByteWriter& section, const FunctionType& type) {
    section.Byte(0x60);
    WriteTypes(section, type.parameters);
    WriteTypes(section, type.results);
  });
  WriteSection(out, 3, module.functions, [](ByteWriter& section, std::uint32_t type) { section.U32(type); });
  WriteSection(out, 4, module.tables, [](ByteWriter& section, const Table& table) {
    section.Byte(static_cast<std::uint8_t>(table.type));
    WriteSize(section, table.size);
  });
  WriteSection(out, 5, module.memories, WriteSize);
  WriteSection(out, 6, module.globals, [](ByteWriter& section, const Global& global) {
    section.Byte(static_cast<std::uint8_t>(global.type));
    section.Byte(global.is_mutable ? 1 : 0);
    section.Append(global.value);
  });
  WriteSection(out, 7, module.exports, [](ByteWriter& section, const Export& item) {
    section.Name(item.name);
    section.Byte(static_cast<std::uint8_t>(item.kind));
    section.U32(item.index);
  });
  if (module.start) {
    ByteWriter section;
    section.U32(*module.start);
    out.Byte(8);
    out.Block(section.bytes());
  }
  WriteSection(out, 9, module.elements, [](ByteWriter& section, const Element& element) {
    section.U32(0);
    section.Append(element.offset);
    section.U32(static_cast<std::uint32_t>(element.functions.size()));
    for (const std::uint32_t function : element.functions) section.U32(function);
  });
  if (module.has_data_count) {
    ByteWriter section;
    section.U32(static_cast<std::uint32_t>(module.data.size()));
    out.Byte(12);
    out.Block(section.bytes());
  }
  WriteSection(out, 10, module.bodies, WriteBody);
  WriteSection(out, 11, module.data, [](ByteWriter& section, const Data& data) {
    section.U32(data.passive ? 1 : 0);
    if (!data.passive) section.Append(data.offset);
    section.Block(data.bytes);
  });
  for (const CustomSection& custom : module.customs) {
    ByteWriter section;
    section.Name(custom.name);
    section.Append(custom.bytes);
    out.Byte(0);
    out.Block(section.bytes());
  }
  return out.Take();
}

}  // namespace bytelogic::wasm
