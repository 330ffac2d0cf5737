// Which addresses each cell of one function's memory may hold: inclusion constraints (Andersen),
// one walk over the function whatever the order of its operations. EscapeGraph makes the
// constraints from the IR; Escape and the summaries read the facts.
//
// Cells are objects and the fields in them. What the caller's memory holds at first are objects of
// their own (Pointee), made when they are asked for; what a field leads to that the way there has
// already, as in lists and trees, is folded into the object that it led to first. A fact remembers
// the first way it came about, so that a path can be told; facts of the phase Known need no
// assumption.
#ifndef MEMLINT_ANALYSIS_SOLVE_POINTSTO_H
#define MEMLINT_ANALYSIS_SOLVE_POINTSTO_H

#include "analysis/solve/PairIndex.h"
#include "analysis/solve/Summary.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace memlint {

using NodeId = std::uint32_t;
using FactId = std::uint32_t;
using ReasonId = std::uint32_t; // what EscapeGraph says of it
inline constexpr std::uint32_t None = PairIndex::None;

/// Names of fields, as EscapeGraph numbers them; these are there before.
inline constexpr std::uint32_t BelowField = 0, BodyField = 1, OwnField = 2;

enum class ObjectKind : std::uint8_t {
  Variable, // Index into the function's Variables
  Temporary,
  Site,    // Index: a reason
  Fresh,   // what a callee makes; Index: a reason
  Global,  // Index: as EscapeGraph numbers them; functions, too
  Pointee, // what the cell Index points to when the function begins
  Result,
  Thread,
  Thrown,
  Unknown
};

class PointsTo {
public:
  struct Object {
    ObjectKind Kind = ObjectKind::Temporary;
    std::uint32_t Index = 0;
    NodeId Root = 0;
    bool Outside = false; // it holds something when the function begins
    bool Flat = false;    // all of it is one cell that what it points to belongs to as well
    std::vector<NodeId> FoldedAt = {}; // cells in it, or beyond, that lead back to it
  };
  struct Fact {
    NodeId At, Target;
    ReasonId Reason;
    FactId From; // the fact that was copied, or None
    Lane Sure;
  };
  /// What is to be done with each address that a cell holds.
  enum class Use : std::uint8_t { Load, Store, Offset, Call, Body, Invoke };

  /// `MaxDepth`: steps of a slot of the caller's memory that is told apart; also of fields in one
  /// object.
  explicit PointsTo(unsigned MaxDepth);

  NodeId addObject(ObjectKind Kind, std::uint32_t Index, bool Outside = false, bool Flat = false);
  /// The cell of a field in `Of`; deep ones and those of flat objects are the cell itself.
  NodeId child(NodeId Of, std::uint32_t Field);
  NodeId descend(NodeId Of, const std::vector<std::uint32_t> &Fields);

  /// The same, but only what is there: None otherwise.
  NodeId existing(NodeId Of, const std::vector<std::uint32_t> &Fields) const;

  void addAddress(NodeId At, NodeId Target, ReasonId Why) { addFact(At, Target, Why, None); }
  /// All that `From` holds, in its fields as well, is held by `To`.
  /// Not what the owners in it own, unless `Owned`.
  void addCopy(NodeId From, NodeId To, ReasonId Why, bool Owned = true);
  /// For each address of a cell that `Pointer` holds, `Fields` below it: Load: copied to `Other`;
  /// Store: takes what `Other` holds; Offset: its address goes to `Other`; else: `onAddress`.
  void addUse(Use Kind, NodeId Pointer, std::vector<std::uint32_t> Fields, std::uint32_t Other,
              ReasonId Why);

  /// Works until nothing changes, or the budget is spent.
  template <class OnAddress> void solve(OnAddress &&onAddress);
  void beginAssumed();
  Lane phase() const { return Phase; }
  void setBudget(std::size_t Steps) { Budget = Steps; }
  bool overflown() const { return Spent > Budget; }
  std::size_t spent() const { return Spent; }

  const std::vector<Object> &objects() const { return Objects; }
  const std::vector<Fact> &facts() const { return Facts; }
  std::size_t nodeCount() const { return Nodes.size(); }
  std::uint32_t objectOf(NodeId N) const { return Nodes[N].Object; }
  const Object &object(NodeId N) const { return Objects[Nodes[N].Object]; }
  NodeId parent(NodeId N) const { return Nodes[N].Parent; }
  std::uint32_t fieldOf(NodeId N) const { return Nodes[N].Field; }
  const std::vector<FactId> &factsAt(NodeId N) const { return Nodes[N].Facts; }
  const std::vector<NodeId> &children(NodeId N) const { return Nodes[N].Children; }
  bool isBelow(NodeId N) const { return Nodes[N].Below; }
  /// Whether the cell stands for many places.
  bool isMany(NodeId N) const { return Nodes[N].Merged || !object(N).FoldedAt.empty(); }
  bool holds(NodeId At, NodeId Target) const { return find(At, Target) != None; }
  FactId find(NodeId At, NodeId Target) const { return Known.find(At, Target); }
  /// The cell's contents at the function's beginning matter.
  void read(NodeId N) { touch(N); }
  /// Steps of the slot by which the caller knows the cell.
  unsigned depth(NodeId N) const { return Nodes[N].Depth; }
  NodeId unknown() const { return UnknownRoot; }

private:
  struct Edge {
    NodeId To;
    ReasonId Why;
    bool Owned;
  };
  struct Pending {
    Use Kind;
    std::uint32_t Fields; // index into FieldLists
    std::uint32_t Other;
    ReasonId Why;
  };
  struct Node {
    std::uint32_t Object = 0, Field = 0;
    NodeId Parent = None;
    unsigned Depth = 0;
    bool Below = false, Touched = false;
    bool Merged = false; // fields are not told apart: what one takes another may give
    std::vector<NodeId> Children;
    std::vector<FactId> Facts;
    std::vector<Edge> Out, In;
    std::vector<Pending> Uses;
  };

  NodeId addNode(Node N);
  /// How many of a cell's facts, from the first on, go to its copies. What is read from the unknown
  /// is the unknown itself, its first fact, not each object that went there: they are lost already,
  /// and all of them at every reader would be the square of them.
  std::size_t passedOn(NodeId N) const { return N == UnknownRoot ? 1 : Nodes[N].Facts.size(); }
  void addFact(NodeId At, NodeId Target, ReasonId Why, FactId From);
  /// Now in the second phase, or when it comes.
  void assume(const Fact &F);
  void touch(NodeId N);
  NodeId pointee(NodeId Of);
  NodeId folded(NodeId Of) const;
  bool haveSameFields(NodeId A, NodeId B) const;
  void syncChild(NodeId Child);
  void syncEdge(NodeId From, Edge E, NodeId Like);
  template <class OnAddress> void apply(FactId F, std::size_t UseIndex, OnAddress &&onAddress);

  std::vector<Object> Objects;
  std::vector<Node> Nodes;
  std::vector<Fact> Facts;
  PairIndex Edges, Known, ChildOf;
  std::vector<std::vector<std::uint32_t>> FieldLists{{}}; // of uses; most have none
  std::vector<NodeId> NewChildren;
  std::vector<std::pair<NodeId, std::size_t>> NewUses; // by cell and place in its list
  std::vector<Fact> Postponed;                         // for the second phase
  std::size_t NextFact = 0, Spent = 0, Budget = 1u << 20;
  Lane Phase = Lane::Known;
  NodeId UnknownRoot = 0;
  unsigned MaxDepth;
};

template <class OnAddress>
void PointsTo::apply(FactId F, std::size_t UseIndex, OnAddress &&onAddress) {
  const Fact Now = Facts[F];
  const Pending U = Nodes[Now.At].Uses[UseIndex];
  ++Spent;
  switch (U.Kind) {
  case Use::Load:
    return addCopy(descend(Now.Target, FieldLists[U.Fields]), U.Other, U.Why);
  case Use::Store:
    return addCopy(U.Other, descend(Now.Target, FieldLists[U.Fields]), U.Why);
  case Use::Offset:
    return addFact(U.Other, descend(Now.Target, FieldLists[U.Fields]), U.Why, F);
  case Use::Call:
  case Use::Body:
  case Use::Invoke:
    return onAddress(U.Kind, U.Other, Now.Target);
  }
}

template <class OnAddress> void PointsTo::solve(OnAddress &&onAddress) {
  while (!overflown()) {
    if (!NewChildren.empty()) {
      NodeId Child = NewChildren.back();
      NewChildren.pop_back();
      syncChild(Child);
    } else if (!NewUses.empty()) {
      const auto [At, UseIndex] = NewUses.back();
      NewUses.pop_back();
      // The facts whose turn has not come yet meet the use then.
      for (std::size_t I = 0; I < Nodes[At].Facts.size(); ++I)
        if (Nodes[At].Facts[I] < NextFact)
          apply(Nodes[At].Facts[I], UseIndex, onAddress);
    } else if (NextFact < Facts.size()) {
      const FactId F = static_cast<FactId>(NextFact++);
      const NodeId At = Facts[F].At;
      const bool Passed = Nodes[At].Facts[passedOn(At) - 1] >= F;
      const std::size_t Outs = Passed ? Nodes[At].Out.size() : 0, Uses = Nodes[At].Uses.size();
      for (std::size_t I = 0; I < Outs; ++I, ++Spent)
        addFact(Nodes[At].Out[I].To, Facts[F].Target, Nodes[At].Out[I].Why, F);
      for (std::size_t I = 0; I < Uses; ++I)
        apply(F, I, onAddress);
    } else {
      return;
    }
  }
}

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_POINTSTO_H
