// parser_internal.h - the parser's state and its functions; only the parse_*.cc files include this.
//
// Recursive descent, one function per construct of the grammar (docs/language-reference.md, section 1). Depth is
// bounded: blocks, parentheses and calls share one nesting count, operators are parsed in loops. A function that cannot
// go on reports and sets `panicking_`; its callers return at once, silently, up to the statement loop, which resumes at
// a statement keyword at the start of a line. What can be repaired (a missing `$`, a misspelt keyword) is reported by
// Complain, with a fix, and read as if it had been right.
//
//   parser.cc           entry, tokens, reports, recovery     parse_expr.cc       expressions
//   parse_rel.cc        relations and their columns          parse_arguments.cc  argument lists
//   parse_statement.cc  CALC, actions, blocks                parse_aggregate.cc  aggregates
//   parse_rule.cc       rules and their clauses              comment_check.cc    code in comments
//   parse_slip.cc, parse_for_slip.cc, parse_rule_slip.cc, parse_expr_slip.cc, parse_leftover_slip.cc: slips
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostics/diagnostics.h"
#include "syntax/ast.h"
#include "syntax/bytelogic/lexer.h"
#include "syntax/bytelogic/parser.h"
#include "syntax/token_cursor.h"

namespace bytelogic::syntax {

// COUNT, SUM, MIN, MAX, AVG; AVERAGE and the like; a built-in function; any letter case.
auto IsAggregateName(std::string_view word) -> bool;
auto IsAggregateSynonym(std::string_view word) -> bool;
auto IsFunctionName(std::string_view word) -> bool;

class Parser : private TokenCursor<Token> {
 public:
  static constexpr int kAnyLevel = 1;  // of operators: the loosest

  Parser(std::string_view source, Diagnostics& diagnostics);
  void ParseAll();
  // After ParseAll: reports E108 for each `;` comment that holds a statement about something of this program.
  void CheckComments();
  // For CheckComments: whether the whole text is statements or clauses, without errors.
  auto ParseFragment() -> bool;
  auto TakeAst() -> Ast { return std::move(ast_); }

 private:
  // An expression, the height of its tree, and where it begins, an opening parenthesis included.
  struct Parsed {
    ExprId id;
    std::uint32_t height = 0;
    std::uint32_t begin = 0;
  };
  // Where the arguments being parsed stand.
  struct ArgumentForm {
    bool any = false;        // `?` is welcome
    bool aggregate = false;  // EMIT of a rule
    bool in_clause = false;  // a comma may be followed by another clause
  };
  // Where the layout ends the block of `opener` before its END.
  struct EarlyEnd {
    SourceRange opener;
    std::uint32_t offset = 0;  // of the word that is indented too little
    std::uint32_t opener_indentation = 0;
    std::uint32_t indentation = 0;
  };
  enum class BlockEnd : std::uint8_t { kEnd, kElse, kMissing };

  // Tokens.

  auto AtKeyword(Keyword keyword) const -> bool { return Current().keyword == keyword; }
  auto AcceptKeyword(Keyword keyword) -> bool;
  auto Text(SourceRange range) const -> std::string_view { return TextOf(ast_.source, range); }
  auto Text(const Token& token) const -> std::string_view { return Text(token.range); }
  auto RangeBetween(std::uint32_t begin, std::uint32_t end) const -> SourceRange { return {begin, end - begin}; }
  auto LineEnd(std::uint32_t offset) const -> std::uint32_t;
  static auto IsName(const Token& token) -> bool { return token.kind == TokenKind::kWord && !token.upper; }

  // Reports.

  // Reports, and panics. Silent while panicking, and on a line whose error makes others likely.
  void Fail(SourceRange range, std::string message, std::string help = {}, std::optional<RangeFix> fix = std::nullopt,
            DiagnosticKind kind = DiagnosticKind::kUnexpectedWord);
  // Reports, and goes on.
  void Complain(SourceRange range, std::string message, std::string help = {},
                std::optional<RangeFix> fix = std::nullopt, DiagnosticKind kind = DiagnosticKind::kUnexpectedWord);
  // Fails at the current token: "unexpected foo, expected ...".
  void Unexpected(std::string_view expected, std::string help = {}, std::optional<RangeFix> fix = std::nullopt);
  auto Describe(const Token& token) const -> std::string;
  static auto KindOfUnexpected(const Token& token) -> DiagnosticKind;
  auto IsQuiet(std::uint32_t offset) const -> bool;
  // Errors on the rest of the line would follow from the one that was reported.
  void QuietenLine();
  auto EnterNesting() -> bool;
  void LeaveNesting() { --nesting_; }
  void FailTooHigh(SourceRange range);
  void FailUnclosed(SourceRange open, std::string_view close);
  void Recover();
  auto StartsStatement(const Token& token) const -> bool;

  // Nodes.

  auto Add(const Expr& expr) -> ExprId;
  auto Add(const Statement& statement) -> StatementId;
  auto AddError(SourceRange range) -> ExprId;
  auto Leaf(const Expr& expr) -> Parsed { return {Add(expr), 1, expr.range.offset}; }
  auto ErrorAt(SourceRange range) -> Parsed { return {AddError(range), 1, range.offset}; }
  // Moves what scratch holds from `begin` on into the pool.
  auto TakeExprs(std::size_t begin) -> Span32;
  auto TakeStatements(std::size_t begin) -> Span32;
  auto AddBody(Span32 statements) -> Span32;

  // Statements.

  auto ParseTopLevelStatement() -> StatementId;
  auto ParseAction() -> StatementId;
  auto StatementKeyword() const -> Keyword;
  void SkipKeyword();
  auto ParseRel() -> StatementId;
  void ParseColumns(Statement& statement);
  void ParseColumn();
  void ParseColumnType(Column& column);
  void ParseKeep(Column& column);
  void CheckKeep(const Statement& statement);
  auto ParseCalc() -> StatementId;
  void ParseParameters(Statement& statement);
  auto ParseLet(bool in_rule = false) -> StatementId;
  auto ParseIf() -> StatementId;
  auto ParseIfHeader() -> ExprId;
  auto ParseFor() -> StatementId;
  void ParseForHeader(Statement& statement);
  void ParseRange(Statement& statement);
  void ParseForList(Statement& statement);
  void ParseForQuery(Statement& statement);
  auto ParseExec() -> StatementId;
  auto ParseSimple(StatementKind kind) -> StatementId;
  auto ParseLoopControl(StatementKind kind) -> StatementId;
  auto ParseRelationStatement(StatementKind kind, ArgumentForm form) -> StatementId;
  auto ParseExprStatement(StatementKind kind) -> StatementId;
  // Statements up to END or ELSE, which is consumed. `opener`: the keyword to name where END is missing.
  auto ParseBlock(SourceRange opener, bool may_have_else, BlockEnd& end) -> Span32;
  auto AtEndOfBlock(SourceRange opener, bool may_have_else, BlockEnd& end) -> bool;
  auto IndentationOf(std::uint32_t offset) const -> std::optional<std::uint32_t>;
  void NoteIndentation(SourceRange opener);
  void ReportMissingEnd(SourceRange opener);
  void SkipHeader();
  auto AtCalcCall() const -> bool;
  auto ParseName(std::string_view what, SourceRange& range) -> std::string_view;
  auto ParseVariable(std::string_view after, SourceRange& range) -> std::string_view;
  auto Begin(StatementKind kind) -> Statement;
  auto Finish(Statement& statement) -> StatementId;

  // Rules.

  auto ParseRule(bool is_constraint) -> StatementId;
  void ParseRuleHead(Statement& rule);
  void ParseClauses(bool is_constraint, bool& has_emit);
  void RejectEmit(SourceRange separator);
  auto AtClause() const -> bool;
  auto ParseClause() -> StatementId;
  auto ParseScan() -> StatementId;
  auto ParseNot() -> StatementId;
  auto ParseWhereClause() -> StatementId;
  auto ParseRuleFor() -> StatementId;
  void RecoverClause();

  // Arguments.

  auto ParseArguments(ArgumentForm form, std::uint32_t& height) -> Span32;
  auto AtArgument() const -> bool;
  auto ParseArgument(ArgumentForm form) -> Parsed;
  auto ParseWordArgument() -> Parsed;
  auto QuoteAddress(std::uint32_t begin) -> Parsed;
  auto ParseNumberArgument() -> Parsed;
  auto ParseMinusArgument() -> Parsed;
  auto AtCallStyle() const -> bool;
  void ParseCallStyle(ArgumentForm form);
  auto AtArgumentComma(ArgumentForm form) const -> bool;
  // `first`: where the arguments begin in scratch.
  void ParseCommaArguments(ArgumentForm form, std::size_t first);
  auto AtOperatorAfterArgument() const -> bool;
  auto WrapArgument(Parsed last) -> Parsed;
  auto AtBareCall(ArgumentForm form) const -> bool;
  auto ParseBareCall() -> Parsed;
  auto AtKeywordArgument(ArgumentForm form) const -> bool;
  auto QuoteKeyword() -> Parsed;
  auto QuoteRun(std::uint32_t begin, std::string_view message) -> Parsed;

  // Expressions.

  auto ParseExpr() -> Parsed { return ParseOperators(kAnyLevel); }
  auto ParseOperators(int min_level) -> Parsed;
  auto ContinueOperators(Parsed left, int min_level) -> Parsed;
  auto ParseOperatorToken(std::string_view instead, bool is_comparison) -> SourceRange;
  auto ParseNotChain(int min_level) -> Parsed;
  auto ParseNegation() -> Parsed;
  auto ParsePrimary() -> Parsed;
  auto ParseParenthesized() -> Parsed;
  auto ParseWordExpr() -> Parsed;
  auto ParseCall(ExprKind kind, SourceRange first) -> Parsed;
  auto ParseExists() -> Parsed;
  auto ParseNumber(bool negative, SourceRange first) -> Parsed;
  auto ParseString() -> Parsed;
  auto ParseVariableExpr() -> Parsed;
  auto ParseFieldExpr() -> Parsed;
  auto ParseQueryInParens(Statement& statement, std::uint32_t& height) -> bool;
  auto ParseExprList(TokenKind close, std::uint32_t& height) -> Span32;
  auto AtNot() const -> bool;
  auto Unary(Operator op, SourceRange op_range, Parsed operand) -> Parsed;
  auto Binary(Operator op, SourceRange op_range, Parsed left, Parsed right) -> Parsed;
  auto Atom(SourceRange range) -> Parsed;

  // Aggregates.

  auto AtAggregate() const -> bool;
  auto AtParenthesizedQuery() const -> bool;
  auto ParseAggregate() -> Parsed;
  auto ParseAggregateCall(AggregateFunction function, SourceRange first) -> Parsed;
  auto NameAggregate(SourceRange name) -> AggregateFunction;
  auto AtAggregateSynonym() const -> bool;
  auto ContinueAggregate(Parsed aggregate) -> Parsed;
  auto AtBareDistinct() const -> bool;
  auto RepairBareDistinct() -> Parsed;
  auto ParseAggregateQuery(AggregateFunction function, SourceRange first) -> Parsed;
  auto RepairQueryKeyword(AggregateFunction function) -> bool;
  void RepairCountAll();
  auto MisplacedAggregate(Parsed aggregate) -> Parsed;
  auto AtParenthesizedAggregate() const -> bool;
  auto RepairParenthesizedAggregate() -> Parsed;
  auto AtGroupBy() const -> bool;
  void RepairGroupBy();
  auto AtAlias() const -> bool;
  void RepairAlias();

  // Slips in expressions.

  void FailChain(Parsed comparison, Parsed middle);
  auto RepairPower(Parsed base) -> Parsed;
  auto AtIs() const -> bool;
  auto RepairIs() -> SourceRange;
  auto AtConcatenation(Parsed left) const -> bool;
  auto RepairConcatenation(Parsed left) -> Parsed;
  auto RepairTightNot(std::size_t first) -> Parsed;
  void ComplainOfNot(std::size_t at);
  auto AtOperatorCall() const -> bool;
  auto RepairOperatorCall() -> Parsed;
  auto RepairCallArguments(SourceRange first) -> Parsed;
  auto RepairIndex(Parsed base) -> Parsed;
  auto AtQuestionVariable() const -> bool;
  auto RepairQuestionVariable(bool asks) -> Parsed;
  void RepairTernary(std::uint32_t begin, Parsed condition, bool in_rule);
  auto AtCommaInNumber() const -> bool;
  auto RepairCommaInNumber() -> bool;
  void RepairPointAfterNumber(SourceRange number);

  // Slips.

  auto RepairStatement() -> bool;
  auto RepairMisplacedKeyword() -> bool;
  auto IsOneOperand(std::size_t distance) const -> bool;
  auto RepairAssignment() -> std::optional<bool>;
  auto RepairKeyword(bool is_clause) -> bool;
  auto FitsKeyword(Keyword keyword) const -> bool;
  void SkipUnknownStatement();
  auto StartsForeignStatement(const Token& token) const -> bool;
  auto StartsShoutedStatement(const Token& token) const -> bool;
  auto LastStatement() const -> const Statement*;
  auto RepairLeftover() -> std::optional<bool>;
  void RepairStatementList(const std::string& keyword);
  auto RepairContinuedArguments() -> bool;
  auto SkipDatalog(SourceRange first) -> bool;
  auto LowerCaseKeyword() const -> const Token*;
  void RepairColumns(Statement& statement);
  void RepairKeepOfRelation(Statement& statement);
  void RepairColumnType(Column& column);
  auto NearestType(std::string_view type) const -> std::string_view;
  void RepairParameters();
  void RepairRuleHead(std::string_view owner);  // "a rule's"
  void RepairUnnamedRule(Statement& rule);
  auto RepairClause(bool expected, bool has_emit) -> bool;
  auto StartsCondition() const -> bool;
  auto RepairCondition() -> bool;
  auto RepairElseIf() -> bool;
  void RepairNamedEnd();
  void RepairLetEqual(SourceRange variable);
  void RepairThen();
  void RepairForEach();
  void RepairDo();
  void RepairIn();
  void RepairForQuery(Statement& statement);
  auto DeclaredArity(std::string_view relation) const -> std::optional<std::uint32_t>;
  void RepairRange(Statement& statement);
  void RepairOpeningBrace();
  auto RepairClosingBrace(bool may_have_else) -> bool;
  auto RepairBetweenClauses() -> bool;
  auto RepairRuleIf() -> bool;
  auto RepairNegatedClause() -> bool;
  auto AtCondition() const -> bool;
  auto RepairRelation() -> bool;

  Diagnostics& diagnostics_;
  Ast ast_;
  std::vector<SourceRange> swallowed_;
  std::vector<ExprId> scratch_exprs_;
  std::vector<StatementId> scratch_statements_;
  int nesting_ = 0;
  int loops_ = 0;
  bool in_block_ = false;
  bool in_emit_ = false;  // among the arguments of the EMIT of a rule
  bool panicking_ = false;
  bool unwinding_ = false;                    // after E110: out of all blocks
  bool implied_query_ = false;                // QUERY is missing after the parenthesis at hand, which was reported
  Keyword implied_keyword_ = Keyword::kNone;  // a keyword that is missing before the current token
  std::optional<EarlyEnd> early_end_;         // the first one in the top-level statement at hand
  int missing_ends_ = 0;                      // ENDs that may follow without a block, since that was reported
  std::uint32_t quiet_begin_ = 0;
  std::uint32_t quiet_end_ = 0;
  std::size_t errors_ = 0;
};

}  // namespace bytelogic::syntax
