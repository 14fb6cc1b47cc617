#include "tools/diagnostic_pages.h"

#include <fmt/format.h>

#include <algorithm>

namespace bytelogic::tools {

namespace {

constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kPlain = "\x1b[0m";

// A line of prose without its marks: `code` stays as it is, **bold** and [text](link) lose theirs.
auto RenderInline(std::string_view line) -> std::string {
  std::string out;
  bool code = false;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at] == '`') code = !code;
    if (!code && line.substr(at, 2) == "**") {
      ++at;
      continue;
    }
    const std::size_t middle = !code && line[at] == '[' ? line.find("](", at) : std::string_view::npos;
    const std::size_t end = middle == std::string_view::npos ? middle : line.find(')', middle);
    if (end == std::string_view::npos) {
      out += line[at];
      continue;
    }
    out += line.substr(at + 1, middle - at - 1);
    at = end;
  }
  return out;
}

}  // namespace

auto RenderMarkdown(std::string_view markdown, bool color) -> std::string {
  std::string out;
  bool fenced = false;
  while (!markdown.empty()) {
    const std::size_t end = std::min(markdown.find('\n'), markdown.size());
    const std::string_view line = markdown.substr(0, end);
    markdown.remove_prefix(std::min(end + 1, markdown.size()));
    if (line.starts_with("```")) {
      fenced = !fenced;
    } else if (fenced) {
      if (!line.empty()) out += "    ";
      out += line;
      out += '\n';
    } else if (line.starts_with('#')) {
      const std::size_t text = std::min(line.find_first_not_of("# "), line.size());
      if (color) out += kBold;
      out += RenderInline(line.substr(text));
      if (color) out += kPlain;
      out += '\n';
    } else {
      out += RenderInline(line);
      out += '\n';
    }
  }
  return out;
}

auto RenderDiagnosticPage(DiagnosticKind kind, bool color) -> std::string {
  const std::span<const DiagnosticPage> pages = DiagnosticPages();
  const auto page = std::ranges::find(pages, CodeOf(kind), &DiagnosticPage::code);
  if (page == pages.end()) return fmt::format("{}: {}\n", CodeOf(kind), TitleOf(kind));
  return RenderMarkdown(page->markdown, color);
}

}  // namespace bytelogic::tools
