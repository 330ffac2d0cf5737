#include "analysis/project/ResourceDir.h"

#include "llvm/Support/VirtualFileSystem.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace memlint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class ResourceDirTest : public testing::Test {
protected:
  std::string find(ResourceDirRequest Request) {
    if (!Request.Run)
      Request.Run = [](llvm::ArrayRef<std::string>) { return std::nullopt; };
    auto Found = findResourceDir(Request, *FS);
    return Found ? *Found : "! " + llvm::toString(Found.takeError());
  }
  void addHeaders(const std::string &Directory) {
    FS->addFile(Directory + "/include/stddef.h", 0, llvm::MemoryBuffer::getMemBuffer(""));
  }

  llvm::IntrusiveRefCntPtr<llvm::vfs::InMemoryFileSystem> FS =
      llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
};

TEST_F(ResourceDirTest, NoneIsAnErrorThatSaysWhatToDo) {
  std::string Said = find({"", "/opt/bin/memlint", "/built/in", nullptr});
  EXPECT_THAT(Said, HasSubstr("neither in '/opt/lib/clang/22' nor in '/built/in'; install"));
  EXPECT_EQ(Said.find('\n'), std::string::npos);
}

TEST_F(ResourceDirTest, TheGivenOneIsTheOnlyOneTried) {
  addHeaders("/built/in");
  EXPECT_EQ(find({"/given", "", "/built/in", nullptr}),
            "! --resource-dir '/given' holds no include/stddef.h");
  addHeaders("/w/given");
  FS->setCurrentWorkingDirectory("/w");
  EXPECT_EQ(find({"given", "", "/built/in", nullptr}), "/w/given");
}

TEST_F(ResourceDirTest, BesideTheBinaryThenBuiltInThenFromClang) {
  ProgramRunner Clang = [](llvm::ArrayRef<std::string> Words) {
    EXPECT_THAT(Words, ElementsAre("clang-22", "-print-resource-dir"));
    return std::optional<std::string>("/named/22\n");
  };
  addHeaders("/named/22");
  EXPECT_EQ(find({"", "/opt/bin/memlint", "/built/in", Clang}), "/named/22");
  addHeaders("/built/in");
  EXPECT_EQ(find({"", "/opt/bin/memlint", "/built/in", Clang}), "/built/in");
  addHeaders("/opt/lib/clang/22");
  EXPECT_EQ(find({"", "/opt/bin/memlint", "/built/in", Clang}), "/opt/lib/clang/22");
}

TEST_F(ResourceDirTest, TheBuildsOwnHoldsTheHeaders) {
  ResourceDirRequest Request;
  auto Found = findResourceDir(Request, *llvm::vfs::getRealFileSystem());
  EXPECT_TRUE(bool(Found)) << llvm::toString(Found.takeError());
}

} // namespace
} // namespace memlint
