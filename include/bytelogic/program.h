// program.h - a compiled program: checked, planned, immutable, shareable between threads.
//
//   bytelogic::Engine engine;
//   bytelogic::CompileResult compiled = engine.Compile("REL age(name, years: int)\nFACT age ann 7\nQUERY age ann ?\n");
//   for (const bytelogic::ProgramRelation& relation : compiled.program->relations()) {
//     std::printf("%s has %zu columns\n", relation.name.c_str(), relation.columns.size());   // age has 2 columns
//   }
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bytelogic/diagnostic.h"
#include "bytelogic/value.h"

namespace bytelogic {

namespace engine {
class Access;     // internal
struct Compiled;  // internal
}  // namespace engine

struct ProgramColumn {
  std::string name;  // empty where the program names none
  ColumnType type = ColumnType::kAny;
};

struct ProgramRelation {
  std::string name;
  std::vector<ProgramColumn> columns;
  bool is_derived = false;  // rules can add to it
};

// Made by Engine::Compile only. Keeps its source.
class Program {
 public:
  Program(const Program&) = delete;
  auto operator=(const Program&) -> Program& = delete;

  [[nodiscard]] auto source() const -> const std::string&;
  [[nodiscard]] auto warnings() const -> const std::vector<Diagnostic>&;
  // In the order of their declarations. The types are those that the checker found, declared or not.
  [[nodiscard]] auto relations() const -> std::vector<ProgramRelation>;

 private:
  friend class engine::Access;
  explicit Program(const engine::Compiled& compiled) : compiled_(&compiled) {}

  const engine::Compiled* compiled_;  // whose part it is
};

// `program` is null exactly where `diagnostics` holds an error; it may hold warnings beside a program.
struct CompileResult {
  std::shared_ptr<const Program> program;
  std::vector<Diagnostic> diagnostics;
};

}  // namespace bytelogic
