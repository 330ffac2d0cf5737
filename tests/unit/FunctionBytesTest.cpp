// Functions as bytes: small, and whatever bytes come, the answer is well-formed functions or none.
#include "analysis/encode/FunctionBytes.h"
#include "analysis/ir/Text.h"
#include "tests/unit/RandomFunctions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace memlint {
namespace {

using test::RandomFunctions;
using Functions = std::vector<ir::Function>;

std::optional<Functions> unpacked(const std::vector<std::string> &Texts, std::string_view Numbers) {
  return unpackFunctions({Texts.begin(), Texts.end()}, Numbers);
}

Functions sample() {
  return std::get<Functions>(
      ir::parse("function f at 1:7:1-2\n param p : \"P *\" @7:5+1\n begin p @6:1\n"
                " p.a = call g(new P, 500) @8:3+1\n -> 1 if p == null @8\nblock 1\n"
                "function g at 0:9:1-2\n receiver this : T"));
}

TEST(FunctionBytesTest, RoundTripsEveryFunction) {
  RandomFunctions Random(1);
  for (int Round = 0; Round < 500; ++Round) {
    Functions All;
    All.reserve(Round % 4);
    for (int I = Round % 4; I > 0; --I)
      All.push_back(Random.function());
    const FunctionBytes Bytes = packFunctions(All);
    const auto Again = unpacked(Bytes.Texts, Bytes.Numbers);
    ASSERT_TRUE(Again) << Round;
    EXPECT_EQ(*Again, All) << Round;
    EXPECT_EQ(packFunctions(*Again).Numbers, Bytes.Numbers);
  }
}

TEST(FunctionBytesTest, RoundTripsTheGreatestNumbers) {
  Functions All = sample();
  ir::Op &O = All[0].Blocks[0].Ops[1];
  for (ir::Place Where : {ir::Place{UINT32_MAX, UINT32_MAX, UINT32_MAX}, ir::Place{0, 1, 0},
                          ir::Place{1, 0, 0}, ir::Place{UINT32_MAX, 0, 0}, ir::Place{}}) {
    O.Where = All[0].Conditions[0].Where = Where;
    All[0].Variables[0].Where = {UINT32_MAX, 1, 1};
    O.Values[1].Index = UINT64_MAX;
    const FunctionBytes Bytes = packFunctions(All);
    EXPECT_EQ(unpacked(Bytes.Texts, Bytes.Numbers), All);
  }
}

TEST(FunctionBytesTest, SaysEachTextOnce) {
  Functions All = sample();
  const std::size_t Texts = packFunctions(All).Texts.size();
  All.push_back(All[0]);
  EXPECT_EQ(packFunctions(All).Texts.size(), Texts);
}

TEST(FunctionBytesTest, TakesFewBytesForAnOperation) {
  Functions All = sample();
  const std::size_t Before = packFunctions(All).Numbers.size();
  for (int I = 0; I < 100; ++I) {
    All[0].Blocks[0].Ops.push_back(All[0].Blocks[0].Ops[1]); // a call with two arguments
    ++All[0].Blocks[0].Ops.back().Where.Line;
  }
  EXPECT_LE(packFunctions(All).Numbers.size(), Before + 100 * 13 + 10);
}

TEST(FunctionBytesTest, SaysADifferenceInAnyByte) {
  const FunctionBytes Sound = packFunctions(sample());
  for (std::size_t I = 0; I < Sound.Numbers.size(); ++I)
    for (int Change = 1; Change < 256; ++Change) {
      std::string Numbers = Sound.Numbers;
      Numbers[I] = static_cast<char>(Numbers[I] ^ Change);
      EXPECT_NE(unpacked(Sound.Texts, Numbers), sample()) << I << ", " << Change;
    }
  for (std::size_t Length = 0; Length < Sound.Numbers.size(); ++Length)
    EXPECT_NE(unpacked(Sound.Texts, Sound.Numbers.substr(0, Length)), sample()) << Length;
}

TEST(FunctionBytesTest, IsWellFormedWhateverComes) {
  std::mt19937 Dice(2);
  RandomFunctions Random(3);
  unsigned Accepted = 0;
  for (int Round = 0; Round < 5'000; ++Round) {
    FunctionBytes Bytes = packFunctions({Random.function(), Random.function()});
    for (unsigned Changes = 1 + Dice() % 3; Changes != 0; --Changes)
      Bytes.Numbers[Dice() % Bytes.Numbers.size()] =
          static_cast<char>(Dice() % 2 ? Dice() % 4 : Dice());
    if (const auto Read = unpacked(Bytes.Texts, Bytes.Numbers)) {
      ++Accepted;
      for (const ir::Function &F : *Read)
        ASSERT_TRUE(ir::wellFormed(F));
    }
  }
  EXPECT_GT(Accepted, 100u);
}

/// The first two columns are how many functions there are, and their files.
std::string withFile(const std::string &File) {
  const std::string Sound = packFunctions({sample()[0]}).Numbers;
  return Sound.substr(0, 2) + static_cast<char>(File.size()) + File + Sound.substr(4);
}

TEST(FunctionBytesTest, RefusesNumbersThatAreNone) {
  const std::vector<std::string> Texts = packFunctions({sample()[0]}).Texts;
  EXPECT_EQ(unpacked(Texts, withFile("\x01")), Functions{sample()[0]});
  EXPECT_TRUE(unpacked(Texts, withFile("\xff\xff\xff\xff\x0f")));
  for (const char *File :
       {"\xff\xff\xff\xff\x10", "\x81\x80\x80\x80\x80\x01", "\x01\x01", "\x81", "",
        "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"})
    EXPECT_FALSE(unpacked(Texts, withFile(File)));
  EXPECT_FALSE(unpacked(Texts, withFile(std::string("\x81\0", 2)))) << "not the shortest form";
}

TEST(FunctionBytesTest, RefusesLengthsBeyondTheBytes) {
  const std::string Sound = packFunctions(sample()).Numbers;
  const std::vector<std::string> Texts = packFunctions(sample()).Texts;
  for (const char *Count : {"\xff\xff\xff\xff\xff\xff\xff\xff\x7f", "\x03", "\x01"}) {
    const std::string Functions(Count);
    EXPECT_FALSE(
        unpacked(Texts, static_cast<char>(Functions.size()) + Functions + Sound.substr(2)));
    if (Functions != Sound.substr(0, 1)) // the length of a column
      EXPECT_FALSE(unpacked(Texts, Functions + Sound.substr(1))) << Functions.size();
  }
  EXPECT_FALSE(unpacked(Texts, Sound + '\0'));
}

TEST(FunctionBytesTest, RefusesMoreTextThanBytesMean) {
  // A megabyte of text that each of 50000 names means: 50 gigabytes.
  Functions All{sample()[0]};
  All[0].Overrides.assign(50'000, "x");
  FunctionBytes Bytes = packFunctions(All);
  EXPECT_EQ(unpacked(Bytes.Texts, Bytes.Numbers), All);
  *std::find(Bytes.Texts.begin(), Bytes.Texts.end(), "x") = std::string(1 << 20, 'x');
  EXPECT_FALSE(unpacked(Bytes.Texts, Bytes.Numbers));
}

} // namespace
} // namespace memlint
