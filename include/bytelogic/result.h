// result.h - what a run gives back: outputs with typed values, violated constraints, diagnostics, statistics.
//
//   bytelogic::Engine engine;
//   const bytelogic::Result result = engine.Run("REL age 2\nFACT age ann 7\nFACT age bob 9\nQUERY age ? ?\n");
//   for (const std::vector<bytelogic::Value>& row : result.outputs.front().rows) {
//     std::puts(bytelogic::ToText(row[1]).c_str());                          // 7 9
//   }
//   std::puts(bytelogic::ResultToken(result).c_str());                       // <result>ann 7, bob 9</result>
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "bytelogic/diagnostic.h"
#include "bytelogic/value.h"

namespace bytelogic {

// One output of a program, in the order in which they were made.
struct Output {
  enum class Kind : std::uint8_t {
    kRows,   // QUERY with `?`: `columns` and `rows`
    kTruth,  // QUERY without `?`: `truth`
    kValue,  // RESULT: `value`
  };
  Kind kind = Kind::kRows;
  std::string text;      // the question: `parent alice ?`, or the expression of RESULT as written
  std::string relation;  // kRows and kTruth
  std::vector<std::string> columns;
  std::vector<std::vector<Value>> rows;  // distinct, sorted: numbers by value, then symbols by code point
  bool truth = false;
  Value value;
};

// A CONSTRAINT that does not hold. The run has succeeded all the same.
struct Violation {
  std::string constraint;
  std::vector<std::string> variables;         // without `$`, in the order in which they are bound
  std::vector<std::vector<Value>> witnesses;  // their values in the first bindings, at most 10, sorted as rows are
  std::uint64_t count = 0;                    // of all bindings
};

// Wall times in microseconds; everything else is the same on every machine.
struct Statistics {
  double parse_us = 0;
  double check_us = 0;
  double plan_us = 0;
  double wait_us = 0;  // for a free sandbox
  double instantiate_us = 0;
  double run_us = 0;
  double render_us = 0;
  bool cached = false;  // the program came from the cache: parse, check and plan are 0
  std::uint64_t fuel = 0;
  std::uint64_t rounds = 0;
  std::uint64_t memory_bytes = 0;                             // high-water mark of the sandbox's heap
  std::vector<std::pair<std::string, std::uint64_t>> tuples;  // per relation, in the order of the program
};

struct Result {
  bool success = false;
  std::vector<Output> outputs;        // empty where the run failed
  std::vector<Violation> violations;  // in the order of the source; empty where the run failed
  std::vector<Diagnostic> diagnostics;
  Statistics statistics;

  // The answer as text (docs/language-reference.md, section 6): one output alone, or one line each with its question in
  // front; then a line for each violated constraint. Where the run failed: its first error in one line, `E204 at 3:7:
  // message; help`.
  [[nodiscard]] auto Text() const -> std::string;
  // True where an error has a code R3xx.
  [[nodiscard]] auto EndedByLimit() const -> bool;
};

// `<result>bob, charlie</result>` or `<result error="E204">...</result>`, escaped.
auto ResultToken(const Result& result) -> std::string;

}  // namespace bytelogic
