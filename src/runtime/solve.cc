#include "runtime/solve.h"

#include "runtime/interpreter.h"
#include "runtime/op_fuel.h"
#include "runtime/output.h"
#include "runtime/relation.h"
#include "runtime/trace.h"

namespace bytelogic::runtime {
namespace {

auto VariantsOf(const Machine& machine, const StratumEntry& stratum) -> const VariantEntry* {
  return machine.Entries<VariantEntry>(machine.header->variants) + stratum.variants.offset;
}

// Whether `variant` has something to look at in this round.
auto HasWork(const Machine& machine, const VariantEntry& variant, bool first_round) -> bool {
  if (variant.delta == kNone32) return first_round;
  const Relation& delta = machine.relations[variant.delta];
  return delta.best != nullptr ? delta.best->changed.count > 0 : delta.previous != delta.begin;
}

// The site of the first rule that has something to look at: what a limit between two rounds is reported at.
auto SiteOfRound(const Machine& machine, const StratumEntry& stratum, bool first_round) -> std::uint32_t {
  const VariantEntry* variants = VariantsOf(machine, stratum);
  for (std::uint32_t i = 0; i < stratum.variants.count; ++i) {
    if (!HasWork(machine, variants[i], first_round)) continue;
    return machine.Entries<FunctionEntry>(machine.header->functions)[variants[i].function].site;
  }
  return kNone32;
}

auto RunVariants(Machine& machine, const StratumEntry& stratum, bool first_round) -> Status {
  const VariantEntry* variants = VariantsOf(machine, stratum);
  for (std::uint32_t i = 0; i < stratum.variants.count; ++i) {
    const VariantEntry& variant = variants[i];
    if (!HasWork(machine, variant, first_round)) continue;
    machine.fuel.slice -= kEnterFuel;
    if (Status status = Interpret(machine, variant.function, CodeKind::kRule); status != Status::kOk) return status;
  }
  return Status::kOk;
}

// Begins the next round. `grown`: whether the last one added or improved anything.
auto Advance(Machine& machine, const StratumEntry& stratum, bool& grown) -> Status {
  const auto* relations = machine.Entries<std::uint32_t>(machine.header->stratum_relations) + stratum.relations.offset;
  grown = false;
  for (std::uint32_t i = 0; i < stratum.relations.count; ++i) {
    Relation& relation = machine.relations[relations[i]];
    if (relation.best != nullptr) {
      if (!EndRound(machine, relations[i])) return machine.Fail(Status::kMemoryLimit);
      grown = grown || relation.best->changed.count > 0;
      continue;
    }
    relation.previous = relation.begin;
    relation.begin = relation.rows.count;
    grown = grown || relation.previous != relation.begin;
  }
  return Status::kOk;
}

auto SolveStratum(Machine& machine, const StratumEntry& stratum) -> Status {
  for (bool first_round = true, grown = true; grown; first_round = false) {
    ++machine.rounds;
    const std::uint64_t fuel = std::uint64_t{kRoundFuel} + stratum.variants.count + stratum.relations.count;
    if (Status status = machine.fuel.Charge(fuel); status != Status::kOk) {
      return machine.Fail(status, SiteOfRound(machine, stratum, first_round));
    }
    if (Status status = RunVariants(machine, stratum, first_round); status != Status::kOk) return status;
    if (machine.rule_failure.status != Status::kOk) {
      return machine.Fail(machine.rule_failure.status, machine.rule_failure.site);
    }
    if (Status status = Advance(machine, stratum, grown); status != Status::kOk) return status;
    if (Status status = TraceRound(machine, stratum); status != Status::kOk) return status;
  }
  return Status::kOk;
}

auto Solve(Machine& machine) -> Status {
  if (machine.solved) {
    if (Status status = DropDerived(machine); status != Status::kOk) return status;
  }
  machine.fuel.slice -= 4 * (std::int64_t{machine.header->relations.count} + machine.header->indexes.count);
  for (std::uint32_t i = 0; i < machine.header->relations.count; ++i) {
    Relation& relation = machine.relations[i];
    relation.previous = 0;
    relation.begin = relation.rows.count;
    if (relation.best != nullptr && !BeginRounds(machine, i)) return machine.Fail(Status::kMemoryLimit);
  }
  if (Status status = TraceSolving(machine); status != Status::kOk) return status;
  const auto* strata = machine.Entries<StratumEntry>(machine.header->strata);
  machine.in_rule = true;
  Status status = Status::kOk;
  for (std::uint32_t i = 0; i < machine.header->strata.count && status == Status::kOk; ++i) {
    machine.stratum = &strata[i];
    status = SolveStratum(machine, strata[i]);
  }
  if (status == Status::kOk) machine.stratum = nullptr;
  machine.in_rule = false;
  machine.solved = true;
  machine.dirty = false;
  return status;
}

auto Warn(Machine& machine, std::uint32_t code, std::uint32_t site) -> Status {
  machine.fuel.slice -= machine.warnings.count;
  for (std::uint32_t i = 0; i < machine.warnings.count; ++i) {
    if (machine.warnings[i].code == code && machine.warnings[i].site == site) return Status::kOk;
  }
  if (!machine.warnings.Push(machine.heap, {code, site})) return machine.Fail(Status::kMemoryLimit);
  return Status::kOk;
}

}  // namespace

auto SolveStatement(Machine& machine) -> Status {
  machine.solve_statement = true;
  return machine.solved && !machine.dirty ? Status::kOk : Solve(machine);
}

auto EnsureSolved(Machine& machine, std::uint32_t site) -> Status {
  if (machine.in_rule || (machine.solved && !machine.dirty)) return Status::kOk;
  if (machine.solve_statement) return Warn(machine, 105, site);
  if (!machine.warned_implicit) {
    machine.warned_implicit = true;
    if (Status status = Warn(machine, 101, site); status != Status::kOk) return status;
  }
  return Solve(machine);
}

auto CheckConstraint(Machine& machine, std::uint32_t constraint, std::uint32_t site) -> Status {
  if (!machine.solve_statement) {
    if (!machine.solved || machine.dirty) {
      if (Status status = Solve(machine); status != Status::kOk) return status;
    }
  } else if (machine.dirty && site != kNone32) {
    if (Status status = Warn(machine, 105, site); status != Status::kOk) return status;
  }
  machine.fuel.slice -= kEnterFuel + machine.header->relations.count;
  for (std::uint32_t i = 0; i < machine.header->relations.count; ++i) {
    machine.relations[i].begin = machine.relations[i].rows.count;  // what rules see
  }
  const auto& entry = machine.Entries<ConstraintEntry>(machine.header->constraints)[constraint];
  machine.in_rule = true;
  Status status = Interpret(machine, entry.function, CodeKind::kRule);
  machine.in_rule = false;
  if (status != Status::kOk) return status;
  if (machine.rule_failure.status != Status::kOk) {
    return machine.Fail(machine.rule_failure.status, machine.rule_failure.site);
  }
  return OutputViolation(machine, machine.sets[entry.set], constraint);
}

auto SolveForTrace(Machine& machine) -> Status {
  if (machine.solved && (!machine.dirty || machine.solve_statement)) return Status::kOk;
  return Solve(machine);
}

void RecordRuleFailure(Machine& machine, Status status, std::uint32_t site) {
  Failure& first = machine.rule_failure;
  if (first.status != Status::kOk) {
    const auto* sites = machine.Entries<SiteEntry>(machine.header->sites);
    const SiteEntry& known = sites[first.site];
    const SiteEntry& other = sites[site];
    const bool earlier = other.offset != known.offset   ? other.offset < known.offset
                         : other.length != known.length ? other.length < known.length
                                                        : status < first.status;
    if (!earlier) return;
  }
  first.status = status;
  first.site = site;
}

}  // namespace bytelogic::runtime
