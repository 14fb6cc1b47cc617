#include "runtime/validate_state.h"

#include <iterator>

#include "base/builtin.h"

namespace bytelogic::runtime {

auto KnownState::Has(std::uint32_t at, Holds holds) const -> bool {
  return at < state.registers.size() && state.registers[at].holds == holds;
}

auto KnownState::Set(std::uint32_t at, Holds holds, std::uint32_t maker) -> bool {
  if (at >= state.registers.size()) return false;
  state.registers[at] = {holds, maker};
  return true;
}

auto KnownState::IsValue(std::uint32_t at) const -> bool {
  return at < state.registers.size() && state.registers[at].holds >= Holds::kNumber &&
         state.registers[at].holds <= Holds::kCell;
}

auto KnownState::InOperands(std::uint32_t list, std::uint64_t count) const -> bool {
  return list <= view.header->operands.count && count <= view.header->operands.count - list;
}

auto KnownState::AreCells(std::uint32_t list, std::uint32_t count, bool pattern) const -> bool {
  if (!InOperands(list, count)) return false;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint16_t at = view.operand(list + i);
    if (!(pattern && at == kNoRegister) && !Has(at, Holds::kCell)) return false;
  }
  return true;
}

auto KnownState::IsRelation(std::uint32_t relation) const -> bool { return relation < view.header->relations.count; }

auto KnownState::KeepsBest(std::uint32_t relation) const -> bool {
  return IsRelation(relation) && view.relation(relation).keep != 0;
}

auto KnownState::IsRowOf(std::uint32_t at, std::uint32_t relation) const -> bool {
  if (!Has(at, Holds::kLoop)) return false;
  const Op& head = view.op(state.registers[at].maker);
  if (head.kind == OpKind::kProbe) return view.index(head.b).relation == relation;
  return FormOf(head.kind) == OpForm::kRowHead && head.b == relation;
}

auto KnownState::IsAggregation(std::uint32_t aggregation) const -> bool {
  return aggregation < view.header->aggregations.count;
}

auto KnownState::IsCopyOf(std::uint32_t at, std::uint32_t relation) const -> bool {
  if (!Has(at, Holds::kLoop)) return false;
  const Op& head = view.op(state.registers[at].maker);
  return head.kind == OpKind::kSnapshot && head.b == relation;
}

auto KnownState::IsGroupOf(std::uint32_t at, std::uint32_t aggregation) const -> bool {
  if (Has(at, Holds::kGroup)) return state.registers[at].maker == aggregation;
  if (!Has(at, Holds::kLoop)) return false;
  const Op& head = view.op(state.registers[at].maker);
  return head.kind == OpKind::kGroups && head.b == aggregation;
}

void KnownState::DropGroups(std::uint32_t aggregation) {
  for (Abstract& value : state.registers) {
    if (value.holds == Holds::kGroup && (aggregation == kNone32 || value.maker == aggregation)) value = {};
    if (value.holds != Holds::kLoop) continue;
    const Op& head = view.op(value.maker);
    if (head.kind != OpKind::kGroups) continue;
    if (aggregation == kNone32 || head.b == aggregation) value.holds = Holds::kLoopBegun;
  }
}

auto KnownState::IsSite(std::uint32_t site) const -> bool { return site < view.header->sites.count; }

void KnownState::KeepTexts(std::uint32_t head) {
  for (Abstract& value : state.registers) {
    if (IsTextual(value) && value.maker > (kManyMakers | head)) value.maker = head;  // what stands in front of the head
  }
}

void KnownState::ResetTexts(const Loop* loop) {
  for (Abstract& value : state.registers) {
    if (!IsTextual(value) || value.maker == kStable) continue;
    const bool many = (value.maker & kManyMakers) != 0;
    const std::uint32_t made_at = (value.maker & ~kManyMakers) - 1;  // all of them, or some before
    const bool survives = loop != nullptr && (made_at < loop->head || (!many && made_at >= loop->end));
    if (!survives) value = {};
  }
}

auto KnownState::WidthOf(const Op& op) const -> std::uint32_t {
  const OpInfo& info = InfoOf(op.kind);
  if (info.Find(OperandRole::kSet) != nullptr) return view.Entry<SetEntry>(view.header->sets, op.b).arity;
  if (info.Find(OperandRole::kAggregation) != nullptr) return view.aggregation(op.b).group_columns;
  return view.relation(op.b).arity;
}

auto KnownState::IsDerived(std::uint32_t relation, bool keeps_best) const -> bool {
  return IsRelation(relation) && view.relation(relation).derived != 0 && KeepsBest(relation) == keeps_best;
}

auto KnownState::Fits(const Op& op, const OpField& field) const -> bool {
  using enum OperandRole;
  const std::uint32_t value = ValueOf(op, field.slot);
  const ImageHeader& header = *view.header;
  switch (field.role) {
    case kInNumber:
      return Has(value, Holds::kNumber);
    case kInText:
      return Has(value, Holds::kText);
    case kInAny:
      return Has(value, Holds::kAny);
    case kInCell:
      return Has(value, Holds::kCell);
    case kInValue:
      return IsValue(value);
    case kInGroup:
      return IsGroupOf(value, op.b);
    case kMayInAny:
      return value == kNoRegister || Has(value, Holds::kAny);
    case kFirstOf:
      return std::uint64_t{value} + op.d <= state.registers.size();
    case kRow:
      return IsRowOf(value, op.d);
    case kCopiedRow:
      return IsCopyOf(value, op.d);
    case kCells:
      return AreCells(value, WidthOf(op));
    case kPattern:
      return AreCells(value, WidthOf(op), true);
    case kKey:
      return AreCells(value, view.index(op.b).columns.count);
    case kRelation:
    case kRowRelation:
      return IsRelation(value);
    case kBestRelation:
    case kBestRowRelation:
      return KeepsBest(value);
    case kDerivedRelation:
      return IsDerived(value, false);
    case kDerivedBestRelation:
      return IsDerived(value, true);
    case kIndex:
      return value < header.indexes.count;
    case kSet:
      return value < header.sets.count;
    case kAggregation:
      return IsAggregation(value);
    case kConstant:
      return value < header.constants.count;
    case kBuiltin:
      return value < std::size(kBuiltins);
    case kOutput:
      return value < header.outputs.count;
    case kConstraint:
      return value < header.constraints.count;
    case kColumn:
      return value < view.relation(op.d).arity;
    case kGroupColumn:
      return value < view.aggregation(op.b).group_columns;
    case kAccumulator:
      return value < view.aggregation(op.b).accumulators.count;
    case kCell:
      return view.IsCell(value);
    case kFirstCell:
      return std::uint64_t{value} + std::uint64_t{op.e} * view.relation(op.b).arity <= header.cells.count;
    case kFaultSite:
    case kSite:
      return IsSite(value);
    case kMaySite:
      return value == kNone32 || IsSite(value);
    case kRange:
      return value <= static_cast<std::uint32_t>(RowRange::kNow);
    case kFlag:
      return value <= 1;
    default:
      return true;  // what is written, and what the shape of the code or the meaning of the operation settles
  }
}

auto KnownState::SetResults(const Op& op, Abstract made) -> bool {
  for (const OpField& field : InfoOf(op.kind).Fields()) {
    if (!IsResult(field.role)) continue;
    switch (field.role) {
      case OperandRole::kOutNumber:
        made = {Holds::kNumber, kStable};
        break;
      case OperandRole::kOutCell:
        made = {Holds::kCell, kStable};
        break;
      case OperandRole::kOutText:
        made.holds = Holds::kText;
        break;
      case OperandRole::kOutAny:
        made.holds = Holds::kAny;
        break;
      case OperandRole::kOutGroup:
        made = {Holds::kGroup, op.b};
        break;
      default:
        break;
    }
    if (!Set(ValueOf(op, field.slot), made.holds, made.maker)) return false;
  }
  return true;
}

}  // namespace bytelogic::runtime
