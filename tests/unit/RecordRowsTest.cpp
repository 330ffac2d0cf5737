// Rows against what Clang lays out: holes by their kind, cover without overlap, and pahole's rules
// for bit-fields.
#include "tool/RecordRows.h"
#include "tests/runner/Engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace memlint {
namespace {

using testing::ElementsAre;

std::string text(const RecordRow &Row) {
  static constexpr const char *Kinds[] = {"vtable", "vbase", "base",     "virtual", "field",
                                          "bits",   "hole",  "bit hole", "padding", "bit padding"};
  return std::string(Kinds[static_cast<std::size_t>(Row.Kind)]) +
         (Row.Name.empty() ? "" : " " + Row.Name) + " " + std::to_string(Row.Offset) + "+" +
         std::to_string(Row.Size);
}

/// The rows of the last record of a text, offsets and sizes in bits.
std::vector<std::string> rows(const std::string &Text,
                              const std::vector<std::string> &Flags = {"-std=c++20"}) {
  std::vector<std::string> Result;
  for (const RecordRow &Row :
       recordRows(test::factsOf({{"a.cpp", Text}}, "a.cpp", Flags).Records.back()))
    Result.push_back(text(Row));
  return Result;
}

TEST(RecordRowsTest, HolesAndPadding) {
  EXPECT_THAT(
      rows("struct A { char a; long b; char c; };"),
      ElementsAre("field a 0+8", "hole 8+56", "field b 64+64", "field c 128+8", "padding 136+56"));
  EXPECT_THAT(rows("struct A { int a; int b; };"), ElementsAre("field a 0+32", "field b 32+32"));
  EXPECT_THAT(rows("struct A {};"), ElementsAre());
  EXPECT_THAT(rows("struct A { int a; char b[]; };"), ElementsAre("field a 0+32", "field b 32+0"));
  EXPECT_THAT(rows("struct E {}; struct A { [[no_unique_address]] E a; int b; };"),
              ElementsAre("field a 0+8", "field b 0+32"));
}

TEST(RecordRowsTest, UnionsOverlap) {
  EXPECT_THAT(rows("union A { int a; char b[5]; };"),
              ElementsAre("field a 0+32", "field b 0+40", "padding 40+24"));
}

TEST(RecordRowsTest, BitHolesEndWithTheUnits) {
  EXPECT_THAT(rows("struct A { int a : 3; int b : 30; };"),
              ElementsAre("bits a 0+3", "bit hole 3+29", "bits b 32+30", "bit padding 62+2"));
  EXPECT_THAT(
      rows("struct A { int a : 3; char b; int c; };"),
      ElementsAre("bits a 0+3", "bit hole 3+5", "field b 8+8", "hole 16+16", "field c 32+32"));
  EXPECT_THAT(rows("struct A { char a : 3; int b; };"),
              ElementsAre("bits a 0+3", "bit hole 3+5", "hole 8+24", "field b 32+32"));
  EXPECT_THAT(
      rows("struct A { unsigned a : 16; char b : 8; short c; };"),
      ElementsAre("bits a 0+16", "bits b 16+8", "bit hole 24+8", "field c 32+16", "padding 48+16"))
      << "the unit of 'a' reaches farther than that of 'b'";
  EXPECT_THAT(
      rows("struct A { char a; int : 0; char b : 1; };"),
      ElementsAre("field a 0+8", "hole 8+24", "bits 32+0", "bits b 32+1", "bit padding 33+7"));
}

TEST(RecordRowsTest, PartsStandBesideFields) {
  EXPECT_THAT(rows("struct E {}; struct V { virtual ~V(); int a; char b; };\n"
                   "struct W { long w; }; struct A : V, E, virtual W { char c; };"),
              ElementsAre("base V 0+104", "base E 0+0", "field c 104+8", "hole 112+16",
                          "virtual W 128+64"));
  EXPECT_THAT(rows("struct A { virtual ~A(); };"), ElementsAre("vtable 0+64"));
  EXPECT_THAT(rows("namespace n { struct B { char b; }; }\n"
                   "struct A : virtual n::B { char a; virtual void f(); };",
                   {"-std=c++20", "--target=x86_64-pc-windows-msvc"}),
              ElementsAre("vtable 0+64", "vbase 64+64", "field a 128+8", "hole 136+56",
                          "virtual n::B 192+8", "padding 200+56"))
      << "a gap before a virtual base is a hole";
}

TEST(RecordRowsTest, Sums) {
  auto Facts = test::factsOf(
      {{"a.cpp", "struct A { char a; long b; int c : 3; int d : 30; char e; };"}}, "a.cpp");
  auto Rows = recordRows(Facts.Records.back());
  EXPECT_EQ(sumOf(Rows, RecordRowKind::Hole).Bits, 56u);
  EXPECT_EQ(sumOf(Rows, RecordRowKind::BitField).Count, 2u);
  EXPECT_EQ(sumOf(Rows, RecordRowKind::Padding).Count, 1u);
  EXPECT_EQ(wastedBytes(Rows), (56u + 29 + 2 + 56) / 8);
}

} // namespace
} // namespace memlint
