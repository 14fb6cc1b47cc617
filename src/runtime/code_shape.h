// code_shape.h - the jumps and loops of a function of an image.
//
//   CodeShape shape;
//   if (!shape.Find(view, function, /*is_rule=*/true)) return "a jump or a loop";
//   for (const Loop& loop : shape.loops) ...
//
// Used by validate_code.cc.
#pragma once

#include <vector>

#include "runtime/image_view.h"
#include "runtime/op_info.h"

namespace bytelogic::runtime {

// Instructions: the loop's head, its next, and the first one after it.
struct Loop {
  std::uint32_t head;
  std::uint32_t next;
  std::uint32_t end;
};

struct CodeShape {
  std::vector<Loop> loops;             // by their heads
  std::vector<std::uint32_t> leaders;  // sorted: instructions that something jumps to

  // False where a loop has no next, where something enters a loop but by its head, where a jump backwards costs no
  // fuel, or where a loop over rows outside of rules may change them.
  auto Find(const ImageView& view, const FunctionEntry& function, bool is_rule) -> bool;
  [[nodiscard]] auto LoopOfNext(std::uint32_t next) const -> const Loop*;
  // The loop that a fault of a rule goes on with: see LoopAfterFault in fault_place.h. None: nullptr.
  [[nodiscard]] auto LoopAround(const ImageView& view, std::uint32_t at) const -> const Loop*;

 private:
  auto FindLoops(const ImageView& view, const FunctionEntry& function, bool is_rule) -> bool;
  auto CheckEdge(const FunctionEntry& function, std::uint32_t from, std::uint32_t to) -> bool;
};

}  // namespace bytelogic::runtime
