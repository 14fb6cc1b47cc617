#include "runtime/validate_code.h"

#include <algorithm>
#include <map>
#include <vector>

#include "base/aggregate.h"
#include "base/builtin.h"
#include "runtime/code_fuel.h"
#include "runtime/code_shape.h"
#include "runtime/function_roles.h"
#include "runtime/validate_state.h"

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
      known_.state = states_.at(at);
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

  // Follows the code from `at` with known_.state until a jump or an instruction that others jump to.
  auto Follow(std::uint32_t at) -> bool {
    for (bool first = true;; first = false, ++at) {
      if (!first && std::ranges::binary_search(shape_.leaders, at)) {
        Reach(at, known_.state);
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
    if (!known_.IsSite(op.e)) return false;
    if (facts_[number_].role != Role::kRule) return true;
    const Loop* loop = shape_.LoopAround(view_, at);
    if (op.kind == OpKind::kAccumulateQuery) {
      if (loop == nullptr || FormOf(view_.op(loop->head).kind) != OpForm::kRowHead) return false;
      loop = shape_.LoopAround(view_, loop->head);
    }
    if (loop != nullptr) {
      State fault = known_.state;
      if (op.a < fault.registers.size()) fault.registers[op.a] = {};  // what it writes, or works in
      Reach(loop->next, fault);
    }
    return true;
  }

  auto Step(std::uint32_t at, const Op& op, bool& goes_on) -> bool {
    const OpInfo& info = InfoOf(op.kind);
    if (!MayStand(info.place)) return false;
    for (const OpField& field : info.Fields()) {
      if (!known_.Fits(op, field)) return false;
    }
    switch (info.form) {
      case OpForm::kOpens:
      case OpForm::kStructure:
        return false;  // of plans
      case OpForm::kJump:
        goes_on = op.kind != OpKind::kJump;
        Reach(op.d, known_.state);
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
        return op.kind != OpKind::kReturn || known_.state.registers[op.a].holds == facts_[number_].result;
      case OpForm::kRuns:
        known_.DropGroups(kNone32);
        break;
      case OpForm::kAsserts:
      case OpForm::kFrame:
      case OpForm::kPlain:
        break;
    }
    Abstract made;
    return StepMeaning(at, op, made, goes_on) && known_.SetResults(op, made);
  }

  // What does not follow from the roles of the fields.
  auto StepMeaning(std::uint32_t at, const Op& op, Abstract& made, bool& goes_on) -> bool {
    switch (op.kind) {
      case OpKind::kEmptyGroups:
        known_.DropGroups(op.b);
        return true;
      case OpKind::kAccumulate:
      case OpKind::kAccumulateQuery:
      case OpKind::kAggregate:
        return StepAccumulator(op, made);
      case OpKind::kCall:
        return StepCall(at, op, made, goes_on);
      case OpKind::kScratchReset:
        known_.ResetTexts(nullptr);
        return true;
      case OpKind::kConstant:
        made.holds = static_cast<ValueTag>(view_.constant(op.d).tag) == ValueTag::kText ? Holds::kText : Holds::kNumber;
        return true;
      case OpKind::kMove:
      case OpKind::kTextToAny:
      case OpKind::kAnyToText:
        made = known_.state.registers[op.b];  // a scratch text stays alive
        return true;
      case OpKind::kBuiltin:
        return StepBuiltin(at, op, made);
      default:
        return true;
    }
  }

  // The head of a loop over rows: goes on with its next.
  auto EnterRows(std::uint32_t at, const Op& op) -> bool {
    if (!known_.Set(op.a, Holds::kLoopBegun, at)) return false;
    known_.KeepTexts(at);
    Reach(op.e, known_.state);
    return true;
  }

  // The head of another loop: its next follows.
  auto EnterTurns(std::uint32_t at, const Op& op) -> bool {
    if (op.kind == OpKind::kSnapshot) {
      if (op.c > known_.state.open_snapshots) return false;
      for (Abstract& value : known_.state.registers) {  // those that it closes
        if (!IsLoop(value)) continue;
        const Op& head = view_.op(value.maker);
        if (head.kind == OpKind::kSnapshot && head.c >= op.c) value = {};
      }
      known_.state.open_snapshots = op.c + 1U;
    }
    if (op.kind == OpKind::kRange &&
        !(known_.Set(op.a + 1U, Holds::kLoopRest, at) && known_.Set(op.a + 2U, Holds::kLoopRest, at))) {
      return false;
    }
    return known_.Set(op.a, Holds::kLoopBegun, at);
  }

  // A next has two ways to go on: with the body, where a row is current, and after the loop.
  auto StepNext(std::uint32_t at, const Op& op) -> bool {
    const Loop& loop = *shape_.LoopOfNext(at);
    if (op.a >= known_.state.registers.size() || !IsLoop(known_.state.registers[op.a])) return false;
    if (known_.state.registers[op.a].maker != loop.head) return false;
    const Op& head = view_.op(loop.head);
    const bool is_range = op.kind == OpKind::kRangeNext;
    if (is_range) {
      for (const std::uint32_t rest : {op.a + 1U, op.a + 2U}) {
        if (!known_.Has(rest, Holds::kLoopRest) || known_.state.registers[rest].maker != loop.head) return false;
      }
    }
    State after = known_.state;
    after.registers[op.a] = {};
    if (is_range) after.registers[op.a + 1U] = after.registers[op.a + 2U] = {};
    const bool at_end = FormOf(op.kind) == OpForm::kRowNext;
    Reach(at_end ? at + 1 : op.d, after);

    known_.state.registers[op.a].holds = Holds::kLoop;
    if (at_end || op.c == 1) known_.ResetTexts(&loop);
    if (is_range && !known_.Set(op.b, Holds::kNumber)) return false;
    if (op.kind == OpKind::kListNext) {
      if (head.d == 0) return true;  // the body is never entered
      Abstract element = known_.state.registers[head.b];
      for (std::uint32_t i = 0; i < head.d; ++i) {
        const Abstract& other = known_.state.registers[head.b + i];
        if (!known_.IsValue(head.b + i) || other.holds != element.holds) return false;
        if (other.maker != kStable) element.maker = at + 1;
      }
      if (!known_.Set(op.b, element.holds, element.maker == kStable ? kStable : at + 1)) return false;
    }
    Reach(at_end ? op.d : at + 1, known_.state);
    return true;
  }

  auto StepAccumulator(const Op& op, Abstract& made) -> bool {
    const auto& accumulator =
        view_.Entry<AccumulatorEntry>(view_.header->accumulators, view_.aggregation(op.b).accumulators.offset + op.c);
    const auto function = static_cast<AggregateFunction>(accumulator.function);
    const Holds holds = accumulator.mode == AccumulatorMode::kCell ? Holds::kCell : Holds::kNumber;
    if (op.kind != OpKind::kAggregate) {
      return function == AggregateFunction::kCount ? op.d == kNoRegister : known_.Has(op.d, holds);
    }
    const bool is_number = function == AggregateFunction::kCount || function == AggregateFunction::kAvg;
    made.holds = is_number ? Holds::kNumber : holds;
    return true;
  }

  auto StepCall(std::uint32_t at, const Op& op, Abstract& made, bool& goes_on) -> bool {
    if (op.b == 0 || op.b >= facts_.size()) return false;
    Facts& callee = facts_[op.b];
    const std::uint32_t count = view_.function(op.b).parameter_count;
    if (callee.role != Role::kCalc || !known_.InOperands(op.d, count)) return false;
    std::vector<Holds> arguments;
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::uint16_t argument = view_.operand(op.d + i);
      if (!known_.IsValue(argument)) return false;
      arguments.push_back(known_.state.registers[argument].holds);
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
    if (mode_number > 3 || count < info.min_arguments || count > info.max_arguments || !known_.InOperands(op.d, count))
      return false;
    const auto mode = static_cast<OperandMode>(mode_number);
    const BuiltinSignature& signature = info.Of(count);
    const bool of_numbers = mode == OperandMode::kInt || mode == OperandMode::kFloat;
    if (of_numbers && signature.Takes(OperandKind::kSymbol)) return false;
    if (mode == OperandMode::kText && (count == 0 || signature.Takes(OperandKind::kNumber))) return false;
    bool stable = true;
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::uint16_t operand = view_.operand(op.d + i);
      if (!known_.Has(operand, OperandOf(signature.Operand(i), mode))) return false;
      stable = stable && known_.state.registers[operand].maker == kStable;
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
  KnownState known_{view_};
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
