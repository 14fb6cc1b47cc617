// parser_internal.h - the strict parser: one function for each production of the grammar (docs/language-reference.md),
// in its order. Only the files of this folder and slips/ include this.
//
//   parser.cc           entry, failures, recovery, nodes      parse_rule.cc        rules and constraints
//   parse_rel.cc        relations and their columns           parse_arguments.cc   argument lists, patterns, queries
//   parse_statement.cc  CALC, actions, blocks                 parse_expr.cc        expressions
//   comment_check.cc    statements that a comment swallows
//
// How a failure goes. A function that finds another token than the grammar wants says so by Unexpected, in one way:
// what was expected, and the Places where that was. It sets `panicking_`, and its callers return at once, up to the
// unit at hand: a statement without a block, the head of one with a block, or a clause. Attempt, which runs the unit,
// asks slips/ what was meant. A slip that is known is reported with its fix, the tokens are rewritten as its fix would
// have it, and the unit is parsed once more; so all errors of a program are found, and no production knows of slips.
//
// Where no slip is known, the failure is reported, and the parser goes on, by one strategy: at the next statement
// keyword that starts a line, or an END or ELSE of the block at hand; in a rule also at the next clause, after a comma
// or at the start of a line; in the head of a block at the next line, so that the statements of the block are read and
// its END is found.
//
// Depth is bounded: blocks, parentheses and calls share one count, and operators are parsed in loops.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostics/diagnostics.h"
#include "syntax/ast.h"
#include "syntax/bytelogic/lexer.h"
#include "syntax/bytelogic/parser.h"
#include "syntax/slips/place.h"
#include "syntax/token_cursor.h"

namespace bytelogic::syntax {

// COUNT, SUM, MIN, MAX, AVG; a built-in function; any letter case.
auto IsAggregateName(std::string_view word) -> bool;
auto IsFunctionName(std::string_view word) -> bool;
// int, float, symbol, any.
auto IsColumnType(std::string_view word) -> bool;
// A keyword that begins a statement, or ends or divides a block, in any letter case.
auto StartsStatement(const Token& token) -> bool;
auto StartsClause(const Token& token) -> bool;

// Where the strict parser stopped, and what it wanted.
struct Failure {
  Places places = 0;
  std::size_t at = 0;       // the token that does not fit
  std::size_t operand = 0;  // where the operand before it begins
  std::size_t opener = 0;   // the word or parenthesis that began what should go on here
  bool soft = false;        // what stands before it is whole, so that without a slip the next line may be to blame
  std::string expected;
  std::string help;
};

class Parser : public TokenCursor<Token> {
 public:
  Parser(std::string_view source, Diagnostics& diagnostics);
  void ParseAll();
  // After ParseAll: reports E108 for each `;` comment that holds a statement about something of this program.
  void CheckComments();
  auto TakeAst() -> Ast { return std::move(ast_); }

  // For slips/.

  enum class Production : std::uint8_t { kExpr, kInversion, kUnary, kPrimary, kQuery, kArgument, kArguments };

  // The token after the production that begins at `begin`; nothing where there is none.
  auto EndOf(Production production, std::size_t begin) -> std::optional<std::size_t>;
  auto source() const -> std::string_view { return ast_.source; }
  auto in_block() const -> bool { return in_block_; }
  auto IndentationOf(std::uint32_t offset) const -> std::optional<std::uint32_t>;
  // Text that tokens may refer to.
  auto Keep(std::string text) -> std::string_view { return ast_.decoded.emplace_back(std::move(text)); }
  static auto Describe(const Token& token) -> std::string;
  // E102 for what begins no word of the language, else E103.
  static auto KindOfUnexpected(const Token& token) -> DiagnosticKind;

 private:
  // An expression, the height of its tree, and where it begins, an opening parenthesis included.
  struct Parsed {
    ExprId id;
    std::uint32_t height = 0;
    std::uint32_t begin = 0;
  };
  enum class BlockEnd : std::uint8_t { kEnd, kElse, kMissing };
  // Where the layout ends the block of `opener` before its END.
  struct EarlyEnd {
    SourceRange opener;
    std::uint32_t offset = 0;  // of the word that is indented too little
    std::uint32_t opener_indentation = 0;
    std::uint32_t indentation = 0;
  };
  // How much there is of everything that parsing adds to.
  struct Mark {
    std::size_t position, exprs, expr_pool, statements, columns, parameters, scratch_exprs;
    int nesting;
  };

  auto AtKeyword(Keyword keyword) const -> bool { return Current().keyword == keyword; }
  auto AcceptKeyword(Keyword keyword) -> bool;
  auto AtStatement() const -> bool;
  auto IsWritten(const Token& token) const -> bool;
  auto RangeBetween(std::uint32_t begin, std::uint32_t end) const -> SourceRange { return {begin, end - begin}; }
  auto Text(SourceRange range) const -> std::string_view { return TextOf(ast_.source, range); }

  // Failures.

  // Parses a unit by `parse`, again after each slip that was repaired in it. False: it failed, which was reported.
  template <typename Parse>
  auto Attempt(Parse parse) -> bool {
    const Mark mark = TakeMark();
    for (int repairs = 0;; ++repairs) {
      parse();
      if (!panicking_) return true;
      if (!Repair(mark, repairs)) return !panicking_;
      if (is_gone_) return false;
    }
  }
  auto TakeMark() const -> Mark;
  void Rewind(const Mark& mark);
  auto Repair(const Mark& mark, int repairs) -> bool;
  // At the current token `expected` should stand. The only way in which a production fails.
  void Unexpected(Places places, std::string_view expected, std::string_view help = {});
  auto Expect(TokenKind kind, Places places, std::string_view help = {}) -> bool;
  // `open`: the index of the parenthesis or bracket that should be closed here.
  auto ExpectClose(TokenKind close, std::size_t open, std::string_view expected) -> bool;
  void ReportFailure();
  // Refuses what the grammar allows; Refuse also panics.
  void Complain(SourceRange range, std::string message, std::string help = {},
                std::optional<RangeFix> fix = std::nullopt, DiagnosticKind kind = DiagnosticKind::kUnexpectedWord);
  void Refuse(SourceRange range, std::string message, std::string help, DiagnosticKind kind);
  auto IsQuiet(std::uint32_t offset) const -> bool;
  auto IsSwallowed(std::uint32_t offset) const -> bool;
  void QuietenLine(std::uint32_t offset);
  auto EnterNesting() -> bool;
  void LeaveNesting() { --nesting_; }
  void RefuseHeight(SourceRange range);
  void Recover();
  void RecoverClause();
  void SkipHead();
  void SkipUnknownStatement();

  // Nodes.

  auto Add(const Expr& expr) -> ExprId;
  auto Add(const Statement& statement) -> StatementId;
  auto Leaf(const Expr& expr) -> Parsed { return {Add(expr), 1, expr.range.offset}; }
  auto ErrorAt(SourceRange range) -> Parsed;
  // Moves what scratch holds from `begin` on into the pool.
  auto TakeExprs(std::size_t begin) -> Span32;
  auto TakeStatements(std::size_t begin) -> Span32;
  auto AddBody(Span32 statements) -> Span32;
  auto Begin(StatementKind kind) -> Statement;
  auto Finish(Statement& statement) -> StatementId;

  // Statements.

  auto ParseStatement(bool else_fits) -> StatementId;
  auto ParseLeaf(bool else_fits) -> StatementId;
  auto ParseAction() -> StatementId;
  auto EndStatement(StatementId id, Places places = 0) -> StatementId;
  void ExpectHeadEnd(Places places);
  auto ParseRel() -> StatementId;
  void ParseColumns(Statement& statement);
  void ParseColumn();
  void ParseKeep(Column& column);
  void CheckKeep(const Statement& statement);
  auto ParseCalc() -> StatementId;
  auto ParseLet() -> StatementId;
  auto ParseIf() -> StatementId;
  auto ParseIfHead() -> ExprId;
  auto ParseFor() -> StatementId;
  void ParseForHead(Statement& statement);
  void ParseRange(Statement& statement);
  auto ParseExec() -> StatementId;
  auto ParseSimple(StatementKind kind) -> StatementId;
  auto ParseLoopControl(StatementKind kind) -> StatementId;
  auto ParseRelationStatement(StatementKind kind, Places form) -> StatementId;
  auto ParseExprStatement(StatementKind kind) -> StatementId;
  auto ParseName(std::string_view what, SourceRange& range) -> std::string_view;
  auto ParseVariable(SourceRange& range) -> std::string_view;

  // Statements up to END or ELSE, which is consumed. `opener`: the keyword to name where END is missing.
  auto ParseBlock(SourceRange opener, bool may_have_else, BlockEnd& end) -> Span32;
  auto AtEndOfBlock(SourceRange opener, bool may_have_else, BlockEnd& end) -> bool;
  void NoteIndentation(SourceRange opener);
  void ReportMissingEnd(SourceRange opener);

  // Rules.

  auto ParseRule(bool is_constraint) -> StatementId;
  void ParseRuleHead(Statement& rule);
  void ParseClauses(bool is_constraint, bool& has_emit);
  void ExpectClause(bool after_comma, bool is_whole, bool is_constraint);
  auto ParseClause() -> StatementId;
  auto ParseScan() -> StatementId;
  auto ParseWhereClause() -> StatementId;
  auto ParseRuleFor() -> StatementId;
  auto ParseFragment() -> bool;

  // Arguments. `form`: where they stand.

  auto ParseArguments(Places form, std::uint32_t& height) -> Span32;
  auto AtArgument() const -> bool;
  auto AtSqlWords() const -> bool;
  auto ParseArgument(Places form) -> Parsed;
  auto ParseWordArgument() -> Parsed;
  auto ParseQueryInParens(Statement& statement, std::uint32_t& height) -> bool;

  // Expressions.

  auto ParseExpr() -> Parsed;
  auto ParseOperators(int min_level) -> Parsed;
  auto AtNot() const -> bool;
  auto ParseNotChain(int min_level) -> Parsed;
  auto ParseInversion() -> Parsed;
  auto ParseUnary() -> Parsed;
  auto ParsePrimary() -> Parsed;
  auto ParseParenthesized() -> Parsed;
  auto ParseWordExpr() -> Parsed;
  auto ParseCall(ExprKind kind, SourceRange first) -> Parsed;
  auto ParseExists() -> Parsed;
  auto ParseNumber(bool negative, SourceRange first) -> Parsed;
  auto ParseString() -> Parsed;
  auto ParseVariableExpr() -> Parsed;
  auto ParseFieldExpr() -> Parsed;
  auto ParseBad() -> Parsed;
  auto ParseExprList(TokenKind close, std::uint32_t& height) -> Span32;
  auto AtAggregate() const -> bool;
  auto ParseAggregate() -> Parsed;
  auto ParseAggregateCall(SourceRange first) -> Parsed;
  void CheckAggregate(Expr& expr, std::string_view name);
  // `name`: the index of its first token.
  auto MisplacedAggregate(Parsed aggregate, std::size_t name) -> Parsed;
  auto Atom(SourceRange range, std::string_view text) -> Parsed;
  auto Unary(Operator op, SourceRange op_range, Parsed operand) -> Parsed;
  auto Binary(Operator op, SourceRange op_range, Parsed left, Parsed right) -> Parsed;

  Diagnostics& diagnostics_;
  Ast ast_;
  std::vector<SourceRange> swallowed_;
  std::vector<ExprId> scratch_exprs_;
  std::vector<StatementId> scratch_statements_;
  std::size_t operand_begin_ = 0;  // the last primary or argument that was parsed
  std::size_t operand_end_ = 0;
  std::size_t arguments_end_ = 0;  // the end of the last list of arguments
  Places arguments_form_ = 0;
  std::size_t arguments_paren_ = 0;  // the last parenthesis that began an argument
  int nesting_ = 0;
  int loops_ = 0;
  bool in_block_ = false;
  bool in_emit_ = false;    // among the arguments of the EMIT of a rule
  bool trial_ = false;      // nothing is reported: a slip asks what could be parsed
  bool panicking_ = false;  // up to the unit at hand
  bool unwinding_ = false;  // after E110: out of all blocks
  Failure failure_;
  Failure inner_failure_;              // the last one of a trial
  bool is_gone_ = false;               // a slip took the first word of the unit at hand away
  std::optional<EarlyEnd> early_end_;  // the first one in the top-level statement at hand
  int missing_ends_ = 0;               // ENDs that may follow without a block, since that was reported
  std::uint32_t quiet_begin_ = 0;
  std::uint32_t quiet_end_ = 0;
  std::size_t errors_ = 0;
};

}  // namespace bytelogic::syntax
