// runners.h - the ways to run a program that are held against each other.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "bytelogic/dialect.h"
#include "bytelogic/facts.h"
#include "bytelogic/limits.h"
#include "bytelogic/result.h"
#include "sema/checked_program.h"

namespace bytelogic::differential {

// A program and what the host gives to it.
struct Case {
  std::string source;
  Facts facts{};
  Limits limits{};
  bool ignore_unknown_facts = false;
  Dialect dialect = Dialect::kByteLogic;
};

struct ReferenceRun {
  // Nothing where the reference gave up. Diagnostics of compilation come first.
  std::optional<Result> result;
  bool compiled = false;
};

// Parses, checks and evaluates. `on_checked` sees the program between the last two.
auto RunReference(const Case& test, const std::function<void(const sema::CheckedProgram&)>& on_checked) -> ReferenceRun;

using Runner = std::function<Result(const Case&)>;

struct NamedRunner {
  std::string name;
  Runner run;
};

}  // namespace bytelogic::differential
