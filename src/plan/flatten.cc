// flatten.cc - structured code to jumps, in one pass with a stack of open structures.
#include "base/check.h"
#include "base/id_vector.h"
#include "plan/image_writer.h"
#include "runtime/code_fuel.h"

namespace bytelogic::plan {
namespace {

using runtime::kNone32;
using runtime::OpForm;

// An open structure, and the instructions whose targets are not known yet.
struct Structure {
  OpKind kind = OpKind::kBlock;
  std::uint32_t head = 0;              // loops: the instruction that `continue` jumps to, if it is known already
  std::uint32_t else_jump = kNone32;   // kIf: the jump to patch at kElse or kEnd
  std::vector<std::uint32_t> to_end;   // jumps to the end
  std::vector<std::uint32_t> to_next;  // loops over rows: jumps to the "next" at the end of the body
};

class Flattener {
 public:
  explicit Flattener(const Plan& plan) : plan_(plan) {}

  auto Run() -> FlatCode {
    flat_.code.reserve(plan_.code.size() + plan_.code.size() / 4);
    flat_.functions.reserve(plan_.functions.size());
    for (const Function& function : plan_.functions) {
      const std::uint32_t begin = Here();
      for (std::uint32_t i = function.begin; i < function.end; ++i) Add(plan_.code[i]);
      BL_CHECK(stack_.empty());
      flat_.functions.push_back({begin, Here(), function.register_count, function.parameter_count, function.site, 0});
    }
    runtime::PayInAdvance(flat_.code, flat_.functions);
    return std::move(flat_);
  }

 private:
  [[nodiscard]] auto Here() const -> std::uint32_t { return Size32(flat_.code); }

  auto Push(Op op) -> std::uint32_t {
    flat_.code.push_back(op);
    return Here() - 1;
  }

  auto Open(OpKind kind, std::uint32_t head) -> Structure& {
    Structure& structure = stack_.emplace_back();
    structure.kind = kind;
    structure.head = head;
    return structure;
  }

  auto Out(std::uint32_t levels) -> Structure& { return stack_[stack_.size() - 1 - levels]; }

  void Add(const Op& op) {
    switch (op.kind) {
      case OpKind::kIf: {
        const std::uint32_t jump = Push({.kind = OpKind::kJumpIfFalse, .a = op.a});
        Open(OpKind::kIf, 0).else_jump = jump;
        break;
      }
      case OpKind::kElse: {
        Structure& structure = Out(0);
        structure.to_end.push_back(Push({.kind = OpKind::kJump}));
        flat_.code[structure.else_jump].d = Here();
        structure.else_jump = kNone32;
        break;
      }
      case OpKind::kBlock:
        Open(OpKind::kBlock, 0);
        break;
      case OpKind::kLoop:
        Open(OpKind::kLoop, Here());
        break;
      case OpKind::kBranch:
        Out(op.d).to_end.push_back(Push({.kind = OpKind::kJump}));
        break;
      case OpKind::kBranchIfFalse:
        Out(op.d).to_end.push_back(Push({.kind = OpKind::kJumpIfFalse, .a = op.a}));
        break;
      case OpKind::kContinue:
        Continue(Out(op.d), {.kind = OpKind::kJump});
        break;
      case OpKind::kContinueIfFalse:
        Continue(Out(op.d), {.kind = OpKind::kJumpIfFalse, .a = op.a});
        break;
      case OpKind::kEnd:
        Close();
        break;
      default: {
        const std::uint32_t index = Push(op);
        if (runtime::OpensStructure(op.kind)) Open(op.kind, index);
      }
    }
  }

  void Continue(Structure& loop, Op jump) {
    const bool next_at_end = runtime::FormOf(loop.kind) == OpForm::kRowHead;
    jump.d = loop.head;
    const std::uint32_t index = Push(jump);
    if (next_at_end) loop.to_next.push_back(index);
  }

  void Close() {
    Structure structure = std::move(stack_.back());
    stack_.pop_back();
    if (structure.else_jump != kNone32) flat_.code[structure.else_jump].d = Here();
    if (runtime::FormOf(structure.kind) == OpForm::kRowHead) {
      for (const std::uint32_t jump : structure.to_next) flat_.code[jump].d = Here();
      Op& head = flat_.code[structure.head];
      head.e = Here();
      Push({.kind = runtime::InfoOf(head.kind).next, .a = head.a, .b = head.b, .c = head.c, .d = structure.head + 1});
    } else if (runtime::IsLoop(structure.kind)) {
      Push({.kind = OpKind::kJump, .d = structure.head});
      if (structure.kind != OpKind::kLoop) flat_.code[structure.head].d = Here();
    }
    for (const std::uint32_t jump : structure.to_end) flat_.code[jump].d = Here();
  }

  const Plan& plan_;
  FlatCode flat_;
  std::vector<Structure> stack_;
};

}  // namespace

auto Flatten(const Plan& plan) -> FlatCode { return Flattener(plan).Run(); }

}  // namespace bytelogic::plan
