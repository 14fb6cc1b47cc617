#include "kinds.h"

namespace bytelogic::soak {
namespace {

// Hostile work takes a thousand times as long as good work, so it comes less often.
constexpr Kind kKinds[] = {
    {"generated", 200, true, RunGenerated},
    {"mutated", 200, true, RunMutated},
    {"logic", 100, true, RunLogic},
    {"file", 100, true, RunFromFiles},
    {"mutated-file", 100, true, RunMutatedFile},
    {"batch", 30, true, RunBatch},
    {"compiled", 60, true, RunCompiled},
    {"text", 60, true, AnswerTexts},
    {"explain", 40, true, ExplainTuples},
    {"hostile", 60, true, RunHostile},
    {"facts", 60, true, RunWithFacts},
    {"module", 40, true, RunModules},
    {"broken-module", 2, false, RunBrokenModules},
    {"limits", 40, true, MeetLimits},
    {"cancelled", 20, false, CancelRuns},
    {"time", 10, false, RunOutOfTime},
    {"waiting", 60, false, WaitForSandboxes},
};

}  // namespace

auto Kinds() -> std::span<const Kind> { return kKinds; }

}  // namespace bytelogic::soak
