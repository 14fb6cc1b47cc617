// datalog_words.cc - the words of the Datalog dialect: docs/language-reference.md, section 9.
#include <algorithm>
#include <iterator>
#include <utility>

#include "language.h"
#include "splitter.h"

namespace bytelogic::grammar_test {
namespace {

using differential::Random;

constexpr std::string_view kFunctions[] = {
    "cat",     "strlen",   "substr",      "to_number", "to_string", "to_float", "to_unsigned", "range",  "ord",
    "itof",    "utof",     "itou",        "utoi",      "pow",       "sqrt",     "log",         "log10",  "exp",
    "sin",     "cos",      "tan",         "asin",      "acos",      "atan",     "atan2",       "floor",  "ceil",
    "ceiling", "round",    "abs",         "pi",        "e",         "length",   "char_at",     "concat", "upper",
    "lower",   "contains", "starts_with", "ends_with", "index_of",  "replace",  "to_symbol"};
constexpr std::string_view kQualifiers[] = {"input",        "output",     "printsize", "brie",  "btree",
                                            "btree_delete", "inline",     "no_inline", "magic", "no_magic",
                                            "overridable",  "provenance", "ephemeral"};
constexpr std::string_view kConstantGoals[] = {"true", "false", "fail"};
constexpr std::string_view kAggregates[] = {"count", "sum", "min", "max", "mean"};
constexpr std::string_view kTypes[] = {"number", "symbol", "float", "unsigned", "any"};

auto IsOneOf(std::string_view word, const auto& list) -> bool {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

struct Spelling {
  std::string_view text;
  std::string_view mark;
};
constexpr Spelling kSpellings[] = {{"=:=", "="}, {"\\=", "!="}, {"=\\=", "!="}, {"=<", "<="}, {"**", "^"}};

auto Canonical(std::string_view text) -> std::string_view {
  const auto* const found = std::ranges::find(kSpellings, text, &Spelling::text);
  return found == std::end(kSpellings) ? text : found->mark;
}

class DatalogSplitter : private Splitter {
 public:
  using Splitter::Splitter;

  auto Run() -> std::optional<Text> {
    result_.is_souffle = Declares();
    while (at_ < text_.size()) {
      if (SkipSpace()) continue;
      if (StartsWith(result_.is_souffle ? "//" : "%")) {
        SkipLine();
      } else if (!AddWord()) {
        return std::nullopt;
      }
    }
    FindTypes();
    return std::move(result_);
  }

 private:
  auto AddWord() -> bool {
    const char c = At(at_);
    if (IsDigit(c)) {
      const auto [end, is_float] = NumberEnd(at_);
      if (IsWordCharacter(At(end))) return false;
      Add(is_float ? WordKind::kFloat : WordKind::kInt, end);
      return true;
    }
    if (IsWordCharacter(c)) {
      const std::size_t end = NameEnd(at_);
      const bool is_variable = !result_.is_souffle && (c == '_' || (c >= 'A' && c <= 'Z'));
      const bool is_anonymous = text_.substr(at_, end - at_) == "_";
      Add(is_anonymous ? WordKind::kMark : is_variable ? WordKind::kVariable : WordKind::kWord, end);
      return true;
    }
    if (c == '"' || c == '\'') {
      const std::size_t end = StringEnd();
      if (end == 0 || (c == '\'' && result_.is_souffle)) return false;
      Add(c == '"' ? WordKind::kString : WordKind::kQuoted, end);
      return true;
    }
    if (c == '.' && (at_ != last_end_ || at_ == 0) && NameEnd(at_ + 1) > at_ + 1) {
      Add(WordKind::kDirective, NameEnd(at_ + 1));
      return true;
    }
    return AddMark();
  }

  auto AddMark() -> bool {
    for (const std::string_view foreign : {"-->", "\\==", "==", ":=", "->", "=>", "&&", "||", "::", "/*"}) {
      if (StartsWith(foreign)) return foreign == "==" && (StartsWith("=:=") || StartsWith("=\\="));
    }
    for (const std::string_view mark :
         {"=\\=", "=:=", ":-", "<-", "?-", "!=", "\\=", "<=", "=<", ">=", "<:", "\\+", "**", "//", ".", ",", ";",
          "(",    ")",   "{",  "}",  ":",  "=",  "<",   ">",  "+",  "-",  "*",  "/",   "%",  "^",  "!", "|"}) {
      if (!StartsWith(mark)) continue;
      Add(WordKind::kMark, at_ + mark.size());
      return true;
    }
    return false;
  }

  // Whether a `.decl` stands outside of the comments of either convention.
  [[nodiscard]] auto Declares() const -> bool {
    for (std::size_t begin = 0; begin < text_.size();) {
      const std::size_t end = std::min(text_.find('\n', begin), text_.size());
      const std::string_view line = text_.substr(begin, end - begin);
      const std::string_view code = line.substr(0, std::min(line.find("//"), line.find('%')));
      if (code.find(".decl ") != std::string_view::npos) return true;
      begin = end + 1;
    }
    return false;
  }

  void FindTypes() {
    for (std::size_t at = 0; at + 1 < result_.words.size(); ++at) {
      const Word& word = result_.words[at];
      const bool declares = word.text == ".type" || word.text == ".number_type" || word.text == ".symbol_type";
      if (word.kind == WordKind::kDirective && declares) result_.types.insert(result_.words[at + 1].text);
    }
  }
};

class Datalog : public Language {
 public:
  [[nodiscard]] auto Split(std::string_view text) const -> std::optional<Text> override {
    return DatalogSplitter(text).Run();
  }

  [[nodiscard]] auto IsText(const Text& text, std::size_t at, std::string_view terminal) const -> bool override {
    const Word& word = text.At(at);
    if (Canonical(word.text) != terminal) return false;
    return word.kind == WordKind::kWord || word.kind == WordKind::kMark || word.kind == WordKind::kDirective;
  }

  [[nodiscard]] auto ConsumeClass(const Text& text, std::size_t at, std::string_view name) const
      -> std::size_t override {
    return IsClass(text, at, name) ? 1 : 0;
  }

  [[nodiscard]] auto Holds(const Text& text, std::size_t at, std::string_view condition) const -> bool override {
    const Word& word = text.At(at);
    if (condition == "same line") return !word.starts_line;
    if (condition == "new line") return word.starts_line;
    if (condition == "no plus") return !text.IsMark(at, "+");
    if (condition == "no sign") return !text.IsMark(at, "+") && !text.IsMark(at, "-");
    if (condition == "no parenthesis") return !text.IsMark(at, "(");
    if (condition == "no colon") return !text.IsMark(at, ":");
    if (condition == "no negation") return !IsNegation(text, at);
    const bool is_word = word.kind == WordKind::kWord;
    if (condition == "no qualifier") return word.starts_line || !is_word || !IsOneOf(word.text, kQualifiers);
    if (text.IsMark(at, "+")) return false;  // "begins a comparison"
    return !is_word || (!IsOneOf(word.text, kConstantGoals) && (word.text != "as" || !text.IsMark(at + 1, "(")));
  }

  auto Begin(Random& random) -> std::string override {
    is_souffle_ = random.Percent(50);
    return is_souffle_ ? ".decl p(x: number)" : std::string();
  }

  auto ExampleOfText(std::string_view terminal, Random& random) const -> std::string override {
    // What begins a comment in this convention, or makes it the other one.
    if (terminal == (is_souffle_ ? "//" : "%")) return random.Percent(95) ? "*" : std::string(terminal);
    if (terminal == ".decl" && !is_souffle_ && random.Percent(95)) return ".input";
    if (random.Percent(20)) {
      std::vector<std::string> spellings = {std::string(terminal)};
      for (const Spelling& spelling : kSpellings) {
        if (spelling.mark == terminal) spellings.emplace_back(spelling.text);
      }
      return random.Pick(spellings);
    }
    return std::string(terminal);
  }

  auto ExampleOfClass(std::string_view name, Random& random) const -> std::string override {
    if (name == "int") return random.Pick<std::string>({"0", "1", "2", "42"});
    if (name == "float") return random.Pick<std::string>({"0.5", "1e3", "2.0"});
    if (name == "type") return random.Pick<std::string>({"number", "symbol", "float", "unsigned", "any"});
    if (name == "plain-name") return random.Pick<std::string>({"filename", "delimiter", "io"});
    if (name == "attribute-name") return random.Pick<std::string>({"x", "y", "name", "cost"});
    if (name == "function") return random.Pick<std::string>({"cat", "strlen", "abs", "substr", "pow"});
    if (name == "variable") return ExampleOfVariable(random);
    if (name == "symbol") return ExampleOfSymbol(random);
    if (is_souffle_ && random.Percent(20)) return random.Pick<std::string>({"Parent", "_p", "Größe"});
    if (!is_souffle_ && random.Percent(10)) return random.Pick<std::string>({"'big city'", "'X'"});
    return random.Pick<std::string>({"p", "q", "r", "edge", "größe", "x_1"});
  }

 private:
  auto ExampleOfVariable(Random& random) const -> std::string {
    if (is_souffle_) return random.Pick<std::string>({"x", "y", "X", "_z", "name"});
    return random.Pick<std::string>({"X", "Y", "_z", "Name"});
  }

  auto ExampleOfSymbol(Random& random) const -> std::string {
    if (is_souffle_ || random.Percent(20)) return random.Pick<std::string>({R"("alice")", R"("a b")", R"("\n")"});
    if (random.Percent(20)) return random.Pick<std::string>({"'Alice Smith'", R"('it\'s')"});
    return random.Pick<std::string>({"alice", "bob", "x", "größe"});
  }

  static auto IsClass(const Text& text, std::size_t at, std::string_view name) -> bool {
    const Word& word = text.At(at);
    const bool is_word = word.kind == WordKind::kWord;
    const bool is_quoted = word.kind == WordKind::kQuoted;
    const bool is_called = text.IsMark(at + 1, "(");
    if (name == "int") return word.kind == WordKind::kInt;
    if (name == "float") return word.kind == WordKind::kFloat;
    if (name == "function") return is_word && is_called && IsOneOf(word.text, kFunctions);
    if (name == "type") return (is_word || is_quoted) && (IsOneOf(word.text, kTypes) || text.types.contains(word.text));
    if (name == "predicate") return is_word || is_quoted;
    if (name == "relation") return is_word || is_quoted || word.kind == WordKind::kVariable;
    if (name == "plain-name") return is_word || word.kind == WordKind::kVariable;
    if (name == "attribute-name") return IsAttributeName(text, at);
    if (IsOneOf(word.text, kAggregates) && text.IsMark(at + 1, ":")) return false;
    if (name == "variable") {
      return word.kind == WordKind::kVariable ? !is_called
                                              : text.is_souffle && is_word && !is_called && word.text != "nil";
    }
    if (word.kind == WordKind::kString) return true;  // "symbol"
    return !text.is_souffle && !is_called && (is_word || is_quoted);
  }

  static auto IsAttributeName(const Text& text, std::size_t at) -> bool {
    const Word& word = text.At(at);
    if (word.kind != WordKind::kWord && word.kind != WordKind::kVariable) return false;
    return text.IsMark(at + 1, ":") || text.IsMark(at + 1, "<:") || !IsOneOf(word.text, kTypes);
  }

  // `not` before what may begin a goal.
  static auto IsNegation(const Text& text, std::size_t at) -> bool {
    if (text.At(at).text != "not" || text.At(at).kind != WordKind::kWord || at + 1 >= text.words.size()) return false;
    const Word& next = text.At(at + 1);
    if (next.kind != WordKind::kMark) return next.kind != WordKind::kDirective;
    return next.text == "_" || next.text == "-" || next.text == "(" || next.text == "!" || next.text == "\\+";
  }

  bool is_souffle_ = false;
};

}  // namespace

auto MakeDatalog() -> std::unique_ptr<Language> { return std::make_unique<Datalog>(); }

}  // namespace bytelogic::grammar_test
