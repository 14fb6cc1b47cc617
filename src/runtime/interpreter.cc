#include "runtime/interpreter.h"

#include "runtime/aggregation.h"
#include "runtime/builtins.h"
#include "runtime/fault_place.h"
#include "runtime/numbers.h"
#include "runtime/op_fuel.h"
#include "runtime/output.h"
#include "runtime/range.h"
#include "runtime/relation.h"
#include "runtime/snapshot.h"
#include "runtime/solve.h"

namespace bytelogic::runtime {
namespace {

inline auto Spend(Machine& machine, std::uint32_t fuel) -> Status {
  machine.fuel.slice -= fuel;
  if (machine.fuel.slice >= 0) [[likely]]
    return Status::kOk;
  return machine.fuel.Refill();
}

// Collects the cells of a list of registers. A single one is read where it is.
inline auto KeyOf(Machine& machine, const std::uint16_t* list, std::uint32_t count, Register* registers)
    -> const std::uint32_t* {
  if (count == 1) return &registers[list[0]].cell;
  for (std::uint32_t i = 0; i < count; ++i) machine.key[i] = registers[list[i]].cell;
  return machine.key;
}

inline auto RowOf(Machine& machine, const Op& op, Register* registers) -> const std::uint32_t* {
  return KeyOf(machine, machine.operands + op.d, machine.relations[op.b].rows.arity, registers);
}

// What looking for a row in `rows` costs beside the operation itself.
inline auto LookupFuel(const RowSet& rows) -> std::uint32_t { return rows.arity + rows.lookup_fuel; }

inline auto BestFuel(const Best& best) -> std::uint32_t { return best.keys.arity + 4 * best.keys.lookup_fuel; }

// A derived relation keeps what was asserted apart.
auto AssertFuel(const Machine& machine, std::uint32_t relation) -> std::uint32_t {
  const Relation& target = machine.relations[relation];
  const std::uint32_t rows = target.best != nullptr ? BestFuel(*target.best) : LookupFuel(target.rows);
  return FuelOf(OpKind::kAssert) + rows + (target.derived ? LookupFuel(target.asserted) : 0);
}

inline auto Memory(bool enough) -> Status { return enough ? Status::kOk : Status::kMemoryLimit; }

auto AssertRows(Machine& machine, const Op& op) -> Status {
  const auto* cells = machine.Entries<std::uint32_t>(machine.header->cells) + op.d;
  const std::uint32_t arity = machine.relations[op.b].rows.arity;
  for (std::uint32_t row = 0; row < op.e; ++row, cells += arity) {
    if (Status status = Spend(machine, AssertFuel(machine, op.b)); status != Status::kOk) return status;
    if (Status status = AssertRow(machine, op.b, cells, Asserter::kProgram); status != Status::kOk) return status;
  }
  return Status::kOk;
}

void LoadConstant(Machine& machine, const ConstantEntry& constant, Register& target) {
  target.integer = static_cast<std::int64_t>(constant.bits);
  if (constant.tag == kTagText)
    machine.values.ToText(MakeCell(kCellSymbol, static_cast<std::uint32_t>(constant.bits)), target);
}

inline auto SpendOnTexts(Machine& machine, const Register& a, const Register& b) -> Status {
  return Spend(machine, (a.length < b.length ? a.length : b.length) / kCopiedBytes);
}

auto CellOfText(Machine& machine, const Register& text, std::uint32_t& cell) -> Status {
  const bool known = text.tag >> 2 != 0;
  const std::uint32_t fuel = known ? 0 : text.length / kHashedBytes + 2 * TouchFuel(machine.values.symbols.count());
  if (Status status = Spend(machine, FuelOf(OpKind::kTextToCell) + fuel); status != Status::kOk) return status;
  return Memory(machine.values.CellOfText(machine.heap, text, cell));
}

// What it costs to look up what a cell stands for, where it does not stand in the cell.
inline auto ValueFuel(const Values& values, std::uint32_t cell) -> std::uint32_t {
  switch (CellTag(cell)) {
    case kCellSymbol:
      return TouchFuel(values.symbols.count());
    case kCellFloat:
      return TouchFuel(values.floats.count());
    case kCellBoxedInt:
      return TouchFuel(values.ints.count());
    default:
      return 0;
  }
}

// A number that has no cell of its own is looked up among those that there are.
inline auto BoxFuel(const WordTable& table) -> std::uint32_t { return 8 + 2 * TouchFuel(table.count()); }

}  // namespace

auto Interpret(Machine& machine, std::uint32_t function, CodeKind kind) -> Status {
  const Op* const code = machine.code;
  const auto* const functions = machine.Entries<FunctionEntry>(machine.header->functions);
  const auto* const constants = machine.Entries<ConstantEntry>(machine.header->constants);
  const std::uint32_t entry_frames = machine.frames.count;
  const std::uint32_t entry_snapshots = machine.snapshot_starts.count;
  const std::uint32_t entry_registers = machine.registers.count;
  const std::uint32_t entry_mark = machine.scratch.Mark();

  if (Status status = Spend(machine, functions[function].fuel); status != Status::kOk) {
    return machine.Fail(status, PlaceOfLimit(machine, code + functions[function].begin));
  }

  // The running frame; what it called from stands in machine.frames.
  std::uint32_t base = entry_registers;
  std::uint32_t register_count = functions[function].register_count;
  std::uint32_t snapshots = entry_snapshots;
  if (!machine.registers.Reserve(machine.heap, std::size_t{base} + register_count)) {
    return machine.Fail(Status::kMemoryLimit);
  }
  machine.registers.count = base + register_count;
  Register* r = machine.registers.data + base;
  const Op* pc = code + functions[function].begin;

  for (;;) {
    const Op& op = *pc++;
    Status status = Status::kOk;
    switch (op.kind) {
      case OpKind::kJump:
        pc = code + op.d;
        continue;
      case OpKind::kJumpIfFalse:
        if (r[op.a].integer == 0) pc = code + op.d;
        continue;
      case OpKind::kJumpIfTrue:
        if (r[op.a].integer != 0) pc = code + op.d;
        continue;

      case OpKind::kScan: {
        const RowWindow window = WindowOf(machine.relations[op.b], op.c);
        Register& state = r[op.a];
        state.cursor.current = window.low - 1;
        state.bound = window.high;
        state.mark = machine.scratch.Mark();
        pc = code + op.e;
        continue;
      }
      case OpKind::kScanNext: {
        Register& state = r[op.a];
        if (state.cursor.current + 1 >= state.bound) continue;
        ++state.cursor.current;
        machine.scratch.Reset(machine.heap, state.mark);
        pc = code + op.d;
        machine.fuel.slice -= op.e;
        if (machine.fuel.slice >= 0) [[likely]]
          continue;
        status = machine.fuel.Refill();
        break;
      }
      case OpKind::kProbe: {
        const std::uint32_t columns = machine.indexes[op.b].column_count;
        Register& state = r[op.a];
        std::uint32_t low;
        std::uint32_t first;
        status = FirstRow(machine, op.b, op.c, KeyOf(machine, machine.operands + op.d, columns, r), first, low);
        state.cursor.next = first;
        state.bound = low;
        state.mark = machine.scratch.Mark();
        if (status != Status::kOk) [[unlikely]]
          break;
        pc = code + op.e;
        continue;
      }
      case OpKind::kProbeNext: {
        Register& state = r[op.a];
        const std::uint32_t row = state.cursor.next;
        if (row == kNone32) continue;
        const Index& index = machine.indexes[op.b];
        const std::uint32_t next = index.next[row];
        state.cursor.current = row;
        state.cursor.next = next != kNone32 && next >= state.bound ? next : kNone32;
        machine.scratch.Reset(machine.heap, state.mark);
        pc = code + op.d;
        machine.fuel.slice -= op.e + index.lookup_fuel;
        if (machine.fuel.slice >= 0) [[likely]]
          continue;
        status = machine.fuel.Refill();
        break;
      }
      case OpKind::kScanChanged: {
        Register& state = r[op.a];
        state.cursor.next = 0;
        state.bound = machine.relations[op.b].best->changed.count;
        state.mark = machine.scratch.Mark();
        pc = code + op.e;
        continue;
      }
      case OpKind::kScanChangedNext: {
        Register& state = r[op.a];
        if (state.cursor.next >= state.bound) continue;
        state.cursor.current = machine.relations[op.b].best->changed[state.cursor.next++];
        machine.scratch.Reset(machine.heap, state.mark);
        pc = code + op.d;
        status = Spend(machine, op.e + machine.relations[op.b].best->keys.lookup_fuel);
        break;
      }
      case OpKind::kUnchanged:
        machine.fuel.slice -= machine.relations[op.d].best->keys.lookup_fuel;
        r[op.a].integer = machine.relations[op.d].best->Changed(r[op.b].cursor.current) ? 0 : 1;
        continue;
      case OpKind::kColumn:
        r[op.a].cell = machine.relations[op.d].rows.Row(r[op.b].cursor.current)[op.c];
        continue;

      case OpKind::kRange:
        status = BeginRange(r[op.b], r[op.c], op.d == kNoRegister ? nullptr : &r[op.d], &r[op.a]);
        r[op.a].mark = machine.scratch.Mark();
        break;
      case OpKind::kRangeNext: {
        std::int64_t value;
        if (!NextOfRange(&r[op.a], value)) {
          pc = code + op.d;
          continue;
        }
        r[op.b].integer = value;
        if (op.c == 1) machine.scratch.Reset(machine.heap, r[op.a].mark);
        status = Spend(machine, op.e);
        break;
      }
      case OpKind::kSnapshot:
        CloseSnapshots(machine, snapshots + op.c);
        status = OpenSnapshot(machine, As<ops::Snapshot>(op), r);
        break;
      case OpKind::kSnapshotNext: {
        Register& state = r[op.a];
        if (state.cursor.next == 0) {
          pc = code + op.d;
          continue;
        }
        --state.cursor.next;
        state.cursor.current = state.bound;
        state.bound += machine.relations[op.b].rows.arity;
        if (op.c == 1) machine.scratch.Reset(machine.heap, state.mark);
        status = Spend(machine, op.e);
        break;
      }
      case OpKind::kSnapshotColumn:
        r[op.a].cell = machine.snapshot_cells[r[op.b].cursor.current + op.c];
        continue;
      case OpKind::kList: {
        Register& state = r[op.a];
        state.cursor = {0, op.b};
        state.bound = op.d;
        state.mark = machine.scratch.Mark();
        continue;
      }
      case OpKind::kListNext: {
        Register& state = r[op.a];
        if (state.cursor.current == state.bound) {
          pc = code + op.d;
          continue;
        }
        if (op.c == 1) machine.scratch.Reset(machine.heap, state.mark);
        r[op.b] = r[state.cursor.next + state.cursor.current++];
        status = Spend(machine, op.e);
        break;
      }

      case OpKind::kMember: {
        bool found = false;
        const Relation& relation = machine.relations[op.b];
        const std::uint32_t fuel = relation.best != nullptr ? BestFuel(*relation.best) : LookupFuel(relation.rows);
        if ((status = Spend(machine, fuel)) != Status::kOk) break;
        status = HasMember(machine, op.b, op.c, RowOf(machine, op, r), found);
        r[op.a].integer = found ? 1 : 0;
        break;
      }
      case OpKind::kExists: {
        std::uint32_t low;
        std::uint32_t first = kNone32;
        const std::uint32_t columns = machine.indexes[op.b].column_count;
        status = FirstRow(machine, op.b, op.c, KeyOf(machine, machine.operands + op.d, columns, r), first, low);
        r[op.a].integer = first != kNone32 ? 1 : 0;
        break;
      }
      case OpKind::kNotEmpty: {
        const RowWindow window = WindowOf(machine.relations[op.b], op.c);
        r[op.a].integer = window.low < window.high ? 1 : 0;
        continue;
      }
      case OpKind::kInsert: {
        RowSet& rows = machine.relations[op.b].rows;
        if ((status = Spend(machine, LookupFuel(rows))) != Status::kOk) break;
        const std::uint16_t* list = machine.operands + op.d;
        const Insertion insertion = rows.arity == 2 ? rows.InsertPair(machine.heap, r[list[0]].cell, r[list[1]].cell)
                                                    : rows.Insert(machine.heap, KeyOf(machine, list, rows.arity, r));
        status = CountInsertion(machine, op.b, insertion);
        break;
      }
      case OpKind::kInsertBest:
        status = Spend(machine, FuelOf(OpKind::kInsertBest) + BestFuel(*machine.relations[op.b].best));
        if (status != Status::kOk) break;
        status = InsertBest(machine, op.b, RowOf(machine, op, r));
        break;
      case OpKind::kAssert:
        if ((status = Spend(machine, AssertFuel(machine, op.b))) != Status::kOk) break;
        status = AssertRow(machine, op.b, RowOf(machine, op, r), Asserter::kProgram);
        break;
      case OpKind::kAssertRows:
        status = AssertRows(machine, op);
        break;

      case OpKind::kEmptySet:
        machine.sets[op.b].Clear(machine.heap);
        continue;
      case OpKind::kAddToSet: {
        RowSet& set = machine.sets[op.b];
        if ((status = Spend(machine, LookupFuel(set))) != Status::kOk) break;
        const Insertion insertion = set.Insert(machine.heap, KeyOf(machine, machine.operands + op.d, set.arity, r));
        status = Memory(insertion != Insertion::kNoMemory);
        r[op.a].integer = insertion == Insertion::kNew ? 1 : 0;
        break;
      }
      case OpKind::kEmptyGroups:
        machine.aggregations[op.b].Clear(machine.heap);
        continue;
      case OpKind::kGroup: {
        Aggregation& aggregation = machine.aggregations[op.b];
        status = Spend(machine, FuelOf(OpKind::kGroup) + aggregation.groups.arity + 2 * aggregation.groups.lookup_fuel);
        if (status != Status::kOk) break;
        const std::uint32_t* cells = KeyOf(machine, machine.operands + op.d, aggregation.groups.arity, r);
        std::uint32_t group = 0;
        status = Memory(aggregation.Find(machine.heap, cells, group));
        r[op.a].integer = group;
        break;
      }
      case OpKind::kAccumulate:
      case OpKind::kAccumulateQuery:
        status = machine.aggregations[op.b].Add(machine, static_cast<std::uint32_t>(r[op.a].integer), op.c,
                                                op.d == kNoRegister ? nullptr : &r[op.d]);
        break;
      case OpKind::kGroups:
        r[op.a].integer = -1;
        continue;
      case OpKind::kGroupsNext:
        if (++r[op.a].integer >= machine.aggregations[op.b].groups.count) {
          pc = code + op.d;
          continue;
        }
        status = Spend(machine, op.e);
        break;
      case OpKind::kGroupColumn:
        r[op.a].cell = machine.aggregations[op.b].groups.Row(static_cast<std::uint32_t>(r[op.d].integer))[op.c];
        continue;
      case OpKind::kAggregate:
        status = machine.aggregations[op.b].Result(machine, static_cast<std::uint32_t>(r[op.d].integer), op.c, r[op.a]);
        break;

      case OpKind::kStep:
        status = Spend(machine, op.d);
        break;
      case OpKind::kSolve:
        status = SolveStatement(machine);
        r = machine.registers.data + base;
        break;
      case OpKind::kEnsureSolved:
        status = EnsureSolved(machine, op.e);
        r = machine.registers.data + base;
        break;
      case OpKind::kQuery:
        status = OutputQuery(machine, op.b, machine.operands + op.d, r, op.e);
        break;
      case OpKind::kCheck:
        status = CheckConstraint(machine, op.d, op.e);
        r = machine.registers.data + base;
        break;
      case OpKind::kOutput:
        status = OutputValueOf(machine, r[op.a], op.d);
        break;
      case OpKind::kCall: {
        const FunctionEntry& callee = functions[op.b];
        status = Spend(machine, FuelOf(OpKind::kCall) + callee.parameter_count + callee.fuel);
        if (status != Status::kOk) break;
        const std::uint32_t callee_base = base + register_count;
        if (machine.frames.count - entry_frames >= machine.input->call_depth) {
          status = Status::kDepthLimit;
          break;
        }
        if (!machine.registers.Reserve(machine.heap, std::size_t{callee_base} + callee.register_count) ||
            !machine.frames.Push(machine.heap, {static_cast<std::uint32_t>(pc - code), base, register_count,
                                                machine.scratch.Mark(), snapshots})) {
          status = Status::kMemoryLimit;
          break;
        }
        r = machine.registers.data + base;
        Register* const parameters = machine.registers.data + callee_base;
        for (std::uint32_t i = 0; i < callee.parameter_count; ++i) parameters[i] = r[machine.operands[op.d + i]];
        base = callee_base;
        register_count = callee.register_count;
        snapshots = machine.snapshot_starts.count;
        machine.registers.count = base + register_count;
        r = parameters;
        pc = code + callee.begin;
        continue;
      }
      case OpKind::kReturn:
      case OpKind::kReturnNone: {
        CloseSnapshots(machine, snapshots);
        if (machine.frames.count == entry_frames) {
          machine.registers.count = entry_registers;
          machine.scratch.Reset(machine.heap, entry_mark);
          return Status::kOk;
        }
        const Frame frame = machine.frames.back();
        --machine.frames.count;
        Register result;
        const bool returns = op.kind == OpKind::kReturn;
        if (returns) result = r[op.a];
        const bool is_text = returns && (op.c == 1 || (op.c == 2 && TagOf(result) == kTagText));
        if (is_text && result.tag >> 2 == 0) {
          machine.fuel.slice -= result.length / kCopiedBytes;
          status = Memory(machine.scratch.ResetKeeping(machine.heap, frame.mark, result.text, result.length));
        } else {
          machine.scratch.Reset(machine.heap, frame.mark);
        }
        base = frame.registers;
        register_count = frame.register_count;
        snapshots = frame.snapshots;
        machine.registers.count = base + register_count;
        r = machine.registers.data + base;
        pc = code + frame.return_to;
        const Op& call = pc[-1];
        if (returns) {
          r[call.a] = result;
        } else if (call.c != 0) {
          status = Status::kNoResult;
        }
        break;
      }
      case OpKind::kScratchReset:
        machine.scratch.Reset(machine.heap, entry_mark);
        continue;

      case OpKind::kConstant:
        LoadConstant(machine, constants[op.d], r[op.a]);
        continue;
      case OpKind::kCellConstant:
        r[op.a].cell = op.d;
        continue;
      case OpKind::kMove:
        r[op.a] = r[op.b];
        continue;
      case OpKind::kIntToFloat:
        r[op.a].number = static_cast<double>(r[op.b].integer);
        continue;
      case OpKind::kIntToAny:
        SetInt(r[op.a], r[op.b].integer);
        continue;
      case OpKind::kFloatToAny:
        SetFloat(r[op.a], r[op.b].number);
        continue;
      case OpKind::kTextToAny:
        r[op.a] = r[op.b];
        continue;
      case OpKind::kAnyToInt:
        if (TagOf(r[op.b]) != kTagInt) status = Status::kValueDoesNotFit;
        r[op.a].integer = r[op.b].integer;
        break;
      case OpKind::kAnyToFloat:
        if (TagOf(r[op.b]) == kTagText) {
          status = Status::kValueDoesNotFit;
        } else {
          r[op.a].number = AnyToFloat(r[op.b]);
        }
        break;
      case OpKind::kAnyToText:
        if (TagOf(r[op.b]) != kTagText) status = Status::kValueDoesNotFit;
        r[op.a] = r[op.b];
        break;
      case OpKind::kCellToInt:
        if (CellTag(r[op.b].cell) != kCellSmallInt) [[unlikely]]
          machine.fuel.slice -= ValueFuel(machine.values, r[op.b].cell);
        r[op.a].integer = machine.values.ToInt(r[op.b].cell);
        continue;
      case OpKind::kCellToFloat:
        machine.fuel.slice -= ValueFuel(machine.values, r[op.b].cell);
        r[op.a].number = machine.values.ToFloat(r[op.b].cell);
        continue;
      case OpKind::kCellToText:
        machine.fuel.slice -= ValueFuel(machine.values, r[op.b].cell);
        machine.values.ToText(r[op.b].cell, r[op.a]);
        continue;
      case OpKind::kCellToAny:
        machine.fuel.slice -= ValueFuel(machine.values, r[op.b].cell);
        machine.values.ToAny(r[op.b].cell, r[op.a]);
        continue;
      case OpKind::kIntToCell:
        if (r[op.b].integer < kSmallIntMin || r[op.b].integer > kSmallIntMax) [[unlikely]]
          machine.fuel.slice -= BoxFuel(machine.values.ints);
        status = Memory(machine.values.CellOfInt(machine.heap, r[op.b].integer, r[op.a].cell));
        break;
      case OpKind::kFloatToCell:
        machine.fuel.slice -= BoxFuel(machine.values.floats);
        status = Memory(machine.values.CellOfFloat(machine.heap, r[op.b].number, r[op.a].cell));
        break;
      case OpKind::kTextToCell:
        status = CellOfText(machine, r[op.b], r[op.a].cell);
        break;
      case OpKind::kAnyToCell:
        if (TagOf(r[op.b]) == kTagText) {
          status = CellOfText(machine, r[op.b], r[op.a].cell);
          break;
        }
        machine.fuel.slice -= BoxFuel(TagOf(r[op.b]) == kTagInt ? machine.values.ints : machine.values.floats);
        status = Memory(machine.values.CellOfAny(machine.heap, r[op.b], r[op.a].cell));
        break;
      case OpKind::kIntToBool:
        r[op.a].integer = r[op.b].integer != 0 ? 1 : 0;
        continue;
      case OpKind::kFloatToBool:
        r[op.a].integer = r[op.b].number != 0 ? 1 : 0;
        continue;
      case OpKind::kAnyToBool:
        if (TagOf(r[op.b]) == kTagText) {
          status = Status::kMixedValues;
        } else {
          r[op.a].integer = AnyToFloat(r[op.b]) != 0 ? 1 : 0;
        }
        break;
      case OpKind::kNot:
        r[op.a].integer = r[op.b].integer == 0 ? 1 : 0;
        continue;

      case OpKind::kNegateInt:
        status = NegateInt(r[op.b].integer, r[op.a].integer);
        break;
      case OpKind::kAddInt:
        status = AddInt(r[op.b].integer, r[op.c].integer, r[op.a].integer);
        break;
      case OpKind::kSubtractInt:
        status = SubtractInt(r[op.b].integer, r[op.c].integer, r[op.a].integer);
        break;
      case OpKind::kMultiplyInt:
        status = MultiplyInt(r[op.b].integer, r[op.c].integer, r[op.a].integer);
        break;
      case OpKind::kFloorDivideInt:
        status = FloorDivideInt(r[op.b].integer, r[op.c].integer, r[op.a].integer);
        break;
      case OpKind::kModuloInt:
        status = ModuloInt(r[op.b].integer, r[op.c].integer, r[op.a].integer);
        break;
      case OpKind::kNegateFloat:
        r[op.a].number = 0.0 - r[op.b].number;
        continue;
      case OpKind::kAddFloat:
        status = Finite(r[op.b].number + r[op.c].number, r[op.a].number);
        break;
      case OpKind::kSubtractFloat:
        status = Finite(r[op.b].number - r[op.c].number, r[op.a].number);
        break;
      case OpKind::kMultiplyFloat:
        status = Finite(r[op.b].number * r[op.c].number, r[op.a].number);
        break;
      case OpKind::kDivideFloat:
        status = DivideFloat(r[op.b].number, r[op.c].number, r[op.a].number);
        break;
      case OpKind::kFloorDivideFloat:
        machine.fuel.slice -= FuelOf(op.kind) + RemainderFuel(r[op.b].number, r[op.c].number);
        status = FloorDivideFloat(r[op.b].number, r[op.c].number, r[op.a].number);
        break;
      case OpKind::kModuloFloat:
        machine.fuel.slice -= FuelOf(op.kind) + RemainderFuel(r[op.b].number, r[op.c].number);
        status = ModuloFloat(r[op.b].number, r[op.c].number, r[op.a].number);
        break;
      case OpKind::kNegateAny: {
        Register zero;
        SetInt(zero, 0);
        status = AnyArithmetic(Arithmetic::kSubtract, zero, r[op.b], r[op.a]);
        break;
      }
      case OpKind::kAddAny:
        status = AnyArithmetic(Arithmetic::kAdd, r[op.b], r[op.c], r[op.a]);
        break;
      case OpKind::kSubtractAny:
        status = AnyArithmetic(Arithmetic::kSubtract, r[op.b], r[op.c], r[op.a]);
        break;
      case OpKind::kMultiplyAny:
        status = AnyArithmetic(Arithmetic::kMultiply, r[op.b], r[op.c], r[op.a]);
        break;
      case OpKind::kDivideAny:
        status = AnyArithmetic(Arithmetic::kDivide, r[op.b], r[op.c], r[op.a]);
        break;
      case OpKind::kFloorDivideAny:
        machine.fuel.slice -= FuelOf(op.kind) + RemainderFuel(r[op.b], r[op.c]);
        status = AnyArithmetic(Arithmetic::kFloorDivide, r[op.b], r[op.c], r[op.a]);
        break;
      case OpKind::kModuloAny:
        machine.fuel.slice -= FuelOf(op.kind) + RemainderFuel(r[op.b], r[op.c]);
        status = AnyArithmetic(Arithmetic::kModulo, r[op.b], r[op.c], r[op.a]);
        break;

      case OpKind::kEqualInt:
        r[op.a].integer = r[op.b].integer == r[op.c].integer ? 1 : 0;
        continue;
      case OpKind::kNotEqualInt:
        r[op.a].integer = r[op.b].integer != r[op.c].integer ? 1 : 0;
        continue;
      case OpKind::kLessInt:
        r[op.a].integer = r[op.b].integer < r[op.c].integer ? 1 : 0;
        continue;
      case OpKind::kLessEqualInt:
        r[op.a].integer = r[op.b].integer <= r[op.c].integer ? 1 : 0;
        continue;
      case OpKind::kEqualFloat:
        r[op.a].integer = r[op.b].number == r[op.c].number ? 1 : 0;
        continue;
      case OpKind::kNotEqualFloat:
        r[op.a].integer = r[op.b].number != r[op.c].number ? 1 : 0;
        continue;
      case OpKind::kLessFloat:
        r[op.a].integer = r[op.b].number < r[op.c].number ? 1 : 0;
        continue;
      case OpKind::kLessEqualFloat:
        r[op.a].integer = r[op.b].number <= r[op.c].number ? 1 : 0;
        continue;
      case OpKind::kEqualText:
      case OpKind::kNotEqualText:
        status = SpendOnTexts(machine, r[op.b], r[op.c]);
        r[op.a].integer = EqualText(r[op.b], r[op.c]) == (op.kind == OpKind::kEqualText) ? 1 : 0;
        break;
      case OpKind::kLessText:
      case OpKind::kLessEqualText: {
        status = SpendOnTexts(machine, r[op.b], r[op.c]);
        const int order = CompareText(r[op.b].text, r[op.b].length, r[op.c].text, r[op.c].length);
        r[op.a].integer = order < (op.kind == OpKind::kLessText ? 0 : 1) ? 1 : 0;
        break;
      }
      case OpKind::kEqualAny:
      case OpKind::kNotEqualAny:
        if (TagOf(r[op.b]) == kTagText && TagOf(r[op.c]) == kTagText) status = SpendOnTexts(machine, r[op.b], r[op.c]);
        r[op.a].integer = EqualAny(r[op.b], r[op.c]) == (op.kind == OpKind::kEqualAny) ? 1 : 0;
        break;
      case OpKind::kLessAny:
      case OpKind::kLessEqualAny: {
        int order = 0;
        status = CompareAny(r[op.b], r[op.c], order);
        if (status != Status::kOk) break;
        if (TagOf(r[op.b]) == kTagText) status = SpendOnTexts(machine, r[op.b], r[op.c]);
        r[op.a].integer = order < (op.kind == OpKind::kLessAny ? 0 : 1) ? 1 : 0;
        break;
      }
      case OpKind::kEqualCell:
        r[op.a].integer = r[op.b].cell == r[op.c].cell ? 1 : 0;
        continue;
      case OpKind::kNotEqualCell:
        r[op.a].integer = r[op.b].cell != r[op.c].cell ? 1 : 0;
        continue;
      case OpKind::kBuiltin:
        status = CallBuiltin(machine, As<ops::Builtin>(op), r);
        break;

      case OpKind::kIf:
      case OpKind::kElse:
      case OpKind::kBlock:
      case OpKind::kLoop:
      case OpKind::kEnd:
      case OpKind::kBranch:
      case OpKind::kBranchIfFalse:
      case OpKind::kContinue:
      case OpKind::kContinueIfFalse:
        __builtin_unreachable();  // only in plans
    }
    if (status == Status::kOk) [[likely]]
      continue;

    // Every operation that can fail so names its site in e; the others have failed with a limit.
    if (machine.failure.status != Status::kOk || !EndsBindingOnly(status)) {
      if (machine.failure.status == Status::kOk) (void)machine.Fail(status);
      if (machine.failure.site == kNone32) machine.failure.site = PlaceOfLimit(machine, pc - 1);
      return status;
    }
    if (kind == CodeKind::kActions) return machine.Fail(status, pc[-1].e);
    RecordRuleFailure(machine, status, pc[-1].e);
    machine.fuel.slice -= kFaultFuel + functions[function].end - functions[function].begin;
    auto at = static_cast<std::uint32_t>(pc - 1 - code);
    if (machine.frames.count > entry_frames) {
      at = machine.frames[entry_frames].return_to - 1;
      machine.frames.count = entry_frames;
    }
    CloseSnapshots(machine, entry_snapshots);
    base = entry_registers;
    register_count = functions[function].register_count;
    snapshots = entry_snapshots;
    machine.registers.count = base + register_count;
    r = machine.registers.data + base;
    if (machine.fuel.Work(at - functions[function].begin) != Status::kOk) return machine.Fail(Status::kStopped);
    const std::uint32_t next = LoopAfterFault(code, functions[function], at);
    if (next == kNone32) {
      machine.registers.count = entry_registers;
      machine.scratch.Reset(machine.heap, entry_mark);
      return Status::kOk;
    }
    pc = code + next;
  }
}

}  // namespace bytelogic::runtime
