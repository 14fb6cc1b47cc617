// kinds.h - the kinds of work that a soak does, good and hostile ones.
//
//   for (const Kind& kind : Kinds()) {
//     Outcome outcome;
//     kind.perform({engine, sources, seed}, outcome);
//   }
//
// The same kind and seed is the same work. Used by soak.cc, which draws kinds by their weights.
#pragma once

#include <cstdint>
#include <span>

#include "bytelogic/engine.h"
#include "outcome.h"
#include "sources.h"

namespace bytelogic::soak {

struct Work {
  Engine& engine;
  const Sources& sources;
  std::uint64_t seed;
};

struct Kind {
  const char* name;
  int weight;
  // Its signature is the same on every engine. Without that, it judges itself alone.
  bool comparable;
  void (*perform)(const Work& work, Outcome& outcome);
};

auto Kinds() -> std::span<const Kind>;

// Programs as sources (program_kinds.cc).
void RunGenerated(const Work& work, Outcome& outcome);
void RunMutated(const Work& work, Outcome& outcome);
void RunLogic(const Work& work, Outcome& outcome);
void RunFromFiles(const Work& work, Outcome& outcome);
void RunMutatedFile(const Work& work, Outcome& outcome);
void RunBatch(const Work& work, Outcome& outcome);
void RunCompiled(const Work& work, Outcome& outcome);
void AnswerTexts(const Work& work, Outcome& outcome);
void ExplainTuples(const Work& work, Outcome& outcome);

// Programs, facts and modules that mean harm (hostile_kinds.cc).
void RunHostile(const Work& work, Outcome& outcome);
void RunWithFacts(const Work& work, Outcome& outcome);
void RunModules(const Work& work, Outcome& outcome);
void RunBrokenModules(const Work& work, Outcome& outcome);

// What limits promise (limit_kinds.cc).
void MeetLimits(const Work& work, Outcome& outcome);
void CancelRuns(const Work& work, Outcome& outcome);
void RunOutOfTime(const Work& work, Outcome& outcome);

// Places in the queue for a sandbox (waiting_kind.cc).
void WaitForSandboxes(const Work& work, Outcome& outcome);

}  // namespace bytelogic::soak
