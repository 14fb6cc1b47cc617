// parse_directive.cc - what begins with a point: declarations, types, files, and what is ignored or refused.

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "syntax/bytelogic/lexer.h"
#include "syntax/datalog/parser_internal.h"

namespace bytelogic::syntax::datalog {
namespace {

// Representations and hints, which change no answer.
constexpr std::string_view kIgnoredQualifiers[] = {"brie",  "btree",    "btree_delete", "inline",     "no_inline",
                                                   "magic", "no_magic", "overridable",  "provenance", "ephemeral"};

struct Base {
  std::string_view name;
  ColumnType type;
};
constexpr Base kBases[] = {{"number", ColumnType::kInt},
                           {"unsigned", ColumnType::kInt},
                           {"float", ColumnType::kFloat},
                           {"symbol", ColumnType::kSymbol},
                           {"any", ColumnType::kAny}};
auto BaseNamed(std::string_view name) -> const Base* {
  for (const Base& base : kBases) {
    if (base.name == name) return &base;
  }
  return nullptr;
}

}  // namespace

// directive = ".decl" ... | ".type" ... | ( ".number_type" | ".symbol_type" ) relation
//           | ( ".input" | ".output" | ".printsize" ) file { "," file } | ":-" "dynamic" ... (parse_clause.cc)
void Parser::ParseDirective() {
  const Token first = Current();
  const Slip* slip = TakeSlip(Place::kDirective);
  const bool mended = slip != nullptr && slip->instead;
  if (!mended) Advance();
  if (slip != nullptr && !mended) return SkipDirective();
  const std::string_view name = mended ? *slip->instead : first.text;
  if (name == "decl") return ParseDeclaration(first.range);
  if (name == "type") return ParseType(first.range);
  if (name == "number_type") return ParseLegacyType(first.range, "number");
  if (name == "symbol_type") return ParseLegacyType(first.range, "symbol");
  if (name == "input") return ParseFile(DirectiveKind::kInput, first.range);
  if (name == "output") return ParseFile(DirectiveKind::kOutput, first.range);
  if (name == "printsize") return ParseFile(DirectiveKind::kPrintSize, first.range);
  if (name == "limitsize" || name == "plan" || name == "pragma") return ParseIgnored(first.range, name);
  RefuseDirective(first);
}

// Directives end by themselves; a point there is what a clause has.
void Parser::EndDirective() {
  if (!panicking_ && !Current().starts_line) TakeSlip(Place::kDirectiveEnd);
}

// a, a.b: the name of a relation or type.
auto Parser::ParseQualifiedName(std::string_view what) -> std::string_view {
  if (!At(TokenKind::kWord) && !At(TokenKind::kVariable) && !At(TokenKind::kQuotedName)) {
    Unexpected(what);
    return {};
  }
  const Token name = Current();
  Advance();
  if (At(TokenKind::kPoint) && Current().touches && Peek(1).touches && Peek(1).kind == TokenKind::kWord) {
    RefuseComponent(name);
  }
  return name.text;
}

// ".decl" relation { "," relation } "(" [ attribute { "," attribute } [ "," ] ] ")" { qualifier }
void Parser::ParseDeclaration(SourceRange first) {
  std::vector<Token> names;
  do {
    names.push_back(Current());
    ParseQualifiedName("the name of a relation");
    if (panicking_) return;
  } while (Accept(TokenKind::kComma));
  Declaration declaration;
  declaration.has_columns = true;
  if (!Expect(TokenKind::kLeftParen, "write the columns in parentheses: .decl r(x: number)")) return;
  ParseColumns(declaration);
  if (panicking_) return;
  declaration.range = RangeFrom(first);
  for (const Token& name : names) {
    declaration.name = name.text;
    declaration.name_range = name.range;
    tree_.declarations.push_back(declaration);
    AddItem(ItemKind::kDeclaration, tree_.declarations.size() - 1, first);
  }
  ParseQualifiers(names);
  EndDirective();
}

// attribute = attribute-name [ ( ":" | "<:" ) type ]
void Parser::ParseColumns(Declaration& declaration) {
  declaration.columns.begin = Size32(tree_.columns);
  while (!Accept(TokenKind::kRightParen)) {
    DeclaredColumn column;
    if (!At(TokenKind::kWord) && !At(TokenKind::kVariable)) return Unexpected("a column", "write name: type");
    column.name = Current().text;
    column.range = Current().range;
    Advance();
    if (Accept(TokenKind::kColon) || Accept(TokenKind::kSubtype)) {
      const SourceRange type = Current().range;
      column.type_name = ParseQualifiedName("a type");
      if (panicking_) return;
      column.range = type;
    } else if (BaseNamed(column.name) != nullptr && !At(TokenKind::kWord)) {
      // `.decl r(number)`: the type alone.
      Complain(column.range, "a column without a name", "write name: type",
               RangeFix{{column.range.offset, 0}, "x" + std::to_string(declaration.columns.size + 1) + ": "});
      column.type_name = column.name;
    }
    if (column.type_name.empty() && (At(TokenKind::kWord) || At(TokenKind::kVariable)) && !Current().starts_line) {
      AddMissing(Place::kColumnType);
      column.range = Current().range;
      column.type_name = ParseQualifiedName("a type");
    }
    tree_.columns.push_back(column);
    ++declaration.columns.size;
    ++declaration.arity;
    if (Accept(TokenKind::kComma) || At(TokenKind::kRightParen)) continue;
    return Unexpected("',' or ')'");
  }
}

void Parser::ParseQualifiers(std::span<const Token> names) {
  while (!panicking_ && At(TokenKind::kWord) && (!Current().starts_line || Current().column > clause_column_)) {
    const Token word = Current();
    const std::string text(word.text);
    const bool is_ignored = std::ranges::find(kIgnoredQualifiers, word.text) != std::end(kIgnoredQualifiers);
    if (is_ignored) {
      Advance();
      Warn(word.range, text + " is ignored", "ByteLogic chooses by itself how a relation is stored");
    } else if (TakeSlip(Place::kQualifier) != nullptr) {
      if (!panicking_) Advance();
    } else if (text == "input" || text == "output" || text == "printsize") {
      Advance();
      for (const Token& name : names) {
        Directive directive;
        directive.kind = text == "input"    ? DirectiveKind::kInput
                         : text == "output" ? DirectiveKind::kOutput
                                            : DirectiveKind::kPrintSize;
        directive.range = word.range;
        directive.relation = name.text;
        directive.relation_range = word.range;
        tree_.directives.push_back(directive);
        AddItem(ItemKind::kDirective, tree_.directives.size() - 1, word.range);
      }
    } else {
      return;
    }
  }
}

// ".type" relation ( ( "=" | "<:" ) type { "|" type } | ? new line ? )
void Parser::ParseType(SourceRange first) {
  TypeDeclaration type;
  type.name_range = Current().range;
  type.name = ParseQualifiedName("the name of a type");
  if (panicking_) return;
  type.targets.begin = Size32(tree_.type_names);
  if (!At(TokenKind::kEqual) && !At(TokenKind::kSubtype)) {
    // The oldest form: a type alone is one of symbols.
    if (Current().starts_line || At(TokenKind::kEnd)) {
      tree_.type_names.push_back({"symbol", type.name_range});
      type.targets.size = 1;
      type.subtype = true;
      tree_.types.push_back(type);
      return AddItem(ItemKind::kType, tree_.types.size() - 1, first);
    }
    return Unexpected("'=' or '<:'", "write .type t = number, or .type t <: number");
  }
  type.subtype = At(TokenKind::kSubtype);
  Advance();
  do {
    if (TakeSlip(Place::kTypeTarget) != nullptr) return SkipBraces();  // a record
    const Token target = Current();
    ParseQualifiedName("a type");
    if (panicking_) return;
    if (At(TokenKind::kLeftBrace)) {
      Refuse(*FindSlip(Place::kTypeTarget, "{"), target.range, {});
      while (At(TokenKind::kLeftBrace)) {
        SkipBraces();
        if (Accept(TokenKind::kBar)) Advance();
      }
      return;
    }
    tree_.type_names.push_back({target.text, target.range});
    ++type.targets.size;
  } while (Accept(TokenKind::kBar));
  tree_.types.push_back(type);
  AddItem(ItemKind::kType, tree_.types.size() - 1, first);
  EndDirective();
}

// ( ".number_type" | ".symbol_type" ) relation
void Parser::ParseLegacyType(SourceRange first, std::string_view base) {
  TypeDeclaration type;
  type.subtype = true;
  type.name_range = Current().range;
  type.name = ParseQualifiedName("the name of a type");
  if (panicking_) return;
  type.targets = {Size32(tree_.type_names), 1};
  tree_.type_names.push_back({base, type.name_range});
  tree_.types.push_back(type);
  AddItem(ItemKind::kType, tree_.types.size() - 1, first);
  EndDirective();
}

// ( ".input" | ".output" | ".printsize" ) file { "," file }
void Parser::ParseFile(DirectiveKind kind, SourceRange first) {
  const std::size_t begin = tree_.directives.size();
  do {
    Directive directive;
    directive.kind = kind;
    directive.relation_range = Current().range;
    directive.relation = ParseQualifiedName("the name of a relation");
    if (panicking_) return;
    if (At(TokenKind::kLeftParen)) directive.parameters = ParseParameters();
    if (panicking_) return;
    directive.range = RangeFrom(first);
    tree_.directives.push_back(directive);
    AddItem(ItemKind::kDirective, tree_.directives.size() - 1, first);
  } while (Accept(TokenKind::kComma));
  // Parameters behind the last name are those of all that have none.
  const Span32 parameters = tree_.directives.back().parameters;
  for (std::size_t index = begin; index < tree_.directives.size(); ++index) {
    if (tree_.directives[index].parameters.size == 0) tree_.directives[index].parameters = parameters;
  }
  EndDirective();
}

// file = relation [ "(" [ setting { "," setting } [ "," ] ] ")" ]      setting = parameter "=" value
auto Parser::ParseParameters() -> Span32 {
  Span32 list{Size32(tree_.directive_parameters), 0};
  Advance();
  while (!Accept(TokenKind::kRightParen)) {
    DirectiveParameter parameter;
    parameter.name = Current().text;
    const SourceRange first = Current().range;
    if (!At(TokenKind::kWord) && !At(TokenKind::kVariable)) {
      Unexpected("the name of a parameter", "write name=value, such as filename=\"edge.facts\"");
      return list;
    }
    Advance();
    if (!Expect(TokenKind::kEqual, "write name=value")) return list;
    switch (Current().kind) {
      case TokenKind::kString:
      case TokenKind::kQuotedName:
      case TokenKind::kWord:
      case TokenKind::kVariable:
      case TokenKind::kInt:
      case TokenKind::kFloat:
        parameter.value = Current().text;
        Advance();
        break;
      default:
        Unexpected("a value", "write a word, a number or a string in double quotes");
        return list;
    }
    parameter.range = RangeFrom(first);
    tree_.directive_parameters.push_back(parameter);
    ++list.size;
    if (Accept(TokenKind::kComma) || At(TokenKind::kRightParen)) continue;
    Unexpected("',' or ')'");
    return list;
  }
  return list;
}

void Parser::ParseIgnored(SourceRange first, std::string_view name) {
  // Up to the end of the line, or of the list in parentheses.
  int depth = 0;
  while (!At(TokenKind::kEnd) && (depth > 0 || !Current().starts_line) && !At(TokenKind::kPoint)) {
    if (At(TokenKind::kLeftParen)) ++depth;
    if (At(TokenKind::kRightParen)) --depth;
    Advance();
  }
  const std::string_view why = name == "plan" ? "ByteLogic plans the order of goals by itself"
                               : name == "pragma"
                                   ? "the program has no settings here"
                                   : "the limits of a run are set outside the program: --limit tuples=5M";
  Warn(first, "." + std::string(name) + " is ignored", std::string(why));
  AddItem(ItemKind::kIgnored, 0, first);
  EndDirective();
}

// Every type that a column has comes down to one of the bases.
void Parser::ResolveTypes() {
  std::map<std::string_view, const TypeDeclaration*> declared;
  for (const TypeDeclaration& type : tree_.types) declared.emplace(type.name, &type);
  std::vector<std::string_view> names;
  for (const Base& base : kBases) names.push_back(base.name);
  for (const auto& [name, type] : declared) names.push_back(name);

  const auto report_unknown = [&](std::string_view name, SourceRange range) {
    const Slip* slip = FindSlip(Place::kTypeName, name);
    const std::string_view nearest = slip != nullptr ? *slip->instead : diagnostics_.Nearest(name, names);
    std::optional<RangeFix> fix;
    if (!nearest.empty()) fix = RangeFix{range, std::string(nearest)};
    Complain(range, "unknown type " + Excerpt(std::string(name)),
             nearest.empty() ? "the types are number, symbol, float and unsigned, and those that .type declares"
                             : "write " + std::string(nearest),
             std::move(fix));
  };
  for (const TypeDeclaration& type : tree_.types) {
    for (std::uint32_t at = type.targets.begin; at < type.targets.end(); ++at) {
      const TypeName& target = tree_.type_names[at];
      if (BaseNamed(target.text) == nullptr && !declared.contains(target.text))
        report_unknown(target.text, target.range);
    }
  }
  for (DeclaredColumn& column : tree_.columns) {
    std::string_view name = column.type_name;
    if (name.empty()) continue;
    // The first of a union's types stands for all: they must have one base.
    for (std::size_t steps = 0; BaseNamed(name) == nullptr && steps <= tree_.types.size(); ++steps) {
      diagnostics_.work().Charge(8);
      const auto found = declared.find(name);
      if (found == declared.end()) break;
      name = tree_.type_names[found->second->targets.begin].text;
    }
    if (const Base* base = BaseNamed(name)) {
      column.type = base->type;
    } else if (!declared.contains(column.type_name)) {
      report_unknown(column.type_name, column.range);
    } else if (declared.contains(name)) {
      Complain(column.range, "the type " + Excerpt(std::string(column.type_name)) + " is declared by itself",
               "declare it as number, symbol, float or unsigned");
    }
  }
}

}  // namespace bytelogic::syntax::datalog
