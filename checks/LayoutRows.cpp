#include "checks/LayoutRows.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace memlint {
namespace {

constexpr std::uint64_t BitsPerByte = 8;

/// A row before holes are found, and whether others may stand inside it.
struct Placed {
  LayoutRow Row;
  bool MayShare = false;
  std::size_t Given = 0; // its place among the rows as they were given
};

std::string partName(const PartFact &P) {
  switch (P.Kind) {
  case PartKind::VTablePointer:
    return "vtable pointer";
  case PartKind::VBasePointer:
    return "virtual base pointer";
  case PartKind::Base:
    return "base " + P.Name;
  case PartKind::VirtualBase:
    return "virtual base " + P.Name;
  }
  return {};
}

Placed placedPart(const PartFact &P) {
  LayoutRow Row;
  Row.Kind = RowKind::Part;
  Row.Offset = P.Offset * BitsPerByte;
  Row.Size = P.Size * BitsPerByte;
  Row.Name = partName(P);
  return {std::move(Row), true, 0};
}

Placed placedField(const RecordFact &R, std::uint32_t Index, std::uint64_t Offset) {
  const FieldFact &F = R.Fields[Index];
  LayoutRow Row;
  Row.Offset = Offset;
  Row.Size = F.BitWidth ? *F.BitWidth : F.Size * BitsPerByte;
  Row.Type = F.Type;
  Row.Name = fieldName(F);
  Row.Field = Index;
  Row.InBits = F.BitWidth.has_value();
  return {std::move(Row), F.Overlapping, 0};
}

/// One row, or two where the hole begins inside a byte and goes on behind it.
void addPadding(std::vector<LayoutRow> &Rows, std::uint64_t Begin, std::uint64_t End) {
  std::uint64_t NextByte = (Begin + BitsPerByte - 1) / BitsPerByte * BitsPerByte;
  std::uint64_t LastByte = std::max(NextByte, End / BitsPerByte * BitsPerByte);
  auto Add = [&](std::uint64_t From, std::uint64_t To, bool InBits) {
    if (From >= To)
      return;
    LayoutRow &Row = Rows.emplace_back();
    Row.Kind = RowKind::Padding;
    Row.Offset = From;
    Row.Size = To - From;
    Row.InBits = InBits;
  };
  Add(Begin, std::min(NextByte, End), true);
  Add(NextByte, std::min(LastByte, End), false);
  Add(LastByte, End, true);
}

/// Sorts the rows and puts the holes between them, up to a size in bytes.
std::vector<LayoutRow> withHoles(std::vector<Placed> All, std::uint64_t Bytes) {
  for (std::size_t I = 0; I < All.size(); ++I)
    All[I].Given = I;
  std::sort(All.begin(), All.end(), [](const Placed &A, const Placed &B) {
    return std::tie(A.Row.Offset, A.Given) < std::tie(B.Row.Offset, B.Given);
  });
  std::vector<LayoutRow> Rows;
  std::uint64_t End = 0, Whole = Bytes * BitsPerByte;
  for (std::size_t I = 0; I < All.size(); ++I) {
    LayoutRow &Row = All[I].Row;
    std::uint64_t Next = I + 1 < All.size() ? All[I + 1].Row.Offset : std::max(Whole, Row.Offset);
    if (All[I].MayShare)
      Row.Size = Row.Offset + Row.Size <= End ? 0 : std::min(Row.Size, Next - Row.Offset);
    if (Row.Offset > End)
      addPadding(Rows, End, Row.Offset);
    End = std::max(End, Row.Offset + Row.Size);
    Rows.push_back(std::move(Row));
  }
  addPadding(Rows, End, std::max(Whole, End));
  return Rows;
}

/// What is known to stand beside the fields; where they begin late and nothing is known, one part
/// of that size.
std::vector<PartFact> partsOf(const RecordFact &R) {
  if (!R.Parts.empty() || R.Fields.empty())
    return R.Parts;
  std::uint64_t First = R.Size;
  for (const FieldFact &F : R.Fields)
    First = std::min(First, F.Offset);
  if (First == 0)
    return {};
  PartFact Bases;
  Bases.Size = First;
  return {Bases};
}

void addParts(std::vector<Placed> &All, const RecordFact &R, bool AlsoVirtualBases) {
  for (const PartFact &P : partsOf(R))
    if (AlsoVirtualBases || P.Kind != PartKind::VirtualBase) {
      All.push_back(placedPart(P));
      if (R.Parts.empty())
        All.back().Row.Name = "bases";
    }
}

std::uint64_t offsetOf(const FieldFact &F) { return F.Offset * BitsPerByte + F.BitOffset; }

/// Places in the order that stay together: a field, or bit-fields that follow each other in both
/// orders.
struct Unit {
  std::size_t First, Last; // places in SmallerOrder::Order, half open
  std::uint64_t Bits = 0;
};

std::vector<Unit> unitsOf(const RecordFact &R) {
  const auto &Order = R.Smaller->Order;
  std::vector<Unit> Units;
  for (std::size_t I = 0; I < Order.size(); ++I) {
    const FieldFact &F = R.Fields[Order[I]];
    bool GoesOn =
        I != 0 && Order[I] == Order[I - 1] + 1 && F.BitWidth && R.Fields[Order[I - 1]].BitWidth;
    if (!GoesOn)
      Units.push_back({I, I, 0});
    Units.back().Last = I + 1;
    Units.back().Bits += F.BitWidth ? *F.BitWidth : F.Size * BitsPerByte;
  }
  return Units;
}

} // namespace

std::string fieldName(const FieldFact &F) { return F.Name.empty() ? "(unnamed)" : F.Name; }

std::vector<LayoutRow> declaredRows(const RecordFact &R) {
  std::vector<Placed> All;
  addParts(All, R, /*AlsoVirtualBases=*/true);
  for (std::uint32_t I = 0; I < R.Fields.size(); ++I)
    All.push_back(placedField(R, I, offsetOf(R.Fields[I])));
  return withHoles(std::move(All), R.Size);
}

std::vector<LayoutRow> smallerRows(const RecordFact &R) {
  std::vector<Placed> All;
  addParts(All, R, /*AlsoVirtualBases=*/false);
  std::vector<bool> Moved = movedFields(R);
  std::uint64_t End = 0;
  for (std::size_t I = 0; I < R.Smaller->Order.size(); ++I) {
    std::uint32_t Field = R.Smaller->Order[I];
    All.push_back(placedField(R, Field, R.Smaller->Offsets[I]));
    All.back().Row.Moved = Moved[Field];
    End = std::max(End, All.back().Row.Offset + All.back().Row.Size);
  }
  // Where virtual bases stand behind fewer bytes is the one thing that Clang was not asked.
  if (std::any_of(R.Parts.begin(), R.Parts.end(),
                  [](const PartFact &P) { return P.Kind == PartKind::VirtualBase; })) {
    End = (End + BitsPerByte - 1) / BitsPerByte;
    PartFact Rest{PartKind::VirtualBase, "", End, R.Smaller->Size - std::min(End, R.Smaller->Size)};
    All.push_back(placedPart(Rest));
    All.back().Row.Name = "virtual bases and padding";
  }
  return withHoles(std::move(All), R.Smaller->Size);
}

/// The kept units are the heaviest of the longest increasing subsequences of the order.
std::vector<bool> movedFields(const RecordFact &R) {
  std::vector<Unit> Units = unitsOf(R);
  const auto &Order = R.Smaller->Order;
  using Weight = std::pair<std::size_t, std::uint64_t>; // units, bits
  std::vector<Weight> Best(Units.size());
  std::vector<std::size_t> Before(Units.size(), Units.size());
  std::size_t End = Units.size();
  for (std::size_t I = 0; I < Units.size(); ++I) {
    for (std::size_t J = 0; J < I; ++J)
      if (Order[Units[J].First] < Order[Units[I].First] && Best[J] > Best[I]) {
        Best[I] = Best[J];
        Before[I] = J;
      }
    Best[I] = {Best[I].first + 1, Best[I].second + Units[I].Bits};
    if (End == Units.size() || Best[I] > Best[End])
      End = I;
  }
  std::vector<bool> Moved(R.Fields.size(), true);
  for (; End != Units.size(); End = Before[End])
    for (std::size_t I = Units[End].First; I < Units[End].Last; ++I)
      Moved[Order[I]] = false;
  return Moved;
}

std::string offsetText(const LayoutRow &Row) {
  std::string Text = std::to_string(Row.Offset / BitsPerByte);
  return Row.InBits ? Text + ":" + std::to_string(Row.Offset % BitsPerByte) : Text;
}

std::string sizeText(const LayoutRow &Row) {
  return Row.InBits ? ":" + std::to_string(Row.Size) : std::to_string(Row.Size / BitsPerByte);
}

} // namespace memlint
