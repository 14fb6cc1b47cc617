// LoadDelimited: rows of CSV, TSV and .facts files into facts.

#include <fmt/format.h>

#include <optional>
#include <utility>
#include <vector>

#include "data/fact_files.h"
#include "data/field.h"

namespace bytelogic::data {

namespace {

class DelimitedLoader {
 public:
  DelimitedLoader(DelimitedReader& reader, RowSink& sink) : reader_(reader), sink_(sink) {}

  void Load(Header header) {
    std::vector<DelimitedField> row;
    if (!reader_.NextRow(row)) return;
    const bool is_header = header != Header::kNo && ReadHeader(row, header == Header::kYes);
    if (!is_header && !Add(row)) return;
    while (reader_.NextRow(row)) {
      if (!Add(row)) return;
    }
  }

 private:
  auto PlaceOf(const DelimitedField& field) -> DataPlace {
    return {sink_.file(), reader_.LineOf(field), reader_.ColumnOf(field)};
  }

  // Whether `row` is a header. Its names choose the columns where all that the program declares are among them.
  auto ReadHeader(const std::vector<DelimitedField>& row, bool certain) -> bool {
    std::vector<std::string_view> names;
    for (const DelimitedField& field : row) names.push_back(field.text);
    if (sink_.schema() != nullptr) chosen_ = MatchColumns(*sink_.schema(), names);
    if (chosen_) file_columns_ = row.size();
    return certain || chosen_.has_value();
  }

  // False: enough is known.
  auto Add(const std::vector<DelimitedField>& row) -> bool {
    // A relation without columns: each line is `()`, as Soufflé writes it.
    const bool nullary = sink_.arity() == 0 && row.size() == 1 && row[0].text == "()";
    const std::size_t count = chosen_ ? chosen_->size() : nullary ? 0 : row.size();
    if (chosen_ ? row.size() != file_columns_ : count != known_arity_.value_or(count)) {
      return WrongCount(row);
    }
    if (!sink_.has_table()) {
      const std::size_t expected = sink_.arity().value_or(count);
      if (!sink_.Begin(count, "field", PlaceOf(row[std::min(row.size() - 1, expected)]))) return true;
      known_arity_ = count;
    }
    if (!sink_.MakeRoom()) {
      sink_.ReportRowLimit(PlaceOf(row[0]));
      return false;
    }
    if (count == 0) sink_.table().AddEmptyRow();
    for (std::size_t column = 0; column < count; ++column) {
      const DelimitedField& field = row[chosen_ ? (*chosen_)[column] : column];
      const FieldProblem problem = AddField(field.text, sink_.type(column), sink_.table());
      if (problem == FieldProblem::kNone) [[likely]]
        continue;
      Report(problem, field);
      sink_.table().DropIncompleteRow();
      break;
    }
    return true;
  }

  auto WrongCount(const std::vector<DelimitedField>& row) -> bool {
    // The first field too many, or the last one of too few.
    const std::size_t expected = chosen_ ? file_columns_ : *known_arity_;
    const DataPlace place = PlaceOf(row[std::min(row.size() - 1, expected)]);
    if (!chosen_) {
      sink_.ReportArity(row.size(), "field", place);
    } else if (sink_.errors().Count()) {
      sink_.errors().Add(
          DiagnosticKind::kArity, place,
          fmt::format("{} {}, the header has {}", row.size(), row.size() == 1 ? "field" : "fields", file_columns_),
          "give every row the same number, and quote fields that hold a separator");
    }
    return true;
  }

  void Report(FieldProblem problem, const DelimitedField& field) {
    if (!sink_.errors().Count()) return;
    ProblemText text = Describe(problem, field.text);
    const DataPlace place = PlaceOf(field);
    const bool misfit = problem == FieldProblem::kNotAnInt || problem == FieldProblem::kNotANumber;
    if (place.line == 1 && misfit && !chosen_) text.help += "; where row 1 is a header write FILE?header";
    sink_.errors().Add(text.kind, place, std::move(text.message), std::move(text.help));
  }

  DelimitedReader& reader_;
  RowSink& sink_;
  std::optional<std::vector<std::size_t>> chosen_;  // by the header: for each column where it stands in the file
  std::size_t file_columns_ = 0;
  std::optional<std::size_t> known_arity_;
};

}  // namespace

void LoadDelimited(ByteSource& source, const std::string& name, const std::string& relation, DelimitedFormat format,
                   Header header, LoadContext& context) {
  RowSink sink(context, relation, name);
  if (!format.skips_empty_lines) format.skips_empty_lines = sink.arity() != 1;
  TextWindow window(source, [&] { sink.TellProgress(source.bytes_read(), source.size()); });
  DelimitedReader reader(window, std::move(format), context.budget);
  DelimitedLoader(reader, sink).Load(header);
  if (!reader.error()) return;
  const DelimitedError& error = *reader.error();
  context.errors.Report(error.problem, {name, error.line, error.column});
}

}  // namespace bytelogic::data
