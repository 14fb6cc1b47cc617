// comment_check.cc - E108: a `;` comment after code that holds a statement, as in languages that end them with `;`.

#include <algorithm>
#include <string>

#include "syntax/bytelogic/parser_internal.h"

namespace bytelogic::syntax {
namespace {

// The relations and CALCs that the program declares, sorted.
auto DeclaredNames(const Ast& ast) -> std::vector<std::string_view> {
  std::vector<std::string_view> names;
  for (const StatementId id : ast.List(ast.program)) {
    if (ast[id].kind == StatementKind::kRel || ast[id].kind == StatementKind::kCalc) names.push_back(ast[id].name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

auto MentionsAny(const Ast& ast, const std::vector<std::string_view>& names) -> bool {
  const auto declared = [&names](std::string_view name) {
    return !name.empty() && std::binary_search(names.begin(), names.end(), name);
  };
  return std::any_of(ast.statements.begin(), ast.statements.end(),
                     [&](const Statement& statement) { return declared(statement.name); }) ||
         std::any_of(ast.exprs.begin(), ast.exprs.end(), [&](const Expr& expr) {
           return (expr.kind == ExprKind::kCall || expr.kind == ExprKind::kExists ||
                   expr.kind == ExprKind::kAggregateQuery) &&
                  declared(expr.text);
         });
}

// Whether the first statement is one that names nothing and no remark reads like: SOLVE, LET $x = ..., RESULT with a
// variable or a call. `follows`: the comment stands right after code, as a separator would.
auto IsPlainAction(const Ast& ast, std::string_view code, bool follows) -> bool {
  const auto statements = ast.List(ast.program);
  if (statements.empty()) return false;
  const Statement& first = ast[statements[0]];
  if (!IsUpperCaseKeyword(code.substr(0, first.keyword_range.length))) return false;
  switch (first.kind) {
    case StatementKind::kSolve:
    case StatementKind::kLet:
      return true;
    case StatementKind::kResult:
      return follows || std::any_of(ast.exprs.begin(), ast.exprs.end(), [](const Expr& expr) {
               return expr.kind == ExprKind::kVariable || expr.kind == ExprKind::kCall ||
                      expr.kind == ExprKind::kBuiltin;
             });
    default:
      return false;
  }
}

}  // namespace

// A comment's text: statements, or clauses of the rule before it.
auto Parser::ParseFragment() -> bool {
  if (StartsClause(Current()) && !AtKeyword(Keyword::kLet) && !AtKeyword(Keyword::kFor)) {
    bool has_emit = true;
    ParseClauses(false, has_emit);
    ast_.program = TakeStatements(0);
    return At(TokenKind::kEnd) && errors_ == 0 && !ast_.program.empty();
  }
  if (!StartsStatement(Current())) return false;
  ParseAll();
  return errors_ == 0 && !ast_.program.empty();
}

void Parser::CheckComments() {
  std::vector<std::string_view> names;
  for (const Comment& comment : ast_.comments) {
    const std::string_view text = Text(comment.range);
    if (comment.own_line || text.front() != ';') continue;
    const std::size_t begin = text.find_first_not_of("; \t");
    if (begin == std::string_view::npos) continue;
    const std::string_view code = text.substr(begin);
    const std::size_t word_end = code.find_first_of(" \t:");
    if (FindKeyword(code.substr(0, word_end)) == Keyword::kNone) continue;
    if (names.empty()) names = DeclaredNames(ast_);
    Diagnostics ignored;
    Parser parser(code, ignored);
    if (!parser.ParseFragment()) continue;
    const char before = comment.range.offset == 0 ? '\n' : ast_.source[comment.range.offset - 1];
    const bool follows = before != ' ' && before != '\t' && before != '\n';
    if (!MentionsAny(parser.ast_, names) && !IsPlainAction(parser.ast_, code, follows)) continue;
    Complain(comment.range, "a ; comment swallows " + Excerpt(code),
             "; begins a comment; write the statement on a line of its own",
             RangeFix{{comment.range.offset, static_cast<std::uint32_t>(begin)}, "\n"},
             DiagnosticKind::kCommentSwallowsCode);
  }
}

}  // namespace bytelogic::syntax
