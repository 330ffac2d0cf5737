// The language of models, its mistakes, and the page that describes it.
#include "analysis/project/ReadModels.h"
#include "analysis/models/EmbeddedModels.h"

#include "llvm/Support/MemoryBuffer.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace memlint {
namespace {

using testing::HasSubstr;

std::string error(const std::string &Entries) {
  ModelSet Set;
  return llvm::toString(readModelFile("m", "models:\n" + Entries, Set));
}

TEST(ReadModels, EveryKey) {
  ModelSet Set;
  const char *Text = "models:\n"
                     "  - fn:\n"
                     "      a::f,\n"
                     "      g\n"
                     "    args: 1-2\n"
                     "    when: pointer\n"
                     "    effects: [ret = new heap, no-throw]\n"
                     "    fails: ret == null\n"
                     "    undone-by: h, a::i\n"
                     "  - kind: k\n"
                     "    based-on: j\n"
                     "    members:\n"
                     "      - {fn: [x, y], effects: pure}\n"
                     "  - {type: [T, U], kind: k}\n";
  ASSERT_FALSE(llvm::errorToBool(readModelFile("m", Text, Set)));
  ASSERT_EQ(Set.Functions.size(), 2u);
  EXPECT_EQ(Set.Functions[0].Name.Name, "a::f");
  EXPECT_EQ(Set.Functions[1].Name.Name, "g");
  EXPECT_EQ(Set.Functions[1].Name.Line, 4u);
  EXPECT_EQ(Set.Functions[1].Name.Column, 7u);
  const Model &M = Set.Models[Set.Functions[1].Model];
  EXPECT_EQ(M.MinArguments, 1u);
  EXPECT_EQ(M.MaxArguments, 2u);
  EXPECT_EQ(M.Form, ModelForm::Pointer);
  EXPECT_EQ(print(M.What), "ret = new heap; no-throw; allocates");
  ASSERT_TRUE(M.Success);
  EXPECT_FALSE(M.Success->Holds);
  ASSERT_EQ(M.UndoneBy.size(), 2u);
  EXPECT_EQ(M.UndoneBy[1].Name, "a::i");
  EXPECT_EQ(M.UndoneBy[1].Column, 19u);
  ASSERT_EQ(Set.Kinds.size(), 1u);
  EXPECT_EQ(Set.Kinds[0].Base.Name, "j");
  EXPECT_EQ(Set.Kinds[0].Members.size(), 2u);
  ASSERT_EQ(Set.Types.size(), 2u);
  EXPECT_EQ(Set.Types[1].Name.Name, "U");
  EXPECT_EQ(Set.Types[1].Kind.Name, "k");
}

TEST(ReadModels, EffectsAreSortedAndSaidOnce) {
  ModelSet Set;
  ASSERT_FALSE(llvm::errorToBool(
      readModelFile("m",
                    "models: [{fn: f, effects: renew arg1; ret = arg2; ret = arg1; ret = "
                    "arg2}]",
                    Set)));
  EXPECT_EQ(print(Set.Models[0].What), "ret = arg1; ret = arg2; renew arg1");
}

TEST(ReadModels, Shape) {
  ModelSet Set;
  EXPECT_EQ(llvm::toString(readModelFile("m", "- fn: f", Set)),
            "m:1:1: error: expected the key 'models' and no other");
  EXPECT_EQ(error("  - f\n"), "m:2:5: error: 'models' needs a list of entries, each with 'fn', "
                              "'type' or 'kind'");
  EXPECT_EQ(error("  - effects: pure\n"),
            "m:2:5: error: this entry of 'models' has no 'fn', 'type' or 'kind'");
  EXPECT_EQ(error("  - fn: f\n"),
            "m:2:5: error: this entry has no 'effects'; 'effects: pure' says that there are none");
  EXPECT_EQ(error("  - {fn: f, effects: pure, arg: 2}\n"),
            "m:2:28: error: unknown key 'arg'; did you mean 'args'?");
  EXPECT_EQ(error("  - type: T\n"), "m:2:5: error: this type has no 'kind'");
  EXPECT_EQ(error("  - {kind: k, members: [{effects: pure}]}\n"),
            "m:2:26: error: this entry of 'members' has no 'fn'");
}

TEST(ReadModels, Values) {
  EXPECT_EQ(error("  - {fn: f, effects: pure, args: two}\n"),
            "m:2:34: error: 'args' needs a number, as in '2', '1-3' or '2+', not 'two'");
  EXPECT_THAT(error("  - {fn: f, effects: pure, args: 3-2}\n"), HasSubstr("not '3-2'"));
  EXPECT_THAT(error("  - {fn: f, effects: pure, args: 3-}\n"), HasSubstr("not '3-'"));
  EXPECT_EQ(error("  - {fn: f, effects: pure, when: moved}\n"),
            "m:2:34: error: 'when' needs copy, move, rvalue or pointer, not 'moved'");
  EXPECT_EQ(error("  - {fn: f, effects: ret = arg0}\n"),
            "m:2:22: error: 'arg0' is no argument: they are arg1, arg2, ... and this");
  EXPECT_EQ(error("  - {fn: f, effects: pure, ok: ret}\n"),
            "m:2:32: error: 'ret' is no comparison with a number or null, as in 'ret == 0'");
  EXPECT_EQ(error("  - {fn: f, effects: pure, ok: ret == 0, fails: ret == 1}\n"),
            "m:2:42: error: an entry has one of 'ok' and 'fails'");
}

TEST(ReadModels, Names) {
  auto Named = [](const char *Name) {
    return error("  - {fn: '" + std::string(Name) + "', effects: pure}\n");
  };
  EXPECT_EQ(Named("::f"), "m:2:11: error: '::f' begins with '::'; names are qualified without it");
  EXPECT_EQ(Named("f, g()"), "m:2:14: error: 'g()' has parentheses; 'args' tells overloads apart");
  EXPECT_EQ(Named("std::vector<int>::at"),
            "m:2:11: error: 'std::vector<int>::at' has template arguments; a name speaks of all "
            "instances");
  EXPECT_EQ(Named("a*b"), "m:2:11: error: 'a*b': a '*' stands only at the end of a name");
  EXPECT_EQ(Named("a b"), "m:2:11: error: 'a b' is no name: it has a space");
  EXPECT_EQ(Named("a,,b"), "m:2:12: error: '' is no name");
  for (const char *Right : {"operator new", "a::operator<<", "a::operator()", "a::operator*",
                            "a::*", "T::operator bool", "operator delete[]"})
    EXPECT_EQ(Named(Right), "") << Right;
}

TEST(ReadModels, Twice) {
  EXPECT_EQ(error("  - {fn: f, effects: pure}\n  - {fn: 'g, f', args: 2, effects: pure}\n"),
            "m:3:14: error: the model of 'f' is told twice; the first is on line 2");
  EXPECT_EQ(error("  - {fn: f, args: 2, effects: pure}\n  - {fn: f, effects: pure}\n"), "");
  EXPECT_EQ(error("  - {fn: f, when: move, effects: pure}\n"
                  "  - {fn: f, when: copy, effects: pure}\n"),
            "");
  EXPECT_EQ(error("  - {kind: k}\n  - {kind: k}\n"),
            "m:3:12: error: the kind 'k' is told twice; the first is on line 2");
  EXPECT_EQ(error("  - {kind: k}\n  - {type: 'T, T', kind: k}\n"),
            "m:3:16: error: the type 'T' is told twice; the first is on line 3");
}

TEST(ReadModels, MistakesAreSaidAllAtOnce) {
  EXPECT_EQ(error("  - {fn: f, effects: nothing}\n  - {fn: g, efects: pure}\n").find('\n'),
            error("  - {fn: f, effects: nothing}\n").size());
}

/// A kind that memlint has may be used; one that nobody has is named with its line.
TEST(ReadModels, UsersKinds) {
  ModelSet Set;
  Set.Path = "u";
  ASSERT_FALSE(llvm::errorToBool(readModelFile("u",
                                               "models:\n"
                                               "  - {type: T, kind: single-owner}\n"
                                               "  - {type: U, kind: single-ower}\n",
                                               Set)));
  Models Known;
  EXPECT_EQ(llvm::toString(loadModels(Known, Set)),
            "u:3:21: error: no kind is named 'single-ower'");
  ir::Symbol Get;
  Get.Name = "T::get";
  EXPECT_NE(Known.find(Get, 0), nullptr);
}

/// Each example of the page is right, and uses no kind that there is not.
TEST(ReadModels, ThePageThatDescribesThem) {
  auto Page = llvm::MemoryBuffer::getFile(MEMLINT_MODELS_README);
  ASSERT_TRUE(Page);
  llvm::StringRef Rest = (*Page)->getBuffer();
  unsigned Examples = 0;
  for (auto [Before, After] = Rest.split("```yaml\n"); !After.empty();
       std::tie(Before, After) = Rest.split("```yaml\n")) {
    auto [Example, Behind] = After.split("```");
    Rest = Behind;
    ModelSet Set;
    Set.Path = "README.md";
    EXPECT_EQ(llvm::toString(readModelFile(Set.Path, Example, Set)), "") << Example.str();
    Models Known;
    EXPECT_EQ(llvm::toString(loadModels(Known, Set)), "");
    ++Examples;
  }
  EXPECT_GE(Examples, 3u);
}

} // namespace
} // namespace memlint
