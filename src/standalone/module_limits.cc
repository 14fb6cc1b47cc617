#include "standalone/module_limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "diagnostics/runtime_message.h"
#include "wasm/code_measure.h"
#include "wasm/constant.h"

namespace bytelogic::standalone {
namespace {

using wasm::CodeMeasure;
using wasm::Module;

// At least twice what the runtime has (a test says so where it grows), and few enough that what grows faster than the
// number itself stays small.
struct Bound {
  std::string_view what;
  std::uint64_t CodeMeasure::*count;
  std::uint64_t most;
};
constexpr Bound kFunctionBounds[] = {
    {"bytes of code", &CodeMeasure::bytes, 28'000},
    {"locals", &CodeMeasure::locals, 100},
    {"values at once in an expression", &CodeMeasure::stack, 40},
    {"uses of global variables", &CodeMeasure::globals, 40},
    {"blocks in each other", &CodeMeasure::nesting, 270},
    {"blocks", &CodeMeasure::blocks, 520},
    {"loops", &CodeMeasure::loops, 60},
    {"branches", &CodeMeasure::branches, 1'010},
    {"calls", &CodeMeasure::calls, 200},
    {"indirect calls", &CodeMeasure::indirect_calls, 20},
    {"calls of the engine, such as memory.grow", &CodeMeasure::helpers, 60},
    {"divisions and conversions", &CodeMeasure::divisions, 100},
};

constexpr std::size_t kMaxCodeBytes = 256ULL << 10;
constexpr std::size_t kMaxFunctions = 600;
constexpr std::size_t kMaxTypes = 200;
constexpr std::size_t kMaxParameters = 20;
constexpr std::size_t kMaxGlobals = 50;
constexpr std::size_t kMaxExports = 50;
constexpr std::size_t kMaxElements = 2'000;
constexpr std::size_t kMaxSegments = 50;
constexpr std::size_t kMaxCustomSections = 50;
// Of the memory: stack, variables without a value, gaps between segments.
constexpr std::uint64_t kMaxEmptyBytes = 1ULL << 20;

auto TooMany(std::string_view whose, std::uint64_t count, std::string_view what, std::uint64_t most) -> std::string {
  return fmt::format("{} {} {}; the most that is accepted is {}", whose, Grouped(count), what, Grouped(most));
}

auto IsMore(std::uint64_t count, double scale, std::uint64_t most) -> bool {
  return static_cast<double>(count) * scale > static_cast<double>(most);
}

// The parts beside the code.
auto FindExcessOfSections(const Module& module, double scale) -> std::optional<std::string> {
  struct {
    std::string_view what;
    std::size_t count;
    std::size_t most;
  } const counts[] = {
      {"functions", module.functions.size(), kMaxFunctions},
      {"function types", module.types.size(), kMaxTypes},
      {"globals", module.globals.size(), kMaxGlobals},
      {"exports", module.exports.size(), kMaxExports},
      {"segments of elements", module.elements.size(), kMaxSegments},
      {"segments of data", module.data.size(), kMaxSegments},
      {"custom sections", module.customs.size(), kMaxCustomSections},
  };
  for (const auto& [what, count, most] : counts) {
    if (IsMore(count, scale, most)) return TooMany("it has", count, what, most);
  }
  for (const wasm::FunctionType& type : module.types) {
    if (IsMore(type.parameters.size(), scale, kMaxParameters)) {
      return TooMany("a function type has", type.parameters.size(), "parameters", kMaxParameters);
    }
    if (type.results.size() > 1) return TooMany("a function type has", type.results.size(), "results", 1);
  }
  constexpr std::size_t kMaxInitializer = 16;
  for (const wasm::Global& global : module.globals) {
    if (global.value.size() > kMaxInitializer) return "a global variable begins with more than a constant";
  }
  std::size_t elements = 0;
  for (const wasm::Element& element : module.elements) {
    if (!wasm::ConstantOf(element.offset)) return "an element segment has no constant offset";
    elements += element.functions.size();
  }
  if (IsMore(elements, scale, kMaxElements)) return TooMany("its table is given", elements, "functions", kMaxElements);
  std::uint64_t data_bytes = 0;
  std::uint64_t data_end = 0;
  for (const wasm::Data& data : module.data) {
    const auto offset = data.passive ? std::nullopt : wasm::ConstantOf(data.offset);
    if (!offset) return "a data segment has no constant offset";
    data_bytes += data.bytes.size();
    data_end = std::max<std::uint64_t>(data_end, static_cast<std::uint32_t>(*offset) + data.bytes.size());
  }
  if (data_end > data_bytes && IsMore(data_end - data_bytes, scale, kMaxEmptyBytes)) {
    return TooMany("its data leaves", data_end - data_bytes, "bytes of memory empty", kMaxEmptyBytes);
  }
  return std::nullopt;
}

// In microseconds, about, of a processor of 2020: measured on shapes that have one thing in plenty.
auto CostOf(const CodeMeasure& measure) -> std::uint64_t {
  const std::uint64_t joins = measure.blocks + measure.branches + 8 * measure.loops;
  return 20 + measure.bytes / 4 + joins + joins * measure.locals / 3 + 8 * measure.calls + 24 * measure.indirect_calls +
         8 * measure.helpers + 3 * measure.divisions;
}

}  // namespace

auto CompileCost(const Module& module) -> std::uint64_t {
  std::uint64_t cost = 0;
  for (std::size_t i = 0; i < module.bodies.size(); ++i) {
    if (const auto measure = wasm::MeasureFunction(module, i)) cost += CostOf(*measure);
  }
  return cost;
}

auto FindExcess(const Module& module, double scale) -> std::optional<std::string> {
  if (auto excess = FindExcessOfSections(module, scale)) return excess;
  std::size_t code_bytes = 0;
  for (const wasm::Body& body : module.bodies) code_bytes += body.code.size();
  if (IsMore(code_bytes, scale, kMaxCodeBytes)) return TooMany("it has", code_bytes, "bytes of code", kMaxCodeBytes);
  std::uint64_t cost = 0;
  for (std::size_t i = 0; i < module.bodies.size(); ++i) {
    const auto measure = wasm::MeasureFunction(module, i);
    if (!measure) return fmt::format("function {}: {}", i, measure.error());
    for (const Bound& bound : kFunctionBounds) {
      if (IsMore((*measure).*bound.count, scale, bound.most)) {
        return TooMany(fmt::format("function {} has", i), (*measure).*bound.count, bound.what, bound.most);
      }
    }
    cost += CostOf(*measure);
  }
  if (IsMore(cost, scale, kMaxCompileCost)) {
    return fmt::format(
        "its code is too dear to compile: by size, calls, and branches times locals its cost is estimated at {}; the "
        "most that is accepted is {}",
        Grouped(cost), Grouped(kMaxCompileCost));
  }
  return std::nullopt;
}

}  // namespace bytelogic::standalone
