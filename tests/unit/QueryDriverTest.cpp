#include "analysis/project/QueryDriver.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "llvm/TargetParser/Host.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace memlint {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Words = std::vector<std::string>;

/// What `DRIVER -E -v -dM` prints, cut to what matters and some lines that must not.
std::string answer(const std::string &Target, const Words &Directories,
                   const std::string &Macros = "#define __cplusplus 201703L\n") {
  std::string Text = "Using built-in specs.\nTarget: " + Target +
                     "\nConfigured with: ../configure --target=sparc\n"
                     "ignoring nonexistent directory \"/gone\"\n"
                     "#include \"...\" search starts here:\n /quoted\n"
                     "#include <...> search starts here:\n";
  for (const std::string &Directory : Directories)
    Text += " " + Directory + "\n";
  return Text + " /Frameworks (framework directory)\nEnd of search list.\n /after\n" + Macros;
}

const Words DebianDirectories{"/usr/include/c++/12", "/usr/include/x86_64-linux-gnu/c++/12",
                              "/usr/lib/gcc/x86_64-linux-gnu/12/include", "/usr/local/include",
                              "/usr/include"};
const Words ArmDirectories{"/opt/arm/bin/../lib/gcc/arm-none-eabi/12.2.1/../../../../include/c++",
                           "/opt/arm/bin/../lib/gcc/arm-none-eabi/12.2.1/include",
                           "/opt/arm/bin/../lib/gcc/arm-none-eabi/12.2.1/include-fixed",
                           "/opt/arm/arm-none-eabi/include"};

class QueryDriverTest : public testing::Test {
protected:
  QueryDriverTest() {
    Options.SearchPath = "/usr/local/bin::/usr/bin";
    Options.Run = [this](llvm::ArrayRef<std::string> Question) {
      Asked.push_back(Question.vec());
      return Answer;
    };
    for (const char *Path : {"/usr/bin/g++", "/usr/bin/gcc-12", "/usr/bin/cc", "/usr/bin/clang++",
                             "/usr/bin/evil", "/usr/bin/sub/g++", "/opt/arm/bin/arm-none-eabi-g++",
                             "/opt/x/bin/g++", "/opt/x/bin/mpicxx", "/p/g++"})
      add(Path);
  }

  void add(llvm::StringRef Path) { FS->addFile(Path, 0, llvm::MemoryBuffer::getMemBuffer("")); }
  void allow(llvm::StringRef Globs) { Options.Allowed = llvm::cantFail(parseDriverGlobs(Globs)); }
  QueryDriver query() { return QueryDriver(Options, "/res", FS); }
  Words flags(const Words &Command, bool IsCXX = true) {
    QueryDriver Query = query();
    Words Result = Query.flagsFor(Command, "/p", IsCXX);
    Warnings = Query.warnings();
    return Result;
  }

  DriverQueryOptions Options;
  llvm::IntrusiveRefCntPtr<llvm::vfs::InMemoryFileSystem> FS =
      llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  std::string Host = llvm::sys::getDefaultTargetTriple();
  std::optional<std::string> Answer = answer(Host, DebianDirectories);
  std::vector<Words> Asked;
  Words Warnings;
};

// What must not be run

TEST_F(QueryDriverTest, ADriverThatIsNotAllowedIsNeverRun) {
  for (const char *Driver : {"/opt/x/bin/g++", "../opt/x/bin/g++", "/usr/bin/../../opt/x/bin/g++"})
    EXPECT_THAT(flags({Driver, "a.cpp"}), IsEmpty());
  EXPECT_THAT(Warnings, ElementsAre("driver '/opt/x/bin/g++' was not asked for its headers; pass "
                                    "--query-driver=/opt/x/bin/g++ to allow running it"));
  EXPECT_THAT(flags({"./g++", "a.cpp"}), IsEmpty());
  EXPECT_THAT(flags({"/usr/bin/sub/g++", "a.cpp"}), IsEmpty());
  EXPECT_THAT(Asked, IsEmpty());
}

TEST_F(QueryDriverTest, WhatIsNotCalledLikeGccIsNotRunAndNotSpokenOf) {
  for (const char *Driver : {"/usr/bin/evil", "clang++", "/opt/x/bin/mpicxx", "nowhere"})
    EXPECT_THAT(flags({Driver, "a.cpp"}), IsEmpty());
  EXPECT_THAT(Asked, IsEmpty());
  EXPECT_THAT(Warnings, IsEmpty());
}

TEST_F(QueryDriverTest, FlagsThatRunOrWriteThingsAreNotPassedOn) {
  flags({"g++", "-B/evil", "-B", "/evil", "-specs=/evil", "-wrapper", "/evil,x", "-fplugin=evil.so",
         "-o", "/etc/passwd", "-MF", "x", "@evil.rsp", "-DA", "-O2", "-I/x", "a.cpp"});
  EXPECT_THAT(Asked,
              ElementsAre(Words{"/usr/bin/g++", "-E", "-v", "-dM", "-x", "c++", "/dev/null"}));
}

// Drivers that do not help

TEST_F(QueryDriverTest, EachDriverIsWarnedOfOnce) {
  QueryDriver Query = query();
  for (int I = 0; I < 3; ++I)
    for (const char *Driver : {"/opt/x/bin/g++", "/opt/arm/bin/arm-none-eabi-g++"})
      Query.flagsFor({Driver, "-DA", "-m" + std::to_string(I)}, "/p", I == 1);
  EXPECT_EQ(Query.warnings().size(), 2u);
}

TEST_F(QueryDriverTest, AMissingDriverIsToldOf) {
  EXPECT_THAT(flags({"riscv-gcc-9", "a.c"}), IsEmpty());
  EXPECT_THAT(Warnings, ElementsAre("driver 'riscv-gcc-9' is not on this machine; Clang looks for "
                                    "headers in its own way"));
}

TEST_F(QueryDriverTest, ADriverThatFailsOrBabblesCostsAWarning) {
  for (std::optional<std::string> Bad :
       {std::optional<std::string>(), std::optional<std::string>(""),
        std::optional<std::string>("g++: fatal error: no\n"),
        std::optional<std::string>("Target: x86_64-linux-gnu\n"),
        std::optional<std::string>(answer("", DebianDirectories)),
        std::optional<std::string>("#include <...> search starts here:\n /x")}) {
    Answer = Bad;
    EXPECT_THAT(flags({"g++", "a.cpp"}), IsEmpty());
    EXPECT_THAT(Warnings, ElementsAre("driver '/usr/bin/g++' did not say where its headers are; "
                                      "Clang looks for them in its own way"));
  }
}

TEST_F(QueryDriverTest, ClangUnderAnotherNameNeedsNothing) {
  Answer = answer(Host, {"/usr/include"}, "#define __clang__ 1\n#define __cplusplus 201402L\n");
  EXPECT_THAT(flags({"cc", "a.c"}, false), IsEmpty());
  EXPECT_EQ(Asked.size(), 1u);
  EXPECT_THAT(Warnings, IsEmpty());
}

// GCC for this machine

TEST_F(QueryDriverTest, ClangIsShownTheInstallationOfTheHostsGcc) {
  EXPECT_THAT(flags({"g++", "-std=c++14", "a.cpp"}),
              ElementsAre("--gcc-install-dir=/usr/lib/gcc/x86_64-linux-gnu/12"));
  EXPECT_THAT(flags({"/usr/bin/gcc-12", "-std=c99", "a.c"}, false),
              ElementsAre("--gcc-install-dir=/usr/lib/gcc/x86_64-linux-gnu/12"));
  EXPECT_EQ(Asked[1],
            (Words{"/usr/bin/gcc-12", "-std=c99", "-E", "-v", "-dM", "-x", "c", "/dev/null"}));
  EXPECT_THAT(Warnings, IsEmpty());
}

TEST_F(QueryDriverTest, TheDriversOwnStandardHoldsWhereTheCommandNamesNone) {
  EXPECT_THAT(flags({"g++", "a.cpp"}), Contains("-std=gnu++17"));
  Answer = answer(Host, DebianDirectories, "#define __STDC_VERSION__ 202311L\n");
  EXPECT_THAT(flags({"cc", "a.c"}, false), Contains("-std=gnu23"));
  EXPECT_THAT(flags({"cc", "-ansi", "a.c"}, false).size(), 1);
  Answer = answer(Host, DebianDirectories, "#define __cplusplus 999999L\n");
  EXPECT_THAT(flags({"g++", "a.cpp"}).size(), 1);
}

TEST_F(QueryDriverTest, LibstdcxxElsewhereIsSpelledOut) {
  Words Directories{"/sdk/c++/12", "/usr/lib/gcc/x86_64-linux-gnu/12/include", "/usr/include"};
  Answer = answer(Host, Directories, "");
  EXPECT_THAT(flags({"g++", "a.cpp"}),
              ElementsAre("-nostdinc", "-isystem", "/sdk/c++/12", "-isystem", "/res/include",
                          "-isystem", "/usr/include"));
  EXPECT_THAT(flags({"cc", "a.c"}, false),
              ElementsAre("--gcc-install-dir=/usr/lib/gcc/x86_64-linux-gnu/12"));
}

// GCC for other machines

TEST_F(QueryDriverTest, ACrossCompilersSearchIsSpelledOutWithClangsOwnHeadersInIt) {
  allow("/opt/arm/**");
  Answer = answer("arm-none-eabi", ArmDirectories);
  EXPECT_THAT(flags({"/opt/arm/bin/arm-none-eabi-g++", "-mcpu=cortex-m4", "-mthumb", "a.cpp"}),
              ElementsAre("--target=arm-none-eabi", "-nostdinc", "-isystem", ArmDirectories[0],
                          "-isystem", "/res/include", "-isystem", ArmDirectories[2], "-isystem",
                          ArmDirectories[3], "-std=gnu++17"));
  EXPECT_EQ(Asked[0], (Words{"/opt/arm/bin/arm-none-eabi-g++", "-mcpu=cortex-m4", "-mthumb", "-E",
                             "-v", "-dM", "-x", "c++", "/dev/null"}));
  EXPECT_THAT(Warnings, IsEmpty());
}

TEST_F(QueryDriverTest, NostdincIsRespected) {
  Answer = answer("arm-none-eabi", {}, "");
  EXPECT_THAT(flags({"g++", "-nostdinc", "a.cpp"}),
              ElementsAre("--target=arm-none-eabi", "-nostdinc"));
  EXPECT_THAT(Asked[0], Contains("-nostdinc"));
}

TEST_F(QueryDriverTest, AnotherLibraryOrSystemIsAnotherTarget) {
  for (const char *Target : {"x86_64-w64-mingw32", "i686-linux-gnu", "x86_64-linux-musl"}) {
    Answer = answer(Target, DebianDirectories);
    EXPECT_THAT(flags({"g++", "a.cpp"}), Contains("--target=" + std::string(Target)));
  }
}

TEST_F(QueryDriverTest, TheSysrootIsMadeAbsolute) {
  flags({"g++", "--sysroot=root", "--sysroot", "../r2", "-isysroot", "/r3", "a.cpp", "--sysroot"});
  EXPECT_EQ(Asked[0], (Words{"/usr/bin/g++", "--sysroot=/p/root", "--sysroot=/r2", "-isysroot/r3",
                             "-E", "-v", "-dM", "-x", "c++", "/dev/null"}));
}

// How often

TEST_F(QueryDriverTest, EachQuestionIsAskedOnce) {
  QueryDriver Query = query();
  for (const char *Flag : {"-DA", "-DB", "-O2"}) {
    Query.flagsFor({"g++", Flag}, "/p", true);
    Query.flagsFor({"/usr/bin/./g++", Flag}, "/q", true);
    Query.flagsFor({"g++", Flag}, "/p", false);
    Query.flagsFor({"g++", "-m32", Flag}, "/p", true);
  }
  EXPECT_EQ(Asked.size(), 3u);
  Answer = std::nullopt; // a failure is remembered too
  Query.flagsFor({"cc"}, "/p", true);
  Query.flagsFor({"cc"}, "/p", true);
  EXPECT_EQ(Asked.size(), 4u);
}

TEST_F(QueryDriverTest, TheUserMayAllowAnyDriver) {
  allow("/opt/{arm,x}/bin/*cxx,,/opt/x/bin/g*");
  EXPECT_THAT(flags({"/opt/x/bin/mpicxx", "a.cpp"}), Contains(HasSubstr("--gcc-install-dir")));
  EXPECT_THAT(flags({"/opt/x/bin/g++", "a.cpp"}), Contains(HasSubstr("--gcc-install-dir")));
  EXPECT_THAT(flags({"/opt/arm/bin/arm-none-eabi-g++", "a.cpp"}), IsEmpty());
}

TEST_F(QueryDriverTest, WrongGlobsAreRefused) {
  EXPECT_EQ(llvm::toString(parseDriverGlobs("/a,g++").takeError()),
            "--query-driver takes absolute paths: 'g++'");
  EXPECT_THAT(llvm::toString(parseDriverGlobs("/a/[").takeError()),
              HasSubstr("--query-driver: '/a/[' is not a glob"));
  EXPECT_THAT(llvm::cantFail(parseDriverGlobs("")), IsEmpty());
}

TEST(GccNameTest, TellsGccFromOthers) {
  for (const char *Name : {"gcc", "g++", "cc", "c++", "gcc-12", "g++-4.8.5", "x86_64-linux-gnu-gcc",
                           "arm-none-eabi-g++-12.2", "gcc.exe", "x86_64-w64-mingw32-g++-posix"})
    EXPECT_TRUE(isGccName(Name)) << Name;
  for (const char *Name : {"clang", "clang++-15", "clang-g++", "icc", "nvcc", "emcc", "gcc-ar",
                           "ccache", "cl.exe", "gfortran", "tcc", "xgcc12", "", "-", "12"})
    EXPECT_FALSE(isGccName(Name)) << Name;
}

// Real programs

TEST(RunProgramTest, GivesBothOutputsInEnglish) {
  auto Output = runProgram({"/bin/sh", "-c", "echo out; echo err >&2; echo $LC_ALL; cat"});
  EXPECT_EQ(Output, "out\nerr\nC\n");
}

TEST(RunProgramTest, GivesNothingOnFailure) {
  EXPECT_EQ(runProgram({"/bin/sh", "-c", "echo out; exit 3"}), std::nullopt);
  EXPECT_EQ(runProgram({"no-such-program-anywhere"}), std::nullopt);
  EXPECT_EQ(runProgram({"/bin/sh", "-c", "kill -9 $$"}), std::nullopt);
}

TEST(RunProgramTest, TheRealGccAnswers) {
  if (!llvm::sys::fs::exists("/usr/bin/g++"))
    GTEST_SKIP() << "no GCC here";
  DriverQueryOptions Options;
  Options.SearchPath = "/usr/bin";
  QueryDriver Query(Options, "/res", llvm::vfs::getRealFileSystem());
  Words Flags = Query.flagsFor({"g++", "a.cpp"}, "/", true);
  EXPECT_THAT(Query.warnings(), IsEmpty());
  ASSERT_EQ(Flags.size(), 2u) << testing::PrintToString(Flags);
  EXPECT_THAT(Flags[0], HasSubstr("--gcc-install-dir=/usr/lib/gcc/"));
  EXPECT_THAT(Flags[1], HasSubstr("-std=gnu++"));
}

} // namespace
} // namespace memlint
