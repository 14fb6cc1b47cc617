#include "engine/trace.h"

#include <span>

namespace bytelogic::engine {
namespace {

void AddCell(const Trace& trace, std::uint32_t cell, FactTable& table) {
  const std::uint32_t number = cell >> 2;
  switch (cell & runtime::kCellTagMask) {
    case runtime::kCellSymbol:
      table.AddSymbol(trace.symbols[number]);
      return;
    case runtime::kCellBoxedInt:
      table.AddInt(trace.ints[number]);
      return;
    case runtime::kCellFloat:
      table.AddFloat(trace.floats[number]);
      return;
    default:
      table.AddInt(runtime::CellToSmallInt(cell));
  }
}

}  // namespace

auto AssertedRows(const Trace& trace, const ProgramShape& shape) -> Facts {
  Facts facts;
  for (std::size_t i = 0; i < trace.relations.size(); ++i) {
    const TracedRelation& from = trace.relations[i];
    const bool derived = shape.relations[i].derived;
    const std::uint32_t count = derived ? from.asserted_count : from.row_count;
    if (count == 0) continue;
    FactTable& table = *facts.Table(shape.relations[i].name, from.arity);
    table.Reserve(count);
    for (const std::uint32_t cell : derived ? from.asserted : from.cells) AddCell(trace, cell, table);
    for (std::uint32_t row = 0; from.arity == 0 && row < count; ++row) table.AddEmptyRow();
  }
  return facts;
}

}  // namespace bytelogic::engine
