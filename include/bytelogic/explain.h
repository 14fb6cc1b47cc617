// explain.h - why a tuple holds, and why one does not.
//
//   bytelogic::Engine engine;
//   const char* source = "REL parent 2\nFACT parent alice bob\n";
//   const bytelogic::Explanation why = bytelogic::Explain(engine, source, "parent alice ?");
//   std::puts(why.goal.c_str());                                             // parent alice ?
//   std::puts(why.proofs.front().nodes.front().origin.c_str());              // fact
//   const bytelogic::Explanation why_not =
//       bytelogic::Explain(engine, source, "parent bob alice", {}, {.why_not = true});
//   std::puts(why_not.holds ? "holds" : "does not hold");                    // does not hold
//
// The program is run for it, and its rows are searched afterwards (docs/proofs.md). Ordinary runs pay nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bytelogic/engine.h"

namespace bytelogic {

struct ExplainOptions {
  RunOptions run;          // the time limit covers the run and the search, `fuel` bounds each of them
  bool why_not = false;    // the tuple does not hold: say what is missing
  std::size_t proofs = 1;  // at most so many different ones, shortest first
  std::size_t rows = 10;   // of what an aggregate counted, at most so many are shown
  std::map<std::string, std::string, std::less<>> fact_sources;  // by relation: where the host has its facts from
};

// From 1, columns in code points; 0: no place.
struct ProofPlace {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

// A variable, or an expression, and its value.
struct ProofBinding {
  std::string name;  // `$x`, `CALC cost(3)`, `SUM(QUERY pay ann ?)`
  Value value;
  std::uint64_t matching = 0;       // of a query in an expression: how many tuples match it,
  std::vector<std::string> tuples;  // and the first of them
};

// A clause that was passed.
struct ProofPremise {
  enum class Kind : std::uint8_t {
    kTuple,   // a tuple that matches: `node`
    kAbsent,  // no tuple matches
    kTest,    // a condition that is true
    kLet,     // a variable that was set: `values`
    kRange,   // an int that lies in a range: `values`
  };
  Kind kind = Kind::kTuple;
  std::string clause;   // as it was written: `WHERE $age >= 18`
  std::string reading;  // with values for variables: `20 >= 18`, `no tuple matches parent charlie ?`
  ProofPlace place;
  std::uint32_t node = 0;            // kTuple: into Proof::nodes
  std::vector<ProofBinding> values;  // what was computed on the way: the variable of a LET, calls, queries
};

// A binding that an aggregate ranges over.
struct ProofRow {
  std::vector<ProofBinding> bindings;
  std::vector<ProofPremise> premises;
};

// A tuple, and why it holds.
struct ProofNode {
  enum class Kind : std::uint8_t {
    kFact,  // `origin`
    kRule,  // `rule`, `bindings`, `premises`
  };
  Kind kind = Kind::kFact;
  std::string relation;
  std::vector<Value> values;
  ProofPlace place;                    // of the statement that asserts it, or of the rule
  std::string origin;                  // kFact: `fact`, `given by the host`, `asserted by CALC fill`
  std::string rule;                    // kRule: its name
  std::vector<ProofBinding> bindings;  // kRule: its variables, in the order in which they are bound
  std::vector<ProofPremise>
      premises;  // kRule: its clauses, in the order of the source; with aggregates, those of `rows`
  // An EMIT with aggregates: what they give, over how many bindings, and the first of these.
  std::vector<ProofBinding> aggregates;
  std::uint64_t counted = 0;
  std::vector<ProofRow> rows;
  std::string note;  // of a relation with KEEP: `nothing smaller for dist a ?`

  // `ancestor alice charlie`, as a program writes it.
  [[nodiscard]] auto Text() const -> std::string;
};

// Every tuple once; [0] is what was asked for. No tuple rests on itself.
struct Proof {
  std::vector<ProofNode> nodes;
  std::uint64_t height = 0;  // steps from the facts up
};

// How far a rule comes on its way to a tuple that does not hold.
struct RuleFailure {
  std::string rule;
  ProofPlace place;
  std::vector<ProofBinding> bindings;  // what was bound when it failed; of several bindings that come as far, the first
  std::string clause;                  // the clause that failed, as it was written
  ProofPlace clause_place;
  std::string reason;  // `parent dora ? matches nothing`
};

struct Explanation {
  bool success = false;  // the program ran and the goal is one; else `diagnostics` says why not
  bool holds = false;
  bool why_not = false;               // as asked for
  std::string goal;                   // as a program writes it
  std::uint64_t matching = 0;         // tuples that match the goal; the first of them is explained
  std::vector<Proof> proofs;          // where it holds
  std::vector<RuleFailure> failures;  // with why_not: one for each EMIT into the relation
  std::vector<std::string> nearest;   // with why_not, or where it does not hold: tuples that are nearly it
  std::string better;                 // where it does not hold: what a relation with KEEP keeps instead
  std::vector<Diagnostic> diagnostics;

  // For people, ending with a newline; `color` adds ANSI colours. Empty where there is no success.
  [[nodiscard]] auto Text(bool color = false) const -> std::string;
  // One JSON object (docs/proofs.md has the keys).
  [[nodiscard]] auto Json() const -> std::string;
  // The proofs as a directed graph in Graphviz's language.
  [[nodiscard]] auto Dot() const -> std::string;
  // True where an error has a code R3xx.
  [[nodiscard]] auto EndedByLimit() const -> bool;
};

// Runs `source` and explains `goal`: `ancestor alice ?` or `ancestor(alice, X).`, whichever the program is written in.
// In the first form `?` and variables (`$x`) stand for anything, in the second one variables begin with an upper-case
// letter or `_`. Every failure is a diagnostic. Thread-safe.
auto Explain(Engine& engine, std::string_view source, std::string_view goal, const Facts& facts = {},
             const ExplainOptions& options = {}) -> Explanation;

}  // namespace bytelogic
