#include "sema/suggest.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "sema/foreign_function.h"
#include "sema/types.h"

namespace bytelogic::sema {
namespace {

// A program with more errors than this gets no more guesses: nobody reads them, and each costs time.
constexpr std::size_t kMaxGuesses = 100;
// Names shorter than this are near to each other by accident.
constexpr std::size_t kMinGuessedVariable = 3;
// Columns from this one on are known as `c27` and so on.
constexpr std::uint32_t kLetterCount = 26;

auto Nearest(const Context& context, std::string_view name, const std::vector<std::string_view>& candidates)
    -> std::string_view {
  if (context.diagnostics.error_count() > kMaxGuesses) return {};
  return context.diagnostics.Nearest(name, candidates);
}

// Where an argument more could be written.
auto EndOfArguments(const Context& context, SourceRange name_range, std::span<const syntax::ExprId> arguments)
    -> std::uint32_t {
  if (arguments.empty()) return name_range.end();
  const syntax::Expr& last = context.ast[arguments.back()];
  if (!last.parenthesized) return last.range.end();
  const std::size_t closing = context.ast.source.find(')', last.range.end());
  return closing == std::string_view::npos ? last.range.end() : static_cast<std::uint32_t>(closing + 1);
}

auto Suggest(std::string_view nearest) -> std::string { return fmt::format("did you mean {}", nearest); }

auto SetsVariable(const syntax::Statement& statement) -> bool {
  return statement.kind == syntax::StatementKind::kLet || statement.kind == syntax::StatementKind::kForRange ||
         statement.kind == syntax::StatementKind::kForQuery || statement.kind == syntax::StatementKind::kForList;
}

auto Inside(SourceRange inner, SourceRange outer) -> bool {
  return inner.offset >= outer.offset && inner.end() <= outer.end();
}

auto ColumnNames(const Relation& relation) -> std::vector<std::string_view> {
  std::vector<std::string_view> names;
  for (const Column& column : relation.columns) names.push_back(column.name);
  return names;
}

// Whether `match` stands where MATCH could: as the first argument of a SCAN. In lower case it is a symbol.
auto BeginsWithMatch(const Context& context, std::span<const syntax::ExprId> arguments) -> bool {
  if (arguments.empty()) return false;
  const syntax::Expr& first = context.ast[arguments.front()];
  return first.kind == syntax::ExprKind::kAtom && TextOf(context.ast.source, first.range) == "match";
}

// Whether the variable at `range` is an argument of a query as it stands, so that `?` could be.
auto IsAsked(const Context& context, SourceRange range) -> bool {
  if (context.diagnostics.error_count() > kMaxGuesses) return false;
  context.work.Charge((context.ast.exprs.size() + context.ast.statements.size()) / 4);
  const auto is_argument = [&](const auto& node) {
    if (!Inside(range, node.range)) return false;
    return std::ranges::any_of(context.ast.Arguments(node), [&](syntax::ExprId id) {
      const syntax::Expr& argument = context.ast[id];
      return argument.range == range && argument.kind == syntax::ExprKind::kVariable && !argument.parenthesized;
    });
  };
  const auto asks = [&](const syntax::Statement& statement) {
    return (statement.kind == syntax::StatementKind::kQuery || statement.kind == syntax::StatementKind::kForQuery) &&
           is_argument(statement);
  };
  const auto asks_inside = [&](const syntax::Expr& expr) {
    return (expr.kind == syntax::ExprKind::kExists || expr.kind == syntax::ExprKind::kAggregateQuery) &&
           is_argument(expr);
  };
  return std::ranges::any_of(context.ast.statements, asks) || std::ranges::any_of(context.ast.exprs, asks_inside);
}

constexpr std::string_view kUpperCaseMatch = "write MATCH in upper case: in lower case it is a symbol";

}  // namespace

auto Counted(std::size_t count, std::string_view noun) -> std::string {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

auto Excerpt(const Context& context, SourceRange range) -> std::string {
  constexpr std::size_t kMaxLength = 40;
  const std::string_view text = TextOf(context.ast.source, range);
  if (text.size() <= kMaxLength && text.find('\n') == std::string_view::npos) return std::string(text);
  std::size_t length = std::min({text.size(), kMaxLength, text.find('\n')});
  // Not in the middle of a character of several bytes.
  while (length > 0 && length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) --length;
  return std::string(text.substr(0, length)) + "...";
}

auto FindRelation(Context& context, std::string_view name, SourceRange name_range, std::size_t argument_count)
    -> RelationId {
  const std::uint32_t index = context.relation_names.Find(name);
  if (index != NameTable::kNone) return {index};

  const std::string_view nearest = Nearest(context, name, context.relation_names.names());
  if (!nearest.empty()) {
    context.diagnostics.Report(DiagnosticKind::kUndefinedRelation, name_range,
                               fmt::format("undefined relation {}", name), Suggest(nearest),
                               RangeFix{name_range, std::string(nearest)});
    return {};
  }
  // One declaration mends all uses, so the first one speaks for them.
  if (context.undeclared.Find(name) != NameTable::kNone) return {};
  context.undeclared.Add(name);
  const std::string declaration = fmt::format("REL {} {}", name, argument_count);
  context.diagnostics.Report(DiagnosticKind::kUndefinedRelation, name_range, fmt::format("undefined relation {}", name),
                             fmt::format("declare it: {}", declaration), RangeFix{{0, 0}, declaration + "\n"});
  return {};
}

void ReportArity(Context& context, RelationId relation, SourceRange name_range, std::size_t given, std::string help,
                 std::optional<RangeFix> fix) {
  const Relation& declared = context.program[relation];
  context.diagnostics.Report(
      DiagnosticKind::kArity, name_range,
      fmt::format("relation {} has {}, but {} given", declared.name, Counted(declared.columns.size(), "column"),
                  Counted(given, "argument") + (given == 1 ? " is" : " are")),
      std::move(help), std::move(fix));
}

auto CheckArity(Context& context, RelationId relation, SourceRange name_range,
                std::span<const syntax::ExprId> arguments, ArityUseKind kind) -> bool {
  if (!relation.valid()) return true;
  const std::size_t arity = context.program[relation].columns.size();
  if (arguments.size() == arity) return true;

  const std::uint32_t line = context.diagnostics.LineOf(context.ast.source, context.program[relation].range);
  std::string help =
      fmt::format("write {}, one per column: it is declared in line {}", Counted(arity, "argument"), line);
  std::optional<RangeFix> fix;
  if (kind != ArityUseKind::kTuple && arguments.size() < arity) {
    std::string missing;
    for (std::size_t index = arguments.size(); index < arity; ++index) missing += " ?";
    fix = RangeFix{{EndOfArguments(context, name_range, arguments), 0}, std::move(missing)};
    help = "write one argument per column, `?` where anything matches";
  }
  if (kind == ArityUseKind::kScan && BeginsWithMatch(context, arguments)) {
    help = kUpperCaseMatch;
    fix.reset();
    if (arguments.size() == 2) fix = RangeFix{context.ast[arguments.front()].range, "MATCH"};
  }
  ReportArity(context, relation, name_range, arguments.size(), std::move(help), std::move(fix));
  return false;
}

void ReportUndefinedCalc(Context& context, std::string_view name, SourceRange name_range, SourceRange call) {
  const std::string_view nearest = Nearest(context, name, context.calc_names.names());
  std::string message = fmt::format("undefined CALC {}", name);
  if (!nearest.empty()) {
    context.diagnostics.Report(DiagnosticKind::kUndefinedFunction, name_range, std::move(message), Suggest(nearest),
                               RangeFix{name_range, std::string(nearest)});
    return;
  }
  const BuiltinInfo* builtin = FindBuiltin(name);
  const bool is_call = TextOf(context.ast.source, {call.offset, 4}).size() == 4 && call.offset < name_range.offset;
  if (builtin != nullptr && is_call) {
    context.diagnostics.Report(DiagnosticKind::kUndefinedFunction, name_range, std::move(message),
                               fmt::format("{} is a function, called without CALC: {}(...)", builtin->name, name),
                               RangeFix{{call.offset, name_range.end() - call.offset}, std::string(name)});
    return;
  }
  context.diagnostics.Report(DiagnosticKind::kUndefinedFunction, name_range, std::move(message),
                             fmt::format("define it: CALC {} INPUT $x RESULT $x END", name));
}

void ReportUndefinedFunction(Context& context, const syntax::Expr& call) {
  std::string message = fmt::format("undefined function {}", call.text);
  if (context.calc_names.Find(call.text) != NameTable::kNone) {
    context.diagnostics.Report(DiagnosticKind::kUndefinedFunction, call.name_range, std::move(message),
                               fmt::format("{} is a CALC: write CALC {}(...)", call.text, call.text),
                               RangeFix{{call.name_range.offset, 0}, "CALC "});
    return;
  }
  std::string upper(call.text);
  std::ranges::transform(upper, upper.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  if (const ForeignFunction* const foreign = FindForeignFunction(upper)) {
    std::optional<RangeFix> fix;
    if (!foreign->same.empty()) fix = RangeFix{call.name_range, std::string(foreign->same)};
    context.diagnostics.Report(DiagnosticKind::kUndefinedFunction, call.name_range, std::move(message),
                               fix ? fmt::format("write {}", foreign->same) : std::string(foreign->help),
                               std::move(fix));
    return;
  }
  std::vector<std::string_view> names;
  for (const BuiltinInfo& info : kBuiltins) names.push_back(info.name);
  if (const std::string_view nearest = Nearest(context, upper, names); !nearest.empty()) {
    context.diagnostics.Report(DiagnosticKind::kUndefinedFunction, call.name_range, std::move(message),
                               Suggest(nearest), RangeFix{call.name_range, std::string(nearest)});
    return;
  }
  context.diagnostics.Report(DiagnosticKind::kUndefinedFunction, call.name_range, std::move(message),
                             "define a CALC with this name and write CALC before the call");
}

void ReportBuiltinArity(Context& context, const syntax::Expr& call, const BuiltinInfo& info) {
  const std::size_t given = call.arguments.size;
  std::string expected = Counted(info.min_arguments, "argument");
  if (info.max_arguments == BuiltinInfo::kAnyNumber) {
    expected = fmt::format("{} or more arguments", info.min_arguments);
  } else if (info.max_arguments != info.min_arguments) {
    expected = fmt::format("{} or {} arguments", info.min_arguments, info.max_arguments);
  }
  context.diagnostics.Report(DiagnosticKind::kArity, call.name_range,
                             fmt::format("{} takes {}, but {} given", info.name, expected,
                                         Counted(given, "argument") + (given == 1 ? " is" : " are")),
                             fmt::format("write {} between the parentheses", expected));
}

void ReportNothingAsked(Context& context, const syntax::Expr& query, RelationId relation) {
  const std::string_view name = NameOf(query.aggregate);
  std::string help = fmt::format("write ? for the column whose values it takes: {}(QUERY {} ... ?)", name, query.text);
  if (context.program[relation].columns.empty()) help = "its relation has no columns: write COUNT, or EXISTS";
  context.diagnostics.Report(DiagnosticKind::kArity, query.range, fmt::format("{} over a query without `?`", name),
                             std::move(help));
}

void ReportCalcArity(Context& context, CalcId calc, SourceRange name_range, std::size_t given) {
  const syntax::Statement& statement = context.ast[context.calcs[calc.index].statement];
  std::string inputs;
  for (const syntax::Parameter& parameter : context.ast.Parameters(statement)) {
    inputs += fmt::format("{}${}", inputs.empty() ? "" : ", ", parameter.name);
  }
  context.diagnostics.Report(
      DiagnosticKind::kArity, name_range,
      fmt::format("CALC {} takes {}, but {} given", statement.name, Counted(statement.parameters.size, "argument"),
                  Counted(given, "argument") + (given == 1 ? " is" : " are")),
      fmt::format("its arguments are ({})", inputs));
}

void ReportTooManyInstances(Context& context, SourceRange call) {
  context.diagnostics.Report(DiagnosticKind::kTooManyInstances, call,
                             fmt::format("more than {} combinations of CALCs and argument types", kMaxInstances),
                             "call the CALC with the same types everywhere: 1.0 instead of 1 where floats are meant");
}

auto ActionsSet(Context& context, std::string_view name) -> bool {
  SetNames& known = context.set_names;
  if (!known.has_actions) {
    known.has_actions = true;
    std::vector<SourceRange> declarations;  // in source order
    for (const syntax::StatementId id : context.ast.List(context.ast.program)) {
      const syntax::Statement& statement = context.ast[id];
      const bool own_variables = statement.kind == syntax::StatementKind::kRule ||
                                 statement.kind == syntax::StatementKind::kConstraint ||
                                 statement.kind == syntax::StatementKind::kCalc;
      if (own_variables) declarations.push_back(statement.range);
    }
    for (const syntax::Statement& statement : context.ast.statements) {
      if (!SetsVariable(statement)) continue;
      const auto after = std::ranges::upper_bound(declarations, statement.range.offset, {}, &SourceRange::offset);
      if (after != declarations.begin() && Inside(statement.range, *std::prev(after))) continue;
      known.actions.insert(statement.variable);
    }
  }
  return known.actions.contains(name);
}

auto SetInside(Context& context, SourceRange owner, std::string_view name) -> bool {
  SetNames& known = context.set_names;
  if (!(known.owner == owner)) {
    known.owner = owner;
    known.inside.clear();
    for (const syntax::Statement& statement : context.ast.statements) {
      if (SetsVariable(statement) && Inside(statement.range, owner)) known.inside.insert(statement.variable);
    }
  }
  return known.inside.contains(name);
}

void ReportUnbound(Context& context, std::string_view name, SourceRange range, const syntax::Statement* owner,
                   const std::vector<std::string_view>& visible) {
  std::string message = fmt::format("unbound variable ${}", name);
  const bool in_constraint = owner != nullptr && owner->kind == syntax::StatementKind::kConstraint;
  const bool in_rule = in_constraint || (owner != nullptr && owner->kind == syntax::StatementKind::kRule);
  if (owner != nullptr && ActionsSet(context, name)) {
    context.diagnostics.Report(
        DiagnosticKind::kUnbound, range, std::move(message),
        in_rule ? fmt::format("{} do not see variables of the actions: put ${} into a relation, or write its value",
                              in_constraint ? "constraints" : "rules", name)
                : fmt::format("a CALC does not see variables of the actions: give ${} as an argument (INPUT ${})", name,
                              name));
    return;
  }
  if (name.size() >= kMinGuessedVariable) {
    if (const std::string_view nearest = Nearest(context, name, visible); !nearest.empty()) {
      context.diagnostics.Report(DiagnosticKind::kUnbound, range, std::move(message),
                                 fmt::format("did you mean ${}", nearest),
                                 RangeFix{range, fmt::format("${}", nearest)});
      return;
    }
  }
  if (!in_rule && IsAsked(context, range)) {
    context.diagnostics.Report(DiagnosticKind::kUnbound, range, std::move(message),
                               fmt::format("write ? for what is asked, or set it first: LET ${} = ...", name),
                               RangeFix{range, "?"});
    return;
  }
  std::string help;
  const auto scans_for_match = [&context](syntax::StatementId id) {
    const syntax::Statement& clause = context.ast[id];
    return clause.kind == syntax::StatementKind::kScan && BeginsWithMatch(context, context.ast.Arguments(clause));
  };
  if (in_rule && context.diagnostics.error_count() <= kMaxGuesses &&
      std::ranges::any_of(context.ast.Body(*owner), scans_for_match)) {
    help = kUpperCaseMatch;
  } else if (in_rule) {
    help = fmt::format("bind ${} in a clause to the left: SCAN, JOIN or LET", name);
  } else if (owner != nullptr) {
    help = fmt::format("set it first: LET ${} = ..., or make it an argument: INPUT ${}", name, name);
  } else {
    help = fmt::format("set it first: LET ${} = ...", name);
  }
  context.diagnostics.Report(DiagnosticKind::kUnbound, range, std::move(message), std::move(help));
}

auto FieldList(const Context& context, std::string_view row, RelationId relation) -> std::string {
  constexpr std::size_t kMaxListed = 8;
  std::string list;
  const std::vector<Column>& columns = context.program[relation].columns;
  for (std::size_t index = 0; index < columns.size(); ++index) {
    if (index == kMaxListed) return list + ", ...";
    list += fmt::format("{}{}.{}", index == 0 ? "" : ", ", row, columns[index].name);
  }
  return list;
}

auto ColumnNamed(const Relation& relation, std::string_view field) -> std::uint32_t {
  const std::vector<Column>& columns = relation.columns;
  for (std::uint32_t index = 0; index < columns.size(); ++index) {
    if (columns[index].name == field) return index;
  }
  // Columns with a declared name are also known by their position: `a` to `z`, then `c27` and so on.
  std::uint32_t position = NameTable::kNone;
  if (field.size() == 1 && field[0] >= 'a' && field[0] <= 'z') {
    position = static_cast<std::uint32_t>(field[0] - 'a');
  } else if (field.starts_with('c') && field.size() <= 5 && field[1] != '0') {
    position = 0;
    for (const char digit : field.substr(1)) {
      if (digit < '0' || digit > '9') return NameTable::kNone;
      position = position * 10 + static_cast<std::uint32_t>(digit - '0');
    }
    position = position > kLetterCount ? position - 1 : NameTable::kNone;
  }
  return position < columns.size() ? position : NameTable::kNone;
}

void ReportNoSuchColumn(Context& context, std::string_view row, std::string_view field, SourceRange range,
                        SourceRange field_range, RelationId relation) {
  const Relation& declared = context.program[relation];
  std::string message = fmt::format("relation {} has no column {}", declared.name, field);
  const std::string fields = FieldList(context, row, relation);
  if (const std::string_view nearest = Nearest(context, field, ColumnNames(declared)); !nearest.empty()) {
    context.diagnostics.Report(DiagnosticKind::kNoSuchColumn, range, std::move(message),
                               fmt::format("write {}", fields), RangeFix{field_range, std::string(nearest)});
    return;
  }
  context.diagnostics.Report(DiagnosticKind::kNoSuchColumn, range, std::move(message),
                             fields.empty() ? "it has no columns" : fmt::format("write {}", fields));
}

}  // namespace bytelogic::sema
