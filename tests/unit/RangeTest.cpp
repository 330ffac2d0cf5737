#include "analysis/solve/Range.h"

#include "gtest/gtest.h"

#include <limits>

namespace memlint {
namespace {

using ir::Comparison;

TEST(RangeTest, MeetsAndJoins) {
  const Range NotNull = Range::allBut(0), Positive = Range::of(Comparison::Less, false, 1);
  EXPECT_TRUE(NotNull.meet(Range::only(0)).isEmpty());
  EXPECT_EQ(NotNull.meet(Positive), Positive);
  EXPECT_EQ(Range::only(0).meet(Range::of(Comparison::LessEqual, true, 0)), Range::only(0));
  EXPECT_TRUE(Range::only(0).join(NotNull).isAll());
  EXPECT_FALSE(Positive.join(Range::only(-1)).isAll());
  EXPECT_EQ(
      Range::of(Comparison::Less, true, 0).meet(Range::of(Comparison::Less, false, 0)).isEmpty(),
      true);
  EXPECT_FALSE(NotNull.join(Range::only(5)).contains(0));
  const std::int64_t Least = std::numeric_limits<std::int64_t>::min();
  EXPECT_EQ(Range::of(Comparison::Equal, false, Least), Range::atLeast(Least + 1));
  EXPECT_TRUE(Range::of(Comparison::Less, true, Least).isEmpty());
  const Range Outside = Range::of(Comparison::Less, true, 0).join(Range::atLeast(10));
  EXPECT_TRUE(Outside.meet(Range::between(0, 9)).isEmpty());
  EXPECT_TRUE(Outside.join(Range::between(0, 9)).isAll());
  EXPECT_TRUE(Outside.contains(Range::between(10, 12)));
  EXPECT_FALSE(Outside.contains(Range::between(9, 12)));
}

TEST(RangeTest, WhatIsNotInIt) {
  EXPECT_EQ(Range::only(3).others(), Range::allBut(3));
  EXPECT_EQ(Range::allBut(3).others(), Range::only(3));
  EXPECT_TRUE(Range().others().isEmpty());
  EXPECT_TRUE(Range().others().others().isAll());
  EXPECT_EQ(Range::atLeast(1).others(), Range::of(Comparison::Less, true, 1));
  Range Four = Range::only(0);
  for (const int N : {10, 30, 100})
    Four = Four.join(Range::only(N));
  EXPECT_TRUE(Four.others().contains(Range::between(31, 99)));
  EXPECT_TRUE(Four.others().join(Four).isAll());
}

TEST(RangeTest, UnsignedNumbersAreNeverNegative) {
  EXPECT_EQ(Range::of(Comparison::LessUnsigned, true, 3), Range::between(0, 2));
  EXPECT_EQ(Range::of(Comparison::LessUnsigned, false, 3),
            Range::atLeast(3).join(Range::between(INT64_MIN, -1)))
      << "which stand for the greatest";
  EXPECT_TRUE(Range::of(Comparison::LessUnsigned, true, 0).isEmpty());
  EXPECT_EQ(Range::of(Comparison::LessUnsigned, true, -1), Range::allBut(-1));
  EXPECT_EQ(Range::of(Comparison::LessUnsigned, false, -2), Range::between(-2, -1));
  EXPECT_EQ(Range::of(Comparison::LessUnsigned, true, INT64_MIN), Range::atLeast(0));
}

TEST(RangeTest, ClosesTheNarrowestGapOfTooMany) {
  Range Odd = Range::only(0);
  for (std::int64_t N : {100, 200, 203, 300})
    Odd = Odd.join(Range::only(N));
  EXPECT_TRUE(Odd.contains(201));
  for (std::int64_t N : {1, 101, 204, 299})
    EXPECT_FALSE(Odd.contains(N)) << N;
}

TEST(RangeTest, CountsOneByOneAtFirst) {
  EXPECT_EQ(Range::only(-1).next(), Range::only(0));
  EXPECT_EQ(Range::between(0, 1).next(), Range::between(1, 2));
  EXPECT_EQ(Range::only(2).next(), Range::atLeast(2));
  EXPECT_EQ(Range::between(0, 2).next(), Range::atLeast(1));
  EXPECT_EQ(Range::atLeast(7).next(), Range::atLeast(2)) << "no loop counts on without end";
  EXPECT_TRUE(Range::only(-2).next().isAll());
  EXPECT_TRUE(Range::between(1, 0).next().isAll());
}

TEST(RangeTest, ComparesWithAnother) {
  using ir::Comparison;
  const Range Low = Range::between(1, 3), High = Range::atLeast(3), Three = Range::only(3);
  EXPECT_TRUE(Low.mayCompare(Comparison::Less, true, High));
  EXPECT_TRUE(Low.mayCompare(Comparison::Less, false, High)); // both are 3
  EXPECT_FALSE(High.mayCompare(Comparison::Less, true, Low));
  EXPECT_FALSE(Range::only(2).mayCompare(Comparison::Less, false, High));
  EXPECT_TRUE(High.mayCompare(Comparison::LessEqual, true, Low));
  EXPECT_FALSE(Range::atLeast(4).mayCompare(Comparison::LessEqual, true, Low));
  EXPECT_FALSE(Low.mayCompare(Comparison::LessEqual, false, High));
  EXPECT_FALSE(Range::only(0).mayCompare(Comparison::Equal, true, High));
  EXPECT_FALSE(Three.mayCompare(Comparison::Equal, false, Three));
  EXPECT_TRUE(Low.mayCompare(Comparison::Equal, false, Low));
  EXPECT_FALSE(High.mayCompare(Comparison::LessUnsigned, true, Low));
  EXPECT_TRUE(Range::only(-1).mayCompare(Comparison::LessUnsigned, false, Low)); // a great number
  EXPECT_TRUE(Range().mayCompare(Comparison::Less, true, Range()));
}

TEST(RangeTest, TakesPartsOfNumbers) {
  EXPECT_EQ(Range::only(6).masked(3), Range::only(2));
  EXPECT_EQ(Range::between(4, 5).masked(1), Range::between(0, 1));
  EXPECT_EQ(Range().masked(4), Range::only(0).join(Range::only(4))) << "of one bit";
  EXPECT_EQ(Range().masked(6), Range::between(0, 6));
  EXPECT_EQ(Range::only(-1).masked(6), Range::only(6));
}

TEST(RangeTest, WritesPartsOfNumbers) {
  EXPECT_EQ(Range::only(0).written(4, 4), Range::only(4));
  EXPECT_EQ(Range::between(4, 7).written(4, 0), Range::between(0, 3));
  EXPECT_TRUE(Range::atLeast(0).written(4, 4).isAll()) << "too many";
  EXPECT_TRUE(Range::only(-1).written(4, 0).isAll());
}

TEST(RangeTest, TellsNumbersByTheirParts) {
  EXPECT_EQ(Range::between(0, 3).having(2, Range::only(2)), Range::between(2, 3));
  EXPECT_EQ(Range().having(2, Range::only(2)), Range::allBut(0));
  EXPECT_TRUE(Range().having(2, Range::only(0)).isAll());
}

} // namespace
} // namespace memlint
