#include "memory_watch.h"

#include <algorithm>

#include "process_state.h"

namespace bytelogic::soak {

MemoryWatch::MemoryWatch() : resident_before_(ResidentBytes()) {}

MemoryWatch::Watched::Watched(MemoryWatch& watch, const Engine& engine) : watch_(watch), engine_(engine) {
  const std::lock_guard lock(watch_.mutex_);
  watch_.engines_.insert(&engine_);
}

MemoryWatch::Watched::~Watched() {
  const std::lock_guard lock(watch_.mutex_);
  watch_.engines_.erase(&engine_);
}

auto MemoryWatch::Accounted() -> std::uint64_t {
  const std::lock_guard lock(mutex_);
  std::uint64_t bytes = resident_before_;
  for (const Engine* engine : engines_) {
    const MemoryUse use = engine->Memory();
    bytes += use.cached_bytes + use.sandbox_bytes + use.idle_bytes;
  }
  return bytes;
}

void MemoryWatch::Look() {
  // Before and after, for much may happen between.
  const std::uint64_t before = Accounted();
  const std::uint64_t resident = ResidentBytes();
  const std::uint64_t accounted = std::max(before, Accounted());
  highest_resident_ = std::max(highest_resident_, resident);
  if (resident + worst_accounted_ > accounted + worst_resident_) {
    worst_resident_ = resident;
    worst_accounted_ = accounted;
  }
  if (exceeded()) return;
  looks_beyond_ = resident > accounted + accounted / 10 + kOther ? looks_beyond_ + 1 : 0;
}

}  // namespace bytelogic::soak
