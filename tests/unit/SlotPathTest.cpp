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

TEST(SlotPathTest, ElementsOfTheCallersArrays) {
  auto Parsed = ir::parse(R"(
function f usr "f"
  type int integer
  type "int[4]" array element int count 4
  param p : "int[4]"
  local a : "int[4]"
block 0
  a.[2] = call fills(&a, &a.[2], p)
  a.[] = a.[3]
block 1
)");
  const auto *All = std::get_if<std::vector<ir::Function>>(&Parsed);
  ASSERT_TRUE(All);
  const ir::Function &F = All->at(0);
  Terms In(F);
  const ir::Op &Call = F.Blocks[0].Ops[0], &Copy = F.Blocks[0].Ops[1];
  const ir::Path &Third = F.Paths[Call.To - 1], &Any = F.Paths[Copy.To - 1],
                 &Fourth = F.Paths[Copy.Values[0].Index];
  auto Pointed = [](std::size_t Argument, const char *Element) {
    Slot S = argumentSlot(Argument, false);
    S.Steps = {{ir::StepKind::Deref, ""}};
    if (Element)
      S.Steps.push_back({ir::StepKind::Element, Element});
    return S;
  };
  EXPECT_EQ(pathAt(In, Call, Pointed(0, "2")), Third);
  EXPECT_EQ(pathAt(In, Call, Pointed(1, nullptr)), Third);
  EXPECT_EQ(pathAt(In, Call, Pointed(1, "0")), Third);
  EXPECT_EQ(pathAt(In, Call, Pointed(1, "1")), Fourth) << "numbers count from where it points";
  EXPECT_EQ(pathAt(In, Call, Pointed(0, "")), Any);
  EXPECT_EQ(pathAt(In, Call, Pointed(1, "15")), Any) << "too far to be told";
  EXPECT_EQ(pathAt(In, Call, Pointed(0, nullptr))->Steps.back(),
            (ir::Step{ir::StepKind::Element, 1}))
      << "an array's address is that of its first element";
  EXPECT_TRUE(isWeak(*pathAt(In, Call, Pointed(2, "1")))) << "the array is somebody else's";
  EXPECT_EQ(slotSteps(In, Third.Steps)[0].Name, "2");
  EXPECT_TRUE(isPrefix(Any, Third) && isPrefix(Third, Any)) << "either may be the other";
  EXPECT_FALSE(isPrefix(Third, Fourth));
}

} // namespace
} // namespace memlint
