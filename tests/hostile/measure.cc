#include "measure.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <ctime>

#include "base/check.h"
#include "base/large_stack.h"
#include "heap_meter.h"
#include "paths.h"

namespace bytelogic::hostile {
namespace {

// What a child writes into the pipe for each path.
struct Record {
  double milliseconds = 0;
  std::uint64_t heap_bytes = 0;
  std::uint64_t stack_bytes = 0;
  std::uint64_t diagnostic_bytes = 0;
  std::uint64_t output_bytes = 0;
  std::uint64_t work = 0;
  std::uint32_t path = 0;
  char outcome[8] = {};
};

auto Milliseconds() -> double {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

// The memory of a thread's stack, with a page below it that nobody may touch.
class Stack {
 public:
  explicit Stack(std::size_t bytes) : bytes_(bytes), page_(static_cast<std::size_t>(sysconf(_SC_PAGESIZE))) {
    memory_ = static_cast<unsigned char*>(
        mmap(nullptr, bytes_ + page_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
    BL_CHECK(memory_ != MAP_FAILED);
    mprotect(memory_, page_, PROT_NONE);
  }
  ~Stack() { munmap(memory_, bytes_ + page_); }
  Stack(const Stack&) = delete;
  auto operator=(const Stack&) -> Stack& = delete;

  [[nodiscard]] auto begin() const -> void* { return memory_ + page_; }
  // From the deepest page that was written to, up.
  [[nodiscard]] auto Used() const -> std::size_t {
    std::vector<unsigned char> resident(bytes_ / page_);
    mincore(begin(), bytes_, resident.data());
    const auto first = std::ranges::find_if(resident, [](unsigned char page) { return (page & 1) != 0; });
    return static_cast<std::size_t>(resident.end() - first) * page_;
  }

 private:
  std::size_t bytes_;
  std::size_t page_;
  unsigned char* memory_ = nullptr;
};

struct Job {
  const Path* path = nullptr;
  Subject* subject = nullptr;
  bool on_large_stack = false;
  Record record;
};

auto RunJob(void* pointer) -> void* {
  Job& job = *static_cast<Job*>(pointer);
  ResetPeak();
  const std::size_t live = LiveHeap();
  const double start = Milliseconds();
  PathResult result;
  const auto run = [&] { result = job.path->run(*job.subject); };
  if (job.on_large_stack) {
    OnLargeStack([&](const char* /*stack_limit*/) { run(); });
  } else {
    run();
  }
  job.record.milliseconds = Milliseconds() - start;
  job.record.heap_bytes = PeakHeap() - live;
  job.record.diagnostic_bytes = result.diagnostic_bytes;
  job.record.output_bytes = result.output_bytes;
  job.record.work = result.work;
  std::strncpy(job.record.outcome, result.outcome.c_str(), sizeof job.record.outcome - 1);
  return nullptr;
}

[[noreturn]] void RunChild(const std::string& source, Dialect dialect, const MeasureOptions& options, int pipe) {
  SetHeapCap(options.heap_cap_bytes);
  {
    Subject subject(source, dialect);
    for (std::size_t at = 0; at < AllPaths().size(); ++at) {
      const Path& path = AllPaths()[at];
      if (path.runs && !options.runs) continue;
      // A process may use CPU time up to a whole second.
      rusage usage{};
      getrusage(RUSAGE_SELF, &usage);
      const auto end = static_cast<rlim_t>(static_cast<double>(usage.ru_utime.tv_sec) + options.max_seconds + 1);
      const rlimit limit{end, end + 1};
      setrlimit(RLIMIT_CPU, &limit);
      Job job{&path, &subject, options.stack_bytes < kPhaseStack && !path.is_public, {}};
      job.record.path = static_cast<std::uint32_t>(at);
      const Stack stack(options.stack_bytes);
      pthread_attr_t attributes;
      pthread_attr_init(&attributes);
      pthread_attr_setstack(&attributes, stack.begin(), options.stack_bytes);
      pthread_t thread{};
      BL_CHECK(pthread_create(&thread, &attributes, RunJob, &job) == 0);
      pthread_join(thread, nullptr);
      pthread_attr_destroy(&attributes);
      job.record.stack_bytes = stack.Used();
      if (write(pipe, &job.record, sizeof job.record) != sizeof job.record) _exit(1);
      if (path.name == options.only) break;
    }
  }
  _exit(0);
}

auto ReadRecords(int pipe) -> std::vector<Measurement> {
  std::vector<Measurement> measurements;
  Record record;
  std::size_t have = 0;
  for (;;) {
    const ssize_t count = read(pipe, reinterpret_cast<char*>(&record) + have, sizeof record - have);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    have += static_cast<std::size_t>(count);
    if (have < sizeof record) continue;
    have = 0;
    measurements.push_back({record.path, record.milliseconds, record.heap_bytes, record.stack_bytes,
                            record.diagnostic_bytes, record.output_bytes, record.work, record.outcome});
  }
  return measurements;
}

}  // namespace

auto Measure(const std::string& source, Dialect dialect, const MeasureOptions& options) -> std::vector<Measurement> {
  int ends[2];
  BL_CHECK(pipe(ends) == 0);
  const pid_t child = fork();
  BL_CHECK(child >= 0);
  if (child == 0) {
    close(ends[0]);
    RunChild(source, dialect, options, ends[1]);
  }
  close(ends[1]);
  std::vector<Measurement> measurements = ReadRecords(ends[0]);
  close(ends[0]);
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return measurements;
  Measurement& last = measurements.emplace_back();
  last.path = measurements.size() == 1 ? 0 : measurements[measurements.size() - 2].path + 1;
  while (last.path + 1 < AllPaths().size() && AllPaths()[last.path].runs && !options.runs) ++last.path;
  const bool is_heap = WIFEXITED(status) && WEXITSTATUS(status) == kHeapCapExitCode;
  const bool is_time = WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL);
  last.outcome = is_heap ? "heap" : is_time ? "time" : "crash";
  last.milliseconds = is_time ? options.max_seconds * 1e3 : 0;
  last.heap_bytes = is_heap ? options.heap_cap_bytes : 0;
  return measurements;
}

}  // namespace bytelogic::hostile
