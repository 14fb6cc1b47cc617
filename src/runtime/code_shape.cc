#include "runtime/code_shape.h"

#include <algorithm>

namespace bytelogic::runtime {
namespace {

// The next of a loop over rows, whose next stands at its end: kJump where `head` is no head of one.
auto RowNextOf(OpKind head) -> OpKind {
  switch (head) {
    case OpKind::kScan:
      return OpKind::kScanNext;
    case OpKind::kProbe:
      return OpKind::kProbeNext;
    case OpKind::kScanChanged:
      return OpKind::kScanChangedNext;
    default:
      return OpKind::kJump;
  }
}

// The next of the other loops, which stands behind the head.
auto TurnNextOf(OpKind head) -> OpKind {
  switch (head) {
    case OpKind::kRange:
      return OpKind::kRangeNext;
    case OpKind::kSnapshot:
      return OpKind::kSnapshotNext;
    case OpKind::kGroups:
      return OpKind::kGroupsNext;
    default:
      return OpKind::kListNext;
  }
}

// What may change relations or aggregations behind a loop over rows. Rules may call: what they call asserts nothing.
auto HasEffects(OpKind kind) -> bool {
  switch (kind) {
    case OpKind::kAssert:
    case OpKind::kAssertRows:
    case OpKind::kSolve:
    case OpKind::kEnsureSolved:
    case OpKind::kCall:
    case OpKind::kCheck:
      return true;
    default:
      return false;
  }
}

auto IsLoopNext(OpKind kind) -> bool {
  return IsRowNext(kind) || kind == OpKind::kRangeNext || kind == OpKind::kSnapshotNext || kind == OpKind::kListNext ||
         kind == OpKind::kGroupsNext;
}

// What every jump backwards has to lead to, so that nothing goes on for ever.
auto CostsFuel(OpKind kind) -> bool { return kind == OpKind::kStep || IsLoopNext(kind); }

auto Inside(const FunctionEntry& function, std::uint32_t at) -> bool {
  return at >= function.begin && at < function.end;
}

auto HasEffectsIn(const ImageView& view, std::uint32_t begin, std::uint32_t end) -> bool {
  for (std::uint32_t at = begin; at < end; ++at) {
    if (HasEffects(view.op(at).kind)) return true;
  }
  return false;
}

}  // namespace

auto IsRowHead(OpKind kind) -> bool { return RowNextOf(kind) != OpKind::kJump; }

auto IsRowNext(OpKind kind) -> bool {
  return kind == OpKind::kScanNext || kind == OpKind::kProbeNext || kind == OpKind::kScanChangedNext;
}

auto CodeShape::FindLoops(const ImageView& view, const FunctionEntry& function, bool is_rule) -> bool {
  for (std::uint32_t at = function.begin; at < function.end; ++at) {
    const Op& op = view.op(at);
    switch (op.kind) {
      case OpKind::kScan:
      case OpKind::kProbe:
      case OpKind::kScanChanged: {
        if (!Inside(function, op.e) || op.e <= at) return false;
        const Op& next = view.op(op.e);
        if (next.kind != RowNextOf(op.kind) || next.a != op.a || next.b != op.b || next.d != at + 1) return false;
        if (!is_rule && HasEffectsIn(view, at, op.e)) return false;
        loops.push_back({at, op.e, op.e + 1});
        break;
      }
      case OpKind::kRange:
      case OpKind::kSnapshot:
      case OpKind::kList:
      case OpKind::kGroups: {
        if (!Inside(function, at + 1)) return false;
        const Op& next = view.op(at + 1);
        const bool fits = next.kind == TurnNextOf(op.kind) && next.a == op.a && next.c <= 1;
        if (!fits || next.d <= at + 1 || !Inside(function, next.d)) return false;
        const bool same = op.kind == OpKind::kSnapshot || op.kind == OpKind::kGroups;
        if (same && next.b != op.b) return false;
        loops.push_back({at, at + 1, next.d});
        break;
      }
      default:
        break;
    }
  }
  return true;
}

auto CodeShape::Find(const ImageView& view, const FunctionEntry& function, bool is_rule) -> bool {
  if (!FindLoops(view, function, is_rule)) return false;
  for (std::uint32_t at = function.begin; at < function.end; ++at) {
    const Op& op = view.op(at);
    if (IsLoopNext(op.kind) && LoopOfNext(at) == nullptr) return false;
    const bool jumps = op.kind == OpKind::kJump || op.kind == OpKind::kJumpIfFalse || op.kind == OpKind::kJumpIfTrue;
    if (jumps && !(CheckEdge(function, at, op.d) && (op.d > at || CostsFuel(view.op(op.d).kind)))) return false;
    if (IsLoopNext(op.kind) && !CheckEdge(function, at, op.d)) return false;
    const bool falls = op.kind != OpKind::kJump && op.kind != OpKind::kReturn && op.kind != OpKind::kReturnNone;
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
    const OpKind kind = view.op(loop.head).kind;
    if (kind == OpKind::kRange || kind == OpKind::kGroups ? at > loop.next && at < loop.end
                                                          : IsRowHead(kind) && at > loop.head && at < loop.next) {
      around = &loop;
    }
  }
  return around;
}

}  // namespace bytelogic::runtime
