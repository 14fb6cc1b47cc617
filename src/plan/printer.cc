#include "plan/printer.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <iterator>
#include <span>

#include "base/builtin.h"
#include "diagnostics/places.h"
#include "plan/op_info.h"
#include "sema/types.h"

namespace bytelogic::plan {
namespace {

using runtime::kNone32;
using runtime::kNoRegister;

class Printer {
 public:
  Printer(const Plan& plan, std::string_view source) : plan_(plan), program_(*plan.program), places_(source) {}

  auto Print() -> std::string {
    for (const sema::Relation& relation : program_.relations) PrintRelation(relation);
    for (std::size_t i = 0; i < plan_.strata.size(); ++i) PrintStratum(i);
    for (std::size_t i = 0; i < plan_.constraints.size(); ++i) PrintConstraint(i);
    for (std::size_t i = program_.functions.size(); i-- > 0;) PrintFunction(i);
    return std::move(text_);
  }

 private:
  template <typename... Args>
  void Put(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Args>(args)...);
  }

  void PrintRelation(const sema::Relation& relation) {
    Put("relation {}(", relation.name);
    std::string_view separator;
    for (const sema::Column& column : relation.columns) {
      Put("{}{}: {}", separator, column.name, sema::NameOf(column.type));
      if (relation.keep != Keep::kAll && &column == &relation.columns.back()) {
        Put(" keep {}", relation.keep == Keep::kMin ? "min" : "max");
      }
      separator = ", ";
    }
    Put("){}\n", relation.derived ? " derived" : "");
  }

  void PrintStratum(std::size_t index) {
    Put("stratum {}:", index);
    for (const sema::RelationId relation : program_.strata[index].relations) Put(" {}", program_[relation].name);
    Put("\n");
    const runtime::Table variants = plan_.strata[index].variants;
    for (const runtime::VariantEntry& variant : std::span(plan_.variants).subspan(variants.offset, variants.count)) {
      const Function& function = plan_.functions[variant.function];
      const sema::Rule& rule = program_[function.rule];
      const LineColumn place = places_.At(rule.range.offset);
      Put("  rule {} at {}:{}", rule.name, place.line, place.column);
      if (variant.delta != kNone32) Put("  delta {}", program_.relations[variant.delta].name);
      Put("\n");
      PrintCode(function, 2);
    }
  }

  void PrintConstraint(std::size_t index) {
    const sema::Constraint& constraint = program_.constraints[index];
    const LineColumn place = places_.At(constraint.range.offset);
    Put("constraint {} at {}:{}\n", constraint.name, place.line, place.column);
    PrintCode(plan_.functions[plan_.constraints[index].function], 1);
  }

  void PrintFunction(std::size_t index) {
    const sema::Function& function = program_.functions[index];
    if (index == 0) {
      Put("actions\n");
    } else {
      Put("calc {}(", function.name);
      for (std::uint32_t i = 0; i < function.parameter_count; ++i) {
        Put("{}r{}: {}", i > 0 ? ", " : "", i, sema::NameOf(function.variables[i].type));
      }
      Put(") -> {}\n", sema::NameOf(function.result));
    }
    PrintCode(plan_.functions[index], 1);
  }

  void PrintCode(const Function& function, int depth) {
    for (std::uint32_t i = function.begin; i < function.end; ++i) {
      const Op& op = plan_.code[i];
      if (op.kind == OpKind::kEnd) {
        --depth;
        continue;  // the indentation says it
      }
      // Deeper than this nobody counts spaces, and a rule may be a nest of thousands of loops.
      constexpr int kMaxIndent = 50;
      const int indent = std::min(op.kind == OpKind::kElse ? depth - 1 : depth, kMaxIndent);
      text_.append(static_cast<std::size_t>(indent) * 2, ' ');
      PrintOp(op);
      text_ += '\n';
      if (OpensStructure(op.kind)) ++depth;
    }
  }

  auto Relation(std::uint32_t index) -> std::string_view { return program_.relations[index].name; }

  auto RangeName(std::uint16_t range) -> std::string_view {
    switch (static_cast<runtime::RowRange>(range)) {
      case runtime::RowRange::kDelta:
        return "delta ";
      case runtime::RowRange::kOld:
        return "old ";
      default:
        return "";
    }
  }

  void PutList(std::uint32_t offset, std::size_t count) {
    Put("(");
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint16_t operand = plan_.operands[offset + i];
      if (i > 0) Put(", ");
      if (operand == kNoRegister) {
        Put("?");
      } else {
        Put("r{}", operand);
      }
    }
    Put(")");
  }

  // `sum.int`, `min.cell`
  auto AccumulatorName(const Op& op) -> std::string {
    const runtime::AccumulatorEntry& entry = plan_.accumulators[plan_.aggregations[op.b].accumulators.offset + op.c];
    std::string name(bytelogic::NameOf(static_cast<AggregateFunction>(entry.function)));
    for (char& letter : name) letter = static_cast<char>(letter - 'A' + 'a');
    constexpr std::string_view kModes[] = {"int", "float", "cell"};
    return name + '.' + std::string(kModes[static_cast<std::size_t>(entry.mode)]);
  }

  void PutIndex(const Op& op) {
    const Index& index = plan_.indexes[op.b];
    Put("{}{} on", RangeName(op.c), Relation(index.relation));
    for (std::size_t i = 0; i < index.columns.size(); ++i) {
      Put("{} {} = r{}", i > 0 ? "," : "", program_.relations[index.relation].columns[index.columns[i]].name,
          plan_.operands[op.d + i]);
    }
  }

  void PutCell(std::uint32_t cell) {
    const std::uint32_t index = cell >> 2;
    switch (cell & runtime::kCellTagMask) {
      case runtime::kCellSmallInt:
        Put("{}", runtime::CellToSmallInt(cell));
        break;
      case runtime::kCellBoxedInt:
        Put("{}", plan_.ints[index]);
        break;
      case runtime::kCellFloat:
        Put("{}", plan_.floats[index]);
        break;
      default:
        Put("\"{}\"", plan_.symbols[index]);
    }
  }

  void PutConstant(const runtime::ConstantEntry& constant) {
    switch (static_cast<runtime::ValueTag>(constant.tag)) {
      case runtime::ValueTag::kInt:
        Put("{}", std::bit_cast<std::int64_t>(constant.bits));
        break;
      case runtime::ValueTag::kFloat:
        Put("{}", std::bit_cast<double>(constant.bits));
        break;
      default:
        Put("\"{}\"", plan_.symbols[constant.bits]);
    }
  }

  void PutRows(const Op& op) {
    const std::size_t arity = program_.relations[op.b].columns.size();
    Put("assert {}", Relation(op.b));
    for (std::uint32_t row = 0; row < op.e; ++row) {
      Put(" (");
      for (std::size_t column = 0; column < arity; ++column) {
        if (column > 0) Put(", ");
        PutCell(plan_.cells[op.d + row * arity + column]);
      }
      Put(")");
    }
  }

  void PrintOp(const Op& op) {
    const std::string_view name = InfoOf(op.kind).name;
    const auto arity = [&](std::uint32_t relation) { return program_.relations[relation].columns.size(); };
    switch (op.kind) {
      case OpKind::kIf:
        Put("if r{}", op.a);
        break;
      case OpKind::kBranch:
      case OpKind::kContinue:
        Put("{} {}", name, op.d);
        break;
      case OpKind::kBranchIfFalse:
      case OpKind::kContinueIfFalse:
        Put("{} r{} {}", name, op.a, op.d);
        break;
      case OpKind::kScan:
        Put("r{} = scan {}{}", op.a, RangeName(op.c), Relation(op.b));
        break;
      case OpKind::kScanChanged:
        Put("r{} = {} {}", op.a, name, Relation(op.b));
        break;
      case OpKind::kUnchanged:
        Put("r{} = {} r{}", op.a, name, op.b);
        break;
      case OpKind::kProbe:
        Put("r{} = probe ", op.a);
        PutIndex(op);
        break;
      case OpKind::kColumn:
      case OpKind::kSnapshotColumn:
        Put("r{} = r{}.{}", op.a, op.b, program_.relations[op.d].columns[op.c].name);
        break;
      case OpKind::kRange:
        Put("r{} = range r{} r{}", op.a, op.b, op.c);
        if (op.d != kNoRegister) Put(" r{}", op.d);
        break;
      case OpKind::kRangeNext:
      case OpKind::kListNext:
        Put("r{} = {} r{}", op.b, name, op.a);
        break;
      case OpKind::kSnapshot:
        Put("r{} = snapshot {}", op.a, Relation(op.b));
        PutList(op.d, arity(op.b));
        break;
      case OpKind::kSnapshotNext:
        Put("{} r{}", name, op.a);
        break;
      case OpKind::kList:
        Put("r{} = list r{} x {}", op.a, op.b, op.d);
        break;
      case OpKind::kMember:
        Put("r{} = member {}{}", op.a, RangeName(op.c), Relation(op.b));
        PutList(op.d, arity(op.b));
        break;
      case OpKind::kExists:
        Put("r{} = exists ", op.a);
        PutIndex(op);
        break;
      case OpKind::kNotEmpty:
        Put("r{} = not.empty {}{}", op.a, RangeName(op.c), Relation(op.b));
        break;
      case OpKind::kInsert:
      case OpKind::kInsertBest:
      case OpKind::kAssert:
      case OpKind::kQuery:
        Put("{} {}", name, Relation(op.b));
        PutList(op.d, arity(op.b));
        break;
      case OpKind::kEmptySet:
        Put("{} s{}", name, op.b);
        break;
      case OpKind::kAddToSet:
        Put("r{} = {} s{}", op.a, name, op.b);
        PutList(op.d, plan_.sets[op.b].arity);
        break;
      case OpKind::kEmptyGroups:
        Put("{} g{}", name, op.b);
        break;
      case OpKind::kGroups:
      case OpKind::kGroupsNext:
        Put("r{} = {} g{}", op.a, name, op.b);
        break;
      case OpKind::kGroup:
        Put("r{} = {} g{}", op.a, name, op.b);
        PutList(op.d, plan_.aggregations[op.b].group_columns);
        break;
      case OpKind::kGroupColumn:
        Put("r{} = {} g{} r{}.{}", op.a, name, op.b, op.d, op.c);
        break;
      case OpKind::kAccumulate:
      case OpKind::kAccumulateQuery:
        Put("{} g{} r{} {}", name, op.b, op.a, AccumulatorName(op));
        if (op.d != kNoRegister) Put(" r{}", op.d);
        break;
      case OpKind::kAggregate:
        Put("r{} = {} g{} r{} {}", op.a, name, op.b, op.d, AccumulatorName(op));
        break;
      case OpKind::kCheck:
        Put("check {}", program_.constraints[op.d].name);
        break;
      case OpKind::kAssertRows:
        PutRows(op);
        break;
      case OpKind::kOutput:
        Put("output r{}", op.a);
        break;
      case OpKind::kCall:
        Put("r{} = call {}", op.a, program_.functions[op.b].name);
        PutList(op.d, plan_.functions[op.b].parameter_count);
        break;
      case OpKind::kReturn:
        Put("return r{}", op.a);
        break;
      case OpKind::kConstant:
        Put("r{} = ", op.a);
        PutConstant(plan_.constants[op.d]);
        break;
      case OpKind::kCellConstant:
        Put("r{} = cell ", op.a);
        PutCell(op.d);
        break;
      case OpKind::kBuiltin:
        Put("r{} = {}", op.a, InfoOf(static_cast<Builtin>(op.b)).name);
        PutList(op.d, op.c >> 8);
        break;
      default:
        PrintPlain(op, name);
    }
  }

  // Moves, conversions, arithmetic, comparisons, and operations without operands.
  void PrintPlain(const Op& op, std::string_view name) {
    const OpForm form = InfoOf(op.kind).form;
    if (form != OpForm::kRegisters && form != OpForm::kFallible) {
      Put("{}", name);
    } else if (IsBinary(op.kind)) {
      Put("r{} = {} r{} r{}", op.a, name, op.b, op.c);
    } else {
      Put("r{} = {} r{}", op.a, name, op.b);
    }
  }

  static auto IsBinary(OpKind kind) -> bool {
    if (kind == OpKind::kNegateInt || kind == OpKind::kNegateFloat || kind == OpKind::kNegateAny) return false;
    return kind >= OpKind::kNegateInt && kind <= OpKind::kNotEqualCell;
  }

  const Plan& plan_;
  const sema::CheckedProgram& program_;
  Places places_;
  std::string text_;
};

}  // namespace

auto PrintPlan(const Plan& plan, std::string_view source) -> std::string { return Printer(plan, source).Print(); }

}  // namespace bytelogic::plan
