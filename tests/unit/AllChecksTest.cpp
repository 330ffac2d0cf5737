#include "checks/AllChecks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace memlint {
namespace {

using Names = std::vector<std::string_view>;

// The list

TEST(AllChecksTest, NamesEachCheckOnce) {
  std::set<std::string_view> Seen;
  for (const Check *C : allChecks()) {
    ASSERT_NE(C, nullptr);
    EXPECT_TRUE(Seen.insert(C->Name).second) << C->Name;
    EXPECT_NE(C->Run, nullptr) << C->Name;
    EXPECT_FALSE(C->Name.starts_with(IdPrefix)) << C->Name;
    EXPECT_EQ(fullId(*C), "memlint-" + std::string(C->Name));
    EXPECT_EQ(C->Name.find(C->family()), 0u);
    EXPECT_EQ(C->family().find('-'), std::string_view::npos);
  }
}

TEST(AllChecksTest, DefaultsAreValuesOfTheirKind) {
  for (const Check *C : allChecks()) {
    std::set<std::string_view> Seen;
    for (const OptionSpec &O : C->Options) {
      EXPECT_TRUE(Seen.insert(O.Name).second) << C->Name << "." << O.Name;
      EXPECT_TRUE(std::regex_match(std::string(O.Name), std::regex("[a-z][a-z0-9]*(-[a-z0-9]+)*")))
          << O.Name;
      EXPECT_FALSE(O.Doc.empty()) << O.Name;
      if (O.Kind == OptionKind::Flag)
        EXPECT_TRUE(O.Default == "true" || O.Default == "false") << O.Name;
      if (O.Kind == OptionKind::Number)
        EXPECT_TRUE(std::regex_match(std::string(O.Default), std::regex("[0-9]{1,18}"))) << O.Name;
    }
  }
}

TEST(FindCheckTest, TakesNamesWithAndWithoutPrefix) {
  for (std::size_t I = 0; I < allChecks().size(); ++I) {
    EXPECT_EQ(findCheck(allChecks()[I]->Name), I);
    EXPECT_EQ(findCheck(fullId(*allChecks()[I])), I);
  }
}

TEST(FindCheckTest, TakesNothingElse) {
  for (std::string_view Name :
       {"", "-", "memlint", "memlint-", "layout", "layout-", "layout-*", "*", "Layout-Padding",
        " layout-padding", "layout-padding ", "layout-paddin", "layout-padding2",
        "memlint-memlint-layout-padding", "MEMLINT-layout-padding"})
    EXPECT_EQ(findCheck(Name), std::nullopt) << Name;
}

// Globs

/// The obvious definition, exponential as it is.
bool fits(std::string_view Glob, std::string_view Text) {
  if (Glob.empty())
    return Text.empty();
  if (Glob.front() == '*')
    return fits(Glob.substr(1), Text) || (!Text.empty() && fits(Glob, Text.substr(1)));
  return !Text.empty() && Glob.front() == Text.front() && fits(Glob.substr(1), Text.substr(1));
}

TEST(MatchesGlobTest, AgreesWithItsDefinition) {
  // Every glob of up to five characters of {a, b, *} against every text of up to six of {a, b}.
  auto All = [](std::string_view Letters, std::size_t Most) {
    std::vector<std::string> Words{""};
    for (std::size_t First = 0, Length = 0; Length < Most; ++Length)
      for (std::size_t Last = Words.size(); First < Last; ++First)
        for (char C : Letters)
          Words.push_back(Words[First] + C);
    return Words;
  };
  for (const std::string &Glob : All("ab*", 5))
    for (const std::string &Text : All("ab", 6))
      EXPECT_EQ(matchesGlob(Glob, Text), fits(Glob, Text)) << Glob << " and " << Text;
}

TEST(MatchesGlobTest, TakesEverythingButTheStarAsItIs) {
  for (const char *Text : {"a.b", "a?b", "a[b", "a\\b", "a+b", "(a|b)", "^a$", "{a,b}", "größe"}) {
    EXPECT_TRUE(matchesGlob(Text, Text)) << Text;
    EXPECT_FALSE(matchesGlob(Text, "axb")) << Text;
  }
  EXPECT_FALSE(matchesGlob("layout", "layout-padding")) << "the whole text, not a part of it";
  EXPECT_FALSE(matchesGlob("Layout-*", "layout-padding"));
  EXPECT_TRUE(matchesGlob("*-padding", "memlint-layout-padding"));
  EXPECT_TRUE(matchesGlob(std::string_view("a\0*", 3), std::string_view("a\0b", 3)));
}

TEST(MatchesGlobTest, EndsSoonForGlobsThatNearlyFit) {
  std::string Glob, Text(20'000, 'a');
  Glob.reserve(400);
  for (int I = 0; I < 200; ++I)
    Glob += "*a";
  EXPECT_FALSE(matchesGlob(Glob + "b", Text)); // exponential where each star is tried alone
  EXPECT_TRUE(matchesGlob(Glob + "*", Text));
}

// Suggestions

/// The distance by its definition, for short words.
std::size_t distance(std::string_view A, std::string_view B) {
  if (A.empty() || B.empty())
    return A.size() + B.size();
  return std::min({distance(A.substr(1), B) + 1, distance(A, B.substr(1)) + 1,
                   distance(A.substr(1), B.substr(1)) + (A.front() != B.front())});
}

TEST(NearestTest, ForgivesOneThirdOfTheLongerWord) {
  std::mt19937 Source(1);
  auto Word = [&] {
    std::string Text(Source() % 6, 'a');
    for (char &C : Text)
      C = "ab"[Source() % 2];
    return Text;
  };
  for (int Round = 0; Round < 2000; ++Round) {
    std::string Given = Word(), First = Word(), Second = Word();
    std::string_view Near = nearest(Given, Names{First, Second});
    auto IsNear = [&](const std::string &Known) {
      return distance(Given, Known) * 3 <= std::max(Given.size(), Known.size());
    };
    if (!IsNear(First) && !IsNear(Second)) {
      EXPECT_EQ(Near, "") << Given << ", " << First << ", " << Second;
      continue;
    }
    std::size_t Least = std::min(IsNear(First) ? distance(Given, First) : 99,
                                 IsNear(Second) ? distance(Given, Second) : 99);
    EXPECT_EQ(distance(Given, Near), Least) << Given << ", " << First << ", " << Second;
    EXPECT_TRUE(Near == First || Near == Second);
  }
}

TEST(NearestTest, GuessesWhatWasMeant) {
  Names Known{"layout-padding", "reserve-missing", "suppression-unused"};
  EXPECT_EQ(nearest("layout-paddin", Known), "layout-padding");
  EXPECT_EQ(nearest("layoutpadding", Known), "layout-padding");
  EXPECT_EQ(nearest("reserve-mising", Known), "reserve-missing");
  EXPECT_EQ(nearest("unused-suppression", Known), "") << "far enough to be another thing";
  EXPECT_EQ(nearest("layout", Known), "");
  EXPECT_EQ(nearest("", Known), "");
  EXPECT_EQ(nearest("layout-padding", {}), "");
  EXPECT_EQ(nearest(std::string(5000, 'x'), Known), "");
}

} // namespace
} // namespace memlint
