// The lookup of models: which of several counts. What memlint's own models say of functions as the
// standard libraries declare them stands in OwnModelsTest.
#include "analysis/project/ReadModels.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace memlint {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ModelsTest : public testing::Test {
protected:
  void add(llvm::StringRef Path, llvm::StringRef Text) {
    ModelSet Set;
    Set.Path = Path.str();
    if (llvm::Error E = readModelFile(Path, "models:\n" + Text.str(), Set))
      ADD_FAILURE() << llvm::toString(std::move(E));
    for (const auto &[Name, Wrong] : Known.add(std::move(Set), ModelsOf::Users))
      Problems.push_back(std::to_string(Name.Line) + ": " + Wrong);
  }
  std::string find(const char *Name, std::size_t Arguments = 0, std::uint32_t Flags = 0) const {
    ir::Symbol S;
    S.Name = Name;
    S.Flags = Flags;
    const Summary *Found = Known.find(S, Arguments);
    return Found ? print(*Found) : "(none)";
  }

  Models Known;
  std::vector<std::string> Problems;
};

TEST_F(ModelsTest, ByNameAndArguments) {
  add("a", "  - {fn: f, args: 1, effects: ret = arg1}\n"
           "  - {fn: f, args: 2-3, effects: ret = arg2}\n"
           "  - {fn: 'f, g', args: 5+, effects: ret = arg5}\n");
  EXPECT_EQ(find("f", 1), "ret = arg1");
  EXPECT_EQ(find("f", 3), "ret = arg2");
  EXPECT_EQ(find("f", 4), "(none)");
  EXPECT_EQ(find("f", 9), "ret = arg5");
  EXPECT_EQ(find("g", 5), "ret = arg5");
  EXPECT_EQ(find("ns::f", 1), "(none)");
}

TEST_F(ModelsTest, ByForm) {
  add("a", "  - {fn: C::C, when: copy, effects: ret = arg1}\n"
           "  - {fn: C::C, when: move, effects: ret = arg2}\n"
           "  - {fn: C::C, when: rvalue, effects: ret = arg3}\n"
           "  - {fn: C::C, when: pointer, effects: ret = arg4}\n"
           "  - {fn: C::C, effects: ret = arg5}\n");
  EXPECT_EQ(find("C::C", 1, ir::CopyOrMove), "ret = arg1");
  EXPECT_EQ(find("C::C", 1, ir::CopyOrMove | ir::RvalueArgument), "ret = arg2");
  EXPECT_EQ(find("C::C", 1, ir::RvalueArgument), "ret = arg3");
  EXPECT_EQ(find("C::C", 1, ir::PointerArgument), "ret = arg4");
  EXPECT_EQ(find("C::C", 1), "ret = arg5");
}

TEST_F(ModelsTest, KindsAndWhatTheyAreBasedOn) {
  add("a", "  - kind: derived\n"
           "    based-on: base\n"
           "    members:\n"
           "      - {fn: get, effects: ret = arg1}\n"
           "      - {fn: \"*\", effects: ret = arg9}\n"
           "  - kind: base\n"
           "    members:\n"
           "      - {fn: 'get, put', effects: ret = arg2}\n"
           "      - {fn: constructor, effects: ret = arg3}\n"
           "      - {fn: destructor, effects: ret = arg4}\n"
           "      - {fn: operator bool, effects: ret = arg5}\n"
           "      - {fn: conversion, effects: ret = arg6}\n"
           "      - {fn: operator*, effects: ret = arg7}\n"
           "  - {type: n::T, kind: derived}\n");
  EXPECT_THAT(Problems, IsEmpty());
  EXPECT_EQ(find("n::T::get"), "ret = arg1");
  EXPECT_EQ(find("n::T::put"), "ret = arg2");
  EXPECT_EQ(find("n::T::T", 0, ir::Constructor), "ret = arg3");
  EXPECT_EQ(find("n::T::~T", 0, ir::Destructor), "ret = arg4");
  EXPECT_EQ(find("n::T::operator bool"), "ret = arg5");
  EXPECT_EQ(find("n::T::operator std::string_view<char>"), "ret = arg6");
  EXPECT_EQ(find("n::T::operator*"), "ret = arg7");
  EXPECT_EQ(find("n::T::operator new"), "ret = arg9");
  EXPECT_EQ(find("n::T::other"), "ret = arg9");
  EXPECT_EQ(find("n::T"), "(none)");
  EXPECT_EQ(find("T::get"), "(none)");
}

TEST_F(ModelsTest, TheNearestNameCounts) {
  add("a", "  - {fn: 'a::*', effects: ret = arg1}\n"
           "  - {fn: 'a::b::*', effects: ret = arg2}\n"
           "  - {kind: k, members: [{fn: get, effects: ret = arg3}]}\n"
           "  - {type: a::b::T, kind: k}\n"
           "  - {fn: a::b::U::get, effects: ret = arg4}\n"
           "  - {type: a::b::U, kind: k}\n"
           "  - {fn: a::operator*, effects: ret = arg5}\n");
  EXPECT_EQ(find("a::x"), "ret = arg1");
  EXPECT_EQ(find("a::b::x"), "ret = arg2");
  EXPECT_EQ(find("a::b::T::get"), "ret = arg3");
  EXPECT_EQ(find("a::b::T::put"), "ret = arg2");
  EXPECT_EQ(find("a::b::U::get"), "ret = arg4");
  EXPECT_EQ(find("a::operator*"), "ret = arg5");
  EXPECT_EQ(find("a::operators::f"), "ret = arg1");
  EXPECT_EQ(find("b::x"), "(none)");
}

TEST_F(ModelsTest, WhatIsAddedLaterBeats) {
  add("a", "  - {fn: f, effects: ret = arg1}\n  - {fn: g, effects: ret = arg1}\n");
  add("b", "  - {fn: '*', effects: pure}\n");
  add("c", "  - {fn: f, args: 2, effects: ret = arg2}\n");
  EXPECT_EQ(find("f", 1), "pure");
  EXPECT_EQ(find("f", 2), "ret = arg2");
  EXPECT_EQ(find("g"), "pure");
}

TEST_F(ModelsTest, BuiltinsAreWhatTheyStandFor) {
  add("a", "  - {fn: memcpy, effects: ret = arg1}\n"
           "  - {fn: __builtin_addressof, effects: ret = arg2}\n");
  EXPECT_EQ(find("__builtin_memcpy", 3), "ret = arg1");
  EXPECT_EQ(find("__builtin_addressof", 1), "ret = arg2");
}

TEST_F(ModelsTest, OfUsersAlone) {
  Models Both;
  ModelSet Set;
  ASSERT_FALSE(llvm::errorToBool(readModelFile("u", "models: [{fn: f, effects: pure}]", Set)));
  ASSERT_FALSE(llvm::errorToBool(loadModels(Both, Set)));
  ir::Symbol F, Getline;
  F.Name = "f";
  Getline.Name = "getline";
  EXPECT_NE(Both.find(F, 0, ModelsOf::Users), nullptr);
  EXPECT_NE(Both.find(Getline, 3), nullptr);
  EXPECT_EQ(Both.find(Getline, 3, ModelsOf::Users), nullptr);
}

TEST_F(ModelsTest, KindsThatNobodyKnows) {
  add("a", "  - {type: 'A, B', kind: nix}\n"
           "  - {kind: x, based-on: nix}\n"
           "  - {kind: y, based-on: z}\n"
           "  - {kind: z, based-on: y}\n");
  EXPECT_THAT(Problems, ElementsAre("3: no kind is named 'nix'", "5: 'y' is based on 'z'",
                                    "2: no kind is named 'nix'"));
}

TEST_F(ModelsTest, Unmatched) {
  add("a", "  - {fn: 'f, g', effects: pure}\n"
           "  - {fn: 'a::*, b::*', effects: pure}\n"
           "  - {kind: k}\n"
           "  - {type: 'a::T, T', kind: k}\n");
  add("b", "  - {fn: h, effects: pure}\n");
  ir::Symbol G, Get;
  G.Name = "g";
  Get.Name = "a::T::get";
  EXPECT_THAT(Known.unmatched("a", {&G, &Get}),
              ElementsAre("a:2:11: warning: no function of the program fits 'f'; its model does "
                          "nothing",
                          "a:3:17: warning: no function of the program fits 'b::*'; its model "
                          "does nothing",
                          "a:5:19: warning: no function of the program fits 'T'; its model does "
                          "nothing"));
}

} // namespace
} // namespace memlint
