#include "checks/LayoutWorth.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace memlint {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(LayoutWorthTest, CountsCacheLines) {
  EXPECT_EQ(cacheLines(0), 0u);
  EXPECT_EQ(cacheLines(1), 1u);
  EXPECT_EQ(cacheLines(64), 1u);
  EXPECT_EQ(cacheLines(65), 2u);
}

/// By counting: as many elements as it takes until the places repeat.
std::uint64_t straddlingCounted(std::uint64_t Size) {
  std::uint64_t Across = 0;
  for (std::uint64_t I = 0; I < 64; ++I)
    Across += I * Size / 64 != (I * Size + Size - 1) / 64;
  return (Across * 100 + 32) / 64;
}

TEST(LayoutWorthTest, KnowsTheShareOfElementsAcrossTwoLines) {
  EXPECT_EQ(straddlingPercent(16), 0u);
  EXPECT_EQ(straddlingPercent(24), 25u);
  EXPECT_EQ(straddlingPercent(40), 50u);
  EXPECT_EQ(straddlingPercent(64), 0u);
  EXPECT_EQ(straddlingPercent(72), 0u) << "has no choice";
  EXPECT_EQ(straddlingPercent(0), 0u);
  for (std::uint64_t Size = 1; Size <= 64; ++Size)
    EXPECT_NEAR(double(straddlingPercent(Size)), double(straddlingCounted(Size)), 1) << Size;
}

struct Chunk {
  std::uint64_t Size, Glibc, Jemalloc, Tcmalloc;
};

TEST(LayoutWorthTest, KnowsWhatAllocatorsHandOut) {
  // jemalloc(3), table of size classes; gperftools, the classes of AlignmentForSize.
  for (const Chunk &C :
       {Chunk{1, 32, 8, 8}, Chunk{8, 32, 8, 8}, Chunk{9, 32, 16, 16}, Chunk{24, 32, 32, 32},
        Chunk{25, 48, 32, 32}, Chunk{40, 48, 48, 48}, Chunk{41, 64, 48, 48},
        Chunk{128, 144, 128, 128}, Chunk{129, 144, 160, 144}, Chunk{193, 208, 224, 208},
        Chunk{256, 272, 256, 256}, Chunk{257, 272, 320, 288}, Chunk{1025, 1040, 1280, 1152},
        Chunk{4097, 4112, 5120, 4608}}) {
    EXPECT_EQ(heapChunk(Allocator::Glibc, C.Size), C.Glibc) << C.Size;
    EXPECT_EQ(heapChunk(Allocator::Jemalloc, C.Size), C.Jemalloc) << C.Size;
    EXPECT_EQ(heapChunk(Allocator::Tcmalloc, C.Size), C.Tcmalloc) << C.Size;
    EXPECT_EQ(heapChunk(Allocator::None, C.Size), std::nullopt);
  }
}

TEST(LayoutWorthTest, FindsAllocatorsByName) {
  EXPECT_EQ(allocatorNamed("glibc"), Allocator::Glibc);
  EXPECT_EQ(allocatorNamed("jemalloc"), Allocator::Jemalloc);
  EXPECT_EQ(allocatorNamed("tcmalloc"), Allocator::Tcmalloc);
  EXPECT_EQ(allocatorNamed("none"), Allocator::None);
}

RecordFact shrinking(std::uint64_t Before, std::uint64_t After) {
  RecordFact R;
  R.Size = Before;
  R.Smaller.emplace().Size = After;
  return R;
}

TEST(LayoutWorthTest, SaysWhenASingleObjectGainsNothing) {
  EXPECT_THAT(worthLine(shrinking(24, 16), Allocator::Glibc),
              HasSubstr("glibc chunk 32 -> 32, no gain when allocated singly"));
  EXPECT_THAT(worthLine(shrinking(24, 16), Allocator::Jemalloc),
              HasSubstr("jemalloc chunk 32 -> 16"));
  EXPECT_THAT(worthLine(shrinking(24, 16), Allocator::Jemalloc), Not(HasSubstr("no gain")));
  EXPECT_THAT(worthLine(shrinking(24, 16), Allocator::None), Not(HasSubstr("chunk")));
}

TEST(LayoutWorthTest, SaysWhatAnArrayGains) {
  EXPECT_EQ(worthLine(shrinking(72, 64), Allocator::None),
            "cache lines 2 -> 1; array of 1000: 72000 -> 64000 bytes");
  EXPECT_THAT(worthLine(shrinking(24, 16), Allocator::None),
              HasSubstr("elements across two lines 25 -> 0 %"));
}

} // namespace
} // namespace memlint
