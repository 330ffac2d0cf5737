#include "checks/AllChecks.h"
#include "checks/Config.h"

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

std::size_t layoutPadding() { return findCheck("layout-padding").value(); }
std::size_t reserveMissing() { return findCheck("reserve-missing").value(); }

/// The names of the checks that are on, in their order.
std::vector<std::string> enabled(const Settings &S) {
  std::vector<std::string> Names;
  for (std::size_t I = 0; I < S.Checks.size(); ++I)
    if (S.Checks[I].Enabled)
      Names.emplace_back(allChecks()[I]->Name);
  return Names;
}

std::vector<std::string> enabledBy(std::string_view Globs) {
  Settings S = defaultSettings();
  EXPECT_THAT(applyCheckGlobs(S, Globs), IsEmpty()) << Globs;
  return enabled(S);
}

std::string option(const Settings &S, std::size_t Index, std::string_view Name) {
  const auto &Options = allChecks()[Index]->Options;
  for (std::size_t I = 0; I < Options.size(); ++I)
    if (Options[I].Name == Name)
      return S.Checks[Index].Options.at(I);
  return "no such option";
}

TEST(DefaultSettingsTest, AreWhatTheChecksSay) {
  Settings S = defaultSettings();
  ASSERT_EQ(S.Checks.size(), allChecks().size());
  for (std::size_t I = 0; I < S.Checks.size(); ++I) {
    const Check &C = *allChecks()[I];
    EXPECT_EQ(S.Checks[I].Enabled, C.EnabledByDefault) << C.Name;
    EXPECT_EQ(S.Checks[I].Level, std::nullopt) << C.Name;
    ASSERT_EQ(S.Checks[I].Options.size(), C.Options.size()) << C.Name;
    for (std::size_t O = 0; O < C.Options.size(); ++O)
      EXPECT_EQ(S.Checks[I].Options[O], C.Options[O].Default) << C.Options[O].Name;
  }
}

// Globs

TEST(ApplyCheckGlobsTest, ReadsFromLeftToRight) {
  EXPECT_THAT(enabledBy("-*,layout-pad*"), ElementsAre("layout-padding"));
  EXPECT_THAT(enabledBy("layout-*,-*"), IsEmpty());
  EXPECT_THAT(enabledBy("-*,*,-layout-padding,-*,reserve-missing"), ElementsAre("reserve-missing"));
  EXPECT_EQ(enabledBy(""), enabled(defaultSettings()));
  EXPECT_EQ(enabledBy("*").size(), allChecks().size());
  EXPECT_THAT(enabledBy("*,-*"), IsEmpty());
}

TEST(ApplyCheckGlobsTest, TakesNamesWithAndWithoutPrefix) {
  for (const char *Globs : {"-*,layout-padding", "-*,memlint-layout-padding", "-*,memlint-layout-*",
                            "-memlint-*,*layout*", "-*,memlint-*,-reserve-*,-memlint-suppression*"})
    EXPECT_THAT(enabledBy(Globs), testing::Contains("layout-padding")) << Globs;
  EXPECT_THAT(enabledBy("-memlint-*"), IsEmpty());
}

TEST(ApplyCheckGlobsTest, TakesSpacesNewlinesAndEmptyPlaces) {
  // As in clang-tidy's files, where the list may be folded over lines.
  for (const char *Globs :
       {" -* , layout-padding ", "-*\nlayout-padding\n", "-*,\r\n  layout-padding\r\n",
        ",,-*,,layout-padding,,", "- *,layout-padding", "-*,\tlayout-padding"})
    EXPECT_THAT(enabledBy(Globs), ElementsAre("layout-padding")) << testing::PrintToString(Globs);
}

TEST(ApplyCheckGlobsTest, NamesTheGlobsThatFitNothing) {
  Settings S = defaultSettings();
  EXPECT_THAT(applyCheckGlobs(S, "-*,nonsense,layout-pad*,-bugprone-*,layout"),
              ElementsAre("nonsense", "bugprone-*", "layout"));
  EXPECT_THAT(enabled(S), ElementsAre("layout-padding")) << "the others count";
}

TEST(ApplyCheckGlobsTest, ChangesNothingButWhatIsOn) {
  Settings S = defaultSettings(), Before = S;
  applyCheckGlobs(S, "*");
  for (std::size_t I = 0; I < S.Checks.size(); ++I) {
    EXPECT_EQ(S.Checks[I].Level, Before.Checks[I].Level);
    EXPECT_EQ(S.Checks[I].Options, Before.Checks[I].Options);
  }
}

// Options

TEST(ApplyOptionTest, SetsOneOption) {
  Settings S = defaultSettings();
  EXPECT_EQ(applyOption(S, "layout-padding.min-saved-bytes", "0"), "");
  EXPECT_EQ(applyOption(S, "memlint-layout-padding.fewer-cache-lines", "false"), "");
  EXPECT_EQ(applyOption(S, "reserve-missing.min-count", "18446744073709551615"), "");
  EXPECT_EQ(option(S, layoutPadding(), "min-saved-bytes"), "0");
  EXPECT_EQ(option(S, layoutPadding(), "fewer-cache-lines"), "false");
  EXPECT_EQ(option(S, reserveMissing(), "min-count"), "18446744073709551615");
  EXPECT_EQ(option(S, layoutPadding(), "min-saved-percent"),
            option(defaultSettings(), layoutPadding(), "min-saved-percent"));
  EXPECT_EQ(enabled(S), enabled(defaultSettings()));
}

TEST(ApplyOptionTest, RefusesValuesOfAnotherKind) {
  for (const char *Value : {"", " ", "-1", "+1", " 1", "1 ", "1.5", "0x10", "1e3", "eight", "true",
                            "18446744073709551616", "1\n", "١"}) {
    Settings S = defaultSettings();
    std::string Problem = applyOption(S, "layout-padding.min-saved-bytes", Value);
    EXPECT_THAT(Problem, HasSubstr("layout-padding.min-saved-bytes")) << Value;
    EXPECT_EQ(S, defaultSettings()) << "an error changes nothing";
  }
  for (const char *Value : {"", "1", "0", "yes", "True", "TRUE", "true ", "on"}) {
    Settings S = defaultSettings();
    std::string Problem = applyOption(S, "layout-padding.fewer-cache-lines", Value);
    EXPECT_THAT(Problem, HasSubstr("fewer-cache-lines")) << Value;
    EXPECT_EQ(S, defaultSettings());
  }
}

TEST(ApplyOptionTest, SaysWhatIsWrongAndWhatWasMeant) {
  struct Case {
    const char *Key, *Part;
  };
  for (Case C :
       {Case{"layout-paddin.min-saved-bytes", "did you mean 'layout-padding'?"},
        Case{"memlint-layout-paddin.min-saved-bytes", "layout-padding'?"},
        Case{"layout-padding.min-saved-byte", "did you mean 'min-saved-bytes'?"},
        Case{"layout-padding.x", "has no option 'x'"}, Case{"layout-padding.", "has no option ''"},
        Case{"layout-padding.min-saved-bytes.x", "no option 'min-saved-bytes.x'"},
        Case{"nothing-like-it.x", "unknown check 'nothing-like-it'"},
        Case{"layout-padding", "CHECK.OPTION"}, Case{"", "CHECK.OPTION"},
        Case{".", "unknown check ''"}, Case{".min-saved-bytes", "unknown check ''"},
        Case{"layout-*.min-saved-bytes", "unknown check 'layout-*'"}}) {
    Settings S = defaultSettings();
    std::string Problem = applyOption(S, C.Key, "8");
    EXPECT_THAT(Problem, HasSubstr(C.Part)) << C.Key;
    EXPECT_THAT(Problem, Not(HasSubstr("\n")));
    EXPECT_EQ(S, defaultSettings());
  }
  Settings S = defaultSettings();
  EXPECT_THAT(applyOption(S, "nothing-like-it.x", "8"), Not(HasSubstr("did you mean")));
}

TEST(ApplyOptionTest, TakesEveryDefaultBack) {
  Settings S = defaultSettings();
  for (const Check *C : allChecks())
    for (const OptionSpec &O : C->Options)
      EXPECT_EQ(applyOption(S, std::string(C->Name) + "." + std::string(O.Name), O.Default), "");
  EXPECT_EQ(S, defaultSettings());
}

// Groups

TEST(ConfigTest, FilesBeyondTheListAreInTheFirstGroup) {
  Config C;
  C.Groups.push_back({});
  C.GroupOfFile = {1, 0};
  EXPECT_EQ(&C.of(FileId(0)), &C.Groups[1]);
  EXPECT_EQ(&C.of(FileId(1)), &C.Groups[0]);
  EXPECT_EQ(&C.of(FileId(2)), &C.Groups[0]);
  EXPECT_EQ(&C.of(FileId(4294967295)), &C.Groups[0]);
}

TEST(ConfigTest, IsTheDefaultForEveryFileWhenMade) {
  EXPECT_EQ(Config().of(FileId(3)), defaultSettings());
}

} // namespace
} // namespace memlint
