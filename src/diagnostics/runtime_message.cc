#include "diagnostics/runtime_message.h"

#include <algorithm>
#include <cctype>
#include <cstddef>

#include "base/builtin.h"

namespace bytelogic {
namespace {

constexpr std::size_t kMaxShownBytes = 60;

auto IsSpace(char c) -> bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
auto IsWordByte(char c) -> bool {
  return c == '_' || c == '$' || static_cast<unsigned char>(c) >= 0x80 || std::isalnum(static_cast<unsigned char>(c));
}

auto Trimmed(std::string_view text) -> std::string_view {
  while (!text.empty() && IsSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  return text;
}

// `text` on one line, cut where it is long, never inside of a code point; of a loop only its head.
auto Shown(std::string_view text) -> std::string {
  std::string line;
  if (text.starts_with("FOR") || text.starts_with("for")) text = text.substr(0, text.find('\n'));
  for (const char c : Trimmed(text)) {
    if (!IsSpace(c)) {
      line += c;
    } else if (line.back() != ' ') {
      line += ' ';
    }
  }
  if (line.size() <= kMaxShownBytes) return line;
  std::size_t end = kMaxShownBytes;
  while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;
  return line.substr(0, end) + "...";
}

// `prefix` and the place, or `alone` where there is no place.
auto At(std::string_view prefix, std::string_view place, std::string_view alone) -> std::string {
  return place.empty() ? std::string(alone) : std::string(prefix) + " " + std::string(place);
}

auto UpperCase(std::string_view word) -> std::string {
  std::string upper(word);
  for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return upper;
}

// Takes one token off the front of `text`, which is not empty: a word, a number, a string, a whole parenthesis, or one
// other character.
auto TakeToken(std::string_view& text) -> std::string_view {
  std::size_t end = 0;
  int depth = 0;
  do {
    const char c = text[end++];
    if (c == '"') {
      while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
      end = std::min(end + 1, text.size());
    } else if (c == '/' && end < text.size() && text[end] == '/') {
      ++end;  // Datalog's division toward zero
    } else if (c == '(' || c == '[') {
      ++depth;
    } else if (c == ')' || c == ']') {
      --depth;
    } else if (IsWordByte(c) && depth == 0) {
      const bool is_number = std::isdigit(static_cast<unsigned char>(c)) != 0;
      const auto continues = [&](char next, char last) {
        if (IsWordByte(next)) return true;
        return is_number && (next == '.' || ((next == '-' || next == '+') && (last == 'e' || last == 'E')));
      };
      while (end < text.size() && continues(text[end], text[end - 1])) ++end;
    }
  } while (depth > 0 && end < text.size());
  const std::string_view token = text.substr(0, end);
  text = Trimmed(text.substr(end));
  return token;
}

// The outermost operation of an expression: its operator with what stands on both sides, or a call of a function.
struct Operation {
  std::string_view left;  // empty: unary, or a call
  std::string op;         // in upper case; empty: a call or something else
  std::string_view right;
  std::string function;  // in upper case; empty: not a call
  std::string_view arguments;
};

// `text` as a call of a function or of a CALC.
auto FunctionCall(std::string_view text) -> Operation {
  if (UpperCase(text.substr(0, 5)) == "CALC ") text = Trimmed(text.substr(5));
  if (text.empty()) return {};
  const std::string_view name = TakeToken(text);
  if (!IsWordByte(name.front()) || !text.starts_with('(')) return {};
  const std::string_view parenthesis = TakeToken(text);
  if (!text.empty() || !parenthesis.ends_with(')')) return {};
  return {.function = UpperCase(name), .arguments = Trimmed(parenthesis.substr(1, parenthesis.size() - 2))};
}

// The last `+` or `-`, else the last `*`, `/`, `%`, DIV or MOD, that stands between two operands.
auto OperationOf(std::string_view text) -> Operation {
  text = Trimmed(text);
  if (text.empty()) return {};
  std::string_view sum;
  std::string_view product;
  bool after_operand = false;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view token = TakeToken(rest);
    const std::string word = UpperCase(token);
    const bool adds = word == "+" || word == "-";
    const bool multiplies =
        word == "*" || word == "/" || word == "%" || word == "DIV" || word == "MOD" || word == "//" || word == "REM";
    if (after_operand && adds) sum = token;
    if (after_operand && multiplies) product = token;
    after_operand = !adds && !multiplies;
  }
  const std::string_view op = sum.empty() ? product : sum;
  if (!op.empty()) {
    const auto offset = static_cast<std::size_t>(op.data() - text.data());
    return {.left = Trimmed(text.substr(0, offset)),
            .op = UpperCase(op),
            .right = Trimmed(text.substr(offset + op.size()))};
  }
  if (text.front() == '-') return {.op = "-", .right = Trimmed(text.substr(1))};
  return FunctionCall(text);
}

// The first of several arguments.
auto FirstArgument(std::string_view arguments) -> std::string_view {
  const std::string_view all = arguments;
  while (!arguments.empty()) {
    const std::string_view token = TakeToken(arguments);
    if (token == ",") return Trimmed(all.substr(0, static_cast<std::size_t>(token.data() - all.data())));
  }
  return all;
}

auto IsOneToken(std::string_view text) -> bool {
  if (text.empty()) return false;
  TakeToken(text);
  return text.empty();
}

// `operand` times 1.0.
auto AsFloat(std::string_view operand) -> std::string {
  const std::string shown = Shown(operand);
  return "1.0 * " + (IsOneToken(operand) || !FunctionCall(operand).function.empty() ? shown : "(" + shown + ")");
}

auto Overflow(std::string_view text) -> MessageText {
  const Operation operation = OperationOf(text);
  const std::string& function = operation.function;
  const BuiltinInfo* builtin = FindBuiltin(function);
  const bool to_int = builtin != nullptr && builtin->signatures[0].Takes(OperandKind::kNumber) &&
                      builtin->signatures[0].result == ResultKind::kInt;
  if (to_int) {
    return {At("integer overflow in", Shown(text), "integer overflow"),
            "an int has 64 bits; leave the float as it is, or use ROUND with a number of decimals"};
  }
  const std::string_view operand = !operation.left.empty()    ? operation.left
                                   : !operation.right.empty() ? operation.right
                                                              : FirstArgument(operation.arguments);
  MessageText result{At("integer overflow in", Shown(text), "integer overflow"), ""};
  if (operation.op == "DIV") {
    result.help = "write " + AsFloat(operand) + " / ... for a float";
  } else if (function == "POW") {
    result.help = "write POW(" + AsFloat(operand) + ", ...) for a float";
  } else if (!operand.empty()) {
    result.help = "write " + AsFloat(operand) + " for a float";
  } else {
    result.help = "compute with floats where numbers grow this large: 1.0 * $n";
  }
  return result;
}

// 0, -0.0, (0)
auto IsZero(std::string_view operand) -> bool {
  return operand.find('0') != std::string_view::npos && operand.find_first_not_of("0.-() ") == std::string_view::npos;
}

auto DivisionByZero(std::string_view text) -> MessageText {
  const Operation operation = OperationOf(text);
  MessageText result{At("division by zero in", Shown(text), "division by zero"), ""};
  if (operation.function == "POW") {
    result.help = "0 has no negative power: test the base before";
  } else if (IsZero(operation.right)) {
    result.help = "nothing can be divided by 0; write another divisor";
  } else if (!operation.right.empty()) {
    result.help = "test " + Shown(operation.right) + " != 0 before, in a rule by a WHERE to its left";
  } else {
    result.help = "test the divisor before, in a rule by a WHERE to its left";
  }
  return result;
}

auto OutsideDomain(std::string_view text) -> MessageText {
  const Operation operation = OperationOf(text);
  if (operation.function == "POW") {
    const std::string_view base = FirstArgument(operation.arguments);
    const std::string_view exponent =
        Trimmed(operation.arguments.substr(std::min(base.size() + 1, operation.arguments.size())));
    const bool literal = !base.empty() && base.find_first_not_of("0123456789") == std::string_view::npos;
    const std::string float_base = literal ? std::string(base) + ".0" : AsFloat(base);
    return {Shown(text) + " has no value",
            "a negative power of an int is a float: write POW(" + float_base + ", " + Shown(exponent) +
                "); the result must be finite, and a negative base needs an integral exponent"};
  }
  const BuiltinInfo* builtin = FindBuiltin(operation.function);
  if (builtin != nullptr && !builtin->domain.empty()) {
    return {Shown(text) + " has no value", std::string(builtin->domain)};
  }
  return {At("the result is no finite float in", Shown(text), "the result is no finite float"),
          "floats go up to 1.8e308; keep the operands smaller"};
}

auto MixedValues(std::string_view text) -> MessageText {
  const BuiltinInfo* builtin = FindBuiltin(OperationOf(text).function);
  if (builtin != nullptr && TakesTexts(builtin->kind)) {
    if (builtin->signatures[0].Takes(OperandKind::kInt)) {
      return {"an argument of the wrong kind in " + Shown(text),
              std::string(builtin->name) + " takes a symbol first, then numbers; TO_SYMBOL and TO_NUMBER convert them"};
    }
    return {"a number where a symbol is needed in " + Shown(text),
            std::string(builtin->name) + " takes symbols; TO_SYMBOL converts a number"};
  }
  return {At("a number and a symbol do not go together in", Shown(text), "a number and a symbol do not go together"),
          "use values of one kind; TO_NUMBER and TO_SYMBOL convert them"};
}

auto OutOfRange(std::string_view text) -> MessageText {
  const Operation operation = OperationOf(text);
  MessageText result{At("position outside of the text in", Shown(text), "position outside of the text"), ""};
  const std::string subject =
      operation.function.empty() ? std::string("the text") : Shown(FirstArgument(operation.arguments));
  if (operation.function == "SUBSTR") {
    result.help = "SUBSTR(text, start, length) counts from 0; start + length may be at most LENGTH(" + subject + ")";
  } else {
    result.help = "positions count from 0; the last one is LENGTH(" + subject + ") - 1";
  }
  return result;
}

// Whether `word`, in any letter case, stands at `begin` as a word of its own.
auto WordAt(std::string_view text, std::size_t begin, std::string_view word) -> bool {
  if (begin + word.size() > text.size() || (begin > 0 && IsWordByte(text[begin - 1]))) return false;
  if (begin + word.size() < text.size() && IsWordByte(text[begin + word.size()])) return false;
  return std::equal(word.begin(), word.end(), text.begin() + static_cast<std::ptrdiff_t>(begin),
                    [](char a, char b) { return a == std::toupper(static_cast<unsigned char>(b)); });
}

auto HasWord(std::string_view text, std::string_view word) -> bool {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if ((text[at] | 0x20) == (word[0] | 0x20) && WordAt(text, at, word)) return true;
  }
  return false;
}

}  // namespace

auto Grouped(std::uint64_t number) -> std::string {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, ",");
  return text;
}

auto SolveBefore(std::string_view source, SourceRange site) -> std::optional<RangeFix> {
  const std::size_t line_begin = source.find_last_of("\r\n", site.offset == 0 ? 0 : site.offset - 1) + 1;
  const std::string_view indentation =
      source.substr(line_begin, source.find_first_not_of(" \t", line_begin) - line_begin);
  const std::size_t begin = line_begin + indentation.size();
  bool begins_line = false;
  for (const std::string_view word : {"QUERY", "RESULT", "LET", "IF"}) begins_line |= WordAt(source, begin, word);
  if (!begins_line || site.offset < begin) return std::nullopt;
  const std::string_view before = source.substr(0, begin);
  const std::string_view after = source.substr(begin);
  for (const std::string_view word : {"FOR", "CALC"}) {
    if (HasWord(before, word)) return std::nullopt;
  }
  for (const std::string_view word : {"FACT", "EMIT", "EXEC", "CALC"}) {
    if (HasWord(after, word)) return std::nullopt;
  }
  return RangeFix{{static_cast<std::uint32_t>(begin), 0}, "SOLVE\n" + std::string(indentation)};
}

auto RuntimeMessage(DiagnosticKind kind, std::string_view source_text) -> MessageText {
  const std::string place = Shown(source_text);
  switch (kind) {
    case DiagnosticKind::kDivisionByZero:
      return DivisionByZero(source_text);
    case DiagnosticKind::kIntegerOverflow:
      return Overflow(source_text);
    case DiagnosticKind::kOutsideDomain:
      return OutsideDomain(source_text);
    case DiagnosticKind::kMixedValues:
      return MixedValues(source_text);
    case DiagnosticKind::kOutOfRange:
      return OutOfRange(source_text);
    case DiagnosticKind::kEmptyAggregate:
      return {At("aggregate over nothing in", place, "aggregate over nothing"),
              "ask EXISTS(QUERY ...) first; only COUNT and SUM of nothing are 0"};
    case DiagnosticKind::kNoResult:
      return {(place.empty() ? std::string("a CALC") : place) + " ended without RESULT",
              "let every way through the CALC end in RESULT, or run it by EXEC for its effects alone"};
    case DiagnosticKind::kNotANumber:
      return {At("the text is not a number in", place, "the text is not a number"),
              "TO_NUMBER reads what a program writes as a number: 42, -0.5, 1e6"};
    case DiagnosticKind::kValueDoesNotFit:
      return {At("the value does not have the type that is needed:", place,
                 "the value does not have the type that is needed"),
              "declare the column as any, or convert: TO_NUMBER, TO_SYMBOL, ROUND or FLOOR"};
    case DiagnosticKind::kZeroStep:
      return {At("step 0 in", place, "RANGE with step 0"), "the third argument of RANGE must be above or below 0"};
    case DiagnosticKind::kBrokenModule:
      return {"not a module of ByteLogic, or a broken one", "make it again from its program"};
    case DiagnosticKind::kUnreadableData:
      return {"data that cannot be read", "check the file that --facts or --facts-dir names"};
    case DiagnosticKind::kUnwritableData:
      return {"data that cannot be written", "check the folder that --out-dir names"};
    case DiagnosticKind::kSourceLimit:
      return {"the program is longer than the limit `source` allows", "shorten it, or raise the limit"};
    case DiagnosticKind::kDepthLimit:
      return {At("calls nested too deep at", place, "calls nested too deep"),
              "make sure that the recursion ends, write a loop, or raise the limit `depth` (at most 10,000)"};
    case DiagnosticKind::kTimeLimit:
      return {"out of time", "do less work: bind more columns, add a WHERE earlier, or raise the limit `time`"};
    case DiagnosticKind::kMemoryLimit:
      return {"out of memory", "keep fewer tuples and shorter texts, or raise the limit `memory`"};
    case DiagnosticKind::kTupleLimit:
      return {"too many tuples",
              "make sure that the rules do not produce new values for ever, add a WHERE, or raise "
              "the limit `tuples`"};
    case DiagnosticKind::kFactLimit:
      return {"too many asserted tuples",
              "derive them by a rule instead of FACT in a loop, or raise the limit `facts`"};
    case DiagnosticKind::kSizeLimit:
      return {"too many rules or relations", "join them, or raise the limits `rules` and `relations`"};
    case DiagnosticKind::kOutputLimit:
      return {"the output is too long", "ask for fewer columns or rows, or raise the limit `output`"};
    case DiagnosticKind::kFuelLimit:
      return {"out of fuel", "do less work: bind more columns, add a WHERE earlier, or raise the limit `fuel`"};
    case DiagnosticKind::kHostLimit:
      return {"too many tuples from the host", "give fewer, or raise the limit `host`"};
    case DiagnosticKind::kWorkLimit:
      return {
          "too much work to compile",
          "give parts of a long rule relations of their own, and put fewer alternatives into one body and fewer macros "
          "into macros; or raise the limit `work`"};
    case DiagnosticKind::kDataLimit:
      return {"too much data from the host", "give less, or raise the limit `data`"};
    case DiagnosticKind::kValueLimit:
      return {"a value of the host is too long", "shorten it or leave it out, or raise the limit `value`"};
    case DiagnosticKind::kNoSandbox:
      return {"no sandbox became free in time",
              "the program is not at fault: try again when there is less to do, or let the host allow more sandboxes"};
    case DiagnosticKind::kImplicitSolve:
      return {At("solved implicitly before", place, "solved implicitly"), "write SOLVE before it"};
    case DiagnosticKind::kNoOutput:
      return {"the run made no output", "no QUERY and no RESULT was reached"};
    case DiagnosticKind::kStaleRead:
      return {At("tuples were asserted between the last SOLVE and", place, "tuples were asserted since the last SOLVE"),
              "write SOLVE before it, so that it sees what the rules derive from them"};
    default:
      return {std::string(TitleOf(kind)), ""};
  }
}

}  // namespace bytelogic
