#include "analysis/project/ToolchainFlags.h"

#include "analysis/project/CommandLine.h"
#include "analysis/project/CompileCommands.h"

#include "clang/Frontend/FrontendActions.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace memlint {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Words = std::vector<std::string>;

Words operator+(Words A, const Words &B) {
  A.insert(A.end(), B.begin(), B.end());
  return A;
}

class ToolchainFlagsTest : public testing::Test {
protected:
  ToolchainFlagsTest() {
    for (const char *Path : {"/usr/bin/clang++", "/usr/bin/clang", "/usr/bin/gcc", "/p/a.cpp",
                             "/p/a.c", "/res/include/stddef.h"})
      add(Path);
    Options.ResourceDir = "/res";
    Options.Drivers.SearchPath = "/usr/bin";
    Options.Drivers.Run = [](llvm::ArrayRef<std::string>) { return std::nullopt; };
  }

  void add(llvm::StringRef Path, llvm::StringRef Text = "") {
    FS->addFile(Path, 0, llvm::MemoryBuffer::getMemBufferCopy(Text));
  }
  /// The unit's arguments, or the error's message.
  Words finalArguments(Words Command, const std::string &File = "/p/a.cpp") {
    ToolchainFlags Flags(Options, FS);
    auto U = Flags.finalUnit({"/p", File, std::move(Command), ""});
    return U ? U->Arguments : Words{"! " + llvm::toString(U.takeError())};
  }
  /// What is left of the flags between those that every unit has.
  Words kept(const Words &Flags, const std::string &File = "/p/a.cpp") {
    Words All = finalArguments(Words{"clang++"} + Flags + Words{File}, File);
    auto End = std::ranges::find(All, "-fsyntax-only");
    if (End == All.end())
      return All;
    EXPECT_EQ(All[0], "/usr/bin/clang++");
    EXPECT_EQ(All[1], "--driver-mode=g++");
    EXPECT_EQ(All.back(), File);
    EXPECT_EQ(*(All.end() - 2), "--");
    return Words(All.begin() + 2, End);
  }

  ToolchainOptions Options;
  llvm::IntrusiveRefCntPtr<llvm::vfs::InMemoryFileSystem> FS =
      llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
};

class DroppedFlagTest : public ToolchainFlagsTest,
                        public testing::WithParamInterface<const char *> {};

TEST_P(DroppedFlagTest, LeavesNothingAndTakesNothingElse) {
  add("/p/only.h.gch");
  Words Flags = splitShellWords(GetParam());
  EXPECT_THAT(kept(Flags), IsEmpty());
  EXPECT_THAT(kept(Words{"-DBEFORE"} + Flags + Words{"-DAFTER"}),
              ElementsAre("-DBEFORE", "-DAFTER"));
}

INSTANTIATE_TEST_SUITE_P(OnlyGccKnows, DroppedFlagTest,
                         testing::Values("-fno-canonical-system-headers", "-fanalyzer",
                                         "-fmodules-ts", "-fdeps-format=p1689r5", "-fdeps-file=x",
                                         "-fmodule-mapper=x", "-fipa-pta", "-flto-partition=none",
                                         "-fno-gnu-unique", "-fvar-tracking-assignments",
                                         "-mno-direct-extern-access", "-fprofile-partial-training",
                                         "-fhardened", "-fconcepts", "-fimplicit-constexpr",
                                         "-fdump-tree-all", "-fdump-rtl-expand=x", "-freport-bug",
                                         "-mpreferred-stack-boundary=4", "-fno-such-flag=ever",
                                         "--no-such-flag", "-fabi-version=11",
                                         "-fcallgraph-info=su,da", "-fstack-usage-file=x"));

INSTANTIATE_TEST_SUITE_P(ClangRefuses, DroppedFlagTest,
                         testing::Values("-mabi=ms", "-flto=7", "-mfpu=neon", "-march=znver99",
                                         "-mtune=never", "-fvisibility=odd", "-mcmodel=odd",
                                         "-fcf-protection=odd", "-std=c++2d",
                                         "-mabi=ms -mfpu=neon -flto=7", "-fsanitize=odd",
                                         "-fexec-charset=IBM1047 -fvisibility=odd"));

INSTANTIATE_TEST_SUITE_P(
    Output, DroppedFlagTest,
    testing::Values("-c", "-S", "-E", "-o a.o", "-oa.o", "--output=a.o", "-M", "-MM", "-MD", "-MMD",
                    "-MD -MF a.d", "-MFa.d", "-MT a.o", "-MQ a.o", "-MTa.o", "-MP", "-MG",
                    "-MJ a.json", "-Wp,-MD,a.d", "-Wp,-MMD,a.d,-MP", "-Xpreprocessor -MD",
                    "-save-temps", "-save-temps=obj", "--save-temps", "-save-stats=obj", "-g",
                    "-g3", "-ggdb", "-gdwarf-5", "-gsplit-dwarf", "-gz=zlib", "-ftime-trace",
                    "-ftime-trace=x.json", "-ftime-report", "-emit-llvm", "-fsyntax-only",
                    "-serialize-diagnostics a.dia", "--serialize-diagnostics a.dia", "-v", "-H",
                    "--version", "--help", "-###", "-fsave-optimization-record",
                    "-foptimization-record-file=x", "-index-store-path /x",
                    "-fdiagnostics-color=always", "-fdiagnostics-format=json",
                    "-fmodule-output=x.pcm", "-dumpdir x", "-Rpass=inline",
                    "-gen-cdb-fragment-path x", "-mllvm -stats", "-Wa,--noexecstack"));

INSTANTIATE_TEST_SUITE_P(Measured, DroppedFlagTest,
                         testing::Values("--coverage", "-coverage", "-fprofile-arcs",
                                         "-ftest-coverage", "-fprofile-use=x", "-fprofile-use",
                                         "-fprofile-generate", "-fprofile-instr-generate=x",
                                         "-fprofile-instr-use=gone.profdata", "-fcoverage-mapping",
                                         "-fauto-profile=x", "-fprofile-update=atomic"));

INSTANTIATE_TEST_SUITE_P(
    Loaded, DroppedFlagTest,
    testing::Values("-fplugin=x.so", "-fplugin-arg-x-y=z", "-fpass-plugin=x.so",
                    "-Xclang -load -Xclang x.so", "-Xclang -add-plugin -Xclang x",
                    "-Xclang -plugin-arg-x -Xclang y", "-include-pch x.pch", "-Winvalid-pch",
                    "-Xclang -include-pch -Xclang x.pch", "-fpch-preprocess",
                    "-fpch-instantiate-templates", "-include only.h", "-resource-dir /other",
                    "-resource-dir=/other", "-Xclang -ast-dump", "-Xclang -emit-pch",
                    "-Xclang -no-such-flag", "-Xclang -fdump-record-layouts"));

INSTANTIATE_TEST_SUITE_P(Warnings, DroppedFlagTest,
                         testing::Values("-Werror", "-Werror=all", "-Wall -Wextra -Weverything",
                                         "-Wfatal-errors", "-pedantic-errors",
                                         "-W -Wshadow=local"));

INSTANTIATE_TEST_SUITE_P(Inputs, DroppedFlagTest,
                         testing::Values("b.cpp", "b.o", "/p/b.o -lb -Lb", "-Wl,-x", "-Xlinker -x",
                                         "-framework Cocoa", "-T script.ld", "-"));

class KeptFlagTest : public ToolchainFlagsTest, public testing::WithParamInterface<const char *> {};

TEST_P(KeptFlagTest, StaysAsItIs) {
  Words Flags = splitShellWords(GetParam());
  EXPECT_EQ(kept(Flags), Flags);
}

INSTANTIATE_TEST_SUITE_P(
    Meaning, KeptFlagTest,
    testing::Values("-DA -DB=1 -D C=2 -UD -U E", "-Ia -I b -isystem c -iquote d -idirafter e",
                    "-include a.h -imacros b.h", "-std=c++20", "-std=gnu++98", "-ansi",
                    "-fno-exceptions", "-fno-rtti", "-funsigned-char", "-fsigned-char", "-O2",
                    "-Ofast", "-Og", "-pthread", "-fopenmp", "-fms-extensions", "-fdeclspec",
                    "-nostdinc", "-nostdinc++", "-stdlib=libc++", "--sysroot=/s", "-isysroot /s",
                    "-fsanitize=address", "-fPIC", "-fshort-wchar", "-trigraphs", "-fchar8_t",
                    "-fcoroutines", "-fblocks", "-faligned-new=16", "-undef", "-pie -static",
                    "-fno-builtin", "-ffreestanding", "-ffast-math", "-fmodules",
                    "-Wno-c++11-narrowing -Wno-error=implicit-int", "-Xclang -fno-validate-pch",
                    "-Xclang -include -Xclang x.h", "-fvisibility=hidden", "-ftemplate-depth=9"));

INSTANTIATE_TEST_SUITE_P(Layout, KeptFlagTest,
                         testing::Values("-m32", "-mx32", "-fpack-struct", "-fpack-struct=4",
                                         "-fshort-enums", "-mms-bitfields", "-malign-double",
                                         "-march=native", "-march=x86-64-v3 -mtune=native",
                                         "-mavx2 -mno-sse4a", "-mlong-double-64",
                                         "-fms-compatibility", "-fclang-abi-compat=4",
                                         "-mno-ms-bitfields",
                                         "--target=riscv64-linux-gnu -mabi=lp64d"));

// What cannot become a unit

TEST_F(ToolchainFlagsTest, AMissingResponseFileIsNamed) {
  EXPECT_THAT(finalArguments({"clang++", "@obj/a.modmap", "a.cpp"}),
              ElementsAre("! response file 'obj/a.modmap' cannot be read; build the project once "
                          "so that it exists"));
}

TEST_F(ToolchainFlagsTest, OtherLanguagesAreNoUnits) {
  for (const char *File : {"/p/a.S", "/p/a.f90", "/p/a.rc", "/p/noextension", "/p/a.ll"})
    EXPECT_THAT(finalArguments({"clang", "-c", File}, File), ElementsAre("! not a C or C++ file"))
        << File;
}

TEST_F(ToolchainFlagsTest, AnUnknownTargetIsNotReplacedByTheHosts) {
  EXPECT_THAT(kept({"--target=zilog-z80-elf", "-DA"}).front(),
              HasSubstr("! Clang does not take its flags: unknown target triple"));
  EXPECT_THAT(finalArguments({"xtensa-esp32-elf-g++", "a.cpp"}),
              testing::AnyOf(Contains("--target=xtensa-esp32-elf"),
                             ElementsAre(HasSubstr("unknown target triple"))));
}

TEST_F(ToolchainFlagsTest, AWrongExtraArgumentIsTheUsersToMend) {
  Options.ExtraArgs = {"-fno-such-flag"};
  EXPECT_THAT(kept({}), ElementsAre("! Clang does not take its flags: unknown argument: "
                                    "'-fno-such-flag'"));
}

TEST_F(ToolchainFlagsTest, AFlagWithoutItsValueTakesNothingElseWithIt) {
  EXPECT_THAT(finalArguments({"clang++", "a.cpp", "-DA", "-O2", "-o"}), Contains("-O2"));
  EXPECT_THAT(finalArguments({"clang++", "a.cpp", "-DA", "-I"}),
              testing::AllOf(Contains("-DA"), Not(Contains("-I"))));
  EXPECT_THAT(kept({"-O2", "", "-DA", ""}), ElementsAre("-O2", "-DA"));
}

// The whole line

TEST_F(ToolchainFlagsTest, TheLineIsReadyForTheDriver) {
  Options.ExtraArgsBefore = {"-DFIRST", "-I", "x"};
  Options.ExtraArgs = {"-DLAST"};
  EXPECT_THAT(finalArguments({"clang++", "-DMIDDLE", "-c", "a.cpp", "-o", "a.o"}),
              ElementsAre("/usr/bin/clang++", "--driver-mode=g++", "-DFIRST", "-I", "x", "-DMIDDLE",
                          "-fsyntax-only", "-w", "-Qunused-arguments",
                          "-Wno-unknown-warning-option", "-Wno-ignored-optimization-argument",
                          "--offload-host-only", "-fno-caret-diagnostics", "-ignore-pch",
                          "-resource-dir", "/res", "-DLAST", "--", "/p/a.cpp"));
}

TEST_F(ToolchainFlagsTest, TheDriversNameTellsModeAndTarget) {
  auto Mode = [&](const char *Driver, const char *File = "/p/a.cpp") {
    Words All = finalArguments({Driver, "-DA", File}, File);
    return Words(All.begin() + 1, std::ranges::find(All, "-DA"));
  };
  EXPECT_THAT(Mode("clang++-15"), ElementsAre("--driver-mode=g++"));
  EXPECT_THAT(Mode("cc"), ElementsAre("--driver-mode=gcc"));
  EXPECT_THAT(Mode("clang-cpp"), ElementsAre("--driver-mode=gcc"));
  EXPECT_THAT(Mode("/opt/x86_64-linux-gnu-g++-12"),
              ElementsAre("--driver-mode=g++", "--target=x86_64-linux-gnu"));
  EXPECT_THAT(Mode("arm-none-eabi-gcc", "/p/a.c"),
              ElementsAre("--driver-mode=gcc", "--target=arm-none-eabi"));
  EXPECT_THAT(Mode("some-vendors-compiler"), ElementsAre("--driver-mode=gcc"));
}

TEST_F(ToolchainFlagsTest, WhatTheCommandSaysBeatsTheDriversName) {
  Words All = finalArguments(
      {"arm-none-eabi-g++", "--driver-mode=gcc", "--target=aarch64-linux-gnu", "a.cpp"});
  EXPECT_EQ(All[1], "--driver-mode=gcc");
  EXPECT_EQ(All[2], "--target=aarch64-linux-gnu");
  EXPECT_EQ(std::ranges::count(All, "--target=arm-none-eabi"), 0);
}

TEST_F(ToolchainFlagsTest, TheDriverIsWhereItReallyIs) {
  EXPECT_EQ(finalArguments({"../usr/bin/clang++", "a.cpp"})[0], "/usr/bin/clang++");
  EXPECT_EQ(finalArguments({"nowhere/clang++", "a.cpp"})[0], "nowhere/clang++");
}

// Language and inputs

TEST_F(ToolchainFlagsTest, TheLanguageInForceAtTheFileIsKept) {
  EXPECT_THAT(kept({"-x", "c++", "-DA"}, "/p/a.c"), ElementsAre("-DA", "-x", "c++"));
  EXPECT_THAT(kept({"-xc", "-DA"}), ElementsAre("-DA", "-x", "c"));
  EXPECT_THAT(kept({"-x", "c", "b.x", "-x", "none"}), IsEmpty());
  EXPECT_THAT(kept({"-x", "gcc-only-language"}), IsEmpty());
  Words After = finalArguments({"clang++", "-x", "c", "./a.cpp", "-x", "assembler", "b.x"});
  EXPECT_THAT(After, Contains("c"));
  EXPECT_THAT(After, Not(Contains("assembler")));
}

TEST_F(ToolchainFlagsTest, OfSeveralInputsTheEntrysFileStays) {
  for (const Words &Inputs : {Words{"b.cpp", "a.cpp"}, Words{"a.cpp", "b.cpp"},
                              Words{"--", "b.cpp", "./x/../a.cpp"}, Words{"b.cpp"}, Words{}}) {
    Words All = finalArguments(Words{"clang++", "-DA"} + Inputs);
    EXPECT_EQ(All.back(), "/p/a.cpp");
    EXPECT_THAT(All, Not(Contains(HasSubstr("b.cpp"))));
    EXPECT_EQ(std::ranges::count_if(All, [](auto &W) { return W.ends_with("a.cpp"); }), 1);
  }
}

TEST_F(ToolchainFlagsTest, FilesMayLookLikeFlags) {
  EXPECT_EQ(finalArguments({"clang++", "--", "-c.cpp"}, "/p/-c.cpp").back(), "/p/-c.cpp");
  EXPECT_EQ(finalArguments({"clang++", "./@a.cpp"}, "/p/@a.cpp").back(), "/p/@a.cpp");
  EXPECT_EQ(finalArguments({"clang++", "@a.cpp"}, "/p/@a.cpp").back(), "/p/@a.cpp");
}

TEST_F(ToolchainFlagsTest, PreprocessorFlagsAreUnwrapped) {
  EXPECT_THAT(kept({"-Wp,-D_FORTIFY_SOURCE=2,-MD,x.d", "-Xpreprocessor", "-DB"}),
              ElementsAre("-D_FORTIFY_SOURCE=2", "-DB"));
}

TEST_F(ToolchainFlagsTest, PrecompiledHeadersAreReadAsText) {
  add("/p/all.h");
  add("/p/all.h.gch");
  EXPECT_THAT(kept({"-Winvalid-pch", "-include", "all.h"}), ElementsAre("-include", "all.h"));
  EXPECT_THAT(kept({"-include", "/p/all.h"}), ElementsAre("-include", "/p/all.h"));
  EXPECT_THAT(kept({"-include", "somewhere/in/the/path.h"}), Contains("-include"));
  EXPECT_THAT(kept(splitShellWords("-Xclang -include-pch -Xclang all.h.pch -Xclang -include "
                                   "-Xclang all.h")),
              ElementsAre("-Xclang", "-include", "-Xclang", "all.h"));
}

TEST_F(ToolchainFlagsTest, OfSeveralArchitecturesTheFirstIsKept) {
  EXPECT_THAT(kept({"--target=x86_64-apple-macos13", "-arch", "arm64", "-DA", "-arch", "x86_64"}),
              ElementsAre("--target=x86_64-apple-macos13", "-arch", "arm64", "-DA"));
}

TEST_F(ToolchainFlagsTest, RefusedFlagsGoAloneAndForEachLanguage) {
  EXPECT_THAT(kept({"-std=c++17", "-mabi=ms", "-m32", "-flto=7", "-O2"}),
              ElementsAre("-std=c++17", "-m32", "-O2"));
  EXPECT_THAT(finalArguments({"clang", "-std=c++17", "-DA", "a.c"}, "/p/a.c"),
              testing::AllOf(Contains("-DA"), Not(Contains("-std=c++17"))));
  ToolchainFlags Flags(Options, FS); // what is learnt of one unit is not wrong for the next
  for (const char *Definition : {"-DA", "-DB"})
    for (const char *File : {"/p/a.c", "/p/a.cpp"}) {
      auto U = Flags.finalUnit({"/p", File, {"clang", Definition, "-std=c++17", File}, ""});
      ASSERT_TRUE(bool(U)) << llvm::toString(U.takeError());
      EXPECT_EQ(std::ranges::count(U->Arguments, "-std=c++17"),
                File[4] == '.' && File[5] == 'c' && File[6] == 'p');
      EXPECT_THAT(U->Arguments, Contains(Definition));
    }
}

TEST_F(ToolchainFlagsTest, VisualStudiosDriverIsSpokenToInItsWay) {
  Words All = finalArguments(splitShellWords("clang-cl.exe /nologo /EHsc /MDd /Zp4 /DA /I inc /c "
                                             "/WX /W4 /Fooutput /showIncludes /Yupch.h /Fppch.pch "
                                             "/FIpch.h /no-such-flag /clang:-MD /clang:-ffast-math "
                                             "/std:c++20 /Tp a.cpp"));
  for (const char *Kept : {"--driver-mode=cl", "/EHsc", "/MDd", "/Zp4", "/DA", "/I", "inc",
                           "/FIpch.h", "/clang:-ffast-math", "/std:c++20", "/TP",
                           "/clang:-ignore-pch", "-fsyntax-only", "/p/a.cpp"})
    EXPECT_THAT(All, Contains(Kept));
  for (const char *Dropped : {"/c", "/WX", "/W4", "/Fooutput", "/showIncludes", "/Yupch.h",
                              "/Fppch.pch", "/no-such-flag", "/clang:-MD", "/Tp"})
    EXPECT_THAT(All, Not(Contains(Dropped)));
}

// Clang itself agrees

class FinalFlagsParsingTest : public ToolchainFlagsTest {
protected:
  /// Whether Clang parses the file with the final flags and nothing to complain of.
  testing::AssertionResult parses(const Words &Command, const std::string &File,
                                  llvm::StringRef Text) {
    add(File, Text);
    Words Arguments = finalArguments(Command, File);
    FS->setCurrentWorkingDirectory("/p");
    auto Files = llvm::makeIntrusiveRefCnt<clang::FileManager>(clang::FileSystemOptions(), FS);
    clang::tooling::ToolInvocation Invocation(
        Arguments, std::make_unique<clang::SyntaxOnlyAction>(), Files.get());
    clang::DiagnosticConsumer Counter;
    Invocation.setDiagnosticConsumer(&Counter);
    bool Good = Invocation.run() && !Counter.getNumErrors() && !Counter.getNumWarnings();
    return (Good ? testing::AssertionSuccess() : testing::AssertionFailure())
           << testing::PrintToString(Arguments) << Counter.getNumErrors() << " errors, "
           << Counter.getNumWarnings() << " warnings";
  }
};

TEST_F(FinalFlagsParsingTest, FlagsReachTheFrontend) {
  EXPECT_TRUE(parses(splitShellWords("clang++ -std=c++20 -m32 -fpack-struct=1 -DN=5 -fshort-enums "
                                     "-Werror -Wall -mabi=ms -fanalyzer -O2 -c x.cpp -o x.o"),
                     "/p/x.cpp",
                     "struct S { char c; void *p; }; static_assert(sizeof(S) == N);\n"
                     "enum E { A }; static_assert(sizeof(E) == 1 && __OPTIMIZE__);\n"
                     "int unused() { int x; int y = 1u << 40; }"));
}

TEST_F(FinalFlagsParsingTest, EveryKindOfUnitHasOneJob) {
  const char *Text = "struct S { int i; };";
  EXPECT_TRUE(parses({"gcc", "-std=c99", "-c", "u.c"}, "/p/u.c", Text));
  EXPECT_TRUE(parses({"g++", "-c", "v.c"}, "/p/v.c", "class C;"));
  EXPECT_TRUE(parses({"clang", "-x", "c++-header", "w.h"}, "/p/w.h", "class C;"));
  EXPECT_TRUE(parses({"clang++", "w2.h"}, "/p/w2.h", "class C;"));
  EXPECT_TRUE(parses({"clang-cl", "/c", "--", "x.cpp"}, "/p/x.cpp", "class C;"));
  EXPECT_TRUE(parses({"clang", "-E", "-dM", "y.c"}, "/p/y.c", Text));
  EXPECT_TRUE(parses({"clang++", "--precompile", "z.cppm"}, "/p/z.cppm", "class C;"));
  EXPECT_TRUE(parses({"clang++", "-fopenmp", "-fopenmp-targets=nvptx64-nvidia-cuda", "q.cpp"},
                     "/p/q.cpp", "class C;"));
  EXPECT_TRUE(parses({"clang++", "-nocudainc", "-nocudalib", "r.cu"}, "/p/r.cu", "class C;"));
  EXPECT_TRUE(parses({"clang", "s.mm"}, "/p/s.mm", "class C;"));
  EXPECT_TRUE(parses({"clang", "t.i"}, "/p/t.i", Text));
}

} // namespace
} // namespace memlint
