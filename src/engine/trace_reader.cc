#include "engine/trace_reader.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string_view>
#include <utility>

#include "base/utf8.h"
#include "result/value_text.h"

namespace bytelogic::engine {
namespace {

using runtime::TraceMark;
using runtime::TraceRelation;
using runtime::TraceReport;
using runtime::TraceSymbol;

class TraceReader {
 public:
  TraceReader(std::span<const std::uint8_t> memory, const ProgramShape& shape, Watch& watch)
      : memory_(memory), shape_(shape), room_(memory.size()), watch_(watch) {}

  // Empty where all is well, else what is wrong.
  auto Read(std::uint64_t address, Trace& trace) -> std::string_view {
    std::vector<TraceReport> report;
    if (!Copy(address, 1, report)) return "its trace lies outside its memory";
    const TraceReport& raw = report.front();
    if (!Copy(raw.ints, raw.int_count, trace.ints) || !Copy(raw.floats, raw.float_count, trace.floats)) {
      return "the numbers of its trace lie outside its memory";
    }
    const auto is_float = [](double number) { return std::isfinite(number) && !result::IsInt(number); };
    if (!std::ranges::all_of(trace.floats, is_float)) return "its trace has a float that is none";
    if (!ReadSymbols(raw, trace)) return "the symbols of its trace are malformed";
    if (!ReadRelations(raw, trace)) return "the rows of its trace are malformed";
    if (!ReadMarks(raw, trace)) return "the rounds of its trace are malformed";
    return {};
  }

 private:
  // Whatever is read takes room, so that stretches that overlap do not add up to more than the memory.
  template <typename T>
  auto Copy(std::uint64_t address, std::uint64_t count, std::vector<T>& out) -> bool {
    if (count > room_ / sizeof(T)) return false;
    const std::uint64_t size = count * sizeof(T);
    if (address > memory_.size() || size > memory_.size() - address) return false;
    room_ -= size;
    // In pieces, so that memory is not touched twice and there is time to give up.
    constexpr std::uint64_t kPiece = 65'536;
    out.reserve(count);
    for (std::uint64_t done = 0; done < count; done = out.size()) {
      out.resize(std::min(count, done + kPiece));
      std::memcpy(out.data() + done, memory_.data() + address + done * sizeof(T), (out.size() - done) * sizeof(T));
      if (watch_.Spent((out.size() - done) * sizeof(T))) return false;
    }
    return true;
  }

  auto ReadSymbols(const TraceReport& raw, Trace& trace) -> bool {
    std::vector<TraceSymbol> symbols;
    if (!Copy(raw.symbols, raw.symbol_count, symbols)) return false;
    trace.symbols.reserve(symbols.size());
    for (const TraceSymbol& symbol : symbols) {
      if (symbol.text > memory_.size() || symbol.length > memory_.size() - symbol.text || symbol.length > room_) {
        return false;
      }
      room_ -= symbol.length;
      if (watch_.Spent(50 + symbol.length / 4)) return false;
      const std::string_view text(reinterpret_cast<const char*>(memory_.data() + symbol.text), symbol.length);
      if (FindInvalidUtf8(text) != std::string_view::npos) return false;
      trace.symbols.emplace_back(text);
    }
    return true;
  }

  auto ReadRelations(const TraceReport& raw, Trace& trace) -> bool {
    std::vector<TraceRelation> relations;
    if (!Copy(raw.relations, shape_.relations.size(), relations)) return false;
    for (std::size_t i = 0; i < relations.size(); ++i) {
      TracedRelation& relation = trace.relations.emplace_back();
      relation.arity = static_cast<std::uint32_t>(shape_.relations[i].columns.size());
      relation.row_count = relations[i].row_count;
      relation.asserted_count = relations[i].asserted_count;
      // A set has one row without columns.
      if (relation.arity == 0 && (relation.row_count > 1 || relation.asserted_count > 1)) return false;
      if (!Copy(relations[i].rows, std::uint64_t{relation.row_count} * relation.arity, relation.cells)) return false;
      if (!Copy(relations[i].asserted, std::uint64_t{relation.asserted_count} * relation.arity, relation.asserted)) {
        return false;
      }
      const std::vector<sema::Column>& columns = shape_.relations[i].columns;
      if (!AreValues(relation.cells, columns, trace) || !AreValues(relation.asserted, columns, trace)) return false;
    }
    return true;
  }

  auto AreValues(const std::vector<std::uint32_t>& cells, const std::vector<sema::Column>& columns, const Trace& trace)
      -> bool {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (watch_.SpentAt(i, 4)) return false;
      if (!IsValue(cells[i], columns[i % columns.size()].type, trace)) return false;
    }
    return true;
  }

  // A number of a float column may be integral, and is then an int.
  static auto IsValue(std::uint32_t cell, sema::Type type, const Trace& trace) -> bool {
    const std::uint32_t number = cell >> 2;
    const bool any = type == sema::Type::kAny;
    switch (cell & runtime::kCellTagMask) {
      case runtime::kCellSymbol:
        return number < trace.symbols.size() && (any || type == sema::Type::kSymbol);
      case runtime::kCellFloat:
        return number < trace.floats.size() && (any || type == sema::Type::kFloat);
      case runtime::kCellBoxedInt:
        return number < trace.ints.size() && type != sema::Type::kSymbol;
      default:
        return type != sema::Type::kSymbol;
    }
  }

  auto ReadMarks(const TraceReport& raw, Trace& trace) -> bool {
    std::vector<TraceMark> marks;
    if (!Copy(raw.marks, raw.mark_count, marks)) return false;
    for (const TraceMark& mark : marks) {
      if (mark.relation >= trace.relations.size()) return false;
      TracedRelation& relation = trace.relations[mark.relation];
      const std::uint32_t before = relation.marks.empty() ? 0 : relation.marks.back();
      if (mark.row_count < before || mark.row_count > relation.row_count) return false;
      relation.marks.push_back(mark.row_count);
    }
    return std::ranges::none_of(trace.relations, [](const TracedRelation& each) { return each.marks.empty(); });
  }

  std::span<const std::uint8_t> memory_;
  const ProgramShape& shape_;
  std::uint64_t room_;
  Watch& watch_;
};

}  // namespace

auto ReadTrace(std::span<const std::uint8_t> memory, std::uint64_t address, const ProgramShape& shape, Watch& watch)
    -> tl::expected<Trace, std::string> {
  Trace trace;
  const std::string_view wrong = TraceReader(memory, shape, watch).Read(address, trace);
  if (!wrong.empty()) return tl::unexpected(std::string(wrong));
  return trace;
}

}  // namespace bytelogic::engine
