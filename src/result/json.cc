#include "bytelogic/json.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "bytelogic/result.h"
#include "result/json_text.h"

namespace bytelogic {
namespace {

using Json = nlohmann::ordered_json;

auto ValueJson(const Value& value) -> Json {
  return std::visit([](const auto& held) { return Json(held); }, value);
}

auto RowsJson(const Output& output) -> Json {
  Json rows = Json::array();
  for (const std::vector<Value>& row : output.rows) {
    Json values = Json::array();
    for (const Value& value : row) values.push_back(ValueJson(value));
    rows.push_back(std::move(values));
  }
  return rows;
}

auto OutputJson(const Output& output) -> Json {
  Json json;
  json["kind"] = output.kind == Output::Kind::kValue ? "result" : "query";
  json["text"] = output.text;
  switch (output.kind) {
    case Output::Kind::kRows:
      json["relation"] = output.relation;
      json["columns"] = output.columns;
      json["rows"] = RowsJson(output);
      break;
    case Output::Kind::kTruth:
      json["relation"] = output.relation;
      json["truth"] = output.truth;
      break;
    case Output::Kind::kValue:
      json["value"] = ValueJson(output.value);
      break;
  }
  return json;
}

// The rows of the last query; plain values where they have one column; a truth as itself; null without a query.
auto QueryResults(const Result& result) -> Json {
  for (auto output = result.outputs.rbegin(); output != result.outputs.rend(); ++output) {
    if (output->kind == Output::Kind::kValue) continue;
    if (output->kind == Output::Kind::kTruth) return output->truth;
    if (output->columns.size() != 1) return RowsJson(*output);
    Json values = Json::array();
    for (const std::vector<Value>& row : output->rows) values.push_back(ValueJson(row.front()));
    return values;
  }
  return nullptr;
}

auto ViolationsJson(const std::vector<Violation>& violations) -> Json {
  Json list = Json::array();
  for (const Violation& violation : violations) {
    Json witnesses = Json::array();
    for (const std::vector<Value>& row : violation.witnesses) {
      Json witness = Json::object();
      for (std::size_t i = 0; i < row.size(); ++i) witness[violation.variables[i]] = ValueJson(row[i]);
      witnesses.push_back(std::move(witness));
    }
    list.push_back(
        {{"constraint", violation.constraint}, {"count", violation.count}, {"witnesses", std::move(witnesses)}});
  }
  return list;
}

auto DiagnosticsJson(const std::vector<Diagnostic>& diagnostics) -> Json {
  Json list = Json::array();
  for (const Diagnostic& diagnostic : diagnostics) {
    Json json;
    json["code"] = diagnostic.code;
    json["severity"] = diagnostic.severity == Severity::kError ? "error" : "warning";
    json["message"] = diagnostic.message;
    json["line"] = diagnostic.line;
    json["column"] = diagnostic.column;
    json["length"] = diagnostic.length;
    json["help"] = diagnostic.help;
    if (diagnostic.fix) {
      const Fix& fix = *diagnostic.fix;
      json["fix"] = {{"line", fix.line}, {"column", fix.column}, {"length", fix.length}, {"text", fix.text}};
    }
    list.push_back(std::move(json));
  }
  return list;
}

// Nanoseconds are as fine as clocks are.
auto Microseconds(double time) -> double { return std::round(time * 1'000) / 1'000; }

auto StatisticsJson(const Statistics& statistics) -> Json {
  Json json;
  json["parse_us"] = Microseconds(statistics.parse_us);
  json["check_us"] = Microseconds(statistics.check_us);
  json["plan_us"] = Microseconds(statistics.plan_us);
  json["wait_us"] = Microseconds(statistics.wait_us);
  json["instantiate_us"] = Microseconds(statistics.instantiate_us);
  json["run_us"] = Microseconds(statistics.run_us);
  json["render_us"] = Microseconds(statistics.render_us);
  json["cached"] = statistics.cached;
  json["fuel"] = statistics.fuel;
  json["rounds"] = statistics.rounds;
  json["memory_bytes"] = statistics.memory_bytes;
  json["tuples"] = Json::object();
  for (const auto& [relation, count] : statistics.tuples) json["tuples"][relation] = count;
  return json;
}

}  // namespace

auto ToJson(const Result& result, std::optional<std::string_view> wat_code) -> std::string {
  Json json;
  json["success"] = result.success;
  json["outputs"] = Json::array();
  for (const Output& output : result.outputs) json["outputs"].push_back(OutputJson(output));
  json["result"] = result.Text();
  json["query_results"] = QueryResults(result);
  json["computation_token"] = ResultToken(result);
  json["diagnostics"] = DiagnosticsJson(result.diagnostics);
  json["violations"] = ViolationsJson(result.violations);
  json["stats"] = StatisticsJson(result.statistics);
  if (wat_code && wat_code->empty()) json["wat_code"] = nullptr;
  if (wat_code && !wat_code->empty()) json["wat_code"] = *wat_code;
  return result::DumpJson(json);
}

auto ToJson(const std::vector<Diagnostic>& diagnostics) -> std::string {
  return result::DumpJson(DiagnosticsJson(diagnostics));
}

}  // namespace bytelogic
