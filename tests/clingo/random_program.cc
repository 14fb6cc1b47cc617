#include "random_program.h"

#include <vector>

#include "logic_rule.h"
#include "schema.h"

namespace bytelogic::clingo {
namespace {

class ProgramWriter {
 public:
  explicit ProgramWriter(std::uint64_t seed) : random_(seed) {}

  auto Write() -> std::string {
    bare_ = random_.Percent(20);
    node_ = random_.Percent(50) ? Column{Kind::kSymbol} : Column{Kind::kInt, 9};
    AddGivenRelations();
    AddDerivedRelations();
    Declare();
    for (const Relation& relation : relations_) AddFacts(relation);
    for (const Relation& relation : relations_) {
      if (relation.level >= 0) AddRules(relation);
    }
    const int constraints = random_.Percent(45) ? random_.Between(1, 2) : 0;
    for (int i = 0; i < constraints; ++i) AddConstraint(i);
    if (random_.Percent(90)) text_ += "SOLVE\n";
    AddQuestions();
    return text_;
  }

 private:
  auto NewRelation(int level) -> Relation& {
    relations_.push_back({.name = "r" + std::to_string(relations_.size()), .level = level});
    return relations_.back();
  }

  auto RandomColumn() -> Column {
    const int choice = random_.Between(0, 9);
    if (choice <= 4) return node_;
    if (choice <= 6) return {Kind::kInt, 20};
    if (choice == 7) return {Kind::kInt, 100};
    return choice == 8 ? Column{Kind::kSymbol} : Column{Kind::kAny};
  }

  // A graph, often with weights; and what comes.
  void AddGivenRelations() {
    NewRelation(-1).columns = {node_, node_};
    if (random_.Percent(70)) NewRelation(-1).columns = {node_, node_, Column{Kind::kInt, 9}};
    const int others = random_.Between(1, 2);
    for (int i = 0; i < others; ++i) {
      Relation& relation = NewRelation(-1);
      const int columns = random_.Between(random_.Percent(bare_ ? 60 : 10) ? 0 : 1, bare_ ? 1 : 3);
      for (int j = 0; j < columns; ++j) relation.columns.push_back(RandomColumn());
      if (columns > 1 && relation.columns.back().kind == Kind::kInt && random_.Percent(15)) AddKeep(relation);
    }
  }

  void AddKeep(Relation& relation) { relation.keep = random_.Percent(60) ? "MIN" : "MAX"; }

  void AddDerivedRelations() {
    const int levels = random_.Between(2, 4);
    for (int level = 0; level < levels; ++level) {
      const bool best_of = random_.Percent(25);
      const bool summary = !best_of && random_.Percent(40);
      const int count = random_.Percent(25) ? 2 : 1;
      for (int i = 0; i < count; ++i) {
        Relation& relation = NewRelation(level);
        const int columns = random_.Between(best_of ? 2 : random_.Percent(bare_ ? 40 : 90) ? 1 : 0, 3);
        for (int j = 0; j < columns; ++j) relation.columns.push_back(RandomColumn());
        if (best_of) {
          relation.columns.back() =
              random_.Percent(85) ? Column{Kind::kInt, random_.Percent(50) ? 20 : 100} : Column{Kind::kSymbol};
          AddKeep(relation);
        }
        relation.summary = columns > 0 && (summary || (best_of && random_.Percent(10)));
        if (relation.summary && relation.columns.back().kind != Kind::kSymbol) {
          relation.columns.back() = {Kind::kInt, kLargest};
        }
        if (relation.summary && columns > 2 && relation.columns[1].kind == Kind::kInt) {
          relation.columns[1].bound = kLargest;
        }
      }
    }
  }

  void Declare() {
    for (const Relation& relation : relations_) {
      text_ += "REL " + relation.name;
      bool typed = !relation.keep.empty() || random_.Percent(40);
      // Without its type such a column would be one of symbols where only symbols come into it.
      for (const Column& column : relation.columns) typed |= column.kind == Kind::kAny;
      if (!typed || relation.columns.empty()) {
        text_ += " " + std::to_string(relation.columns.size()) + "\n";
        continue;
      }
      for (std::size_t i = 0; i < relation.columns.size(); ++i) {
        const Kind kind = relation.columns[i].kind;
        text_ += (i == 0 ? "(" : ", ") + std::string(1, static_cast<char>('a' + i));
        text_ += kind == Kind::kInt ? ": int" : kind == Kind::kSymbol ? ": symbol" : ": any";
      }
      text_ += relation.keep.empty() ? ")\n" : " KEEP " + relation.keep + ")\n";
    }
  }

  void AddFacts(const Relation& relation) {
    const bool derived = relation.level >= 0;
    if (derived && random_.Percent(80)) return;
    const int facts = relation.columns.empty() ? random_.Between(0, 1)
                      : bare_                  ? random_.Between(0, 2)
                      : derived                ? random_.Between(1, 2)
                                               : random_.Between(3, 9);
    for (int i = 0; i < facts; ++i) {
      text_ += "FACT " + relation.name;
      for (const Column& column : relation.columns) text_ += " " + RandomConstant(column, random_);
      text_ += "\n";
    }
  }

  void AddRules(const Relation& relation) {
    const bool recursive = !relation.summary && random_.Percent(60);
    const int rules = recursive ? random_.Between(2, 3) : random_.Between(1, 2);
    for (int i = 0; i < rules; ++i) {
      RuleText rule(relations_, random_, relation.level);
      rule.AddBody(recursive && i > 0);
      rule.Emit(relation);
      text_ += "RULE " + relation.name + ": " + rule.text() + "\n";
    }
  }

  void AddConstraint(int index) {
    RuleText body(relations_, random_, 1'000);
    body.AddBody(false);
    text_ += "CONSTRAINT c" + std::to_string(index) + ": " + body.text() + "\n";
  }

  // Each relation as a whole, then some with constants.
  void AddQuestions() {
    for (const Relation& relation : relations_) {
      text_ += "QUERY " + relation.name;
      for (std::size_t i = 0; i < relation.columns.size(); ++i) text_ += " ?";
      text_ += "\n";
    }
    const int questions = random_.Between(0, 2);
    for (int i = 0; i < questions; ++i) {
      const Relation& relation = random_.Pick(relations_);
      text_ += "QUERY " + relation.name;
      for (const Column& column : relation.columns) {
        const Column any{Kind::kAny};
        text_ += " " + (random_.Percent(55) ? "?" : RandomConstant(random_.Percent(90) ? column : any, random_));
      }
      text_ += "\n";
    }
  }

  Random random_;
  Column node_;
  bool bare_ = false;  // few facts, few columns
  std::vector<Relation> relations_;
  std::string text_;
};

}  // namespace

auto RandomProgram(std::uint64_t seed) -> std::string { return ProgramWriter(seed).Write(); }

}  // namespace bytelogic::clingo
