// database.h - the tuples of all relations, each asserted or derived.
//
//   Database database(program.relations);
//   database.Assert(relation, {Value{1}, Value{"a"}});
//   database.DropDerived();      // what a solving starts with
//
// Relations are sorted sets in the order of outputs, so that reading one in order is a snapshot in output order. A
// relation with KEEP shows one tuple for each combination of its other columns, and remembers everything asserted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "reference/number.h"
#include "sema/checked_program.h"

namespace bytelogic::reference {

using Tuple = std::vector<Value>;  // every value normalised

struct TupleLess {
  auto operator()(const Tuple& left, const Tuple& right) const -> bool;
};

enum class Origin : std::uint8_t { kDerived, kAsserted };

class Database {
 public:
  using Relation = std::map<Tuple, Origin, TupleLess>;

  // `schema` must outlive it.
  explicit Database(const std::vector<sema::Relation>& schema)
      : schema_(schema), relations_(schema.size()), asserted_(schema.size()) {}

  [[nodiscard]] auto operator[](sema::RelationId relation) const -> const Relation& {
    return relations_[relation.index];
  }
  [[nodiscard]] auto tuple_count() const -> std::size_t { return tuple_count_; }

  // Whether Derive(relation, tuple) would change anything.
  [[nodiscard]] auto Lacks(sema::RelationId relation, const Tuple& tuple) const -> bool;
  // Whether it would add a tuple, rather than put a better one in the place of another.
  [[nodiscard]] auto WouldGrow(sema::RelationId relation, const Tuple& tuple) const -> bool;

  // Makes `tuple` asserted; a derived one stays from now on. Returns whether that changed anything: where rules derive
  // tuples too, what is asserted; else what the relation shows.
  auto Assert(sema::RelationId relation, const Tuple& tuple) -> bool;
  // Adds `tuple` as derived where the relation lacks it. Returns whether it did.
  auto Derive(sema::RelationId relation, const Tuple& tuple) -> bool;
  // Removes every tuple that is not asserted.
  void DropDerived();

 private:
  // The tuple of a relation with KEEP that is equal but for the last column; the end where there is none.
  [[nodiscard]] auto FindKept(sema::RelationId relation, const Tuple& tuple) const -> Relation::const_iterator;
  auto Show(sema::RelationId relation, const Tuple& tuple, Origin origin) -> bool;

  const std::vector<sema::Relation>& schema_;
  std::vector<Relation> relations_;
  std::vector<std::set<Tuple, TupleLess>> asserted_;  // of relations with KEEP
  std::size_t tuple_count_ = 0;
};

}  // namespace bytelogic::reference
