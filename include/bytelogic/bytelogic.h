// bytelogic.h - everything: include this.
//
// ByteLogic lets a language model compute while it thinks. The model writes a small program between <computation>
// and </computation>; ByteLogic checks it, runs it in a WebAssembly sandbox with hard limits, and puts the answer
// into the text as <result>...</result>.
//
//   #include <bytelogic/bytelogic.h>
//   #include <cstdio>
//
//   int main() {
//     bytelogic::Engine engine;                        // once per process; safe to use from many threads
//     bytelogic::CompileResult compiled = engine.Compile("REL edge 2\nREL path 2\n"
//         "RULE path: SCAN edge $x $y, EMIT path $x $y\n"
//         "RULE path: SCAN edge $x $y, JOIN path $y $z, EMIT path $x $z\n"
//         "SOLVE\n"
//         "QUERY path a ?\n");
//     bytelogic::Facts facts;
//     facts.Add("edge", {"a", "b"});
//     facts.Add("edge", {"b", "c"});
//     if (compiled.program) std::puts(engine.Run(*compiled.program, facts).Text().c_str());     // b, c
//   }
//
// What never happens: an exception across this border, a crash or a hang because of a program, an answer that is
// partial but looks whole. Everything that is wrong with a program is a Diagnostic with a stable code.
#pragma once

#include "bytelogic/diagnostic.h"
#include "bytelogic/engine.h"
#include "bytelogic/explain.h"
#include "bytelogic/facts.h"
#include "bytelogic/json.h"
#include "bytelogic/limits.h"
#include "bytelogic/program.h"
#include "bytelogic/result.h"
#include "bytelogic/text.h"
#include "bytelogic/value.h"
