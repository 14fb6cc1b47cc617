// memory_use.h - what an engine takes.
//
//   bytelogic::Engine engine({.max_instances = 4});
//   engine.Run("RESULT 1");
//   std::printf("%zu\n", engine.Memory().cached_programs);                   // 1
#pragma once

#include <cstddef>
#include <cstdint>

namespace bytelogic {

// What an engine takes, by Engine::Memory. All but the first three change from one moment to the next.
struct MemoryUse {
  std::size_t cached_programs = 0;   // in the cache,
  std::uint64_t cached_bytes = 0;    // and what they take, with everything that they hold,
  std::uint64_t cached_limit = 0;    // of EngineOptions::cached_bytes
  std::size_t max_sandboxes = 0;     // that can be alive at once: EngineOptions::max_instances, or fewer where address
                                     // space is scarce; 0 until the first run
  std::size_t sandboxes = 0;         // alive: of runs, or set aside for an Admission
  std::size_t waiting = 0;           // runs and Admissions that wait for one
  std::uint64_t sandbox_bytes = 0;   // the memories of those that run, as of 2 ms ago at most
  std::uint64_t idle_bytes = 0;      // at most so much is kept from runs that have ended, to begin the next ones sooner
  std::uint64_t reserved_bytes = 0;  // address space for all that can be alive; it is no memory before it is used
};

}  // namespace bytelogic
