// dense_program.cc - a graph whose closure has more than a thousand pairs: enough for relations to change how they are
// kept, and small enough for the reference.
#include "dense_program.h"

namespace bytelogic::differential {
namespace {

// A node as an expression of its number.
auto NodeOf(const std::string& number, Kind kind) -> std::string {
  switch (kind) {
    case Kind::kSymbol:
      return "(CONCAT(n, TO_SYMBOL(" + number + ")))";
    case Kind::kFloat:
      return "(0.5 + " + number + ")";
    default:
      return "(" + number + ")";
  }
}

}  // namespace

auto GenerateDenseProgram(Vocabulary& vocabulary) -> GeneratedProgram {
  Random& random = vocabulary.random;
  const std::string edge = vocabulary.RelationName(0);
  const std::string path = vocabulary.RelationName(1);
  const std::string apart = vocabulary.RelationName(2);
  const std::vector<Kind> kinds = {Kind::kInt, Kind::kInt, Kind::kSymbol, Kind::kFloat};
  const Kind kind = random.Pick(kinds);
  const int nodes = random.Between(33, 38);
  const std::string count = std::to_string(nodes);

  GeneratedProgram program;
  program.declarations = {"REL " + edge + "(x: any, y: any)", "REL " + path + "(x: any, y: any)",
                          "REL " + apart + "(x: any, y: any)"};
  program.declarations.push_back("RULE " + path + ": SCAN " + edge + " $x $y, EMIT " + path + " $x $y");
  const bool left = random.Percent(50);
  program.declarations.push_back("RULE " + path + ": SCAN " + (left ? path : edge) + " $x $y, JOIN " +
                                 (left ? edge : path) + " $y $z, EMIT " + path + " $x $z");
  if (random.Percent(50)) {
    program.declarations.push_back("RULE " + apart + ": SCAN " + edge + " $x ?, SCAN " + edge + " ? $y, NOT " + path +
                                   " $y $x, EMIT " + apart + " $x $y");
  }

  // A ring, or a line, and some more edges.
  const int step = random.Between(1, 5);
  const std::string next = random.Percent(50) ? "(i + " + std::to_string(step) + ") MOD " + count : "i + 1";
  program.actions.push_back("FOR i IN RANGE(0, " + count + ")\n  FACT " + edge + " " + NodeOf("i", kind) + " " +
                            NodeOf(next, kind) + "\nEND");
  const int more = random.Between(0, 20);
  for (int i = 0; i < more; ++i) {
    const std::string from = std::to_string(random.Between(0, nodes - 1));
    const std::string to = std::to_string(random.Between(0, nodes - 1));
    program.actions.push_back("FACT " + edge + " " + NodeOf(from, kind) + " " + NodeOf(to, kind));
  }
  if (random.Percent(70)) program.actions.emplace_back("SOLVE");
  const std::string some = NodeOf(std::to_string(random.Between(0, nodes)), kind);
  program.actions.push_back("QUERY " + path + " " + some + " ?");

  // Values that lie far from the others, or are of another kind.
  const int outliers = random.Between(0, 4);
  for (int i = 0; i < outliers; ++i) {
    const std::string relation = random.Percent(70) ? edge : path;
    const std::string from = vocabulary.RandomLiteral(Kind::kAny).text;
    program.actions.push_back("FACT " + relation + " " + from + " " +
                              (random.Percent(50) ? some : vocabulary.RandomLiteral(Kind::kInt).text));
  }
  program.actions.emplace_back("SOLVE");
  program.actions.push_back("QUERY " + path + " ? " + some);
  program.actions.push_back("RESULT EXISTS(QUERY " + path + " " + some + " " + NodeOf("1", kind) + ")");
  program.actions.push_back("QUERY " + path + " ? ?");
  program.actions.push_back("QUERY " + apart + " ? ?");
  return program;
}

}  // namespace bytelogic::differential
