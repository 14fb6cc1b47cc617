// Says in its own words why a tuple holds: the facts that its shortest proof rests on.
#include <bytelogic/bytelogic.h>

#include <cstdio>

int main() {
  bytelogic::Engine engine;
  const char* source =
      "REL part 2\nFACT part car engine\nFACT part engine piston\nFACT part car wheel\n"
      "REL contains 2\n"
      "RULE contains: SCAN part $x $y, EMIT contains $x $y\n"
      "RULE contains: SCAN part $x $y, JOIN contains $y $z, EMIT contains $x $z\n";
  const bytelogic::Explanation why = bytelogic::Explain(engine, source, "contains car piston");
  if (!why.holds) return 1;
  for (const bytelogic::ProofNode& node : why.proofs.front().nodes) {
    if (node.kind != bytelogic::ProofNode::Kind::kFact) continue;
    std::printf("%s (line %u)\n", node.Text().c_str(), node.place.line);
  }

  bytelogic::ExplainOptions options;
  options.why_not = true;
  const bytelogic::Explanation why_not = bytelogic::Explain(engine, source, "contains wheel piston", {}, options);
  for (const bytelogic::RuleFailure& failure : why_not.failures) {
    std::printf("line %u: %s\n", failure.place.line, failure.reason.c_str());
  }
}
