#include "plan/verifier.h"

#include <fmt/format.h>

#include <vector>

#include "base/builtin.h"
#include "plan/op_info.h"

namespace bytelogic::plan {
namespace {

using runtime::kNone32;
using runtime::kNoRegister;

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
      if (variant.delta != kNone32 && !program_.relations[variant.delta].derived) return "delta of a base relation";
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
    if (function.begin > function.end || function.end > plan_.code.size()) return "a function outside of the code";
    if (function.parameter_count > function.register_count) return "parameters without registers";
    register_count_ = function.register_count;
    structures_.clear();
    for (std::uint32_t i = function.begin; i < function.end; ++i) {
      const Op& op = plan_.code[i];
      const char* error = VerifyOp(op);
      if (error == nullptr && NeedsNext(op.kind) &&
          (i + 1 == function.end || plan_.code[i + 1].kind != NextOf(op.kind))) {
        error = "the head of a loop without its next";
      }
      if (error != nullptr) return fmt::format("op {} ({}): {}", i, InfoOf(op.kind).name, error);
    }
    if (!structures_.empty()) return "a structure without its end";
    if (function.begin == function.end || plan_.code[function.end - 1].kind != OpKind::kReturnNone) {
      return "a function without its return";
    }
    return std::nullopt;
  }

  static auto NeedsNext(OpKind kind) -> bool {
    return kind == OpKind::kRange || kind == OpKind::kSnapshot || kind == OpKind::kList || kind == OpKind::kGroups;
  }

  static auto NextOf(OpKind kind) -> OpKind {
    if (kind == OpKind::kRange) return OpKind::kRangeNext;
    if (kind == OpKind::kGroups) return OpKind::kGroupsNext;
    return kind == OpKind::kSnapshot ? OpKind::kSnapshotNext : OpKind::kListNext;
  }

  [[nodiscard]] auto IsRegister(std::uint32_t index) const -> bool { return index < register_count_; }
  [[nodiscard]] auto IsRelation(std::uint32_t index) const -> bool { return index < program_.relations.size(); }

  [[nodiscard]] auto IsList(std::uint32_t offset, std::size_t count, bool holes) const -> bool {
    if (offset > plan_.operands.size() || count > plan_.operands.size() - offset) return false;
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint16_t operand = plan_.operands[offset + i];
      if (!(holes && operand == kNoRegister) && !IsRegister(operand)) return false;
    }
    return true;
  }

  auto VerifyOp(const Op& op) -> const char* {
    switch (InfoOf(op.kind).form) {
      case OpForm::kStructure:
        return VerifyStructure(op);
      case OpForm::kJumpForm:
        return "a jump in a plan";
      case OpForm::kLoopHead:
        return VerifyLoopHead(op);
      case OpForm::kLoopNext:
        return VerifyLoopNext(op);
      case OpForm::kRegisters:
      case OpForm::kFallible:
        return VerifyRegisters(op);
      case OpForm::kRelational:
        return VerifyRelational(op);
      case OpForm::kGrouping:
        return VerifyGrouping(op);
      case OpForm::kControl:
        return VerifyControl(op);
      case OpForm::kCallForm:
        return VerifyCall(op);
    }
    return "unknown form";
  }

  auto VerifyStructure(const Op& op) -> const char* {
    switch (op.kind) {
      case OpKind::kIf:
        structures_.push_back(op.kind);
        return IsRegister(op.a) ? nullptr : "no such register";
      case OpKind::kElse:
        if (structures_.empty() || structures_.back() != OpKind::kIf) return "else without if";
        structures_.back() = OpKind::kElse;
        return nullptr;
      case OpKind::kBlock:
      case OpKind::kLoop:
        structures_.push_back(op.kind);
        return nullptr;
      case OpKind::kEnd:
        if (structures_.empty()) return "end without a structure";
        structures_.pop_back();
        return nullptr;
      default:
        break;
    }
    if (op.d >= structures_.size()) return "leaves a structure that is not open";
    const bool conditional = op.kind == OpKind::kBranchIfFalse || op.kind == OpKind::kContinueIfFalse;
    if (conditional && !IsRegister(op.a)) return "no such register";
    const bool continues = op.kind == OpKind::kContinue || op.kind == OpKind::kContinueIfFalse;
    if (continues && !IsLoop(structures_[structures_.size() - 1 - op.d])) return "continues what is no loop";
    return nullptr;
  }

  auto VerifyLoopHead(const Op& op) -> const char* {
    switch (op.kind) {
      case OpKind::kScanChanged:
        if (!IsRelation(op.b) || program_.relations[op.b].keep == Keep::kAll) return "no changed rows";
        [[fallthrough]];
      case OpKind::kScan:
        structures_.push_back(op.kind);
        return IsRegister(op.a) && IsRelation(op.b) ? nullptr : "no such register or relation";
      case OpKind::kProbe:
        structures_.push_back(op.kind);
        if (op.b >= plan_.indexes.size()) return "no such index";
        return IsRegister(op.a) && IsList(op.d, plan_.indexes[op.b].columns.size(), false) ? nullptr
                                                                                           : "no such register";
      case OpKind::kRange:
        if (!IsRegister(op.a + 2U) || !IsRegister(op.b) || !IsRegister(op.c)) return "no such register";
        return op.d == kNoRegister || IsRegister(op.d) ? nullptr : "no such register";
      case OpKind::kSnapshot:
        if (!IsRelation(op.b)) return "no such relation";
        return IsRegister(op.a) && IsList(op.d, Arity(op.b), true) ? nullptr : "no such register";
      case OpKind::kGroups:
        return IsRegister(op.a) && op.b < plan_.aggregations.size() ? nullptr : "no such register or aggregation";
      default:
        return IsRegister(op.a) && (op.d == 0 || IsRegister(op.b + op.d - 1)) ? nullptr : "no such register";
    }
  }

  auto VerifyLoopNext(const Op& op) -> const char* {
    const bool at_end =
        op.kind == OpKind::kScanNext || op.kind == OpKind::kProbeNext || op.kind == OpKind::kScanChangedNext;
    if (at_end) return "only images have it";
    structures_.push_back(op.kind);
    if (!IsRegister(op.a)) return "no such register";
    if (op.kind == OpKind::kGroupsNext) return op.b < plan_.aggregations.size() ? nullptr : "no such aggregation";
    if (op.kind == OpKind::kSnapshotNext) return IsRelation(op.b) ? nullptr : "no such relation";
    return IsRegister(op.b) ? nullptr : "no such register";
  }

  [[nodiscard]] auto Arity(std::uint32_t relation) const -> std::size_t {
    return program_.relations[relation].columns.size();
  }

  auto VerifyRegisters(const Op& op) -> const char* {
    if (!IsRegister(op.a)) return "no such register";
    switch (op.kind) {
      case OpKind::kConstant:
        return op.d < plan_.constants.size() ? nullptr : "no such constant";
      case OpKind::kCellConstant:
        return nullptr;
      case OpKind::kColumn:
      case OpKind::kSnapshotColumn:
        return IsRegister(op.b) && IsRelation(op.d) && op.c < Arity(op.d) ? nullptr : "no such column";
      case OpKind::kUnchanged:
        return IsRegister(op.b) && IsRelation(op.d) && program_.relations[op.d].keep != Keep::kAll ? nullptr
                                                                                                   : "no changed rows";
      default:
        break;
    }
    if (InfoOf(op.kind).form == OpForm::kFallible && op.e >= plan_.sites.size()) return "no such site";
    return IsRegister(op.b) && IsRegister(op.c) ? nullptr : "no such register";
  }

  auto VerifyRelational(const Op& op) -> const char* {
    if (op.kind == OpKind::kExists) {
      if (op.b >= plan_.indexes.size()) return "no such index";
      return IsRegister(op.a) && IsList(op.d, plan_.indexes[op.b].columns.size(), false) ? nullptr : "no such register";
    }
    if (!IsRelation(op.b)) return "no such relation";
    switch (op.kind) {
      case OpKind::kNotEmpty:
        return IsRegister(op.a) ? nullptr : "no such register";
      case OpKind::kAssertRows:
        return op.d <= plan_.cells.size() && op.e * Arity(op.b) <= plan_.cells.size() - op.d ? nullptr
                                                                                             : "no such cells";
      case OpKind::kQuery:
        if (op.e >= program_.outputs.size()) return "no such output";
        return IsList(op.d, Arity(op.b), true) ? nullptr : "no such register";
      default:
        return IsRegister(op.a) && IsList(op.d, Arity(op.b), false) ? nullptr : "no such register";
    }
  }

  auto VerifyGrouping(const Op& op) -> const char* {
    if (op.kind == OpKind::kEmptySet || op.kind == OpKind::kAddToSet) {
      if (op.b >= plan_.sets.size()) return "no such set";
      if (op.kind == OpKind::kEmptySet) return nullptr;
      return IsRegister(op.a) && IsList(op.d, plan_.sets[op.b].arity, false) ? nullptr : "no such register";
    }
    if (op.b >= plan_.aggregations.size()) return "no such aggregation";
    const runtime::AggregationEntry& aggregation = plan_.aggregations[op.b];
    switch (op.kind) {
      case OpKind::kEmptyGroups:
        return nullptr;
      case OpKind::kGroup:
        return IsRegister(op.a) && IsList(op.d, aggregation.group_columns, false) ? nullptr : "no such register";
      case OpKind::kGroupColumn:
        return IsRegister(op.a) && IsRegister(op.d) && op.c < aggregation.group_columns ? nullptr : "no such column";
      default:
        break;
    }
    if (op.c >= aggregation.accumulators.count || op.e >= plan_.sites.size()) return "no such accumulator or site";
    const bool no_value = op.kind != OpKind::kAggregate && op.d == kNoRegister;
    return IsRegister(op.a) && (no_value || IsRegister(op.d)) ? nullptr : "no such register";
  }

  auto VerifyControl(const Op& op) -> const char* {
    switch (op.kind) {
      case OpKind::kEnsureSolved:
        return op.e < plan_.sites.size() ? nullptr : "no such site";
      case OpKind::kCheck:
        return op.d < program_.constraints.size() && (op.e == kNone32 || op.e < plan_.sites.size())
                   ? nullptr
                   : "no such constraint or site";
      case OpKind::kOutput:
        return IsRegister(op.a) && op.d < program_.outputs.size() ? nullptr : "no such register or output";
      case OpKind::kReturn:
        return IsRegister(op.a) && op.c <= 2 ? nullptr : "no such register or mode";
      default:
        return nullptr;
    }
  }

  auto VerifyCall(const Op& op) -> const char* {
    if (!IsRegister(op.a) || op.e >= plan_.sites.size()) return "no such register or site";
    if (op.kind == OpKind::kBuiltin) {
      if (op.b >= std::size(kBuiltins)) return "no such function";
      return IsList(op.d, op.c >> 8, false) ? nullptr : "no such register";
    }
    if (op.b == 0 || op.b >= program_.functions.size()) return "no such CALC";
    return IsList(op.d, plan_.functions[op.b].parameter_count, false) ? nullptr : "no such register";
  }

  const Plan& plan_;
  const sema::CheckedProgram& program_;
  std::uint32_t register_count_ = 0;
  std::vector<OpKind> structures_;
};

}  // namespace

auto VerifyPlan(const Plan& plan) -> std::optional<std::string> { return Verifier(plan).Run(); }

}  // namespace bytelogic::plan
