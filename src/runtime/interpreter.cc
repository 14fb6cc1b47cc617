#include "runtime/interpreter.h"

#include "runtime/fault_place.h"
#include "runtime/range.h"
#include "runtime/row_steps.h"
#include "runtime/snapshot.h"
#include "runtime/solve.h"
#include "runtime/value_steps.h"

namespace bytelogic::runtime {
// The cases of Interpret that op_kind.def writes: of what neither jumps nor calls.
#define STEP_kPlain(name)                         \
  case OpKind::k##name:                           \
    status = Step(machine, As<ops::name>(op), r); \
    break;
#define STEP_kAsserts(name) STEP_kPlain(name)
#define STEP_kOpens(name)
#define STEP_kStructure(name)
#define STEP_kJump(name)
#define STEP_kRowHead(name)
#define STEP_kRowNext(name)
#define STEP_kTurnHead(name)
#define STEP_kTurnNext(name)
#define STEP_kRuns(name)
#define STEP_kFrame(name)
#define STEP_kLeaves(name)

auto Interpret(Machine& machine, std::uint32_t function, CodeKind kind) -> Status {
  const Op* const code = machine.code;
  const auto* const functions = machine.Entries<FunctionEntry>(machine.header->functions);
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
      case OpKind::kJump: {
        const auto fields = As<ops::Jump>(op);
        pc = code + fields.target;
        continue;
      }
      case OpKind::kJumpIfFalse: {
        const auto fields = As<ops::JumpIfFalse>(op);
        if (r[fields.condition].integer == 0) pc = code + fields.target;
        continue;
      }
      case OpKind::kJumpIfTrue: {
        const auto fields = As<ops::JumpIfTrue>(op);
        if (r[fields.condition].integer != 0) pc = code + fields.target;
        continue;
      }

      case OpKind::kScan: {
        const auto fields = As<ops::Scan>(op);
        const RowWindow window = WindowOf(machine.relations[fields.relation], fields.range);
        Register& state = r[fields.state];
        state.cursor.current = window.low - 1;
        state.bound = window.high;
        state.mark = machine.scratch.Mark();
        pc = code + fields.next;
        continue;
      }
      case OpKind::kScanNext: {
        const auto fields = As<ops::ScanNext>(op);
        Register& state = r[fields.state];
        if (state.cursor.current + 1 >= state.bound) continue;
        ++state.cursor.current;
        machine.scratch.Reset(machine.heap, state.mark);
        pc = code + fields.body;
        machine.fuel.slice -= fields.payment;
        if (machine.fuel.slice >= 0) [[likely]]
          continue;
        status = machine.fuel.Refill();
        break;
      }
      case OpKind::kProbe: {
        const auto fields = As<ops::Probe>(op);
        const std::uint32_t columns = machine.indexes[fields.index].column_count;
        Register& state = r[fields.state];
        std::uint32_t low;
        std::uint32_t first;
        status = FirstRow(machine, fields.index, fields.range,
                          KeyOf(machine, machine.operands + fields.key, columns, r), first, low);
        state.cursor.next = first;
        state.bound = low;
        state.mark = machine.scratch.Mark();
        if (status != Status::kOk) [[unlikely]]
          break;
        pc = code + fields.next;
        continue;
      }
      case OpKind::kProbeNext: {
        const auto fields = As<ops::ProbeNext>(op);
        Register& state = r[fields.state];
        const std::uint32_t row = state.cursor.next;
        if (row == kNone32) continue;
        const Index& index = machine.indexes[fields.index];
        const std::uint32_t next = index.next[row];
        state.cursor.current = row;
        state.cursor.next = next != kNone32 && next >= state.bound ? next : kNone32;
        machine.scratch.Reset(machine.heap, state.mark);
        pc = code + fields.body;
        machine.fuel.slice -= fields.payment + index.lookup_fuel;
        if (machine.fuel.slice >= 0) [[likely]]
          continue;
        status = machine.fuel.Refill();
        break;
      }
      case OpKind::kScanChanged: {
        const auto fields = As<ops::ScanChanged>(op);
        Register& state = r[fields.state];
        state.cursor.next = 0;
        state.bound = machine.relations[fields.relation].best->changed.count;
        state.mark = machine.scratch.Mark();
        pc = code + fields.next;
        continue;
      }
      case OpKind::kScanChangedNext: {
        const auto fields = As<ops::ScanChangedNext>(op);
        Register& state = r[fields.state];
        if (state.cursor.next >= state.bound) continue;
        state.cursor.current = machine.relations[fields.relation].best->changed[state.cursor.next++];
        machine.scratch.Reset(machine.heap, state.mark);
        pc = code + fields.body;
        status = Spend(machine, fields.payment + machine.relations[fields.relation].best->keys.lookup_fuel);
        break;
      }
      case OpKind::kRange: {
        const auto fields = As<ops::Range>(op);
        status = BeginRange(r[fields.start], r[fields.end], fields.step == kNoRegister ? nullptr : &r[fields.step],
                            &r[fields.state]);
        r[fields.state].mark = machine.scratch.Mark();
        break;
      }
      case OpKind::kRangeNext: {
        const auto fields = As<ops::RangeNext>(op);
        std::int64_t value;
        if (!NextOfRange(&r[fields.state], value)) {
          pc = code + fields.end;
          continue;
        }
        r[fields.value].integer = value;
        if (fields.resets == 1) machine.scratch.Reset(machine.heap, r[fields.state].mark);
        status = Spend(machine, fields.payment);
        break;
      }
      case OpKind::kSnapshot: {
        const auto fields = As<ops::Snapshot>(op);
        CloseSnapshots(machine, snapshots + fields.open);
        status = OpenSnapshot(machine, fields, r);
        break;
      }
      case OpKind::kSnapshotNext: {
        const auto fields = As<ops::SnapshotNext>(op);
        Register& state = r[fields.state];
        if (state.cursor.next == 0) {
          pc = code + fields.end;
          continue;
        }
        --state.cursor.next;
        state.cursor.current = state.bound;
        state.bound += machine.relations[fields.relation].rows.arity;
        if (fields.resets == 1) machine.scratch.Reset(machine.heap, state.mark);
        status = Spend(machine, fields.payment);
        break;
      }
      case OpKind::kList: {
        const auto fields = As<ops::List>(op);
        Register& state = r[fields.state];
        state.cursor = {0, fields.first};
        state.bound = fields.count;
        state.mark = machine.scratch.Mark();
        continue;
      }
      case OpKind::kListNext: {
        const auto fields = As<ops::ListNext>(op);
        Register& state = r[fields.state];
        if (state.cursor.current == state.bound) {
          pc = code + fields.end;
          continue;
        }
        if (fields.resets == 1) machine.scratch.Reset(machine.heap, state.mark);
        r[fields.value] = r[state.cursor.next + state.cursor.current++];
        status = Spend(machine, fields.payment);
        break;
      }

      case OpKind::kGroups: {
        const auto fields = As<ops::Groups>(op);
        r[fields.state].integer = -1;
        continue;
      }
      case OpKind::kGroupsNext: {
        const auto fields = As<ops::GroupsNext>(op);
        if (++r[fields.group].integer >= machine.aggregations[fields.aggregation].groups.count) {
          pc = code + fields.end;
          continue;
        }
        status = Spend(machine, fields.payment);
        break;
      }
      case OpKind::kSolve:
        status = SolveStatement(machine);
        r = machine.registers.data + base;
        break;
      case OpKind::kEnsureSolved: {
        const auto fields = As<ops::EnsureSolved>(op);
        status = EnsureSolved(machine, fields.site);
        r = machine.registers.data + base;
        break;
      }
      case OpKind::kCheck: {
        const auto fields = As<ops::Check>(op);
        status = CheckConstraint(machine, fields.constraint, fields.site);
        r = machine.registers.data + base;
        break;
      }
      case OpKind::kCall: {
        const auto fields = As<ops::Call>(op);
        const FunctionEntry& callee = functions[fields.function];
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
        for (std::uint32_t i = 0; i < callee.parameter_count; ++i)
          parameters[i] = r[machine.operands[fields.arguments + i]];
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
        const auto fields = As<ops::Return>(op);
        const bool returns = op.kind == OpKind::kReturn;
        if (returns) result = r[fields.result];
        const bool is_text = returns && (fields.mode == 1 || (fields.mode == 2 && TagOf(result) == kTagText));
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
        const auto call = As<ops::Call>(pc[-1]);
        if (returns) {
          r[call.result] = result;
        } else if (call.needed != 0) {
          status = Status::kNoResult;
        }
        break;
      }
      case OpKind::kScratchReset:
        machine.scratch.Reset(machine.heap, entry_mark);
        continue;

        // What neither jumps nor calls is a function of its own.
#define OP(name, text, form, place, fuel, fields) STEP_##form(name)
#include "runtime/op_kind.def"
#undef OP

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
