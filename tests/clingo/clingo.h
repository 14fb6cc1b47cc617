// clingo.h - runs clingo and reads its one model.
//
//   if (!ClingoIsInstalled()) return kSkipped;
//   std::string failure;
//   std::optional<Model> model = RunClingo("p(1..3). #show p/1.\n", 60, failure);
//   model->at("p")  // {{1}, {2}, {3}}
//
// Used by clingo_main.cc.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bytelogic/value.h"

namespace bytelogic::clingo {

// The shown atoms by predicate; in no order.
using Model = std::map<std::string, std::vector<std::vector<Value>>>;

auto ClingoIsInstalled() -> bool;

// Asks for all stable models of `rules`. Nothing where there is not exactly one, or where clingo failed or took more
// than `seconds`; `failure` then says what it said.
auto RunClingo(const std::string& rules, int seconds, std::string& failure) -> std::optional<Model>;

// Atoms separated by spaces, as clingo writes a model: `p(1,"a b") q`. Nothing where the text is something else.
auto ParseModel(std::string_view text) -> std::optional<Model>;

}  // namespace bytelogic::clingo
