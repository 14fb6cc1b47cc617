// Modules made to be dear cost little: they are refused before anything is compiled, or are cheap enough to be
// compiled, on a thread that nobody has to wait for.
#include "hostile_modules.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <set>
#include <string>
#include <thread>

#include "bytelogic/bytelogic.h"
#include "engine/embedded_runtime.h"
#include "engine/module_compiler.h"
#include "standalone/module_limits.h"
#include "wasm/reader.h"

namespace bytelogic {
namespace {

using namespace std::chrono_literals;
using ByteVector = std::vector<std::uint8_t>;

// In MB: "VmHWM" is the most there was, "VmRSS" what there is.
auto StatusValue(const std::string& key) -> double {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(key + ":")) return std::stod(line.substr(key.size() + 1)) / 1'024;
  }
  return 0;
}

auto FindShape(std::string_view name) -> const hostile::HostileShape& {
  for (const hostile::HostileShape& shape : hostile::HostileShapes()) {
    if (shape.name == name) return shape;
  }
  ADD_FAILURE() << "no shape " << name;
  return hostile::HostileShapes().front();
}

auto Excess(const ByteVector& bytes) -> std::string {
  const auto module = wasm::ReadModule(bytes);
  return module ? standalone::FindExcess(*module).value_or("") : module.error();
}

// The dearest module that is let through has to be among the shapes, so that what is measured means something.
auto DearestAccepted(std::string_view shape) -> ByteVector {
  const auto& make = FindShape(shape).make;
  ByteVector found = make(50);
  for (std::size_t bytes = 50; bytes < (1U << 20); bytes += bytes / 8) {
    ByteVector next = make(bytes);
    if (!Excess(next).empty()) break;
    found = std::move(next);
  }
  EXPECT_EQ(Excess(found), "") << shape;
  return found;
}

// As ModuleCompiler sees the time limit of a run.
struct Waiting {
  explicit Waiting(std::uint64_t time_us, const std::atomic<bool>* cancelled = nullptr)
      : deadline(clock, clock.Now(), {.limits = {.time_us = time_us}, .cancelled = cancelled}) {}
  engine::Clock clock{nullptr};
  engine::Deadline deadline;
};

TEST(HostileModulesTest, TheRuntimeIsFarBelowEveryBound) {
  const auto runtime = wasm::ReadModule(engine::RuntimeWasm());
  ASSERT_TRUE(runtime.has_value());
  // Where this fails, the runtime has grown: raise the bound that is named, and measure again (module_costs
  // --accepted).
  EXPECT_EQ(standalone::FindExcess(*runtime, 1.5).value_or(""), "");
  EXPECT_GT(standalone::CompileCost(*runtime), standalone::kMaxCompileCost / 5);
}

TEST(HostileModulesTest, EveryShapeIsRefusedOrAnswers) {
  Engine engine;
  engine.Run("RESULT 1");
  for (const std::size_t bytes : {std::size_t{2'000}, std::size_t{100'000}, std::size_t{2'000'000}}) {
    for (const hostile::HostileShape& shape : hostile::HostileShapes()) {
      const ByteVector module = shape.make(bytes);
      if (module.size() > 8 * bytes + 20'000) continue;
      const double before = StatusValue("VmRSS");
      std::ofstream("/proc/self/clear_refs") << "5";  // VmHWM is counted anew
      const Result result = engine.RunModule(module);
      [[maybe_unused]] const double grown = StatusValue("VmHWM") - before;
#if !defined(__SANITIZE_ADDRESS__) && !__has_feature(address_sanitizer)
      EXPECT_LT(grown, 100) << shape.name << " of " << module.size() << " bytes";
#endif
      ASSERT_FALSE(result.success && result.outputs.empty()) << shape.name;
      if (result.success) continue;
      const std::string& code = result.diagnostics.at(0).code;
      const std::set<std::string> codes{"R211", "R303", "R304"};
      EXPECT_TRUE(codes.contains(code)) << shape.name << ": " << result.Text();
    }
  }
}

TEST(HostileModulesTest, WhatTookSecondsAndGigabytesIsRefusedWithAReason) {
  struct {
    std::string_view shape;
    std::size_t bytes;
    std::string_view reason;
  } const cases[] = {
      {"nested_loops", 110'000, "bytes of code; the most that is accepted is 28,000"},
      {"nested_loops", 20'000, "locals; the most that is accepted is 100"},
      {"if_chain", 20'000, "locals; the most that is accepted is 100"},
      {"loops", 3'000, "loops; the most that is accepted is 60"},
      {"blocks", 20'000, "blocks; the most that is accepted is"},
      {"br_table", 20'000, "branches; the most that is accepted is"},
      {"unreachable_blocks", 20'000, "blocks in each other; the most that is accepted is"},
      {"calls", 20'000, "calls; the most that is accepted is"},
      {"deep_addition", 20'000, "values at once in an expression; the most that is accepted is"},
      {"globals_used", 20'000, "uses of global variables; the most that is accepted is"},
      {"divisions", 20'000, "divisions and conversions; the most that is accepted is"},
      {"memory_growth", 20'000, "calls of the engine, such as memory.grow; the most that is accepted is"},
      {"indirect_calls", 1'000, "indirect calls; the most that is accepted is"},
      {"many_locals", 1'000, "locals; the most that is accepted is 100"},
      {"tiny_functions", 100'000, "functions; the most that is accepted is"},
      {"many_types", 10'000, "function types; the most that is accepted is"},
      {"wide_calls", 1'000, "parameters; the most that is accepted is"},
      {"sparse_data", 100, "bytes of memory empty; the most that is accepted is"},
      {"many_data", 10'000, "segments of data; the most that is accepted is"},
      {"vectors", 1'000, "an instruction that no module of ByteLogic has"},
      {"tail_calls", 1'000, "an instruction that no module of ByteLogic has"},
      {"metadata_lists", 4'000'000, "its section `bytelogic` is larger than any of them"},
      {"custom_sections", 1'000'000, "more types, functions, exports, segments or sections than any module needs"},
  };
  Engine engine;
  for (const auto& [shape, bytes, reason] : cases) {
    const Result result = engine.RunModule(FindShape(shape).make(bytes));
    ASSERT_FALSE(result.success) << shape;
    EXPECT_EQ(result.diagnostics.at(0).code, "R211") << shape;
    EXPECT_NE(result.diagnostics.at(0).message.find(reason), std::string::npos)
        << shape << ": " << result.diagnostics.at(0).message;
  }
}

TEST(HostileModulesTest, MemoryToBeginWithCounts) {
  Engine engine;
  const Result result = engine.RunModule(FindShape("large_memory").make(0));
  ASSERT_FALSE(result.success);
  EXPECT_EQ(result.diagnostics.at(0).code, "R304") << result.Text();
  EXPECT_NE(result.diagnostics.at(0).message.find("begins with 4,294,967,296 bytes"), std::string::npos)
      << result.Text();
}

// The compiler's threads.

TEST(ModuleCompilerTest, ACallerLeavesWhenItsTimeIsUp) {
  const auto sandbox = engine::Sandbox::Open({.max_instances = 1, .processor = {}});
  const ByteVector module = DearestAccepted("if_chain_few");
  engine::ModuleCompiler compiler;
  Waiting late(0);
  const auto code = compiler.Compile(*sandbox, module, late.deadline);
  ASSERT_FALSE(code.has_value());
  EXPECT_TRUE(code.error().late);
  // Not begun, or under way and to be thrown away; the compiler is good for the next one.
  Waiting patient(60'000'000);
  EXPECT_TRUE(compiler.Compile(*sandbox, module, patient.deadline).has_value());
}

TEST(ModuleCompilerTest, ACallerLeavesWhenItIsCancelled) {
  const auto sandbox = engine::Sandbox::Open({.max_instances = 1, .processor = {}});
  const ByteVector module = DearestAccepted("if_chain_few");
  engine::ModuleCompiler compiler;
  std::atomic<bool> cancelled = false;
  std::atomic<bool> left = false;
  std::thread caller([&] {
    // Twenty of them, of which one is under way when it is cancelled.
    Waiting waiting(60'000'000, &cancelled);
    for (int i = 0; i < 20 && !cancelled; ++i) (void)compiler.Compile(*sandbox, module, waiting.deadline);
    left = true;
  });
  while (compiler.PendingCount() == 0 && !left) std::this_thread::yield();
  cancelled = true;
  caller.join();
  EXPECT_TRUE(left);
  EXPECT_LE(compiler.PendingCount(), 1U);
}

TEST(ModuleCompilerTest, GivenUpCompilationsDoNotPileUp) {
  const auto sandbox = engine::Sandbox::Open({.max_instances = 1, .processor = {}});
  const ByteVector module = DearestAccepted("if_chain_few");
  engine::ModuleCompiler compiler;
  for (int i = 0; i < 200; ++i) {
    Waiting impatient(1'000);
    (void)compiler.Compile(*sandbox, module, impatient.deadline);
    EXPECT_LE(compiler.PendingCount(), engine::ModuleCompiler::kMaxThreads);
  }
  // Dropped with some under way.
}

TEST(ModuleCompilerTest, ManyCallersAtOnce) {
  const auto sandbox = engine::Sandbox::Open({.max_instances = 1, .processor = {}});
  const ByteVector module = FindShape("calls").make(500);
  const ByteVector broken = FindShape("vectors").make(500);
  engine::ModuleCompiler compiler;
  std::atomic<int> compiled = 0;
  std::atomic<int> refused = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([&, i] {
      Waiting waiting(i % 4 == 3 ? 100 : 60'000'000);
      for (int k = 0; k < 10; ++k) {
        const auto code = compiler.Compile(*sandbox, k % 2 == 0 ? module : broken, waiting.deadline);
        if (code) ++compiled;
        if (!code && !code.error().late) ++refused;
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_GE(compiled, 30);
  EXPECT_GE(refused, 30);
  EXPECT_LE(compiler.PendingCount(), engine::ModuleCompiler::kMaxThreads);
}

TEST(HostileModulesTest, AnEngineIsDroppedWhileItCompiles) {
  const ByteVector module = DearestAccepted("loops");
  for (int i = 0; i < 3; ++i) {
    Engine engine;
    engine.Run("RESULT 1");
    RunOptions options;
    options.limits.time_us = 3'000;
    const Result result = engine.RunModule(module, options);
    ASSERT_FALSE(result.success && result.outputs.empty());
  }
}

}  // namespace
}  // namespace bytelogic
