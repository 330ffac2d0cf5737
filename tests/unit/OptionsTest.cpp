#include "tool/Options.h"

#include "tool/HelpText.h"

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace memlint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Optional;

using Words = std::vector<const char *>;

llvm::Expected<Options> parse(const Words &Arguments) {
  llvm::vfs::InMemoryFileSystem Empty;
  return parseOptions(Arguments, Empty);
}

/// The value; a failure of the test where there is none.
Options parsed(const Words &Arguments) {
  auto Result = parse(Arguments);
  if (Result)
    return *Result;
  ADD_FAILURE() << llvm::toString(Result.takeError());
  return {};
}

/// The error's text; `(none)` where there is none.
std::string error(const Words &Arguments) {
  auto Result = parse(Arguments);
  std::string Text = Result ? "(none)" : llvm::toString(Result.takeError());
  EXPECT_EQ(Text.find('\n'), std::string::npos) << "more than one line: " << Text;
  return Text;
}

TEST(OptionsErrors, UnknownOptions) {
  EXPECT_EQ(error({"--chekcs=x"}), "unknown option '--chekcs'; did you mean '--checks'?");
  EXPECT_EQ(error({"-chekcs=x"}), "unknown option '-chekcs'; did you mean '--checks'?");
  EXPECT_EQ(error({"--forma", "text"}), "unknown option '--forma'; did you mean '--format'?");
  EXPECT_EQ(error({"--Stats"}), "unknown option '--Stats'; did you mean '--stats'?");
  EXPECT_EQ(error({"--xyzzy"}), "unknown option '--xyzzy'; 'memlint --help' lists all");
  EXPECT_EQ(error({"---"}), "unknown option '---'; 'memlint --help' lists all");
  EXPECT_EQ(error({"--=x"}), "unknown option '--'; 'memlint --help' lists all");
}

TEST(OptionsErrors, MisspeltCommands) {
  EXPECT_EQ(error({"explian", "x"}),
            "'explian' is neither a command nor a file; did you mean 'memlint explain'?");
}

TEST(OptionsErrors, CompilerFlagsBeforeTheDashes) {
  EXPECT_EQ(error({"a.cpp", "-Wall"}),
            "unknown option '-Wall'; flags for the compiler go behind '--'");
  EXPECT_EQ(error({"a.cpp", "-std=c++20"}),
            "unknown option '-std'; flags for the compiler go behind '--'");
  EXPECT_EQ(error({"-pbuild"}), "unknown option '-pbuild'; flags for the compiler go behind '--'");
}

TEST(OptionsErrors, NeverSuggestsWhatIsNotThere) {
  EXPECT_THAT(error({"--basline=x"}), Not(HasSubstr("--baseline'?")));
}

TEST(OptionsErrors, NotInThisVersion) {
  EXPECT_EQ(error({"--baseline=b"}), "'--baseline' is not in this version of memlint");
  EXPECT_EQ(error({"--baseline", "b"}), "'--baseline' is not in this version of memlint");
  EXPECT_EQ(error({"link", "a", "-baseline"}), "'-baseline' is not in this version of memlint");
  EXPECT_EQ(error({"--fix", "--baseline=b"}), "'--baseline' is not in this version of memlint");
}

TEST(OptionsErrors, Fixing) {
  EXPECT_EQ(error({"--fixx"}), "unknown option '--fixx'; did you mean '--fix'?");
  EXPECT_EQ(error({"--fix", "--diff"}), "'--fix' and '--diff' exclude each other");
  EXPECT_EQ(error({"--fix=yes"}), "'--fix' takes no value");
  EXPECT_EQ(error({"link", "a.mlf", "--fix"}),
            "'memlint link' has no sources to parse again, so no '--fix'; run it over the project "
            "itself");
  EXPECT_EQ(error({"link", "a.mlf", "-diff"}),
            "'memlint link' has no sources to parse again, so no '-diff'; run it over the project "
            "itself");
  EXPECT_EQ(error({"facts", "--ir", "-o", "out"}), "'--ir' and '--output' exclude each other");
  EXPECT_EQ(error({"link", "a.mlf", "--codegen"}),
            "'memlint link' has no sources to parse again, so no '--codegen'; run it over the "
            "project itself");
  EXPECT_EQ(error({"facts", "--fix"}), "'memlint facts' takes no option '--fix'");
  EXPECT_EQ(error({"--diff", "--format=json"}),
            "the diff goes to the standard output; give the format a file, as in "
            "'--format=json:FILE'");
}

TEST(OptionsErrors, MissingValues) {
  for (const char *Option :
       {"--checks", "--set", "--config", "--cppcheck-cfg", "--format", "-j", "--jobs", "--fail-on", "--unit-timeout",
        "--root", "-p", "--extra-arg", "--extra-arg-before", "--query-driver", "--resource-dir",
        "--color", "--colour", "--sarif-category", "-config"})
    EXPECT_EQ(error({"build", Option}), std::string("'") + Option + "' needs a value");
  EXPECT_EQ(error({"--config="}), "'--config' needs a value");
  EXPECT_EQ(error({"--checks="}), "'--checks' needs a value");
  EXPECT_EQ(error({"--config", ""}), "'--config' needs a value");
  EXPECT_EQ(error({"--config", "--stats"}), "'--config' needs a value");
  EXPECT_EQ(error({"-p", "-j4"}), "'-p' needs a value");
  EXPECT_EQ(error({"facts", "a.cpp", "-o"}), "'-o' needs a value");
  EXPECT_EQ(error({"--stats=yes"}), "'--stats' takes no value");
}

TEST(OptionsErrors, Numbers) {
  const std::string Jobs = " needs a whole number from 1 to 1024, not ";
  EXPECT_EQ(error({"-j", "0"}), "'-j'" + Jobs + "'0'");
  EXPECT_EQ(error({"-j0"}), "'-j'" + Jobs + "'0'");
  EXPECT_EQ(error({"-jx"}), "'-j'" + Jobs + "'x'");
  EXPECT_EQ(error({"-j", "-4"}), "'-j'" + Jobs + "'-4'");
  EXPECT_EQ(error({"--jobs=2.5"}), "'--jobs'" + Jobs + "'2.5'");
  EXPECT_EQ(error({"--jobs=0x10"}), "'--jobs'" + Jobs + "'0x10'");
  EXPECT_EQ(error({"--jobs=1025"}), "'--jobs'" + Jobs + "'1025'");
  EXPECT_EQ(error({"--jobs=99999999999999999999"}), "'--jobs'" + Jobs + "'99999999999999999999'");
  EXPECT_EQ(error({"-j", "build"}), "'-j'" + Jobs + "'build'");
  EXPECT_EQ(error({"-j0", "-j2"}), "'-j'" + Jobs + "'0'") << "a later one hides no mistake";
  const std::string Timeout = "'--unit-timeout' needs a whole number from 1 to 86400, not ";
  EXPECT_EQ(error({"--unit-timeout=-5"}), Timeout + "'-5'");
  EXPECT_EQ(error({"--unit-timeout", "-5"}), Timeout + "'-5'");
  EXPECT_EQ(error({"--unit-timeout=0"}), Timeout + "'0'");
  EXPECT_EQ(error({"--unit-timeout=5s"}), Timeout + "'5s'");
}

TEST(OptionsErrors, Words) {
  EXPECT_EQ(error({"--fail-on=warnig"}),
            "unknown value 'warnig' for '--fail-on'; did you mean 'warning'?");
  EXPECT_EQ(error({"--fail-on=x"}),
            "unknown value 'x' for '--fail-on'; there are note, warning, error and never");
  EXPECT_EQ(error({"--colour=allways"}),
            "unknown value 'allways' for '--colour'; did you mean 'always'?");
  EXPECT_EQ(error({"--color", "build/"}),
            "unknown value 'build/' for '--color'; there are auto, always and never");
  EXPECT_EQ(error({"--fail-on=Error"}),
            "unknown value 'Error' for '--fail-on'; did you mean 'error'?");
}

TEST(OptionsErrors, Formats) {
  EXPECT_EQ(error({"--format=sraif"}), "unknown format 'sraif'; there are text, sarif and json")
      << "a letter swapped is two edits, and more than a third";
  EXPECT_EQ(error({"--format=sarf:x"}), "unknown format 'sarf'; did you mean 'sarif'?");
  EXPECT_EQ(error({"--format=xml"}), "unknown format 'xml'; there are text, sarif and json");
  EXPECT_EQ(error({"--format=:x"}), "unknown format ''; there are text, sarif and json");
  EXPECT_EQ(error({"--format=sarif:"}),
            "'--format=sarif:' lacks the name of a file behind the ':'");
  const std::string Twice =
      "two formats for the standard output; give one a file, as in '--format=";
  EXPECT_EQ(error({"--format=text", "--format=sarif"}), Twice + "sarif:FILE'");
  EXPECT_EQ(error({"--format=text", "--format=text"}), Twice + "text:FILE'");
  EXPECT_EQ(error({"--format=json:-", "--format=text"}), Twice + "text:FILE'");
  EXPECT_EQ(error({"--format=json:o", "--format=sarif:o"}), "two formats for one file, 'o'");
  EXPECT_EQ(error({"--format=json:d/o", "--format=sarif:./d/x/../o"}),
            "two formats for one file, './d/x/../o'");
}

TEST(OptionsErrors, Set) {
  const std::string Form = "' is not of the form CHECK.OPTION=VALUE";
  EXPECT_EQ(error({"--set", "x"}), "'--set x" + Form);
  EXPECT_EQ(error({"--set", "a.b"}), "'--set a.b" + Form);
  EXPECT_EQ(error({"--set=a=b.c"}), "'--set a=b.c" + Form);
}

TEST(OptionsErrors, WhatACommandTakes) {
  EXPECT_EQ(error({"explain"}),
            "'memlint explain' needs the name of one check; 'memlint checks' lists them");
  EXPECT_EQ(error({"explain", "a", "b"}),
            "'memlint explain' needs the name of one check; 'memlint checks' lists them");
  EXPECT_EQ(error({"explain", "a", "--fail-on=error"}),
            "'memlint explain' takes no option '--fail-on'");
  EXPECT_EQ(error({"--fail-on=error", "explain", "a"}),
            "'memlint explain' takes no option '--fail-on'");
  EXPECT_EQ(error({"checks", "src"}),
            "'memlint checks' takes no argument; for a path of that name write './checks'");
  EXPECT_EQ(error({"link"}),
            "'memlint link' needs the fact files that 'memlint facts --output' wrote");
  EXPECT_EQ(error({"link", "a.mlf", "-j2"}), "'memlint link' takes no option '-j'");
  EXPECT_EQ(error({"link", "a.mlf", "--jobs=2"}), "'memlint link' takes no option '--jobs'");
  EXPECT_EQ(error({"doctor", "--format=json"}), "'memlint doctor' takes no option '--format'");
  EXPECT_EQ(error({"facts", "--print-config"}), "'memlint facts' takes no option '--print-config'");
  EXPECT_EQ(error({"-o", "x", "build"}), "'memlint' takes no option '-o'");
  EXPECT_EQ(error({"--print-config", "--verify-config"}),
            "'--print-config' and '--verify-config' exclude each other");
  EXPECT_EQ(error({"--print-config", "a", "b"}), "'--print-config' takes one path");
}

TEST(OptionsErrors, CompilerFlags) {
  EXPECT_EQ(error({"--", "-Wall"}), "no source file before '--'");
  EXPECT_EQ(error({"--"}), "no source file before '--'");
  EXPECT_EQ(error({"-p", "build", "a.cpp", "--", "-Wall"}),
            "'-p' and '--' exclude each other: flags come from a database or from behind '--'");
  for (Words Arguments : {Words{"explain", "x", "--"}, Words{"link", "x", "--", "-O2"},
                          Words{"--verify-config", "x", "--"}})
    EXPECT_EQ(error(Arguments),
              "there is nothing to compile here, so no '--' and no flags behind it");
}

TEST(Options, Defaults) {
  Options O = parsed({});
  EXPECT_EQ(O.Run, Command::Analyse);
  EXPECT_THAT(O.Inputs, IsEmpty());
  EXPECT_EQ(O.CompilerFlags, std::nullopt);
  EXPECT_EQ(O.Jobs, 0u);
  EXPECT_EQ(O.UnitTimeout, 300u);
  EXPECT_TRUE(O.Cache);
  EXPECT_EQ(O.Config.Threshold, std::nullopt);
  EXPECT_THAT(O.Sinks, ElementsAre(Sink{OutputFormat::Text, ""}));
  EXPECT_EQ(O.Color, ColorMode::Auto);
  EXPECT_FALSE(O.Codegen || O.Stats || O.Quiet || O.WarnUnusedSuppressions);
}

TEST(Options, EmptyArgumentsAreNothing) {
  EXPECT_THAT(parsed({"", "a.cpp", ""}).Inputs, ElementsAre("a.cpp"));
}

TEST(Options, Paths) {
  Options O = parsed({"build/", "src/**/net*.cpp", "-", "explain"});
  EXPECT_EQ(O.Run, Command::Analyse) << "a command comes first";
  EXPECT_THAT(O.Inputs, ElementsAre("build/", "src/**/net*.cpp", "-", "explain"));
  EXPECT_EQ(parsed({"-p", "build"}).DatabaseDirectory, "build");
  EXPECT_EQ(parsed({"-p=build"}).DatabaseDirectory, "build");
  EXPECT_EQ(parsed({"-p", "explain"}).Run, Command::Analyse);
  EXPECT_THAT(parsed({"./checks"}).Inputs, ElementsAre("./checks"));
  EXPECT_THAT(parsed({"xyzzy", "x"}).Inputs, ElementsAre("xyzzy", "x"));
}

TEST(Options, Commands) {
  Options Explain = parsed({"explain", "layout-padding"});
  EXPECT_EQ(Explain.Run, Command::Explain);
  EXPECT_THAT(Explain.Inputs, ElementsAre("layout-padding"));
  EXPECT_EQ(parsed({"--color=never", "checks"}).Run, Command::Checks);
  EXPECT_EQ(parsed({"link", "a.mlf", "--stats"}).Run, Command::Link);
  EXPECT_EQ(parsed({"doctor"}).Run, Command::Doctor);
  EXPECT_EQ(parsed({"--print-config", "src/a.cpp"}).Run, Command::PrintConfig);
  EXPECT_EQ(parsed({"--verify-config", "a", "b"}).Run, Command::VerifyConfig);
  EXPECT_EQ(parsed({"--version"}).Run, Command::Version);
  Options Facts = parsed({"facts", "a.cpp", "-o", "out", "--", "-O2"});
  EXPECT_EQ(Facts.Run, Command::Facts);
  EXPECT_EQ(Facts.FactsPath, "out");
  EXPECT_THAT(Facts.Inputs, ElementsAre("a.cpp"));
  EXPECT_EQ(parsed({"facts", "--output=out"}).FactsPath, "out");
  EXPECT_FALSE(Facts.Ir);
  EXPECT_TRUE(parsed({"facts", "--ir"}).Ir);
}

TEST(Options, CompilerFlagsGoThroughUntouched) {
  Options O =
      parsed({"a.cpp", "b.cpp", "--", "-std=c++20", "--help", "--", "@x", "", "--checks=y"});
  EXPECT_EQ(O.Run, Command::Analyse);
  EXPECT_THAT(O.Inputs, ElementsAre("a.cpp", "b.cpp"));
  EXPECT_THAT(O.CompilerFlags,
              Optional(ElementsAre("-std=c++20", "--help", "--", "@x", "", "--checks=y")));
  EXPECT_THAT(parsed({"a.cpp", "--"}).CompilerFlags, Optional(IsEmpty()));
}

TEST(Options, EverySpelling) {
  for (Words Arguments : {Words{"-j", "3"}, Words{"-j3"}, Words{"--jobs=3"}, Words{"--jobs", "3"},
                          Words{"-jobs=3"}, Words{"-jobs", "3"}, Words{"-j1", "-j3"}})
    EXPECT_EQ(parsed(Arguments).Jobs, 3u);
  for (Words Arguments : {Words{"--color=never"}, Words{"--colour=never"},
                          Words{"-colour", "never"}, Words{"-color=never"}})
    EXPECT_EQ(parsed(Arguments).Color, ColorMode::Never);
  for (Words Arguments :
       {Words{"--config=f"}, Words{"--config", "f"}, Words{"-config=f"}, Words{"-config", "f"}})
    EXPECT_EQ(parsed(Arguments).Config.File, "f");
  for (const char *Spelling : {"-h", "-help", "--help"})
    EXPECT_EQ(parsed({Spelling}).Run, Command::Help);
}

TEST(Options, Values) {
  Options O = parsed({"--checks=-*,layout-*",
                      "--checks",
                      "-layout-x",
                      "--set",
                      "a.b=1",
                      "--set=a.c=x=y",
                      "--fail-on=never",
                      "--extra-arg=-DX=1",
                      "--extra-arg",
                      "-O2",
                      "--extra-arg-before=-v",
                      "--query-driver=/usr/bin/g++*,/opt/{a,b}/gcc",
                      "--query-driver",
                      "/x/gcc",
                      "--resource-dir=/r",
                      "--unit-timeout=5",
                      "--root=/p",
                      "--sarif-category=ci",
                      "--warn-unused-suppressions",
                      "--no-cache",
                      "--codegen",
                      "--stats",
                      "--quiet"});
  EXPECT_THAT(O.Config.Checks, ElementsAre("-*,layout-*", "-layout-x"));
  EXPECT_THAT(O.Config.Set, ElementsAre("a.b=1", "a.c=x=y"));
  EXPECT_EQ(O.Config.Threshold, FailOn::Never);
  EXPECT_THAT(O.ExtraArgs, ElementsAre("-DX=1", "-O2"));
  EXPECT_THAT(O.ExtraArgsBefore, ElementsAre("-v"));
  EXPECT_EQ(O.QueryDrivers, "/usr/bin/g++*,/opt/{a,b}/gcc,/x/gcc");
  EXPECT_EQ(O.ResourceDirectory, "/r");
  EXPECT_EQ(O.UnitTimeout, 5u);
  EXPECT_EQ(O.Root, "/p");
  EXPECT_EQ(O.SarifCategory, "ci");
  EXPECT_TRUE(O.WarnUnusedSuppressions && O.Codegen && O.Stats && O.Quiet && !O.Cache);
}

TEST(Options, Sinks) {
  EXPECT_THAT(parsed({"--format=text", "--format=sarif:out/x.sarif", "--format", "json:a:b"}).Sinks,
              ElementsAre(Sink{OutputFormat::Text, ""}, Sink{OutputFormat::Sarif, "out/x.sarif"},
                          Sink{OutputFormat::Json, "a:b"}));
  EXPECT_THAT(parsed({"--format=json:-"}).Sinks, ElementsAre(Sink{OutputFormat::Json, ""}));
  EXPECT_THAT(parsed({"--format=sarif:./d/../x"}).Sinks,
              ElementsAre(Sink{OutputFormat::Sarif, "./d/../x"}))
      << "d may be a symbolic link";
}

TEST(Options, Fixing) {
  EXPECT_EQ(parsed({}).Fixing, FixMode::None);
  EXPECT_EQ(parsed({"--fix"}).Fixing, FixMode::Write);
  EXPECT_EQ(parsed({"-diff", "build"}).Fixing, FixMode::Diff);
  EXPECT_THAT(parsed({"--diff"}).Sinks, IsEmpty());
  EXPECT_THAT(parsed({"--diff", "--format=sarif:o"}).Sinks,
              ElementsAre(Sink{OutputFormat::Sarif, "o"}));
  EXPECT_THAT(parsed({"--fix"}).Sinks, ElementsAre(Sink{OutputFormat::Text, ""}));
}

TEST(Options, HelpWinsOverMistakes) {
  EXPECT_EQ(parsed({"--nonsense", "--help"}).Run, Command::Help);
  EXPECT_EQ(parsed({"--help", "--version"}).Run, Command::Help);
  EXPECT_EQ(parsed({"-j0", "--version"}).Run, Command::Version);
  EXPECT_EQ(parsed({"explain", "-h"}).HelpOn, Command::Explain);
  EXPECT_EQ(parsed({"--help", "link"}).HelpOn, Command::Link);
  EXPECT_EQ(parsed({"--help"}).HelpOn, Command::Analyse);
}

TEST(Options, ResponseFiles) {
  llvm::vfs::InMemoryFileSystem Disk;
  Disk.setCurrentWorkingDirectory("/w");
  auto Add = [&](const char *Name, const char *Text) {
    Disk.addFile(Name, 0, llvm::MemoryBuffer::getMemBuffer(Text));
  };
  Add("/w/args", "-j 3\n'my file.cpp' --checks=\"-*,a b\"\n@more\n");
  Add("/w/more", "last.cpp -- -O2\n");
  Add("/w/loop", "@loop\n");
  auto Good = parseOptions(Words{"@args", "-Wall"}, Disk);
  ASSERT_TRUE(bool(Good)) << llvm::toString(Good.takeError());
  EXPECT_EQ(Good->Jobs, 3u);
  EXPECT_THAT(Good->Inputs, ElementsAre("my file.cpp", "last.cpp"));
  EXPECT_THAT(Good->Config.Checks, ElementsAre("-*,a b"));
  EXPECT_THAT(Good->CompilerFlags, Optional(ElementsAre("-O2", "-Wall")));
  auto Missing = parseOptions(Words{"@nothing"}, Disk);
  ASSERT_TRUE(bool(Missing)) << llvm::toString(Missing.takeError());
  EXPECT_THAT(Missing->Inputs, ElementsAre("@nothing")) << "a path like others, for others to miss";
  auto Loop = parseOptions(Words{"@loop"}, Disk);
  ASSERT_FALSE(bool(Loop));
  EXPECT_THAT(llvm::toString(Loop.takeError()), HasSubstr("loop"));
}

TEST(HelpText, FitsATerminal) {
  for (Command C : {Command::Analyse, Command::Explain, Command::Checks, Command::Facts,
                    Command::Link, Command::Layout, Command::Doctor}) {
    std::string Help = helpText(C);
    for (llvm::StringRef Line : llvm::split(Help, '\n')) {
      EXPECT_LE(Line.size(), 80u) << Line.str();
      EXPECT_EQ(Line.size(), Line.rtrim().size()) << "white space ends: " << Line.str();
    }
  }
}

TEST(HelpText, EachCommandShowsWhatItTakes) {
  std::string All = helpText(Command::Analyse), Link = helpText(Command::Link);
  for (const char *Part :
       {"memlint explain CHECK", "memlint link FACTS...", "--checks=GLOBS", "-j N", "-p DIR",
        "--format=FORMAT[:FILE]", "--fix", "--diff", "Examples:", "Exit status"})
    EXPECT_THAT(All, HasSubstr(Part));
  for (const char *Later : {"--baseline", "--output", "colour="})
    EXPECT_THAT(All, Not(HasSubstr(Later)));
  EXPECT_THAT(Link, HasSubstr("Usage: memlint link [OPTION...] FACTS...\n"));
  EXPECT_THAT(Link, HasSubstr("--format=FORMAT[:FILE]"));
  EXPECT_THAT(Link, Not(HasSubstr("-j N")));
  EXPECT_THAT(helpText(Command::Explain), Not(HasSubstr("--checks=GLOBS")));
  EXPECT_EQ(helpText(Command::Version), All);
}

} // namespace
} // namespace memlint
