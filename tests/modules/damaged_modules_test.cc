// Damage to a standalone module is found: a module with other bytes than `bytelogic compile` wrote gives no answer at
// all. Thousands of accidents with a fixed seed, in every part of a module; no byte of it is exempt.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "bytelogic/bytelogic.h"
#include "standalone/module_checksum.h"
#include "wasm/append.h"
#include "wasm/byte_reader.h"
#include "wasm/encoder.h"
#include "wasm/reader.h"

namespace bytelogic {
namespace {

using ByteVector = std::vector<std::uint8_t>;

constexpr std::string_view kProgram =
    "REL parent 2\nREL ancestor 2\nFACT parent alice bob\nFACT parent bob carol\n"
    "RULE ancestor: SCAN parent $x $y, EMIT ancestor $x $y\n"
    "RULE ancestor: SCAN parent $x $y, JOIN ancestor $y $z, EMIT ancestor $x $z\n"
    "CONSTRAINT young: SCAN ancestor $x carol\nQUERY ancestor alice ?\nRESULT 355 / 113\nRESULT 41 + 1\n";

struct Part {
  std::string name;
  std::size_t begin = 0;
  std::size_t end = 0;
};

// The header, the sections of `module` by their number or name, and the data segments, of which the last but one is the
// image and the last one the limits.
auto PartsOf(const ByteVector& module) -> std::vector<Part> {
  std::vector<Part> parts{{"header", 0, 8}};
  wasm::ByteReader reader(module);
  reader.Take(8);
  while (!reader.at_end()) {
    const std::size_t begin = reader.position();
    const std::uint8_t id = reader.Byte();
    const wasm::Bytes content = reader.Take(reader.U32());
    std::string name = "section " + std::to_string(id);
    if (id == 0) name = wasm::ByteReader(content).Name();
    parts.push_back({std::move(name), begin, reader.position()});
  }
  const auto read = wasm::ReadModule(module);
  const auto add_data = [&](const std::string& name, wasm::Bytes bytes) {
    const auto begin = static_cast<std::size_t>(bytes.data() - module.data());
    parts.push_back({name, begin, begin + bytes.size()});
  };
  add_data("image", read->data[read->data.size() - 2].bytes);
  add_data("limits", read->data[read->data.size() - 1].bytes);
  return parts;
}

class DamagedModulesTest : public ::testing::Test {
 protected:
  DamagedModulesTest() {
    const CompileResult compiled = engine_.Compile(kProgram);
    module_ = engine_.EmitModule(*compiled.program);
    EXPECT_TRUE(engine_.RunModule(module_).success);
  }

  // Whatever `damaged` is, it does not answer.
  void ExpectRefused(const ByteVector& damaged, const std::string& what) {
    if (damaged == module_) return;
    const Result result = engine_.RunModule(damaged);
    EXPECT_FALSE(result.success) << what;
    EXPECT_TRUE(result.outputs.empty() && result.violations.empty()) << what;
    ASSERT_FALSE(result.diagnostics.empty()) << what;
    EXPECT_EQ(result.diagnostics[0].code, "R211") << what << ": " << result.Text();
    ++refused_;
  }

  auto Below(std::size_t bound) -> std::size_t {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_);
  }

  Engine engine_;
  ByteVector module_;
  std::mt19937_64 random_{211};
  int refused_ = 0;
};

TEST_F(DamagedModulesTest, OneByteInEveryPart) {
  constexpr int kEach = 250;
  const std::vector<Part> parts = PartsOf(module_);
  for (const std::string_view name : {"header", "section 1", "section 10", "section 11", "name", "producers",
                                      "bytelogic", "bytelogic_checksum", "image", "limits"}) {
    EXPECT_TRUE(std::ranges::any_of(parts, [&](const Part& part) { return part.name == name; })) << name;
  }
  for (const Part& part : parts) {
    for (int i = 0; i < kEach; ++i) {
      const std::size_t at = part.begin + Below(part.end - part.begin);
      ByteVector damaged = module_;
      damaged[at] ^= static_cast<std::uint8_t>(1 + Below(255));
      ExpectRefused(damaged, part.name + ", byte " + std::to_string(at));
    }
  }
  EXPECT_EQ(refused_, static_cast<int>(parts.size()) * kEach);
}

TEST_F(DamagedModulesTest, OneBitInEveryByteOfWhatIsShortAndMatters) {
  for (const Part& part : PartsOf(module_)) {
    if (part.name != "bytelogic" && part.name != "image" && part.name != "limits" &&
        part.name != "bytelogic_checksum") {
      continue;
    }
    for (std::size_t at = part.begin; at < part.end; ++at) {
      ByteVector damaged = module_;
      damaged[at] ^= static_cast<std::uint8_t>(1U << Below(8));
      ExpectRefused(damaged, part.name + ", byte " + std::to_string(at));
    }
  }
}

// What happens to files: cut short, with more behind, with a piece lost, doubled, moved or zeroed, with line ends
// changed.
TEST_F(DamagedModulesTest, AccidentsOfFiles) {
  const auto at = [](std::size_t offset) { return static_cast<std::ptrdiff_t>(offset); };
  for (int i = 0; i < 300; ++i) {
    const std::size_t begin = Below(module_.size());
    const std::size_t size = 1 + Below(std::min<std::size_t>(module_.size() - begin, 5'000));
    const std::string where = std::to_string(begin) + "+" + std::to_string(size);
    const ByteVector piece(module_.begin() + at(begin), module_.begin() + at(begin + size));
    ExpectRefused({module_.begin(), module_.begin() + at(begin)}, "cut short at " + where);
    ByteVector damaged = module_;
    damaged.insert(damaged.end(), piece.begin(), piece.end());
    ExpectRefused(damaged, "more behind: " + where);
    damaged = module_;
    damaged.erase(damaged.begin() + at(begin), damaged.begin() + at(begin + size));
    ExpectRefused(damaged, "lost: " + where);
    damaged.insert(damaged.begin() + at(Below(damaged.size())), piece.begin(), piece.end());
    ExpectRefused(damaged, "moved: " + where);
    damaged = module_;
    damaged.insert(damaged.begin() + at(begin), piece.begin(), piece.end());
    ExpectRefused(damaged, "doubled: " + where);
    damaged = module_;
    std::fill(damaged.begin() + at(begin), damaged.begin() + at(begin + size), std::uint8_t{0});
    ExpectRefused(damaged, "zeroed: " + where);
  }
  ByteVector lines;
  for (const std::uint8_t byte : module_) {
    if (byte == '\n') lines.push_back('\r');
    lines.push_back(byte);
  }
  ExpectRefused(lines, "line ends");
  EXPECT_GT(refused_, 1'700);
}

// The code of another version is covered like our own.
TEST_F(DamagedModulesTest, OneByteOfAModuleWithOtherCode) {
  auto read = wasm::ReadModule(module_);
  read->customs.pop_back();  // the checksum
  wasm::SetCustomSection(*read, "note", {1, 2, 3});
  ByteVector other = wasm::EncodeModule(*read);
  standalone::AppendChecksum(other);
  RunOptions patient;
  patient.limits.time_us = 60'000'000;
  const Result answer = engine_.RunModule(other, patient);
  ASSERT_TRUE(answer.success) << answer.Text();
  EXPECT_EQ(answer.Text(), engine_.RunModule(module_).Text());
  for (int i = 0; i < 2'000; ++i) {
    ByteVector damaged = other;
    const std::size_t at = Below(damaged.size());
    damaged[at] ^= static_cast<std::uint8_t>(1 + Below(255));
    ExpectRefused(damaged, "byte " + std::to_string(at));
  }
  EXPECT_EQ(refused_, 2'000);
}

TEST_F(DamagedModulesTest, SaysWhatIsWrong) {
  const auto message = [&](const ByteVector& module) { return engine_.RunModule(module).diagnostics.at(0).message; };
  ByteVector changed = module_;
  changed[changed.size() - 100] ^= 1;
  EXPECT_NE(message(changed).find("its checksum does not match"), std::string::npos) << message(changed);
  const ByteVector cut(module_.begin(), module_.end() - static_cast<std::ptrdiff_t>(standalone::ChecksumSize()));
  EXPECT_NE(message(cut).find("it has no checksum at its end"), std::string::npos) << message(cut);
  // As the versions before checksums wrote it, and as a version to come may.
  const auto with_version = [&](const std::string& version) {
    std::string text(cut.begin(), cut.end());
    const std::string key = "\"version\":";
    text.replace(text.find(key + "3") + key.size(), 1, version);
    return ByteVector(text.begin(), text.end());
  };
  ByteVector old = with_version("1");
  EXPECT_NE(message(old).find("an older version of ByteLogic made it"), std::string::npos) << message(old);
  standalone::AppendChecksum(old);
  EXPECT_NE(message(old).find("an older version of ByteLogic made it"), std::string::npos) << message(old);
  ByteVector newer = with_version("4");
  standalone::AppendChecksum(newer);
  EXPECT_NE(message(newer).find("its format is 4, and this one reads 3"), std::string::npos) << message(newer);
}

}  // namespace
}  // namespace bytelogic
