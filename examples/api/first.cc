// Compiles a program once and runs it on the facts of two hosts.
#include <bytelogic/bytelogic.h>

#include <cstdio>

int main() {
  bytelogic::Engine engine;
  const bytelogic::CompileResult compiled = engine.Compile(
      "REL edge 2\n"
      "REL path 2\n"
      "RULE path: SCAN edge $x $y, EMIT path $x $y\n"
      "RULE path: SCAN edge $x $y, JOIN path $y $z, EMIT path $x $z\n"
      "SOLVE\n"
      "QUERY path a ?\n");
  if (!compiled.program) return 1;

  bytelogic::Facts short_chain;
  short_chain.Add("edge", {"a", "b"});
  bytelogic::Facts ring;
  ring.Add("edge", {"a", "b"});
  ring.Add("edge", {"b", "a"});
  for (const bytelogic::Facts& facts : {short_chain, ring}) {
    const bytelogic::Result result = engine.Run(*compiled.program, facts);
    std::printf("%s\n", result.Text().c_str());
  }
}
