#include "diagnostics/diagnostics.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/letter_case.h"
#include "base/utf8.h"
#include "base/visible_text.h"

namespace bytelogic {
namespace {

// A name of the source may be as long as the source. The words may be shown anywhere.
auto Shown(const Words& words, Dialect dialect) -> std::string {
  std::string text = words.In(dialect);
  CutText(text, Diagnostics::kMaxText);
  return VisibleText(text);
}

auto Convert(const PendingDiagnostic& pending, const Places& places, Dialect dialect) -> Diagnostic {
  const std::string_view source = places.source();
  Diagnostic diagnostic;
  diagnostic.code = CodeOf(pending.kind);
  diagnostic.severity = SeverityOf(pending.kind);
  diagnostic.message = pending.message.ExistIn(dialect) ? Shown(pending.message, dialect) : TitleOf(pending.kind);
  if (pending.help.ExistIn(dialect)) diagnostic.help = Shown(pending.help, dialect);
  if (pending.has_place) {
    const LineColumn place = places.At(pending.range.offset);
    diagnostic.line = place.line;
    diagnostic.column = place.column;
    diagnostic.length = static_cast<std::uint32_t>(CountCodePoints(TextOf(source, pending.range)));
  }
  if (pending.fix && pending.fix->text.ExistIn(dialect)) {
    const LineColumn place = places.At(pending.fix->range.offset);
    diagnostic.fix =
        Fix{place.line, place.column, static_cast<std::uint32_t>(CountCodePoints(TextOf(source, pending.fix->range))),
            pending.fix->text.In(dialect)};
  }
  return diagnostic;
}

// Optimal string alignment distance (Damerau-Levenshtein without repeated edits), or `limit` + 1 where it is larger.
// Only the cells at most `limit` off the diagonal are filled: no others lie on a way that is short enough.
auto EditDistance(std::string_view left, std::string_view right, std::size_t limit) -> std::size_t {
  constexpr std::size_t kMaxLength = 64;
  const std::size_t difference = left.size() > right.size() ? left.size() - right.size() : right.size() - left.size();
  if (difference > limit || left.size() > kMaxLength || right.size() > kMaxLength) return limit + 1;
  const int too_far = static_cast<int>(limit) + 1;
  std::array<std::array<std::uint8_t, kMaxLength + 2>, 3> rows;
  for (auto& row : rows) row.fill(static_cast<std::uint8_t>(too_far));
  for (std::size_t j = 0; j <= std::min(right.size(), limit); ++j) rows[0][j] = static_cast<std::uint8_t>(j);
  for (std::size_t i = 1; i <= left.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i + 2) % 3];
    const auto& above_that = rows[(i + 1) % 3];
    const std::size_t begin = i > limit ? i - limit : 1;
    const std::size_t end = std::min(right.size(), i + limit);
    row[begin - 1] = static_cast<std::uint8_t>(begin == 1 ? std::min<std::size_t>(i, limit + 1) : limit + 1);
    int nearest = row[begin - 1];
    for (std::size_t j = begin; j <= end; ++j) {
      const char a = ToLowerLetter(left[i - 1]);
      const char b = ToLowerLetter(right[j - 1]);
      int best = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a == b ? 0 : 1), too_far});
      if (i > 1 && j > 1 && a == ToLowerLetter(right[j - 2]) && ToLowerLetter(left[i - 2]) == b) {
        best = std::min(best, above_that[j - 2] + 1);
      }
      row[j] = static_cast<std::uint8_t>(best);
      nearest = std::min(nearest, best);
    }
    row[end + 1] = static_cast<std::uint8_t>(too_far);
    if (nearest == too_far) return limit + 1;
  }
  return std::min<std::size_t>(rows[left.size() % 3][right.size()], limit + 1);
}

// How many edits still look like a slip: none for one letter, one up to four letters, two up to eight, then three.
auto EditLimit(std::size_t length) -> std::size_t { return length <= 1 ? 0 : length <= 4 ? 1 : length <= 8 ? 2 : 3; }

// Takes back each fix that holds another one: its text repeats what the other mends. So all fixes of a list can be
// applied at once, and the wider ones are offered when the list is made again.
void DropOverlapping(const std::vector<const PendingDiagnostic*>& kept, std::vector<Diagnostic>& result) {
  std::vector<std::size_t> with_fix;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    if (result[i].fix) with_fix.push_back(i);
  }
  const auto range_of = [&kept](std::size_t i) { return kept[i]->fix->range; };
  std::stable_sort(with_fix.begin(), with_fix.end(),
                   [&](std::size_t a, std::size_t b) { return range_of(a).offset < range_of(b).offset; });
  std::size_t last = kept.size();  // the one kept last
  for (const std::size_t i : with_fix) {
    if (last == kept.size() || range_of(i).offset >= range_of(last).end()) {
      last = i;
      continue;
    }
    const bool same_begin_insertion = range_of(i).length == 0 && range_of(i).offset == range_of(last).offset;
    if (same_begin_insertion) continue;
    const bool is_wider = range_of(i).length > range_of(last).length;
    result[is_wider ? i : last].fix.reset();
    if (!is_wider) last = i;
  }
}

// The errors, or the warnings, of a list.
struct Rest {
  std::size_t shown = 0;
  std::size_t left_out = 0;
  const PendingDiagnostic* first = nullptr;  // of those left out
};

}  // namespace

void Diagnostics::Report(Message message, SourceRange range, Words help, std::optional<PendingFix> fix) {
  Report(message.kind, range, std::move(message.words), std::move(help), std::move(fix));
}

void Diagnostics::Report(DiagnosticKind kind, SourceRange range, Words message, Words help,
                         std::optional<PendingFix> fix) {
  if (fix) {
    // The first one that ends behind the beginning of the fix.
    const auto kept = std::ranges::upper_bound(kept_as_written_, fix->range.offset, {}, &SourceRange::end);
    if (kept != kept_as_written_.end() && kept->offset < fix->range.end()) fix.reset();
  }
  Add({kind, range, std::move(message), std::move(help), std::move(fix), true});
}

void Diagnostics::ReportGlobal(Message message, Words help) {
  ReportGlobal(message.kind, std::move(message.words), std::move(help));
}

void Diagnostics::ReportGlobal(DiagnosticKind kind, Words message, Words help) {
  Add({kind, {}, std::move(message), std::move(help), std::nullopt, false});
}

// What is reported is a part of the work: a hostile program is one error after the other.
void Diagnostics::Add(PendingDiagnostic pending) {
  const bool is_error = SeverityOf(pending.kind) == Severity::kError;
  std::size_t& count = is_error ? error_count_ : warning_count_;
  ++count;
  if (count > kMaxKept) {
    if (is_error) work_.Stop(WorkStop::kErrors);
    return;
  }
  pending.message.Cut(kMaxText);
  pending.help.Cut(kMaxText);
  if (pending.fix && pending.fix->text.bytes() > kMaxText) pending.fix.reset();
  pending_.push_back(std::move(pending));
}

auto Diagnostics::LineOf(std::string_view source, SourceRange range) -> std::uint32_t {
  if (!places_ || places_->source().data() != source.data()) places_.emplace(source);
  return places_->At(range.offset).line;
}

auto Diagnostics::MayGuess(std::uint64_t work) -> bool {
  if (guess_work_ > kMaxGuessWork || error_count_ > kMaxGuessedErrors) return false;
  guess_work_ += work;
  work_.Charge(work);
  return true;
}

auto Diagnostics::Nearest(std::string_view name, const std::vector<std::string_view>& candidates) -> std::string_view {
  return MayGuess(candidates.size() * (1 + name.size() / 4)) ? NearestName(name, candidates) : std::string_view();
}

auto Diagnostics::ToPublic(std::string_view source) const -> std::vector<Diagnostic> {
  // By place; those without a place last. Equal places keep the order in which they were reported.
  std::vector<const PendingDiagnostic*> sorted;
  sorted.reserve(pending_.size());
  for (const PendingDiagnostic& pending : pending_) sorted.push_back(&pending);
  std::stable_sort(sorted.begin(), sorted.end(), [](const PendingDiagnostic* a, const PendingDiagnostic* b) {
    if (a->has_place != b->has_place) return a->has_place;
    return a->range.offset < b->range.offset;
  });

  std::vector<Diagnostic> result;
  std::vector<const PendingDiagnostic*> kept;      // what result was made of
  std::vector<const PendingDiagnostic*> at_place;  // those already kept at the current offset
  Rest errors;
  Rest warnings;
  const Places places(source);
  for (const PendingDiagnostic* pending : sorted) {
    if (!at_place.empty() &&
        (at_place.back()->has_place != pending->has_place || at_place.back()->range.offset != pending->range.offset)) {
      at_place.clear();
    }
    const bool duplicate = std::any_of(at_place.begin(), at_place.end(), [pending](const PendingDiagnostic* other) {
      return other->kind == pending->kind && (pending->has_place || other->message == pending->message);
    });
    if (duplicate) continue;
    at_place.push_back(pending);
    Rest& rest = SeverityOf(pending->kind) == Severity::kError ? errors : warnings;
    if (rest.shown == kMaxShown) {
      if (rest.left_out++ == 0) rest.first = pending;
      continue;
    }
    ++rest.shown;
    result.push_back(Convert(*pending, places, dialect_));
    kept.push_back(pending);
  }
  DropOverlapping(kept, result);
  const auto count_rest = [&](const Rest& rest, std::size_t reported, std::string_view noun) {
    if (rest.first == nullptr) return;
    Diagnostic counted = Convert(*rest.first, places, dialect_);
    counted.message = fmt::format("and {}{} more {}{}", reported > kMaxKept ? "at least " : "", rest.left_out, noun,
                                  rest.left_out == 1 ? "" : "s");
    counted.help.clear();
    counted.fix.reset();
    result.push_back(std::move(counted));
  };
  count_rest(errors, error_count_, "error");
  count_rest(warnings, warning_count_, "warning");
  return result;
}

auto NearestName(std::string_view name, const std::vector<std::string_view>& candidates) -> std::string_view {
  std::string_view nearest;
  std::size_t limit = EditLimit(name.size()) + 1;  // find something better than this
  for (const std::string_view candidate : candidates) {
    if (limit == 0) break;
    const std::size_t distance = EditDistance(name, candidate, limit - 1);
    if (distance < limit && distance <= EditLimit(candidate.size())) {
      nearest = candidate;
      limit = distance;
    }
  }
  return nearest;
}

}  // namespace bytelogic
