// Which comments ask for silence, and of which lines.
#include "analysis/extract/Suppressions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace memlint {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string listed(const std::vector<std::string> &Names) {
  std::string Text;
  for (const std::string &Name : Names)
    Text += (Text.empty() ? "" : ",") + ("'" + Name + "'");
  return Text;
}

/// Each directive as its text, the lines it silences, its list, and whether it speaks of memlint.
std::vector<std::string> directives(const std::string &Text) {
  std::vector<std::string> All;
  for (const Directive &D : findDirectives(Text)) {
    EXPECT_LE(std::size_t(D.Offset) + D.Length, Text.size());
    EXPECT_LE(D.FirstLine, D.LastLine);
    All.push_back(Text.substr(D.Offset, D.Length) + " " + std::to_string(D.FirstLine) + "-" +
                  std::to_string(D.LastLine) + " [" + listed(D.Checks) + "]" +
                  (D.Own ? " own" : "") + (D.LacksReason ? " no reason" : ""));
  }
  return All;
}

/// The one line that the one directive of a text silences; 0 where there is none.
unsigned silencedLine(const std::string &Text) {
  auto Found = findDirectives(Text);
  EXPECT_LE(Found.size(), 1u) << Text;
  if (Found.empty())
    return 0;
  EXPECT_EQ(Found[0].FirstLine, Found[0].LastLine) << Text;
  return Found[0].FirstLine;
}

// NOLINT

TEST(DirectivesTest, FindsNoneInTextWithoutThem) {
  for (const char *Text : {"", "\n", "int a;\n", "// nolint\n", "// NO LINT\n", "// NOLIN",
                           "// memlint\n", "memlint ignore[x] reason"})
    EXPECT_THAT(directives(Text), IsEmpty()) << Text;
}

TEST(DirectivesTest, FindsNolintAnywhereInALine) {
  EXPECT_THAT(directives("a; // NOLINT\n"), ElementsAre("NOLINT 1-1 []"));
  EXPECT_THAT(directives("a; //NOLINT"), ElementsAre("NOLINT 1-1 []"));
  EXPECT_THAT(directives("\n\nNOLINT\n"), ElementsAre("NOLINT 3-3 []"));
  EXPECT_THAT(directives("/* x NOLINT y */"), ElementsAre("NOLINT 1-1 []"));
  EXPECT_THAT(directives("char *S = \"NOLINT\";"), ElementsAre("NOLINT 1-1 []"));
  EXPECT_THAT(directives("// NOLINT, NOLINT(b)"),
              ElementsAre("NOLINT 1-1 []", "NOLINT(b) 1-1 ['b']"));
}

TEST(DirectivesTest, TakesNoOtherWord) {
  for (const char *Text :
       {"NOLINTS", "NOLINTNEXTLINES", "NOLINTNEXT", "NOLINTnextline", "NOLINTbegin", "NOLINTx",
        "NOLINTBEGINNING", "NOLINTNEXTLINEBEGIN", "NOLINTNOLINT", "NOLINTxNOLINT"})
    EXPECT_THAT(directives(Text), IsEmpty()) << Text;
  EXPECT_THAT(directives("NOLINT_x"), ElementsAre("NOLINT 1-1 []")) << "as in clang-tidy";
  EXPECT_THAT(directives("xNOLINT"), ElementsAre("NOLINT 1-1 []"));
  EXPECT_THAT(directives("NOLINT1"), ElementsAre("NOLINT 1-1 []"));
}

TEST(DirectivesTest, ReadsTheListInParentheses) {
  EXPECT_THAT(directives("// NOLINT(a)"), ElementsAre("NOLINT(a) 1-1 ['a']"));
  EXPECT_THAT(directives("// NOLINT( a ,\tb*,c )x"),
              ElementsAre("NOLINT( a ,\tb*,c ) 1-1 ['a','b*','c']"));
  EXPECT_THAT(directives("// NOLINT()"), ElementsAre("NOLINT() 1-1 ['']"));
  EXPECT_THAT(directives("// NOLINT(a,)"), ElementsAre("NOLINT(a,) 1-1 ['a','']"));
  EXPECT_THAT(directives("// NOLINT (a)"), ElementsAre("NOLINT 1-1 []"));
  EXPECT_THAT(directives("// NOLINT(a\n)"), ElementsAre("NOLINT 1-1 []")) << "not closed";
  EXPECT_THAT(directives("// NOLINT("), ElementsAre("NOLINT 1-1 []"));
  EXPECT_THAT(directives("// NOLINT[a]"), ElementsAre("NOLINT 1-1 []"));
}

TEST(DirectivesTest, TellsWhoSpeaksOfMemlint) {
  EXPECT_THAT(directives("// NOLINT(memlint-layout-padding)"),
              ElementsAre("NOLINT(memlint-layout-padding) 1-1 ['memlint-layout-padding'] own"));
  EXPECT_THAT(directives("// NOLINT(a, memlint-*)"),
              ElementsAre("NOLINT(a, memlint-*) 1-1 ['a','memlint-*'] own"));
  for (const char *Text : {"// NOLINT", "// NOLINT(*)", "// NOLINT(layout-padding)",
                           "// NOLINT(mem*)", "// NOLINT(xmemlint-a)"})
    EXPECT_FALSE(findDirectives(Text).at(0).Own) << Text;
}

TEST(DirectivesTest, NextLineIsTheNextLine) {
  EXPECT_THAT(directives("// NOLINTNEXTLINE\nint a;"), ElementsAre("NOLINTNEXTLINE 2-2 []"));
  EXPECT_THAT(directives("\n// NOLINTNEXTLINE(a): why\n\nint a;"),
              ElementsAre("NOLINTNEXTLINE(a) 3-3 ['a']"));
  EXPECT_THAT(directives("NOLINTNEXTLINE"), ElementsAre("NOLINTNEXTLINE 2-2 []"));
}

TEST(DirectivesTest, CountsLinesOfAnyEnding) {
  EXPECT_THAT(directives("a\r\nb\r\n// NOLINT(x)\r\n// NOLINTNEXTLINE\r\n"),
              ElementsAre("NOLINT(x) 3-3 ['x']", "NOLINTNEXTLINE 5-5 []"));
  EXPECT_THAT(directives(std::string(70'000, '\n') + "NOLINT"),
              ElementsAre("NOLINT 70001-70001 []"));
}

// Blocks

TEST(DirectivesTest, BlocksReachFromBeginToEnd) {
  EXPECT_THAT(directives("a\n// NOLINTBEGIN\nb\nc\n// NOLINTEND\nd\n"),
              ElementsAre("NOLINTBEGIN 2-5 []"));
  EXPECT_THAT(directives("// NOLINTBEGIN(a, b)\n// NOLINTEND(a,b)"),
              ElementsAre("NOLINTBEGIN(a, b) 1-2 ['a','b']"));
  EXPECT_THAT(directives("// NOLINTBEGIN NOLINTEND"), ElementsAre("NOLINTBEGIN 1-1 []"));
}

TEST(DirectivesTest, BlocksNest) {
  EXPECT_THAT(directives("// NOLINTBEGIN(a)\n// NOLINTBEGIN(b)\n// NOLINTEND(b)\n// NOLINTEND(a)"),
              ElementsAre("NOLINTBEGIN(a) 1-4 ['a']", "NOLINTBEGIN(b) 2-3 ['b']"));
  EXPECT_THAT(directives("// NOLINTBEGIN\n// NOLINTBEGIN\n// NOLINTEND\n// NOLINTEND"),
              ElementsAre("NOLINTBEGIN 1-4 []", "NOLINTBEGIN 2-3 []"));
}

TEST(DirectivesTest, BlocksWithoutTheirOtherHalfSilenceNothing) {
  for (const char *Text :
       {"// NOLINTBEGIN\n", "// NOLINTEND\n", "// NOLINTEND\n// NOLINTBEGIN\n",
        "// NOLINTBEGIN(a)\n// NOLINTEND(b)\n", "// NOLINTBEGIN(a)\n// NOLINTEND\n",
        "// NOLINTBEGIN\n// NOLINTEND(a)\n", "// NOLINTBEGIN(a,b)\n// NOLINTEND(b,a)\n"})
    EXPECT_THAT(directives(Text), IsEmpty()) << Text;
  EXPECT_THAT(directives("// NOLINTBEGIN\n// NOLINT\n"), ElementsAre("NOLINT 2-2 []"));
}

TEST(DirectivesTest, BlocksThatCrossAreReadAsInClangTidy) {
  // An END closes the innermost open BEGIN or nothing (NoLintDirectiveHandler, formNoLintBlocks).
  EXPECT_THAT(directives("// NOLINTBEGIN(a)\n// NOLINTBEGIN(b)\n// NOLINTEND(a)\n// NOLINTEND(b)"),
              ElementsAre("NOLINTBEGIN(b) 2-4 ['b']"));
}

// memlint: ignore

TEST(DirectivesTest, ReadsItsOwnForm) {
  EXPECT_THAT(directives("int a; // memlint: ignore[layout-padding] wire format\n"),
              ElementsAre("memlint: ignore[layout-padding] 1-1 ['memlint-layout-padding'] own"));
  EXPECT_THAT(
      directives("int a; // memlint: ignore[memlint-a, b*,*] why\n"),
      ElementsAre("memlint: ignore[memlint-a, b*,*] 1-1 ['memlint-a','memlint-b*','*'] own"));
  EXPECT_THAT(directives("int a; // memlint: ignore all of it\n"),
              ElementsAre("memlint: ignore 1-1 ['memlint-*'] own"));
}

TEST(DirectivesTest, AsksForAReason) {
  for (const char *Text :
       {"a; // memlint: ignore[x]", "a; // memlint: ignore[x]   ", "a; // memlint: ignore[x]\r\n",
        "a; /* memlint: ignore[x] */", "a; /* memlint: ignore[x]*/", "a; // memlint: ignore",
        "a; /* memlint: ignore */", "a; // memlint: ignore[x]\t\n"}) {
    auto Found = findDirectives(Text);
    ASSERT_EQ(Found.size(), 1u) << Text;
    EXPECT_TRUE(Found[0].LacksReason) << Text;
    EXPECT_TRUE(Found[0].Own) << Text;
  }
  for (const char *Text : {"a; // memlint: ignore[x] r", "a; /* memlint: ignore[x] r */",
                           "a; // memlint: ignore[x]: r", "a; // memlint: ignore[x] größe",
                           "a; /* memlint: ignore[x]\n r */"})
    EXPECT_FALSE(findDirectives(Text).at(0).LacksReason) << Text;
}

TEST(DirectivesTest, OpensAComment) {
  for (const char *Text :
       {"// memlint: ignore[x] r", "//memlint: ignore[x] r", "/// memlint: ignore[x] r",
        "//! memlint: ignore[x] r", "/* memlint: ignore[x] r */", "/** memlint: ignore[x] r */",
        "/*! memlint: ignore[x] r */", "//\tmemlint: ignore[x] r", "/*\n memlint: ignore[x] r */"})
    EXPECT_EQ(findDirectives(Text).size(), 1u) << Text;
  for (const char *Text :
       {"memlint: ignore[x] r", "// see memlint: ignore[x] r", "\"// memlint: ignore[x] r\"",
        "R\"(// memlint: ignore[x] r)\"", "R\"x(\n// memlint: ignore[x] r\n)\" )x\"",
        "// memlint: ignored[x] r", "// memlint: ignore-this r", "// Memlint: ignore[x] r",
        "// memlint: ignore[x r", "'/' / memlint: ignore[x] r"})
    EXPECT_THAT(directives(Text), IsEmpty()) << Text;
}

TEST(DirectivesTest, ReadsTokensAsTheLanguageHasThem) {
  // What comes before the comment must not swallow it.
  for (const char *Code :
       {"int a = 1'000;", "char B[1'024];", "long c = 0xff'ff;", "auto s = \"it's\";",
        "char d = '\\'';", "char e = '\"';", "auto f = u8R\"(\")\";", "auto g = LR\"(')\";",
        "auto h = uR\"x(\"))x\";", "auto i = UR\"(\")\";", "auto j = L'\"';", "auto k = u8\"'\";",
        "auto l = 1'0 + 2'0'0;", "int größe;", "double m = 0x1.8p1'0;", "auto n = \"a\\\"b\";"}) {
    std::string Line = std::string(Code) + " /**/ // memlint: ignore[x] it's fine\n";
    EXPECT_EQ(silencedLine(Line), 1u) << Line;
    EXPECT_EQ(silencedLine("\n" + std::string(Code) + "\n// memlint: ignore[x] r\nint z;\n"), 4u)
        << Code;
  }
}

TEST(DirectivesTest, SeesNoCommentInRawStringsOfAnyPrefix) {
  for (const char *Prefix : {"R", "LR", "u8R", "uR", "UR"})
    EXPECT_THAT(
        directives("auto s = " + std::string(Prefix) + "\"(\n// memlint: ignore[x] r\n)\";\n"),
        IsEmpty())
        << Prefix;
}

TEST(DirectivesTest, SilencesItsOwnLineWhereCodeStands) {
  EXPECT_EQ(silencedLine("int a; // memlint: ignore[x] r\nint b;\n"), 1u);
  EXPECT_EQ(silencedLine("\n/* memlint: ignore[x] r */ int a;\nint b;\n"), 2u);
  EXPECT_EQ(silencedLine("struct /* memlint: ignore[x] r */ A {\n"), 1u);
  EXPECT_EQ(silencedLine("} // memlint: ignore[x] r\nint b;\n"), 1u);
  EXPECT_EQ(silencedLine("int a; /* memlint: ignore[x] r\n more */\nint b;\n"), 1u);
  EXPECT_EQ(silencedLine("/* memlint: ignore[x] r\n more */ int a;\nint b;\n"), 2u);
}

TEST(DirectivesTest, SilencesTheNextLineWithCodeWhereItStandsAlone) {
  EXPECT_EQ(silencedLine("// memlint: ignore[x] r\nint a;\n"), 2u);
  EXPECT_EQ(silencedLine("  // memlint: ignore[x] r  \n\n \t\nint a;\n"), 4u);
  EXPECT_EQ(silencedLine("// memlint: ignore[x] r\n// more of the reason\n  // more\nint a;\n"),
            4u);
  EXPECT_EQ(silencedLine("/* memlint: ignore[x] r\n   more */\nint a;\n"), 3u);
  EXPECT_EQ(silencedLine("// memlint: ignore[x] r\r\n\r\nint a;\r\n"), 3u);
  EXPECT_EQ(silencedLine("// memlint: ignore[x] r\n/* why */ int a;\n"), 2u);
}

TEST(DirectivesTest, PassesOverBlockComments) {
  EXPECT_EQ(silencedLine("// memlint: ignore[x] r\n/* A list. */\nint a;\n"), 3u);
  EXPECT_EQ(silencedLine("// memlint: ignore[x] r\n/**\n * A list.\n */\nint a;\n"), 5u);
  EXPECT_EQ(silencedLine("// memlint: ignore[x] r\n/* a */ /* b */ // c\nint a;\n"), 3u);
  EXPECT_EQ(silencedLine("/* A list. */ // memlint: ignore[x] r\nint a;\n"), 2u);
}

TEST(DirectivesTest, SilencesNoLineOfCodeAtTheEndOfAFile) {
  for (const char *Text : {"int a;\n// memlint: ignore[x] r", "int a;\n// memlint: ignore[x] r\n",
                           "int a;\n// memlint: ignore[x] r\n\n// end\n"})
    EXPECT_GT(silencedLine(Text), 1u) << Text;
}

// All together

TEST(DirectivesTest, ComeInTheOrderOfTheText) {
  EXPECT_THAT(
      directives("// memlint: ignore[x] r\nint a; // NOLINT\nint b; // memlint: ignore[y] r\n"
                 "// NOLINTNEXTLINE\nint c;\n"),
      ElementsAre("memlint: ignore[x] 2-2 ['memlint-x'] own", "NOLINT 2-2 []",
                  "memlint: ignore[y] 3-3 ['memlint-y'] own", "NOLINTNEXTLINE 5-5 []"));
}

TEST(DirectivesTest, SurvivesAnyText) {
  const char *Parts[] = {"NOLINT",  "NEXTLINE", "BEGIN", "END",  "(",    ")",   "[",      "]",
                         "memlint", ": ignore", "//",    "/*",   "*/",   "\"",  "'",      "R\"(",
                         ")\"",     "\n",       "\\\n",  "\r\n", "\xff", "*",   ",",      " ",
                         "#",       "?",        "x",     "1'0",  "\t",   "(a)", "ignore", ""};
  std::mt19937 Source(1);
  for (int Round = 0; Round < 20'000; ++Round) {
    std::string Text;
    for (unsigned Length = Source() % 30; Length != 0; --Length)
      Text += Parts[Source() % std::size(Parts)];
    if (Source() % 8 == 0)
      Text += std::string("\0NOLINT", 7);
    auto Lines = static_cast<std::uint32_t>(std::count(Text.begin(), Text.end(), '\n') + 1);
    for (const Directive &D : findDirectives(Text)) {
      EXPECT_LE(std::size_t(D.Offset) + D.Length, Text.size());
      std::string Own = Text.substr(D.Offset, D.Length);
      EXPECT_TRUE(Own.starts_with("NOLINT") || Own.starts_with("memlint: ignore")) << Text;
      EXPECT_GE(D.FirstLine, 1u);
      EXPECT_LE(D.FirstLine, D.LastLine) << Text;
      EXPECT_LE(D.LastLine, Lines + 1) << Text;
    }
  }
}

TEST(DirectivesTest, AreFoundInLongTexts) {
  std::string Text, Open;
  Text.reserve(static_cast<std::size_t>(3'000) * 52);
  for (int I = 0; I < 3'000; ++I)
    Text += "int a; // NOLINT(memlint-x)\n// memlint: ignore[x] r\n";
  EXPECT_EQ(findDirectives(Text).size(), 6'000u);
  for (int I = 0; I < 3'000; ++I)
    Open += "// NOLINTBEGIN(a" + std::to_string(I) + ")\n// NOLINTEND(b)\n";
  EXPECT_THAT(findDirectives(Open), IsEmpty());
}

} // namespace
} // namespace memlint
