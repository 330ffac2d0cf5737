#include "tool/OutputFile.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <gtest/gtest.h>

#include <string>
#include <system_error>
#include <vector>

namespace memlint {
namespace {

class OutputFile : public testing::Test {
protected:
  void SetUp() override {
    ASSERT_FALSE(llvm::sys::fs::createUniqueDirectory("memlint-output", Directory));
  }
  void TearDown() override { llvm::sys::fs::remove_directories(Directory); }

  std::string at(llvm::StringRef Name) const {
    llvm::SmallString<128> Path(Directory);
    llvm::sys::path::append(Path, Name);
    return Path.str().str();
  }
  static std::string contentOf(const std::string &Path) {
    auto Buffer = llvm::MemoryBuffer::getFile(Path);
    return Buffer ? (*Buffer)->getBuffer().str() : "(unreadable)";
  }
  std::size_t entries() const {
    std::size_t Count = 0;
    std::error_code Error;
    for (llvm::sys::fs::directory_iterator I(Directory, Error), End; I != End; I.increment(Error))
      ++Count;
    return Count;
  }
  static std::string written(llvm::StringRef Path, llvm::StringRef Content) {
    return llvm::toString(writeOutput(Path, Content));
  }

  llvm::SmallString<128> Directory;
};

TEST_F(OutputFile, MissingDirectoryIsNamedAndNotMade) {
  std::string Path = at("no/such/out.sarif");
  EXPECT_EQ(written(Path, "x"), "cannot write '" + Path + "': No such file or directory");
  EXPECT_EQ(entries(), 0U);
}

TEST_F(OutputFile, ReplacingAFileKeepsItsMode) {
  std::string Path = at("out.sarif");
  EXPECT_EQ(written(Path, "old"), "");
  auto Private = llvm::sys::fs::owner_read | llvm::sys::fs::owner_write;
  ASSERT_FALSE(llvm::sys::fs::setPermissions(Path, Private));
  EXPECT_EQ(written(Path, "new"), "");
  auto Mode = llvm::sys::fs::getPermissions(Path);
  ASSERT_TRUE(Mode);
  EXPECT_EQ(*Mode, Private);
}

TEST_F(OutputFile, DirectoryIsNoFile) {
  std::string Path = Directory.str().str();
  EXPECT_EQ(written(Path, "x"), "cannot write '" + Path + "': Is a directory");
}

TEST_F(OutputFile, FullDeviceIsAnErrorNotASuccess) {
  if (!llvm::sys::fs::exists("/dev/full"))
    GTEST_SKIP() << "no /dev/full here";
  EXPECT_EQ(written("/dev/full", "x"), "cannot write '/dev/full': No space left on device");
}

TEST_F(OutputFile, DeviceStaysADevice) {
  EXPECT_EQ(written("/dev/null", "x"), "");
  llvm::sys::fs::file_status Status;
  ASSERT_FALSE(llvm::sys::fs::status("/dev/null", Status));
  EXPECT_EQ(Status.type(), llvm::sys::fs::file_type::character_file);
}

TEST_F(OutputFile, OldContentIsReplacedWhole) {
  std::string Path = at("out.json");
  EXPECT_EQ(written(Path, std::string(100000, 'a')), "");
  EXPECT_EQ(written(Path, "short"), "");
  EXPECT_EQ(contentOf(Path), "short");
  EXPECT_EQ(entries(), 1U) << "nothing temporary is left";
}

TEST_F(OutputFile, LinkIsFollowed) {
  ASSERT_EQ(written(at("real.json"), "old"), "");
  ASSERT_FALSE(llvm::sys::fs::create_link(at("real.json"), at("link.json")));
  EXPECT_EQ(written(at("link.json"), "new"), "");
  EXPECT_EQ(contentOf(at("real.json")), "new");
  EXPECT_TRUE(llvm::sys::fs::is_symlink_file(at("link.json")));
}

TEST_F(OutputFile, BytesAreKept) {
  std::string Content("a\r\nb\0c\xFF", 7);
  EXPECT_EQ(written(at("out"), Content), "");
  EXPECT_EQ(contentOf(at("out")), Content);
}

TEST_F(OutputFile, NoPathAndDashAreTheStandardOutput) {
  testing::internal::CaptureStdout();
  EXPECT_EQ(written("", "one "), "");
  EXPECT_EQ(written("-", "two"), "");
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "one two");
}

} // namespace
} // namespace memlint
