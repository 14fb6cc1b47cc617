#include "coverage.h"

#include <set>
#include <string_view>

#include "diagnostics/diagnostics.h"

namespace bytelogic::differential {
namespace {

using sema::ClauseKind;
using sema::ExprKind;
using sema::StatementKind;
using sema::Type;

// In the order of the enumerations.
constexpr std::string_view kExprNames[] = {
    "constant", "variable",  "int to float", "to any",     "any to int", "any to float",   "any to symbol",
    "negate",   "add",       "subtract",     "multiply",   "divide",     "floor divide",   "modulo",
    "equal",    "not equal", "less",         "less equal", "greater",    "greater equal",  "not",
    "and",      "or",        "call",         "builtin",    "exists",     "aggregate query"};
static_assert(std::size(kExprNames) == static_cast<std::size_t>(ExprKind::kAggregateQuery) + 1);

constexpr std::string_view kClauseNames[] = {"match", "absent", "filter", "same", "let", "range", "emit"};
static_assert(std::size(kClauseNames) == static_cast<std::size_t>(ClauseKind::kEmit) + 1);

constexpr std::string_view kStatementNames[] = {
    "let",   "if",       "for query", "for range", "for list", "while",        "skip turn",    "leave",
    "break", "continue", "assert",    "exec",      "return",   "output value", "output query", "solve"};
static_assert(std::size(kStatementNames) == static_cast<std::size_t>(StatementKind::kSolve) + 1);

constexpr std::string_view kTypeNames[] = {"none", "int", "float", "symbol", "any"};

template <typename Kind, std::size_t kSize>
auto NameOf(const std::string_view (&names)[kSize], Kind kind) -> std::string {
  return std::string(names[static_cast<std::size_t>(kind)]);
}

// The type that an operation works on: that of its first operand, else of its result.
auto WorkingType(const sema::CheckedProgram& program, const sema::Expr& expr) -> Type {
  const auto operands = program.Operands(expr.operands);
  return operands.empty() || !operands[0].valid() ? expr.type : program[operands[0]].type;
}

auto FeatureOf(const sema::CheckedProgram& program, const sema::Expr& expr) -> std::string {
  const std::string type = NameOf(kTypeNames, WorkingType(program, expr));
  if (expr.kind == ExprKind::kBuiltin) {
    return "function " + std::string(InfoOf(expr.builtin).name) + " of " + type;
  }
  if (expr.kind == ExprKind::kAggregateQuery) {
    return std::string(bytelogic::NameOf(expr.aggregate)) + " over a query giving " + NameOf(kTypeNames, expr.type);
  }
  return "expression " + NameOf(kExprNames, expr.kind) + " of " + type;
}

auto ShapeOf(const sema::CheckedProgram& program, const sema::Stratum& stratum) -> std::string {
  bool recursive = false;
  bool negates = false;
  for (const sema::RuleId rule : stratum.rules) {
    for (const sema::Clause& clause : program.Clauses(program[rule])) {
      negates = negates || clause.kind == ClauseKind::kAbsent;
      if (clause.kind != ClauseKind::kMatch) continue;
      const sema::Relation& relation = program[clause.relation];
      recursive = recursive || (relation.derived && relation.stratum == program[rule].stratum);
    }
  }
  std::string shape = "stratum";
  shape += stratum.relations.size() > 1 ? " of several relations" : " of one relation";
  if (recursive) shape += ", recursive";
  if (negates) shape += ", negating";
  return shape;
}

// What the features are compared to, where the language says what there is.
auto AllFeatures() -> std::set<std::string> {
  std::set<std::string> all;
  for (const std::string_view name : kClauseNames) all.insert("clause " + std::string(name));
  for (const std::string_view name : kStatementNames) all.insert("statement " + std::string(name));
  for (const BuiltinInfo& info : kBuiltins) {
    for (const std::string_view type : {"int", "float", "symbol", "any"}) {
      const BuiltinSignature& signature = info.signatures[0];
      const bool text = TakesTexts(info.kind);
      const bool no_operand = info.max_arguments == 0;
      const bool either = signature.Takes(OperandKind::kOneKind) || signature.Takes(OperandKind::kAnything);
      const bool keeps_int = either || signature.result != ResultKind::kFloat;
      if (no_operand && type != "float") continue;
      if (text && type != "symbol" && type != "any") continue;
      if (!text && !either && type == "symbol") continue;
      if (!keeps_int && !text && type == "int") continue;
      all.insert("function " + std::string(info.name) + " of " + std::string(type));
    }
  }
  for (const std::string_view op : {"negate", "add", "subtract", "multiply", "floor divide", "modulo"}) {
    for (const std::string_view type : {"int", "float", "any"}) {
      all.insert("expression " + std::string(op) + " of " + std::string(type));
    }
  }
  for (const std::string_view op : {"equal", "not equal", "less", "less equal", "greater", "greater equal"}) {
    for (const std::string_view type : {"int", "float", "symbol", "any"}) {
      all.insert("expression " + std::string(op) + " of " + std::string(type));
    }
  }
  for (const std::string_view name : bytelogic::kAggregateNames) {
    const bool count = name == "COUNT";
    const std::string type = count ? "int" : "float";
    all.insert(std::string(name) + " over a query giving " + type);
    all.insert(std::string(name) + " in EMIT giving " + type);
  }
  for (const std::string_view keep : {"MIN", "MAX"}) {
    for (const std::string_view type : {"int", "float", "symbol"}) {
      all.insert("KEEP " + std::string(keep) + " of " + std::string(type) + ", derived");
    }
  }
  all.insert("constraint");
  for (const std::string_view code : {"R201", "R202", "R203", "R204", "R205", "R206", "R207", "R208", "R209", "R210",
                                      "R302", "W101", "W102", "W103", "W105"}) {
    all.insert("diagnostic " + std::string(code));
  }
  return all;
}

}  // namespace

void Coverage::CountProgram(const sema::CheckedProgram& program) {
  std::set<std::string> features;
  for (const sema::Expr& expr : program.exprs) features.insert(FeatureOf(program, expr));
  for (const sema::Clause& clause : program.clauses) features.insert("clause " + NameOf(kClauseNames, clause.kind));
  for (const sema::Statement& statement : program.statements) {
    features.insert("statement " + NameOf(kStatementNames, statement.kind));
  }
  for (const sema::EmitColumn& column : program.emit_columns) {
    if (!column.aggregated) continue;
    features.insert(std::string(bytelogic::NameOf(column.function)) + (column.distinct ? " DISTINCT" : "") +
                    " in EMIT giving " + NameOf(kTypeNames, column.result));
  }
  for (const sema::Relation& relation : program.relations) {
    if (relation.keep == Keep::kAll) continue;
    features.insert(std::string("KEEP ") + (relation.keep == Keep::kMin ? "MIN" : "MAX") + " of " +
                    NameOf(kTypeNames, relation.columns.back().type) + (relation.derived ? ", derived" : ""));
  }
  if (!program.constraints.empty()) features.insert("constraint");
  for (const sema::Stratum& stratum : program.strata) features.insert(ShapeOf(program, stratum));
  features.insert("strata: " + std::to_string(program.strata.size()));
  for (const sema::Relation& relation : program.relations) {
    features.insert("arity: " + std::to_string(relation.columns.size()));
  }
  for (const std::string& feature : features) ++programs_by_feature_[feature];
}

void Coverage::CountResult(const Result& result) {
  std::set<std::string> codes;
  for (const Diagnostic& diagnostic : result.diagnostics) codes.insert("diagnostic " + diagnostic.code);
  for (const std::string& code : codes) ++programs_by_feature_[code];
}

auto Coverage::Missing() const -> std::string {
  std::string missing;
  for (const std::string& feature : AllFeatures()) {
    if (!programs_by_feature_.contains(feature)) missing += "  " + feature + "\n";
  }
  return missing;
}

auto Coverage::Report() const -> std::string {
  std::string report;
  for (const std::string& feature : AllFeatures()) {
    if (!programs_by_feature_.contains(feature)) report += "         0  " + feature + "\n";
  }
  for (const auto& [feature, count] : programs_by_feature_) {
    const std::string number = std::to_string(count);
    report += std::string(number.size() < 10 ? 10 - number.size() : 0, ' ') + number + "  " + feature + "\n";
  }
  return report;
}

}  // namespace bytelogic::differential
