// function_roles.h - who calls whom in an image: which functions are rules, which are CALCs, what they return.
//
//   std::vector<Facts> facts;
//   if (!FindRoles(view, facts)) return "the use of a function";
//
// Used by validate_code.cc.
#pragma once

#include <optional>
#include <vector>

#include "runtime/abstract_state.h"
#include "runtime/image_view.h"

namespace bytelogic::runtime {

enum class Role : std::uint8_t { kNone, kActions, kRule, kCalc };

// What is known of a function before its code has been followed.
struct Facts {
  Role role = Role::kNone;
  bool in_rules = false;  // a rule, or called by one
  std::optional<std::vector<Holds>> parameters;
  Holds result = Holds::kNothing;
};

// One entry per function. False: a function with two roles, or that returns in two modes.
auto FindRoles(const ImageView& view, std::vector<Facts>& facts) -> bool;

}  // namespace bytelogic::runtime
