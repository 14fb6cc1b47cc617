// bytelogic_grammar.cc - the productions of ByteLogic (docs/language-reference.md, section 1), in the order of its
// grammar: statements, clauses, blocks, arguments, expressions, words.

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

#include "base/builtin.h"
#include "grammar.h"

namespace bytelogic::hostile {
namespace {

const std::vector<Category> kCategories = {
    {"statement", "\n", "SOLVE", "`statement`\n"},
    {"block", "\n", "LET $z = 1", "CALC block INPUT $n $v0\n`block`\nEND\nEXEC block(1, 2)\n"},
    {"action", "\n", "LET $z = 1", "LET $n = 1\nLET $v0 = 1\n`action`\n"},
    {"elseif", "\n", "", "IF 1 THEN\nLET $z = 1\n`elseif`\nEND\n"},
    {"clause", ", ", "WHERE 1", "RULE p: SCAN e $x $v0, `clause`, EMIT p $x\n"},
    {"column", ", ", "c", "REL columns(`column`)\n"},
    {"parameter", " ", "$n", "CALC parameters INPUT `parameter`\nRESULT 1\nEND\n"},
    {"argument", " ", "1", "FACT w `argument`\n"},
    {"asked", " ", "?", "QUERY w `asked`\n"},
    {"pattern", " ", "?", "RULE p: SCAN e $x $v0, SCAN w `pattern`, EMIT p $x\n"},
    {"emitted", " ", "1", "RULE w: SCAN e $x $v0, EMIT w `emitted`\n"},
    {"expression", " + ", "1", "RESULT `expression`\n"},
    {"condition", " AND ", "1", "RESULT `condition`\n"},
    {"string", ", ", "\"a\"", "RESULT CONCAT(\"b\", `string`)\n"},
    {"list", ", ", "1", "RESULT MAX(`list`)\n"},
    {"word", " ", "word", "; `word`\n"},
    {"text", "", "x", "RESULT \"`text`\"\n"},
};

void AddStatements(std::vector<Production>& all) {
  const auto add = [&](std::string name, std::string text, bool pairs = true) {
    all.push_back({std::move(name), "statement", std::move(text), pairs});
  };
  add("rel.number", "REL a`#` 2");
  add("rel.columns", "REL a`#`(`column`)");
  add("rel.bare", "REL a`#`", false);
  add("rel.again", "REL e 2");
  add("rule.emit", "RULE p: SCAN e $x $y, EMIT p $x");
  add("rule.clauses", "RULE p: SCAN e $x $v0, `clause`, EMIT p $x");
  add("rule.end", "RULE p: SCAN e $x $v0, `clause`, EMIT p $x END", false);
  add("rule.names", "RULE r`#`: SCAN e $x $y, EMIT p $x");
  add("rule.constants", "RULE p: EMIT p n`#`");
  add("rule.emitted", "RULE w: SCAN e $x $v0, EMIT w `emitted`");
  add("rule.variables", "RULE p: SCAN e $x`#` $y`#`, EMIT p $x`#`", false);
  add("rule.chain", "REL s`#` 1\nRULE s`#`: SCAN s`#-1` $x, EMIT s`#` $x");
  add("rule.negation_chain", "REL s`#` 1\nRULE s`#`: SCAN e $x $y, NOT s`#-1` $x, EMIT s`#` $x");
  add("rule.aggregate_chain", "REL s`#` 1\nRULE s`#`: SCAN s`#-1` $x, EMIT s`#` COUNT()", false);
  add("rule.exists_chain", "REL s`#` 1\nRULE s`#`: SCAN e $x $y, WHERE EXISTS(QUERY s`#-1` $x), EMIT s`#` $x", false);
  add("rule.negation_cycle", "RULE p: SCAN e $x $y, NOT p $x, EMIT p $x");
  add("rule.call", "CALC t`#` INPUT $n\nRESULT $n + `#`\nEND\nRULE p: SCAN e $x $y, EMIT p (CALC t`#`($x))");
  add("rule.no_emit", "RULE p: SCAN e $x $y", false);
  add("rule.unbound", "RULE p: EMIT p $x`#`", false);
  add("rule.keep", "RULE k: SCAN k $x $c, JOIN e $x $y, EMIT k $y ($c + 1)");
  add("constraint", "CONSTRAINT c`#`: SCAN e $x $v0, `clause`");
  add("constraint.same", "CONSTRAINT c: SCAN e $x $v0", false);
  add("calc", "CALC c`#` INPUT `parameter`\n`block`\nEND");
  add("calc.used", "CALC c`#` INPUT $n $v0\n`block`\nEND\nEXEC c`#`(1, 2)");
  add("calc.chain", "CALC c`#` INPUT $n\nRESULT CALC c`#-1`($n)\nEND");
  add("calc.fork", "CALC c`#` INPUT $n\nRESULT MAX(CALC c`#-1`($n), CALC c`#-1`(1.5))\nEND\nRESULT CALC c`#`(1)");
  add("calc.circle", "CALC c`#` INPUT $n\nRESULT CALC c`#-1`(CALC c`#`($n - 1))\nEND", false);
  add("calc.same", "CALC c INPUT $n RESULT 1 END", false);
  add("calc.instances", "CALC c`#` INPUT $n $m\nRESULT $n + $m\nEND\nRESULT CALC c`#`(1, 1) + CALC c`#`(1.5, 1)",
      false);
  for (const char* word : {"CHOICE", "EVIDENCE", "TEMPORAL", "WITHIN", "THROUGHOUT", "EXPLAIN"}) {
    add(std::string("reserved.") + word, std::string(word) + " a`#` 1", false);
  }
  add("foreign.datalog", "p(X`#`, Y) :- e(X`#`, Y).");
  add("foreign.sql", "SELECT x`#` FROM e WHERE y = 1", false);
  add("foreign.python", "x`#` = 1 && y || !z", false);
  add("foreign.quotes", "FACT e 'a`#`' 'b'", false);
  add("foreign.return", "RETURN 1`#`", false);
  add("foreign.word", "word`#`", false);
  add("foreign.brace", "CALC c`#`(n) { return n; }", false);
  for (const char* mark : {"&", "|", "^", "**", "=<", "=>", ":=", "::", "+=", "-=", "*=", "@", "\\+", "{", "}", "."}) {
    add(std::string("foreign.mark") + mark, "RESULT 1 " + std::string(mark) + " 2", false);
  }
}

// What stands at the top and in blocks.
void AddActions(std::vector<Production>& all) {
  const auto add = [&](std::string name, std::string text, bool pairs = true) {
    all.push_back({std::move(name), "statement block action", std::move(text), pairs});
  };
  add("fact", "FACT w `argument`");
  add("fact.number", "FACT e `#` n`#`");
  add("fact.undefined", "FACT a`#` 1", false);
  add("fact.arity", "FACT e `#`", false);
  add("fact.commas", "FACT e a`#`, b", false);
  add("fact.types", "FACT q `#`\nFACT q x", false);
  add("query", "QUERY w `asked`");
  add("query.number", "QUERY e `#` ?");
  add("query.derived", "QUERY p n`#`", false);
  add("query.undefined", "QUERY a`#` ?", false);
  add("let", "LET $v`#` = `expression`");
  add("let.chain", "LET $v`#` = $v`#-1` + 1");
  add("let.again", "LET $n = $n + 1", false);
  add("let.unbound", "LET $z = $u`#`", false);
  add("if", "IF `condition` THEN\n`block`\nEND");
  add("if.else", "IF 1 THEN\nLET $z = 1\nELSE\n`block`\nEND");
  add("if.chain", "IF 1 THEN\nLET $z = 1\n`elseif`\nEND");
  add("if.unset", "IF $n THEN LET $u`#` = 1 END\nLET $z = $u`#`", false);
  add("for.range", "FOR $i`#` IN RANGE(0, `expression`)\n`block`\nEND");
  add("for.step", "FOR $i IN RANGE(10, 0, `expression`)\n`block`\nEND", false);
  add("for.query", "FOR row`#` IN (QUERY w `asked`)\n`block`\nEND");
  add("for.list", "FOR $i`#` IN [`list`]\n`block`\nEND");
  add("for.while", "FOR WHILE `condition`\n`block`\nEND");
  add("exec", "EXEC f(`list`)");
  add("exec.undefined", "EXEC f`#`", false);
  add("solve", "SOLVE");
  add("result", "RESULT `expression`");
  add("result.text", "RESULT \"`text`\"");
  for (const char* mark : {";", "//", "#"}) {
    add(std::string("comment") + mark, std::string(mark) + " `word`", mark[0] == ';');
  }
  add("comment.behind", "LET $z = 1 ; comment `#`", false);
  add("comment.code", "LET $z = 1 ; FACT e `#` 2", false);
  add("comment.slashes", "LET $z = 8 // 2", false);
  add("end.surplus", "END", false);
  const auto in_blocks = [&](std::string name, std::string text) {
    all.push_back({std::move(name), "block", std::move(text), false});
  };
  in_blocks("block.emit", "EMIT w `argument`");
  in_blocks("block.where", "WHERE `condition`");
  in_blocks("block.break", "BREAK");
  in_blocks("block.continue", "CONTINUE");
  all.push_back({"elseif", "elseif", "ELSE IF `condition` THEN\n`block`"});
}

void AddClauses(std::vector<Production>& all) {
  const auto add = [&](std::string name, std::string text, bool pairs = true) {
    all.push_back({std::move(name), "clause", std::move(text), pairs});
  };
  add("scan.plain", "SCAN e");
  add("scan.wide", "SCAN w");
  add("scan.match", "SCAN e MATCH $v0", false);
  add("scan.match_key", "SCAN e MATCH $k`#`", false);
  add("scan.match_constant", "SCAN e MATCH n`#`", false);
  add("scan.pattern", "SCAN w `pattern`");
  add("scan.free", "SCAN e $x`#` $y`#`");
  add("scan.chain", "SCAN e $v`#-1` $v`#`");
  add("scan.same", "SCAN e $x $v0", false);
  add("scan.undefined", "SCAN undefined`#` $x", false);
  add("join.plain", "JOIN e", false);
  add("join.key", "JOIN e $v0", false);
  add("join.pattern", "JOIN w `pattern`");
  add("join.chain", "JOIN e $v`#-1` $v`#`");
  add("join.star", "JOIN e $v0 $v`#`");
  add("join.recursive", "JOIN p $v`#`");
  add("join.recursive_test", "JOIN p $v0", false);
  add("not", "NOT w `pattern`");
  add("not.number", "NOT e `#` $x");
  add("not.unbound", "NOT e $u`#` ?", false);
  add("not.exists", "WHERE NOT EXISTS(QUERY w `asked`)");
  add("where", "WHERE `condition`");
  add("where.number", "WHERE $x != `#`");
  add("where.unbound", "WHERE $u`#` = 1", false);
  add("let.clause", "LET $v`#` = `expression`");
  add("let.clause_chain", "LET $v`#` = $v`#-1` + 1");
  add("let.clause_fork", "LET $v`#` = $v`#-1` + $v`#-1`", false);
  add("let.clause_again", "LET $x = 1", false);
  add("for.clause", "FOR $i`#` IN RANGE(0, `expression`)");
  add("emit", "EMIT w `emitted`");
  add("emit.number", "EMIT p n`#`");
  add("emit.aggregate", "EMIT p COUNT()", false);
  add("emit.unbound", "EMIT p $u`#`", false);
  add("clause.atom", "WHERE $x != x", false);
  add("clause.misspelt", "SCANN e $x $y", false);
}

void AddArguments(std::vector<Production>& all) {
  const auto add = [&](std::string name, std::string text, std::string categories = "argument asked pattern emitted",
                       bool pairs = true) {
    all.push_back({"argument." + std::move(name), std::move(categories), std::move(text), pairs});
  };
  const std::string everywhere = "argument asked pattern emitted";
  add("int", "`#`");
  add("negative", "-`#`", everywhere, false);
  add("float", "`#`.5", everywhere, false);
  add("exponent", "1e`#`", everywhere, false);
  add("string", "\"s`#`\"");
  add("long_string", "\"`text`\"");
  add("atom", "n`#`");
  add("dashed", "new-york`#`", everywhere, false);
  add("dotted", "app.a`#`", everywhere, false);
  add("letters", "größe`#`", everywhere, false);
  add("free", "$u`#`");
  add("bound", "$x", everywhere, false);
  add("expression", "(`expression`)");
  add("field", "row.a`#`", everywhere, false);
  add("comma", "a`#`,", everywhere, false);
  add("keyword", "END`#`", everywhere, false);
  add("anything", "?", "asked pattern");
  add("count", "COUNT(`list`)", "emitted");
  add("sum", "SUM(`expression`)", "emitted");
  add("distinct", "COUNT(DISTINCT `expression`)", "emitted", false);
  for (const char* name : {"MIN", "MAX", "AVG"}) add(name, std::string(name) + "(`expression`)", "emitted", false);
  all.push_back({"parameter", "parameter", "$p`#`"});
  all.push_back({"parameter.same", "parameter", "$p", false});
  all.push_back({"column", "column", "c`#`"});
  all.push_back({"column.typed", "column", "c`#`: int"});
  all.push_back({"column.same", "column", "c: symbol", false});
  all.push_back({"column.keep", "column", "c`#`: float KEEP MIN", false});
  all.push_back({"column.type", "column", "c`#`: number", false});
}

// NAME(`expression`, 1), NAME(`list`, 1), NAME(`string`, "b")
void AddFunction(const BuiltinInfo& builtin, std::vector<Production>& all) {
  const std::string_view name = builtin.name;
  const BuiltinSignature& signature = builtin.Of(builtin.min_arguments);
  const bool takes_texts = TakesTexts(builtin.kind) || builtin.kind == Builtin::kToNumber;
  const bool gives_texts = signature.result == ResultKind::kSymbol;
  const bool takes_list = builtin.max_arguments == BuiltinInfo::kAnyNumber;
  std::string arguments;
  if (takes_texts) {
    arguments = "`string`";
    for (std::size_t i = 1; i < builtin.min_arguments; ++i) {
      arguments += signature.Operand(i) == OperandKind::kInt ? ", 0" : ", \"b\"";
    }
  } else {
    arguments = takes_list ? "`list`, 1" : builtin.max_arguments > 0 ? "`expression`" : "";
    for (int i = 1; i < builtin.min_arguments && !takes_list; ++i) arguments += ", 1";
  }
  all.push_back({"function." + std::string(name), gives_texts ? "string" : "expression list condition",
                 std::string(name) + "(" + arguments + ")", name == "MAX" || name == "CONCAT"});
}

void AddExpressions(std::vector<Production>& all) {
  const auto add = [&](std::string name, std::string text, bool pairs = true) {
    all.push_back({"expression." + std::move(name), "expression list condition", std::move(text), pairs});
  };
  const auto condition = [&](std::string name, std::string text, bool pairs = true) {
    all.push_back({"condition." + std::move(name), "condition expression list", std::move(text), pairs});
  };
  add("int", "`#`");
  add("float", "`#`.25", false);
  add("string", "\"s`#`\"");
  add("atom", "n`#`", false);
  add("free", "$u`#`");
  add("bound", "$n", false);
  add("field", "row.a`#`", false);
  add("parenthesis", "(`expression`)");
  add("minus", "- `expression`");
  condition("not", "NOT `condition`");
  condition("parenthesis", "(`condition`)", false);
  for (const char* op : {"OR", "AND"}) {
    condition("left" + std::string(op), "`condition` " + std::string(op) + " `#`", false);
    condition("right" + std::string(op), "1 " + std::string(op) + " `condition`");
    condition("deep" + std::string(op), "(`condition` " + std::string(op) + " `#`)", false);
  }
  for (const char* op : {"=", "==", "!=", "<>", "<", "<=", ">", ">="}) {
    condition("left" + std::string(op), "`expression` " + std::string(op) + " `#`", op[0] == '=');
    condition("right" + std::string(op), "1 " + std::string(op) + " `expression`", false);
    condition("deep" + std::string(op), "(1 " + std::string(op) + " `condition`)", false);
  }
  for (const char* op : {"+", "-", "*", "/", "DIV", "MOD", "%"}) {
    add("left" + std::string(op), "`expression` " + std::string(op) + " `#`", op[0] == '+');
    add("right" + std::string(op), "1 " + std::string(op) + " `expression`", false);
  }
  add("left_deep", "(`expression` + 1)", false);
  add("right_deep", "(1 + `expression`)", false);
  add("both", "(`expression`) * (`expression`)", false);
  add("ill_typed", "`expression` + a`#`", false);
  for (const BuiltinInfo& builtin : kBuiltins) AddFunction(builtin, all);
  add("call", "CALC f(`expression`)");
  add("call.list", "CALC f(`list`)", false);
  add("call.undefined", "CALC undefined`#`(1)", false);
  add("function.undefined", "LENGHT`#`(1)", false);
  add("call.types", "CALC g(`#`, \"a\", 1.5)", false);
  add("exists", "EXISTS(QUERY w `asked`)");
  for (const char* name : {"COUNT", "SUM", "MIN", "MAX", "AVG"}) {
    add("of_query." + std::string(name), std::string(name) + "(QUERY w `asked`)", std::string(name) == "SUM");
  }
  add("mixed", "1 + \"s`#`\"", false);
  all.push_back({"string", "string", "\"s`#`\""});
  all.push_back({"string.long", "string", "\"`text`\""});
  all.push_back({"string.atom", "string", "n`#`", false});
  all.push_back({"word", "word", "word`#`"});
  all.push_back({"word.mark", "word", ";"});
  all.push_back({"word.statement", "word", "FACT e 1 2", false});
  for (const char* text : {"x", " ", "\\n", "\\\"", "\\u{41}", "é", "𝕏", "\\q", "'", "`#`"}) {
    all.push_back({"text." + std::string(text), "text", text, false});
  }
}

}  // namespace

auto ByteLogicGrammar() -> Grammar {
  Grammar grammar;
  grammar.name = "bytelogic";
  grammar.dialect = Dialect::kByteLogic;
  grammar.prologue =
      "REL e 2\nREL p 1\nREL q 1\nREL w\nLET $n = 1\nLET $v0 = 1\nREL s0 1\nREL k(a, b: int KEEP MIN)\nCALC c0 INPUT "
      "$n\nRESULT $n\nEND\n"
      "CALC f INPUT $n\nRESULT $n\nEND\nCALC g INPUT $a $b $c\nRESULT $a\nEND\nFACT e 1 2\n";
  grammar.categories = kCategories;
  AddStatements(grammar.productions);
  AddActions(grammar.productions);
  AddClauses(grammar.productions);
  AddArguments(grammar.productions);
  AddExpressions(grammar.productions);
  return grammar;
}

}  // namespace bytelogic::hostile
