// proofs_test - explains tuples of random programs, and replays every step of what comes out.
//
//   proofs_test --count 500 --seed 1

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <set>
#include <string>

#include "bytelogic/bytelogic.h"
#include "engine/compile.h"
#include "generator.h"
#include "replay.h"
#include "sema/check.h"
#include "support/test_clock.h"
#include "syntax/bytelogic/parser.h"

namespace bytelogic::proofs {
namespace {

struct Tally {
  std::uint64_t programs = 0;  // that ran
  std::uint64_t tuples = 0;    // explained
  std::uint64_t derived = 0;   // of those, by a rule
  std::uint64_t nodes = 0;
  std::uint64_t proofs = 0;
  std::uint64_t aggregates = 0;  // nodes that are one
  std::uint64_t kept = 0;        // nodes of relations with KEEP
  std::uint64_t absent = 0;      // premises that say that nothing matches
  std::uint64_t why_not = 0;
  std::size_t highest = 0;
};

auto GoalOf(const std::string& relation, const Tuple& tuple) -> std::string {
  std::string text = relation;
  for (const Value& value : tuple) text += " " + ToText(value);
  return text;
}

class Driver {
 public:
  explicit Driver(std::uint64_t seed) : seed_(seed), random_(seed ^ 0x9E37'79B9) { limits_.output_bytes = 100'000'000; }

  // What is wrong; empty where all is well.
  auto Run(Tally& tally, std::string& source) -> std::string {
    differential::WritingOptions writing;
    writing.host_facts = seed_ % 6 == 0;
    const differential::GeneratedProgram generated = differential::GenerateProgram(seed_, writing);
    source = generated.Text();
    for (const differential::HostTuple& tuple : generated.host_tuples) facts_.Add(tuple.relation, tuple.values);
    Diagnostics diagnostics;
    const syntax::Ast ast = syntax::ParseProgram(source, diagnostics);
    if (diagnostics.has_errors()) return {};
    const auto program = sema::Check(ast, engine::HostRelations(facts_), limits_, diagnostics);
    if (!program || diagnostics.has_errors()) return {};
    World world;
    if (!AskAll(*program, source, world)) return {};
    ++tally.programs;
    Replay replay(engine_, *program, source, facts_, world);
    for (const auto& [relation, tuples] : world) {
      const auto schema = std::ranges::find(program->relations, relation, &sema::Relation::name);
      const std::size_t most = schema->derived ? 12 : 1;
      std::size_t left = most;
      for (const Tuple& tuple : tuples) {
        if (left == 0) break;
        if (tuples.size() > most && random_.Percent(50)) continue;
        --left;
        std::string wrong = ExplainOne(source, relation, tuple, replay, tally);
        if (!wrong.empty()) return wrong;
      }
      if (std::string wrong = ExplainNone(*program, source, relation, tuples, tally); !wrong.empty()) return wrong;
    }
    return {};
  }

 private:
  // What every relation holds, by ordinary queries at the end of the program. False where it fails, or where rules have
  // not seen all of its facts.
  auto AskAll(const sema::CheckedProgram& program, const std::string& source, World& world) -> bool {
    std::string asking = source + "\n";
    for (const sema::Relation& relation : program.relations) {
      asking += "QUERY " + std::string(relation.name);
      for (std::size_t i = 0; i < relation.columns.size(); ++i) asking += " ?";
      asking += "\n";
    }
    const Result result = engine_.Run(asking, facts_, {.limits = limits_});
    for (const Diagnostic& each : result.diagnostics) {
      if (each.code == "W105") return false;
    }
    if (!result.success || result.outputs.size() < program.relations.size()) return false;
    const std::size_t first = result.outputs.size() - program.relations.size();
    for (std::size_t i = 0; i < program.relations.size(); ++i) {
      const Output& output = result.outputs[first + i];
      auto& tuples = world[std::string(program.relations[i].name)];
      if (output.kind == Output::Kind::kTruth) {
        if (output.truth) tuples.insert(Tuple{});
      } else {
        tuples.insert(output.rows.begin(), output.rows.end());
      }
    }
    return true;
  }

  auto ExplainOne(const std::string& source, const std::string& relation, const Tuple& tuple, Replay& replay,
                  Tally& tally) -> std::string {
    ExplainOptions options{.run = {.limits = limits_}};
    options.proofs = random_.Percent(25) ? 4 : 1;
    const std::string goal = GoalOf(relation, tuple);
    const Explanation why = Explain(engine_, source, goal, facts_, options);
    if (!why.success) return goal + ": " + why.diagnostics.front().message;
    if (!why.holds || why.matching != 1 || why.proofs.empty()) return goal + ": no proof is found";
    ++tally.tuples;
    std::set<std::string> texts;
    for (const Proof& proof : why.proofs) {
      if (proof.nodes.front().Text() != goal)
        return goal + ": another tuple is explained: " + proof.nodes.front().Text();
      if (proof.height < why.proofs.front().height) return goal + ": the first proof is not the shortest";
      if (std::string wrong = replay.Check(proof); !wrong.empty()) return goal + ": " + wrong + "\n" + why.Text();
      Explanation one = why;
      one.proofs = {proof};
      if (!texts.insert(one.Text()).second) return goal + ": the same proof twice\n" + why.Text();
      Count(proof, tally);
    }
    // Every form can be made.
    if (why.Text(true).empty() || why.Json().empty() || why.Dot().empty()) return goal + ": a form is empty";
    return {};
  }

  static void Count(const Proof& proof, Tally& tally) {
    ++tally.proofs;
    tally.nodes += proof.nodes.size();
    tally.derived += proof.nodes.front().kind == ProofNode::Kind::kRule ? 1 : 0;
    tally.highest = std::max<std::size_t>(tally.highest, proof.height);
    for (const ProofNode& node : proof.nodes) {
      tally.aggregates += node.counted > 0 ? 1 : 0;
      tally.kept += node.note.empty() ? 0 : 1;
      for (const ProofPremise& premise : node.premises) {
        tally.absent += premise.kind == ProofPremise::Kind::kAbsent ? 1 : 0;
      }
    }
  }

  // A tuple that is not there has a failure for each EMIT into its relation.
  auto ExplainNone(const sema::CheckedProgram& program, const std::string& source, const std::string& relation,
                   const std::set<Tuple, reference::TupleLess>& tuples, Tally& tally) -> std::string {
    if (tuples.empty()) return {};
    auto tuple = std::next(tuples.begin(), static_cast<std::ptrdiff_t>(random_.Below(tuples.size())));
    Tuple missing = *tuple;
    if (missing.empty()) return {};
    missing[random_.Below(missing.size())] = std::string("no such value");
    const std::string goal = GoalOf(relation, missing);
    const Explanation why = Explain(engine_, source, goal, facts_, {.run = {.limits = limits_}, .why_not = true});
    if (!why.success) return goal + ": " + why.diagnostics.front().message;
    if (why.holds) return goal + ": it does not hold";
    std::size_t emits = 0;
    for (const sema::Rule& rule : program.rules) {
      emits += static_cast<std::size_t>(std::ranges::count_if(program.Clauses(rule), [&](const sema::Clause& clause) {
        return clause.kind == sema::ClauseKind::kEmit && program[clause.relation].name == relation;
      }));
    }
    if (why.failures.size() != emits) return goal + ": it has " + std::to_string(why.failures.size()) + " failures";
    for (const RuleFailure& failure : why.failures) {
      if (failure.reason.empty() || failure.clause.empty()) return goal + ": a failure has no reason";
    }
    ++tally.why_not;
    return {};
  }

  std::uint64_t seed_;
  differential::Random random_;
  Limits limits_;
  Facts facts_;
  Engine engine_{{.clock = StoppedClock()}};
};

}  // namespace
}  // namespace bytelogic::proofs

auto main(int argument_count, char** arguments) -> int {
  std::uint64_t count = 200;
  std::uint64_t seed = 1;
  CLI::App app("Replays every step of proofs of random programs.");
  app.add_option("--count", count, "how many programs");
  app.add_option("--seed", seed, "seed of the first program");
  CLI11_PARSE(app, argument_count, arguments);
  bytelogic::proofs::Tally tally;
  for (std::uint64_t i = 0; i < count; ++i) {
    std::string source;
    const std::string wrong = bytelogic::proofs::Driver(seed + i).Run(tally, source);
    if (wrong.empty()) continue;
    std::printf("seed %llu: %s\n---- program\n%s", static_cast<unsigned long long>(seed + i), wrong.c_str(),
                source.c_str());
    return 1;
  }
  std::printf(
      "%llu programs, %llu tuples, %llu proofs (%llu by rules, the highest of %zu steps), %llu steps, %llu absences, "
      "%llu aggregates, %llu best-of; %llu tuples that do not hold\n",
      static_cast<unsigned long long>(tally.programs), static_cast<unsigned long long>(tally.tuples),
      static_cast<unsigned long long>(tally.proofs), static_cast<unsigned long long>(tally.derived), tally.highest,
      static_cast<unsigned long long>(tally.nodes), static_cast<unsigned long long>(tally.absent),
      static_cast<unsigned long long>(tally.aggregates), static_cast<unsigned long long>(tally.kept),
      static_cast<unsigned long long>(tally.why_not));
  // A generator whose programs derive nothing would make this test pass for nothing.
  const bool useful = tally.derived * 4 >= tally.proofs && tally.absent > 0 && tally.highest > 2;
  if (!useful) std::printf("the programs derive too little to be of use\n");
  return useful ? 0 : 1;
}
