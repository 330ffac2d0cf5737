#include "tool/FindRecords.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace memlint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Records of these names, each at a line of its own.
Program programOf(const std::vector<std::string> &Names) {
  Program P;
  P.Files = {"a.h"};
  std::uint32_t Line = 0;
  for (const std::string &Name : Names) {
    RecordFact &R = P.Records.emplace_back();
    R.Name = Name;
    R.Where = {FileId(0), ++Line, 1, Line, 2};
  }
  return P;
}

/// The names found, or the error.
std::vector<std::string> found(const Program &P, llvm::StringRef Name) {
  auto Found = findRecords(distinctLayouts(P), Name);
  if (!Found)
    return {llvm::toString(Found.takeError())};
  std::vector<std::string> Names;
  for (const RecordFact *R : *Found)
    Names.push_back(R->Name);
  return Names;
}

TEST(FindRecordsTest, ByTheWholeNameOrItsEnd) {
  Program P = programOf({"a::b::Node", "List", "a::List", "c::Tail"});
  EXPECT_THAT(found(P, "a::b::Node"), ElementsAre("a::b::Node"));
  EXPECT_THAT(found(P, "b::Node"), ElementsAre("a::b::Node"));
  EXPECT_THAT(found(P, " struct  Node "), ElementsAre("a::b::Node"));
  EXPECT_THAT(found(P, "List"), ElementsAre("List")) << "the whole name beats an end";
  EXPECT_THAT(found(P, "::a::List"), ElementsAre("a::List"));
  EXPECT_THAT(found(P, "::Tail"), ElementsAre(HasSubstr("no record is called 'Tail'")));
  EXPECT_THAT(found(P, "ode"), ElementsAre(HasSubstr("no record is called 'ode'")));
}

TEST(FindRecordsTest, Instances) {
  Program P = programOf({"n::Pair<unsigned int, n::Key *>", "n::Pair<int, 3>", "n::One<n::Key>",
                         "n::One<n::Key>::In"});
  EXPECT_THAT(found(P, "n::Pair<unsigned  int,n::Key*>"),
              ElementsAre("n::Pair<unsigned int, n::Key *>"));
  EXPECT_THAT(found(P, "Pair<int,3>"), ElementsAre("n::Pair<int, 3>"));
  EXPECT_THAT(found(P, "One"), ElementsAre("n::One<n::Key>")) << "its only instance";
  EXPECT_THAT(found(P, "In"), ElementsAre("n::One<n::Key>::In"));
  EXPECT_THAT(found(P, "Pair"),
              ElementsAre("'Pair' may be 'n::Pair<int, 3>', 'n::Pair<unsigned int, n::Key *>': "
                          "name one of them"));
  EXPECT_THAT(found(P, "Key>"), ElementsAre(HasSubstr("no record"))) << "no name begins there";
  EXPECT_THAT(found(P, "unsignedint"), ElementsAre(HasSubstr("no record")));
}

TEST(FindRecordsTest, SaysWhatWasPerhapsMeant) {
  Program P = programOf({"ns::Container", "ns::Other"});
  EXPECT_THAT(found(P, "Contianer"),
              ElementsAre("no record is called 'Contianer'; did you mean 'ns::Container'?"));
  EXPECT_THAT(found(P, "xyz"),
              ElementsAre("no record is called 'xyz'; 'memlint layout --all' lists them"));
  EXPECT_THAT(found(P, ""), ElementsAre(HasSubstr("no record is called ''")));
  EXPECT_THAT(found(programOf({}), "A"), ElementsAre(HasSubstr("no record is called 'A'")));
}

TEST(FindRecordsTest, AllLayoutsOfAName) {
  Program P = programOf({"A", "A", "A"});
  P.Records[1].Where = P.Records[0].Where; // other flags
  P.Records[1].Size = 8;
  EXPECT_THAT(found(P, "A"), ElementsAre("A", "A", "A"));
  P.Records[1].Size = 0; // laid out alike, another order known in one unit
  P.Records[1].Smaller.emplace();
  auto Layouts = distinctLayouts(P);
  ASSERT_EQ(Layouts.size(), 2u);
  EXPECT_TRUE(Layouts[0]->Smaller);
}

} // namespace
} // namespace memlint
