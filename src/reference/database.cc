#include "reference/database.h"

#include <algorithm>
#include <utility>

namespace bytelogic::reference {

auto TupleLess::operator()(const Tuple& left, const Tuple& right) const -> bool {
  return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end(), ValueLess());
}

auto Database::FindKept(sema::RelationId relation, const Tuple& tuple) const -> Relation::const_iterator {
  const Relation& tuples = relations_[relation.index];
  const auto is_same = [&](const auto& entry) {
    return std::equal(tuple.begin(), tuple.end() - 1, entry.first.begin(),
                      [](const Value& left, const Value& right) { return Order(left, right) == 0; });
  };
  // A tuple without its last column stands right before all that begin with it.
  const auto at = tuples.lower_bound(Tuple(tuple.begin(), tuple.end() - 1));
  return at != tuples.end() && is_same(*at) ? at : tuples.end();
}

auto Database::Lacks(sema::RelationId relation, const Tuple& tuple) const -> bool {
  const Keep keep = schema_[relation.index].keep;
  const Relation& tuples = relations_[relation.index];
  if (keep == Keep::kAll) return !tuples.contains(tuple);
  const auto kept = FindKept(relation, tuple);
  if (kept == tuples.end()) return true;
  const auto order = Order(tuple.back(), kept->first.back());
  return keep == Keep::kMin ? order < 0 : order > 0;
}

auto Database::WouldGrow(sema::RelationId relation, const Tuple& tuple) const -> bool {
  if (schema_[relation.index].keep == Keep::kAll) return Lacks(relation, tuple);
  return FindKept(relation, tuple) == relations_[relation.index].end();
}

auto Database::Show(sema::RelationId relation, const Tuple& tuple, Origin origin) -> bool {
  if (!Lacks(relation, tuple)) return false;
  Relation& tuples = relations_[relation.index];
  if (WouldGrow(relation, tuple)) {
    ++tuple_count_;
  } else {
    tuples.erase(FindKept(relation, tuple));
  }
  tuples.emplace(tuple, origin);
  return true;
}

auto Database::Assert(sema::RelationId relation, const Tuple& tuple) -> bool {
  const sema::Relation& schema = schema_[relation.index];
  const bool shows = Show(relation, tuple, Origin::kAsserted);
  if (schema.keep == Keep::kAll) {
    return shows || std::exchange(relations_[relation.index][tuple], Origin::kAsserted) == Origin::kDerived;
  }
  const bool is_new = asserted_[relation.index].insert(tuple).second;
  return schema.derived ? is_new : shows;
}

auto Database::Derive(sema::RelationId relation, const Tuple& tuple) -> bool {
  return Show(relation, tuple, Origin::kDerived);
}

void Database::DropDerived() {
  for (std::uint32_t i = 0; i < relations_.size(); ++i) {
    if (schema_[i].keep == Keep::kAll) {
      tuple_count_ -= std::erase_if(relations_[i], [](const auto& entry) { return entry.second == Origin::kDerived; });
      continue;
    }
    tuple_count_ -= relations_[i].size();
    relations_[i].clear();
    for (const Tuple& tuple : asserted_[i]) Show({i}, tuple, Origin::kAsserted);
  }
}

}  // namespace bytelogic::reference
