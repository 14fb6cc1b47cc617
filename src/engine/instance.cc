#include "engine/instance.h"

#include <array>
#include <cstddef>
#include <cstring>

#include "engine/trace_reader.h"

namespace bytelogic::engine {

auto Instance::Load(const FactWriter& facts, const runtime::RunInput& input, const Watch& watch) -> Loading {
  constexpr std::uint64_t kMaxAddress = 1ULL << 32;
  input_size_ = facts.size();
  const std::uint64_t end = layout_.input_at + input_size_;
  if (end >= kMaxAddress || !run_.Reserve(end)) return Loading::kTooLarge;
  const std::span<std::uint8_t> memory = run_.memory();
  if (!layout_.image.empty()) {
    std::memcpy(memory.data() + layout_.image_at, layout_.image.data(), layout_.image.size());
  }
  const bool written = facts.Write(input, memory.subspan(layout_.input_at, input_size_), watch);
  run_.SetStopFlag(static_cast<std::uint32_t>(layout_.input_at + offsetof(runtime::RunInput, stop)));
  return written ? Loading::kDone : Loading::kLate;
}

auto Instance::Run(Supervisor& supervisor) -> SandboxOutcome {
  if (layout_.image.empty()) return run_.Call(layout_.function, {}, supervisor);
  const std::array<std::uint32_t, 4> arguments = {
      static_cast<std::uint32_t>(layout_.image_at), static_cast<std::uint32_t>(layout_.image.size()),
      static_cast<std::uint32_t>(layout_.input_at), static_cast<std::uint32_t>(input_size_)};
  return run_.Call(layout_.function, arguments, supervisor);
}

auto Instance::ReadReport(std::uint32_t address, const ProgramShape& shape, const Limits& limits, Watch& watch)
    -> tl::expected<RunReport, std::string> {
  return engine::ReadReport(run_.memory(), address, shape, limits, watch);
}

auto Instance::TakeRows(const RunReport& report, const ProgramShape& shape, Watch& watch)
    -> tl::expected<Trace, std::string> {
  return ReadTrace(run_.memory(), report.raw.trace, shape, watch);
}

}  // namespace bytelogic::engine
