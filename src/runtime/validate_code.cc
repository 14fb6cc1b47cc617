#include "runtime/validate_code.h"

#include <algorithm>
#include <map>
#include <vector>

#include "base/aggregate.h"
#include "base/builtin.h"
#include "runtime/code_fuel.h"
#include "runtime/code_shape.h"
#include "runtime/function_roles.h"
#include "runtime/op_info.h"

namespace bytelogic::runtime {
namespace {

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
    return FormOf(head.kind) == OpForm::kRowHead && head.b == relation;
  }
  [[nodiscard]] auto IsAggregation(std::uint32_t aggregation) const -> bool {
    return aggregation < view_.header->aggregations.count;
  }
  // Whether register `at` is a loop with a current row of a snapshot of `relation`.
  [[nodiscard]] auto IsCopyOf(std::uint32_t at, std::uint32_t relation) const -> bool {
    if (!Has(at, Holds::kLoop)) return false;
    const Op& head = view_.op(state_.registers[at].maker);
    return head.kind == OpKind::kSnapshot && head.b == relation;
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

  // Fields.

  // How many cells a list of `op` has: one per column of what it works on.
  [[nodiscard]] auto WidthOf(const Op& op) const -> std::uint32_t {
    const OpInfo& info = InfoOf(op.kind);
    if (info.Find(OperandRole::kSet) != nullptr) return view_.Entry<SetEntry>(view_.header->sets, op.b).arity;
    if (info.Find(OperandRole::kAggregation) != nullptr) return view_.aggregation(op.b).group_columns;
    return view_.relation(op.b).arity;
  }

  [[nodiscard]] auto IsDerived(std::uint32_t relation, bool keeps_best) const -> bool {
    return IsRelation(relation) && view_.relation(relation).derived != 0 && KeepsBest(relation) == keeps_best;
  }

  // Whether what stands in `field` is there and fits. Fields that others refer to come first in their operation.
  [[nodiscard]] auto Fits(const Op& op, const OpField& field) const -> bool {
    using enum OperandRole;
    const std::uint32_t value = ValueOf(op, field.slot);
    const ImageHeader& header = *view_.header;
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
        return std::uint64_t{value} + op.d <= state_.registers.size();
      case kRow:
        return IsRowOf(value, op.d);
      case kCopiedRow:
        return IsCopyOf(value, op.d);
      case kCells:
        return AreCells(value, WidthOf(op));
      case kPattern:
        return AreCells(value, WidthOf(op), true);
      case kKey:
        return AreCells(value, view_.index(op.b).columns.count);
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
        return value < view_.relation(op.d).arity;
      case kGroupColumn:
        return value < view_.aggregation(op.b).group_columns;
      case kAccumulator:
        return value < view_.aggregation(op.b).accumulators.count;
      case kCell:
        return view_.IsCell(value);
      case kFirstCell:
        return std::uint64_t{value} + std::uint64_t{op.e} * view_.relation(op.b).arity <= header.cells.count;
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

  [[nodiscard]] auto MayStand(OpPlace place) const -> bool {
    const Facts& facts = facts_[number_];
    switch (place) {
      case OpPlace::kAnywhere:
        return true;
      case OpPlace::kRule:
        return facts.role == Role::kRule;
      case OpPlace::kNotInRule:
        return facts.role != Role::kRule;
      case OpPlace::kOutsideRules:
        return !facts.in_rules;
      case OpPlace::kActions:
        return facts.role == Role::kActions;
      case OpPlace::kCalc:
        return facts.role == Role::kCalc;
    }
    return false;
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
      if (!IsOp(op.kind)) return false;
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
      if (loop == nullptr || FormOf(view_.op(loop->head).kind) != OpForm::kRowHead) return false;
      loop = shape_.LoopAround(view_, loop->head);
    }
    if (loop != nullptr) {
      State fault = state_;
      if (op.a < fault.registers.size()) fault.registers[op.a] = {};  // what it writes, or works in
      Reach(loop->next, fault);
    }
    return true;
  }

  auto Step(std::uint32_t at, const Op& op, bool& goes_on) -> bool {
    const OpInfo& info = InfoOf(op.kind);
    if (!MayStand(info.place)) return false;
    for (const OpField& field : info.Fields()) {
      if (!Fits(op, field)) return false;
    }
    switch (info.form) {
      case OpForm::kOpens:
      case OpForm::kStructure:
        return false;  // of plans
      case OpForm::kJump:
        goes_on = op.kind != OpKind::kJump;
        Reach(op.d, state_);
        return true;
      case OpForm::kRowHead:
        goes_on = false;
        return EnterRows(at, op);
      case OpForm::kTurnHead:
        return EnterTurns(at, op);
      case OpForm::kRowNext:
      case OpForm::kTurnNext:
        goes_on = false;
        return StepNext(at, op);
      case OpForm::kLeaves:
        goes_on = false;
        return op.kind != OpKind::kReturn || state_.registers[op.a].holds == facts_[number_].result;
      case OpForm::kRuns:
        DropGroups(kNone32);
        break;
      case OpForm::kAsserts:
      case OpForm::kFrame:
      case OpForm::kPlain:
        break;
    }
    Abstract made;
    return StepMeaning(at, op, made, goes_on) && SetResults(op, made);
  }

  // What is written: `made` where the roles do not say what it is, and by whom a text is made.
  auto SetResults(const Op& op, Abstract made) -> bool {
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

  // What does not follow from the roles of the fields.
  auto StepMeaning(std::uint32_t at, const Op& op, Abstract& made, bool& goes_on) -> bool {
    switch (op.kind) {
      case OpKind::kEmptyGroups:
        DropGroups(op.b);
        return true;
      case OpKind::kAccumulate:
      case OpKind::kAccumulateQuery:
      case OpKind::kAggregate:
        return StepAccumulator(op, made);
      case OpKind::kCall:
        return StepCall(at, op, made, goes_on);
      case OpKind::kScratchReset:
        ResetTexts(nullptr);
        return true;
      case OpKind::kConstant:
        made.holds = static_cast<ValueTag>(view_.constant(op.d).tag) == ValueTag::kText ? Holds::kText : Holds::kNumber;
        return true;
      case OpKind::kMove:
      case OpKind::kTextToAny:
      case OpKind::kAnyToText:
        made = state_.registers[op.b];  // a scratch text stays alive
        return true;
      case OpKind::kBuiltin:
        return StepBuiltin(at, op, made);
      default:
        return true;
    }
  }

  // The head of a loop over rows: goes on with its next.
  auto EnterRows(std::uint32_t at, const Op& op) -> bool {
    if (!Set(op.a, Holds::kLoopBegun, at)) return false;
    KeepTexts(at);
    Reach(op.e, state_);
    return true;
  }

  // The head of another loop: its next follows.
  auto EnterTurns(std::uint32_t at, const Op& op) -> bool {
    if (op.kind == OpKind::kSnapshot) {
      if (op.c > state_.open_snapshots) return false;
      for (Abstract& value : state_.registers) {  // those that it closes
        if (!IsLoop(value)) continue;
        const Op& head = view_.op(value.maker);
        if (head.kind == OpKind::kSnapshot && head.c >= op.c) value = {};
      }
      state_.open_snapshots = op.c + 1U;
    }
    if (op.kind == OpKind::kRange && !(Set(op.a + 1U, Holds::kLoopRest, at) && Set(op.a + 2U, Holds::kLoopRest, at))) {
      return false;
    }
    return Set(op.a, Holds::kLoopBegun, at);
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
    const bool at_end = FormOf(op.kind) == OpForm::kRowNext;
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

  auto StepAccumulator(const Op& op, Abstract& made) -> bool {
    const auto& accumulator =
        view_.Entry<AccumulatorEntry>(view_.header->accumulators, view_.aggregation(op.b).accumulators.offset + op.c);
    const auto function = static_cast<AggregateFunction>(accumulator.function);
    const Holds holds = accumulator.mode == AccumulatorMode::kCell ? Holds::kCell : Holds::kNumber;
    if (op.kind != OpKind::kAggregate) {
      return function == AggregateFunction::kCount ? op.d == kNoRegister : Has(op.d, holds);
    }
    const bool is_number = function == AggregateFunction::kCount || function == AggregateFunction::kAvg;
    made.holds = is_number ? Holds::kNumber : holds;
    return true;
  }

  auto StepCall(std::uint32_t at, const Op& op, Abstract& made, bool& goes_on) -> bool {
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
    goes_on = op.c == 0 || callee.result != Holds::kNothing;  // R207 where a value is needed and none is ever returned
    const bool textual = callee.result == Holds::kText || callee.result == Holds::kAny;
    if (op.c != 0) made = {callee.result, textual ? at + 1 : kStable};
    return true;
  }

  auto StepBuiltin(std::uint32_t at, const Op& op, Abstract& made) -> bool {
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
    const bool is_made = signature.result == ResultKind::kOneKind ? !stable : result == Holds::kText;
    made = {result, is_made ? at + 1 : kStable};
    return true;
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
