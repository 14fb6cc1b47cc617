// The runtime loads from inside of the library, and, where that does not fit the machine, by way of the cache folder.
#include "engine/runtime_loader.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "engine/embedded_runtime.h"

namespace bytelogic::engine {
namespace {

namespace fs = std::filesystem;

class RuntimeLoaderTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "bytelogic-runtime-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    own_folder_ = name;
    folder_ = own_folder_ / "cache";
  }
  void TearDown() override { fs::remove_all(own_folder_); }

  auto KeptFiles() -> std::vector<fs::path> {
    std::vector<fs::path> files;
    if (!fs::exists(folder_)) return files;
    for (const auto& entry : fs::directory_iterator(folder_)) files.push_back(entry.path());
    return files;
  }
  auto Loads() -> bool {
    const auto module = LoadCachedRuntime(*sandbox_, folder_.string());
    return module.has_value() && module->HasFunction("run", 4) && module->HasMemory("memory");
  }

  std::unique_ptr<Sandbox> sandbox_ = Sandbox::Open({.max_instances = 1, .processor = {}});
  fs::path own_folder_;
  fs::path folder_;
};

TEST_F(RuntimeLoaderTest, TheEmbeddedRuntimeLoads) {
  EXPECT_GT(RuntimeWasm().size(), 10'000U);
  const auto module = LoadRuntime(*sandbox_, "");
  ASSERT_TRUE(module.has_value()) << module.error();
  EXPECT_TRUE(module->HasFunction("run", 4));
}

TEST_F(RuntimeLoaderTest, KeepsWhatItCompiled) {
  ASSERT_TRUE(Loads());
  ASSERT_EQ(KeptFiles().size(), 1U);
  const auto written = fs::last_write_time(KeptFiles()[0]);
  EXPECT_TRUE(Loads());
  EXPECT_EQ(fs::last_write_time(KeptFiles()[0]), written);  // the second time it was only read
}

TEST_F(RuntimeLoaderTest, BelievesNoDamagedFile) {
  ASSERT_TRUE(Loads());
  const fs::path file = KeptFiles().at(0);
  const auto size = fs::file_size(file);
  {
    std::fstream damage(file, std::ios::in | std::ios::out | std::ios::binary);
    damage.seekp(static_cast<std::streamoff>(size / 2));
    damage.write("garbage!", 8);
  }
  EXPECT_TRUE(Loads());
  fs::resize_file(file, size / 2);
  EXPECT_TRUE(Loads());
  EXPECT_EQ(fs::file_size(file), size);  // made anew
}

TEST_F(RuntimeLoaderTest, BelievesNoFileThatOthersMayWrite) {
  ASSERT_TRUE(Loads());
  const fs::path file = KeptFiles().at(0);
  fs::permissions(file, fs::perms::others_write, fs::perm_options::add);
  EXPECT_TRUE(Loads());
  EXPECT_EQ(fs::status(file).permissions() & fs::perms::others_write, fs::perms::none);  // replaced by one of ours
}

TEST_F(RuntimeLoaderTest, WorksWithoutAPlaceToKeepIt) {
  folder_ = "/proc/nowhere";
  EXPECT_TRUE(Loads());
}

}  // namespace
}  // namespace bytelogic::engine
