// Growth facts: what is to be written before the loop, compiled there; what growing costs, against
// std::vector itself.
#include "analysis/project/ResourceDir.h"
#include "tests/runner/Engine.h"

#include "clang/Basic/Diagnostic.h"
#include "clang/Frontend/ASTUnit.h"
#include "clang/Frontend/PCHContainerOperations.h"
#include "clang/Tooling/Tooling.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace memlint {
namespace {

using test::factsOf;
using test::growthsByFunction;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// Keeps the first error.
class FirstError : public clang::DiagnosticConsumer {
public:
  std::string Text;
  void HandleDiagnostic(clang::DiagnosticsEngine::Level Level,
                        const clang::Diagnostic &Info) override {
    if (Level < clang::DiagnosticsEngine::Error || !Text.empty())
      return;
    llvm::SmallString<128> Message;
    Info.FormatDiagnostic(Message);
    Text = Message.str();
  }
};

/// Why Clang refuses a text; empty where it does not. factsOf() cannot tell: it switches warnings
/// off, and with them what strict() asks for.
std::string refusal(const std::string &Text, const std::string &Standard) {
  FirstError Errors;
  clang::tooling::buildASTFromCodeWithArgs(
      Text, {Standard, "-resource-dir", compiledInResourceDir()}, "a.cpp", "clang-tool",
      std::make_shared<clang::PCHContainerOperations>(),
      clang::tooling::getClangStripDependencyFileAdjuster(), {}, &Errors);
  return Errors.Text;
}

/// A statement on lines of its own, in which implicit conversions are errors.
std::string strict(const std::string &Statement) {
  return "\n#pragma clang diagnostic push\n"
         "#pragma clang diagnostic error \"-Wconversion\"\n"
         "#pragma clang diagnostic error \"-Wsign-conversion\"\n"
         "#pragma clang diagnostic error \"-Wsign-compare\"\n"
         "#pragma clang diagnostic error \"-Wextra\"\n" +
         Statement + "\n#pragma clang diagnostic pop\n";
}

constexpr char Prelude[] = R"(#include <array>
#include <list>
#include <map>
#include <string>
#include <string_view>
#include <vector>
#define COUNT 12
#define SUM 4 + 4
#define SAME(X) X
#define TWICE(X) (2 * (X))
int next();
bool odd(int);
struct Signed { int size() const; const int *begin() const; const int *end() const; };
struct Short { unsigned short size() const; const int *begin() const; const int *end() const; };
struct Box { int n; unsigned u; std::vector<int> items; const std::vector<int> *far; long l; };
enum Plain { Four = 4, Minus = -1 };
constexpr int Ten = 10;
const long Twenty = 20;
constexpr int compute() { return 6; }
struct Owner {
  static constexpr int Limit = 9;
  std::vector<int> items;
  int n;
  void fill();
  void fillFrom(const Owner &other);
  void fillThis();
};
)";

/// A loop that is one line of a function, and what the fact has to say.
struct LoopCase {
  std::string Parameters, Before, Head;
  std::string Count; // empty: no fact
  std::optional<std::uint64_t> Number;
  std::string Body = "v.push_back(next());";
};

/// The name of the function for the case `I`; functions of Owner see its members.
std::string functionText(const LoopCase &C, std::size_t I, const std::string &Reserve) {
  return "void f" + std::to_string(I) + "(" + C.Parameters + ") {\n" + C.Before +
         "\n  std::vector<int> v;\n" +
         (Reserve.empty() ? "" : strict("  v.reserve(" + Reserve + ");")) + "  " + C.Head +
         "\n    " + C.Body + "\n}\n";
}

/// Whether each loop has the count that its case says, and takes it in its place before the loop.
void expectCounts(const std::vector<LoopCase> &Cases) {
  std::string Text = Prelude, Reserving = Prelude;
  for (std::size_t I = 0; I < Cases.size(); ++I)
    Text += functionText(Cases[I], I, "");
  auto Growths = growthsByFunction(factsOf({{"a.cpp", Text}}, "a.cpp", {"-std=c++20"}));
  for (std::size_t I = 0; I < Cases.size(); ++I) {
    auto Found = Growths.find("f" + std::to_string(I));
    std::string Shown = functionText(Cases[I], I, "");
    if (Found == Growths.end()) {
      EXPECT_EQ(Cases[I].Count, "") << Shown;
      continue;
    }
    const GrowthFact &G = Found->second;
    EXPECT_EQ(G.Count, Cases[I].Count) << Shown;
    EXPECT_EQ(G.CountNumber, Cases[I].Number) << Shown;
    EXPECT_THAT(G.Count, Not(HasSubstr("\n"))) << Shown;
    EXPECT_THAT(G.Trips, Not(HasSubstr("\n"))) << Shown;
    EXPECT_EQ(G.Container, "v");
    Reserving += functionText(Cases[I], I, G.Count);
  }
  EXPECT_EQ(refusal(Reserving, "-std=c++20"), "");
}

TEST(GrowthFactsTest, NoticesConversions) {
  // The other tests rest on this.
  auto Refusal = [](const std::string &Statement) {
    return refusal("#include <vector>\nvoid f(int n, unsigned u, long l) { std::vector<int> v;" +
                       strict(Statement) + "(void)n; (void)u; (void)l; }",
                   "-std=c++20");
  };
  for (const char *Wrong : {"v.reserve(n);", "v.reserve(n * 2);", "v.reserve(l);", "v.reserve(-1);",
                            "v.reserve(n > 0 ? n : 0);", "v.reserve(unknown);"})
    EXPECT_NE(Refusal(Wrong), "") << Wrong;
  for (const char *Right : {"v.reserve(u);", "v.reserve(7);", "v.reserve(v.size());"})
    EXPECT_EQ(Refusal(Right), "") << Right;
}

// Counted loops

std::string guarded(const std::string &Text) {
  return Text + " > 0 ? static_cast<std::size_t>(" + Text + ") : 0";
}

TEST(GrowthFactsTest, CountsUpToVariables) {
  expectCounts({
      {"int n", "", "for (int i = 0; i < n; ++i)", guarded("n"), {}},
      {"long n", "", "for (long i = 0; i < n; i++)", guarded("n"), {}},
      {"short n", "", "for (int i = 0; i < n; i += 1)", guarded("n"), {}},
      {"const int n", "", "for (int i = 0; n > i; ++i)", guarded("n"), {}},
      {"long long n", "", "for (long long i = 0; i != n; ++i)", guarded("n"), {}},
      {"int n", "", "for (int i = 0; i < (n); ++i)", guarded("n"), {}},
      {"int n", "", "for (std::size_t i = 0; i < n; ++i)", guarded("n"), {}},
      {"unsigned n", "", "for (unsigned i = 0; i < n; ++i)", "n", {}},
      {"std::size_t n", "", "for (std::size_t i = 0; i < n; ++i)", "n", {}},
      {"unsigned short n", "", "for (int i = 0; i < n; ++i)", "n", {}},
      {"unsigned long long n", "", "for (unsigned long long i = 0; i < n; ++i)", "n", {}},
      {"", "  int n = next();", "for (int i = 0; i < n; ++i)", guarded("n"), {}},
      {"Box b", "", "for (int i = 0; i < b.n; ++i)", guarded("b.n"), {}},
      {"const Box &b", "", "for (unsigned i = 0; i < b.u; ++i)", "b.u", {}},
      {"Box b", "", "for (long i = 0; i < b.l; ++i)", guarded("b.l"), {}},
      {"int n", "", "for (int i = 0; i < SAME(n); ++i)", guarded("SAME(n)"), {}},
      {"int n", "", "for (int i = 0; i < TWICE(n); ++i)", guarded("TWICE(n)"), {}},
  });
}

TEST(GrowthFactsTest, CountsUpToSizes) {
  expectCounts({
      {"const std::vector<int> &a",
       "",
       "for (std::size_t i = 0; i < a.size(); ++i)",
       "a.size()",
       {}},
      {"const std::string &a", "", "for (std::size_t i = 0; i != a.size(); ++i)", "a.size()", {}},
      {"std::string_view a", "", "for (unsigned i = 0; i < a.size(); ++i)", "a.size()", {}},
      {"const std::map<int, int> &a",
       "",
       "for (std::size_t i = 0; i < a.size(); ++i)",
       "a.size()",
       {}},
      {"const std::vector<int> &a",
       "",
       "for (int i = 0; i < static_cast<int>(a.size()); ++i)",
       "a.size()",
       {}},
      {"const std::vector<int> &a", "", "for (int i = 0; i < (int)a.size(); ++i)", "a.size()", {}},
      {"const std::vector<int> &a", "", "for (int i = 0; i < int(a.size()); ++i)", "a.size()", {}},
      {"const std::vector<int> *a",
       "",
       "for (std::size_t i = 0; i < a->size(); ++i)",
       "a->size()",
       {}},
      {"const Box &b",
       "",
       "for (std::size_t i = 0; i < b.items.size(); ++i)",
       "b.items.size()",
       {}},
      {"Signed a", "", "for (int i = 0; i < a.size(); ++i)", guarded("a.size()"), {}},
      {"Short a", "", "for (int i = 0; i < a.size(); ++i)", "a.size()", {}},
      {"const std::array<int, 7> &a", "", "for (std::size_t i = 0; i < a.size(); ++i)", "7", 7},
  });
}

TEST(GrowthFactsTest, CountsUpToConstants) {
  expectCounts({
      {"", "", "for (int i = 0; i < 100; ++i)", "100", 100},
      {"", "", "for (int i = 0; i < 10u; ++i)", "10u", 10},
      {"", "", "for (long i = 0; i < 0x10L; ++i)", "0x10L", 16},
      {"", "", "for (int i = 0; i < 1'000; ++i)", "1'000", 1000},
      {"", "", "for (int i = 0; i <= 9; ++i)", "10", 10},
      {"", "", "for (int i = 3; i < 9; ++i)", "6", 6},
      {"", "", "for (int i = -3; i < 9; ++i)", "12", 12},
      {"", "", "for (int i = 0; 9 >= i; ++i)", "10", 10},
      {"", "", "for (int i = 0; i < Ten; ++i)", "Ten", 10},
      {"", "", "for (int i = 0; i < Ten + 2; ++i)", "Ten + 2", 12},
      {"", "", "for (int i = 0; i < Ten - 2; ++i)", "Ten - 2", 8},
      {"", "", "for (int i = 0; i < Twenty; ++i)", "Twenty", 20},
      {"", "", "for (int i = 0; i < (Ten); ++i)", "(Ten)", 10},
      {"", "", "for (int i = 0; i < COUNT; ++i)", "COUNT", 12},
      {"", "", "for (int i = 0; i < COUNT - 1; ++i)", "COUNT - 1", 11},
      {"", "", "for (int i = 0; i < SUM; ++i)", "SUM", 8},
      {"", "", "for (int i = 0; i < TWICE(Ten); ++i)", "TWICE(Ten)", 20},
      {"", "", "for (int i = 0; i < Four; ++i)", "Four", 4},
      {"", "", "for (int i = 0; i < Owner::Limit; ++i)", "Owner::Limit", 9},
      {"", "", "for (int i = 0; i < compute(); ++i)", "compute()", 6},
      {"", "  const int n = 5;", "for (int i = 0; i < n; ++i)", "n", 5},
      {"", "  int a[8];", "for (unsigned i = 0; i < sizeof(a) / sizeof(a[0]); ++i)",
       "sizeof(a) / sizeof(a[0])", 8},
      {"", "", "for (int i = 0; i < (Ten > 3 ? 5 : 6); ++i)", "(Ten > 3 ? 5 : 6)", 5},
      {"", "", "for (int i = 0; i < static_cast<int>(7.9); ++i)", "static_cast<int>(7.9)", 7},
      {"", "", "for (long i = 0; i < sizeof(long) * 8; ++i)", "sizeof(long) * 8", 64},
      {"", "", "for (unsigned i = 0; i < 4000000000; ++i)", "4000000000", 4000000000},
  });
}

TEST(GrowthFactsTest, CountsWithoutTheLoopsOwnVariable) {
  // Before the loop there is no counter, or another of the same name.
  expectCounts({
      {"", "", "for (unsigned i = 0; i < sizeof(i); ++i)", "", {}},
      {"", "", "for (unsigned long i = 0; i < sizeof i * 8; ++i)", "", {}},
      {"", "", "for (unsigned char i = 0; i < 8 * sizeof(decltype(i)); ++i)", "", {}},
      {"", "  char i[100]; (void)i;", "for (int i = 0; i < sizeof(i); ++i)", "", {}},
      {"", "", "for (int i = 0; i < i; ++i)", "", {}},
  });
}

TEST(GrowthFactsTest, WritesCountsInOneLine) {
  expectCounts({
      {"", "", "for (int i = 0; i < Ten // ten\n     + 2; ++i)", "12", 12},
      {"", "", "for (int i = 0; i < Ten +\n       2; ++i)", "12", 12},
  });
  // A bound that is no constant: whatever is written has to compile.
  std::string Text = std::string(Prelude) + "void f(const Box &b) { std::vector<int> v;\n"
                                            "  for (std::size_t i = 0; i < b // the box\n"
                                            "       .items.size(); ++i)\n    v.push_back(1); }\n";
  for (const GrowthFact &G : factsOf({{"a.cpp", Text}}, "a.cpp", {"-std=c++20"}).Growths) {
    EXPECT_THAT(G.Count, Not(HasSubstr("\n")));
    EXPECT_THAT(G.Trips, Not(HasSubstr("\n")));
    EXPECT_EQ(refusal(std::string(Prelude) + "void f(const Box &b) { std::vector<int> v;" +
                          strict("v.reserve(" + G.Count + ");") + "}\n",
                      "-std=c++20"),
              "");
  }
}

TEST(GrowthFactsTest, SaysWhereACountIsAnUpperBound) {
  for (const char *Body :
       {"if (odd(i)) v.push_back(1);", "{ if (odd(i)) break; v.push_back(1); }"}) {
    auto Facts = factsOf({{"a.cpp", std::string(Prelude) +
                                        "void f(int n) { std::vector<int> v;\n"
                                        "  for (int i = 0; i < n; ++i) " +
                                        Body + "}\n"}},
                         "a.cpp", {"-std=c++20"});
    ASSERT_EQ(Facts.Growths.size(), 1u) << Body;
    EXPECT_FALSE(Facts.Growths.front().Exact) << Body;
    EXPECT_THAT(Facts.Growths.front().Fixes, IsEmpty()) << Body;
  }
}

TEST(GrowthFactsTest, CountsNothingThatIsNoCount) {
  expectCounts({
      {"", "", "for (int i = 0; i < 0; ++i)", "", {}},
      {"", "", "for (int i = 5; i < 5; ++i)", "", {}},
      {"", "", "for (unsigned i = 0; i < -1; ++i)", "", {}},
      {"", "", "for (int i = 0; i <= 2147483647; ++i)", "", {}},
      {"", "", "for (short i = 0; i < 32769; ++i)", "", {}},
      {"", "", "for (long i = 0; i <= 9223372036854775807; ++i)", "", {}},
      {"", "", "for (long i = -9223372036854775807; i < 9223372036854775807; ++i)", "", {}},
      {"int &n", "", "for (int i = 0; i < n; ++i)", "", {}},
      {"double n", "", "for (int i = 0; i < n; ++i)", "", {}},
      {"char n", "", "for (int i = 0; i < n; ++i)", "", {}},
      {"bool n", "", "for (int i = 0; i < n; ++i)", "", {}},
      {"Plain n", "", "for (int i = 0; i < n; ++i)", "", {}},
      {"__int128 n", "", "for (int i = 0; i < n; ++i)", "", {}},
      {"volatile int n", "", "for (int i = 0; i < n; ++i)", "", {}},
      {"", "", "for (int i = 0; i < next(); ++i)", "", {}},
      {"int *n", "", "for (int i = 0; i < *n; ++i)", "", {}},
      {"int n", "", "for (int i = 0; i < n; ++i)", "", {}, "{ v.push_back(1); --n; }"},
      {"int n", "", "for (int i = 0; i < n; ++i)", "", {}, "{ v.push_back(1); ++i; }"},
  });
}

// Range-for

TEST(GrowthFactsTest, CountsRanges) {
  expectCounts({
      {"const std::vector<int> &a", "", "for (int x : a)", "a.size()", {}},
      {"const std::list<int> &a", "", "for (const auto &x : a)", "a.size()", {}},
      {"const std::map<int, int> &a", "", "for (auto [k, w] : a)", "a.size()", {}},
      {"const std::vector<int> *a", "", "for (int x : *a)", "a->size()", {}},
      {"const Box &b", "", "for (int x : b.items)", "b.items.size()", {}},
      {"const Box &b", "", "for (int x : *b.far)", "b.far->size()", {}},
      {"Signed a", "", "for (int x : a)", guarded("a.size()"), {}},
      {"Short a", "", "for (int x : a)", "a.size()", {}},
      {"std::array<int, 5> a", "", "for (int x : a)", "a.size()", 5},
      {"", "  int a[6];", "for (int x : a)", "std::size(a)", 6},
      {"int (&a)[3]", "", "for (int x : a)", "std::size(a)", 3},
      {"", "  int a[2][3];", "for (auto &x : a)", "std::size(a)", 2},
      {"", "  static const char *const a[] = {\"a\", \"b\"};", "for (auto x : a)", "std::size(a)",
       2},
      {"", "", "for (int x : {1, 2, 3})", "3", 3},
      {"const std::vector<int> &a", "", "for (int x : (a))", "a.size()", {}},
      {"const std::vector<int> &a", "", "for (int a : a)", "a.size()", {}},
  });
}

TEST(GrowthFactsTest, CountsNothingOfRangesThatDoNotKnow) {
  expectCounts({
      {"std::vector<int> a", "", "for (int x : std::vector<int>(9))", "", {}},
      {"std::vector<int> a", "", "for (int x : a)", "", {}, "{ a.push_back(1); v.push_back(x); }"},
      {"std::vector<Box> a", "", "for (int x : a[0].items)", "", {}},
  });
}

TEST(GrowthFactsTest, WritesWhatTheLanguagesVersionHas) {
  // std::size() is of C++17.
  for (const char *Version : {"-std=c++11", "-std=c++14", "-std=c++17", "-std=c++2c"}) {
    std::string Head =
                    "#include <array>\n#include <vector>\nstruct S { int size() const; const int "
                    "*begin() const; const int *end() const; };\n",
                Text = Head, Reserving = Head;
    const LoopCase Cases[] = {
        {"", "  int a[6];", "for (int x : a)", "", {}},
        {"S a", "", "for (int x : a)", "", {}},
        {"int n", "", "for (int i = 0; i < n; ++i)", "", {}},
        {"std::array<int, 3> a", "", "for (int x : a)", "", {}},
    };
    for (std::size_t I = 0; I < std::size(Cases); ++I) {
      LoopCase C = Cases[I];
      C.Body = "v.push_back(1);";
      Text += functionText(C, I, "");
    }
    auto Growths = growthsByFunction(factsOf({{"a.cpp", Text}}, "a.cpp", {Version}));
    EXPECT_EQ(Growths.size(), std::size(Cases)) << Version;
    for (std::size_t I = 0; I < std::size(Cases); ++I)
      if (auto G = Growths.find("f" + std::to_string(I)); G != Growths.end()) {
        LoopCase C = Cases[I];
        C.Body = "v.push_back(1);";
        Reserving += functionText(C, I, G->second.Count);
      }
    EXPECT_EQ(refusal(Reserving, Version), "") << Version;
  }
}

// Members

TEST(GrowthFactsTest, NamesMembersAsTheLoopDoes) {
  std::string Bodies[][3] = {
      {"fill()", "for (int i = 0; i < n; ++i)", guarded("n")},
      {"fillFrom(const Owner &other)", "for (int x : other.items)", "other.items.size()"},
      {"fillThis()", "for (std::size_t i = 0; i < this->items.size(); ++i)", "this->items.size()"},
  };
  std::string Text = Prelude, Reserving = Prelude;
  for (auto &[Function, Head, Count] : Bodies) {
    std::string Start = "void Owner::" + Function + " { std::vector<int> v;\n",
                End = Head + " v.push_back(1); }\n";
    Text += Start + End;
    Reserving += Start + strict("v.reserve(" + Count + ");") + End;
  }
  auto Growths = growthsByFunction(factsOf({{"a.cpp", Text}}, "a.cpp", {"-std=c++20"}));
  EXPECT_EQ(Growths.at("Owner::fill").Count, Bodies[0][2]);
  EXPECT_EQ(Growths.at("Owner::fillFrom").Count, Bodies[1][2]);
  EXPECT_EQ(Growths.at("Owner::fillThis").Count, Bodies[2][2]);
  EXPECT_EQ(refusal(Reserving, "-std=c++20"), "");
}

// The other fields

TEST(GrowthFactsTest, PointsAtLoopDeclarationAndGrowth) {
  TuFacts Facts = factsOf({{"a.cpp", "#include <vector>\n"
                                     "namespace n { struct S { static void f(int count); }; }\n"
                                     "void n::S::f(int count) {\n"
                                     "  std::vector<std::vector<long>> rows;\n"
                                     "  for (int i = 0; i < count; ++i)\n"
                                     "    rows.emplace_back();\n"
                                     "}\n"}},
                          "a.cpp", {"-std=c++20"});
  ASSERT_EQ(Facts.Growths.size(), 1u);
  const GrowthFact &G = Facts.Growths[0];
  EXPECT_EQ(G.Function, "n::S::f");
  EXPECT_EQ(G.Container, "rows");
  EXPECT_EQ(G.ContainerType, "std::vector<std::vector<long>>");
  EXPECT_EQ(G.ElementType, "std::vector<long>");
  EXPECT_EQ(G.ElementSize, 24u);
  EXPECT_EQ(G.Trips, "count");
  EXPECT_EQ(G.Loop, (Span{G.Loop.File, 5, 3, 5, 6}));
  EXPECT_EQ(G.Declared, (Span{G.Loop.File, 4, 34, 4, 38}));
  EXPECT_THAT(G.Growths, ElementsAre(Span{G.Loop.File, 6, 10, 6, 22}));
  EXPECT_EQ(Facts.Files.at(static_cast<std::size_t>(G.Loop.File)), "a.cpp");
}

TEST(GrowthFactsTest, NamesFunctionsAndTypesWithoutPlaces) {
  // Names make fingerprints, which must not change with lines, nor with where the project lies.
  std::string Loop = "for (int i = 0; i < n; ++i) v.emplace_back(); }";
  TuFacts Facts = factsOf(
      {{"a.cpp",
        "#include <vector>\n"
        "typedef struct { int a; } Typedefed;\n"
        "struct Owner { struct { int a; } unnamed; Owner(int n); ~Owner();\n"
        "  void operator()(int n) const; operator int() const; };\n"
        "Owner::Owner(int n) { std::vector<int> v; " +
            Loop +
            "\n"
            "void Owner::operator()(int n) const { std::vector<decltype(unnamed)> v; " +
            Loop +
            "\n"
            "Owner::operator int() const { int n = 3; std::vector<Typedefed> v; "
            "for (int i = 0; i < n; ++i) v.emplace_back(); return n; }\n"
            "auto lambda = [](int n) { std::vector<int> v; " +
            Loop +
            ";\n"
            "namespace { namespace in { void f(int n) { auto l = [n] { std::vector<int> v; " +
            Loop +
            "; l(); } } }\n"
            "void g(int n) { struct { int a; } local; std::vector<decltype(local)> v; " +
            Loop +
            "\n"
            "void h(int n) { auto l = [] {}; std::vector<decltype(l)> v; "
            "for (int i = 0; i < n; ++i) v.push_back(l); }\n"}},
      "a.cpp", {"-std=c++20"});
  EXPECT_THAT(Facts.Growths, testing::SizeIs(7));
  for (const GrowthFact &G : Facts.Growths)
    for (const std::string &Name : {G.Function, G.ContainerType, G.ElementType}) {
      EXPECT_NE(Name, "");
      EXPECT_THAT(Name, Not(HasSubstr("a.cpp"))) << G.Function;
      EXPECT_THAT(Name, Not(HasSubstr("/"))) << G.Function;
    }
}

TEST(GrowthFactsTest, CountsSilencesByReason) {
  TuFacts Facts = factsOf(
      {{"a.cpp", std::string(Prelude) + "void f(int n) { std::vector<int> v, w, x;\n"
                                        "  for (int i = 0; i < n * next(); ++i) v.push_back(1);\n"
                                        "  for (int i = 0; i < n; ++i) w.insert(w.end(), n, i);\n"
                                        "  for (int i = 0; i < next(); ++i) x.push_back(1); }\n"}},
      "a.cpp", {"-std=c++20"});
  EXPECT_THAT(Facts.Growths, IsEmpty());
  std::map<std::string, std::uint64_t> Counts;
  for (const SilenceFact &S : Facts.Silences)
    Counts[S.Check + ": " + S.Reason] += S.Count;
  using Count = std::pair<const std::string, std::uint64_t>;
  EXPECT_THAT(Counts, ElementsAre(Count("reserve-missing: grows by pieces of unknown length", 1),
                                  Count("reserve-missing: the bound is a call", 2)));
}

} // namespace
} // namespace memlint
