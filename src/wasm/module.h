// module.h - a WebAssembly module as plain data: what reader.h makes, append.h changes, encoder.h and wat_printer.h
// write.
//
//   Module module = *ReadModule(bytes);
//   module.memories[0].minimum = 40;
//   std::vector<std::uint8_t> changed = EncodeModule(module);
//
// Names, bodies and data are views: into the bytes that were read, or into `owned`. The instructions of a body stay
// bytes; instruction.h takes them apart where somebody wants to look.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace bytelogic::wasm {

using Bytes = std::span<const std::uint8_t>;

enum class ValueType : std::uint8_t {
  kI32 = 0x7F,
  kI64 = 0x7E,
  kF32 = 0x7D,
  kF64 = 0x7C,
  kV128 = 0x7B,
  kFuncRef = 0x70,
  kExternRef = 0x6F,
};

enum class ExternKind : std::uint8_t { kFunction, kTable, kMemory, kGlobal };

struct FunctionType {
  std::vector<ValueType> parameters;
  std::vector<ValueType> results;
  friend auto operator==(const FunctionType&, const FunctionType&) -> bool = default;
};

// Of a memory in pages of 64 KiB, of a table in elements.
struct SizeRange {
  std::uint32_t minimum = 0;
  std::optional<std::uint32_t> maximum;
};

struct Table {
  ValueType type = ValueType::kFuncRef;
  SizeRange size;
};

struct Global {
  ValueType type = ValueType::kI32;
  bool is_mutable = false;
  Bytes value;  // a constant expression, with its `end`
};

struct Export {
  std::string_view name;
  ExternKind kind = ExternKind::kFunction;
  std::uint32_t index = 0;
};

// An active segment of table 0.
struct Element {
  Bytes offset;  // a constant expression, with its `end`
  std::vector<std::uint32_t> functions;
};

struct Body {
  std::vector<std::pair<std::uint32_t, ValueType>> locals;  // how many of which type
  Bytes code;                                               // with its last `end`
};

struct Data {
  bool passive = false;
  Bytes offset;  // where active: a constant expression, with its `end`
  Bytes bytes;
};

struct CustomSection {
  std::string_view name;
  Bytes bytes;
};

// No imports: the reader refuses them.
struct Module {
  std::vector<FunctionType> types;
  std::vector<std::uint32_t> functions;  // their types
  std::vector<Table> tables;
  std::vector<SizeRange> memories;
  std::vector<Global> globals;
  std::vector<Export> exports;
  std::optional<std::uint32_t> start;
  std::vector<Element> elements;
  bool has_data_count = false;  // its count is that of `data`
  std::vector<Body> bodies;     // as many as functions
  std::vector<Data> data;
  std::vector<CustomSection> customs;
  std::deque<std::vector<std::uint8_t>> owned;

  [[nodiscard]] auto FindExport(std::string_view name) const -> const Export* {
    for (const Export& item : exports) {
      if (item.name == name) return &item;
    }
    return nullptr;
  }
  [[nodiscard]] auto FindCustom(std::string_view name) const -> const CustomSection* {
    for (const CustomSection& section : customs) {
      if (section.name == name) return &section;
    }
    return nullptr;
  }
  // Keeps `bytes` as long as the module lives.
  auto Own(std::vector<std::uint8_t> bytes) -> Bytes { return owned.emplace_back(std::move(bytes)); }
};

}  // namespace bytelogic::wasm
