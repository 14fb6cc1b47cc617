// database.h - the tuples of all relations, each asserted or derived.
//
//   Database database(program.relations.size());
//   database.Assert(relation, {Value{1}, Value{"a"}});
//   database.DropDerived();      // what a solving starts with
//
// Relations are sorted sets in the order of outputs, so that reading one in order is a snapshot in output order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
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

  explicit Database(std::size_t relation_count) : relations_(relation_count) {}

  [[nodiscard]] auto operator[](sema::RelationId relation) const -> const Relation& {
    return relations_[relation.index];
  }
  [[nodiscard]] auto Contains(sema::RelationId relation, const Tuple& tuple) const -> bool;
  [[nodiscard]] auto tuple_count() const -> std::size_t { return tuple_count_; }

  // Makes `tuple` asserted; a derived one stays from now on. Returns whether that changed anything.
  auto Assert(sema::RelationId relation, Tuple tuple) -> bool;
  // Adds `tuple` as derived where it is not there. Returns whether it was added.
  auto Derive(sema::RelationId relation, Tuple tuple) -> bool;
  // Removes every tuple that is not asserted.
  void DropDerived();

 private:
  std::vector<Relation> relations_;
  std::size_t tuple_count_ = 0;
};

}  // namespace bytelogic::reference
