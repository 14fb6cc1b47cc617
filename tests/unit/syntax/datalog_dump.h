// datalog_dump.h - a Tree of Datalog as text that shows its structure: what tests of its parser and printer compare.
//
//   DumpTree(ParseTree("p(X) :- q(X), \\+ r(X, 1).", diagnostics))    // (clause (p X) (and (q X) (not (r X 1))))
//
// Everything of a Tree but ranges, comments and how it was spelled (`<-` for `:-`, `not` for `\+`, quotes that change
// nothing). Used by the unit tests, the fuzzers and tests/datalog/.
#pragma once

#include <charconv>
#include <string>
#include <string_view>

#include "syntax/datalog/tree.h"

namespace bytelogic::syntax::datalog {

class TreeDumper {
 public:
  explicit TreeDumper(const Tree& tree) : tree_(tree) {}

  auto Program() -> std::string {
    out_ = tree_.convention == Convention::kSouffle ? "souffle\n" : "prolog\n";
    for (const Item& item : tree_.items) {
      Dump(item);
      out_ += '\n';
    }
    return out_;
  }

 private:
  void Dump(const Item& item) {
    switch (item.kind) {
      case ItemKind::kClause:
        out_ += "(clause";
        for (const GoalId head : tree_.Goals(tree_.clauses[item.index].heads)) Dump(head);
        if (tree_.clauses[item.index].body.valid()) {
          out_ += " :-";
          Dump(tree_.clauses[item.index].body);
        }
        break;
      case ItemKind::kQuestion:
        out_ += "(question";
        Dump(tree_.questions[item.index].body);
        break;
      case ItemKind::kDeclaration:
        Dump(tree_.declarations[item.index]);
        break;
      case ItemKind::kType:
        out_ += tree_.types[item.index].subtype ? "(subtype" : "(type";
        Quoted(tree_.types[item.index].name);
        for (std::uint32_t at = tree_.types[item.index].targets.begin; at < tree_.types[item.index].targets.end();
             ++at) {
          Quoted(tree_.type_names[at].text);
        }
        break;
      case ItemKind::kDirective:
        Dump(tree_.directives[item.index]);
        break;
      case ItemKind::kIgnored:
        out_ += "(ignored";
        break;
    }
    out_ += ')';
  }

  void Dump(const Declaration& declaration) {
    out_ += declaration.has_columns ? "(decl" : "(dynamic";
    Quoted(declaration.name);
    out_ += ' ' + std::to_string(declaration.arity);
    for (const DeclaredColumn& column : tree_.Columns(declaration)) {
      Quoted(column.name);
      Quoted(column.type_name);
    }
  }

  void Dump(const Directive& directive) {
    constexpr std::string_view kNames[] = {"(input", "(output", "(printsize"};
    out_ += kNames[static_cast<std::size_t>(directive.kind)];
    Quoted(directive.relation);
    for (std::uint32_t at = directive.parameters.begin; at < directive.parameters.end(); ++at) {
      Quoted(tree_.directive_parameters[at].name);
      Quoted(tree_.directive_parameters[at].value);
    }
  }

  void Dump(GoalId id) {
    constexpr std::string_view kKinds[] = {"error", "literal", "comparison", "not", "and", "or", "true", "false"};
    const Goal& goal = tree_[id];
    out_ += " (";
    out_ += kKinds[static_cast<std::size_t>(goal.kind)];
    if (goal.kind == GoalKind::kLiteral) Quoted(goal.text);
    if (goal.kind == GoalKind::kComparison) out_ += ' ' + std::to_string(static_cast<int>(goal.op));
    if (goal.is) out_ += " is";
    for (const TermId term : tree_.Terms(goal.arguments)) Dump(term);
    for (const GoalId inner : tree_.Goals(goal.goals)) Dump(inner);
    out_ += ')';
  }

  void Dump(TermId id) {
    const Term& term = tree_[id];
    out_ += ' ';
    switch (term.kind) {
      case TermKind::kError:
        out_ += "error";
        return;
      case TermKind::kInt:
        out_ += std::to_string(term.int_value);
        return;
      case TermKind::kFloat: {
        char buffer[40];
        // -0.0 is 0.0.
        out_.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, term.float_value + 0.0).ptr);
        out_ += 'f';
        return;
      }
      case TermKind::kSymbol:
        out_ += "symbol";
        return Quoted(term.text);
      case TermKind::kVariable:
        out_ += "variable";
        return Quoted(term.text);
      case TermKind::kAnonymous:
        out_ += '_';
        return;
      case TermKind::kOperation:
        out_ += "(op " + std::to_string(static_cast<int>(term.op));
        break;
      case TermKind::kCall:
        out_ += "(call";
        Quoted(term.text);
        break;
      case TermKind::kAggregate:
        out_ += "(aggregate " + std::to_string(static_cast<int>(term.aggregate));
        break;
    }
    for (const TermId argument : tree_.Terms(term.arguments)) Dump(argument);
    if (term.kind == TermKind::kAggregate) Dump(term.body);
    out_ += ')';
  }

  // Lengths keep what holds quotes apart from what does not.
  void Quoted(std::string_view text) {
    out_ += ' ' + std::to_string(text.size()) + ':';
    out_ += text;
  }

  const Tree& tree_;
  std::string out_;
};

inline auto DumpTree(const Tree& tree) -> std::string { return TreeDumper(tree).Program(); }

}  // namespace bytelogic::syntax::datalog
