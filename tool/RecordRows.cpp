#include "tool/RecordRows.h"

#include <algorithm>

namespace memlint {
namespace {

constexpr std::uint64_t ByteBits = 8; // all targets of Clang but a few that have no C library

RecordRowKind kindOf(PartKind Kind) {
  switch (Kind) {
  case PartKind::VTablePointer:
    return RecordRowKind::VTablePointer;
  case PartKind::VBasePointer:
    return RecordRowKind::VBasePointer;
  case PartKind::Base:
    return RecordRowKind::Base;
  case PartKind::VirtualBase:
    return RecordRowKind::VirtualBase;
  }
  return RecordRowKind::Base;
}

/// A row and the end of the storage that it alone may use: for a bit-field, of its unit.
struct Occupant {
  RecordRow Row;
  std::uint64_t UnitEnd = 0;
};

Occupant occupant(const FieldFact &F) {
  if (!F.BitWidth) {
    RecordRow Row{RecordRowKind::Field, F.Name, F.Type, F.Offset * ByteBits, F.Size * ByteBits};
    return {Row, Row.end()};
  }
  RecordRow Row{RecordRowKind::BitField, F.Name, F.Type, F.Offset * ByteBits + F.BitOffset,
                *F.BitWidth};
  std::uint64_t Unit = F.Size * ByteBits, End = Row.end();
  if (Row.Size == 0 || Unit == 0)
    return {Row, End};
  return {Row, (End + Unit - 1) / Unit * Unit};
}

std::vector<Occupant> occupants(const RecordFact &R) {
  std::vector<Occupant> All;
  All.reserve(R.Parts.size() + R.Fields.size());
  for (const PartFact &P : R.Parts) {
    RecordRow Row{kindOf(P.Kind), P.Name, "", P.Offset * ByteBits, P.Size * ByteBits};
    All.push_back({Row, Row.end()});
  }
  for (const FieldFact &F : R.Fields)
    All.push_back(occupant(F));
  std::stable_sort(All.begin(), All.end(), [](const Occupant &A, const Occupant &B) {
    return A.Row.Offset < B.Row.Offset;
  });
  return All;
}

/// The unused rows from one bit to another: first what is left of the last unit, then bytes.
void addGap(std::vector<RecordRow> &Rows, std::uint64_t From, std::uint64_t UnitEnd,
            std::uint64_t To, bool Last) {
  std::uint64_t BitsEnd = std::min(std::max(From, UnitEnd), To);
  if (BitsEnd > From)
    Rows.push_back(
        {Last ? RecordRowKind::BitPadding : RecordRowKind::BitHole, "", "", From, BitsEnd - From});
  if (To > BitsEnd)
    Rows.push_back(
        {Last ? RecordRowKind::Padding : RecordRowKind::Hole, "", "", BitsEnd, To - BitsEnd});
}

} // namespace

std::vector<RecordRow> recordRows(const RecordFact &R) {
  std::vector<RecordRow> Rows;
  std::uint64_t End = 0, UnitEnd = 0;
  for (Occupant &O : occupants(R)) {
    if (O.Row.Offset > End)
      addGap(Rows, End, UnitEnd, O.Row.Offset, /*Last=*/false);
    if (O.Row.end() >= End) {
      End = O.Row.end();
      bool GoesOn = O.Row.Kind == RecordRowKind::BitField; // bits of a run share their units
      UnitEnd = GoesOn ? std::max(UnitEnd, O.UnitEnd) : O.UnitEnd;
    }
    Rows.push_back(std::move(O.Row));
  }
  if (End != 0 && R.Size * ByteBits > End)
    addGap(Rows, End, UnitEnd, R.Size * ByteBits, /*Last=*/true);
  return Rows;
}

RowSum sumOf(const std::vector<RecordRow> &Rows, RecordRowKind Kind) {
  RowSum Sum;
  for (const RecordRow &Row : Rows)
    if (Row.Kind == Kind) {
      ++Sum.Count;
      Sum.Bits += Row.Size;
    }
  return Sum;
}

std::uint64_t wastedBytes(const std::vector<RecordRow> &Rows) {
  std::uint64_t Bits = 0;
  for (const RecordRow &Row : Rows)
    if (Row.isUnused())
      Bits += Row.Size;
  return Bits / ByteBits;
}

} // namespace memlint
