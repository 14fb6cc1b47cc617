// program.h - a compiled program: checked, planned, immutable, shareable between threads.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bytelogic/diagnostic.h"

namespace bytelogic {

// Made by Engine::Compile only. Keeps its source.
class Program {
 public:
  struct Compiled;  // internal: engine/compiled.h
  explicit Program(std::unique_ptr<const Compiled> compiled);
  ~Program();
  Program(const Program&) = delete;
  auto operator=(const Program&) -> Program& = delete;

  [[nodiscard]] auto source() const -> const std::string&;
  [[nodiscard]] auto warnings() const -> const std::vector<Diagnostic>&;
  [[nodiscard]] auto compiled() const -> const Compiled& { return *compiled_; }

 private:
  std::unique_ptr<const Compiled> compiled_;
};

// `program` is null exactly where `diagnostics` holds an error; it may hold warnings beside a program.
struct CompileResult {
  std::shared_ptr<const Program> program;
  std::vector<Diagnostic> diagnostics;
};

}  // namespace bytelogic
