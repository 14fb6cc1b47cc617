#include "plan/printer.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <iterator>
#include <span>

#include "base/builtin.h"
#include "base/letter_case.h"
#include "diagnostics/places.h"
#include "plan/operand_lists.h"
#include "sema/types.h"

namespace bytelogic::plan {
namespace {

using runtime::InfoOf;
using runtime::kNone32;
using runtime::kNoRegister;
using runtime::OperandRole;
using runtime::OpField;

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
      if (runtime::OpensStructure(op.kind)) ++depth;
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
    const std::string name =
        ToLowerLetters(std::string(bytelogic::NameOf(static_cast<AggregateFunction>(entry.function))));
    constexpr std::string_view kModes[] = {"int", "float", "cell"};
    return name + '.' + std::string(kModes[static_cast<std::size_t>(entry.mode)]);
  }

  // `on first = r1, last = r2`
  void PutKey(const Op& op, std::uint32_t offset) {
    const Index& index = plan_.indexes[op.b];
    Put(" on");
    for (std::size_t i = 0; i < index.columns.size(); ++i) {
      Put("{} {} = r{}", i > 0 ? "," : "", program_.relations[index.relation].columns[index.columns[i]].name,
          plan_.operands[offset + i]);
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
    for (std::uint32_t row = 0; row < op.e; ++row) {
      Put(" (");
      for (std::size_t column = 0; column < arity; ++column) {
        if (column > 0) Put(", ");
        PutCell(plan_.cells[op.d + row * arity + column]);
      }
      Put(")");
    }
  }

  // What an operation is called where it is shown; empty where its operands say it.
  static auto ShownName(OpKind kind) -> std::string_view {
    switch (kind) {
      case OpKind::kColumn:
      case OpKind::kSnapshotColumn:
      case OpKind::kConstant:
      case OpKind::kBuiltin:
        return "";
      case OpKind::kAssertRows:
        return "assert";
      default:
        return InfoOf(kind).name;
    }
  }

  // result = name operands
  void PrintOp(const Op& op) {
    const std::span<const OpField> fields = InfoOf(op.kind).Fields();
    const auto is_made = [](const OpField& field) {
      return runtime::IsResult(field.role) || field.role == OperandRole::kHead ||
             field.role == OperandRole::kRangeHead || field.role == OperandRole::kGroupTurn;
    };
    const auto made = std::ranges::find_if(fields, is_made);
    if (made != fields.end()) Put("r{} = ", runtime::ValueOf(op, made->slot));
    text_ += ShownName(op.kind);
    for (const OpField& field : fields) {
      if (!is_made(field)) PrintField(op, field);
    }
  }

  // Puts a space before what follows, unless one is there.
  void Space() {
    if (!text_.ends_with(' ')) text_ += ' ';
  }

  void PutRegister(std::uint32_t index) {
    Space();
    Put("r{}", index);
  }

  void PutName(std::string_view name) {
    Space();
    text_ += name;
  }

  void PrintField(const Op& op, const OpField& field) {
    using enum OperandRole;
    const std::uint32_t value = runtime::ValueOf(op, field.slot);
    switch (field.role) {
      case kInNumber:
      case kInText:
      case kInAny:
      case kInCell:
      case kInValue:
      case kInGroup:
      case kFirstOf:
      case kTurn:
      case kRow:
      case kCopiedRow:
        return PutRegister(value);
      case kMayInAny:
      case kMayIn:
        if (value != kNoRegister) PutRegister(value);
        return;
      case kCells:
      case kPattern:
      case kArguments:
      case kOperands:
        return PutList(value, ListSize(plan_, op));
      case kKey:
        return PutKey(op, value);
      case kRelation:
      case kBestRelation:
      case kDerivedRelation:
      case kDerivedBestRelation:
        return PutName(Relation(value));
      case kIndex:
        return PutName(Relation(plan_.indexes[value].relation));
      case kFunction:
        return PutName(program_.functions[value].name);
      case kBuiltin:
        return PutName(InfoOf(static_cast<Builtin>(value)).name);
      case kConstraint:
        return PutName(program_.constraints[value].name);
      case kAccumulator:
        return PutName(AccumulatorName(op));
      case kRange:
        return PutName(RangeName(static_cast<std::uint16_t>(value)));
      case kSet:
        return Put(" s{}", value);
      case kAggregation:
        return Put(" g{}", value);
      case kColumn:
        return Put(".{}", program_.relations[op.d].columns[value].name);
      case kGroupColumn:
        return Put(".{}", value);
      case kCount:
        return Put(" x {}", value);
      case kDepth:
      case kLoopDepth:
        return Put(" {}", value);
      case kConstant:
        return PutConstant(plan_.constants[value]);
      case kCell:
        Space();
        return PutCell(value);
      case kFirstCell:
        return PutRows(op);
      default:
        return;  // what is of no interest to a reader: sites, outputs, what images add
    }
  }

  const Plan& plan_;
  const sema::CheckedProgram& program_;
  Places places_;
  std::string text_;
};

}  // namespace

auto PrintPlan(const Plan& plan, std::string_view source) -> std::string { return Printer(plan, source).Print(); }

}  // namespace bytelogic::plan
