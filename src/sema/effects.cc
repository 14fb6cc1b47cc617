#include "sema/effects.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace bytelogic::sema {
namespace {

auto NameOfCalc(const Context& context, CalcId calc) -> std::string_view {
  return context.calc_names.names()[calc.index];
}

// "a, which calls b, which calls c": from the first of the closure to its `target`-th.
auto Chain(const Context& context, const CallClosure& closure, std::uint32_t target) -> std::string {
  std::vector<std::uint32_t> path;
  for (std::uint32_t at = target; at != 0; at = closure.via[at]) path.push_back(at);
  std::string text(NameOfCalc(context, closure.calcs[0]));
  constexpr std::size_t kMaxNamed = 8;
  for (std::size_t index = path.size(); index-- > 0;) {
    if (index > 0 && path.size() - index > kMaxNamed) continue;  // the last one asserts: it is always named
    text += fmt::format("{} calls {}", index + 1 == path.size() ? "" : ", which",
                        NameOfCalc(context, closure.calcs[path[index]]));
  }
  return text;
}

}  // namespace

auto CallsOf(const Context& context, CalcId start) -> CallClosure {
  CallClosure closure{{start}, {0}};
  std::vector<std::uint8_t> found(context.calcs.size(), 0);
  found[start.index] = 1;
  for (std::uint32_t at = 0; at < closure.calcs.size(); ++at) {
    // Calls are in the order of their callers.
    for (const CalcCall& call :
         std::ranges::equal_range(context.calc_calls, closure.calcs[at], {}, &CalcCall::caller)) {
      if (found[call.callee.index] != 0) continue;
      found[call.callee.index] = 1;
      closure.calcs.push_back(call.callee);
      closure.via.push_back(at);
    }
  }
  return closure;
}

auto CheckEffects(Context& context) -> void {
  for (const RuleUse& use : context.rule_uses) {
    if (!use.calc.valid()) continue;
    const CallClosure closure = CallsOf(context, use.calc);
    for (std::uint32_t at = 0; at < closure.calcs.size(); ++at) {
      if (!context.calcs[closure.calcs[at].index].asserts) continue;
      const std::string_view asserting = NameOfCalc(context, closure.calcs[at]);
      std::string message =
          at == 0 ? fmt::format("a rule calls CALC {}, which asserts tuples", asserting)
                  : fmt::format("a rule calls CALC {}, which asserts tuples", Chain(context, closure, at));
      context.diagnostics.Report(DiagnosticKind::kAssertsInRule, use.range, std::move(message),
                                 "let the rule EMIT the tuples, or call the CALC from an action with EXEC");
      break;
    }
  }
}

}  // namespace bytelogic::sema
