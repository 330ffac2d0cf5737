// Linking against a plain model of it: spans named by path, facts in a set.
#include "analysis/encode/Encode.h"
#include "analysis/link/Program.h"
#include "tests/unit/RandomFacts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace memlint {
namespace {

using test::RandomFacts;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsEmpty;

Program linkAll(const std::vector<TuFacts> &Units) {
  std::vector<const TuFacts *> Pointers;
  Pointers.reserve(Units.size());
  for (const TuFacts &Unit : Units)
    Pointers.push_back(&Unit);
  return link(Pointers);
}

TuFacts joinAll(const std::vector<TuFacts> &Units) {
  Linker L;
  for (const TuFacts &Unit : Units)
    L.add(Unit);
  return std::move(L).join();
}

void expectSame(const Program &A, const Program &B) {
  EXPECT_EQ(A.Files, B.Files);
  EXPECT_EQ(A.Records, B.Records);
  EXPECT_EQ(A.Growths, B.Growths);
  EXPECT_EQ(A.Suppressions, B.Suppressions);
  EXPECT_EQ(A.Silences, B.Silences);
  EXPECT_EQ(A.Functions, B.Functions);
}

template <class T, class Visitor> void eachSpan(T &Value, Visitor Visit) {
  if constexpr (std::is_same_v<T, Span>)
    Visit(Value);
  else if constexpr (Fielded<T>)
    forEachField(Value, [&](std::string_view, auto &Member) { eachSpan(Member, Visit); });
  else if constexpr (ListOfFacts<T>)
    for (auto &Element : Value)
      eachSpan(Element, Visit);
}

/// The fact's content with its files by name: equal exactly where the facts are.
template <class T> std::string content(T Fact, const std::vector<std::string> &Files) {
  std::string Paths;
  eachSpan(Fact, [&](Span &S) {
    if (S)
      Paths += Files.at(static_cast<std::size_t>(S.File)) + "|";
    S.File = {};
  });
  TuFacts Alone;
  if constexpr (std::is_same_v<T, RecordFact>)
    Alone.Records.push_back(Fact);
  else if constexpr (std::is_same_v<T, GrowthFact>)
    Alone.Growths.push_back(Fact);
  else if constexpr (std::is_same_v<T, ir::Function>)
    Alone.Functions.push_back(Fact);
  else
    Alone.Suppressions.push_back(Fact);
  return Paths + encodeFacts(Alone);
}

template <class T>
std::vector<std::string> contents(const std::vector<T> &Facts,
                                  const std::vector<std::string> &Files) {
  std::vector<std::string> All;
  All.reserve(Facts.size());
  for (const T &Fact : Facts)
    All.push_back(content(Fact, Files));
  std::sort(All.begin(), All.end());
  return All;
}

/// What the units say of one list, each fact once.
template <class T>
std::vector<std::string> saidBy(const std::vector<TuFacts> &Units, std::vector<T> TuFacts::*List) {
  std::set<std::string> All;
  for (const TuFacts &Unit : Units)
    for (const std::string &Content : contents(Unit.*List, Unit.Files))
      All.insert(Content);
  return {All.begin(), All.end()};
}

void expectInvariants(const TuFacts &P) {
  EXPECT_TRUE(std::is_sorted(P.Files.begin(), P.Files.end()));
  EXPECT_EQ(std::adjacent_find(P.Files.begin(), P.Files.end()), P.Files.end());
  auto Ordered = [](const auto &Facts, auto Place) {
    for (std::size_t I = 1; I < Facts.size(); ++I)
      EXPECT_LE(Facts[I - 1].*Place, Facts[I].*Place) << I;
    for (std::size_t I = 0; I < Facts.size(); ++I)
      EXPECT_EQ(std::find(Facts.begin() + I + 1, Facts.end(), Facts[I]), Facts.end()) << I;
  };
  Ordered(P.Records, &RecordFact::Where);
  Ordered(P.Growths, &GrowthFact::Loop);
  Ordered(P.Suppressions, &SuppressionFact::Where);
  Ordered(P.Functions, &ir::Function::Where);
  for (std::size_t I = 1; I < P.Silences.size(); ++I)
    EXPECT_LT(std::tie(P.Silences[I - 1].Check, P.Silences[I - 1].Reason),
              std::tie(P.Silences[I].Check, P.Silences[I].Reason));
}

/// Units over overlapping tables of files in different orders; few different values, so that many
/// facts are equal or nearly so.
std::vector<TuFacts> randomUnits(unsigned Seed, unsigned Variety, unsigned Most) {
  RandomFacts Random(Seed, Variety);
  std::mt19937 Shuffler(Seed);
  std::array<std::string, 6> Names{"z.cpp",       "b.h",          "a.h",
                                   "inc/größe.h", "gr\xfc\xdf.h", "/usr/x.h"};
  std::vector<TuFacts> Units;
  Units.reserve(6);
  for (int I = 0; I < 6; ++I) {
    std::shuffle(Names.begin(), Names.end(), Shuffler);
    Units.push_back(Random.unit({Names.begin(), Names.begin() + 1 + Random.below(6)}, Most));
  }
  return Units;
}

TEST(LinkTest, JoinsNothing) {
  Program P = link({});
  EXPECT_THAT(P.Files, IsEmpty());
  EXPECT_THAT(P.Records, IsEmpty());
  EXPECT_THAT(P.Silences, IsEmpty());
  expectSame(Linker().finish(), P);
  expectSame(linkAll({TuFacts{}, TuFacts{}}), P);
}

TEST(LinkTest, SaysEachFactOnceAndNoOther) {
  for (unsigned Seed = 0; Seed < 200; ++Seed) {
    auto Units = randomUnits(Seed, 1 + Seed % 5, 4);
    const TuFacts P = joinAll(Units);
    EXPECT_EQ(contents(P.Records, P.Files), saidBy(Units, &TuFacts::Records)) << Seed;
    EXPECT_EQ(contents(P.Growths, P.Files), saidBy(Units, &TuFacts::Growths)) << Seed;
    EXPECT_EQ(contents(P.Suppressions, P.Files), saidBy(Units, &TuFacts::Suppressions)) << Seed;
    EXPECT_EQ(contents(P.Functions, P.Files), saidBy(Units, &TuFacts::Functions)) << Seed;
    std::set<std::string> Files;
    std::map<std::pair<std::string, std::string>, std::uint64_t> Silences;
    for (const TuFacts &Unit : Units) {
      Files.insert(Unit.Files.begin(), Unit.Files.end());
      for (const SilenceFact &S : Unit.Silences)
        Silences[{S.Check, S.Reason}] += S.Count;
    }
    EXPECT_THAT(P.Files, ElementsAreArray(Files)) << Seed;
    ASSERT_EQ(P.Silences.size(), Silences.size()) << Seed;
    for (const SilenceFact &S : P.Silences)
      EXPECT_EQ(S.Count, (Silences[{S.Check, S.Reason}])) << Seed;
    expectInvariants(P);
    expectInvariants(linkAll(Units));
  }
}

TEST(LinkTest, DoesNotShowTheOrderOfUnits) {
  for (unsigned Seed = 0; Seed < 100; ++Seed) {
    auto Units = randomUnits(Seed, 1 + Seed % 4, 5);
    Program Expected = linkAll(Units);
    std::mt19937 Shuffler(Seed);
    for (int Round = 0; Round < 5; ++Round) {
      std::shuffle(Units.begin(), Units.end(), Shuffler);
      expectSame(linkAll(Units), Expected);
    }
  }
}

TEST(LinkTest, DoesNotShowTheOrderInsideOfAUnit) {
  for (unsigned Seed = 0; Seed < 50; ++Seed) {
    auto Units = randomUnits(Seed, 3, 6);
    Program Expected = linkAll(Units);
    std::mt19937 Shuffler(Seed);
    for (TuFacts &Unit : Units) {
      std::shuffle(Unit.Records.begin(), Unit.Records.end(), Shuffler);
      std::shuffle(Unit.Growths.begin(), Unit.Growths.end(), Shuffler);
      std::shuffle(Unit.Suppressions.begin(), Unit.Suppressions.end(), Shuffler);
      std::shuffle(Unit.Functions.begin(), Unit.Functions.end(), Shuffler);
      std::reverse(Unit.Silences.begin(), Unit.Silences.end());
    }
    expectSame(linkAll(Units), Expected);
  }
}

TEST(LinkTest, IsTheSameAfterARoundTripAndForUnitsSaidTwice) {
  for (unsigned Seed = 0; Seed < 50; ++Seed) {
    auto Units = randomUnits(Seed, 4, 4);
    Program Once = linkAll(Units);
    std::vector<TuFacts> Twice;
    Twice.reserve(Units.size() * 2);
    for (const TuFacts &Unit : Units) {
      Twice.push_back(Unit);
      Twice.push_back(std::get<TuFacts>(decodeFacts(encodeFacts(Unit))));
    }
    Program P = linkAll(Twice);
    for (SilenceFact &S : P.Silences)
      S.Count /= 2; // counts are no facts about a place, and add up
    for (SilenceFact &S : Once.Silences)
      S.Count = S.Count * 2 / 2; // as far as 64 bits go
    expectSame(P, Once);
  }
}

TEST(LinkTest, ForgetsTheUnitsItWasGiven) {
  auto Units = randomUnits(7, 5, 5);
  Program Expected = linkAll(Units);
  Linker L;
  for (TuFacts &Unit : Units) {
    L.add(Unit);
    Unit = {}; // need not outlive the call
  }
  expectSame(std::move(L).finish(), Expected);
}

/// Some units joined into one file, the others into a second.
TEST(LinkTest, JoinsWhatWasJoined) {
  for (unsigned Seed = 0; Seed < 50; ++Seed) {
    const auto Units = randomUnits(Seed, 1 + Seed % 5, 5);
    const TuFacts A = joinAll({Units[0], Units[1]}),
                  B = joinAll({Units[2], Units[3], Units[4], Units[5]});
    EXPECT_EQ(joinAll({B, A}), joinAll(Units)) << Seed;
    expectSame(linkAll({B, A}), linkAll(Units));
  }
}

RecordFact record(std::uint32_t File, std::uint32_t Line, std::string Name) {
  RecordFact R;
  R.Where = {FileId(File), Line, 8, Line, 12};
  R.Fields.push_back({"f", "int", {FileId(File), Line + 1, 3, Line + 1, 4}, 0, 4, 4});
  R.Name = std::move(Name);
  return R;
}

TEST(LinkTest, RenumbersFilesInEverySpan) {
  TuFacts First, Second;
  First.Files = {"m.cpp", "h.h"};
  First.Records = {record(1, 5, "InHeader"), record(0, 1, "InFirst")};
  Second.Files = {"h.h", "a.cpp", "unused.h"};
  Second.Records = {record(1, 2, "InSecond"), record(0, 5, "InHeader")};
  GrowthFact G;
  G.Loop = {FileId(1), 9, 1, 9, 4};
  G.Declared = {FileId(0), 8, 1, 8, 2};
  G.Growths = {{FileId(0), 7, 1, 7, 2}, {FileId(1), 10, 1, 10, 2}};
  Second.Growths = {G};
  Program P = linkAll({First, Second});
  EXPECT_THAT(P.Files, ElementsAre("a.cpp", "h.h", "m.cpp", "unused.h"));
  ASSERT_EQ(P.Records.size(), 3u);
  EXPECT_EQ(P.Records[0], record(0, 2, "InSecond"));
  EXPECT_EQ(P.Records[1], record(1, 5, "InHeader"));
  EXPECT_EQ(P.Records[2], record(2, 1, "InFirst"));
  ASSERT_EQ(P.Growths.size(), 1u);
  EXPECT_EQ(P.path(P.Growths[0].Loop.File), "a.cpp");
  EXPECT_EQ(P.path(P.Growths[0].Declared.File), "h.h");
  EXPECT_EQ(P.path(P.Growths[0].Growths[0].File), "h.h");
  EXPECT_EQ(P.path(P.Growths[0].Growths[1].File), "a.cpp");
}

TEST(LinkTest, LeavesSpansAloneThatPointNowhere) {
  TuFacts Unit;
  Unit.Files = {"z.cpp", "a.cpp"};
  Unit.Records = {record(0, 3, "R")};
  Unit.Records[0].Fields[0].Where = {};
  EXPECT_EQ(linkAll({Unit}).Records[0].Fields[0].Where, Span{});
}

TEST(LinkTest, TakesATableThatNamesAFileTwice) {
  TuFacts Unit;
  Unit.Files = {"b.h", "a.h", "b.h"};
  Unit.Records = {record(0, 3, "R"), record(2, 3, "R"), record(1, 3, "R")};
  Program P = linkAll({Unit});
  EXPECT_THAT(P.Files, ElementsAre("a.h", "b.h"));
  EXPECT_EQ(P.Records.size(), 2u);
}

TEST(LinkTest, KeepsFactsThatDifferInAnyOneField) {
  // The same record as two sets of flags see it, down to the last of its fields.
  TuFacts Unit;
  Unit.Files = {"a.h"};
  std::vector<RecordFact> Variants(8, record(0, 3, "R"));
  Variants[1].Size = 4;
  Variants[2].Smaller = SmallerOrder{};
  Variants[3].Smaller = SmallerOrder{0, {}, {}, 0, true};
  Variants[4].NotReordered = "union";
  Variants[5].Fields[0].Alignment = 8;
  Variants[6].Fields.clear();
  Variants[7].Kind = RecordKind::Class;
  Unit.Records = Variants;
  Unit.Records.insert(Unit.Records.end(), Variants.begin(), Variants.end());
  EXPECT_EQ(linkAll({Unit}).Records.size(), Variants.size());
}

TEST(LinkTest, KeepsFunctionsThatDifferDeepDown) {
  TuFacts Unit;
  Unit.Files = {"a.h"};
  ir::Function F = test::RandomFunctions(1).function();
  F.Blocks = {{{{ir::OpKind::Throw, {3, 1, 1}, 0, {}, 0, 0}}, {}}};
  Unit.Functions = {F, F, F};
  Unit.Functions[1].Blocks[0].Ops[0].Where.Column = 2;
  Unit.Functions[2].Symbols.back().Flags ^= 1;
  Unit.Functions.push_back(F);
  EXPECT_EQ(linkAll({Unit, Unit}).Functions.size(), 3u);
}

/// A unit that includes `Headers` headers of `Records` records each, numbered in its own way.
TuFacts includer(unsigned Unit, unsigned Headers, unsigned Records) {
  TuFacts Facts;
  std::vector<unsigned> Order(Headers);
  std::iota(Order.begin(), Order.end(), 0u);
  std::shuffle(Order.begin(), Order.end(), std::mt19937(Unit));
  for (unsigned Header : Order) {
    for (unsigned I = 0; I < Records; ++I)
      Facts.Records.push_back(record(static_cast<std::uint32_t>(Facts.Files.size()), I + 1,
                                     "R" + std::to_string(Header) + "_" + std::to_string(I)));
    Facts.Files.push_back("h" + std::to_string(Header) + ".h");
  }
  Facts.Files.push_back("u" + std::to_string(Unit) + ".cpp");
  Facts.Records.push_back(
      record(Headers, 1, "Own" + std::to_string(Unit))); // each unit adds one of its own
  return Facts;
}

TEST(LinkTest, SaysHeadersOnceAcrossCompactions) {
  // 1000 records in each of 60 units: duplicates are dropped many times on the way, and facts
  // come before, between and behind.
  std::vector<TuFacts> Units;
  Units.reserve(60);
  for (unsigned Unit = 0; Unit < 60; ++Unit)
    Units.push_back(includer(Unit, 10, 100));
  Program P = linkAll(Units);
  EXPECT_EQ(P.Records.size(), 10 * 100 + 60u);
  EXPECT_EQ(contents(P.Records, P.Files), saidBy(Units, &TuFacts::Records));
  std::shuffle(Units.begin(), Units.end(), std::mt19937(1));
  expectSame(linkAll(Units), P);
}

TEST(LinkTest, CrossesTheThresholdAtAnyFact) {
  // Lists of 4095 to 4098 facts, with duplicates behind, around where they are first looked for.
  for (unsigned Size = 4094; Size <= 4099; ++Size)
    for (bool Again : {false, true}) {
      std::vector<TuFacts> Units{includer(0, 1, Size - 1)};
      if (Again)
        Units.push_back(Units.front());
      Units.push_back(includer(1, 1, 2));
      Program P = linkAll(Units);
      EXPECT_EQ(P.Records.size(), Size + 1) << Again;
      EXPECT_EQ(contents(P.Records, P.Files), saidBy(Units, &TuFacts::Records)) << Size;
    }
}

TEST(LinkTest, KeepsManyDistinctFacts) {
  std::vector<TuFacts> Units;
  Units.reserve(8);
  for (unsigned Unit = 0; Unit < 8; ++Unit) {
    Units.push_back(includer(Unit, 1, 2500));
    Units.back().Files[0] += std::to_string(Unit); // a header of its own
  }
  Program P = linkAll(Units);
  EXPECT_EQ(P.Records.size(), 8 * 2501u);
  EXPECT_TRUE(
      std::is_sorted(P.Records.begin(), P.Records.end(),
                     [](const RecordFact &A, const RecordFact &B) { return A.Where < B.Where; }));
}

} // namespace
} // namespace memlint
