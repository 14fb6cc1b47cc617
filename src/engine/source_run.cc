#include "engine/source_run.h"

#include <utility>

#include "base/large_stack.h"
#include "engine/access.h"
#include "engine/engine_impl.h"

namespace bytelogic::engine {

auto RunSource(Engine& engine, std::string_view source, const Facts& facts, const RunOptions& options, Trace* trace)
    -> SourceRun {
  const AdmissionUse use(options);
  return WithStack(kPhaseStack, [&] { return Access::ImplOf(engine).Run(source, facts, options, false, trace); });
}

auto TimeOf(Engine& engine) -> double { return Access::ImplOf(engine).clock.Now(); }

}  // namespace bytelogic::engine
