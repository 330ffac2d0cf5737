#include "tool/CountsFile.h"

#include "llvm/Support/MemoryBuffer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace memlint {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

using Counts = std::map<std::string, std::uint64_t, std::less<>>;

llvm::Expected<Counts> read(const std::string &Text) {
  llvm::vfs::InMemoryFileSystem Disk;
  Disk.addFile("/counts", 0, llvm::MemoryBuffer::getMemBufferCopy(Text));
  return readCounts(Disk, "/counts");
}

Counts counts(const std::string &Text) {
  auto Read = read(Text);
  if (!Read) {
    ADD_FAILURE() << llvm::toString(Read.takeError());
    return {};
  }
  return *Read;
}

std::string wrong(const std::string &Text) {
  auto Read = read(Text);
  EXPECT_FALSE(bool(Read)) << Text;
  return Read ? "" : llvm::toString(Read.takeError());
}

TEST(CountsFileTest, ReadsNumbersAndNames) {
  EXPECT_THAT(
      counts("# measured\n\n  12 ns::Node # in the parser\r\n0\tA\n7 std::pair<int, long>\n"),
      ElementsAre(Pair("A", 0), Pair("ns::Node", 12), Pair("std::pair<int, long>", 7)));
  EXPECT_THAT(counts(""), IsEmpty());
}

TEST(CountsFileTest, PassesOverWhatStandsBeforeAName) {
  EXPECT_THAT(counts("1 struct A\n2 class ::B\n4 ::A\n8 structure\n"),
              ElementsAre(Pair("A", 5), Pair("B", 2), Pair("structure", 8)))
      << "lines of one type add up";
}

TEST(CountsFileTest, NamesEveryLineThatIsWrong) {
  EXPECT_EQ(wrong("1 A\nmany B\n# c\n12\n-3 C\n"),
            "/counts:2: error: 'many B' is not a number and a type's name\n"
            "/counts:4: error: '12' is not a number and a type's name\n"
            "/counts:5: error: '-3 C' is not a number and a type's name");
}

TEST(CountsFileTest, StaysWithinItsNumbers) {
  EXPECT_THAT(counts("18446744073709551615 A\n5 A\n"), ElementsAre(Pair("A", UINT64_MAX)));
  EXPECT_NE(wrong("18446744073709551616 A\n"), "");
}

TEST(CountsFileTest, SaysWhichFileItCannotRead) {
  llvm::vfs::InMemoryFileSystem Disk;
  auto Read = readCounts(Disk, "/absent");
  ASSERT_FALSE(bool(Read));
  EXPECT_THAT(llvm::toString(Read.takeError()),
              testing::StartsWith("--counts: '/absent' cannot be read: "));
}

} // namespace
} // namespace memlint
