#include "analysis/layout/FewestMoves.h"

#include <algorithm>
#include <array>
#include <bit>
#include <compare>
#include <cstddef>
#include <functional>
#include <limits>
#include <tuple>
#include <utility>

namespace memlint::layout {
namespace {

// The caps. Times are measured at -O2; together they keep the worst record of 60 units at 20 ms.

/// The number of moves is the least for every record of up to so many units: 10 ms at the worst.
constexpr std::size_t FullySearchedUnits = 9;
/// For others it is the least while the search ends in so many steps, 5 ms: for most of 30 units.
constexpr std::size_t MaxSteps = 20'000;
/// Beyond, only the best few nodes of a kind are followed, which seldom costs a move more: 8 ms.
constexpr std::size_t NarrowWidth = 2;
constexpr std::size_t MaxNarrowSteps = 30'000;
/// To cross a border of sections costs more than any way within them.
constexpr std::uint64_t BorderDistance = std::uint64_t{1} << 32;
/// Nobody follows more moves; but nine units may have to be reversed, which is 8.
constexpr unsigned MaxMoves = 12;
/// Records of more kinds of units are not searched.
constexpr std::size_t MaxClasses = 24;
/// The search does without its floor where that would take longer than the search saves: 3 ms.
constexpr std::size_t MaxFloorWork = 1'500'000;
constexpr std::size_t Unlimited = std::numeric_limits<std::size_t>::max();

/// A floor under the padding to come when the declared units from some index on follow an offset,
/// a few of them may be left out, and a few of any class put in, whether such are left or not.
class PaddingFloor {
public:
  explicit PaddingFloor(const UnitClasses &Classes) : Classes(Classes) {}

  /// Readies the table for so many units to leave out and as many to put in.
  void allow(unsigned Moves) {
    Layers.resize(Moves + 1);
    const std::size_t Cells = Layers.size() * Layers.size() * cell(unitCount(), 0);
    if (Cells * Classes.Shapes.size() > MaxFloorWork)
      return Layers.clear();
    for (unsigned LeftOut = 0; LeftOut <= Moves; ++LeftOut)
      while (Layers[LeftOut].size() <= Moves)
        Layers[LeftOut].push_back(layer(LeftOut, static_cast<unsigned>(Layers[LeftOut].size())));
  }
  std::uint64_t operator()(unsigned LeftOut, unsigned PutIn, UnitIndex From, Offset At) const {
    return Layers.empty() ? 0 : Layers[LeftOut][PutIn][cell(From, At)];
  }

private:
  using Layer = std::vector<std::uint64_t>; // by index and offset modulo Modulus

  UnitIndex unitCount() const { return static_cast<UnitIndex>(Classes.ClassOf.size()); }
  std::size_t cell(UnitIndex From, Offset At) const {
    return From * Classes.Modulus + (At & (Classes.Modulus - 1));
  }
  /// By the layers with one unit less to leave out or to put in.
  Layer layer(unsigned LeftOut, unsigned PutIn) const {
    Layer Made(cell(unitCount() + 1, 0));
    const auto With = [&](ClassIndex Class, Offset At, UnitIndex Next, const Layer &Then) {
      const Offset End = endAfter(At, Classes.Shapes[Class]);
      return End - At - Classes.Widths[Class] + Then[cell(Next, End)];
    };
    for (UnitIndex From = unitCount(); From-- > 0;)
      for (Offset At = 0; At < Classes.Modulus; ++At) {
        std::uint64_t Least = With(Classes.ClassOf[From], At, From + 1, Made);
        if (LeftOut != 0)
          Least = std::min(Least, Layers[LeftOut - 1][PutIn][cell(From + 1, At)]);
        for (ClassIndex Class = 0; PutIn != 0 && Class < Classes.Shapes.size(); ++Class)
          Least = std::min(Least, With(Class, At, From, Layers[LeftOut][PutIn - 1]));
        Made[cell(From, At)] = Least;
      }
    return Made;
  }

  const UnitClasses &Classes;
  std::vector<std::vector<Layer>> Layers; // by units left out, then put in
};

/// Walks over the declared units and at each point keeps the next unit, withdraws it, or inserts
/// one like a unit withdrawn earlier or later. The states (units walked over, balance, moves) are
/// met in an order in which every step leads forward; of the nodes of a state those survive that no
/// other betters.
class FewestMoves {
public:
  /// `Budget` is the padding that the order may have, behind the last unit included.
  FewestMoves(const UnitClasses &Classes, std::uint64_t Budget)
      : Classes(Classes), Floor(Classes), Budget(Budget),
        StepsLeft(Classes.ClassOf.size() <= FullySearchedUnits ? Unlimited : MaxSteps) {}

  /// See FewestMoves.h.
  std::optional<Order> find() {
    if (Classes.Shapes.size() > MaxClasses || Classes.ClassOf.size() > MaxSearchedUnits)
      return std::nullopt;
    for (; MovesAllowed <= MaxMoves && StepsLeft != 0; ++MovesAllowed) {
      Floor.allow(MovesAllowed);
      std::optional<NodeIndex> End = search();
      if (StepsLeft == 0 && Width != NarrowWidth) {
        Width = NarrowWidth;
        StepsLeft = MaxNarrowSteps;
        End = search();
      }
      if (End)
        return orderOf(*End);
    }
    return std::nullopt;
  }

private:
  using NodeIndex = std::uint32_t;
  enum class Step : std::uint8_t { Keep, Withdraw, Insert, Cross }; // in order of preference

  struct Node {
    std::array<std::int8_t, MaxClasses> Balance{}; // by class, withdrawn less inserted
    std::uint64_t Padding = 0;                     // so far
    Offset At = 0;                                 // modulo Modulus
    std::uint64_t Distance = 0; // and in front of it the borders of sections crossed
    NodeIndex Parent = 0;
    std::uint8_t Moves = 0;    // units withdrawn or inserted so far, each once
    std::uint8_t Waiting = 0;  // of these, withdrawn and not yet inserted
    std::uint8_t Borrowed = 0; // of these, inserted and not yet withdrawn
    Step Last = Step::Keep;
    std::uint8_t Class = 0; // of the unit of the last step
  };
  using Buckets = std::vector<std::vector<Node>>; // by MovesAllowed + Borrowed - Waiting

  /// The end of the best path with MovesAllowed.
  std::optional<NodeIndex> search() {
    Nodes.clear();
    ToCome.clear();
    for (const Order &Members : Classes.Members)
      ToCome.push_back(static_cast<int>(Members.size()));
    Buckets Here(2 * MovesAllowed + 1);
    Node Root;
    Root.At = Classes.Start & (Classes.Modulus - 1);
    meet(Root, 0, Here);
    for (UnitIndex Next = 0;; ++Next) {
      if (Next < Classes.ClassOf.size() && Classes.OpensSection[Next])
        Here = crossBorder(Next, settleAll(Here, Next));
      const NodeIndex First = settleAll(Here, Next);
      if (StepsLeft == 0 || First == Nodes.size())
        return std::nullopt;
      if (Next == Classes.ClassOf.size()) // complete ones settle last, the nearest at the end
        return Nodes.back().Waiting == 0 ? std::optional(static_cast<NodeIndex>(Nodes.size() - 1))
                                         : std::nullopt;
      Here = walkOver(Next, First);
    }
  }

  /// Moves the nodes met in front of the declared unit `Next` to the survivors, bucket by bucket,
  /// with those that insert units behind them. The index of the first.
  NodeIndex settleAll(Buckets &Here, UnitIndex Next) {
    const std::size_t First = Nodes.size();
    for (std::vector<Node> &Met : Here) {
      std::size_t Settled = Nodes.size();
      settle(Met, Next);
      for (; Settled < Nodes.size(); ++Settled)
        insertAfter(Settled, Next, Here);
    }
    return First;
  }

  /// Moves the nodes met in a bucket to the survivors, except those that another of the balance
  /// betters: those in front of a node have no more moves.
  void settle(std::vector<Node> &Met, UnitIndex Next) {
    const auto Rank = [](const Node &N) {
      const auto Balance = std::bit_cast<std::array<std::uint64_t, MaxClasses / 8>>(N.Balance);
      return std::tuple(Balance, N.Moves, N.Padding, N.Distance);
    };
    std::ranges::sort(Met, [&](const Node &A, const Node &B) {
      const auto Order = Rank(A) <=> Rank(B);
      return Order == 0 ? partsFirst(A, B) : Order < 0;
    });
    const std::size_t Begin = Nodes.size();
    std::size_t First = Begin; // of the survivors of the same balance
    for (const Node &N : Met) {
      if (First < Nodes.size() && Nodes[First].Balance != N.Balance)
        First = Nodes.size();
      const bool Bettered = std::any_of(Nodes.begin() + First, Nodes.end(), [&](const Node &Other) {
        return Other.Padding <= N.Padding && Other.Distance <= N.Distance;
      });
      if (!Bettered)
        Nodes.push_back(N);
    }
    if (Nodes.size() - Begin > Width)
      narrow(Begin, Next);
  }

  /// Of two nodes of a state, which have taken equally many steps, whether A took the first kind of
  /// step where their paths part.
  bool partsFirst(const Node &A, const Node &B) const {
    if (A.Parent != B.Parent)
      return partsFirst(Nodes[A.Parent], Nodes[B.Parent]);
    return std::pair(A.Last, A.Class) < std::pair(B.Last, B.Class);
  }

  /// Of the survivors from `Begin` on, leaves the most promising.
  void narrow(std::size_t Begin, UnitIndex Next) {
    const auto Rank = [&](const Node &N) {
      return std::tuple(N.Moves, N.Padding + Floor(0, 0, Next, N.At), N.Distance, N.Parent,
                        N.Class);
    };
    std::ranges::partial_sort(Nodes.begin() + Begin, Nodes.begin() + Begin + Width, Nodes.end(),
                              std::less<>(), Rank);
    Nodes.resize(Begin + Width);
  }

  /// Meets the nodes that insert a unit in front of the declared unit `Next`.
  void insertAfter(NodeIndex Parent, UnitIndex Next, Buckets &Here) {
    for (ClassIndex Class = 0; Class < ToCome.size(); ++Class)
      if (Nodes[Parent].Balance[Class] + ToCome[Class] > 0)
        meet(after(Parent, Step::Insert, Class), Next, Here);
  }

  /// The nodes at the other side of the border in front of the declared unit `Next`.
  Buckets crossBorder(UnitIndex Next, NodeIndex First) {
    Buckets There(2 * MovesAllowed + 1);
    for (NodeIndex Parent = First; Parent < Nodes.size(); ++Parent) {
      Node N = Nodes[Parent];
      N.Parent = Parent;
      N.Last = Step::Cross;
      N.Distance += BorderDistance * (N.Waiting + N.Borrowed);
      meet(N, Next, There);
    }
    return There;
  }

  /// The nodes that keep or withdraw a unit, from the survivors from `First` on.
  Buckets walkOver(UnitIndex Unit, NodeIndex First) {
    Buckets There(2 * MovesAllowed + 1);
    const ClassIndex Class = Classes.ClassOf[Unit];
    --ToCome[Class];
    for (NodeIndex Parent = First; Parent < Nodes.size(); ++Parent) {
      if (Nodes[Parent].Balance[Class] + ToCome[Class] >= 0)
        meet(after(Parent, Step::Keep, Class), Unit + 1, There);
      meet(after(Parent, Step::Withdraw, Class), Unit + 1, There);
    }
    return There;
  }

  /// The node after one more step. Of the two steps of a move either may come first.
  Node after(NodeIndex Parent, Step Taken, ClassIndex Class) const {
    Node N = Nodes[Parent];
    N.Parent = Parent;
    N.Last = Taken;
    N.Class = static_cast<std::uint8_t>(Class);
    const int Out = N.Balance[Class];
    if (Taken == Step::Withdraw) {
      ++N.Balance[Class];
      N.Moves += Out >= 0;
      N.Waiting += Out >= 0;
      N.Borrowed -= Out < 0;
      return N;
    }
    if (Taken == Step::Insert) {
      --N.Balance[Class];
      N.Moves += Out <= 0;
      N.Borrowed += Out <= 0;
      N.Waiting -= Out > 0;
    } else {
      N.Distance += N.Waiting + N.Borrowed; // all of these pass the unit
    }
    const Offset End = endAfter(N.At, Classes.Shapes[Class]);
    N.Padding += End - N.At - Classes.Widths[Class];
    N.At = End & (Classes.Modulus - 1);
    return N;
  }

  /// Takes note of a node unless it cannot end within the budget and the moves allowed.
  void meet(const Node &Met, UnitIndex Next, Buckets &Where) {
    if (Met.Moves > MovesAllowed || StepsLeft == 0)
      return;
    const unsigned Unbegun = MovesAllowed - Met.Moves;
    if (Met.Padding + Floor(Unbegun + Met.Borrowed, Unbegun + Met.Waiting, Next, Met.At) > Budget)
      return;
    Where[MovesAllowed + Met.Borrowed - Met.Waiting].push_back(Met);
    --StepsLeft;
  }

  /// The units on the path to a node. Members of a class are alike: the last one inserted is the
  /// last one withdrawn.
  Order orderOf(NodeIndex End) const {
    Order Placed; // from the last unit to the first
    std::vector<Order> Withdrawn(Classes.Shapes.size()), Places(Classes.Shapes.size());
    auto Next = static_cast<UnitIndex>(Classes.ClassOf.size());
    for (NodeIndex At = End; At != 0; At = Nodes[At].Parent) {
      const Node &N = Nodes[At];
      if (N.Last == Step::Cross)
        continue;
      if (N.Last == Step::Insert)
        Places[N.Class].push_back(static_cast<UnitIndex>(Placed.size()));
      if (N.Last == Step::Withdraw)
        Withdrawn[N.Class].push_back(--Next);
      else
        Placed.push_back(N.Last == Step::Keep ? --Next : 0);
    }
    for (ClassIndex Class = 0; Class < Places.size(); ++Class)
      for (std::size_t I = 0; I < Places[Class].size(); ++I)
        Placed[Places[Class][I]] = Withdrawn[Class][I];
    std::ranges::reverse(Placed);
    return Placed;
  }

  const UnitClasses &Classes;
  PaddingFloor Floor;
  std::uint64_t Budget;
  unsigned MovesAllowed = 1;
  std::size_t StepsLeft;
  std::size_t Width = Unlimited; // survivors of a bucket
  std::vector<Node> Nodes;       // the survivors
  std::vector<int> ToCome;       // by class, not yet walked over
};

} // namespace

std::optional<Order> fewestMoves(const UnitClasses &Classes, std::uint64_t Budget) {
  return FewestMoves(Classes, Budget).find();
}

} // namespace memlint::layout
