#include "sema/flow.h"

namespace bytelogic::sema {

void Assignments::Assign(VariableId variable) {
  if (set_[variable.index] != 0) return;
  set_[variable.index] = 1;
  trail_.push_back(variable);
}

void Assignments::Undo(std::uint32_t trail) {
  for (std::size_t index = trail; index < trail_.size(); ++index) set_[trail_[index].index] = 0;
  trail_.resize(trail);
}

void Assignments::BeginLoop() { regions_.push_back({.trail = Size32(trail_), .reachable = reachable_}); }

void Assignments::EndLoop() {
  Undo(regions_.back().trail);
  reachable_ = regions_.back().reachable;
  regions_.pop_back();
}

void Assignments::BeginIf() {
  regions_.push_back({.trail = Size32(trail_), .common = Size32(common_), .reachable = reachable_});
}

void Assignments::BeginArm() {
  regions_.back().leave = kNever;
  reachable_ = regions_.back().reachable;
}

void Assignments::MayLeaveArm() {
  if (!reachable_ || regions_.empty()) return;
  Region& region = regions_.back();
  if (region.leave == kNever) region.leave = Size32(trail_);
}

void Assignments::EndArm() {
  Region& region = regions_.back();
  // The arm's ways out are its end, if it comes so far, and its WHEREs; fewest are set at the first of these.
  if (region.leave != kNever) {
    Undo(region.leave);
    reachable_ = true;
  }
  if (reachable_ && !region.some_arm_ends) {
    common_.insert(common_.end(), trail_.begin() + region.trail, trail_.end());
    region.some_arm_ends = true;
  } else if (reachable_) {
    std::size_t kept = region.common;
    for (std::size_t index = region.common; index < common_.size(); ++index) {
      if (set_[common_[index].index] != 0) common_[kept++] = common_[index];
    }
    common_.resize(kept);
  }
  Undo(region.trail);
}

void Assignments::EndIf(bool has_else) {
  const Region region = regions_.back();
  regions_.pop_back();
  reachable_ = region.reachable && (!has_else || region.some_arm_ends);
  if (has_else && region.some_arm_ends) {
    for (std::size_t index = region.common; index < common_.size(); ++index) Assign(common_[index]);
  }
  common_.resize(region.common);
}

}  // namespace bytelogic::sema
