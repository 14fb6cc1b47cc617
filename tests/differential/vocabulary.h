// vocabulary.h - what the generator knows of the program that it is writing: relations, CALCs, variables in scope.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "bytelogic/value.h"
#include "generator.h"

namespace bytelogic::differential {

// The type that the generator means a column, variable or result to have.
enum class Kind { kInt, kFloat, kSymbol, kAny };

struct RelationPlan {
  std::string name;
  std::vector<Kind> columns;
  std::vector<std::string> column_names;  // empty: declared without columns
  bool derived = false;
  std::string keep;  // `MIN` or `MAX`: of the last column only the best is kept
  int level = 0;     // rules of level n may negate and query only relations of lower levels
};

struct CalcPlan {
  std::string name;
  std::vector<Kind> parameters;
  Kind result = Kind::kInt;
  bool same_kind = false;  // takes arguments of any one kind: `parameters` only says how many
  int reads_level = -1;    // the highest level of the relations that it reads
  bool asserts = false;
};

struct VariablePlan {
  std::string text;  // as an expression names it: `$v1`, `i2`, `row3.a`
  Kind kind = Kind::kInt;
};

// What an expression may use.
struct Scope {
  std::vector<VariablePlan> variables;
  int readable_level = -1;     // relations up to this level; -1: none
  bool may_assert = false;     // may call a CALC that asserts
  std::size_t calc_count = 0;  // the first so many CALCs may be called
};

struct Literal {
  std::string text;
  Value value;
};

// The whole of it, shared by the parts of the generator.
struct Vocabulary {
  Random random;
  WritingOptions options;
  std::vector<RelationPlan> relations;
  std::vector<CalcPlan> calcs;
  bool careful = true;  // avoids what may fail at run time
  bool bare = false;    // little of everything: empty texts and relations, no columns, the same value again and again
  int next_variable = 0;

  Vocabulary(std::uint64_t seed, const WritingOptions& writing) : random(seed), options(writing) {}

  auto RelationName(std::size_t index) const -> std::string;
  auto CalcName(std::size_t index) const -> std::string;
  auto NewVariable() -> std::string;  // without `$`
  auto RandomKind() -> Kind;
  // A constant as FACT and patterns write it.
  auto RandomLiteral(Kind kind) -> Literal;
  // The empty text, as an expression that makes it anew.
  auto MadeEmptyText() -> std::string;
  // Relations that `scope` may read, by index.
  auto Readable(const Scope& scope) const -> std::vector<std::size_t>;
};

}  // namespace bytelogic::differential
