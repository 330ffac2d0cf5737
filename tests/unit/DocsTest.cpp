#include "checks/Docs.h"
#include "checks/AllChecks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace memlint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::string_view SoundDoc = "## What it does\nReports things.\n\n"
                                      "## Why\nThey cost.\n\n"
                                      "## Example\n```cpp\nint bad;\n```\n\n"
                                      "## Use instead\n```cpp\nint good;\n```\n\n"
                                      "## When it stays silent\nOften.\n";

Check check(std::string_view Doc = SoundDoc) {
  return {.Name = "family-what",
          .Title = "things that cost",
          .Doc = Doc,
          .DefaultSeverity = Severity::Warning,
          .EnabledByDefault = true,
          .Cwe = 0,
          .Options = {},
          .Run = [](CheckContext &) {}};
}

std::string replaced(std::string Text, std::string_view Old, std::string_view New) {
  auto At = Text.find(Old);
  EXPECT_NE(At, std::string::npos) << Old;
  return Text.replace(At, Old.size(), New);
}

std::vector<std::string_view> lines(std::string_view Text) {
  std::vector<std::string_view> Lines;
  for (std::size_t End; !Text.empty(); Text.remove_prefix(std::min(End + 1, Text.size()))) {
    End = std::min(Text.find('\n'), Text.size());
    Lines.push_back(Text.substr(0, End));
  }
  return Lines;
}

// Problems

TEST(DocProblemsTest, FindsNoneInTheChecks) {
  for (const Check *C : allChecks())
    EXPECT_EQ(docProblems(*C), "") << C->Name;
  EXPECT_EQ(docProblems(check()), "");
}

TEST(DocProblemsTest, FindsHeadingsMissingTwiceOrOutOfOrder) {
  for (std::string_view Heading : DocHeadings) {
    std::string Line = "## " + std::string(Heading) + "\n";
    EXPECT_NE(docProblems(check(replaced(std::string(SoundDoc), Line, ""))), "") << Heading;
    EXPECT_NE(docProblems(check(replaced(std::string(SoundDoc), Line, Line + Line))), "")
        << Heading;
    EXPECT_NE(docProblems(check(replaced(std::string(SoundDoc), Line, "#" + Line))), "") << Heading;
    EXPECT_NE(docProblems(check(std::string(SoundDoc) + Line)), "") << Heading;
  }
  std::string Swapped = replaced(std::string(SoundDoc), "## What it does", "## X");
  Swapped = replaced(replaced(Swapped, "## Why", "## What it does"), "## X", "## Why");
  EXPECT_NE(docProblems(check(Swapped)), "");
  EXPECT_NE(docProblems(check(std::string(SoundDoc) + "## Options\nNone.\n")), "")
      << "made from the options, not written";
  EXPECT_NE(docProblems(check("")), "");
}

TEST(DocProblemsTest, FindsExamplesWithoutCode) {
  for (std::string_view Code : {"int bad;", "int good;"}) {
    std::string Block = "```cpp\n" + std::string(Code) + "\n```\n";
    EXPECT_NE(docProblems(check(replaced(std::string(SoundDoc), Block, ""))), "") << Code;
    EXPECT_NE(docProblems(check(replaced(std::string(SoundDoc), Block, "```cpp\n```\n"))), "")
        << Code;
    EXPECT_NE(docProblems(check(replaced(std::string(SoundDoc), Block, "```cpp\n \n\n```\n"))), "")
        << Code << " replaced by blank lines";
  }
}

TEST(DocProblemsTest, FindsNamesAndTitlesOfAnotherForm) {
  for (std::string_view Name :
       {"", "-", "layout", "layout-", "-padding", "Layout-padding", "layout_padding",
        "layout-padding ", "layout padding", "layout-größe", "layout.padding"}) {
    Check C = check();
    C.Name = Name;
    EXPECT_NE(docProblems(C), "") << Name;
  }
  for (std::string_view Name : {"a-b", "escape-no-alloc", "layout-c99"}) {
    Check C = check();
    C.Name = Name;
    EXPECT_EQ(docProblems(C), "") << Name;
  }
  for (std::string_view Title : {"", "a sentence."}) {
    Check C = check();
    C.Title = Title;
    EXPECT_NE(docProblems(C), "") << Title;
  }
}

TEST(DocProblemsTest, SaysEachProblemOnALine) {
  Check C = check("");
  C.Name = C.Title = "";
  std::string Problems = docProblems(C);
  EXPECT_TRUE(Problems.ends_with("\n"));
  EXPECT_GE(std::count(Problems.begin(), Problems.end(), '\n'), 4);
}

// Examples

TEST(DocExamplesTest, HaveTheirHeadingAndLanguage) {
  auto Examples =
      docExamples(check("text\n"
                        "```sh\nmemlint\n```\n"
                        "## Example\n"
                        "Text.\n```cpp\nint a;\n\nint b;\n```\nMore.\n```c\nint c;\n```\n"
                        "## Use instead\n```\nplain\n```\n"));
  auto Shown = [](const DocExample &E) {
    return std::string(E.Heading) + "|" + std::string(E.Language) + "|" + std::string(E.Code);
  };
  std::vector<std::string> All;
  All.reserve(Examples.size());
  for (const DocExample &E : Examples)
    All.push_back(Shown(E));
  EXPECT_THAT(All, ElementsAre("|sh|memlint\n", "Example|cpp|int a;\n\nint b;\n",
                               "Example|c|int c;\n", "Use instead||plain\n"));
}

TEST(DocExamplesTest, EndWithTheTextWhereAFenceIsLeftOpen) {
  auto Examples = docExamples(check("## Example\n```cpp\nint a;\n"));
  ASSERT_EQ(Examples.size(), 1u);
  EXPECT_EQ(Examples[0].Code, "int a;\n");
  EXPECT_THAT(docExamples(check("```cpp")), testing::SizeIs(1));
  EXPECT_THAT(docExamples(check("")), IsEmpty());
}

TEST(DocExamplesTest, KeepCodeThatLooksLikeMarkdown) {
  std::string_view Code = "#define JOIN(A, B) A \\\n## B\nconst char *Fence = \"```\";\n";
  std::string Doc = replaced(std::string(SoundDoc), "int bad;\n", Code);
  auto Examples = docExamples(check(Doc));
  ASSERT_EQ(Examples.size(), 2u);
  EXPECT_EQ(Examples[0].Code, Code);
  EXPECT_EQ(Examples[1].Heading, "Use instead");
  EXPECT_EQ(docProblems(check(Doc)), "");
}

// Pages

TEST(CheckPageTest, SaysWhatTheCheckIs) {
  static constexpr OptionSpec Options[] = {{"min", OptionKind::Number, "8", "the least"},
                                           {"loud", OptionKind::Flag, "true", "whether"}};
  Check C = check();
  C.Options = Options;
  C.Cwe = 401;
  C.EnabledByDefault = false;
  C.DefaultSeverity = Severity::Note;
  std::string Page = checkPage(C);
  EXPECT_EQ(lines(Page).front(), "# memlint-family-what");
  for (const char *Part : {"\nThings that cost; ", "note", "off by default", "CWE-401",
                           "## Options\n", "`family-what.min` (default 8): the least",
                           "`family-what.loud` (default true): whether", "int bad;"})
    EXPECT_THAT(Page, HasSubstr(Part));
  EXPECT_THAT(Page, Not(HasSubstr("None.")));
  EXPECT_THAT(checkPage(check()), Not(HasSubstr("CWE")));
  EXPECT_THAT(checkPage(check()), Not(HasSubstr("off by default")));
}

TEST(CheckPageTest, ShowsMessagesInsteadOfTheTestsAnnotations) {
  std::string Page = checkPage(check(replaced(std::string(SoundDoc), "int bad;\n",
                                              "int bad; // want \"'bad\\(\\)' costs\"\n"
                                              "int worse;\n")));
  EXPECT_THAT(Page, HasSubstr("int bad; // 'bad()' costs\nint worse;\n"));
  for (const Check *C : allChecks())
    EXPECT_THAT(checkPage(*C), Not(HasSubstr("// want"))) << C->Name;
}

TEST(AllPagesTest, HoldsEveryPageAndALineForEachCheck) {
  std::string Text = allPages();
  for (const Check *C : allChecks()) {
    EXPECT_THAT(Text, HasSubstr("\n## memlint-" + std::string(C->Name) + "\n"));
    EXPECT_THAT(Text, HasSubstr("| [`" + std::string(C->Name) + "`](#memlint-" +
                                std::string(C->Name) + ") |"));
  }
  auto Titles = lines(Text);
  EXPECT_EQ(std::count_if(Titles.begin(), Titles.end(),
                          [](std::string_view Line) { return Line.starts_with("# "); }),
            1);
}

TEST(AllPagesTest, LeavesCodeAsItIs) {
  // The lines of an example that begin with '#' are no headings.
  std::string Text = allPages();
  auto All = lines(Text);
  for (const Check *C : allChecks())
    for (const DocExample &E : docExamples(*C))
      for (std::string_view Line : lines(E.Code))
        if (Line.find("// want") == std::string_view::npos)
          EXPECT_NE(std::find(All.begin(), All.end(), Line), All.end()) << C->Name << ": " << Line;
}

} // namespace
} // namespace memlint
