// Files that a program names: found beneath the folder, and nowhere else, whatever the names and the folder hold.

#include "data/folder.h"

#include <gtest/gtest.h>

#include <random>

#include "program_tree.h"

namespace bytelogic::data {
namespace {

using Lookup = Folder::Lookup;

class FolderTest : public testing::TestWithParam<Lookup> {
 protected:
  auto Open() -> Folder { return std::move(*Folder::Open(tree_.inside().string(), GetParam())); }
  // What the file holds, or why it cannot be read, without the path of the folder.
  auto Read(const std::string& name) -> std::string {
    const Folder folder = Open();
    const auto file = folder.OpenFile(name);
    if (file) return ProgramTree::Read(file->number());
    std::string message = file.error().message;
    const std::string prefix = tree_.inside().string() + "/";
    if (const std::size_t at = message.find(prefix); at != std::string::npos) message.erase(at, prefix.size());
    return message;
  }
  auto Write(const std::string& name, std::string_view bytes) -> std::string {
    const Folder folder = Open();
    FolderWriter writer(folder);
    auto written = writer.Add(name, bytes);
    if (written) written = writer.Commit();
    return written ? "" : written.error();
  }
  // No file is left that was written on the way.
  auto HasLeftovers() -> bool {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(tree_.root())) {
      if (entry.path().filename().string().starts_with(".bytelogic")) return true;
    }
    return false;
  }

  ProgramTree tree_;
};

INSTANTIATE_TEST_SUITE_P(Lookups, FolderTest, testing::Values(Lookup::kKernel, Lookup::kSteps));

TEST_P(FolderTest, FilesBeneathTheFolderAreRead) {
  EXPECT_EQ(Read("a.facts"), "inside");
  EXPECT_EQ(Read("sub/b.facts"), "inside");
  EXPECT_EQ(Read("./sub//deep/c.csv"), "inside");
  EXPECT_EQ(Read("none.facts"), "cannot read none.facts: No such file or directory; check the path");
  EXPECT_EQ(Read("none/a.facts"), "cannot read none/a.facts: No such file or directory; check the path");
}

TEST_P(FolderTest, NoNameLeadsOut) {
  for (const std::string name : {"../hidden.facts", "../none.facts", "sub/../../hidden.facts", "/etc/passwd", "/", "..",
                                 ".", "", "sub/..", "../in/a.facts", ".hidden", "sub/.hidden", "a.facts/"}) {
    EXPECT_EQ(Read(name).substr(0, 12), "cannot read ") << name;
    EXPECT_FALSE(FileNameProblem(name).empty()) << name;
    EXPECT_NE(Write(name, "x"), "") << name;
  }
  EXPECT_EQ(Read(tree_.root().string() + "/hidden.facts").substr(0, 12), "cannot read ");
  EXPECT_FALSE(FileNameProblem(std::string("a\0.facts", 8)).empty());
  EXPECT_FALSE(FileNameProblem("a\nb").empty());
  EXPECT_FALSE(FileNameProblem("a\xFF").empty());
  EXPECT_FALSE(FileNameProblem(std::string(201, 'a')).empty());
  EXPECT_TRUE(FileNameProblem(std::string(200, 'a')).empty());
  std::string deep = "a";
  while (deep.size() < 1'000) deep += "/a";
  EXPECT_FALSE(FileNameProblem(deep).empty());
}

TEST_P(FolderTest, LinksAreNotFollowed) {
  const std::string link = "it is a symbolic link, which a program may not follow; put the file itself there";
  EXPECT_EQ(Read("link.facts"), "cannot read link.facts: " + link);
  EXPECT_EQ(Read("dangling.facts"), "cannot read dangling.facts: " + link);
  EXPECT_EQ(Read("loop.facts"), "cannot read loop.facts: " + link);
  // Whether there is such a file outside or not.
  const std::string way = "Not a directory; check the path";
  EXPECT_EQ(Read("linked/a.facts"), "cannot read linked/a.facts: " + way);
  EXPECT_EQ(Read("linked/none.facts"), "cannot read linked/none.facts: " + way);
  EXPECT_EQ(Read("slash/etc/passwd"), "cannot read slash/etc/passwd: " + way);
  EXPECT_EQ(Read("inner/b.facts"), "cannot read inner/b.facts: " + way);
  for (const std::string name :
       {"link.facts", "linked/a.facts", "linked/new.facts", "dangling.facts", "inner/b.facts"}) {
    EXPECT_NE(Write(name, "x"), "") << name;
  }
  EXPECT_EQ(ProgramTree::Read(tree_.root() / "hidden.facts"), "outside");
  EXPECT_FALSE(std::filesystem::exists(tree_.root() / "nothing"));
  EXPECT_FALSE(std::filesystem::exists(tree_.root() / "out" / "new.facts"));
}

TEST_P(FolderTest, OnlyRegularFilesAreOpened) {
  EXPECT_EQ(Read("sub"), "cannot read sub: it is a directory; name a file in it");
  const std::string none = "it is not a regular file; put one there";
  EXPECT_EQ(Read("pipe.facts"), "cannot read pipe.facts: " + none);  // and does not wait
  EXPECT_EQ(Read("socket.facts"), "cannot read socket.facts: " + none);
  for (const std::string name : {"sub", "pipe.facts", "socket.facts"}) EXPECT_NE(Write(name, "x"), "") << name;
  const auto devices = Folder::Open("/dev", GetParam());
  ASSERT_TRUE(devices);
  EXPECT_EQ(devices->OpenFile("zero").error().message, "cannot read /dev/zero: " + none);
  const auto processes = Folder::Open("/proc/self", GetParam());
  if (!processes) GTEST_SKIP();
  EXPECT_FALSE(processes->OpenFile("cwd/CMakeCache.txt"));
  EXPECT_FALSE(processes->OpenFile("root/etc/passwd"));
}

TEST_P(FolderTest, AFolderIsTheUsersOwn) {
  std::filesystem::create_directory_symlink("in", tree_.root() / "alias");
  EXPECT_TRUE(Folder::Open((tree_.root() / "alias").string())->OpenFile("a.facts"));
  EXPECT_EQ(Folder::Open((tree_.root() / "none").string()).error(), "there is no such folder; check the path");
  EXPECT_EQ(Folder::Open((tree_.root() / "hidden.facts").string()).error(),
            "cannot open the folder: Not a directory; check the path");
}

TEST_P(FolderTest, RelationsThatAreNoFileNames) {
  EXPECT_EQ(RelationFileProblem("edge", ".facts"), "");
  EXPECT_EQ(RelationFileProblem("odd name", ".facts"), "");
  for (const std::string name : {"../hidden", "a/b", "", ".", "..", ".x", "a\nb"}) {
    EXPECT_NE(RelationFileProblem(name, ".facts"), "") << name;
  }
  EXPECT_NE(RelationFileProblem(std::string(200, 'a'), ".facts"), "");
  EXPECT_EQ(RelationFileProblem(std::string(194, 'a'), ".facts"), "");
}

TEST_P(FolderTest, FilesAreReplacedAllOrNone) {
  const Folder folder = Open();
  {
    FolderWriter writer(folder);
    ASSERT_TRUE(writer.Add("a.facts", "new"));
    ASSERT_TRUE(writer.Add("sub/new.csv", "new"));
    ASSERT_TRUE(writer.Add("./sub/new.csv", "newer"));  // the later one counts
    EXPECT_EQ(Read("a.facts"), "inside");
    ASSERT_TRUE(writer.Commit());
  }
  EXPECT_EQ(Read("a.facts"), "new");
  EXPECT_EQ(Read("sub/new.csv"), "newer");
  {
    // What comes into the way after all files were written.
    FolderWriter writer(folder);
    ASSERT_TRUE(writer.Add("a.facts", "lost"));
    ASSERT_TRUE(writer.Add("brandnew.csv", "lost"));
    ASSERT_TRUE(writer.Add("z.csv", "lost"));
    std::filesystem::create_directory(tree_.inside() / "z.csv");
    const auto committed = writer.Commit();
    ASSERT_FALSE(committed);
    EXPECT_NE(committed.error().find("z.csv: Is a directory"), std::string::npos) << committed.error();
  }
  EXPECT_EQ(Read("a.facts"), "new");
  EXPECT_FALSE(std::filesystem::exists(tree_.inside() / "brandnew.csv"));
  {
    FolderWriter writer(folder);  // without Commit
    ASSERT_TRUE(writer.Add("a.facts", "lost"));
  }
  EXPECT_EQ(Read("a.facts"), "new");
  EXPECT_FALSE(HasLeftovers());
}

TEST_P(FolderTest, WhatIsWrittenIsNoProgram) {
  const std::filesystem::path path = tree_.inside() / "a.facts";
  chmod(path.c_str(), 06751);
  EXPECT_EQ(Write("a.facts", "#!/bin/sh"), "");
  struct stat status {};
  ASSERT_EQ(stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0640U);
}

// Random names out of the parts that are hard: whatever is opened lies inside, both lookups agree, and nothing outside
// changes.
TEST(FolderProperty, NothingOutsideIsEverOpenedOrChanged) {
  const ProgramTree tree;
  const auto outside = tree.Outside();
  const Folder by_kernel = std::move(*Folder::Open(tree.inside().string(), Lookup::kKernel));
  const Folder by_steps = std::move(*Folder::Open(tree.inside().string(), Lookup::kSteps));
  const std::vector<std::string> parts = {"..",      ".",          "",           "/",          "sub",   "deep",
                                          "linked",  "slash",      "inner",      "out",        "in",    "a.facts",
                                          "b.facts", "link.facts", "loop.facts", "pipe.facts", "c.csv", "hidden.facts",
                                          ".hidden", "etc",        "passwd",     "tmp",        "none",  "socket.facts"};
  std::mt19937 random(20'251'130);
  const auto pick = [&random](std::size_t count) { return random() % count; };
  std::size_t opened = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string name;
    for (std::size_t k = pick(6) + 1; k > 0; --k) name += parts[pick(parts.size())] + (k > 1 ? "/" : "");
    if (pick(20) == 0) name.insert(pick(name.size() + 1), 1, static_cast<char>(pick(256)));
    const auto first = by_kernel.OpenFile(name);
    const auto second = by_steps.OpenFile(name);
    ASSERT_EQ(first.has_value(), second.has_value()) << name;
    if (!first) {
      ASSERT_EQ(first.error().message, second.error().message);
    } else {
      ++opened;
      ASSERT_EQ(ProgramTree::Read(first->number()), "inside") << name;
      ASSERT_EQ(ProgramTree::Read(second->number()), "inside") << name;
    }
    FolderWriter writer(i % 2 == 0 ? by_kernel : by_steps);
    if (i % 10 == 0 && writer.Add(name, "inside")) ASSERT_TRUE(writer.Commit()) << name;
  }
  EXPECT_GT(opened, 20U);
  EXPECT_EQ(tree.Outside(), outside);
}

}  // namespace
}  // namespace bytelogic::data
