#include "engine/heap_size.h"

#include <algorithm>
#include <deque>
#include <type_traits>
#include <vector>

#include "engine/access.h"
#include "engine/compiled.h"

namespace bytelogic::engine {
namespace {

// What each kind of element owns, beside itself.
template <typename T>
auto BytesOf(const std::vector<T>& list) -> std::size_t;
auto BytesOf(const std::deque<std::string>& list) -> std::size_t;

auto BytesOf(const sema::Relation& relation) -> std::size_t { return BytesOf(relation.columns); }

auto BytesOf(const sema::OutputShape& output) -> std::size_t {
  return engine::BytesOf(output.text) + BytesOf(output.columns) + BytesOf(output.column_indexes);
}

auto BytesOf(const sema::Rule& rule) -> std::size_t { return BytesOf(rule.variables); }

auto BytesOf(const sema::Constraint& constraint) -> std::size_t {
  return BytesOf(constraint.variables) + BytesOf(constraint.witnesses);
}

auto BytesOf(const sema::Function& function) -> std::size_t { return BytesOf(function.variables); }

auto BytesOf(const sema::Stratum& stratum) -> std::size_t {
  return BytesOf(stratum.relations) + BytesOf(stratum.rules);
}

auto BytesOf(const plan::Index& index) -> std::size_t { return BytesOf(index.columns); }

auto BytesOf(const ConstraintShape& constraint) -> std::size_t { return BytesOf(constraint.variables); }

auto BytesOf(const Diagnostic& diagnostic) -> std::size_t {
  return engine::BytesOf(diagnostic.code) + engine::BytesOf(diagnostic.message) + engine::BytesOf(diagnostic.help) +
         (diagnostic.fix ? engine::BytesOf(diagnostic.fix->text) : 0);
}

template <typename T>
auto BytesOf(const std::vector<T>& list) -> std::size_t {
  std::size_t bytes = HeapBlock(list.capacity() * sizeof(T));
  if constexpr (!std::is_trivially_copyable_v<T>) {
    for (const T& element : list) bytes += BytesOf(element);
  }
  return bytes;
}

// Nodes of 512 bytes, of which there is always one, and a map of pointers to them.
auto BytesOf(const std::deque<std::string>& list) -> std::size_t {
  constexpr std::size_t kNode = 512;
  constexpr std::size_t kLeastMap = 8;
  const std::size_t nodes = list.size() / (kNode / sizeof(std::string)) + 1;
  std::size_t bytes = nodes * HeapBlock(kNode) + HeapBlock(std::max(kLeastMap, nodes + 2) * sizeof(void*));
  for (const std::string& text : list) bytes += engine::BytesOf(text);
  return bytes;
}

auto BytesOf(const sema::CheckedProgram& program) -> std::size_t {
  return BytesOf(program.relations) + BytesOf(program.rules) + BytesOf(program.constraints) + BytesOf(program.clauses) +
         BytesOf(program.emit_columns) + BytesOf(program.functions) + BytesOf(program.statements) +
         BytesOf(program.exprs) + BytesOf(program.constants) + BytesOf(program.outputs) + BytesOf(program.strata) +
         BytesOf(program.terms) + BytesOf(program.operand_pool) + BytesOf(program.statement_pool) +
         BytesOf(program.bodies) + BytesOf(program.variable_pool) + BytesOf(program.strings);
}

auto BytesOf(const plan::Plan& plan) -> std::size_t {
  return BytesOf(plan.indexes) + BytesOf(plan.functions) + BytesOf(plan.code) + BytesOf(plan.operands) +
         BytesOf(plan.sites) + BytesOf(plan.output_sites) + BytesOf(plan.constants) + BytesOf(plan.symbols) +
         BytesOf(plan.ints) + BytesOf(plan.floats) + BytesOf(plan.cells) + BytesOf(plan.strata) +
         BytesOf(plan.variants) + BytesOf(plan.sets) + BytesOf(plan.aggregations) + BytesOf(plan.accumulators) +
         BytesOf(plan.constraints);
}

}  // namespace

auto BytesOf(const Program& program) -> std::size_t {
  const Compiled& compiled = Access::CompiledOf(program);
  // It stands beside the two counters and the table of functions of its shared_ptr.
  const std::size_t object = HeapBlock(sizeof(Compiled) + 2 * sizeof(void*));
  return object + engine::BytesOf(compiled.source) + (compiled.parsed_texts ? BytesOf(*compiled.parsed_texts) : 0) +
         BytesOf(*compiled.checked) + BytesOf(compiled.constraints) + BytesOf(compiled.plan) + BytesOf(compiled.image) +
         BytesOf(compiled.warnings);
}

}  // namespace bytelogic::engine
