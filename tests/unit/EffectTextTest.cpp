#include "analysis/solve/EffectText.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace memlint {
namespace {

using testing::HasSubstr;

Summary read(std::string_view Lines) {
  Summary S;
  S.Known = true;
  if (auto Wrong = readEffects(Lines, S))
    ADD_FAILURE() << Lines << ": " << *Wrong;
  return S;
}

std::string wrong(std::string_view Lines) {
  Summary S;
  return readEffects(Lines, S).value_or("(none)");
}

TEST(EffectText, PrintsWhatItRead) {
  for (const char *Line : {"ret = this.*.own",
                           "ret.own = new new",
                           "ret = new heap",
                           "ret = new new[]",
                           "arg1.*.[] = arg2.*.[]",
                           "this.*.own.*.[] = copy arg1.*",
                           "this.* = move arg1.*",
                           "construct ret.own.*",
                           "release arg1 heap",
                           "share arg1.*.own any",
                           "invoke arg3",
                           "renew this.*.own",
                           "maybe unknown = arg1",
                           "thread = arg4",
                           "thrown = arg1",
                           "@environ = arg1",
                           "ret = @a::b",
                           "ret = &this.*.value",
                           "arg1.* = null",
                           "arg1.*.[1] = new fd",
                           "arg1.*.~ = unknown",
                           "ret = this; no-throw",
                           "no-return",
                           "ret = arg1; allocates",
                           "ret = arg1; and-more",
                           "pure"})
    EXPECT_EQ(print(read(Line)), Line);
}

TEST(EffectText, SlotsSayWhereTheyBegin) {
  const Effect E = read("maybe this.*.own = arg2").Effects.at(0);
  EXPECT_EQ(E.Kind, EffectKind::Copy);
  EXPECT_EQ(E.Sure, Lane::Assumed);
  EXPECT_EQ(E.To.Kind, SlotKind::Argument);
  EXPECT_EQ(E.To.Index, 0u);
  ASSERT_EQ(E.To.Steps.size(), 2u);
  EXPECT_EQ(E.To.Steps[0].Kind, ir::StepKind::Deref);
  EXPECT_EQ(E.To.Steps[1], (SlotStep{ir::StepKind::Field, "own"}));
  EXPECT_EQ(E.From.Index, 2u);
}

TEST(EffectText, ManyArguments) {
  const Summary S = read("thread = arg11+.*");
  ASSERT_EQ(S.Effects.size(), LastArgument - 10);
  EXPECT_EQ(print(S.Effects.front()), "thread = arg11.*");
  EXPECT_EQ(print(S.Effects.back()), "thread = arg12.*");
  EXPECT_EQ(read("construct ret from arg1+.*").Effects.size(), 1 + LastArgument);
  EXPECT_EQ(read("invoke arg20+").Effects.size(), 1u);
}

TEST(EffectText, FamilyIsNewWhereNoneIsNamed) {
  EXPECT_EQ(print(read("ret = new")), "ret = new new");
  EXPECT_EQ(print(read("release arg1")), "release arg1 new");
}

TEST(EffectText, SpaceDoesNotMatter) {
  EXPECT_EQ(print(read(" ret=arg1 ;\n  release  arg2\theap ")), "ret = arg1; release arg2 heap");
}

TEST(EffectText, Mistakes) {
  EXPECT_EQ(wrong("ret = arg0"), "'arg0' is no argument: they are arg1, arg2, ... and this");
  EXPECT_EQ(wrong("ret = argument"),
            "'argument' is no argument: they are arg1, arg2, ... and this");
  EXPECT_THAT(wrong("ret = that"), HasSubstr("'that' is no place: it begins with this, arg1,"));
  EXPECT_THAT(wrong("ret = this+"), HasSubstr("'this+' is no place"));
  EXPECT_THAT(wrong("keeps arg1"), HasSubstr("'keeps arg1' is no effect; they are 'PLACE = "));
  EXPECT_EQ(wrong("ret = arg1;"), "an effect is missing; 'pure' says that there is none");
  EXPECT_EQ(wrong(""), "an effect is missing; 'pure' says that there is none");
  EXPECT_EQ(wrong("arg1 = null"),
            "'arg1' is the callee's own; write to what it points to, as in 'arg1.*'");
  EXPECT_THAT(wrong("ret = arg1.x y"), HasSubstr("'.x y' in 'arg1.x y' is no step"));
  EXPECT_THAT(wrong("ret = arg1[]"), HasSubstr("'arg1[]' is no argument"));
  EXPECT_THAT(wrong("ret = arg1.~.x"), HasSubstr("nothing follows it"));
  EXPECT_EQ(wrong("ret = &arg1"), "'arg1' has no address that a caller knows");
  EXPECT_EQ(wrong("ret = new a b"), "'a b' is no family: one word, as in 'heap'");
  EXPECT_EQ(wrong("invoke arg1 heap"), "'heap' has no meaning behind 'invoke'");
  EXPECT_EQ(wrong("ret = copy null"), "only an object is copied or moved, not 'null'");
  EXPECT_EQ(wrong("construct ret arg1"), "'from' is missing before 'arg1'");
  EXPECT_EQ(wrong("@ = arg1"), "'@' names no global");
}

TEST(EffectText, Guards) {
  Guard G;
  ASSERT_EQ(readGuard("ret < 0", G), std::nullopt);
  EXPECT_EQ(G.Subject.Kind, SlotKind::Result);
  EXPECT_EQ(G.Compare, ir::Comparison::Less);
  EXPECT_TRUE(G.Holds);
  EXPECT_EQ(G.Number, 0);
  ASSERT_EQ(readGuard("arg1.* != null", G), std::nullopt);
  EXPECT_EQ(print(G.Subject), "arg1.*");
  EXPECT_FALSE(G.Holds);
  EXPECT_EQ(G.Number, std::nullopt);
  ASSERT_EQ(readGuard("ret >= -1", G), std::nullopt);
  EXPECT_EQ(G.Compare, ir::Comparison::Less);
  EXPECT_FALSE(G.Holds);
  EXPECT_EQ(G.Number, -1);
  for (const char *Text : {"ret", "ret = 0", "ret == x", "ret ==", "ret == 0 0"})
    EXPECT_THAT(readGuard(Text, G).value_or(""), HasSubstr("is no comparison with a number"))
        << Text;
}

} // namespace
} // namespace memlint
