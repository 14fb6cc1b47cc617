// goal.h - what is to be explained, as text: `ancestor alice ?`, or `ancestor(alice, X).`
//
//   auto goal = ParseGoal("ancestor(alice, X)");
//   goal->relation == "ancestor", goal->arguments[0].value == "alice", goal->arguments[1].variable == "X"
//
// Words, numbers and strings are those of the language; strings may stand in single quotes too, for shells. In the form
// with parentheses a word that begins with an upper-case letter or `_` is a variable, as in Datalog.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "bytelogic/value.h"

namespace bytelogic::proof {

struct GoalArgument {
  bool is_value = false;
  Value value;
  std::string variable;  // empty: anything
};

struct Goal {
  std::string relation;
  std::vector<GoalArgument> arguments;

  // As a program writes it, `?` where anything may stand.
  [[nodiscard]] auto Text() const -> std::string;
};

// The error is a message that says what was found and what to write.
auto ParseGoal(std::string_view text) -> tl::expected<Goal, std::string>;

}  // namespace bytelogic::proof
