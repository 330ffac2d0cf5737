#include "tool/JsonOutput.h"

#include "tests/unit/SampleReport.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace memlint {
namespace {

using Json = nlohmann::ordered_json;

Json rendered(SampleReport &S) { return Json::parse(renderJson(S.report())); }

TEST(JsonOutput, BytesThatAreNotUtf8AreReplaced) {
  SampleReport S;
  Finding &F = S.addFinding(spanOf(S.addMissingFile("caf\xE9.cpp"), 1, 1, 2), "bad \xFF byte");
  F.Props = {{"type", std::string("\xC3")}};
  Json Found = rendered(S)["findings"][0];
  EXPECT_EQ(Found["file"], "caf\uFFFD.cpp");
  EXPECT_EQ(Found["message"], "bad \uFFFD byte");
  EXPECT_EQ(Found["properties"]["type"], "\uFFFD");
}

TEST(JsonOutput, AFixThatCannotBeSaidInUtf8IsLeftOut) {
  SampleReport S;
  FileId File = S.addMissingFile("a.h");
  Span Where = spanOf(File, 1, 1, 2);
  S.addFinding(Where, "m").Fixes = {{"one", {{Where, "\xE9", "e"}}, {}},
                                    {"two", {{Where, "a", "\u00E9"}}, {}}};
  Json Fixes = rendered(S)["findings"][0]["fixes"];
  ASSERT_EQ(Fixes.size(), 1U);
  EXPECT_EQ(Fixes[0]["description"], "two");
}

TEST(JsonOutput, RunWithoutFindings) {
  SampleReport S;
  EXPECT_EQ(rendered(S), Json::parse(R"({
    "version": 1,
    "findings": [],
    "summary": {"units": 1, "analysed": 1, "withErrors": 0, "failures": [],
                "errors": 0, "warnings": 0, "notes": 0, "suppressed": 0}})"));
}

TEST(JsonOutput, NothingIsMadeUpForAFindingWithoutAPlace) {
  SampleReport S;
  S.addFinding(Span{}, "m");
  Json Found = rendered(S)["findings"][0];
  for (const char *Key : {"file", "line", "column", "endLine", "endColumn"})
    EXPECT_FALSE(Found.contains(Key)) << Key;
}

TEST(JsonOutput, EveryFieldOfAFinding) {
  SampleReport S;
  FileId File = S.addMissingFile("src/list.h");
  Finding &F = S.addFinding({File, 12, 8, 13, 2}, "struct 'Node' is 24 bytes");
  F.Level = Severity::Error;
  F.Steps = {{spanOf(File, 14, 3, 7), "padding here"}, {Span{}, "order: next, tag", {"a |", "b"}}};
  F.Fixes = {{"move 'tag'", {{{File, 12, 1, 13, 3}, "a\nb", ""}}, {}}};
  F.Props = {{"size", std::uint64_t{1} << 60},
             {"exact", true},
             {"type", std::string("Node")},
             {"order", std::vector<std::string>{"next", "tag"}},
             {"blockers", std::vector<std::string>{}},
             {"targets", NumberTable{{"wasm32", {{"size", 12}}}}}};
  F.Fingerprint = "9f86d081884c7d65";
  Json Expected = Json::parse(R"({
    "check": "memlint-layout-padding", "level": "error", "message": "struct 'Node' is 24 bytes",
    "file": "src/list.h", "line": 12, "column": 8, "endLine": 13, "endColumn": 2,
    "steps": [
      {"message": "padding here",
       "file": "src/list.h", "line": 14, "column": 3, "endLine": 14, "endColumn": 7},
      {"message": "order: next, tag", "table": ["a |", "b"]}],
    "fixes": [
      {"description": "move 'tag'",
       "edits": [{"file": "src/list.h", "line": 12, "column": 1, "endLine": 13, "endColumn": 3,
                  "old": "a\nb", "new": ""}]}],
    "properties": {"size": 1152921504606846976, "exact": true, "type": "Node",
                   "order": ["next", "tag"], "blockers": [], "targets": {"wasm32": {"size": 12}}},
    "fingerprint": "9f86d081884c7d65"})");
  EXPECT_EQ(rendered(S)["findings"][0].dump(2), Expected.dump(2)) << "also in this order";
}

TEST(JsonOutput, SummaryNamesFailedUnits) {
  SampleReport S;
  S.addFinding(Span{}, "n").Level = Severity::Note;
  S.addFinding(Span{}, "w");
  S.Results.Suppressed = 4;
  S.Summary = {3, 2, 1, {{"src/a.cpp", "no such file"}}};
  EXPECT_EQ(rendered(S)["summary"], Json::parse(R"({
    "units": 3, "analysed": 2, "withErrors": 1,
    "failures": [{"unit": "src/a.cpp", "reason": "no such file"}],
    "errors": 0, "warnings": 1, "notes": 1, "suppressed": 4})"));
}

TEST(JsonOutput, EndsInANewline) {
  SampleReport S;
  EXPECT_TRUE(renderJson(S.report()).ends_with("}\n"));
}

} // namespace
} // namespace memlint
