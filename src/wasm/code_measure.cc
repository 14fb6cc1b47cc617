#include "wasm/code_measure.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "wasm/instruction.h"

namespace bytelogic::wasm {
namespace {

constexpr std::uint32_t kUnreachable = 0x00;
constexpr std::uint32_t kBranch = 0x0C;
constexpr std::uint32_t kReturn = 0x0F;
constexpr std::uint32_t kMemorySize = 0x3F;
constexpr std::uint32_t kLastPlain = 0xC4;  // i64.extend32_s; references follow
constexpr std::uint32_t kMemoryGrow = 0x40;
constexpr std::uint32_t kFirstSaturating = 0xFC00;
constexpr std::uint32_t kLastSaturating = 0xFC07;
constexpr std::uint32_t kMemoryCopy = 0xFC0A;
constexpr std::uint32_t kMemoryFill = 0xFC0B;

// Is it one that our runtime may have?
auto IsKnown(const Instruction& instruction) -> bool {
  switch (instruction.immediate) {
    case Immediate::kTypes:
    case Immediate::kTable:
    case Immediate::kRefType:
      return false;
    default:
      break;
  }
  const std::uint32_t opcode = instruction.opcode;
  const bool is_tail_call = opcode == 0x12 || opcode == 0x13;
  return (opcode <= kLastPlain && !is_tail_call) || (opcode >= kFirstSaturating && opcode <= kLastSaturating) ||
         opcode == kMemoryCopy || opcode == kMemoryFill;
}

// Compiles to many instructions, or to blocks of its own.
auto IsDivision(std::uint32_t opcode) -> bool {
  const bool divides = (opcode >= 0x6D && opcode <= 0x70) || (opcode >= 0x7F && opcode <= 0x82);
  const bool rounds_or_minimum = opcode == 0x96 || opcode == 0x97 || opcode == 0xA4 || opcode == 0xA5;
  const bool truncates = (opcode >= 0xA8 && opcode <= 0xAB) || (opcode >= 0xAE && opcode <= 0xB1);
  const bool from_unsigned = opcode == 0xB5 || opcode == 0xBA;
  return divides || rounds_or_minimum || truncates || from_unsigned ||
         (opcode >= kFirstSaturating && opcode <= kLastSaturating);
}

// How many values an instruction takes and leaves; of those that end a block or leave it, nothing.
struct Effect {
  std::uint32_t takes = 0;
  std::uint32_t leaves = 0;
};

// Of those without control flow. Opcodes of one kind stand together in the binary format.
auto PlainEffect(std::uint32_t opcode) -> Effect {
  constexpr Effect kUnary{1, 1};
  constexpr Effect kBinary{2, 1};
  if (opcode >= 0x28 && opcode <= 0x35) return kUnary;  // loads
  if (opcode >= 0x36 && opcode <= 0x3E) return {2, 0};  // stores
  if (opcode == kMemorySize) return {0, 1};
  if (opcode == kMemoryGrow) return kUnary;
  if (opcode >= 0x41 && opcode <= 0x44) return {0, 1};   // constants
  if (opcode == 0x45 || opcode == 0x50) return kUnary;   // eqz
  if (opcode >= 0x46 && opcode <= 0x66) return kBinary;  // comparisons
  const bool is_unary = (opcode >= 0x67 && opcode <= 0x69) || (opcode >= 0x79 && opcode <= 0x7B) ||
                        (opcode >= 0x8B && opcode <= 0x91) || (opcode >= 0x99 && opcode <= 0x9F) || opcode >= 0xA7;
  if (opcode == kMemoryCopy || opcode == kMemoryFill) return {3, 0};
  if (is_unary) return kUnary;  // counts, roundings, conversions
  if (opcode >= 0x6A) return kBinary;
  switch (opcode) {
    case 0x1A:  // drop
      return {1, 0};
    case 0x1B:  // select
      return {3, 1};
    case 0x20:  // local.get
    case 0x23:  // global.get
      return {0, 1};
    case 0x21:  // local.set
    case 0x24:  // global.set
      return {1, 0};
    case 0x22:  // local.tee
      return kUnary;
    default:
      return {};
  }
}

// Walks over one body. Of code that is not valid it measures something; the compiler refuses it.
class Measurer {
 public:
  Measurer(const Module& module, std::size_t index)
      : module_(module), body_(module.bodies[index]), type_(module.types[module.functions[index]]) {}

  auto Run() -> tl::expected<CodeMeasure, std::string> {
    measure_.bytes = body_.code.size();
    measure_.locals = type_.parameters.size();
    for (const auto& [count, type] : body_.locals) {
      if (type == ValueType::kV128 || type == ValueType::kFuncRef || type == ValueType::kExternRef) {
        return tl::unexpected<std::string>("it has a vector or a reference as a local");
      }
      measure_.locals += count;
    }
    ByteReader reader(body_.code);
    Instruction instruction;
    blocks_.push_back({0, type_.results.size()});
    while (!reader.at_end()) {
      if (blocks_.empty()) return tl::unexpected<std::string>("it goes on after its end");
      if (!ReadInstruction(reader, instruction) || !IsKnown(instruction)) {
        return tl::unexpected<std::string>("it has an instruction that no module of ByteLogic has");
      }
      ++measure_.instructions;
      if (!Count(instruction)) return tl::unexpected(std::move(error_));
      measure_.stack = std::max(measure_.stack, height_);
    }
    if (!blocks_.empty()) return tl::unexpected<std::string>("its blocks have no end");
    return measure_;
  }

 private:
  struct OpenBlock {
    std::uint64_t height;  // of the operand stack where it began
    std::uint64_t results;
  };

  void Apply(const Effect& effect) {
    const std::uint64_t base = blocks_.back().height;
    // Behind a branch there are as many values as anybody wants.
    height_ = std::max(base, height_ - std::min<std::uint64_t>(height_, effect.takes)) + effect.leaves;
  }
  void Leave() { height_ = blocks_.back().height; }

  auto Call(std::uint32_t type_index, std::uint32_t also_takes) -> bool {
    ++measure_.calls;
    if (type_index >= module_.types.size()) return Fail("it calls a function of an unknown type");
    const FunctionType& type = module_.types[type_index];
    Apply({static_cast<std::uint32_t>(type.parameters.size()) + also_takes,
           static_cast<std::uint32_t>(type.results.size())});
    return true;
  }

  auto Fail(std::string why) -> bool {
    error_ = std::move(why);
    return false;
  }

  auto Count(const Instruction& instruction) -> bool {
    switch (instruction.immediate) {
      case Immediate::kBlockType:
        if (instruction.block_type >= 0) return Fail("it has a block that takes values, or leaves more than one");
        ++measure_.blocks;
        if (instruction.opcode == kOpcodeLoop) ++measure_.loops;
        if (instruction.opcode == kOpcodeIf) Apply({1, 0});
        measure_.nesting = std::max<std::uint64_t>(measure_.nesting, blocks_.size());
        blocks_.push_back({height_, instruction.block_type == kEmptyBlockType ? 0U : 1U});
        return true;
      case Immediate::kLabel:
        ++measure_.branches;
        if (instruction.opcode == kBranch) {
          Leave();
        } else {
          Apply({1, 0});
        }
        return true;
      case Immediate::kLabels:
        measure_.branches += instruction.labels.size() + 1;
        Leave();
        return true;
      case Immediate::kIndirect:
        ++measure_.indirect_calls;
        return Call(instruction.index, 1);
      case Immediate::kFunction:
        if (instruction.index >= module_.functions.size()) return Fail("it calls a function that is not there");
        return Call(module_.functions[instruction.index], 0);
      case Immediate::kGlobal:
        ++measure_.globals;
        break;
      default:
        break;
    }
    switch (instruction.opcode) {
      case kOpcodeEnd:
        height_ = blocks_.back().height + blocks_.back().results;
        blocks_.pop_back();
        return true;
      case kOpcodeElse:
        ++measure_.blocks;
        Leave();
        return true;
      case kReturn:
        ++measure_.branches;
        Leave();
        return true;
      case kUnreachable:
        Leave();
        return true;
      case kMemoryGrow:
      case kMemoryCopy:
      case kMemoryFill:
        ++measure_.helpers;
        break;
      default:
        if (IsDivision(instruction.opcode)) ++measure_.divisions;
        break;
    }
    Apply(PlainEffect(instruction.opcode));
    return true;
  }

  const Module& module_;
  const Body& body_;
  const FunctionType& type_;
  CodeMeasure measure_;
  std::vector<OpenBlock> blocks_;
  std::uint64_t height_ = 0;
  std::string error_;
};

}  // namespace

auto MeasureFunction(const Module& module, std::size_t index) -> tl::expected<CodeMeasure, std::string> {
  return Measurer(module, index).Run();
}

}  // namespace bytelogic::wasm
