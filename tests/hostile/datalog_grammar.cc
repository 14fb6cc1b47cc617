// datalog_grammar.cc - the productions of the Datalog dialect (docs/datalog.md): clauses, directives, the preprocessor,
// goals, terms. Both conventions have the same ones; a `.decl` in the prologue makes it Soufflé's.

#include <string>
#include <string_view>

#include "grammar.h"
#include "syntax/datalog/functions.h"

namespace bytelogic::hostile {
namespace {

const std::vector<Category> kCategories = {
    {"item", "\n", "p(1).", "`item`\n"},
    {"head", ", ", "p(X)", "`head` :- e(X, V0).\n"},
    {"goal", ", ", "e(X, V0)", "p(X) :- e(X, V0), `goal`.\n"},
    {"alternative", " ; ", "e(X, V0)", "p(X) :- e(X, V0), (`alternative`).\n"},
    {"term", ", ", "1", "p(X) :- e(X, V0), w(`term`).\n"},
    {"value", " + ", "1", "p(X) :- e(X, V0), X = `value`.\n"},
    {"column", ", ", "c: number", ".decl columns(`column`)\n"},
    {"name", ", ", "n", ".decl `name`(x: number)\n"},
    {"type", " | ", "number", ".type union = `type`\n"},
    {"setting", ", ", "a=1", ".input e(`setting`)\n"},
    {"signature", ", ", "d/1", ":- dynamic `signature`.\n"},
    {"macro", " ", "1", "#define M `macro`\np(M).\n"},
    {"word", " ", "word", "/* `word` */\n"},
    {"text", "", "x", "p(\"`text`\").\n"},
};

auto ArgumentsOf(const syntax::datalog::FunctionInfo& function) -> int {
  if (const BuiltinInfo* builtin = FindBuiltin(function.builtin)) return builtin->min_arguments;
  return function.kind == syntax::datalog::FunctionKind::kRange ? 2 : 1;
}

void AddClauses(std::vector<Production>& all) {
  const auto add = [&](std::string name, std::string text, bool pairs = true) {
    all.push_back({std::move(name), "item", std::move(text), pairs});
  };
  add("fact", "w(`term`).");
  add("fact.number", "e(`#`, \"n`#`\").");
  add("fact.predicates", "a`#`(1).");
  add("fact.nullary", "b`#`.", false);
  add("fact.arity", "e(`#`).", false);
  add("fact.variable", "p(X`#`).", false);
  add("rule", "p(X) :- e(X, V0), `goal`.");
  add("rule.heads", "`head` :- e(X, V0).");
  add("rule.arrow", "p(X) <- e(X, V0), `goal`.", false);
  add("rule.chain", "s`#`(X) :- s`#-1`(X).");
  add("rule.negation_chain", "s`#`(X) :- e(X, Y), !s`#-1`(X).");
  add("rule.aggregate_chain", "s`#`(N) :- N = count : { s`#-1`(_) }.", false);
  add("rule.negation_cycle", "p(X) :- e(X, Y), !p(X).", false);
  add("rule.alternatives", "p(X) :- `alternative`.");
  add("rule.unbound", "p(X`#`) :- e(X, Y).", false);
  add("rule.singleton", "p(1) :- e(X, Y`#`).", false);
  add("question", "?- e(X, V0), `goal`.");
  add("question.number", "?- e(`#`, X).");
  add("question.alternatives", "?- `alternative`.");
  add("question.empty", "?- undefined`#`(X).", false);
  add("dynamic", ":- dynamic `signature`.");
  add("ignored", ":- table p`#`/1.", false);
  add("subsumption", "p(X) <= p(Y) :- X < Y.", false);
  add("grammar_rule", "p(X) --> e(X, Y).", false);
  add("head.or", "p(X) ; q(X) :- e(X, Y).", false);
  add("head.bar", "p(X) | q(X) :- e(X, Y).", false);
  for (const char* neck : {":=", "->", "=>", ":", "::", "if", "-->"}) {
    add(std::string("neck") + neck, "p(X) " + std::string(neck) + " e(X, Y).", false);
  }
  add("point", ".", false);
  add("no_point", "p(`#`)", false);
  add("foreign.bytelogic", "FACT e `#` 2", false);
  add("foreign.list", "p([a, b | c]).", false);
  add("foreign.compound", "p(f(`#`)).", false);
  add("foreign.record", "p($a(`#`)).", false);
  add("foreign.functor", "p(@f(1)).", false);
  add("foreign.counter", "p($).", false);
  add("foreign.question", "p(?).", false);
  for (const char* goal : {"findall", "between", "member", "write", "assert", "succ", "length", "nl", "once", "call"}) {
    add(std::string("foreign.") + goal, "p(X) :- " + std::string(goal) + "(X, `#`).", false);
  }
  add("foreign.cut", "p(X) :- e(X, Y), !.", false);
  add("foreign.then", "p(X) :- (e(X, Y) -> p(Y) ; p(X)).", false);
}

void AddDirectives(std::vector<Production>& all) {
  const auto add = [&](std::string name, std::string text, bool pairs = true) {
    all.push_back({std::move(name), "item", std::move(text), pairs});
  };
  add("decl", ".decl d`#`(`column`)");
  add("decl.names", ".decl `name`(x: number)");
  add("decl.again", ".decl e(x: number, y: number)", false);
  for (const char* qualifier : {"brie", "btree", "inline", "magic", "overridable", "eqrel", "choice-domain x", "input",
                                "output", "printsize"}) {
    add(std::string("decl.") + qualifier, ".decl d`#`(x: number) " + std::string(qualifier), false);
  }
  add("type.equal", ".type t`#` = t`#-1`");
  add("type.subtype", ".type t`#` <: t`#-1`", false);
  add("type.union", ".type u`#` = `type`");
  add("type.unknown", ".type t`#` = numbr", false);
  add("type.alone", ".type t`#`", false);
  add("type.record", ".type t`#` = [x: number]", false);
  add("type.algebraic", ".type t`#` = A { x: number } | B {}", false);
  add("type.number", ".number_type t`#`", false);
  add("type.symbol", ".symbol_type t`#`", false);
  add("type.used", ".type t`#` = t`#-1`\n.decl d`#`(x: t`#`)");
  add("input", ".input e(`setting`)");
  add("output", ".output e");
  add("output.names", ".output a`#`", false);
  add("printsize", ".printsize e", false);
  for (const char* name : {"limitsize e(n=1)", "plan 0:(1,2)", "pragma \"a\" \"b\"", "comp C {}", "init c = C",
                           "functor f(): number", "lattice L", "override e", "outptu e", "declare d(x: number)"}) {
    add(std::string("directive.") + name, "." + std::string(name), false);
  }
  add("column.named", ".decl m`#`(a: number, `column`)", false);
  all.push_back({"column", "column", "c`#`: number"});
  all.push_back({"column.bare", "column", "c`#`", false});
  all.push_back({"column.type", "column", "c: t`#`", false});
  all.push_back({"column.unknown", "column", "c`#`: numbr", false});
  all.push_back({"column.unnamed", "column", "number", false});
  all.push_back({"name", "name", "d`#`"});
  all.push_back({"name.dotted", "name", "a.b`#`", false});
  all.push_back({"type", "type", "t`#`"});
  all.push_back({"setting", "setting", "a`#`=b"});
  all.push_back({"signature", "signature", "d`#`/1"});
}

void AddPreprocessor(std::vector<Production>& all) {
  const auto add = [&](std::string name, std::string text, bool pairs = true) {
    all.push_back({"macro." + std::move(name), "item", std::move(text), pairs});
  };
  add("define", "#define M`#` `macro`");
  add("used", "#define M`#` `macro`\np(M`#`).");
  add("chain", "#define M`#` M`#-1`\np(M`#`).");
  add("double", "#define M`#` M`#-1`, M`#-1`");
  add("double_used", "#define M`#` M`#-1` + M`#-1`\np(M`#`).", false);
  add("function", "#define F`#`(x) x + 1\np(F`#`(1)).");
  add("parameters", "#define F`#`(`macro`) 1", false);
  add("undef", "#undef M`#`", false);
  add("ifdef", "#ifdef M`#`\n`item`\n#endif");
  add("ifndef", "#ifndef M`#`\n`item`\n#endif", false);
  add("else", "#ifdef M`#`\np(1).\n#else\n`item`\n#endif", false);
  add("if", "#if 1\n`item`\n#endif", false);
  add("if_condition", "#if M > `#`\n#endif", false);
  add("open", "#ifndef M`#`", false);
  add("else_surplus", "#else", false);
  add("endif_surplus", "#endif", false);
  add("include", "#include \"a`#`.dl\"", false);
  add("pragma", "#pragma once", false);
  add("unknown", "#unknown`#`", false);
  add("call", "p(D(`#`)).");
  add("call_nested", "p(`value`).", false);
  all.push_back({"macro.word", "macro", "m`#`"});
  all.push_back({"macro.use", "macro", "M`#`"});
  all.push_back({"macro.mark", "macro", ",", false});
}

void AddGoals(std::vector<Production>& all) {
  const auto add = [&](std::string name, std::string text, bool pairs = true) {
    all.push_back({"goal." + std::move(name), "goal alternative", std::move(text), pairs});
  };
  add("literal", "w(`term`)");
  add("free", "e(X`#`, Y`#`)");
  add("chain", "e(V`#-1`, V`#`)");
  add("recursive", "p(V`#`)");
  add("same", "e(X, V0)", false);
  add("number", "e(X, `#`)", false);
  add("nullary", "b`#`", false);
  add("quoted", "'E'(X, Y)", false);
  add("upper", "E`#`(X, Y)", false);
  add("undefined", "undefined`#`(X)", false);
  for (const char* op : {"=", "!=", "\\=", "<", "<=", "=<", ">", ">=", "==", "\\==", ":=", "is"}) {
    add(std::string("compare") + op, "X " + std::string(op) + " `value`", std::string(op) == "<");
  }
  add("let", "V`#` = `value`");
  add("let_chain", "V`#` = V`#-1` + 1");
  add("let_fork", "V`#` = V`#-1` + V`#-1`", false);
  add("unbound", "U`#` < 1", false);
  add("range", "I`#` = range(0, `value`)");
  for (const char* mark : {"!", "\\+ ", "not "}) {
    add(std::string("not") + mark, std::string(mark) + "w(`term`)", mark[0] == '!');
    add(std::string("not_deep") + mark, std::string(mark) + "(`goal`)", mark[0] == '\\');
    add(std::string("not_or") + mark, std::string(mark) + "(`alternative`)", false);
  }
  add("not_unbound", "!e(U`#`, _)", false);
  add("not_many", "\\+ (e(X, Y`#`), p(Y`#`))", false);
  add("or", "(`alternative`)");
  add("or_two", "(e(X, `#`) ; `alternative`)", false);
  add("or_pair", "(p(X) ; p(V0))");
  add("and", "(`goal`)", false);
  add("true", "true", false);
  add("false", "fail", false);
  add("aggregate", "N`#` = count : { `goal` }");
  add("aggregate_or", "N`#` = count : { `alternative` }", false);
  add("test", "contains(\"a\", `value`)", false);
  for (const char* mark : {"&&", "&", "and", "||", "or", "|", "->", "^", "?"}) {
    add(std::string("mark") + mark, "p(X) " + std::string(mark) + " p(X)", false);
  }
  all.push_back({"head", "head", "p(X)"});
  all.push_back({"head.names", "head", "h`#`(X)"});
  all.push_back({"head.number", "head", "p(`#`)", false});
  all.push_back({"head.terms", "head", "w(`term`)"});
}

void AddTerms(std::vector<Production>& all) {
  const auto add = [&](std::string name, std::string text, bool pairs = true) {
    all.push_back({"term." + std::move(name), "term value", std::move(text), pairs});
  };
  add("int", "`#`");
  add("hexadecimal", "0x`#`", false);
  add("float", "`#`.25", false);
  add("string", "\"s`#`\"");
  add("long_string", "\"`text`\"", false);
  add("quoted", "'Q `#`'", false);
  add("atom", "n`#`");
  add("variable", "U`#`");
  add("same", "X", false);
  add("anonymous", "_");
  add("underscore", "_u`#`", false);
  add("parenthesis", "(`value`)");
  add("minus", "- `value`", false);
  for (const char* op : {"+", "-", "*", "/", "//", "%", "rem", "div", "mod", "^", "**", "band", "bshl"}) {
    add(std::string("left") + op, std::string("`value` ") + op + " `#`", op[0] == '+');
    add(std::string("right") + op, std::string("1 ") + op + " `value`", false);
  }
  add("left_deep", "(`value` + 1)", false);
  add("both", "(`value`) * (`value`)", false);
  for (const auto& function : syntax::datalog::kFunctions) {
    const std::string name(function.name);
    // The first argument grows, the others are there.
    const int arguments = ArgumentsOf(function);
    std::string text = name + (arguments == 0 ? "()" : "(`value`");
    for (int i = 1; i < arguments; ++i) text += ", 1";
    add("call." + name, text + (arguments == 0 ? "" : ")"), name == "max");
  }
  add("call.many", "max(`term`, 1)", false);
  add("as", "as(`value`, number)", false);
  add("compound", "strlne`#`(1)", false);
  add("macro", "D(`value`)");
  add("macro_open", "D(`#`", false);
  add("count", "count : { `goal` }");
  for (const char* name : {"sum", "min", "max", "mean"}) {
    add(name, std::string(name) + " X : { `goal` }", name[0] == 's');
  }
  add("sum_value", "sum `value` : { p(X) }", false);
  add("count_bare", "count : p(_)", false);
  add("nil", "nil", false);
  all.push_back({"word", "word", "word`#`"});
  all.push_back({"word.open", "word", "/*", false});
  all.push_back({"word.close", "word", "*/ /*", false});
  all.push_back({"comment.percent", "item", "% `word`", false});
  all.push_back({"comment.slashes", "item", "// `word`", false});
  all.push_back({"comment.block", "item", "/* `word` */", false});
  for (const char* text : {"x", " ", "\\n", "\\\"", "\\x41", "é", "\\q", "'", "`#`"}) {
    all.push_back({"text." + std::string(text), "text", text, false});
  }
}

auto DatalogGrammar(std::string name, std::string prologue) -> Grammar {
  Grammar grammar;
  grammar.name = std::move(name);
  grammar.dialect = Dialect::kDatalog;
  grammar.prologue = std::move(prologue);
  grammar.categories = kCategories;
  AddClauses(grammar.productions);
  AddDirectives(grammar.productions);
  AddPreprocessor(grammar.productions);
  AddGoals(grammar.productions);
  AddTerms(grammar.productions);
  return grammar;
}

}  // namespace

auto PrologGrammar() -> Grammar {
  Grammar grammar = DatalogGrammar("prolog", "#define D(x) x + x\ne(1, 2).\ns0(1).\n");
  // A declaration would make it Soufflé's.
  std::erase_if(grammar.productions,
                [](const Production& each) { return each.text.find(".decl") != std::string::npos; });
  std::erase_if(grammar.productions, [](const Production& each) {
    const std::string category = MainCategory(each);
    return category == "column" || category == "name";
  });
  return grammar;
}

auto SouffleGrammar() -> Grammar {
  return DatalogGrammar("souffle",
                        ".decl e(x: number, y: number)\n.type t0 = number\n#define D(x) x + x\ne(1, 2).\ns0(1).\n");
}

}  // namespace bytelogic::hostile
