#include "syntax/datalog/preprocessor.h"

#include <algorithm>
#include <map>
#include <span>
#include <utility>

#include "syntax/bytelogic/lexer.h"
#include "syntax/bytelogic/parser.h"

namespace bytelogic::syntax::datalog {
namespace {

// Macros inside of macros.
constexpr int kMaxDepth = 64;

struct Macro {
  bool is_function = false;
  std::vector<std::string_view> parameters;
  std::vector<Token> body;
};

auto IsName(const Token& token) -> bool {
  return token.kind == TokenKind::kWord || token.kind == TokenKind::kVariable || token.kind == TokenKind::kAnonymous;
}

class Preprocessor {
 public:
  Preprocessor(TokenList& list, Diagnostics& diagnostics) : list_(list), diagnostics_(diagnostics) {}

  auto Run() -> bool {
    const auto is_directive = [](const Token& token) { return token.kind == TokenKind::kHash && token.starts_line; };
    if (std::ranges::none_of(list_.tokens, is_directive)) return false;
    const std::vector<Token> tokens = std::move(list_.tokens);
    const Token tokens_end = tokens.back();
    out_.reserve(tokens.size());
    for (std::size_t at = 0; at < tokens.size();) {
      std::size_t end = at + 1;
      if (is_directive(tokens[at])) {
        while (!tokens[end].starts_line && tokens[end].kind != TokenKind::kEnd) ++end;
        RunDirective(std::span(tokens).subspan(at, end - at));
      } else {
        while (end < tokens.size() && !is_directive(tokens[end])) ++end;
        const std::span<const Token> text = std::span(tokens).subspan(at, end - at);
        if (IsActive() || text.back().kind == TokenKind::kEnd) {
          std::vector<std::string_view> open;
          Expand(IsActive() ? text : text.last(1), open, nullptr, out_);
        }
      }
      at = end;
    }
    if (!conditions_.empty()) {
      Report(conditions_.back().range, "#if without #endif", "write #endif after the lines that belong to it");
    }
    if (out_.empty() || out_.back().kind != TokenKind::kEnd) out_.push_back(tokens_end);
    list_.tokens = std::move(out_);
    return true;
  }

 private:
  struct Condition {
    bool holds = false;
    SourceRange range;
  };

  void Report(SourceRange range, std::string message, std::string help,
              DiagnosticKind kind = DiagnosticKind::kUnexpectedWord) {
    diagnostics_.Report(kind, range, std::move(message), std::move(help));
  }

  auto IsActive() const -> bool {
    return std::ranges::all_of(conditions_, [](const Condition& condition) { return condition.holds; });
  }

  // `line` begins with the `#`.
  void RunDirective(std::span<const Token> line) {
    if (line.size() == 1 || line[1].kind == TokenKind::kInt) return;  // `# 1 "file"`: where a line comes from
    const std::string_view name = line[1].text;
    const SourceRange range = Cover(line[0].range, line[1].range);
    if (name == "ifdef" || name == "ifndef") {
      const bool known = line.size() > 2 && macros_.contains(line[2].text);
      conditions_.push_back({known == (name == "ifdef"), range});
    } else if (name == "if") {
      const bool literal = line.size() == 3 && line[2].kind == TokenKind::kInt;
      if (!literal && IsActive()) Unsupported(range, "#if with a condition", "use #ifdef or #ifndef");
      conditions_.push_back({literal && line[2].text != "0", range});
    } else if (name == "else") {
      if (conditions_.empty()) return Report(range, "#else without #ifdef", "leave it out");
      conditions_.back().holds = !conditions_.back().holds;
    } else if (name == "endif") {
      if (conditions_.empty()) return Report(range, "#endif without #ifdef", "leave it out");
      conditions_.pop_back();
    } else if (!IsActive()) {
      return;
    } else if (name == "define") {
      Define(line.subspan(2), range);
    } else if (name == "undef") {
      if (line.size() > 2) macros_.erase(line[2].text);
    } else if (name == "include") {
      Unsupported(range, "#include", "a program cannot include other files: copy the clauses here");
    } else if (name != "pragma") {
      Unsupported(range, "#" + Excerpt(std::string(name)),
                  "of the preprocessor there are #define, #undef, #ifdef, #ifndef, "
                  "#else and #endif; a comment begins with % or, with a .decl, with //");
    }
  }

  void Unsupported(SourceRange range, const std::string& what, std::string help) {
    Report(range, what + " is not supported here", std::move(help), DiagnosticKind::kUnsupportedDatalog);
  }

  // `line`: what stands behind `#define`.
  void Define(std::span<const Token> line, SourceRange range) {
    if (line.empty() || !IsName(line[0])) return Report(range, "#define without a name", "write #define NAME VALUE");
    Macro macro;
    std::size_t at = 1;
    if (line.size() > 1 && line[1].kind == TokenKind::kLeftParen && line[1].touches) {
      macro.is_function = true;
      for (at = 2; at < line.size() && line[at].kind != TokenKind::kRightParen; ++at) {
        if (IsName(line[at])) {
          macro.parameters.push_back(line[at].text);
        } else if (line[at].kind != TokenKind::kComma) {
          return Report(line[at].range,
                        "unexpected " + Excerpt(std::string(line[at].text)) + " among the parameters of a macro",
                        "write names with commas between them");
        }
      }
      if (at == line.size()) return Report(line.back().range, "the parameters of the macro have no end", "write )");
      ++at;
    }
    const std::span<const Token> body = line.subspan(at);
    for (const Token& token : body) {
      if (token.kind == TokenKind::kHash) return Unsupported(token.range, "# in a macro", "write the text out");
    }
    macro.body.assign(body.begin(), body.end());
    macros_[line[0].text] = std::move(macro);
  }

  // Appends `text` with its macros expanded. `open`: the macros whose bodies are being expanded, which stay as they
  // are. `use`: where the outermost of them is used; null outside of macros.
  void Expand(std::span<const Token> text, std::vector<std::string_view>& open, const Token* use,
              std::vector<Token>& out) {
    const Nesting nesting(nesting_);
    for (std::size_t at = 0; at < text.size() && !too_long_; ++at) {
      const Token& token = text[at];
      const Macro* macro = IsName(token) ? Find(token.text, open) : nullptr;
      if (macro == nullptr || (macro->is_function && !IsCall(text, at))) {
        Append(token, use, out);
        continue;
      }
      const Token& place = use != nullptr ? *use : token;
      if (use == nullptr) diagnostics_.KeepAsWritten(token.range);
      if (open.size() >= kMaxDepth || ++expanded_ > kMaxExpandedTokens) return TooLong(place);
      if (nesting_ > kMaxNesting) return TooDeep(place);
      std::vector<Token> body = Copy(macro->body);
      if (macro->is_function) {
        std::size_t end = at + 2;
        std::vector<std::vector<Token>> arguments = TakeArguments(text, end);
        if (end == text.size()) {
          Append(token, use, out);
          continue;
        }
        at = end;
        if (!Fits(*macro, arguments, token, place)) return;
        for (std::vector<Token>& argument : arguments) {
          std::vector<Token> expanded;
          Expand(argument, open, &place, expanded);
          argument = std::move(expanded);
        }
        body = Substitute(*macro, arguments);
      }
      if (body.empty()) continue;
      body.front().starts_line = token.starts_line;
      body.front().touches = token.touches;
      open.push_back(token.text);
      Expand(body, open, &place, out);
      open.pop_back();
    }
  }

  auto Find(std::string_view name, const std::vector<std::string_view>& open) const -> const Macro* {
    const auto found = macros_.find(name);
    if (found == macros_.end() || std::ranges::find(open, name) != open.end()) return nullptr;
    return &found->second;
  }

  static auto IsCall(std::span<const Token> text, std::size_t at) -> bool {
    return at + 1 < text.size() && text[at + 1].kind == TokenKind::kLeftParen;
  }

  // The arguments that begin at `end`, which becomes the place of their closing parenthesis, or the end of `text`.
  auto TakeArguments(std::span<const Token> text, std::size_t& end) -> std::vector<std::vector<Token>> {
    std::vector<std::vector<Token>> arguments(1);
    for (int depth = 0; end < text.size(); ++end) {
      diagnostics_.work().Hold(sizeof(Token));
      const TokenKind kind = text[end].kind;
      if (kind == TokenKind::kEnd) break;
      if (kind == TokenKind::kLeftParen) ++depth;
      if (kind == TokenKind::kRightParen && depth-- == 0) return arguments;
      if (kind == TokenKind::kComma && depth == 0) {
        arguments.emplace_back();
      } else {
        arguments.back().push_back(text[end]);
      }
    }
    end = text.size();
    return {};
  }

  auto Fits(const Macro& macro, const std::vector<std::vector<Token>>& arguments, const Token& name, const Token& place)
      -> bool {
    const bool none = macro.parameters.empty() && arguments.size() == 1 && arguments[0].empty();
    if (none || arguments.size() == macro.parameters.size()) return true;
    Report(place.range,
           "macro " + Excerpt(std::string(name.text)) + " has " + std::to_string(arguments.size()) +
               (arguments.size() == 1 ? " argument" : " arguments") + ", and " +
               std::to_string(macro.parameters.size()) + (macro.parameters.size() == 1 ? " parameter" : " parameters"),
           "write one argument for each of its parameters");
    return false;
  }

  auto Substitute(const Macro& macro, const std::vector<std::vector<Token>>& arguments) -> std::vector<Token> {
    std::vector<Token> body;
    for (const Token& token : macro.body) {
      diagnostics_.work().Charge(1 + macro.parameters.size());
      const auto parameter = std::ranges::find(macro.parameters, token.text);
      if (!IsName(token) || parameter == macro.parameters.end()) {
        body.push_back(token);
        continue;
      }
      const auto& argument = arguments[static_cast<std::size_t>(parameter - macro.parameters.begin())];
      diagnostics_.work().Hold(argument.size() * sizeof(Token));
      body.insert(body.end(), argument.begin(), argument.end());
      if (body.size() > kMaxExpandedTokens) break;
    }
    return body;
  }

  void Append(const Token& token, const Token* use, std::vector<Token>& out) {
    if (use != nullptr && ++expanded_ > kMaxExpandedTokens) return TooLong(*use);
    // A long text is looked up and copied wherever it stands.
    diagnostics_.work().Hold(sizeof(Token) + token.text.size());
    out.push_back(token);
    if (use != nullptr) out.back().range = use->range;
  }

  auto Copy(const std::vector<Token>& body) -> std::vector<Token> {
    diagnostics_.work().Hold(body.size() * sizeof(Token));
    return body;
  }

  void TooDeep(const Token& use) {
    if (std::exchange(too_long_, true)) return;
    Report(use.range, "nested deeper than " + std::to_string(kMaxNesting),
           "define the inner uses of macros as macros of their own, one after the other",
           DiagnosticKind::kNestedTooDeep);
  }

  void TooLong(const Token& use) {
    if (std::exchange(too_long_, true)) return;
    Report(use.range, "macros make the program longer than " + std::to_string(kMaxExpandedTokens) + " words",
           "use fewer of them", DiagnosticKind::kSourceLimit);
  }

  // Counts how deep the calls of Expand are nested.
  class Nesting {
   public:
    explicit Nesting(int& depth) : depth_(depth) { ++depth_; }
    ~Nesting() { --depth_; }
    Nesting(const Nesting&) = delete;
    auto operator=(const Nesting&) -> Nesting& = delete;

   private:
    int& depth_;
  };

  TokenList& list_;
  Diagnostics& diagnostics_;
  std::map<std::string_view, Macro> macros_;
  std::vector<Condition> conditions_;
  std::vector<Token> out_;
  std::size_t expanded_ = 0;
  int nesting_ = 0;
  bool too_long_ = false;
};

}  // namespace

auto Preprocess(TokenList& list, Diagnostics& diagnostics) -> bool { return Preprocessor(list, diagnostics).Run(); }

}  // namespace bytelogic::syntax::datalog
