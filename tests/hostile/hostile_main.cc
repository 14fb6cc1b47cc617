// Grows every hostile shape, compiles it, and says what it took: time, heap, stack, words of diagnostics.
//
//   hostile_test --filter prolog:macro --top 20
//   hostile_test --shape known.bytelogic:joins-in-one-rule --size 50000 --print
//
// Exits with 1 where something deterministic passes its bound: heap, stack, or the length of diagnostics.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "bytelogic/limits.h"
#include "measure.h"
#include "paths.h"
#include "shape.h"

namespace bytelogic::hostile {
namespace {

struct Options {
  std::string filter;
  std::string shape;
  std::vector<std::string> except;
  std::string file;
  std::size_t size = 0;
  bool print = false;
  bool list = false;
  std::vector<std::string> groups;
  std::size_t random = 0;
  std::uint64_t seed = 1;
  std::size_t sample = 0;
  std::string part;
  std::string lines;
  std::string save;
  std::size_t top = 25;
  double slow_milliseconds = 250;
  std::size_t heap_bytes = std::size_t{64} << 20;
  std::size_t stack_kilobytes = 16'384;
  std::size_t stack_bound_kilobytes = 1'536;  // kPhaseStack
  std::size_t diagnostic_bytes = std::size_t{256} << 10;
  MeasureOptions measure;
};

// The worst that a shape did on one path.
struct Finding {
  std::string shape;
  std::size_t size = 0;
  Measurement measurement;
};

constexpr std::size_t kSourceLimit = 102'400;
constexpr std::size_t kSizes[] = {kSourceLimit, 25'600, 6'400, 1'600};

auto GroupName(ShapeGroup group) -> std::string {
  switch (group) {
    case ShapeGroup::kKnown:
      return "known";
    case ShapeGroup::kSingle:
      return "single";
    case ShapeGroup::kWrong:
      return "wrong";
    case ShapeGroup::kPair:
      return "pair";
    case ShapeGroup::kRandom:
      return "random";
  }
  return {};
}

auto IsLimit(const std::string& outcome) -> bool { return outcome.starts_with("R3") || outcome == "E110"; }

class Driver {
 public:
  explicit Driver(const Options& options) : options_(options) {
    if (!options_.lines.empty()) lines_ = std::fopen(options_.lines.c_str(), "a");
  }

  void Run(const std::vector<Shape>& shapes) {
    for (std::size_t at = 0; at < shapes.size(); ++at) {
      RunShape(shapes[at]);
      if (isatty(2) != 0)
        std::fprintf(stderr, "\r%zu of %zu  %-60.60s", at + 1, shapes.size(), shapes[at].name.c_str());
    }
  }

  // Shapes that are fast and small at full size, without a limit's answer, are so at smaller ones.
  void RunShape(const Shape& shape) {
    ++shapes_;
    if (options_.size > 0) {
      RunSource(shape, shape.source(options_.size));
      return;
    }
    std::size_t too_much = 0;
    for (const std::size_t size : kSizes) {
      std::string source = shape.source(size);
      if (source.size() > kSourceLimit) continue;
      const Seen seen = RunSource(shape, source);
      if (seen.limited) too_much = size;
      if (seen.limited || seen.costly) continue;
      // Between the two a limit begins to answer, and just before that a shape costs most.
      std::size_t enough = size;
      for (int step = 0; step < 3 && too_much > enough + 1; ++step) {
        const std::size_t middle = (enough + too_much) / 2;
        if (RunSource(shape, shape.source(middle)).limited) {
          too_much = middle;
        } else {
          enough = middle;
        }
      }
      break;
    }
  }

  auto Report() -> int {
    if (isatty(2) != 0) std::fprintf(stderr, "\n");
    std::printf("%zu shapes, %zu sources\n", shapes_, sources_);
    Table(
        "time", [](const Finding& f) { return f.measurement.milliseconds; }, options_.slow_milliseconds);
    Table(
        "heap", [](const Finding& f) { return static_cast<double>(f.measurement.heap_bytes); },
        static_cast<double>(options_.heap_bytes));
    Table(
        "stack", [](const Finding& f) { return static_cast<double>(f.measurement.stack_bytes); },
        static_cast<double>(options_.stack_bound_kilobytes << 10));
    Table(
        "diagnostics", [](const Finding& f) { return static_cast<double>(f.measurement.diagnostic_bytes); },
        static_cast<double>(options_.diagnostic_bytes));
    // What the meter does not see: of a unit some tens of nanoseconds are expected.
    Table(
        "time that no work explains",
        [](const Finding& f) { return f.measurement.milliseconds - static_cast<double>(f.measurement.work) * 50e-6; },
        options_.slow_milliseconds);
    std::printf("%zu beyond a bound\n", failures_);
    return failures_ == 0 ? 0 : 1;
  }

 private:
  struct Seen {
    bool limited = false;
    bool costly = false;
  };

  auto RunSource(const Shape& shape, const std::string& source) -> Seen {
    ++sources_;
    Seen seen;
    MeasureOptions measure = options_.measure;
    measure.stack_bytes = options_.stack_kilobytes << 10;
    for (Measurement& each : Measure(source, shape.dialect, measure)) {
      const std::string path(AllPaths()[each.path].name);
      if (lines_ != nullptr) {
        std::fprintf(lines_, "%s\t%zu\t%s\t%.2f\t%zu\t%zu\t%zu\t%zu\t%s\t%zu\n", shape.name.c_str(), source.size(),
                     path.c_str(), each.milliseconds, static_cast<std::size_t>(each.heap_bytes),
                     static_cast<std::size_t>(each.stack_bytes), static_cast<std::size_t>(each.diagnostic_bytes),
                     static_cast<std::size_t>(each.output_bytes), each.outcome.c_str(),
                     static_cast<std::size_t>(each.work));
      }
      seen.limited = seen.limited || IsLimit(each.outcome);
      const bool died = each.outcome == "heap" || each.outcome == "time" || each.outcome == "crash";
      // What phases report is bounded by the heap: far more than is shown.
      const bool is_shown = AllPaths()[each.path].is_public || path == "diagnostics";
      const bool bad = died || each.heap_bytes > options_.heap_bytes ||
                       (is_shown && each.diagnostic_bytes > options_.diagnostic_bytes) ||
                       each.work > 2 * Limits().compile_work || each.stack_bytes > options_.stack_bound_kilobytes << 10;
      const bool slow = each.milliseconds > options_.slow_milliseconds;
      seen.costly = seen.costly || bad || slow || each.milliseconds > options_.slow_milliseconds / 5;
      failures_ += bad ? 1 : 0;
      if ((bad || slow) && !options_.save.empty()) Save(shape, source);
      findings_.push_back({shape.name, source.size(), std::move(each)});
    }
    if (lines_ != nullptr) std::fflush(lines_);
    return seen;
  }

  void Save(const Shape& shape, const std::string& source) const {
    std::filesystem::create_directories(options_.save);
    std::string name = shape.name + "-" + std::to_string(source.size());
    for (char& c : name) {
      if (c == '/' || c == ':' || c == ' ') c = '_';
    }
    std::ofstream(options_.save + "/" + name + (shape.dialect == Dialect::kDatalog ? ".dl" : ".bl")) << source;
  }

  template <class Key>
  void Table(const char* title, Key key, double bound) {
    std::vector<const Finding*> sorted;
    for (const Finding& finding : findings_) sorted.push_back(&finding);
    const auto died = [](const Finding& f) {
      return f.measurement.outcome == "heap" || f.measurement.outcome == "time" || f.measurement.outcome == "crash";
    };
    std::ranges::stable_sort(sorted, [&](const Finding* a, const Finding* b) {
      return std::pair(died(*a), key(*a)) > std::pair(died(*b), key(*b));
    });
    std::size_t beyond = 0;
    for (const Finding* finding : sorted) beyond += died(*finding) || key(*finding) > bound ? 1 : 0;
    std::printf("\nmost %s (%zu beyond %.0f)\n%10s %10s %8s %8s %8s %8s %8s  %-14s %-8s %s\n", title, beyond, bound,
                "ms", "heap kB", "stack kB", "words kB", "out kB", "work k", "bytes", "path", "outcome", "shape");
    // A line for each shape and path.
    std::vector<std::pair<std::string, std::size_t>> seen;
    for (const Finding* finding : sorted) {
      if (seen.size() == options_.top) break;
      const Measurement& m = finding->measurement;
      const std::pair<std::string, std::size_t> what(finding->shape, m.path);
      if (std::ranges::find(seen, what) != seen.end()) continue;
      seen.push_back(what);
      std::printf("%10.1f %10zu %8zu %8zu %8zu %8zu %8zu  %-14s %-8s %s\n", m.milliseconds,
                  static_cast<std::size_t>(m.heap_bytes >> 10), static_cast<std::size_t>(m.stack_bytes >> 10),
                  static_cast<std::size_t>(m.diagnostic_bytes >> 10), static_cast<std::size_t>(m.output_bytes >> 10),
                  static_cast<std::size_t>(m.work / 1'000), finding->size, std::string(AllPaths()[m.path].name).c_str(),
                  m.outcome.c_str(), finding->shape.c_str());
    }
  }

  const Options& options_;
  std::FILE* lines_ = nullptr;
  std::vector<Finding> findings_;
  std::size_t shapes_ = 0;
  std::size_t sources_ = 0;
  std::size_t failures_ = 0;
};

auto ChosenShapes(const Options& options) -> std::vector<Shape> {
  std::vector<Shape> shapes;
  if (options.random > 0) {
    const std::vector<Grammar> grammars = AllGrammars();
    for (std::size_t at = 0; at < options.random; ++at) shapes.push_back(RandomShape(grammars, options.seed + at));
  } else {
    shapes = ListShapes();
  }
  std::erase_if(shapes, [&](const Shape& shape) {
    if (!options.shape.empty()) return shape.name != options.shape;
    if (std::ranges::find(options.except, shape.name) != options.except.end()) return true;
    if (!options.groups.empty() && std::ranges::find(options.groups, GroupName(shape.group)) == options.groups.end()) {
      return true;
    }
    return shape.name.find(options.filter) == std::string::npos;
  });
  if (!options.part.empty()) {
    std::size_t part = 0;
    std::size_t parts = 1;
    std::sscanf(options.part.c_str(), "%zu/%zu", &part, &parts);
    std::vector<Shape> chosen;
    for (std::size_t at = 0; at < shapes.size(); ++at) {
      if (at % parts == part % parts) chosen.push_back(std::move(shapes[at]));
    }
    shapes = std::move(chosen);
  }
  if (options.sample > 0 && shapes.size() > options.sample) {
    // Evenly from the whole list, other ones for another seed.
    std::vector<Shape> chosen;
    const std::size_t shift = options.seed * 7'919;
    for (std::size_t at = 0; at < options.sample; ++at) {
      chosen.push_back(shapes[(at * shapes.size() / options.sample + shift) % shapes.size()]);
    }
    shapes = std::move(chosen);
  }
  return shapes;
}

auto ReadFile(const std::string& path) -> std::string {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

auto Main(const Options& options) -> int {
  std::vector<Shape> shapes;
  if (!options.file.empty()) {
    const Dialect dialect = options.file.ends_with(".dl") ? Dialect::kDatalog : Dialect::kByteLogic;
    shapes.push_back({options.file, ShapeGroup::kKnown, dialect, [&](std::size_t) { return ReadFile(options.file); }});
  } else {
    shapes = ChosenShapes(options);
  }
  if (options.list) {
    for (const Shape& shape : shapes) std::printf("%-8s %s\n", GroupName(shape.group).c_str(), shape.name.c_str());
    return 0;
  }
  if (options.print) {
    for (const Shape& shape : shapes) std::printf("%s", shape.source(options.size > 0 ? options.size : 2'000).c_str());
    return 0;
  }
  Driver driver(options);
  driver.Run(shapes);
  return driver.Report();
}

}  // namespace
}  // namespace bytelogic::hostile

auto main(int argument_count, char** arguments) -> int {
  bytelogic::hostile::Options options;
  CLI::App app("Hostile shapes of sources: what they cost");
  app.add_option("--filter", options.filter, "Only shapes whose names contain this");
  app.add_option("--shape", options.shape, "Only the shape of this name");
  app.add_option("--except", options.except, "Not the shapes of these names");
  app.add_option("--file", options.file, "Instead of shapes, this source");
  app.add_option("--group", options.groups, "Only these: known, single, wrong, pair");
  app.add_option("--random", options.random, "Instead, so many random stacks of productions");
  app.add_option("--seed", options.seed, "Where they, and samples, begin");
  app.add_option("--sample", options.sample, "Only so many of the shapes, evenly");
  app.add_option("--part", options.part, "K/N: every Nth shape from the Kth on");
  app.add_option("--size", options.size, "Only this size, in bytes");
  app.add_flag("--print", options.print, "Prints the sources instead");
  app.add_flag("--list", options.list, "Prints the names instead");
  app.add_option("--top", options.top, "Lines in each table");
  app.add_option("--lines", options.lines, "Appends every measurement to this file, with tabs");
  app.add_option("--save", options.save, "Writes the sources that are beyond a bound into this folder");
  app.add_option("--max-seconds", options.measure.max_seconds, "CPU time after which a path is ended");
  app.add_option("--slow", options.slow_milliseconds, "What counts as slow; slowness fails nothing");
  app.add_option("--stack", options.stack_kilobytes, "Kilobytes of stack to run on");
  app.add_option("--stack-bound", options.stack_bound_kilobytes, "Kilobytes of stack that are too many");
  app.add_option("--only", options.measure.only, "The last path to run");
  app.add_flag("!--no-runs", options.measure.runs, "Without the paths that run the program");
  CLI11_PARSE(app, argument_count, arguments);
  return bytelogic::hostile::Main(options);
}
