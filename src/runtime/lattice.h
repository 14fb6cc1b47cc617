// lattice.h - what a relation keeps of two values that it gets for one combination of its other columns.
//
//   std::uint32_t joined;
//   status = Join(machine, Keep::kMin, kept, value, joined);
//   if (joined != kept) ...   // the relation has changed
//
// A join is commutative, associative and idempotent, so what is kept depends on neither the order in which values come
// nor on how often; where it only ever rises finitely often, solving ends. Values are cells, of which equal ones are
// the same. Each relation has its lattice, as its declaration says (Keep, base/aggregate.h): another one is an entry
// there and a case here. Used by best.cc.
#pragma once

#include "base/aggregate.h"
#include "runtime/machine.h"

namespace bytelogic::runtime {

// The join of `kept` and `value`, which may be a value that is neither. Charges what it costs.
inline auto Join(Machine& machine, Keep lattice, std::uint32_t kept, std::uint32_t value, std::uint32_t& joined)
    -> Status {
  switch (lattice) {
    case Keep::kAll:
      break;  // keeps every tuple: nothing is joined
    case Keep::kMin:
    case Keep::kMax: {
      machine.fuel.slice -= machine.values.CompareFuel(value, kept);
      const int order = machine.values.Compare(value, kept);
      joined = (lattice == Keep::kMin ? order < 0 : order > 0) ? value : kept;
      return Status::kOk;
    }
  }
  joined = kept;
  return Status::kOk;
}

}  // namespace bytelogic::runtime
