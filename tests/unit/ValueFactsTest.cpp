#include "analysis/solve/ValueFacts.h"

#include "analysis/ir/Text.h"

#include "gtest/gtest.h"

namespace memlint {
namespace {

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

TEST(ValueFactsTest, NoUnsignedNumberIsLessThanNone) {
  auto Parsed = ir::parse(R"(
function f at 0:1:1-2 usr "f"
  param a
  param b
block 0
  -> 1 if a <+ b
  -> 1 if b == 0
  -> 1 if 5 <+ a
block 1
)");
  const ir::Function F = std::get<std::vector<ir::Function>>(Parsed).at(0);
  const Terms In(F);
  ValueFacts Facts;
  ASSERT_TRUE(Facts.assume(In, F.Conditions[0], true));
  EXPECT_FALSE(ValueFacts(Facts).assume(In, F.Conditions[1], true));
  EXPECT_FALSE(Facts.assume(In, F.Conditions[0], false));
  const Term A = *In.of(F.Conditions[0].Left);
  ValueFacts Greater, AtMost;
  ASSERT_TRUE(Greater.assume(In, F.Conditions[2], true));
  EXPECT_EQ(Greater.rangeOf(A), Range::atLeast(6).join(Range::between(INT64_MIN, -1)));
  ASSERT_TRUE(AtMost.assume(In, F.Conditions[2], false));
  EXPECT_EQ(AtMost.rangeOf(A), Range::between(0, 5));
}

TEST(ValueFactsTest, PartsOfANumberTellOfIt) {
  const auto Parsed = ir::parse(R"(
function f
  param a
block 0
  -> 1 if a."&1" == 0
  -> 1 if a."&3" == 3
  -> 1 if a == 0
  -> 1 if a."&4" == 4
block 1
)");
  const ir::Function F = std::get<std::vector<ir::Function>>(Parsed).at(0);
  Terms In(F);
  const ir::Condition &NoOne = F.Conditions[0], &Three = F.Conditions[1], &None = F.Conditions[2],
                      &Four = F.Conditions[3];
  ValueFacts Facts;
  ASSERT_TRUE(Facts.assume(In, Three, true));
  EXPECT_FALSE(ValueFacts(Facts).assume(In, NoOne, true)) << "3 has 1 in it";
  EXPECT_FALSE(ValueFacts(Facts).assume(In, None, true));
  EXPECT_TRUE(ValueFacts(Facts).assume(In, Four, true));
  ASSERT_TRUE(Facts.limit(In, *In.of(None.Left), Range::only(7)));
  EXPECT_FALSE(ValueFacts(Facts).assume(In, Four, false));
  Facts.forget(In, In.path(*In.of(Four.Left)));
  EXPECT_TRUE(ValueFacts(Facts).assume(In, Four, false)) << "that part was written";
  EXPECT_FALSE(ValueFacts(Facts).assume(In, NoOne, true)) << "but no other one";
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
