// Proofs as directed graphs for Graphviz: a box for each tuple, an arrow to everything that it rests on.

#include "base/visible_text.h"
#include "bytelogic/explain.h"

namespace bytelogic {
namespace {

// Within a quoted label: quotes and backslashes are escaped, line ends become Graphviz's own.
auto Escaped(std::string_view text) -> std::string {
  std::string result;
  for (const char c : VisibleText(text, "\n")) {
    if (c == '"' || c == '\\') result += '\\';
    if (c == '\n') {
      result += "\\n";
    } else {
      result += c;
    }
  }
  return result;
}

auto PlaceText(ProofPlace place) -> std::string {
  if (place.line == 0) return {};
  return " at " + std::to_string(place.line) + ":" + std::to_string(place.column);
}

// An arrow to each tuple, and to each condition as a leaf of its own, whose name begins with `leaves`.
template <typename Name>
void AppendPremises(const std::vector<ProofPremise>& premises, const Name& name, std::size_t node,
                    const std::string& leaves, std::string& out) {
  for (std::size_t k = 0; k < premises.size(); ++k) {
    const ProofPremise& premise = premises[k];
    if (premise.kind == ProofPremise::Kind::kTuple) {
      out += "  " + name(node) + " -> " + name(premise.node) + ";\n";
      continue;
    }
    const std::string leaf = leaves + std::to_string(k);
    out += "  " + leaf + " [label=\"" + Escaped(premise.reading) + "\", shape=plaintext];\n";
    out += "  " + name(node) + " -> " + leaf + " [style=dashed];\n";
  }
}

void AppendProof(const Proof& proof, std::size_t number, std::string& out) {
  const auto name = [number](std::size_t node) { return "p" + std::to_string(number) + "n" + std::to_string(node); };
  for (std::size_t i = 0; i < proof.nodes.size(); ++i) {
    const ProofNode& node = proof.nodes[i];
    const bool fact = node.kind == ProofNode::Kind::kFact;
    const std::string why = (fact ? node.origin : "rule " + node.rule) + PlaceText(node.place);
    out += "  " + name(i) + " [label=\"" + Escaped(node.Text()) + "\\n" + Escaped(why) + "\"" +
           (fact ? ", style=filled" : "") + "];\n";
    AppendPremises(node.premises, name, i, name(i) + "c", out);
    for (std::size_t row = 0; row < node.rows.size(); ++row) {
      AppendPremises(node.rows[row].premises, name, i, name(i) + "r" + std::to_string(row) + "c", out);
    }
    if (node.counted > node.rows.size()) {
      const std::string leaf = name(i) + "more";
      out += "  " + leaf + " [label=\"and " + std::to_string(node.counted - node.rows.size()) +
             " more\", shape=plaintext];\n  " + name(i) + " -> " + leaf + " [style=dashed];\n";
    }
  }
}

}  // namespace

auto Explanation::Dot() const -> std::string {
  std::string out = "digraph proof {\n  node [shape=box, fontname=\"sans-serif\"];\n";
  for (std::size_t i = 0; i < proofs.size(); ++i) AppendProof(proofs[i], i, out);
  return out + "}\n";
}

}  // namespace bytelogic
