// evaluate.h - the oracle: runs a checked program slowly and obviously, with std containers and by recursion.
//
//   std::optional<Result> expected = reference::Evaluate(*checked, source, facts, limits, {});
//   if (expected) Compare(*expected, engine.Run(source, facts));
//
// Differential tests hold every engine against it; nothing else uses it. It knows nothing of plans, images or
// sandboxes, counts no fuel, and looks at no clock: of the limits it has call depth, tuples, facts and output.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "bytelogic/facts.h"
#include "bytelogic/limits.h"
#include "bytelogic/result.h"
#include "sema/checked_program.h"

namespace bytelogic::reference {

struct ReferenceOptions {
  // Work after which it gives up: about one step for each expression, statement and tuple looked at.
  std::uint64_t max_steps = 5'000'000;
  bool ignore_unknown_facts = false;
};

// The outputs and run-time diagnostics of `program`, which was checked from `source`; nothing where the reference gave
// up (more work than max_steps, or calls nested deeper than its stack), which says nothing about the program.
auto Evaluate(const sema::CheckedProgram& program, std::string_view source, const Facts& facts, const Limits& limits,
              const ReferenceOptions& options) -> std::optional<Result>;

}  // namespace bytelogic::reference
