// Runs every fixture and, with each, what must hold of all: facts survive encoding byte for byte,
// the order of the units does not show, one unit's findings are among the program's, and code with
// its fixes made parses and has none left. The examples in the checks' documentation are fixtures
// too.
#include "tests/runner/Fixture.h"
#include "tests/runner/Engine.h"
#include "tests/runner/FixedText.h"

#include "analysis/encode/Encode.h"
#include "analysis/ir/Text.h"
#include "checks/AllChecks.h"
#include "checks/Docs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <regex>
#include <set>

namespace memlint::test {
namespace {

namespace fs = std::filesystem;

Config configFor(const Fixture &F) {
  Config C;
  Settings &S = C.Groups.front();
  bool OwnFolder = findCheck(F.Check).has_value(); // other folders run what runs by default
  if (OwnFolder || !F.Checks.empty())
    applyCheckGlobs(S, "-*");
  if (OwnFolder && F.Checks.empty())
    applyCheckGlobs(S, F.Check);
  for (const std::string &Check : F.Checks)
    EXPECT_TRUE(applyCheckGlobs(S, Check).empty()) << Check << " is no check";
  for (const std::string &Setting : F.Set) {
    auto Equals = Setting.find('=');
    EXPECT_EQ(applyOption(S, Setting.substr(0, Equals), Setting.substr(Equals + 1)), "");
  }
  return C;
}

std::vector<SourceFile> filesOf(const Fixture &F) {
  std::vector<SourceFile> Files;
  Files.reserve(F.Parts.size());
  for (const Part &P : F.Parts)
    Files.emplace_back(P.Name, P.Text);
  return Files;
}

std::vector<TuFacts> unitsOf(const Fixture &F) {
  const std::vector<SourceFile> Files = filesOf(F);
  std::vector<TuFacts> Units;
  for (const Part &P : F.Parts)
    if (P.isUnit())
      Units.push_back(factsOf(Files, P.Name, F.Flags));
  return Units;
}

/// A worker that has read all units, and so every header, reads each of them as one that has read
/// none.
void expectMemoryDoesNotShow(const Fixture &F, const std::vector<TuFacts> &Units) {
  if (std::ranges::all_of(F.Parts, &Part::isUnit))
    return;
  const std::vector<SourceFile> Files = filesOf(F);
  KnownDefinitions Known;
  for (const char *Reads : {"first", "again"}) {
    auto Alone = Units.begin();
    for (const Part &P : F.Parts)
      if (P.isUnit()) {
        EXPECT_TRUE(factsOf(Files, P.Name, F.Flags, Known) == *Alone++)
            << P.Name << " has other facts when a worker reads it " << Reads;
      }
  }
}

Program linked(const std::vector<TuFacts> &Units) {
  std::vector<const TuFacts *> Pointers;
  Pointers.reserve(Units.size());
  for (const TuFacts &Unit : Units)
    Pointers.push_back(&Unit);
  return link(Pointers);
}

void expectSurvivesEncoding(const TuFacts &Facts) {
  std::string Bytes = encodeFacts(Facts);
  auto Decoded = decodeFacts(Bytes);
  ASSERT_TRUE(std::holds_alternative<TuFacts>(Decoded)) << std::get<DecodeError>(Decoded).Reason;
  EXPECT_TRUE(std::get<TuFacts>(Decoded) == Facts) << Facts.Units[0].File << " changed on the way";
  EXPECT_TRUE(encodeFacts(std::get<TuFacts>(Decoded)) == Bytes);
}

/// The memory IR of every body, printed and parsed, is the same function.
void expectSurvivesText(const TuFacts &Facts) {
  for (const ir::Function &F : Facts.Functions) {
    const std::string Text = ir::print(F);
    const auto Parsed = ir::parse(Text);
    const auto *Back = std::get_if<std::vector<ir::Function>>(&Parsed);
    ASSERT_TRUE(Back && Back->size() == 1) << Text;
    EXPECT_EQ(ir::canonical(Back->front()), ir::canonical(F)) << Text;
  }
}

bool tellsWhatIsKnown(const Finding &F) {
  const std::optional<std::size_t> Index = findCheck(F.Check);
  return Index && allChecks()[*Index]->TellsWhatIsKnown;
}

/// Invariants 3 and 4 of ARCHITECTURE.md, on this fixture.
void expectInvariants(std::vector<TuFacts> Units, const Config &C) {
  Program P = linked(Units);
  CheckResults All = checked(P, C);
  std::reverse(Units.begin(), Units.end());
  Program Reversed = linked(Units);
  EXPECT_EQ(describe(P, All), describe(Reversed, checked(Reversed, C)))
      << "the order of the units shows";
  std::set<std::string> Fingerprints;
  for (const Finding &F : All.Findings)
    Fingerprints.insert(F.Fingerprint);
  for (const TuFacts &Unit : Units) {
    Program One = linked({Unit});
    for (const Finding &F : checked(One, C).Findings)
      EXPECT_TRUE(tellsWhatIsKnown(F) || Fingerprints.contains(F.Fingerprint))
          << "found in " << Unit.Units[0].File << " alone, not in the program: " << F.Message;
  }
}

/// Pairs each expectation with a finding of its own. Returns the number of known wrong answers.
unsigned expectFindings(const Fixture &F, const Program &P, const CheckResults &Results) {
  std::vector<const Finding *> Left;
  Left.reserve(Results.Findings.size());
  for (const Finding &Found : Results.Findings)
    Left.push_back(&Found);
  unsigned KnownWrong = 0;
  for (const Expectation &E : F.Expectations) {
    auto Fits = std::find_if(Left.begin(), Left.end(), [&](const Finding *Found) {
      return P.path(Found->Where.File) == E.File && Found->Where.Line == E.Line &&
             (E.Level.empty() || levelName(Found->Level) == E.Level) &&
             std::regex_search(Found->Message, std::regex(E.Pattern));
    });
    std::string Where = E.File + ":" + std::to_string(E.Line) + ": ";
    bool Found = Fits != Left.end();
    if (E.Meaning == Kind::Want)
      EXPECT_TRUE(Found) << Where << "not found: " << E.Pattern
                         << (E.Level.empty() ? "" : " as a " + E.Level);
    else if (E.Meaning == Kind::FalseAlarm)
      EXPECT_TRUE(Found) << Where << "no false alarm any more; take the fp: away: " << E.Pattern;
    else
      EXPECT_FALSE(Found) << Where << "found now; turn the fn: into a want: " << E.Pattern;
    KnownWrong += E.Meaning != Kind::Want;
    if (Found)
      Left.erase(Fits);
  }
  for (const Finding *Found : Left)
    ADD_FAILURE() << P.path(Found->Where.File) << ":" << Found->Where.Line
                  << ": not expected: " << Found->Message << " [" << Found->Check << "]";
  return KnownWrong;
}

std::vector<std::string> blockersOf(const Finding &F) {
  for (const auto &[Name, Value] : F.Props)
    if (const auto *List = std::get_if<std::vector<std::string>>(&Value);
        List && Name == "blockers")
      return *List;
  return {};
}

/// On lines that ask for blockers: each of them is there, there is no other, and so no fix.
void expectBlockers(const Fixture &F, const Program &P, const CheckResults &Results) {
  std::set<std::pair<std::string, unsigned>> Lines;
  for (const Expectation &E : F.Blockers)
    Lines.emplace(E.File, E.Line);
  for (const auto &[File, Line] : Lines) {
    std::string Where = File + ":" + std::to_string(Line) + ": ";
    std::vector<std::string> Left;
    for (const Finding &Found : Results.Findings)
      if (P.path(Found.Where.File) == File && Found.Where.Line == Line) {
        std::vector<std::string> Own = blockersOf(Found);
        Left.insert(Left.end(), Own.begin(), Own.end());
        EXPECT_TRUE(Found.Fixes.empty()) << Where << "it has a fix";
      }
    const std::vector<std::string> All = Left;
    for (const Expectation &E : F.Blockers) {
      if (E.File != File || E.Line != Line)
        continue;
      auto Fits = [Pattern = std::regex(E.Pattern)](const std::string &Blocker) {
        return std::regex_search(Blocker, Pattern);
      };
      EXPECT_TRUE(std::ranges::any_of(All, Fits)) << Where << "no such blocker: " << E.Pattern;
      std::erase_if(Left, Fits);
    }
    for (const std::string &Blocker : Left)
      ADD_FAILURE() << Where << "a blocker that was not expected: " << Blocker;
  }
}

/// Makes the fixes of all findings, round by round, and returns the fixture's parts after them.
std::vector<Part> expectFixes(Fixture F, const Config &C) {
  for (unsigned Round = 0; Round < 10; ++Round) {
    Program P = linked(unitsOf(F));
    CheckResults Results = checked(P, C);
    if (std::ranges::all_of(Results.Findings,
                            [](const Finding &Found) { return Found.Fixes.empty(); }))
      return F.Parts;
    F.Parts = withFixes(P, Results, F.Parts);
    if (testing::Test::HasFailure())
      return F.Parts;
  }
  ADD_FAILURE() << "there is still a fix after ten rounds of fixing";
  return F.Parts;
}

/// Returns the number of known wrong answers.
unsigned runFixture(const Fixture &F) {
  EXPECT_EQ(F.Problem, "");
  Config C = configFor(F);
  std::vector<TuFacts> Units = unitsOf(F);
  EXPECT_FALSE(Units.empty()) << "no unit in it";
  for (const TuFacts &Unit : Units) {
    expectSurvivesEncoding(Unit);
    expectSurvivesText(Unit);
  }
  expectInvariants(Units, C);
  expectMemoryDoesNotShow(F, Units);
  Program P = linked(Units);
  CheckResults Results = checked(P, C);
  expectBlockers(F, P, Results);
  return expectFindings(F, P, Results);
}

std::string readFile(const fs::path &Path) {
  std::ifstream In(Path, std::ios::binary);
  return {std::istreambuf_iterator<char>(In), {}};
}

/// With MEMLINT_UPDATE=1 the file is written instead.
void expectFixedText(const Fixture &F, const std::string &Text, const fs::path &Golden) {
  if (std::getenv("MEMLINT_UPDATE"))
    std::ofstream(Golden, std::ios::binary) << Text;
  else
    EXPECT_EQ(Text, readFile(Golden)) << Golden << " differs; MEMLINT_UPDATE=1 rewrites it";
  EXPECT_NE(Text, fixedText(F, F.Parts)) << "no finding has a fix";
}

class FixtureFile : public testing::Test {
public:
  explicit FixtureFile(fs::path Path) : Path(std::move(Path)) {}
  void TestBody() override {
    Fixture F = parseFixture(Path.parent_path().filename(), Path.filename(), readFile(Path));
    unsigned KnownWrong = runFixture(F);
    std::vector<Part> Fixed = expectFixes(F, configFor(F));
    if (fs::path Golden = Path.string() + ".fixed"; fs::exists(Golden))
      expectFixedText(F, fixedText(F, Fixed), Golden);
    RecordProperty("known-wrong", static_cast<int>(KnownWrong));
    Total += KnownWrong;
  }
  static unsigned Total; // of known wrong answers, printed when all have run

private:
  fs::path Path;
};
unsigned FixtureFile::Total = 0;

class DocumentedExample : public testing::Test {
public:
  DocumentedExample(const Check &C, DocExample Example) : C(C), Example(Example) {}
  void TestBody() override {
    EXPECT_EQ(docProblems(C), "");
    std::string Name = Example.Language == "c" ? "example.c" : "example.cpp";
    Fixture F = parseFixture(std::string(C.Name), Name, std::string(Example.Code));
    EXPECT_EQ(F.Expectations.empty(), Example.Heading != "Example")
        << "an example shows a finding, what to use instead shows none";
    if (C.Name == "suppression-unused")
      F.Checks = {"*"}; // it speaks of what the others met
    runFixture(F);
  }

private:
  const Check &C;
  DocExample Example;
};

void registerAll(const fs::path &Folder) {
  std::vector<fs::path> Files;
  for (const auto &Entry : fs::recursive_directory_iterator(Folder))
    if (Entry.path().extension() == ".cpp" || Entry.path().extension() == ".c")
      Files.push_back(Entry.path());
  std::sort(Files.begin(), Files.end());
  for (const fs::path &Path : Files) {
    std::string Suite = Path.parent_path().filename();
    testing::RegisterTest(Suite.c_str(), Path.filename().c_str(), nullptr, nullptr, Path.c_str(), 1,
                          [Path]() -> testing::Test * { return new FixtureFile(Path); });
  }
  for (const Check *C : allChecks())
    for (const DocExample &E : docExamples(*C)) {
      std::string Test = std::string(C->Name) + ": " + std::string(E.Heading);
      testing::RegisterTest("documentation", Test.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                            [C, E]() -> testing::Test * { return new DocumentedExample(*C, E); });
    }
}

} // namespace
} // namespace memlint::test

int main(int argc, char **argv) {
  testing::InitGoogleTest(&argc, argv);
  memlint::test::registerAll(MEMLINT_FIXTURES);
  int Status = RUN_ALL_TESTS();
  std::cout << "known wrong answers (fp: and fn:): " << memlint::test::FixtureFile::Total << "\n";
  return Status;
}
