// What layout-padding makes of facts that fixtures cannot state: how loud it is, what it says of
// blockers, and when it offers a fix.
#include "checks/AllChecks.h"
#include "checks/LayoutWeight.h"
#include "checks/RunChecks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

namespace memlint {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

Span at(std::uint32_t Line, std::uint32_t Column = 1, std::uint32_t Length = 1) {
  return {FileId(0), Line, Column, Line, Column + Length};
}

/// 24 bytes, 16 in another order.
RecordFact record(std::uint32_t Line, const std::string &Name) {
  RecordFact R;
  R.Usr = "c:@S@" + Name;
  R.Name = Name;
  R.Where = at(Line, 8);
  R.Size = 24;
  R.Alignment = 8;
  for (auto [Type, Name, Offset, Size] :
       {std::tuple("char", "a", 0, 1), std::tuple("long", "b", 8, 8),
        std::tuple("char", "c", 16, 1)}) {
    FieldFact &F = R.Fields.emplace_back();
    F.Name = Name;
    F.Type = Type;
    F.Where = at(Line);
    F.Offset = Offset;
    F.Size = F.Alignment = Size;
  }
  R.Smaller = SmallerOrder{16, {1, 0, 2}, {0, 64, 72}, 1, true};
  return R;
}

RecordCountFact count(const RecordFact &R, CountKind Kind, std::uint32_t Line,
                      std::optional<std::uint64_t> Count = std::nullopt) {
  return {R.Usr, Kind, at(Line), Count};
}

OrderBlockerFact blocker(const RecordFact &R, std::uint32_t Line) {
  return {R.Usr, "offsetof", "offsetof names 'b'", at(Line)};
}

ReorderFact reorder(const RecordFact &R, std::vector<TextEdit> Edits) {
  return {R.Usr, R.Where, R.Smaller->Order, std::move(Edits)};
}

struct Facts {
  std::vector<RecordFact> Records;
  std::vector<RecordCountFact> Counts = {};
  std::vector<OrderBlockerFact> Blockers = {};
  std::vector<ReorderFact> Reorders = {};
};

/// Settings that speak of any record.
Config speaksOfAll() {
  Config C;
  for (const char *Option : {"without-evidence", "order-matters"})
    EXPECT_EQ(applyOption(C.Groups[0], "layout-padding." + std::string(Option), "true"), "");
  return C;
}

Program program(Facts F) {
  TuFacts Unit;
  Unit.Files = {"a.cpp"};
  Unit.Records = std::move(F.Records);
  Unit.Counts = std::move(F.Counts);
  Unit.Blockers = std::move(F.Blockers);
  Unit.Reorders = std::move(F.Reorders);
  const TuFacts *Units[] = {&Unit};
  return link(Units);
}

std::vector<Finding> findings(Facts F, const Config &C = speaksOfAll()) {
  return runChecks(program(std::move(F)), C).Findings;
}

/// The one finding of facts that have one.
Finding finding(Facts F, const Config &C = speaksOfAll()) {
  std::vector<Finding> All = findings(std::move(F), C);
  EXPECT_THAT(All, SizeIs(1));
  return All.empty() ? Finding() : All.front();
}

std::vector<std::string> steps(const Finding &F) {
  std::vector<std::string> Said;
  Said.reserve(F.Steps.size());
  for (const Step &S : F.Steps)
    Said.push_back(S.Message);
  return Said;
}

const PropertyValue *property(const Finding &F, std::string_view Name) {
  for (const auto &[Key, Value] : F.Props)
    if (Key == Name)
      return &Value;
  return nullptr;
}

// Weight

TEST(LayoutPaddingLevelTest, IsANoteWithoutEvidence) {
  EXPECT_EQ(finding({{record(1, "A")}}).Level, Severity::Note);
}

TEST(LayoutPaddingLevelTest, IsAWarningWhereThereAreMany) {
  RecordFact A = record(1, "A");
  for (CountKind Kind : {CountKind::Array, CountKind::Element, CountKind::NewArray,
                         CountKind::InLoop, CountKind::Reserved}) {
    EXPECT_EQ(finding({{A}, {count(A, Kind, 9)}}).Level, Severity::Warning);
    EXPECT_EQ(finding({{A}, {count(A, Kind, 9, 63)}}).Level, Severity::Note);
    EXPECT_EQ(finding({{A}, {count(A, Kind, 9, 64)}}).Level, Severity::Warning);
  }
  EXPECT_EQ(
      finding({{A}, {count(A, CountKind::Array, 8, 60), count(A, CountKind::Array, 9, 4)}}).Level,
      Severity::Warning)
      << "together";
  RecordFact B = record(2, "B");
  EXPECT_EQ(finding({{A}, {count(B, CountKind::InLoop, 9)}}).Level, Severity::Note) << "another's";
}

TEST(LayoutPaddingLevelTest, IsWhatTheUserSaid) {
  RecordFact A = record(1, "A");
  for (Severity Level : {Severity::Note, Severity::Warning, Severity::Error}) {
    Config C = speaksOfAll();
    C.Groups[0].Checks[*findCheck("layout-padding")].Level = Level;
    EXPECT_EQ(finding({{A}}, C).Level, Level);
    EXPECT_EQ(finding({{A}, {count(A, CountKind::InLoop, 9)}}, C).Level, Level);
  }
}

TEST(LayoutPaddingLevelTest, BelievesWhoMeasured) {
  RecordFact A = record(1, "ns::A");
  Config C = speaksOfAll();
  C.LiveObjects = {{"ns::A", 512}};
  EXPECT_EQ(finding({{A}}, C).Level, Severity::Warning);
  C.LiveObjects = {{"ns::A", 511}};
  EXPECT_EQ(finding({{A}, {count(A, CountKind::InLoop, 9)}}, C).Level, Severity::Note);
  C.LiveObjects = {{"A", 100000}};
  EXPECT_EQ(finding({{A}}, C).Level, Severity::Note) << "another name";
}

TEST(LayoutPaddingLevelTest, IsSilentWithoutEvidence) {
  RecordFact A = record(1, "A");
  EXPECT_THAT(findings({{A}}, {}), IsEmpty());
  for (CountKind Kind : {CountKind::Array, CountKind::Element, CountKind::NewArray,
                         CountKind::InLoop, CountKind::Reserved, CountKind::Linked})
    EXPECT_THAT(findings({{A}, {count(A, Kind, 9)}}, {}), SizeIs(1));
  EXPECT_THAT(findings({{A}, {count(A, CountKind::Array, 9, 63)}}, {}), IsEmpty());
  EXPECT_THAT(findings({{A}, {count(A, CountKind::Array, 9, 64)}}, {}), SizeIs(1));
  Finding Some =
      finding({{A}, {count(A, CountKind::Reserved, 9, 1), count(A, CountKind::Reserved, 10)}}, {});
  EXPECT_EQ(steps(Some).front(), "room for many made here") << "one is no evidence";
  A.Size = 72;
  A.Smaller->Size = 64;
  EXPECT_THAT(findings({{A}}, {}), IsEmpty()) << "not for a cache line of one object";
}

TEST(LayoutPaddingLevelTest, IsSilentWhereTheHeapGivesAsMuchAsBefore) {
  RecordFact A = record(1, "A");
  auto Single = [&](std::uint64_t Bytes, std::uint64_t Inside) {
    RecordCountFact F = count(A, CountKind::InLoop, 9);
    F.Allocation = Bytes;
    F.Inside = Inside;
    return F;
  };
  EXPECT_THAT(findings({{A}, {Single(24, 1)}}, {}), IsEmpty()) << "32 -> 32";
  EXPECT_THAT(findings({{A}, {Single(32, 1)}}, {}), SizeIs(1)) << "48 -> 32";
  EXPECT_THAT(findings({{A}, {Single(56, 1)}}, {}), IsEmpty()) << "64 -> 64";
  EXPECT_THAT(findings({{A}, {Single(56, 2)}}, {}), SizeIs(1)) << "64 -> 48";
  EXPECT_THAT(findings({{A}, {Single(24, 1), count(A, CountKind::NewArray, 10)}}, {}), SizeIs(1))
      << "others stand side by side";
  EXPECT_THAT(findings({{A}, {Single(4, 7)}}, {}), IsEmpty()) << "facts that contradict themselves";
  EXPECT_THAT(runChecks(program({{A}, {Single(24, 1)}}), {}).Silences,
              Contains(testing::Pair(
                  "layout-padding: the heap gives single objects as much as before", 1)));
  Config C;
  ASSERT_EQ(applyOption(C.Groups[0], "layout-padding.allocator", "none"), "");
  EXPECT_THAT(findings({{A}, {Single(24, 1)}}, C), SizeIs(1));
  ASSERT_EQ(applyOption(C.Groups[0], "layout-padding.allocator", "jemalloc"), "");
  EXPECT_THAT(findings({{A}, {Single(24, 1)}}, C), SizeIs(1)) << "32 -> 16";
}

TEST(LayoutPaddingTest, SpeaksOfManyObjectsBelowTheThresholds) {
  RecordFact A = record(1, "A");
  Config C = speaksOfAll();
  ASSERT_EQ(applyOption(C.Groups[0], "layout-padding.min-saved-bytes", "9"), "");
  EXPECT_THAT(findings({{A}, {count(A, CountKind::Array, 9, 511)}}, C), IsEmpty());
  EXPECT_THAT(findings({{A}, {count(A, CountKind::Array, 9, 512)}}, C), SizeIs(1));
  EXPECT_THAT(findings({{A}, {count(A, CountKind::Array, 9, UINT64_MAX)}}, C), SizeIs(1));
  ASSERT_EQ(applyOption(C.Groups[0], "layout-padding.min-saved-in-all", "4097"), "");
  EXPECT_THAT(findings({{A}, {count(A, CountKind::Array, 9, 512)}}, C), IsEmpty());
}

TEST(LayoutPaddingTest, TellsTheWeightiestEvidence) {
  RecordFact A = record(1, "A");
  Finding F = finding({{A},
                       {count(A, CountKind::Element, 5), count(A, CountKind::Array, 6, 7),
                        count(A, CountKind::InLoop, 7), count(A, CountKind::Reserved, 8, 1000)}});
  ASSERT_GE(F.Steps.size(), 3u);
  EXPECT_EQ(F.Steps[0].Message, "room for 1000 of them here");
  EXPECT_EQ(F.Steps[0].Where, at(8));
  EXPECT_EQ(F.Steps[1].Message, "7 of them in an array here");
  EXPECT_EQ(F.Steps[2].Message, "made in a loop here");
  EXPECT_THAT(steps(F), Not(Contains(HasSubstr("container")))) << "three are enough";
  EXPECT_EQ(*property(F, "objects"), PropertyValue(std::uint64_t(1007)));
}

/// `Holder` has a field at line 20 and another at line 21.
RecordFact holder(const std::string &Name, std::uint32_t Line) {
  RecordFact H = record(Line, Name);
  H.Smaller.reset();
  H.Fields[0].Where = at(Line + 1);
  H.Fields[1].Where = at(Line + 2);
  return H;
}

TEST(LayoutPaddingTest, CountsNoObjectTwice) {
  RecordFact A = record(1, "A"), U = holder("U", 20), V = holder("V", 30);
  auto Objects = [&](std::vector<RecordCountFact> Counts) {
    for (const Finding &F : findings({{A, U, V}, std::move(Counts)}))
      return std::get<std::uint64_t>(*property(F, "objects"));
    return std::uint64_t(0);
  };
  RecordCountFact InU = count(A, CountKind::Array, 21, 6),
                  AlsoInU = count(A, CountKind::Array, 22, 2),
                  InV = count(A, CountKind::Array, 31, 16), Us = count(A, CountKind::Array, 9, 80),
                  Other = count(A, CountKind::NewArray, 10, 3);
  EXPECT_EQ(Objects({InU, AlsoInU}), 8u) << "both in one object";
  EXPECT_EQ(Objects({InU, AlsoInU, InV}), 16u) << "an object of U may be among V's fields";
  EXPECT_EQ(Objects({InU, AlsoInU, InV, Us}), 80u) << "they may be V's objects";
  EXPECT_EQ(Objects({InU, Us, Other}), 83u);
  EXPECT_EQ(Objects({InV, Other}), 16u) << "known is that there are this many";
}

TEST(LayoutPaddingTest, PromisesNothingOfASearchCutShort) {
  RecordFact A = record(1, "A");
  A.Smaller->Optimal = false;
  Finding F = finding({{A}});
  EXPECT_EQ(F.Message,
            "struct 'A' is 24 bytes, 16 at most are needed (moving 1 field saves 8, 33 %)");
  EXPECT_EQ(*property(F, "optimal"), PropertyValue(false));
}

TEST(LayoutPaddingTest, HasTheAllocatorOfTheOptions) {
  Config C = speaksOfAll();
  ASSERT_EQ(applyOption(C.Groups[0], "layout-padding.allocator", "jemalloc"), "");
  Finding F = finding({{record(1, "A")}}, C);
  EXPECT_EQ(*property(F, "mallocChunkBefore"), PropertyValue(std::uint64_t(32)));
  EXPECT_EQ(*property(F, "mallocChunkAfter"), PropertyValue(std::uint64_t(16)));
  ASSERT_EQ(applyOption(C.Groups[0], "layout-padding.allocator", "none"), "");
  EXPECT_EQ(property(finding({{record(1, "A")}}, C), "mallocChunkBefore"), nullptr);
  EXPECT_EQ(applyOption(C.Groups[0], "layout-padding.allocator", "jmalloc"),
            "layout-padding.allocator: 'jmalloc' is none of glibc, jemalloc, tcmalloc, none; did "
            "you mean 'jemalloc'?");
}

TEST(LayoutPaddingTest, TellsOtherTargets) {
  RecordFact A = record(1, "A");
  EXPECT_EQ(property(finding({{A}}), "targets"), nullptr);
  A.Targets = {{"wasm32", 12, 8}};
  EXPECT_EQ(*property(finding({{A}}), "targets"),
            PropertyValue(NumberTable{{"wasm32", {{"size", 12}, {"optimalSize", 8}}}}));
}

// Blockers and the fix

TEST(LayoutPaddingFixTest, NamesWhatKeepsTheOrder) {
  RecordFact A = record(1, "A");
  A.RunsInOrder = true;
  Finding F = finding({{A}, {}, {blocker(A, 30)}, {reorder(A, {{at(3), "x", "y"}})}});
  EXPECT_THAT(F.Steps, Contains(AllOf(Field(&Step::Where, at(30)),
                                      Field(&Step::Message,
                                            "not fixable automatically: offsetof names 'b'"))));
  EXPECT_THAT(F.Fixes, IsEmpty());
  EXPECT_EQ(*property(F, "blockers"),
            PropertyValue(std::vector<std::string>{"offsetof: offsetof names 'b' at a.cpp:30"}));
  EXPECT_THAT(steps(F), Not(Contains(HasSubstr("constructed")))) << "the blocker explains it";
}

TEST(LayoutPaddingFixTest, NamesFiveKindsAndCountsTheRest) {
  RecordFact A = record(1, "A");
  std::vector<OrderBlockerFact> Eight;
  Eight.reserve(8);
  for (std::uint32_t I = 0; I < 8; ++I)
    Eight.push_back({A.Usr, "kind" + std::to_string(I), "reason " + std::to_string(I), at(30 + I)});
  Finding F = finding({{A}, {}, Eight});
  auto Said = steps(F);
  EXPECT_EQ(std::ranges::count_if(
                Said, [](const auto &S) { return S.starts_with("not fixable automatically: "); }),
            5);
  EXPECT_EQ(Said.back(), "and 3 more");
  EXPECT_THAT(std::get<std::vector<std::string>>(*property(F, "blockers")), SizeIs(8));
}

TEST(LayoutPaddingFixTest, NamesAKindOnceAtItsFirstPlace) {
  RecordFact A = record(1, "A");
  OrderBlockerFact Other = {A.Usr, "cast", "a cast", at(31)};
  auto Notes = [&](std::vector<OrderBlockerFact> Blockers) {
    Finding F = finding({{A}, {}, std::move(Blockers)});
    std::vector<std::string> All;
    for (const Step &S : F.Steps)
      if (S.Message.starts_with("not fixable automatically: "))
        All.push_back(std::to_string(S.Where.Line) + S.Message.substr(26));
    return All;
  };
  EXPECT_THAT(Notes({blocker(A, 32), Other, blocker(A, 30), blocker(A, 33)}),
              ElementsAre("30 offsetof names 'b' (and 2 more places)", "31 a cast"));
  EXPECT_THAT(Notes({blocker(A, 32), blocker(A, 30)}),
              ElementsAre("30 offsetof names 'b' (and 1 more place)"));
  EXPECT_THAT(Notes({Other, {A.Usr, "cast", "another", at(32)}}),
              ElementsAre("31 a cast (and 1 more place)"));
  Finding F = finding({{A}, {}, {blocker(A, 32), Other, blocker(A, 30)}});
  EXPECT_THAT(std::get<std::vector<std::string>>(*property(F, "blockers")),
              ElementsAre("offsetof: offsetof names 'b' at a.cpp:30 (and 1 more place)",
                          "cast: a cast at a.cpp:31"));
}

TEST(LayoutPaddingFixTest, IsSilentWhereTheOrderMatters) {
  RecordFact A = record(1, "A");
  RecordCountFact Many = count(A, CountKind::Element, 9);
  OrderBlockerFact Macro = {A.Usr, "macro", "a macro writes it", at(40)};
  OrderBlockerFact Unlisted = {A.Usr, "unlisted", "of a kind that nobody knows", at(41)};
  EXPECT_THAT(findings({{A}, {Many}, {Macro}}, {}), SizeIs(1));
  EXPECT_THAT(findings({{A}, {Many}, {Macro, blocker(A, 30)}}, {}), IsEmpty());
  EXPECT_THAT(findings({{A}, {Many}, {Unlisted}}, {}), IsEmpty());
  EXPECT_THAT(runChecks(program({{A}, {Many}, {blocker(A, 30)}}), {}).Silences,
              Contains(testing::Pair("layout-padding: the order of the fields matters", 1)));
}

TEST(LayoutPaddingFixTest, IsNotOfferedForAPublicHeader) {
  RecordFact A = record(1, "ns::A");
  Facts Known = {{A}, {}, {}, {reorder(A, {{at(2), "a", "b"}})}};
  Config C = speaksOfAll();
  auto Blockers = [&](const std::string &Globs) {
    EXPECT_EQ(applyOption(C.Groups[0], "layout-padding.public-headers", Globs), "");
    Finding F = finding(Known, C);
    auto All = std::get<std::vector<std::string>>(*property(F, "blockers"));
    EXPECT_EQ(F.Fixes.empty(), !All.empty());
    return All;
  };
  EXPECT_THAT(Blockers("include/*, *.hpp,"), IsEmpty());
  EXPECT_THAT(Blockers("include/*, *.cpp,"),
              ElementsAre("public-header: its header is public (layout-padding.public-headers) at "
                          "a.cpp:1"));
}

TEST(LayoutPaddingTest, SaysNothingOfWhatIsKept) {
  RecordFact A = record(1, "ns::A"), B = record(2, "B");
  Config C = speaksOfAll();
  ASSERT_EQ(applyOption(C.Groups[0], "layout-padding.keep", "other::*, ns::*"), "");
  EXPECT_EQ(finding({{A, B}}, C).Subject, "B");
  Program P = program({{A, B}});
  EXPECT_THAT(runChecks(P, C).Silences,
              Contains(testing::Pair("layout-padding: kept by layout-padding.keep", 1)));
  EXPECT_THAT(weightRanking(P, C, 9), ElementsAre(HasSubstr("record"), HasSubstr("B")));
}

TEST(LayoutPaddingFixTest, JoinsTheEditsOfAllUnits) {
  RecordFact A = record(1, "A");
  TextEdit Definition{at(2, 3, 4), "abcd", "dcba"}, Here{at(9, 1, 2), "{}", "{1}"},
      There{at(8, 1, 0), "", "x"};
  Finding F =
      finding({{A}, {}, {}, {reorder(A, {Definition, Here}), reorder(A, {Definition, There})}});
  ASSERT_THAT(F.Fixes, SizeIs(1));
  EXPECT_EQ(F.Fixes[0].Description, "reorder the fields of 'A'");
  EXPECT_THAT(F.Fixes[0].Edits, ElementsAre(Definition, There, Here));
  EXPECT_EQ(*property(F, "blockers"), PropertyValue(std::vector<std::string>()));
}

TEST(LayoutPaddingFixTest, OffersNothingThatUnitsDisagreeOn) {
  RecordFact A = record(1, "A");
  TextEdit One{at(2, 3, 4), "abcd", "dcba"};
  for (const TextEdit &Other :
       {TextEdit{at(2, 3, 4), "abcd", "bacd"}, TextEdit{at(2, 5, 9), "cdxx", ""},
        TextEdit{{FileId(0), 1, 1, 3, 1}, "all", "none"}}) {
    Finding F = finding({{A}, {}, {}, {reorder(A, {One}), reorder(A, {Other})}});
    EXPECT_THAT(F.Fixes, IsEmpty());
    EXPECT_THAT(std::get<std::vector<std::string>>(*property(F, "blockers")),
                ElementsAre(StartsWith("conflicting-edits: ")));
  }
  TextEdit Insert{at(2, 3, 0), "", "x"}, OtherInsert{at(2, 3, 0), "", "y"};
  EXPECT_THAT(finding({{A}, {}, {}, {reorder(A, {Insert}), reorder(A, {OtherInsert})}}).Fixes,
              IsEmpty())
      << "which comes first is not said";
  EXPECT_THAT(finding({{A}, {}, {}, {reorder(A, {Insert}), reorder(A, {One})}}).Fixes, SizeIs(1));
}

TEST(LayoutPaddingFixTest, OffersNothingWhereAUnitWantsAnotherOrder) {
  RecordFact A = record(1, "A");
  ReorderFact Other = reorder(A, {{at(2), "a", "b"}});
  Other.Order = {1, 2, 0};
  Finding F = finding({{A}, {}, {}, {reorder(A, {{at(2), "a", "b"}}), Other}});
  EXPECT_THAT(F.Fixes, IsEmpty());
  EXPECT_THAT(std::get<std::vector<std::string>>(*property(F, "blockers")),
              ElementsAre("conflicting-edits: a unit asks for another order at a.cpp:1"));
}

TEST(LayoutPaddingFixTest, IsBlockedByOtherLayoutsOfTheRecord) {
  RecordFact A = record(1, "A"), Narrow = A, Elsewhere = A;
  Narrow.Size = 12;
  Narrow.Smaller = SmallerOrder{8, {1, 0, 2}, {0, 32, 40}, 1, true};
  ReorderFact Known = reorder(A, {{at(2), "a", "b"}});
  Finding F = finding({{A, Narrow}, {}, {}, {Known}});
  EXPECT_THAT(F.Fixes, IsEmpty());
  EXPECT_THAT(steps(F), Contains(StartsWith("not fixable automatically: in a unit with other flags "
                                            "it is 12 bytes, and 8 in the order b, a, c")));
  Elsewhere.Where = at(50, 8);
  for (const Finding &Both : findings({{A, Elsewhere}, {}, {}, {Known}})) {
    EXPECT_THAT(Both.Fixes, IsEmpty());
    EXPECT_THAT(std::get<std::vector<std::string>>(*property(Both, "blockers")),
                ElementsAre(StartsWith("variants: it is defined here as well at a.cpp:")));
  }
}

TEST(LayoutPaddingFixTest, WarnsOfTheOrderOfConstructionWhereNobodyLooked) {
  RecordFact A = record(1, "A");
  A.RunsInOrder = true;
  EXPECT_THAT(steps(finding({{A}})), Contains(HasSubstr("constructed and destroyed")));
  EXPECT_THAT(steps(finding({{A}, {}, {}, {reorder(A, {{at(2), "a", "b"}})}})),
              Not(Contains(HasSubstr("constructed"))));
}

// The ranking

TEST(WeightRankingTest, GoesByBytesTimesObjects) {
  RecordFact One = record(1, "One"), Many = record(2, "Many"), Counted = record(3, "Counted");
  Program P = program({{One, Many, Counted}, {count(Many, CountKind::Array, 9, 300)}});
  Config C = speaksOfAll();
  C.LiveObjects = {{"Counted", 1000}};
  EXPECT_THAT(weightRanking(P, C, 20),
              ElementsAre(HasSubstr("record"), HasSubstr("8 x        1000 =         8000  Counted"),
                          HasSubstr("8 x         300 =         2400  Many  a.cpp:2"),
                          HasSubstr("8 x     unknown =            8  One")));
  EXPECT_THAT(weightRanking(P, C, 1).back(), HasSubstr("2 records more"));
  EXPECT_THAT(weightRanking({}, C, 20), IsEmpty());
  applyCheckGlobs(C.Groups[0], "-*");
  EXPECT_THAT(weightRanking(P, C, 20), IsEmpty()) << "the check is off there";
}

} // namespace
} // namespace memlint
