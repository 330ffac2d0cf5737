#include "tool/TextOutput.h"

#include "tests/unit/SampleReport.h"

#include <gtest/gtest.h>

#include <string>

namespace memlint {
namespace {

const TextStyle AtRoot{false, "/src/app", "/src/app"};

/// The rendering of one finding in one file, without the line of the message itself.
std::string snippet(std::string_view Text, Span Where) {
  SampleReport S;
  S.addFile("a.cpp", Text);
  S.addFinding(Where, "m");
  std::string Whole = renderText(S.report(), AtRoot);
  return Whole.substr(Whole.find('\n') + 1);
}

Span in(std::uint32_t Line, std::uint32_t Column, std::uint32_t EndColumn) {
  return spanOf(FileId{0}, Line, Column, EndColumn);
}

TEST(TextOutput, FileThatIsGoneGivesNoSnippet) {
  SampleReport S;
  FileId File = S.addMissingFile("gone.h");
  Finding &F = S.addFinding(spanOf(File, 3, 8, 12), "struct 'Node' is 24 bytes");
  F.Steps = {{spanOf(File, 4, 3, 4), "here"}};
  EXPECT_EQ(renderText(S.report(), AtRoot),
            "gone.h:3:8: warning: struct 'Node' is 24 bytes [memlint-layout-padding]\n"
            "gone.h:4:3: note: here\n");
}

TEST(TextOutput, DirectoryInPlaceOfAFileGivesNoSnippet) {
  SampleReport S;
  S.addFile("inc/a.h/b.h", "int a;\n");
  FileId Directory = S.addMissingFile("inc/a.h");
  S.addFinding(spanOf(Directory, 1, 1, 2), "m");
  EXPECT_EQ(renderText(S.report(), AtRoot), "inc/a.h:1:1: warning: m [memlint-layout-padding]\n");
}

TEST(TextOutput, FileThatBecameShorter) {
  EXPECT_EQ(snippet("int a;\n", in(7, 1, 4)), "") << "line is gone";
  EXPECT_EQ(snippet("int a;\n\n", in(2, 3, 6)), "") << "line is empty";
  EXPECT_EQ(snippet("int a;\n", in(1, 40, 44)), "    1 | int a;\n"
                                                "      |       ^\n");
  EXPECT_EQ(snippet("int a;\n", in(1, 5, 99)), "    1 | int a;\n"
                                               "      |     ^~\n");
}

TEST(TextOutput, BytesThatAreNotUtf8AreSpelledOut) {
  EXPECT_EQ(snippet("// caf\xE9\nchar c; // \xFF\xC3 x\n", in(2, 15, 16)),
            "    2 | char c; // <FF><C3> x\n"
            "      |                     ^\n");
}

TEST(TextOutput, NothingInASourceLineCommandsTheTerminal) {
  EXPECT_EQ(snippet("a\x1B[31m \xE2\x80\xAE b\n", in(1, 12, 13)),
            "    1 | a<U+001B>[31m <U+202E> b\n"
            "      |                        ^\n");
}

TEST(TextOutput, NothingInAMessageCommandsTheTerminalOrBreaksTheLine) {
  SampleReport S;
  FileId File = S.addMissingFile("a.h");
  Finding &F = S.addFinding(spanOf(File, 1, 1, 2), "one\ntwo\x1B[31m\xFF");
  F.Steps = {{Span{}, "three\r\nfour"}};
  EXPECT_EQ(renderText(S.report(), AtRoot),
            "a.h:1:1: warning: one two<U+001B>[31m<FF> [memlint-layout-padding]\n"
            "  note: three  four\n");
}

TEST(TextOutput, ATableStandsUnderItsStep) {
  SampleReport S;
  FileId File = S.addMissingFile("a.h");
  S.addFinding(spanOf(File, 1, 1, 2), "m").Steps = {{Span{}, "in order:", {" a | b", "c\n\x1B"}}};
  EXPECT_EQ(renderText(S.report(), AtRoot), "a.h:1:1: warning: m [memlint-layout-padding]\n"
                                            "  note: in order:\n"
                                            "     a | b\n"
                                            "    c <U+001B>\n");
}

TEST(TextOutput, TabsStandEveryEightColumns) {
  EXPECT_EQ(snippet("\tint\tab;\n", in(1, 6, 8)), "    1 |         int     ab;\n"
                                                  "      |                 ^~\n");
}

TEST(TextOutput, WideAndCombiningCharacters) {
  EXPECT_EQ(snippet("/*漢字*/ int x;\n", in(1, 16, 17)), "    1 | /*漢字*/ int x;\n"
                                                         "      |              ^\n");
  EXPECT_EQ(snippet("int e\u0301t\u00E9 = 1;\n", in(1, 5, 11)), "    1 | int e\u0301t\u00E9 = 1;\n"
                                                                "      |     ^~~\n");
  EXPECT_EQ(snippet("int 漢字;\n", in(1, 5, 11)), "    1 | int 漢字;\n"
                                                  "      |     ^~~~\n");
}

TEST(TextOutput, SpanInsideACharacterMarksAllOfIt) {
  EXPECT_EQ(snippet("int 漢 = 1;\n", in(1, 6, 7)), "    1 | int 漢 = 1;\n"
                                                   "      |     ^~\n");
}

TEST(TextOutput, ByteOrderMarkTakesNoColumn) {
  EXPECT_EQ(snippet("\xEF\xBB\xBFint a;\n", in(1, 8, 9)), "    1 | int a;\n"
                                                          "      |     ^\n");
}

TEST(TextOutput, AllLineEndsCount) {
  const char *Text = "a;\r\nb;\rc;\nd;";
  EXPECT_EQ(snippet(Text, in(2, 1, 2)), "    2 | b;\n      | ^\n");
  EXPECT_EQ(snippet(Text, in(3, 1, 2)), "    3 | c;\n      | ^\n");
  EXPECT_EQ(snippet(Text, in(4, 1, 2)), "    4 | d;\n      | ^\n");
}

TEST(TextOutput, SpanOverSeveralLinesIsMarkedOnItsFirst) {
  EXPECT_EQ(snippet("struct A { \n  int a;\n};\n", {FileId{0}, 1, 8, 3, 2}),
            "    1 | struct A {\n"
            "      |        ^~~\n");
}

TEST(TextOutput, EmptyOrBackwardSpanIsACaret) {
  EXPECT_EQ(snippet("int a;\n", in(1, 5, 5)), "    1 | int a;\n      |     ^\n");
  EXPECT_EQ(snippet("int a;\n", {FileId{0}, 1, 5, 0, 0}), "    1 | int a;\n      |     ^\n");
}

TEST(TextOutput, LineNumbersOfSixDigitsKeepTheGutterStraight) {
  EXPECT_EQ(snippet(std::string(123455, '\n') + "int a;", in(123456, 5, 6)), " 123456 | int a;\n"
                                                                             "        |     ^\n");
}

TEST(TextOutput, LongLinesAreCutAroundTheCaret) {
  std::string Left(500, 'l'), Right(500, 'r');
  std::string Shown = snippet(Left + "Node" + Right + "\n", in(1, 501, 505));
  std::string Source = Shown.substr(8, Shown.find('\n') - 8);
  EXPECT_EQ(Source.size(), 160U);
  EXPECT_EQ(Source, "..." + std::string(75, 'l') + "Node" + std::string(75, 'r') + "...");
  EXPECT_EQ(Shown.substr(Shown.find('\n') + 1), "      | " + std::string(78, ' ') + "^~~~\n");
}

TEST(TextOutput, LongLinesAtTheirEndsAreCutOnOneSide) {
  std::string Line = "Node" + std::string(500, 'x') + "Last";
  std::string First = snippet(Line, in(1, 1, 5)), Last = snippet(Line, in(1, 505, 509));
  EXPECT_EQ(First.substr(0, 12), "    1 | Node");
  EXPECT_EQ(First.substr(First.find('\n') - 4, 4), "x...");
  EXPECT_EQ(Last.substr(0, 12), "    1 | ...x");
  EXPECT_EQ(Last.substr(Last.find('\n') - 5, 5), "xLast");
}

TEST(TextOutput, SpanWiderThanTheScreenIsCutToo) {
  std::string Shown = snippet(std::string(1000, 'a'), in(1, 300, 900));
  EXPECT_EQ(Shown.find('\n'), 8U + 160U);
  EXPECT_EQ(Shown.substr(Shown.find('\n') + 1), "      |    ^" + std::string(153, '~') + "\n");
}

TEST(TextOutput, LineOfExactlyTheLimitIsWhole) {
  std::string Line(160, 'a');
  EXPECT_EQ(snippet(Line, in(1, 1, 2)), "    1 | " + Line + "\n      | ^\n");
}

TEST(TextOutput, HugeLineOfWideCharacters) {
  std::string Line;
  Line.reserve(300000);
  for (int I = 0; I < 100000; ++I)
    Line += "漢";
  std::string Shown = snippet(Line, in(1, 3 * 50000 + 1, 3 * 50000 + 4));
  EXPECT_LT(Shown.size(), 600U);
  EXPECT_EQ(Shown.find('<'), std::string::npos) << "no character was torn";
}

TEST(TextOutput, MessageStepsAndSnippets) {
  SampleReport S;
  FileId File =
      S.addFile("src/list.h", "#pragma once\n\nstruct Node {\n  char tag;\n  Node *next;\n};\n");
  Finding &F = S.addFinding(spanOf(File, 3, 8, 12), "struct 'Node' is 24 bytes, 16 are enough");
  F.Steps = {{spanOf(File, 5, 9, 13), "7 bytes of padding before 'next'"},
             {Span{}, "order: next, tag"}};
  EXPECT_EQ(renderText(S.report(), AtRoot),
            "src/list.h:3:8: warning: struct 'Node' is 24 bytes, 16 are enough "
            "[memlint-layout-padding]\n"
            "    3 | struct Node {\n"
            "      |        ^~~~\n"
            "src/list.h:5:9: note: 7 bytes of padding before 'next'\n"
            "    5 |   Node *next;\n"
            "      |         ^~~~\n"
            "  note: order: next, tag\n");
}

TEST(TextOutput, FindingWithoutAPlace) {
  SampleReport S;
  S.addFinding(Span{}, "m").Level = Severity::Error;
  EXPECT_EQ(renderText(S.report(), AtRoot), "error: m [memlint-layout-padding]\n");
}

TEST(TextOutput, NoFindingsNoText) {
  SampleReport S;
  EXPECT_EQ(renderText(S.report(), AtRoot), "");
}

std::string placeFrom(const std::string &WorkingDirectory, const std::string &Path,
                      const std::string &Root = "/src/app") {
  SampleReport S;
  S.addFinding(spanOf(S.addMissingFile(Path), 1, 2, 3), "m");
  std::string Text = renderText(S.report(), {false, WorkingDirectory, Root});
  return Text.substr(0, Text.find(": "));
}

TEST(TextOutput, PathsAreSeenFromTheWorkingDirectory) {
  EXPECT_EQ(placeFrom("/src/app", "lib/a.h"), "lib/a.h:1:2");
  EXPECT_EQ(placeFrom("/src/app/", "lib/a.h", "/src/app/"), "lib/a.h:1:2");
  EXPECT_EQ(placeFrom("/src/app/lib", "lib/a.h"), "a.h:1:2");
  EXPECT_EQ(placeFrom("/src/app/build/x", "lib/a.h"), "../../lib/a.h:1:2");
  EXPECT_EQ(placeFrom("/src/app/lib2", "lib/a.h"), "../lib/a.h:1:2");
  EXPECT_EQ(placeFrom("/src", "lib/a.h"), "app/lib/a.h:1:2");
  EXPECT_EQ(placeFrom("/home/me", "lib/a.h"), "/src/app/lib/a.h:1:2");
  EXPECT_EQ(placeFrom("/src/app", "/usr/include/a.h"), "/usr/include/a.h:1:2");
  EXPECT_EQ(placeFrom("/src/app", "/src/apple/a.h"), "/src/apple/a.h:1:2");
  EXPECT_EQ(placeFrom("/usr", "/usr/include/a.h"), "include/a.h:1:2");
  EXPECT_EQ(placeFrom("/home/me", "a.h", "/"), "../../a.h:1:2");
  EXPECT_EQ(placeFrom("/", "a.h", "/src"), "src/a.h:1:2");
}

TEST(TextOutput, ColoursAreThoseOfClang) {
  SampleReport S;
  FileId File = S.addFile("a.h", "int a;\n");
  Finding &F = S.addFinding(spanOf(File, 1, 5, 6), "m");
  F.Steps = {{Span{}, "n"}};
  S.addFinding(Span{}, "e").Level = Severity::Error;
  EXPECT_EQ(renderText(S.report(), {true, "/src/app", "/src/app"}),
            "\x1B[1ma.h:1:5: \x1B[0m\x1B[0;1;35mwarning: \x1B[0m"
            "\x1B[1mm [memlint-layout-padding]\x1B[0m\n"
            "    1 | int a;\n"
            "      | \x1B[0;1;32m    ^\x1B[0m\n"
            "  \x1B[0;1;36mnote: \x1B[0mn\n"
            "\x1B[0;1;31merror: \x1B[0m\x1B[1me [memlint-layout-padding]\x1B[0m\n");
}

TEST(TextOutput, AFixIsTheLastNote) {
  SampleReport S;
  Finding &F = S.addFinding(Span{}, "m");
  F.Steps = {{Span{}, "n"}};
  F.Fixes = {{"move 'a'", {}, {}}, {"move 'b'", {}, {}}};
  EXPECT_EQ(renderText(S.report(), {false, "/src/app", "/src/app"}),
            "warning: m [memlint-layout-padding]\n  note: n\n  note: with --fix: move 'a'\n");
}

TEST(TextOutput, SummaryLineSaysWhatIsNotZero) {
  EXPECT_EQ(summaryLine({0, 0, 0, {}}), "analysed 0 of 0 units");
  EXPECT_EQ(summaryLine({1, 1, 0, {}}), "analysed 1 of 1 unit");
  EXPECT_EQ(summaryLine({12, 12, 0, {}}), "analysed 12 of 12 units");
  EXPECT_EQ(summaryLine({12, 12, 2, {}}), "analysed 12 of 12 units, 2 with errors");
  EXPECT_EQ(summaryLine({1, 0, 0, {{"a.cpp", "no such file"}}}), "analysed 0 of 1 unit (1 failed)");
  EXPECT_EQ(summaryLine({159, 158, 3, {{"a.cpp", "no such file"}}}),
            "analysed 158 of 159 units (1 failed), 3 with errors");
}

TEST(TextOutput, CountsLine) {
  SampleReport S;
  EXPECT_EQ(countsLine(S.Results.Findings), "no findings");
  S.addFinding(Span{}, "n").Level = Severity::Note;
  EXPECT_EQ(countsLine(S.Results.Findings), "1 note");
  S.addFinding(Span{}, "w");
  S.addFinding(Span{}, "w");
  EXPECT_EQ(countsLine(S.Results.Findings), "2 warnings, 1 note");
  S.addFinding(Span{}, "e").Level = Severity::Error;
  EXPECT_EQ(countsLine(S.Results.Findings), "1 error, 2 warnings, 1 note");
}

} // namespace
} // namespace memlint
