#include "analysis/solve/MemoryUses.h"

#include "analysis/ir/Text.h"
#include "analysis/solve/Summaries.h"

#include "gtest/gtest.h"

namespace memlint {
namespace {

const char *Program = R"(
function reads
  param s
block 0
  ret = s.*.size

function writes
  param s
block 0
  s.*.size = 0

function writes_through
  param s
block 0
  call reads(s)
  call writes(s)

function asks_unseen
  param s
block 0
  call unseen(s)

function one
  param s
block 0
  call two(s)

function two
  param s
block 0
  call one(s)
  call writes(s)

function caller
  param s
  local x
block 0
  x = s.*.other
  x = s.*.size
  x = s.*.size.inner
  call reads(s)
  call writes(s)
  call writes_through(s)
  call asks_unseen(s)
  call one(s)
  call unseen(s)
)";

class MemoryUsesTest : public testing::Test {
protected:
  MemoryUsesTest()
      : Functions(std::get<std::vector<ir::Function>>(ir::parse(Program))),
        Known(Functions, [](const ir::Symbol &, CallArguments, ModelsOf) { return nullptr; }),
        Uses(Functions, Known), In(Functions.back()) {}

  const MemoryUse *call(std::size_t Which) const {
    return Uses.of(Functions.back(), Functions.back().Blocks[0].Ops[3 + Which]);
  }
  bool mayChange(std::size_t Read, const NameSet &Written) const {
    const ir::Op &Op = Functions.back().Blocks[0].Ops[Read];
    return Uses.mayChange(In, Functions.back().Paths[Op.Values[0].Index], Written);
  }

  std::vector<ir::Function> Functions;
  Summaries Known;
  MemoryUses Uses;
  Terms In;
};

TEST_F(MemoryUsesTest, NamesAreReadAndWrittenThroughCalls) {
  ASSERT_TRUE(call(0) && call(1) && call(2));
  EXPECT_TRUE(call(0)->Writes.empty());
  EXPECT_FALSE(call(0)->Reads.empty());
  EXPECT_TRUE(call(0)->Reads.meets(call(1)->Writes));
  EXPECT_TRUE(call(2)->Reads.meets(call(2)->Writes));
  EXPECT_TRUE(call(0)->IsWhole && call(2)->IsWhole);
}

TEST_F(MemoryUsesTest, WhatIsWrittenMayChangeItAndWhatIsInIt) {
  EXPECT_FALSE(mayChange(0, call(1)->Writes));
  EXPECT_TRUE(mayChange(1, call(1)->Writes));
  EXPECT_TRUE(mayChange(2, call(1)->Writes));
  EXPECT_TRUE(mayChange(1, call(2)->Writes));
}

TEST_F(MemoryUsesTest, UnseenCodeIsToldApart) {
  ASSERT_TRUE(call(3) && call(4));
  EXPECT_FALSE(call(3)->IsWhole);
  EXPECT_EQ(call(5), nullptr);
}

TEST_F(MemoryUsesTest, FunctionsThatCallEachOtherWriteTheSame) {
  EXPECT_TRUE(call(4)->Writes.meets(call(1)->Writes));
  EXPECT_TRUE(call(4)->IsWhole);
}

TEST(NameSetTest, MeetsWhatItContains) {
  NameSet A, B;
  A.add(3);
  A.add(200);
  B.add(64);
  EXPECT_TRUE(A.contains(200) && !A.contains(64) && !A.contains(4000));
  EXPECT_FALSE(A.meets(B));
  B.add(A);
  EXPECT_TRUE(B.meets(A) && B.contains(3) && B.contains(64));
}

} // namespace
} // namespace memlint
