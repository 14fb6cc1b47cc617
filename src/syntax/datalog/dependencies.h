// dependencies.h - which predicates depend on which: the rules of one read the other, directly or through others.
//
//   Dependencies dependencies(tree);
//   dependencies.DependentsOf({"path"})      // path itself, and all whose rules read it
//
// Used by lower.h, which keeps recursive goals out of the relations of aggregates and negations where it can.
#pragma once

#include <span>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "syntax/datalog/tree.h"

namespace bytelogic::syntax::datalog {

class Dependencies {
 public:
  explicit Dependencies(const Tree& tree);

  [[nodiscard]] auto DependentsOf(std::span<const std::string_view> predicates) const
      -> std::unordered_set<std::string_view>;

 private:
  const Tree& tree_;
  std::unordered_map<std::string_view, std::vector<std::string_view>> readers_;  // heads of the rules that read it
};

}  // namespace bytelogic::syntax::datalog
