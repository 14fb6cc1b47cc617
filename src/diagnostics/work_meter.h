// work_meter.h - counts the work of compiling, and ends it at a limit, at the time limit, or when the caller gives up.
//
//   WorkMeter work(limits, &interruption);
//   Diagnostics diagnostics(work);                  // carries the meter through all phases
//   diagnostics.work().Charge(candidates.size());   // before each loop whose length is not that of the source
//   diagnostics.work().Hold(sizeof(Node));          // for each node that is kept
//
// A unit of work is a step of an inner loop, some ten nanoseconds, or 16 bytes that are kept. The count depends on the
// program alone, so that it ends at the same point everywhere. Work that has passed its limit ends by an exception,
// which never leaves a phase: Metered (below) turns it into a diagnostic. docs/decisions/0026-work-of-compiling.md says
// why.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "bytelogic/limits.h"

namespace bytelogic {

// Why compiling was ended.
enum class WorkStop : std::uint8_t {
  kNone,
  kWork,       // Limits::compile_work
  kMemory,     // Limits::memory_bytes
  kTime,       // Limits::time_us
  kCancelled,  // by the caller
  kErrors,     // so many errors that no more are looked for
};

// Asked every now and then whether to go on.
class Interruption {
 public:
  virtual auto Check() -> WorkStop = 0;

 protected:
  ~Interruption() = default;
};

// Ends a phase; caught by Metered.
struct WorkStopped {
  WorkStop why = WorkStop::kNone;
};

class WorkMeter {
 public:
  static constexpr std::uint64_t kBytesPerUnit = 16;
  // Compiling may always take this much: `memory` may be set to the few kilobytes that a run needs.
  static constexpr std::uint64_t kLeastMemory = std::uint64_t{16} << 20;

  explicit WorkMeter(const Limits& limits = {}, Interruption* interruption = nullptr)
      : limits_(limits), interruption_(interruption), next_check_(std::min(kInterval, After(limits.compile_work))) {}

  // Throws WorkStopped where that is too much.
  void Charge(std::uint64_t units) {
    used_ += units;
    if (used_ >= next_check_) Check();
  }
  // `bytes` are kept until the program is compiled.
  void Hold(std::uint64_t bytes) {
    held_ += bytes;
    Charge(1 + bytes / kBytesPerUnit);
  }
  [[noreturn]] void Stop(WorkStop why) { throw WorkStopped{why}; }

  [[nodiscard]] auto used() const -> std::uint64_t { return used_; }
  // Bytes that compiling needs at most: what grows is moved to a place twice as large now and then, while it is still
  // in the old one.
  [[nodiscard]] auto memory() const -> std::uint64_t { return 3 * held_; }
  static auto MemoryLimit(const Limits& limits) -> std::uint64_t { return std::max(limits.memory_bytes, kLeastMemory); }
  [[nodiscard]] auto limits() const -> const Limits& { return limits_; }

 private:
  // About a tenth of a millisecond.
  static constexpr std::uint64_t kInterval = 4'096;

  void Check();
  static constexpr auto After(std::uint64_t limit) -> std::uint64_t { return limit + (limit < UINT64_MAX ? 1 : 0); }

  Limits limits_;
  Interruption* interruption_;
  std::uint64_t used_ = 0;
  std::uint64_t held_ = 0;
  std::uint64_t next_check_;
};

}  // namespace bytelogic
