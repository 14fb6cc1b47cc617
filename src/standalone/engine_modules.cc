// The methods of Engine that make and run standalone modules.
#include <utility>

#include "base/large_stack.h"
#include "bytelogic/engine.h"
#include "engine/access.h"
#include "engine/engine_impl.h"
#include "engine/failure.h"
#include "standalone/standalone.h"

namespace bytelogic {
namespace {

auto RunStandalone(engine::Access::EngineImpl& impl, std::span<const std::uint8_t> bytes, const RunOptions& options)
    -> Result {
  const double start = impl.clock.Now();
  const auto module = standalone::ReadStandaloneModule(bytes);
  if (!module) {
    Result result;
    Diagnostics diagnostics;
    engine::ReportForeign(module.error(), diagnostics);
    result.diagnostics = diagnostics.ToPublic({});
    return result;
  }
  const engine::ForeignModule foreign{.bytes = bytes,
                                      .function = standalone::kStandaloneRun,
                                      .input_address = module->input_address,
                                      .memory_bytes = module->memory_bytes};
  const bool is_ours = !module->image.empty();
  Statistics statistics;
  statistics.cached = is_ours;
  return impl.executor.Run({.shape = module->Shape(),
                            .source = module->source,
                            .image = module->image,
                            .foreign = is_ours ? nullptr : &foreign},
                           {}, options, start, std::move(statistics));
}

}  // namespace

auto Engine::EmitModule(const Program& program, const Limits& limits) -> std::vector<std::uint8_t> {
  return standalone::EmitStandaloneModule(engine::Access::CompiledOf(program), limits);
}

auto Engine::EmitWat(const Program& program, const Limits& limits) -> std::string {
  return standalone::EmitStandaloneWat(engine::Access::CompiledOf(program), limits);
}

auto Engine::RunModule(std::span<const std::uint8_t> module, const RunOptions& options) -> Result {
  const engine::AdmissionUse use(options);
  return WithStack(kPhaseStack, [&] { return RunStandalone(*impl_, module, options); });
}

}  // namespace bytelogic
