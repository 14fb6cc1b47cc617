// effects.h - what CALCs do to relations, themselves or through the CALCs that they call.
//
//   CALC log INPUT $x  FACT seen $x  RESULT $x END
//   CALC twice INPUT $x  RESULT 2 * CALC log($x) END       asserts, through log
//
// A CALC that asserts must not be called in a rule (E209); a rule depends on the relations that its CALCs read
// (strata.h).
#pragma once

#include <vector>

#include "sema/context.h"

namespace bytelogic::sema {

// The CALCs that `start` calls, directly or not, itself first, in breadth-first order. `via[k]` is the position in the
// list of the caller through which the k-th was found.
struct CallClosure {
  std::vector<CalcId> calcs;
  std::vector<std::uint32_t> via;
};
auto CallsOf(const Context& context, CalcId start) -> CallClosure;

// Reports E209 for each call in a rule of a CALC that asserts.
auto CheckEffects(Context& context) -> void;

}  // namespace bytelogic::sema
