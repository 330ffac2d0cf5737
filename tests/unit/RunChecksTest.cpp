// Settings, suppressions, order and fingerprints, over the checks that there are: any would do.
#include "checks/RunChecks.h"
#include "checks/AllChecks.h"
#include "tests/runner/Engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <unistd.h>

namespace memlint {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

/// A record that wastes 8 of 24 bytes; the finding is at its name.
RecordFact record(std::uint32_t File, std::uint32_t Line, const std::string &Name,
                  std::uint32_t Column = 8) {
  RecordFact R;
  R.Usr = "c:@S@" + Name;
  R.Name = Name;
  R.Where = {FileId(File), Line, Column, Line, Column + static_cast<std::uint32_t>(Name.size())};
  R.Size = 24;
  R.Alignment = 8;
  R.Fields = {{"a", "char", {FileId(File), Line + 1, 8, Line + 1, 9}, 0, 1, 1},
              {"b", "long", {FileId(File), Line + 2, 8, Line + 2, 9}, 8, 8, 8},
              {"c", "char", {FileId(File), Line + 3, 8, Line + 3, 9}, 16, 1, 1}};
  R.Smaller = SmallerOrder{16, {1, 0, 2}, {0, 64, 96}, 1, true};
  return R;
}

/// A vector that grows `Count` times; the finding is at the loop.
GrowthFact growth(std::uint32_t File, std::uint32_t Line, const std::string &Function,
                  std::uint64_t Count = 100) {
  GrowthFact G;
  G.Function = Function;
  G.Container = "v";
  G.ContainerType = "std::vector<int>";
  G.ElementType = "int";
  G.ElementSize = 4;
  G.Moves = Relocation::Trivial;
  G.Loop = {FileId(File), Line, 3, Line, 6};
  G.Declared = {FileId(File), Line - 1, 20, Line - 1, 21};
  G.Growths = {{FileId(File), Line + 1, 7, Line + 1, 16}};
  G.Trips = G.Count = std::to_string(Count);
  G.CountNumber = Count;
  return G;
}

/// A comment that silences the lines from `First` to `Last`; it stands in the first of them.
SuppressionFact suppression(std::uint32_t File, std::uint32_t First, std::uint32_t Last,
                            std::vector<std::string> Checks) {
  SuppressionFact S;
  S.Where = {FileId(File), First, 40, First, 46};
  S.FirstLine = First;
  S.LastLine = Last;
  S.Own = std::any_of(Checks.begin(), Checks.end(),
                      [](const std::string &C) { return C.starts_with("memlint-"); });
  S.Checks = std::move(Checks);
  return S;
}

/// Of each record there may be many, as of a node of a list.
TuFacts unit(std::vector<std::string> Files, std::vector<RecordFact> Records,
             std::vector<GrowthFact> Growths = {}, std::vector<SuppressionFact> Suppressions = {}) {
  TuFacts Unit;
  Unit.Files = std::move(Files);
  Unit.Records = std::move(Records);
  for (const RecordFact &R : Unit.Records)
    Unit.Counts.push_back({R.Usr, CountKind::Linked, R.Where, std::nullopt});
  Unit.Growths = std::move(Growths);
  Unit.Suppressions = std::move(Suppressions);
  return Unit;
}

Program program(const TuFacts &Unit) {
  const TuFacts *Units[] = {&Unit};
  return link(Units);
}

Settings settings(std::string_view Globs = "") {
  Settings S = defaultSettings();
  EXPECT_THAT(applyCheckGlobs(S, Globs), IsEmpty());
  return S;
}

Config config(std::string_view Globs = "") {
  Config C;
  C.Groups = {settings(Globs)};
  return C;
}

CheckResults resultsOf(const TuFacts &Unit, const Config &C = {}) {
  return runChecks(program(Unit), C);
}

/// What the findings are about, in their order.
std::vector<std::string> subjects(const CheckResults &Results) {
  std::vector<std::string> All;
  All.reserve(Results.Findings.size());
  for (const Finding &F : Results.Findings)
    All.push_back(F.Subject);
  return All;
}

/// The findings of the check that reports suppressions, by line.
std::vector<std::uint32_t> unusedLines(const CheckResults &Results) {
  std::vector<std::uint32_t> Lines;
  for (const Finding &F : Results.Findings)
    if (F.Check == "suppression-unused")
      Lines.push_back(F.Where.Line);
  return Lines;
}

// Order

TEST(RunChecksTest, SaysNothingOfNothing) {
  CheckResults Results = runChecks({}, {});
  EXPECT_THAT(Results.Findings, IsEmpty());
  EXPECT_EQ(Results.Suppressed, 0u);
  EXPECT_THAT(Results.Silences, IsEmpty());
}

TEST(RunChecksTest, SortsByPathLineColumnCheckAndMessage) {
  auto Results =
      resultsOf(unit({"z.cpp", "a.h"},
                     {record(0, 2, "Late"), record(0, 1, "Second", 20), record(0, 1, "First", 8),
                      record(1, 90, "Header"), record(1, 10, "Above")},
                     {growth(1, 50, "between"), growth(0, 1, "zeroth")}));
  EXPECT_THAT(subjects(Results),
              ElementsAre("Above", "between: v", "Header", "zeroth: v", "First", "Second", "Late"));
}

TEST(RunChecksTest, SortsByCheckWhereLineAndColumnAreTheSame) {
  // As macros may place them; whichever span is longer.
  for (std::uint32_t Length : {1u, 3u, 9u}) {
    RecordFact R = record(0, 5, "Same", 3);
    R.Where.EndColumn = R.Where.Column + Length;
    auto Results = resultsOf(unit({"a.h"}, {R}, {growth(0, 5, "same")}));
    EXPECT_THAT(subjects(Results), ElementsAre("Same", "same: v")) << Length;
  }
}

TEST(RunChecksTest, SaysOnceWhatUnitsWithOtherFlagsSayToo) {
  // The same loop in a 32 and a 64 bit unit.
  GrowthFact Wide = growth(0, 5, "f"), Narrow = Wide;
  Narrow.ElementSize = 2;
  auto Results = resultsOf(unit({"a.h"}, {}, {Wide, Narrow}));
  EXPECT_THAT(Results.Findings, SizeIs(1));
}

TEST(RunChecksTest, GivesTheSameEveryTime) {
  TuFacts Unit = unit({"b.h", "a.h"}, {record(0, 1, "A"), record(1, 1, "A")}, {growth(0, 9, "f")},
                      {suppression(1, 1, 1, {"memlint-*"})});
  Program P = program(Unit);
  Config C = config("*");
  EXPECT_EQ(test::describe(P, runChecks(P, C)), test::describe(P, runChecks(P, C)));
}

// Settings

TEST(RunChecksTest, FillsInCheckAndLevel) {
  Config C;
  C.Groups[0].Checks[*findCheck("layout-padding")].Level = Severity::Error;
  C.Groups[0].Checks[*findCheck("reserve-missing")].Level = Severity::Note;
  auto Results = resultsOf(unit({"a.h"}, {record(0, 1, "A")}, {growth(0, 9, "f")}), C);
  EXPECT_THAT(Results.Findings, ElementsAre(AllOf(Field(&Finding::Check, "layout-padding"),
                                                  Field(&Finding::Level, Severity::Error)),
                                            AllOf(Field(&Finding::Check, "reserve-missing"),
                                                  Field(&Finding::Level, Severity::Note))));
}

TEST(RunChecksTest, RunsOnlyWhatIsOn) {
  TuFacts Unit = unit({"a.h"}, {record(0, 1, "A")}, {growth(0, 9, "f")});
  EXPECT_THAT(subjects(resultsOf(Unit, config("-*"))), IsEmpty());
  EXPECT_THAT(subjects(resultsOf(Unit, config("-*,layout-*"))), ElementsAre("A"));
  EXPECT_THAT(subjects(resultsOf(Unit, config("-layout-*"))), ElementsAre("f: v"));
}

/// The first file of the linked program has `First`, the second `Second`, others the default.
Config perFile(const Settings &First, const Settings &Second) {
  Config C;
  C.Groups = {defaultSettings(), First, Second};
  C.GroupOfFile = {1, 2};
  return C;
}

TEST(RunChecksTest, IsOnAndOffForEachFile) {
  TuFacts Unit =
      unit({"a.h", "b.h", "c.h"}, {record(0, 1, "A"), record(1, 1, "B"), record(2, 1, "C")},
           {growth(0, 9, "a"), growth(1, 9, "b"), growth(2, 9, "c")});
  EXPECT_THAT(subjects(resultsOf(Unit, perFile(settings("-*"), settings("-*,layout-*")))),
              ElementsAre("B", "C", "c: v"));
  // On somewhere else than in the first group.
  Config C = perFile(settings("-*,reserve-*"), settings("-*"));
  C.Groups[0] = settings("-*");
  EXPECT_THAT(subjects(resultsOf(Unit, C)), ElementsAre("a: v"));
}

TEST(RunChecksTest, HasOptionsAndLevelsForEachFile) {
  Settings Strict = defaultSettings(), Lax = defaultSettings();
  EXPECT_EQ(applyOption(Strict, "reserve-missing.min-count", "101"), "");
  EXPECT_EQ(applyOption(Lax, "reserve-missing.min-count", "1"), "");
  EXPECT_EQ(applyOption(Strict, "layout-padding.min-saved-bytes", "9"), "");
  EXPECT_EQ(applyOption(Strict, "layout-padding.fewer-cache-lines", "false"), "");
  Lax.Checks[*findCheck("layout-padding")].Level = Severity::Error;
  TuFacts Unit =
      unit({"a.h", "b.h", "c.h"}, {record(0, 1, "A"), record(1, 1, "B"), record(2, 1, "C")},
           {growth(0, 9, "a"), growth(1, 9, "b", 1), growth(2, 9, "c", 1)});
  auto Results = resultsOf(Unit, perFile(Strict, Lax));
  EXPECT_THAT(subjects(Results), ElementsAre("B", "b: v", "C"));
  EXPECT_EQ(Results.Findings[0].Level, Severity::Error);
  EXPECT_EQ(Results.Findings[1].Level, Severity::Warning) << "another check's";
  EXPECT_EQ(Results.Findings[2].Level, Severity::Note) << "its own weight";
}

TEST(CheckContextTest, ReadsOptionsByName) {
  Config C;
  EXPECT_EQ(applyOption(C.Groups[0], "layout-padding.min-saved-bytes", "18446744073709551615"), "");
  EXPECT_EQ(applyOption(C.Groups[0], "layout-padding.fewer-cache-lines", "false"), "");
  Program P;
  CheckResults Results;
  const Models None;
  Solution Unsolved(P, None);
  CheckContext Context(Unsolved, C, *findCheck("layout-padding"), Results, {});
  EXPECT_EQ(Context.number(FileId(0), "min-saved-bytes"), UINT64_MAX);
  EXPECT_EQ(Context.text(FileId(7), "min-saved-bytes"), "18446744073709551615");
  EXPECT_FALSE(Context.flag(FileId(0), "fewer-cache-lines"));
  EXPECT_TRUE(Context.enabledIn(FileId(0)));
  EXPECT_EQ(&Context.program(), &P);
  EXPECT_THAT(Context.unusedSuppressions(), IsEmpty());
}

// Silences

TEST(RunChecksTest, CountsWhatChecksPassOver) {
  TuFacts Unit = unit({"a.h"}, {}, {growth(0, 9, "f", 1), growth(0, 19, "g", 2)});
  Unit.Silences = {{"reserve-missing", "the bound is computed", 7}};
  auto Results = resultsOf(Unit);
  EXPECT_EQ(Results.Silences["reserve-missing: the bound is computed"], 7u);
  std::uint64_t Sum = 0;
  for (const auto &[Reason, Count] : Results.Silences) {
    EXPECT_THAT(Reason, StartsWith("reserve-missing: "));
    Sum += Count;
  }
  EXPECT_EQ(Sum, 9u);
}

// Suppressions

TEST(SuppressionTest, SilencesTheLinesItSpeaksOf) {
  for (std::uint32_t Line = 9; Line <= 14; ++Line) {
    auto Results =
        resultsOf(unit({"a.h"}, {record(0, Line, "A")}, {}, {suppression(0, 10, 13, {})}));
    bool Inside = Line >= 10 && Line <= 13;
    EXPECT_EQ(Results.Findings.empty(), Inside) << Line;
    EXPECT_EQ(Results.Suppressed, Inside ? 1u : 0u) << Line;
  }
}

TEST(SuppressionTest, SilencesItsOwnFileOnly) {
  TuFacts Unit =
      unit({"c.h", "a.h", "b.h"}, {record(0, 5, "C"), record(1, 5, "A"), record(2, 5, "B")}, {},
           {suppression(2, 5, 5, {}), suppression(2, 1, 9, {"memlint-reserve-*"}),
            suppression(0, 6, 9, {})});
  auto Results = resultsOf(Unit);
  EXPECT_THAT(subjects(Results), ElementsAre("A", "C"));
  EXPECT_EQ(Results.Suppressed, 1u);
}

TEST(SuppressionTest, SilencesTheChecksItNames) {
  struct Case {
    std::vector<std::string> Checks;
    bool Silences;
  };
  for (const Case &C :
       {Case{{}, true}, Case{{"*"}, true}, Case{{"memlint-*"}, true},
        Case{{"memlint-layout-padding"}, true}, Case{{"memlint-layout-*"}, true},
        Case{{"bugprone-*", "memlint-layout-padding"}, true},
        Case{{"memlint-*", "-memlint-layout-padding"}, true}, // as in clang-tidy
        Case{{"memlint-reserve-missing"}, false},
        Case{{"layout-padding"}, false}, // the full id is asked for
        Case{{"bugprone-*"}, false}, Case{{""}, false}, Case{{"memlint-layout"}, false},
        Case{{"-memlint-layout-padding"}, false}}) {
    auto Results =
        resultsOf(unit({"a.h"}, {record(0, 5, "A")}, {}, {suppression(0, 5, 5, C.Checks)}));
    EXPECT_EQ(Results.Findings.empty(), C.Silences) << testing::PrintToString(C.Checks);
  }
}

TEST(SuppressionTest, CountsEachFindingOnce) {
  auto Results = resultsOf(unit({"a.h"}, {record(0, 5, "A"), record(0, 5, "B", 30)}, {},
                                {suppression(0, 5, 5, {}), suppression(0, 1, 9, {"memlint-*"}),
                                 suppression(0, 4, 6, {"memlint-layout-*"})}));
  EXPECT_THAT(Results.Findings, IsEmpty());
  EXPECT_EQ(Results.Suppressed, 2u);
}

TEST(SuppressionTest, SilencesNothingWithoutAReason) {
  SuppressionFact Bare = suppression(0, 5, 5, {"memlint-layout-padding"});
  Bare.LacksReason = true;
  auto Results = resultsOf(unit({"a.h"}, {record(0, 5, "A")}, {}, {Bare}), config("*"));
  ASSERT_THAT(subjects(Results), ElementsAre("A")) << "and it is not called unused";
  EXPECT_EQ(Results.Suppressed, 0u);
  EXPECT_THAT(
      Results.Findings[0].Steps,
      Contains(AllOf(Field(&Step::Where, Bare.Where), Field(&Step::Message, HasSubstr("reason")))));
  // Of a finding that it does not speak of, it says nothing.
  auto Others = resultsOf(unit({"a.h"}, {record(0, 6, "A")}, {growth(0, 5, "f")}, {Bare}));
  for (const Finding &F : Others.Findings)
    EXPECT_THAT(F.Steps, Not(Contains(Field(&Step::Message, HasSubstr("reason"))))) << F.Subject;
}

TEST(SuppressionTest, IsSilencedByAnotherWithAReason) {
  SuppressionFact Bare = suppression(0, 5, 5, {"memlint-layout-padding"});
  Bare.LacksReason = true;
  auto Results = resultsOf(
      unit({"a.h"}, {record(0, 5, "A")}, {}, {Bare, suppression(0, 1, 9, {"memlint-*"})}));
  EXPECT_THAT(Results.Findings, IsEmpty());
  EXPECT_EQ(Results.Suppressed, 1u);
}

// Suppressions that silence nothing

TEST(UnusedSuppressionTest, IsReportedWhereItStands) {
  auto Results = resultsOf(unit({"a.h", "b.h"}, {record(0, 5, "A")}, {growth(0, 20, "f")},
                                {suppression(0, 5, 5, {"memlint-layout-padding"}),
                                 suppression(0, 6, 6, {"memlint-layout-padding"}),
                                 suppression(0, 20, 20, {"memlint-layout-padding"}),
                                 suppression(1, 7, 9, {"memlint-reserve-*"})}),
                           config("*"));
  EXPECT_THAT(unusedLines(Results), ElementsAre(6, 20, 7));
  EXPECT_EQ(Results.Suppressed, 1u);
  for (const Finding &F : Results.Findings)
    if (F.Check == "suppression-unused") {
      EXPECT_EQ(F.Where.Column, 40u);
      EXPECT_THAT(F.Message, HasSubstr("silences nothing"));
    }
}

TEST(UnusedSuppressionTest, IsReportedWhereItSpeaksOfEveryCheck) {
  // It must not silence the report about itself.
  for (std::vector<std::string> Checks : {std::vector<std::string>{"memlint-*"},
                                          {"*", "memlint-layout-padding"},
                                          {"memlint-layout-padding", "memlint-*"}}) {
    auto Results = resultsOf(unit({"a.h"}, {}, {}, {suppression(0, 5, 5, Checks)}), config("*"));
    EXPECT_THAT(unusedLines(Results), ElementsAre(5)) << testing::PrintToString(Checks);
    EXPECT_EQ(Results.Suppressed, 0u) << testing::PrintToString(Checks);
  }
}

TEST(UnusedSuppressionTest, CanBeSilencedByName) {
  auto Results = resultsOf(unit({"a.h"}, {}, {},
                                {suppression(0, 5, 5, {"memlint-layout-padding"}),
                                 suppression(0, 4, 6, {"memlint-suppression-unused"})}),
                           config("*"));
  EXPECT_THAT(unusedLines(Results), IsEmpty());
  EXPECT_EQ(Results.Suppressed, 1u);
}

TEST(UnusedSuppressionTest, IsNotReportedOfOtherTools) {
  auto Results = resultsOf(
      unit({"a.h"}, {}, {},
           {suppression(0, 5, 5, {}), suppression(0, 6, 6, {"*"}),
            suppression(0, 7, 7, {"bugprone-*"}), suppression(0, 8, 8, {"layout-padding"})}),
      config("*"));
  EXPECT_THAT(unusedLines(Results), IsEmpty());
}

TEST(UnusedSuppressionTest, IsNotReportedOfChecksThatAreOff) {
  TuFacts Unit =
      unit({"a.h", "b.h"}, {}, {},
           {suppression(0, 5, 5, {"memlint-layout-padding"}),
            suppression(1, 6, 6, {"memlint-layout-padding"}),
            suppression(1, 7, 7, {"memlint-layout-padding", "memlint-reserve-missing"})});
  EXPECT_THAT(unusedLines(resultsOf(Unit, config("-*,suppression-unused"))), IsEmpty());
  EXPECT_THAT(unusedLines(resultsOf(Unit, config("-*,suppression-unused,reserve-*"))),
              ElementsAre(7));
  EXPECT_THAT(unusedLines(resultsOf(Unit, config())), IsEmpty()) << "off by default";
  // Off in one file and on in the other.
  EXPECT_THAT(
      unusedLines(resultsOf(Unit, perFile(settings("-*,suppression-unused"), settings("*")))),
      ElementsAre(6, 7));
  EXPECT_THAT(
      unusedLines(resultsOf(Unit, perFile(settings("*"), settings("*,-suppression-unused")))),
      ElementsAre(5));
}

TEST(UnusedSuppressionTest, TellsNamesThatAreNoChecks) {
  auto Results = resultsOf(unit({"a.h"}, {record(0, 5, "A")}, {},
                                {suppression(0, 5, 5, {"memlint-layout-paddin"}),
                                 suppression(0, 6, 6, {"memlint-nothing-like-it"})}),
                           config("*"));
  ASSERT_THAT(unusedLines(Results), ElementsAre(5, 6));
  std::vector<std::string> Messages;
  Messages.reserve(Results.Findings.size());
  for (const Finding &F : Results.Findings)
    Messages.push_back(F.Message);
  EXPECT_THAT(Messages, Contains(AllOf(HasSubstr("'memlint-layout-paddin' is no check"),
                                       HasSubstr("did you mean 'memlint-layout-padding'?"))));
  EXPECT_THAT(Messages, Contains(AllOf(HasSubstr("'memlint-nothing-like-it' is no check"),
                                       Not(HasSubstr("did you mean")))));
}

TEST(UnusedSuppressionTest, IsReportedWithoutAReasonToo) {
  SuppressionFact Bare = suppression(0, 5, 5, {"memlint-layout-padding"});
  Bare.LacksReason = true;
  EXPECT_THAT(unusedLines(resultsOf(unit({"a.h"}, {}, {}, {Bare}), config("*"))), ElementsAre(5));
}

// Fingerprints

/// The fingerprint of each finding, by subject; a number behind it tells equal subjects apart.
std::vector<std::pair<std::string, std::string>> fingerprints(const CheckResults &Results) {
  std::vector<std::pair<std::string, std::string>> All;
  All.reserve(Results.Findings.size());
  for (const Finding &F : Results.Findings)
    All.emplace_back(F.Subject, F.Fingerprint);
  std::sort(All.begin(), All.end());
  return All;
}

void moveDown(TuFacts &Unit, std::uint32_t Lines, std::uint32_t Columns) {
  auto Move = [&](Span &S) {
    S.Line += Lines, S.EndLine += Lines;
    S.Column += Columns, S.EndColumn += Columns;
  };
  for (RecordFact &R : Unit.Records) {
    Move(R.Where);
    for (FieldFact &F : R.Fields)
      Move(F.Where);
  }
  for (GrowthFact &G : Unit.Growths)
    Move(G.Loop), Move(G.Declared), Move(G.Growths[0]);
}

TEST(FingerprintTest, StaysWhenLinesMove) {
  TuFacts Unit = unit({"a.h", "b.h"}, {record(0, 1, "A"), record(0, 9, "B"), record(1, 3, "A")},
                      {growth(0, 20, "f"), growth(0, 40, "f"), growth(1, 20, "g")});
  auto Before = fingerprints(resultsOf(Unit));
  moveDown(Unit, 17, 4);
  EXPECT_EQ(fingerprints(resultsOf(Unit)), Before);
}

TEST(FingerprintTest, StaysWhenOtherFindingsComeAndGo) {
  auto Before = fingerprints(resultsOf(unit({"b.h"}, {record(0, 10, "B")}, {growth(0, 20, "f")})));
  auto After = fingerprints(resultsOf(
      unit({"a.h", "b.h", "c.h"}, {record(1, 1, "A"), record(1, 10, "B"), record(0, 1, "B")},
           {growth(1, 20, "f"), growth(1, 5, "e"), growth(2, 5, "f")})));
  EXPECT_THAT(After, IsSupersetOf(Before));
}

TEST(FingerprintTest, StaysWhenNumbersChange) {
  // A baseline outlives a field more and a loop that runs longer.
  TuFacts Unit = unit({"a.h"}, {record(0, 1, "A")}, {growth(0, 9, "f")});
  auto Before = fingerprints(resultsOf(Unit));
  Unit.Records[0].Size = 32;
  Unit.Records[0].Alignment = 16;
  Unit.Growths[0].ElementSize = 8;
  Unit.Growths[0].Trips = Unit.Growths[0].Count = "200";
  Unit.Growths[0].CountNumber = 200;
  EXPECT_EQ(fingerprints(resultsOf(Unit)), Before);
}

TEST(FingerprintTest, TellsAllFindingsApart) {
  // Equal subjects in one file, in two files, of two checks, and subjects that run into paths.
  TuFacts Unit = unit({"a.h", "b.h", "a.h\nA", "a"},
                      {record(0, 1, "A"), record(0, 9, "A"), record(0, 17, "A"), record(1, 1, "A"),
                       record(2, 1, "B"), record(0, 30, "A\nB"), record(3, 1, "f: v")},
                      {growth(0, 50, "f"), growth(0, 60, "f"), growth(3, 50, "f")},
                      {suppression(0, 70, 70, {"memlint-reserve-missing"}),
                       suppression(0, 80, 80, {"memlint-reserve-missing"})});
  auto Results = resultsOf(Unit, config("*"));
  std::set<std::string> Seen;
  for (const Finding &F : Results.Findings) {
    EXPECT_FALSE(F.Fingerprint.empty());
    EXPECT_TRUE(Seen.insert(F.Fingerprint).second) << F.Subject;
  }
  EXPECT_EQ(Seen.size(), 12u);
}

TEST(FingerprintTest, DependsOnWhatItIsMadeOf) {
  auto Of = [](const char *File, const char *Name) {
    return resultsOf(unit({File}, {record(0, 1, Name)})).Findings.at(0).Fingerprint;
  };
  EXPECT_NE(Of("a.h", "A"), Of("b.h", "A"));
  EXPECT_NE(Of("a.h", "A"), Of("a.h", "B"));
  EXPECT_EQ(Of("a.h", "A"), Of("a.h", "A"));
}

TEST(FingerprintTest, IsTheSameOnEveryMachine) {
  // Baselines are kept for years and shared: this value must never change.
  EXPECT_EQ(resultsOf(unit({"src/list.h"}, {record(0, 1, "Node")})).Findings.at(0).Fingerprint,
            "24483fe5556426d4:1");
}

// Facts as another machine may have made them

TEST(RunChecksTest, ComesToAnEndForAnyCount) {
  for (std::uint64_t Count : {std::uint64_t(0), std::uint64_t(1) << 62, std::uint64_t(1) << 63,
                              (std::uint64_t(1) << 63) + 1, UINT64_MAX})
    EXPECT_EXIT(
        {
          ::alarm(10);
          resultsOf(unit({"a.h"}, {}, {growth(0, 9, "f", Count)}));
          ::_exit(0);
        },
        testing::ExitedWithCode(0), "")
        << Count;
}

TEST(RunChecksTest, TakesOptionsOfZero) {
  Config C;
  EXPECT_EQ(applyOption(C.Groups[0], "layout-padding.min-saved-bytes", "0"), "");
  EXPECT_EQ(applyOption(C.Groups[0], "layout-padding.min-saved-percent", "0"), "");
  EXPECT_EQ(applyOption(C.Groups[0], "reserve-missing.min-count", "0"), "");
  RecordFact Tiny = record(0, 30, "Tiny");
  Tiny.Size = 2;
  Tiny.Alignment = 1;
  Tiny.Smaller->Size = 1;
  EXPECT_THAT(
      subjects(resultsOf(unit({"a.h"}, {record(0, 1, "A"), Tiny}, {growth(0, 9, "f", 1)}), C)),
      ElementsAre("A", "f: v", "Tiny"));
}

} // namespace
} // namespace memlint
