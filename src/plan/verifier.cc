#include "plan/verifier.h"

#include <fmt/format.h>

#include <vector>

#include "base/builtin.h"
#include "plan/operand_lists.h"

namespace bytelogic::plan {
namespace {

using runtime::InfoOf;
using runtime::kNone32;
using runtime::kNoRegister;
using runtime::OpField;
using runtime::OpForm;
using runtime::OpInfo;

class Verifier {
 public:
  explicit Verifier(const Plan& plan) : plan_(plan), program_(*plan.program) {}

  auto Run() -> std::optional<std::string> {
    for (const Function& function : plan_.functions) {
      if (auto error = VerifyFunction(function)) return error;
    }
    for (const Index& index : plan_.indexes) {
      if (auto error = VerifyIndex(index)) return error;
    }
    for (const runtime::VariantEntry& variant : plan_.variants) {
      if (variant.function >= plan_.functions.size()) return "a variant without a function";
      if (variant.delta == kNone32) continue;
      if (!IsRelation(variant.delta)) return "delta of no relation";
      if (!program_.relations[variant.delta].derived) return "delta of a base relation";
    }
    return std::nullopt;
  }

 private:
  auto VerifyIndex(const Index& index) -> std::optional<std::string> {
    if (index.relation >= program_.relations.size()) return "an index over no relation";
    const std::size_t arity = program_.relations[index.relation].columns.size();
    if (index.columns.empty() || index.columns.size() >= arity) return "an index over no or all columns";
    for (std::size_t i = 0; i < index.columns.size(); ++i) {
      if (index.columns[i] >= arity) return "an index over a column that is not there";
      if (i > 0 && index.columns[i] <= index.columns[i - 1]) return "columns of an index out of order";
    }
    return std::nullopt;
  }

  auto VerifyFunction(const Function& function) -> std::optional<std::string> {
    if (function.begin > function.end || function.end > plan_.code.size()) return "a function outside the code";
    if (function.parameter_count > function.register_count) return "parameters without registers";
    register_count_ = function.register_count;
    structures_.clear();
    for (std::uint32_t i = function.begin; i < function.end; ++i) {
      const Op& op = plan_.code[i];
      if (!runtime::IsOp(op.kind)) return fmt::format("op {}: no operation", i);
      const char* error = VerifyOp(op);
      if (error == nullptr) error = VerifyPair(function, i);
      if (error != nullptr) return fmt::format("op {} ({}): {}", i, InfoOf(op.kind).name, error);
    }
    if (!structures_.empty()) return "a structure without its end";
    if (function.begin == function.end || plan_.code[function.end - 1].kind != OpKind::kReturnNone) {
      return "a function without its return";
    }
    return std::nullopt;
  }

  // The head of a turn-by-turn loop is followed by its next, with the same state; no next stands elsewhere.
  auto VerifyPair(const Function& function, std::uint32_t at) -> const char* {
    const Op& op = plan_.code[at];
    const auto is_pair = [](const Op& head, const Op& next) {
      return InfoOf(head.kind).form == OpForm::kTurnHead && next.kind == InfoOf(head.kind).next && next.a == head.a;
    };
    const OpForm form = InfoOf(op.kind).form;
    if (form == OpForm::kTurnHead && (at + 1 == function.end || !is_pair(op, plan_.code[at + 1]))) {
      return "the head of a loop without its next";
    }
    if (form == OpForm::kTurnNext && (at == function.begin || !is_pair(plan_.code[at - 1], op))) {
      return "the next of a loop without its head";
    }
    return nullptr;
  }

  [[nodiscard]] auto IsRegister(std::uint32_t index) const -> bool { return index < register_count_; }
  [[nodiscard]] auto IsRelation(std::uint32_t index) const -> bool { return index < program_.relations.size(); }

  [[nodiscard]] auto KeepsBest(std::uint32_t index) const -> bool {
    return IsRelation(index) && program_.relations[index].keep != Keep::kAll;
  }
  [[nodiscard]] auto IsDerived(std::uint32_t index, bool keeps_best) const -> bool {
    return IsRelation(index) && program_.relations[index].derived && KeepsBest(index) == keeps_best;
  }
  [[nodiscard]] auto IsSite(std::uint32_t index) const -> bool { return index < plan_.sites.size(); }

  [[nodiscard]] auto IsList(const Op& op, std::uint32_t offset, bool holes) const -> bool {
    const std::size_t count = ListSize(plan_, op);
    if (offset > plan_.operands.size() || count > plan_.operands.size() - offset) return false;
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint16_t operand = plan_.operands[offset + i];
      if (!(holes && operand == kNoRegister) && !IsRegister(operand)) return false;
    }
    return true;
  }

  auto VerifyOp(const Op& op) -> const char* {
    const OpInfo& info = InfoOf(op.kind);
    if (info.form == OpForm::kJump || info.form == OpForm::kRowNext) return "only images have it";
    for (const OpField& field : info.Fields()) {
      if (const char* error = VerifyField(op, field)) return error;
    }
    return VerifyStructure(op);
  }

  auto VerifyStructure(const Op& op) -> const char* {
    if (runtime::OpensStructure(op.kind)) structures_.push_back(op.kind);
    if (op.kind == OpKind::kElse) {
      if (structures_.empty() || structures_.back() != OpKind::kIf) return "else without if";
      structures_.back() = OpKind::kElse;
    }
    if (op.kind == OpKind::kEnd) {
      if (structures_.empty()) return "end without a structure";
      structures_.pop_back();
    }
    return nullptr;
  }

  // Fields that others refer to come first in their operation.
  auto VerifyField(const Op& op, const OpField& field) -> const char* {
    using enum runtime::OperandRole;
    const auto check = [](bool holds, const char* error) { return holds ? nullptr : error; };
    const std::uint32_t value = runtime::ValueOf(op, field.slot);
    const auto arity = [&](std::uint32_t relation) { return program_.relations[relation].columns.size(); };
    switch (field.role) {
      case kInNumber:
      case kInText:
      case kInAny:
      case kInCell:
      case kInValue:
      case kInGroup:
      case kOutNumber:
      case kOutText:
      case kOutAny:
      case kOutCell:
      case kOutGroup:
      case kOutValue:
      case kHead:
      case kTurn:
      case kGroupTurn:
      case kRow:
      case kCopiedRow:
        return check(IsRegister(value), "no such register");
      case kRangeHead:
        return check(IsRegister(value + 2), "no such register");
      case kMayInAny:
      case kMayIn:
        return check(value == kNoRegister || IsRegister(value), "no such register");
      case kFirstOf:
        return check(op.d == 0 || IsRegister(value + op.d - 1), "no such register");
      case kCells:
      case kKey:
      case kArguments:
      case kOperands:
        return check(IsList(op, value, false), "no such register");
      case kPattern:
        return check(IsList(op, value, true), "no such register");
      case kRelation:
      case kRowRelation:
        return check(IsRelation(value), "no such relation");
      case kBestRelation:
      case kBestRowRelation:
        return check(KeepsBest(value), "no changed rows");
      case kDerivedRelation:
        return check(IsDerived(value, false), "no such derived relation");
      case kDerivedBestRelation:
        return check(IsDerived(value, true), "no such derived relation");
      case kIndex:
        return check(value < plan_.indexes.size(), "no such index");
      case kSet:
        return check(value < plan_.sets.size(), "no such set");
      case kAggregation:
        return check(value < plan_.aggregations.size(), "no such aggregation");
      case kConstant:
        return check(value < plan_.constants.size(), "no such constant");
      case kFunction:
        return check(value != 0 && value < program_.functions.size(), "no such CALC");
      case kBuiltin:
        return check(value < std::size(kBuiltins), "no such function");
      case kOutput:
        return check(value < program_.outputs.size(), "no such output");
      case kConstraint:
        return check(value < program_.constraints.size(), "no such constraint");
      case kColumn:
        return check(value < arity(op.d), "no such column");
      case kGroupColumn:
        return check(value < plan_.aggregations[op.b].group_columns, "no such column");
      case kAccumulator:
        return check(value < plan_.aggregations[op.b].accumulators.count, "no such accumulator");
      case kFirstCell:
        return check(value <= plan_.cells.size() && op.e * arity(op.b) <= plan_.cells.size() - value, "no such cells");
      case kFaultSite:
      case kSite:
        return check(IsSite(value), "no such site");
      case kMaySite:
      case kLimitSite:
        return check(value == kNone32 || IsSite(value), "no such site");
      case kDepth:
      case kLoopDepth:
        if (value >= structures_.size()) return "leaves a structure that is not open";
        return check(field.role == kDepth || runtime::IsLoop(structures_[structures_.size() - 1 - value]),
                     "continues what is not a loop");
      case kRange:
        return check(value <= static_cast<std::uint32_t>(runtime::RowRange::kNow), "no such range of rows");
      case kFlag:
        return check(value <= 1, "neither 0 nor 1");
      case kReturnMode:
        return check(value <= 2, "no such mode");
      case kModeAndCount:
        return check((value & 0xFF) <= static_cast<std::uint32_t>(runtime::OperandMode::kAny), "no such mode");
      case kCell:
      case kCount:
      case kRowCount:
      case kNumber:
      case kTarget:   // of images
      case kPayment:  // of images
        return nullptr;
    }
    return nullptr;
  }

  const Plan& plan_;
  const sema::CheckedProgram& program_;
  std::uint32_t register_count_ = 0;
  std::vector<OpKind> structures_;
};

}  // namespace

auto VerifyPlan(const Plan& plan) -> std::optional<std::string> { return Verifier(plan).Run(); }

}  // namespace bytelogic::plan
