#include "data/row_sink.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "base/utf8.h"
#include "data/field.h"

namespace bytelogic::data {

namespace {

auto Counted(std::size_t count, std::string_view unit) -> std::string {
  return fmt::format("{} {}{}", count, unit, count == 1 ? "" : "s");
}

auto NameOfType(ColumnType type) -> std::string_view {
  switch (type) {
    case ColumnType::kInt:
      return "int";
    case ColumnType::kFloat:
      return "float";
    case ColumnType::kSymbol:
      return "symbol";
    case ColumnType::kAny:
      break;
  }
  return "any";
}

auto Fits(const Value& value, std::optional<ColumnType> type) -> bool {
  if (!type || *type == ColumnType::kAny) return true;
  const auto* number = std::get_if<double>(&value);
  switch (*type) {
    case ColumnType::kInt:
      return value.index() == 0 ||
             (number != nullptr && *number == std::trunc(*number) && *number >= -0x1p63 && *number < 0x1p63);
    case ColumnType::kFloat:
      return value.index() <= 1;
    default:
      return value.index() == 2;
  }
}

}  // namespace

RowSink::RowSink(LoadContext& context, std::string relation, std::string file)
    : context_(context), relation_(std::move(relation)), file_(std::move(file)) {
  const auto found = context.schema.find(relation_);
  if (found != context.schema.end()) schema_ = &found->second;
}

auto RowSink::arity() const -> std::optional<std::size_t> {
  if (table_ != nullptr) return table_->arity();
  if (schema_ != nullptr && schema_->has_arity) return schema_->columns.size();
  const auto found = context_.facts.tables().find(relation_);
  if (found != context_.facts.tables().end()) return found->second.arity();
  return std::nullopt;
}

auto RowSink::Begin(std::size_t arity, std::string_view unit, const DataPlace& place) -> bool {
  if (this->arity().value_or(arity) != arity) {
    ReportArity(arity, unit, place);
    return false;
  }
  table_ = context_.facts.Table(relation_, arity);
  return table_ != nullptr;
}

void RowSink::ReportArity(std::size_t count, std::string_view unit, const DataPlace& place) {
  if (!context_.errors.Count()) return;
  const std::size_t expected = arity().value_or(0);
  const bool declared = schema_ != nullptr && schema_->has_arity;
  context_.errors.Add(
      DiagnosticKind::kArity, place,
      declared ? fmt::format("{}, but {} has {}", Counted(count, unit), relation_, Counted(expected, "column"))
               : fmt::format("{}, the rows of {} before have {}", Counted(count, unit), relation_, expected),
      unit == "field" ? "give every row the same number, and quote fields that hold a separator"
                      : fmt::format("give every row {}", Counted(expected, unit)));
}

void RowSink::ReportRowLimit(const DataPlace& place) { context_.errors.Report(context_.budget.TooManyRows(), place); }

auto RowSink::type(std::size_t column) const -> std::optional<ColumnType> {
  if (schema_ == nullptr || column >= schema_->columns.size()) return std::nullopt;
  return schema_->columns[column].type;
}

auto RowSink::NameOf(std::size_t column) const -> std::string {
  if (schema_ != nullptr && column < schema_->columns.size() && !schema_->columns[column].name.empty()) {
    return schema_->columns[column].name;
  }
  return std::to_string(column + 1);
}

auto RowSink::AddValue(const Value& value, std::size_t column) -> bool {
  const auto* number = std::get_if<double>(&value);
  if (number != nullptr && !std::isfinite(*number)) return false;
  const auto* text = std::get_if<std::string>(&value);
  if (text != nullptr && FindInvalidUtf8(*text) != std::string_view::npos) return false;
  if (!Fits(value, type(column))) return false;
  table_->Add(value);
  return true;
}

void RowSink::ReportValue(const Value& value, std::size_t column, const DataPlace& place) {
  if (!context_.errors.Count()) return;
  const auto* number = std::get_if<double>(&value);
  const auto* text = std::get_if<std::string>(&value);
  if (number != nullptr && !std::isfinite(*number)) {
    context_.errors.Add(DiagnosticKind::kValueDoesNotFit, place,
                        fmt::format("column {} holds a float that is not finite", NameOf(column)),
                        "leave the row out, or give a number");
    return;
  }
  if (text != nullptr && FindInvalidUtf8(*text) != std::string_view::npos) {
    context_.errors.Add(DiagnosticKind::kEncoding, place,
                        fmt::format("the text of column {} is not valid UTF-8", NameOf(column)), "encode it as UTF-8");
    return;
  }
  const std::string_view kind = text != nullptr ? "a symbol" : number != nullptr ? "a float" : "an int";
  const std::string_view wanted = NameOfType(type(column).value_or(ColumnType::kAny));
  context_.errors.Add(DiagnosticKind::kValueDoesNotFit, place,
                      fmt::format("{} is {}, and column {} is declared as {}",
                                  text != nullptr ? ShownField(*text) : ToText(value), kind, NameOf(column), wanted),
                      fmt::format("give {} {}, or declare the column as any", wanted == "int" ? "an" : "a", wanted));
}

void RowSink::TellProgress(std::uint64_t bytes, std::uint64_t size) {
  if (!context_.on_progress) return;
  constexpr double kMegabyte = 1e6;
  const std::string all = size > 0 ? fmt::format(" of {:.1f}", static_cast<double>(size) / kMegabyte) : "";
  context_.on_progress(fmt::format("reading {}, {:.1f}{} MB, {} rows", file_, static_cast<double>(bytes) / kMegabyte,
                                   all, context_.budget.rows()));
}

}  // namespace bytelogic::data
