#include "tool/Settings.h"

#include "checks/AllChecks.h"

#include "llvm/Support/MemoryBuffer.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace memlint {
namespace {

using testing::HasSubstr;

const std::string Key = "layout-padding.min-saved-bytes";

/// A file system under /p, the project and the working directory.
class SettingsTest : public testing::Test {
protected:
  SettingsTest() { Disk.setCurrentWorkingDirectory("/p"); }

  void write(const std::string &Path, const std::string &Text) {
    Disk.addFile(Path, 0, llvm::MemoryBuffer::getMemBufferCopy(Text));
  }

  /// The settings of the files, with "/p" as root; a failure of the test where something is wrong.
  RunSettings resolved(const std::vector<std::string> &Files) {
    auto Result = resolveSettings(Flags, Files, "/p", Disk);
    if (Result)
      return *Result;
    ADD_FAILURE() << llvm::toString(Result.takeError());
    return {};
  }

  std::string error(const std::vector<std::string> &Files = {}) {
    auto Result = resolveSettings(Flags, Files, "/p", Disk);
    return Result ? "(none)" : llvm::toString(Result.takeError());
  }

  Settings settingsOf(const std::string &File) { return resolved({File}).Checks.of(FileId(0)); }

  std::string bytesFor(const std::string &File) { // the value of Key
    return settingsOf(File).Checks[*findCheck("layout-padding")].Options[0];
  }
  bool enabled(const std::string &Check, const std::string &File) {
    return settingsOf(File).Checks[*findCheck(Check)].Enabled;
  }

  std::string printed(const std::string &Subject = "") {
    auto Text = printSettings(Flags, Subject, Disk);
    return Text ? *Text : llvm::toString(Text.takeError());
  }
  std::string verified(const std::vector<std::string> &Subjects = {}) {
    auto Text = verifySettings(Flags, Subjects, Disk);
    return Text ? *Text : llvm::toString(Text.takeError());
  }

  llvm::vfs::InMemoryFileSystem Disk;
  ConfigFlags Flags;
};

using SettingsErrors = SettingsTest;

TEST_F(SettingsErrors, NamesWithPlaceAndSuggestion) {
  write("/p/.memlint", "checks: '-*,layuot-*,reserve-*'\n"
                       "severities:\n"
                       "  layout-pading: note\n"
                       "  qqqq: note\n"
                       "options:\n"
                       "  layout-padding.min-saved-byte: 8\n"
                       "  layout-padding.min-saved-bytes: many\n"
                       "  layot-padding.x: 1\n"
                       "  nodot: 1\n");
  EXPECT_EQ(error(), ".memlint:1:13: error: 'layuot-*' fits no check; did you mean 'layout-*'?\n"
                     ".memlint:3:3: error: unknown check 'layout-pading'; did you mean "
                     "'layout-padding'?\n"
                     ".memlint:4:3: error: unknown check 'qqqq'; 'memlint checks' lists them\n"
                     ".memlint:6:3: error: check 'layout-padding' has no option 'min-saved-byte'; "
                     "did you mean 'min-saved-bytes'?\n"
                     ".memlint:7:3: error: layout-padding.min-saved-bytes: 'many' is not a whole "
                     "number from 0\n"
                     ".memlint:8:3: error: unknown check 'layot-padding'; did you mean "
                     "'layout-padding'?\n"
                     ".memlint:9:3: error: 'nodot' is not of the form CHECK.OPTION");
}

TEST_F(SettingsErrors, PathEntriesAreJudgedEvenWhereTheyFitNoFile) {
  write("/p/.memlint", "paths:\n  - glob: nowhere/**\n    checks: '-memlint-layout-pading'\n"
                       "    severities: {x-y-z: note}\n");
  EXPECT_EQ(error({"a.cpp"}),
            ".memlint:3:14: error: '-memlint-layout-pading' fits no check; did you mean "
            "'-layout-padding'?\n"
            ".memlint:4:18: error: unknown check 'x-y-z'; 'memlint checks' lists them");
}

TEST_F(SettingsErrors, EveryBrokenFileOnce) {
  write("/p/.memlint", "chekcs: a");
  write("/p/a/.memlint", "checks: qqq-*");
  write("/p/b/.memlint", "\tx");
  write("/p/unread/.memlint", "\tx");
  EXPECT_EQ(error({"a/1.cpp", "a/2.cpp", "a/x/3.cpp", "b/1.cpp", "/p/b/2.cpp"}),
            ".memlint:1:1: error: unknown key 'chekcs'; did you mean 'checks'?\n"
            "a/.memlint:1:9: error: 'qqq-*' fits no check; 'memlint checks' lists them\n"
            "b/.memlint:1:1: error: a tab in the indentation; YAML wants spaces");
}

TEST_F(SettingsErrors, Flags) {
  Flags.Checks = {"-*,layuot-*", "layout-*, -zzz"};
  Flags.Set = {"layout-padding.min-saved-bytes=-1", "layout-padding.min=1", "x.y=1"};
  EXPECT_EQ(error(), "--checks: 'layuot-*' fits no check; did you mean 'layout-*'?\n"
                     "--checks: '-zzz' fits no check; 'memlint checks' lists them\n"
                     "--set: layout-padding.min-saved-bytes: '-1' is not a whole number from 0\n"
                     "--set: check 'layout-padding' has no option 'min'\n"
                     "--set: unknown check 'x'");
}

TEST_F(SettingsErrors, ConfigFlag) {
  Flags.File = "strict.yaml";
  EXPECT_EQ(error(), "strict.yaml: error: cannot be read: No such file or directory");
  write("/p/strict.yaml", "checks: [layout-*, nope]");
  EXPECT_EQ(error(), "strict.yaml:1:20: error: 'nope' fits no check; 'memlint checks' lists them");
  write("/elsewhere/x", "- a");
  Flags.File = "/elsewhere/x";
  EXPECT_EQ(error(), "/elsewhere/x:1:1: error: expected keys and values, as in 'checks: layout-*'");
}

TEST_F(SettingsErrors, AboveTheWorkingDirectoryPathsAreAbsolute) {
  write("/.memlint", "x: 1");
  EXPECT_THAT(error(), HasSubstr("/.memlint:1:1: error: unknown key 'x'"));
}

TEST_F(SettingsErrors, GlobsThatLeaveTheDirectory) {
  write("/p/a/.memlint", "paths:\n  - glob: [x, ../b/**]\n    checks: '-*'\n");
  EXPECT_EQ(error({"a/a.cpp"}), "a/.memlint:2:15: error: '../b/**' leaves the directory of this "
                                "file, where nothing of it applies");
}

TEST_F(SettingsTest, ModelsOfDeeperDirectoriesComeLater) {
  write("/.memlint", "models:\n  - {fn: f, effects: ret = arg1}\n");
  write("/p/b/.memlint", "models:\n  - {fn: f, effects: ret = arg3}\n");
  write("/p/a/.memlint", "models:\n  - {fn: f, effects: ret = arg2}\n");
  write("/p/c/.memlint", "checks: layout-*\n");
  std::vector<std::string> Effects;
  for (const ModelSet &Set : resolved({"b/x.cpp", "a/x.cpp", "c/x.cpp"}).Models)
    Effects.push_back(Set.Path + ": " + print(Set.Models.at(0).What));
  EXPECT_THAT(Effects, testing::ElementsAre("/.memlint: ret = arg1", "a/.memlint: ret = arg2",
                                            "b/.memlint: ret = arg3"));
}

TEST_F(SettingsTest, WrongModels) {
  write("/p/.memlint", "models:\n"
                       "  - {fn: f, effects: keeps arg1}\n"
                       "  - {type: T, kind: single-owner}\n");
  EXPECT_THAT(error(), HasSubstr(".memlint:2:22: error: 'keeps arg1' is no effect; "));
  write("/p/a/.memlint", "models:\n  - {type: T, kind: owner}\n");
  EXPECT_THAT(error({"a/x.cpp"}), HasSubstr("a/.memlint:2:21: error: no kind is named 'owner'"));
}

TEST_F(SettingsTest, WithoutFilesTheChecksOwnDefaults) {
  RunSettings Run = resolved({"a.cpp", "/usr/include/stdio.h"});
  EXPECT_EQ(Run.Checks.Groups, std::vector{defaultSettings()});
  EXPECT_EQ(Run.Threshold, FailOn::Warning);
  EXPECT_EQ(Run.Checks.of(FileId(0)), defaultSettings());
}

TEST_F(SettingsTest, InnerFilesBeatOuterOnes) {
  write("/.memlint", "options: {" + Key + ": 1}\nchecks: '-reserve-*'\n");
  write("/p/.memlint", "options: {" + Key + ": 2}\n");
  write("/p/a/b/.memlint", "options: {" + Key + ": 3}\nseverities: {layout-padding: error}\n");
  EXPECT_EQ(bytesFor("x.cpp"), "2");
  EXPECT_EQ(bytesFor("a/x.cpp"), "2");
  EXPECT_EQ(bytesFor("a/b/x.cpp"), "3");
  EXPECT_EQ(bytesFor("a/b/c/d/x.cpp"), "3");
  EXPECT_EQ(bytesFor("/q/x.cpp"), "1");
  EXPECT_EQ(bytesFor("a/b/../x.cpp"), "2");
  EXPECT_FALSE(enabled("reserve-missing", "a/b/x.cpp"))
      << "what inner files leave out is inherited";
  EXPECT_EQ(settingsOf("a/b/x.cpp").Checks[*findCheck("layout-padding")].Level, Severity::Error);
}

TEST_F(SettingsTest, InheritFalseEndsTheSearch) {
  write("/p/.memlint", "options: {" + Key + ": 2}\npaths: [{glob: '**', checks: '-*'}]\n");
  write("/p/a/.memlint", "inherit: false\nseverities: {layout-padding: note}\n");
  write("/p/a/b/.memlint", "checks: '-layout-*'\n");
  EXPECT_EQ(bytesFor("a/x.cpp"), "8");
  EXPECT_TRUE(enabled("layout-padding", "a/x.cpp")) << "nor do path entries further up apply";
  EXPECT_EQ(bytesFor("a/b/x.cpp"), "8") << "one level in between";
  EXPECT_EQ(settingsOf("a/b/x.cpp").Checks[*findCheck("layout-padding")].Level, Severity::Note);
  EXPECT_FALSE(enabled("layout-padding", "a/b/x.cpp"));
}

TEST_F(SettingsTest, UnreachedFilesAreNotRead) {
  write("/p/.memlint", "\tbroken");
  write("/p/a/.memlint", "inherit: false\n");
  auto Text = printSettings(Flags, "a/x.cpp", Disk);
  EXPECT_TRUE(bool(Text)) << llvm::toString(Text.takeError());
}

TEST_F(SettingsTest, PathEntriesBeatTheirOwnFileAndTheNearestFileWins) {
  write("/p/.memlint", "paths:\n"
                       "  - {glob: ['a/**', 'c/**'], options: {" +
                           Key +
                           ": 10}, checks: '-*'}\n"
                           "  - {glob: ['*/x.cpp', 'zz'], options: {" +
                           Key +
                           ": 11}}\n"
                           "  - {glob: 'c/b/', options: {" +
                           Key +
                           ": 12}}\n"
                           "options: {" +
                           Key + ": 1}\n");
  EXPECT_EQ(bytesFor("y.cpp"), "1");
  EXPECT_EQ(bytesFor("c/y.cpp"), "10");
  EXPECT_FALSE(enabled("layout-padding", "c/y.cpp"));
  EXPECT_EQ(bytesFor("c/x.cpp"), "11") << "of two that fit, the later";
  EXPECT_EQ(bytesFor("c/b/x.cpp"), "12");
  EXPECT_EQ(bytesFor("q/x.cpp"), "11");
  EXPECT_EQ(bytesFor("x.cpp"), "1") << "*/ is a directory";
  write("/p/a/.memlint", "options: {" + Key + ": 2}\nchecks: layout-*\n");
  EXPECT_EQ(bytesFor("a/x.cpp"), "2") << "the nearest file wins over a path entry further up";
  EXPECT_TRUE(enabled("layout-padding", "a/y.cpp"));
  EXPECT_FALSE(enabled("reserve-missing", "a/y.cpp")) << "which holds where it says nothing";
  write("/p/a/c/.memlint", "paths: [{glob: '**', options: {" + Key + ": 20}}]\n");
  EXPECT_EQ(bytesFor("a/c/x.cpp"), "20");
}

TEST_F(SettingsTest, PathGlobsStartAtTheirOwnFile) {
  write("/p/a/.memlint", "paths: [{glob: 'b/*.cpp', options: {" + Key + ": 5}}]\n");
  EXPECT_EQ(bytesFor("a/b/x.cpp"), "5");
  EXPECT_EQ(bytesFor("b/x.cpp"), "8");
  EXPECT_EQ(bytesFor("/p/a/b/x.cpp"), "5") << "absolute";
}

TEST_F(SettingsTest, ConfigFlagStandsInForAllFiles) {
  write("/p/.memlint", "\tbroken, and not read");
  write("/p/ci/strict", "options: {" + Key +
                            ": 4}\nfail-on: note\n"
                            "paths: [{glob: '../src/**', options: {" +
                            Key +
                            ": 5}},\n"
                            "        {glob: '../../../../q/**', options: {" +
                            Key + ": 6}}]\n");
  Flags.File = "ci/strict";
  EXPECT_EQ(bytesFor("x.cpp"), "4");
  EXPECT_EQ(bytesFor("/far/away.h"), "4");
  EXPECT_EQ(bytesFor("src/x.cpp"), "5") << "globs start at the directory of the file";
  EXPECT_EQ(bytesFor("/q/x.cpp"), "6") << "above the root is the root";
  EXPECT_EQ(resolved({}).Threshold, FailOn::Note);
}

TEST_F(SettingsTest, FlagsBeatEverything) {
  write("/p/.memlint", "checks: '-*'\npaths: [{glob: '**', options: {" + Key + ": 5}}]\n");
  Flags.Checks = {"-*, reserve-*", "memlint-layout-padding,-reserve-missing"};
  Flags.Set = {Key + "=1", Key + "=77"};
  EXPECT_TRUE(enabled("layout-padding", "x.cpp"));
  EXPECT_FALSE(enabled("reserve-missing", "x.cpp"));
  EXPECT_EQ(bytesFor("x.cpp"), "77");
}

TEST_F(SettingsTest, FilesShareGroups) {
  write("/p/.memlint", "paths: [{glob: 'gen/**', checks: '-*'}]\n");
  write("/p/b/.memlint", "options: {layout-padding.min-saved-bytes: 8}\n"); // which it is
  RunSettings Run = resolved({"a/1.cpp", "a/2.cpp", "b/1.cpp", "gen/1.cpp", "gen/2.cpp", "1.cpp"});
  EXPECT_EQ(Run.Checks.GroupOfFile, (std::vector<std::uint32_t>{0, 0, 0, 1, 1, 0}));
  EXPECT_EQ(Run.Checks.Groups.size(), 2u);
}

TEST_F(SettingsTest, ThresholdIsThatOfTheRoot) {
  write("/.memlint", "fail-on: error\n");
  EXPECT_EQ(resolved({}).Threshold, FailOn::Error);
  write("/p/a/.memlint", "fail-on: note\n");
  EXPECT_EQ(resolved({"a/x.cpp"}).Threshold, FailOn::Error) << "one directory's wish";
  write("/p/.memlint", "fail-on: never\n");
  EXPECT_EQ(resolved({}).Threshold, FailOn::Never);
  Flags.Threshold = FailOn::Note;
  EXPECT_EQ(resolved({}).Threshold, FailOn::Note);
}

TEST_F(SettingsTest, ADirectoryOfTheNameIsPassedOver) {
  write("/p/.memlint/cache", "x");
  write("/.memlint", "fail-on: error\n");
  EXPECT_EQ(resolved({"x.cpp"}).Threshold, FailOn::Error);
}

TEST_F(SettingsTest, PrintReadsBackToTheSame) {
  // Every option of every check at another value than its own, by its kind.
  for (const Check *C : allChecks())
    for (const OptionSpec &Option : C->Options)
      Flags.Set.push_back(std::string(C->Name) + "." + std::string(Option.Name) + "=" +
                          (!Option.Words.empty()               ? std::string(Option.Words.back())
                           : Option.Kind == OptionKind::Number ? "123"
                           : Option.Kind == OptionKind::Text   ? " it's: #\"\\\t\u00e9 *"
                           : Option.Default == "true"          ? "false"
                                                               : "true"));
  Flags.Checks = {"-*,layout-padding"};
  Flags.Threshold = FailOn::Never;
  write("/p/.memlint", "severities: {layout-padding: error, reserve-missing: note}\n");
  Settings Before = settingsOf("x.cpp");
  std::string Text = printed();
  Flags = {};
  write("/p/sub/.memlint", Text);
  EXPECT_EQ(settingsOf("sub/x.cpp"), Before) << Text;
  EXPECT_NE(settingsOf("x.cpp"), Before);
  Flags.File = "sub/.memlint";
  EXPECT_EQ(resolved({}).Threshold, FailOn::Never);
  Disk.setCurrentWorkingDirectory("/p/sub");
  Flags = {};
  std::string Again = printed();
  EXPECT_EQ(Again.substr(Again.find('\n')), Text.substr(Text.find('\n')));
}

TEST_F(SettingsTest, PrintSaysWhereFrom) {
  write("/.memlint", "checks: '-*'\n");
  write("/p/a/.memlint", "checks: layout-padding\npaths: [{glob: x.cpp, severities: "
                         "{layout-padding: error}}]\n");
  EXPECT_THAT(printed(), testing::StartsWith("# Settings for this directory, from /.memlint\n"
                                             "inherit: false\nfail-on: warning\n"
                                             "checks:\n  - '-*'\noptions:\n"));
  EXPECT_THAT(printed("a/x.cpp"), testing::StartsWith("# Settings for a/x.cpp, from /.memlint, "
                                                      "a/.memlint\n"));
  EXPECT_THAT(printed("a/x.cpp"), HasSubstr("checks:\n  - '-*'\n  - layout-padding\n"));
  EXPECT_THAT(printed("a/x.cpp"), HasSubstr("\n  layout-padding: error\n"));
  EXPECT_THAT(printed("a"), testing::Not(HasSubstr("severities:"))) << "a directory";
  EXPECT_THAT(printed("a"), HasSubstr("from /.memlint, a/.memlint\n"));
  Flags.Checks = {"nope"};
  EXPECT_EQ(printed(), "--checks: 'nope' fits no check; 'memlint checks' lists them");
}

TEST_F(SettingsTest, Verify) {
  EXPECT_EQ(verified(), "no .memlint file applies\n");
  write("/.memlint", "checks: '-*'\n");
  write("/p/.memlint", "");
  write("/p/a/.memlint", "x: 1\n");
  EXPECT_EQ(verified(), "/.memlint is valid\n.memlint is valid\n");
  EXPECT_THAT(verified({"a/x.cpp"}), HasSubstr("a/.memlint:1:1: error: unknown key 'x'"));
  write("/p/b/.memlint", "");
  EXPECT_EQ(verified({"b", "b/x.cpp", "y.cpp"}),
            "/.memlint is valid\n.memlint is valid\nb/.memlint is valid\n");
  Flags.File = "b/.memlint";
  EXPECT_EQ(verified({"a/x.cpp"}), "b/.memlint is valid\n");
}

} // namespace
} // namespace memlint
