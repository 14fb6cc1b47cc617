#include "generator.h"

#include <array>
#include <utility>

#include "body_writer.h"

namespace bytelogic::datalog_test {
namespace {

// Some are words of the grammar elsewhere, or keywords of ByteLogic in lower case.
constexpr std::array kNames = {"edge", "likes", "age", "count", "path", "result",
                               "max",  "fact",  "end", "node",  "range"};

class Generator {
 public:
  Generator(std::uint64_t seed, const GeneratorOptions& options) : random_(seed), options_(options) {}

  auto Generate() -> Program {
    PlanRelations();
    for (const Relation& relation : program_.relations) AddFacts(relation);
    for (const Relation& relation : program_.relations) {
      const int count = relation.derived ? random_.Between(1, 3) : 0;
      for (int i = 0; i < count; ++i) AddRule(relation);
    }
    Ask();
    return std::move(program_);
  }

 private:
  auto RandomKind() -> Kind {
    const int percent = random_.Between(0, 99);
    if (options_.logic) return percent < 55 ? Kind::kInt : Kind::kSymbol;
    return percent < 45 ? Kind::kInt : percent < 60 ? Kind::kFloat : Kind::kSymbol;
  }

  void PlanRelations() {
    const int base = random_.Between(1, 3);
    const int derived = random_.Between(1, 4);
    int level = 0;
    for (int i = 0; i < base + derived; ++i) {
      Relation relation;
      relation.name = kNames[static_cast<std::size_t>(i) + random_.Below(4)];
      for (const Relation& other : program_.relations) {
        if (other.name == relation.name) relation.name += std::to_string(i);
      }
      relation.derived = i >= base;
      if (relation.derived && (level == 0 || random_.Percent(60))) ++level;
      relation.level = level;
      const int arity = random_.Percent(3) ? random_.Between(5, 9) : random_.Percent(60) ? 2 : random_.Between(0, 4);
      const Kind usual = RandomKind();
      for (int k = 0; k < arity; ++k) {
        const Kind kind = random_.Percent(65) ? usual : RandomKind();
        relation.columns.push_back({kind, relation.derived ? kLargestColumn : 10});
      }
      program_.relations.push_back(std::move(relation));
    }
  }

  void AddFacts(const Relation& relation) {
    const int count = relation.derived ? (random_.Percent(30) ? random_.Between(1, 2) : 0) : random_.Between(2, 9);
    for (int i = 0; i < count; ++i) {
      Clause clause;
      clause.heads.push_back(Fact(relation));
      if (random_.Percent(5)) clause.heads.push_back(Fact(random_.Pick(program_.relations)));
      program_.facts.push_back(std::move(clause));
    }
  }

  auto Fact(const Relation& relation) -> Goal {
    Goal fact{.form = GoalForm::kLiteral, .name = relation.name};
    BodyWriter values(program_.relations, random_, options_, 0, next_variable_);
    for (const Column& column : relation.columns) {
      fact.terms.push_back(random_.Percent(5) ? values.ValueOf({column.kind, 10})
                                              : RandomConstant(column, random_, options_.logic));
    }
    return fact;
  }

  void AddRule(const Relation& head) {
    BodyWriter body(program_.relations, random_, options_, head.level, next_variable_);
    body.AddGoals(random_.Percent(35));
    Clause clause;
    clause.heads.push_back(Head(head, body));
    if (random_.Percent(10)) {
      std::vector<const Relation*> same;
      for (const Relation& relation : program_.relations) {
        if (relation.derived && relation.level == head.level) same.push_back(&relation);
      }
      clause.heads.push_back(Head(*random_.Pick(same), body));
    }
    clause.goals = body.TakeGoals();
    program_.rules.push_back(std::move(clause));
  }

  auto Head(const Relation& relation, BodyWriter& body) -> Goal {
    Goal head{.form = GoalForm::kLiteral, .name = relation.name};
    for (const Column& column : relation.columns) head.terms.push_back(body.ValueOrAggregate(column));
    return head;
  }

  void Ask() {
    int deepest = 0;
    for (const Relation& relation : program_.relations) deepest = std::max(deepest, relation.level);
    const int questions = random_.Between(0, 2);
    for (int i = 0; i < questions; ++i) {
      BodyWriter body(program_.relations, random_, options_, deepest + 1, next_variable_);
      body.AddGoals(false);
      program_.asked.push_back({.form = AskedForm::kQuestion, .goals = body.TakeGoals()});
    }
    // Everything that was derived, so that few programs have nothing to compare.
    for (const Relation& relation : program_.relations) {
      if (!relation.derived && random_.Percent(60)) continue;
      const int choice = random_.Between(0, 99);
      if (choice < 15) {
        program_.asked.push_back({.form = AskedForm::kPrintSize, .relation = relation.name});
      } else if (choice < 40) {
        program_.asked.push_back({.form = AskedForm::kOutput, .relation = relation.name});
      } else {
        program_.asked.push_back({.form = AskedForm::kQuestion, .goals = {PlainQuestion(relation)}});
      }
    }
  }

  // Different variables, sometimes constants.
  auto PlainQuestion(const Relation& relation) -> Goal {
    Goal goal{.form = GoalForm::kLiteral, .name = relation.name};
    for (const Column& column : relation.columns) {
      if (random_.Percent(8)) {
        goal.terms.push_back(RandomConstant(column, random_, options_.logic));
        continue;
      }
      Term variable{.form = TermForm::kVariable, .kind = column.kind};
      variable.name = "V" + std::to_string(next_variable_++);
      goal.terms.push_back(std::move(variable));
    }
    return goal;
  }

  Random random_;
  const GeneratorOptions options_;
  int next_variable_ = 0;
  Program program_;
};

}  // namespace

auto GenerateProgram(std::uint64_t seed, const GeneratorOptions& options) -> Program {
  return Generator(seed, options).Generate();
}

}  // namespace bytelogic::datalog_test
