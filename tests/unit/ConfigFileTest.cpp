#include "analysis/project/ConfigFile.h"

#include "llvm/Support/MemoryBuffer.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace memlint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

/// The errors' text; `(none)` where the file is right.
std::string error(llvm::StringRef Text) {
  auto File = parseConfigFile(".memlint", Text);
  return File ? "(none)" : llvm::toString(File.takeError());
}

/// The file; a failure of the test where it is wrong.
ConfigFile parsed(llvm::StringRef Text) {
  auto File = parseConfigFile(".memlint", Text);
  if (File)
    return *File;
  ADD_FAILURE() << llvm::toString(File.takeError());
  return {};
}

/// `text@line:column` of each.
std::vector<std::string> shown(const std::vector<PlacedText> &Texts) {
  std::vector<std::string> Result;
  Result.reserve(Texts.size());
  for (const PlacedText &T : Texts)
    Result.push_back(T.Text + "@" + std::to_string(T.At.Line) + ":" + std::to_string(T.At.Column));
  return Result;
}

TEST(ConfigFileErrors, NotYaml) {
  EXPECT_EQ(error("checks: 'x\n"),
            ".memlint:1:11: error: not valid YAML: expected quote at end of scalar");
  EXPECT_THAT(error("checks: [a, b\n"), StartsWith(".memlint:1:14: error: not valid YAML: "));
  EXPECT_THAT(error("# 1\na: b: c\n"), StartsWith(".memlint:2:5: error: not valid YAML: "));
  EXPECT_THAT(error("{checks: a}}"), StartsWith(".memlint:1:12: error: not valid YAML: "));
  EXPECT_THAT(error("checks: `x`"), StartsWith(".memlint:1:9: error: not valid YAML: "));
  EXPECT_THAT(error("checks: \"\\q\""), StartsWith(".memlint:1:11: error: not valid YAML: "));
  EXPECT_THAT(error("checks: a\r\nx: b: c\r\n"),
              StartsWith(".memlint:2:5: error: not valid YAML: "));
}

TEST(ConfigFileErrors, Tabs) {
  const std::string Tab = ": error: a tab in the indentation; YAML wants spaces";
  EXPECT_EQ(error("\tchecks: x\n"), ".memlint:1:1" + Tab);
  EXPECT_EQ(error("options:\n\ta.b: 1\n"), ".memlint:2:1" + Tab);
  EXPECT_EQ(error("options:\n  \ta.b: 1\n"), ".memlint:2:3" + Tab);
  EXPECT_EQ(error("checks:\tlayout-*\t# why\n\t\n \t# a remark\n"), "(none)");
}

TEST(ConfigFileErrors, WhatYamlKnowsAndMemlintDoesNot) {
  EXPECT_EQ(error("checks: *\n"), ".memlint:1:9: error: not valid YAML: got empty alias or anchor; "
                                  "put a glob in quotes");
  EXPECT_EQ(error("checks: *layout\n"),
            ".memlint:1:9: error: '*layout' is an alias in YAML; put a glob in quotes");
  EXPECT_EQ(error("a: &x b\nchecks: *x\n"),
            ".memlint:1:4: error: an anchor ('&x') has no meaning here");
  EXPECT_EQ(error("checks: !!str x\n"), ".memlint:1:9: error: a tag ('!!str') has no meaning here");
  const std::string Second = ": error: a second document begins here, by '---' or by an "
                             "indentation smaller than above";
  EXPECT_EQ(error("checks: a\n---\nchecks: b\n"), ".memlint:3:1" + Second);
  EXPECT_EQ(error("  checks: a\n fail-on: error\n"), ".memlint:2:2" + Second);
  EXPECT_EQ(error("? [a]\n: b\n"), ".memlint:1:4: error: a key must be a word");
  EXPECT_THAT(error("<<: {checks: a}\n"), HasSubstr(":1:1: error: unknown key '<<'; there are "));
}

TEST(ConfigFileErrors, ForeignBytes) {
  EXPECT_EQ(error("# \xC3\xA9\nchecks: \xFF\n"),
            ".memlint:2:9: error: not valid UTF-8 (byte 0xFF)");
  EXPECT_EQ(error("checks: \xC3"), ".memlint:1:9: error: not valid UTF-8 (byte 0xC3)");
  EXPECT_EQ(error(llvm::StringRef("\xFF\xFE"
                                  "c\0h\0",
                                  6)),
            ".memlint:1:1: error: not valid UTF-8 (byte 0xFF)");
  EXPECT_EQ(error(llvm::StringRef("checks: a\0b", 11)),
            ".memlint:1:10: error: a control character (byte 0x0)");
  EXPECT_EQ(error("checks: \x1B[0m"), ".memlint:1:9: error: a control character (byte 0x1B)");
  EXPECT_EQ(error("\xEF\xBB\xBF"
                  "chekcs: a"),
            ".memlint:1:1: error: unknown key 'chekcs'; did you mean 'checks'?");
}

TEST(ConfigFileErrors, DepthIsBounded) {
  EXPECT_THAT(error("x: " + std::string(100000, '[')), HasSubstr("error: nested too deeply"));
  std::string Maps, Lists = "x: ";
  Lists.reserve(Lists.size() + 200000);
  Maps.reserve(400000);
  for (int I = 0; I < 100000; ++I) {
    Maps += "{a: ";
    Lists += "- ";
  }
  EXPECT_THAT(error(Maps), HasSubstr("error: nested too deeply"));
  EXPECT_THAT(error(Lists), StartsWith(".memlint:1:"));
}

TEST(ConfigFileErrors, TopLevel) {
  const std::string Shape = ": error: expected keys and values, as in 'checks: layout-*'";
  EXPECT_EQ(error("layout-*"), ".memlint:1:1" + Shape);
  EXPECT_EQ(error("\nchecks:layout-*\n"), ".memlint:2:1" + Shape);
  EXPECT_EQ(error("- checks\n- paths\n"), ".memlint:1:1" + Shape);
}

TEST(ConfigFileErrors, UnknownKeysAllAtOnce) {
  EXPECT_EQ(error("chekcs: a\nfoo: {x: [1, 2]}\nfail_on: error\n"),
            ".memlint:1:1: error: unknown key 'chekcs'; did you mean 'checks'?\n"
            ".memlint:2:1: error: unknown key 'foo'; there are inherit, checks, fail-on, "
            "severities, options, paths, models and cppcheck-cfg\n"
            ".memlint:3:1: error: unknown key 'fail_on'; did you mean 'fail-on'?");
  EXPECT_EQ(error("paths:\n  - globs: a\n    inherit: false\n"),
            ".memlint:2:5: error: unknown key 'globs'; did you mean 'glob'?\n"
            ".memlint:3:5: error: unknown key 'inherit'; there are glob, checks, severities and "
            "options\n"
            ".memlint:2:5: error: this entry of 'paths' has no 'glob'");
}

TEST(ConfigFileErrors, DuplicateKeys) {
  EXPECT_EQ(error("checks: a\n\nchecks: b\n"),
            ".memlint:3:1: error: duplicate key 'checks'; the first is on line 1");
  EXPECT_EQ(error("options: {a.b: 1, a.c: 2, a.b: 3}\n"),
            ".memlint:1:27: error: duplicate key 'a.b'; the first is on line 1");
}

TEST(ConfigFileErrors, WrongTypes) {
  EXPECT_EQ(error("inherit: yes"),
            ".memlint:1:10: error: 'inherit' needs true or false, not 'yes'");
  EXPECT_EQ(error("inherit: [true]"), ".memlint:1:11: error: 'inherit' needs true or false");
  EXPECT_EQ(error("checks:\nfail-on: error\n"),
            ".memlint:1:1: error: 'checks' needs a glob or a list of globs");
  EXPECT_EQ(error("checks: {a: b}"),
            ".memlint:1:10: error: 'checks' needs a glob or a list of globs");
  EXPECT_EQ(error("checks: [[a]]"),
            ".memlint:1:11: error: 'checks' needs a glob or a list of globs");
  EXPECT_EQ(error("fail-on: [error]"),
            ".memlint:1:11: error: 'fail-on' needs a level: note, warning, error, never");
  EXPECT_EQ(error("severities: note"),
            ".memlint:1:13: error: 'severities' needs a level for each check, as in 'CHECK: note'");
  EXPECT_EQ(error("severities: {layout-padding}"),
            ".memlint:1:14: error: 'layout-padding' needs a level: note, warning, error");
  EXPECT_EQ(
      error("options: [a.b]"),
      ".memlint:1:11: error: 'options' needs a value for each option, as in 'CHECK.OPTION: 8'");
  EXPECT_EQ(error("options: {a.b: [8]}"), ".memlint:1:17: error: 'a.b' needs one value");
  EXPECT_EQ(error("options:\n  a.b:\n"), ".memlint:2:3: error: 'a.b' needs one value");
  EXPECT_EQ(error("options: {layout-padding: {min: 8}}"),
            ".memlint:1:11: error: an option is written in one word, as in "
            "'layout-padding.OPTION: 8'");
  const std::string List = "'paths' needs a list of entries, each with a 'glob'";
  EXPECT_EQ(error("paths:\n  glob: x\n"), ".memlint:2:3: error: " + List);
  EXPECT_EQ(error("paths: [a]"), ".memlint:1:9: error: " + List);
}

TEST(ConfigFileErrors, Levels) {
  EXPECT_EQ(error("fail-on: warnig"),
            ".memlint:1:10: error: unknown level 'warnig' for 'fail-on'; did you mean 'warning'?");
  EXPECT_EQ(
      error("severities: {a: never}"),
      ".memlint:1:17: error: unknown level 'never' for 'a'; there are note, warning and error");
}

TEST(ConfigFileErrors, Globs) {
  auto Glob = [](const std::string &Text) { return error("paths:\n  - glob: " + Text + "\n"); };
  const std::string At = ".memlint:2:11: error: ";
  EXPECT_EQ(Glob("/abs/**"),
            At + "'/abs/**' is absolute; globs are relative to the directory of this file");
  EXPECT_EQ(Glob("third\\**"), "(none)") << "an escaped star";
  EXPECT_EQ(Glob("third\\party"), At + "'third\\party': names are separated by '/', not by '\\'");
  EXPECT_EQ(Glob("'a\\\\b'"), "(none)") << "an escaped backslash";
  EXPECT_EQ(Glob("a/../b"), At + "'a/../b' fits no file");
  EXPECT_EQ(Glob("''"), At + "'' fits no file");
  EXPECT_EQ(Glob("'..'"), At + "'..' fits no file");
  EXPECT_THAT(Glob("'a[b'"), StartsWith(At + "'a[b'"));
  EXPECT_EQ(Glob("[]"), ".memlint:2:12: error: 'glob' needs a glob or a list of globs");
  EXPECT_EQ(Glob(""), ".memlint:2:5: error: 'glob' needs a glob or a list of globs");
}

TEST(ConfigFile, EmptyTextsSetNothing) {
  for (const char *Text : {"", "\n", "# a remark\n", "---\n", "---\n...\n", "\xEF\xBB\xBF", "{}"}) {
    ConfigFile File = parsed(Text);
    EXPECT_TRUE(File.Inherit);
    EXPECT_EQ(File.Threshold, std::nullopt);
    EXPECT_THAT(File.Section.Checks, IsEmpty());
    EXPECT_THAT(File.Paths, IsEmpty());
  }
}

TEST(ConfigFile, EveryKey) {
  ConfigFile File = parsed("inherit: false\n"
                           "checks: '-*,layout-*'\n"
                           "fail-on: never\n"
                           "severities: { layout-padding: note, reserve-missing: error }\n"
                           "options:\n"
                           "  layout-padding.min-saved-bytes: 16\n"
                           "  a.b: \"x\\ty\"\n"
                           "paths:\n"
                           "  - glob: ['third_party/**', gen/]\n"
                           "    checks: '-*'\n"
                           "    severities: {a: error}\n"
                           "    options: {c.d: true}\n"
                           "  - glob: tests/*_test.cpp\n");
  EXPECT_EQ(File.Path, ".memlint");
  EXPECT_FALSE(File.Inherit);
  EXPECT_EQ(File.Threshold, FailOn::Never);
  EXPECT_THAT(shown(File.Section.Checks), ElementsAre("-*@2:10", "layout-*@2:13"));
  ASSERT_EQ(File.Section.Severities.size(), 2u);
  EXPECT_EQ(File.Section.Severities[1].Check.Text, "reserve-missing");
  EXPECT_EQ(File.Section.Severities[1].Check.At.Column, 37u);
  EXPECT_EQ(File.Section.Severities[1].Level, Severity::Error);
  ASSERT_EQ(File.Section.Options.size(), 2u);
  EXPECT_EQ(File.Section.Options[0].Key.Text, "layout-padding.min-saved-bytes");
  EXPECT_EQ(File.Section.Options[0].Key.At.Line, 6u);
  EXPECT_EQ(File.Section.Options[0].Value, "16");
  EXPECT_EQ(File.Section.Options[1].Value, "x\ty");
  ASSERT_EQ(File.Paths.size(), 2u);
  ASSERT_EQ(File.Paths[0].Patterns.size(), 2u);
  EXPECT_EQ(File.Paths[0].Patterns[1].Written.Text, "gen/");
  EXPECT_EQ(File.Paths[0].Patterns[1].Written.At.Column, 30u);
  EXPECT_THAT(shown(File.Paths[0].Section.Checks), ElementsAre("-*@10:14"));
  EXPECT_EQ(File.Paths[0].Section.Severities[0].Level, Severity::Error);
  EXPECT_EQ(File.Paths[0].Section.Options[0].Value, "true");
}

TEST(ConfigFile, EveryWayToWriteGlobs) {
  EXPECT_THAT(shown(parsed("checks: -*,layout-*\n").Section.Checks),
              ElementsAre("-*@1:9", "layout-*@1:12"));
  EXPECT_THAT(shown(parsed("checks: [-*, 'layout-*,x']\n").Section.Checks),
              ElementsAre("-*@1:10", "layout-*@1:15", "x@1:24"));
  EXPECT_THAT(shown(parsed("checks:\n  - '-*'\n  - \"a\"\n").Section.Checks),
              ElementsAre("-*@2:6", "a@3:6"));
  EXPECT_THAT(shown(parsed("checks: >\n  -*,\n  layout-*\nfail-on: note\n").Section.Checks),
              ElementsAre("-*@2:3", "layout-*@3:3"));
  EXPECT_THAT(shown(parsed("checks: |\r\n  a\r\n\r\n  b\r\n").Section.Checks),
              ElementsAre("a@2:3", "b@4:3"));
  EXPECT_THAT(shown(parsed("checks: ' a ,, a,'\n").Section.Checks),
              ElementsAre("a@1:11", "a@1:16"));
  EXPECT_THAT(shown(parsed("checks: \"\\x61,b\"\n").Section.Checks),
              ElementsAre("a@1:9", "b@1:15"));
  EXPECT_THAT(parsed("checks: []\n").Section.Checks, IsEmpty());
  EXPECT_THAT(parsed("checks: ''\n").Section.Checks, IsEmpty());
}

TEST(ConfigFile, WindowsLineEnds) {
  ConfigFile File =
      parsed("inherit: false\r\nchecks: layout-*\r\noptions:\r\n  a.b: 8\r\npaths:\r\n"
             "  - glob: x/**\r\n    checks: y\r\n");
  EXPECT_FALSE(File.Inherit);
  EXPECT_THAT(shown(File.Section.Checks), ElementsAre("layout-*@2:9"));
  EXPECT_EQ(File.Section.Options[0].Value, "8");
  EXPECT_EQ(File.Paths[0].Patterns[0].Written.Text, "x/**");
}

TEST(ConfigFile, Patterns) {
  auto Fits = [](const std::string &Glob, llvm::StringRef Path) {
    return parsed("paths: [{glob: '" + Glob + "'}]").Paths.at(0).Patterns.at(0).Glob.match(Path);
  };
  EXPECT_TRUE(Fits("third_party/**", "third_party/a/b.h"));
  EXPECT_FALSE(Fits("third_party/**", "src/third_party/b.h"));
  EXPECT_FALSE(Fits("third_party/**", "third_party2/b.h"));
  EXPECT_TRUE(Fits("gen/", "gen/a/b.h"));
  EXPECT_FALSE(Fits("gen/", "gen.h"));
  EXPECT_FALSE(Fits("gen", "gen/a.h"));
  EXPECT_TRUE(Fits("./src//*.h", "src/a.h"));
  EXPECT_FALSE(Fits("src/*.h", "src/x/a.h"));
  EXPECT_TRUE(Fits("**/gen/*.h", "gen/a.h"));
  EXPECT_TRUE(Fits("{a,b/c}/**", "b/c/d.h"));
  PathPattern Above = parsed("paths: [{glob: ../.././src/**}]").Paths.at(0).Patterns.at(0);
  EXPECT_EQ(Above.Up, 2u);
  EXPECT_TRUE(Above.Glob.match("src/a.h"));
}

TEST(ConfigFile, ReadsFromTheFileSystem) {
  llvm::vfs::InMemoryFileSystem Disk;
  Disk.addFile("/p/.memlint", 0, llvm::MemoryBuffer::getMemBuffer("chekcs: a"));
  auto Wrong = readConfigFile(Disk, "/p/.memlint", "p/.memlint");
  ASSERT_FALSE(bool(Wrong));
  EXPECT_EQ(llvm::toString(Wrong.takeError()),
            "p/.memlint:1:1: error: unknown key 'chekcs'; did you mean 'checks'?");
  auto Missing = readConfigFile(Disk, "/nowhere", "nowhere");
  ASSERT_FALSE(bool(Missing));
  EXPECT_EQ(llvm::toString(Missing.takeError()),
            "nowhere: error: cannot be read: No such file or directory");
}

} // namespace
} // namespace memlint
