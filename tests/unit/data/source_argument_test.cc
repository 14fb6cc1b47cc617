// What --facts takes, and what it says where that names nothing.

#include "data/source_argument.h"

#include "fact_reading.h"

namespace bytelogic::data {
namespace {

TEST(SourceArgument, Parts) {
  const auto csv = ParseSourceArgument("age=data/a.csv.gz?header&delimiter=%3b");
  ASSERT_TRUE(csv) << csv.error();
  EXPECT_EQ(csv->relation, "age");
  EXPECT_EQ(csv->path, "data/a.csv.gz");
  EXPECT_EQ(csv->format, DataFormat::kCsv);
  EXPECT_EQ(csv->header, true);
  EXPECT_EQ(csv->delimiter, ";");
  const auto json = ParseSourceArgument("./a=b.json");
  ASSERT_TRUE(json);
  EXPECT_EQ(json->relation, "");
  EXPECT_EQ(json->path, "./a=b.json");
  const auto sqlite = ParseSourceArgument("age=sqlite:app.db?query=SELECT+a%2Cb+FROM+t+WHERE+a=:x&x=1%25");
  ASSERT_TRUE(sqlite) << sqlite.error();
  EXPECT_EQ(sqlite->path, "app.db");
  EXPECT_EQ(sqlite->query, "SELECT a,b FROM t WHERE a=:x");
  ASSERT_EQ(sqlite->parameters.size(), 1U);
  EXPECT_EQ(sqlite->parameters[0].second, "1%");
  EXPECT_EQ(ParseSourceArgument("r=-")->format, DataFormat::kCsv);
  EXPECT_EQ(ParseSourceArgument("r=-?format=jsonl")->format, DataFormat::kJsonLines);
}

TEST(SourceArgument, AFileThatExistsIsThatFile) {
  TestFolder folder;
  const std::string path = folder.Write("a?b.csv", "1\n");
  EXPECT_EQ(ParseSourceArgument("r=" + path)->path, path);
  EXPECT_EQ(ReadArgument("r=" + path, "", folder), "r(1)");
}

TEST(SourceArgument, WhatNamesNothing) {
  for (const std::string argument : {"",
                                     "=",
                                     "r=",
                                     "=f.csv",
                                     "r=f.txt",
                                     "f.csv",
                                     "r=/.gz",
                                     "9=f.csv",
                                     "r=f.csv?heder",
                                     "r=f.csv?header=maybe",
                                     "r=f.csv?delimiter=",
                                     "r=f.csv?delimiter=%22",
                                     "r=f.csv?delimiter=%4",
                                     "r=f.csv?format=xml",
                                     "r=f.json?header",
                                     "sqlite:x.db",
                                     "r=sqlite:",
                                     "r=sqlite:-",
                                     "r=sqlite:x.db?table=a&query=b",
                                     "r=sqlite:x.db?tabel=a",
                                     "r=sqlite:x.db?table=%zz"}) {
    const auto parsed = ParseSourceArgument(argument);
    ASSERT_FALSE(parsed.has_value()) << argument;
    EXPECT_TRUE(parsed.error().starts_with("--facts " + argument + ": ")) << parsed.error();
  }
  EXPECT_NE(ParseSourceArgument("r=f.csv?heder").error().find("did you mean header?"), std::string::npos);
}

TEST(SourceArgument, FilesThatAreNotThere) {
  TestFolder folder;
  EXPECT_EQ(ReadArgument("r=" + (folder.path() / "no.csv").string(), "", folder),
            "no.csv: error[R212]: cannot read no.csv: No such file or directory\nhelp: check the path\n");
  std::filesystem::create_directory(folder.path() / "d.csv");
  EXPECT_EQ(ReadArgument("r=" + (folder.path() / "d.csv").string(), "", folder),
            "d.csv: error[R212]: cannot read d.csv: it is a directory\nhelp: give a file in it\n");
}

TEST(DecodeUrl, Bytes) {
  EXPECT_EQ(DecodeUrl("a+b%20%2B%c3%A9"), "a b +\xC3\xA9");
  EXPECT_EQ(DecodeUrl("%"), std::nullopt);
  EXPECT_EQ(DecodeUrl("%4"), std::nullopt);
  EXPECT_EQ(DecodeUrl("%4g"), std::nullopt);
}

}  // namespace
}  // namespace bytelogic::data
