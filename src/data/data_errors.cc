#include "data/data_errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "bytelogic/diagnostic.h"

namespace bytelogic::data {

void DataErrors::Add(DiagnosticKind kind, DataPlace place, std::string message, std::string help) {
  const auto narrow = [](std::uint64_t number) {
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(number, std::numeric_limits<std::uint32_t>::max()));
  };
  Diagnostic diagnostic;
  diagnostic.code = CodeOf(kind);
  diagnostic.message = std::move(message);
  diagnostic.line = narrow(place.line);
  diagnostic.column = narrow(place.column);
  diagnostic.help = std::move(help);
  entries_.push_back({std::move(place.file), std::move(diagnostic)});
}

void DataErrors::Report(DiagnosticKind kind, DataPlace place, std::string message, std::string help) {
  has_limit_ = has_limit_ || IsLimit(kind);
  if (Count()) Add(kind, std::move(place), std::move(message), std::move(help));
}

auto DataErrors::Text(bool color) const -> std::string {
  std::string text;
  for (const Entry& entry : entries_) text += RenderDiagnostic(entry.diagnostic, entry.file, {}, color);
  if (count_ <= entries_.size()) return text;
  const std::size_t more = count_ - entries_.size();
  return text + fmt::format("and {} more {}\n", more, more == 1 ? "error" : "errors");
}

}  // namespace bytelogic::data
