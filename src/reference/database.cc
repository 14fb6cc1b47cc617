#include "reference/database.h"

#include <algorithm>
#include <utility>

namespace bytelogic::reference {

auto TupleLess::operator()(const Tuple& left, const Tuple& right) const -> bool {
  return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end(), ValueLess());
}

auto Database::Contains(sema::RelationId relation, const Tuple& tuple) const -> bool {
  return relations_[relation.index].contains(tuple);
}

auto Database::Assert(sema::RelationId relation, Tuple tuple) -> bool {
  const auto [at, added] = relations_[relation.index].try_emplace(std::move(tuple), Origin::kAsserted);
  if (added) ++tuple_count_;
  return added || std::exchange(at->second, Origin::kAsserted) == Origin::kDerived;
}

auto Database::Derive(sema::RelationId relation, Tuple tuple) -> bool {
  const bool added = relations_[relation.index].try_emplace(std::move(tuple), Origin::kDerived).second;
  if (added) ++tuple_count_;
  return added;
}

void Database::DropDerived() {
  for (Relation& relation : relations_) {
    tuple_count_ -= std::erase_if(relation, [](const auto& entry) { return entry.second == Origin::kDerived; });
  }
}

}  // namespace bytelogic::reference
