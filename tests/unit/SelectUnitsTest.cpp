#include "analysis/project/CompileCommands.h"

#include "llvm/Support/VirtualFileSystem.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace memlint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Words = std::vector<std::string>;

class SelectUnitsTest : public testing::Test {
protected:
  void add(llvm::StringRef Path) { FS->addFile(Path, 0, llvm::MemoryBuffer::getMemBuffer("")); }
  /// The files that the patterns choose among those of `Files`, or the error's message.
  Words choose(const Words &Files, const Words &Patterns, const std::string &Cwd = "/p",
               const std::string &Root = "/p") {
    CompileCommands Commands;
    Commands.reserve(Files.size());
    for (const std::string &File : Files)
      Commands.emplace_back("/p", File, Words{"c++", "-DX", File}, "");
    auto Chosen = selectUnits(Commands, {Patterns, Cwd, Root}, *FS);
    if (!Chosen)
      return {llvm::toString(Chosen.takeError())};
    Words Result;
    for (auto &Command : *Chosen)
      Result.push_back(Command.Filename);
    return Result;
  }

  llvm::IntrusiveRefCntPtr<llvm::vfs::InMemoryFileSystem> FS =
      llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
};

TEST_F(SelectUnitsTest, APatternThatFitsNothingIsAnErrorThatNamesIt) {
  Words Files{"/p/src/net.cpp", "/p/src/disk.cpp"};
  EXPECT_EQ(choose(Files, {"src/nte.cpp"}),
            Words{"no unit fits 'src/nte.cpp'; did you mean 'src/net.cpp'?"});
  EXPECT_EQ(choose(Files, {"net.cpp", "x/*.cpp"}), Words{"no unit fits 'x/*.cpp'"});
  EXPECT_EQ(choose(Files, {"entirely-different.hpp"}),
            Words{"no unit fits 'entirely-different.hpp'"});
  EXPECT_THAT(choose(Files, {"src/[.cpp"}).front(), HasSubstr("'src/[.cpp' is not a glob"));
  add("/p/docs/index.md");
  EXPECT_EQ(choose(Files, {"docs"}), Words{"no unit fits 'docs'"});
  EXPECT_EQ(choose(Files, {"docs/index.md"}), Words{"'docs/index.md' is not a C or C++ file"});
}

TEST_F(SelectUnitsTest, GlobsChooseUnits) {
  Words Files{"/p/net.cpp", "/p/src/net.cpp", "/p/src/a/netmask.cpp", "/p/src/disk.cpp",
              "/q/net.c"};
  EXPECT_EQ(choose(Files, {}), Files);
  EXPECT_THAT(choose(Files, {"src/**/net*.cpp"}),
              ElementsAre("/p/src/net.cpp", "/p/src/a/netmask.cpp"));
  EXPECT_THAT(choose(Files, {"src/*.cpp"}), ElementsAre("/p/src/net.cpp", "/p/src/disk.cpp"));
  EXPECT_THAT(choose(Files, {"./src/{disk,a/net*}.cpp"}),
              ElementsAre("/p/src/a/netmask.cpp", "/p/src/disk.cpp"));
  EXPECT_THAT(choose(Files, {"net.c*"}), ElementsAre("/p/net.cpp", "/p/src/net.cpp", "/q/net.c"));
  EXPECT_THAT(choose(Files, {"/q/**"}), ElementsAre("/q/net.c"));
  EXPECT_THAT(choose(Files, {"../*.cpp"}, "/p/src"), ElementsAre("/p/net.cpp"));
  EXPECT_THAT(choose(Files, {"src/d*"}, "/elsewhere"), ElementsAre("/p/src/disk.cpp"));
  EXPECT_THAT(choose(Files, {"a/*", "src/d*", "a/n*"}, "/p/src"),
              ElementsAre("/p/src/a/netmask.cpp", "/p/src/disk.cpp"));
}

TEST_F(SelectUnitsTest, FilesAndDirectoriesChooseUnits) {
  Words Files{"/p/net.cpp", "/p/src/net.cpp", "/p/srcs/x.cpp"};
  for (const std::string &File : Files)
    add(File);
  EXPECT_THAT(choose(Files, {"net.cpp"}), ElementsAre("/p/net.cpp"));
  EXPECT_THAT(choose(Files, {"net.cpp"}, "/p/src"), ElementsAre("/p/src/net.cpp"));
  EXPECT_THAT(choose(Files, {"src"}), ElementsAre("/p/src/net.cpp"));
  EXPECT_THAT(choose(Files, {"/p/src/"}), ElementsAre("/p/src/net.cpp"));
  EXPECT_THAT(choose(Files, {"src/net.cpp"}, "/p/src"), ElementsAre("/p/src/net.cpp"));
}

TEST_F(SelectUnitsTest, AHeaderTakesTheFlagsOfTheNearestUnit) {
  add("/p/src/net.h");
  CompileCommands Commands{{"/p", "/p/src/net.cpp", {"c++", "-DNET", "-c", "src/net.cpp"}, ""},
                           {"/p", "/p/lib/disk.c", {"cc", "-DDISK", "-c", "lib/disk.c"}, ""}};
  auto Chosen = selectUnits(Commands, {{"src/net.h"}, "/p", "/p"}, *FS);
  ASSERT_TRUE(bool(Chosen)) << llvm::toString(Chosen.takeError());
  ASSERT_EQ(Chosen->size(), 1u);
  EXPECT_EQ(Chosen->front().Filename, "/p/src/net.h");
  EXPECT_EQ(Chosen->front().Directory, "/p");
  EXPECT_THAT(Chosen->front().CommandLine,
              testing::AllOf(testing::Contains("-DNET"), testing::Contains("c++-header"),
                             testing::Not(testing::Contains("src/net.cpp"))));
}

} // namespace
} // namespace memlint
