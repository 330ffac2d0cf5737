#include "checks/LayoutTable.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

namespace memlint {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::Not;

FieldFact field(const std::string &Type, const std::string &Name, std::uint64_t Offset,
                std::uint64_t Size) {
  FieldFact F;
  F.Type = Type;
  F.Name = Name;
  F.Offset = Offset;
  F.Size = F.Alignment = Size;
  return F;
}

FieldFact bits(const std::string &Name, std::uint64_t Bit, std::uint32_t Width) {
  FieldFact F = field("unsigned int", Name, Bit / 8, 4);
  F.BitOffset = Bit % 8;
  F.BitWidth = Width;
  return F;
}

RecordFact record(std::uint64_t Size, std::initializer_list<FieldFact> Fields) {
  RecordFact R;
  R.Name = "R";
  R.Size = Size;
  R.Alignment = 8;
  R.Fields = Fields;
  return R;
}

/// The record of research: 24 bytes, and 16 with `Active` at the end.
RecordFact node() {
  RecordFact R = record(24, {field("bool", "Active", 0, 1), field("Node *", "Next", 8, 8),
                             field("int", "Value", 16, 4)});
  R.Smaller = SmallerOrder{16, {1, 2, 0}, {0, 64, 96}, 1, true};
  return R;
}

/// `offset size name` of each row.
std::vector<std::string> told(const std::vector<LayoutRow> &Rows) {
  std::vector<std::string> Lines;
  Lines.reserve(Rows.size());
  for (const LayoutRow &Row : Rows)
    Lines.push_back(offsetText(Row) + " " + sizeText(Row) + " " +
                    rowLabel(Row, 100, /*WithType=*/false) + (Row.Moved ? " moved" : ""));
  return Lines;
}

TEST(LayoutRowsTest, HasARowForEveryHole) {
  EXPECT_THAT(told(declaredRows(node())), ElementsAre("0 1 Active", "1 7 -- padding", "8 8 Next",
                                                      "16 4 Value", "20 4 -- padding"));
  EXPECT_THAT(told(smallerRows(node())),
              ElementsAre("0 8 Next", "8 4 Value", "12 1 Active moved", "13 3 -- padding"));
}

TEST(LayoutRowsTest, CountsBitsWhereFieldsDo) {
  RecordFact R = record(12, {bits("a", 0, 3), bits("b", 3, 13), bits("c", 37, 20)});
  EXPECT_THAT(told(declaredRows(R)),
              ElementsAre("0:0 :3 a", "0:3 :13 b", "2 2 -- padding", "4:0 :5 -- padding",
                          "4:5 :20 c", "7:1 :7 -- padding", "8 4 -- padding"));
}

TEST(LayoutRowsTest, TellsAHoleInsideOneByte) {
  RecordFact R = record(4, {bits("a", 0, 3), bits("b", 5, 2), bits("c", 8, 24)});
  EXPECT_THAT(told(declaredRows(R)), ElementsAre("0:0 :3 a", "0:3 :2 -- padding", "0:5 :2 b",
                                                 "0:7 :1 -- padding", "1:0 :24 c"));
}

TEST(LayoutRowsTest, PutsPartsWhereTheyStand) {
  RecordFact R = record(40, {field("int", "a", 20, 4)});
  R.Parts = {{PartKind::VTablePointer, "", 0, 8},
             {PartKind::Base, "Shape", 8, 9},
             {PartKind::VirtualBase, "Root", 32, 8}};
  EXPECT_THAT(told(declaredRows(R)),
              ElementsAre("0 8 -- vtable pointer", "8 9 -- base Shape", "17 3 -- padding", "20 4 a",
                          "24 8 -- padding", "32 8 -- virtual base Root"));
}

TEST(LayoutRowsTest, CallsUnknownBytesBeforeTheFieldsBases) {
  EXPECT_THAT(told(declaredRows(record(16, {field("int", "a", 8, 4)}))),
              ElementsAre("0 8 -- bases", "8 4 a", "12 4 -- padding"));
  EXPECT_THAT(told(declaredRows(record(1, {}))), ElementsAre("0 1 -- padding"));
}

TEST(LayoutRowsTest, SaysNotWhereVirtualBasesWouldStand) {
  RecordFact R = node();
  R.Size = 32;
  R.Parts = {{PartKind::VirtualBase, "Root", 24, 8}};
  R.Smaller->Size = 24;
  EXPECT_THAT(told(smallerRows(R)), ElementsAre("0 8 Next", "8 4 Value", "12 1 Active moved",
                                                "13 11 -- virtual bases and padding"));
}

TEST(LayoutRowsTest, KeepsMembersOfAUnionAsDeclared) {
  RecordFact R = record(8, {field("long", "wide", 0, 8), field("char", "narrow", 0, 1)});
  R.Kind = RecordKind::Union;
  EXPECT_THAT(told(declaredRows(R)), ElementsAre("0 8 wide", "0 1 narrow"));
}

TEST(LayoutRowsTest, GivesAnOverlappingFieldWhatIsLeftToIt) {
  RecordFact R = record(16, {field("Empty", "e", 0, 1), field("Tail", "t", 0, 16),
                             field("char", "c", 9, 1), field("Empty", "late", 9, 1)});
  R.Fields[0].Overlapping = R.Fields[1].Overlapping = R.Fields[3].Overlapping = true;
  EXPECT_THAT(told(declaredRows(R)),
              ElementsAre("0 0 e", "0 9 t", "9 1 c", "9 0 late", "10 6 -- padding"));
}

TEST(LayoutRowsTest, MovesAsFewAndAsLittleAsItCan) {
  RecordFact R =
      record(24, {field("char", "a", 0, 1), field("long", "b", 8, 8), field("char", "c", 16, 1)});
  R.Smaller = SmallerOrder{16, {1, 0, 2}, {0, 64, 72}, 1, true};
  EXPECT_THAT(movedFields(R), ElementsAre(true, false, false));
}

TEST(LayoutRowsTest, MovesARunOfBitFieldsAsOne) {
  RecordFact R = record(16, {bits("a", 0, 3), bits("b", 3, 3), bits("c", 6, 3),
                             field("long", "d", 8, 8), field("int", "e", 16, 4)});
  R.Smaller = SmallerOrder{16, {3, 4, 0, 1, 2}, {0, 64, 96, 99, 102}, 1, true};
  EXPECT_THAT(movedFields(R), ElementsAre(true, true, true, false, false));
}

TEST(LayoutTableTest, PutsBothOrdersSideBySide) {
  EXPECT_THAT(beforeAndAfter(node(), 96),
              ElementsAreArray({"offset size field       | offset size field",
                                "     0    1 bool Active |      0    8 Next",
                                "     1    7 -- padding  |      8    4 Value",
                                "     8    8 Node *Next  |     12    1 Active   <- moved",
                                "    16    4 int Value   |     13    3 -- padding",
                                "    20    4 -- padding  |"}));
}

TEST(LayoutTableTest, RulesOffCacheLines) {
  std::vector<LayoutRow> Rows =
      declaredRows(record(200, {field("char[64]", "a", 0, 64), field("char[80]", "b", 64, 80),
                                field("long", "c", 144, 8), field("char[48]", "d", 152, 48)}));
  EXPECT_EQ(lineRule(Rows, 0), "");
  EXPECT_EQ(lineRule(Rows, 1), "---- cache line 2");
  EXPECT_EQ(lineRule(Rows, 2), "---- cache line 3 began 16 bytes before");
  EXPECT_EQ(lineRule(Rows, 3), "");
  RecordFact R = record(72, {field("char[65]", "a", 0, 65), field("char", "b", 65, 1)});
  EXPECT_EQ(lineRule(declaredRows(R), 1), "---- cache line 2 began 1 byte before");
}

RecordFact longRecord(std::size_t Fields) {
  RecordFact R;
  R.Smaller = SmallerOrder{Fields * 8 + 8, {}, {}, 1, true};
  R.Fields.push_back(field("char", "first", 0, 1));
  for (std::size_t I = 0; I < Fields; ++I) {
    R.Fields.push_back(
        field("some::very_long_namespace::Type<int>", "field" + std::to_string(I), 8 + 8 * I, 8));
    R.Smaller->Order.push_back(I + 1);
    R.Smaller->Offsets.push_back(I * 64);
  }
  R.Fields.push_back(field("char", "last", 8 + 8 * Fields, 1));
  R.Size = 16 + 8 * Fields;
  for (std::uint32_t Moved : {0u, unsigned(Fields) + 1}) {
    R.Smaller->Offsets.push_back(Fields * 64 + (Moved == 0 ? 0 : 8));
    R.Smaller->Order.push_back(Moved);
  }
  return R;
}

TEST(LayoutTableTest, ShowsOfLongRecordsWhatChanges) {
  std::vector<std::string> Lines = beforeAndAfter(longRecord(60), 96);
  EXPECT_LT(Lines.size(), 12u);
  EXPECT_THAT(Lines, Contains(HasSubstr("… 59 fields as they are")));
  EXPECT_THAT(Lines, Contains(HasSubstr("field59")));
  EXPECT_THAT(Lines, Not(Contains(HasSubstr("field30"))));
}

TEST(LayoutTableTest, EndsInACountWhereEverythingChanges) {
  RecordFact R;
  R.Smaller.emplace();
  for (std::uint32_t I = 0; I < 80; ++I) {
    R.Fields.push_back(field("int", "f" + std::to_string(I), 8 * I, 4));
    R.Smaller->Order.push_back(79 - I);
    R.Smaller->Offsets.push_back(32 * I);
  }
  R.Size = 640;
  R.Smaller->Size = 320;
  std::vector<std::string> Lines = beforeAndAfter(R, 96);
  EXPECT_EQ(Lines.size(), 41u);
  EXPECT_THAT(Lines.back(), HasSubstr("lines more"));
}

TEST(LayoutTableTest, StaysWithinItsColumns) {
  RecordFact R = node();
  for (FieldFact &F : R.Fields) {
    F.Name += std::string(70, 'x') + "_END";
    F.Type = "std::unordered_map<std::string, " + std::string(90, 'y') + "> *";
  }
  for (std::size_t Columns : {60u, 80u, 96u}) {
    for (const std::string &Line : beforeAndAfter(R, Columns)) {
      EXPECT_LE(columnsOf(Line), Columns) << Line;
      EXPECT_FALSE(Line.ends_with(' ')) << Line;
    }
    for (const std::string &Line : beforeAndAfter(longRecord(60), Columns))
      EXPECT_LE(columnsOf(Line), Columns) << Line;
  }
  EXPECT_THAT(beforeAndAfter(R, 96), Contains(HasSubstr("_END   <- moved")));
}

TEST(LayoutTableTest, CutsTheTypeBeforeTheName) {
  LayoutRow Row;
  Row.Type = "std::vector<std::string>";
  Row.Name = "Names";
  EXPECT_EQ(rowLabel(Row, 30, true), "std::vector<std::string> Names");
  EXPECT_EQ(rowLabel(Row, 20, true), "std::ve…tring> Names");
  EXPECT_EQ(columnsOf(rowLabel(Row, 20, true)), 20u);
  EXPECT_EQ(columnsOf(rowLabel(Row, 9, true)), 9u);
  EXPECT_EQ(rowLabel(Row, 30, false), "Names");
}

TEST(LayoutTableTest, CutsBetweenCharacters) {
  EXPECT_EQ(cutToFit("abcdef", 6), "abcdef");
  EXPECT_EQ(cutToFit("abcdef", 5), "ab…ef");
  EXPECT_EQ(cutToFit("abcdef", 2), "a…");
  EXPECT_EQ(cutToFit("abcdef", 1), "…");
  EXPECT_EQ(cutToFit("größeßüß", 5), "gr…üß");
  EXPECT_EQ(columnsOf("größe"), 5u);
  EXPECT_EQ(columnsOf("\xF0\x9F\x98\x80\xFF\xC3"), 3u) << "bytes that are no UTF-8 count one each";
  EXPECT_EQ(padLeft("é", 3), "  é");
  EXPECT_EQ(padRight("é", 3), "é  ");
}

} // namespace
} // namespace memlint
