// Explanations as JSON; docs/proofs.md lists the keys.

#include "bytelogic/json.h"

#include <nlohmann/json.hpp>

#include "bytelogic/explain.h"
#include "result/json_text.h"

namespace bytelogic {
namespace {

using Object = nlohmann::ordered_json;

auto ValueJson(const Value& value) -> Object {
  return std::visit([](const auto& held) { return Object(held); }, value);
}

auto ValuesJson(const std::vector<Value>& values) -> Object {
  Object list = Object::array();
  for (const Value& value : values) list.push_back(ValueJson(value));
  return list;
}

void AddPlace(Object& json, ProofPlace place) {
  json["line"] = place.line;
  json["column"] = place.column;
}

auto BindingsJson(const std::vector<ProofBinding>& bindings) -> Object {
  Object list = Object::array();
  for (const ProofBinding& binding : bindings) {
    Object json{{"name", binding.name}, {"value", ValueJson(binding.value)}};
    if (binding.matching > 0) {
      json["matching"] = binding.matching;
      json["tuples"] = binding.tuples;
    }
    list.push_back(std::move(json));
  }
  return list;
}

auto NameOf(ProofPremise::Kind kind) -> std::string_view {
  switch (kind) {
    case ProofPremise::Kind::kTuple:
      return "tuple";
    case ProofPremise::Kind::kAbsent:
      return "absent";
    case ProofPremise::Kind::kTest:
      return "test";
    case ProofPremise::Kind::kLet:
      return "let";
    case ProofPremise::Kind::kRange:
      return "range";
  }
  return {};
}

auto PremiseJson(const ProofPremise& premise) -> Object {
  Object json;
  json["kind"] = NameOf(premise.kind);
  json["clause"] = premise.clause;
  AddPlace(json, premise.place);
  json["reading"] = premise.reading;
  if (premise.kind == ProofPremise::Kind::kTuple) {
    json["node"] = premise.node;
  } else {
    json["values"] = BindingsJson(premise.values);
  }
  return json;
}

auto PremisesJson(const std::vector<ProofPremise>& premises) -> Object {
  Object list = Object::array();
  for (const ProofPremise& premise : premises) list.push_back(PremiseJson(premise));
  return list;
}

auto NodeJson(const ProofNode& node) -> Object {
  Object json;
  json["tuple"] = node.Text();
  json["relation"] = node.relation;
  json["values"] = ValuesJson(node.values);
  if (!node.note.empty()) json["note"] = node.note;
  if (node.kind == ProofNode::Kind::kFact) {
    json["kind"] = "fact";
    json["origin"] = node.origin;
    AddPlace(json, node.place);
    return json;
  }
  json["kind"] = "rule";
  json["rule"] = node.rule;
  AddPlace(json, node.place);
  json["bindings"] = BindingsJson(node.bindings);
  json["premises"] = PremisesJson(node.premises);
  if (node.counted > 0) {
    json["aggregates"] = BindingsJson(node.aggregates);
    json["counted"] = node.counted;
    json["rows"] = Object::array();
    for (const ProofRow& row : node.rows) {
      json["rows"].push_back({{"bindings", BindingsJson(row.bindings)}, {"premises", PremisesJson(row.premises)}});
    }
  }
  return json;
}

auto FailureJson(const RuleFailure& failure) -> Object {
  Object json;
  json["rule"] = failure.rule;
  AddPlace(json, failure.place);
  json["bindings"] = BindingsJson(failure.bindings);
  json["clause"] = {
      {"text", failure.clause}, {"line", failure.clause_place.line}, {"column", failure.clause_place.column}};
  json["reason"] = failure.reason;
  return json;
}

}  // namespace

auto Explanation::Json() const -> std::string {
  Object json;
  json["success"] = success;
  json["goal"] = goal;
  json["holds"] = holds;
  json["matching"] = matching;
  json["proofs"] = Object::array();
  for (const Proof& proof : proofs) {
    Object nodes = Object::array();
    for (const ProofNode& node : proof.nodes) nodes.push_back(NodeJson(node));
    json["proofs"].push_back({{"height", proof.height}, {"nodes", std::move(nodes)}});
  }
  json["failures"] = Object::array();
  for (const RuleFailure& failure : failures) json["failures"].push_back(FailureJson(failure));
  json["nearest"] = nearest;
  json["better"] = better.empty() ? Object() : Object(better);
  json["diagnostics"] = Object::parse(ToJson(diagnostics), nullptr, false);
  return result::DumpJson(json);
}

}  // namespace bytelogic
