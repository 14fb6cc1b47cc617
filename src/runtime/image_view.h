// image_view.h - the entries of an image by their numbers.
//
//   ImageView view{image, header};
//   view.relation(2).arity
//
// For images whose tables lie inside of them. Used by what validates images.
#pragma once

#include "runtime/image.h"

namespace bytelogic::runtime {

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

}  // namespace bytelogic::runtime
