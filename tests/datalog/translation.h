// translation.h - `fmt --to`: a program and its translations answer the same.
//
//   std::string problem = TranslationProblem(source, Dialect::kDatalog, counts);      // empty: nothing is wrong
//
// Used by datalog_main.cc on random programs of both dialects.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "bytelogic/dialect.h"
#include "bytelogic/result.h"
#include "differential/runners.h"

namespace bytelogic::datalog_test {

struct TranslationCounts {
  std::uint64_t translations = 0;                // that were run
  std::map<std::string, std::uint64_t> no_form;  // programs of statements, by the code that says why
};

// A program with limits that none of the generators' runs into by time.
auto MakeCase(std::string source, Dialect dialect) -> differential::Case;

// What a program answers: its outputs without their questions, or the code of what went wrong. A value is a row, since
// a RESULT is one of the bindings of a question in Datalog.
auto AnswersOf(const Result& result) -> std::string;

// Translates a program into the other dialect, back, and there again. Each translation parses, is laid out as `fmt`
// lays it out, and answers what the program answers; only a program of statements may have no form (E109). Nothing to
// say of programs that do not compile, and of those that end with R206: what is over nothing is false in Datalog, and
// no error.
auto TranslationProblem(const std::string& source, Dialect dialect, TranslationCounts& counts) -> std::string;

}  // namespace bytelogic::datalog_test
