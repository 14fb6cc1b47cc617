#include "runtime/validate.h"

#include <cmath>
#include <cstring>

#include "base/aggregate.h"
#include "runtime/validate_code.h"

namespace bytelogic::runtime {
namespace {

constexpr std::uint32_t kMaxRegisters = 65'535;

// Checks one thing after the other; after the first problem nothing more is looked at.
class TableChecker {
 public:
  TableChecker(const std::uint8_t* image, std::size_t size) : view_{image, nullptr}, size_(size) {}

  auto Run() -> const char* {
    if (!CheckHeader()) return "header or a table's place";
    if (!CheckRelations()) return "a relation or an index";
    if (!CheckValues()) return "a constant, symbol, number or cell";
    if (!CheckFunctions()) return "the range of a function";
    if (!CheckStrata()) return "a stratum or a variant";
    if (!CheckGroups()) return "a set, an aggregation or a constraint";
    return CheckCode(view_);
  }

 private:
  template <typename T>
  [[nodiscard]] auto Fits(const Table& table) const -> bool {
    return table.offset % alignof(T) == 0 && table.offset <= size_ &&
           std::uint64_t{table.count} * sizeof(T) <= size_ - table.offset;
  }

  [[nodiscard]] static auto Within(const Table& part, std::uint32_t count) -> bool {
    return part.offset <= count && part.count <= count - part.offset;
  }

  auto CheckHeader() -> bool {
    if (size_ < sizeof(ImageHeader) || size_ > UINT32_MAX) return false;
    view_.header = reinterpret_cast<const ImageHeader*>(view_.image);
    const ImageHeader& header = *view_.header;
    return header.magic == ImageHeader::kMagic && header.size == size_ && Fits<RelationEntry>(header.relations) &&
           Fits<IndexEntry>(header.indexes) && Fits<FunctionEntry>(header.functions) && Fits<Op>(header.code) &&
           Fits<std::uint16_t>(header.operands) && Fits<ConstantEntry>(header.constants) &&
           Fits<SymbolEntry>(header.symbols) && Fits<std::int64_t>(header.ints) && Fits<double>(header.floats) &&
           Fits<char>(header.text) && Fits<std::uint32_t>(header.cells) && Fits<StratumEntry>(header.strata) &&
           Fits<std::uint32_t>(header.stratum_relations) && Fits<VariantEntry>(header.variants) &&
           Fits<SetEntry>(header.sets) && Fits<AggregationEntry>(header.aggregations) &&
           Fits<AccumulatorEntry>(header.accumulators) && Fits<ConstraintEntry>(header.constraints) &&
           Fits<OutputEntry>(header.outputs) && Fits<SiteEntry>(header.sites);
  }

  auto CheckRelations() -> bool {
    const ImageHeader& header = *view_.header;
    for (std::uint32_t i = 0; i < header.relations.count; ++i) {
      const RelationEntry& relation = view_.relation(i);
      if (relation.arity > kMaxRegisters || relation.keep > static_cast<std::uint32_t>(Keep::kMax)) return false;
      if (relation.keep != 0 && relation.arity == 0) return false;
    }
    for (std::uint32_t i = 0; i < header.indexes.count; ++i) {
      const IndexEntry& index = view_.index(i);
      if (index.relation >= header.relations.count || !Within(index.columns, header.operands.count)) return false;
      // What keeps the best is found by the other columns alone.
      const std::uint32_t arity = view_.relation(index.relation).arity;
      const std::uint32_t found_by = arity - (view_.relation(index.relation).keep != 0 ? 1 : 0);
      if (index.columns.count == 0 || index.columns.count >= arity) return false;
      for (std::uint32_t k = 0; k < index.columns.count; ++k) {
        const std::uint16_t column = view_.operand(index.columns.offset + k);
        if (column >= found_by || (k > 0 && column <= view_.operand(index.columns.offset + k - 1))) return false;
      }
    }
    return true;
  }

  // Floats are finite and never -0.0 in the sandbox.
  static auto IsPlainFloat(double value) -> bool {
    return std::isfinite(value) && !(value == 0 && std::signbit(value));
  }

  auto CheckValues() -> bool {
    const ImageHeader& header = *view_.header;
    for (std::uint32_t i = 0; i < header.symbols.count; ++i) {
      const auto& symbol = view_.Entry<SymbolEntry>(header.symbols, i);
      if (!Within({symbol.offset, symbol.length}, header.text.count)) return false;
    }
    for (std::uint32_t i = 0; i < header.floats.count; ++i) {
      if (!IsPlainFloat(view_.Entry<double>(header.floats, i))) return false;
    }
    for (std::uint32_t i = 0; i < header.constants.count; ++i) {
      const ConstantEntry& constant = view_.constant(i);
      double number;
      std::memcpy(&number, &constant.bits, sizeof number);
      switch (static_cast<ValueTag>(constant.tag)) {
        case ValueTag::kInt:
          break;
        case ValueTag::kFloat:
          if (!IsPlainFloat(number)) return false;
          break;
        case ValueTag::kText:
          if (constant.bits >= header.symbols.count) return false;
          break;
        default:
          return false;
      }
    }
    for (std::uint32_t i = 0; i < header.cells.count; ++i) {
      if (!view_.IsCell(view_.Entry<std::uint32_t>(header.cells, i))) return false;
    }
    return true;
  }

  auto CheckFunctions() -> bool {
    const ImageHeader& header = *view_.header;
    for (std::uint32_t i = 0; i < header.functions.count; ++i) {
      const FunctionEntry& function = view_.function(i);
      if (function.begin >= function.end || function.end > header.code.count) return false;
      if (function.register_count > kMaxRegisters || function.parameter_count > function.register_count) return false;
    }
    return header.functions.count > 0 && view_.function(0).parameter_count == 0;
  }

  auto CheckStrata() -> bool {
    const ImageHeader& header = *view_.header;
    for (std::uint32_t i = 0; i < header.strata.count; ++i) {
      const auto& stratum = view_.Entry<StratumEntry>(header.strata, i);
      if (!Within(stratum.relations, header.stratum_relations.count)) return false;
      if (!Within(stratum.variants, header.variants.count)) return false;
    }
    for (std::uint32_t i = 0; i < header.stratum_relations.count; ++i) {
      const auto relation = view_.Entry<std::uint32_t>(header.stratum_relations, i);
      if (relation >= header.relations.count || view_.relation(relation).derived == 0) return false;
    }
    for (std::uint32_t i = 0; i < header.variants.count; ++i) {
      const auto& variant = view_.Entry<VariantEntry>(header.variants, i);
      if (variant.function == 0 || variant.function >= header.functions.count) return false;
      if (view_.function(variant.function).parameter_count != 0) return false;
      if (variant.delta != kNone32 && variant.delta >= header.relations.count) return false;
    }
    return true;
  }

  auto CheckGroups() -> bool {
    const ImageHeader& header = *view_.header;
    for (std::uint32_t i = 0; i < header.sets.count; ++i) {
      if (view_.Entry<SetEntry>(header.sets, i).arity > kMaxRegisters) return false;
    }
    for (std::uint32_t i = 0; i < header.aggregations.count; ++i) {
      const AggregationEntry& aggregation = view_.aggregation(i);
      if (aggregation.group_columns > kMaxRegisters) return false;
      if (!Within(aggregation.accumulators, header.accumulators.count)) return false;
    }
    for (std::uint32_t i = 0; i < header.accumulators.count; ++i) {
      const auto& accumulator = view_.Entry<AccumulatorEntry>(header.accumulators, i);
      if (accumulator.function > static_cast<std::uint32_t>(AggregateFunction::kAvg)) return false;
      if (accumulator.mode > AccumulatorMode::kCell) return false;
    }
    for (std::uint32_t i = 0; i < header.constraints.count; ++i) {
      const auto& constraint = view_.Entry<ConstraintEntry>(header.constraints, i);
      if (constraint.function == 0 || constraint.function >= header.functions.count) return false;
      if (view_.function(constraint.function).parameter_count != 0 || constraint.set >= header.sets.count) return false;
    }
    return true;
  }

  ImageView view_;
  std::size_t size_;
};

}  // namespace

auto FindImageProblem(const std::uint8_t* image, std::size_t size) -> const char* {
  return TableChecker(image, size).Run();
}

}  // namespace bytelogic::runtime
