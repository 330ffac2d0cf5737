#include "checks/LayoutTable.h"

#include <algorithm>

namespace memlint {
namespace {

constexpr std::string_view Ellipsis = "…";
constexpr std::string_view MovedMark = "   <- moved";
constexpr std::string_view Rule = " | ";
/// Tables of more rows are cut down to what changes.
constexpr std::size_t LongTable = 20;
/// What is still longer then ends in a count.
constexpr std::size_t MostLines = 40;
constexpr std::uint64_t LineBits = CacheLineBytes * 8;

bool continues(char C) { return (C & 0xC0) == 0x80; }

/// Where the character after the one at `At` begins. Bytes that are no UTF-8 stand alone.
std::size_t nextCharacter(std::string_view Text, std::size_t At) {
  auto Lead = static_cast<unsigned char>(Text[At]);
  std::size_t Size = Lead >= 0xF0 ? 4 : Lead >= 0xE0 ? 3 : Lead >= 0xC0 ? 2 : 1;
  for (std::size_t I = 1; I < Size; ++I)
    if (At + I >= Text.size() || !continues(Text[At + I]))
      return At + 1;
  return At + Size;
}

/// The byte at which the character number `Count` begins.
std::size_t byteOf(std::string_view Text, std::size_t Count) {
  std::size_t At = 0;
  for (; Count != 0 && At < Text.size(); --Count)
    At = nextCharacter(Text, At);
  return At;
}

/// A line of one side: three cells, or one text across them.
struct Line {
  std::string Offset, Size, Across;
  LayoutRow Row;
  bool IsRow = false;
};

Line across(std::string Text) {
  Line L;
  L.Across = std::move(Text);
  return L;
}

/// Which rows are worth showing in a long table: holes, moved fields, their neighbours, the ends.
std::vector<bool> changedNeighbourhood(const std::vector<LayoutRow> &Rows,
                                       const std::vector<bool> &Moved) {
  std::vector<bool> Shown(Rows.size(), false);
  for (std::size_t I = 0; I < Rows.size(); ++I) {
    bool Changed = Rows[I].Kind == RowKind::Padding || (Rows[I].Field && Moved[*Rows[I].Field]);
    if (!Changed && I != 0 && I + 1 != Rows.size())
      continue;
    for (std::size_t J = I == 0 ? 0 : I - 1; J < std::min(I + 2, Rows.size()); ++J)
      Shown[J] = true;
  }
  return Shown;
}

std::string skipped(std::size_t Count) {
  return std::string(Ellipsis) + " " + std::to_string(Count) + " fields as they are";
}

std::vector<Line> linesOf(const std::vector<LayoutRow> &Rows, const std::vector<bool> &Moved,
                          bool Shorten) {
  std::vector<bool> Shown(Rows.size(), true);
  if (Shorten)
    Shown = changedNeighbourhood(Rows, Moved);
  std::vector<Line> Lines;
  for (std::size_t I = 0; I < Rows.size(); ++I) {
    std::size_t Next = I;
    while (Next < Rows.size() && !Shown[Next])
      ++Next;
    if (Next - I > 1) { // a single row takes no more room than what would stand for it
      Lines.push_back(across(skipped(Next - I)));
      I = Next - 1;
      continue;
    }
    if (std::string Text = lineRule(Rows, I); !Text.empty())
      Lines.push_back(across(std::move(Text)));
    Lines.push_back({offsetText(Rows[I]), sizeText(Rows[I]), "", Rows[I], true});
  }
  if (Lines.size() > MostLines) {
    std::size_t More = Lines.size() - MostLines + 1;
    Lines.resize(MostLines - 1);
    Lines.push_back(across(std::string(Ellipsis) + " " + std::to_string(More) + " lines more"));
  }
  return Lines;
}

/// One half of the table: what its columns need, and what they get.
class Side {
public:
  Side(std::vector<Line> Rows, bool WithType, bool WithMarks)
      : Lines(std::move(Rows)), WithType(WithType), WithMarks(WithMarks) {
    for (const Line &L : Lines) {
      OffsetColumns = std::max(OffsetColumns, L.Offset.size());
      SizeColumns = std::max(SizeColumns, L.Size.size());
      LabelColumns = std::max(LabelColumns, wanted(L));
    }
  }

  std::size_t size() const { return Lines.size(); }
  /// Columns before the label.
  std::size_t fixed() const { return OffsetColumns + 1 + SizeColumns + 1; }
  std::size_t label() const { return LabelColumns; }
  void limitLabel(std::size_t Columns) { LabelColumns = std::min(LabelColumns, Columns); }

  std::string heading() const {
    return padLeft("offset", OffsetColumns) + " " + padLeft("size", SizeColumns) + " field";
  }
  /// Empty behind the last line.
  std::string line(std::size_t I) const {
    if (I >= Lines.size())
      return "";
    const Line &L = Lines[I];
    if (!L.IsRow)
      return std::string(fixed(), ' ') + cutToFit(L.Across, LabelColumns);
    bool Mark = WithMarks && L.Row.Moved;
    std::size_t Room = Mark ? LabelColumns - columnsOf(MovedMark) : LabelColumns;
    return padLeft(L.Offset, OffsetColumns) + " " + padLeft(L.Size, SizeColumns) + " " +
           rowLabel(L.Row, Room, WithType) + (Mark ? std::string(MovedMark) : "");
  }

private:
  std::size_t wanted(const Line &L) const {
    if (!L.IsRow)
      return columnsOf(L.Across);
    return columnsOf(rowLabel(L.Row, SIZE_MAX, WithType)) +
           (WithMarks && L.Row.Moved ? columnsOf(MovedMark) : 0);
  }

  std::vector<Line> Lines;
  bool WithType, WithMarks;
  std::size_t OffsetColumns = 6, SizeColumns = 4, LabelColumns = 5; // of the heading
};

/// Shares out what both labels may take: the right one, mostly names, gets two fifths at least.
void fit(Side &Left, Side &Right, std::size_t Columns) {
  std::size_t Fixed = Left.fixed() + Right.fixed() + Rule.size();
  std::size_t Room = Columns > Fixed ? Columns - Fixed : 0;
  if (Left.label() + Right.label() <= Room)
    return;
  Right.limitLabel(std::max(Room * 2 / 5, Room - std::min(Room, Left.label())));
  Left.limitLabel(Room - std::min(Room, Right.label()));
}

} // namespace

std::size_t columnsOf(std::string_view Text) {
  std::size_t Count = 0;
  for (std::size_t At = 0; At < Text.size(); At = nextCharacter(Text, At))
    ++Count;
  return Count;
}

std::string cutToFit(std::string_view Text, std::size_t Columns) {
  std::size_t Have = columnsOf(Text);
  if (Have <= Columns)
    return std::string(Text);
  std::size_t Kept = std::max<std::size_t>(Columns, 1) - 1, Front = (Kept + 1) / 2;
  std::string Cut(Text.substr(0, byteOf(Text, Front)));
  Cut += Ellipsis;
  return Cut += Text.substr(byteOf(Text, Have - (Kept - Front)));
}

std::string padLeft(std::string_view Text, std::size_t Columns) {
  std::size_t Have = columnsOf(Text);
  return std::string(Columns > Have ? Columns - Have : 0, ' ') + std::string(Text);
}

std::string padRight(std::string_view Text, std::size_t Columns) {
  std::size_t Have = columnsOf(Text);
  return std::string(Text) + std::string(Columns > Have ? Columns - Have : 0, ' ');
}

std::string rowLabel(const LayoutRow &Row, std::size_t Columns, bool WithType) {
  if (Row.Kind == RowKind::Padding)
    return cutToFit("-- padding", Columns);
  if (Row.Kind == RowKind::Part)
    return cutToFit("-- " + Row.Name, Columns);
  if (!WithType || Row.Type.empty())
    return cutToFit(Row.Name, Columns);
  // `char *` needs no blank before the name.
  std::string_view Blank = Row.Type.ends_with('*') || Row.Type.ends_with('&') ? "" : " ";
  constexpr std::size_t LeastOfType = 8;
  std::size_t Behind = columnsOf(Row.Name) + Blank.size(), Type = columnsOf(Row.Type);
  if (Type + Behind <= Columns)
    return Row.Type + std::string(Blank) + Row.Name;
  std::size_t Room = Columns > Behind ? Columns - Behind : 0;
  Room = std::max(Room, std::min({LeastOfType, Type, Columns / 2}));
  std::string Start = cutToFit(Row.Type, Room) + std::string(Blank);
  return Start + cutToFit(Row.Name, Columns - std::min(Columns - 1, columnsOf(Start)));
}

std::string lineRule(const std::vector<LayoutRow> &Rows, std::size_t Index) {
  if (Index == 0)
    return "";
  std::uint64_t Here = Rows[Index].Offset / LineBits;
  if (Here == Rows[Index - 1].Offset / LineBits)
    return "";
  std::string Text = "---- cache line " + std::to_string(Here + 1);
  std::uint64_t Taken = Rows[Index].Offset % LineBits / 8;
  if (Taken == 0)
    return Text;
  return Text + " began " + std::to_string(Taken) + (Taken == 1 ? " byte" : " bytes") + " before";
}

std::vector<std::string> beforeAndAfter(const RecordFact &R, std::size_t Columns) {
  std::vector<LayoutRow> Before = declaredRows(R), After = smallerRows(R);
  std::vector<bool> Moved = movedFields(R);
  bool Shorten = std::max(Before.size(), After.size()) > LongTable;
  Side Left(linesOf(Before, Moved, Shorten), /*WithType=*/true, /*WithMarks=*/false);
  Side Right(linesOf(After, Moved, Shorten), /*WithType=*/false, /*WithMarks=*/true);
  fit(Left, Right, Columns);
  auto Joined = [&](const std::string &Half, const std::string &Other) {
    std::string Text = padRight(Half, Left.fixed() + Left.label()) + std::string(Rule) + Other;
    return Text.erase(Text.find_last_not_of(' ') + 1);
  };
  std::vector<std::string> Lines{Joined(Left.heading(), Right.heading())};
  for (std::size_t I = 0; I < std::max(Left.size(), Right.size()); ++I)
    Lines.push_back(Joined(Left.line(I), Right.line(I)));
  return Lines;
}

} // namespace memlint
