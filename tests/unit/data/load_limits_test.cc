// The limits on the host's facts: each is tested at its edge, in every reader, and none waits or fills the memory.

#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <zlib.h>

#include <thread>

#include "fact_reading.h"

namespace bytelogic::data {
namespace {

auto Gzip(const std::string& text) -> std::string {
  z_stream stream{};
  deflateInit2(&stream, 1, Z_DEFLATED, 16 + MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

// The code of the only error, "" where there is none; with its place in front: "2:1 R312".
auto CodeOf(const std::string& shown) -> std::string {
  const std::size_t at = shown.find(": error[");
  if (at == std::string::npos) return "";
  EXPECT_EQ(shown.find(": error[", at + 8), std::string::npos) << shown;
  const std::size_t colon = shown.find(':');
  const std::string place = colon < at ? shown.substr(colon + 1, at - colon - 1) + " " : "";
  return place + shown.substr(at + 8, 4);
}

// Most memory that this process has had, in MiB.
auto PeakMemory() -> long {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1'024;
}

struct Sample {
  std::string name;
  std::string text;
};

TEST(LoadLimits, BytesAreCountedUnpackedInEveryReader) {
  const std::vector<Sample> samples = {{"f.csv", "ann,30\nbob,17\n"},
                                       {"f.tsv", "ann\t30\nbob\t17\n"},
                                       {"f.facts", "ann\t30\nbob\t17\n"},
                                       {"f.json", R"([["ann", 30], ["bob", 17]])"},
                                       {"f.jsonl", "[\"ann\", 30]\n[\"bob\", 17]\n"}};
  for (const auto& [name, text] : samples) {
    const std::uint64_t size = text.size();
    for (const std::string& bytes : {text, Gzip(text)}) {
      EXPECT_EQ(ReadText(name, bytes, "", "", {.bytes = size}), "r('ann',30)r('bob',17)") << name;
      const std::string over = CodeOf(ReadText(name, bytes, "", "", {.bytes = size - 1}));
      EXPECT_TRUE(over.ends_with(" R312")) << name << " " << over;
    }
  }
  EXPECT_EQ(ReadText("f.csv", "ann,30\nbob,17\n", "", "", {.bytes = 9}),
            "f.csv:2:1: error[R312]: too much data from the host: the limit is 9 bytes, and there is more\n"
            "help: give less, or raise the limit `data`: --limit data=18\n");
}

TEST(LoadLimits, BytesOfAllFilesCountTogether) {
  TestFolder folder;
  const std::string path = folder.Write("f.csv", "a,1\n");
  Facts facts;
  DataErrors errors;
  LoadBudget budget({.bytes = 7}, nullptr, nullptr);
  LoadContext context{.schema = {}, .facts = facts, .errors = errors, .budget = budget};
  EXPECT_TRUE(LoadFacts("r=" + path, context));
  EXPECT_TRUE(errors.empty());
  EXPECT_TRUE(LoadFacts("r=" + path, context));
  EXPECT_TRUE(errors.OnlyLimit()) << errors.Text();
}

TEST(LoadLimits, AGzipBombStopsAtTheLimit) {
  // 30 MB of empty lines, of one field, of one string, of one row: a few hundred kilobytes packed.
  constexpr std::size_t kSize = 30'000'000;
  std::string lines(kSize, '\n');
  const long before = PeakMemory();
  TestFolder folder;
  const std::string empty_lines = folder.Write("lines.csv", Gzip(lines));
  std::fill(lines.begin(), lines.end(), 'x');
  const std::string field = folder.Write("field.csv", Gzip(lines));
  lines[0] = '"';
  const std::string quoted = folder.Write("quoted.csv", Gzip(lines));
  const std::string string = folder.Write("string.json", Gzip("[" + lines));
  std::fill(lines.begin(), lines.end(), '1');
  const std::string number = folder.Write("number.json", Gzip("[" + lines));
  const std::string line = folder.Write("line.jsonl", Gzip(lines));
  for (std::size_t i = 1; i < kSize; i += 2) lines[i] = ',';
  const std::string row = folder.Write("row.csv", Gzip(lines));
  const std::string array = folder.Write("array.json", Gzip("[[" + lines));
  lines = std::string();
  const LoadLimits limits{.rows = 1'000'000, .bytes = 10'000'000, .value_bytes = 1'000'000};
  EXPECT_EQ(CodeOf(ReadArgument("r=" + empty_lines, "", folder, limits)), "10000001:1 R312");
  EXPECT_EQ(CodeOf(ReadArgument("r=" + field, "", folder, limits)), "1:1 R313");
  EXPECT_EQ(CodeOf(ReadArgument("r=" + quoted, "", folder, limits)), "1:1 R313");
  EXPECT_EQ(CodeOf(ReadArgument("r=" + string, "", folder, limits)), "1:6000008 R313");
  EXPECT_EQ(CodeOf(ReadArgument("r=" + number, "", folder, limits)), "1:1000002 R313");
  EXPECT_EQ(CodeOf(ReadArgument("r=" + line, "", folder, limits)), "1:1 R312");
  EXPECT_EQ(CodeOf(ReadArgument("r=" + row, "", folder, limits)), "1:1 R312");
  EXPECT_TRUE(CodeOf(ReadArgument("r=" + array, "", folder, limits)).ends_with(" R312"));
  // The samples themselves are a part of it.
  EXPECT_LT(PeakMemory() - before, 150);
}

TEST(LoadLimits, AValueIsLongAsText) {
  const LoadLimits limits{.value_bytes = 5};
  // Exactly, one less, one more; the parts of a file come in pieces, which must make no difference.
  for (const std::string& before : {std::string(), std::string(300'000, '\n')}) {
    const std::string line = std::to_string(before.size() + 1);
    EXPECT_EQ(ReadText("f.csv", before + "12345,abcde\r\n", "", "", limits), "r(12345,'abcde')");
    EXPECT_EQ(ReadText("f.csv", before + "\"a\"\"bcd\"\n", "", "", limits), "r('a\"bcd')");
    EXPECT_EQ(CodeOf(ReadText("f.csv", before + "1,abcdef\n", "", "", limits)), line + ":3 R313");
    EXPECT_EQ(CodeOf(ReadText("f.csv", before + "123456\n", "", "", limits)), line + ":1 R313");
    EXPECT_EQ(CodeOf(ReadText("f.csv", before + "1,\"a\"\"bcde\"\n", "", "", limits)), line + ":3 R313");
    EXPECT_EQ(ReadText("f.json", before + R"(["abcde", 12345, "\u0041\u0042\u0043\u0044\u0045"])", "", "", limits),
              "r('abcde')r(12345)r('ABCDE')");
    EXPECT_EQ(CodeOf(ReadText("f.json", before + R"(["abcdef"])", "", "", limits)), line + ":9 R313");
    EXPECT_EQ(CodeOf(ReadText("f.json", before + R"([123456])", "", "", limits)), line + ":7 R313");
    EXPECT_EQ(CodeOf(ReadText("f.jsonl", before + "[\"abcde\"]\n[\"abcdef\"]\n", "", "", limits)),
              std::to_string(before.size() + 2) + ":9 R313");
  }
  EXPECT_EQ(ReadText("f.facts", "abcde\t12345\n", "", "", limits), "r('abcde',12345)");
  EXPECT_EQ(CodeOf(ReadText("f.facts", "a\tabcdef\n", "", "", limits)), "1:3 R313");
  // Names of columns and relations are texts of a stranger as well.
  EXPECT_EQ(CodeOf(ReadText("f.json", R"([{"abcdef": 1}])", "REL r(a)", "", limits)), "1:10 R313");
  EXPECT_EQ(ReadText("f.csv", "123456\n", "", "", limits),
            "f.csv:1:1: error[R313]: a value of the host is too long: the limit is 5 bytes, and it has more\n"
            "help: shorten it or leave it out, or raise the limit `value`: --limit value=10\n");
}

TEST(LoadLimits, RowsAtTheEdge) {
  EXPECT_EQ(ReadText("f.csv", "1\n2\n", "", "", {.rows = 2}), "r(1)r(2)");
  EXPECT_EQ(CodeOf(ReadText("f.csv", "1\n2\n3\n", "", "", {.rows = 2})), "3:1 R310");
  EXPECT_EQ(CodeOf(ReadText("f.json", "[1, 2, 3]", "", "", {.rows = 2})), "1:9 R310");
  EXPECT_EQ(CodeOf(ReadText("f.jsonl", "1\n2\n3\n", "", "", {.rows = 2})), "3:1 R310");
}

TEST(LoadLimits, NestingAtTheEdge) {
  const auto nested = [](std::size_t depth) {
    // An array, an object, and in a field that nobody asks for the rest.
    return "[{\"x\": " + std::string(depth - 2, '[') + std::string(depth - 2, ']') + ", \"a\": 1}]";
  };
  EXPECT_EQ(ReadText("f.json", nested(200), "REL r(a)"), "r(1)");
  EXPECT_TRUE(CodeOf(ReadText("f.json", nested(201), "REL r(a)")).ends_with(" E110"));
  EXPECT_TRUE(CodeOf(ReadText("f.json", nested(1'000'000), "REL r(a)")).ends_with(" E110"));
}

TEST(LoadLimits, AMessageIsShortWhateverTheTextIs) {
  const std::string lots(900'000, 'y');
  EXPECT_LT(ReadText("f.json", "[" + lots + "]").size(), 1'000U);
  EXPECT_LT(ReadText("f.json", "[\"\\x" + lots + "\"]").size(), 1'000U);
  EXPECT_LT(ReadText("f.json", "[1" + std::string(900'000, '1') + "]").size(), 1'000U);
  TestFolder folder;
  EXPECT_LT(ReadArgument(folder.Write("f.json", "{\"" + lots + "!\": [1]}"), "", folder).size(), 1'000U);
}

TEST(LoadLimits, TimeEndsTheLoading) {
  TestFolder folder;
  const std::string pipe = (folder.path() / "pipe.csv").string();
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  // Nobody ever writes to the pipe.
  EXPECT_EQ(ReadArgument("r=" + pipe, "", folder, {.microseconds = 100'000}),
            "pipe.csv:1:1: error[R303]: out of time while loading facts: the limit is 100ms\n"
            "help: give less data, or raise the limit `load`: --limit load=200ms\n");
  for (const char* name : {"pipe.json", "pipe.jsonl", "pipe.facts"}) {
    const std::string other = (folder.path() / name).string();
    ASSERT_EQ(mkfifo(other.c_str(), 0600), 0);
    EXPECT_EQ(CodeOf(ReadArgument("r=" + other, "", folder, {.microseconds = 1'000})), "1:1 R303") << name;
  }
}

TEST(LoadLimits, CancellingEndsTheLoading) {
  TestFolder folder;
  const std::string pipe = (folder.path() / "pipe.csv").string();
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  std::atomic<bool> cancelled{false};
  std::thread later([&cancelled] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    cancelled = true;
  });
  EXPECT_EQ(ReadArgument("r=" + pipe, "", folder, {}, &cancelled),
            "pipe.csv:1:1: error[R303]: cancelled while loading facts\n");
  later.join();
}

TEST(LoadLimits, ADatabaseIsAFile) {
  TestFolder folder;
  const std::string pipe = (folder.path() / "pipe.db").string();
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(ReadArgument("r=sqlite:" + pipe, "", folder),
            "pipe.db: error[R212]: it is not a regular file\nhelp: give the file of a database\n");
}

}  // namespace
}  // namespace bytelogic::data
