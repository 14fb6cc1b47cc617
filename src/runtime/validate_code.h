// validate_code.h - the part of validate.h that looks at instructions.
//
//   const char* problem = CheckCode(view);   // nullptr: safe
//
// Each function is interpreted abstractly: a state says what every register holds before an instruction, and where
// paths meet, what they agree on. Texts made in the scratch area are followed by the instruction that made them, so
// that none is read after a loop or a statement has reset the area. Loops are entered only at their heads.
#pragma once

#include "runtime/image.h"

namespace bytelogic::runtime {

// The tables of an image whose places and contents have been checked, but not yet its code.
struct ImageView {
  const std::uint8_t* image = nullptr;
  const ImageHeader* header = nullptr;

  template <typename T>
  [[nodiscard]] auto Entry(const Table& table, std::uint32_t i) const -> const T& {
    return reinterpret_cast<const T*>(image + table.offset)[i];
  }
  [[nodiscard]] auto relation(std::uint32_t i) const -> const RelationEntry& {
    return Entry<RelationEntry>(header->relations, i);
  }
  [[nodiscard]] auto index(std::uint32_t i) const -> const IndexEntry& { return Entry<IndexEntry>(header->indexes, i); }
  [[nodiscard]] auto function(std::uint32_t i) const -> const FunctionEntry& {
    return Entry<FunctionEntry>(header->functions, i);
  }
  [[nodiscard]] auto op(std::uint32_t i) const -> const Op& { return Entry<Op>(header->code, i); }
  [[nodiscard]] auto operand(std::uint32_t i) const -> std::uint16_t {
    return Entry<std::uint16_t>(header->operands, i);
  }
  [[nodiscard]] auto constant(std::uint32_t i) const -> const ConstantEntry& {
    return Entry<ConstantEntry>(header->constants, i);
  }
  [[nodiscard]] auto aggregation(std::uint32_t i) const -> const AggregationEntry& {
    return Entry<AggregationEntry>(header->aggregations, i);
  }
  // Whether `cell` stands for a value of the image.
  [[nodiscard]] auto IsCell(std::uint32_t cell) const -> bool {
    switch (cell & kCellTagMask) {
      case kCellBoxedInt:
        return cell >> 2 < header->ints.count;
      case kCellFloat:
        return cell >> 2 < header->floats.count;
      case kCellSymbol:
        return cell >> 2 < header->symbols.count;
      default:
        return true;
    }
  }
};

auto CheckCode(const ImageView& view) -> const char*;

}  // namespace bytelogic::runtime
