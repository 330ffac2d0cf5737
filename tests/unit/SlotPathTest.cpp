#include "analysis/solve/SlotPath.h"

#include "analysis/ir/PlainValues.h"
#include "analysis/ir/Text.h"

#include "gtest/gtest.h"

namespace memlint {
namespace {

ir::Function parsed() {
  auto Parsed = ir::parse(R"(
function C::f usr "f"
  symbol C::g has-this
  receiver this
  param p
  local x
block 0
  x.n = call C::g(this, p, &x, 7)
  p.*.n = x
  ret = call free_function(p)
block 1
)");
  auto *All = std::get_if<std::vector<ir::Function>>(&Parsed);
  return All ? All->at(0) : ir::Function{};
}

TEST(SlotPathTest, ArgumentsCountFromOneBesideTheObject) {
  EXPECT_EQ(positionOf(0, true), 0u);
  EXPECT_EQ(positionOf(2, true), 2u);
  EXPECT_EQ(positionOf(1, false), 0u);
  EXPECT_EQ(positionOf(0, false), std::nullopt);
  EXPECT_EQ(argumentSlot(0, true).Index, 0u);
  EXPECT_EQ(argumentSlot(0, false).Index, 1u);
}

TEST(SlotPathTest, PlacesOfABodyAndItsSlotsAreTheSame) {
  const ir::Function F = parsed();
  Terms In(F);
  const ir::Path &Field = F.Paths[F.Blocks[0].Ops[1].To - 1]; // p.*.n
  const std::optional<Slot> S = slotOf(In, Field);
  ASSERT_TRUE(S);
  EXPECT_EQ(S->Kind, SlotKind::Argument);
  EXPECT_EQ(S->Index, 1u);
  ASSERT_EQ(S->Steps.size(), 2u);
  EXPECT_EQ(S->Steps[1].Name, "n");
  EXPECT_EQ(pathIn(In, *S), Field);
  EXPECT_EQ(slotOf(In, F.Paths[F.Blocks[0].Ops[1].Values[0].Index]), std::nullopt) << "a local";
  EXPECT_EQ(pathIn(In, argumentSlot(2, true)), std::nullopt) << "there is no such parameter";
  EXPECT_TRUE(pathIn(In, argumentSlot(0, true)));
}

TEST(SlotPathTest, SlotsOfACallArePlacesOfItsCaller) {
  const ir::Function F = parsed();
  Terms In(F);
  const ir::Op &Call = F.Blocks[0].Ops[0];
  Slot Second = argumentSlot(2, true); // &x
  Second.Steps = {{ir::StepKind::Deref, ""}, {ir::StepKind::Field, "n"}};
  const Slot Result{SlotKind::Result, 0, "", {}, false};
  EXPECT_EQ(pathAt(In, Call, Second), F.Paths[Call.To - 1]);
  EXPECT_EQ(pathAt(In, Call, Result), F.Paths[Call.To - 1]);
  EXPECT_EQ(pathAt(In, Call, argumentSlot(3, true)), std::nullopt) << "a number is in no place";
  const ir::Value *Seven = valueAt(F, Call, argumentSlot(3, true));
  ASSERT_NE(Seven, nullptr);
  EXPECT_EQ(numberOf(*Seven), 7);
  EXPECT_EQ(valueAt(F, Call, argumentSlot(4, true)), nullptr);
  EXPECT_EQ(valueAt(F, F.Blocks[0].Ops[2], argumentSlot(0, true)), nullptr) << "it has no object";
}

} // namespace
} // namespace memlint
