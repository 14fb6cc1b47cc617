// scratch.h - where texts live while an expression computes with them: a stack of bytes in chunks that never move.
//
//   std::uint32_t mark = scratch.Mark();
//   char* text = scratch.Allocate(heap, length);  // nullptr: out of memory
//   scratch.Reset(heap, mark);                    // everything made since the mark is gone
//
// A mark counts the bytes from the start of the first chunk, gaps at the ends of chunks included. Loops of rules, calls
// and statements of the actions reset to the mark with which they began (see op_kind.def).
#pragma once

#include "runtime/heap.h"

namespace bytelogic::runtime {

class Scratch {
 public:
  [[nodiscard]] auto Mark() const -> std::uint32_t { return top_; }

  auto Allocate(Heap& heap, std::size_t length) -> char* {
    if ((chunk_ == nullptr || length > end_ - top_) && !AddChunk(heap, length)) [[unlikely]]
      return nullptr;
    char* text = chunk_->text + (top_ - chunk_->begin);
    top_ += static_cast<std::uint32_t>(length);
    return text;
  }

  void Reset(Heap& heap, std::uint32_t mark) {
    if (mark == top_) return;
    top_ = mark;
    if (mark < begin_) [[unlikely]]
      DropChunks(heap);
  }

  // Resets to `mark` but keeps `text`, which is moved down to it where it lies above, and then points to where it is.
  // False: out of memory.
  auto ResetKeeping(Heap& heap, std::uint32_t mark, const char*& text, std::uint32_t length) -> bool;

 private:
  struct Chunk {
    Chunk* below;
    std::uint32_t begin;  // as a mark
    std::uint32_t end;
    char text[8];
  };
  static constexpr std::size_t kHeader = offsetof(Chunk, text);

  auto AddChunk(Heap& heap, std::size_t length) -> bool;
  void DropChunks(Heap& heap);
  void SetChunk(Chunk* chunk) {
    chunk_ = chunk;
    begin_ = chunk == nullptr ? 0 : chunk->begin;
    end_ = chunk == nullptr ? 0 : chunk->end;
  }

  Chunk* chunk_ = nullptr;  // the last one
  std::uint32_t top_ = 0;
  std::uint32_t begin_ = 0;  // of the last chunk
  std::uint32_t end_ = 0;
};

}  // namespace bytelogic::runtime
