// batch.cc - distinct small programs a second through RunBatch, on one thread and on more; beside it, one by one
// through Run. Prints the scaling over threads, and the memory that pooled idle sandboxes keep resident.
//
//   bench_batch [COUNT]
#include <bytelogic/bytelogic.h>

#include <cstdio>
#include <thread>

#include "harness.h"

namespace {

using namespace bytelogic;
using namespace bytelogic::bench;

auto ResidentKilobytes() -> long {
  std::FILE* file = std::fopen("/proc/self/statm", "r");
  if (file == nullptr) return 0;
  long pages = 0;
  long resident = 0;
  if (std::fscanf(file, "%ld %ld", &pages, &resident) != 2) resident = 0;
  std::fclose(file);
  return resident * (sysconf(_SC_PAGESIZE) / 1'024);
}

// What `instances` sandboxes keep resident when they are idle again after running at the same time.
void MeasureIdle() {
  constexpr unsigned kInstances = 64;
  EngineOptions options;
  options.max_instances = kInstances;
  Engine engine(options);
  options.max_instances = 1;
  Engine other(options);
  // A run that takes long enough for all threads to be inside of a sandbox at once.
  const std::string slow =
      "CALC spin INPUT $n LET $i = 0 FOR WHILE $i < $n LET $i = $i + 1 END RESULT $i END\n"
      "RESULT CALC spin(300000)\n";
  const auto run_together = [&slow](Engine& with) {
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < kInstances; ++i) threads.emplace_back([&] { with.Run(slow); });
    for (std::thread& thread : threads) thread.join();
  };
  // As many threads on one sandbox first: their stacks and heaps are kept by the C library, and are not ours to count.
  run_together(other);
  for (int i = 0; i < 100; ++i) engine.Run(SmallProgram(static_cast<std::uint64_t>(i)));
  const long before = ResidentKilobytes();
  run_together(engine);
  const long after = ResidentKilobytes();
  fmt::print("pooled idle sandbox                {:.0f} KB resident each, at most ({} after running together)\n",
             static_cast<double>(after - before) / kInstances, kInstances);
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 20'000;
  std::vector<std::string> sources;
  for (std::uint64_t i = 0; i < count; ++i) sources.push_back(SmallProgram(i + 50'000));
  const std::vector<std::string_view> views(sources.begin(), sources.end());
  Engine engine;
  double start = NowMicroseconds();
  for (const std::string_view source : views) {
    if (!engine.Run(source).success) return 1;
  }
  const double one_by_one = static_cast<double>(count) / (NowMicroseconds() - start) * 1e6;
  fmt::print("one by one through Run             {:8.0f} programs/s\n", one_by_one);
  double first = 0;
  for (unsigned threads = 1; threads <= std::max(2U, std::thread::hardware_concurrency()); threads *= 2) {
    start = NowMicroseconds();
    const std::vector<Result> results = engine.RunBatch(views, threads);
    const double rate = static_cast<double>(count) / (NowMicroseconds() - start) * 1e6;
    for (const Result& result : results) {
      if (!result.success) return 1;
    }
    if (threads == 1) first = rate;
    fmt::print(
        "RunBatch on {} thread(s)            {:8.0f} programs/s   {:.2f} times one by one, {:.2f} times one thread\n",
        threads, rate, rate / one_by_one, rate / first);
  }
  MeasureIdle();
}
