// Reads outputs as values instead of text, and what is wrong with a program as data.
#include <bytelogic/bytelogic.h>

#include <cstdio>
#include <string>
#include <variant>

namespace {

void Show(const bytelogic::Result& result) {
  for (const bytelogic::Diagnostic& diagnostic : result.diagnostics) {
    std::printf("%s at %u:%u: %s\n", diagnostic.code.c_str(), diagnostic.line, diagnostic.column,
                diagnostic.message.c_str());
  }
  for (const bytelogic::Output& output : result.outputs) {
    if (output.kind != bytelogic::Output::Kind::kRows) continue;
    for (const std::vector<bytelogic::Value>& row : output.rows) {
      const auto* name = std::get_if<std::string>(&row[0]);
      const auto* age = std::get_if<std::int64_t>(&row[1]);
      if (name != nullptr && age != nullptr) std::printf("%s is %lld\n", name->c_str(), static_cast<long long>(*age));
    }
  }
}

}  // namespace

int main() {
  bytelogic::Engine engine;
  Show(engine.Run("REL age 2\nFACT age ann 30\nFACT age bob 31\nQUERY age ? ?\n"));

  const std::string wrong = "REL age 2\nFACT age ann 30\nQUERY ages ? ?\n";
  const bytelogic::Result failed = engine.Run(wrong);
  Show(failed);
  const std::optional<bytelogic::Fix>& fix = failed.diagnostics.front().fix;
  if (fix) Show(engine.Run(bytelogic::ApplyFix(wrong, *fix)));
}
