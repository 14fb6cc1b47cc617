#include "engine/heap_size.h"

#include <algorithm>
#include <deque>
#include <type_traits>
#include <vector>

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

}  // namespace

auto BytesOf(const Program& program) -> std::size_t {
  const Program::Compiled& compiled = program.compiled();
  const ProgramShape& shape = compiled.shape;
  // The Program stands beside the two counters and the table of functions of its shared_ptr.
  const std::size_t objects = HeapBlock(sizeof(Program) + 2 * sizeof(void*)) + HeapBlock(sizeof(Program::Compiled));
  return objects + engine::BytesOf(compiled.source) + BytesOf(compiled.image) + BytesOf(compiled.warnings) +
         BytesOf(shape.relations) + BytesOf(shape.outputs) + BytesOf(shape.constraints) + BytesOf(shape.sites) +
         BytesOf(shape.strings) + BytesOf(shape.names);
}

}  // namespace bytelogic::engine
