#include "proof/sandbox_functions.h"

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "reference/builtins.h"

namespace bytelogic::proof {
namespace {

// Reads back as the same number of the same kind: a float is no int, though it may be integral.
auto Literal(const Value& value) -> std::string {
  std::string text = ToText(value);
  const bool integral = text.find_first_of(".e") == std::string::npos;
  if (std::holds_alternative<double>(value) && integral) text += ".0";
  return text;
}

class Asker {
 public:
  Asker(Engine& engine, const RunOptions& options) : engine_(engine), options_(options) {}

  auto Ask(Builtin builtin, std::span<const Value> arguments, double otherwise) -> double {
    std::string source = "RESULT " + std::string(InfoOf(builtin).name) + "(";
    for (const Value& argument : arguments) source += (source.back() == '(' ? "" : ", ") + Literal(argument);
    source += ")";
    const auto [at, added] = known_.try_emplace(std::move(source), otherwise);
    if (!added) return at->second;
    // Not by Run: the cache is for programs that come again.
    const std::string_view text = at->first;
    const Result result = std::move(engine_.RunBatch({&text, 1}, 1, options_).front());
    if (result.success && result.outputs.size() == 1) {
      at->second = reference::ToFloat(result.outputs.front().value).value_or(otherwise);
    }
    return at->second;
  }

 private:
  Engine& engine_;
  RunOptions options_;
  std::map<std::string, double> known_;
};

}  // namespace

auto SandboxFunctions(Engine& engine, const RunOptions& options) -> reference::BuiltinFunction {
  return [asker = std::make_shared<Asker>(engine, options)](Builtin builtin, std::span<const Value> arguments) {
    reference::Expected<Value> value = reference::ApplyBuiltin(builtin, arguments);
    if (!value || InfoOf(builtin).source == BuiltinSource::kExact) return value;
    // A power of ints is an int, and exact.
    if (const auto* number = std::get_if<double>(&*value)) *value = asker->Ask(builtin, arguments, *number);
    return value;
  };
}

}  // namespace bytelogic::proof
