#include "runtime/validate_code.h"

#include <algorithm>
#include <map>
#include <vector>

#include "base/aggregate.h"
#include "base/builtin.h"
#include "runtime/code_fuel.h"
#include "runtime/code_shape.h"
#include "runtime/function_roles.h"

namespace bytelogic::runtime {
namespace {

auto CanFault(OpKind kind) -> bool {
  switch (kind) {
    case OpKind::kRange:
    case OpKind::kCall:
    case OpKind::kAnyToInt:
    case OpKind::kAnyToFloat:
    case OpKind::kAnyToText:
    case OpKind::kAnyToBool:
    case OpKind::kLessAny:
    case OpKind::kLessEqualAny:
    case OpKind::kBuiltin:
    case OpKind::kAccumulate:
    case OpKind::kAccumulateQuery:
    case OpKind::kAggregate:
      return true;
    default:
      return kind >= OpKind::kNegateInt && kind <= OpKind::kModuloAny;
  }
}

class FunctionChecker {
 public:
  FunctionChecker(const ImageView& view, std::vector<Facts>& facts, std::uint32_t function)
      : view_(view), facts_(facts), number_(function), entry_(view.function(function)) {}

  auto Run() -> const char* {
    if (!shape_.Find(view_, entry_, facts_[number_].role == Role::kRule)) return "a jump or a loop";
    if (!PaysInAdvance({&view_.op(0), view_.header->code.count}, entry_)) return "what a function pays in advance";
    State first;
    first.registers.resize(entry_.register_count);
    const auto& parameters = facts_[number_].parameters;
    for (std::uint32_t i = 0; i < entry_.parameter_count; ++i) first.registers[i].holds = (*parameters)[i];
    Reach(entry_.begin, first);
    while (!work_.empty()) {
      const std::uint32_t at = work_.back();
      work_.pop_back();
      state_ = states_.at(at);
      if (!Follow(at)) return "an instruction";
    }
    return nullptr;
  }

  // The functions that are called, in order of their first call.
  std::vector<std::uint32_t> called;

 private:
  void Reach(std::uint32_t at, const State& state) {
    const auto [place, is_new] = states_.emplace(at, state);
    if (is_new || place->second.Meet(state)) work_.push_back(at);
  }

  // Registers.

  [[nodiscard]] auto Has(std::uint32_t at, Holds holds) const -> bool {
    return at < state_.registers.size() && state_.registers[at].holds == holds;
  }

  auto Set(std::uint32_t at, Holds holds, std::uint32_t maker = kStable) -> bool {
    if (at >= state_.registers.size()) return false;
    state_.registers[at] = {holds, maker};
    return true;
  }

  [[nodiscard]] auto IsValue(std::uint32_t at) const -> bool {
    return at < state_.registers.size() && state_.registers[at].holds >= Holds::kNumber &&
           state_.registers[at].holds <= Holds::kCell;
  }

  [[nodiscard]] auto InOperands(std::uint32_t list, std::uint64_t count) const -> bool {
    return list <= view_.header->operands.count && count <= view_.header->operands.count - list;
  }

  [[nodiscard]] auto AreCells(std::uint32_t list, std::uint32_t count, bool pattern = false) const -> bool {
    if (!InOperands(list, count)) return false;
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::uint16_t at = view_.operand(list + i);
      if (!(pattern && at == kNoRegister) && !Has(at, Holds::kCell)) return false;
    }
    return true;
  }

  [[nodiscard]] auto IsRelation(std::uint32_t relation) const -> bool {
    return relation < view_.header->relations.count;
  }
  [[nodiscard]] auto KeepsBest(std::uint32_t relation) const -> bool {
    return IsRelation(relation) && view_.relation(relation).keep != 0;
  }
  // Whether register `at` is a loop with a current row of `relation`.
  [[nodiscard]] auto IsRowOf(std::uint32_t at, std::uint32_t relation) const -> bool {
    if (!Has(at, Holds::kLoop)) return false;
    const Op& head = view_.op(state_.registers[at].maker);
    if (head.kind == OpKind::kProbe) return view_.index(head.b).relation == relation;
    return IsRowHead(head.kind) && head.b == relation;
  }
  [[nodiscard]] auto IsAggregation(std::uint32_t aggregation) const -> bool {
    return aggregation < view_.header->aggregations.count;
  }
  // Whether register `at` is a group of `aggregation`.
  [[nodiscard]] auto IsGroupOf(std::uint32_t at, std::uint32_t aggregation) const -> bool {
    if (Has(at, Holds::kGroup)) return state_.registers[at].maker == aggregation;
    if (!Has(at, Holds::kLoop)) return false;
    const Op& head = view_.op(state_.registers[at].maker);
    return head.kind == OpKind::kGroups && head.b == aggregation;
  }
  // The groups of `aggregation`, or of all (kNone32), may be gone.
  void DropGroups(std::uint32_t aggregation) {
    for (Abstract& value : state_.registers) {
      if (value.holds == Holds::kGroup && (aggregation == kNone32 || value.maker == aggregation)) value = {};
      if (value.holds != Holds::kLoop) continue;
      const Op& head = view_.op(value.maker);
      if (head.kind != OpKind::kGroups) continue;
      if (aggregation == kNone32 || head.b == aggregation) value.holds = Holds::kLoopBegun;
    }
  }
  [[nodiscard]] auto IsSite(std::uint32_t site) const -> bool { return site < view_.header->sites.count; }

  // Whoever made the texts that are alive where a loop over rows begins, did so before: its resets leave them alone.
  void KeepTexts(std::uint32_t head) {
    for (Abstract& value : state_.registers) {
      if (IsTextual(value) && value.maker > (kManyMakers | head))
        value.maker = head;  // what stands in front of the head
    }
  }

  // Text made after the head of `loop` is gone when its next resets the scratch area.
  void ResetTexts(const Loop* loop) {
    for (Abstract& value : state_.registers) {
      if (!IsTextual(value) || value.maker == kStable) continue;
      const bool many = (value.maker & kManyMakers) != 0;
      const std::uint32_t made_at = (value.maker & ~kManyMakers) - 1;  // all of them, or some before
      const bool survives = loop != nullptr && (made_at < loop->head || (!many && made_at >= loop->end));
      if (!survives) value = {};
    }
  }

  // Instructions.

  // Follows the code from `at` with state_ until a jump or an instruction that others jump to.
  auto Follow(std::uint32_t at) -> bool {
    for (bool first = true;; first = false, ++at) {
      if (!first && std::ranges::binary_search(shape_.leaders, at)) {
        Reach(at, state_);
        return true;
      }
      const Op& op = view_.op(at);
      if (CanFault(op.kind) && !CheckFault(at, op)) return false;
      bool goes_on = true;
      if (!Step(at, op, goes_on)) return false;
      if (!goes_on) return true;
    }
  }

  auto CheckFault(std::uint32_t at, const Op& op) -> bool {
    if (!IsSite(op.e)) return false;
    if (facts_[number_].role != Role::kRule) return true;
    const Loop* loop = shape_.LoopAround(view_, at);
    if (op.kind == OpKind::kAccumulateQuery) {
      if (loop == nullptr || !IsRowHead(view_.op(loop->head).kind)) return false;
      loop = shape_.LoopAround(view_, loop->head);
    }
    if (loop != nullptr) {
      State fault = state_;
      if (op.a < fault.registers.size()) fault.registers[op.a] = {};
      Reach(loop->next, fault);
    }
    return true;
  }

  auto Unary(const Op& op, Holds from, Holds to) -> bool { return Has(op.b, from) && Set(op.a, to); }
  auto Binary(const Op& op, Holds from, Holds to) -> bool {
    return Has(op.b, from) && Has(op.c, from) && Set(op.a, to);
  }
  // As Unary, for what keeps a scratch text alive.
  auto Copy(const Op& op, Holds from, Holds to) -> bool {
    return Has(op.b, from) && Set(op.a, to, state_.registers[op.b].maker);
  }

  auto Step(std::uint32_t at, const Op& op, bool& goes_on) -> bool {
    const Role role = facts_[number_].role;
    switch (op.kind) {
      case OpKind::kJump:
        goes_on = false;
        Reach(op.d, state_);
        return true;
      case OpKind::kJumpIfFalse:
      case OpKind::kJumpIfTrue:
        if (!Has(op.a, Holds::kNumber)) return false;
        Reach(op.d, state_);
        return true;
      case OpKind::kScan:
        goes_on = false;
        if (!IsRelation(op.b) || op.c > 3) return false;
        return EnterRows(at, op);
      case OpKind::kScanChanged:
        goes_on = false;
        return KeepsBest(op.b) && EnterRows(at, op);
      case OpKind::kProbe:
        goes_on = false;
        if (op.b >= view_.header->indexes.count || op.c > 3) return false;
        return AreCells(op.d, view_.index(op.b).columns.count) && EnterRows(at, op);
      case OpKind::kScanNext:
      case OpKind::kProbeNext:
      case OpKind::kScanChangedNext:
      case OpKind::kRangeNext:
      case OpKind::kSnapshotNext:
      case OpKind::kListNext:
      case OpKind::kGroupsNext:
        goes_on = false;
        return StepNext(at, op);
      case OpKind::kColumn:
        if (!IsRelation(op.d) || op.c >= view_.relation(op.d).arity) return false;
        return IsRowOf(op.b, op.d) && Set(op.a, Holds::kCell);
      case OpKind::kUnchanged:
        return KeepsBest(op.d) && IsRowOf(op.b, op.d) && Set(op.a, Holds::kNumber);
      case OpKind::kGroups:
        return IsAggregation(op.b) && Set(op.a, Holds::kLoopBegun, at);
      case OpKind::kRange:
        if (!Has(op.b, Holds::kAny) || !Has(op.c, Holds::kAny)) return false;
        if (op.d != kNoRegister && !Has(op.d, Holds::kAny)) return false;
        return Set(op.a, Holds::kLoopBegun, at) && Set(op.a + 1U, Holds::kLoopRest, at) &&
               Set(op.a + 2U, Holds::kLoopRest, at);
      case OpKind::kSnapshot:
        if (role == Role::kRule || !IsRelation(op.b) || !AreCells(op.d, view_.relation(op.b).arity, true)) return false;
        if (op.c > state_.open_snapshots) return false;
        for (Abstract& value : state_.registers) {  // those that it closes
          if (!IsLoop(value)) continue;
          const Op& head = view_.op(value.maker);
          if (head.kind == OpKind::kSnapshot && head.c >= op.c) value = {};
        }
        state_.open_snapshots = op.c + 1U;
        return Set(op.a, Holds::kLoopBegun, at);
      case OpKind::kSnapshotColumn: {
        if (!Has(op.b, Holds::kLoop) || !IsRelation(op.d) || op.c >= view_.relation(op.d).arity) return false;
        const Op& head = view_.op(state_.registers[op.b].maker);
        return head.kind == OpKind::kSnapshot && head.b == op.d && Set(op.a, Holds::kCell);
      }
      case OpKind::kList:
        if (role == Role::kRule || std::uint64_t{op.b} + op.d > state_.registers.size()) return false;
        return Set(op.a, Holds::kLoopBegun, at);
      default:
        return StepRelations(at, op, goes_on);
    }
  }

  // The head of a loop over rows: goes on with its next.
  auto EnterRows(std::uint32_t at, const Op& op) -> bool {
    if (!Set(op.a, Holds::kLoopBegun, at)) return false;
    KeepTexts(at);
    Reach(op.e, state_);
    return true;
  }

  // A next has two ways to go on: with the body, where a row is current, and after the loop.
  auto StepNext(std::uint32_t at, const Op& op) -> bool {
    const Loop& loop = *shape_.LoopOfNext(at);
    if (op.a >= state_.registers.size() || !IsLoop(state_.registers[op.a])) return false;
    if (state_.registers[op.a].maker != loop.head) return false;
    const Op& head = view_.op(loop.head);
    const bool is_range = op.kind == OpKind::kRangeNext;
    if (is_range) {
      for (const std::uint32_t rest : {op.a + 1U, op.a + 2U}) {
        if (!Has(rest, Holds::kLoopRest) || state_.registers[rest].maker != loop.head) return false;
      }
    }
    State after = state_;
    after.registers[op.a] = {};
    if (is_range) after.registers[op.a + 1U] = after.registers[op.a + 2U] = {};
    const bool at_end = IsRowNext(op.kind);
    Reach(at_end ? at + 1 : op.d, after);

    state_.registers[op.a].holds = Holds::kLoop;
    if (at_end || op.c == 1) ResetTexts(&loop);
    if (is_range && !Set(op.b, Holds::kNumber)) return false;
    if (op.kind == OpKind::kListNext) {
      if (head.d == 0) return true;  // the body is never entered
      Abstract element = state_.registers[head.b];
      for (std::uint32_t i = 0; i < head.d; ++i) {
        const Abstract& other = state_.registers[head.b + i];
        if (!IsValue(head.b + i) || other.holds != element.holds) return false;
        if (other.maker != kStable) element.maker = at + 1;
      }
      if (!Set(op.b, element.holds, element.maker == kStable ? kStable : at + 1)) return false;
    }
    Reach(at_end ? op.d : at + 1, state_);
    return true;
  }

  auto StepRelations(std::uint32_t at, const Op& op, bool& goes_on) -> bool {
    const Facts& facts = facts_[number_];
    switch (op.kind) {
      case OpKind::kMember:
        return IsRelation(op.b) && op.c <= 3 && AreCells(op.d, view_.relation(op.b).arity) && Set(op.a, Holds::kNumber);
      case OpKind::kExists:
        return op.b < view_.header->indexes.count && op.c <= 3 && AreCells(op.d, view_.index(op.b).columns.count) &&
               Set(op.a, Holds::kNumber);
      case OpKind::kNotEmpty:
        return IsRelation(op.b) && op.c <= 3 && Set(op.a, Holds::kNumber);
      case OpKind::kInsert:
      case OpKind::kInsertBest:
        return facts.role == Role::kRule && IsRelation(op.b) && view_.relation(op.b).derived != 0 &&
               KeepsBest(op.b) == (op.kind == OpKind::kInsertBest) && AreCells(op.d, view_.relation(op.b).arity);
      case OpKind::kAssert:
        return !facts.in_rules && IsRelation(op.b) && AreCells(op.d, view_.relation(op.b).arity);
      case OpKind::kAssertRows:
        return !facts.in_rules && IsRelation(op.b) &&
               std::uint64_t{op.d} + std::uint64_t{op.e} * view_.relation(op.b).arity <= view_.header->cells.count;
      case OpKind::kStep:
        return true;
      case OpKind::kSolve:
        DropGroups(kNone32);
        return facts.role == Role::kActions;
      case OpKind::kEnsureSolved:
        DropGroups(kNone32);
        return IsSite(op.e);
      case OpKind::kCheck:
        DropGroups(kNone32);
        return facts.role == Role::kActions && op.d < view_.header->constraints.count &&
               (op.e == kNone32 || IsSite(op.e));
      case OpKind::kQuery:
        return facts.role == Role::kActions && IsRelation(op.b) && op.e < view_.header->outputs.count &&
               AreCells(op.d, view_.relation(op.b).arity, true);
      case OpKind::kOutput:
        return facts.role == Role::kActions && op.d < view_.header->outputs.count && Has(op.a, Holds::kAny);
      case OpKind::kCall:
        return StepCall(at, op, goes_on);
      case OpKind::kReturn: {
        goes_on = false;
        if (facts.role != Role::kCalc || !IsValue(op.a)) return false;
        return state_.registers[op.a].holds == facts.result;
      }
      case OpKind::kReturnNone:
        goes_on = false;
        return true;
      case OpKind::kScratchReset:
        if (facts.role != Role::kActions) return false;
        ResetTexts(nullptr);
        return true;
      case OpKind::kBuiltin:
        return StepBuiltin(at, op);
      default:
        return StepGroups(op);
    }
  }

  auto StepGroups(const Op& op) -> bool {
    switch (op.kind) {
      case OpKind::kEmptySet:
        return op.b < view_.header->sets.count;
      case OpKind::kAddToSet:
        return op.b < view_.header->sets.count &&
               AreCells(op.d, view_.Entry<SetEntry>(view_.header->sets, op.b).arity) && Set(op.a, Holds::kNumber);
      case OpKind::kEmptyGroups:
        DropGroups(op.b);
        return IsAggregation(op.b);
      case OpKind::kGroup:
        return IsAggregation(op.b) && AreCells(op.d, view_.aggregation(op.b).group_columns) &&
               Set(op.a, Holds::kGroup, op.b);
      case OpKind::kGroupColumn:
        return IsAggregation(op.b) && op.c < view_.aggregation(op.b).group_columns && IsGroupOf(op.d, op.b) &&
               Set(op.a, Holds::kCell);
      case OpKind::kAccumulate:
      case OpKind::kAccumulateQuery:
      case OpKind::kAggregate:
        return StepAccumulator(op);
      default:
        return StepValue(op);
    }
  }

  auto StepAccumulator(const Op& op) -> bool {
    if (!IsAggregation(op.b) || op.c >= view_.aggregation(op.b).accumulators.count) return false;
    const auto& accumulator =
        view_.Entry<AccumulatorEntry>(view_.header->accumulators, view_.aggregation(op.b).accumulators.offset + op.c);
    const auto function = static_cast<AggregateFunction>(accumulator.function);
    const Holds holds = accumulator.mode == AccumulatorMode::kCell ? Holds::kCell : Holds::kNumber;
    if (op.kind != OpKind::kAggregate) {
      if (!IsGroupOf(op.a, op.b)) return false;
      return function == AggregateFunction::kCount ? op.d == kNoRegister : Has(op.d, holds);
    }
    const bool is_number = function == AggregateFunction::kCount || function == AggregateFunction::kAvg;
    return IsGroupOf(op.d, op.b) && Set(op.a, is_number ? Holds::kNumber : holds);
  }

  auto StepCall(std::uint32_t at, const Op& op, bool& goes_on) -> bool {
    if (op.b == 0 || op.b >= facts_.size()) return false;
    Facts& callee = facts_[op.b];
    const std::uint32_t count = view_.function(op.b).parameter_count;
    if (callee.role != Role::kCalc || !InOperands(op.d, count)) return false;
    std::vector<Holds> arguments;
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::uint16_t argument = view_.operand(op.d + i);
      if (!IsValue(argument)) return false;
      arguments.push_back(state_.registers[argument].holds);
    }
    if (!callee.parameters) {
      callee.parameters = arguments;
      called.push_back(op.b);
    }
    if (*callee.parameters != arguments) return false;
    DropGroups(kNone32);
    goes_on = op.c == 0 || callee.result != Holds::kNothing;  // R207 where a value is needed and none is ever returned
    const bool textual = callee.result == Holds::kText || callee.result == Holds::kAny;
    return Set(op.a, op.c != 0 ? callee.result : Holds::kNothing, op.c != 0 && textual ? at + 1 : kStable);
  }

  auto StepBuiltin(std::uint32_t at, const Op& op) -> bool {
    if (op.b >= std::size(kBuiltins)) return false;
    const BuiltinInfo& info = kBuiltins[op.b];
    const std::uint32_t count = op.c >> 8;
    const std::uint32_t mode_number = op.c & 0xFF;
    if (mode_number > 3 || count < info.min_arguments || count > info.max_arguments || !InOperands(op.d, count))
      return false;
    const auto mode = static_cast<OperandMode>(mode_number);
    const BuiltinSignature& signature = info.Of(count);
    const bool of_numbers = mode == OperandMode::kInt || mode == OperandMode::kFloat;
    if (of_numbers && signature.Takes(OperandKind::kSymbol)) return false;
    if (mode == OperandMode::kText && (count == 0 || signature.Takes(OperandKind::kNumber))) return false;
    bool stable = true;
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::uint16_t operand = view_.operand(op.d + i);
      if (!Has(operand, OperandOf(signature.Operand(i), mode))) return false;
      stable = stable && state_.registers[operand].maker == kStable;
    }
    // Numbers are not text; the least or greatest text is one of the operands; every other text is made here.
    const Holds result = ResultOf(signature.result, mode);
    const bool made = signature.result == ResultKind::kOneKind ? !stable : result == Holds::kText;
    return Set(op.a, result, made ? at + 1 : kStable);
  }

  static auto OperandOf(OperandKind kind, OperandMode mode) -> Holds {
    if (mode == OperandMode::kAny) return Holds::kAny;
    return mode == OperandMode::kText && kind != OperandKind::kInt ? Holds::kText : Holds::kNumber;
  }

  static auto ResultOf(ResultKind kind, OperandMode mode) -> Holds {
    switch (kind) {
      case ResultKind::kInt:
      case ResultKind::kTruth:
        return Holds::kNumber;
      case ResultKind::kSymbol:
        return Holds::kText;
      case ResultKind::kAny:
        return Holds::kAny;
      case ResultKind::kFloat:
      case ResultKind::kNumber:
      case ResultKind::kOneKind:
        break;
    }
    return mode == OperandMode::kAny ? Holds::kAny : mode == OperandMode::kText ? Holds::kText : Holds::kNumber;
  }

  auto StepValue(const Op& op) -> bool {
    using enum OpKind;
    switch (op.kind) {
      case kConstant:
        if (op.d >= view_.header->constants.count) return false;
        switch (static_cast<ValueTag>(view_.constant(op.d).tag)) {
          case ValueTag::kInt:
            return Set(op.a, Holds::kNumber);
          case ValueTag::kFloat:
            return Set(op.a, Holds::kNumber);
          default:
            return Set(op.a, Holds::kText);
        }
      case kCellConstant:
        return view_.IsCell(op.d) && Set(op.a, Holds::kCell);
      case kMove:
        return IsValue(op.b) && Copy(op, state_.registers[op.b].holds, state_.registers[op.b].holds);
      case kIntToFloat:
        return Unary(op, Holds::kNumber, Holds::kNumber);
      case kIntToAny:
        return Unary(op, Holds::kNumber, Holds::kAny);
      case kFloatToAny:
        return Unary(op, Holds::kNumber, Holds::kAny);
      case kTextToAny:
        return Copy(op, Holds::kText, Holds::kAny);
      case kAnyToInt:
        return Unary(op, Holds::kAny, Holds::kNumber);
      case kAnyToFloat:
        return Unary(op, Holds::kAny, Holds::kNumber);
      case kAnyToText:
        return Copy(op, Holds::kAny, Holds::kText);
      case kCellToInt:
        return Unary(op, Holds::kCell, Holds::kNumber);
      case kCellToFloat:
        return Unary(op, Holds::kCell, Holds::kNumber);
      case kCellToText:
        return Unary(op, Holds::kCell, Holds::kText);
      case kCellToAny:
        return Unary(op, Holds::kCell, Holds::kAny);
      case kIntToCell:
        return Unary(op, Holds::kNumber, Holds::kCell);
      case kFloatToCell:
        return Unary(op, Holds::kNumber, Holds::kCell);
      case kTextToCell:
        return Unary(op, Holds::kText, Holds::kCell);
      case kAnyToCell:
        return Unary(op, Holds::kAny, Holds::kCell);
      case kIntToBool:
      case kNot:
      case kNegateInt:
        return Unary(op, Holds::kNumber, Holds::kNumber);
      case kFloatToBool:
        return Unary(op, Holds::kNumber, Holds::kNumber);
      case kAnyToBool:
        return Unary(op, Holds::kAny, Holds::kNumber);
      case kNegateFloat:
        return Unary(op, Holds::kNumber, Holds::kNumber);
      case kNegateAny:
        return Unary(op, Holds::kAny, Holds::kAny);
      case kAddInt:
      case kSubtractInt:
      case kMultiplyInt:
      case kFloorDivideInt:
      case kModuloInt:
      case kEqualInt:
      case kNotEqualInt:
      case kLessInt:
      case kLessEqualInt:
        return Binary(op, Holds::kNumber, Holds::kNumber);
      case kAddFloat:
      case kSubtractFloat:
      case kMultiplyFloat:
      case kDivideFloat:
      case kFloorDivideFloat:
      case kModuloFloat:
        return Binary(op, Holds::kNumber, Holds::kNumber);
      case kAddAny:
      case kSubtractAny:
      case kMultiplyAny:
      case kDivideAny:
      case kFloorDivideAny:
      case kModuloAny:
        return Binary(op, Holds::kAny, Holds::kAny);
      case kEqualFloat:
      case kNotEqualFloat:
      case kLessFloat:
      case kLessEqualFloat:
        return Binary(op, Holds::kNumber, Holds::kNumber);
      case kEqualText:
      case kNotEqualText:
      case kLessText:
      case kLessEqualText:
        return Binary(op, Holds::kText, Holds::kNumber);
      case kEqualAny:
      case kNotEqualAny:
      case kLessAny:
      case kLessEqualAny:
        return Binary(op, Holds::kAny, Holds::kNumber);
      case kEqualCell:
      case kNotEqualCell:
        return Binary(op, Holds::kCell, Holds::kNumber);
      default:
        return false;  // a structure of plans, or no operation at all
    }
  }

  const ImageView& view_;
  std::vector<Facts>& facts_;
  std::uint32_t number_;
  const FunctionEntry& entry_;
  CodeShape shape_;
  std::map<std::uint32_t, State> states_;  // before the leaders that have been reached
  std::vector<std::uint32_t> work_;
  State state_;
};

}  // namespace

auto CheckCode(const ImageView& view) -> const char* {
  std::vector<Facts> facts;
  if (!FindRoles(view, facts)) return "the use of a function";
  std::vector<std::uint32_t> work;
  for (std::uint32_t i = 0; i < facts.size(); ++i) {
    if (facts[i].role == Role::kActions || facts[i].role == Role::kRule) work.push_back(i);
  }
  while (!work.empty()) {
    const std::uint32_t function = work.back();
    work.pop_back();
    FunctionChecker checker(view, facts, function);
    if (const char* problem = checker.Run(); problem != nullptr) return problem;
    work.insert(work.end(), checker.called.begin(), checker.called.end());
  }
  return nullptr;
}

}  // namespace bytelogic::runtime
