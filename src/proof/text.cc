// Explanations for people: a tree for each proof, a paragraph for each rule that fails.

#include <algorithm>
#include <deque>
#include <vector>

#include "base/visible_text.h"
#include "bytelogic/explain.h"

namespace bytelogic {
namespace {

// A tree that is deeper goes on at the margin, so that its text does not grow with the square of its depth.
constexpr std::size_t kMaxDepth = 24;

constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kFaint = "\x1b[2m";
constexpr std::string_view kPlain = "\x1b[0m";

auto PlaceText(ProofPlace place) -> std::string {
  if (place.line == 0) return {};
  return " at " + std::to_string(place.line) + ":" + std::to_string(place.column);
}

auto BindingsText(const std::vector<ProofBinding>& bindings) -> std::string {
  std::string text;
  for (const ProofBinding& binding : bindings) {
    text += (text.empty() ? "" : ", ") + binding.name + " = " + ToText(binding.value);
  }
  return text;
}

// What a query in an expression has found.
auto TuplesText(const ProofBinding& query) -> std::string {
  std::string text;
  for (const std::string& tuple : query.tuples) text += (text.empty() ? " of " : "; ") + tuple;
  if (query.matching > query.tuples.size()) {
    text += " and " + std::to_string(query.matching - query.tuples.size()) + " more";
  }
  return text;
}

class TreePrinter {
 public:
  TreePrinter(const Proof& proof, bool color) : proof_(proof), color_(color), numbers_(proof.nodes.size(), 0) {}

  auto Print() -> std::string {
    // What is referred to is known only when all has been printed; then it is printed with its numbers.
    PrintAll();
    std::uint32_t next = 0;
    for (std::size_t i = 0; i < referred_.size(); ++i) {
      if (referred_[i]) numbers_[i] = ++next;
    }
    if (next > 0) PrintAll();
    return std::move(out_);
  }

 private:
  void PrintAll() {
    out_.clear();
    shown_.assign(proof_.nodes.size(), false);
    scheduled_ = referred_ = shown_;
    std::deque<std::uint32_t> roots = {0};
    scheduled_[0] = true;
    while (!roots.empty()) {
      PrintTree(roots.front(), roots);
      roots.pop_front();
    }
  }

  // What stands below a line: clauses, then the rows of an aggregate.
  struct Below {
    const std::vector<ProofPremise>& premises;
    const std::vector<ProofRow>* rows = nullptr;
    std::uint64_t rows_left_out = 0;
    std::string prefix;
    std::size_t next = 0;

    [[nodiscard]] auto count() const -> std::size_t {
      return premises.size() + (rows == nullptr ? 0 : rows->size()) + (rows_left_out > 0 ? 1 : 0);
    }
  };

  // Roots of trees that go on at the margin are added to `roots`.
  void PrintTree(std::uint32_t root, std::deque<std::uint32_t>& roots) {
    std::vector<Below> open;
    PrintNode(root, "", "", open);
    while (!open.empty()) {
      Below& top = open.back();
      if (top.next == top.count()) {
        open.pop_back();
        continue;
      }
      const std::size_t at = top.next++;
      const bool last = top.next == top.count();
      const std::string branch = top.prefix + (last ? "└─ " : "├─ ");
      const std::string below = top.prefix + (last ? "   " : "│  ");
      if (at < top.premises.size()) {
        PrintClause(top.premises[at], branch, below, open, roots);
      } else if (const std::size_t row = at - top.premises.size(); top.rows != nullptr && row < top.rows->size()) {
        PrintRow((*top.rows)[row], branch, below, open);
      } else {
        out_ += branch + "and " + std::to_string(top.rows_left_out) + " more\n";
      }
    }
  }

  void PrintClause(const ProofPremise& premise, const std::string& branch, const std::string& below,
                   std::vector<Below>& open, std::deque<std::uint32_t>& roots) {
    if (premise.kind != ProofPremise::Kind::kTuple) {
      PrintPremise(premise, branch);
    } else if (shown_[premise.node] || scheduled_[premise.node]) {
      PrintReference(premise.node, branch);
    } else if (open.size() >= kMaxDepth && proof_.nodes[premise.node].kind == ProofNode::Kind::kRule) {
      scheduled_[premise.node] = true;
      roots.push_back(premise.node);
      PrintReference(premise.node, branch);
    } else {
      PrintNode(premise.node, branch, below, open);
    }
  }

  void PrintRow(const ProofRow& row, const std::string& branch, const std::string& below, std::vector<Below>& open) {
    const std::string bindings = BindingsText(row.bindings);
    out_ += branch + (bindings.empty() ? "a binding" : bindings) + "\n";
    open.push_back({.premises = row.premises, .prefix = below});
  }

  void PrintNode(std::uint32_t index, const std::string& branch, const std::string& below, std::vector<Below>& open) {
    const ProofNode& node = proof_.nodes[index];
    shown_[index] = true;
    out_ += branch + NumberOf(index);
    Paint(kBold, node.Text());
    const std::string note = node.note.empty() ? "" : "; " + node.note;
    if (node.kind == ProofNode::Kind::kFact) {
      Paint(kFaint, ": " + node.origin + PlaceText(node.place) + note);
    } else {
      Paint(kFaint, ": rule " + node.rule + PlaceText(node.place) + WithText(node) + note);
      open.push_back({node.premises, &node.rows, node.counted - node.rows.size(), below});
    }
    out_ += '\n';
  }

  static auto WithText(const ProofNode& node) -> std::string {
    std::string text = BindingsText(node.bindings);
    const std::string aggregates = BindingsText(node.aggregates);
    if (!aggregates.empty()) {
      text += (text.empty() ? "" : ", ") + aggregates + " over " + std::to_string(node.counted) +
              (node.counted == 1 ? " binding" : " bindings");
    }
    return (text.empty() ? "" : " with ") + text;
  }

  void PrintReference(std::uint32_t index, const std::string& branch) {
    referred_[index] = true;
    out_ += branch;
    Paint(kBold, proof_.nodes[index].Text());
    Paint(kFaint, ": see [" + std::to_string(numbers_[index]) + "]" + (shown_[index] ? " above" : " below"));
    out_ += '\n';
  }

  void PrintPremise(const ProofPremise& premise, const std::string& branch) {
    out_ += branch + premise.reading;
    std::string values;
    for (const ProofBinding& each : premise.values) {
      // `$z = 1 + 2` is followed by its value only.
      const bool own = premise.kind != ProofPremise::Kind::kTest && &each == &premise.values.front();
      if (premise.kind == ProofPremise::Kind::kRange && own) continue;
      if (own) {
        values += " = " + ToText(each.value) + TuplesText(each);
      } else {
        values += (values.empty() ? " where " : ", ") + each.name + " = " + ToText(each.value) + TuplesText(each);
      }
    }
    out_ += values;
    Paint(kFaint, ": " + premise.clause + PlaceText(premise.place));
    out_ += '\n';
  }

  [[nodiscard]] auto NumberOf(std::uint32_t index) const -> std::string {
    return numbers_[index] == 0 ? "" : "[" + std::to_string(numbers_[index]) + "] ";
  }

  void Paint(std::string_view how, std::string_view text) {
    if (color_) out_ += how;
    out_ += text;
    if (color_) out_ += kPlain;
  }

  const Proof& proof_;
  bool color_;
  std::vector<std::uint32_t> numbers_;  // per node, 0: nothing refers to it
  std::vector<bool> shown_;
  std::vector<bool> scheduled_;  // begins a tree of its own
  std::vector<bool> referred_;
  std::string out_;
};

auto FailureText(const RuleFailure& failure) -> std::string {
  std::string text = "rule " + failure.rule + PlaceText(failure.place) + ": " + failure.reason + "\n";
  text += "   " + failure.clause + PlaceText(failure.clause_place);
  const std::string bindings = BindingsText(failure.bindings);
  if (!bindings.empty()) text += " with " + bindings;
  return text + "\n";
}

// The explanation as it is, with names and clauses as they are written.
auto WordsOf(const Explanation& of, bool color) -> std::string {
  std::string text;
  if (!of.holds) {
    text += of.goal + " does not hold\n";
    for (const RuleFailure& failure : of.failures) text += FailureText(failure);
    if (!of.better.empty()) text += of.better + " is better, and only the best is kept\n";
    if (of.why_not && of.failures.empty() && of.better.empty()) text += "no rule gives it, and no fact\n";
    for (const std::string& near : of.nearest)
      text += (&near == &of.nearest.front() ? "did you mean " : "          or ") + near + "\n";
    return text;
  }
  if (of.proofs.empty()) return of.goal + " holds\n";
  if (of.matching > 1) {
    text += std::to_string(of.matching) + " tuples match " + of.goal + "; the first of them:\n";
  }
  for (const Proof& proof : of.proofs) {
    if (of.proofs.size() > 1) {
      text += (text.empty() ? "" : "\n") + std::string("proof ") + std::to_string(&proof - of.proofs.data() + 1) +
              " of " + std::to_string(of.proofs.size()) + ":\n";
    }
    text += TreePrinter(proof, color).Print();
  }
  return text;
}

}  // namespace

auto ProofNode::Text() const -> std::string {
  std::string text = VisibleText(relation);
  for (const Value& value : values) text += " " + ToText(value);
  return text;
}

auto Explanation::Text(bool color) const -> std::string {
  if (!success) return {};
  return VisibleText(WordsOf(*this, color), color ? "\n\x1b" : "\n");
}

}  // namespace bytelogic
