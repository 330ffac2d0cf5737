#include "analysis/solve/AttributeModels.h"
#include "analysis/solve/EffectText.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace memlint {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using enum ir::AttributeKind;

ir::Attribute of(ir::AttributeKind Kind, std::uint32_t Param = 0, std::uint32_t Other = 0,
                 std::string Word = "") {
  return {Kind, Param, Other, std::move(Word)};
}

std::string with(std::vector<ir::Attribute> Attributes, std::uint32_t Flags, std::size_t Arguments,
                 const char *Body = nullptr) {
  ir::Symbol F;
  F.Flags = Flags;
  F.Attributes = std::move(Attributes);
  Summary Otherwise;
  Otherwise.Known = true;
  if (Body)
    EXPECT_EQ(readEffects(Body, Otherwise), std::nullopt);
  auto S = summaryOfAttributes(F, Arguments, Body ? &Otherwise : nullptr);
  return S ? print(*S) : "(none)";
}

TEST(AttributeModels, SilentWithoutOne) {
  EXPECT_EQ(with({}, 0, 2), "(none)");
  EXPECT_EQ(with({of(NonNullResult), of(Annotation, 0, 0, "x")}, 0, 2), "(none)");
  EXPECT_EQ(with({of(Acquires, ir::ThisParameter, 0, "capability")}, ir::HasThis, 0), "(none)");
}

TEST(AttributeModels, NoEscape) {
  const std::string S = with({of(NoEscape, 1)}, 0, 2);
  EXPECT_THAT(S, AllOf(Not(HasSubstr("= arg1;")), HasSubstr("maybe unknown = arg2;"),
                       HasSubstr("maybe invoke arg1"), Not(HasSubstr("and-more"))));
  EXPECT_EQ(with({of(NoEscape, 1)}, 0, 2, "@g = arg1; @g = arg1.*; ret = arg2"),
            "ret = arg2; @g = arg1.*");
}

TEST(AttributeModels, LifetimeBound) {
  EXPECT_THAT(with({of(LifetimeBound, 1)}, 0, 1), testing::StartsWith("ret = arg1; "));
  EXPECT_EQ(with({of(LifetimeBound, ir::ThisParameter)}, ir::HasThis, 0, "pure"),
            "maybe ret = this")
      << "a body that was seen shows itself what it does";
  EXPECT_EQ(with({of(LifetimeBound, 1)}, ir::HasThis | ir::Constructor, 1, "pure"),
            "maybe this.*.[] = arg1; maybe this.*.~ = arg1");
  EXPECT_THAT(with({of(LifetimeBound, 1)}, ir::HasThis | ir::Constructor, 1),
              testing::StartsWith("this.*.[] = arg1; "));
}

TEST(AttributeModels, CaptureBy) {
  EXPECT_EQ(with({of(CaptureBy, 1, ir::ThisParameter)}, ir::HasThis, 1, "pure"),
            "maybe this.*.[] = arg1; maybe this.*.~ = arg1");
  EXPECT_EQ(with({of(CaptureBy, 1, 2), of(NoEscape, 1)}, 0, 2, "@g = arg1"),
            "maybe arg2.*.[] = arg1; maybe arg2.*.~ = arg1");
}

TEST(AttributeModels, Ownership) {
  EXPECT_EQ(with({of(ReturnsOwned, 0, 0, "malloc")}, 0, 1, "ret = arg1"),
            "ret = new heap; allocates");
  EXPECT_EQ(with({of(ReturnsOwned, 0, 0, "conn")}, 0, 0), "ret = new conn; allocates");
  EXPECT_EQ(with({of(Takes, 1, 0, "conn")}, 0, 1, "pure"), "release arg1 conn");
  EXPECT_EQ(with({of(Holds, 1, 0, "conn")}, 0, 1, "release arg1"), "unknown = arg1");
}

TEST(AttributeModels, AnnotationsAreModels) {
  EXPECT_EQ(with({of(Annotation, 0, 0, "ret = arg1.*.own; no-throw"), of(NoEscape, 1)}, 0, 1),
            "ret = arg1.*.own; no-throw");
  EXPECT_EQ(with({of(Annotation, 0, 0, "no effect"), of(LifetimeBound, 1)}, 0, 1, "pure"),
            "maybe ret = arg1");
  EXPECT_EQ(with({of(Annotation, 1, 0, "pure")}, 0, 1), "(none)");
}

TEST(AttributeModels, AreMadeOnceForWhatIsTheSame) {
  AttributeModels Made;
  ir::Symbol F;
  Summary Body;
  Body.Known = true;
  EXPECT_EQ(Made.of(F, 1, &Body), &Body);
  F.Attributes = {of(LifetimeBound, 1)};
  const Summary *First = Made.of(F, 1, &Body);
  EXPECT_EQ(print(*First), "maybe ret = arg1");
  const Effect *Held = First->Effects.data();
  EXPECT_EQ(Made.of(F, 1, &Body), First);
  EXPECT_EQ(First->Effects.data(), Held);
  Body.NoReturn = true;
  EXPECT_TRUE(Made.of(F, 1, &Body)->NoReturn);
}

} // namespace
} // namespace memlint
