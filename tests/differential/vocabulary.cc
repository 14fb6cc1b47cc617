#include "vocabulary.h"

#include <array>

namespace bytelogic::differential {
namespace {

// Some of these are keywords in upper case only.
constexpr std::array kRelationNames = {"edge",   "likes", "age", "count", "path",
                                       "result", "score", "tag", "end",   "node"};

auto SmallInt(Random& random) -> Literal {
  const int value = random.Between(-2, 6);
  return {std::to_string(value), Value{std::int64_t{value}}};
}

auto LargeInt(Random& random) -> Literal {
  // Around what fits an int, the integers of a double, and 30 bits.
  const std::vector<std::int64_t> values = {9223372036854775807, -9223372036854775807, 9007199254740993,
                                            4611686018427387904, 1073741824,           536870911,
                                            536870912,           -536870912,           -536870913};
  const std::int64_t value = random.Pick(values);
  return {std::to_string(value), Value{value}};
}

auto SmallFloat(Random& random) -> Literal {
  const std::vector<Literal> values = {{"0.5", Value{0.5}},   {"1.5", Value{1.5}},      {"-0.25", Value{-0.25}},
                                       {"2.5e0", Value{2.5}}, {"0.1", Value{0.1}},      {"1e-7", Value{1e-7}},
                                       {"3.75", Value{3.75}}, {"-2.5", Value{-2.5}},    {"100.125", Value{100.125}},
                                       {"1e19", Value{1e19}}, {"1.5e21", Value{1.5e21}}};
  return random.Pick(values);
}

auto Symbol(Random& random) -> Literal {
  const std::vector<Literal> values = {
      {"a", Value{"a"}},
      {"b", Value{"b"}},
      {"c", Value{"c"}},
      {"alice", Value{"alice"}},
      {"new-york", Value{"new-york"}},
      {"\"New York\"", Value{"New York"}},
      {"\"\"", Value{""}},
      {"\u00f1and\u00fa", Value{"\u00f1and\u00fa"}},
      {"\"Stra\u00dfe \\u{1F600}\"", Value{"Stra\u00dfe \U0001F600"}},
      {"\"q\\\"\\\\\\n\"", Value{"q\"\\\n"}},
      {"\"12\"", Value{"12"}},
      {"end", Value{"end"}},
      {"app.a", Value{"app.a"}},
      {"\u0396\u03b5\u03c5\u03c2", Value{"\u0396\u03b5\u03c5\u03c2"}},
  };
  // Mostly the first few, so that joins find something.
  return random.Percent(70) ? values[random.Below(4)] : random.Pick(values);
}

}  // namespace

auto Vocabulary::RelationName(std::size_t index) const -> std::string {
  if (options.other_names) return "z_" + std::to_string(index);
  const std::string name = kRelationNames[index % kRelationNames.size()];
  return index < kRelationNames.size() ? name : name + std::to_string(index);
}

auto Vocabulary::CalcName(std::size_t index) const -> std::string {
  if (options.other_names) return "Helper_" + std::to_string(index);
  return index == 1 ? "max" : "f" + std::to_string(index);  // the function MAX is another thing
}

auto Vocabulary::NewVariable() -> std::string {
  return (options.other_names ? "long_name" : "v") + std::to_string(next_variable++);
}

auto Vocabulary::RandomKind() -> Kind {
  const int percent = random.Between(0, 99);
  if (percent < 45) return Kind::kInt;
  if (percent < 60) return Kind::kFloat;
  return percent < 90 ? Kind::kSymbol : Kind::kAny;
}

auto Vocabulary::MadeEmptyText() -> std::string {
  const std::vector<std::string> ways = {R"(SUBSTR("abc", 0, 0))",   R"(SUBSTR("", 0, 0))", R"(CONCAT("", ""))",
                                         R"(REPLACE("a", "a", ""))", R"(LOWER(""))",        R"(TO_SYMBOL(""))"};
  return random.Pick(ways);
}

auto Vocabulary::RandomLiteral(Kind kind) -> Literal {
  if (bare && random.Percent(60)) {
    if (kind == Kind::kSymbol || (kind == Kind::kAny && random.Percent(70))) return {"\"\"", Value{""}};
    return {"0", Value{std::int64_t{0}}};
  }
  switch (kind) {
    case Kind::kInt:
      return random.Percent(careful ? 2 : 10) ? LargeInt(random) : SmallInt(random);
    case Kind::kFloat:
      return random.Percent(70) ? SmallFloat(random) : SmallInt(random);
    case Kind::kSymbol:
      return Symbol(random);
    case Kind::kAny:
      break;
  }
  return random.Percent(50) ? Symbol(random) : random.Percent(50) ? SmallInt(random) : SmallFloat(random);
}

auto Vocabulary::Readable(const Scope& scope) const -> std::vector<std::size_t> {
  std::vector<std::size_t> readable;
  for (std::size_t i = 0; i < relations.size(); ++i) {
    if (relations[i].level <= scope.readable_level) readable.push_back(i);
  }
  return readable;
}

}  // namespace bytelogic::differential
