// Evidence of many objects: its kind, its number and its place. What is evidence at all is shown by
// the fixtures of layout-padding.
#include "tests/runner/Engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace memlint {
namespace {

using test::factsOf;
using testing::ElementsAre;
using testing::IsEmpty;

/// `line kind count` of each piece of evidence, in the order of the source, and what is allocated
/// for each object by itself.
std::vector<std::string> counts(const std::string &Text) {
  static constexpr const char *Names[] = {"array", "element", "new", "loop", "reserved"};
  TuFacts Facts = factsOf({{"a.cpp", "struct T { char a; long b; char c; };\n" + Text}}, "a.cpp",
                          {"-std=c++20"});
  std::vector<std::string> All;
  All.reserve(Facts.Counts.size());
  for (const RecordCountFact &F : Facts.Counts) {
    EXPECT_EQ(F.Record, Facts.Records.front().Usr);
    All.push_back(std::to_string(F.Where.Line) + " " + Names[static_cast<std::size_t>(F.Kind)] +
                  (F.Count ? " " + std::to_string(*F.Count) : "") +
                  (F.Allocation ? " alone " + std::to_string(F.Allocation) : "") +
                  (F.Inside > 1 ? " holds " + std::to_string(F.Inside) : ""));
  }
  return All;
}

TEST(RecordCountsTest, MultipliesWhatIsNested) {
  EXPECT_THAT(counts("struct U { T one, two[2][3]; };\n"
                     "struct V : U { U u[2]; T t; };\n"
                     "V v[10];\n"),
              ElementsAre("2 array 6", "3 array 14", "4 array 220"));
}

TEST(RecordCountsTest, SaturatesRatherThanWraps) {
  EXPECT_THAT(counts("struct U { T t[1l << 40]; };\n"
                     "extern \"C\" void *malloc(unsigned long);\n"
                     "void *f() { return malloc((1ul << 40) * sizeof(U)); }\n"),
              ElementsAre("2 array 1099511627776", "4 new 18446744073709551615"));
}

TEST(RecordCountsTest, TakesConstantsForNumbers) {
  EXPECT_THAT(counts("#include <vector>\n"
                     "constexpr int Many = 6;\n"
                     "void f(int n) {\n"
                     "  delete[] new T[Many * 7];\n"
                     "  delete[] new T[n];\n"
                     "  std::vector<T> sized(100), filled(n, T());\n"
                     "  sized.reserve(Many * 7); filled.resize(n);\n"
                     "}\n"),
              ElementsAre("5 new 42", "6 new", "7 element", "7 reserved 100", "7 element",
                          "8 reserved 42", "8 reserved"));
}

TEST(RecordCountsTest, CountsWhereObjectsAreMade) {
  EXPECT_THAT(counts("#include <array>\n"
                     "using Many = std::array<T, 64>;\n"
                     "Many many, *one;\n"
                     "void f(const Many &, T (&)[8]);\n"
                     "extern T later[9];\n"
                     "struct U { T (&t)[8]; };\n"),
              ElementsAre("4 element 64"));
}

TEST(RecordCountsTest, SaysOneThingOnceForAPlace) {
  EXPECT_THAT(counts("#include <map>\n"
                     "std::map<int, T> m;\n"),
              ElementsAre("3 element alone 64"));
}

TEST(RecordCountsTest, KnowsWhichPartOfALoopRunsAgain) {
  EXPECT_THAT(counts("T *last;\n"
                     "void f(int n) {\n"
                     "  for (last = new T;\n"
                     "       n;\n"
                     "       last = new T)\n"
                     "    if (n)\n"
                     "      new T;\n"
                     "  do last = new T; while (0);\n"
                     "  do last = new T; while (n);\n"
                     "}\n"),
              ElementsAre("6 loop alone 24", "8 loop alone 24", "10 loop alone 24"));
}

TEST(RecordCountsTest, KnowsWhatIsAllocatedByItself) {
  EXPECT_THAT(counts("#include <map>\n"
                     "#include <vector>\n"
                     "struct U { T one, two; };\n"
                     "std::map<int, U> nodes;\n"
                     "std::vector<U> side;\n"
                     "struct Alone { long a; Alone *next; };\n"
                     "std::vector<std::map<long, T>> both;\n"),
              ElementsAre("5 element alone 88 holds 2", "6 element", "8 element alone 64"));
}

TEST(RecordCountsTest, LooksOnlyForRecordsThatCouldBeSmaller) {
  TuFacts Facts =
      factsOf({{"a.cpp", "struct T { long b; char a, c; };\nT many[1000];\n"}}, "a.cpp");
  EXPECT_THAT(Facts.Counts, IsEmpty());
}

TEST(RecordCountsTest, LooksAtNoSystemHeader) {
  TuFacts Facts = factsOf({{"a.cpp", "struct T { char a; long b; char c; };\n#include \"s.h\"\n"},
                           {"s.h", "#pragma GCC system_header\nstatic T many[1000];\n"}},
                          "a.cpp");
  EXPECT_THAT(Facts.Counts, IsEmpty());
}

} // namespace
} // namespace memlint
