// validate_state.h - what is known of the registers before an instruction, and whether its fields fit.
//
//   for (const OpField& field : InfoOf(op.kind).Fields()) {
//     if (!known.Fits(op, field)) return false;
//   }
//   return known.SetResults(op, made);
//
// The half of the validator that follows from the roles in op_kind.def. Used by validate_code.cc.
#pragma once

#include "runtime/abstract_state.h"
#include "runtime/code_shape.h"
#include "runtime/image_view.h"
#include "runtime/op_info.h"

namespace bytelogic::runtime {

struct KnownState {
  const ImageView& view;
  State state = {};

  [[nodiscard]] auto Has(std::uint32_t at, Holds holds) const -> bool;
  auto Set(std::uint32_t at, Holds holds, std::uint32_t maker = kStable) -> bool;
  [[nodiscard]] auto IsValue(std::uint32_t at) const -> bool;
  [[nodiscard]] auto InOperands(std::uint32_t list, std::uint64_t count) const -> bool;
  [[nodiscard]] auto AreCells(std::uint32_t list, std::uint32_t count, bool pattern = false) const -> bool;
  [[nodiscard]] auto IsRelation(std::uint32_t relation) const -> bool;
  [[nodiscard]] auto KeepsBest(std::uint32_t relation) const -> bool;
  // Whether register `at` is a loop with a current row of `relation`.
  [[nodiscard]] auto IsRowOf(std::uint32_t at, std::uint32_t relation) const -> bool;
  [[nodiscard]] auto IsAggregation(std::uint32_t aggregation) const -> bool;
  // Whether register `at` is a loop with a current row of a snapshot of `relation`.
  [[nodiscard]] auto IsCopyOf(std::uint32_t at, std::uint32_t relation) const -> bool;
  // Whether register `at` is a group of `aggregation`.
  [[nodiscard]] auto IsGroupOf(std::uint32_t at, std::uint32_t aggregation) const -> bool;
  // The groups of `aggregation`, or of all (kNone32), may be gone.
  void DropGroups(std::uint32_t aggregation);
  [[nodiscard]] auto IsSite(std::uint32_t site) const -> bool;
  // Whoever made the texts that are alive where a loop over rows begins, did so before: its resets leave them alone.
  void KeepTexts(std::uint32_t head);
  // Text made after the head of `loop` is gone when its next resets the scratch area.
  void ResetTexts(const Loop* loop);
  // How many cells a list of `op` has: one per column of what it works on.
  [[nodiscard]] auto WidthOf(const Op& op) const -> std::uint32_t;
  [[nodiscard]] auto IsDerived(std::uint32_t relation, bool keeps_best) const -> bool;
  // Whether what stands in `field` is there and fits. Fields that others refer to come first in their operation.
  [[nodiscard]] auto Fits(const Op& op, const OpField& field) const -> bool;
  // What is written: `made` where the roles do not say what it is, and by whom a text is made.
  auto SetResults(const Op& op, Abstract made) -> bool;
};

}  // namespace bytelogic::runtime
