// intern.h - symbols, large ints and floats by number, so that equal values have equal cells.
//
//   std::uint32_t number = symbols.Intern(heap, text, length, TextOwner::kScratch);  // kNone32: out of memory
//
// The image's own entries come first and are read where they are; the slots that find an entry by value are made when
// something has to be found for the first time. Used by cells.h.
#pragma once

#include "runtime/array.h"
#include "runtime/hashing.h"

namespace bytelogic::runtime {

struct Text {
  const char* data = nullptr;
  std::uint32_t length = 0;
};

enum class TextOwner : std::uint32_t {
  kRun,      // stays where it is until the run ends
  kScratch,  // has to be copied
};

struct SymbolTable {
  const SymbolEntry* image_entries = nullptr;
  const char* image_text = nullptr;
  std::uint32_t image_count = 0;
  Array<Text> added;
  SlotTable slots;
  char* free_text = nullptr;  // room for the text of more symbols
  std::uint32_t free_length = 0;

  [[nodiscard]] auto Get(std::uint32_t symbol) const -> Text {
    if (symbol < image_count) {
      return {image_text + image_entries[symbol].offset, image_entries[symbol].length};
    }
    return added[symbol - image_count];
  }
  [[nodiscard]] auto count() const -> std::uint32_t { return image_count + added.count; }

  auto Intern(Heap& heap, const char* text, std::uint32_t length, TextOwner owner) -> std::uint32_t;

 private:
  auto BuildSlots(Heap& heap) -> bool;
  // Copies `text` to where it stays, and points to that. False: out of memory.
  auto Keep(Heap& heap, const char*& text, std::uint32_t length) -> bool;
};

// Ints, or floats: 64 bits that are equal where the values are.
struct WordTable {
  const std::uint64_t* image_words = nullptr;
  std::uint32_t image_count = 0;
  Array<std::uint64_t> added;
  SlotTable slots;

  [[nodiscard]] auto Get(std::uint32_t number) const -> std::uint64_t {
    return number < image_count ? image_words[number] : added[number - image_count];
  }
  [[nodiscard]] auto count() const -> std::uint32_t { return image_count + added.count; }

  auto Intern(Heap& heap, std::uint64_t word) -> std::uint32_t;
};

}  // namespace bytelogic::runtime
