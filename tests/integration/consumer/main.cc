// The ten lines of bytelogic.h, as a program of somebody who installed the package.
#include <bytelogic/bytelogic.h>

#include <cstdio>

int main() {
  bytelogic::Engine engine;
  bytelogic::Facts facts;
  facts.Add("edge", {"a", "b"});
  facts.Add("edge", {"b", "c"});
  bytelogic::CompileResult compiled = engine.Compile(
      "REL edge 2\nREL path 2\n"
      "RULE path: SCAN edge $x $y, EMIT path $x $y\n"
      "RULE path: SCAN edge $x $y, JOIN path $y $z, EMIT path $x $z\n"
      "QUERY path a ?\n",
      facts);
  if (!compiled.program) return 1;
  std::puts(engine.Run(*compiled.program, facts).Text().c_str());
}
