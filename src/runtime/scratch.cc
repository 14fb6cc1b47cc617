#include "runtime/scratch.h"

namespace bytelogic::runtime {
namespace {

constexpr std::size_t kFirstChunk = 512;
constexpr std::size_t kMaxBytes = 1U << 30;

}  // namespace

auto Scratch::AddChunk(Heap& heap, std::size_t length) -> bool {
  if (length > kMaxBytes || top_ > kMaxBytes) return false;
  std::size_t bytes = chunk_ == nullptr ? kFirstChunk : std::size_t{chunk_->end - chunk_->begin} * 2;
  if (bytes < length + kHeader) bytes = length + kHeader;
  bytes = Heap::BlockSize(bytes);
  auto* chunk = static_cast<Chunk*>(heap.Allocate(bytes));
  if (chunk == nullptr) return false;
  chunk->below = chunk_;
  chunk->begin = end_;
  chunk->end = end_ + static_cast<std::uint32_t>(bytes - kHeader);
  // The gap at the end of the old chunk counts as used, so that a mark names one place.
  top_ = end_;
  SetChunk(chunk);
  return true;
}

// A mark at the very start of a chunk may also be the end of the one below: the upper one stays then.
void Scratch::DropChunks(Heap& heap) {
  while (chunk_ != nullptr && top_ < chunk_->begin) {
    Chunk* dropped = chunk_;
    SetChunk(dropped->below);
    heap.Free(dropped, dropped->end - dropped->begin + kHeader);
  }
}

auto Scratch::ResetKeeping(Heap& heap, std::uint32_t mark, const char*& text, std::uint32_t length) -> bool {
  if (length == 0) {  // what lies nowhere outlives every reset
    text = "";
    Reset(heap, mark);
    return true;
  }
  Chunk* holder = chunk_;
  while (holder != nullptr && holder->end > mark &&
         !(text >= holder->text && text < holder->text + (holder->end - holder->begin))) {
    holder = holder->below;
  }
  const bool above = holder != nullptr && holder->end > mark &&
                     holder->begin + static_cast<std::uint32_t>(text - holder->text) >= mark;
  if (!above) {
    Reset(heap, mark);
    return true;
  }
  // Take the chunks above the mark off the stack without freeing them: the text may be in one of them.
  Chunk* const last = chunk_;
  Chunk* kept = chunk_;
  while (kept != nullptr && mark < kept->begin) kept = kept->below;
  SetChunk(kept);
  top_ = mark;
  char* moved = Allocate(heap, length);
  if (moved != nullptr) std::memmove(moved, text, length);
  for (Chunk* chunk = last; chunk != kept;) {
    Chunk* below = chunk->below;
    heap.Free(chunk, chunk->end - chunk->begin + kHeader);
    chunk = below;
  }
  if (moved == nullptr) return false;
  text = moved;
  return true;
}

}  // namespace bytelogic::runtime
