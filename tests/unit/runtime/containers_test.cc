// The heap, and what is kept in it: arrays, row sets, indexes, intern tables, scratch text.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "runtime/array.h"
#include "runtime/index.h"
#include "runtime/intern.h"
#include "runtime/scratch.h"

namespace bytelogic::runtime {
namespace {

// A heap of its own for a test.
struct TestHeap : Heap {
  explicit TestHeap(std::size_t capacity = 1U << 22, std::uint64_t limit = ~std::uint64_t{0})
      : memory(new std::uint8_t[capacity + 16]) {
    Begin(reinterpret_cast<std::uint8_t*>((reinterpret_cast<std::uintptr_t>(memory.get()) + 15) & ~std::uintptr_t{15}),
          capacity, limit);
  }
  std::unique_ptr<std::uint8_t[]> memory;
};

TEST(Heap, BlocksArePowersOfTwoAndComeBack) {
  TestHeap heap;
  void* first = heap.Allocate(100);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(first) % 16, 0U);
  EXPECT_EQ(heap.used(), 128U);
  heap.Free(first, 100);
  EXPECT_EQ(heap.Allocate(65), first);
  EXPECT_NE(heap.Allocate(65), first);
  EXPECT_EQ(heap.used(), 256U);
}

TEST(Heap, TheLastBlockGrowsInPlace) {
  TestHeap heap;
  void* block = heap.Allocate(64);
  EXPECT_EQ(heap.Resize(block, 64, 256), block);
  EXPECT_EQ(heap.used(), 256U);
  void* other = heap.Allocate(16);
  void* moved = heap.Resize(block, 256, 512);
  EXPECT_NE(moved, block);
  EXPECT_EQ(heap.Allocate(200), block);
  EXPECT_NE(other, nullptr);
}

TEST(Heap, EndsAtItsLimit) {
  TestHeap heap(1U << 16, 256);
  EXPECT_NE(heap.Allocate(128), nullptr);
  EXPECT_EQ(heap.Allocate(129), nullptr);
  EXPECT_NE(heap.Allocate(128), nullptr);
  EXPECT_EQ(heap.Allocate(1), nullptr);
  EXPECT_EQ(heap.AllocateForever(1), nullptr);
}

// Long work gives up where the host asks the run to stop.

TEST(Heap, FillsAndCopiesUntilItIsStopped) {
  TestHeap heap;
  std::uint32_t stop = 0;
  heap.WatchStop(&stop);
  std::vector<std::uint8_t> from(3 << 20, 7);
  std::vector<std::uint8_t> to(from.size(), 0);
  EXPECT_TRUE(heap.Copy(to.data(), from.data(), from.size()));
  EXPECT_EQ(to, from);
  EXPECT_TRUE(heap.Fill(to.data(), 9, to.size()));
  EXPECT_EQ(to, std::vector<std::uint8_t>(to.size(), 9));
  EXPECT_FALSE(heap.gave_up());
  stop = 1;
  EXPECT_FALSE(heap.Copy(to.data(), from.data(), from.size()));
  EXPECT_TRUE(heap.gave_up());
  EXPECT_FALSE(heap.Fill(to.data(), 1, to.size()));
  EXPECT_EQ(to.back(), 9);
  EXPECT_TRUE(heap.Copy(to.data(), from.data(), 100));  // a little is done at once
}

TEST(Heap, ABlockStaysWhereItsMoveWasStopped) {
  TestHeap heap;
  std::uint32_t stop = 1;
  heap.WatchStop(&stop);
  auto* block = static_cast<std::uint8_t*>(heap.Allocate(1 << 20));
  block[0] = 42;
  (void)heap.Allocate(16);
  EXPECT_EQ(heap.Resize(block, 1 << 20, 2 << 20), nullptr);
  EXPECT_EQ(block[0], 42);
}

TEST(RowSet, GrowingGivesUp) {
  for (const std::uint32_t arity : {1U, 2U, 3U}) {
    TestHeap heap(1U << 26);
    std::uint32_t stop = 0;
    heap.WatchStop(&stop);
    RowSet set;
    set.arity = arity;
    std::uint32_t row[3] = {};
    const auto insert = [&](std::uint32_t i) {
      row[0] = row[1] = row[2] = i * 7919 * 4;
      return set.Insert(heap, row);
    };
    for (std::uint32_t i = 0; i < 20'000; ++i) ASSERT_EQ(insert(i), Insertion::kNew);
    stop = 1;
    std::uint32_t more = 20'000;
    while (more < 200'000 && insert(more) == Insertion::kNew) ++more;
    EXPECT_LT(more, 70'000U) << arity;  // it grows before that
    EXPECT_TRUE(heap.gave_up());
  }
}

TEST(Index, BuildingGivesUp) {
  TestHeap heap(1U << 24);
  std::uint32_t stop = 0;
  heap.WatchStop(&stop);
  RowSet set;
  set.arity = 3;
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    const std::uint32_t row[3] = {i * 4, i / 3 * 4, 0};
    ASSERT_EQ(set.Insert(heap, row), Insertion::kNew);
  }
  const std::uint16_t column = 1;
  Index index;
  index.columns = &column;
  index.column_count = 1;
  stop = 1;
  EXPECT_FALSE(index.Extend(heap, set, set.count));
  EXPECT_LT(index.built, set.count);
  stop = 0;
  EXPECT_TRUE(index.Extend(heap, set, set.count));
  EXPECT_EQ(index.built, set.count);
}

TEST(Array, GrowsAndFails) {
  TestHeap heap(1U << 16, 4096);
  Array<std::uint32_t> array;
  std::uint32_t count = 0;
  while (array.Push(heap, count)) ++count;
  EXPECT_EQ(count, 1024U);
  for (std::uint32_t i = 0; i < count; ++i) ASSERT_EQ(array[i], i);
}

// Inserts random rows, and compares everything with a std::map from row to number.
void CheckRowSet(std::uint32_t arity, std::uint32_t range, int inserts, bool find_early) {
  TestHeap heap;
  RowSet set;
  set.arity = arity;
  std::map<std::vector<std::uint32_t>, std::uint32_t> expected;
  std::mt19937 random(arity * 1000 + range);
  std::vector<std::uint32_t> row(arity);
  bool memory = true;
  for (int i = 0; i < inserts; ++i) {
    for (std::uint32_t& cell : row) cell = static_cast<std::uint32_t>(random()) % range * 4;
    const bool is_new = expected.emplace(row, static_cast<std::uint32_t>(expected.size())).second;
    ASSERT_EQ(set.Insert(heap, row.data()), is_new ? Insertion::kNew : Insertion::kExists);
    ASSERT_EQ(set.count, expected.size());
    if (find_early && i % 100 == 50) ASSERT_EQ(set.Find(heap, row.data(), memory), expected[row]);
  }
  for (const auto& [cells, number] : expected) {
    ASSERT_TRUE(set.Contains(cells.data()));
    ASSERT_EQ(set.Find(heap, cells.data(), memory), number);
    ASSERT_TRUE(arity == 0 || std::equal(cells.begin(), cells.end(), set.Row(number)));
  }
  ASSERT_TRUE(memory);
  for (int i = 0; i < 1000 && arity > 0; ++i) {
    for (std::uint32_t& cell : row) cell = static_cast<std::uint32_t>(random()) % (range * 2) * 4;
    ASSERT_EQ(set.Contains(row.data()), expected.contains(row));
    ASSERT_EQ(set.Find(heap, row.data(), memory) != kNone32, expected.contains(row));
  }
  set.Clear(heap);
  ASSERT_EQ(set.count, 0U);
  if (arity > 0) ASSERT_FALSE(set.Contains(expected.begin()->first.data()));
  for (const auto& [cells, number] : expected) ASSERT_EQ(set.Insert(heap, cells.data()), Insertion::kNew);
  ASSERT_EQ(set.count, expected.size());
}

TEST(RowSet, AgreesWithAMap) {
  for (const bool find_early : {false, true}) {
    CheckRowSet(0, 1, 5, find_early);
    CheckRowSet(1, 5, 100, find_early);
    CheckRowSet(1, 1U << 29, 20'000, find_early);
    CheckRowSet(2, 3, 100, find_early);
    CheckRowSet(2, 100, 20'000, find_early);
    CheckRowSet(2, 1U << 29, 20'000, find_early);
    CheckRowSet(3, 2, 100, find_early);
    CheckRowSet(3, 30, 20'000, find_early);
    CheckRowSet(7, 3, 5'000, find_early);
  }
}

// Pairs that fill a square become a bitmap; it grows with the square, and is given up for pairs far away or of another
// kind, and when row numbers are asked for.
TEST(RowSet, SquaresOfPairs) {
  for (const std::uint32_t kind : {kCellSmallInt, kCellSymbol}) {
    for (const int strangers : {0, 1, 2, 3}) {
      TestHeap heap;
      RowSet set;
      set.arity = 2;
      std::set<std::pair<std::uint32_t, std::uint32_t>> expected;
      const auto insert = [&](std::uint32_t first, std::uint32_t second) {
        const std::uint32_t row[2] = {first, second};
        const bool is_new = expected.emplace(first, second).second;
        ASSERT_EQ(set.Contains(row), !is_new);
        ASSERT_EQ(set.Insert(heap, row), is_new ? Insertion::kNew : Insertion::kExists);
        ASSERT_TRUE(set.Contains(row));
      };
      bool was_bitmap = false;
      const std::int32_t lowest = kind == kCellSmallInt ? -200 : 0;
      for (std::int32_t side = 1; side < 200; side += side < 60 ? 1 : 7) {
        for (std::int32_t i = 0; i <= side; ++i) {
          for (const auto& [a, b] : {std::pair{i, side}, {side, i}, {i, i}}) {
            insert(static_cast<std::uint32_t>(lowest + a) << 2 | kind,
                   static_cast<std::uint32_t>(lowest + 2 * b) << 2 | kind);
          }
        }
        was_bitmap = was_bitmap || set.pairs.exists();
        if (side == 95 && strangers == 1) insert(kCellFloat, kCellBoxedInt);
        if (side == 95 && strangers == 2) insert(SmallIntCell(kSmallIntMin), SmallIntCell(kSmallIntMax));
        if (side == 95 && strangers == 3) {
          bool memory = true;
          ASSERT_EQ(set.Find(heap, set.Row(1234), memory), 1234U);
        }
      }
      ASSERT_TRUE(was_bitmap);
      ASSERT_EQ(set.pairs.exists(), strangers == 0);
      ASSERT_EQ(set.count, expected.size());
      for (std::uint32_t row = 0; row < set.count; ++row) {
        bool memory = true;
        ASSERT_EQ(set.Find(heap, set.Row(row), memory), row);
      }
    }
  }
}

// Rows in patterns that bad hashing would put into one slot.
TEST(RowSet, StridedRowsDoNotCluster) {
  for (const std::uint32_t shift : {2U, 8U, 12U, 16U, 20U}) {
    TestHeap heap;
    RowSet set;
    set.arity = 2;
    const std::uint32_t side = shift > 18 ? 64 : 200;
    for (std::uint32_t a = 0; a < side; ++a) {
      for (std::uint32_t b = 0; b < side; ++b) {
        ASSERT_EQ(set.InsertPair(heap, a << shift, b << shift), Insertion::kNew);
      }
    }
    EXPECT_EQ(set.count, side * side);
  }
}

TEST(RowSet, SaysWhenThereIsNoMemory) {
  for (const std::uint32_t arity : {1U, 2U, 3U}) {
    TestHeap heap(1U << 16, 8192);
    RowSet set;
    set.arity = arity;
    std::uint32_t row[3] = {0, 4, 8};
    Insertion insertion = Insertion::kNew;
    while (insertion == Insertion::kNew) {
      row[0] += 4;
      insertion = set.Insert(heap, row);
    }
    EXPECT_EQ(insertion, Insertion::kNoMemory);
    EXPECT_GT(set.count, 100U);
  }
}

TEST(Index, ChainsAreNewestFirst) {
  for (const std::vector<std::uint16_t>& columns : {std::vector<std::uint16_t>{1}, {0, 2}, {2}}) {
    TestHeap heap;
    RowSet rows;
    rows.arity = 3;
    Index index;
    index.columns = columns.data();
    index.column_count = static_cast<std::uint32_t>(columns.size());
    std::map<std::vector<std::uint32_t>, std::vector<std::uint32_t>> expected;
    std::mt19937 random(7);
    for (int batch = 0; batch < 20; ++batch) {
      for (int i = 0; i < 100; ++i) {
        const std::uint32_t row[3] = {static_cast<std::uint32_t>(random() % 20),
                                      static_cast<std::uint32_t>(random() % 50),
                                      static_cast<std::uint32_t>(random() % 30)};
        if (rows.Insert(heap, row) != Insertion::kNew) continue;
        std::vector<std::uint32_t> key;
        for (const std::uint16_t column : columns) key.push_back(row[column]);
        expected[key].push_back(rows.count - 1);
      }
      ASSERT_TRUE(index.Extend(heap, rows, rows.count));
      for (const auto& [key, chain] : expected) {
        std::vector<std::uint32_t> found;
        for (std::uint32_t at = index.First(rows, key.data()); at != kNone32; at = index.next[at]) found.push_back(at);
        ASSERT_EQ(found, std::vector<std::uint32_t>(chain.rbegin(), chain.rend()));
      }
    }
    const std::uint32_t absent[3] = {99, 99, 99};
    EXPECT_EQ(index.First(rows, absent), kNone32);
    index.Clear(heap);
    EXPECT_EQ(index.First(rows, expected.begin()->first.data()), kNone32);
  }
}

TEST(SymbolTable, NumbersEachTextOnce) {
  TestHeap heap;
  const char text[] = "alicebob";
  const SymbolEntry entries[] = {{0, 5}, {5, 3}, {0, 0}};
  SymbolTable symbols;
  symbols.image_entries = entries;
  symbols.image_text = text;
  symbols.image_count = 3;
  EXPECT_EQ(symbols.Intern(heap, "bob", 3, TextOwner::kScratch), 1U);
  EXPECT_EQ(symbols.Intern(heap, "", 0, TextOwner::kScratch), 2U);
  EXPECT_EQ(symbols.Intern(heap, "alice", 5, TextOwner::kScratch), 0U);
  std::vector<std::string> texts;
  for (int i = 0; i < 3000; ++i)
    texts.push_back("symbol number " + std::to_string(i * 7) + std::string(static_cast<std::size_t>(i % 60), 'x'));
  texts.push_back(std::string(100'000, 'y'));
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    std::string temporary = texts[i];
    ASSERT_EQ(symbols.Intern(heap, temporary.data(), static_cast<std::uint32_t>(temporary.size()), TextOwner::kScratch),
              3 + i);
  }
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    ASSERT_EQ(symbols.Intern(heap, texts[i].data(), static_cast<std::uint32_t>(texts[i].size()), TextOwner::kRun),
              3 + i);
    const Text kept = symbols.Get(3 + i);
    ASSERT_EQ(std::string_view(kept.data, kept.length), texts[i]);
  }
}

// The first symbol that a run makes, with no block of texts yet, and with one that is full.
TEST(SymbolTable, TakesTheEmptyTextAtAnyTime) {
  for (const std::uint32_t before : {0U, 1U, 32U, 256U}) {
    TestHeap heap;
    SymbolTable symbols;
    for (std::uint32_t i = 0; i < before; ++i) {
      const std::string text(8, static_cast<char>(i));
      ASSERT_EQ(symbols.Intern(heap, text.data(), 8, TextOwner::kScratch), i);
    }
    ASSERT_EQ(symbols.Intern(heap, nullptr, 0, TextOwner::kScratch), before);
    ASSERT_EQ(symbols.Intern(heap, "", 0, TextOwner::kScratch), before);
    EXPECT_NE(symbols.Get(before).data, nullptr);
    EXPECT_EQ(symbols.Get(before).length, 0U);
  }
}

TEST(SymbolTable, SaysWhenThereIsNoMemory) {
  TestHeap heap(1U << 16, 4096);
  SymbolTable symbols;
  std::uint32_t made = 0;
  for (; made < 10'000; ++made) {
    const std::string text = "number " + std::to_string(made);
    if (symbols.Intern(heap, text.data(), static_cast<std::uint32_t>(text.size()), TextOwner::kScratch) == kNone32)
      break;
  }
  EXPECT_GT(made, 20U);
  EXPECT_LT(made, 200U);
}

TEST(WordTable, NumbersEachWordOnce) {
  TestHeap heap;
  const std::uint64_t words[] = {1ULL << 40, 1ULL << 41};
  WordTable table;
  table.image_words = words;
  table.image_count = 2;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    ASSERT_EQ(table.Intern(heap, i << 40), i == 1 ? 0 : i == 2 ? 1 : i == 0 ? 2 : i);
  }
  EXPECT_EQ(table.Get(1), 1ULL << 41);
  EXPECT_EQ(table.Get(500), 500ULL << 40);
}

TEST(Scratch, ResetsToMarksAcrossChunks) {
  TestHeap heap;
  Scratch scratch;
  struct Level {
    std::uint32_t mark;
    char* text;
    std::size_t length;
  };
  std::vector<Level> levels;
  std::mt19937 random(3);
  for (int turn = 0; turn < 2000; ++turn) {
    if (levels.size() > 20 || (!levels.empty() && random() % 3 == 0)) {
      const std::size_t keep = random() % levels.size();
      scratch.Reset(heap, levels[keep].mark);
      levels.resize(keep);
    }
    const std::size_t length = random() % 50 == 0 ? 3000 : random() % 100;
    const std::uint32_t mark = scratch.Mark();
    char* text = scratch.Allocate(heap, length);
    ASSERT_NE(text, nullptr);
    std::memset(text, static_cast<int>(levels.size()), length);
    levels.push_back({mark, text, length});
    for (std::size_t i = 0; i < levels.size(); ++i) {
      for (std::size_t k = 0; k < levels[i].length; ++k) ASSERT_EQ(levels[i].text[k], static_cast<char>(i));
    }
  }
  EXPECT_LT(heap.used(), 1U << 20);
}

TEST(Scratch, MovesAResultDown) {
  for (const std::size_t garbage : {10U, 1000U, 100'000U}) {
    for (const std::size_t length : {1U, 40U, 5000U}) {
      TestHeap heap;
      Scratch scratch;
      char* below = scratch.Allocate(heap, 100);
      std::memset(below, 'b', 100);
      const std::uint32_t mark = scratch.Mark();
      ASSERT_NE(scratch.Allocate(heap, garbage), nullptr);
      char* result = scratch.Allocate(heap, length);
      std::memset(result, 'r', length);
      ASSERT_NE(scratch.Allocate(heap, garbage), nullptr);
      const char* moved = result;
      ASSERT_TRUE(scratch.ResetKeeping(heap, mark, moved, static_cast<std::uint32_t>(length)));
      EXPECT_EQ(std::string(moved, length), std::string(length, 'r'));
      EXPECT_EQ(std::string(below, 100), std::string(100, 'b'));
      // What lies below the mark stays where it is.
      const char* kept = below + 10;
      ASSERT_TRUE(scratch.ResetKeeping(heap, mark, kept, 50));
      EXPECT_EQ(kept, below + 10);
      EXPECT_EQ(scratch.Mark(), mark);
      // Text that is no scratch text as well.
      kept = "symbol";
      ASSERT_TRUE(scratch.ResetKeeping(heap, mark, kept, 6));
      EXPECT_EQ(kept, std::string_view("symbol"));
    }
  }
}

// An empty text needs no memory: not even where there is none, and wherever it points.
TEST(Scratch, KeepsAnEmptyText) {
  TestHeap heap(64, 0);
  Scratch scratch;
  const char* text = nullptr;
  ASSERT_TRUE(scratch.ResetKeeping(heap, scratch.Mark(), text, 0));
  EXPECT_NE(text, nullptr);
}

}  // namespace
}  // namespace bytelogic::runtime
