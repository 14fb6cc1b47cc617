// bytelogic_words.cc - the words of ByteLogic: docs/language-reference.md, section 2.
#include <algorithm>
#include <cctype>
#include <iterator>
#include <utility>

#include "language.h"
#include "splitter.h"

namespace bytelogic::grammar_test {
namespace {

using differential::Random;

constexpr std::string_view kReserved[] = {"CHOICE", "EVIDENCE", "TEMPORAL", "WITHIN", "THROUGHOUT", "EXPLAIN"};
constexpr std::string_view kAggregates[] = {"COUNT", "SUM", "MIN", "MAX", "AVG"};
constexpr std::string_view kFunctions[] = {
    "POW",         "SQRT",      "LOG",      "LOG10",   "EXP",       "SIN",      "COS",   "TAN",   "ASIN",
    "ACOS",        "ATAN",      "ATAN2",    "FLOOR",   "CEIL",      "ROUND",    "ABS",   "MIN",   "MAX",
    "PI",          "E",         "LENGTH",   "CHAR_AT", "SUBSTR",    "CONCAT",   "UPPER", "LOWER", "CONTAINS",
    "STARTS_WITH", "ENDS_WITH", "INDEX_OF", "REPLACE", "TO_NUMBER", "TO_SYMBOL"};

auto IsOneOf(std::string_view word, const auto& list) -> bool {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

auto Upper(std::string word) -> std::string {
  for (char& c : word) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return word;
}

auto IsUpperCase(std::string_view text) -> bool { return text[0] >= 'A' && text[0] <= 'Z'; }

class ByteLogicSplitter : private Splitter {
 public:
  using Splitter::Splitter;

  auto Run() -> std::optional<Text> {
    while (at_ < text_.size()) {
      if (SkipSpace()) continue;
      if (At(at_) == ';' || At(at_) == '#' || StartsWith("//")) {
        SkipLine();
      } else if (!AddWord()) {
        return std::nullopt;
      }
    }
    return std::move(result_);
  }

 private:
  auto AddWord() -> bool {
    const char c = At(at_);
    if (IsDigit(c)) return AddNumber();
    if (IsWordCharacter(c)) return AddName(WordKind::kWord, WordKind::kDotted, NameEnd(at_));
    if (c == '"') {
      const std::size_t end = StringEnd();
      if (end > 0) Add(WordKind::kString, end);
      return end > 0;
    }
    if (c == '$') {
      const std::size_t end = IsDigit(At(at_ + 1)) ? DigitsEnd(at_ + 1) : NameEnd(at_ + 1);
      if (end == at_ + 1 || IsWordCharacter(At(end))) return false;
      return AddName(WordKind::kVariable, WordKind::kField, end);
    }
    return AddMark();
  }

  auto AddName(WordKind kind, WordKind with_point, std::size_t end) -> bool {
    const std::size_t column = At(end) == '.' ? NameEnd(end + 1) : end;
    if (column > end + 1) {
      Add(with_point, column);
    } else {
      Add(kind, end);
    }
    return true;
  }

  // With letters behind it, it can be a part of an atom.
  auto AddNumber() -> bool {
    const auto [end, is_float] = NumberEnd(at_);
    const std::size_t word_end = WordEnd(end);
    const WordKind kind = word_end > end ? WordKind::kBadNumber : is_float ? WordKind::kFloat : WordKind::kInt;
    Add(kind, word_end);
    return true;
  }

  auto AddMark() -> bool {
    for (const std::string_view foreign : {"&&", "||", "**", "=<", "=>", ":-", ":=", "::", "+=", "-=", "*=", "/*"}) {
      if (StartsWith(foreign)) return false;
    }
    for (const std::string_view mark :
         {"==", "!=", "<>", "<=", ">=", ",", ":", "(", ")", "[", "]", "?", "=", "<", ">", "+", "-", "*", "/", "%"}) {
      if (!StartsWith(mark)) continue;
      Add(WordKind::kMark, at_ + mark.size());
      return true;
    }
    return false;
  }
};

class ByteLogic : public Language {
 public:
  explicit ByteLogic(const Grammar& grammar) {
    for (const Node& node : grammar.nodes) {
      if (node.kind == Node::Kind::kText && IsUpperCase(node.text) && !IsOneOf(node.text, kAggregates)) {
        keywords_.insert(node.text);
      }
    }
  }

  [[nodiscard]] auto Split(std::string_view text) const -> std::optional<Text> override {
    return ByteLogicSplitter(text).Run();
  }

  [[nodiscard]] auto IsText(const Text& text, std::size_t at, std::string_view terminal) const -> bool override {
    const Word& word = text.At(at);
    if (IsUpperCase(terminal)) return word.kind == WordKind::kWord && Upper(word.text) == terminal;
    return (word.kind == WordKind::kWord || word.kind == WordKind::kMark) && word.text == terminal;
  }

  [[nodiscard]] auto ConsumeClass(const Text& text, std::size_t at, std::string_view name) const
      -> std::size_t override {
    const Word& word = text.At(at);
    if (name == "atom") return ConsumeAtom(text, at);
    if (name == "number") return ConsumeNumber(text, at);
    if (name == "name") return IsName(word) ? 1 : 0;
    if (name == "word") return IsName(word) && !text.IsMark(at + 1, "(") && !IsNot(text, at) ? 1 : 0;
    if (name == "function") return IsFunction(text, at) ? 1 : 0;
    if (name == "not") return IsNot(text, at) ? 1 : 0;
    return word.kind == KindOf(name) ? 1 : 0;
  }

  [[nodiscard]] auto Holds(const Text& text, std::size_t at, std::string_view condition) const -> bool override {
    const Word& word = text.At(at);
    if (condition == "same line") return !word.starts_line;
    if (condition == "new line") return word.starts_line;
    if (condition == "upper case") return word.text == Upper(word.text);
    return word.starts_line || !BeginsArgument(word);  // "end of arguments"
  }

  auto Begin(Random& /*random*/) -> std::string override { return {}; }

  auto ExampleOfText(std::string_view terminal, Random& random) const -> std::string override {
    std::string text(terminal);
    if (!IsUpperCase(terminal) || random.Percent(92)) return text;
    for (char& c : text) c = static_cast<char>(c | 0x20);
    if (random.Percent(30)) text[0] = static_cast<char>(text[0] & ~0x20);
    return text;
  }

  auto ExampleOfClass(std::string_view name, Random& random) const -> std::string override {
    static const std::vector<std::string> kNames = {"p", "q", "r",     "edge",   "x_1",  "größe", "_",
                                                    "f", "b", "total", "Parent", "size", "LONG",  "Rule"};
    static const std::vector<std::string> kLikeKeywords = {"end", "result", "count", "max", "query", "state", "E"};
    static const std::vector<std::string> kAtoms = {"new-york", "covid-19", "a-1-b", "x-2nd", "y-1e5", "Le-Havre"};
    static const std::vector<std::string> kInts = {"0", "1", "2", "42", "007"};
    static const std::vector<std::string> kFloats = {"0.5", "2.0", "1e3", "1.5E-7", "10e+2"};
    static const std::vector<std::string> kStrings = {R"("")", R"("New York")", R"("a\"b\\")", R"("\u{e9}\n")",
                                                      "\"é\""};
    if (name == "variable") return random.Pick<std::string>({"$x", "$y", "$0", "$12", "$größe", "$_"});
    if (name == "field") return random.Pick<std::string>({"$row.a", "$x.name", "$0.b"});
    if (name == "dotted") return random.Pick<std::string>({"row.a", "app.b", "x_1.count"});
    if (name == "int") return random.Pick(kInts);
    if (name == "float") return random.Pick(kFloats);
    if (name == "string") return random.Pick(kStrings);
    if (name == "number") return (random.Percent(40) ? "-" : "") + random.Pick(random.Percent(50) ? kInts : kFloats);
    if (name == "not") return random.Percent(92) ? "NOT" : "not";
    if (name == "function") return ExampleOfFunction(random);
    if (name == "atom" && random.Percent(25)) return random.Pick(kAtoms);
    return random.Pick(random.Percent(10) ? kLikeKeywords : kNames);
  }

 private:
  static auto KindOf(std::string_view name) -> WordKind {
    if (name == "dotted") return WordKind::kDotted;
    if (name == "variable") return WordKind::kVariable;
    if (name == "field") return WordKind::kField;
    if (name == "int") return WordKind::kInt;
    if (name == "float") return WordKind::kFloat;
    return WordKind::kString;
  }

  static auto ExampleOfFunction(Random& random) -> std::string {
    std::string name(kFunctions[random.Below(std::size(kFunctions))]);
    if (IsOneOf(name, kAggregates)) return "unknown";
    if (random.Percent(20)) std::ranges::transform(name, name.begin(), [](char c) { return std::tolower(c); });
    return name;
  }

  [[nodiscard]] auto IsName(const Word& word) const -> bool {
    return word.kind == WordKind::kWord && !keywords_.contains(word.text) && !IsOneOf(word.text, kReserved);
  }

  [[nodiscard]] auto IsFunction(const Text& text, std::size_t at) const -> bool {
    const std::string upper = Upper(text.At(at).text);
    return IsName(text.At(at)) && text.IsMark(at + 1, "(") && upper != "EXISTS" && !IsOneOf(upper, kAggregates) &&
           !IsNot(text, at);
  }

  [[nodiscard]] auto IsNot(const Text& text, std::size_t at) const -> bool {
    const Word& word = text.At(at);
    if (word.kind != WordKind::kWord || Upper(word.text) != "NOT") return false;
    if (word.text == "NOT") return true;
    const Word& next = text.At(at + 1);
    if (next.starts_line) return false;
    if (next.kind == WordKind::kMark) return next.text == "(";
    const std::string upper = Upper(next.text);
    return upper != "AND" && upper != "OR" && upper != "DIV" && upper != "MOD" && upper != "THEN";
  }

  [[nodiscard]] auto BeginsArgument(const Word& word) const -> bool {
    if (word.kind == WordKind::kMark) return word.text == "(" || word.text == "?" || word.text == "-";
    return word.kind != WordKind::kWord || IsName(word);
  }

  // new-york: `-` between two letters or digits, none of them apart.
  [[nodiscard]] auto ConsumeAtom(const Text& text, std::size_t at) const -> std::size_t {
    if (!IsName(text.At(at))) return 0;
    std::size_t end = at + 1;
    while (text.IsMark(end, "-") && text.At(end).touches && text.At(end + 1).touches &&
           text.At(end - 1).text.back() != '_' && text.At(end + 1).text.front() != '_') {
      const std::string& part = text.At(end + 1).text;
      if (!std::ranges::all_of(part, IsWordCharacter)) return 0;
      end += 2;
    }
    const std::string upper = Upper(text.At(at).text);
    const bool names_function = IsOneOf(upper, kFunctions) || IsOneOf(upper, kAggregates);
    if (names_function && end == at + 1 && text.IsMark(end, "(") && text.At(end).touches) return 0;
    return end - at;
  }

  [[nodiscard]] static auto ConsumeNumber(const Text& text, std::size_t at) -> std::size_t {
    const bool is_negative = text.IsMark(at, "-") && !text.At(at).touches && text.At(at + 1).touches;
    const WordKind kind = text.At(is_negative ? at + 1 : at).kind;
    if (kind != WordKind::kInt && kind != WordKind::kFloat) return 0;
    return is_negative ? 2 : 1;
  }

  std::set<std::string> keywords_;
};

}  // namespace

auto MakeByteLogic(const Grammar& grammar) -> std::unique_ptr<Language> { return std::make_unique<ByteLogic>(grammar); }

}  // namespace bytelogic::grammar_test
