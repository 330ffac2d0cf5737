#include "analysis/project/ApplyEdits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace memlint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TextEdit edit(std::uint32_t Line, std::uint32_t Column, std::uint32_t EndLine,
              std::uint32_t EndColumn, std::string Old, std::string New, FileId File = FileId(0)) {
  return {{File, Line, Column, EndLine, EndColumn}, std::move(Old), std::move(New)};
}

TextEdit insertion(std::uint32_t Line, std::uint32_t Column, std::string New,
                   FileId File = FileId(0)) {
  return edit(Line, Column, Line, Column, "", std::move(New), File);
}

std::string applied(llvm::StringRef Text, std::vector<TextEdit> Edits) {
  auto Result = applyEdits(Text, Edits);
  return Result ? *Result : "error: " + llvm::toString(Result.takeError());
}

constexpr char Changed[] = "error: its source has changed since it was read";

TEST(ApplyEdits, RefusesWhatDoesNotFit) {
  EXPECT_EQ(applied("int a;\n", {edit(1, 1, 1, 4, "INT", "x")}), Changed);
  EXPECT_EQ(applied("int a;\n", {edit(9, 1, 9, 4, "int", "x")}), Changed);
  EXPECT_EQ(applied("int a;\n", {edit(1, 5, 1, 99, "a;", "x")}), Changed);
  EXPECT_EQ(applied("int a;\n", {edit(0, 0, 0, 0, "", "x")}), Changed);
  EXPECT_EQ(applied("int a;\n", {edit(1, 4, 1, 1, "", "x")}), Changed) << "the end comes first";
  EXPECT_EQ(applied("", {edit(1, 1, 1, 2, "x", "y")}), Changed);
  EXPECT_EQ(applied("a\nb\n", {edit(1, 4, 1, 4, "", "x")}), Changed) << "on the next line already";
}

TEST(ApplyEdits, RefusesEditsThatOverlap) {
  EXPECT_THAT(applied("abcdef", {edit(1, 1, 1, 4, "abc", "x"), edit(1, 3, 1, 5, "cd", "y")}),
              HasSubstr("overlap"));
  EXPECT_THAT(applied("abcdef", {edit(1, 1, 1, 4, "abc", "x"), insertion(1, 2, "y")}),
              HasSubstr("overlap"));
}

TEST(ApplyEdits, NothingToDo) {
  EXPECT_EQ(applied("a\r\nb", {}), "a\r\nb");
  EXPECT_EQ(applied("", {}), "");
  EXPECT_EQ(applied("", {insertion(1, 1, "x")}), "x");
}

TEST(ApplyEdits, InAnyOrder) {
  EXPECT_EQ(applied("one two three\n", {edit(1, 9, 1, 14, "three", "3"),
                                        edit(1, 1, 1, 4, "one", "1"), edit(1, 5, 1, 8, "two", "")}),
            "1  3\n");
  EXPECT_EQ(applied("ab", {edit(1, 2, 1, 3, "b", "a"), edit(1, 1, 1, 2, "a", "b")}), "ba");
  EXPECT_EQ(applied("x", {insertion(1, 1, "first "), insertion(1, 1, "second ")}),
            "first second x");
}

TEST(ApplyEdits, OverSeveralLines) {
  EXPECT_EQ(applied("a\nb\nc\nd", {edit(1, 2, 3, 1, "\nb\n", "-")}), "a-c\nd");
  EXPECT_EQ(applied("a\nb\n", {insertion(3, 1, "c\n")}), "a\nb\nc\n") << "behind the last line";
  EXPECT_EQ(applied("a\nb", {edit(2, 1, 2, 2, "b", "c")}), "a\nc") << "no newline at the end";
}

TEST(ApplyEdits, KeepsTheEndsOfLines) {
  EXPECT_EQ(applied("a;\r\nb;\r\nc\n", {edit(2, 1, 2, 3, "b;", "x;\ny;")}),
            "a;\r\nx;\r\ny;\r\nc\n");
  EXPECT_EQ(applied("a;\r\nb;\r\n", {edit(1, 1, 2, 3, "a;\r\nb;", "b;\r\na;")}), "b;\r\na;\r\n");
  EXPECT_EQ(applied("a;\nb;\r\n", {edit(1, 1, 1, 3, "a;", "x;\ny;")}), "x;\ny;\nb;\r\n");
  EXPECT_EQ(applied("a\rb\r", {edit(2, 1, 2, 2, "b", "c")}), "a\rc\r");
}

TEST(ApplyEdits, CountsBytes) {
  EXPECT_EQ(applied("\xEF\xBB\xBFint a;", {edit(1, 8, 1, 9, "a", "b")}), "\xEF\xBB\xBFint b;")
      << "the byte order mark is part of the line";
  EXPECT_EQ(applied("/* \xC3\xA9 */ a", {edit(1, 10, 1, 11, "a", "b")}), "/* \xC3\xA9 */ b");
  std::string Zero("a\0b", 3);
  EXPECT_EQ(applied(Zero, {edit(1, 3, 1, 4, "b", "c")}), std::string("a\0c", 3));
}

std::vector<std::size_t> independent(std::vector<Fix> Fixes) {
  std::vector<const Fix *> Pointers;
  Pointers.reserve(Fixes.size());
  for (const Fix &F : Fixes)
    Pointers.push_back(&F);
  return independentFixes(Pointers);
}

Fix fix(std::vector<TextEdit> Edits) { return {"do", std::move(Edits), {}}; }

TEST(IndependentFixes, EarlierOnesWin) {
  EXPECT_THAT(independent({fix({edit(1, 1, 1, 5, "", "")}), fix({edit(1, 4, 1, 8, "", "")}),
                           fix({edit(1, 7, 1, 9, "", "")})}),
              ElementsAre(0, 2))
      << "what was not taken is in nobody's way";
  EXPECT_THAT(independent({fix({edit(5, 1, 5, 2, "", "")}),
                           fix({edit(1, 1, 1, 2, "", ""), edit(5, 1, 5, 2, "", "")}),
                           fix({edit(1, 1, 1, 2, "", "")})}),
              ElementsAre(0, 2))
      << "all of a fix's edits or none";
}

TEST(IndependentFixes, WhatTouches) {
  EXPECT_THAT(independent({fix({edit(1, 1, 9, 1, "", "")}), fix({edit(4, 1, 4, 2, "", "")})}),
              ElementsAre(0))
      << "inside";
  EXPECT_THAT(independent({fix({edit(4, 1, 4, 2, "", "")}), fix({edit(1, 1, 9, 1, "", "")})}),
              ElementsAre(0))
      << "around";
  EXPECT_THAT(independent({fix({edit(1, 1, 1, 5, "", "")}), fix({edit(1, 5, 1, 8, "", "")})}),
              ElementsAre(0, 1))
      << "side by side";
  EXPECT_THAT(independent({fix({insertion(1, 5, "a")}), fix({insertion(1, 5, "b")})}),
              ElementsAre(0))
      << "which comes first?";
  EXPECT_THAT(independent({fix({edit(1, 5, 1, 8, "", "")}), fix({insertion(1, 5, "b")})}),
              ElementsAre(0));
  EXPECT_THAT(independent({fix({edit(1, 5, 1, 8, "", "")}), fix({insertion(1, 8, "b")})}),
              ElementsAre(0));
  EXPECT_THAT(
      independent({fix({edit(1, 1, 1, 5, "", "")}), fix({edit(1, 1, 1, 5, "", "", FileId(1))})}),
      ElementsAre(0, 1))
      << "another file";
}

} // namespace
} // namespace memlint
