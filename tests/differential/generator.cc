#include "generator.h"

#include <algorithm>
#include <utility>

#include "block_writer.h"
#include "dense_program.h"
#include "rule_writer.h"
#include "vocabulary.h"

namespace bytelogic::differential {
namespace {

class Generator {
 public:
  Generator(std::uint64_t seed, const WritingOptions& options)
      : vocabulary_(seed, options), expressions_(vocabulary_), permutation_(options.permutation) {}

  auto Generate() -> GeneratedProgram {
    vocabulary_.careful = random_.Percent(75);
    if (!IsDeclarative() && random_.Percent(1)) return GenerateDenseProgram(vocabulary_);
    vocabulary_.bare = random_.Percent(20);
    PlanRelations();
    PlanCalcs();
    for (const RelationPlan& relation : vocabulary_.relations) WriteRelation(relation);
    WriteRules();
    BlockWriter blocks(vocabulary_, expressions_);
    for (std::size_t i = 0; i < vocabulary_.calcs.size(); ++i) {
      program_.declarations.push_back(blocks.WriteCalc(i));
    }
    for (const RelationPlan& relation : vocabulary_.relations) WriteFacts(relation);
    const int actions = random_.Between(1, 7);
    program_.actions = IsDeclarative() ? blocks.WriteDeclarativeActions(actions) : blocks.WriteActions(actions);
    WriteLastQueries();
    if (vocabulary_.options.permutation != 0) {
      permutation_.Shuffle(program_.declarations);
      permutation_.Shuffle(program_.facts);
    }
    return std::move(program_);
  }

 private:
  auto IsDeclarative() const -> bool { return vocabulary_.options.declarative; }

  void PlanRelations() {
    const int base = random_.Between(1, 3);
    const int derived = random_.Between(0, 4);
    int level = 0;
    for (int i = 0; i < base + derived; ++i) {
      RelationPlan relation;
      relation.name = vocabulary_.RelationName(static_cast<std::size_t>(i));
      relation.derived = i >= base;
      const bool keeps_best = !IsDeclarative() && random_.Percent(relation.derived ? 20 : 5);
      // What reads a relation that keeps the best, and keeps all itself, has to be in a later stratum.
      const bool after_other = i > 0 && keeps_best == vocabulary_.relations.back().keep.empty();
      if (relation.derived && (level == 0 || after_other || random_.Percent(60))) ++level;
      relation.level = level;
      const int arity = vocabulary_.bare     ? random_.Between(0, 2)
                        : random_.Percent(3) ? random_.Between(5, 16)
                                             : (random_.Percent(60) ? 2 : random_.Between(0, 4));
      // Columns of one type make joins likely.
      const Kind usual = vocabulary_.RandomKind();
      bool has_any = false;
      for (int k = 0; k < arity; ++k) {
        relation.columns.push_back(random_.Percent(65) ? usual : vocabulary_.RandomKind());
        has_any = has_any || relation.columns.back() == Kind::kAny;
      }
      // A base relation may leave it to its facts to make a column any.
      const bool declares_any = has_any && (relation.derived || random_.Percent(60));
      if (arity > 0 && (declares_any || (!has_any && random_.Percent(40)))) {
        for (int k = 0; k < arity; ++k) relation.column_names.push_back("col" + std::to_string(k));
      }
      if (keeps_best && arity > 0 && relation.columns.back() != Kind::kAny) {
        relation.keep = random_.Percent(50) ? "MIN" : "MAX";
        relation.column_names.clear();
        for (int k = 0; k < arity; ++k) relation.column_names.push_back("col" + std::to_string(k));
      }
      vocabulary_.relations.push_back(std::move(relation));
    }
  }

  void PlanCalcs() {
    const int count = IsDeclarative() ? 0 : random_.Between(0, 3);
    for (int i = 0; i < count; ++i) {
      CalcPlan calc;
      calc.name = vocabulary_.CalcName(static_cast<std::size_t>(i));
      const int parameters = random_.Between(0, 3);
      for (int k = 0; k < parameters; ++k) calc.parameters.push_back(vocabulary_.RandomKind());
      calc.result = vocabulary_.RandomKind();
      if (random_.Percent(40)) calc.reads_level = random_.Between(0, 2);
      calc.asserts = random_.Percent(30);
      if (random_.Percent(15)) {
        calc.parameters = {Kind::kInt, Kind::kInt};
        calc.same_kind = true;
        calc.result = Kind::kInt;
        calc.reads_level = -1;
        calc.asserts = false;
      }
      vocabulary_.calcs.push_back(std::move(calc));
    }
  }

  void WriteRelation(const RelationPlan& relation) {
    std::string text = "REL " + relation.name;
    if (!relation.column_names.empty()) {
      const bool typed = random_.Percent(80);
      text += '(';
      for (std::size_t i = 0; i < relation.columns.size(); ++i) {
        text += (i == 0 ? "" : ", ") + relation.column_names[i];
        const Kind kind = relation.columns[i];
        const char* type = kind == Kind::kInt      ? "int"
                           : kind == Kind::kFloat  ? "float"
                           : kind == Kind::kSymbol ? "symbol"
                                                   : "any";
        const bool best = !relation.keep.empty() && i + 1 == relation.columns.size();
        if (typed || best || kind == Kind::kAny) text += ": " + std::string(type);
        if (best) text += " KEEP " + relation.keep;
      }
      text += ')';
    } else {
      text += " " + std::to_string(relation.columns.size());
    }
    program_.declarations.push_back(std::move(text));
  }

  void WriteRules() {
    RuleWriter rules(vocabulary_, expressions_);
    for (std::size_t i = 0; i < vocabulary_.relations.size(); ++i) {
      if (!vocabulary_.relations[i].derived) continue;
      const int count = random_.Between(1, 3);
      for (int k = 0; k < count; ++k) program_.declarations.push_back(rules.Write(i));
    }
    if (IsDeclarative() || !random_.Percent(20)) return;
    const int count = random_.Between(1, 2);
    for (int k = 0; k < count; ++k) {
      program_.declarations.push_back(rules.WriteConstraint("holds" + std::to_string(k)));
    }
  }

  void WriteFacts(const RelationPlan& relation) {
    const bool some = random_.Percent(vocabulary_.bare ? 60 : relation.derived ? 30 : 100);
    const int most = relation.derived || vocabulary_.bare ? 2 : 9;
    const int count = some ? random_.Between(most == 2 ? 1 : 2, most) : 0;
    for (int i = 0; i < count; ++i) {
      std::string text = "FACT " + relation.name;
      HostTuple tuple{relation.name, {}};
      for (Kind kind : relation.columns) {
        // The first two make sure that such a column has numbers and symbols.
        if (kind == Kind::kAny && i < 2) kind = i == 0 ? Kind::kInt : Kind::kSymbol;
        Literal literal = vocabulary_.RandomLiteral(kind);
        const bool is_empty = literal.text == "\"\"";
        text += " " + (is_empty && random_.Percent(50) ? "(" + vocabulary_.MadeEmptyText() + ")" : literal.text);
        tuple.values.push_back(std::move(literal.value));
      }
      const bool by_host = random_.Percent(50);
      if (vocabulary_.options.host_facts && by_host) {
        program_.host_tuples.push_back(std::move(tuple));
      } else {
        program_.facts.push_back(std::move(text));
      }
    }
  }

  // Asks for everything that was derived, so that few programs have nothing to compare.
  void WriteLastQueries() {
    if (random_.Percent(50)) program_.actions.emplace_back("SOLVE");
    for (const RelationPlan& relation : vocabulary_.relations) {
      if (!relation.derived && random_.Percent(60)) continue;
      std::string text = "QUERY " + relation.name;
      for (std::size_t i = 0; i < relation.columns.size(); ++i) text += " ?";
      program_.actions.push_back(std::move(text));
    }
  }

  Vocabulary vocabulary_;
  ExpressionWriter expressions_;
  Random& random_ = vocabulary_.random;
  Random permutation_;
  GeneratedProgram program_;
};

}  // namespace

auto GeneratedProgram::Text() const -> std::string {
  std::string text;
  for (const auto* part : {&declarations, &facts, &actions}) {
    for (const std::string& statement : *part) text += statement + "\n";
  }
  return text;
}

auto GenerateProgram(std::uint64_t seed, const WritingOptions& options) -> GeneratedProgram {
  return Generator(seed, options).Generate();
}

}  // namespace bytelogic::differential
