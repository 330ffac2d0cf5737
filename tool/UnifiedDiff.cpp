#include "tool/UnifiedDiff.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>
#include <vector>

namespace memlint {
namespace {

using llvm::StringRef;

constexpr std::size_t Context = 3; // lines
/// Changed lines beyond which the shortest diff is no longer looked for: the search takes memory by
/// the square of them.
constexpr int MostEdits = 3000;

/// A stretch of lines that both texts differ in, half open in each.
struct Change {
  std::size_t OldBegin, OldEnd, NewBegin, NewEnd;
};

/// With their ends.
std::vector<StringRef> linesOf(StringRef Text) {
  std::vector<StringRef> Lines;
  while (!Text.empty()) {
    std::size_t Length = std::min(Text.find('\n'), Text.size() - 1) + 1;
    Lines.push_back(Text.take_front(Length));
    Text = Text.drop_front(Length);
  }
  return Lines;
}

/// Myers, "An O(ND) Difference Algorithm and Its Variations", 1986: the greedy algorithm, §3.
class LineDiff {
public:
  LineDiff(const std::vector<StringRef> &Old, const std::vector<StringRef> &New)
      : Old(Old), New(New), N(static_cast<int>(Old.size())), M(static_cast<int>(New.size())) {}

  std::vector<Change> changes() {
    int D = search();
    if (D > MostEdits)
      return {{0, Old.size(), 0, New.size()}};
    std::vector<Change> Result;
    for (int X = N, Y = M; D > 0; --D) {
      int K = X - Y;
      bool Down = comesFromAbove(Furthest[D], D, K);
      int PrevK = Down ? K + 1 : K - 1;
      int PrevX = at(Furthest[D], D, PrevK), PrevY = PrevX - PrevK;
      add(Result, PrevX, PrevX + !Down, PrevY, PrevY + Down);
      X = PrevX, Y = PrevY;
    }
    std::ranges::reverse(Result);
    return Result;
  }

private:
  using Row = std::vector<int>; // the furthest X on the diagonals -D-1 … D+1

  static int at(const Row &R, int D, int K) { return R[static_cast<std::size_t>(K + D + 1)]; }
  static bool comesFromAbove(const Row &R, int D, int K) {
    return K == -D || (K != D && at(R, D, K - 1) < at(R, D, K + 1));
  }

  /// The number of changed lines. `Furthest[D]` is the row that step D starts from.
  int search() {
    Row Last;
    for (int D = 0; D <= MostEdits; ++D) {
      Row Padded(static_cast<std::size_t>(2 * D + 3), -1);
      if (D != 0)
        std::ranges::copy(Last, Padded.begin() + 2);
      Furthest.push_back(Padded);
      Row Reached(static_cast<std::size_t>(2 * D + 1));
      for (int K = -D; K <= D; K += 2) {
        int X = D == 0                         ? 0
                : comesFromAbove(Padded, D, K) ? at(Padded, D, K + 1)
                                               : at(Padded, D, K - 1) + 1;
        while (X < N && X - K < M &&
               Old[static_cast<std::size_t>(X)] == New[static_cast<std::size_t>(X - K)])
          ++X;
        Reached[static_cast<std::size_t>(K + D)] = X;
        if (X >= N && X - K >= M)
          return D;
      }
      Last = std::move(Reached);
    }
    return MostEdits + 1;
  }

  /// From the back of the texts to the front; joins what lies side by side.
  static void add(std::vector<Change> &To, int OldBegin, int OldEnd, int NewBegin, int NewEnd) {
    Change C{static_cast<std::size_t>(OldBegin), static_cast<std::size_t>(OldEnd),
             static_cast<std::size_t>(NewBegin), static_cast<std::size_t>(NewEnd)};
    if (!To.empty() && To.back().OldBegin == C.OldEnd && To.back().NewBegin == C.NewEnd)
      To.back() = {C.OldBegin, To.back().OldEnd, C.NewBegin, To.back().NewEnd};
    else
      To.push_back(C);
  }

  const std::vector<StringRef> &Old, &New;
  int N, M;
  std::vector<Row> Furthest;
};

/// A name as git writes it: in quotes where it holds what would end it.
std::string diffName(StringRef Side, StringRef Path) {
  std::string Name = (Side + "/" + Path).str(), Quoted = "\"";
  auto IsPlain = [](char C) { return llvm::isPrint(C) || (C & 0x80); };
  if (llvm::all_of(Name, IsPlain) && Name.find_first_of("\"\\") == std::string::npos)
    return Name.find(' ') == std::string::npos ? Name : Name + "\t"; // or the blank would end it
  for (char C : Name)
    if (C == '"' || C == '\\')
      Quoted += {'\\', C};
    else if (IsPlain(C))
      Quoted += C;
    else
      for (int Shift : {-1, 6, 3, 0})
        Quoted += Shift < 0 ? '\\' : static_cast<char>('0' + ((C >> Shift) & 7));
  return Quoted + "\"";
}

class DiffWriter {
public:
  DiffWriter(std::vector<StringRef> Old, std::vector<StringRef> New, bool Colour)
      : Old(std::move(Old)), New(std::move(New)), OS(Text) {
    OS.enable_colors(Colour);
  }

  std::string write(StringRef Path) {
    std::vector<Change> Changes = LineDiff(Old, New).changes();
    if (Changes.empty())
      return "";
    painted(llvm::raw_ostream::SAVEDCOLOR, "--- " + diffName("a", Path));
    painted(llvm::raw_ostream::SAVEDCOLOR, "+++ " + diffName("b", Path));
    for (auto First = Changes.begin(); First != Changes.end();) {
      auto Last = First;
      while (Last + 1 != Changes.end() && (Last + 1)->OldBegin - Last->OldEnd <= 2 * Context)
        ++Last;
      hunk({First, Last + 1});
      First = Last + 1;
    }
    return std::move(Text);
  }

private:
  void painted(llvm::raw_ostream::Colors Colour, StringRef Line) {
    OS.changeColor(Colour, Colour == llvm::raw_ostream::SAVEDCOLOR);
    OS << Line;
    OS.resetColor();
    OS << '\n';
  }
  void line(char Mark, StringRef Line) {
    bool Ends = Line.consume_back("\n");
    std::string Shown = Mark + Line.str();
    if (Mark == ' ')
      OS << Shown << '\n';
    else
      painted(Mark == '-' ? llvm::raw_ostream::RED : llvm::raw_ostream::GREEN, Shown);
    if (!Ends)
      OS << "\\ No newline at end of file\n";
  }
  /// `12,7`; a stretch without lines is named by the line before it.
  static std::string range(std::size_t Begin, std::size_t End) {
    std::size_t Count = End - Begin;
    std::string First = std::to_string(Count == 0 ? Begin : Begin + 1);
    return Count == 1 ? First : First + "," + std::to_string(Count);
  }
  void hunk(std::vector<Change> Changes) {
    const Change &First = Changes.front(), &Last = Changes.back();
    std::size_t Before = std::min(First.OldBegin, Context);
    std::size_t After = std::min(Old.size() - Last.OldEnd, Context);
    painted(llvm::raw_ostream::CYAN,
            "@@ -" + range(First.OldBegin - Before, Last.OldEnd + After) + " +" +
                range(First.NewBegin - Before, Last.NewEnd + After) + " @@");
    std::size_t At = First.OldBegin - Before;
    for (const Change &C : Changes) {
      for (; At < C.OldBegin; ++At)
        line(' ', Old[At]);
      for (; At < C.OldEnd; ++At)
        line('-', Old[At]);
      for (std::size_t I = C.NewBegin; I < C.NewEnd; ++I)
        line('+', New[I]);
    }
    for (; At < Last.OldEnd + After; ++At)
      line(' ', Old[At]);
  }

  std::vector<StringRef> Old, New;
  std::string Text;
  llvm::raw_string_ostream OS;
};

} // namespace

std::string unifiedDiff(StringRef Path, StringRef Old, StringRef New, bool Colour) {
  return DiffWriter(linesOf(Old), linesOf(New), Colour).write(Path);
}

} // namespace memlint
