#include "tool/LineHash.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace memlint {
namespace {

using Hashes = std::vector<std::string>;

// The inputs and hashes that GitHub publishes for its own implementation: github/codeql-action,
// src/fingerprints.test.ts.

const Hashes GreetingLines{"e9496ae3ebfced30:1", "fb7c023a8b9ccb3f:1", "ce8ba1a563dcdaca:1",
                           "e20e36e16fcb0cc8:1", "b3edc88f2938467e:1", "c8e28b0b4002a3a0:1",
                           "c129715d7a2bc9a3:1"};

TEST(LineHash, EmptyTextHasOneEmptyLine) {
  EXPECT_EQ(lineHashes(""), Hashes{"c129715d7a2bc9a3:1"});
}

TEST(LineHash, BlanksAndTabsDoNotCount) {
  EXPECT_EQ(lineHashes(" a\nb\n  \t\tc\n d"), (Hashes{"271789c17abda88f:1", "54703d4cd895b18:1",
                                                      "180aee12dab6264:1", "a23a3dc5e078b07b:1"}));
}

TEST(LineHash, LastLineWithoutItsEnd) {
  EXPECT_EQ(lineHashes(" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End"),
            (Hashes{"8b7cf3e952e7aeb2:1", "b1ae1287ec4718d9:1", "bff680108adb0fcc:1",
                    "c6805c5e1288b612:1", "b86d3392aea1be30:1", "e6ceba753e1a442:1"}));
}

TEST(LineHash, AllLineEndsAreTheSame) {
  EXPECT_EQ(lineHashes(" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n"), GreetingLines);
  EXPECT_EQ(lineHashes(" hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r"), GreetingLines);
  EXPECT_EQ(lineHashes(" hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n"),
            GreetingLines);
  EXPECT_EQ(lineHashes(" hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n"), GreetingLines);
}

TEST(LineHash, EqualLinesAreCounted) {
  std::string Text;
  Text.reserve(280);
  for (int I = 0; I < 10; ++I)
    Text += "Lorem ipsum dolor sit amet.\n";
  EXPECT_EQ(lineHashes(Text),
            (Hashes{"a7f2ff13bc495cf2:1", "a7f2ff13bc495cf2:2", "a7f2ff13bc495cf2:3",
                    "a7f2ff13bc495cf2:4", "a7f2ff13bc495cf2:5", "a7f2ff13bc495cf2:6",
                    "a7f2ff1481e87703:1", "a9cf91f7bbf1862b:1", "55ec222b86bcae53:1",
                    "cc97dc7b1d7d8f7b:1", "c129715d7a2bc9a3:1"}));
}

TEST(LineHash, NearlyEqualLinesDiffer) {
  EXPECT_EQ(lineHashes("x = 2\nx = 1\nprint(x)\nx = 3\nprint(x)\nx = 4\nprint(x)\n"),
            (Hashes{"e54938cc54b302f1:1", "bb609acbe9138d60:1", "1131fd5871777f34:1",
                    "5c482a0f8b35ea28:1", "54517377da7028d2:1", "2c644846cb18d53e:1",
                    "f1b89f20de0d133:1", "c129715d7a2bc9a3:1"}));
}

// What GitHub's own code says of text that is not ASCII.

TEST(LineHash, UnitsAreUtf16AndIllFormedBytesAreReplaced) {
  EXPECT_EQ(lineHashes("int \xC3\xA9 = 1; // \xE6\xBC\xA2 \xF0\x9F\x98\x80\n\xFF\xE2\x82x\n"),
            (Hashes{"54cdc1c70f9f7417:1", "cfcbf051c54e7b93:1", "c129715d7a2bc9a3:1"}));
}

TEST(LineHash, ByteOrderMarkCounts) {
  EXPECT_EQ(lineHashes("\xEF\xBB\xBFint a;\n"),
            (Hashes{"5518f035afcdfd3f:1", "c129715d7a2bc9a3:1"}));
}

} // namespace
} // namespace memlint
