// diagnostic_pages.h - the explanations of docs/diagnostics/CODE.md, which are built into the binary.
//
//   console.out.Write(RenderDiagnosticPage(DiagnosticKind::kUnbound, color));
//
// The pages themselves are in a file that cmake/embed_pages.cmake generates from docs/diagnostics/.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "diagnostics/diagnostics.h"

namespace bytelogic::tools {

struct DiagnosticPage {
  std::string_view code;
  std::string_view markdown;
};

// Generated: all pages, by code.
auto DiagnosticPages() -> std::span<const DiagnosticPage>;

// The page of `kind` for a terminal: fences and marks of Markdown are gone, programs are indented. Code and title where
// there is no page.
auto RenderDiagnosticPage(DiagnosticKind kind, bool color) -> std::string;

// `markdown` so: headings, paragraphs, lists, fenced blocks, `code`, **bold** and [links](..) are what the pages use.
auto RenderMarkdown(std::string_view markdown, bool color) -> std::string;

}  // namespace bytelogic::tools
