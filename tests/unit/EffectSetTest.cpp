#include "analysis/solve/EffectSet.h"

#include "analysis/solve/EffectText.h"

#include <gtest/gtest.h>

namespace memlint {
namespace {

std::vector<Effect> read(std::string_view Lines) {
  Summary S;
  if (auto Wrong = readEffects(Lines, S))
    ADD_FAILURE() << Lines << ": " << *Wrong;
  return S.Effects;
}

std::string printed(std::vector<Effect> Effects) {
  Summary S;
  S.Known = true;
  S.MayThrow = true;
  S.Effects = std::move(Effects);
  return print(S);
}

std::string coarse(std::string_view Lines, std::size_t Steps) {
  return printed(coarsened(read(Lines), Steps));
}

std::string together(std::string_view Lines) {
  EffectSet Made;
  for (const Effect &E : read(Lines))
    Made.addCopy(E.Kind, E.To, E.From, E.Sure, E.Why);
  return printed(Made.effects());
}

TEST(EffectSet, SaysWhatIsSurestOnce) {
  EXPECT_EQ(together("maybe thrown = arg1; thrown = arg1"), "thrown = arg1");
}

TEST(EffectSet, LeavesOutPartsOfWhatIsCopied) {
  EXPECT_EQ(together("arg1.* = arg2.*; arg1.*.next = arg2.*.next"), "arg1.* = arg2.*");
}

TEST(EffectSet, LeavesOutWhatMovesBetweenGlobals) {
  EXPECT_EQ(together("@a = @b; @a = arg1"), "@a = arg1");
}

TEST(EffectSet, TellsWhatMayBeCopiedWithoutItsWay) {
  EXPECT_EQ(together("maybe arg1.* = arg2"), "maybe arg1.* = unknown; maybe unknown = arg2");
}

TEST(Coarsened, KeepsWhatIsNear) {
  EXPECT_EQ(coarse("arg1.*.list = arg2; release arg3 heap", 2),
            "arg1.*.list = arg2; release arg3 heap");
}

TEST(Coarsened, MakesOnePlaceOfAllThatIsFar) {
  EXPECT_EQ(coarse("release arg1.*.a.* heap; release arg1.*.b.* heap", 1),
            "maybe release arg1.*.~ heap");
}

TEST(Coarsened, OnlyAssumesWhatIsFar) {
  EXPECT_EQ(coarse("arg1.*.a.b = arg2", 2), "maybe arg1.*.a.~ = unknown; maybe unknown = arg2");
}

TEST(Coarsened, EmptiesNoPlaceThatIsOneOfMany) {
  EXPECT_EQ(coarse("arg1.*.a.b = null; arg1.*.c = null", 2), "arg1.*.c = null");
}

TEST(Coarsened, KnowsNoAddressOfWhatIsFar) {
  EXPECT_EQ(coarse("ret = &arg1.*.a.b", 2), "maybe ret = unknown; maybe unknown = arg1.*.a.~");
}

} // namespace
} // namespace memlint
