// Waiting for a sandbox: with a place in the queue, for a time, and given up.
#include <atomic>
#include <string>
#include <thread>

#include "generator.h"
#include "kinds.h"

namespace bytelogic::soak {
namespace {

void RunWithAdmission(const Work& work, bool wait_until_ready, RunOptions options, Outcome& outcome) {
  std::atomic<int> calls = 0;
  Admission admission = work.engine.Admit([&calls] { ++calls; });
  while (wait_until_ready && calls == 0) std::this_thread::yield();
  if (wait_until_ready && !admission.ready()) outcome.Violate("the word came before the sandbox was free");
  options.admission = &admission;
  Runner(work.engine, outcome).Run(outcome.source, {}, options);
  if (!admission.empty()) outcome.Violate("a run has left its admission");
  // A run that did not wait for the word may have used the admission up before it came.
  if (calls > 1 || (wait_until_ready && calls == 0))
    outcome.Violate("the word that a sandbox is free came " + std::to_string(calls) + " times");
}

}  // namespace

void WaitForSandboxes(const Work& work, Outcome& outcome) {
  Random random(work.seed);
  outcome.source = differential::GenerateProgram(work.seed, {}).Text();
  RunOptions options;
  options.limits.fuel = 200'000;
  options.limits.time_us = 600'000'000;
  // What does not run takes no place.
  if (!Runner(work.engine, outcome).Run(outcome.source, {}, options).success) return;
  const std::string answer = outcome.signature;
  outcome.signature.clear();
  switch (random.Below(4)) {
    case 0:
      // Given up at once: who holds one and waits for another would keep others waiting.
      work.engine.Admit();
      Runner(work.engine, outcome).Run(outcome.source, {}, options);
      break;
    case 1:
    case 2:
      RunWithAdmission(work, random.Percent(50), options, outcome);
      break;
    default:
      options.wait_us = random.Percent(50) ? 0 : random.Below(5'000);
      Runner(work.engine, outcome).Run(outcome.source, {}, options);
      if (outcome.codes.contains("R314")) return;
      break;
  }
  if (outcome.signature != answer) outcome.Violate("a run that waited ends otherwise:\n" + outcome.signature);
}

}  // namespace bytelogic::soak
