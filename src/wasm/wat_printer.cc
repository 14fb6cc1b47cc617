#include "wasm/wat_printer.h"

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <string_view>

#include "wasm/instruction.h"
#include "wasm/names.h"

namespace bytelogic::wasm {
namespace {

auto NameOf(ValueType type) -> std::string_view {
  switch (type) {
    case ValueType::kI32:
      return "i32";
    case ValueType::kI64:
      return "i64";
    case ValueType::kF32:
      return "f32";
    case ValueType::kF64:
      return "f64";
    case ValueType::kV128:
      return "v128";
    case ValueType::kFuncRef:
      return "funcref";
    case ValueType::kExternRef:
      return "externref";
  }
  return "?";
}

class Printer {
 public:
  explicit Printer(const Module& module) : module_(module), names_(FunctionNames(module)) {}

  auto Print() -> std::string {
    out_ = "(module\n";
    for (std::size_t i = 0; i < module_.types.size(); ++i) {
      Line("(type (;" + std::to_string(i) + ";) (func" + Signature(module_.types[i]) + "))");
    }
    for (std::size_t i = 0; i < module_.functions.size(); ++i) PrintFunction(static_cast<std::uint32_t>(i));
    for (const Table& table : module_.tables)
      Line("(table" + Size(table.size) + " " + std::string(NameOf(table.type)) + ")");
    for (const SizeRange& memory : module_.memories) Line("(memory" + Size(memory) + ")");
    for (const Global& global : module_.globals) {
      const std::string type(NameOf(global.type));
      Line("(global " + (global.is_mutable ? "(mut " + type + ")" : type) + " " + Constant(global.value) + ")");
    }
    for (const Export& item : module_.exports) PrintExport(item);
    if (module_.start) Line("(start " + Function(*module_.start) + ")");
    for (const Element& element : module_.elements) {
      std::string line = "(elem " + Constant(element.offset) + " func";
      for (const std::uint32_t function : element.functions) line += " " + Function(function);
      Line(line + ")");
    }
    for (const Data& data : module_.data) {
      Line("(data " + (data.passive ? std::string() : Constant(data.offset) + " ") + Quoted(data.bytes) + ")");
    }
    for (const CustomSection& custom : module_.customs) {
      // Names are in the text already; other tools would not know the section by that name again.
      if (custom.name == "name") continue;
      Line("(@custom " + QuotedText(custom.name) + " " + Quoted(custom.bytes) + ")");
    }
    out_ += ")\n";
    return std::move(out_);
  }

 private:
  void Line(std::string_view text) {
    out_.append(2 * indent_, ' ');
    out_ += text;
    out_ += '\n';
  }

  static auto Signature(const FunctionType& type) -> std::string {
    std::string text;
    if (!type.parameters.empty()) text += " (param" + Types(type.parameters) + ")";
    if (!type.results.empty()) text += " (result" + Types(type.results) + ")";
    return text;
  }
  static auto Types(const std::vector<ValueType>& types) -> std::string {
    std::string text;
    for (const ValueType type : types) text += " " + std::string(NameOf(type));
    return text;
  }
  static auto Size(const SizeRange& size) -> std::string {
    return " " + std::to_string(size.minimum) + (size.maximum ? " " + std::to_string(*size.maximum) : std::string());
  }
  [[nodiscard]] auto Function(std::uint32_t index) const -> std::string {
    return index < names_.size() && !names_[index].empty() ? names_[index] : std::to_string(index);
  }

  static auto Quoted(Bytes bytes) -> std::string {
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string text = "\"";
    for (const std::uint8_t byte : bytes) {
      if (byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\') {
        text += static_cast<char>(byte);
      } else {
        text += '\\';
        text += kHex[byte >> 4U];
        text += kHex[byte & 15U];
      }
    }
    return text + '"';
  }
  static auto QuotedText(std::string_view text) -> std::string {
    return Quoted({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  }

  void PrintExport(const Export& item) {
    constexpr std::string_view kKinds[] = {"func", "table", "memory", "global"};
    const std::string index = item.kind == ExternKind::kFunction ? Function(item.index) : std::to_string(item.index);
    Line("(export " + QuotedText(item.name) + " (" + std::string(kKinds[static_cast<std::size_t>(item.kind)]) + " " +
         index + "))");
  }

  auto Constant(Bytes expression) -> std::string {
    std::string text = "(";
    ByteReader reader(expression);
    Instruction instruction;
    std::size_t count = 0;
    while (ReadInstruction(reader, instruction) && instruction.opcode != kOpcodeEnd) {
      if (count++ > 0) text += ") (";
      text += Text(instruction);
    }
    return text + ")";
  }

  void PrintFunction(std::uint32_t index) {
    const Body& body = module_.bodies[index];
    const std::string name = names_[index].empty() ? std::string() : names_[index] + " ";
    const std::uint32_t type = module_.functions[index];
    Line("(func " + name + "(;" + std::to_string(index) + ";) (type " + std::to_string(type) + ")" +
         Signature(module_.types[type]));
    ++indent_;
    for (const auto& [count, local] : body.locals) {
      std::string line = "(local";
      for (std::uint32_t i = 0; i < count && i < kMaxLocals; ++i) line += " " + std::string(NameOf(local));
      Line(line + ")");
    }
    const std::size_t outside = indent_;
    ByteReader reader(body.code);
    Instruction instruction;
    while (ReadInstruction(reader, instruction)) {
      if (instruction.opcode == kOpcodeEnd || instruction.opcode == kOpcodeElse) {
        if (indent_ == outside) break;  // the end of the function
        --indent_;
      }
      Line(Text(instruction));
      if (instruction.immediate == Immediate::kBlockType || instruction.opcode == kOpcodeElse) ++indent_;
    }
    if (!reader.ok()) Line(";; an instruction that this printer does not know");
    indent_ = outside - 1;
    Line(")");
  }

  auto BlockType(std::int64_t type) const -> std::string {
    if (type == kEmptyBlockType) return {};
    if (type < 0) return " (result " + std::string(NameOf(static_cast<ValueType>(type & 0x7F))) + ")";
    return " (type " + std::to_string(type) + ")";
  }

  static auto FloatText(double value, std::uint64_t bits, bool single) -> std::string {
    char buffer[64];
    if (std::isnan(value)) {
      const std::uint64_t payload = single ? bits & 0x7F'FFFFU : bits & 0xF'FFFF'FFFF'FFFFU;
      std::snprintf(buffer, sizeof(buffer), "%snan:0x%llx", std::signbit(value) ? "-" : "",
                    static_cast<unsigned long long>(payload));
      return buffer;
    }
    if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
    // In hexadecimal, which is exact.
    const char* const end =
        std::to_chars(buffer, buffer + sizeof(buffer), std::fabs(value), std::chars_format::hex).ptr;
    return (std::signbit(value) ? "-0x" : "0x") + std::string(static_cast<const char*>(buffer), end);
  }

  auto Text(const Instruction& instruction) const -> std::string {
    std::string text(instruction.name);
    const auto add = [&text](std::uint64_t number) { text += " " + std::to_string(number); };
    switch (instruction.immediate) {
      case Immediate::kNone:
        break;
      case Immediate::kBlockType:
        text += BlockType(instruction.block_type);
        break;
      case Immediate::kFunction:
        text += " " + Function(instruction.index);
        break;
      case Immediate::kLabel:
      case Immediate::kLocal:
      case Immediate::kGlobal:
      case Immediate::kTable:
      case Immediate::kData:
      case Immediate::kElement:
        add(instruction.index);
        break;
      case Immediate::kMemory:
        break;  // there is one memory at most
      case Immediate::kTwoMemories:
        break;
      case Immediate::kLabels:
        for (const std::uint32_t label : instruction.labels) add(label);
        add(instruction.index);
        break;
      case Immediate::kIndirect:
        text += " (type " + std::to_string(instruction.index) + ")";
        break;
      case Immediate::kDataMemory:
        add(instruction.index);
        break;
      case Immediate::kElementTable:
        add(instruction.index);
        break;
      case Immediate::kTwoTables:
        add(instruction.index);
        add(instruction.second);
        break;
      case Immediate::kMemoryAccess:
        if (instruction.offset != 0) text += " offset=" + std::to_string(instruction.offset);
        if (instruction.index != instruction.natural_alignment) {
          text += " align=" + std::to_string(1U << instruction.index);
        }
        break;
      case Immediate::kI32:
      case Immediate::kI64:
        text += " " + std::to_string(instruction.value);
        break;
      case Immediate::kF32: {
        const auto bits = static_cast<std::uint32_t>(instruction.bits);
        text += " " + FloatText(std::bit_cast<float>(bits), bits, true);
        break;
      }
      case Immediate::kF64:
        text += " " + FloatText(std::bit_cast<double>(instruction.bits), instruction.bits, false);
        break;
      case Immediate::kTypes:
        text += " (result" + Types(instruction.types) + ")";
        break;
      case Immediate::kRefType:
        text += instruction.type == ValueType::kFuncRef ? " func" : " extern";
        break;
    }
    return text;
  }

  // As many as a valid function may have; the reader does not count them.
  static constexpr std::uint32_t kMaxLocals = 50'000;

  const Module& module_;
  std::vector<std::string> names_;
  std::string out_;
  std::size_t indent_ = 1;
};

}  // namespace

auto PrintWat(const Module& module) -> std::string { return Printer(module).Print(); }

}  // namespace bytelogic::wasm
