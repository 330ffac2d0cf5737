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

// The caps. Times are measured at -O2; together they keep the worst record of 60 fields at 20 ms.

/// The number of moves is the least for every record of up to so many fields: 10 ms at the worst.
constexpr std::size_t FullySearchedFields = 9;
/// For others it is the least while the search ends in so many steps, 5 ms: for most of 30 fields.
constexpr std::size_t MaxSteps = 20'000;
/// Beyond, only the best few nodes of a kind are followed, which seldom costs a move more: 8 ms.
constexpr std::size_t NarrowWidth = 2;
constexpr std::size_t MaxNarrowSteps = 30'000;
/// Nobody follows more moves; but nine fields may have to be reversed, which is 8.
constexpr unsigned MaxMoves = 12;
/// Records of more kinds of fields are not searched.
constexpr std::size_t MaxClasses = 24;
/// The search does without its floor where that would take longer than the search saves: 3 ms.
constexpr std::size_t MaxFloorWork = 1'500'000;
constexpr std::size_t Unlimited = std::numeric_limits<std::size_t>::max();

/// A floor under the padding to come when the declared fields from some index on follow an offset,
/// a few of them may be left out, and a few of any class put in, whether such are left or not.
class PaddingFloor {
public:
  explicit PaddingFloor(const FieldClasses &Classes) : Classes(Classes) {}

  /// Readies the table for so many fields to leave out and as many to put in.
  void allow(unsigned Moves) {
    Layers.resize(Moves + 1);
    const std::size_t Cells = Layers.size() * Layers.size() * cell(fieldCount(), 0);
    if (Cells * Classes.Shapes.size() > MaxFloorWork)
      return Layers.clear();
    for (unsigned LeftOut = 0; LeftOut <= Moves; ++LeftOut)
      while (Layers[LeftOut].size() <= Moves)
        Layers[LeftOut].push_back(layer(LeftOut, static_cast<unsigned>(Layers[LeftOut].size())));
  }
  std::uint64_t operator()(unsigned LeftOut, unsigned PutIn, FieldIndex From, Offset At) const {
    return Layers.empty() ? 0 : Layers[LeftOut][PutIn][cell(From, At)];
  }

private:
  using Layer = std::vector<std::uint64_t>; // by index and offset modulo Modulus

  FieldIndex fieldCount() const { return static_cast<FieldIndex>(Classes.ClassOf.size()); }
  std::size_t cell(FieldIndex From, Offset At) const {
    return From * Classes.Modulus + (At & (Classes.Modulus - 1));
  }
  /// By the layers with one field less to leave out or to put in.
  Layer layer(unsigned LeftOut, unsigned PutIn) const {
    const std::vector<FieldShape> &Shapes = Classes.Shapes;
    Layer Made(cell(fieldCount() + 1, 0));
    const auto With = [&](const FieldShape &Field, Offset At, FieldIndex Next, const Layer &Then) {
      const Offset Begin = alignUp(At, Field.Alignment);
      return Begin - At + Then[cell(Next, Begin + Field.Size)];
    };
    for (FieldIndex From = fieldCount(); From-- > 0;)
      for (Offset At = 0; At < Classes.Modulus; ++At) {
        std::uint64_t Least = With(Shapes[Classes.ClassOf[From]], At, From + 1, Made);
        if (LeftOut != 0)
          Least = std::min(Least, Layers[LeftOut - 1][PutIn][cell(From + 1, At)]);
        for (std::size_t Class = 0; PutIn != 0 && Class < Shapes.size(); ++Class)
          Least = std::min(Least, With(Shapes[Class], At, From, Layers[LeftOut][PutIn - 1]));
        Made[cell(From, At)] = Least;
      }
    return Made;
  }

  const FieldClasses &Classes;
  std::vector<std::vector<Layer>> Layers; // by fields left out, then put in
};

/// Walks over the declared fields and at each point keeps the next field, withdraws it, or inserts
/// one like a field withdrawn earlier or later. The states (fields walked over, balance, moves) are
/// met in an order in which every step leads forward; of the nodes of a state those survive that no
/// other betters.
class FewestMoves {
public:
  /// `Budget` is the padding in bytes that the order may have, behind the last field included.
  FewestMoves(const FieldClasses &Classes, Offset Start, std::uint64_t Budget)
      : Classes(Classes), Floor(Classes), Start(Start), Budget(Budget),
        StepsLeft(Classes.ClassOf.size() <= FullySearchedFields ? Unlimited : MaxSteps) {}

  /// See FewestMoves.h.
  std::optional<Order> find() {
    if (Classes.Shapes.size() > MaxClasses || Classes.ClassOf.size() > MaxSearchedFields)
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
  enum class Step : std::uint8_t { Keep, Withdraw, Insert }; // in order of preference

  struct Node {
    std::array<std::int8_t, MaxClasses> Balance{}; // by class, withdrawn less inserted
    std::uint64_t Padding = 0;                     // bytes so far
    Offset At = 0;                                 // modulo Modulus
    std::uint32_t Distance = 0;
    NodeIndex Parent = 0;
    std::uint8_t Moves = 0;    // fields withdrawn or inserted so far, each once
    std::uint8_t Waiting = 0;  // of these, withdrawn and not yet inserted
    std::uint8_t Borrowed = 0; // of these, inserted and not yet withdrawn
    Step Last = Step::Keep;
    std::uint8_t Class = 0; // of the field of the last step
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
    Root.At = Start & (Classes.Modulus - 1);
    meet(Root, 0, Here);
    for (FieldIndex Next = 0;; ++Next) {
      const std::size_t First = Nodes.size();
      for (std::vector<Node> &Met : Here) {
        std::size_t Settled = Nodes.size();
        settle(Met, Next);
        for (; Settled < Nodes.size(); ++Settled)
          insertAfter(Settled, Next, Here);
      }
      if (StepsLeft == 0 || First == Nodes.size())
        return std::nullopt;
      if (Next == Classes.ClassOf.size()) // complete ones settle last, the nearest at the end
        return Nodes.back().Waiting == 0 ? std::optional(static_cast<NodeIndex>(Nodes.size() - 1))
                                         : std::nullopt;
      Here = walkOver(Next, First);
    }
  }

  /// Moves the nodes met in a bucket to the survivors, except those that another of the balance
  /// betters: those in front of a node have no more moves.
  void settle(std::vector<Node> &Met, FieldIndex Next) {
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
  void narrow(std::size_t Begin, FieldIndex Next) {
    const auto Rank = [&](const Node &N) {
      return std::tuple(N.Moves, N.Padding + Floor(0, 0, Next, N.At), N.Distance, N.Parent,
                        N.Class);
    };
    std::ranges::partial_sort(Nodes.begin() + Begin, Nodes.begin() + Begin + Width, Nodes.end(),
                              std::less<>(), Rank);
    Nodes.resize(Begin + Width);
  }

  /// Meets the nodes that insert a field in front of the declared field `Next`.
  void insertAfter(NodeIndex Parent, FieldIndex Next, Buckets &Here) {
    for (ClassIndex Class = 0; Class < ToCome.size(); ++Class)
      if (Nodes[Parent].Balance[Class] + ToCome[Class] > 0)
        meet(after(Parent, Step::Insert, Class), Next, Here);
  }

  /// The nodes that keep or withdraw a field, from the survivors from `First` on.
  Buckets walkOver(FieldIndex Field, NodeIndex First) {
    Buckets There(2 * MovesAllowed + 1);
    const ClassIndex Class = Classes.ClassOf[Field];
    --ToCome[Class];
    for (NodeIndex Parent = First; Parent < Nodes.size(); ++Parent) {
      if (Nodes[Parent].Balance[Class] + ToCome[Class] >= 0)
        meet(after(Parent, Step::Keep, Class), Field + 1, There);
      meet(after(Parent, Step::Withdraw, Class), Field + 1, There);
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
      N.Distance += N.Waiting + N.Borrowed; // all of these pass the field
    }
    const Offset Begin = alignUp(N.At, Classes.Shapes[Class].Alignment);
    N.Padding += Begin - N.At;
    N.At = (Begin + Classes.Shapes[Class].Size) & (Classes.Modulus - 1);
    return N;
  }

  /// Takes note of a node unless it cannot end within the budget and the moves allowed.
  void meet(const Node &Met, FieldIndex Next, Buckets &Where) {
    if (Met.Moves > MovesAllowed || StepsLeft == 0)
      return;
    const unsigned Unbegun = MovesAllowed - Met.Moves;
    if (Met.Padding + Floor(Unbegun + Met.Borrowed, Unbegun + Met.Waiting, Next, Met.At) > Budget)
      return;
    Where[MovesAllowed + Met.Borrowed - Met.Waiting].push_back(Met);
    --StepsLeft;
  }

  /// The fields on the path to a node. Members of a class are alike: the last one inserted is the
  /// last one withdrawn.
  Order orderOf(NodeIndex End) const {
    Order Placed; // from the last field to the first
    std::vector<Order> Withdrawn(Classes.Shapes.size()), Places(Classes.Shapes.size());
    auto Next = static_cast<FieldIndex>(Classes.ClassOf.size());
    for (NodeIndex At = End; At != 0; At = Nodes[At].Parent) {
      const Node &N = Nodes[At];
      if (N.Last == Step::Insert)
        Places[N.Class].push_back(static_cast<FieldIndex>(Placed.size()));
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

  const FieldClasses &Classes;
  PaddingFloor Floor;
  Offset Start;
  std::uint64_t Budget;
  unsigned MovesAllowed = 1;
  std::size_t StepsLeft;
  std::size_t Width = Unlimited; // survivors of a bucket
  std::vector<Node> Nodes;       // the survivors
  std::vector<int> ToCome;       // by class, not yet walked over
};

} // namespace

std::optional<Order> fewestMoves(const FieldClasses &Classes, Offset Start, std::uint64_t Budget) {
  return FewestMoves(Classes, Start, Budget).find();
}

} // namespace memlint::layout
