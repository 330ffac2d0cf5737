// What names a record's fields by their order, in the new order: initializer lists, constructors,
// structured bindings. The static assertions in the texts hold before and after.
#include "tests/unit/Reordered.h"

#include <gtest/gtest.h>

namespace memlint {
namespace {

using test::expectBlocked;
using test::expectReordered;
using test::Reordered;
using test::reordered;
using test::Texts;
using test::Words;

const std::string Old = "struct S { char a; long b; char c; };\n";
const std::string New = "struct S { long b; char a; char c; };\n"; // {1, 0, 2}
const Words C = {"-std=c11"};
const Words Cpp14 = {"-std=c++14"};
const Words Cpp17 = {"-std=c++17"};

void expectSame(const std::string &Text, const Words &Flags = {"-std=c++20"}) {
  expectReordered(Old + Text, {1, 0, 2}, New + Text, Flags);
}
void expectUses(const std::string &Before, const std::string &After,
                const Words &Flags = {"-std=c++20"}) {
  expectReordered(Old + Before, {1, 0, 2}, New + After, Flags);
}
void expectUseBlocked(const std::string &Text, const std::string &Kind,
                      const Words &Flags = {"-std=c++20"}) {
  expectBlocked(Old + Text, {1, 0, 2}, Kind, Flags);
}

// Lists

TEST(ReorderEditsTest, PositionalLists) {
  expectUses("constexpr S s{1, 2, 3};\nstatic_assert(s.a == 1 && s.b == 2 && s.c == 3);\n",
             "constexpr S s{2, 1, 3};\nstatic_assert(s.a == 1 && s.b == 2 && s.c == 3);\n");
  expectUses("S f(S s = {1, 2, 3}) { return {s.a, 2L, 3}; }\nS *n = new S{1, 2, 3};\n"
             "struct D { S s = {1, 2, 3}; };\nauto l = [s = S{1, 2, 3}] { return s.a; };\n",
             "S f(S s = {2, 1, 3}) { return {2L, s.a, 3}; }\nS *n = new S{2, 1, 3};\n"
             "struct D { S s = {2, 1, 3}; };\nauto l = [s = S{2, 1, 3}] { return s.a; };\n");
  expectUses("struct S t[] = {{1, 2, 3}, {4, 5}};\nint f(struct S *);\n"
             "int g(void) { return f(&(struct S){1, 2, 3}); }\n",
             "struct S t[] = {{2, 1, 3}, {5, 4}};\nint f(struct S *);\n"
             "int g(void) { return f(&(struct S){2, 1, 3}); }\n",
             C);
  expectUses("template <class T> struct Array { T t[2]; };\n"
             "constexpr Array<S> t{{{1, 2, 3}, {4, 5, 6}}};\nstatic_assert(t.t[1].b == 5);\n",
             "template <class T> struct Array { T t[2]; };\n"
             "constexpr Array<S> t{{{2, 1, 3}, {5, 4, 6}}};\nstatic_assert(t.t[1].b == 5);\n");
  expectUses("#include <initializer_list>\nint f(std::initializer_list<S>);\n"
             "int i = f({{1, 2, 3}, S{4, 5, 6}, S()});\n",
             "#include <initializer_list>\nint f(std::initializer_list<S>);\n"
             "int i = f({{2, 1, 3}, S{5, 4, 6}, S()});\n");
  expectSame("S s{}, t = S(), u = t, v{u};\n");
}

TEST(ReorderEditsTest, ListsWithoutInnerBraces) {
  expectUses("constexpr S t[] = {1, 2, 3, 4, 5, 6};\nstatic_assert(t[1].a == 4 && t[1].b == 5);\n",
             "constexpr S t[] = {2, 1, 3, 5, 4, 6};\nstatic_assert(t[1].a == 4 && t[1].b == 5);\n");
  std::string Before = "struct I { int x, y; };\nstruct S { char a; I i; long b; char c; };\n";
  std::string After = "struct I { int x, y; };\nstruct S { long b; I i; char a; char c; };\n";
  expectReordered(Before + "constexpr S s{1, 2, 3, 4, 5}, t{1, 2}, u{1, {2}, 3};\n"
                           "static_assert(s.i.y == 3 && s.b == 4 && t.a == 1 && t.i.x == 2);\n",
                  {2, 1, 0, 3},
                  After + "constexpr S s{4, {2, 3}, 1, 5}, t{{}, {2}, 1}, u{3, {2}, 1};\n"
                          "static_assert(s.i.y == 3 && s.b == 4 && t.a == 1 && t.i.x == 2);\n");
}

TEST(ReorderEditsTest, PartialLists) {
  expectUses("constexpr S s{1};\nstatic_assert(s.a == 1 && s.b == 0);\nconstexpr S t{1, 2};\n",
             "constexpr S s{{}, 1};\nstatic_assert(s.a == 1 && s.b == 0);\nconstexpr S t{2, 1};\n");
  std::string I = "struct I { int x; };\n";
  expectReordered(I + "struct S { char a; struct I i; int *p; char c; };\n"
                      "struct S s = {1}, t = {0}, u = {.c = 3, .a = 1};\n",
                  {2, 1, 0, 3},
                  I + "struct S { int *p; struct I i; char a; char c; };\n"
                      "struct S s = {0, {0}, 1}, t = {0}, u = {.c = 3, .a = 1};\n",
                  C);
  expectReordered("struct S { char a; long b = 4; char c; };\nconstexpr S s{1, 2};\n", {1, 0, 2},
                  "struct S { long b = 4; char a; char c; };\nconstexpr S s{2, 1};\n", Cpp14);
  expectBlocked("struct S { char a; long b = 4; char c; };\nconstexpr S s{1};\n", {1, 0, 2},
                "partial-list", Cpp14);
  expectUses("S s = {1};\n", "S s = {0, 1};\n", {"-std=c++98"});
}

TEST(ReorderEditsTest, ListsOfDerivedAggregates) {
  std::string Base = "struct B { int z; };\n";
  expectReordered(Base + "struct S : B { char a; long b; char c; };\n"
                         "constexpr S s{{9}, 1, 2, 3}, t{9, 1, 2, 3}, u{{9}};\n"
                         "static_assert(s.z == 9 && t.z == 9 && s.a == 1 && t.b == 2);\n",
                  {0, 2, 1},
                  Base + "struct S : B { char a; char c; long b; };\n"
                         "constexpr S s{{9}, 1, 3, 2}, t{9, 1, 3, 2}, u{{9}};\n"
                         "static_assert(s.z == 9 && t.z == 9 && s.a == 1 && t.b == 2);\n",
                  Cpp17);
  expectUses("struct D : S { int d; };\nconstexpr D s{{1, 2, 3}, 4};\nstatic_assert(s.b == 2);\n",
             "struct D : S { int d; };\nconstexpr D s{{2, 1, 3}, 4};\nstatic_assert(s.b == 2);\n",
             Cpp17);
}

TEST(ReorderEditsTest, DesignatedLists) {
  expectUses("constexpr S s{.a = 1, .b = 2, .c = 3}, t{.b = 2, .c = 3}, u{.a = 1, .c = 3};\n"
             "static_assert(s.a == 1 && s.b == 2);\n",
             "constexpr S s{.b = 2, .a = 1, .c = 3}, t{.b = 2, .c = 3}, u{.a = 1, .c = 3};\n"
             "static_assert(s.a == 1 && s.b == 2);\n");
  expectSame("struct S s = {.a = 1, .b = 2, .c = 3}, t = {.c = 1, .a = 2};\n"
             "struct O { int x; struct S s; } o = {.s.a = 1, .s.b = 2};\n",
             C);
  expectUseBlocked("struct S s = {.a = 1, 2};\n", "mixed-list", C);
  expectUseBlocked("struct O { int x; struct S s; } o = {.s.a = 1, 2};\n", "mixed-list", C);
  expectUses("struct S t[] = {[1] = {1, 2, 3}, [0] = {4}};\n",
             "struct S t[] = {[1] = {2, 1, 3}, [0] = {0, 4}};\n", C);
}

TEST(ReorderEditsTest, BlocksInitializersThatNoListShows) {
  expectUseBlocked("S s(1, 2, 3);\n", "parenthesised");
  expectUseBlocked("S *s = new S(1, 2, 3);\n", "parenthesised");
  expectSame("S s(S{});\n");
  expectUseBlocked("template <class T, class... A> T make(A... a) { return T{a...}; }\n"
                   "S s = make<S>('a', 2L, 'c');\n",
                   "template");
  expectUseBlocked("auto make = [](auto a) { return S{a, 2, 3}; };\nS s = make('a');\n",
                   "template");
  expectUses("template <class T> T id(T t) { S s{1, 2, 3}; return t + s.a; }\nint i = id(1);\n",
             "template <class T> T id(T t) { S s{2, 1, 3}; return t + s.a; }\nint i = id(1);\n");
}

TEST(ReorderEditsTest, BlocksLibraryCallsThatMakeAggregates) {
  std::string Use = "#include <map>\n#include <memory>\n#include <vector>\n"
                    "std::vector<S> v;\nstd::map<int, S> m;\n";
  expectUseBlocked(Use + "void f() { v.emplace_back('a', 2, 'c'); }\n", "emplace");
  expectUseBlocked(Use + "auto p = std::make_unique<S>('a', 2, 'c');\n", "emplace");
  expectUseBlocked(Use + "void f() { m.try_emplace(1, 'a', 2, 'c'); }\n", "emplace");
  expectUses(Use + "void f(S s) { v.emplace_back(); v.emplace_back(S{1, 2, 3}); m.emplace(1, s);\n"
                   "  auto p = std::make_unique<S>(s); v.push_back({1, 2, 3}); }\n",
             Use + "void f(S s) { v.emplace_back(); v.emplace_back(S{2, 1, 3}); m.emplace(1, s);\n"
                   "  auto p = std::make_unique<S>(s); v.push_back({2, 1, 3}); }\n");
}

TEST(ReorderEditsTest, MacrosInLists) {
  expectUseBlocked("#define ROW(a, b, c) {a, b, c}\nS t[] = {{1, 2, 3}, ROW(1, 2, 3)};\n", "macro");
  expectUseBlocked("#define CELLS 1, 2, 3\nS s = {CELLS};\n", "macro");
  expectUseBlocked("#define TWO 1, 2\nS s = {TWO, 3};\n", "macro");
  expectUseBlocked("#define FIRST {1\nS s = FIRST, 2, 3};\n", "macro");
  expectUses("#define ONE 1\n#define ID(x) x\nS s = {ONE, ID(2) + 1, 3};\n",
             "#define ONE 1\n#define ID(x) x\nS s = {ID(2) + 1, ONE, 3};\n");
  expectSame("#define INIT {0}\nstruct S s = INIT;\n", C);
}

TEST(ReorderEditsTest, CommentsInLists) {
  expectUses("S s = {\n    1, // one\n    2, // two\n    3  // three\n};\n",
             "S s = {\n    2, // two\n    1, // one\n    3  // three\n};\n");
  expectUses("S s = {\n    1,\n    2, // two\n    3\n};\n",
             "S s = {\n    2, // two\n    1,\n    3\n};\n");
  expectUses("S s = {/* a */ 1, /* b */ 2, 3}, t = {1 /* a */, 2 /* b */, 3};\n",
             "S s = {/* b */ 2, /* a */ 1, 3}, t = {2 /* b */, 1 /* a */, 3};\n");
  expectUses("S s = { // a row\n    1, 2, 3 // its end\n};\n",
             "S s = { // a row\n    2, 1, 3 // its end\n};\n");
  expectUseBlocked("S s = {\n    // a\n    1,\n    2,\n    3};\n", "comment");
  expectUseBlocked("S s = {1, 2, // both\n         3};\n", "comment");
  expectUseBlocked("S s = {\n    1, // one\n    2,\n    3}, t = {1, // one\n  2, 3};\n", "comment");
  expectUseBlocked("S s = {1,\n#ifdef X\n  5,\n#else\n  2,\n#endif\n  3};\n", "preprocessor");
}

TEST(ReorderEditsTest, ElementsThatRunInOrder) {
  expectUseBlocked("long n();\nchar m();\nS s{m(), n(), 3};\n", "side-effects");
  expectUseBlocked("long f(long i) { S s{char(1), i, 3}, t{char(i++), i, 3}; return s.b + t.b; }\n",
                   "side-effects");
  expectUses("long n();\nS s{1, n(), 3};\n", "long n();\nS s{n(), 1, 3};\n");
  expectUses("long n();\nchar m();\nstruct S s(void) { struct S s = {m(), n(), 3}; return s; }\n",
             "long n();\nchar m();\nstruct S s(void) { struct S s = {n(), m(), 3}; return s; }\n",
             C);
  expectReordered("#include <string>\nstruct S { std::string a; bool x; std::string b; bool y; };\n"
                  "S s{\"a\", true, \"b\", false};\n",
                  {2, 0, 1, 3},
                  "#include <string>\nstruct S { std::string b; std::string a; bool x; bool y; };\n"
                  "S s{\"b\", \"a\", true, false};\n");
}

TEST(ReorderEditsTest, BlocksAListInsideItself) {
  expectBlocked("struct S { char a; long b; S *n; };\nS s{1, 2, new S{3, 4, nullptr}};\n",
                {1, 2, 0}, "nested");
  expectReordered("struct S { char a; long b; S *n; };\nS s{1, 2, new S{3, 4, nullptr}};\n",
                  {1, 0, 2},
                  "struct S { long b; char a; S *n; };\nS s{2, 1, new S{4, 3, nullptr}};\n");
}

// Constructors

TEST(ReorderEditsTest, ConstructorInitializers) {
  expectReordered(
      "struct B { B(int); };\nstruct S : B {\n"
      "  S() : B(1), a(1), b{2}, c(3) {}\n  S(int);\n  S(char) : S() {}\n"
      "  template <class T> S(T t, int) : B(t), a(t), b(t), c() {}\n"
      "  char a; long b; char c; };\n"
      "S::S(int x)\n    : B(x)\n    , a(x) // a\n    , b(2)\n    , c(x)\n{}\nS s(1L, 1);\n",
      {1, 0, 2},
      "struct B { B(int); };\nstruct S : B {\n"
      "  S() : B(1), b{2}, a(1), c(3) {}\n  S(int);\n  S(char) : S() {}\n"
      "  template <class T> S(T t, int) : B(t), b(t), a(t), c() {}\n"
      "  long b; char a; char c; };\n"
      "S::S(int x)\n    : B(x)\n    , b(2)\n    , a(x) // a\n    , c(x)\n{}\nS s(1L, 1);\n");
  expectReordered("struct S { S() : a(1), c(3) {} char a; long b; char c; };\n", {2, 0, 1},
                  "struct S { S() : c(3), a(1) {} char c; char a; long b; };\n");
}

TEST(ReorderEditsTest, MacrosAndLinesBetweenConstructorInitializers) {
  expectReordered("#define ZERO(x) x(0)\nstruct S { S() : ZERO(a), b(2) {} char a; long b; };\n",
                  {1, 0},
                  "#define ZERO(x) x(0)\nstruct S { S() : b(2), ZERO(a) {} long b; char a; };\n");
  expectBlocked("#define BOTH a(0), b(1)\nstruct S { S() : BOTH {} char a; long b; };\n", {1, 0},
                "macro");
  expectBlocked("struct S {\n  S() :\n    a(1),\n    // now b\n    b(2) {}\n  char a; long b; };\n",
                {1, 0}, "comment");
  expectBlocked("struct S {\n  S() : a(1),\n#ifdef X\n    b(1)\n#else\n    b(2)\n#endif\n  {}\n"
                "  char a; long b; };\n",
                {1, 0}, "preprocessor");
}

// Structured bindings

TEST(ReorderEditsTest, StructuredBindings) {
  expectUses("constexpr long f(S s) {\n  auto [x, y, z] = s;\n  auto &[p, q, r] = s;\n"
             "  return x + 10 * y + 100 * z - p * q * r;\n}\n"
             "static_assert(f({.a = 1, .b = 2, .c = 3}) == 315);\n",
             "constexpr long f(S s) {\n  auto [y, x, z] = s;\n  auto &[q, p, r] = s;\n"
             "  return x + 10 * y + 100 * z - p * q * r;\n}\n"
             "static_assert(f({.b = 2, .a = 1, .c = 3}) == 315);\n");
  expectUses("long f(S (&t)[3]) { for (auto &[x, y, z] : t) return y; return 0; }\n",
             "long f(S (&t)[3]) { for (auto &[y, x, z] : t) return y; return 0; }\n");
  expectUses("struct D : S {};\nlong f(D d) { const auto [x, y, z] = d; return y; }\n",
             "struct D : S {};\nlong f(D d) { const auto [y, x, z] = d; return y; }\n");
  expectUseBlocked("template <class T> long f(T t) { auto [x, y, z] = t; return y; }\n"
                   "long l = f(S{});\n",
                   "template");
  expectSame("struct T { char a; long b; };\nlong f(T t) { auto [x, y] = t; return y; }\n");
}

// Several units

TEST(ReorderEditsTest, UnitsAgreeOnTheirHeader) {
  std::string Header = "#pragma once\n" + Old + "inline S make() { return {1, 2, 3}; }\n";
  std::string Expected = "#pragma once\n" + New + "inline S make() { return {2, 1, 3}; }\n";
  Texts Files = {
      {"s.h", Header},
      {"a.cpp", "#include \"s.h\"\nS a{4, 5, 6};\n"},
      {"b.cpp", "#define X 1\n#include \"s.h\"\n#include \"./s.h\"\nlong b = make().b;\n"}};
  Reordered A = reordered(Files, "a.cpp", "S", {1, 0, 2}, {"-std=c++20"});
  Reordered B = reordered(Files, "b.cpp", "S", {1, 0, 2}, {"-std=c++20"});
  EXPECT_EQ(A.Blockers, Words());
  EXPECT_EQ(A.After.at("s.h"), Expected);
  EXPECT_EQ(B.After.at("s.h"), Expected);
  EXPECT_EQ(A.After.at("a.cpp"), "#include \"s.h\"\nS a{5, 4, 6};\n");
  EXPECT_EQ(B.After.at("b.cpp"), Files.at("b.cpp"));
}

} // namespace
} // namespace memlint
