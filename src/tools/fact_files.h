// fact_files.h - `--facts parent=parent.csv`: files of tuples for a run.
//
//   Facts facts;
//   tl::expected<void, std::string> loaded = LoadFacts("parent=data/parent.csv", facts);
//   if (!loaded) console.Error(loaded.error());      // "data/parent.csv:3:7: 3 fields, the rows before have 2; ..."
//
// `relation=FILE.csv`, `.tsv` or `.json` (an array of rows; a row is an array, or a scalar for one column), or
// `FILE.json` (an object of such arrays, by relation).
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "bytelogic/facts.h"

namespace bytelogic::tools {

// Adds the tuples that `argument` names. Where it fails, the error is a sentence that begins with the file and the
// place, and `facts` may hold the rows before it.
auto LoadFacts(const std::string& argument, Facts& facts) -> tl::expected<void, std::string>;

// The rows of a text in CSV or TSV (`tabs`); `file` is for messages. A field is an int or a float where it reads as
// one, else a symbol: `42`, `-1.5`, `1e9` are numbers; `007` is not, since its zeros would be lost.
auto AddCsvFacts(std::string_view text, bool tabs, std::string_view relation, std::string_view file, Facts& facts)
    -> tl::expected<void, std::string>;

// The rows of a JSON text. `relation`: of an array; empty: the text is an object of arrays by relation. Numbers are
// numbers and strings are symbols.
auto AddJsonFacts(std::string_view text, std::string_view relation, std::string_view file, Facts& facts)
    -> tl::expected<void, std::string>;

// Whether a program can have a relation of this name, and what to say where it cannot.
auto IsRelationName(std::string_view name) -> bool;
auto NoRelationName(std::string_view name) -> std::string;

}  // namespace bytelogic::tools
