#include "syntax/slips/repair.h"

#include <algorithm>
#include <utility>

#include "syntax/slips/rewrite.h"
#include "syntax/slips/slip.h"

namespace bytelogic::syntax {
namespace {

auto IsFound(SlipContext& context, std::string_view found) -> bool {
  if (found.empty()) return true;
  while (!found.empty()) {
    const std::size_t space = std::min(found.find(' '), found.size());
    if (context.Is(context.at(), found.substr(0, space))) return true;
    found.remove_prefix(std::min(space + 1, found.size()));
  }
  return false;
}

// Fills in what the table says, where the pattern of `slip` matches.
auto FillIn(SlipContext& context, const Slip& slip, Rewriting& rewriting) -> bool {
  const std::optional<Match> match = context.Find(slip.pattern.empty() ? "any" : slip.pattern);
  if (!match) return false;
  if (slip.instead) {
    rewriting.instead = ExpandInstead(context, *match, *slip.instead);
    if (!rewriting.instead || match->replaced.begin < context.unit_begin()) return false;
  }
  rewriting.replaced = match->replaced;
  rewriting.takes_space_before = match->takes_space_before;
  rewriting.takes_space_behind = match->takes_space_behind;
  rewriting.message = ExpandText(context, *match, slip.message);
  rewriting.help = ExpandText(context, *match, slip.help);
  if (slip.first == -2) {
    rewriting.range = context.token(context.failure().opener).range;
  } else if (slip.first < 0) {
    rewriting.range = context.range(match->replaced);
    if (match->takes_space_before && rewriting.range.length == 0 && match->replaced.begin > 0) {
      rewriting.range = {context.token(match->replaced.begin - 1).range.end(), 0};
    }
  } else if (slip.first > 0) {
    const auto& captures = match->captures;
    const std::size_t last = slip.last > 0 ? static_cast<std::size_t>(slip.last) : static_cast<std::size_t>(slip.first);
    rewriting.range =
        context.range({captures[static_cast<std::size_t>(slip.first) - 1].span.begin, captures[last - 1].span.end});
  }
  return true;
}

}  // namespace

auto FindSlip(Parser& parser, const Failure& failure, std::size_t unit_begin) -> std::optional<Repaired> {
  SlipContext context(parser, failure, unit_begin);
  for (const Slip& slip : AllSlips()) {
    if ((slip.at & failure.places) == 0 || (slip.within & failure.places) != slip.within) continue;
    if (!slip.unit.empty() && !context.Is(unit_begin, slip.unit)) continue;
    if (!IsFound(context, slip.found)) continue;
    if (!slip.when.empty() && !context.Find(slip.when)) continue;
    Rewriting rewriting;
    rewriting.offers_fix = slip.offers_fix;
    rewriting.drops = slip.drops;
    rewriting.quiet = slip.quiet;
    rewriting.missing_ends = slip.missing_ends;
    rewriting.kind = slip.kind;
    rewriting.range = context.token(context.at()).range;
    const bool is_it = slip.code != nullptr ? slip.code(context, rewriting) : FillIn(context, slip, rewriting);
    if (is_it) return Finish(context, std::move(rewriting));
  }
  return std::nullopt;
}

}  // namespace bytelogic::syntax
