#include "analysis/solve/OwnerUses.h"

#include "analysis/ir/PlainValues.h"

#include <algorithm>
#include <array>

namespace memlint {
namespace {

using Text = std::string_view;

constexpr std::array PointerMembers{Text("operator->"), Text("operator*"), Text("operator[]"),
                                    Text("get")};
/// Those that a std::array has, too.
constexpr std::array VectorMembers{
    Text("operator[]"), Text("at"),      Text("front"),  Text("back"), Text("data"),
    Text("begin"),      Text("end"),     Text("cbegin"), Text("cend"), Text("rbegin"),
    Text("rend"),       Text("crbegin"), Text("crend"),  Text("size"), Text("empty")};
constexpr std::array RangeFunctions{Text("std::begin"), Text("std::end"),    Text("std::cbegin"),
                                    Text("std::cend"),  Text("std::rbegin"), Text("std::rend"),
                                    Text("std::data"),  Text("std::size"),   Text("std::ssize"),
                                    Text("std::empty")};

template <class List> bool has(const List &Words, Text Word) {
  return std::find(Words.begin(), Words.end(), Word) != Words.end();
}

/// Whether the callee only asks for what an owner holds, makes it or ends it, when it is given the
/// owner's address as argument `Index`.
bool onlyAsks(const ir::Function &F, const ir::Op &Call, std::size_t Index, bool Vector) {
  const ir::Symbol &Callee = F.Symbols[Call.Callee - 1];
  if (Callee.Name == "std::move" || Callee.Name == "std::forward")
    return !Vector && Index == 0;
  if (Vector && (has(RangeFunctions, Callee.Name) || Callee.Name == "std::span::span"))
    return Index == (Callee.Flags & ir::Constructor ? 1 : 0);
  const Text Name = Callee.Name;
  const Text Scope = Vector                                  ? Text("std::vector::")
                     : Name.starts_with("std::shared_ptr::") ? Text("std::shared_ptr::")
                                                             : Text("std::unique_ptr::");
  if (!Name.starts_with(Scope))
    return false;
  if (Callee.Flags & ir::Constructor) // with no deleter, or moved to another one
    return Vector ? Index == 0
                  : Call.Values.size() <= 2 && (Index == 0 || Callee.Flags & ir::RvalueArgument);
  if (Index != 0)
    return false;
  const Text Member = Name.substr(Scope.size());
  return Callee.Flags & ir::Destructor ||
         (Vector ? has(VectorMembers, Member) : has(PointerMembers, Member));
}

/// One argument: the deleter or the allocator is the default.
bool hasOneArgument(Text Name) {
  int Depth = 0;
  for (char C : Name) {
    Depth += C == '<' || C == '(' ? 1 : C == '>' || C == ')' ? -1 : 0;
    if (C == ',' && Depth == 1)
      return false;
  }
  return true;
}

} // namespace

OwnerUses::OwnerUses(const EscapeGraph &G, NodeId Object) : G(G), P(G.points()), F(G.function()) {
  for (FactId Id : G.factsOn(P.objectOf(Object))) {
    const NodeId At = P.facts()[Id].At;
    if (P.parent(At) != None && P.fieldOf(At) == OwnField)
      add(P.parent(At));
  }
  std::sort(Owners.begin(), Owners.end(),
            [](const Owner &A, const Owner &B) { return A.Cell < B.Cell; });
}

void OwnerUses::add(NodeId Cell) {
  const PointsTo::Object &O = P.object(Cell);
  if (O.Kind == ObjectKind::Temporary) // on its way to a variable
    return;
  if (O.Kind == ObjectKind::Variable && isView(O.Index))
    return;
  const bool Local =
      O.Kind == ObjectKind::Variable && (F.Variables[O.Index].Kind == ir::VariableKind::Local ||
                                         F.Variables[O.Index].Kind == ir::VariableKind::Temporary);
  if (Local && Cell == O.Root)
    Owners.push_back({Cell, O.Index, std::nullopt});
  else if (Local && P.parent(Cell) == O.Root &&
           F.Types[F.Variables[O.Index].Type].Flags & ir::ClosureType)
    Owners.push_back({Cell, O.Index, P.fieldOf(Cell)});
  else
    Elsewhere = true;
}

/// What it points to is told for all that it may be made of; it owns nothing.
bool OwnerUses::isView(std::uint32_t Variable) const {
  return F.Types[F.Variables[Variable].Type].Flags & ir::GslPointer;
}

std::optional<std::uint32_t> OwnerUses::first() const {
  for (const Owner &O : Owners)
    if (F.Variables[O.Variable].Kind == ir::VariableKind::Local)
      return O.Variable;
  return std::nullopt;
}

bool OwnerUses::fit(const StackFit &Fit) const {
  const bool Vector = Fit.Form == StackForm::Vector;
  if (Elsewhere || (Vector && Owners.size() != 1))
    return false;
  return std::all_of(Owners.begin(), Owners.end(), [&](const Owner &O) {
    return typeFits(O, Fit) && usesFit(O, Vector) && capturesFit(O, Vector);
  });
}

bool OwnerUses::typeFits(const Owner &O, const StackFit &Fit) const {
  const ir::Type &T = F.Types[F.Variables[O.Variable].Type];
  if (O.Field)
    return Fit.Form == StackForm::Object;
  if (!T.Element || !hasOneArgument(T.Name))
    return false;
  if (Fit.Form == StackForm::Vector)
    return T.Template == "std::vector" && T.Element == Fit.Type;
  if (T.Template != "std::unique_ptr" && T.Template != "std::shared_ptr")
    return false;
  const ir::Type &Held = F.Types[T.Element - 1];
  if (Fit.Form == StackForm::Object)
    return T.Element == Fit.Type;
  return Fit.Form == StackForm::Array && Held.Element == Fit.Type &&
         !(Held.Flags & (ir::RecordType | ir::PointerType));
}

OwnerUses::Use OwnerUses::useOf(const Owner &O, const ir::Value &V) const {
  if (!hasPath(V))
    return Use::None;
  const ir::Path &Path = F.Paths[V.Index];
  if (V.Kind != ir::ValueKind::Address && Path.Base == ir::BaseKind::Variable && isView(Path.Index))
    return Use::None;
  const NodeId Root = P.object(O.Cell).Root;
  for (NodeId Cell : G.cellsOfPath(Path)) {
    const bool Named = Cell == O.Cell || Cell == Root;
    if (V.Kind == ir::ValueKind::Address ? Named : P.holds(Cell, O.Cell) || P.holds(Cell, Root))
      return Use::Address;
    if (Named)
      return Use::Value;
  }
  return Use::None;
}

bool OwnerUses::usesFit(const Owner &O, bool Vector) const {
  return std::all_of(F.Blocks.begin(), F.Blocks.end(), [&](const ir::Block &B) {
    return std::all_of(B.Ops.begin(), B.Ops.end(),
                       [&](const ir::Op &Op) { return opFits(O, Op, Vector); });
  });
}

bool OwnerUses::opFits(const Owner &O, const ir::Op &Op, bool Vector) const {
  for (std::size_t I = 0; I < Op.Values.size(); ++I) {
    const Use How = useOf(O, Op.Values[I]);
    if (How == Use::None)
      continue;
    if (How == Use::Value || (Op.Kind != ir::OpKind::Copy && !Op.Callee))
      return false;
    if (Op.Kind == ir::OpKind::Copy) {
      if (O.Field || !copyFits(Op))
        return false;
      continue;
    }
    if (Op.Kind != ir::OpKind::Call)
      return false;
    const ir::Symbol &Callee = F.Symbols[Op.Callee - 1];
    const ir::Type &T = F.Types[F.Variables[O.Variable].Type];
    const bool OfClosure =
        (T.CallOperator && T.CallOperator == Op.Callee) || Callee.Flags & ir::Destructor;
    if (O.Field ? !OfClosure : !onlyAsks(F, Op, I, Vector))
      return false;
  }
  return true;
}

/// A reference to the owner, or a capture by reference.
bool OwnerUses::copyFits(const ir::Op &Op) const {
  const ir::Path &To = F.Paths[Op.To - 1];
  if (To.Base != ir::BaseKind::Variable)
    return false;
  const ir::Type &T = F.Types[F.Variables[To.Index].Type];
  const auto Reason = static_cast<ir::CopyReason>(Op.Detail);
  if (Reason == ir::CopyReason::Bind)
    return To.Steps.empty() && T.Flags & ir::ReferenceType;
  return Reason == ir::CopyReason::Capture && T.Flags & ir::ClosureType && To.Steps.size() == 1;
}

/// What the bodies of closures do with it.
bool OwnerUses::capturesFit(const Owner &O, bool Vector) const {
  if (O.Field)
    return bodyFits(F.Types[F.Variables[O.Variable].Type], G.fieldName(*O.Field),
                    /*ByReference=*/false, Vector);
  for (FactId Id : G.factsOn(P.objectOf(O.Cell))) {
    const NodeId At = P.facts()[Id].At;
    const PointsTo::Object &Holder = P.object(At);
    if (Holder.Kind != ObjectKind::Variable || P.parent(At) == None)
      continue;
    const ir::Type &T = F.Types[F.Variables[Holder.Index].Type];
    if (!(T.Flags & ir::ClosureType) || P.parent(At) != Holder.Root ||
        !bodyFits(T, G.fieldName(P.fieldOf(At)), /*ByReference=*/true, Vector))
      return false;
  }
  return true;
}

bool OwnerUses::bodyFits(const ir::Type &Closure, Text Field, bool ByReference, bool Vector) const {
  if (!Closure.CallOperator)
    return false;
  const ir::Function *Body = G.callees().body(F.Symbols[Closure.CallOperator - 1].Usr).first;
  if (!Body || Body->Flags & (ir::NotLowered | ir::Coroutine))
    return false;
  auto Names = [&](const ir::Path &Path) {
    return Path.Base == ir::BaseKind::Variable && Path.Index == 0 && Path.Steps.size() >= 2 &&
           Path.Steps[1].Kind == ir::StepKind::Field && Body->Names[Path.Steps[1].Name] == Field;
  };
  auto IsItsAddress = [&](const ir::Value &V) {
    const std::size_t Steps = Body->Paths[V.Index].Steps.size();
    return V.Kind == ir::ValueKind::Address ? Steps == (ByReference ? 3 : 2)
                                            : ByReference && Steps == 2;
  };
  for (const ir::Block &B : Body->Blocks)
    for (const ir::Op &Op : B.Ops) {
      if (Op.To && Names(Body->Paths[Op.To - 1]))
        return false;
      for (std::size_t I = 0; I < Op.Values.size(); ++I) {
        const ir::Value &V = Op.Values[I];
        if (hasPath(V) && Names(Body->Paths[V.Index]) &&
            !(Op.Kind == ir::OpKind::Call && Op.Callee && IsItsAddress(V) &&
              onlyAsks(*Body, Op, I, Vector)))
          return false;
      }
    }
  return true;
}

} // namespace memlint
