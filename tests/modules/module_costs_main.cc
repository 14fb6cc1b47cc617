// module_costs - what hostile modules cost: time and memory to judge, compile and run each of them, beside a genuine
// one.
//
//   module_costs --bytes 100000            every shape, with about so many bytes of what makes it dear
//   module_costs --shape br_table          one of them, from 1 KB to --bytes
//   module_costs --accepted                of each shape the dearest modules that pass the judgement
//   module_costs --compile                 what the compiler alone takes, without the judgement before it
//
// Each is measured in a process of its own: the processor time of all its threads, the time that the caller waited, and
// how much its memory grew at most.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <string>

#include "bytelogic/bytelogic.h"
#include "engine/embedded_runtime.h"
#include "engine/sandbox.h"
#include "hostile_modules.h"
#include "standalone/module_checksum.h"
#include "standalone/module_limits.h"
#include "standalone/standalone.h"
#include "wasm/encoder.h"
#include "wasm/reader.h"

namespace {

using bytelogic::Engine;
using bytelogic::Result;
using ByteVector = std::vector<std::uint8_t>;

struct Cost {
  double processor_ms = 0;
  double wall_ms = 0;
  double memory_mb = 0;
  char verdict[160] = {};
};

auto ProcessorMilliseconds() -> double {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto milliseconds = [](const timeval& time) {
    return 1e3 * static_cast<double>(time.tv_sec) + 1e-3 * static_cast<double>(time.tv_usec);
  };
  return milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime);
}

// In MB: "VmHWM", the most there was since it was reset, or "VmRSS".
auto StatusValue(const std::string& key) -> double {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(key + ":")) return std::stod(line.substr(key.size() + 1)) / 1'024;
  }
  return 0;
}

// Runs `work` in a process of its own; what it returns goes into the verdict.
template <typename Prepare, typename Work>
auto Measure(Prepare prepare, Work work, unsigned seconds) -> Cost {
  int ends[2];
  if (pipe(ends) != 0) return {};
  const pid_t child = fork();
  if (child == 0) {
    alarm(seconds);
    auto prepared = prepare();
    std::ofstream("/proc/self/clear_refs") << "5";
    const double memory = StatusValue("VmRSS");
    const double processor = ProcessorMilliseconds();
    const auto start = std::chrono::steady_clock::now();
    const std::string verdict = work(prepared);
    Cost cost;
    cost.wall_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    prepared.reset();  // what goes on behind the caller's back counts
    cost.processor_ms = ProcessorMilliseconds() - processor;
    cost.memory_mb = StatusValue("VmHWM") - memory;
    std::strncpy(cost.verdict, verdict.c_str(), sizeof(cost.verdict) - 1);
    const bool written = write(ends[1], &cost, sizeof(cost)) == sizeof(cost);
    _exit(written ? 0 : 1);
  }
  close(ends[1]);
  Cost cost;
  if (read(ends[0], &cost, sizeof(cost)) != sizeof(cost)) {
    cost = {};
    std::snprintf(cost.verdict, sizeof(cost.verdict), "gave no answer in %u s, or crashed", seconds);
  }
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  return cost;
}

auto CompileOnly(const ByteVector& module, unsigned seconds) -> Cost {
  return Measure([] { return bytelogic::engine::Sandbox::Open({.max_instances = 1, .processor = {}}); },
                 [&](auto& sandbox) -> std::string {
                   const auto compiled = sandbox->Compile(module, bytelogic::engine::Effort::kQuick);
                   return compiled ? "compiled" : compiled.error();
                 },
                 seconds);
}

auto RunWhole(const ByteVector& module, unsigned seconds) -> Cost {
  return Measure(
      [] {
        auto engine = std::make_unique<Engine>(bytelogic::EngineOptions{.max_instances = 1});
        engine->Run("RESULT 1");
        return engine;
      },
      [&](auto& engine) -> std::string {
        const Result result = engine->RunModule(module);
        return result.success ? "answered" : result.diagnostics[0].code + ": " + result.diagnostics[0].message;
      },
      seconds);
}

void Print(const std::string& name, std::size_t size, const Cost& cost) {
  std::printf("%-28s %9zu %10.1f %9.1f %9.1f  %s\n", name.c_str(), size, cost.processor_ms, cost.wall_ms,
              cost.memory_mb, cost.verdict);
  std::fflush(stdout);
}

// The largest value below `most` for which `accepts` is true; it is true for `least`.
template <typename Accepts>
auto Largest(std::size_t least, std::size_t most, Accepts accepts) -> std::size_t {
  while (most - least > std::max<std::size_t>(least / 50, 1)) {
    const std::size_t middle = least + (most - least) / 2;
    (accepts(middle) ? least : most) = middle;
  }
  return least;
}

// `bytes` with `copies` more of its first function.
auto Replicated(const ByteVector& bytes, std::size_t copies) -> ByteVector {
  auto module = bytelogic::wasm::ReadModule(bytes);
  if (!module) return bytes;
  for (std::size_t i = 0; i < copies; ++i) {
    module->functions.push_back(module->functions[0]);
    module->bodies.push_back(module->bodies[0]);
  }
  module->customs.pop_back();  // the checksum
  ByteVector replicated = bytelogic::wasm::EncodeModule(*module);
  bytelogic::standalone::AppendChecksum(replicated);
  return replicated;
}

auto IsAccepted(const ByteVector& bytes) -> bool {
  const auto module = bytelogic::wasm::ReadModule(bytes);
  return module && !bytelogic::standalone::FindExcess(*module);
}

// The dearest modules of `shape` that are not refused: with one function as large as may be, and with many of it or of
// smaller ones.
void MeasureAccepted(const bytelogic::hostile::HostileShape& shape, unsigned seconds) {
  constexpr std::size_t kLeast = 40;
  if (!IsAccepted(shape.make(kLeast))) {
    std::printf("%-28s refused at any size\n", std::string(shape.name).c_str());
    return;
  }
  const std::size_t most =
      Largest(kLeast, std::size_t{4} << 20, [&](std::size_t bytes) { return IsAccepted(shape.make(bytes)); });
  for (std::size_t bytes = most; bytes >= kLeast && bytes > most / 300; bytes /= 4) {
    const ByteVector one = shape.make(bytes);
    const std::size_t copies = Largest(0, 2'000, [&](std::size_t count) { return IsAccepted(Replicated(one, count)); });
    const ByteVector module = Replicated(one, copies);
    Print(std::string(shape.name) + " " + std::to_string(copies) + "*" + std::to_string(bytes), module.size(),
          CompileOnly(module, seconds));
  }
}

}  // namespace

auto main(int argument_count, char** arguments) -> int {
  CLI::App app("Measures what hostile modules cost");
  std::size_t bytes = 100'000;
  std::string shape_name;
  bool compile_only = false;
  unsigned seconds = 60;
  app.add_option("--bytes", bytes, "About how many bytes of what makes a module dear");
  app.add_option("--shape", shape_name, "One shape only, at several sizes");
  app.add_option("--seconds", seconds, "When a measurement is given up");
  bool accepted = false;
  app.add_flag("--accepted", accepted,
               "Of each shape the dearest modules that are not refused: what compiling them takes");
  app.add_flag("--compile", compile_only, "The compiler alone, without the judgement before it");
  CLI11_PARSE(app, argument_count, arguments);

  std::printf("%-28s %9s %10s %9s %9s\n", "shape", "bytes", "cpu ms", "wall ms", "MB");
  const auto measure = [&](const std::string& name, const ByteVector& module) {
    Print(name, module.size(), compile_only ? CompileOnly(module, seconds) : RunWhole(module, seconds));
  };
  const auto runtime = bytelogic::engine::RuntimeWasm();
  Print("(the runtime itself)", runtime.size(), CompileOnly({runtime.begin(), runtime.end()}, seconds));
  for (const bytelogic::hostile::HostileShape& shape : bytelogic::hostile::HostileShapes()) {
    if (accepted) {
      if (shape_name.empty() || shape.name == shape_name) MeasureAccepted(shape, seconds);
    } else if (shape_name.empty()) {
      measure(std::string(shape.name), shape.make(bytes));
    } else if (shape.name == shape_name) {
      for (std::size_t size = 1'000; size < 2 * bytes; size *= 2) {
        measure(shape_name, shape.make(std::min(size, bytes)));
      }
    }
  }
  return 0;
}
