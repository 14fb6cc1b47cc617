// Programs as modules of their own: the same answers, under the same limits, and no harm from modules made to do some.
#include "standalone/standalone.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstring>
#include <functional>
#include <thread>

#include "bytelogic/bytelogic.h"
#include "standalone/module_checksum.h"
#include "support/test_clock.h"
#include "wasm/append.h"
#include "wasm/encoder.h"
#include "wasm/reader.h"

namespace bytelogic {
namespace {

using ByteVector = std::vector<std::uint8_t>;

constexpr std::string_view kFamily =
    "REL parent 2\nREL ancestor 2\nFACT parent alice bob\nFACT parent bob \"Ch. <>\"\n"
    "RULE ancestor: SCAN parent $x $y, EMIT ancestor $x $y\n"
    "RULE ancestor: SCAN parent $x $y, JOIN ancestor $y $z, EMIT ancestor $x $z\n"
    "QUERY ancestor alice ?\nQUERY ancestor bob alice\nRESULT 1 / 8\n";

class StandaloneTest : public ::testing::Test {
 protected:
  auto Emit(std::string_view source, const Limits& limits = {}) -> ByteVector {
    const CompileResult compiled = engine_.Compile(source);
    EXPECT_NE(compiled.program, nullptr);
    return compiled.program ? engine_.EmitModule(*compiled.program, limits) : ByteVector{};
  }
  // The module of `source` after `change`, with the checksum that it then has: made on purpose, not by accident.
  auto Changed(std::string_view source, const std::function<void(wasm::Module&)>& change) -> ByteVector {
    const ByteVector bytes = Emit(source);
    auto module = wasm::ReadModule(bytes);
    EXPECT_TRUE(module.has_value());
    module->customs.pop_back();  // the checksum
    change(*module);
    ByteVector changed = wasm::EncodeModule(*module);
    standalone::AppendChecksum(changed);
    return changed;
  }
  // `bytelogic_run` has other code.
  auto WithCode(const ByteVector& code) -> ByteVector {
    return Changed(kFamily, [&](wasm::Module& module) { module.bodies.back().code = module.Own(code); });
  }
  void ExpectBroken(const ByteVector& module) {
    const Result result = engine_.RunModule(module);
    EXPECT_FALSE(result.success);
    ASSERT_FALSE(result.diagnostics.empty());
    EXPECT_EQ(result.diagnostics[0].code, "R211") << result.Text();
    EXPECT_TRUE(result.outputs.empty());
  }

  Engine engine_{{.clock = StoppedClock()}};
};

TEST_F(StandaloneTest, AnswersAsTheEngineDoes) {
  const Result direct = engine_.Run(kFamily);
  const Result standalone = engine_.RunModule(Emit(kFamily));
  ASSERT_TRUE(standalone.success) << standalone.Text();
  EXPECT_EQ(standalone.Text(), direct.Text());
  EXPECT_EQ(standalone.statistics.fuel, direct.statistics.fuel);
  EXPECT_EQ(standalone.statistics.tuples, direct.statistics.tuples);
  ASSERT_EQ(standalone.outputs.size(), 3U);
  EXPECT_EQ(standalone.outputs[0].columns, direct.outputs[0].columns);
  ASSERT_EQ(standalone.diagnostics.size(), 1U);
  EXPECT_EQ(standalone.diagnostics[0].message, direct.diagnostics[0].message);
  EXPECT_EQ(standalone.diagnostics[0].line, direct.diagnostics[0].line);
}

// A module with one section more is not what EmitModule makes, so its code is compiled; the answers are the same.
TEST_F(StandaloneTest, AForeignModuleIsCompiled) {
  const ByteVector module = Changed(kFamily, [](wasm::Module& m) { wasm::SetCustomSection(m, "note", {1, 2, 3}); });
  EXPECT_FALSE(standalone::ReadStandaloneModule(Emit(kFamily))->image.empty());
  EXPECT_TRUE(standalone::ReadStandaloneModule(module)->image.empty());
  const Result direct = engine_.Run(kFamily);
  const Result standalone = engine_.RunModule(module);
  EXPECT_EQ(standalone.Text(), direct.Text());
  EXPECT_EQ(standalone.statistics.fuel, direct.statistics.fuel);
  EXPECT_EQ(standalone.diagnostics.size(), direct.diagnostics.size());
}

TEST_F(StandaloneTest, FailsAsTheEngineDoes) {
  constexpr std::string_view kSource = "LET $n = 0\nRESULT 7 DIV $n";
  EXPECT_EQ(engine_.RunModule(Emit(kSource)).Text(), engine_.Run(kSource).Text());
}

TEST_F(StandaloneTest, RunsUnderTheLimitsOfItsHost) {
  const ByteVector module = Emit("FOR WHILE 1 END");
  RunOptions options;
  options.limits.fuel = 50'000;
  const Result result = engine_.RunModule(module, options);
  ASSERT_FALSE(result.success);
  EXPECT_EQ(result.diagnostics.back().code, "R309");
  options.limits.fuel = UINT64_MAX;
  CountingClock clock({{30, 1'000'000}});
  Engine engine({.clock = clock.AsFunction()});
  EXPECT_EQ(engine.RunModule(module, options).diagnostics.back().code, "R303");
}

TEST_F(StandaloneTest, TheSameProgramGivesTheSameBytes) {
  EXPECT_EQ(Emit(kFamily), Emit(kFamily));
  const CompileResult compiled = engine_.Compile(kFamily);
  const std::string wat = engine_.EmitWat(*compiled.program);
  EXPECT_TRUE(wat.starts_with("(module\n"));
  EXPECT_NE(wat.find("(export \"bytelogic_run\""), std::string::npos);
}

// Modules that were made to do harm.

TEST_F(StandaloneTest, RefusesWhatIsNoModule) {
  ExpectBroken({});
  ExpectBroken({'h', 'e', 'l', 'l', 'o'});
  ExpectBroken({0, 'a', 's', 'm', 1, 0, 0, 0});
  ExpectBroken(ByteVector(9 << 20));
}

TEST_F(StandaloneTest, RefusesModulesWithoutMetadataThatFit) {
  const auto with_metadata = [&](std::string_view text) {
    return Changed(kFamily, [&](wasm::Module& module) {
      wasm::SetCustomSection(module, "bytelogic", {text.begin(), text.end()});
    });
  };
  ExpectBroken(Changed(kFamily, [](wasm::Module& module) { module.customs.clear(); }));
  ExpectBroken(with_metadata(""));
  ExpectBroken(with_metadata("{"));
  ExpectBroken(with_metadata("[]"));
  ExpectBroken(with_metadata(std::string(200'000, '[')));
  ExpectBroken(with_metadata(R"({"version": 3})"));
  ExpectBroken(
      with_metadata(R"({"version": 3, "source": "", "dialect": "bytelogic", "input": {"address": -1, "size": 64},
                                 "relations": [], "outputs": [], "constraints": [], "sites": []})"));
  ExpectBroken(with_metadata(
      R"({"version": 3, "source": "", "dialect": "bytelogic", "input": {"address": 4294967290, "size": 64},
                                 "relations": [], "outputs": [], "constraints": [], "sites": []})"));
  ExpectBroken(with_metadata(
      R"({"version": 3, "source": "", "dialect": "bytelogic", "input": {"address": 4096, "size": 64}, "relations": [],
                                 "outputs": [{"kind": "query", "text": "", "relation": 0, "columns": []}], "sites": []})"));
  ExpectBroken(
      with_metadata(R"({"version": 3, "source": "x", "dialect": "bytelogic", "input": {"address": 4096, "size": 64},
                                 "relations": [], "outputs": [], "sites": [[1, 1, 1, 0, 2]]})"));
}

TEST_F(StandaloneTest, SpeaksInTheWordsOfTheProgramsDialect) {
  constexpr std::string_view kCounts = "n(0).\nn(Y) :- n(X), Y = X + 1.\n?- n(5).\n";
  RunOptions options;
  options.limits.fuel = 1'000;
  const CompileResult compiled = engine_.Compile(kCounts);
  ASSERT_TRUE(compiled.program);
  const Result expected = engine_.Run(*compiled.program, {}, options);
  EXPECT_NE(expected.Text().find("add a comparison"), std::string::npos) << expected.Text();
  EXPECT_EQ(engine_.RunModule(engine_.EmitModule(*compiled.program), options).Text(), expected.Text());
}

TEST_F(StandaloneTest, EndsModulesThatRunForEver) {
  // The clock stands still while the module is compiled, which asks for the time again and again.
  std::atomic<std::uint64_t> now = 0;
  std::atomic<bool> compiled = false;
  Engine engine({.clock = [&]() -> std::uint64_t { return compiled ? now += 100'000 : 0; }});
  const std::vector<std::uint8_t> endless = WithCode({0x03, 0x40, 0x0C, 0, 0x0B, 0x00, 0x0B});
  std::thread waker([&] {
    while (engine.Memory().sandboxes == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    compiled = true;
  });
  const Result result = engine.RunModule(endless);
  waker.join();
  ASSERT_FALSE(result.success);
  EXPECT_EQ(result.diagnostics[0].code, "R303");
  EXPECT_NE(result.diagnostics[0].message.find("did not stop when it was told to"), std::string::npos) << result.Text();
  EXPECT_EQ(engine.Run("RESULT 1").Text(), "1");
}

TEST_F(StandaloneTest, SurvivesModulesThatTrapOrLie) {
  ExpectBroken(WithCode({0x00, 0x0B}));                    // unreachable
  ExpectBroken(WithCode({0x41, 0x7F, 0x0B}));              // a report at address 4 GiB - 1
  ExpectBroken(WithCode({0x41, 0xC0, 0x00, 0x0B}));        // a report where there is none
  ExpectBroken(WithCode({0x41, 0x7F, 0x28, 2, 0, 0x0B}));  // a load outside of the memory
  ExpectBroken(WithCode({0x0B}));                          // not valid: no result
  ExpectBroken(WithCode({0x10, 0xFF, 0xFF, 0x03, 0x0B}));  // not valid: no such function
}

TEST_F(StandaloneTest, MemoryBeyondTheLimitIsNotToBeHad) {
  RunOptions options;
  options.limits.memory_bytes = 4 << 20;
  // if memory.grow(1000) != -1 then loop for ever: so it must fail, and then the module lies.
  const ByteVector module = WithCode(
      {0x41, 0xE8, 0x07, 0x40, 0, 0x41, 0x7F, 0x47, 0x04, 0x40, 0x03, 0x40, 0x0C, 0, 0x0B, 0x0B, 0x41, 0x7F, 0x0B});
  const Result result = engine_.RunModule(module, options);
  ASSERT_FALSE(result.success);
  EXPECT_EQ(result.diagnostics[0].code, "R211") << result.Text();
  // One that begins with more than that is not started.
  const Result large = engine_.RunModule(Changed(kFamily,
                                                 [](wasm::Module& m) {
                                                   m.memories[0] = {30'000, std::nullopt};
                                                 }),
                                         options);
  ASSERT_FALSE(large.success);
  EXPECT_EQ(large.diagnostics[0].code, "R304") << large.Text();
}

TEST_F(StandaloneTest, RefusesStartFunctionsAndHugeCode) {
  ExpectBroken(Changed(kFamily, [](wasm::Module& module) { module.start = 0; }));
  ByteVector huge(300'000, 0x01);  // nop
  huge.insert(huge.end(), {0x41, 0x00, 0x0B});
  ExpectBroken(WithCode(huge));
}

TEST_F(StandaloneTest, AnImageThatWasChangedIsHarmless) {
  const ByteVector bytes = Emit(kFamily);
  const auto module = wasm::ReadModule(bytes);
  ASSERT_TRUE(module.has_value());
  // The image is the last data segment but one.
  const std::size_t segment = module->data.size() - 2;
  RunOptions options;
  options.limits.fuel = 100'000;
  const std::size_t size = module->data[segment].bytes.size();
  for (std::size_t at = 0; at < size; at += 3) {
    const ByteVector changed = Changed(kFamily, [&](wasm::Module& m) {
      ByteVector image(m.data[segment].bytes.begin(), m.data[segment].bytes.end());
      image[at] ^= 0x41;
      m.data[segment].bytes = m.Own(std::move(image));
    });
    const Result result = engine_.RunModule(changed, options);
    EXPECT_TRUE(result.success || !result.diagnostics.empty());
  }
}

}  // namespace
}  // namespace bytelogic
