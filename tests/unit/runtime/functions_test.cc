// The functions of expressions, called as the interpreter calls them.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "image_assembler.h"

namespace bytelogic::runtime {
namespace {

using enum OperandMode;

enum class Gives { kInt, kFloat, kText, kAny };

struct Answer {
  std::string text;
  std::uint64_t fuel;
};

// `mode` kAny passes anys; otherwise each operand as what it is.
auto CallFor(Builtin function, OperandMode mode, Gives gives, const std::vector<HostValue>& operands,
             const RunOptions& options = {}) -> Answer {
  ImageAssembler image;
  const std::uint32_t site = image.Site(5);
  image.Begin(0);
  std::vector<std::uint16_t> list;
  for (std::size_t i = 0; i < operands.size(); ++i) {
    const auto target = static_cast<std::uint16_t>(i + 1);
    list.push_back(target);
    const HostValue& value = operands[i];
    const bool any = mode == kAny;
    switch (value.tag) {
      case ValueTag::kInt:
        image.ConstantInt(target, value.integer);
        if (any) image.Op1(OpKind::kIntToAny, target, target);
        break;
      case ValueTag::kFloat:
        image.ConstantFloat(target, value.number);
        if (any) image.Op1(OpKind::kFloatToAny, target, target);
        break;
      case ValueTag::kText:
        image.ConstantText(target, value.text);
        if (any) image.Op1(OpKind::kTextToAny, target, target);
        break;
    }
  }
  // The result goes where the first operand was, as plans do it.
  image.Emit({.kind = OpKind::kBuiltin,
              .a = 1,
              .b = static_cast<std::uint16_t>(function),
              .c = static_cast<std::uint16_t>(static_cast<std::size_t>(mode) | operands.size() << 8),
              .d = image.List(list),
              .e = site});
  if (gives == Gives::kInt) image.Op1(OpKind::kIntToAny, 1, 1);
  if (gives == Gives::kFloat) image.Op1(OpKind::kFloatToAny, 1, 1);
  if (gives == Gives::kText) image.Op1(OpKind::kTextToAny, 1, 1);
  image.Result(1);
  image.End();
  const Finished run = image.Run(options);
  return {run.Text(), run.report->fuel};
}

auto Int(Builtin function, OperandMode mode, const std::vector<HostValue>& operands) -> std::string {
  return CallFor(function, mode, Gives::kInt, operands).text;
}
auto Float(Builtin function, const std::vector<HostValue>& operands) -> std::string {
  return CallFor(function, kFloat, Gives::kFloat, operands).text;
}
auto Text(Builtin function, const std::vector<HostValue>& operands) -> std::string {
  return CallFor(function, kText, Gives::kText, operands).text;
}
auto Any(Builtin function, const std::vector<HostValue>& operands) -> std::string {
  return CallFor(function, kAny, Gives::kAny, operands).text;
}

constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();

TEST(Number, FloatFunctions) {
  EXPECT_EQ(Float(Builtin::kSqrt, {2.0}), "1.4142135623730951");
  EXPECT_EQ(Float(Builtin::kSqrt, {-1.0}), "error 203 @ 0");
  EXPECT_EQ(Float(Builtin::kLog, {1.0}), "0");
  EXPECT_EQ(Float(Builtin::kLog, {0.0}), "error 203 @ 0");
  EXPECT_EQ(Float(Builtin::kLog10, {1000.0}), "3");
  EXPECT_EQ(Float(Builtin::kExp, {0.0}), "1");
  EXPECT_EQ(Float(Builtin::kExp, {1000.0}), "error 203 @ 0");
  EXPECT_EQ(Float(Builtin::kSin, {0.0}), "0");
  EXPECT_EQ(Float(Builtin::kCos, {0.0}), "1");
  EXPECT_EQ(Float(Builtin::kTan, {0.0}), "0");
  EXPECT_EQ(Float(Builtin::kAsin, {1.0}), "1.5707963267948966");
  EXPECT_EQ(Float(Builtin::kAsin, {1.5}), "error 203 @ 0");
  EXPECT_EQ(Float(Builtin::kAcos, {1.0}), "0");
  EXPECT_EQ(Float(Builtin::kAtan, {1.0}), "0.7853981633974483");
  EXPECT_EQ(Float(Builtin::kAtan2, {-1.0, -1.0}), "-2.356194490192345");
  EXPECT_EQ(Float(Builtin::kPi, {}), "3.141592653589793");
  EXPECT_EQ(Float(Builtin::kE, {}), "2.718281828459045");
  EXPECT_EQ(Any(Builtin::kSqrt, {16}), "4");
  EXPECT_EQ(Any(Builtin::kSqrt, {"16"}), "error 204 @ 0");
}

TEST(Number, Power) {
  EXPECT_EQ(Int(Builtin::kPow, kInt, {2, 10}), "1024");
  EXPECT_EQ(Int(Builtin::kPow, kInt, {10, 19}), "error 202 @ 0");
  EXPECT_EQ(Int(Builtin::kPow, kInt, {2, -1}), "error 203 @ 0");
  EXPECT_EQ(Float(Builtin::kPow, {2.0, -1.0}), "0.5");
  EXPECT_EQ(Float(Builtin::kPow, {0.0, -1.0}), "error 201 @ 0");
  EXPECT_EQ(Any(Builtin::kPow, {2, 3}), "8");
  EXPECT_EQ(Any(Builtin::kPow, {4, 0.5}), "2");
  EXPECT_EQ(Any(Builtin::kPow, {"a", 0.5}), "error 204 @ 0");
}

TEST(Number, Rounding) {
  EXPECT_EQ(Int(Builtin::kFloor, kFloat, {-2.5}), "-3");
  EXPECT_EQ(Int(Builtin::kCeil, kFloat, {-2.5}), "-2");
  EXPECT_EQ(Int(Builtin::kRound, kFloat, {-2.5}), "-3");
  EXPECT_EQ(Int(Builtin::kRound, kInt, {7}), "7");
  EXPECT_EQ(Int(Builtin::kRound, kAny, {2.5}), "3");
  EXPECT_EQ(Int(Builtin::kFloor, kAny, {7}), "7");
  EXPECT_EQ(Int(Builtin::kFloor, kFloat, {1e19}), "error 202 @ 0");
  EXPECT_EQ(Int(Builtin::kCeil, kAny, {"a"}), "error 204 @ 0");
  EXPECT_EQ(Float(Builtin::kRound, {2.675, 2}), "2.67");
  EXPECT_EQ(Float(Builtin::kRound, {2.5, 16}), "error 203 @ 0");
  EXPECT_EQ(Any(Builtin::kRound, {0.125, 2}), "0.13");
  EXPECT_EQ(Any(Builtin::kRound, {9007199254740993, 2}), "9007199254740993");
  EXPECT_EQ(Any(Builtin::kRound, {1.9, 0}), "2");
  EXPECT_EQ(Any(Builtin::kRound, {1.5, 0.5}), "error 204 @ 0");
  EXPECT_EQ(Any(Builtin::kRound, {"a", 2}), "error 204 @ 0");
  EXPECT_EQ(Any(Builtin::kRound, {3, -1}), "error 203 @ 0");
}

TEST(Number, AbsoluteValueAndExtremes) {
  EXPECT_EQ(Int(Builtin::kAbs, kInt, {-3}), "3");
  EXPECT_EQ(Int(Builtin::kAbs, kInt, {kMin}), "error 202 @ 0");
  EXPECT_EQ(Float(Builtin::kAbs, {-2.5}), "2.5");
  EXPECT_EQ(Any(Builtin::kAbs, {-2.5}), "2.5");
  EXPECT_EQ(Any(Builtin::kAbs, {-2}), "2");
  EXPECT_EQ(Any(Builtin::kAbs, {"a"}), "error 204 @ 0");
  EXPECT_EQ(Int(Builtin::kMin, kInt, {3, -1, 2}), "-1");
  EXPECT_EQ(Int(Builtin::kMax, kInt, {3, -1, 2}), "3");
  EXPECT_EQ(Float(Builtin::kMin, {3.5, -1.5}), "-1.5");
  EXPECT_EQ(Text(Builtin::kMax, {"b", "abc", "a"}), "b");
  EXPECT_EQ(Any(Builtin::kMax, {2, 2.5, 1}), "2.5");
  EXPECT_EQ(Any(Builtin::kMin, {"x", "y"}), "x");
  EXPECT_EQ(Any(Builtin::kMin, {"x", 1}), "error 204 @ 0");
}

TEST(Symbol, CountsCodePoints) {
  EXPECT_EQ(Int(Builtin::kLength, kText, {"na\xC3\xAFve"}), "5");
  EXPECT_EQ(Int(Builtin::kLength, kText, {""}), "0");
  EXPECT_EQ(Text(Builtin::kCharAt, {"na\xC3\xAFve", 2}), "\xC3\xAF");
  EXPECT_EQ(Text(Builtin::kCharAt, {"na\xC3\xAFve", 4}), "e");
  EXPECT_EQ(Text(Builtin::kCharAt, {"na\xC3\xAFve", 5}), "error 205 @ 0");
  EXPECT_EQ(Text(Builtin::kCharAt, {"a", -1}), "error 205 @ 0");
  EXPECT_EQ(Text(Builtin::kSubstr, {"na\xC3\xAFve", 1, 2}), "a\xC3\xAF");
  EXPECT_EQ(Text(Builtin::kSubstr, {"abc", 3, 0}), "\"\"");
  EXPECT_EQ(Text(Builtin::kSubstr, {"abc", 0, 3}), "abc");
  EXPECT_EQ(Text(Builtin::kSubstr, {"abc", 2, 2}), "error 205 @ 0");
  EXPECT_EQ(Text(Builtin::kSubstr, {"abc", 4, 0}), "error 205 @ 0");
  EXPECT_EQ(Text(Builtin::kSubstr, {"abc", 0, -1}), "error 205 @ 0");
  EXPECT_EQ(Text(Builtin::kSubstr, {"abc", std::numeric_limits<std::int64_t>::max(), 1}), "error 205 @ 0");
}

TEST(Symbol, SearchesAndReplaces) {
  EXPECT_EQ(Int(Builtin::kIndexOf, kText, {"\xC3\xA9\xC3\xA9lan", "la"}), "2");
  EXPECT_EQ(Int(Builtin::kIndexOf, kText, {"abc", "x"}), "-1");
  EXPECT_EQ(Int(Builtin::kIndexOf, kText, {"abc", ""}), "0");
  EXPECT_EQ(Int(Builtin::kIndexOf, kText, {"", "abc"}), "-1");
  EXPECT_EQ(Int(Builtin::kContains, kText, {"abcabd", "abd"}), "1");
  EXPECT_EQ(Int(Builtin::kContains, kText, {"abc", "cb"}), "0");
  EXPECT_EQ(Int(Builtin::kStartsWith, kText, {"abc", "ab"}), "1");
  EXPECT_EQ(Int(Builtin::kStartsWith, kText, {"ab", "abc"}), "0");
  EXPECT_EQ(Int(Builtin::kEndsWith, kText, {"abc", "bc"}), "1");
  EXPECT_EQ(Int(Builtin::kEndsWith, kText, {"abc", "ab"}), "0");
  EXPECT_EQ(Text(Builtin::kReplace, {"aXbXc", "X", "--"}), "\"a--b--c\"");
  EXPECT_EQ(Text(Builtin::kReplace, {"aaa", "aa", "b"}), "ba");
  EXPECT_EQ(Text(Builtin::kReplace, {"abc", "b", ""}), "ac");
  EXPECT_EQ(Text(Builtin::kReplace, {"abc", "", "x"}), "abc");
  EXPECT_EQ(Text(Builtin::kReplace, {"aXa", "a", "a"}), "aXa");
}

TEST(Symbol, JoinsAndChangesCase) {
  EXPECT_EQ(Text(Builtin::kConcat, {"a", "", "bc"}), "abc");
  EXPECT_EQ(Text(Builtin::kConcat, {"", ""}), "\"\"");
  EXPECT_EQ(Text(Builtin::kUpper, {"stra\xC3\x9F"
                                   "e na\xC3\xAFve"}),
            "\"STRA\xC3\x9F"
            "E NA\xC3\x8FVE\"");
  EXPECT_EQ(Text(Builtin::kLower, {"\xCE\xA3\xC4\xB0X"}), "\xCF\x83ix");
  EXPECT_EQ(Any(Builtin::kConcat, {"a", 1}), "error 204 @ 0");
  EXPECT_EQ(Any(Builtin::kUpper, {1}), "error 204 @ 0");
  EXPECT_EQ(CallFor(Builtin::kLength, kAny, Gives::kInt, {"abc"}).text, "3");
  EXPECT_EQ(CallFor(Builtin::kSubstr, kAny, Gives::kText, {"abc", "1", 1}).text, "error 204 @ 0");
  EXPECT_EQ(CallFor(Builtin::kSubstr, kAny, Gives::kText, {"abc", 1, 1.5}).text, "error 204 @ 0");
  EXPECT_EQ(CallFor(Builtin::kSubstr, kAny, Gives::kText, {"abc", 1, 2}).text, "bc");
}

auto ToNumber(const char* text) -> std::string { return CallFor(Builtin::kToNumber, kText, Gives::kAny, {text}).text; }

TEST(Symbol, ToNumber) {
  EXPECT_EQ(ToNumber("42"), "42");
  EXPECT_EQ(ToNumber("-42"), "-42");
  EXPECT_EQ(ToNumber("007"), "7");
  EXPECT_EQ(ToNumber("9223372036854775807"), "9223372036854775807");
  EXPECT_EQ(ToNumber("-9223372036854775808"), "-9223372036854775808");
  EXPECT_EQ(ToNumber("2.50"), "2.5");
  EXPECT_EQ(ToNumber("2.0"), "2");
  EXPECT_EQ(ToNumber("-0.0"), "0");
  EXPECT_EQ(ToNumber("1e3"), "1000");
  EXPECT_EQ(ToNumber("1E-2"), "0.01");
  EXPECT_EQ(ToNumber("1.5e+2"), "150");
  EXPECT_EQ(ToNumber("1e-999"), "0");
  for (const char* wrong : {"", "-", "+1", "1.", ".5", "1e", "1e+", " 1", "1 ", "1x", "0x10", "1.5.5", "--1", "1_000",
                            "inf", "9223372036854775808", "-9223372036854775809", "1e999", "1.e5"}) {
    EXPECT_EQ(ToNumber(wrong), "error 208 @ 0") << wrong;
  }
  EXPECT_EQ(CallFor(Builtin::kToNumber, kInt, Gives::kAny, {3}).text, "3");
  EXPECT_EQ(CallFor(Builtin::kToNumber, kFloat, Gives::kAny, {3.0}).text, "3");
  EXPECT_EQ(Any(Builtin::kToNumber, {2.5}), "2.5");
  EXPECT_EQ(Any(Builtin::kToNumber, {"2.5"}), "2.5");
}

TEST(Symbol, ToSymbol) {
  EXPECT_EQ(CallFor(Builtin::kToSymbol, kInt, Gives::kText, {-12}).text, "\"-12\"");
  EXPECT_EQ(CallFor(Builtin::kToSymbol, kFloat, Gives::kText, {1e21}).text, "\"1e+21\"");
  EXPECT_EQ(CallFor(Builtin::kToSymbol, kFloat, Gives::kText, {2.0}).text, "\"2\"");
  EXPECT_EQ(Text(Builtin::kToSymbol, {"abc"}), "abc");
  EXPECT_EQ(CallFor(Builtin::kToSymbol, kAny, Gives::kText, {"abc"}).text, "abc");
  EXPECT_EQ(CallFor(Builtin::kToSymbol, kAny, Gives::kText, {0.5}).text, "\"0.5\"");
}

// What a call costs for texts of `length` bytes, beyond what it costs for short ones.
auto FuelByLength(Builtin function, std::size_t length, std::vector<HostValue> others = {}) -> std::uint64_t {
  const auto fuel = [&](std::size_t size) {
    const std::string text(size, 'a');
    std::vector<HostValue> operands = {text.c_str()};
    operands.insert(operands.end(), others.begin(), others.end());
    const bool counts = function == Builtin::kLength || function == Builtin::kIndexOf;
    RunOptions options;
    options.fuel = 1U << 30;
    return CallFor(function, kText, counts ? Gives::kInt : Gives::kText, operands, options).fuel;
  };
  return fuel(length) - fuel(4);
}

TEST(Symbol, CostsFuelByLength) {
  const auto by_length = [](Builtin function, const std::vector<HostValue>& others = {}) {
    const std::uint64_t once = FuelByLength(function, 10'000, others);
    const std::uint64_t twice = FuelByLength(function, 20'000, others);
    EXPECT_GT(once, 300U);
    EXPECT_NEAR(static_cast<double>(twice), 2.0 * static_cast<double>(once), 0.01 * static_cast<double>(once));
  };
  by_length(Builtin::kLength);
  by_length(Builtin::kUpper);
  by_length(Builtin::kConcat, {"b"});
  by_length(Builtin::kIndexOf, {"aab"});
  by_length(Builtin::kReplace, {"aa", "b"});
  // Only what is looked at counts.
  EXPECT_LT(FuelByLength(Builtin::kSubstr, 100'000, {1, 2}), 100U);
  RunOptions options;
  options.fuel = 100;
  const std::string text(6'400, 'a');
  EXPECT_EQ(CallFor(Builtin::kConcat, kText, Gives::kText, {text.c_str(), text.c_str()}, options).text, "error 309");
}

// Some functions take very long on some numbers.
TEST(Number, CostsFuelByItsWorstTime) {
  const auto fuel = [](const char* text) {
    RunOptions options;
    options.fuel = 1U << 30;
    return CallFor(Builtin::kToNumber, kText, Gives::kAny, {text}, options).fuel;
  };
  EXPECT_LT(fuel("1.25"), 200U);
  EXPECT_GT(fuel("1.2345678901234567e-300"), 1'000U);
  EXPECT_GT(fuel((std::string(790, '7') + "e-1100").c_str()), 5'000U);
}

TEST(Symbol, LongResultsEndAtTheMemoryLimit) {
  const std::string text(100'000, 'a');
  const std::string replacement(1'000, 'b');
  EXPECT_EQ(Text(Builtin::kReplace, {text.c_str(), "a", replacement.c_str()}), "error 309");
  RunOptions options;
  options.fuel = 1U << 30;
  EXPECT_EQ(CallFor(Builtin::kReplace, kText, Gives::kText, {text.c_str(), "a", replacement.c_str()}, options).text,
            "error 304");
}

auto GivesOf(ResultKind result) -> Gives {
  if (result == ResultKind::kInt || result == ResultKind::kTruth) return Gives::kInt;
  return result == ResultKind::kSymbol ? Gives::kText : Gives::kAny;
}

// All that a function with one to three operands ends with, over values that make something of each kind happen.
auto FaultsOf(const BuiltinInfo& info, std::size_t count) -> std::set<std::string> {
  const std::vector<HostValue> values = {0, -1, 2, 16, kMin, 0.5, -1.5, 1e300, "", "ab", "12", "1e999"};
  std::size_t combinations = 1;
  for (std::size_t i = 0; i < count; ++i) combinations *= values.size();
  std::set<std::string> faults;
  for (std::size_t combination = 0; combination < combinations; ++combination) {
    std::vector<HostValue> operands;
    for (std::size_t i = 0, rest = combination; i < count; ++i, rest /= values.size()) {
      operands.push_back(values[rest % values.size()]);
    }
    const std::string text = CallFor(info.kind, kAny, GivesOf(info.Of(count).result), operands).text;
    if (text.starts_with("error ")) faults.insert("R" + text.substr(6, 3));
  }
  return faults;
}

TEST(Builtin, EndsWithTheFaultsOfTheTableAndNoOther) {
  for (const BuiltinInfo& info : kBuiltins) {
    std::set<std::string> expected;
    std::istringstream words{std::string(info.faults)};
    for (std::string word; words >> word;) expected.insert(word);
    std::set<std::string> found;
    const std::size_t most = std::max<std::size_t>(info.min_arguments, std::min<std::size_t>(info.max_arguments, 2));
    for (std::size_t count = info.min_arguments; count <= most; ++count) found.merge(FaultsOf(info, count));
    // Where anything else than what it takes may be at hand, that is R204.
    const bool takes_anything = info.max_arguments == 0 || info.signatures[0].Takes(OperandKind::kAnything);
    if (!takes_anything) expected.insert("R204");
    EXPECT_EQ(found, expected) << info.name;
  }
}

}  // namespace
}  // namespace bytelogic::runtime
