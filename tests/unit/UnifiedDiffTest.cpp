#include "tool/UnifiedDiff.h"

#include "llvm/ADT/StringExtras.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace memlint {
namespace {

std::string diff(llvm::StringRef Old, llvm::StringRef New) {
  return unifiedDiff("f", Old, New, /*Colour=*/false);
}

constexpr char Names[] = "--- a/f\n+++ b/f\n";

TEST(UnifiedDiff, EqualTexts) {
  EXPECT_EQ(diff("", ""), "");
  EXPECT_EQ(diff("a\nb", "a\nb"), "");
}

TEST(UnifiedDiff, EndsOfFiles) {
  EXPECT_EQ(diff("", "a\n"), std::string(Names) + "@@ -0,0 +1 @@\n+a\n");
  EXPECT_EQ(diff("a\n", ""), std::string(Names) + "@@ -1 +0,0 @@\n-a\n");
  EXPECT_EQ(diff("a\nb", "a\nc"), std::string(Names) + "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at "
                                                       "end of file\n+c\n\\ No newline at end of "
                                                       "file\n");
  EXPECT_EQ(diff("a", "a\n"),
            std::string(Names) + "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
}

TEST(UnifiedDiff, CarriageReturnsAreKept) {
  EXPECT_EQ(diff("a\r\nb\r\n", "a\r\nc\r\n"),
            std::string(Names) + "@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n");
}

TEST(UnifiedDiff, ContextAndHunks) {
  std::string Old, New;
  for (int I = 1; I <= 40; ++I) {
    Old += std::to_string(I) + "\n";
    if (I != 10)
      New += (I == 17 || I == 30 ? "new" : std::to_string(I)) + "\n";
  }
  EXPECT_EQ(diff(Old, New),
            std::string(Names) +
                "@@ -7,14 +7,13 @@\n 7\n 8\n 9\n-10\n 11\n 12\n 13\n 14\n 15\n 16\n-17\n+new\n 18\n"
                " 19\n 20\n@@ -27,7 +26,7 @@\n 27\n 28\n 29\n-30\n+new\n 31\n 32\n 33\n");
}

TEST(UnifiedDiff, MovedLine) {
  EXPECT_EQ(diff("{\n  a;\n  b;\n  c;\n}\n", "{\n  b;\n  a;\n  c;\n}\n"),
            std::string(Names) + "@@ -1,5 +1,5 @@\n {\n-  a;\n   b;\n+  a;\n   c;\n }\n");
}

TEST(UnifiedDiff, NamesAsGitWritesThem) {
  auto Head = [](llvm::StringRef Path) {
    return llvm::StringRef(unifiedDiff(Path, "", "x\n", false)).split('\n').first.str();
  };
  EXPECT_EQ(Head("src/a b.h"), "--- a/src/a b.h\t");
  EXPECT_EQ(Head("a\nb\"c\\d"), "--- \"a/a\\012b\\\"c\\\\d\"");
  EXPECT_EQ(Head("\xC3\xA9.h"), "--- a/\xC3\xA9.h");
}

TEST(UnifiedDiff, ColoursOnRequest) {
  EXPECT_NE(unifiedDiff("f", "a\n", "b\n", true).find("\x1b["), std::string::npos);
}

/// What `patch` would make of it.
std::string patched(llvm::StringRef Old, llvm::StringRef Diff) {
  llvm::SmallVector<llvm::StringRef> Lines;
  Old.split(Lines, '\n', -1, /*KeepEmpty=*/false);
  std::string Result;
  std::size_t At = 0;
  llvm::StringRef Rest = Diff;
  while (!Rest.empty()) {
    auto [Line, Behind] = Rest.split('\n');
    Rest = Behind;
    if (Line.consume_front("@@ -")) {
      unsigned Begin = 0, Count = 1;
      Line.consumeInteger(10, Begin);
      if (Line.consume_front(","))
        Line.consumeInteger(10, Count);
      for (std::size_t Stop = Count == 0 ? Begin : Begin - 1; At < Stop; ++At)
        Result += (Lines[At] + "\n").str();
    } else if (Line.starts_with("--- ") || Line.starts_with("+++ ")) {
      continue;
    } else if (Line.consume_front("+")) {
      Result += (Line + "\n").str();
    } else {
      EXPECT_EQ(Line.drop_front(), Lines[At]);
      if (Line.starts_with(" "))
        Result += (Lines[At] + "\n").str();
      ++At;
    }
  }
  for (; At < Lines.size(); ++At)
    Result += (Lines[At] + "\n").str();
  return Result;
}

TEST(UnifiedDiff, AppliesWhateverTheTexts) {
  std::mt19937 Random(7);
  for (int Case = 0; Case < 3000; ++Case) {
    std::string Old, New;
    for (unsigned I = Random() % 40; I > 0; --I)
      Old += std::string(1, static_cast<char>('a' + Random() % 4)) + "\n";
    for (char C : Old) // lines lost, made anew and put in
      if (C == '\n')
        New += "\n";
      else
        New += Random() % 6 ? std::string(1, C) : Random() % 2 ? "x\ny" : "z";
    if (!New.empty() && New.front() == '\n')
      New = "q" + New;
    ASSERT_EQ(patched(Old, diff(Old, New)), New) << Old << "->\n" << New;
  }
}

TEST(UnifiedDiff, TextsThatAreFarApart) {
  std::string Old, New;
  for (int I = 0; I < 4000; ++I) {
    Old += "old" + std::to_string(I) + "\n";
    New += "new" + std::to_string(I) + "\n";
  }
  EXPECT_EQ(patched(Old, diff(Old, New)), New);
}

} // namespace
} // namespace memlint
