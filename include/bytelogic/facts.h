// facts.h - tuples that the host gives to a run.
//
//   Facts facts;
//   facts.Add("parent", {"alice", "bob"});
//   facts.Add("age", {"alice", std::int64_t{42}});
//   Result result = engine.Run(*program, facts);
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bytelogic/value.h"

namespace bytelogic {

// The tuples of one relation, row after row in `values`.
struct FactTable {
  std::size_t arity = 0;
  std::size_t row_count = 0;  // told apart from values.size() / arity for arity 0
  std::vector<Value> values;
  std::vector<ColumnType> types;  // per column: the join of the types of its values
};

// Facts by relation. Copyable; not safe for concurrent writes.
class Facts {
 public:
  // Adds one tuple. Returns false, and adds nothing, where `row` has another length than the rows before it.
  auto Add(std::string_view relation, std::vector<Value> row) -> bool;
  // Makes the relation known with `arity` columns, though it may stay empty.
  auto Declare(std::string_view relation, std::size_t arity) -> bool;

  [[nodiscard]] auto tables() const -> const std::map<std::string, FactTable, std::less<>>& { return tables_; }
  [[nodiscard]] auto empty() const -> bool { return tables_.empty(); }

 private:
  std::map<std::string, FactTable, std::less<>> tables_;
};

}  // namespace bytelogic
