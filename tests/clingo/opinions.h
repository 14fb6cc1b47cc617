// opinions.h - one program, and what each side says of it.
//
//   Inquiry inquiry = Prepare(engine, source, "p7_");      // the engine's answer, the rules for clingo
//   auto model = RunClingo(inquiry.translation->rules, 60, failure);
//   std::string difference = Difference(inquiry, *model);  // empty where both agree
//
// Used by clingo_main.cc.
#pragma once

#include <optional>
#include <string>

#include "bytelogic/engine.h"
#include "clingo.h"
#include "translate.h"

namespace bytelogic::clingo {

struct Inquiry {
  std::string source;
  Result result;                           // of the engine
  std::optional<Translation> translation;  // nothing: `why_not` says why
  std::string why_not;
  bool compiled = false;  // false: a fault of the generator
};

auto Prepare(Engine& engine, const std::string& source, const std::string& prefix) -> Inquiry;

// What the engine says otherwise than `model`, in lines; both sides are shown.
auto Difference(const Inquiry& inquiry, const Model& model) -> std::string;

// True where a relation that rules derive has a tuple.
auto HasAnswer(const Inquiry& inquiry) -> bool;

}  // namespace bytelogic::clingo
