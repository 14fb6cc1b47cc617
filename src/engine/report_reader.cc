#include "engine/report_reader.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <utility>

#include "base/utf8.h"
#include "result/value_text.h"

namespace bytelogic::engine {
namespace {

using runtime::kNone32;
using runtime::OutputKind;
using runtime::OutputRecord;
using runtime::OutputValue;
using runtime::Report;
using runtime::ValueTag;
using runtime::WarningEntry;

// A program has few places that warn.
constexpr std::uint32_t kMaxWarnings = 1'000;

// A stretch of the sandbox's memory that is read from its start to its end.
class Reader {
 public:
  explicit Reader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  template <typename T>
  auto Read(T& value) -> bool {
    if (bytes_.size() < sizeof(T)) return false;
    std::memcpy(&value, bytes_.data(), sizeof(T));
    bytes_ = bytes_.subspan(sizeof(T));
    return true;
  }
  // `length` bytes, padded to a multiple of 8. The view is into the sandbox's memory.
  auto ReadText(std::uint32_t length, std::string_view& text) -> bool {
    const std::uint64_t padded = (std::uint64_t{length} + 7) & ~std::uint64_t{7};
    if (bytes_.size() < padded) return false;
    text = {reinterpret_cast<const char*>(bytes_.data()), length};
    bytes_ = bytes_.subspan(padded);
    return true;
  }
  [[nodiscard]] auto size() const -> std::size_t { return bytes_.size(); }

 private:
  std::span<const std::uint8_t> bytes_;
};

// [address, address + size) of `memory`; null where that is not all inside.
auto Stretch(std::span<const std::uint8_t> memory, std::uint64_t address, std::uint64_t size)
    -> std::span<const std::uint8_t> {
  if (address > memory.size() || size > memory.size() - address) return {};
  return memory.subspan(address, size);
}

class OutputReader {
 public:
  OutputReader(Reader reader, const ProgramShape& shape, const Limits& limits, Watch& watch)
      : reader_(reader), shape_(shape), room_(limits.output_bytes), watch_(watch) {}

  auto ReadAll(std::uint32_t count, std::vector<Output>& outputs, std::vector<Violation>& violations) -> bool {
    if (count > reader_.size() / sizeof(OutputRecord) || count > room_) return false;
    outputs.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i) {
      OutputRecord record;
      if (!reader_.Read(record)) return false;
      const bool read = record.kind == OutputKind::kViolation ? ReadViolation(record, violations)
                                                              : ReadOne(record, outputs.emplace_back());
      if (!read) return false;
    }
    return reader_.size() == 0;
  }

 private:
  // Each constraint once at most, in their order.
  auto ReadViolation(const OutputRecord& record, std::vector<Violation>& violations) -> bool {
    if (record.output < next_constraint_ || record.output >= shape_.constraints.size()) return false;
    next_constraint_ = record.output + 1;
    const ConstraintShape& shape = shape_.constraints[record.output];
    Value count;
    if (record.row_count > runtime::kMaxWitnesses || record.column_count != shape.variables.size()) return false;
    if (!ReadValue(count) || !std::holds_alternative<std::int64_t>(count)) return false;
    const std::int64_t total = std::get<std::int64_t>(count);
    if (total < 1 || record.row_count != std::min<std::int64_t>(total, runtime::kMaxWitnesses)) return false;
    Violation& violation = violations.emplace_back();
    violation.constraint = shape.name;
    violation.variables.assign(shape.variables.begin(), shape.variables.end());
    violation.count = static_cast<std::uint64_t>(total);
    return ReadRows(record, violation.witnesses);
  }

  auto ReadRows(const OutputRecord& record, std::vector<std::vector<Value>>& rows) -> bool {
    rows.reserve(record.row_count);
    for (std::uint32_t row = 0; row < record.row_count; ++row) {
      std::vector<Value>& values = rows.emplace_back(record.column_count);
      for (Value& value : values) {
        if (!ReadValue(value)) return false;
      }
    }
    return true;
  }

  auto ReadOne(const OutputRecord& record, Output& output) -> bool {
    if (record.output >= shape_.outputs.size()) return false;
    const sema::OutputShape& shape = shape_.outputs[record.output];
    const OutputKind kind = !shape.is_query         ? OutputKind::kValue
                            : shape.columns.empty() ? OutputKind::kTruth
                                                    : OutputKind::kRows;
    if (record.kind != kind) return false;
    // Whatever prints without values prints at least one byte: `none`, `true`.
    const bool has_values = kind == OutputKind::kValue || (kind == OutputKind::kRows && record.row_count > 0);
    if (!has_values && !TakeRoom(1)) return false;
    output.text = shape.text;
    if (shape.is_query) output.relation = shape_.relations[shape.relation.index].name;
    switch (kind) {
      case OutputKind::kTruth:
        output.kind = Output::Kind::kTruth;
        output.truth = record.row_count == 1;
        return record.row_count <= 1 && record.column_count == 0;
      case OutputKind::kValue:
        output.kind = Output::Kind::kValue;
        return record.row_count == 1 && record.column_count == 1 && ReadValue(output.value);
      default:
        break;
    }
    if (record.column_count != shape.columns.size()) return false;
    output.columns.assign(shape.columns.begin(), shape.columns.end());
    if (record.row_count > reader_.size() / sizeof(OutputValue) / record.column_count) return false;
    if (record.row_count > room_) return false;
    return ReadRows(record, output.rows);
  }

  auto ReadValue(Value& value) -> bool {
    OutputValue raw;
    if (!reader_.Read(raw) || watch_.Spent(30 + raw.length / 4)) return false;
    switch (raw.tag) {
      case ValueTag::kInt:
        value = std::bit_cast<std::int64_t>(raw.bits);
        return TakeRoom(1);
      case ValueTag::kFloat: {
        const auto number = std::bit_cast<double>(raw.bits);
        value = number;
        return std::isfinite(number) && !result::IsInt(number) && TakeRoom(1);
      }
      case ValueTag::kText: {
        std::string_view text;
        if (!reader_.ReadText(raw.length, text) || !TakeRoom(raw.length == 0 ? 1 : raw.length)) return false;
        if (FindInvalidUtf8(text) != std::string_view::npos) return false;
        value.emplace<std::string>(text);
        return true;
      }
    }
    return false;
  }

  // Every value takes a byte of text at least; more of them than the limit allows is a lie.
  auto TakeRoom(std::uint64_t bytes) -> bool {
    if (bytes > room_) return false;
    room_ -= bytes;
    return true;
  }

  Reader reader_;
  const ProgramShape& shape_;
  std::uint64_t room_;
  Watch& watch_;
  std::uint32_t next_constraint_ = 0;
};

auto IsKnownCode(std::uint32_t code) -> bool {
  return code == 0 || (code >= 201 && code <= 210) || (code >= 302 && code <= 309);
}

auto ReadWarnings(std::span<const std::uint8_t> memory, const Report& raw, const ProgramShape& shape,
                  std::vector<WarningEntry>& warnings) -> bool {
  if (raw.warning_count == 0) return true;
  if (raw.warning_count > kMaxWarnings) return false;
  const auto bytes = Stretch(memory, raw.warnings, std::uint64_t{raw.warning_count} * sizeof(WarningEntry));
  Reader reader(bytes);
  warnings.resize(raw.warning_count);
  for (WarningEntry& warning : warnings) {
    if (!reader.Read(warning)) return false;
    if (warning.code != 101 && warning.code != 105) return false;
    if (warning.site != kNone32 && warning.site >= shape.sites.size()) return false;
  }
  return true;
}

}  // namespace

auto ReadReport(std::span<const std::uint8_t> memory, std::uint32_t address, const ProgramShape& shape,
                const Limits& limits, Watch& watch) -> tl::expected<RunReport, std::string> {
  const auto fail = [](const char* what) { return tl::unexpected<std::string>(what); };
  RunReport report;
  Report& raw = report.raw;
  if (!Reader(Stretch(memory, address, sizeof(Report))).Read(raw)) return fail("its report lies outside its memory");
  if (!IsKnownCode(raw.code)) return fail("it ended with an unknown code");
  if (raw.site != kNone32 && raw.site >= shape.sites.size()) return fail("it names an unknown place");

  const std::uint64_t relation_count = shape.relations.size();
  if (raw.tuple_counts == 0 && relation_count > 0) return fail("its report is empty");
  const auto counts = Stretch(memory, raw.tuple_counts, relation_count * sizeof(std::uint32_t));
  if (counts.size() != relation_count * sizeof(std::uint32_t)) return fail("its tuple counts lie outside its memory");
  report.tuple_counts.resize(relation_count);
  if (relation_count > 0) std::memcpy(report.tuple_counts.data(), counts.data(), counts.size());

  if (!ReadWarnings(memory, raw, shape, report.warnings)) return fail("its warnings are malformed");
  if (raw.detail_relation != kNone32 && raw.detail_relation >= relation_count)
    return fail("it names an unknown relation");
  if (raw.code != 0) {
    const bool of_output = raw.code == 308 && raw.detail_output != kNone32;
    if (of_output && raw.detail_output >= shape.outputs.size()) return fail("it names an unknown output");
    return report;
  }
  const auto outputs = Stretch(memory, raw.outputs, raw.output_size);
  if (outputs.size() != raw.output_size) return fail("its outputs lie outside its memory");
  if (!OutputReader(Reader(outputs), shape, limits, watch)
           .ReadAll(raw.output_count, report.outputs, report.violations)) {
    return fail("its outputs are malformed");
  }
  return report;
}

}  // namespace bytelogic::engine
