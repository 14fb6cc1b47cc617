// expand.h - a body with `;` as the alternatives that it stands for, each a conjunction.
//
//   a, (b ; c, d)      =>  [a, b], [a, c, d]
#pragma once

#include <optional>
#include <vector>

#include "syntax/datalog/tree.h"

namespace bytelogic::syntax::datalog {

// A body may stand for this many alternatives, with this many goals in all.
inline constexpr std::size_t kMaxAlternatives = 1'000;
inline constexpr std::size_t kMaxExpandedGoals = 50'000;

using Conjunction = std::vector<GoalId>;

// Negations of `;` become several ones, which are added to the tree. Nothing where the alternatives are too many.
auto Expand(Tree& tree, GoalId body) -> std::optional<std::vector<Conjunction>>;

}  // namespace bytelogic::syntax::datalog
