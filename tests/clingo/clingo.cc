#include "clingo.h"

#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

namespace bytelogic::clingo {
namespace {

auto ReadFile(const std::filesystem::path& path) -> std::string {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class ModelReader {
 public:
  explicit ModelReader(std::string_view text) : rest_(text) {}

  auto Read() -> std::optional<Model> {
    Model model;
    while (!rest_.empty()) {
      if (Take(' ')) continue;
      const std::string predicate = TakeName();
      if (predicate.empty()) return std::nullopt;
      std::vector<Value> arguments;
      if (Take('(')) {
        do {
          auto value = TakeValue();
          if (!value) return std::nullopt;
          arguments.push_back(std::move(*value));
        } while (Take(','));
        if (!Take(')')) return std::nullopt;
      }
      model[predicate].push_back(std::move(arguments));
    }
    return model;
  }

 private:
  auto Take(char c) -> bool {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  auto TakeName() -> std::string {
    const std::size_t size = std::min(rest_.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"), rest_.size());
    std::string name(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return name;
  }

  auto TakeValue() -> std::optional<Value> {
    if (Take('"')) return TakeString();
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (error != std::errc()) return std::nullopt;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return value;
  }

  auto TakeString() -> std::optional<Value> {
    std::string text;
    while (!Take('"')) {
      const bool escaped = Take('\\');
      if (rest_.empty()) return std::nullopt;
      text += escaped && rest_.front() == 'n' ? '\n' : rest_.front();
      rest_.remove_prefix(1);
    }
    return text;
  }

  std::string_view rest_;
};

}  // namespace

auto ParseModel(std::string_view text) -> std::optional<Model> { return ModelReader(text).Read(); }

auto ClingoIsInstalled() -> bool { return std::system("command -v clingo >/dev/null 2>&1") == 0; }

auto RunClingo(const std::string& rules, int seconds, std::string& failure) -> std::optional<Model> {
  std::string folder = (std::filesystem::temp_directory_path() / "bytelogic-clingo-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) {
    failure = "no temporary folder";
    return std::nullopt;
  }
  const std::filesystem::path path(folder);
  std::ofstream(path / "rules.lp", std::ios::binary) << rules;
  // 0: all models. Only the model and its verdict are printed.
  const std::string command = "cd '" + folder + "' && timeout " + std::to_string(seconds) +
                              " clingo --verbose=0 --warn=none 0 rules.lp >model 2>errors";
  const int status = std::system(command.c_str());
  const std::string output = ReadFile(path / "model");
  const std::string errors = ReadFile(path / "errors");
  std::filesystem::remove_all(path);

  const std::size_t end = output.find('\n');
  if (end != std::string::npos && output.substr(end + 1) == "SATISFIABLE\n") {
    std::optional<Model> model = ParseModel(std::string_view(output).substr(0, end));
    if (model) return model;
  }
  failure = "clingo did not give exactly one model (status " + std::to_string(status) +
            "): " + output.substr(0, 1'000) + errors.substr(0, 1'000);
  return std::nullopt;
}

}  // namespace bytelogic::clingo
