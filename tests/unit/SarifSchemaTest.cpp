// Validates what the SARIF sink writes against the official schema. The schema is not part of the
// project: its path comes from the environment variable MEMLINT_SARIF_SCHEMA, or from the build.

#include "checks/AllChecks.h"
#include "tests/unit/SampleReport.h"
#include "tool/SarifOutput.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <cstdlib>
#include <fstream>
#include <string>

namespace memlint {
namespace {

using Json = nlohmann::json;
using Adapter = valijson::adapters::NlohmannJsonAdapter;

std::string schemaPath() {
  if (const char *Path = std::getenv("MEMLINT_SARIF_SCHEMA"))
    return Path;
#ifdef MEMLINT_SARIF_SCHEMA
  return MEMLINT_SARIF_SCHEMA;
#else
  return "";
#endif
}

class SarifSchema : public testing::Test {
protected:
  void SetUp() override {
    if (schemaPath().empty())
      GTEST_SKIP() << "MEMLINT_SARIF_SCHEMA does not name the schema";
    std::ifstream File(schemaPath());
    ASSERT_TRUE(File) << "cannot read " << schemaPath();
    Json Document = Json::parse(File);
    valijson::SchemaParser(valijson::SchemaParser::kDraft4)
        .populateSchema(Adapter(Document), Schema);
  }

  /// What the schema has against a document; empty when it is valid.
  std::string complaints(const Json &Document) const {
    valijson::ValidationResults Results;
    if (valijson::Validator().validate(Schema, Adapter(Document), &Results))
      return "";
    std::string Text = "invalid";
    for (valijson::ValidationResults::Error E; Results.popError(E);) {
      for (const std::string &Part : E.context)
        Text += Part;
      Text += ": " + E.description + "\n";
    }
    return Text;
  }

  valijson::Schema Schema;
};

Json logOf(SampleReport &S, const SarifOptions &Options = {"0.1.0", ""}) {
  return Json::parse(renderSarif(S.report(), Options));
}

void addRichFindings(SampleReport &S) {
  FileId Strange = S.addFile("b\u00FCro src/100% \u6F22.h", "\xEF\xBB\xBFstruct Kn\u00F6tchen {\n"
                                                            "\tchar tag; // \U0001F600 \xFF\n"
                                                            "\tvoid *next[2];\n};\n");
  FileId Gone = S.addMissingFile("gone.cpp"), Outside = S.addFile("/opt/lib x/a.h", "int a;\n");
  Finding &F =
      S.addFinding(spanOf(Strange, 1, 11, 20), "struct 'Kn\u00F6tchen' [a](b) {0} is 24 bytes");
  F.Steps = {{spanOf(Strange, 3, 8, 12), "7 bytes of padding before 'next[2]'"},
             {Span{}, "order: next, tag"},
             {{Strange, 1, 4, 4, 2}, "the whole of it"},
             {spanOf(Gone, 70, 1, 90), "bad \xFF byte"},
             {spanOf(Outside, 1, 5, 6), "outside"}};
  F.StepsAreFlow = true;
  F.Props = {{"size", std::uint64_t{24}},
             {"exact", true},
             {"type", std::string("\xC3")},
             {"order", std::vector<std::string>{"next", "tag"}}};
  F.Fingerprint = "9f86d081884c7d65";
  F.Fixes = {{"put [next] first",
              {{spanOf(Strange, 2, 2, 11), "char tag;", "void *next[2];\n"},
               {{Strange, 3, 1, 4, 1}, "\tvoid *next[2];\n", ""},
               {{Gone, 1, 1, 1, 1}, "", "#include <vector>\n"},
               {spanOf(Outside, 1, 5, 6), "a", "b"}},
              {}},
             {"or do {this}", {{spanOf(Outside, 1, 5, 6), "a", "\xFF"}}, {}}};
  S.addFinding({Gone, 1, 1, 9, 1}, "many lines").Level = Severity::Error;
  for (const Check *C : allChecks())
    S.addFinding(spanOf(Outside, 1, 5, 6), "m", C->Name).Level = Severity::Note;
}

TEST_F(SarifSchema, RefusesWhatItMust) {
  SampleReport S;
  Json Log = logOf(S);
  Log["runs"][0]["surprise"] = 1;
  EXPECT_NE(complaints(Log), "");
  Log = logOf(S);
  Log["runs"][0]["columnKind"] = "bytes";
  EXPECT_NE(complaints(Log), "");
}

TEST_F(SarifSchema, RunWithoutFindings) {
  SampleReport S;
  EXPECT_EQ(complaints(logOf(S)), "");
}

TEST_F(SarifSchema, RunWithoutChecks) {
  SampleReport S;
  for (CheckSettings &C : S.Settings.Groups[0].Checks)
    C.Enabled = false;
  EXPECT_EQ(complaints(logOf(S)), "");
}

TEST_F(SarifSchema, FailedUnits) {
  SampleReport S;
  S.Summary = {5, 3, 1, {{"b\u00FCro/a b.cpp", "no such file"}, {"/opt/x.cpp", "caf\xE9 [1] {2}"}}};
  EXPECT_EQ(complaints(logOf(S)), "");
}

TEST_F(SarifSchema, FindingsOfEveryKind) {
  SampleReport S;
  addRichFindings(S);
  S.Summary = {5, 4, 1, {{"a.cpp", "no such file"}}};
  Json Log = logOf(S, {"0.1.0-rc.1", "linux x64"});
  EXPECT_EQ(complaints(Log), "");
  // For a look from outside: the same document for other validators.
  if (const char *Path = std::getenv("MEMLINT_SARIF_SAMPLE"))
    std::ofstream(Path) << renderSarif(S.report(), {"0.1.0", "linux"});
}

TEST_F(SarifSchema, FindingWithoutAPlace) {
  SampleReport S;
  S.addFinding(Span{}, "m");
  EXPECT_EQ(complaints(logOf(S)), "");
}

TEST_F(SarifSchema, MoreStepsThanPlaces) {
  SampleReport S;
  FileId File = S.addMissingFile("a.h");
  Finding &F = S.addFinding(spanOf(File, 1, 1, 2), "m");
  F.Steps.assign(300, {spanOf(File, 2, 1, 2), "the same place and text each time"});
  EXPECT_EQ(complaints(logOf(S)), "");
}

} // namespace
} // namespace memlint
