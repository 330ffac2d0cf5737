#include "analysis/solve/ValueFacts.h"

#include "analysis/ir/Text.h"

#include "gtest/gtest.h"

namespace memlint {
namespace {

using ir::Comparison;

ir::Function parsed() {
  auto Parsed = ir::parse(R"(
function f at 0:1:1-2 usr "f"
  param a
  param b
  local p
block 0
  p = a
  -> 1 if a < b
  -> 1 if a == 3
  -> 1 if p == null
  -> 1 if b <= 7
block 1
)");
  auto *All = std::get_if<std::vector<ir::Function>>(&Parsed);
  return All ? All->at(0) : ir::Function{};
}

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

TEST(RangeTest, ClosesTheNarrowestGapOfTooMany) {
  Range Odd = Range::only(0);
  for (std::int64_t N : {100, 200, 203, 300})
    Odd = Odd.join(Range::only(N));
  EXPECT_TRUE(Odd.contains(201));
  for (std::int64_t N : {1, 101, 204, 299})
    EXPECT_FALSE(Odd.contains(N)) << N;
}

TEST(ValueFactsTest, AnEdgeThatContradictsIsNotTaken) {
  const ir::Function F = parsed();
  ASSERT_EQ(F.Conditions.size(), 4u);
  const Terms In(F);
  ValueFacts Facts;
  EXPECT_TRUE(Facts.assume(In, F.Conditions[0], true)); // a < b
  EXPECT_FALSE(Facts.assume(In, F.Conditions[0], false));
  EXPECT_TRUE(Facts.assume(In, F.Conditions[1], true)); // a == 3
  ValueFacts Other = Facts;
  EXPECT_FALSE(Other.assume(In, F.Conditions[1], false));
  EXPECT_TRUE(Facts.assume(In, F.Conditions[3], false)); // 7 < b
  EXPECT_EQ(Facts.rangeOf(*In.of(F.Conditions[3].Left)), Range::atLeast(8));
}

TEST(ValueFactsTest, WhatIsWrittenIsForgotten) {
  const ir::Function F = parsed();
  const Terms In(F);
  ValueFacts Facts;
  ASSERT_TRUE(Facts.assume(In, F.Conditions[0], true));
  ASSERT_TRUE(Facts.assume(In, F.Conditions[1], true));
  Facts.forget(In, In.path(*In.of(F.Conditions[1].Left)));
  EXPECT_TRUE(Facts.assume(In, F.Conditions[1], false));
  EXPECT_TRUE(Facts.assume(In, F.Conditions[0], false));
}

TEST(ValueFactsTest, EqualTermsHaveOneRange) {
  const ir::Function F = parsed();
  const Terms In(F);
  const Term A = *In.of(F.Conditions[1].Left), P = *In.of(F.Conditions[2].Left);
  ValueFacts Facts;
  Facts.equate(In, A, P);
  ASSERT_TRUE(Facts.limit(In, P, Range::allBut(0)));
  EXPECT_FALSE(Facts.rangeOf(A).contains(0));
  ASSERT_TRUE(Facts.limit(In, A, Range::only(3)));
  EXPECT_EQ(Facts.rangeOf(P), Range::only(3));
}

TEST(ValueFactsTest, AJoinLeavesWhatBothKnow) {
  const ir::Function F = parsed();
  const Terms In(F);
  const Term A = *In.of(F.Conditions[1].Left);
  ValueFacts One, Two;
  ASSERT_TRUE(One.limit(In, A, Range::only(1)));
  ASSERT_TRUE(Two.limit(In, A, Range::only(4)));
  ASSERT_TRUE(One.assume(In, F.Conditions[0], true));
  One.keepCommon(Two);
  EXPECT_EQ(One.rangeOf(A), Range::only(1).join(Range::only(4)));
  EXPECT_TRUE(One.assume(In, F.Conditions[0], false));
}

} // namespace
} // namespace memlint
