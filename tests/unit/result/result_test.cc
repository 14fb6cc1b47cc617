// Results as text, as JSON and as a token for a model.
#include "bytelogic/result.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bytelogic/json.h"
#include "bytelogic/text.h"

namespace bytelogic {
namespace {

auto Rows() -> Output {
  Output output;
  output.text = "lives ? ?";
  output.relation = "lives";
  output.columns = {"a", "b"};
  output.rows = {{std::int64_t{1}, "New York"}, {0.5, "rome"}};
  return output;
}

auto Truth(bool truth) -> Output {
  Output output;
  output.kind = Output::Kind::kTruth;
  output.text = "lives 1 rome";
  output.relation = "lives";
  output.truth = truth;
  return output;
}

auto Answer(Value value) -> Output {
  Output output;
  output.kind = Output::Kind::kValue;
  output.text = "1 + 1";
  output.value = std::move(value);
  return output;
}

auto Success(std::vector<Output> outputs) -> Result {
  Result result;
  result.success = true;
  result.outputs = std::move(outputs);
  return result;
}

auto Failure(std::string code, std::string message, std::uint32_t line, std::string help) -> Result {
  Result result;
  result.diagnostics.push_back({"W101", Severity::kWarning, "first, but a warning", 1, 1, 1, "", {}});
  result.diagnostics.push_back(
      {std::move(code), Severity::kError, std::move(message), line, 7, 2, std::move(help), {}});
  return result;
}

TEST(ResultTest, OneOutputStandsAlone) {
  EXPECT_EQ(Success({Rows()}).Text(), "1 \"New York\", 0.5 rome");
  EXPECT_EQ(Success({Truth(true)}).Text(), "true");
  EXPECT_EQ(Success({Answer(std::int64_t{-120})}).Text(), "-120");
  EXPECT_EQ(Success({}).Text(), "");
  Output none = Rows();
  none.rows.clear();
  EXPECT_EQ(Success({none}).Text(), "none");
}

TEST(ResultTest, SeveralOutputsHaveTheirQuestionsInFront) {
  EXPECT_EQ(Success({Rows(), Truth(false), Answer("x y")}).Text(),
            "lives ? ?: 1 \"New York\", 0.5 rome\nlives 1 rome: false\n1 + 1: \"x y\"");
}

TEST(ResultTest, AFailureNamesItsFirstError) {
  EXPECT_EQ(Failure("E204", "unbound variable $2", 3, "bind it").Text(), "E204 at 3:7: unbound variable $2; bind it");
  EXPECT_EQ(Failure("R303", "out of time", 0, "").Text(), "R303: out of time");
  EXPECT_TRUE(Failure("R303", "", 0, "").EndedByLimit());
  EXPECT_FALSE(Failure("R201", "", 0, "").EndedByLimit());
}

TEST(ResultTest, TokensHoldNoMarkupAndNoLineEnds) {
  EXPECT_EQ(ResultToken(Success({Answer("a<b>&c")})), "<result>\"a&lt;b&gt;&amp;c\"</result>");
  EXPECT_EQ(ResultToken(Failure("E204", "unbound variable $2", 3, "bind it in a SCAN or JOIN before")),
            "<result error=\"E204\">3:7 unbound variable $2; bind it in a SCAN or JOIN before</result>");
  const std::string token = ResultToken(Failure("E103", "found </result>\n\r\t\x7F \xE2\x80\xA8 \xFF", 1, ""));
  EXPECT_EQ(token, "<result error=\"E103\">1:7 found &lt;/result&gt;       \xEF\xBF\xBD</result>");
  const std::string longest = ResultToken(Failure("E103", std::string(5'000, 'x'), 1, "help"));
  EXPECT_LT(longest.size(), 350U);
  EXPECT_TRUE(longest.ends_with("...</result>"));
}

// A question and names are shown as the program has them, symbols in quotes.
TEST(ResultTest, WhatIsNotSeenIsEscapedInEveryForm) {
  Output rows = Rows();
  rows.text = "lives\u200C ? ?";
  rows.rows = {{"a\u202Eb", "\U000E0041"}};
  Result result = Success({rows, Truth(true)});
  result.violations.push_back({"c\u200D", {"x\u200B"}, {{"\u2066"}}, 1});
  const std::string text = R"(lives\u{200C} ? ?: "a\u{202E}b" "\u{E0041}")"
                           "\nlives 1 rome: true\n"
                           R"(constraint c\u{200D} violated: $x\u{200B}="\u{2066}")";
  EXPECT_EQ(result.Text(), text);
  EXPECT_EQ(ResultToken(result), "<result>" + text + "</result>");
  const std::string json = ToJson(result);
  EXPECT_NE(json.find(R"(["a\u202eb","\udb40\udc41"])"), std::string::npos) << json;
  EXPECT_EQ(json.find("\u200D"), std::string::npos);
  EXPECT_EQ(nlohmann::json::parse(json)["outputs"][0]["rows"], nlohmann::json::array({{"a\u202Eb", "\U000E0041"}}));
}

TEST(JsonTest, HasEveryKeyOnSuccess) {
  Result result = Success({Rows(), Truth(true), Answer(std::int64_t{2})});
  result.statistics.fuel = 12;
  result.statistics.tuples = {{"lives", 2}};
  result.statistics.run_us = 42.24300003051758;
  EXPECT_NE(ToJson(result).find("\"run_us\":42.243,"), std::string::npos) << ToJson(result);
  const auto json = nlohmann::json::parse(ToJson(result));
  EXPECT_EQ(json["success"], true);
  EXPECT_EQ(json["outputs"][0]["kind"], "query");
  EXPECT_EQ(json["outputs"][0]["rows"], nlohmann::json::parse(R"([[1, "New York"], [0.5, "rome"]])"));
  EXPECT_EQ(json["outputs"][0]["columns"], nlohmann::json::parse(R"(["a", "b"])"));
  EXPECT_EQ(json["outputs"][1]["truth"], true);
  EXPECT_EQ(json["outputs"][2]["kind"], "result");
  EXPECT_EQ(json["outputs"][2]["value"], 2);
  EXPECT_EQ(json["result"], result.Text());
  EXPECT_EQ(json["query_results"], true);
  EXPECT_EQ(json["computation_token"], ResultToken(result));
  EXPECT_EQ(json["violations"], nlohmann::json::array());
  EXPECT_EQ(json["stats"]["fuel"], 12);
  EXPECT_EQ(json["stats"]["tuples"]["lives"], 2);
  EXPECT_FALSE(json.contains("wat_code"));
  EXPECT_EQ(nlohmann::json::parse(ToJson(result, "(module)"))["wat_code"], "(module)");
  EXPECT_TRUE(nlohmann::json::parse(ToJson(result, ""))["wat_code"].is_null());
}

TEST(JsonTest, HasTheSameKeysOnFailure) {
  std::set<std::string> on_success;
  const auto succeeded = nlohmann::json::parse(ToJson(Success({Truth(true)})));
  for (const auto& [key, value] : succeeded.items()) on_success.insert(key);
  std::set<std::string> on_failure;
  const auto json = nlohmann::json::parse(ToJson(Failure("E204", "unbound", 3, "bind it")));
  for (const auto& [key, value] : json.items()) on_failure.insert(key);
  EXPECT_EQ(on_success, on_failure);
  EXPECT_EQ(json["success"], false);
  EXPECT_EQ(json["query_results"], nullptr);
  EXPECT_EQ(json["diagnostics"][0]["severity"], "warning");
  EXPECT_EQ(json["diagnostics"][1]["column"], 7);
}

TEST(JsonTest, QueryResultsArePlainWhereThereIsOneColumn) {
  Output one = Rows();
  one.columns = {"b"};
  one.rows = {{"bob"}, {"charlie"}};
  const auto json = nlohmann::json::parse(ToJson(Success({Rows(), one, Answer("x")})));
  EXPECT_EQ(json["query_results"], nlohmann::json::parse(R"(["bob", "charlie"])"));
}

TEST(JsonTest, InvalidUtf8DoesNotThrow) {
  const std::string text = ToJson(Failure("E101", "a byte \xFF", 1, "\xC3"));
  EXPECT_TRUE(nlohmann::json::accept(text));
  std::vector<Diagnostic> diagnostics = Failure("E101", "\xFF", 1, "").diagnostics;
  diagnostics[1].fix = Fix{1, 2, 3, "\xFE"};
  const auto json = nlohmann::json::parse(ToJson(diagnostics));
  EXPECT_EQ(json[1]["fix"]["column"], 2);
  EXPECT_FALSE(json[0].contains("fix"));
}

TEST(ValueTest, PrintsAsAProgramWouldWriteIt) {
  EXPECT_EQ(ToText(std::int64_t{42}), "42");
  EXPECT_EQ(ToText(0.1), "0.1");
  EXPECT_EQ(ToText(1e21), "1e+21");
  EXPECT_EQ(ToText("alice"), "alice");
  EXPECT_EQ(ToText("new-york"), "new-york");
  EXPECT_EQ(ToText("New York"), "\"New York\"");
  EXPECT_EQ(ToText("END"), "\"END\"");
  EXPECT_EQ(ToText(""), "\"\"");
}

}  // namespace
}  // namespace bytelogic
