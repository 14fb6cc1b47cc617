// fact_fuzzing.h - for the fuzzers of the readers of facts: bytes as a file, read under limits, and what must hold of
// whatever comes out.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "base/utf8.h"
#include "data/fact_files.h"
#include "data/input.h"
#include "syntax/bytelogic/parser.h"

namespace bytelogic::fuzz {

using namespace bytelogic::data;

inline auto SteadyMicroseconds() -> std::uint64_t {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(now).count());
}

// A file without a name.
inline auto FileOf(std::string_view bytes) -> Descriptor {
  Descriptor file(memfd_create("fuzz", MFD_CLOEXEC));
  BL_CHECK(file.is_open());
  BL_CHECK(write(file.number(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  BL_CHECK(lseek(file.number(), 0, SEEK_SET) == 0);
  return file;
}

inline auto SchemaOfText(std::string_view program) -> ProgramSchema {
  Diagnostics diagnostics;
  return SchemaOf(syntax::ParseProgram(program, diagnostics));
}

struct Reading {
  Facts facts;
  DataErrors errors;
};

constexpr LoadLimits kLimits{.rows = 500, .bytes = 100'000, .value_bytes = 300, .microseconds = 2'000'000};

// Calls `load` with a context, and checks what holds of every reading.
template <typename Load>
auto ReadUnder(const LoadLimits& limits, const ProgramSchema& schema, Load load) -> Reading {
  Reading reading;
  LoadBudget budget(limits, nullptr, SteadyMicroseconds);
  LoadContext context{.schema = schema, .facts = reading.facts, .errors = reading.errors, .budget = budget};
  load(context);
  constexpr std::size_t kMostWords = 3'000;
  BL_CHECK(reading.errors.Text().size() < DataErrors::kMaxShown * kMostWords);
  BL_CHECK(reading.errors.empty() == reading.errors.Text().empty());
  if (!reading.errors.empty()) return reading;
  std::uint64_t rows = 0;
  for (const auto& [name, table] : reading.facts.tables()) {
    BL_CHECK(IsRelationName(name));
    rows += table.row_count();
    for (std::size_t row = 0; row < table.row_count(); ++row) {
      for (std::size_t column = 0; column < table.arity(); ++column) {
        const Value value = table.At(row, column);
        const auto* text = std::get_if<std::string>(&value);
        if (text == nullptr) continue;
        BL_CHECK(text->size() <= limits.value_bytes);
        BL_CHECK(FindInvalidUtf8(*text) == std::string_view::npos);
      }
    }
  }
  BL_CHECK(rows <= limits.rows);
  return reading;
}

inline auto ReadDelimited(std::string_view bytes, const ProgramSchema& schema, const DelimitedFormat& format,
                          Header header, const LoadLimits& limits = kLimits) -> Reading {
  return ReadUnder(limits, schema, [&](LoadContext& context) {
    ByteSource source(Input::Of(FileOf(bytes), "f"), context.budget);
    LoadDelimited(source, "f", "r", format, header, context);
  });
}

inline auto Equal(const Facts& a, const Facts& b) -> bool {
  const auto rows = [](const Facts& facts) {
    std::vector<std::pair<std::string, std::vector<Value>>> all;
    for (const auto& [name, table] : facts.tables()) {
      for (std::size_t row = 0; row < table.row_count(); ++row) {
        auto& values = all.emplace_back(name, std::vector<Value>()).second;
        for (std::size_t column = 0; column < table.arity(); ++column) values.push_back(table.At(row, column));
      }
    }
    return all;
  };
  return rows(a) == rows(b);
}

// `REL r(c0: int, c1: symbol)`: as the values of the table are; empty where a column holds several types.
inline auto DeclarationOf(const FactTable& table) -> std::string {
  std::string columns;
  for (const ColumnType type : table.types()) {
    if (type == ColumnType::kAny) return {};
    if (!columns.empty()) columns += ", ";
    columns += "c" + std::to_string(columns.size());
    columns += type == ColumnType::kInt ? ": int" : type == ColumnType::kFloat ? ": float" : ": symbol";
  }
  return columns.empty() ? "REL r 0\n" : "REL r(" + columns + ")\n";
}

}  // namespace bytelogic::fuzz
