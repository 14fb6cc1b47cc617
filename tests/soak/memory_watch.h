// memory_watch.h - whether the process takes as much memory as its engines say that they take.
//
//   MemoryWatch watch;
//   const MemoryWatch::Watched shared(watch, engine);
//   watch.Look();                       // now and then, while they run
//   if (watch.exceeded()) ...
//
// Thread-safe. Used by soak.cc.
#pragma once

#include <cstdint>
#include <mutex>
#include <set>

#include "bytelogic/engine.h"

namespace bytelogic::soak {

class MemoryWatch {
 public:
  // From now on, what is resident and no engine accounts for is what is resident beyond this moment.
  MemoryWatch();

  // An engine counts as long as this lives.
  class Watched {
   public:
    Watched(MemoryWatch& watch, const Engine& engine);
    ~Watched();
    Watched(const Watched&) = delete;
    auto operator=(const Watched&) -> Watched& = delete;

   private:
    MemoryWatch& watch_;
    const Engine& engine_;
  };

  void Look();

  // It was more than a tenth beyond what is accounted for, and not for a moment only.
  [[nodiscard]] auto exceeded() const -> bool { return looks_beyond_ >= kLooksBeyond; }
  [[nodiscard]] auto highest_resident() const -> std::uint64_t { return highest_resident_; }
  // Where the most was resident beyond what was accounted for.
  [[nodiscard]] auto worst_resident() const -> std::uint64_t { return worst_resident_; }
  [[nodiscard]] auto worst_accounted() const -> std::uint64_t { return worst_accounted_; }

 private:
  // Answers on their way, texts and facts of the soak itself, pages of code; and programs that are being compiled,
  // which no engine accounts for: a hostile one takes up to 64 MiB, and so many threads compile at once.
  static constexpr std::uint64_t kOther = 100'000'000 + 16 * (std::uint64_t{32} << 20);
  // What an engine says may be some milliseconds old, and the kernel takes its time to take memory back.
  static constexpr int kLooksBeyond = 10;

  auto Accounted() -> std::uint64_t;

  const std::uint64_t resident_before_;
  std::mutex mutex_;
  std::set<const Engine*> engines_;
  int looks_beyond_ = 0;  // in a row; stays where it is too many
  std::uint64_t highest_resident_ = 0;
  std::uint64_t worst_resident_ = 0;
  std::uint64_t worst_accounted_ = 0;
};

}  // namespace bytelogic::soak
