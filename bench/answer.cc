// answer.cc - text to answer text in a warm process: programs never seen before, and programs from the cache. Beside
// them, as processes from start to exit: `python3 -c pass`, clingo and SWI-Prolog on the same program.
//
//   bench_answer [COUNT]
#include <bytelogic/bytelogic.h>

#include <cstdio>

#include "harness.h"

namespace {

using namespace bytelogic;
using namespace bytelogic::bench;

struct Samples {
  std::vector<double> total, parse, check, plan, instantiate, run, render;

  void Add(double total_us, const Statistics& statistics) {
    total.push_back(total_us);
    parse.push_back(statistics.parse_us);
    check.push_back(statistics.check_us);
    plan.push_back(statistics.plan_us);
    instantiate.push_back(statistics.instantiate_us);
    run.push_back(statistics.run_us);
    render.push_back(statistics.render_us);
  }

  void Print(const char* title) const {
    fmt::print("{:<34} p50 {:7.1f} us   p99 {:7.1f} us\n", title, Percentile(total, 0.5), Percentile(total, 0.99));
    const auto line = [](const char* phase, const std::vector<double>& samples) {
      fmt::print("  {:<32} p50 {:7.1f} us   p99 {:7.1f} us\n", phase, Percentile(samples, 0.5),
                 Percentile(samples, 0.99));
    };
    line("parse", parse);
    line("check", check);
    line("plan", plan);
    line("instantiate", instantiate);
    line("run", run);
    line("render", render);
  }
};

// The same program for the two other systems.
constexpr const char* kProlog =
    ":- table ancestor/2.\n"
    "parent(a,b). parent(b,c). parent(c,d). parent(d,e). parent(e,f). parent(f,g).\n"
    "ancestor(X,Y) :- parent(X,Y).\nancestor(X,Z) :- parent(X,Y), ancestor(Y,Z).\n"
    ":- forall(ancestor(a,X), (write(X), nl)), halt.\n";
constexpr const char* kClingo =
    "parent(a,b). parent(b,c). parent(c,d). parent(d,e). parent(e,f). parent(f,g).\n"
    "ancestor(X,Y) :- parent(X,Y).\nancestor(X,Z) :- parent(X,Y), ancestor(Y,Z).\n#show ancestor/2.\n";

void PrintProcess(const char* title, const std::vector<std::string>& command, double beside_us) {
  const double microseconds = MedianOfCommand(command);
  if (microseconds < 0) {
    fmt::print("{:<34} not installed\n", title);
  } else {
    fmt::print("{:<34} p50 {:7.0f} us   {:.0f} times a new program's p50\n", title, microseconds,
               microseconds / beside_us);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 5'000;
  Engine engine;
  std::size_t answered = 0;
  const auto answer = [&](const std::string& source, Samples* samples) {
    const double start = NowMicroseconds();
    const Result result = engine.Run(source);
    const std::string text = result.Text();
    const double total = NowMicroseconds() - start;
    answered += result.success && !text.empty() ? 1 : 0;
    if (samples != nullptr) samples->Add(total, result.statistics);
  };
  for (std::uint64_t i = 0; i < 200; ++i) answer(SmallProgram(i), nullptr);

  Samples fresh;
  for (std::uint64_t i = 0; i < count; ++i) answer(SmallProgram(1'000 + i), &fresh);
  Samples cached;
  const std::string same = SmallProgram(1);
  for (std::uint64_t i = 0; i < count; ++i) answer(same, &cached);
  if (answered != 2 * count + 200) {
    fmt::print(stderr, "a program was not answered\n");
    return 1;
  }
  fresh.Print("a program never seen before");
  cached.Print("the same program again");

  const TemporaryFile prolog(kProlog, ".pl");
  const TemporaryFile clingo(kClingo, ".lp");
  const double beside = Percentile(fresh.total, 0.5);
  PrintProcess("python3 -c pass (process)",
               {access("/usr/bin/python3", X_OK) == 0 ? "/usr/bin/python3" : "python3", "-c", "pass"}, beside);
  PrintProcess("clingo (process)", {"clingo", "--verbose=0", clingo.path()}, beside);
  PrintProcess("SWI-Prolog (process)", {"swipl", "-q", "-f", "none", "-g", "halt", prolog.path()}, beside);
}
