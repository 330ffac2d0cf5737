// What the solver says of functions in IR text: the files of tests/solver/escape, and what one file
// cannot say of itself.
#include "analysis/ir/Text.h"
#include "tests/unit/SolverCases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace memlint::test {
namespace {

struct CaseFile {
  std::string Name;
  SolverCases Cases;
};

std::vector<CaseFile> allFiles() {
  std::vector<CaseFile> Files;
  for (const auto &Entry : std::filesystem::directory_iterator(MEMLINT_SOLVER_CASES "/escape")) {
    std::ifstream In(Entry.path());
    const std::string Text(std::istreambuf_iterator<char>(In), {});
    Files.push_back({Entry.path().filename().string(), readCases(Text)});
  }
  std::sort(Files.begin(), Files.end(),
            [](const CaseFile &A, const CaseFile &B) { return A.Name < B.Name; });
  return Files;
}

TEST(EscapeTest, SaysWhatTheFilesWant) {
  std::size_t Wants = 0;
  for (const CaseFile &File : allFiles()) {
    EXPECT_EQ(File.Cases.Fault, "") << File.Name;
    EXPECT_EQ(compare(File.Cases, solve(File.Cases, File.Cases.Functions)), "") << File.Name;
    Wants += File.Cases.Wants.size();
  }
  EXPECT_GE(Wants, 200u);
}

TEST(EscapeTest, OrderOfFunctionsDoesNotShow) {
  for (const CaseFile &File : allFiles()) {
    const SolvedCases First = solve(File.Cases, File.Cases.Functions);
    std::vector<ir::Function> Turned(File.Cases.Functions.rbegin(), File.Cases.Functions.rend());
    for (int Round = 0; Round < 3; ++Round) {
      const SolvedCases Again = solve(File.Cases, Turned);
      EXPECT_EQ(First.Verdicts, Again.Verdicts) << File.Name;
      EXPECT_EQ(First.Paths, Again.Paths) << File.Name;
      EXPECT_EQ(First.Summaries, Again.Summaries) << File.Name;
      std::rotate(Turned.begin(), Turned.begin() + Turned.size() / 3, Turned.end());
    }
  }
}

ir::Function one(const std::string &Text) {
  auto Parsed = ir::parse(Text);
  auto *Functions = std::get_if<std::vector<ir::Function>>(&Parsed);
  EXPECT_TRUE(Functions && Functions->size() == 1) << Text;
  return Functions ? Functions->front() : ir::Function();
}

struct Solved {
  Summary Of;
  std::size_t Steps = 0, Level = 0;
  std::vector<Verdict> Verdicts;
  SummaryCounts Counts;
};

Solved solved(const std::string &Text) {
  const std::vector<ir::Function> Functions{one(Text)};
  Solved Result;
  const Summaries S(Functions, {}, {}, [&](std::size_t Index, const EscapeGraph &G) {
    Result.Steps = G.points().spent();
    Result.Level = G.level();
    Result.Verdicts = escapesOf(G, G.callees(), Index);
  });
  Result.Of = *S.find(Functions[0].Symbols[0].Usr);
  Result.Counts = S.counts();
  return Result;
}

/// A function with `Count` locals x0, x1, ... and the lines that `Line` makes of their numbers.
template <class MakeLine> std::string manyLines(int Count, MakeLine Line) {
  std::string Text = "function f\n  local i\n";
  for (int I = 0; I <= Count; ++I)
    Text += "  local x" + std::to_string(I) + "\n";
  Text += "block 0\n";
  for (int I = 0; I < Count; ++I)
    Text += Line("x" + std::to_string(I), "x" + std::to_string(I + 1));
  return Text + "  @sink = x" + std::to_string(Count) + "\n";
}

std::string copies(int Count) {
  return manyLines(Count, [](const std::string &A, const std::string &B) {
    return (A == "x0" ? "  x0 = &i\n" : "") + ("  " + B + " = " + A) + "\n";
  });
}

std::string recordCopies(int Count) {
  return manyLines(Count, [](const std::string &A, const std::string &B) {
    return (A == "x0" ? "  x0.f = &i\n  x0.g = &i\n" : "") + ("  " + B + " = " + A) + "\n";
  });
}

std::string listOfHeapNodes(int Count) {
  return manyLines(Count, [](const std::string &A, const std::string &B) {
    return "  " + B + " = new N\n  " + B + ".*.next = " + A + "\n";
  });
}

TEST(EscapeTest, StepsGrowWithTheFunction) {
  for (auto Make : {copies, recordCopies, listOfHeapNodes}) {
    const Solved Small = solved(Make(1000)), Big = solved(Make(10000));
    EXPECT_LE(Big.Steps, 11 * Small.Steps);
    EXPECT_TRUE(Big.Of.Known);
    ASSERT_FALSE(Big.Verdicts.empty());
    EXPECT_EQ(Big.Verdicts[0].Result, EscapeResult::Escapes);
  }
}

TEST(EscapeTest, LongPathsAreToldInPart) {
  const Solved S = solved(copies(1000));
  ASSERT_EQ(S.Verdicts.size(), 1u);
  ASSERT_EQ(S.Verdicts[0].Sinks.size(), 1u);
  const std::vector<FlowStep> &Path = S.Verdicts[0].Sinks[0].Path;
  EXPECT_LE(Path.size(), 32u);
  EXPECT_EQ(Path.front().To, "x0");
  EXPECT_EQ(Path.back().To, "sink");
}

/// Each of many cells holds each of many addresses.
std::string allHoldAll(int Count) {
  std::string Text = "function f\n";
  for (int I = 0; I < Count; ++I)
    Text += "  local x" + std::to_string(I) + "\n";
  Text += "block 0\n";
  for (int I = 0; I < Count; ++I) {
    const std::string X = "x" + std::to_string(I), Y = "x" + std::to_string((I + 1) % Count);
    Text += "  " + X + " = &" + Y + "\n  " + X + " = " + Y + "\n";
  }
  return Text;
}

TEST(EscapeTest, TooMuchWorkIsAssumed) {
  const Solved S = solved(allHoldAll(2000));
  EXPECT_FALSE(S.Of.Known);
  EXPECT_EQ(S.Counts.TooBig, 1u);
  ASSERT_FALSE(S.Verdicts.empty());
  for (const Verdict &V : S.Verdicts)
    EXPECT_EQ(V.Result, EscapeResult::MayEscape);
  EXPECT_TRUE(solved(allHoldAll(40)).Of.Known);
}

/// A graph of nodes where each of many fields takes what each other leads to, and what `More` says.
std::string tangle(int Fields, const std::string &More) {
  std::string Text = "function f\n  param p\n  local q\n  local x\n  local i\n  local k\nblock 0\n"
                     "  q = p\n  -> 1\nblock 1\n";
  for (int I = 0; I < Fields; ++I)
    Text += "  q = q.*.f" + std::to_string(I) + "\n  q.*.f" + std::to_string(I) + " = q\n";
  return Text + "  -> 1\n  -> 2\nblock 2\n" + More;
}

TEST(EscapeTest, TooManyCellsAreToldApartNoMore) {
  const Solved S = solved(tangle(8, "  @sink = &k\n  x.a.b.c = &i\n  @sink = x.a.b.d\n"));
  EXPECT_TRUE(S.Of.Known);
  EXPECT_GT(S.Level, 0u);
  ASSERT_EQ(S.Verdicts.size(), 2u); // of i and k
  EXPECT_EQ(S.Verdicts[0].Result, EscapeResult::MayEscape);
  EXPECT_EQ(S.Verdicts[1].Result, EscapeResult::Escapes);
}

TEST(EscapeTest, FewCellsAreToldApart) {
  const Solved S = solved(tangle(1, "  x.a.b.c = &i\n  @sink = x.a.b.d\n"));
  EXPECT_EQ(S.Level, 0u);
  ASSERT_EQ(S.Verdicts.size(), 1u);
  EXPECT_EQ(S.Verdicts[0].Result, EscapeResult::Stays);
}

TEST(EscapeTest, MoreEffectsThanTheCapAreAssumed) {
  auto Stores = [](int Count) {
    std::string Text = "function f\n  param p\nblock 0\n";
    for (int I = 0; I < Count; ++I)
      Text += "  @g" + std::to_string(I) + " = p\n";
    return Text;
  };
  EXPECT_TRUE(solved(Stores(64)).Of.Known);
  EXPECT_EQ(solved(Stores(64)).Of.Effects.size(), 64u);
  EXPECT_FALSE(solved(Stores(65)).Of.Known);
  EXPECT_EQ(solved(Stores(65)).Of.Effects.size(), 64u);
}

TEST(EscapeTest, ACallerOfTooMuchAssumesTheRest) {
  std::string Text = "function big\n  param p\n  param q\nblock 0\n";
  for (int I = 0; I < 70; ++I)
    Text += "  @g" + std::to_string(I) + " = p\n";
  Text += "function f\n  local i  # want escapes g0\n  local j  # want may unknown code\n"
          "block 0\n  call big(&i, &j)\n";
  const SolverCases Cases = readCases(Text);
  EXPECT_EQ(compare(Cases, solve(Cases, Cases.Functions)), "");
}

TEST(EscapeTest, VerdictsStandInTheOrderOfPlaces) {
  for (const CaseFile &File : allFiles()) {
    const Summaries S(File.Cases.Functions, lookup(File.Cases), File.Cases.Options,
                      [](std::size_t, const EscapeGraph &G) {
                        const std::vector<Verdict> All = escapesOf(G, G.callees());
                        EXPECT_TRUE(std::is_sorted(
                            All.begin(), All.end(),
                            [](const Verdict &A, const Verdict &B) { return A.Where < B.Where; }));
                      });
  }
}

TEST(EscapeTest, KnowsSizesAndForms) {
  const Solved S = solved("function f\n  type T size 12 align 4\n  local p\nblock 0\n"
                          "  p = new 0 T @3:1+1\n  p = new[] 1 T count 5 @4:1+1\n"
                          "  p = new[] 2 T @5:1+1\n");
  ASSERT_EQ(S.Verdicts.size(), 3u);
  EXPECT_EQ(S.Verdicts[0].Bytes, 12u);
  EXPECT_EQ(S.Verdicts[1].Bytes, 60u);
  EXPECT_EQ(S.Verdicts[1].Count, 5u);
  EXPECT_EQ(S.Verdicts[1].Family, "new[]");
  EXPECT_EQ(S.Verdicts[2].Bytes, 0u);
}

} // namespace
} // namespace memlint::test
