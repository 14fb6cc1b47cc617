// image.h - the one format that host and sandbox share: a plan as bytes, what a run is given, and what it reports.
//
//   [ImageHeader | tables ...]  written once per program by plan/image_writer.h, the same bytes for every run
//   [RunInput | host facts ...] written for each run by engine/
//   run(image, image_length, input, input_length) -> address of a Report
//
// Everything is little-endian, 8-byte aligned, and addressed by offsets from the start of its block. The runtime trusts
// an image (our own code wrote it; ValidateImage checks it in debug builds and in fuzzing); the host trusts nothing
// that it reads back. This header depends on nothing but <cstdint>: it is compiled into the sandbox and into the host.
//
// Cells. A tuple is a row of 32-bit cells; equal values have equal cells. The two low bits tag a cell:
//   00  an int of 30 bits, in place         10  a float: index into the table of floats
//   01  an int: index into the table of ints  11  a symbol: index into the table of symbols
// The tables begin with the image's own ints, floats and symbols, in their order, no value twice; so the cells of
// constants are known when the image is written. A number has one cell: an int that fits 30 bits is always in place, a
// float with an integral value in the range of int64 is always an int.
#pragma once

#include <cstdint>

namespace bytelogic::runtime {

enum class OpKind : std::uint16_t {
#define OP(name, ...) k##name,
#include "runtime/op_kind.def"
#undef OP
};

// One operation of a plan or instruction of an image. What the fields mean stands in op_kind.def; ops.h names them.
struct Op {
  OpKind kind = OpKind::kEnd;
  std::uint16_t a = 0;
  std::uint16_t b = 0;
  std::uint16_t c = 0;
  std::uint32_t d = 0;
  std::uint32_t e = 0;
};
static_assert(sizeof(Op) == 16);

inline constexpr std::uint16_t kNoRegister = 0xFFFF;
inline constexpr std::uint32_t kNone32 = 0xFFFF'FFFF;

// Which rows of a relation a rule reads in a round. `begin`: the number of rows when the round began; `previous`: when
// the round before it began. Rows are numbered in the order of insertion.
enum class RowRange : std::uint16_t {
  kFull,   // [0, begin)
  kDelta,  // [previous, begin)
  kOld,    // [0, previous)
  kNow,    // all rows: what actions read
};

// How the operands of a kBuiltin are typed; see sema/checked_program.h for each function's signature.
enum class OperandMode : std::uint16_t {
  kInt,    // numeric functions: ints
  kFloat,  // numeric functions: floats
  kText,   // MIN, MAX, TO_SYMBOL, TO_NUMBER: texts; string functions: texts and ints as their signature says
  kAny,    // every operand is an any
};
// ROUND with two arguments in mode kFloat: (float, int). The result of mode kAny is an any for POW ABS MIN MAX ROUND/2
// and the float functions, an int for FLOOR CEIL ROUND/1 and the string functions that give an int, a text for those
// that give a symbol; TO_NUMBER gives an any and TO_SYMBOL a text in every mode.

inline constexpr std::uint32_t kCellTagMask = 3;
inline constexpr std::uint32_t kCellSmallInt = 0;
inline constexpr std::uint32_t kCellBoxedInt = 1;
inline constexpr std::uint32_t kCellFloat = 2;
inline constexpr std::uint32_t kCellSymbol = 3;
inline constexpr std::int64_t kSmallIntMin = -(1LL << 29);
inline constexpr std::int64_t kSmallIntMax = (1LL << 29) - 1;

constexpr auto SmallIntCell(std::int64_t value) -> std::uint32_t { return static_cast<std::uint32_t>(value) << 2; }
constexpr auto CellToSmallInt(std::uint32_t cell) -> std::int64_t { return static_cast<std::int32_t>(cell) >> 2; }

// A table of `count` entries, `offset` bytes from the start of its block.
struct Table {
  std::uint32_t offset = 0;
  std::uint32_t count = 0;
};

struct ImageHeader {
  static constexpr std::uint32_t kMagic = 0x3142'4C42;  // "BLB1"
  std::uint32_t magic = kMagic;
  std::uint32_t size = 0;   // bytes of the whole image
  Table relations;          // RelationEntry
  Table indexes;            // IndexEntry
  Table functions;          // FunctionEntry; [0]: the actions
  Table code;               // Op
  Table operands;           // std::uint16_t
  Table constants;          // ConstantEntry
  Table symbols;            // SymbolEntry
  Table ints;               // std::int64_t: those that need a table
  Table floats;             // double
  Table text;               // bytes of symbols
  Table cells;              // std::uint32_t: rows for kAssertRows
  Table strata;             // StratumEntry
  Table stratum_relations;  // std::uint32_t
  Table variants;           // VariantEntry
  Table sets;               // SetEntry
  Table aggregations;       // AggregationEntry
  Table accumulators;       // AccumulatorEntry
  Table constraints;        // ConstraintEntry
  Table outputs;            // OutputEntry
  Table sites;              // SiteEntry
};

struct RelationEntry {
  std::uint32_t arity = 0;
  std::uint32_t derived = 0;  // 1: rules emit into it
  std::uint32_t keep = 0;     // Keep; no index has the last column of a relation that keeps the best
};

struct IndexEntry {
  std::uint32_t relation = 0;
  Table columns;  // into operands: the key columns, ascending; never none, never all
};

struct FunctionEntry {
  std::uint32_t begin = 0;  // into code
  std::uint32_t end = 0;
  std::uint32_t register_count = 0;
  std::uint32_t parameter_count = 0;  // arguments arrive in the first registers
  std::uint32_t site = kNone32;       // the rule or CALC, for a limit that ends it where no statement is nearer
  std::uint32_t fuel = 0;             // what entering it costs: see code_fuel.h
};

// What a constant looks like in a register.
struct ConstantEntry {
  std::uint64_t bits = 0;  // int64, double, or the number of a symbol in `symbols`
  std::uint32_t tag = 0;   // ValueTag
  std::uint32_t unused = 0;
};

enum class ValueTag : std::uint32_t { kInt, kFloat, kText };

struct SymbolEntry {
  std::uint32_t offset = 0;  // into text
  std::uint32_t length = 0;  // bytes
};

struct StratumEntry {
  Table relations;  // into stratum_relations (offset: an index, not bytes): the derived relations of the stratum
  Table variants;   // into variants (offset: an index), by rule in source order
};

// A rule with one of its recursive atoms reading only the delta. `delta` none: no recursive atom, runs in the first
// round only. In the first round `previous` is 0: everything is delta.
struct VariantEntry {
  std::uint32_t function = 0;
  std::uint32_t delta = kNone32;  // relation; the variant is skipped where its delta is empty
};

// A set of rows for kAddToSet.
struct SetEntry {
  std::uint32_t arity = 0;
};

// What kGroup, kAccumulate and kAggregate work on.
struct AggregationEntry {
  std::uint32_t group_columns = 0;
  Table accumulators;  // into accumulators (offset: an index)
};

// What is added up. kInt, kFloat: the value is an int or a float in a register, and so are MIN, MAX and SUM; kCell: it
// is a cell, and they are. COUNT is always an int, AVG always a float.
enum class AccumulatorMode : std::uint32_t { kInt, kFloat, kCell };

struct AccumulatorEntry {
  std::uint32_t function = 0;  // AggregateFunction
  AccumulatorMode mode = AccumulatorMode::kInt;
};

struct ConstraintEntry {
  std::uint32_t function = 0;  // adds its witnesses to the set
  std::uint32_t set = 0;
};

struct OutputEntry {
  std::uint32_t is_query = 0;
  std::uint32_t relation = kNone32;
  std::uint32_t site = kNone32;  // its statement
};

struct SiteEntry {
  std::uint32_t offset = 0;  // source range in bytes
  std::uint32_t length = 0;
};

// What a run is given.

struct RunInput {
  std::uint64_t fuel = 0;
  std::uint64_t tuples = 0;  // host facts do not count
  std::uint64_t facts = 0;   // asserted by the program; host facts do not count
  std::uint64_t output_bytes = 0;
  std::uint64_t memory_bytes = 0;       // of the heap that begins after this block
  std::uint64_t host_memory_bytes = 0;  // beyond those, for the tuples of the host
  std::uint32_t call_depth = 0;
  std::uint32_t stop = 0;   // the host sets it while the run goes on: end with code 303 at the next test
  Table fact_tables;        // FactTableEntry
  std::uint32_t size = 0;   // bytes of the whole block
  std::uint32_t trace = 0;  // 1: solve at the end where a query would, and hand the rows back with their rounds
};

// The tuples of one relation, as cells whose indices are those of the table's own ints, floats and symbols.
struct FactTableEntry {
  std::uint32_t relation = 0;
  std::uint32_t row_count = 0;
  Table cells;    // std::uint32_t: rows * arity of them, row after row
  Table symbols;  // SymbolEntry, whose offsets are those of the block
  Table ints;     // std::int64_t: those that do not fit 30 bits
  Table floats;   // double: never integral in the range of int64
};

// What a run reports.

struct Report {
  std::uint32_t code = 0;        // 0: answered; else the number of its diagnostic, 202 for R202
  std::uint32_t site = kNone32;  // of the failing operation; of a limit, the statement or rule that it ended
  std::uint64_t fuel = 0;        // used
  std::uint64_t rounds = 0;
  std::uint64_t memory_bytes = 0;  // high-water mark of the heap
  std::uint64_t tuple_counts = 0;  // address: std::uint32_t per relation of the image
  std::uint64_t outputs = 0;       // address of OutputRecords, one after the other
  std::uint64_t output_size = 0;   // bytes of all of them
  std::uint32_t output_count = 0;
  std::uint32_t warning_count = 0;
  std::uint64_t warnings = 0;               // address of WarningEntries
  std::uint32_t detail_output = 0;          // code 308: the output that did not fit,
  std::uint32_t detail_relation = kNone32;  // code 305, 306: the relation of the tuple that was one too many; other
                                            // limits: one whose best values were still improving, or none
  std::uint64_t detail_rows = 0;            // 308: how many of its rows did not fit
  std::uint64_t trace = 0;                  // address of a TraceReport; 0 where none was asked for, or code is not 0
};

// The rows of all relations as the run left them, and where in the last solving they came from.
struct TraceReport {
  std::uint64_t relations = 0;  // address: TraceRelation per relation of the image
  std::uint64_t symbols = 0;    // address: TraceSymbol per number of a symbol
  std::uint64_t ints = 0;       // address: std::int64_t per number of a boxed int
  std::uint64_t floats = 0;     // address: double per number of a float
  std::uint64_t marks = 0;      // address of TraceMarks
  std::uint32_t symbol_count = 0;
  std::uint32_t int_count = 0;
  std::uint32_t float_count = 0;
  std::uint32_t mark_count = 0;
};

struct TraceRelation {
  // Address of row_count * arity cells, in the order of insertion; with KEEP every row that was the best for a while,
  // each better than those before it that are equal in the other columns.
  std::uint64_t rows = 0;
  std::uint64_t asserted =
      0;  // of a derived relation, address of asserted_count * arity cells: rows that were asserted
  std::uint32_t row_count = 0;
  std::uint32_t asserted_count = 0;
};

struct TraceSymbol {
  std::uint64_t text = 0;  // address
  std::uint32_t length = 0;
  std::uint32_t unused = 0;
};

// How many rows a relation had when the last solving began (the first mark of each relation), and after each round of
// its stratum (the marks after that).
struct TraceMark {
  std::uint32_t relation = 0;
  std::uint32_t row_count = 0;
};

struct WarningEntry {
  std::uint32_t code = 0;  // 101 or 105
  std::uint32_t site = kNone32;
};

enum class OutputKind : std::uint32_t { kRows, kTruth, kValue, kViolation };

// The most witnesses that a violation shows.
inline constexpr std::uint32_t kMaxWitnesses = 10;

// Followed by row_count * column_count OutputValues (kRows: sorted and distinct; kTruth: none, row_count is 0 or 1;
// kValue: one; kViolation: one int, how many bindings there are, and then the rows of the first of them, sorted).
// Violations come after all outputs.
struct OutputRecord {
  std::uint32_t output = 0;  // OutputEntry, or the number of the constraint
  OutputKind kind = OutputKind::kRows;
  std::uint32_t row_count = 0;
  std::uint32_t column_count = 0;
};

// Followed, for kText, by `length` bytes padded to a multiple of 8 (bits is then 0).
struct OutputValue {
  ValueTag tag = ValueTag::kInt;
  std::uint32_t length = 0;
  std::uint64_t bits = 0;
};

}  // namespace bytelogic::runtime
