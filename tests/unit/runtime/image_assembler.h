// image_assembler.h - builds images by hand, runs them, and shows what they report as text.
//
//   ImageAssembler image;
//   auto edge = image.Relation(2);
//   image.Begin(0);                          // function 0: the actions
//   image.AssertRows(edge, {{1, 2}, {2, 3}});
//   image.Query(edge, {kAll, kAll});
//   image.End();
//   EXPECT_EQ(image.Run().Text(), "1 2, 2 3");
//
// Cells of constants are made by Int, Float and Symbol; registers are numbered by the test.
#pragma once

#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/builtin.h"
#include "base/number_text.h"
#include "base/symbol_text.h"
#include "runtime/code_fuel.h"
#include "runtime/image.h"
#include "runtime/run.h"

namespace bytelogic::runtime {

// A value of a host's fact, and of an output.
struct HostValue {
  HostValue(int value) : tag(ValueTag::kInt), integer(value) {}           // NOLINT: tests write plain numbers
  HostValue(std::int64_t value) : tag(ValueTag::kInt), integer(value) {}  // NOLINT
  HostValue(double value) : tag(ValueTag::kFloat), number(value) {}       // NOLINT
  HostValue(const char* value) : tag(ValueTag::kText), text(value) {}     // NOLINT

  ValueTag tag;
  std::int64_t integer = 0;
  double number = 0;
  std::string text;
};

struct HostFacts {
  std::uint32_t relation;
  std::vector<std::vector<HostValue>> rows;
};

// What a run is given; generous unless a test says otherwise.
struct RunOptions {
  std::uint64_t fuel = 1'000'000;
  std::uint64_t tuples = 1'000'000;
  std::uint64_t facts = 10'000;
  std::uint64_t output_bytes = 65'536;
  std::uint64_t memory_bytes = 1U << 22;
  std::uint32_t call_depth = 1'000;
  std::uint32_t stop = 0;
  std::uint32_t trace = 0;
  std::vector<HostFacts> host_facts;
};

// A finished run, with the memory that its report points into.
struct Finished {
  std::vector<std::uint64_t> image;
  std::vector<std::uint64_t> input;
  std::unique_ptr<std::uint8_t[]> memory;
  const Report* report = nullptr;

  [[nodiscard]] auto code() const -> std::uint32_t { return report == nullptr ? 304 : report->code; }
  [[nodiscard]] auto TupleCount(std::uint32_t relation) const -> std::uint32_t {
    return reinterpret_cast<const std::uint32_t*>(report->tuple_counts)[relation];
  }
  [[nodiscard]] auto Warnings() const -> std::string {
    std::string text;
    const auto* entries = reinterpret_cast<const WarningEntry*>(report->warnings);
    for (std::uint32_t i = 0; i < report->warning_count; ++i) {
      text += (i > 0 ? " " : "") + std::to_string(entries[i].code) + "@" + std::to_string(entries[i].site);
    }
    return text;
  }

  // The outputs as docs/language-reference.md, section 6, prints them, separated by " | "; or "error CODE @ SITE".
  [[nodiscard]] auto Text() const -> std::string {
    if (code() != 0) {
      return "error " + std::to_string(code()) +
             (report != nullptr && report->site != kNone32 ? " @ " + std::to_string(report->site) : "");
    }
    std::string text;
    const auto* at = reinterpret_cast<const std::uint8_t*>(report->outputs);
    for (std::uint32_t i = 0; i < report->output_count; ++i) {
      if (i > 0) text += " | ";
      OutputRecord record;
      std::memcpy(&record, at, sizeof record);
      at += sizeof record;
      if (record.kind == OutputKind::kTruth) {
        text += record.row_count == 1 ? "true" : "false";
        continue;
      }
      if (record.kind == OutputKind::kViolation) {
        text += "violated ";
        at = AppendValue(text, at);
        text += ": ";
      }
      if (record.row_count == 0) text += "none";
      for (std::uint32_t row = 0; row < record.row_count; ++row) {
        if (row > 0) text += ", ";
        for (std::uint32_t column = 0; column < record.column_count; ++column) {
          if (column > 0) text += " ";
          at = AppendValue(text, at);
        }
      }
    }
    return text;
  }

 private:
  static auto AppendValue(std::string& text, const std::uint8_t* at) -> const std::uint8_t* {
    OutputValue value;
    std::memcpy(&value, at, sizeof value);
    at += sizeof value;
    char buffer[kMaxNumberText];
    if (value.tag == ValueTag::kInt) {
      text.append(buffer, WriteInt(buffer, static_cast<std::int64_t>(value.bits)));
    } else if (value.tag == ValueTag::kFloat) {
      double number;
      std::memcpy(&number, &value.bits, sizeof number);
      text.append(buffer, WriteFloat(buffer, number));
    } else {
      const std::string_view symbol(reinterpret_cast<const char*>(at), value.length);
      std::string printed(PrintedSymbolSize(symbol), '\0');
      WriteSymbol(printed.data(), symbol);
      text += printed;
      at += (value.length + 7) / 8 * 8;
    }
    return at;
  }
};

class ImageAssembler {
 public:
  static constexpr std::uint16_t kAll = kNoRegister;  // `?` in a pattern

  // Tables.

  auto Relation(std::uint32_t arity, bool derived = false) -> std::uint16_t {
    relations_.push_back({arity, derived ? 1U : 0U});
    return static_cast<std::uint16_t>(relations_.size() - 1);
  }
  auto Index(std::uint16_t relation, std::initializer_list<std::uint16_t> columns) -> std::uint16_t {
    indexes_.push_back({relation, {List(columns), static_cast<std::uint32_t>(columns.size())}});
    return static_cast<std::uint16_t>(indexes_.size() - 1);
  }
  auto List(std::initializer_list<std::uint16_t> registers) -> std::uint32_t {
    operands_.insert(operands_.end(), registers);
    return static_cast<std::uint32_t>(operands_.size() - registers.size());
  }
  auto List(const std::vector<std::uint16_t>& registers) -> std::uint32_t {
    operands_.insert(operands_.end(), registers.begin(), registers.end());
    return static_cast<std::uint32_t>(operands_.size() - registers.size());
  }
  // A place in the source: sites are compared by offset.
  auto Site(std::uint32_t offset, std::uint32_t length = 1) -> std::uint32_t {
    sites_.push_back({offset, length});
    return static_cast<std::uint32_t>(sites_.size() - 1);
  }
  auto Output(bool is_query = false) -> std::uint32_t {
    outputs_.push_back({is_query ? 1U : 0U, kNone32});
    return static_cast<std::uint32_t>(outputs_.size() - 1);
  }
  void Stratum(std::initializer_list<std::uint32_t> relations, std::initializer_list<VariantEntry> variants) {
    strata_.push_back(
        {{static_cast<std::uint32_t>(stratum_relations_.size()), static_cast<std::uint32_t>(relations.size())},
         {static_cast<std::uint32_t>(variants_.size()), static_cast<std::uint32_t>(variants.size())}});
    stratum_relations_.insert(stratum_relations_.end(), relations);
    variants_.insert(variants_.end(), variants);
  }

  // Cells of constants.

  auto Int(std::int64_t value) -> std::uint32_t {
    if (value >= kSmallIntMin && value <= kSmallIntMax) return SmallIntCell(value);
    for (std::size_t i = 0; i < ints_.size(); ++i) {
      if (ints_[i] == value) return static_cast<std::uint32_t>(i) << 2 | kCellBoxedInt;
    }
    ints_.push_back(value);
    return static_cast<std::uint32_t>(ints_.size() - 1) << 2 | kCellBoxedInt;
  }
  auto Float(double value) -> std::uint32_t {
    floats_.push_back(value);
    return static_cast<std::uint32_t>(floats_.size() - 1) << 2 | kCellFloat;
  }
  auto Symbol(std::string_view value) -> std::uint32_t {
    for (std::size_t i = 0; i < symbols_.size(); ++i) {
      if (symbols_[i] == value) return static_cast<std::uint32_t>(i) << 2 | kCellSymbol;
    }
    symbols_.emplace_back(value);
    return static_cast<std::uint32_t>(symbols_.size() - 1) << 2 | kCellSymbol;
  }

  // Functions.

  // Starts function number `number`; functions may be written in any order.
  void Begin(std::uint32_t number, std::uint32_t registers = 32, std::uint32_t parameters = 0) {
    if (functions_.size() <= number) functions_.resize(number + 1);
    current_ = number;
    functions_[number] = {Here(), 0, registers, parameters};
  }
  void End() {
    Emit({.kind = OpKind::kReturnNone});
    functions_[current_].end = Here();
  }
  [[nodiscard]] auto Here() const -> std::uint32_t { return static_cast<std::uint32_t>(code_.size()); }
  auto Emit(Op op) -> std::uint32_t {
    code_.push_back(op);
    return Here() - 1;
  }
  auto At(std::uint32_t instruction) -> Op& { return code_[instruction]; }

  // Frequent operations.

  void Cell(std::uint16_t target, std::uint32_t cell) { Emit({.kind = OpKind::kCellConstant, .a = target, .d = cell}); }
  void ConstantInt(std::uint16_t target, std::int64_t value) {
    Constant(target, {static_cast<std::uint64_t>(value), static_cast<std::uint32_t>(ValueTag::kInt)});
  }
  void ConstantFloat(std::uint16_t target, double value) {
    std::uint64_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    Constant(target, {bits, static_cast<std::uint32_t>(ValueTag::kFloat)});
  }
  void ConstantText(std::uint16_t target, std::string_view value) {
    Constant(target, {Symbol(value) >> 2, static_cast<std::uint32_t>(ValueTag::kText)});
  }
  void Op1(OpKind kind, std::uint16_t a, std::uint16_t b, std::uint32_t site = 0) {
    Emit({.kind = kind, .a = a, .b = b, .e = site});
  }
  void Op2(OpKind kind, std::uint16_t a, std::uint16_t b, std::uint16_t c, std::uint32_t site = 0) {
    Emit({.kind = kind, .a = a, .b = b, .c = c, .e = site});
  }
  void AssertRows(std::uint16_t relation, std::initializer_list<std::vector<std::uint32_t>> rows) {
    const auto first = static_cast<std::uint32_t>(cells_.size());
    for (const auto& row : rows) cells_.insert(cells_.end(), row.begin(), row.end());
    Emit({.kind = OpKind::kAssertRows, .b = relation, .d = first, .e = static_cast<std::uint32_t>(rows.size())});
  }
  auto Query(std::uint16_t relation, std::initializer_list<std::uint16_t> pattern) -> std::uint32_t {
    const std::uint32_t output = Output(true);
    Emit({.kind = OpKind::kQuery, .b = relation, .d = List(pattern), .e = output});
    return output;
  }
  // Shows an any.
  void Result(std::uint16_t any) { Emit({.kind = OpKind::kOutput, .a = any, .d = Output()}); }
  void Column(std::uint16_t target, std::uint16_t state, std::uint16_t column, std::uint16_t relation) {
    Emit({.kind = OpKind::kColumn, .a = target, .b = state, .c = column, .d = relation});
  }
  void Insert(std::uint16_t relation, std::initializer_list<std::uint16_t> cells) {
    Emit({.kind = OpKind::kInsert, .b = relation, .d = List(cells)});
  }
  // Loops of rules: `head = Scan(..); ...; Next(head);`
  auto Scan(std::uint16_t state, std::uint16_t relation, RowRange range) -> std::uint32_t {
    return Emit({.kind = OpKind::kScan, .a = state, .b = relation, .c = static_cast<std::uint16_t>(range)});
  }
  auto Probe(std::uint16_t state, std::uint16_t index, RowRange range, std::initializer_list<std::uint16_t> key)
      -> std::uint32_t {
    return Emit(
        {.kind = OpKind::kProbe, .a = state, .b = index, .c = static_cast<std::uint16_t>(range), .d = List(key)});
  }
  void Next(std::uint32_t head) {
    const Op loop = code_[head];
    code_[head].e = Here();
    for (const std::uint32_t jump : to_next_) code_[jump].d = Here();
    to_next_.clear();
    Emit({.kind = loop.kind == OpKind::kScan ? OpKind::kScanNext : OpKind::kProbeNext,
          .a = loop.a,
          .b = loop.b,
          .c = loop.c,
          .d = head + 1});
  }
  // Goes on with the next row of the innermost loop unless `condition`.
  void ContinueIfFalse(std::uint16_t condition) {
    to_next_.push_back(Emit({.kind = OpKind::kJumpIfFalse, .a = condition}));
  }

  // The image.

  [[nodiscard]] auto Image() const -> std::vector<std::uint64_t>;
  [[nodiscard]] auto Run(const RunOptions& options = {}) const -> Finished;
  [[nodiscard]] static auto RunImage(std::vector<std::uint64_t> image, const RunOptions& options) -> Finished;

 private:
  void Constant(std::uint16_t target, ConstantEntry constant) {
    constants_.push_back(constant);
    Emit({.kind = OpKind::kConstant, .a = target, .d = static_cast<std::uint32_t>(constants_.size() - 1)});
  }

  std::vector<RelationEntry> relations_;
  std::vector<IndexEntry> indexes_;
  std::vector<FunctionEntry> functions_;
  std::vector<Op> code_;
  std::vector<std::uint16_t> operands_;
  std::vector<ConstantEntry> constants_;
  std::vector<std::string> symbols_;
  std::vector<std::int64_t> ints_;
  std::vector<double> floats_;
  std::vector<std::uint32_t> cells_;
  std::vector<StratumEntry> strata_;
  std::vector<std::uint32_t> stratum_relations_;
  std::vector<VariantEntry> variants_;
  std::vector<OutputEntry> outputs_;
  std::vector<SiteEntry> sites_;
  std::vector<std::uint32_t> to_next_;
  std::uint32_t current_ = 0;
};

namespace image_assembler_internal {

// Places tables one after the other in 64-bit words.
class Layout {
 public:
  explicit Layout(std::size_t header_bytes) : words_((header_bytes + 7) / 8) {}

  template <typename T>
  auto Add(const std::vector<T>& entries) -> Table {
    const auto offset = static_cast<std::uint32_t>(words_.size() * 8);
    words_.resize(words_.size() + (entries.size() * sizeof(T) + 7) / 8);
    if (!entries.empty()) std::memcpy(bytes() + offset, entries.data(), entries.size() * sizeof(T));
    return {offset, static_cast<std::uint32_t>(entries.size())};
  }
  auto bytes() -> std::uint8_t* { return reinterpret_cast<std::uint8_t*>(words_.data()); }
  auto size() const -> std::uint32_t { return static_cast<std::uint32_t>(words_.size() * 8); }

  std::vector<std::uint64_t> words_;
};

inline auto Input(const RunOptions& options) -> std::vector<std::uint64_t> {
  Layout layout(sizeof(RunInput));
  RunInput input;
  input.fuel = options.fuel;
  input.tuples = options.tuples;
  input.facts = options.facts;
  input.output_bytes = options.output_bytes;
  input.memory_bytes = options.memory_bytes;
  input.call_depth = options.call_depth;
  input.stop = options.stop;
  input.trace = options.trace;
  std::vector<FactTableEntry> tables;
  for (const HostFacts& facts : options.host_facts) {
    std::vector<std::uint32_t> cells;
    std::vector<std::int64_t> ints;
    std::vector<double> floats;
    std::vector<SymbolEntry> symbols;
    const auto cell = [](std::size_t index, std::uint32_t tag) { return static_cast<std::uint32_t>(index) << 2 | tag; };
    for (const auto& row : facts.rows) {
      for (const HostValue& value : row) {
        if (value.tag == ValueTag::kInt && value.integer >= kSmallIntMin && value.integer <= kSmallIntMax) {
          cells.push_back(SmallIntCell(value.integer));
        } else if (value.tag == ValueTag::kInt) {
          cells.push_back(cell(ints.size(), kCellBoxedInt));
          ints.push_back(value.integer);
        } else if (value.tag == ValueTag::kFloat) {
          cells.push_back(cell(floats.size(), kCellFloat));
          floats.push_back(value.number);
        } else {
          cells.push_back(cell(symbols.size(), kCellSymbol));
          const std::uint32_t at = layout.Add(std::vector<char>(value.text.begin(), value.text.end())).offset;
          symbols.push_back({at, static_cast<std::uint32_t>(value.text.size())});
        }
      }
    }
    tables.push_back({facts.relation, static_cast<std::uint32_t>(facts.rows.size()), layout.Add(cells),
                      layout.Add(symbols), layout.Add(ints), layout.Add(floats)});
  }
  input.fact_tables = layout.Add(tables);
  input.size = layout.size();
  std::memcpy(layout.bytes(), &input, sizeof input);
  return layout.words_;
}

}  // namespace image_assembler_internal

inline auto ImageAssembler::Image() const -> std::vector<std::uint64_t> {
  image_assembler_internal::Layout layout(sizeof(ImageHeader));
  ImageHeader header;
  header.relations = layout.Add(relations_);
  header.indexes = layout.Add(indexes_);
  std::vector<Op> code = code_;
  std::vector<FunctionEntry> functions = functions_;
  PayInAdvance(code, functions);
  header.functions = layout.Add(functions);
  header.code = layout.Add(code);
  header.operands = layout.Add(operands_);
  header.constants = layout.Add(constants_);
  std::vector<SymbolEntry> symbols;
  std::vector<char> text;
  for (const std::string& symbol : symbols_) {
    symbols.push_back({static_cast<std::uint32_t>(text.size()), static_cast<std::uint32_t>(symbol.size())});
    text.insert(text.end(), symbol.begin(), symbol.end());
  }
  header.symbols = layout.Add(symbols);
  header.ints = layout.Add(ints_);
  header.floats = layout.Add(floats_);
  header.text = layout.Add(text);
  header.cells = layout.Add(cells_);
  header.strata = layout.Add(strata_);
  header.stratum_relations = layout.Add(stratum_relations_);
  header.variants = layout.Add(variants_);
  header.outputs = layout.Add(outputs_);
  header.sites = layout.Add(sites_);
  header.size = layout.size();
  std::memcpy(layout.bytes(), &header, sizeof header);
  return layout.words_;
}

inline auto ImageAssembler::RunImage(std::vector<std::uint64_t> image, const RunOptions& options) -> Finished {
  Finished finished;
  finished.image = std::move(image);
  finished.input = image_assembler_internal::Input(options);
  const std::size_t capacity = static_cast<std::size_t>(options.memory_bytes);
  finished.memory = std::make_unique_for_overwrite<std::uint8_t[]>(capacity + 16);
  auto* heap = reinterpret_cast<std::uint8_t*>((reinterpret_cast<std::uintptr_t>(finished.memory.get()) + 15) &
                                               ~std::uintptr_t{15});
  finished.report = runtime::Run(reinterpret_cast<const std::uint8_t*>(finished.image.data()),
                                 reinterpret_cast<const std::uint8_t*>(finished.input.data()), heap, capacity);
  return finished;
}

inline auto ImageAssembler::Run(const RunOptions& options) const -> Finished { return RunImage(Image(), options); }

}  // namespace bytelogic::runtime
