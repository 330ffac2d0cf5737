#include "analysis/solve/OwningClasses.h"

#include "analysis/ir/Text.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace memlint::test {
namespace {

RecordFact record(std::string Name, std::vector<FieldFact> Fields, std::string Base = "") {
  RecordFact R;
  R.Usr = "c:@S@" + Name;
  R.Name = std::move(Name);
  R.Fields = std::move(Fields);
  if (!Base.empty())
    R.Parts.push_back({PartKind::Base, std::move(Base), 0, 8});
  return R;
}

FieldFact field(std::string Name, std::string Type) {
  FieldFact F;
  F.Name = std::move(Name);
  F.Type = std::move(Type);
  return F;
}

std::string word(MemberFault What) {
  switch (What) {
  case MemberFault::NotReleased:
    return "not released";
  case MemberFault::Overwritten:
    return "overwritten";
  case MemberFault::Copied:
    return "copied";
  case MemberFault::CutOff:
    return "cut off";
  }
  return "?";
}

/// `C.p: not released`, in the order of the faults.
std::vector<std::string> faultsIn(const std::string &Text, const std::vector<RecordFact> &Records) {
  auto Parsed = ir::parse(Text);
  auto *Functions = std::get_if<std::vector<ir::Function>>(&Parsed);
  if (!Functions)
    return {"line " + std::to_string(std::get<ir::ParseError>(Parsed).Line) + ": " +
            std::get<ir::ParseError>(Parsed).Reason};
  std::vector<std::string> All;
  for (const bool Turned : {false, true}) {
    if (Turned)
      std::reverse(Functions->begin(), Functions->end());
    const Summaries Known(*Functions, {});
    const Models None;
    std::vector<std::string> Now;
    const ClassFields Classes(Records);
    const BodyCalls Calls(*Functions);
    const FieldStories Stories(*Functions, Classes, Known, None, Calls);
    for (const FaultyMember &M : memberFaults(*Functions, Classes, Known, Stories, Calls).All)
      Now.push_back(M.Class + "." + M.Field + ": " + word(M.What));
    std::sort(Now.begin(), Now.end());
    if (Turned)
      EXPECT_EQ(Now, All) << "the order of the functions shows";
    All = Now;
  }
  return All;
}

using Faults = std::vector<std::string>;

const std::string Types = R"(
  type int size 4 integer
  type "int *" size 8 pointer element int
  type "C *" size 8 pointer element C
)";
const std::string OfDestructor = Types + "  type C size 8 record destructor \"C::~C\"\n";
const std::string WithDestructor =
    OfDestructor + "  symbol \"C::~C\" usr \"c:~C\" has-this destructor\n";
const std::string Plain = Types + "  type C size 8 record trivial-destructor\n";

std::string method(const std::string &Head, const std::string &TypeLines, const std::string &Body) {
  return "function " + Head + TypeLines +
         "  receiver this : \"C *\"\n  local t : \"int *\"\nblock 0\n" + Body + "\n";
}

const std::string Makes = "  t = new 0 int\n  this.*.p = t\n";

std::string constructor(const std::string &TypeLines, const std::string &Body = Makes) {
  return method("C::C usr \"c:C\" has-this constructor\n", TypeLines, Body);
}
std::string destructor(const std::string &Body) {
  return method("\"C::~C\" usr \"c:~C\" has-this destructor\n", OfDestructor, Body);
}
std::string user(const std::string &TypeLines, const std::string &Body = "") {
  return "function use\n" + TypeLines + "  symbol C::C usr \"c:C\" has-this constructor\n" +
         "  symbol C::set usr \"c:set\" has-this\n" +
         "  local c : C\n  local d : C\nblock 0\n  begin c\n  call C::C(&c)\n" + Body + "  end c\n";
}

const std::vector<RecordFact> Records = {record("C", {field("p", "int *"), field("q", "int *")})};

TEST(OwningClassesTest, NoDestructorReleases) {
  EXPECT_EQ(faultsIn(constructor(Plain) + user(Plain), Records), Faults{"C.p: not released"});
}

TEST(OwningClassesTest, ADestructorReleasesOrNot) {
  EXPECT_EQ(faultsIn(constructor(WithDestructor) + user(WithDestructor) +
                         destructor("  delete this.*.p\n"),
                     Records),
            Faults());
  EXPECT_EQ(faultsIn(constructor(WithDestructor) + user(WithDestructor) + destructor(""), Records),
            Faults{"C.p: not released"});
  EXPECT_EQ(faultsIn(constructor(WithDestructor) + user(WithDestructor), Records), Faults())
      << "it is not seen";
}

TEST(OwningClassesTest, WhatGoesElsewhereIsNotOwned) {
  EXPECT_EQ(faultsIn(constructor(Plain, Makes + "  @kept = t\n") + user(Plain), Records), Faults());
  EXPECT_EQ(faultsIn(constructor(Plain, Makes + "  this.*.q = t\n") + user(Plain), Records),
            Faults());
  EXPECT_EQ(faultsIn(constructor(Plain, Makes + "  call unseen(t)\n") + user(Plain), Records),
            Faults());
  EXPECT_EQ(faultsIn(constructor(Plain, Makes + "  call unseen(this)\n") + user(Plain), Records),
            Faults());
}

TEST(OwningClassesTest, AnotherFunctionReleasesWhatAGetterGives) {
  const std::string Getter = method("C::get usr \"c:get\" has-this\n", Plain, "  ret = this.*.p\n");
  const std::string Takes = "function takes\n" + Plain +
                            "  symbol C::get usr \"c:get\" has-this\n  param c : \"C *\"\n"
                            "  local x : \"int *\"\nblock 0\n  x = call C::get(c)\n  delete x\n";
  EXPECT_EQ(faultsIn(constructor(Plain) + user(Plain) + Getter, Records),
            Faults{"C.p: not released"});
  EXPECT_EQ(faultsIn(constructor(Plain) + user(Plain) + Getter + Takes, Records), Faults());
}

TEST(OwningClassesTest, ASetterForgetsTheOldOne) {
  const std::string Begin =
      constructor(WithDestructor, "  this.*.p = null\n") + destructor("  delete this.*.p\n");
  const std::string Set = method("C::set usr \"c:set\" has-this\n", WithDestructor, Makes);
  EXPECT_EQ(faultsIn(Begin + Set + user(WithDestructor, "  call C::set(&c)\n"), Records), Faults());
  EXPECT_EQ(faultsIn(Begin + Set + user(WithDestructor, "  call C::set(&c)\n  call C::set(&c)\n"),
                     Records),
            Faults{"C.p: overwritten"});
  EXPECT_EQ(faultsIn(Begin + Set + user(WithDestructor, "  call C::set(&c)\n  call C::set(&d)\n"),
                     Records),
            Faults());
}

TEST(OwningClassesTest, ACopyIsReleasedTwice) {
  const std::string Begin = constructor(WithDestructor) + destructor("  delete this.*.p\n");
  EXPECT_EQ(faultsIn(Begin + user(WithDestructor, "  d = c\n"), Records), Faults{"C.p: copied"});
  EXPECT_EQ(
      faultsIn(constructor(WithDestructor) +
                   destructor("  -> a if this.*.q == 0\n  -> b unless this.*.q == 0\nblock a\n"
                              "  delete this.*.p\n  -> b\nblock b\n") +
                   user(WithDestructor, "  d = c\n"),
               Records),
      Faults())
      << "there may be a count";
}

TEST(OwningClassesTest, NamesOfTypesArePlain) {
  EXPECT_EQ(plainTypeName("const struct (anonymous namespace)::C *const"), "C*");
  EXPECT_EQ(plainTypeName("ns::V<const C *> &"), "ns::V<C*>&");
  EXPECT_EQ(pointeeName("C*&"), "C*");
  EXPECT_EQ(pointeeName("C"), "");
  const std::vector<RecordFact> Two = {record("ns::C", {field("i", "In *")}), record("ns::In", {})};
  const ClassFields Classes(Two);
  EXPECT_EQ(Classes.find("In", "ns::C"), 1u);
  EXPECT_EQ(Classes.find("In"), std::nullopt);
  EXPECT_EQ(Classes.mentioned("std::vector<ns::C>"), std::vector<std::uint32_t>{0});
  EXPECT_EQ(Classes.mentioned("std::map<int,ns::In>"), std::vector<std::uint32_t>{1});
}

} // namespace
} // namespace memlint::test
