#include "runtime/code_shape.h"

#include <algorithm>

namespace bytelogic::runtime {
namespace {

// What may change relations or aggregations behind a loop over rows. Rules may call: what they call asserts nothing.
auto HasEffects(OpKind kind) -> bool { return FormOf(kind) == OpForm::kAsserts || FormOf(kind) == OpForm::kRuns; }

// What every jump backwards has to lead to, so that nothing goes on for ever.
auto CostsFuel(OpKind kind) -> bool { return kind == OpKind::kStep || IsLoopNext(kind); }

auto Inside(const FunctionEntry& function, std::uint32_t at) -> bool {
  return at >= function.begin && at < function.end;
}

// Whether `next` is the next of the loop that `head` begins: of that state, and over the same relation, index or
// aggregation.
auto IsNextOf(const Op& next, const Op& head) -> bool {
  if (next.kind != InfoOf(head.kind).next || next.a != head.a) return false;
  return std::ranges::all_of(InfoOf(next.kind).Fields(), [&](const OpField& field) {
    return field.slot != OpSlot::b || IsResult(field.role) || next.b == head.b;
  });
}

auto HasEffectsIn(const ImageView& view, std::uint32_t begin, std::uint32_t end) -> bool {
  for (std::uint32_t at = begin; at < end; ++at) {
    if (HasEffects(view.op(at).kind)) return true;
  }
  return false;
}

}  // namespace

auto CodeShape::FindLoops(const ImageView& view, const FunctionEntry& function, bool is_rule) -> bool {
  for (std::uint32_t at = function.begin; at < function.end; ++at) {
    const Op& op = view.op(at);
    if (FormOf(op.kind) == OpForm::kRowHead) {
      if (!Inside(function, op.e) || op.e <= at) return false;
      const Op& next = view.op(op.e);
      if (!IsNextOf(next, op) || next.d != at + 1) return false;
      if (!is_rule && HasEffectsIn(view, at, op.e)) return false;
      loops.push_back({at, op.e, op.e + 1});
    } else if (FormOf(op.kind) == OpForm::kTurnHead) {
      if (!Inside(function, at + 1)) return false;
      const Op& next = view.op(at + 1);
      if (!IsNextOf(next, op) || next.d <= at + 1 || !Inside(function, next.d)) return false;
      loops.push_back({at, at + 1, next.d});
    }
  }
  return true;
}

auto CodeShape::Find(const ImageView& view, const FunctionEntry& function, bool is_rule) -> bool {
  if (!FindLoops(view, function, is_rule)) return false;
  for (std::uint32_t at = function.begin; at < function.end; ++at) {
    const Op& op = view.op(at);
    if (IsLoopNext(op.kind) && LoopOfNext(at) == nullptr) return false;
    const OpForm form = FormOf(op.kind);
    if (form == OpForm::kJump && !(CheckEdge(function, at, op.d) && (op.d > at || CostsFuel(view.op(op.d).kind))))
      return false;
    if (IsLoopNext(op.kind) && !CheckEdge(function, at, op.d)) return false;
    const bool falls = op.kind != OpKind::kJump && form != OpForm::kLeaves;
    if (falls && !CheckEdge(function, at, at + 1)) return false;
  }
  for (const Loop& loop : loops) {
    leaders.push_back(loop.next);
    leaders.push_back(loop.end);
  }
  std::ranges::sort(leaders);
  return true;
}

auto CodeShape::CheckEdge(const FunctionEntry& function, std::uint32_t from, std::uint32_t to) -> bool {
  if (!Inside(function, to)) return false;
  leaders.push_back(to);
  return std::ranges::all_of(loops, [&](const Loop& loop) {
    const bool enters = to > loop.head && to < loop.end && !(from >= loop.head && from < loop.end);
    return !enters;
  });
}

auto CodeShape::LoopOfNext(std::uint32_t next) const -> const Loop* {
  for (const Loop& loop : loops) {
    if (loop.next == next) return &loop;
  }
  return nullptr;
}

auto CodeShape::LoopAround(const ImageView& view, std::uint32_t at) const -> const Loop* {
  const Loop* around = nullptr;
  for (const Loop& loop : loops) {
    const bool of_rows = FormOf(view.op(loop.head).kind) == OpForm::kRowHead;
    if (of_rows ? at > loop.head && at < loop.next : at > loop.next && at < loop.end) around = &loop;
  }
  return around;
}

}  // namespace bytelogic::runtime
