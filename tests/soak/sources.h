// sources.h - where the programs of a soak come from: the two generators of random programs, and the repository's own
// examples and golden tests.
//
//   const Sources sources(folder_of_the_repository);
//   std::string program = sources.Any(random);
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "generator.h"
#include "random.h"

namespace bytelogic::soak {

using differential::Random;

class Sources {
 public:
  // Reads what there is below `repository`; without it, there are the generators only.
  explicit Sources(const std::filesystem::path& repository);

  // Empty where the repository is not there.
  [[nodiscard]] auto files() const -> const std::vector<std::string>& { return files_; }
  // A program of either generator or of a file.
  [[nodiscard]] auto Any(Random& random) const -> std::string;

 private:
  void TakeExamples(const std::filesystem::path& folder);
  void TakeGoldenTests(const std::filesystem::path& folder);

  std::vector<std::string> files_;
};

}  // namespace bytelogic::soak
