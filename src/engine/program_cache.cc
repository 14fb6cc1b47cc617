#include "engine/program_cache.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <utility>

#include "engine/heap_size.h"

namespace bytelogic::engine {

ProgramKey::ProgramKey(std::string_view program_source, Dialect dialect,
                       std::span<const sema::HostRelation> host_relations)
    : source(program_source) {
  for (const sema::HostRelation& relation : host_relations) {
    host += relation.name;
    host += '\0';
    for (const sema::Type type : relation.columns) host += static_cast<char>('0' + static_cast<int>(type));
    host += '\0';
  }
  if (dialect != Dialect::kAuto) host += static_cast<char>('0' + static_cast<int>(dialect));
  hash = XXH3_64bits(source.data(), source.size());
  if (!host.empty()) hash = XXH3_64bits_withSeed(host.data(), host.size(), hash);
}

auto ProgramCache::Find(const ProgramKey& key) -> std::shared_ptr<const Program> {
  const std::lock_guard lock(mutex_);
  const auto found = by_hash_.find(key.hash);
  if (found == by_hash_.end()) return nullptr;
  const auto entry = found->second;
  if (entry->program->source() != key.source || entry->host != key.host) return nullptr;
  entries_.splice(entries_.begin(), entries_, entry);
  return entry->program;
}

void ProgramCache::Add(const ProgramKey& key, std::shared_ptr<const Program> program) {
  // The nodes of list and map, two pointers each beside what they hold, and a bucket.
  const std::size_t own_bytes = HeapBlock(sizeof(Entry) + 2 * sizeof(void*)) + BytesOf(key.host) +
                                HeapBlock(2 * sizeof(std::uint64_t) + sizeof(void*)) + 2 * sizeof(void*);
  const std::size_t bytes = BytesOf(*program) + own_bytes;
  if (capacity_ == 0 || bytes > max_bytes_) return;
  const std::lock_guard lock(mutex_);
  if (const auto found = by_hash_.find(key.hash); found != by_hash_.end()) {
    bytes_ -= found->second->bytes;
    entries_.erase(found->second);
    by_hash_.erase(found);
  }
  while (entries_.size() >= capacity_ || bytes_ + bytes > max_bytes_) RemoveLast();
  entries_.push_front({key.hash, key.host, std::move(program), bytes});
  by_hash_.emplace(key.hash, entries_.begin());
  bytes_ += bytes;
}

auto ProgramCache::CountNow() const -> Count {
  const std::lock_guard lock(mutex_);
  return {entries_.size(), bytes_, max_bytes_};
}

void ProgramCache::RemoveLast() {
  bytes_ -= entries_.back().bytes;
  by_hash_.erase(entries_.back().hash);
  entries_.pop_back();
}

}  // namespace bytelogic::engine
