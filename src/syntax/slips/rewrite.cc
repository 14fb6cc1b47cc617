#include "syntax/slips/rewrite.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "syntax/slips/words.h"

namespace bytelogic::syntax {
namespace {

// A replacement longer than this is not shown in the help.
constexpr std::size_t kMaxShownFix = 200;
constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz";

auto IsBlank(char c) -> bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

auto TextOfKeep(std::string_view word) -> std::string { return KeepMeant(word) == Keep::kMin ? "MIN" : "MAX"; }

// What is made from the text of an element; nothing where it has no such form.
struct Form {
  std::string_view name;
  std::optional<std::string> (*make)(std::string_view text);
};

constexpr Form kForms[] = {
    {"$", [](std::string_view text) { return std::optional((text.starts_with('$') ? "" : "$") + std::string(text)); }},
    {"quote", [](std::string_view text) { return std::optional(fmt::format("\"{}\"", text)); }},
    {"unquote", [](std::string_view text) { return std::optional(std::string(text.substr(1, text.size() - 2))); }},
    {"_",
     [](std::string_view text) {
       std::string name(text);
       std::replace(name.begin(), name.end(), '-', '_');
       return std::optional(name);
     }},
    {"type", [](std::string_view text) { return std::optional(std::string(NearestType(text))); }},
    {"keep", [](std::string_view text) { return std::optional(TextOfKeep(text)); }},
    {"upper", [](std::string_view text) { return std::optional(std::string(InfoOf(FindKeyword(text)).text)); }},
    {"aggregate",
     [](std::string_view text) {
       return std::optional(std::string(NameOf(AggregateMeant(text).value_or(AggregateFunction::kCount))));
     }},
    {"letter", [](std::string_view text) { return std::optional(std::string(1, kLetters[text[0] - '0'])); }},
    {"letters",  // of as many columns
     [](std::string_view text) -> std::optional<std::string> {
       const std::size_t count = text.size() == 1 ? static_cast<std::size_t>(text[0] - '0') : 0;
       if (count == 0) return std::nullopt;
       return fmt::format("{}", fmt::join(kLetters.begin(), kLetters.begin() + count, ", "));
     }},
};

// A place in a template: {1}, {1:quote}, {0}, {fix}.
struct Hole {
  std::string_view name;
  std::string_view form;
  std::size_t length = 0;  // braces included
};

auto HoleAt(std::string_view text) -> std::optional<Hole> {
  const std::size_t end = text.find('}');
  if (text.size() < 3 || text[0] != '{' || end == std::string_view::npos) return std::nullopt;
  if (text[1] < '0' || (text[1] > '9' && (text[1] < 'a' || text[1] > 'z'))) return std::nullopt;
  const std::string_view inside = text.substr(1, end - 1);
  const std::size_t colon = inside.find(':');
  if (colon == std::string_view::npos) return Hole{inside, {}, end + 1};
  return Hole{inside.substr(0, colon), inside.substr(colon + 1), end + 1};
}

// The tokens that a hole stands for, as one span or as a list.
auto CaptureOf(SlipContext& context, const Match& match, std::string_view name) -> Capture {
  if (name == "0") return {match.replaced, {}};
  if (name == "operand") return {{context.failure().operand, context.at()}, {}};
  if (name == "opened") return {{context.failure().opener, context.at()}, {}};
  if (name == "opener") return {{context.failure().opener, context.failure().opener + 1}, {}};
  if (name == "name") return {{context.unit_begin() + 1, context.unit_begin() + 2}, {}};
  const std::size_t index = static_cast<std::size_t>(name[0] - '1');
  return index < match.captures.size() ? match.captures[index] : Capture{};
}

void Add(std::vector<Piece>& pieces, std::string_view text) {
  if (text.empty()) return;
  if (pieces.empty() || pieces.back().kept) pieces.emplace_back();
  pieces.back().text += text;
}

// Adds what `hole` stands for. False: the element has no such form.
auto AddHole(SlipContext& context, const Match& match, const Hole& hole, std::vector<Piece>& pieces) -> bool {
  const Capture capture = CaptureOf(context, match, hole.name);
  const auto keep = [&pieces](TokenSpan span) {
    if (span.begin < span.end) pieces.push_back({{}, span});
  };
  if (hole.form.empty()) {
    keep(capture.span);
    return true;
  }
  if (hole.form == "close") {
    Add(pieces, context.token(context.failure().opener).kind == TokenKind::kLeftParen ? ")" : "]");
    return true;
  }
  if (hole.form == "group") {  // in parentheses, where it is more than one token and not in some
    const bool is_simple =
        capture.span.end == capture.span.begin + 1 || context.token(capture.span.begin).kind == TokenKind::kLeftParen;
    if (!is_simple) Add(pieces, "(");
    keep(capture.span);
    if (!is_simple) Add(pieces, ")");
    return true;
  }
  if (hole.form.find_first_not_of(", ") == std::string_view::npos) {  // a list with this between its items
    for (std::size_t index = 0; index < capture.items.size(); ++index) {
      if (index > 0) Add(pieces, hole.form);
      keep(capture.items[index]);
    }
    return true;
  }
  if (hole.form == "not") {  // one NOT for each item
    for (std::size_t index = 0; index < capture.items.size(); ++index) Add(pieces, index == 0 ? "NOT" : " NOT");
    return true;
  }
  for (const Form& form : kForms) {
    if (form.name != hole.form) continue;
    std::vector<TokenSpan> items = capture.items;
    if (items.empty()) items.push_back(capture.span);
    for (std::size_t index = 0; index < items.size(); ++index) {
      if (index > 0) Add(pieces, " ");
      const std::optional<std::string> made = form.make(context.text(items[index]));
      if (!made) return false;
      Add(pieces, *made);
    }
    return true;
  }
  return false;
}

auto TextOfPieces(SlipContext& context, const std::vector<Piece>& pieces) -> std::string {
  std::string text;
  for (const Piece& piece : pieces) {
    text += piece.kept ? TextOf(context.parser().source(), context.range(*piece.kept)) : std::string_view(piece.text);
  }
  return text;
}

// The tokens of `text`, which stand at `range`.
void LexInto(std::vector<Token>& tokens, SlipContext& context, std::string text, SourceRange range) {
  const std::string_view kept = context.parser().Keep(std::move(text));
  Diagnostics ignored;
  const TokenList list = Lex(kept, ignored);
  for (Token token : std::span(list.tokens).first(list.tokens.size() - 1)) {
    token.starts_line = token.starts_line && kept.substr(0, token.range.offset).find('\n') != std::string_view::npos;
    token.range = range;
    tokens.push_back(token);
  }
}

// The tokens of the pieces; those that are not kept stand between the kept ones. `row` and `.a` make one token.
auto TokensOf(SlipContext& context, const Rewriting& rewriting, SourceRange range) -> std::vector<Token> {
  std::vector<Token> tokens;
  const std::vector<Piece>& pieces = *rewriting.instead;
  const auto is_short = [](const Piece& piece) { return !piece.kept || piece.kept->end == piece.kept->begin + 1; };
  if (std::all_of(pieces.begin(), pieces.end(), is_short)) {
    std::string text;
    for (const Piece& piece : pieces) text += piece.kept ? context.text(*piece.kept) : std::string_view(piece.text);
    LexInto(tokens, context, std::move(text), range);
  } else {
    std::uint32_t offset = range.offset;
    for (std::size_t index = 0; index < pieces.size(); ++index) {
      const Piece& piece = pieces[index];
      const std::size_t first = tokens.size();
      if (piece.kept) {
        for (std::size_t at = piece.kept->begin; at < piece.kept->end; ++at) tokens.push_back(context.token(at));
        offset = std::max(offset, context.range(*piece.kept).end());
        tokens[first].starts_line = tokens[first].touches = false;
      } else {
        const bool is_last = index + 1 == pieces.size();
        const std::uint32_t end = is_last ? range.end() : context.range(*pieces[index + 1].kept).offset;
        LexInto(tokens, context, piece.text, {offset, std::max(end, offset) - offset});
      }
    }
  }
  if (!tokens.empty()) {
    const bool starts_line = !rewriting.takes_space_before && context.token(rewriting.replaced.begin).starts_line;
    tokens.front().starts_line = tokens.front().starts_line || starts_line;
    tokens.front().touches = false;
  }
  return tokens;
}

}  // namespace

auto ExpandInstead(SlipContext& context, const Match& match, std::string_view text)
    -> std::optional<std::vector<Piece>> {
  std::vector<Piece> pieces;
  while (!text.empty()) {
    if (const std::optional<Hole> hole = HoleAt(text)) {
      if (!AddHole(context, match, *hole, pieces)) return std::nullopt;
      text.remove_prefix(hole->length);
    } else {
      Add(pieces, text.substr(0, 1));
      text.remove_prefix(1);
    }
  }
  return pieces;
}

auto ExpandText(SlipContext& context, const Match& match, std::string_view text) -> std::string {
  std::string expanded;
  while (!text.empty()) {
    const std::optional<Hole> hole = HoleAt(text);
    if (!hole || hole->name == "fix") {
      expanded += text.front();
      text.remove_prefix(1);
      continue;
    }
    text.remove_prefix(hole->length);
    if (hole->name == "owner") {
      expanded += (context.failure().places & place::kConstraint) != 0 ? "a constraint's" : "a rule's";
    } else if (hole->form == "describe") {
      expanded += Parser::Describe(context.token(CaptureOf(context, match, hole->name).span.begin));
    } else if (hole->form == "close") {
      expanded += context.token(context.failure().opener).kind == TokenKind::kLeftParen ? ")" : "]";
    } else if (hole->form.empty()) {
      expanded += Excerpt(context.text(CaptureOf(context, match, hole->name).span));
    } else {
      std::vector<Piece> pieces;
      AddHole(context, match, *hole, pieces);
      expanded += Excerpt(TextOfPieces(context, pieces));
    }
  }
  return expanded;
}

auto Finish(SlipContext& context, Rewriting rewriting) -> Repaired {
  Repaired repaired;
  repaired.kind = rewriting.kind.value_or(Parser::KindOfUnexpected(context.token(context.at())));
  repaired.range = rewriting.range;
  repaired.message = std::move(rewriting.message);
  repaired.quiet = rewriting.quiet;
  repaired.missing_ends = rewriting.missing_ends;
  std::string fix_text;
  if (rewriting.instead) {
    SourceRange range = context.range(rewriting.replaced);
    const std::string_view source = context.parser().source();
    bool is_blank = true;  // a comment is not
    if (rewriting.takes_space_before && rewriting.replaced.begin > 0) {
      const std::uint32_t before = context.token(rewriting.replaced.begin - 1).range.end();
      std::uint32_t begin = range.offset;
      while (begin > before && IsBlank(source[begin - 1])) --begin;
      // White space behind something that another slip takes away is as good.
      is_blank = begin <= before || !context.token(rewriting.replaced.begin).starts_line;
      if (rewriting.replaced.begin == rewriting.replaced.end) begin = std::min(before, range.offset);
      range = {begin, rewriting.replaced.begin == rewriting.replaced.end ? 0 : range.end() - begin};
    }
    if (rewriting.takes_space_behind) {
      const std::uint32_t next = context.token(rewriting.replaced.end).range.offset;
      std::uint32_t end = range.end();
      while (end < next && IsBlank(source[end])) ++end;
      range.length = end - range.offset;
    }
    fix_text = TextOfPieces(context, *rewriting.instead);
    repaired.goes_on = true;
    repaired.begin = rewriting.replaced.begin;
    repaired.end = rewriting.replaced.end;
    if (!rewriting.drops) repaired.tokens = TokensOf(context, rewriting, range);
    repaired.ends_line = fix_text.ends_with('\n');
    // What another slip has put here may stand for nothing in the source.
    const bool is_change = fix_text != TextOf(source, range);
    if (rewriting.offers_fix && is_blank && is_change) repaired.fix = RangeFix{range, fix_text};
    const std::size_t rest = fix_text.find_first_not_of(" \n");
    fix_text.erase(0, std::min(rest, fix_text.size()));
    while (fix_text.ends_with('\n')) fix_text.pop_back();
  }
  if (const std::size_t hole = rewriting.help.find("{fix}"); hole != std::string::npos) {
    const std::string shown = fix_text.size() > kMaxShownFix ? Excerpt(fix_text) : fix_text;
    rewriting.help.replace(hole, 5, shown);
  }
  repaired.help = std::move(rewriting.help);
  return repaired;
}

}  // namespace bytelogic::syntax
