// Every rule that the verifier states, held against a plan that breaks this rule alone.
#include "plan/verifier.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "plan_by_hand.h"
#include "runtime/op_info.h"

namespace bytelogic::plan {
namespace {

using runtime::InfoOf;
using runtime::kNone32;
using runtime::kNoRegister;
using runtime::OperandRole;
using runtime::OpField;
using runtime::OpForm;
using runtime::OpSlot;

auto Problem(const std::vector<Op>& code) -> std::string {
  const PlanByHand by_hand(code);
  return VerifyPlan(by_hand.plan).value_or("");
}

// What is wrong with a plan after `break_it` has changed it.
template <typename Change>
auto ProblemAfter(Change break_it) -> std::string {
  PlanByHand by_hand({});
  break_it(by_hand.plan);
  return VerifyPlan(by_hand.plan).value_or("");
}

void SetSlot(Op& op, OpSlot slot, std::uint32_t value) {
  const auto narrow = static_cast<std::uint16_t>(value);
  switch (slot) {
    case OpSlot::a:
      op.a = narrow;
      break;
    case OpSlot::b:
      op.b = narrow;
      break;
    case OpSlot::c:
      op.c = narrow;
      break;
    case OpSlot::d:
      op.d = value;
      break;
    case OpSlot::e:
      op.e = value;
      break;
  }
}

// Something that is there, for every field of an operation of `kind`.
auto ValidOp(OpKind kind) -> Op {
  Op op{.kind = kind};
  for (const OpField& field : InfoOf(kind).Fields()) {
    switch (field.role) {
      case OperandRole::kDerivedRelation:
        SetSlot(op, field.slot, PlanByHand::kDerived);
        break;
      case OperandRole::kBestRelation:
      case OperandRole::kBestRowRelation:
      case OperandRole::kDerivedBestRelation:
        SetSlot(op, field.slot, PlanByHand::kBest);
        break;
      case OperandRole::kFunction:
      case OperandRole::kCount:
      case OperandRole::kRowCount:
        SetSlot(op, field.slot, 1);
        break;
      default:
        break;
    }
  }
  return op;
}

// The structure that `op` needs around it.
auto Around(const Op& op) -> std::vector<Op> {
  const Op end = Written(ops::End{});
  switch (InfoOf(op.kind).form) {
    case OpForm::kTurnHead:
      return {op, ValidOp(InfoOf(op.kind).next), end};
    case OpForm::kTurnNext:
      for (std::size_t kind = 0; kind < std::size(runtime::kOpInfos); ++kind) {
        const auto head = static_cast<OpKind>(kind);
        if (InfoOf(head).form == OpForm::kTurnHead && InfoOf(head).next == op.kind) return {ValidOp(head), op, end};
      }
      return {op, end};
    case OpForm::kOpens:
    case OpForm::kRowHead:
      return {op, end};
    case OpForm::kStructure:
      if (op.kind == OpKind::kEnd) return {Written(ops::Block{}), op};
      if (op.kind == OpKind::kElse) return {Written(ops::If{}), op, end};
      return {Written(ops::Loop{}), op, end};
    default:
      return {op};
  }
}

auto IsOnlyInImages(OpForm form) -> bool { return form == OpForm::kJump || form == OpForm::kRowNext; }

TEST(Verifier, TakesEveryOperationOfPlans) {
  for (std::size_t kind = 0; kind < std::size(runtime::kOpInfos); ++kind) {
    const Op op = ValidOp(static_cast<OpKind>(kind));
    if (IsOnlyInImages(InfoOf(op.kind).form)) {
      EXPECT_NE(Problem({op}).find("only images have it"), std::string::npos) << InfoOf(op.kind).name;
    } else {
      EXPECT_EQ(Problem(Around(op)), "") << InfoOf(op.kind).name;
    }
  }
  EXPECT_EQ(Problem({Op{.kind = static_cast<OpKind>(std::size(runtime::kOpInfos))}}), "op 0: no operation");
}

// Whatever a field names has to be there.
TEST(Verifier, TakesNothingThatIsNotThere) {
  for (std::size_t kind = 0; kind < std::size(runtime::kOpInfos); ++kind) {
    const Op valid = ValidOp(static_cast<OpKind>(kind));
    const runtime::OpInfo& info = InfoOf(valid.kind);
    if (IsOnlyInImages(info.form)) continue;
    for (const OpField& field : info.Fields()) {
      const bool is_free = field.role == OperandRole::kCell || field.role == OperandRole::kNumber ||
                           field.role == OperandRole::kTarget || field.role == OperandRole::kPayment;
      if (is_free) continue;
      Op broken = valid;
      SetSlot(broken, field.slot, 0x00FF'FFFE);
      EXPECT_NE(Problem(Around(broken)), "") << info.name << " " << field.name;
    }
  }
}

TEST(Verifier, TakesNothingWhereARegisterMayBeLeftOut) {
  EXPECT_EQ(Problem(Around(Written(ops::Range{.step = kNoRegister}))), "");
  EXPECT_EQ(Problem({Written(ops::Accumulate{.value = kNoRegister})}), "");
  EXPECT_EQ(Problem({Written(ops::Check{.site = kNone32})}), "");
  EXPECT_NE(Problem({Written(ops::EnsureSolved{.site = kNone32})}), "");
  EXPECT_NE(Problem({Written(ops::AddInt{.right = kNoRegister})}), "");
}

TEST(Verifier, TakesListsOfRegistersThatAreThere) {
  const auto list = [](std::vector<std::uint16_t> operands, const Op& op) {
    PlanByHand by_hand({op});
    by_hand.plan.operands = std::move(operands);
    return VerifyPlan(by_hand.plan).value_or("");
  };
  const Op query = Written(ops::Query{});
  const Op member = Written(ops::Member{});
  EXPECT_EQ(list({0, kNoRegister}, query), "");
  EXPECT_EQ(list({0, kNoRegister}, member), "op 0 (member): no such register");
  EXPECT_EQ(list({0, PlanByHand::kRegisters}, query), "op 0 (query): no such register");
  EXPECT_EQ(list({0}, query), "op 0 (query): no such register");
  // As long as what it is for says: a key column, two parameters, three operands.
  EXPECT_EQ(list({0}, Written(ops::Exists{})), "");
  EXPECT_EQ(list({0}, Written(ops::Call{.function = 1})), "op 0 (call): no such register");
  EXPECT_EQ(list({0, 1, 2}, Written(ops::Builtin{.mode_and_count = 3 << 8})), "");
  EXPECT_EQ(list({0, 1}, Written(ops::Builtin{.mode_and_count = 3 << 8})), "op 0 (builtin): no such register");
}

TEST(Verifier, TakesRelationsByWhatTheyKeep) {
  EXPECT_EQ(Problem({Written(ops::Insert{.relation = PlanByHand::kBase})}), "op 0 (insert): no such derived relation");
  EXPECT_EQ(Problem({Written(ops::Insert{.relation = PlanByHand::kBest})}), "op 0 (insert): no such derived relation");
  EXPECT_EQ(Problem({Written(ops::InsertBest{.relation = PlanByHand::kDerived})}),
            "op 0 (insert.best): no such derived relation");
  EXPECT_EQ(Problem(Around(Written(ops::ScanChanged{.relation = PlanByHand::kDerived}))),
            "op 0 (scan.changed): no changed rows");
  EXPECT_EQ(Problem({Written(ops::Unchanged{.relation = PlanByHand::kDerived})}), "op 0 (unchanged): no changed rows");
}

TEST(Verifier, WantsRoomForTheStateOfARange) {
  EXPECT_EQ(Problem(Around(Written(ops::Range{.state = PlanByHand::kRegisters - 2}))),
            "op 0 (range): no such register");
}

TEST(Verifier, WantsStructuresThatClose) {
  const Op end = Written(ops::End{});
  EXPECT_EQ(Problem({Written(ops::Block{})}), "a structure without its end");
  EXPECT_EQ(Problem({Written(ops::Scan{})}), "a structure without its end");
  EXPECT_EQ(Problem({end}), "op 0 (end): end without a structure");
  EXPECT_EQ(Problem({Written(ops::Block{}), Written(ops::Else{}), end}), "op 1 (else): else without if");
  EXPECT_EQ(Problem({Written(ops::If{}), Written(ops::Else{}), Written(ops::Else{}), end}),
            "op 2 (else): else without if");
  EXPECT_EQ(Problem({Written(ops::Else{}), end}), "op 0 (else): else without if");
}

TEST(Verifier, WantsBranchesThatStayInside) {
  const Op end = Written(ops::End{});
  EXPECT_EQ(Problem({Written(ops::Block{}), Written(ops::Branch{.depth = 0}), end}), "");
  EXPECT_EQ(Problem({Written(ops::Block{}), Written(ops::Branch{.depth = 1}), end}),
            "op 1 (branch): leaves a structure that is not open");
  EXPECT_EQ(Problem({Written(ops::Block{}), Written(ops::Continue{.depth = 0}), end}),
            "op 1 (continue): continues what is not a loop");
  EXPECT_EQ(Problem({Written(ops::Loop{}), Written(ops::If{}), Written(ops::ContinueIfFalse{.depth = 0}), end, end}),
            "op 2 (continue.if.false): continues what is not a loop");
  EXPECT_EQ(Problem({Written(ops::Loop{}), Written(ops::If{}), Written(ops::ContinueIfFalse{.depth = 1}), end, end}),
            "");
  EXPECT_EQ(Problem({Written(ops::Probe{}), Written(ops::Continue{.depth = 0}), end}), "");
}

TEST(Verifier, WantsHeadsAndNextsInPairs) {
  const Op end = Written(ops::End{});
  const Op list = Written(ops::List{.state = 1});
  EXPECT_EQ(Problem({list}), "op 0 (list): the head of a loop without its next");
  EXPECT_EQ(Problem({list, Written(ops::RangeNext{.state = 1}), end}),
            "op 0 (list): the head of a loop without its next");
  EXPECT_EQ(Problem({list, Written(ops::ListNext{.state = 2}), end}),
            "op 0 (list): the head of a loop without its next");
  EXPECT_EQ(Problem({Written(ops::ListNext{.state = 1}), end}),
            "op 0 (list.next): the next of a loop without its head");
  EXPECT_EQ(Problem({list, Written(ops::ListNext{.state = 1}), Written(ops::ListNext{.state = 1}), end, end}),
            "op 2 (list.next): the next of a loop without its head");
}

TEST(Verifier, WantsFunctionsInTheCodeThatReturn) {
  EXPECT_EQ(ProblemAfter([](Plan& plan) { plan.functions[0].end = 9; }), "a function outside the code");
  EXPECT_EQ(ProblemAfter([](Plan& plan) { plan.functions[0].begin = 2; }), "a function outside the code");
  EXPECT_EQ(ProblemAfter([](Plan& plan) { plan.functions[1].register_count = 1; }), "parameters without registers");
  EXPECT_EQ(ProblemAfter([](Plan& plan) { plan.code[0] = Written(ops::Solve{}); }), "a function without its return");
  EXPECT_EQ(ProblemAfter([](Plan& plan) { plan.functions[0].end = 0; }), "a function without its return");
}

TEST(Verifier, WantsIndexesOverSomeColumnsInOrder) {
  const auto index = [](std::uint32_t relation, std::vector<std::uint16_t> columns) {
    return ProblemAfter([&](Plan& plan) { plan.indexes[0] = {relation, std::move(columns)}; });
  };
  EXPECT_EQ(index(PlanByHand::kBase, {0}), "");
  EXPECT_EQ(index(3, {0}), "an index over no relation");
  EXPECT_EQ(index(PlanByHand::kBase, {}), "an index over no or all columns");
  EXPECT_EQ(index(PlanByHand::kBase, {0, 1}), "an index over no or all columns");
  EXPECT_EQ(index(PlanByHand::kBase, {2}), "an index over a column that is not there");
  const auto wide = [](std::vector<std::uint16_t> columns) {
    PlanByHand by_hand({});
    by_hand.program.relations[0].columns.resize(4);
    by_hand.plan.indexes[0].columns = std::move(columns);
    return VerifyPlan(by_hand.plan).value_or("");
  };
  EXPECT_EQ(wide({0, 2, 3}), "");
  EXPECT_EQ(wide({2, 0}), "columns of an index out of order");
  EXPECT_EQ(wide({2, 2}), "columns of an index out of order");
}

TEST(Verifier, WantsVariantsOfDerivedRelations) {
  const auto variant = [](runtime::VariantEntry entry) {
    return ProblemAfter([&](Plan& plan) { plan.variants.push_back(entry); });
  };
  EXPECT_EQ(variant({.function = 1, .delta = PlanByHand::kDerived}), "");
  EXPECT_EQ(variant({.function = 1}), "");
  EXPECT_EQ(variant({.function = 2}), "a variant without a function");
  EXPECT_EQ(variant({.function = 1, .delta = PlanByHand::kBase}), "delta of a base relation");
  EXPECT_EQ(variant({.function = 1, .delta = 3}), "delta of no relation");
}

}  // namespace
}  // namespace bytelogic::plan
