// parse_term.cc - terms: constants, variables, arithmetic, functions, aggregates.

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

#include "syntax/bytelogic/lexer.h"
#include "syntax/bytelogic/parser.h"
#include "syntax/datalog/functions.h"
#include "syntax/datalog/parser_internal.h"

namespace bytelogic::syntax::datalog {
namespace {

struct AggregateWord {
  std::string_view word;
  AggregateFunction function;
};

constexpr AggregateWord kAggregateWords[] = {{"count", AggregateFunction::kCount},
                                             {"sum", AggregateFunction::kSum},
                                             {"min", AggregateFunction::kMin},
                                             {"max", AggregateFunction::kMax},
                                             {"mean", AggregateFunction::kAvg}};

auto FindAggregate(std::string_view word) -> const AggregateWord* {
  for (const AggregateWord& aggregate : kAggregateWords) {
    if (aggregate.word == word) return &aggregate;
  }
  return nullptr;
}

}  // namespace

// term = product { ( "+" | "-" ) product }
// product = unary { ( "*" | "/" | "//" | "%" | "div" | "mod" | "rem" ) unary }
auto Parser::ParseInfix(int min_level) -> Parsed {
  const Parsed left = ParseUnary();
  return panicking_ ? left : ParseInfixFrom(left, min_level);
}

// Operators are left-associative but for the power, which ParseUnary reads.
auto Parser::ParseInfixFrom(Parsed left, int min_level) -> Parsed {
  while (!panicking_) {
    const Infix infix = InfixAt();
    if (infix.level == 0 || infix.level < min_level || infix.level == kPowerLevel) {
      if (infix.level != kPowerLevel) break;
      // Behind a parenthesis or a call that was read as the beginning of a goal.
      const SourceRange op = Current().range;
      Advance();
      const Parsed exponent = ParseUnary();
      if (panicking_) break;
      left = Operation(TermOperator::kPower, op, {left, exponent});
      continue;
    }
    const SourceRange op = Current().range;
    Advance();
    const Parsed right = ParseInfix(infix.level + 1);
    if (panicking_) break;
    left = Operation(infix.op, op, {left, right});
  }
  return left;
}

auto Parser::InfixAt() -> Infix {
  switch (Current().kind) {
    case TokenKind::kPlus:
      return {TermOperator::kAdd, kSumLevel};
    case TokenKind::kMinus:
      return {TermOperator::kSubtract, kSumLevel};
    case TokenKind::kStar:
      return {TermOperator::kMultiply, kProductLevel};
    case TokenKind::kSlash:
      return {IsSouffle() ? TermOperator::kSlash : TermOperator::kDivide, kProductLevel};
    case TokenKind::kSlashSlash:
      return {TermOperator::kTruncate, kProductLevel};
    case TokenKind::kPercent:
      return {TermOperator::kRemainder, kProductLevel};
    case TokenKind::kCaret:
      return {TermOperator::kPower, kPowerLevel};
    case TokenKind::kWord:
      break;
    default:
      return {};
  }
  if (!StartsTerm(Peek(1))) return {};
  if (AtWord("div")) return {TermOperator::kFloorDivide, kProductLevel};
  if (AtWord("mod")) return {TermOperator::kModulo, kProductLevel};
  if (AtWord("rem")) return {TermOperator::kRemainder, kProductLevel};
  if (!Current().starts_line) TakeSlip(Place::kTermOperator);
  return {};
}

auto Parser::Operation(TermOperator op, SourceRange op_range, std::vector<Parsed> operands) -> Parsed {
  Term term;
  term.kind = TermKind::kOperation;
  term.op = op;
  term.name_range = op_range;
  term.range = RangeFrom(operands.size() == 1 ? op_range : tree_[operands[0].id].range);
  std::uint32_t height = 0;
  const std::size_t begin = scratch_terms_.size();
  for (const Parsed& operand : operands) {
    scratch_terms_.push_back(operand.id);
    height = std::max(height, operand.height);
  }
  term.arguments = TakeTerms(begin);
  return Finish(term, height);
}

// unary = "-" unary | ( "+" ( int | float ) | primary ) [ ( "^" | "**" ) unary ]
auto Parser::ParseUnary() -> Parsed {
  if (At(TokenKind::kMinus)) {
    const SourceRange op = Current().range;
    const TokenKind next = Peek(1).kind;
    const bool is_number = (next == TokenKind::kInt || next == TokenKind::kFloat) && Peek(2).kind != TokenKind::kCaret;
    if (!EnterNesting()) return ErrorTerm(op);
    Advance();
    const Parsed operand = is_number ? ParseNumber(true, op) : ParseUnary();
    LeaveNesting();
    return is_number || panicking_ ? operand : Operation(TermOperator::kNegate, op, {operand});
  }
  if (At(TokenKind::kPlus) && (Peek(1).kind == TokenKind::kInt || Peek(1).kind == TokenKind::kFloat)) Advance();
  const Parsed base = ParsePrimary();
  if (panicking_ || !At(TokenKind::kCaret)) return base;
  const SourceRange op = Current().range;
  if (!EnterNesting()) return base;
  Advance();
  const Parsed exponent = ParseUnary();
  LeaveNesting();
  return panicking_ ? base : Operation(TermOperator::kPower, op, {base, exponent});
}

auto Parser::StartsTerm(const Token& token) const -> bool {
  switch (token.kind) {
    case TokenKind::kWord:
    case TokenKind::kVariable:
    case TokenKind::kAnonymous:
    case TokenKind::kQuotedName:
    case TokenKind::kString:
    case TokenKind::kInt:
    case TokenKind::kFloat:
    case TokenKind::kMinus:
    case TokenKind::kLeftParen:
      return true;
    default:
      return false;
  }
}

// primary = int | float | symbol | variable | "_" | "(" term ")" | function "(" [ terms ] ")"
//         | "as" "(" term "," relation ")" | aggregate
auto Parser::ParsePrimary() -> Parsed {
  Term term;
  term.range = Current().range;
  term.text = Current().text;
  switch (Current().kind) {
    case TokenKind::kInt:
    case TokenKind::kFloat:
      return ParseNumber(false, Current().range);
    case TokenKind::kString:
      term.kind = TermKind::kSymbol;
      term.quoted = true;
      break;
    case TokenKind::kAnonymous:
      term.kind = TermKind::kAnonymous;
      break;
    case TokenKind::kVariable:
      if (Peek(1).kind == TokenKind::kLeftParen && Peek(1).touches) {
        RefuseCompound(Current());
        return ErrorTerm(term.range);
      }
      term.kind = TermKind::kVariable;
      break;
    case TokenKind::kQuotedName:
      if (Peek(1).kind == TokenKind::kLeftParen && Peek(1).touches) {
        RefuseCompound(Current());
        return ErrorTerm(term.range);
      }
      term.kind = TermKind::kSymbol;
      term.quoted = true;
      break;
    case TokenKind::kWord:
      return ParseWordTerm();
    case TokenKind::kLeftParen: {
      if (!EnterNesting()) return ErrorTerm(term.range);
      Advance();
      const Parsed inner = ParseTerm();
      LeaveNesting();
      if (!panicking_) Expect(TokenKind::kRightParen);
      return inner;
    }
    default:
      if (!RefuseTerm()) Unexpected("a term", "a term is a number, a symbol, a variable or an expression");
      return ErrorTerm(term.range);
  }
  Advance();
  return {Add(term), 1};
}

auto Parser::ParseNumber(bool negative, SourceRange first) -> Parsed {
  const Token token = Current();
  Advance();
  Term term;
  term.range = RangeFrom(first);
  term.kind = token.kind == TokenKind::kInt ? TermKind::kInt : TermKind::kFloat;
  const char* const begin = token.text.data();
  const char* const end = begin + token.text.size();
  bool fits = true;
  if (token.kind == TokenKind::kFloat) {
    double value = 0;
    fits = std::from_chars(begin, end, value).ec == std::errc();
    term.float_value = negative ? -value : value;
  } else {
    const char marker = token.text.size() > 2 && token.text[0] == '0' ? token.text[1] : '0';
    const int base = marker == 'x' || marker == 'X' ? 16 : marker == 'b' ? 2 : 10;
    std::uint64_t value = 0;
    fits = std::from_chars(base == 10 ? begin : begin + 2, end, value, base).ec == std::errc();
    constexpr auto kMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    fits = fits && value <= kMax + (negative ? 1 : 0);
    term.int_value = static_cast<std::int64_t>(negative ? 0 - value : value);
  }
  if (!fits) {
    const bool is_int = term.kind == TermKind::kInt;
    Complain(term.range, "number out of range",
             is_int ? "integers have 64 bits: write 1.0e19 for a float" : "floats go up to 1.8e308", std::nullopt,
             DiagnosticKind::kNumberOutOfRange);
    term.kind = TermKind::kError;
  }
  return {Add(term), 1};
}

// A word: a symbol or a variable, a function with its arguments, an aggregate.
auto Parser::ParseWordTerm() -> Parsed {
  // There are no functions of these names.
  const bool sums = Peek(1).kind == TokenKind::kLeftParen && (AtWord("sum") || AtWord("mean"));
  if (sums || AtAggregate()) return ParseAggregate();
  if (Peek(1).kind == TokenKind::kLeftParen) return ParseCall();
  Term term;
  term.range = Current().range;
  term.text = Current().text;
  term.kind = IsSouffle() ? TermKind::kVariable : TermKind::kSymbol;
  if (IsSouffle() && TakeSlip(Place::kTerm) != nullptr) term.kind = TermKind::kError;
  Advance();
  return {Add(term), 1};
}

// aggregate = "count" ":" scope | ( "sum" | "mean" ) term ":" scope
//           | ( "min" | "max" ) ( "(" term ")" | term ) ":" scope
auto Parser::AtAggregate() const -> bool {
  if (!At(TokenKind::kWord) || FindAggregate(Current().text) == nullptr) return false;
  const Token& next = Peek(1);
  if (next.kind == TokenKind::kColon || next.kind == TokenKind::kLeftBrace) return true;
  if (next.kind == TokenKind::kLeftParen || next.kind == TokenKind::kMinus) return false;
  if (!StartsTerm(next)) return false;
  // `min is` would be a comparison of the symbol min.
  return next.text != "is" && next.text != "mod" && next.text != "div" && next.text != "rem";
}

auto Parser::ParseAggregate() -> Parsed {
  Term term;
  term.kind = TermKind::kAggregate;
  term.text = Current().text;
  term.range = term.name_range = Current().range;
  term.aggregate = FindAggregate(term.text)->function;
  Advance();
  const std::size_t begin = scratch_terms_.size();
  std::uint32_t height = 0;
  if (!At(TokenKind::kColon) && !At(TokenKind::kLeftBrace)) {
    const Parsed target = ParseTerm();
    if (panicking_) return target;
    scratch_terms_.push_back(target.id);
    height = target.height;
  }
  return FinishAggregate(term, begin, height);
}

// Stands at the colon. The terms from `begin` on: what the aggregate is of.
auto Parser::FinishAggregate(Term term, std::size_t begin, std::uint32_t height) -> Parsed {
  term.arguments = TakeTerms(begin);
  const std::string word(term.text);
  if (term.aggregate == AggregateFunction::kCount && term.arguments.size > 0) {
    DropCountTerm(term);
  } else if (term.aggregate != AggregateFunction::kCount && term.arguments.size == 0) {
    Fail(term.name_range, word + " without an argument", "write its argument: " + word + " X : { p(X) }");
    return ErrorTerm(term.range);
  }
  if (At(TokenKind::kLeftBrace)) {
    AddMissing(Place::kScope, word);
  } else if (!Expect(TokenKind::kColon, "write " + word + (term.arguments.size > 0 ? " X" : "") + " : { goals }")) {
    return ErrorTerm(term.range);
  }
  if (!EnterNesting()) {
    return ErrorTerm(term.range);
  }
  // scope = "{" body "}" | literal
  const std::uint32_t outer_height = std::exchange(body_height_, 0);
  if (Accept(TokenKind::kLeftBrace)) {
    term.body = ParseBody();
    if (!panicking_) Expect(TokenKind::kRightBrace, "write } where the goals of the aggregate end");
  } else if (At(TokenKind::kWord) || At(TokenKind::kQuotedName)) {
    term.body = ParseLiteral();
  } else {
    Unexpected("'{'", "write the goals of the aggregate in braces");
  }
  LeaveNesting();
  term.range = RangeFrom(term.range);
  height = std::max(height, body_height_);
  body_height_ = outer_height;
  return Finish(term, height);
}

// A term above others of that height.
auto Parser::Finish(const Term& term, std::uint32_t height) -> Parsed {
  if (height >= kMaxExprHeight) {
    Fail(term.range, "term of more than " + std::to_string(kMaxExprHeight) + " operations in a row",
         "name parts of it: X = ..., Y = X + ...", std::nullopt, DiagnosticKind::kNestedTooDeep);
  }
  return {Add(term), height + 1};
}

// terms = term { "," term }
// Those up to `close`, onto scratch_terms_. False where that panics.
auto Parser::ParseTerms(TokenKind close, std::uint32_t& height) -> bool {
  if (Accept(close)) return true;
  if (!EnterNesting()) return false;
  while (true) {
    const Parsed term = ParseTerm();
    if (panicking_) return false;
    scratch_terms_.push_back(term.id);
    height = std::max(height, term.height);
    if (At(TokenKind::kComma) && Peek(1).kind == close) {
      TakeSlip(Place::kArgumentEnd, Describe(Peek(1)));
      break;
    }
    if (Accept(TokenKind::kComma)) continue;
    if (At(close) || !StartsTerm(Current()) || Current().starts_line) break;
    AddMissing(Place::kArgument);
  }
  LeaveNesting();
  if (Accept(close)) return true;
  if (At(TokenKind::kBar) || At(TokenKind::kLeftBracket)) {
    RefuseTerm();
  } else {
    Unexpected("',' or " + std::string(NameOf(close)));
  }
  return false;
}

// name(arguments). Stands at the name.
auto Parser::ParseCall() -> Parsed {
  const Token name = Current();
  if (name.text == "as") return ParseAs(name.range);
  if (FindFunction(name.text) == nullptr) {
    RefuseCompound(name);
    return ErrorTerm(name.range);
  }
  const std::size_t begin = scratch_terms_.size();
  Advance();
  Advance();
  std::uint32_t height = 0;
  if (!ParseTerms(TokenKind::kRightParen, height)) return ErrorTerm(name.range);
  return FinishCall(name, begin, height);
}

// name(arguments), whose arguments are the terms from `begin` on. Before a colon it is an aggregate: sum(X) : { ... }
auto Parser::FinishCall(const Token& name, std::size_t begin, std::uint32_t height) -> Parsed {
  const AggregateWord* aggregate = FindAggregate(name.text);
  if (aggregate != nullptr && At(TokenKind::kColon) && scratch_terms_.size() == begin + 1) {
    Term term;
    term.kind = TermKind::kAggregate;
    term.text = name.text;
    term.range = term.name_range = name.range;
    term.aggregate = aggregate->function;
    return FinishAggregate(term, begin, height);
  }
  const FunctionInfo* function = FindFunction(name.text);
  if (function == nullptr) {
    RefuseCompound(name);
    return ErrorTerm(name.range);
  }
  Term term;
  term.kind = TermKind::kCall;
  term.text = name.text;
  term.name_range = name.range;
  term.range = RangeFrom(name.range);
  term.arguments = TakeTerms(begin);
  if (function->kind == FunctionKind::kUnsupported) {
    RefuseFunction(name, function->builtin == "bits");
    term.kind = TermKind::kError;
  }
  return Finish(term, height);
}

// as(term, type): what changes no value here.
auto Parser::ParseAs(SourceRange first) -> Parsed {
  Advance();
  Advance();
  if (!EnterNesting()) return ErrorTerm(first);
  const Parsed inner = ParseTerm();
  LeaveNesting();
  if (panicking_ || !Expect(TokenKind::kComma, "write as(term, type)")) return inner;
  if (!At(TokenKind::kWord) && !At(TokenKind::kVariable)) {
    Unexpected("a type", "write as(term, type)");
    return inner;
  }
  ParseQualifiedName("a type");
  Expect(TokenKind::kRightParen);
  return inner;
}

}  // namespace bytelogic::syntax::datalog
