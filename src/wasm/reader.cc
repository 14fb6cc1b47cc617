#include "wasm/reader.h"

#include <algorithm>
#include <array>

#include "wasm/byte_reader.h"
#include "wasm/instruction.h"

namespace bytelogic::wasm {
namespace {

constexpr std::array<std::uint8_t, 8> kHeader = {0, 'a', 's', 'm', 1, 0, 0, 0};

enum class Section : std::uint8_t {
  kCustom,
  kType,
  kImport,
  kFunction,
  kTable,
  kMemory,
  kGlobal,
  kExport,
  kStart,
  kElement,
  kCode,
  kData,
  kDataCount,
};

// Of all sections together, so that reading them takes no more memory than they do: an entry of three bytes becomes a
// structure of fifty.
constexpr std::uint32_t kMaxItems = 100'000;

// Sections must come in this order; that of the data count is before the code.
auto OrderOf(Section section) -> int {
  if (section == Section::kDataCount) return 2 * static_cast<int>(Section::kElement) + 1;
  return 2 * static_cast<int>(section);
}

class ModuleReader {
 public:
  auto Read(Bytes bytes) -> bool {
    ByteReader reader(bytes);
    const Bytes header = reader.Take(kHeader.size());
    if (!std::equal(header.begin(), header.end(), kHeader.begin(), kHeader.end())) {
      return Fail("it does not begin with the header of WebAssembly 1");
    }
    int last = 0;
    while (!reader.at_end()) {
      const std::uint8_t id = reader.Byte();
      const Bytes content = reader.Take(reader.U32());
      if (!reader.ok() || id > static_cast<std::uint8_t>(Section::kDataCount)) return Fail("a section is malformed");
      const auto section = static_cast<Section>(id);
      if (section != Section::kCustom) {
        if (OrderOf(section) <= last) return Fail("its sections are out of order");
        last = OrderOf(section);
      }
      ByteReader part(content);
      const bool is_supported = ReadSection(section, part);
      if (items_ > kMaxItems)
        return Fail("it has more types, functions, exports, segments or sections than any module needs");
      if (!is_supported) return Fail("it has imports, or parts that are not supported");
      if (!part.ok() || !part.at_end()) return Fail("section " + std::to_string(id) + " is malformed");
    }
    return Check();
  }

  auto TakeModule() -> Module { return std::move(module_); }
  auto TakeError() -> std::string { return std::move(error_); }

 private:
  auto Fail(std::string why) -> bool {
    error_ = std::move(why);
    return false;
  }

  // False: the section has something that is not supported. What is malformed fails the reader.
  auto ReadSection(Section section, ByteReader& reader) -> bool {
    switch (section) {
      case Section::kCustom:
        ReadCustom(reader);
        return true;
      case Section::kImport:
        return reader.U32() == 0;
      case Section::kType:
        return ReadTypes(reader);
      case Section::kFunction:
        for (std::uint32_t i = Items(reader); i > 0; --i) module_.functions.push_back(reader.U32());
        return true;
      case Section::kTable:
        for (std::uint32_t i = Items(reader); i > 0; --i) {
          Table& table = module_.tables.emplace_back();
          table.type = ReadType(reader);
          if (!ReadSize(reader, table.size)) return false;
        }
        return true;
      case Section::kMemory:
        for (std::uint32_t i = Items(reader); i > 0; --i) {
          if (!ReadSize(reader, module_.memories.emplace_back())) return false;
        }
        return true;
      case Section::kGlobal:
        for (std::uint32_t i = Items(reader); i > 0; --i) {
          Global& global = module_.globals.emplace_back();
          global.type = ReadType(reader);
          global.is_mutable = reader.Byte() != 0;
          global.value = ReadConstantExpression(reader);
        }
        return true;
      case Section::kExport:
        for (std::uint32_t i = Items(reader); i > 0; --i) {
          Export& item = module_.exports.emplace_back();
          item.name = reader.Name();
          const std::uint8_t kind = reader.Byte();
          if (kind > static_cast<std::uint8_t>(ExternKind::kGlobal)) return false;
          item.kind = static_cast<ExternKind>(kind);
          item.index = reader.U32();
        }
        return true;
      case Section::kStart:
        module_.start = reader.U32();
        return true;
      case Section::kElement:
        for (std::uint32_t i = Items(reader); i > 0; --i) {
          if (reader.U32() != 0) return false;  // other than active, table 0, functions
          Element& element = module_.elements.emplace_back();
          element.offset = ReadConstantExpression(reader);
          for (std::uint32_t k = reader.Count(); k > 0; --k) element.functions.push_back(reader.U32());
        }
        return true;
      case Section::kDataCount:
        module_.has_data_count = true;
        data_count_ = reader.U32();
        return true;
      case Section::kCode:
        for (std::uint32_t i = Items(reader); i > 0; --i) ReadBody(reader.Take(reader.U32()), reader);
        return true;
      case Section::kData:
        return ReadData(reader);
    }
    return false;
  }

  void ReadCustom(ByteReader& reader) {
    CustomSection& custom = module_.customs.emplace_back();
    custom.name = reader.Name();
    custom.bytes = reader.Take(static_cast<std::uint32_t>(reader.remaining()));
    ++items_;
  }

  // The number of entries of a section or body; nothing where there are too many.
  auto Items(ByteReader& reader) -> std::uint32_t {
    const std::uint32_t count = reader.Count();
    items_ = count > kMaxItems ? kMaxItems + 1 : items_ + count;
    return items_ > kMaxItems ? 0 : count;
  }

  auto ReadTypes(ByteReader& reader) -> bool {
    constexpr std::uint8_t kFunctionForm = 0x60;
    for (std::uint32_t i = Items(reader); i > 0; --i) {
      if (reader.Byte() != kFunctionForm) return false;
      FunctionType& type = module_.types.emplace_back();
      for (std::uint32_t k = reader.Count(); k > 0; --k) type.parameters.push_back(ReadType(reader));
      for (std::uint32_t k = reader.Count(); k > 0; --k) type.results.push_back(ReadType(reader));
    }
    return true;
  }

  static auto ReadType(ByteReader& reader) -> ValueType {
    const std::uint8_t byte = reader.Byte();
    if (!IsValueType(byte)) reader.Fail();
    return static_cast<ValueType>(byte);
  }

  // False where it is shared, or 64-bit.
  static auto ReadSize(ByteReader& reader, SizeRange& size) -> bool {
    const std::uint8_t flags = reader.Byte();
    if (flags > 1) return false;
    size.minimum = reader.U32();
    if (flags == 1) size.maximum = reader.U32();
    return true;
  }

  void ReadBody(Bytes bytes, ByteReader& outer) {
    ByteReader reader(bytes);
    Body& body = module_.bodies.emplace_back();
    for (std::uint32_t i = Items(reader); i > 0; --i) {
      const std::uint32_t count = reader.U32();
      body.locals.emplace_back(count, ReadType(reader));
    }
    body.code = reader.Take(static_cast<std::uint32_t>(reader.remaining()));
    if (!reader.ok() || body.code.empty()) outer.Fail();
  }

  auto ReadData(ByteReader& reader) -> bool {
    for (std::uint32_t i = Items(reader); i > 0; --i) {
      const std::uint32_t flags = reader.U32();
      if (flags > 1) return false;
      Data& data = module_.data.emplace_back();
      data.passive = flags == 1;
      if (!data.passive) data.offset = ReadConstantExpression(reader);
      data.bytes = reader.Take(reader.U32());
    }
    return true;
  }

  // What the encoder and the printer rely on: counts that fit together, indexes in range.
  auto Check() -> bool {
    const Module& m = module_;
    if (m.bodies.size() != m.functions.size()) return Fail("it has another number of functions than of bodies");
    if (m.has_data_count && data_count_ != m.data.size()) return Fail("its data count is wrong");
    if (m.tables.size() > 1 || m.memories.size() > 1) return Fail("it has several tables or memories");
    for (const std::uint32_t type : m.functions) {
      if (type >= m.types.size()) return Fail("a function has an unknown type");
    }
    for (const Export& item : m.exports) {
      const std::size_t counts[] = {m.functions.size(), m.tables.size(), m.memories.size(), m.globals.size()};
      if (item.index >= counts[static_cast<std::size_t>(item.kind)]) return Fail("an export names nothing");
    }
    return true;
  }

  Module module_;
  std::uint32_t data_count_ = 0;
  std::uint32_t items_ = 0;
  std::string error_;
};

}  // namespace

auto ReadModule(Bytes bytes) -> tl::expected<Module, std::string> {
  ModuleReader reader;
  if (!reader.Read(bytes)) return tl::unexpected(reader.TakeError());
  return reader.TakeModule();
}

}  // namespace bytelogic::wasm
