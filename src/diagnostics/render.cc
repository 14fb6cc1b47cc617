// render.cc - diagnostics for people, and fixes applied to text (bytelogic/diagnostic.h).

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/invisible.h"
#include "base/utf8.h"
#include "base/visible_text.h"
#include "bytelogic/diagnostic.h"

namespace bytelogic {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kIndent = "  ";
constexpr std::string_view kCut = "...";
constexpr std::size_t kMaxShownWidth = 120;
constexpr std::size_t kTabWidth = 4;

struct Colors {
  std::string_view bold, error, warning, help, reset;
};
constexpr Colors kPlain = {"", "", "", "", ""};
constexpr Colors kAnsi = {"\x1b[1m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m", "\x1b[0m"};

// The text of line `line` (from 1) without its end, and where it begins. Lines end with \n, \r\n or \r.
struct Line {
  std::size_t begin = 0;
  std::string_view text;
  bool exists = false;
};

auto FindLine(std::string_view source, std::uint32_t line) -> Line {
  std::size_t begin = source.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  for (std::uint32_t current = 1; line >= 1; ++current) {
    const std::size_t end = std::min(source.find_first_of("\r\n", begin), source.size());
    if (current == line) return {begin, source.substr(begin, end - begin), true};
    if (end == source.size()) break;
    begin = end + (source.substr(end).starts_with("\r\n") ? 2 : 1);
  }
  return {};
}

// The columns that a terminal gives to a code point: 0 for combining marks, 2 for wide scripts and emoji.
auto DisplayWidth(std::uint32_t code_point) -> std::size_t {
  struct Range {
    std::uint32_t first, last;
  };
  constexpr Range kNarrowest[] = {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD},  {0x064B, 0x065F},
                                  {0x093A, 0x093C}, {0x0941, 0x0948}, {0x0E34, 0x0E3A},  {0x0E47, 0x0E4E},
                                  {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200F},  {0x20D0, 0x20FF},
                                  {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xE0100, 0xE01EF}};
  constexpr Range kWide[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF},
                             {0x4E00, 0x9FFF},   {0xA000, 0xA4CF},   {0xA960, 0xA97F},   {0xAC00, 0xD7A3},
                             {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},
                             {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1FAFF}, {0x20000, 0x3FFFD}};
  const auto in = [code_point](const Range& range) { return code_point >= range.first && code_point <= range.last; };
  if (code_point < 0x300) return 1;
  if (std::any_of(std::begin(kNarrowest), std::end(kNarrowest), in)) return 0;
  return std::any_of(std::begin(kWide), std::end(kWide), in) ? 2 : 1;
}

// One code point of a line as it is shown.
struct Cell {
  std::string text;
  std::size_t width = 1;
};

auto Cells(std::string_view line) -> std::vector<Cell> {
  std::vector<Cell> cells;
  for (std::size_t at = 0; at < line.size();) {
    const CodePoint code_point = DecodeUtf8(line, at);
    if (code_point.value == '\t') {
      cells.push_back({std::string(kTabWidth, ' '), kTabWidth});
    } else if (code_point.value < 0xA0 && IsInvisible(code_point.value)) {
      cells.push_back({"\xEF\xBF\xBD", 1});  // no program may hold one, and E102 says which it is
    } else if (IsInvisible(code_point.value)) {
      char escape[kMaxEscape];
      const char* const end = WriteEscape(escape, code_point.value);
      cells.push_back({std::string(static_cast<const char*>(escape), end), static_cast<std::size_t>(end - escape)});
    } else if (code_point.value == kReplacementCharacter) {
      cells.push_back({"\xEF\xBF\xBD", 1});
    } else {
      cells.push_back({std::string(line.substr(at, code_point.length)), DisplayWidth(code_point.value)});
    }
    at += code_point.length;
  }
  return cells;
}

auto WidthOf(const std::vector<Cell>& cells, std::size_t begin, std::size_t end) -> std::size_t {
  std::size_t width = 0;
  for (std::size_t at = begin; at < end; ++at) width += cells[at].width;
  return width;
}

// The stretch of `cells` to show: all of them, or what fits around the carets.
struct Window {
  std::size_t begin = 0;
  std::size_t end = 0;
};

auto FitWindow(const std::vector<Cell>& cells, std::size_t caret) -> Window {
  if (WidthOf(cells, 0, cells.size()) <= kMaxShownWidth) return {0, cells.size()};
  Window window{caret, caret};
  std::size_t width = 2 * kCut.size();
  // A third of the room before the caret, the rest after it, and what remains before it again.
  const auto grow_left = [&](std::size_t room) {
    while (window.begin > 0 && width + cells[window.begin - 1].width <= room) width += cells[--window.begin].width;
  };
  grow_left(kMaxShownWidth / 3);
  while (window.end < cells.size() && width + cells[window.end].width <= kMaxShownWidth) {
    width += cells[window.end++].width;
  }
  grow_left(kMaxShownWidth);
  return window;
}

void AppendSourceLine(std::string& out, const Diagnostic& diagnostic, std::string_view source, const Colors& colors) {
  if (source.empty()) return;  // not at hand, or nothing to show
  const Line line = FindLine(source, diagnostic.line);
  if (!line.exists) return;
  const std::vector<Cell> cells = Cells(line.text);
  const std::size_t caret = std::min<std::size_t>(diagnostic.column - 1, cells.size());
  const Window window = FitWindow(cells, caret);
  out += kIndent;
  if (window.begin > 0) out += kCut;
  for (std::size_t at = window.begin; at < window.end; ++at) out += cells[at].text;
  if (window.end < cells.size()) out += kCut;
  out += '\n';
  const std::size_t end = std::min<std::size_t>(caret + std::max<std::uint32_t>(diagnostic.length, 1), window.end);
  out += kIndent;
  out.append((window.begin > 0 ? kCut.size() : 0) + WidthOf(cells, window.begin, caret), ' ');
  out += diagnostic.severity == Severity::kError ? colors.error : colors.warning;
  out.append(std::max<std::size_t>(caret < end ? WidthOf(cells, caret, end) : 1, 1), '^');
  out += colors.reset;
  out += '\n';
}

}  // namespace

auto RenderDiagnostic(const Diagnostic& diagnostic, std::string_view file, std::string_view source, bool color)
    -> std::string {
  const Colors& colors = color ? kAnsi : kPlain;
  const bool is_error = diagnostic.severity == Severity::kError;
  std::string out;
  out += colors.bold;
  AppendVisible(file, out);
  if (diagnostic.line > 0) {
    out += ':' + std::to_string(diagnostic.line) + ':' + std::to_string(diagnostic.column);
  }
  out += ": ";
  out += colors.reset;
  out += is_error ? colors.error : colors.warning;
  out += is_error ? "error[" : "warning[";
  out += diagnostic.code;
  out += ']';
  out += colors.reset;
  out += ": ";
  AppendVisible(diagnostic.message, out);
  out += '\n';
  if (diagnostic.line > 0 && diagnostic.column > 0) AppendSourceLine(out, diagnostic, source, colors);
  if (!diagnostic.help.empty()) {
    out += colors.help;
    out += "help: ";
    out += colors.reset;
    AppendVisible(diagnostic.help, out);
    out += '\n';
  }
  return out;
}

auto ApplyFix(std::string_view source, const Fix& fix) -> std::string {
  std::string result(source);
  const Line line = FindLine(source, fix.line);
  if (!line.exists || fix.column == 0) return result;
  std::size_t begin = line.begin;
  const std::size_t line_end = line.begin + line.text.size();
  for (std::uint32_t column = 1; column < fix.column; ++column) {
    if (begin >= line_end) return result;
    begin += DecodeUtf8(source, begin).length;
  }
  std::size_t end = begin;
  for (std::uint32_t i = 0; i < fix.length; ++i) {
    if (end >= source.size()) return result;
    end += DecodeUtf8(source, end).length;
  }
  result.replace(begin, end - begin, fix.text);
  return result;
}

}  // namespace bytelogic
