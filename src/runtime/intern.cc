#include "runtime/intern.h"

#include "runtime/bytes.h"

namespace bytelogic::runtime {
namespace {

constexpr std::uint32_t kMaxEntries = 1U << 28;
constexpr std::uint32_t kFirstTextBlock = 256;
constexpr std::uint32_t kLargestTextBlock = 1U << 16;

auto HashNumber(std::uint64_t word) -> std::uint32_t { return static_cast<std::uint32_t>(HashWord(word) >> 32); }

}  // namespace

auto SymbolTable::Intern(Heap& heap, const char* text, std::uint32_t length, TextOwner owner) -> std::uint32_t {
  if (slots.used < image_count && !BuildSlots(heap)) return kNone32;
  const std::uint32_t hash = HashText(text, length);
  const std::uint32_t found = slots.Find(hash, [&](std::uint32_t entry) {
    const Text other = Get(entry);
    return other.length == length && EqualBytes(other.data, text, length);
  });
  if (found != kNone32) return found;
  if (count() >= kMaxEntries) return kNone32;
  if (owner == TextOwner::kScratch && !Keep(heap, text, length)) return kNone32;
  const std::uint32_t made = count();
  if (!slots.Add(heap, hash, made) || !added.Push(heap, {text, length})) return kNone32;
  return made;
}

auto SymbolTable::BuildSlots(Heap& heap) -> bool {
  if (!slots.Reserve(heap, image_count + 1)) return false;
  while (slots.used < image_count) {
    if (heap.StoppedAt(slots.used)) return false;
    const Text text = Get(slots.used);
    if (!slots.Add(heap, HashText(text.data, text.length), slots.used)) return false;
  }
  return true;
}

auto SymbolTable::Keep(Heap& heap, const char*& text, std::uint32_t length) -> bool {
  if (length == 0) {  // needs no room, and there may be no block yet
    text = "";
    return true;
  }
  if (length > free_length) {
    std::uint32_t block = kFirstTextBlock << (added.count < 1024 ? added.count / 128 : 8);
    if (block > kLargestTextBlock) block = kLargestTextBlock;
    if (length > block / 2) {  // a block of its own: the room that is left serves the next ones
      auto* own = static_cast<char*>(heap.AllocateForever(length));
      if (own == nullptr) return false;
      std::memcpy(own, text, length);
      text = own;
      return true;
    }
    free_text = static_cast<char*>(heap.Allocate(block));
    free_length = free_text == nullptr ? 0 : block;
    if (free_text == nullptr) return false;
  }
  std::memcpy(free_text, text, length);
  text = free_text;
  free_text += length;
  free_length -= length;
  return true;
}

auto WordTable::Intern(Heap& heap, std::uint64_t word) -> std::uint32_t {
  if (slots.used < image_count) {
    if (!slots.Reserve(heap, image_count + 1)) return kNone32;
    while (slots.used < image_count) {
      if (heap.StoppedAt(slots.used)) return kNone32;
      if (!slots.Add(heap, HashNumber(image_words[slots.used]), slots.used)) return kNone32;
    }
  }
  const std::uint32_t hash = HashNumber(word);
  const std::uint32_t found = slots.Find(hash, [&](std::uint32_t entry) { return Get(entry) == word; });
  if (found != kNone32) return found;
  const std::uint32_t made = count();
  if (made >= kMaxEntries || !slots.Add(heap, hash, made) || !added.Push(heap, word)) return kNone32;
  return made;
}

}  // namespace bytelogic::runtime
