#include "tool/SarifOutput.h"

#include "checks/AllChecks.h"
#include "checks/Docs.h"
#include "tests/unit/SampleReport.h"
#include "tool/LineHash.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>

namespace memlint {
namespace {

using Json = nlohmann::ordered_json;

const SarifOptions Plain{"0.1.0", ""};

Json runOf(SampleReport &S) { return Json::parse(renderSarif(S.report(), Plain))["runs"][0]; }

Json onlyResult(SampleReport &S) {
  Json Run = runOf(S);
  EXPECT_EQ(Run["results"].size(), 1U);
  return Run["results"][0];
}

Json physical(const Json &Result) { return Result["locations"][0]["physicalLocation"]; }

Json regionIn(std::string_view Text, Span Where) {
  SampleReport S;
  S.addFile("a.cpp", Text);
  S.addFinding(Where, "m");
  return physical(onlyResult(S))["region"];
}

Json region(unsigned StartLine, unsigned StartColumn, unsigned EndLine, unsigned EndColumn) {
  return {{"startLine", StartLine},
          {"startColumn", StartColumn},
          {"endLine", EndLine},
          {"endColumn", EndColumn}};
}

Json locationOf(const std::string &Path) {
  SampleReport S;
  S.addFinding(spanOf(S.addMissingFile(Path), 1, 1, 2), "m");
  return physical(onlyResult(S))["artifactLocation"];
}

std::string textOf(const std::string &Message, std::vector<Step> Steps = {}) {
  SampleReport S;
  FileId File = S.addMissingFile("a.h");
  S.addFinding(spanOf(File, 1, 1, 2), Message).Steps = std::move(Steps);
  return onlyResult(S)["message"]["text"];
}

TEST(SarifOutput, BytesThatAreNotUtf8AreReplaced) {
  SampleReport S;
  Finding &F = S.addFinding(spanOf(S.addFile("a.cpp", "\xFF\xFE x\n"), 1, 4, 5), "bad \xFF byte");
  F.Steps = {{Span{}, "\xC3"}};
  F.Props = {{"type", std::string("\xE2\x82")}};
  Json Result = onlyResult(S);
  EXPECT_EQ(Result["message"]["text"], "bad \uFFFD byte. \uFFFD.");
  EXPECT_EQ(Result["properties"]["type"], "\uFFFD");
  EXPECT_EQ(physical(Result)["region"], region(1, 4, 1, 5));
}

TEST(SarifOutput, FixesByFile) {
  SampleReport S;
  FileId A = S.addFile("a b.h", "\xEF\xBB\xBF\xC3\xA9 x;\ny;\n"), C = S.addFile("c.h", "z\n");
  Finding &F = S.addFinding(spanOf(A, 1, 7, 8), "m");
  F.Fixes = {{"swap [them]",
              {{{A, 1, 7, 2, 3}, "x;\ny;", "y;\nx;"},
               {{C, 1, 1, 1, 1}, "", "new "},
               {spanOf(C, 1, 1, 2), "z", ""}},
              {}}};
  Json Result = onlyResult(S);
  ASSERT_EQ(Result["fixes"].size(), 1U);
  Json Fix = Result["fixes"][0];
  EXPECT_EQ(Fix["description"]["text"], "Swap \\[them\\].");
  EXPECT_EQ(Fix["artifactChanges"], Json::parse(R"([
    {"artifactLocation": {"uri": "a%20b.h", "uriBaseId": "%SRCROOT%"},
     "replacements": [
       {"deletedRegion": {"startLine": 1, "startColumn": 3, "endLine": 2, "endColumn": 3},
        "insertedContent": {"text": "y;\nx;"}}]},
    {"artifactLocation": {"uri": "c.h", "uriBaseId": "%SRCROOT%"},
     "replacements": [
       {"deletedRegion": {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1},
        "insertedContent": {"text": "new "}},
       {"deletedRegion": {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 2}}]}])"));
}

TEST(SarifOutput, ColumnsAreUtf16Units) {
  // One unit for é and 漢, two for the face; bytes 2, 3 and 4.
  std::string Text = "/* \u00E9\u6F22\U0001F600 */ Node n;\n";
  EXPECT_EQ(regionIn(Text, spanOf(FileId{0}, 1, 17, 21)), region(1, 12, 1, 16));
}

TEST(SarifOutput, IllFormedBytesAreOneUnitEach) {
  EXPECT_EQ(regionIn("/*\xFF\xE9*/ x;\n", spanOf(FileId{0}, 1, 8, 9)), region(1, 8, 1, 9));
}

TEST(SarifOutput, ByteOrderMarkIsNotCounted) {
  EXPECT_EQ(regionIn("\xEF\xBB\xBFint a;\n", spanOf(FileId{0}, 1, 8, 9)), region(1, 5, 1, 6));
  EXPECT_EQ(regionIn("\xEF\xBB\xBFint a;\n", spanOf(FileId{0}, 1, 1, 2)), region(1, 1, 1, 2));
}

TEST(SarifOutput, FileThatBecameShorterKeepsStartBeforeEnd) {
  EXPECT_EQ(regionIn("\u00E9\n", spanOf(FileId{0}, 1, 10, 14)), region(1, 9, 1, 13));
  EXPECT_EQ(regionIn("int a;\n", spanOf(FileId{0}, 90, 10, 14)), region(90, 10, 90, 14));
}

TEST(SarifOutput, NoLineHashForALineThatIsGone) {
  SampleReport S;
  FileId Short = S.addFile("short.h", "int a;\n"), Gone = S.addMissingFile("gone.h");
  S.addFinding(spanOf(Short, 90, 1, 2), "m").Fingerprint = "aa";
  S.addFinding(spanOf(Gone, 1, 1, 2), "m").Fingerprint = "bb";
  Json Results = runOf(S)["results"];
  EXPECT_EQ(Results[0]["partialFingerprints"], Json({{"memlint/v1", "aa"}}));
  EXPECT_EQ(Results[1]["partialFingerprints"], Json({{"memlint/v1", "bb"}}));
}

TEST(SarifOutput, FingerprintsAreTheLinesHashAndOurOwn) {
  SampleReport S;
  std::string Text = "struct A {};\r\nstruct B {};\r\n";
  S.addFinding(spanOf(S.addFile("a.h", Text), 2, 8, 9), "m").Fingerprint = "9f86d081";
  EXPECT_EQ(onlyResult(S)["partialFingerprints"],
            Json({{"primaryLocationLineHash", lineHashes(Text)[1]}, {"memlint/v1", "9f86d081"}}));
}

TEST(SarifOutput, PrimaryRegionIsOneLineRelatedOnesNeedNotBe) {
  std::string Text = "struct Node { \n  int a;\n};\n";
  Span Body{FileId{0}, 1, 1, 3, 3};
  SampleReport S;
  S.addFile("a.h", Text);
  S.addFinding(Body, "m").Steps = {{Body, "all of it"}};
  Json Result = onlyResult(S);
  EXPECT_EQ(physical(Result)["region"], region(1, 1, 1, 14));
  EXPECT_EQ(Result["relatedLocations"][0]["physicalLocation"]["region"], region(1, 1, 3, 3));
}

TEST(SarifOutput, RegionIsNeverEmpty) {
  EXPECT_EQ(regionIn("int a;\n", spanOf(FileId{0}, 1, 5, 5)), region(1, 5, 1, 6));
  EXPECT_EQ(regionIn("int a;\n", {FileId{0}, 1, 5, 0, 0}), region(1, 5, 1, 6));
  EXPECT_EQ(regionIn("int a;\n", {FileId{0}, 9, 5, 12, 2}), region(9, 5, 9, 6));
}

TEST(SarifOutput, PathsAreEncodedUris) {
  auto UnderRoot = [](const char *Uri) { return Json{{"uri", Uri}, {"uriBaseId", "%SRCROOT%"}}; };
  EXPECT_EQ(locationOf("src/a.cpp"), UnderRoot("src/a.cpp"));
  EXPECT_EQ(locationOf("my src/100%#?.h"), UnderRoot("my%20src/100%25%23%3F.h"));
  EXPECT_EQ(locationOf("b\u00FCro/\u6F22.h"), UnderRoot("b%C3%BCro/%E6%BC%A2.h"));
  EXPECT_EQ(locationOf("c++/a:b.h"), UnderRoot("c++/a%3Ab.h"));
  EXPECT_EQ(locationOf("caf\xE9.h"), UnderRoot("caf%E9.h"));
  EXPECT_EQ(locationOf("[a]{b}\\c.h"), UnderRoot("%5Ba%5D%7Bb%7D%5Cc.h"));
  EXPECT_EQ(locationOf("/opt/x y/a.h"), Json({{"uri", "file:///opt/x%20y/a.h"}}));
}

TEST(SarifOutput, RootIsNamedButNotShown) {
  SampleReport S;
  S.addFinding(spanOf(S.addFile("a.h", "int a;\n"), 1, 5, 6), "m");
  Json Run = runOf(S);
  EXPECT_TRUE(Run["originalUriBaseIds"].contains("%SRCROOT%"));
  EXPECT_EQ(Run.dump().find(SampleReport::Root), std::string::npos);
}

TEST(SarifOutput, BracketsAndBracesOfAMessageAreNoLinksAndNoPlaceholders) {
  EXPECT_EQ(textOf("'f[0](1)' takes 'S{0}' and '\\n'"), R"('f\[0\](1)' takes 'S{{0}}' and '\\n'.)");
}

TEST(SarifOutput, MessageIsSentences) {
  EXPECT_EQ(textOf("is this it?"), "is this it?");
  EXPECT_EQ(textOf("one", {{Span{}, "two."}, {Span{}, "three"}}), "one. two. three.");
}

TEST(SarifOutput, ATableStandsOnLinesOfItsOwn) {
  EXPECT_EQ(textOf("a", {{Span{}, "in order:", {"x | [y]", "z |"}}, {Span{}, "b"}}),
            "a. in order:\nx | \\[y\\]\nz |\n b.");
}

TEST(SarifOutput, LocatedStepsAreLinkedInOrder) {
  SampleReport S;
  FileId A = S.addMissingFile("a.h"), B = S.addMissingFile("b.h");
  S.addFinding(spanOf(A, 3, 8, 12), "struct 'Node' is 24 bytes").Steps = {
      {spanOf(A, 4, 3, 6), "7 bytes before 'next[2]'"},
      {Span{}, "order: next, tag"},
      {spanOf(B, 9, 1, 2), "used here"}};
  Json Result = onlyResult(S);
  EXPECT_EQ(Result["message"]["text"],
            "struct 'Node' is 24 bytes. [7 bytes before 'next\\[2\\]'](1). order: next, tag. "
            "[used here](2).");
  Json Related = Result["relatedLocations"];
  ASSERT_EQ(Related.size(), 2U);
  EXPECT_EQ(Related[0]["id"], 1);
  EXPECT_EQ(Related[0]["message"]["text"], "7 bytes before 'next\\[2\\]'");
  EXPECT_EQ(Related[0]["physicalLocation"]["region"], region(4, 3, 4, 6));
  EXPECT_EQ(Related[1]["id"], 2);
  EXPECT_EQ(Related[1]["physicalLocation"]["artifactLocation"]["uri"], "b.h");
}

TEST(SarifOutput, StepsThatAreAFlowAreOneThreadFromTheFindingOn) {
  SampleReport S;
  FileId A = S.addMissingFile("a.cpp"), B = S.addMissingFile("b.cpp");
  Finding &F = S.addFinding(spanOf(A, 3, 8, 12), "'n' does not live as long");
  F.Steps = {{spanOf(A, 4, 3, 6), "passed to 'keep'"},
             {Span{}, "said of the whole"},
             {spanOf(B, 9, 1, 2), "assigned to 'Last[0]'"}};
  EXPECT_FALSE(onlyResult(S).contains("codeFlows")) << "steps may be notes without an order";
  F.StepsAreFlow = true;
  Json Flows = onlyResult(S)["codeFlows"];
  ASSERT_EQ(Flows.size(), 1U);
  Json Places = Flows[0]["threadFlows"][0]["locations"];
  ASSERT_EQ(Places.size(), 3U);
  EXPECT_EQ(Places[0]["location"]["message"]["text"], "'n' does not live as long");
  EXPECT_EQ(Places[0]["location"]["physicalLocation"]["region"], region(3, 8, 3, 12));
  EXPECT_EQ(Places[2]["location"]["physicalLocation"]["artifactLocation"]["uri"], "b.cpp");
  EXPECT_EQ(Places[2]["location"]["message"]["text"], "assigned to 'Last\\[0\\]'");
}

TEST(SarifOutput, PlacesOfAResultEndAtGitHubsLimit) {
  SampleReport S;
  FileId File = S.addMissingFile("a.h");
  Finding &F = S.addFinding(spanOf(File, 1, 1, 2), "m");
  for (unsigned I = 0; I < 150; ++I)
    F.Steps.push_back({spanOf(File, I + 2, 1, 2), "field " + std::to_string(I)});
  Json Result = onlyResult(S);
  EXPECT_EQ(Result["locations"].size() + Result["relatedLocations"].size(), 100U);
  std::string Text = Result["message"]["text"];
  EXPECT_NE(Text.find("[field 98](99). field 99."), std::string::npos);
  EXPECT_TRUE(Text.ends_with(" field 149.")) << "no step is lost";
}

TEST(SarifOutput, PropertiesKeepTheirTypesAndOrder) {
  SampleReport S;
  S.addFinding(Span{}, "m").Props = {{"size", std::uint64_t{24}},
                                     {"exact", false},
                                     {"container", std::string("v")},
                                     {"order", std::vector<std::string>{"b", "a"}}};
  EXPECT_EQ(onlyResult(S)["properties"].dump(),
            R"({"size":24,"exact":false,"container":"v","order":["b","a"]})");
}

TEST(SarifOutput, RunWithoutFindingsStillHasResultsAndRules) {
  SampleReport S;
  Json Run = runOf(S);
  EXPECT_EQ(Run["results"], Json::array());
  auto Enabled = std::ranges::count_if(allChecks(), &Check::EnabledByDefault);
  EXPECT_EQ(Run["tool"]["driver"]["rules"].size(), static_cast<std::size_t>(Enabled));
  EXPECT_EQ(Run["invocations"], Json::parse(R"([{"executionSuccessful": true}])"));
}

TEST(SarifOutput, RuleIsThereIfSomeFileEnablesItsCheckOrItReports) {
  SampleReport S;
  S.Settings = {};
  for (CheckSettings &C : S.Settings.Groups[0].Checks)
    C.Enabled = false;
  EXPECT_EQ(runOf(S)["tool"]["driver"]["rules"].size(), 0U);

  Settings Other = S.Settings.Groups[0];
  Other.Checks[*findCheck("reserve-missing")].Enabled = true;
  S.Settings.Groups.push_back(Other);
  Json Rules = runOf(S)["tool"]["driver"]["rules"];
  ASSERT_EQ(Rules.size(), 1U);
  EXPECT_EQ(Rules[0]["id"], "memlint-reserve-missing");

  S.addFinding(Span{}, "m", "layout-padding");
  EXPECT_EQ(runOf(S)["tool"]["driver"]["rules"].size(), 2U);
}

TEST(SarifOutput, ResultsPointAtTheirRules) {
  SampleReport S;
  for (const Check *C : allChecks())
    S.addFinding(Span{}, "m", C->Name).Level = Severity::Error;
  Json Run = runOf(S);
  Json Rules = Run["tool"]["driver"]["rules"];
  for (const Json &Result : Run["results"]) {
    EXPECT_EQ(Rules[Result["ruleIndex"].get<std::size_t>()]["id"], Result["ruleId"]);
    EXPECT_EQ(Result["level"], "error") << "the level in force, not the check's own";
  }
}

TEST(SarifOutput, RulesSayAllThatGitHubAsksFor) {
  SampleReport S;
  for (const Check *C : allChecks())
    S.addFinding(Span{}, "m", C->Name);
  const Json Run = runOf(S);
  for (const Json &Rule : Run["tool"]["driver"]["rules"]) {
    std::string Id = Rule["id"];
    ASSERT_TRUE(findCheck(Id)) << Id;
    const Check &C = *allChecks()[*findCheck(Id)];
    EXPECT_EQ(Id, fullId(C));
    std::string Name = Rule["name"], Short = Rule["shortDescription"]["text"];
    EXPECT_TRUE(std::ranges::all_of(Name, [](unsigned char Ch) { return std::isalnum(Ch); }))
        << Name;
    EXPECT_TRUE(std::isupper(static_cast<unsigned char>(Name[0]))) << Name;
    EXPECT_TRUE(Short.starts_with(C.Title) && Short.ends_with(".")) << Short;
    std::string Full = Rule["fullDescription"]["text"];
    EXPECT_FALSE(Full.empty());
    EXPECT_FALSE(Full.starts_with("#")) << Full;
    EXPECT_LE(std::max(Short.size(), Full.size()), 1024U);
    EXPECT_EQ(Rule["help"]["text"], checkPage(C));
    EXPECT_EQ(Rule["help"]["markdown"], checkPage(C));
    EXPECT_FALSE(Rule["properties"].contains("security-severity")) << Id;
    EXPECT_TRUE(Rule["properties"].contains("precision")) << Id;
  }
  Json Rules = runOf(S)["tool"]["driver"]["rules"];
  EXPECT_EQ(Rules[*findCheck("layout-padding")]["name"], "LayoutPadding");
}

TEST(SarifOutput, CweIsATag) {
  SampleReport S;
  for (const Check *C : allChecks())
    S.addFinding(Span{}, "m", C->Name);
  const Json Run = runOf(S);
  for (const Json &Rule : Run["tool"]["driver"]["rules"]) {
    const Check &C = *allChecks()[*findCheck(Rule["id"].get<std::string>())];
    const Json &Tags = Rule["properties"]["tags"];
    auto IsCwe = [](const Json &Tag) {
      return Tag.get<std::string>().starts_with("external/cwe/cwe-");
    };
    EXPECT_EQ(std::ranges::count_if(Tags, IsCwe), C.Cwe != 0);
  }
}

TEST(SarifOutput, FailedUnitsMakeTheRunUnsuccessfulAndAreNamed) {
  SampleReport S;
  S.Summary = {9, 7, 2, {{"src/a b.cpp", "no such file"}, {"/opt/x.cpp", "Clang crashed [11]"}}};
  Json Invocation = runOf(S)["invocations"][0];
  EXPECT_EQ(Invocation["executionSuccessful"], false);
  Json Notes = Invocation["toolExecutionNotifications"];
  ASSERT_EQ(Notes.size(), 3U);
  EXPECT_EQ(Notes[0]["level"], "error");
  EXPECT_EQ(Notes[0]["message"]["text"], "unit 'src/a b.cpp' was not analysed: no such file.");
  EXPECT_EQ(Notes[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            "src/a%20b.cpp");
  EXPECT_EQ(Notes[1]["message"]["text"],
            "unit '/opt/x.cpp' was not analysed: Clang crashed \\[11\\].");
  EXPECT_EQ(Notes[2]["level"], "warning");
  EXPECT_EQ(Notes[2]["message"]["text"],
            "2 units have compile errors and could be read only in part.");
}

TEST(SarifOutput, CompileErrorsAloneAreNoFailure) {
  SampleReport S;
  S.Summary.WithErrors = 1;
  Json Invocation = runOf(S)["invocations"][0];
  EXPECT_EQ(Invocation["executionSuccessful"], true);
  EXPECT_EQ(Invocation["toolExecutionNotifications"][0]["message"]["text"],
            "1 unit has compile errors and could be read only in part.");
}

TEST(SarifOutput, CategoryIsLeftToTheUploaderUnlessAsked) {
  SampleReport S;
  EXPECT_FALSE(runOf(S).contains("automationDetails"));
  Json Log = Json::parse(renderSarif(S.report(), {"0.1.0", "linux"}));
  EXPECT_EQ(Log["runs"][0]["automationDetails"]["id"], "linux/");
}

TEST(SarifOutput, ToolAndSchema) {
  SampleReport S;
  Json Log = Json::parse(renderSarif(S.report(), {"1.2.3-rc.1", ""}));
  EXPECT_EQ(Log["version"], "2.1.0");
  EXPECT_EQ(Log["$schema"], "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
                            "sarif-schema-2.1.0.json");
  Json Driver = Log["runs"][0]["tool"]["driver"];
  EXPECT_EQ(Driver["name"], "memlint");
  EXPECT_EQ(Driver["semanticVersion"], "1.2.3-rc.1");
  EXPECT_EQ(Log["runs"][0]["columnKind"], "utf16CodeUnits");
}

TEST(SarifOutput, ResultsKeepTheOrderAndTheBytesStayTheSame) {
  SampleReport S;
  FileId File = S.addFile("a.h", "int a;\nint b;\n");
  S.addFinding(spanOf(File, 2, 5, 6), "second");
  S.addFinding(spanOf(File, 1, 5, 6), "first");
  EXPECT_EQ(runOf(S)["results"][0]["message"]["text"], "second.");
  EXPECT_EQ(renderSarif(S.report(), Plain), renderSarif(S.report(), Plain));
}

} // namespace
} // namespace memlint
