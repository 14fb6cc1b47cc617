// What a sandbox must hold: nothing survives a run, nothing runs for ever, nothing gets out.
#include "engine/sandbox.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstring>
#include <thread>
#include <vector>

#include "wasm/encoder.h"

namespace bytelogic::engine {
namespace {

using ByteVector = std::vector<std::uint8_t>;

// Answers kContinue `patience` times, then `then`.
struct Impatient final : Supervisor {
  explicit Impatient(Verdict verdict, int turns = 0) : then(verdict), patience(turns) {}
  auto Check() -> Verdict override { return asked++ < patience ? Verdict::kContinue : then; }
  Verdict then;
  int patience;
  int asked = 0;
};

struct Patient final : Supervisor {
  auto Check() -> Verdict override { return Verdict::kContinue; }
};

// Exports memory and run: (i32) -> i32 with this code; `start`: it is the start function as well.
auto ModuleWith(ByteVector code, std::uint32_t parameters = 1) -> ByteVector {
  wasm::Module module;
  module.types.push_back({std::vector(parameters, wasm::ValueType::kI32), {wasm::ValueType::kI32}});
  module.functions = {0};
  module.bodies.push_back({{}, module.Own(std::move(code))});
  module.memories.push_back({1, std::nullopt});
  module.exports.push_back({"run", wasm::ExternKind::kFunction, 0});
  module.exports.push_back({"memory", wasm::ExternKind::kMemory, 0});
  return wasm::EncodeModule(module);
}

// mem[arg] += 1; returns the new value.
const ByteVector kCount = {0x20, 0, 0x20, 0, 0x28, 2, 0, 0x41, 1, 0x6A, 0x36, 2, 0, 0x20, 0, 0x28, 2, 0, 0x0B};
// loop br 0 end unreachable
const ByteVector kForever = {0x03, 0x40, 0x0C, 0, 0x0B, 0x00, 0x0B};
// loop (while mem[arg] == 0) end; returns mem[arg]
const ByteVector kUntilStopped = {0x03, 0x40, 0x20, 0, 0x28, 2, 0, 0x45, 0x0D, 0, 0x0B, 0x20, 0, 0x28, 2, 0, 0x0B};
const ByteVector kUnreachable = {0x00, 0x0B};
// memory.grow(arg)
const ByteVector kGrow = {0x20, 0, 0x40, 0, 0x0B};
// run(arg) = run(arg)
const ByteVector kRecursion = {0x20, 0, 0x10, 0, 0x0B};

auto Call(SandboxRun& run, std::uint32_t argument, Supervisor& supervisor) -> SandboxOutcome {
  const std::uint32_t arguments[] = {argument};
  return run.Call("run", arguments, supervisor);
}

class SandboxTest : public ::testing::Test {
 protected:
  auto Compile(const ByteVector& code) -> SandboxModule {
    auto module = sandbox_->Compile(ModuleWith(code));
    EXPECT_TRUE(module.has_value()) << module.error();
    return std::move(*module);
  }
  std::unique_ptr<Sandbox> sandbox_ = Sandbox::Open({.max_instances = 4, .processor = {}});
  Patient patient_;
};

TEST_F(SandboxTest, EveryRunStartsAfresh) {
  const SandboxModule module = Compile(kCount);
  for (int i = 0; i < 20; ++i) {
    SandboxRun run(*sandbox_, module, 1 << 20);
    ASSERT_EQ(run.error(), "");
    run.memory()[65'532] = 7;
    EXPECT_EQ(Call(run, 65'532, patient_).value, 8U);
    EXPECT_EQ(Call(run, 0, patient_).value, 1U);
  }
}

TEST_F(SandboxTest, LoopsAreInterrupted) {
  const SandboxModule module = Compile(kForever);
  SandboxRun run(*sandbox_, module, 1 << 20);
  Impatient supervisor(Verdict::kTrap, 3);
  EXPECT_EQ(Call(run, 0, supervisor).kind, SandboxOutcome::Kind::kInterrupted);
  EXPECT_EQ(supervisor.asked, 4);
}

TEST_F(SandboxTest, TheStopFlagIsSetInItsMemory) {
  const SandboxModule module = Compile(kUntilStopped);
  SandboxRun run(*sandbox_, module, 1 << 20);
  run.SetStopFlag(64);
  Impatient supervisor(Verdict::kStop, 2);
  const SandboxOutcome outcome = Call(run, 64, supervisor);
  EXPECT_EQ(outcome.kind, SandboxOutcome::Kind::kReturned);
  EXPECT_EQ(outcome.value, 1U);
}

TEST_F(SandboxTest, AStopFlagOutsideOfTheMemoryIsNotWritten) {
  const SandboxModule module = Compile(kForever);
  SandboxRun run(*sandbox_, module, 1 << 20);
  run.SetStopFlag(65'534);  // half of it would lie outside
  struct StopThenTrap final : Supervisor {
    auto Check() -> Verdict override { return ++asked < 3 ? Verdict::kStop : Verdict::kTrap; }
    int asked = 0;
  } supervisor;
  EXPECT_EQ(Call(run, 0, supervisor).kind, SandboxOutcome::Kind::kInterrupted);
  EXPECT_EQ(run.memory()[65'534], 0);
}

TEST_F(SandboxTest, TrapsAreToldApart) {
  const SandboxModule unreachable = Compile(kUnreachable);
  SandboxRun run(*sandbox_, unreachable, 1 << 20);
  const SandboxOutcome outcome = Call(run, 0, patient_);
  EXPECT_EQ(outcome.kind, SandboxOutcome::Kind::kTrapped);
  EXPECT_NE(outcome.message.find("unreachable"), std::string::npos) << outcome.message;
  EXPECT_EQ(outcome.message.find('\n'), std::string::npos);

  const SandboxModule recursion = Compile(kRecursion);
  SandboxRun deep(*sandbox_, recursion, 1 << 20);
  const SandboxOutcome overflow = Call(deep, 0, patient_);
  EXPECT_EQ(overflow.kind, SandboxOutcome::Kind::kTrapped);
  EXPECT_NE(overflow.message.find("stack"), std::string::npos) << overflow.message;

  const SandboxModule count = Compile(kCount);
  SandboxRun outside(*sandbox_, count, 1 << 20);
  EXPECT_EQ(Call(outside, 65'534, patient_).kind, SandboxOutcome::Kind::kTrapped);
  EXPECT_EQ(Call(outside, 0xFFFF'FFFC, patient_).kind, SandboxOutcome::Kind::kTrapped);
}

TEST_F(SandboxTest, MemoryEndsAtItsLimit) {
  const SandboxModule module = Compile(kGrow);
  SandboxRun run(*sandbox_, module, 4 * 65'536);
  EXPECT_FALSE(run.Reserve(4 * 65'536 + 1));
  EXPECT_TRUE(run.Reserve(2 * 65'536));
  EXPECT_EQ(run.memory().size(), 2U * 65'536);
  EXPECT_EQ(Call(run, 3, patient_).value, 0xFFFF'FFFFU);  // refused
  EXPECT_EQ(Call(run, 2, patient_).value, 2U);
  EXPECT_EQ(run.memory().size(), 4U * 65'536);
}

TEST_F(SandboxTest, GrownMemoryIsFreshAgain) {
  const SandboxModule module = Compile(kGrow);
  for (int i = 0; i < 3; ++i) {
    SandboxRun run(*sandbox_, module, 64 << 20);
    ASSERT_TRUE(run.Reserve(8 << 20));
    const std::span<std::uint8_t> memory = run.memory();
    for (std::size_t at = 0; at < memory.size(); at += 4'096) {
      ASSERT_EQ(memory[at], 0) << at;
      memory[at] = 0xFF;
    }
  }
}

TEST_F(SandboxTest, RefusesWhatIsNoModuleOrImports) {
  EXPECT_FALSE(sandbox_->Compile({}).has_value());
  const ByteVector text = {'h', 'e', 'l', 'l', 'o'};
  EXPECT_FALSE(sandbox_->Compile(text).has_value());
  EXPECT_FALSE(sandbox_->Load(text).has_value());
  // (import "m" "f" (func (type 0)))
  const ByteVector imports = {0, 'a', 's', 'm', 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 2, 7, 1, 1, 'm', 1, 'f', 0, 0};
  EXPECT_FALSE(sandbox_->Compile(imports).has_value());
}

TEST_F(SandboxTest, KnowsTheTypesOfExports) {
  const SandboxModule module = Compile(kCount);
  EXPECT_TRUE(module.HasFunction("run", 1));
  EXPECT_FALSE(module.HasFunction("run", 2));
  EXPECT_FALSE(module.HasFunction("memory", 0));
  EXPECT_FALSE(module.HasFunction("nothing", 0));
  EXPECT_TRUE(module.HasMemory("memory"));
  EXPECT_FALSE(module.HasMemory("run"));
}

TEST_F(SandboxTest, MachineCodeLoadsAgain) {
  const ByteVector code = Compile(kCount).Serialize();
  const auto module = sandbox_->Load(code);
  ASSERT_TRUE(module.has_value()) << module.error();
  SandboxRun run(*sandbox_, *module, 1 << 20);
  EXPECT_EQ(Call(run, 8, patient_).value, 1U);
}

// More than that wait at the gate (gate_test.cc) before they come here.
TEST_F(SandboxTest, AsManyRunsAsInstancesGoOnAtOnce) {
  const SandboxModule module = Compile(kCount);
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < sandbox_->max_instances(); ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < 200; ++k) {
        SandboxRun run(*sandbox_, module, 1 << 20);
        if (!run.error().empty() || Call(run, 16, patient_).value != 1) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace bytelogic::engine
