#include "tool/ReplaceFiles.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include <sys/stat.h>

namespace memlint {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class ReplaceFiles : public testing::Test {
protected:
  void SetUp() override {
    llvm::SmallString<128> Made;
    ASSERT_FALSE(llvm::sys::fs::createUniqueDirectory("memlint-replace", Made));
    Root = Made.str().str();
  }
  void TearDown() override { llvm::sys::fs::remove_directories(Root); }

  std::string at(const std::string &Name) const { return Root + "/" + Name; }
  void write(const std::string &Name, const std::string &Text) const {
    std::ofstream(at(Name), std::ios::binary) << Text;
  }
  std::string read(const std::string &Name) const {
    auto Buffer = llvm::MemoryBuffer::getFile(at(Name));
    return Buffer ? (*Buffer)->getBuffer().str() : "(unreadable)";
  }
  std::size_t entries() const {
    std::size_t Count = 0;
    std::error_code Error;
    for (llvm::sys::fs::directory_iterator I(Root, Error), End; I != End; I.increment(Error))
      ++Count;
    return Count;
  }
  std::string replaced(const std::map<std::string, ChangedText> &Files) const {
    std::map<std::string, ChangedText> Absolute;
    for (const auto &[Name, Texts] : Files)
      Absolute[at(Name)] = Texts;
    return llvm::toString(replaceFiles(Absolute));
  }

  std::string Root;
};

TEST_F(ReplaceFiles, AFileThatChangedStopsAll) {
  write("a", "a");
  write("b", "somebody was here");
  EXPECT_EQ(replaced({{"a", {"a", "A"}}, {"b", {"b", "B"}}}),
            "cannot write '" + at("b") +
                "': it has changed since it was read; nothing was changed");
  EXPECT_EQ(read("a"), "a");
  EXPECT_EQ(read("b"), "somebody was here");
  EXPECT_EQ(entries(), 2u) << "nothing temporary is left";
}

TEST_F(ReplaceFiles, AFileThatIsGoneStopsAll) {
  write("a", "a");
  EXPECT_THAT(replaced({{"a", {"a", "A"}}, {"b", {"b", "B"}}}),
              AllOf(HasSubstr(at("b")), HasSubstr("No such file")));
  EXPECT_EQ(read("a"), "a");
  EXPECT_EQ(entries(), 1u);
}

TEST_F(ReplaceFiles, BytesModesAndLinksAreKept) {
  std::string Old("a\r\n\0\xFF", 5), New("b\r\n\0\xFF", 5);
  write("real", Old);
  ASSERT_EQ(::chmod(at("real").c_str(), 0775), 0);
  ASSERT_FALSE(llvm::sys::fs::create_link(at("real"), at("link")));
  EXPECT_EQ(replaced({{"link", {Old, New}}}), "");
  EXPECT_EQ(read("real"), New);
  EXPECT_TRUE(llvm::sys::fs::is_symlink_file(at("link")));
  auto Mode = llvm::sys::fs::getPermissions(at("real"));
  ASSERT_TRUE(bool(Mode));
  EXPECT_EQ(static_cast<unsigned>(*Mode), 0775u);
  EXPECT_EQ(entries(), 2u);
}

TEST_F(ReplaceFiles, NoFiles) { EXPECT_EQ(replaced({}), ""); }

} // namespace
} // namespace memlint
