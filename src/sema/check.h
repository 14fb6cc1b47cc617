// check.h - Ast to CheckedProgram: names, binding, types, strata.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "bytelogic/limits.h"
#include "diagnostics/diagnostics.h"
#include "sema/checked_program.h"
#include "syntax/ast.h"

namespace bytelogic::sema {

// What the host says of a relation that it gives facts for: their columns' types are sources of type inference.
struct HostRelation {
  std::string_view name;
  std::vector<Type> columns;
};

// Checks `ast`, which must have been parsed without errors. Reports E2xx, E3xx, R307 and W1xx; returns nothing where
// there is an error. Host relations that the program does not declare are passed over here (Run reports them).
auto Check(const syntax::Ast& ast, std::span<const HostRelation> host, const Limits& limits, Diagnostics& diagnostics)
    -> std::optional<CheckedProgram>;

}  // namespace bytelogic::sema
