#include "analysis/project/ProjectRoot.h"

#include "analysis/project/CompileCommands.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace memlint {
namespace {

using Words = std::vector<std::string>;

class ProjectRootTest : public testing::Test {
protected:
  void add(llvm::StringRef Path) { FS->addFile(Path, 0, llvm::MemoryBuffer::getMemBuffer("")); }

  llvm::IntrusiveRefCntPtr<llvm::vfs::InMemoryFileSystem> FS =
      llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
};

TEST_F(ProjectRootTest, TheRootIsUnderVersionControl) {
  add("/p/.git/HEAD");
  add("/p/build/x");
  EXPECT_EQ(projectRoot("/p/build", {"/q/a.cpp"}, "/w", *FS), "/p");
  add("/p/build/sub/.git"); // a worktree's is a file
  EXPECT_EQ(projectRoot("/p/build/sub", {}, "/w", *FS), "/p/build/sub");
  EXPECT_EQ(projectRoot("/obj", {"/p/src/a.cpp", "/p/src/b/c.cpp"}, "/w", *FS), "/p");
}

TEST_F(ProjectRootTest, TheRootIsElseWhatAllFilesHaveInCommon) {
  EXPECT_EQ(projectRoot("/obj", {"/p/src/a.cpp", "/p/srcs/b.cpp"}, "/w", *FS), "/p");
  EXPECT_EQ(projectRoot("/obj", {"/p/src/a.cpp"}, "/w", *FS), "/p/src");
  EXPECT_EQ(projectRoot("/obj", {"/p/a.cpp", "/q/b.cpp"}, "/w", *FS), "/w");
  EXPECT_EQ(projectRoot("/obj", {"/a.cpp"}, "/w", *FS), "/w");
  EXPECT_EQ(projectRoot("/obj", {}, "/w", *FS), "/w");
}

// Symbolic links, which a file system in memory does not resolve

class LinkedProjectTest : public testing::Test {
protected:
  void SetUp() override {
    llvm::SmallString<128> Made;
    ASSERT_FALSE(llvm::sys::fs::createUniqueDirectory("memlint-links", Made));
    ASSERT_FALSE(llvm::sys::fs::real_path(Made, Base));
    namespace fs = std::filesystem;
    fs::create_directories(at("real/build"));
    fs::create_directories(at("real/.hg"));
    fs::create_directories(at("elsewhere/build"));
    std::ofstream(at("real/net.cpp"));
    std::ofstream(at("elsewhere/a.cpp"));
    fs::create_directory_symlink(at("real"), at("p"));
    fs::create_directory_symlink(at("elsewhere/build"), at("real/out"));
  }
  void TearDown() override { std::filesystem::remove_all(at("")); }

  std::string at(llvm::StringRef Path) const { return (Base + "/" + Path).str(); }

  llvm::SmallString<128> Base;
  std::unique_ptr<llvm::vfs::FileSystem> FS = llvm::vfs::createPhysicalFileSystem();
};

TEST_F(LinkedProjectTest, LinksDoNotHideUnits) {
  CompileCommands Commands{{at("p"), at("p/net.cpp"), Words{"c++", at("p/net.cpp")}, ""}};
  for (const char *Pattern : {"net.cpp", "./n*.cpp", "../real/net.cpp", "."}) {
    auto Chosen = selectUnits(Commands, {{Pattern}, at("real"), at("real")}, *FS);
    ASSERT_TRUE(bool(Chosen)) << llvm::toString(Chosen.takeError());
    ASSERT_EQ(Chosen->size(), 1u) << Pattern;
    EXPECT_EQ(Chosen->front().Filename, at("p/net.cpp"));
  }
}

TEST_F(LinkedProjectTest, DotsAfterALinkLeadWhereTheSystemSays) {
  std::ofstream(at("real/db.json"))
      << R"([{"directory": ")" + at("real/out") + R"(", "file": "../a.cpp", "command": "c++ x"}])";
  auto Commands = loadDatabase(at("real/db.json"), *FS);
  ASSERT_TRUE(bool(Commands)) << llvm::toString(Commands.takeError());
  EXPECT_EQ(Commands->front().Filename, at("real/out/../a.cpp"));
}

TEST_F(LinkedProjectTest, TheRootHasNoLinks) {
  EXPECT_EQ(projectRoot(at("p/build"), {}, "/w", *FS), at("real"));
  EXPECT_EQ(projectRoot("/", {at("p/net.cpp")}, "/w", *FS), at("real"));
}

} // namespace
} // namespace memlint
