#include "tool/LayoutDrawing.h"

#include "checks/LayoutTable.h"
#include "tool/RecordRows.h"
#include "tool/TextOutput.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

#include <algorithm>

namespace memlint {
namespace {

using llvm::StringRef;

constexpr std::size_t Width = 100, MostOfAName = 44, MostOfAListedName = 60;
constexpr std::uint64_t LineBits = CacheLineBytes * 8;

std::string counted(std::uint64_t Count, StringRef Noun) {
  return (llvm::Twine(Count) + " " + Noun + (Count == 1 ? "" : "s")).str();
}

std::string bytes(std::uint64_t Bits) { return counted(Bits / 8, "byte"); }

std::string fieldName(const std::string &Name) { return Name.empty() ? "(unnamed)" : plain(Name); }

/// The third and the fourth column of a row.
std::pair<std::string, std::string> memberAndType(const RecordRow &Row) {
  switch (Row.Kind) {
  case RecordRowKind::VTablePointer:
    return {"(vtable pointer)", ""};
  case RecordRowKind::VBasePointer:
    return {"(virtual base pointer)", ""};
  case RecordRowKind::Base:
    return {"(base)", plain(Row.Name)};
  case RecordRowKind::VirtualBase:
    return {"(virtual base)", plain(Row.Name)};
  case RecordRowKind::Field:
  case RecordRowKind::BitField:
    return {fieldName(Row.Name), plain(Row.Type)};
  case RecordRowKind::Hole:
    return {"-- hole", ""};
  case RecordRowKind::BitHole:
    return {"-- bit hole", ""};
  case RecordRowKind::Padding:
    return {"-- padding", ""};
  case RecordRowKind::BitPadding:
    return {"-- bit padding", ""};
  }
  return {};
}

bool isInBits(RecordRowKind Kind) {
  return Kind == RecordRowKind::BitField || Kind == RecordRowKind::BitHole ||
         Kind == RecordRowKind::BitPadding;
}

/// `24`, or `24:3` where a row is counted in bits.
std::string offsetOf(const RecordRow &Row) {
  std::string Bytes = std::to_string(Row.Offset / 8);
  return isInBits(Row.Kind) ? Bytes + ":" + std::to_string(Row.Offset % 8) : Bytes + "  ";
}

std::string sizeOf(const RecordRow &Row) {
  return isInBits(Row.Kind) ? counted(Row.Size, "bit") : std::to_string(Row.Size / 8);
}

/// A rule across the drawing where a cache line begins.
std::string cacheLineRule(const RecordRow &Row, std::uint64_t Line, bool Before) {
  std::string Text = "  ---- cache line " + std::to_string(Line + 1) + ", byte " +
                     std::to_string(Line * CacheLineBytes);
  if (!Before)
    Text += ", began " +
            (isInBits(Row.Kind) ? counted(Row.end() - Line * LineBits, "bit")
                                : bytes(Row.end() - Line * LineBits)) +
            " before the end of " + memberAndType(Row).first;
  return Text + " ----\n";
}

/// Draws the rows of a record, with a rule where a cache line begins.
class RowsDrawing {
public:
  explicit RowsDrawing(const std::vector<RecordRow> &Rows) : Rows(Rows) {
    for (const RecordRow &Row : Rows) {
      OffsetWidth = std::max(OffsetWidth, offsetOf(Row).size());
      SizeWidth = std::max(SizeWidth, sizeOf(Row).size());
      NameWidth = std::max(NameWidth, columnsOf(memberAndType(Row).first));
    }
    NameWidth = std::min(NameWidth, MostOfAName);
  }

  std::string draw() const {
    std::string Text = line("offset  ", "size", "member", "type");
    std::uint64_t Line = 0;
    for (const RecordRow &Row : Rows) {
      if (Row.Size != 0 && Row.Offset / LineBits > Line)
        Text += cacheLineRule(Row, Line = Row.Offset / LineBits, /*Before=*/true);
      auto [Member, Type] = memberAndType(Row);
      Text += line(offsetOf(Row), sizeOf(Row), Member, Type);
      if (Row.Size != 0 && (Row.end() - 1) / LineBits > Line)
        Text += cacheLineRule(Row, Line = (Row.end() - 1) / LineBits, /*Before=*/false);
    }
    return Text;
  }

private:
  std::string line(StringRef Offset, StringRef Size, StringRef Member, StringRef Type) const {
    std::string Text = "  " + padLeft(Offset, OffsetWidth) + "  " + padLeft(Size, SizeWidth) + "  ";
    Text += padRight(cutToFit(Member, NameWidth), NameWidth);
    if (!Type.empty())
      Text += "  " + cutToFit(Type, Width - std::min(Width, columnsOf(Text) + 2));
    return StringRef(Text).rtrim().str() + "\n";
  }

  const std::vector<RecordRow> &Rows;
  std::size_t OffsetWidth = 8, SizeWidth = 4, NameWidth = 6;
};

std::string joined(const std::vector<std::string> &Parts, StringRef Between) {
  return llvm::join(Parts, Between);
}

/// Text broken into lines at white space, each indented.
std::string paragraph(StringRef Text) {
  std::string Result, Line;
  for (StringRef Word : llvm::split(Text, ' ')) {
    if (!Line.empty() && columnsOf(Line) + 1 + columnsOf(Word) + 2 > Width) {
      Result += "  " + Line + "\n";
      Line = " ";
    }
    Line += (Line.empty() ? "" : " ") + Word.str();
  }
  return Result + "  " + Line + "\n";
}

std::string sizeSummary(const RecordFact &R) {
  std::uint64_t Lines = (R.Size + CacheLineBytes - 1) / CacheLineBytes;
  std::string Text = counted(R.Size, "byte") + ", aligned to " + std::to_string(R.Alignment) +
                     ", in " + counted(Lines, "cache line") + " of 64";
  if (R.DataSize != R.Size)
    Text += "; a derived class goes on at byte " + std::to_string(R.DataSize);
  return Text;
}

/// What the record holds: `4 members of 21 bytes, 2 bit-fields of 11 bits, 1 base of 8 bytes`.
std::string contents(const RecordFact &R, const std::vector<RecordRow> &Rows) {
  if (R.Kind == RecordKind::Union)
    return counted(R.Fields.size(), "member") + " that share their bytes";
  std::vector<std::string> Parts;
  auto Add = [&](std::initializer_list<RecordRowKind> Kinds, StringRef Noun, bool InBits) {
    RowSum Sum;
    for (RecordRowKind Kind : Kinds) {
      RowSum One = sumOf(Rows, Kind);
      Sum = {Sum.Count + One.Count, Sum.Bits + One.Bits};
    }
    if (Sum.Count != 0)
      Parts.push_back(counted(Sum.Count, Noun) + " of " +
                      (InBits ? counted(Sum.Bits, "bit") : bytes(Sum.Bits)));
  };
  Add({RecordRowKind::Field}, "member", false);
  Add({RecordRowKind::BitField}, "bit-field", true);
  Add({RecordRowKind::Base, RecordRowKind::VirtualBase}, "base", false);
  Add({RecordRowKind::VTablePointer, RecordRowKind::VBasePointer}, "pointer", false);
  return Parts.empty() ? "nothing in it" : joined(Parts, ", ");
}

/// What is unused: `2 holes of 11 bytes, 1 bit hole of 3 bits, 4 bytes of padding`.
std::string unused(const std::vector<RecordRow> &Rows) {
  std::vector<std::string> Parts;
  if (RowSum Holes = sumOf(Rows, RecordRowKind::Hole); Holes.Count != 0)
    Parts.push_back(counted(Holes.Count, "hole") + " of " + bytes(Holes.Bits));
  if (RowSum Holes = sumOf(Rows, RecordRowKind::BitHole); Holes.Count != 0)
    Parts.push_back(counted(Holes.Count, "bit hole") + " of " + counted(Holes.Bits, "bit"));
  if (RowSum End = sumOf(Rows, RecordRowKind::Padding); End.Count != 0)
    Parts.push_back(bytes(End.Bits) + " of padding at the end");
  if (RowSum End = sumOf(Rows, RecordRowKind::BitPadding); End.Count != 0)
    Parts.push_back(counted(End.Bits, "bit") + " of padding at the end");
  return Parts.empty() ? "no holes and no padding" : joined(Parts, ", ");
}

std::string anotherOrder(const RecordFact &R) {
  if (!R.Smaller)
    return "";
  std::vector<std::string> Names;
  for (std::uint32_t I : R.Smaller->Order)
    Names.push_back(fieldName(R.Fields[I].Name));
  return counted(R.Smaller->Size, "byte") + " with another order: " + joined(Names, ", ");
}

StringRef keyword(RecordKind Kind) {
  switch (Kind) {
  case RecordKind::Struct:
    return "struct";
  case RecordKind::Class:
    return "class";
  case RecordKind::Union:
    return "union";
  }
  return "";
}

} // namespace

std::string drawLayout(const ShownRecord &R) {
  std::vector<RecordRow> Rows = recordRows(*R.Fact);
  std::string Text = (R.Place + ": " + keyword(R.Fact->Kind) + " " + plain(R.Fact->Name)).str();
  if (!R.OtherLayout.empty())
    Text += ", " + R.OtherLayout;
  Text += "\n" + (Rows.empty() ? "" : RowsDrawing(Rows).draw());
  Text +=
      paragraph(sizeSummary(*R.Fact)) + paragraph(contents(*R.Fact, Rows) + "; " + unused(Rows));
  if (std::string Order = anotherOrder(*R.Fact); !Order.empty())
    Text += paragraph(Order);
  return Text;
}

std::string drawList(const std::vector<ShownRecord> &Records) {
  std::size_t NameWidth = 6;
  for (const ShownRecord &R : Records)
    NameWidth = std::max(NameWidth, std::min(columnsOf(plain(R.Fact->Name)), MostOfAListedName));
  constexpr const char *Row = "{0,9}  {1,9}  {2,9}  {3}  {4}\n";
  std::string Text =
      llvm::formatv(Row, "size", "wasted", "could be", padRight("record", NameWidth), "place");
  for (const ShownRecord &R : Records)
    Text += llvm::formatv(Row, R.Fact->Size, wastedBytes(recordRows(*R.Fact)),
                          R.Fact->Smaller ? std::to_string(R.Fact->Smaller->Size) : "-",
                          padRight(plain(R.Fact->Name), NameWidth), R.Place);
  return Text;
}

} // namespace memlint
