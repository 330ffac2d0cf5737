// What a worker remembers of headers: never an answer of one unit to another that reads the
// definition otherwise, and no more than its bound.
#include "analysis/extract/records/KnownDefinitions.h"
#include "tests/runner/Engine.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace memlint {
namespace {

using test::factsOf;
using test::SourceFile;
using Words = std::vector<std::string>;

/// How a unit comes to read the header "h.h".
struct Reading {
  std::string Before; // the include
  Words Flags = {"-std=c17"};
};

/// Reads the header in one unit and in another by one worker, and expects of each unit the facts
/// that it has alone. Returns how many definitions the worker then tells apart.
std::size_t toldApart(const std::string &Header, const Reading &One, const Reading &Other) {
  KnownDefinitions Known;
  for (const Reading &R : {One, Other, One, Other}) {
    const std::vector<SourceFile> Files = {{"h.h", Header},
                                           {"a.c", R.Before + "\n#include \"h.h\"\n"}};
    const TuFacts Alone = factsOf(Files, "a.c", R.Flags);
    EXPECT_TRUE(factsOf(Files, "a.c", R.Flags, Known) == Alone) << Header << "\n" << R.Before;
  }
  return Known.count();
}

TEST(KnownDefinitions, OneDefinitionForAllWhoReadItAlike) {
  const std::string Header = "struct T { char a; long b; char c; };\n";
  EXPECT_EQ(toldApart(Header, {""}, {"int before;"}), 1u);
  EXPECT_EQ(toldApart(Header, {""}, {"#define UNUSED 1"}), 1u);
  EXPECT_EQ(toldApart("#pragma once\n" + Header, {""}, {"#include \"h.h\""}), 1u);
}

TEST(KnownDefinitions, WhatThePreprocessorLeavesTellsApart) {
  EXPECT_EQ(toldApart("struct T { char a;\n#ifdef WIDE\nlong w;\n#endif\nlong b; char c; };\n",
                      {""}, {"#define WIDE"}),
            2u);
  EXPECT_EQ(toldApart("struct T { char a;\n#ifdef M\nint x;\n#else\nint y;\n#endif\n"
                      "long b; char c; };\n",
                      {""}, {"#define M"}),
            2u);
  EXPECT_EQ(toldApart("struct T { char a; enum { A,\n#ifdef M\nB,\n#endif\n} e; long b; char c; };",
                      {""}, {"#define M"}),
            2u);
}

TEST(KnownDefinitions, WhatMacrosWriteTellsApart) {
  const std::string Typed = "struct T { char a; WORD w; long b; char c; };\n";
  EXPECT_EQ(toldApart(Typed, {"#define WORD int"}, {"#define WORD unsigned"}), 2u);
  EXPECT_EQ(toldApart(Typed, {"#define WORD int"}, {"typedef int WORD;"}), 2u);
  const std::string Attributed = "struct T { char a; long b AT; char c; } OF;\n";
  EXPECT_EQ(toldApart(Attributed, {"#define AT\n#define OF"},
                      {"#define AT __attribute__((unused))\n#define OF"}),
            2u);
  EXPECT_EQ(toldApart(Attributed, {"#define AT\n#define OF"},
                      {"#define AT\n#define OF __attribute__((packed))"}),
            1u)
      << "no order is looked for in a packed one";
}

TEST(KnownDefinitions, LanguageAndTargetTellApart) {
  const std::string Header = "struct T { char a; long b; char c; };\n";
  EXPECT_EQ(toldApart(Header, {"", {"-std=c17"}}, {"", {"-std=c11"}}), 2u);
  EXPECT_EQ(toldApart(Header, {"", {"-std=c17"}}, {"", {"-std=c17", "-m32"}}), 2u);
}

TEST(KnownDefinitions, TextsOfOnePlaceTellApart) {
  KnownDefinitions Known;
  for (const char *Comment : {"", " // of a", "/* a */"}) {
    const std::vector<SourceFile> Files = {
        {"h.h", "struct T {\n  char a;" + std::string(Comment) + "\n  long b;\n  char c;\n};\n"},
        {"a.c", "#include \"h.h\"\n"}};
    EXPECT_TRUE(factsOf(Files, "a.c", {"-std=c17"}, Known) == factsOf(Files, "a.c", {"-std=c17"}));
  }
  EXPECT_EQ(Known.count(), 3u);
}

TEST(KnownDefinitions, ForgetsRatherThanGrows) {
  KnownDefinitions Known;
  const std::string Text(std::size_t{1} << 20, 'x');
  for (std::uint64_t I = 0; I < 64; ++I) {
    Known.keep({0, I}, RewriteAnswer{{{0, 1, Text}}, {}});
    EXPECT_TRUE(Known.rewrite({0, I}));
  }
  EXPECT_FALSE(Known.rewrite({0, 0}));
  std::size_t Kept = 0;
  for (std::uint64_t I = 0; I < 64; ++I)
    Kept += Known.rewrite({0, I}) != nullptr;
  EXPECT_LT(Kept, 20u);
}

} // namespace
} // namespace memlint
