// parser_internal.h - the parser's state and its functions; only the parse_*.cc files include this.
//
// Recursive descent with a bound on nesting; operators and lists are parsed in loops. Each function stands below the
// rules of the grammar that it reads (docs/language-reference.md, section 9). Where the grammar cannot go on, the table
// of slips (slips/slip.h) is asked: a slip is reported with its fix and read as if it had been right. Else the function
// reports what it expected, and sets `panicking_`: its callers return at once, silently, up to the loop over clauses,
// which resumes behind the next point, or before what begins a clause on a line of its own.
//
//   parser.cc          entry, reports, recovery, nodes       parse_term.cc       terms
//   parse_clause.cc    facts, rules, questions               parse_goal.cc       bodies
//   parse_directive.cc .decl, .type, .input ...              slips/repair.cc     what is not in the grammar
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "diagnostics/diagnostics.h"
#include "syntax/datalog/lexer.h"
#include "syntax/datalog/slips/slip.h"
#include "syntax/datalog/tree.h"
#include "syntax/token_cursor.h"

namespace bytelogic::syntax::datalog {

class Parser : private TokenCursor<Token> {
 public:
  Parser(std::string_view source, Diagnostics& diagnostics);
  void ParseAll();
  auto TakeTree() -> Tree { return std::move(tree_); }

 private:
  // A term and the height of its tree.
  struct Parsed {
    TermId id;
    std::uint32_t height = 0;
  };
  static constexpr int kSumLevel = 1;
  static constexpr int kProductLevel = 2;
  static constexpr int kNegateLevel = 3;
  static constexpr int kPowerLevel = 4;
  struct Infix {
    TermOperator op = TermOperator::kAdd;
    int level = 0;  // 0: no operator
  };

  // Tokens.

  auto AtWord(std::string_view word) const -> bool {
    return (At(TokenKind::kWord) || At(TokenKind::kVariable)) && Current().text == word;
  }
  // From `first` to the last token that was taken. Those of a macro's arguments may stand in another order.
  auto RangeFrom(SourceRange first) const -> SourceRange { return Cover(first, Previous().range); }
  auto IsSouffle() const -> bool { return tree_.convention == Convention::kSouffle; }

  // Reports.

  // Reports, and panics. Silent while panicking.
  void Fail(SourceRange range, std::string message, std::string help = {}, std::optional<RangeFix> fix = std::nullopt,
            DiagnosticKind kind = DiagnosticKind::kUnexpectedWord);
  // Reports and goes on.
  void Complain(SourceRange range, std::string message, std::string help = {},
                std::optional<RangeFix> fix = std::nullopt, DiagnosticKind kind = DiagnosticKind::kUnexpectedWord);
  void Unsupported(SourceRange range, std::string_view what, std::string help);
  void Warn(SourceRange range, std::string message, std::string help);
  void Unexpected(std::string_view expected, std::string help = {}, std::optional<RangeFix> fix = std::nullopt);
  auto Describe(const Token& token) const -> std::string;
  auto Expect(TokenKind kind, std::string help = {}) -> bool;
  auto EnterNesting() -> bool;
  void LeaveNesting() { --nesting_; }
  void Recover();

  // Clauses (parse_clause.cc).

  void ParseItem();
  void ParseClause();
  void ParseQuestion();
  auto ParseHeads() -> Span32;
  auto ParseHead() -> GoalId;
  auto AcceptNeck() -> bool;
  void EndClause(const Token& first);
  auto StartsClause(const Token& token, std::size_t distance) const -> bool;
  void ParsePrologDirective();
  void ParseDynamic(SourceRange first);

  // Bodies (parse_goal.cc).

  auto ParseBody() -> GoalId;
  auto ParseConjunction() -> GoalId;
  auto ParseGoal() -> GoalId;
  auto ParseNegation(SourceRange sign) -> GoalId;
  auto ParseNamedGoal() -> GoalId;
  auto ParseParenthesizedGoal() -> GoalId;
  auto ParseComparison(Parsed left) -> GoalId;
  auto ParseLiteral() -> GoalId;
  auto AcceptComparison(Operator& op, bool& is) -> bool;
  auto ContinuesTerm(std::size_t distance = 0) const -> bool;
  auto ContinuesTermBehind(std::size_t distance) const -> bool;
  auto AcceptSeparator(TokenKind kind) -> bool;
  auto FinishComparison() -> GoalId;
  auto List(GoalKind kind, std::size_t begin, SourceRange first) -> GoalId;

  // Terms (parse_term.cc).

  auto ParseTerm() -> Parsed { return ParseInfix(kSumLevel); }
  auto ParseInfix(int min_level) -> Parsed;
  auto ParseInfixFrom(Parsed left, int min_level) -> Parsed;
  auto ParseUnary() -> Parsed;
  auto ParsePrimary() -> Parsed;
  auto ParseNumber(bool negative, SourceRange first) -> Parsed;
  auto ParseWordTerm() -> Parsed;
  auto ParseCall() -> Parsed;
  auto ParseAs(SourceRange first) -> Parsed;
  auto FinishCall(const Token& name, std::size_t begin, std::uint32_t height) -> Parsed;
  auto ParseAggregate() -> Parsed;
  auto FinishAggregate(Term term, std::size_t begin, std::uint32_t height) -> Parsed;
  auto AtAggregate() const -> bool;
  auto ParseTerms(TokenKind close, std::uint32_t& height) -> bool;
  auto InfixAt() -> Infix;
  auto Operation(TermOperator op, SourceRange op_range, std::vector<Parsed> operands) -> Parsed;
  auto Finish(const Term& term, std::uint32_t height) -> Parsed;
  auto StartsTerm(const Token& token) const -> bool;

  // Directives (parse_directive.cc).

  void ParseDirective();
  void ParseDeclaration(SourceRange first);
  void ParseColumns(Declaration& declaration);
  void ParseQualifiers(std::span<const Token> names);
  void ParseType(SourceRange first);
  void ParseLegacyType(SourceRange first, std::string_view base);
  void ParseFile(DirectiveKind kind, SourceRange first);
  auto ParseParameters() -> Span32;
  void ParseIgnored(SourceRange first, std::string_view name);
  void EndDirective();
  auto ParseQualifiedName(std::string_view what) -> std::string_view;
  void ResolveTypes();
  void AddItem(ItemKind kind, std::size_t index, SourceRange first);

  // What is not in the grammar (slips/repair.cc).

  auto TakeSlip(Place at, std::optional<std::string> what = std::nullopt) -> const Slip*;
  void AddMissing(Place at, const std::string& what = {});
  void Refuse(const Slip& slip, SourceRange range, std::string_view what);
  auto TakeNeckSlip() -> bool;
  auto TakeSeparatorSlip(TokenKind kind) -> bool;
  auto AtMissingComma() const -> bool;
  void NamePredicate();
  void DropCountTerm(Term& term);
  auto RefuseTerm() -> bool;
  auto RefuseGoal() -> bool;
  auto IsCut() const -> bool;
  auto IsDefinedHere(std::string_view name) -> bool;
  void RefuseCompound(const Token& name);
  void RefuseFunction(const Token& name, bool is_of_bits);
  void RefuseDirective(const Token& name);
  void RefuseComponent(const Token& name);
  void SkipDirective();
  void SkipBraces();
  auto SkipByteLogic() -> bool;

  // Nodes.

  auto Add(const Term& term) -> TermId;
  auto Add(const Goal& goal) -> GoalId;
  auto ErrorTerm(SourceRange range) -> Parsed;
  auto ErrorGoal() -> GoalId { return Add(Goal{}); }
  auto TakeTerms(std::size_t begin) -> Span32;
  auto TakeGoals(std::size_t begin) -> Span32;

  Diagnostics& diagnostics_;
  Tree tree_;
  std::optional<std::unordered_set<std::string_view>> first_words_;  // of clauses and directives; made when asked for
  std::vector<TermId> scratch_terms_;
  std::vector<GoalId> scratch_goals_;
  std::uint32_t clause_column_ = 0;  // of the first token of the clause at hand
  std::uint32_t body_height_ = 0;    // of the highest term of the aggregate's body at hand
  int nesting_ = 0;
  bool panicking_ = false;
};

}  // namespace bytelogic::syntax::datalog
