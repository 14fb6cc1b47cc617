// parser_internal.h - the parser's state and its functions; only the parse_*.cc files include this.
//
// Recursive descent with a bound on nesting; operators and lists are parsed in loops. A function that cannot go on
// reports and sets `panicking_`; its callers return at once, silently, up to the loop over clauses, which resumes
// behind the next point. What can be repaired is reported by Complain, with a fix, and read as if it had been right.
//
//   parser.cc          entry, tokens, reports, recovery      parse_term.cc       terms
//   parse_clause.cc    facts, rules, questions               parse_goal.cc       bodies
//   parse_directive.cc .decl, .type, .input ...              parse_foreign.cc    what other languages have
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "diagnostics/diagnostics.h"
#include "syntax/datalog/lexer.h"
#include "syntax/datalog/tree.h"

namespace bytelogic::syntax::datalog {

class Parser {
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

  auto Current() const -> const Token& { return tokens_[position_]; }
  auto Peek(std::size_t distance) const -> const Token& {
    return position_ + distance < tokens_.size() ? tokens_[position_ + distance] : tokens_.back();
  }
  auto Previous() const -> const Token& { return tokens_[position_ == 0 ? 0 : position_ - 1]; }
  void Advance() {
    if (position_ + 1 < tokens_.size()) ++position_;
  }
  auto At(TokenKind kind) const -> bool { return Current().kind == kind; }
  auto AtWord(std::string_view word) const -> bool {
    return (At(TokenKind::kWord) || At(TokenKind::kVariable)) && Current().text == word;
  }
  auto Accept(TokenKind kind) -> bool;
  auto AcceptWord(std::string_view word) -> bool;
  // From `first` to the last token that was consumed.
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
  // The fix that puts `text` in place of the current token.
  auto Replace(std::string text) const -> RangeFix { return {Current().range, std::move(text)}; }

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
  auto ParseNegation() -> GoalId;
  auto ParseNamedGoal() -> GoalId;
  auto ParseParenthesizedGoal() -> GoalId;
  auto ParseComparison(Parsed left) -> GoalId;
  auto ParseLiteral() -> GoalId;
  auto AcceptComparison(Operator& op, bool& is) -> bool;
  auto ContinuesTerm() const -> bool;
  auto ContinuesTermBehind(std::size_t distance) -> bool;
  auto AcceptSeparator(TokenKind kind) -> bool;
  auto FindSlip(TokenKind kind) const -> bool;
  auto AtMissingComma() const -> bool;
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

  // What other languages have (parse_foreign.cc).

  auto RefuseTerm() -> bool;
  auto RefuseGoal() -> bool;
  auto IsDefinedHere(std::string_view name) -> bool;
  void RefuseCompound(const Token& name);
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
  std::vector<Token> tokens_;
  std::optional<std::unordered_set<std::string_view>> first_words_;  // of clauses and directives; made when asked for
  std::vector<TermId> scratch_terms_;
  std::vector<GoalId> scratch_goals_;
  std::size_t position_ = 0;
  std::uint32_t clause_column_ = 0;  // of the first token of the clause at hand
  std::uint32_t body_height_ = 0;    // of the highest term of the aggregate's body at hand
  int nesting_ = 0;
  bool panicking_ = false;
};

}  // namespace bytelogic::syntax::datalog
