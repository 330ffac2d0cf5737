// What growing costs, against figures counted in runs with libstdc++ and libc++.
#include "checks/GrowthModel.h"

#include <gtest/gtest.h>

namespace memlint {
namespace {

using enum StandardLibrary;
using enum ContainerKind;

TEST(GrowthModelTest, DoublesVectors) {
  for (StandardLibrary Library : {Libstdcxx, Libcxx}) {
    auto At = [&](std::uint64_t N) { return costOfGrowing(Library, Vector, 0, N); };
    EXPECT_EQ(At(10).Allocations, 5u);
    EXPECT_EQ(At(100).Allocations, 8u);
    EXPECT_EQ(At(1000).Allocations, 11u);
    EXPECT_EQ(At(100000).Allocations, 18u);
    EXPECT_EQ(At(1000).Moves, 1023u);
    EXPECT_EQ(At(100000).Moves, 131071u);
  }
}

TEST(GrowthModelTest, AddsHalfInMicrosoftsVectors) {
  auto At = [&](std::uint64_t N) { return costOfGrowing(Msvc, Vector, 0, N); };
  EXPECT_EQ(At(10).Allocations, 7u);
  EXPECT_EQ(At(100).Allocations, 13u);
  EXPECT_EQ(At(1000).Allocations, 18u);
  EXPECT_EQ(At(100000).Allocations, 30u);
  EXPECT_EQ(At(1000).Moves, 2137u);
  EXPECT_EQ(At(100000).Moves, 276521u);
}

TEST(GrowthModelTest, KeepsShortStringsInPlace) {
  EXPECT_EQ(costOfGrowing(Libstdcxx, String, 15, 15).Allocations, 0u);
  EXPECT_EQ(costOfGrowing(Libstdcxx, String, 15, 100000).Allocations, 13u);
  EXPECT_EQ(costOfGrowing(Libstdcxx, String, 15, 800000).Allocations, 16u);
  EXPECT_EQ(costOfGrowing(Libcxx, String, 22, 22).Allocations, 0u);
  EXPECT_EQ(costOfGrowing(Libcxx, String, 22, 47).Allocations, 1u);
  EXPECT_EQ(costOfGrowing(Libcxx, String, 22, 95).Allocations, 2u);
  EXPECT_EQ(costOfGrowing(Libcxx, String, 4, 1000, 4).Allocations,
            8u); // 9 19 39 79 159 319 639 1279
  EXPECT_EQ(costOfReserved(15, 15).Allocations, 0u);
  EXPECT_EQ(costOfReserved(15, 16).Allocations, 1u);
}

TEST(GrowthModelTest, GrowsBucketArraysThroughPrimes) {
  EXPECT_EQ(costOfGrowing(Libstdcxx, Hash, 0, 10).Allocations, 1u);
  EXPECT_EQ(costOfGrowing(Libstdcxx, Hash, 0, 100000).Allocations, 14u);
  EXPECT_EQ(costOfGrowing(Libcxx, Hash, 0, 47).Allocations, 5u);
  EXPECT_EQ(costOfGrowing(Libcxx, Hash, 0, 48).Allocations, 6u);
}

TEST(GrowthModelTest, EndsForNumbersBeyondAnyMemory) {
  for (ContainerKind Kind : {Vector, String, Hash})
    for (StandardLibrary Library : {Libstdcxx, Libcxx, Msvc})
      EXPECT_LT(costOfGrowing(Library, Kind, 0, UINT64_MAX).Allocations, 200u);
}

} // namespace
} // namespace memlint
