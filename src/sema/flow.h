// flow.h - definite assignment: which variables of a function are set, whatever way the run took to get here.
//
//   Assignments set;
//   set.Assign(x);
//   set.BeginIf();
//     set.BeginArm(); set.Assign(y); set.EndArm();
//     set.BeginArm(); set.Assign(y); set.EndArm();
//   set.EndIf(/*has_else=*/true);          // x and y are set
//
// The set at a point is that of the enclosing bodies plus a trail of what was set since, which the end of an arm or
// loop takes back. Body resolution (body.h) drives it in source order, once.
#pragma once

#include <cstdint>
#include <vector>

#include "sema/checked_program.h"

namespace bytelogic::sema {

class Assignments {
 public:
  void AddVariable() { set_.push_back(0); }

  // True where `variable` is set, and wherever no run comes.
  [[nodiscard]] auto IsSet(VariableId variable) const -> bool { return !reachable_ || set_[variable.index] != 0; }
  [[nodiscard]] auto is_reachable() const -> bool { return reachable_; }
  void Assign(VariableId variable);
  // Counts `variable` as set from here on to the end of the function, whatever is taken back: it was reported.
  void Silence(VariableId variable) { set_[variable.index] = 1; }

  // A body that may run any number of times, also none.
  void BeginLoop();
  void EndLoop();

  void BeginIf();
  void BeginArm();
  void EndArm();
  void EndIf(bool has_else);

  // RESULT, BREAK, CONTINUE: what follows in this body is never reached.
  void Leave() { reachable_ = false; }
  // WHERE outside of loops: this body may end here.
  void MayLeaveArm();

 private:
  static constexpr std::uint32_t kNever = 0xFFFF'FFFF;

  struct Region {                  // a loop, or an IF with its current arm
    std::uint32_t trail = 0;       // size of the trail where the loop or arm began
    std::uint32_t leave = kNever;  // size of the trail at the first WHERE that may leave the arm
    std::uint32_t common = 0;      // stretch of common_ where the IF's variables begin
    bool reachable = true;         // where the region began
    bool some_arm_ends = false;    // an arm before this one may run to its end
  };

  void Undo(std::uint32_t trail);

  std::vector<std::uint8_t> set_;   // per variable
  std::vector<VariableId> trail_;   // what was set, in order
  std::vector<VariableId> common_;  // set in all arms so far that end; of the IFs that are open, innermost last
  std::vector<Region> regions_;
  bool reachable_ = true;
};

}  // namespace bytelogic::sema
