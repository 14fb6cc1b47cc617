// known_shapes.cc - shapes that somebody thought of, because a phase looked costly, or because they once were.

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>

#include "shape.h"

namespace bytelogic::hostile {
namespace {

using Writer = std::function<std::string(std::size_t number)>;

// `prologue`, then one(0), one(1) ... as they fit, then `epilogue`.
auto Repeat(std::size_t size, std::string prologue, const Writer& one, const std::string& epilogue = "")
    -> std::string {
  std::string text = std::move(prologue);
  for (std::size_t number = 0;; ++number) {
    const std::string next = one(number);
    if (text.size() + next.size() + epilogue.size() > size && number > 0) break;
    text += next;
  }
  return text + epilogue;
}

auto Times(std::size_t count, const Writer& one, const std::string& separator = "") -> std::string {
  std::string text;
  for (std::size_t number = 0; number < count; ++number) text += (number > 0 ? separator : "") + one(number);
  return text;
}

auto Times(std::size_t count, const std::string& text) -> std::string {
  return Times(count, [&](std::size_t) { return text; });
}

auto Always(std::string text) -> Writer {
  return [text = std::move(text)](std::size_t) { return text; };
}

auto N(std::size_t number) -> std::string { return std::to_string(number); }

auto Root(std::size_t size, std::size_t unit) -> std::size_t {
  return std::max<std::size_t>(1, static_cast<std::size_t>(std::sqrt(static_cast<double>(size / unit))));
}

// How many of `unit` bytes fit, at most `most`.
auto Fit(std::size_t size, std::size_t unit, std::size_t most) -> std::size_t {
  return std::clamp<std::size_t>(size / unit, 1, most);
}

class Adder {
 public:
  Adder(Dialect dialect, std::string prefix, std::vector<Shape>& shapes)
      : dialect_(dialect), prefix_(std::move(prefix)), shapes_(shapes) {}

  void operator()(const std::string& name, std::function<std::string(std::size_t)> source) {
    shapes_.push_back({prefix_ + name, ShapeGroup::kKnown, dialect_, std::move(source)});
  }

 private:
  Dialect dialect_;
  std::string prefix_;
  std::vector<Shape>& shapes_;
};

void AddByteLogicRules(std::vector<Shape>& shapes) {
  Adder add(Dialect::kByteLogic, "known.bytelogic:", shapes);
  add("joins-in-one-rule", [](std::size_t size) {
    return Repeat(
        size, "REL e 2\nREL p 2\nRULE p: SCAN e $v0 $v1",
        [](std::size_t i) { return ", JOIN e $v" + N(i + 1) + " $v" + N(i + 2); }, ", EMIT p $v0 $v1\n");
  });
  add("joins-without-common-variables", [](std::size_t size) {
    return Repeat(
        size, "REL e 2\nREL p 2\nRULE p: SCAN e $x $y",
        [](std::size_t i) { return ", JOIN e $a" + N(i) + " $b" + N(i); }, ", EMIT p $x $y\n");
  });
  add("joins-backwards", [](std::size_t size) {
    const std::size_t n = Fit(size, 20, 100'000);
    return Repeat(
        size, "REL e 2\nREL p 2\nRULE p: SCAN e $v0 $v" + N(n),
        [n](std::size_t i) { return ", JOIN e $v" + N(n - i) + " $v" + N(n - i - 1) + "_"; }, ", EMIT p $v0 $v0\n");
  });
  add("joins-in-many-rules", [](std::size_t size) {
    const std::size_t joins = std::max<std::size_t>(1, size / 1'000 / 16);
    return Repeat(size, "REL e 2\nREL p 2\n", [joins](std::size_t) {
      return "RULE p: SCAN e $0 $1" +
             Times(joins, [](std::size_t i) { return ", JOIN e $" + N(i + 1) + " $" + N(i + 2); }) + ", EMIT p $0 $1\n";
    });
  });
  add("recursive-joins-in-one-rule", [](std::size_t size) {
    return Repeat(
        size, "REL p 2\nRULE p: SCAN p $0 $1", [](std::size_t i) { return ", JOIN p $" + N(i + 1) + " $" + N(i + 2); },
        ", EMIT p $0 $1\n");
  });
  add("recursive-joins-of-one-variable", [](std::size_t size) {
    return Repeat(size, "REL p 1\nRULE p: SCAN p $0", Always(", JOIN p $0"), ", EMIT p $0\n");
  });
  add("recursive-joins-without-common-variables", [](std::size_t size) {
    return Repeat(
        size, "REL p 1\nRULE p: SCAN p $0", [](std::size_t i) { return ",JOIN p $" + N(i + 1); }, ", EMIT p $0\n");
  });
  add("recursive-joins-without-columns",
      [](std::size_t size) { return Repeat(size, "REL p 0\nRULE p: SCAN p", Always(",JOIN p"), ", EMIT p\n"); });
  add("recursive-plain-scans-of-a-wide-relation", [](std::size_t size) {
    return Repeat(size, "REL w 1000\nRULE w: SCAN w", Always(",SCAN w"), ", EMIT w" + Times(1'000, " $0") + "\n");
  });
  add("recursive-rules-of-some-joins", [](std::size_t size) {
    const std::size_t joins = std::max<std::size_t>(1, size / 1'000 / 9);
    return Repeat(size, "REL p 1\n",
                  [joins](std::size_t) { return "RULE p: SCAN p $0" + Times(joins, ",JOIN p $0") + ", EMIT p $0\n"; });
  });
  add("recursive-joins-then-filters", [](std::size_t size) {
    return Repeat(size / 2, "REL p 1\nRULE p: SCAN p $0", [](std::size_t i) { return ",JOIN p $" + N(i + 1); }) +
           Repeat(
               size / 2, "", [](std::size_t i) { return ",WHERE $" + N(i) + ">0"; }, ", EMIT p $0\n");
  });
  add("recursive-joins-then-emits", [](std::size_t size) {
    return Repeat(size / 2, "REL p 1\nRULE p: SCAN p $0", [](std::size_t i) { return ",JOIN p $" + N(i + 1); }) +
           Repeat(
               size / 2, "", [](std::size_t i) { return ",EMIT p $" + N(i); }, "\n");
  });
  add("recursive-joins-then-aggregate", [](std::size_t size) {
    return Repeat(
        size, "REL q 1\nREL p 1\nRULE p: SCAN p $0", [](std::size_t i) { return ",JOIN p $" + N(i + 1); },
        ",EMIT q COUNT()\n");
  });
  add("keep-recursive-joins", [](std::size_t size) {
    return Repeat(
        size, "REL k(a, b: int KEEP MIN)\nRULE k: SCAN k $0 $c",
        [](std::size_t i) { return ",JOIN k $" + N(i) + " $" + N(i + 1); }, ",EMIT k $0 $c\n");
  });
  add("constraint-of-joins", [](std::size_t size) {
    return Repeat(
        size, "REL p 1\nFACT p 1\nCONSTRAINT c: SCAN p $0", [](std::size_t i) { return ",JOIN p $" + N(i + 1); }, "\n");
  });
  add("plain-scans-of-a-wide-relation", [](std::size_t size) {
    const std::size_t columns = Fit(size / 2, 2, 1'000);
    return Repeat(size, "REL w " + N(columns) + "\nREL p 1\nRULE p: ", Always("SCAN w, "), "EMIT p $0\n");
  });
  add("rules-with-a-plain-scan-of-a-wide-relation", [](std::size_t size) {
    const std::size_t columns = Fit(size / 2, 2, 1'000);
    return Repeat(size, "REL w " + N(columns) + "\nREL p 1\n", Always("RULE p: SCAN w, EMIT p $0\n"));
  });
  add("relations-times-columns", [](std::size_t size) {
    return Repeat(
        size, Times(49, [](std::size_t i) { return "REL r" + N(i) + " 1000\n"; }) + "REL p 1\n",
        [](std::size_t i) { return "RULE p: SCAN r" + N(i % 49) + ", SCAN r" + N((i + 1) % 49) + ", EMIT p $0\n"; });
  });
  add("copies-between-wide-relations", [](std::size_t size) {
    return Repeat(size, Times(49, [](std::size_t i) { return "REL r" + N(i) + " 1000\n"; }), [](std::size_t i) {
      return "RULE r" + N((i + 1) % 49) + ": SCAN r" + N(i % 49) + ", EMIT r" + N((i + 1) % 49) +
             Times(16, [](std::size_t j) { return " $" + N(j); }) + "\n";
    });
  });
  add("wide-emit", [](std::size_t size) {
    const std::size_t columns = Fit(size, 5, 1'000);
    return Repeat(size, "REL w " + N(columns) + "\n", [columns](std::size_t) {
      return "RULE w: SCAN w, EMIT w" + Times(columns, [](std::size_t i) { return " $" + N(i); }) + "\n";
    });
  });
  add("emits-in-one-rule", [](std::size_t size) {
    return Repeat(size, "REL e 2\nREL p 1\nRULE p: SCAN e $x $y", Always(", EMIT p $x"), "\n");
  });
  add("emits-times-joins", [](std::size_t size) {
    const std::size_t n = Root(size, 1) * 4;
    return Repeat(
        size,
        "REL e 2\nREL p 2\nRULE p: SCAN e $0 $1" +
            Times(n / 8, [](std::size_t i) { return ", JOIN e $" + N(i + 1) + " $" + N(i + 2); }),
        [](std::size_t i) { return ", EMIT p $0 $" + N(i % 2); }, "\n");
  });
  add("aggregates-in-one-emit", [](std::size_t size) {
    return Repeat(size, "REL e 2\nREL w\nRULE w: SCAN e $x $y, EMIT w", Always(" SUM($x)"), "\n");
  });
  add("aggregates-times-variables", [](std::size_t size) {
    return Repeat(size,
                  "REL e 2\nREL w\nRULE w: SCAN e $v0 $v1" +
                      Times(size / 60, [](std::size_t i) { return ", JOIN e $v" + N(i + 1) + " $v" + N(i + 2); }) +
                      ", EMIT w",
                  Always(" SUM($v0)"), "\n");
  });
  add("not-after-joins", [](std::size_t size) {
    return Repeat(
        size,
        "REL e 2\nREL p 2\nRULE p: SCAN e $v0 $v1" +
            Times(size / 60, [](std::size_t i) { return ", JOIN e $v" + N(i + 1) + " $v" + N(i + 2); }),
        [](std::size_t i) { return ", NOT e $v" + N(i) + " $v0"; }, ", EMIT p $v0 $v1\n");
  });
  add("where-after-joins", [](std::size_t size) {
    return Repeat(
        size,
        "REL e 2\nREL p 2\nRULE p: SCAN e $v0 $v1" +
            Times(size / 60, [](std::size_t i) { return ", JOIN e $v" + N(i + 1) + " $v" + N(i + 2); }),
        [](std::size_t i) { return ", WHERE $v" + N(i) + " < 3"; }, ", EMIT p $v0 $v1\n");
  });
  add("where-long-after-joins", [](std::size_t size) {
    const std::size_t joins = size / 60;
    return Repeat(
        size,
        "REL e 2\nREL p 2\nRULE p: SCAN e $v0 $v1" +
            Times(joins, [](std::size_t i) { return ", JOIN e $v" + N(i + 1) + " $v" + N(i + 2); }) + ", WHERE 1",
        [joins](std::size_t i) { return (i % 1'900 == 1'899 ? ", WHERE $v" : " + $v") + N(i % (joins + 2)); },
        ", EMIT p $v0 $v1\n");
  });
  add("strata-chain-of-many-rules", [](std::size_t size) {
    return Repeat(size, Times(49, [](std::size_t i) { return "REL s" + N(i) + " 1\n"; }), [](std::size_t i) {
      return "RULE s" + N(1 + i % 48) + ": SCAN s" + N(i % 48) + " $x, NOT s" + N(i % 48) + " 1, EMIT s" +
             N(1 + i % 48) + " $x\n";
    });
  });
  add("negation-cycle-of-many-rules", [](std::size_t size) {
    return Repeat(size, Times(49, [](std::size_t i) { return "REL s" + N(i) + " 1\n"; }), [](std::size_t i) {
      return "RULE s" + N((i + 1) % 49) + ": SCAN s" + N(i % 49) + " $x, NOT s" + N((i * 7 + 1) % 49) + " $x, EMIT s" +
             N((i + 1) % 49) + " $x\n";
    });
  });
  add("negations-in-a-cycle", [](std::size_t size) {
    return Repeat(size, "REL p 1\nREL e 2\nRULE p: SCAN e $x $y", Always(", NOT p $x"), ", EMIT p $x\n");
  });
  add("emits-elsewhere", [](std::size_t size) {
    return Repeat(size, "REL e 2\nREL p 1\nREL q 1\n", Always("RULE q: SCAN e $x $y, EMIT p $x\n"));
  });
  add("constraints-times-variables", [](std::size_t size) {
    const std::size_t joins = Root(size, 16);
    return Repeat(size, "REL e 2\n", [joins](std::size_t i) {
      return "CONSTRAINT c" + N(i) + ": SCAN e $0 $1" +
             Times(joins, [](std::size_t j) { return ", JOIN e $" + N(j + 1) + " $" + N(j + 2); }) + "\n";
    });
  });
  add("ranges-in-one-rule", [](std::size_t size) {
    return Repeat(
        size, "REL p 1\nRULE p: ", [](std::size_t i) { return "FOR $i" + N(i) + " IN RANGE(0, 1), "; }, "EMIT p 1\n");
  });
  add("lets-forking-in-a-rule", [](std::size_t size) {
    return Repeat(
        size, "REL e 2\nREL p 1\nRULE p: SCAN e $v0 $y, ",
        [](std::size_t i) { return "LET $v" + N(i + 1) + " = $v" + N(i) + " + $v" + N(i) + ", "; }, "EMIT p $v0\n");
  });
}

void AddByteLogicFunctions(std::vector<Shape>& shapes) {
  Adder add(Dialect::kByteLogic, "known.bytelogic:", shapes);
  add("instances-of-one-calc", [](std::size_t size) {
    // 256 instances are allowed: of eight parameters, each an int or a text.
    const std::string parameters = Times(8, [](std::size_t i) { return "$" + N(i) + " "; });
    const std::string calls = Times(256, [](std::size_t i) {
      return "RESULT CALC f(" +
             Times(
                 8, [i](std::size_t bit) { return i >> bit & 1 ? "1" : "a"; }, ", ") +
             ")\n";
    });
    return Repeat(size, calls + "CALC f INPUT " + parameters + "\n", Always("LET $x = 1\n"), "RESULT 1\nEND\n");
  });
  add("instances-times-calls", [](std::size_t size) {
    const std::string calls = Times(250, [](std::size_t i) {
      return "RESULT CALC f(" +
             Times(
                 8, [i](std::size_t bit) { return i >> bit & 1 ? "1" : "a"; }, ", ") +
             ")\n";
    });
    return Repeat(size,
                  calls + "CALC g INPUT $n RESULT $n END\nCALC f INPUT " +
                      Times(8, [](std::size_t i) { return "$" + N(i) + " "; }) + "\n",
                  Always("LET $x = CALC g($0)\n"), "RESULT 1\nEND\n");
  });
  add("instances-times-variables", [](std::size_t size) {
    const std::string calls = Times(256, [](std::size_t i) {
      return "RESULT CALC f(" +
             Times(
                 8, [i](std::size_t bit) { return i >> bit & 1 ? "1" : "a"; }, ", ") +
             ")\n";
    });
    return Repeat(
        size, calls + "CALC f INPUT " + Times(8, [](std::size_t i) { return "$" + N(i) + " "; }) + "\n",
        [](std::size_t i) { return "LET $v" + N(i) + " = 1\n"; }, "RESULT 1\nEND\n");
  });
  add("instances-by-doubling", [](std::size_t size) {
    return Repeat(size, "CALC c0 INPUT $a RESULT $a END\n", [](std::size_t i) {
      return "CALC c" + N(i + 1) + " INPUT $a LET $x = CALC c" + N(i) + "($a) LET $x = CALC c" + N(i) +
             "(a) RESULT CALC c" + N(i) + "(1.5) END\nRESULT CALC c" + N(i + 1) + "(1)\n";
    });
  });
  add("instances-of-many-calcs", [](std::size_t size) {
    return Repeat(size, "", [](std::size_t i) {
      return "CALC c" + N(i) + " INPUT $a RESULT $a END\nRESULT CALC c" + N(i) + "(1)\n";
    });
  });
  add("types-that-widen-one-by-one", [](std::size_t size) {
    return Repeat(
        size, "CALC f INPUT $v0\nFOR WHILE 1\n",
        [](std::size_t i) { return "LET $v" + N(i) + " = $v" + N(i + 1) + "\n"; },
        "LET $v0 = a\nEND\nRESULT $v0\nEND\nRESULT CALC f(1)\n");
  });
  add("types-that-widen-one-by-one-in-a-loop", [](std::size_t size) {
    const std::size_t n = Fit(size, 28, 100'000);
    return Times(n + 1, [](std::size_t i) { return "LET $v" + N(i) + "=1\n"; }) + "FOR WHILE 1\n" +
           Times(n, [](std::size_t i) { return "LET $v" + N(i) + "=$v" + N(i + 1) + "\n"; }) + "LET $v" + N(n) +
           "=a\nEND\n";
  });
  add("types-that-widen-in-every-instance", [](std::size_t size) {
    const std::size_t instances = std::min<std::size_t>(100, size / 300);
    const std::size_t n = Fit(size * 2 / 3, 28, 100'000);
    return Times(instances,
                 [](std::size_t i) {
                   return "RESULT CALC f(" +
                          Times(
                              8, [i](std::size_t bit) { return i >> bit & 1 ? "1" : "a"; }, ",") +
                          ")\n";
                 }) +
           "CALC f INPUT" + Times(8, [](std::size_t i) { return " $" + N(i); }) + "\n" +
           Times(n + 1, [](std::size_t i) { return "LET $v" + N(i) + "=1\n"; }) + "FOR WHILE 1\n" +
           Times(n, [](std::size_t i) { return "LET $v" + N(i) + "=$v" + N(i + 1) + "\n"; }) + "LET $v" + N(n) +
           "=a\nEND\nRESULT 1\nEND\n";
  });
  add("types-that-widen-through-falling-calcs", [](std::size_t size) {
    const std::size_t n = std::min<std::size_t>(250, size / 60);
    return Times(n,
                 [](std::size_t i) {
                   return "CALC c" + N(i) + "\n" + Times(8, Always("LET $x=1\n")) +
                          "IF 0 THEN RESULT 1 END RESULT CALC c" + N(i + 1) + "() END\n";
                 }) +
           "CALC c" + N(n) + " RESULT a END\n" + Repeat(size / 2, "RESULT CALC c0()\n", Always("LET $y=CALC c0()\n"));
  });
  add("types-that-widen-through-falling-columns", [](std::size_t size) {
    const std::size_t columns = std::min<std::size_t>(100, Root(size, 8));
    return Repeat(
        size, "REL w " + N(columns) + "\nREL s 1\nFACT s a\n",
        [columns](std::size_t) {
          return "RULE w: SCAN w, EMIT w" + Times(columns - 1, [](std::size_t j) { return " $" + N(j + 1); }) + " $0\n";
        },
        "RULE w: SCAN s $x, EMIT w" + Times(columns - 1, " 1") + " $x\n");
  });
  add("types-that-widen-through-falling-columns-of-many", [](std::size_t size) {
    const std::size_t columns = Root(size, 8) / 4 + 1;
    return Repeat(
        size,
        Times(49, [columns](std::size_t i) { return "REL w" + N(i) + " " + N(columns) + "\n"; }) +
            "REL s 1\nFACT s a\n",
        [columns](std::size_t i) {
          return "RULE w" + N(i % 49) + ": SCAN w" + N((i + 1) % 49) + ", EMIT w" + N(i % 49) +
                 Times(columns - 1, [](std::size_t j) { return " $" + N(j + 1); }) + " $0\n";
        },
        "RULE w0: SCAN s $x, EMIT w0" + Times(columns - 1, " 1") + " $x\n");
  });
  add("types-that-widen-through-calcs", [](std::size_t size) {
    return Repeat(
        size, "",
        [](std::size_t i) { return "CALC c" + N(i) + " IF 0 THEN RESULT 1 END RESULT CALC c" + N(i + 1) + "() END\n"; },
        "RESULT CALC c0()\n");
  });
  add("types-that-widen-through-relations", [](std::size_t size) {
    return Repeat(size, Times(50, [](std::size_t i) { return "REL r" + N(i) + " 1\n"; }) + "FACT r49 a\n",
                  [](std::size_t i) {
                    const std::string to = N(i % 50);
                    return "RULE r" + to + ": SCAN r" + N((i + 1) % 50) + " $x, EMIT r" + to + " $x\n";
                  });
  });
  add("types-of-wide-relations-in-a-circle", [](std::size_t size) {
    return Repeat(
        size, Times(50, [](std::size_t i) { return "REL r" + N(i) + " 20\n"; }) + "FACT r49" + Times(20, " a") + "\n",
        [](std::size_t i) {
          const std::string to = N(i % 50);
          return "RULE r" + to + ": SCAN r" + N((i + 1) % 50) + ", EMIT r" + to +
                 Times(20, [i](std::size_t j) { return " $" + N((j + i) % 20); }) + "\n";
        });
  });
  add("blocks-times-variables", [](std::size_t size) {
    const std::size_t variables = size / 30;
    return Repeat(size, "LET $n = 1\n" + Times(variables, [](std::size_t i) { return "LET $v" + N(i) + " = 1\n"; }),
                  Always("IF $n THEN LET $x = 1 END\n"));
  });
  add("loops-times-variables", [](std::size_t size) {
    const std::size_t variables = size / 30;
    return Repeat(size, "LET $n = 1\n" + Times(variables, [](std::size_t i) { return "LET $v" + N(i) + " = 1\n"; }),
                  Always("FOR WHILE 0 LET $x = 1 END\n"));
  });
  add("nested-blocks-times-variables", [](std::size_t size) {
    const std::string open = Times(190, "FOR WHILE 0\n");
    const std::string close = Times(190, "END\n");
    return Repeat(
               size / 2, "LET $n = 1\n", [](std::size_t i) { return "LET $v" + N(i) + " = 1\n"; }, "") +
           Repeat(size / 2, "", Always(open + "LET $x = 1\n" + close));
  });
  add("nested-loops-that-set-variables", [](std::size_t size) {
    return Repeat(
        size, Times(190, "FOR WHILE 1\n"), [](std::size_t i) { return "LET $v" + N(i) + " = 1\n"; },
        Times(190, "END\n"));
  });
  add("nested-rows", [](std::size_t size) {
    return Repeat(
        size,
        "REL w 1000\n" +
            Times(190, [](std::size_t i) { return "FOR r" + N(i) + " IN (QUERY w" + Times(9, " 1") + ")\n"; }),
        Always("LET $x = 1\n"), Times(190, "END\n"));
  });
  add("rows-of-a-wide-relation", [](std::size_t size) {
    const std::size_t columns = Fit(size / 2, 2, 1'000);
    return Repeat(size, "REL w " + N(columns) + "\n", [columns](std::size_t i) {
      return "FOR r" + N(i) + " IN (QUERY w" + Times(columns, " ?") + ")\nLET $x = r" + N(i) + ".a\nEND\n";
    });
  });
  add("long-list", [](std::size_t size) {
    return Repeat(
        size, "FOR $i IN [1", [](std::size_t i) { return ", " + N(i); }, "]\nLET $x = $i\nEND\n");
  });
  add("list-of-blocks-unrolled", [](std::size_t size) {
    return Repeat(size, "FOR $i IN [1" + Times(size / 8, ", 1") + "]\n", Always("LET $x = 1\n"), "END\n");
  });
  add("nested-lists", [](std::size_t size) {
    return Repeat(size, Times(190, [](std::size_t i) { return "FOR $i" + N(i) + " IN [1, 2, 3]\n"; }),
                  Always("LET $x = 1\n"), Times(190, "END\n"));
  });
}

void AddByteLogicTexts(std::vector<Shape>& shapes) {
  Adder add(Dialect::kByteLogic, "known.bytelogic:", shapes);
  for (const char* words : {"NOT ", "- ", "1-", "1 AND ", "1 OR ", "1<", "1="}) {
    add(std::string("deep-but-allowed:") + words, [words](std::size_t size) {
      return Repeat(size, "", Always("RESULT " + Times(std::min<std::size_t>(1'990, size / 8), words) + "1\n"));
    });
  }
  for (const char* open : {"(", "ABS(", "MAX(1,", "CALC f(", "1+(", "-(", "NOT ("}) {
    add(std::string("deep-in-parentheses:") + open, [open](std::size_t size) {
      const std::size_t depth = std::min<std::size_t>(198, size / 20);
      return Repeat(size, "CALC f INPUT $n RESULT $n END\n",
                    Always("RESULT " + Times(depth, open) + "1" + Times(depth, ")") + "\n"));
    });
  }
  for (const char* open : {"IF 1 THEN ", "FOR WHILE 1 ", "FOR $i IN RANGE(0, 1) ", "FOR $i IN [1, a] ",
                           "FOR r IN (QUERY e ?) ", "IF 0 THEN LET $x = 1 ELSE IF 1 THEN "}) {
    add(std::string("deep-blocks:") + open, [open](std::size_t size) {
      const std::size_t depth = std::min<std::size_t>(198, size / 60);
      return Repeat(size, "REL e 1\n", Always(Times(depth, open) + "LET $x = 1 " + Times(depth, "END ") + "\n"));
    });
  }
  add("sums-of-1990", [](std::size_t size) {
    return Repeat(size, "", Always("RESULT 1" + Times(std::min<std::size_t>(1'990, size / 4), " + 1") + "\n"));
  });
  add("sum-of-everything", [](std::size_t size) { return Repeat(size, "RESULT 1", Always(" + 1"), "\n"); });
  add("sum-of-texts", [](std::size_t size) { return Repeat(size, "RESULT 1", Always(" + \"a\""), "\n"); });
  add("comparisons-of-unbound-variables", [](std::size_t size) {
    return Repeat(
        size, "REL p 1\nRULE p: ", [](std::size_t i) { return "WHERE $u" + N(i) + "=1,"; }, "EMIT p 1\n");
  });
  add("same-unbound-variable",
      [](std::size_t size) { return Repeat(size, "REL p 1\nRULE p: ", Always("WHERE $u=1,"), "EMIT p 1\n"); });
  add("unbound-variables-on-one-line-of-fixes", [](std::size_t size) {
    return Repeat(size, "LET $abcdefghij=1 ", [](std::size_t i) { return "LET $z=$abcdefgh" + N(i) + " "; });
  });
  add("undefined-names-near-relations", [](std::size_t size) {
    const auto name = [](std::size_t i) { return "abcdefghijklmnopqrstuvwx" + N(10'000 + i); };
    return Repeat(size, Times(49, [&](std::size_t i) { return "REL " + name(i) + " 1\n"; }),
                  [&](std::size_t i) { return "QUERY " + name(i + 11'000) + " ?\n"; });
  });
  // What a message says about another place must not be looked for from the beginning each time.
  const auto far = [](std::size_t size) { return "; " + std::string(size, 'x') + "\n"; };
  add("wrong-arities-before-a-far-declaration", [far](std::size_t size) {
    return Repeat(size / 2, "", Always("FACT e 1 2 3\n")) + far(size / 2 - 20) + "REL e 2\n";
  });
  add("wrong-types-before-a-far-declaration", [far](std::size_t size) {
    return Repeat(size / 2, "", Always("FACT e a\n")) + far(size / 2 - 20) + "REL e(a: int)\n";
  });
  add("declared-again-far-away",
      [far](std::size_t size) { return far(size / 2 - 20) + "REL e 2\n" + Repeat(size / 2, "", Always("REL e 2\n")); });
  add("parameters-twice-far-away", [far](std::size_t size) {
    return far(size / 2 - 20) + Repeat(size / 2, "CALC f INPUT", Always(" $a")) + "\nRESULT 1\nEND\n";
  });
  add("calls-with-wrong-numbers-before-a-far-calc", [far](std::size_t size) {
    return Repeat(size / 2, "", Always("EXEC f(1)\n")) + far(size / 2 - 40) + "CALC f\nRESULT 1\nEND\n";
  });
  add("fixes-far-away", [far](std::size_t size) { return far(size / 2) + Repeat(size / 2, "", Always("FATC e 1\n")); });
  add("rules-far-away", [far](std::size_t size) {
    return far(size / 2) + Repeat(size / 2, "REL p 1\n", Always("RULE p: SCAN p $x, EMIT p $x\n"));
  });
  add("undefined-names-near-calcs", [](std::size_t size) {
    const auto name = [](std::size_t i) { return "abcdefghijklmnopqrstuvwxyzabcdefgh" + N(10'000 + i); };
    return Repeat(size / 2, "", [&](std::size_t i) { return "CALC " + name(i) + " RESULT 1 END\n"; }) +
           Repeat(size / 2, "", [&](std::size_t i) { return "EXEC " + name(i + 21'000) + "\n"; });
  });
  add("unbound-names-near-variables", [](std::size_t size) {
    const auto name = [](std::size_t i) { return "$abcdefghijklmnopqrstuvwxyzabcdefgh" + N(10'000 + i); };
    return Repeat(size / 2, "", [&](std::size_t i) { return "LET " + name(i) + "=1\n"; }) +
           Repeat(size / 2, "", [&](std::size_t i) { return "LET $z=" + name(i + 21'000) + "\n"; });
  });
  add("undefined-columns-near-columns", [](std::size_t size) {
    const auto name = [](std::size_t i) { return "abcdefghijklmnopqrstuvwxyzabcdefgh" + N(10'000 + i); };
    return Repeat(
               size / 2, "REL w(x", [&](std::size_t i) { return ", " + name(i); }, ")\nFOR r IN (QUERY w ?)\n") +
           Repeat(
               size / 2, "", [&](std::size_t i) { return "LET $z=r." + name(i + 21'000) + "\n"; }, "END\n");
  });
  add("misspelt-keywords",
      [](std::size_t size) { return Repeat(size, "", Always("FACTT e 1 2\nQERY e ?\nRUEL p: SCN e $x, EMT p $x\n")); });
  add("atoms-named-like-variables", [](std::size_t size) {
    return Repeat(size, "REL e 2\nREL p 1\nRULE p: SCAN e $x $y", Always(", WHERE $x != x"), ", EMIT p $x\n");
  });
  add("implicit-solves", [](std::size_t size) {
    return Repeat(size, "REL e 1\nREL p 1\nRULE p: SCAN e $x, EMIT p $x\n", Always("FACT e 1\nQUERY p ?\n"));
  });
  add("stale-reads", [](std::size_t size) {
    return Repeat(size, "REL e 1\nREL p 1\nRULE p: SCAN e $x, EMIT p $x\nSOLVE\n", Always("FACT e 1\nQUERY p ?\n"));
  });
  add("comments-that-swallow-code", [](std::size_t size) {
    return Repeat(size, "REL e 2\n", [](std::size_t i) { return "FACT e 1 2 ; FACT e " + N(i) + " 2\n"; });
  });
  add("comments-that-nearly-swallow-code",
      [](std::size_t size) { return Repeat(size, "REL e 2\n", Always("FACT e 1 2 ; FACT e (((((((1 + 2\n")); });
  add("one-long-comment-of-code",
      [](std::size_t size) { return Repeat(size, "REL e 2\nFACT e 1 2 ; RESULT 1", Always(" + 1")); });
  add("comment-of-semicolons-with-code",
      [](std::size_t size) { return Repeat(size, "REL e 2\nFACT e 1 2 ", Always("; FACT e 1 2 ")); });
  add("long-name-used-often", [](std::size_t size) {
    const std::string name(size / 2, 'a');
    return Repeat(size, "REL " + name + " 1\n", Always("RESULT 1\n")) + "QUERY " + name + " ?\n";
  });
  add("long-output-text", [](std::size_t size) {
    return Repeat(
        size, "RESULT 1", [](std::size_t i) { return " + " + N(i); }, "\n");
  });
  add("long-lines-with-errors", [](std::size_t size) { return Repeat(size, "", Always("QUERY u ? ")); });
  add("carets-of-one-long-expression",
      [](std::size_t size) { return Repeat(size, "RESULT (", Always("$u + "), "1)\n"); });
  add("string-of-escapes", [](std::size_t size) { return Repeat(size, "RESULT \"", Always("\\u{1F600}"), "\"\n"); });
  add("strings-not-closed", [](std::size_t size) { return Repeat(size, "", Always("RESULT \"a\n")); });
  add("string-not-closed", [](std::size_t size) { return Repeat(size, "RESULT \"", Always("a ")); });
  add("bad-bytes", [](std::size_t size) { return Repeat(size, "RESULT ", Always("\xff")); });
  add("bad-bytes-on-many-lines", [](std::size_t size) { return Repeat(size, "", Always("\xff\n")); });
  add("bad-characters", [](std::size_t size) { return Repeat(size, "RESULT 1\n", Always("\x01 ")); });
  add("control-characters", [](std::size_t size) { return Repeat(size, "RESULT \"", Always("\x01"), "\"\n"); });
  add("combining-characters", [](std::size_t size) { return Repeat(size, "RESULT e", Always("\xCC\x81"), "\n"); });
  add("empty-lines", [](std::size_t size) { return Repeat(size, "", Always("\n")) + "QUERY u ?\n"; });
  add("carriage-returns", [](std::size_t size) { return Repeat(size, "", Always("\r")) + "QUERY u ?\n"; });
  add("spaces", [](std::size_t size) { return Repeat(size, "", Always(" ")) + "QUERY u ?\n"; });
  add("number-of-digits", [](std::size_t size) { return Repeat(size, "RESULT 1", Always("1"), "\n"); });
  add("fraction-of-digits", [](std::size_t size) { return Repeat(size, "RESULT 0.", Always("1"), "\n"); });
  add("fractions-of-digits",
      [](std::size_t size) { return Repeat(size, "", Always("RESULT 0." + std::string(Root(size, 1), '1') + "\n")); });
  add("exponent-of-digits", [](std::size_t size) { return Repeat(size, "RESULT 1e", Always("1"), "\n"); });
  add("dots", [](std::size_t size) { return Repeat(size, "RESULT a", Always(".a"), "\n"); });
  add("dashes", [](std::size_t size) { return Repeat(size, "REL e 1\nFACT e a", Always("-a"), "\n"); });
  add("minuses", [](std::size_t size) { return Repeat(size, "RESULT ", Always("-"), "1\n"); });
  add("nots", [](std::size_t size) { return Repeat(size, "RESULT ", Always("NOT "), "1\n"); });
  add("parentheses-open", [](std::size_t size) { return Repeat(size, "RESULT ", Always("(")); });
  add("parentheses-open-on-lines", [](std::size_t size) { return Repeat(size, "", Always("RESULT (\n")); });
  add("parentheses-closed", [](std::size_t size) { return Repeat(size, "RESULT 1", Always(")")); });
  add("brackets-open", [](std::size_t size) { return Repeat(size, "", Always("FOR $i IN [ ")); });
  add("if-open", [](std::size_t size) { return Repeat(size, "", Always("IF 1 THEN\n")); });
  add("for-open", [](std::size_t size) { return Repeat(size, "", Always("FOR WHILE 1\n")); });
  add("calc-open",
      [](std::size_t size) { return Repeat(size, "", [](std::size_t i) { return "CALC c" + N(i) + "\n"; }); });
  add("else-if-chain", [](std::size_t size) {
    return Repeat(size, "IF 0 THEN LET $x = 1\n", Always("ELSE IF 0 THEN LET $x = 1\n"), "END\n");
  });
  add("else-chain-nested", [](std::size_t size) {
    return Repeat(size, "IF 0 THEN LET $x = 1\n", Always("ELSE\nIF 0 THEN LET $x = 1\n"), "END\n");
  });
  add("dots-of-other-languages", [](std::size_t size) { return Repeat(size, "", Always("p(X) :- q(X), !r(X).\n")); });
  add("commas", [](std::size_t size) { return Repeat(size, "REL e 2\nFACT e 1", Always(","), "\n"); });
  add("facts-with-commas", [](std::size_t size) { return Repeat(size, "REL e 2\nFACT e 1", Always(", a"), "\n"); });
  add("many-constants", [](std::size_t size) {
    return Repeat(size, "REL e 1\n", [](std::size_t i) { return "FACT e c" + N(i) + "\n"; });
  });
  add("many-outputs", [](std::size_t size) { return Repeat(size, "REL e 1\n", Always("QUERY e ?\n")); });
  add("wide-queries", [](std::size_t size) {
    const std::size_t columns = Root(size, 2);
    return Repeat(size, "REL w " + N(columns) + "\n", Always("QUERY w" + Times(columns, " ?") + "\n"));
  });
  add("wide-query-answered", [](std::size_t size) { return Repeat(size, "REL w\nQUERY w", Always(" ?"), "\n"); });
  add("huge-arity", [](std::size_t size) {
    return Repeat(size, "REL w 1000000000\nREL v 4294967296\nREL u 18446744073709551616\n", Always("QUERY w ?\n"));
  });
  add("wide-declarations", [](std::size_t size) {
    return Repeat(size, "", [](std::size_t i) { return "REL r" + N(i) + "(a: int, b: float, c: symbol KEEP MAX)\n"; });
  });
  add("same-column-names", [](std::size_t size) { return Repeat(size, "REL w(a", Always(", a"), ")\nQUERY w ?\n"); });
  add("many-parameters", [](std::size_t size) {
    return Repeat(
               size / 2, "CALC f INPUT", [](std::size_t i) { return " $p" + N(i); }, "\nRESULT 1\nEND\n") +
           Repeat(size / 2, "RESULT CALC f(1", Always(", 1"), ")\n");
  });
  add("calls-with-many-arguments", [](std::size_t size) {
    const std::size_t n = Root(size, 4);
    return Repeat(size, "CALC f INPUT" + Times(n, [](std::size_t i) { return " $p" + N(i); }) + "\nRESULT 1\nEND\n",
                  Always("RESULT CALC f(1" + Times(n - 1, ", 1") + ")\n"));
  });
}

void AddDatalog(std::vector<Shape>& shapes) {
  Adder add(Dialect::kDatalog, "known.datalog:", shapes);
  const auto chain = [](std::size_t i) { return "A" + N(i) + "=A" + N(i + 1) + "+1,"; };
  add("goals-in-the-wrong-order",
      [chain](std::size_t size) { return Repeat(size, "p(A0) :- ", chain, "true, q(A1).\nq(1).\n"); });
  add("goals-in-the-wrong-order-bound-last", [](std::size_t size) {
    const std::size_t n = Fit(size, 14, 100'000);
    return "p(A0) :- " + Times(n, [](std::size_t i) { return "A" + N(i) + "=A" + N(i + 1) + "+1,"; }) + "A" + N(n) +
           "=1.\nq(1).\n";
  });
  add("goals-that-wait-for-two", [](std::size_t size) {
    const std::size_t n = Fit(size, 18, 100'000);
    return "p(A0) :- " + Times(n, [](std::size_t i) { return "A" + N(i) + "=A" + N(i + 1) + "+A" + N(i + 2) + ","; }) +
           "A" + N(n) + "=1,A" + N(n + 1) + "=1.\n";
  });
  add("goals-never-bound", [](std::size_t size) {
    return Repeat(
        size, "p(X) :- e(X, Y)", [](std::size_t i) { return ",U" + N(i) + "<V" + N(i); }, ".\ne(1,2).\n");
  });
  add("heads-times-alternatives", [](std::size_t size) {
    return Times(size / 20, Always("p(X)"), ",") + " :- " + Times(size / 20, Always("q(X)"), ";") + ".\nq(1).\n";
  });
  add("heads-times-goals", [](std::size_t size) {
    return Times(size / 20, Always("p(X)"), ",") + " :- " + Times(size / 20, Always("q(X)"), ",") + ".\nq(1).\n";
  });
  add("heads", [](std::size_t size) { return Times(size / 5, Always("p(X)"), ",") + " :- q(X).\nq(1).\n"; });
  add("disjunctions-within-each-other", [](std::size_t size) {
    const std::size_t depth = Fit(size, 100, 190);
    std::string body = "(p;p)";
    for (std::size_t i = 0; i < depth && body.size() * 2 < size; ++i) body = "(" + body + "," + body + ")";
    return "p.\nq :- " + body + ".\n";
  });
  for (const std::size_t depth : {5, 9, 12, 20}) {
    add("conjunctions-of-disjunctions-" + N(depth), [depth](std::size_t size) {
      return Repeat(size, "p.\n", Always("q :- " + Times(depth, Always("(p;p)"), ",") + ".\n"));
    });
  }
  add("disjunctions-nested", [](std::size_t size) {
    return Repeat(size, "p(1).\n", Always("q(X) :- " + Times(9, "(p(X);(p(X),") + "p(X)" + Times(9, "))") + ".\n"));
  });
  add("questions-of-disjunctions",
      [](std::size_t size) { return Repeat(size, "p(1).\n", Always("?- (p(X);p(X)),(p(Y);p(Y)),(p(Z);p(Z)).\n")); });
  add("alternatives", [](std::size_t size) { return Repeat(size, "p(1).\nq(X) :- p(X)", Always(";p(X)"), ".\n"); });
  add("alternatives-of-variables", [](std::size_t size) {
    return Repeat(
        size, "p(1).\nq(X) :- p(X)", [](std::size_t i) { return ";p(X),p(V" + N(i) + ")"; }, ".\n");
  });
  add("negated-disjunctions",
      [](std::size_t size) { return Repeat(size, "p(1).\n", Always("q(X) :- p(X),\\+ (p(X);p(X);(p(X),p(X))).\n")); });
  add("negated-disjunction-of-disjunctions", [](std::size_t size) {
    return Repeat(size, "p(1).\n", Always("q(X) :- p(X),\\+ (" + Times(4, Always("(p(X);p(X))"), ",") + ").\n"));
  });
  add("negations-nested", [](std::size_t size) {
    return Repeat(size, "p(1).\n", Always("q(X) :- p(X), " + Times(3, "\\+ (p(X),") + "p(X)" + Times(3, ")") + ".\n"));
  });
  add("negations-nested-with-variables", [](std::size_t size) {
    return Repeat(size, "p(1).\n",
                  Always("q(X) :- p(X), " + Times(20, "\\+ (p(X),") + "p(X)" + Times(20, ")") + ".\n"));
  });
  add("negations-nested-190-with-new-variables", [](std::size_t size) {
    return Repeat(size, "p(1).\n",
                  Always("q(X) :- p(X), " + Times(180, [](std::size_t i) { return "\\+ (p(V" + N(i) + "),"; }) +
                         "p(X)" + Times(180, ")") + ".\n"));
  });
  add("negation-without-parentheses",
      [](std::size_t size) { return Repeat(size, "p(1).\n", Always("q :- " + Times(190, "\\+ ") + "p(1).\n")); });
  add("negations-in-a-row", [](std::size_t size) {
    return Repeat(
        size, "p(1).\nq(X) :- p(X)", [](std::size_t i) { return ",\\+ (p(V" + N(i) + "),p(X))"; }, ".\n");
  });
  add("aggregates-nested", [](std::size_t size) {
    return Repeat(
        size, "p(1).\n",
        Always("q(X) :- X = " + Times(60, [](std::size_t i) { return "count : {p(V" + N(i) + "),W" + N(i) + "="; }) +
               "1" + Times(60, "}") + ".\n"));
  });
  add("aggregates-in-a-row", [](std::size_t size) {
    return Repeat(
        size, "p(1).\nq(X) :- p(X)", [](std::size_t i) { return ",N" + N(i) + "=count:{p(X),p(Y" + N(i) + ")}"; },
        ".\n");
  });
  add("aggregates-times-variables", [](std::size_t size) {
    const std::size_t n = size / 40;
    return Repeat(
        size, "p(1).\nq(X) :- p(X)" + Times(n, [](std::size_t i) { return ",p(V" + N(i) + ")"; }),
        [n](std::size_t i) { return ",N" + N(i) + "=count:{p(V" + N(i % n) + "),p(Y)}"; }, ".\n");
  });
  add("aggregate-with-all-variables", [](std::size_t size) {
    const std::size_t n = size / 20;
    return "p(1).\nq(N) :- " + Times(n, [](std::size_t i) { return "p(V" + N(i) + "),"; }) + "N=count:{" +
           Times(
               n, [](std::size_t i) { return "p(V" + N(i) + ")"; }, ",") +
           "}.\n";
  });
  add("arguments-with-aggregates",
      [](std::size_t size) { return Repeat(size, "p(1).\nq(1", Always(",count:{p(_)}"), ").\n"); });
  add("anonymous-variables", [](std::size_t size) { return Repeat(size, "q(1) :- w(_", Always(",_"), ").\n"); });
  add("anonymous-in-heads", [](std::size_t size) { return Repeat(size, "q(_", Always(",_"), ") :- p(1).\n"); });
  add("same-variable-everywhere", [](std::size_t size) { return Repeat(size, "q(1) :- w(X", Always(",X"), ").\n"); });
  add("expressions-as-arguments",
      [](std::size_t size) { return Repeat(size, "q(1) :- p(X),w(X", Always(",X+1"), ").\np(1).\n"); });
  add("facts-with-expressions",
      [](std::size_t size) { return Repeat(size, "", [](std::size_t i) { return "p(1+" + N(i) + ").\n"; }); });
  add("predicates-that-nothing-defines", [](std::size_t size) {
    return Repeat(size, "", [](std::size_t i) { return "q(X):-u" + N(i % 40) + "(X).\n"; });
  });
  add("recursive-goals", [](std::size_t size) {
    return Repeat(
        size, "p(1).\np(X):-p(X)", [](std::size_t i) { return ",p(V" + N(i) + ")"; }, ".\n");
  });
  add("recursive-goals-times-heads", [](std::size_t size) {
    return "p(1).\n" + Times(size / 10, Always("p(X)"), ",") + ":-" + Times(size / 10, Always("p(X)"), ",") + ".\n";
  });
  add("recursive-goals-times-alternatives", [](std::size_t size) {
    const std::size_t n = Root(size, 8);
    return "p(1).\np(X):-" + Times(n, Always(Times(n, Always("p(X)"), ",")), ";") + ".\n";
  });
  add("wrong-arities-far-away", [](std::size_t size) {
    return "% " + std::string(size / 2, 'x') + "\np(1).\n" + Repeat(size / 2, "", Always("p(1,2).\n"));
  });
  add("questions-far-away", [](std::size_t size) {
    return "% " + std::string(size / 2, 'x') + "\np(1).\n" + Repeat(size / 2, "", Always("?-p(X),p(X).\n"));
  });
  add("predicates-in-one-body", [](std::size_t size) {
    return Repeat(
        size, "q(1)", [](std::size_t i) { return (i == 0 ? ":-u" : ",u") + N(i); }, ".\n");
  });
  add("questions", [](std::size_t size) { return Repeat(size, "p(1).\n", Always("?-p(X).\n")); });
  add("questions-of-two-goals", [](std::size_t size) { return Repeat(size, "p(1).\n", Always("?-p(X),p(Y).\n")); });
  add("wide-question", [](std::size_t size) {
    return Repeat(
        size, "p(1).\n?-p(X)", [](std::size_t i) { return ",p(V" + N(i) + ")"; }, ".\n");
  });
  add("not-equals", [](std::size_t size) {
    return Repeat(
        size, "p(1).\nq(X):-p(X)", [](std::size_t i) { return ",X!=" + N(i); }, ".\n");
  });
  add("powers", [](std::size_t size) { return Repeat(size, "p(2", Always("^2"), ").\n"); });
  add("minuses", [](std::size_t size) { return Repeat(size, "p(", Always("-"), "1).\n"); });
  add("sum-of-everything", [](std::size_t size) { return Repeat(size, "p(1", Always("+1"), ").\n"); });
  add("sums-of-1990", [](std::size_t size) {
    return Repeat(size, "", Always("p(1" + Times(std::min<std::size_t>(1'980, size / 3), "+1") + ").\n"));
  });
  add("truncating-divisions",
      [](std::size_t size) { return Repeat(size, "p(1).\nq(Y) :- p(X), Y = X", Always("//3"), ".\n"); });
  add("truncating-divisions-nested", [](std::size_t size) {
    return Repeat(size, "p(1).\n",
                  Always("q(Y) :- p(X), Y = " + Times(14, "1//(X rem (") + "X" + Times(14, "))") + ".\n"));
  });
  add("remainders",
      [](std::size_t size) { return Repeat(size, "p(1).\nq(Y) :- p(X), Y = X", Always(" rem 3"), ".\n"); });
  add("ords", [](std::size_t size) { return Repeat(size, "p(1).\nq(Y) :- p(X)", Always(",ord(X)<ord(X)"), ".\n"); });
  add("ranges", [](std::size_t size) {
    return Repeat(
        size, "q(1)", [](std::size_t i) { return (i == 0 ? ":-I" : ",I") + N(i) + "=range(1,3)"; }, ".\n");
  });
  add("parentheses-of-goals", [](std::size_t size) {
    return Repeat(size, "p(1).\n", Always("q:-" + Times(190, "(") + "p(1)" + Times(190, ")") + ".\n"));
  });
  add("parentheses-open", [](std::size_t size) { return Repeat(size, "q:-", Always("(")); });
  add("parentheses-open-on-lines",
      [](std::size_t size) { return Repeat(size, "", Always("q:-((((((((((((((((((((\n")); });
  add("parentheses-open-in-terms",
      [](std::size_t size) { return Repeat(size, "", Always("q(((((((((((((((((((((\n")); });
  add("parentheses-of-parentheses", [](std::size_t size) { return Repeat(size, "q:-((1", Always("),(1"), ")).\n"); });
  add("parenthesised-comparisons",
      [](std::size_t size) { return Repeat(size, "q:-1=1", Always(",(((((1)))))=1"), ".\n"); });
  add("braces-open", [](std::size_t size) { return Repeat(size, "q(X):-X=", Always("count:{")); });
  add("subsumptions-without-end", [](std::size_t size) { return Repeat(size, "", Always("p(X)<=p(Y)\n")); });
  add("foreign-predicates", [](std::size_t size) { return Repeat(size, "", Always("q(X):-between(1,2,X).\n")); });
  add("foreign-goals-in-a-row", [](std::size_t size) { return Repeat(size, "q(X):-p(X)", Always(",nl"), ".\n"); });
  add("foreign-goals-defined-late",
      [](std::size_t size) { return Repeat(size, "q(X):-p(X)", Always(",succ(1,X)"), ".\nsucc(1,2).\n"); });
  add("singletons", [](std::size_t size) {
    return Repeat(size, "p(1,2).\n", [](std::size_t i) { return "q(1):-p(X" + N(i) + ",Y).\n"; });
  });
  add("without-points", [](std::size_t size) { return Repeat(size, "", Always("p(1)\n")); });
  add("points", [](std::size_t size) { return Repeat(size, "", Always(".")); });
  add("commas", [](std::size_t size) { return Repeat(size, "p(1", Always(","), ").\n"); });
  add("missing-commas", [](std::size_t size) { return Repeat(size, "p(1", Always(" 1"), ").\n"); });
  add("goals-on-lines-without-commas",
      [](std::size_t size) { return Repeat(size, "q(1) :- p(1)", Always("\n  p(1)"), ".\np(1).\n"); });
  add("long-name-of-everything", [](std::size_t size) {
    const std::string name(size / 30, 'a');
    return Times(10, [&](std::size_t i) { return name + "(X) :- " + name + "(X), !" + name + N(i) + "(X).\n"; });
  });
  add("strings-not-closed", [](std::size_t size) { return Repeat(size, "", Always("p(\"a\n")); });
  add("comment-not-closed", [](std::size_t size) { return Repeat(size, "p(1).\n/*", Always(" /*")); });
  add("comments", [](std::size_t size) { return Repeat(size, "p(1).\n", Always("/**/")); });
}

void AddMacros(std::vector<Shape>& shapes) {
  Adder add(Dialect::kDatalog, "known.macros:", shapes);
  add("calls-within-calls", [](std::size_t size) {
    const std::size_t depth = size / 3;
    return "#define F(x) x\np(" + Times(depth, "F(") + "1" + Times(depth, ")") + ").\n";
  });
  add("calls-within-calls-many", [](std::size_t size) {
    return Repeat(size, "#define F(x) x\n", Always("p(" + Times(60, "F(") + "1" + Times(60, ")") + ").\n"));
  });
  add("calls-within-calls-doubling", [](std::size_t size) {
    return Repeat(size, "#define F(x) x+x\n", Always("p(" + Times(14, "F(") + "1" + Times(14, ")") + ").\n"));
  });
  add("calls-within-calls-of-nothing", [](std::size_t size) {
    return Repeat(size, "#define F(x)\n", Always("p(" + Times(60, "F(") + "1" + Times(60, ")") + ").\n"));
  });
  add("long-arguments-used-often", [](std::size_t size) {
    return "#define F(x)" + Times(size / 10, " x") + "\np(F(" + Times(size / 10, Always("1"), "+") + ")).\n";
  });
  add("long-arguments-not-used", [](std::size_t size) {
    return Repeat(size, "#define F(x) 1\n", Always("p(F(" + Times(Root(size, 2), Always("1"), "+") + ")).\n"));
  });
  add("calls-not-closed", [](std::size_t size) { return Repeat(size, "#define F(x) x\np(", Always("F(1 ")); });
  add("calls-not-closed-in-a-macro",
      [](std::size_t size) { return Repeat(size, "#define F(x) x\n#define G F(\n", Always("p(G 1)).\n")); });
  add("calls-of-calls-not-closed", [](std::size_t size) { return Repeat(size, "#define F(x) x\np(", Always("F(")); });
  add("parameters", [](std::size_t size) {
    return "#define F(a" + Times(size / 12, [](std::size_t i) { return ",a" + N(i); }) + ")" +
           Times(size / 12, [](std::size_t i) { return " a" + N(i); }) + "\np(F(1" + Times(size / 12, ",1") + ")).\n";
  });
  add("parameters-called-often", [](std::size_t size) {
    const std::size_t n = Root(size, 4);
    return Repeat(size, "#define F(a" + Times(n, [](std::size_t i) { return ",a" + N(i); }) + ") 1\n",
                  Always("p(F(1" + Times(n, ",1") + ")).\n"));
  });
  add("wrong-numbers-of-arguments",
      [](std::size_t size) { return Repeat(size, "#define F(a,b) a\n", Always("p(F(1)).\n")); });
  add("doubling-chain", [](std::size_t size) {
    return Repeat(
        size, "#define M0 1\n", [](std::size_t i) { return "#define M" + N(i + 1) + " M" + N(i) + "+M" + N(i) + "\n"; },
        "p(M16).\n");
  });
  add("doubling-chain-often", [](std::size_t size) {
    return Repeat(
        size,
        "#define M0 1\n" +
            Times(20, [](std::size_t i) { return "#define M" + N(i + 1) + " M" + N(i) + "+M" + N(i) + "\n"; }),
        Always("p(M10).\n"));
  });
  add("doubling-chain-of-nothing", [](std::size_t size) {
    return Repeat(
        size,
        "#define M0\n" +
            Times(40, [](std::size_t i) { return "#define M" + N(i + 1) + " M" + N(i) + " M" + N(i) + "\n"; }),
        [](std::size_t i) { return "p(M" + N(std::min<std::size_t>(i + 15, 39)) + " 1).\n"; });
  });
  add("doubling-chain-of-calls", [](std::size_t size) {
    return Repeat(
        size,
        "#define F0(x) x\n" +
            Times(30, [](std::size_t i) { return "#define F" + N(i + 1) + "(x) F" + N(i) + "(F" + N(i) + "(x))\n"; }),
        [](std::size_t i) { return "p(F" + N(std::min<std::size_t>(i + 12, 29)) + "(1)).\n"; });
  });
  add("chain", [](std::size_t size) {
    return Repeat(size, "#define M0 1\n",
                  [](std::size_t i) { return "#define M" + N(i + 1) + " M" + N(i) + "\np(M" + N(i % 60) + ").\n"; });
  });
  add("circle", [](std::size_t size) {
    return Repeat(size, Times(50, [](std::size_t i) { return "#define M" + N(i) + " M" + N((i + 1) % 50) + "\n"; }),
                  Always("p(M0).\n"));
  });
  add("circle-of-everything", [](std::size_t size) {
    return Repeat(size,
                  Times(12,
                        [](std::size_t i) {
                          return "#define M" + N(i) + Times(12, [](std::size_t j) { return " M" + N(j); }) + "\n";
                        }),
                  Always("p(M0).\n"));
  });
  add("long-body-used-often",
      [](std::size_t size) { return Repeat(size, "#define M 1" + Times(size / 4, "+1") + "\n", Always("p(M).\n")); });
  add("long-word-used-often", [](std::size_t size) {
    return Repeat(size, "#define M \"" + std::string(size / 2, 'a') + "\"\n", Always("p(M).\n"));
  });
  add("long-string-in-terms", [](std::size_t size) {
    return Repeat(size, "#define M \"" + std::string(size / 2, 'a') + "\"\n", Always("?-p(M).\n"));
  });
  add("ifdefs-open", [](std::size_t size) { return Repeat(size, "", Always("#ifdef A\n")); });
  add("ifndefs-open-with-text", [](std::size_t size) { return Repeat(size, "", Always("#ifndef A\np(1).\n")); });
  add("ifdefs-nested", [](std::size_t size) {
    const std::size_t n = size / 20;
    return Times(n, "#ifndef A\n") + "p(1).\n" + Times(n, "#endif\n");
  });
  add("redefined", [](std::size_t size) { return Repeat(size, "", Always("#define A 1\n#undef A\n")); });
  add("errors-in-macros", [](std::size_t size) {
    return Repeat(size, "#define M " + std::string(Root(size, 1), 'x') + " ( ( (\n", Always("p(M).\n"));
  });
}

// Texts around blocks: what the path `answer` puts between its tags holds others.
void AddTexts(std::vector<Shape>& shapes) {
  Adder add(Dialect::kByteLogic, "known.text:", shapes);
  add("blocks", [](std::size_t size) { return Repeat(size, "", Always("</computation><computation>")); });
  add("blocks-that-answer",
      [](std::size_t size) { return Repeat(size, "RESULT 1", Always("</computation><computation>RESULT 1")); });
  add("blocks-with-old-results",
      [](std::size_t size) { return Repeat(size, "", Always("</computation><result>1</result><computation>")); });
  add("blocks-not-closed", [](std::size_t size) { return Repeat(size, "", Always("<computation>")); });
  add("results-not-closed",
      [](std::size_t size) { return Repeat(size, "</computation><result>", Always("<result>")); });
  add("half-tags", [](std::size_t size) { return Repeat(size, "</computation>", Always("<computatio")); });
  add("smaller-than-signs", [](std::size_t size) { return Repeat(size, "</computation>", Always("<")); });
  add("blocks-of-errors",
      [](std::size_t size) { return Repeat(size, "", Always("</computation><computation>QUERY u ?")); });
  add("unicode", [](std::size_t size) { return Repeat(size, "</computation>", Always("\xF0\x9F\x98\x80<")); });
}

void AddSouffle(std::vector<Shape>& shapes) {
  Adder add(Dialect::kDatalog, "known.souffle:", shapes);
  add("types-in-a-chain", [](std::size_t size) {
    return Repeat(size / 2, ".type t0 = number\n",
                  [](std::size_t i) { return ".type t" + N(i + 1) + "=t" + N(i) + "\n"; }) +
           Repeat(
               size / 2, ".decl r(x:number",
               [size](std::size_t i) { return ",c" + N(i) + ":t" + N(std::min<std::size_t>(size / 40, 4'000)); },
               ")\n");
  });
  add("types-in-a-circle", [](std::size_t size) {
    const std::size_t n = size / 34;
    return Times(n, [n](std::size_t i) { return ".type t" + N(i) + "=t" + N((i + 1) % n) + "\n"; }) +
           ".decl r(x:number" + Times(n, [](std::size_t i) { return ",c" + N(i) + ":t" + N(i); }) + ")\n";
  });
  add("unions", [](std::size_t size) {
    return Repeat(
        size, ".type u = number", [](std::size_t i) { return "|t" + N(i); }, "\n.decl r(x:u)\n");
  });
  add("unknown-types-near-each-other", [](std::size_t size) {
    const auto name = [](std::size_t i) { return "abcdefghijklmnopqrstuvwxyzabcdefgh" + N(10'000 + i); };
    return Repeat(size / 2, "", [&](std::size_t i) { return ".type " + name(i) + "=number\n"; }) +
           Repeat(
               size / 2, ".decl r(x:number", [&](std::size_t i) { return ",c:" + name(21'000 + i); }, ")\n");
  });
  add("declarations", [](std::size_t size) {
    return Repeat(size, "", [](std::size_t i) { return ".decl r" + N(i) + "(x:number)\n"; });
  });
  add("declarations-of-one-list", [](std::size_t size) {
    return Repeat(
        size, ".decl r", [](std::size_t i) { return ",r" + N(i); }, "(x:number)\n");
  });
  add("names-times-qualifiers", [](std::size_t size) {
    return ".decl r" + Times(size / 12, [](std::size_t i) { return ",r" + N(i); }) + "(x:number)" +
           Times(size / 16, " output") + "\n";
  });
  add("names-times-columns", [](std::size_t size) {
    return ".decl r" + Times(size / 16, [](std::size_t i) { return ",r" + N(i); }) + "(x:number" +
           Times(size / 24, ",x:number") + ")\n";
  });
  add("forty-names-times-columns", [](std::size_t size) {
    return ".decl r" + Times(40, [](std::size_t i) { return ",r" + N(i); }) + "(x:number" +
           Times(size / 12, ",x:number") + ")\n";
  });
  add("outputs-times-settings", [](std::size_t size) {
    return ".decl r(x:number)\n.output r" + Times(size / 6, ",r") + "(a=1" + Times(size / 12, ",a=1") + ")\n";
  });
  add("inputs", [](std::size_t size) { return Repeat(size, ".decl r(x:number)\n", Always(".input r\n")); });
  add("plans", [](std::size_t size) { return Repeat(size, ".decl r(x:number)\nr(1).\n", Always(".plan 0:(1,2)\n")); });
  add("wide-declaration",
      [](std::size_t size) { return Repeat(size, ".decl r(x:number", Always(",x:number"), ")\n.output r\n"); });
  add("wide-declarations-printed", [](std::size_t size) {
    return Repeat(size, ".decl r(x:number" + Times(900, ",x:number") + ")\n", Always(".output r\n"));
  });
}

}  // namespace

void AddKnownShapes(std::vector<Shape>& shapes) {
  AddByteLogicRules(shapes);
  AddByteLogicFunctions(shapes);
  AddByteLogicTexts(shapes);
  AddDatalog(shapes);
  AddMacros(shapes);
  AddTexts(shapes);
  AddSouffle(shapes);
}

}  // namespace bytelogic::hostile
