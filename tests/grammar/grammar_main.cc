// Random sentences of the grammars in docs/language-reference.md, half of them with one word changed: accepted by the
// grammar where, and only where, they parse without an error.
//
//   grammar_test --count 4000 --seed 1
//
// Options: --dialect bytelogic|datalog (both without it), --count N for each, --seed S, --differences K (goes on until
// there are K), --print N (prints the sentence of a seed). Exits with 1 where there is a difference, which it prints.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include "grammar.h"
#include "language.h"
#include "recogniser.h"
#include "sentence.h"
#include "syntax/dialect.h"

namespace bytelogic::grammar_test {
namespace {

struct Options {
  std::string document = BYTELOGIC_SOURCE_DIR "/docs/language-reference.md";
  std::vector<std::string> dialects = {"bytelogic", "datalog"};
  std::uint64_t count = 4'000;
  std::uint64_t seed = 1;
  std::uint64_t differences = 1;
  std::int64_t print = -1;
};

// The codes that a sentence of Datalog may be rejected with by its grammar. Names and bindings are judged by the same
// entry point, and no grammar knows of them; but for E202, a function that there is not.
auto IsOfGrammar(std::string_view code) -> bool { return code.starts_with("E1") || code == "E202"; }

// Where the parser is known to differ from the reference.
struct KnownDifference {
  const char* pattern;
  bool is_datalog;
};
constexpr KnownDifference kKnownDifferences[] = {
    {R"(\b[Ii][Nn][Pp][Uu][Tt]\s+[^$\s])", false},  // without a parameter
    {R"(-\s*not\s*\()", false},                     // it takes that for a call of a function
    {R"(\n(//|%))", true},                          // it takes the operator for a comment of the other convention
    {R"(\b(sum|mean)\s*\()", true},                 // `sum(X) + 1 : { p(X) }`, where a goal begins
    {R"(\b(count|sum|min|max|mean)\s+(is|mod|div|rem)\b)", true},  // where these words are symbols
};

auto IsKnownDifference(const std::string& text, bool is_datalog) -> bool {
  static const std::vector<std::pair<std::regex, bool>> kPatterns = [] {
    std::vector<std::pair<std::regex, bool>> patterns;
    for (const KnownDifference& known : kKnownDifferences) patterns.emplace_back(known.pattern, known.is_datalog);
    return patterns;
  }();
  return std::ranges::any_of(kPatterns, [&](const auto& pattern) {
    return pattern.second == is_datalog && std::regex_search(text, pattern.first);
  });
}

class Judge {
 public:
  Judge(const Grammar& grammar, std::string_view dialect)
      : grammar_(grammar),
        is_datalog_(dialect == "datalog"),
        language_(is_datalog_ ? MakeDatalog() : MakeByteLogic(grammar)),
        recogniser_(grammar_, *language_) {}

  auto Run(const Options& options) -> std::uint64_t {
    std::uint64_t differences = 0;
    for (std::uint64_t i = 0; i < options.count && differences < options.differences; ++i) {
      const std::uint64_t seed = options.seed + i;
      const Sentence sentence = MakeSentence(seed);
      if (Agree(sentence)) continue;
      ++differences;
      Report(seed, Shrink(sentence));
    }
    return differences;
  }

  auto MakeSentence(std::uint64_t seed) -> Sentence {
    differential::Random random(seed ^ 0x6EA'11A6);
    const bool is_changed = seed % 2 == 0;
    Sentence sentence = SentenceWriter(grammar_, *language_, random).Write();
    return is_changed ? MutateOneWord(std::move(sentence), grammar_, *language_, random) : sentence;
  }

  [[nodiscard]] auto accepted() const -> std::uint64_t { return accepted_; }
  [[nodiscard]] auto rejected() const -> std::uint64_t { return rejected_; }
  [[nodiscard]] auto skipped() const -> std::uint64_t { return skipped_; }

 private:
  auto Agree(const Sentence& sentence) -> bool {
    const std::string text = TextOf(sentence);
    if (IsKnownDifference(text, is_datalog_)) {
      ++skipped_;
      return true;
    }
    const bool accepts = recogniser_.Accepts(text);
    ++(accepts ? accepted_ : rejected_);
    return accepts == FirstError(text).empty();
  }

  // The first error that the grammar answers for, with its code; empty where the parser has none.
  [[nodiscard]] auto FirstError(const std::string& text) const -> std::string {
    Diagnostics diagnostics;
    const Dialect dialect = is_datalog_ ? Dialect::kDatalog : Dialect::kByteLogic;
    syntax::Parse(text, dialect, diagnostics);
    for (const PendingDiagnostic& diagnostic : diagnostics.pending()) {
      if (SeverityOf(diagnostic.kind) != Severity::kError) continue;
      const std::string_view code = CodeOf(diagnostic.kind);
      if (!is_datalog_ || IsOfGrammar(code)) return fmt::format("{}: {}", code, diagnostic.message.In(dialect));
    }
    return {};
  }

  // Without as many words as can be left out: long stretches first.
  auto Shrink(Sentence sentence) -> Sentence {
    for (std::size_t length = sentence.size() / 2; length > 0;) {
      bool smaller = false;
      for (std::size_t at = 0; at + length <= sentence.size();) {
        Sentence shorter = sentence;
        const auto begin = shorter.begin() + static_cast<std::ptrdiff_t>(at);
        shorter.erase(begin, begin + static_cast<std::ptrdiff_t>(length));
        if (Agree(shorter)) {
          ++at;
          continue;
        }
        sentence = std::move(shorter);
        smaller = true;
      }
      if (!smaller) length /= 2;
    }
    return sentence;
  }

  void Report(std::uint64_t seed, const Sentence& sentence) {
    const std::string text = TextOf(sentence);
    const std::string error = FirstError(text);
    std::printf("%s, seed %llu: the grammar %s, the parser %s\n---- sentence\n%s----\n",
                is_datalog_ ? "datalog" : "bytelogic", static_cast<unsigned long long>(seed),
                error.empty() ? "rejects" : "accepts", error.empty() ? "has no error" : error.c_str(), text.c_str());
  }

  const Grammar& grammar_;
  bool is_datalog_;
  std::unique_ptr<Language> language_;
  Recogniser recogniser_;
  std::uint64_t accepted_ = 0;
  std::uint64_t rejected_ = 0;
  std::uint64_t skipped_ = 0;
};

auto RunDialect(const Options& options, const std::string& document, const std::string& dialect) -> bool {
  const Grammar grammar = ReadGrammar(document, dialect);
  Judge judge(grammar, dialect);
  if (options.print >= 0) {
    std::printf("%s", TextOf(judge.MakeSentence(static_cast<std::uint64_t>(options.print))).c_str());
    return true;
  }
  const std::uint64_t differences = judge.Run(options);
  std::printf("%s: %llu sentences accepted, %llu rejected, %llu of known differences, %llu differences\n",
              dialect.c_str(), static_cast<unsigned long long>(judge.accepted()),
              static_cast<unsigned long long>(judge.rejected()), static_cast<unsigned long long>(judge.skipped()),
              static_cast<unsigned long long>(differences));
  if (differences > 0) return false;
  const std::uint64_t fewer = std::min(judge.accepted(), judge.rejected());
  if (fewer * 5 >= options.count) return true;
  std::printf("fewer than a fifth of the sentences are of one kind: the test is of little use\n");
  return false;
}

auto Main(int argc, char** argv) -> int {
  Options options;
  CLI::App app("Random sentences of the grammars, judged by grammar and parser");
  app.add_option("--document", options.document);
  app.add_option("--dialect", options.dialects)->check(CLI::IsMember({"bytelogic", "datalog"}));
  app.add_option("--count", options.count);
  app.add_option("--seed", options.seed);
  app.add_option("--differences", options.differences);
  app.add_option("--print", options.print);
  CLI11_PARSE(app, argc, argv);
  std::ifstream file(options.document, std::ios::binary);
  const std::string document((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  bool agree = true;
  for (const std::string& dialect : options.dialects) agree = RunDialect(options, document, dialect) && agree;
  return agree ? 0 : 1;
}

}  // namespace
}  // namespace bytelogic::grammar_test

auto main(int argc, char** argv) -> int { return bytelogic::grammar_test::Main(argc, argv); }
