// What --codegen says of small sources, whose fate under LLVM's passes is known: `$` stands before
// each place that is asked about.
#include "analysis/extract/codegen/Survivors.h"
#include "analysis/project/ResourceDir.h"

#include "llvm/Support/MemoryBuffer.h"

#include <gmock/gmock.h>

namespace memlint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Fates = std::vector<Fate>;

constexpr Fate Absent = Fate::Absent, Unclear = Fate::Unclear, Removed = Fate::Removed,
               Survives = Fate::Survives;

/// The text without its marks, and where they stood.
std::pair<std::string, std::vector<SourcePlace>> withoutMarks(const std::string &Marked,
                                                              const std::string &File) {
  std::string Text;
  std::vector<SourcePlace> Places;
  std::uint32_t Line = 1, Column = 1;
  for (char C : Marked) {
    if (C == '$') {
      Places.push_back({File, Line, Column});
      continue;
    }
    Text += C;
    ++Column;
    if (C == '\n')
      ++Line, Column = 1;
  }
  return {Text, Places};
}

struct Compiled {
  CompiledSites Sites;
  std::string Failure;
};

Compiled compiled(const std::string &Marked, std::vector<std::string> Flags = {"-O2"},
                  const std::string &Main = "a.cpp", const std::string &Header = "") {
  auto Memory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  auto [Text, Places] = withoutMarks(Marked, Main);
  auto [HeaderText, HeaderPlaces] = withoutMarks(Header, "sub/a.h");
  Places.insert(Places.end(), HeaderPlaces.begin(), HeaderPlaces.end());
  Memory->addFile("/project/" + Main, 0, llvm::MemoryBuffer::getMemBufferCopy(Text));
  Memory->addFile("/project/sub/a.h", 0, llvm::MemoryBuffer::getMemBufferCopy(HeaderText));
  auto Disk = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(
      llvm::vfs::createPhysicalFileSystem());
  Disk->pushOverlay(Memory);
  std::vector<std::string> Arguments{Main.ends_with(".c") ? "clang" : "clang++",
                                     "-fsyntax-only",
                                     "-w",
                                     "-fno-caret-diagnostics",
                                     "-resource-dir",
                                     compiledInResourceDir()};
  if (!Main.ends_with(".c"))
    Arguments.push_back("-std=c++20");
  Arguments.insert(Arguments.end(), Flags.begin(), Flags.end());
  Arguments.push_back("/project/" + Main);
  auto Result = survivorsOf(Arguments, Disk, "/project", Places);
  if (!Result)
    return {{}, llvm::toString(Result.takeError())};
  return {std::move(*Result), ""};
}

Fates fates(const std::string &Marked, std::vector<std::string> Flags = {"-O2"},
            const std::string &Main = "a.cpp", const std::string &Header = "") {
  Compiled Result = compiled(Marked, std::move(Flags), Main, Header);
  EXPECT_EQ(Result.Failure, "") << Marked;
  return Result.Sites.Fates;
}

const std::string Point = "#include <memory>\n"
                          "struct P { int x = 0, y = 0; };\n"
                          "int reads(const P *p [[clang::noescape]]);\n";

TEST(Survivors, WhatInliningShowsIsRemoved) {
  EXPECT_THAT(fates(Point + "int f() { auto p = $std::make_unique<P>(); return p->x; }\n"
                            "int g() { P *p = $new P; int x = p->x; delete p; return x; }\n"),
              ElementsAre(Removed, Removed));
}

TEST(Survivors, WhatOthersReadSurvives) {
  EXPECT_THAT(
      fates("#include <vector>\n" + Point +
            "int f() { auto p = $std::make_unique<P>(); return reads(p.get()); }\n"
            "int g() { P *p = $new P; int x = reads(p); delete p; return x; }\n"
            "void fill(int *);\n"
            "int h() { int *a = $new int[16]; fill(a); int x = a[3]; delete[] a; return x; }\n"
            "int i() { std::vector<int> $v(8); fill(v.data()); return v[7]; }\n"
            "int j() { auto s = $std::make_shared<P>(); return reads(s.get()); }\n"),
      ElementsAre(Survives, Survives, Survives, Survives, Survives));
}

TEST(Survivors, WithoutOptimisationAllSurvive) {
  const std::string Text = "#include <vector>\n" + Point +
                           "int f() { auto p = $std::make_unique<P>(); return p->x; }\n"
                           "int g() { P *p = $new P; int x = p->x; delete p; return x; }\n"
                           "int h() { std::vector<int> $v(8); return v[7]; }\n";
  EXPECT_THAT(fates(Text, {"-O0"}), ElementsAre(Survives, Survives, Survives));
  EXPECT_THAT(fates(Text, {"-Os"}), ElementsAre(Removed, Removed, testing::_));
}

TEST(Survivors, CalleesThatAreNotInlined) {
  EXPECT_THAT(fates("struct P { int x = 0, y = 0; };\n"
                    "template <class T> [[gnu::noinline]] T *make() { return new T; }\n"
                    "int f() { P *p = $make<P>(); int x = p->x; delete p; return x; }\n"
                    "[[gnu::noinline]] static int once() { P *p = $new P; int x = p->x; delete p;\n"
                    "  return x; }\n"
                    "int g() { return once() + once(); }\n"),
              ElementsAre(Survives, Removed));
}

TEST(Survivors, AnAllocationOfTheConstructorIsAnother) {
  EXPECT_THAT(fates("#include <memory>\n"
                    "struct Q { int *a; Q(); ~Q(); };\n"
                    "inline Q::Q() : a($new int) {}\n"
                    "struct H { int x = 0; H(); };\n"
                    "void keep(int *);\n"
                    "[[gnu::noinline]] H::H() { keep($new int); }\n"
                    "inline Q::~Q() { keep(a); }\n"
                    "void f() { auto q = $std::make_unique<Q>(); }\n"
                    "int g() { auto h = $std::make_unique<H>(); return h->x; }\n"),
              ElementsAre(Survives, Survives, Removed, Survives));
}

TEST(Survivors, MergedCallsAreNobodysOwn) {
  EXPECT_THAT(fates("struct P { int x; };\nvoid use(P *);\n"
                    "void f(bool c) {\n"
                    "  P *p;\n"
                    "  if (c)\n"
                    "    p = $new P{1};\n"
                    "  else\n"
                    "    p = $new P{2};\n"
                    "  use(p);\n"
                    "}\n"
                    "void g() { use($new P{3}); }\n"),
              ElementsAre(Unclear, Unclear, Survives));
}

TEST(Survivors, WhatIsNeverCompiledIsAbsent) {
  EXPECT_THAT(fates(Point + "inline int f() { P *p = $new P; int x = p->x; delete p; return x; }\n"
                            "template <class T> int g() { auto p = $new T; return p->x; }\n"
                            "$int x;\n"
                            "static int h() { P *p = $new P; return p->x; }\n"),
              ElementsAre(Absent, Absent, Absent, Absent));
}

TEST(Survivors, FunctionsOutOfSightAreUnclear) {
  EXPECT_THAT(fates("void *pool(unsigned long);\nint *make();\n"
                    "int f() { int *p = $make(); return *p; }\n"
                    "void *g() { return $pool(8); }\n"),
              ElementsAre(Unclear, Unclear));
}

TEST(Survivors, ColumnsTellAllocationsOfALineApart) {
  EXPECT_THAT(fates(Point + "int e() { auto p = $std::make_unique<P>(), q = "
                            "$std::make_unique<P>(); return reads(p.get()) + q->x; }\n"
                            "int f() { auto $p = std::make_unique<P>(); return p->x; }\n"
                            "int g() { auto $p = std::make_unique<P>(); return reads(p.get()); }\n"
                            "int h() { auto $p = std::make_unique<P>(), q = "
                            "std::make_unique<P>(); return reads(p.get()) + q->x; }\n"),
              ElementsAre(Survives, Removed, Removed, Survives, Unclear));
}

TEST(Survivors, InstancesOfATemplate) {
  EXPECT_THAT(fates("void see(long *);\nvoid see(char *) = delete;\n"
                    "template <class T> T f() { T *p = $new T(1);\n"
                    "  if constexpr (sizeof(T) > 1) see(p);\n"
                    "  T x = *p; delete p; return x; }\n"
                    "template <class T> T g() { T *p = $new T(1); T x = *p; delete p; return x; }\n"
                    "long all() { return f<char>() + f<long>() + g<char>() + g<long>(); }\n"),
              ElementsAre(Survives, Removed));
}

TEST(Survivors, InlinedIntoOthersAndInHeaders) {
  EXPECT_THAT(fates("#include \"sub/a.h\"\n"
                    "static int f(bool c) { P *p = $new P; if (c) see(p); int x = p->x; delete p;\n"
                    "  return x; }\n"
                    "int once() { return f(false); }\n"
                    "int both() { return f(true) + in(); }\n",
                    {"-O2"}, "a.cpp",
                    "struct P { int x = 0; };\nvoid see(P *);\n"
                    "inline int in() { P *p = $new P; int x = p->x; delete p; return x; }\n"
                    "inline int out() { P *p = $new P; int x = p->x; delete p; return x; }\n"),
              ElementsAre(Survives, Removed, Absent));
}

TEST(Survivors, AllocationFunctionsOfC) {
  EXPECT_THAT(fates("#include <stdlib.h>\n#include <string.h>\nvoid see(void *);\n"
                    "int f(void) { int *p = $malloc(4); *p = 1; int x = *p; free(p); return x; }\n"
                    "void g(void) { void *p = $calloc(4, 4); see(p); free(p); }\n"
                    "void h(void) { void *p = $malloc(64); memset(p, 0, 64); see(p); free(p); }\n"
                    "void i(void) { void *p = $aligned_alloc(64, 64); see(p); free(p); }\n",
                    {"-O2"}, "a.c"),
              ElementsAre(Removed, Survives, Survives, Survives));
}

TEST(Survivors, MarkedSoThatNothingIsAssumedOfThem) {
  EXPECT_THAT(fates("#include <stdlib.h>\n"
                    "int f(void) { int *p = $malloc(4); *p = 1; int x = *p; free(p); return x; }\n",
                    {"-O2", "-fno-builtin"}, "a.c"),
              ElementsAre(Survives));
  EXPECT_THAT(fates("#include <new>\n"
                    "void f() { void *p = $::operator new(8); ::operator delete(p); }\n"
                    "void g() { void *p = $new char[8]; delete[] p; }\n"),
              ElementsAre(Survives, Removed));
}

TEST(Survivors, CoroutinesAndExceptions) {
  EXPECT_THAT(fates("struct P { int x = 0; };\nvoid see(P *);\n"
                    "int f() { P *p = $new P; try { see(p); } catch (...) { delete p; throw; }\n"
                    "  int x = p->x; delete p; return x; }\n"
                    "int g() try { P *p = $new P; int x = p->x; delete p; return x; }\n"
                    "catch (...) { return 1; }\n"),
              ElementsAre(Survives, Removed));
  EXPECT_THAT(
      fates("#include <coroutine>\n"
            "struct P { int x = 0; };\nvoid see(P *);\n"
            "struct Task { void *frame; struct promise_type {\n"
            "  Task get_return_object() {\n"
            "    return {std::coroutine_handle<promise_type>::from_promise(*this).address()}; }\n"
            "  std::suspend_always initial_suspend() noexcept { return {}; }\n"
            "  std::suspend_always final_suspend() noexcept { return {}; }\n"
            "  void return_void() {} void unhandled_exception() {} }; };\n"
            "Task f() { co_await std::suspend_always{}; P *p = $new P; see(p); delete p; }\n"),
      ElementsAre(Survives));
}

TEST(Survivors, PlacesFollowLineDirectives) {
  EXPECT_THAT(fates("struct P { int x = 0; };\nvoid see(P *);\n"
                    "#line 100 \"grammar.y\"\n"
                    "int f() { P *p = $new P; int x = p->x; delete p; return x; }\n"
                    "void g() { P *p = $new P; see(p); delete p; }\n"
                    "#line 3 \"a.cpp\"\n"
                    "void h() { P *p = $new P; see(p); delete p; }\n"),
              ElementsAre(Removed, Survives, Survives));
}

TEST(Survivors, FlagsThatWouldHideIt) {
  const std::string Text = "struct P { int x = 0; };\nvoid see(P *);\n"
                           "int f() { P *p = $new P; int x = p->x; delete p; return x; }\n"
                           "void g() { P *p = $new P; see(p); delete p; }\n";
  for (const char *Flag : {"-flto", "-flto=thin", "-ffile-prefix-map=/project=/elsewhere",
                           "-fdebug-compilation-dir=/elsewhere", "-fno-exceptions", "-m32"})
    EXPECT_THAT(fates(Text, {"-O2", Flag}), ElementsAre(Removed, Survives)) << Flag;
}

TEST(Survivors, TheLevelThatFlagsSay) {
  for (const auto &[Flag, Level] :
       std::vector<std::pair<std::string, std::string>>{{"-O0", "-O0"},
                                                        {"-O1", "-O1"},
                                                        {"-Og", "-O1"},
                                                        {"-O", "-O1"},
                                                        {"-O2", "-O2"},
                                                        {"-O3", "-O3"},
                                                        {"-Ofast", "-O3"},
                                                        {"-Os", "-Os"},
                                                        {"-Oz", "-Oz"}})
    EXPECT_EQ(compiled("int x;\n", {Flag}).Sites.Level, Level);
}

TEST(Survivors, WhatCannotBeCompiled) {
  EXPECT_THAT(compiled("int f() { return y; }\n").Failure, HasSubstr("a.cpp:1:18: use of"));
  EXPECT_THAT(compiled("int f() { return 1; }\n", {"--target=tce-none-none"}).Failure,
              HasSubstr("this LLVM has no backend for 'tce-none-none'"));
  EXPECT_THAT(compiled("", {}).Failure, "");
}

} // namespace
} // namespace memlint
