// The packing of fact files against damage.
#include "analysis/project/FilePacking.h"

#include <gtest/gtest.h>

namespace memlint {
namespace {

TEST(FilePackingTest, MakesBytesFewerAndBack) {
  ASSERT_TRUE(filePacking());
  const std::string Long(100'000, 'x');
  for (const std::string &Bytes : {std::string(), std::string("a"), std::string("\0\xff", 2), Long})
    EXPECT_EQ(filePacking()->Unpack(filePacking()->Pack(Bytes), Bytes.size()), Bytes);
  EXPECT_LT(filePacking()->Pack(Long).size(), 200u);
  EXPECT_EQ(filePacking()->Pack(Long), filePacking()->Pack(Long));
}

TEST(FilePackingTest, RefusesWhatItDidNotPack) {
  const std::string Bytes(1000, 'x'), Packed = filePacking()->Pack(Bytes);
  for (std::uint64_t Length : {std::uint64_t(0), std::uint64_t(999), std::uint64_t(1001),
                               UINT64_MAX, std::uint64_t(1) << 40})
    EXPECT_FALSE(filePacking()->Unpack(Packed, Length)) << Length;
  EXPECT_FALSE(filePacking()->Unpack("", 0));
  EXPECT_FALSE(filePacking()->Unpack("plain text", 10));
  EXPECT_FALSE(filePacking()->Unpack(Packed.substr(0, Packed.size() - 1), 1000));
  EXPECT_FALSE(filePacking()->Unpack(Packed + '\0', 1000));
  EXPECT_FALSE(filePacking()->Unpack(Packed + Packed, 2000));
}

} // namespace
} // namespace memlint
