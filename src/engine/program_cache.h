// program_cache.h - compiled programs by source: what was used longest ago goes first.
//
//   ProgramKey key(source, Dialect::kAuto, host_relations);
//   if (auto program = cache.Find(key)) ...
//   cache.Add(key, program);
//
// Thread-safe; one lock, held for a hash lookup and a comparison. Bounded by count and by bytes: all that a program
// holds is counted (heap_size.h), and what the cache itself needs for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "bytelogic/dialect.h"
#include "bytelogic/program.h"
#include "sema/check.h"

namespace bytelogic::engine {

// What a compiled program depends on. Refers to `source`.
struct ProgramKey {
  ProgramKey(std::string_view program_source, Dialect dialect, std::span<const sema::HostRelation> host_relations);

  std::string_view source;
  std::string host;  // names and column types of the host's relations, and a dialect that was asked for, as text
  std::uint64_t hash = 0;
};

class ProgramCache {
 public:
  ProgramCache(std::size_t capacity, std::size_t max_bytes) : capacity_(capacity), max_bytes_(max_bytes) {}

  auto Find(const ProgramKey& key) -> std::shared_ptr<const Program>;
  void Add(const ProgramKey& key, std::shared_ptr<const Program> program);

  struct Count {
    std::size_t programs = 0;
    std::uint64_t bytes = 0;
    std::uint64_t max_bytes = 0;
  };
  [[nodiscard]] auto CountNow() const -> Count;

 private:
  struct Entry {
    std::uint64_t hash;
    std::string host;
    std::shared_ptr<const Program> program;
    std::size_t bytes;
  };

  void RemoveLast();

  const std::size_t capacity_;
  const std::size_t max_bytes_;
  mutable std::mutex mutex_;
  std::list<Entry> entries_;  // the one that was used last comes first
  // Two keys with one hash: the later one takes the place.
  std::unordered_map<std::uint64_t, std::list<Entry>::iterator> by_hash_;
  std::size_t bytes_ = 0;
};

}  // namespace bytelogic::engine
