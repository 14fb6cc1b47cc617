#include "runtime/fault_place.h"

#include "runtime/op_info.h"

namespace bytelogic::runtime {
namespace {

// The "next" of the innermost loop of `function` around instruction `at`; kNone32 where there is none.
auto LoopAround(const Op* code, const FunctionEntry& function, std::uint32_t at) -> std::uint32_t {
  std::uint32_t next = kNone32;
  for (std::uint32_t i = function.begin; i < at; ++i) {
    const Op& op = code[i];
    if (FormOf(op.kind) == OpForm::kRowHead) {
      if (at < op.e) next = op.e;
    } else if (FormOf(op.kind) == OpForm::kTurnHead && at > i + 1 && at < code[i + 1].d) {
      next = i + 1;
    }
  }
  return next;
}

}  // namespace

auto LoopAfterFault(const Op* code, const FunctionEntry& function, std::uint32_t at) -> std::uint32_t {
  const std::uint32_t next = LoopAround(code, function, at);
  return code[at].kind == OpKind::kAccumulateQuery ? LoopAround(code, function, code[next].d - 1) : next;
}

auto PlaceOfLimit(const Machine& machine, const Op* op) -> std::uint32_t {
  if (machine.failure.status == Status::kOutputLimit && machine.failure.output != kNone32) {
    return machine.Entries<OutputEntry>(machine.header->outputs)[machine.failure.output].site;
  }
  if (op->kind == OpKind::kInsert || op->kind == OpKind::kInsertBest || op->kind == OpKind::kAssert) return op->e;
  const auto* function = machine.Entries<FunctionEntry>(machine.header->functions);
  const auto at = static_cast<std::uint32_t>(op - machine.code);
  while (at < function->begin || at >= function->end) ++function;
  for (const Op* const begin = machine.code + function->begin; op >= begin; --op) {
    if (op->kind == OpKind::kStep) return op->e;
  }
  return function->site;
}

}  // namespace bytelogic::runtime
