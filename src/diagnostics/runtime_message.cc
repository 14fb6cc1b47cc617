#include "diagnostics/runtime_message.h"

#include <fmt/format.h>

#include <cstddef>
#include <string>

#include "diagnostics/messages.h"

namespace bytelogic {
namespace {

constexpr std::size_t kMaxShownBytes = 60;

auto IsSpace(char c) -> bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// `text` on one line, cut where it is long.
auto OnOneLine(std::string_view text) -> std::string {
  std::string line;
  for (const char c : text) {
    if (!IsSpace(c)) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  if (line.ends_with(' ')) line.pop_back();
  CutText(line, kMaxShownBytes);
  return line;
}

// What is known of the place that failed.
class Failed {
 public:
  Failed(const Site* site, std::string_view source) : site_(site == nullptr ? Site{} : *site), source_(source) {
    std::string_view text = TextOf(source, site_.range);
    // Of a loop its head.
    if (site_.operation == Operation::kRange) text = text.substr(0, text.find('\n'));
    text_ = OnOneLine(text);
  }

  [[nodiscard]] auto text() const -> Excerpt { return {text_}; }
  [[nodiscard]] auto site() const -> const Site& { return site_; }
  [[nodiscard]] auto Calls(Builtin function) const -> bool {
    return site_.operation == Operation::kFunction && site_.function == function;
  }
  // The function that is called; null: there is none.
  [[nodiscard]] auto called() const -> const BuiltinInfo* {
    return site_.operation == Operation::kFunction ? &InfoOf(site_.function) : nullptr;
  }
  [[nodiscard]] auto first() const -> std::string { return OnOneLine(TextOf(source_, site_.first)); }
  [[nodiscard]] auto second() const -> std::string { return OnOneLine(TextOf(source_, site_.second)); }
  // The first operand times 1.0.
  [[nodiscard]] auto AsFloat() const -> std::string {
    const bool simple = site_.first_form == OperandForm::kSimple || site_.first_form == OperandForm::kZero;
    return simple ? fmt::format("1.0 * {}", first()) : fmt::format("1.0 * ({})", first());
  }
  // `message`, and the place after what `joins` them.
  [[nodiscard]] auto With(Message message, const WordsForm<void(Excerpt)>& joins) const -> Message {
    if (!text_.empty()) message.words += joins(text());
    return message;
  }
  [[nodiscard]] auto In(Message message) const -> Message { return With(std::move(message), messages::kIn); }

 private:
  Site site_;
  std::string_view source_;
  std::string text_;
};

auto Overflow(const Failed& failed) -> MessageText {
  const auto because = [&](Words help) -> MessageText {
    return {failed.In(messages::kIntegerOverflow()), std::move(help)};
  };
  const Site& site = failed.site();
  const BuiltinInfo* const builtin = failed.called();
  const bool makes_int = builtin != nullptr && builtin->signatures[0].Takes(OperandKind::kNumber) &&
                         builtin->signatures[0].result == ResultKind::kInt;
  if (makes_int) {
    return because(messages::kLeaveTheFloat({Builtin::kRound}));
  }
  if (site.first.length == 0) return because(messages::kComputeWithFloats());
  if (site.operation == Operation::kFloorDivide) return because(messages::kDivideAsFloat({failed.AsFloat()}));
  if (failed.Calls(Builtin::kPow)) return because(messages::kPowerAsFloat({Builtin::kPow}, {failed.AsFloat()}));
  return because(messages::kAsFloat({failed.AsFloat()}));
}

auto DivisionByZero(const Failed& failed) -> MessageText {
  const auto because = [&](Words help) -> MessageText {
    return {failed.In(messages::kDivisionByZero()), std::move(help)};
  };
  const Site& site = failed.site();
  if (failed.Calls(Builtin::kPow)) return because(messages::kPowerOfZero());
  if (site.second.length == 0) return because(messages::kTestTheDivisor());
  if (site.second_form == OperandForm::kZero) return because(messages::kAnotherDivisor());
  const bool compound = site.second_form == OperandForm::kCompound;
  return because(messages::kTestDivisor({compound ? fmt::format("({})", failed.second()) : failed.second()}));
}

auto OutsideDomain(const Failed& failed) -> MessageText {
  if (failed.Calls(Builtin::kPow)) {
    const std::string base = failed.first();
    const bool is_digits = base.find_first_not_of("0123456789") == std::string::npos;
    return {messages::kHasNoValue(failed.text()),
            messages::kPowerDomain({Builtin::kPow}, {is_digits ? fmt::format("{}.0", base) : failed.AsFloat()},
                                   {failed.second()})};
  }
  const BuiltinInfo* const builtin = failed.called();
  if (builtin != nullptr && !builtin->domain.empty()) {
    return {messages::kHasNoValue(failed.text()), messages::kDomain({builtin->kind}, {builtin->domain})};
  }
  return {failed.In(messages::kNotFinite()), messages::kSmallerOperands()};
}

auto MixedValues(const Failed& failed) -> MessageText {
  const BuiltinInfo* const builtin = failed.called();
  if (builtin != nullptr && TakesTexts(builtin->kind)) {
    if (builtin->signatures[0].Takes(OperandKind::kInt)) {
      return {failed.In(messages::kWrongKind()),
              messages::kSymbolFirst({builtin->kind}, {Builtin::kToSymbol}, {Builtin::kToNumber})};
    }
    return {failed.In(messages::kNumberForSymbol()), messages::kTakesSymbols({builtin->kind}, {Builtin::kToSymbol})};
  }
  return {failed.In(messages::kDoNotGoTogether()), messages::kOneKind({Builtin::kToNumber}, {Builtin::kToSymbol})};
}

auto OutOfRange(const Failed& failed) -> MessageText {
  const bool is_call = failed.site().operation == Operation::kFunction;
  const std::string subject = is_call ? failed.first() : "the text";
  return {failed.In(messages::kOutsideText()),
          failed.Calls(Builtin::kSubstr) ? messages::kSubstringCounts({Builtin::kSubstr}, {Builtin::kLength}, {subject})
                                         : messages::kPositionsCount({Builtin::kLength}, {subject})};
}

}  // namespace

auto SolveBefore(const Site& site, std::string_view source) -> std::optional<PendingFix> {
  if (site.operation != Operation::kRead || site.first.length == 0) return std::nullopt;
  const std::size_t begin = site.first.offset;
  const std::size_t line_begin = begin == 0 ? 0 : source.find_last_of("\r\n", begin - 1) + 1;
  const std::string_view indentation = source.substr(line_begin, begin - line_begin);
  if (indentation.find_first_not_of(" \t") != std::string_view::npos) return std::nullopt;
  return PendingFix({site.first.offset, 0}, messages::kSolveBefore({indentation}));
}

auto RuntimeMessage(DiagnosticKind kind, const Site* site, std::string_view source) -> MessageText {
  const Failed failed(site, source);
  switch (kind) {
    case DiagnosticKind::kDivisionByZero:
      return DivisionByZero(failed);
    case DiagnosticKind::kIntegerOverflow:
      return Overflow(failed);
    case DiagnosticKind::kOutsideDomain:
      return OutsideDomain(failed);
    case DiagnosticKind::kMixedValues:
      return MixedValues(failed);
    case DiagnosticKind::kOutOfRange:
      return OutOfRange(failed);
    case DiagnosticKind::kEmptyAggregate:
      return {failed.In(messages::kAggregateOfNothing()), messages::kAskWhetherAny()};
    case DiagnosticKind::kNoResult:
      return {messages::kEndedWithoutResult(failed.text()), messages::kEndInResult()};
    case DiagnosticKind::kNotANumber:
      return {failed.In(messages::kTextIsNoNumber()), messages::kReadsNumbers({Builtin::kToNumber})};
    case DiagnosticKind::kValueDoesNotFit:
      return {failed.With(messages::kValueDoesNotFit(), messages::kColon),
              messages::kDeclareAnyOrConvert({Builtin::kToNumber}, {Builtin::kToSymbol}, {Builtin::kRound},
                                             {Builtin::kFloor})};
    case DiagnosticKind::kZeroStep:
      return {site == nullptr ? messages::kRangeWithStepZero() : failed.In(messages::kStepZero()),
              messages::kStepNotZero()};
    case DiagnosticKind::kBrokenModule:
      return {messages::kBrokenModule(), messages::kMakeModuleAgain()};
    case DiagnosticKind::kSourceLimit:
      return {messages::kSourceTooLong(), messages::kShortenProgram()};
    case DiagnosticKind::kDepthLimit:
      return {failed.With(messages::kCallsTooDeep(), messages::kAt), messages::kEndRecursion()};
    case DiagnosticKind::kTimeLimit:
      return {messages::kOutOfTime(), messages::kLessWorkOrTime()};
    case DiagnosticKind::kMemoryLimit:
      return {messages::kOutOfMemory(), messages::kKeepFewer()};
    case DiagnosticKind::kTupleLimit:
      return {messages::kTooManyTuples(), messages::kNoNewValuesForEver()};
    case DiagnosticKind::kFactLimit:
      return {messages::kTooManyAsserted(), messages::kDeriveThem()};
    case DiagnosticKind::kSizeLimit:
      return {messages::kTooLarge(), messages::kJoinRules()};
    case DiagnosticKind::kOutputLimit:
      return {messages::kOutputTooLong(), messages::kAskForLess()};
    case DiagnosticKind::kFuelLimit:
      return {messages::kOutOfFuel(), messages::kLessWorkOrFuel()};
    case DiagnosticKind::kHostLimit:
      return {messages::kTooManyHostTuples(), messages::kGiveFewer()};
    case DiagnosticKind::kWorkLimit:
      return {messages::kTooMuchWork(), messages::kSmallerParts()};
    case DiagnosticKind::kDataLimit:
      return {messages::kTooMuchData(), messages::kGiveLess()};
    case DiagnosticKind::kValueLimit:
      return {messages::kValueTooLong(), messages::kShortenValue()};
    case DiagnosticKind::kNoSandbox:
      return {messages::kNoSandbox(), messages::kTryAgain()};
    case DiagnosticKind::kNoOutput:
      return {messages::kMadeNoOutput(), messages::kNothingReached()};
    default:
      return {{kind, Words(TitleOf(kind))}, {}};
  }
}

}  // namespace bytelogic
