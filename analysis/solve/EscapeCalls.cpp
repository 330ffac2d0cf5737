// What calls add to the constraints of a function: the effects of the callees' summaries.
#include "analysis/ir/PlainValues.h"
#include "analysis/solve/EscapeGraph.h"
#include "analysis/solve/SlotPath.h"

#include <algorithm>
#include <utility>

namespace memlint {

bool knowsCalls(const Callees &Known, const ir::Symbol &Function) {
  return std::all_of(Function.Attributes.begin(), Function.Attributes.end(),
                     [&](const ir::Attribute &A) {
                       return A.Kind != ir::AttributeKind::Calls || Known.body(A.Word).second;
                     });
}

void EscapeGraph::callUnknown(std::uint32_t Call) {
  if (std::exchange(Calls[Call].Unknown, true))
    return;
  const CallSite C = Calls[Call];
  const ReasonId Why = because(C.Where, nullptr, C.Callee);
  for (NodeId Argument : C.Arguments)
    leak(Argument, Why);
  learnNothing(C.To, Why);
}

/// Which of the call's arguments the slot's base is; none: another base, or the callee takes more
/// arguments than there are.
std::optional<std::size_t> EscapeGraph::argumentOf(const CallSite &Call, const Slot &S) {
  const std::optional<std::size_t> Index =
      S.Kind == SlotKind::Argument ? positionOf(S.Index, Call.HasThis) : std::nullopt;
  return Index && *Index < Call.Arguments.size() ? Index : std::nullopt;
}

/// The argument as the operation has it; null where the callee is called with others.
const ir::Value *EscapeGraph::writtenArgument(const CallSite &Call, const Slot &S) const {
  const ir::Op &Op = F.Blocks[Call.Where.Block].Ops[Call.Where.Op];
  const bool AsWritten = Op.Callee && Call.Callee == &F.Symbols[Op.Callee - 1] &&
                         Call.Arguments.size() == Op.Values.size();
  const std::optional<std::size_t> Index = argumentOf(Call, S);
  return AsWritten && Index ? &Op.Values[*Index] : nullptr;
}

/// The call as the callee sees it: the arguments of a variadic function that have no names are one.
EscapeGraph::CallSite EscapeGraph::called(std::uint32_t Call, const Summary &Of) {
  CallSite C = Calls[Call];
  const std::size_t First = Of.Variadic - (C.HasThis ? 0 : 1);
  if (Of.Variadic == 0 || C.Arguments.size() <= First + 1)
    return C;
  const NodeId Rest = temporary();
  for (std::size_t I = First; I < C.Arguments.size(); ++I)
    Points.addCopy(C.Arguments[I], Rest, None);
  C.Arguments.resize(First);
  C.Arguments.push_back(Rest);
  return C;
}

void EscapeGraph::callKnown(std::uint32_t Call, const Summary &Of, const ir::Symbol *Callee) {
  if (!CalledOnce.try_emplace({Call, &Of}, true).second)
    return;
  Calls[Call].Resolved = true;
  const CallSite C = called(Call, Of);
  if (!Of.Known)
    callUnknown(Call);
  for (const Effect &E : Of.Effects) {
    const ReasonId Why = because(C.Where, &E, Callee);
    if (E.Sure == Lane::Known)
      applyEffect(C, E, Why);
    else
      assume([this, C, &E, Why] { applyEffect(C, E, Why); });
  }
}

void EscapeGraph::applyEffect(const CallSite &Call, const Effect &E, ReasonId Why) {
  switch (E.Kind) {
  case EffectKind::Copy:
    return copyEffect(Call, E, Why);
  case EffectKind::CopyObject:
  case EffectKind::MoveObject:
  case EffectKind::Construct:
    return objectEffect(Call, E, Why);
  default:
    break;
  }
  CellPlace From;
  if (!placeOf(Call, E.From, Why, From))
    return;
  const NodeId What = held(From, Why);
  Points.read(What);
  Events.push_back({E.Kind, From, What, Why, E.From.Word, Points.phase()});
  if (E.Kind == EffectKind::Invoke)
    invoke(Call, E, What, Why);
}

/// Of the variable that the value is the contents or the address of; null: of no plain one.
const ir::Type *EscapeGraph::typeOfVariable(const ir::Value &V) const {
  if (V.Kind != ir::ValueKind::Held && V.Kind != ir::ValueKind::Address)
    return nullptr;
  const std::optional<std::uint32_t> Variable = plainVariable(F.Paths[V.Index]);
  return Variable ? &F.Types[F.Variables[*Variable].Type] : nullptr;
}

/// Whether the argument that the slot points to is an owner of what holds no pointers, as a string:
/// its copy shares nothing with it, as long as it is a copy.
bool EscapeGraph::copiesDeeply(const CallSite &Call, const Slot &From) const {
  const ir::Value *Argument = writtenArgument(Call, From);
  if (!Argument || mayTakeRvalue(*Call.Callee, From.Index) || From.Steps.size() != 1 ||
      From.Steps[0].Kind != ir::StepKind::Deref)
    return false;
  const ir::Type *T = typeOfVariable(*Argument);
  if (T && Argument->Kind == ir::ValueKind::Held)
    T = T->Element ? &F.Types[T->Element - 1] : nullptr;
  return T && T->Flags & ir::GslOwner && T->Element &&
         F.Types[T->Element - 1].Flags & ir::IntegerType;
}

/// What library code does with objects whose types it does not know. A copy takes the pointers in
/// an object; whether it shares what an owner holds is not known, nor what a constructor keeps.
void EscapeGraph::objectEffect(const CallSite &Call, const Effect &E, ReasonId Why) {
  CellPlace From, To;
  if (!placeOf(Call, E.To, Why, To))
    return;
  const ir::Type *Element = madeType(F.Blocks[Call.Where.Block].Ops[Call.Where.Op]);
  // The element is the first argument of a template: a pair's second is another.
  const bool Second = !E.To.Steps.empty() && E.To.Steps.back().Name == "second";
  const bool Pointers =
      Element && !Second && (Element->Flags & ir::PointerType || isCopied(Call, E.From, *Element));
  if (E.Kind == EffectKind::Construct && Element && !Pointers &&
      Constructed.insert({Call.Where, E.To}).second)
    assume([this, Call, To, Element, Why] { construct(Call, To, *Element, Why); });
  if (keepsNothing(Call, E) || !placeOf(Call, E.From, Why, From))
    return;
  const NodeId Source = E.From.Address ? addressOf(From, Why) : held(From, Why);
  if (E.Kind == EffectKind::MoveObject) {
    store(Source, To, Why);
    Writes.push_back({Call.Where, From, None});
    return;
  }
  if (E.Kind == EffectKind::Construct && Pointers)
    return store(Source, To, Why);
  if (E.Kind == EffectKind::Construct && Element && onlyConstructors(Call, E.From, *Element))
    return;
  if (E.Kind == EffectKind::CopyObject) {
    const NodeId Plain = temporary();
    Points.addCopy(Source, Plain, Why, /*Owned=*/false);
    store(Plain, To, Why);
    if (copiesDeeply(Call, E.From))
      return;
  }
  assume([this, Source, To, Why] { store(Source, To, Why); });
}

/// Whether the object that is called copies the argument, and keeps no pointer to it or from it.
bool EscapeGraph::keepsNothing(const CallSite &Call, const Effect &E) const {
  return Call.Callee && Call.Callee->Flags & ir::OfPlainOwner && E.To.Kind == SlotKind::Argument &&
         E.To.Index == 0 && E.From.Kind == SlotKind::Argument && E.From.Index != 0 &&
         !mayTakeRvalue(*Call.Callee, E.From.Index);
}

/// What one operation may make at one place is one object, whichever of several functions it runs.
NodeId EscapeGraph::allocateFor(const CallSite &Call, const Effect &E, const CellPlace &To,
                                ReasonId Why) {
  const bool HasVerdict = E.Why.Usr.empty();
  NodeId Base = 0;
  if (HasVerdict || !slotBase(Call, E.To, Base)) {
    const NodeId Made = allocate(Why, nullptr);
    Allocations.back().For = To;
    return Made;
  }
  const auto [At, New] = MadeAt.try_emplace({Call.Where, Base, E.To, E.From.Word}, None);
  if (New)
    At->second = allocate(Why, nullptr);
  return At->second;
}

void EscapeGraph::copyEffect(const CallSite &Call, const Effect &E, ReasonId Why) {
  CellPlace From, To;
  // A parameter itself is the callee's own.
  const bool OwnCopy = E.To.Kind == SlotKind::Argument &&
                       std::none_of(E.To.Steps.begin(), E.To.Steps.end(), [](const SlotStep &S) {
                         return S.Kind == ir::StepKind::Deref || S.Kind == ir::StepKind::Below;
                       });
  if (OwnCopy || !placeOf(Call, E.To, Why, To))
    return;
  switch (E.From.Kind) {
  case SlotKind::Null:
    return empty(To, Why);
  case SlotKind::Fresh: {
    const NodeId Made = temporary();
    Points.addAddress(Made, allocateFor(Call, E, To, Why), Why);
    return store(Made, To, Why);
  }
  case SlotKind::Unknown: {
    const NodeId Any = temporary();
    learnNothing(Any, Why);
    return store(Any, To, Why);
  }
  default:
    if (placeOf(Call, E.From, Why, From))
      store(E.From.Address ? addressOf(From, Why) : held(From, Why), To, Why);
  }
}

bool EscapeGraph::slotBase(const CallSite &Call, const Slot &S, NodeId &Out) {
  switch (S.Kind) {
  case SlotKind::Argument: {
    const std::optional<std::size_t> Index = argumentOf(Call, S);
    Out = Index ? Call.Arguments[*Index] : Out;
    return Index.has_value();
  }
  case SlotKind::Result:
    Out = Call.To;
    return true;
  case SlotKind::Global:
    Out = global(S.Word, nullptr);
    return true;
  case SlotKind::Thread:
    Out = Thread;
    return true;
  case SlotKind::Thrown:
    Out = Thrown;
    return true;
  case SlotKind::Unknown:
    Out = Points.unknown();
    return true;
  case SlotKind::Fresh:
  case SlotKind::Null:
    break;
  }
  return false;
}

bool EscapeGraph::placeOf(const CallSite &Call, const Slot &S, ReasonId Why, CellPlace &Out) {
  NodeId Base = 0;
  if (!slotBase(Call, S, Base))
    return false;
  Out = CellPlace{Base};
  for (const SlotStep &Step : S.Steps) {
    if (Step.Kind == ir::StepKind::Deref)
      Out = {held(Out, Why), /*Through=*/true};
    else
      Out = stepped(std::move(Out), Step.Kind,
                    Step.Kind == ir::StepKind::Field ? field(Step.Name) : 0);
  }
  return true;
}

/// Whether an object of the class is made of another one, byte by byte.
bool EscapeGraph::isCopied(const CallSite &Call, const Slot &From, const ir::Type &Class) const {
  const ir::Value *Argument = writtenArgument(Call, From);
  return Argument && Argument->Kind == ir::ValueKind::Address && Class.Flags & ir::TrivialCopy &&
         typeOfVariable(*Argument) == &Class;
}

/// Whether what an object of the class keeps of the argument is what its constructors say: all were
/// seen, and the argument is no object of which the compiler makes a copy.
bool EscapeGraph::onlyConstructors(const CallSite &Call, const Slot &From,
                                   const ir::Type &Class) const {
  const ir::Value *Argument = writtenArgument(Call, From);
  if (!Argument || !knowsCalls(Known, *Call.Callee) || Known.constructors(Class).empty())
    return false;
  const ir::Type *T = typeOfVariable(*Argument);
  if (T && Argument->Kind == ir::ValueKind::Held && T->Flags & ir::ReferenceType && T->Element)
    T = &F.Types[T->Element - 1];
  return T && T->Flags & (ir::IntegerType | ir::PointerType | ir::GslOwner) &&
         T->Name != Class.Name && (Class.Template.empty() || T->Template != Class.Template);
}

NodeId EscapeGraph::eitherWay(NodeId Reference, ReasonId Why) {
  const NodeId Either = temporary();
  Points.addCopy(Reference, Either, Why);
  Points.addUse(PointsTo::Use::Load, Reference, {}, Either, Why);
  return Either;
}

/// Which constructor makes the object is not told: it may be any, with the arguments or what they
/// refer to.
void EscapeGraph::construct(const CallSite &Call, const CellPlace &To, const ir::Type &Class,
                            ReasonId Why) {
  CallSite C;
  C.Where = Call.Where;
  C.HasThis = true;
  C.Arguments = {addressOf(To, Why)};
  // A member's own object is no argument of its element.
  const std::size_t First = Call.HasThis ? 1 : 0;
  for (std::size_t I = First; I < Call.Arguments.size(); ++I)
    C.Arguments.push_back(eitherWay(Call.Arguments[I], Why));
  C.To = temporary();
  for (const Summary *S : Known.constructors(Class)) {
    Calls.push_back(C);
    callKnown(static_cast<std::uint32_t>(Calls.size() - 1), *S, Call.Callee);
  }
  if (Call.Callee && !knowsCalls(Known, *Call.Callee)) {
    Calls.push_back(C);
    callUnknown(static_cast<std::uint32_t>(Calls.size() - 1));
  }
}

/// `What` is a function's address, a closure, or a closure's address. What a body hands to it the
/// body's summary tells; a model does not.
void EscapeGraph::invoke(const CallSite &Call, const Effect &E, NodeId What, ReasonId Why) {
  const auto Index = static_cast<std::uint32_t>(Invocations.size());
  Invocations.push_back({What, Why, {}});
  const bool ByModel = E.Why.Usr.empty();
  const std::optional<std::size_t> Function = argumentOf(Call, E.From);
  for (std::size_t I = 0; ByModel && I < Call.Arguments.size(); ++I)
    if (I != Function)
      Invocations.back().Others.push_back(Call.Arguments[I]);
  const NodeId Address = temporary();
  Points.addAddress(Address, What, Why);
  const auto First = static_cast<std::uint32_t>(BodyOf.size());
  BodyOf.push_back({Address, Why, Index});
  BodyOf.push_back({What, Why, Index});
  Points.addUse(PointsTo::Use::Body, Points.child(What, BodyField), {}, First, Why);
  Points.addUse(PointsTo::Use::Invoke, What, {}, First + 1, Why);
}

/// What a pointer held when the function began: known of globals that nobody changes.
void EscapeGraph::callHeld(std::uint32_t Call, NodeId Address) {
  const PointsTo::Object O = Points.object(Address);
  const auto Held = O.Kind == ObjectKind::Pointee && Points.parent(Address) == None
                        ? Known.heldBy(slotOf(O.Index))
                        : std::vector<const ir::Symbol *>();
  bool All = !Held.empty();
  for (const ir::Symbol *Function : Held)
    if (const Summary *S = Known.of(*Function, Calls[Call].Arguments.size()))
      callKnown(Call, *S, Function);
    else
      All = false;
  if (!All)
    assume([this, Call] { callUnknown(Call); });
}

void EscapeGraph::onAddress(PointsTo::Use Kind, std::uint32_t Other, NodeId Address) {
  const PointsTo::Object O = Points.object(Address);
  if (Kind == PointsTo::Use::Call) {
    if (O.Kind != ObjectKind::Global)
      return callHeld(Other, Address);
    const ir::Symbol Named = symbolOf(O.Index);
    const Summary *S = Named.Usr.empty() ? nullptr : Known.of(Named, Calls[Other].Arguments.size());
    Calls[Other].HasThis = Named.Flags & ir::HasThis;
    if (S)
      return callKnown(Other, *S, Globals[O.Index].Of);
    return assume([this, Other] { callUnknown(Other); });
  }
  const InvokedBody B = BodyOf[Other];
  if (O.Kind == ObjectKind::Global)
    return callBody(B, Kind == PointsTo::Use::Body, O.Index);
  if (Kind == PointsTo::Use::Body || O.Outside || O.Flat)
    return;
  const NodeId This = temporary();
  Points.addAddress(This, Address, B.Why);
  BodyOf.push_back({This, B.Why, B.Index});
  Points.addUse(PointsTo::Use::Body, Points.child(Address, BodyField), {},
                static_cast<std::uint32_t>(BodyOf.size() - 1), B.Why);
}

/// A callee calls the function with arguments that are not told; those that the callee got itself
/// may be among them.
void EscapeGraph::callBody(const InvokedBody &B, bool AsMember, std::uint32_t Global) {
  const Summary *S = Known.of(symbolOf(Global), 0);
  if (!S) {
    if (Known.body(Globals[Global].Usr).first) // it is not solved yet
      for (NodeId Argument : Invocations[B.Index].Others)
        leak(Argument, B.Why);
    return;
  }
  Invocations[B.Index].Found = true;
  const auto [At, New] = BodyCalls.try_emplace({Reasons[B.Why].Where, Global, AsMember},
                                               static_cast<std::uint32_t>(Calls.size()));
  const std::uint32_t Call = At->second;
  if (New)
    addBodyCall(B, AsMember, Global, *S);
  if (AsMember)
    Points.addCopy(B.This, Calls[Call].Arguments[0], B.Why);
  const bool Hands = std::any_of(S->Effects.begin(), S->Effects.end(), [](const Effect &E) {
    return E.From.Kind == SlotKind::Argument && E.From.Index != 0;
  });
  if (Hands)
    for (NodeId Argument : Invocations[B.Index].Others)
      leak(Argument, B.Why);
}

/// One call stands for all in which the operation comes to run the body: a closure that holds
/// itself runs itself without end.
void EscapeGraph::addBodyCall(const InvokedBody &B, bool AsMember, std::uint32_t Global,
                              const Summary &Of) {
  CallSite C;
  C.Where = Reasons[B.Why].Where;
  C.HasThis = AsMember;
  if (AsMember)
    C.Arguments = {temporary()};
  std::uint32_t Most = 0;
  for (const Effect &E : Of.Effects)
    for (const Slot *S : {&E.From, &E.To})
      if (S->Kind == SlotKind::Argument)
        Most = std::max(Most, S->Index);
  for (std::uint32_t I = 1; I <= Most; ++I) {
    C.Arguments.push_back(temporary());
    learnNothing(C.Arguments.back(), B.Why);
  }
  C.To = temporary();
  leak(C.To, B.Why); // what the caller does with it is not told
  C.Callee = Globals[Global].Of;
  Calls.push_back(std::move(C));
  callKnown(static_cast<std::uint32_t>(Calls.size() - 1), Of, Globals[Global].Of);
}

ir::Symbol EscapeGraph::symbolOf(std::uint32_t Global) const {
  if (Globals[Global].Of)
    return *Globals[Global].Of;
  ir::Symbol Named;
  Named.Usr = Named.Name = Globals[Global].Usr;
  return Named;
}

} // namespace memlint
