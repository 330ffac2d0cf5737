#include "analysis/solve/PointsTo.h"

#include <utility>

namespace memlint {

PointsTo::PointsTo(unsigned MaxDepth) : MaxDepth(MaxDepth) {
  UnknownRoot = addObject(ObjectKind::Unknown, 0, /*Outside=*/false, /*Flat=*/true);
  addFact(UnknownRoot, UnknownRoot, None, None);
}

NodeId PointsTo::addNode(Node N) {
  Nodes.push_back(std::move(N));
  return static_cast<NodeId>(Nodes.size() - 1);
}

NodeId PointsTo::addObject(ObjectKind Kind, std::uint32_t Index, bool Outside, bool Flat) {
  Node Root;
  Root.Object = static_cast<std::uint32_t>(Objects.size());
  const NodeId Id = addNode(std::move(Root));
  Objects.push_back({Kind, Index, Id, Outside, Flat});
  return Id;
}

NodeId PointsTo::child(NodeId Of, std::uint32_t Field) {
  const Object &O = object(Of);
  if (O.Flat || Nodes[Of].Below)
    return Of;
  if (Nodes[Of].Depth >= MaxDepth) {
    if (!O.Outside) {
      Nodes[Of].Merged = true;
      return Of;
    }
    Field = BelowField;
  }
  const auto [Id, New] = ChildOf.insert(Of, Field, static_cast<NodeId>(Nodes.size()));
  if (!New)
    return Id;
  Node Made;
  Made.Object = Nodes[Of].Object;
  Made.Field = Field;
  Made.Parent = Of;
  Made.Depth = Nodes[Of].Depth + 1;
  Made.Below = Made.Merged = Field == BelowField;
  ++Spent;
  addNode(std::move(Made));
  Nodes[Of].Children.push_back(Id);
  NewChildren.push_back(Id);
  return Id;
}

NodeId PointsTo::descend(NodeId Of, const std::vector<std::uint32_t> &Fields) {
  for (std::uint32_t F : Fields)
    Of = child(Of, F);
  return Of;
}

NodeId PointsTo::existing(NodeId Of, const std::vector<std::uint32_t> &Fields) const {
  for (std::uint32_t Field : Fields) {
    if (object(Of).Flat || Nodes[Of].Below)
      return Of;
    const NodeId At = ChildOf.find(Of, Nodes[Of].Depth < MaxDepth ? Field : BelowField);
    if (At != None)
      Of = At;
    else if (Nodes[Of].Depth < MaxDepth || object(Of).Outside)
      return None;
  }
  return Of;
}

/// Whether both are the same field, of fields, of an object. What an owner holds is no field:
/// owners hold owners of other classes.
bool PointsTo::haveSameFields(NodeId A, NodeId B) const {
  bool Named = false;
  for (; Nodes[A].Parent != None && Nodes[B].Parent != None;
       A = Nodes[A].Parent, B = Nodes[B].Parent) {
    if (Nodes[A].Field != Nodes[B].Field)
      return false;
    Named |= Nodes[A].Field != OwnField;
  }
  return Named && Nodes[A].Parent == Nodes[B].Parent;
}

/// The object that the same field led to on the way to the cell; None: no other did.
NodeId PointsTo::folded(NodeId Of) const {
  for (NodeId At = Of; object(At).Kind == ObjectKind::Pointee; At = object(At).Index)
    if (haveSameFields(Of, object(At).Index))
      return object(At).Root;
  return None;
}

NodeId PointsTo::pointee(NodeId Of) {
  const bool Deep = Nodes[Of].Below || Nodes[Of].Depth >= MaxDepth;
  if (Deep && object(Of).Kind == ObjectKind::Variable)
    return UnknownRoot; // what is reached from a variable is not the variable
  if (Nodes[Of].Below)
    return Of;
  if (Deep)
    return child(Of, BelowField);
  const NodeId Root = addObject(ObjectKind::Pointee, Of, /*Outside=*/true);
  Nodes[Root].Depth = Nodes[Of].Depth + 1;
  return Root;
}

/// The first time that a cell is read it gets what it held when the function began. That it leads
/// back to an object is only assumed: the object stands for others then.
void PointsTo::touch(NodeId N) {
  if (Nodes[N].Touched || !object(N).Outside)
    return;
  Nodes[N].Touched = true;
  if (const NodeId Before = Nodes[N].Below ? None : folded(N); Before != None) {
    Objects[Nodes[Before].Object].FoldedAt.push_back(N);
    return assume({N, Before, None, None, Lane::Assumed});
  }
  const Lane Now = Phase;
  Phase = Lane::Known;
  addFact(N, pointee(N), None, None);
  Phase = Now;
}

void PointsTo::beginAssumed() {
  Phase = Lane::Assumed;
  for (const Fact &F : std::exchange(Postponed, {}))
    addFact(F.At, F.Target, F.Reason, F.From);
}

void PointsTo::assume(const Fact &F) {
  if (Phase == Lane::Known)
    Postponed.push_back(F);
  else
    addFact(F.At, F.Target, F.Reason, F.From);
}

void PointsTo::addFact(NodeId At, NodeId Target, ReasonId Why, FactId From) {
  if (Phase == Lane::Known && From != None && Nodes[Facts[From].At].Merged)
    return assume({At, Target, Why, From, Lane::Assumed});
  if (!Known.insert(At, Target, static_cast<FactId>(Facts.size())).second)
    return;
  Nodes[At].Facts.push_back(static_cast<FactId>(Facts.size()));
  Facts.push_back({At, Target, Why, From, Phase});
}

void PointsTo::addCopy(NodeId From, NodeId To, ReasonId Why, bool Owned) {
  if (From == To || !Edges.insert(From, To, 0).second)
    return;
  Nodes[From].Out.push_back({To, Why, Owned});
  Nodes[To].In.push_back({From, Why, Owned});
  touch(From);
  for (std::size_t I = 0; I < passedOn(From); ++I, ++Spent)
    addFact(To, Facts[Nodes[From].Facts[I]].Target, Why, Nodes[From].Facts[I]);
  for (std::size_t I = 0; I < Nodes[From].Children.size(); ++I)
    syncEdge(From, {To, Why, Owned}, Nodes[From].Children[I]);
  for (std::size_t I = 0; I < Nodes[To].Children.size(); ++I)
    syncEdge(From, {To, Why, Owned}, Nodes[To].Children[I]);
}

/// The field of `Like` in both records is copied, too.
void PointsTo::syncEdge(NodeId From, Edge E, NodeId Like) {
  ++Spent;
  const std::uint32_t Field = Nodes[Like].Field;
  if (Field == BelowField || (Field == OwnField && !E.Owned))
    return;
  const NodeId Source = child(From, Field);
  addCopy(Source, child(E.To, Field), E.Why, E.Owned);
}

/// Records that were copied before a field of theirs was known.
void PointsTo::syncChild(NodeId Child) {
  const NodeId Of = Nodes[Child].Parent;
  for (std::size_t I = 0; I < Nodes[Of].Out.size(); ++I)
    syncEdge(Of, Edge(Nodes[Of].Out[I]), Child);
  for (std::size_t I = 0; I < Nodes[Of].In.size(); ++I) {
    const Edge In = Nodes[Of].In[I];
    syncEdge(In.To, {Of, In.Why, In.Owned}, Child);
  }
}

void PointsTo::addUse(Use Kind, NodeId Pointer, std::vector<std::uint32_t> Fields,
                      std::uint32_t Other, ReasonId Why) {
  touch(Pointer);
  std::uint32_t List = 0;
  if (!Fields.empty()) {
    List = static_cast<std::uint32_t>(FieldLists.size());
    FieldLists.push_back(std::move(Fields));
  }
  Nodes[Pointer].Uses.push_back({Kind, List, Other, Why});
  NewUses.emplace_back(Pointer, Nodes[Pointer].Uses.size() - 1);
}

} // namespace memlint
