#include "analysis/solve/OwnerRings.h"

#include "analysis/ir/EachOp.h"
#include "analysis/ir/PlainValues.h"
#include "analysis/solve/Carriers.h"
#include "analysis/solve/FlowWalk.h"
#include "analysis/solve/RingOpenings.h"
#include "analysis/solve/SlotPath.h"

#include <algorithm>
#include <map>
#include <set>

namespace memlint {
namespace {

bool isSharedOwner(const ir::Function &F, std::uint32_t Variable) {
  const ir::Type *T = &F.Types[F.Variables[Variable].Type];
  if (T->Flags & ir::ReferenceType && T->Element)
    T = &F.Types[T->Element - 1];
  return T->Template == "std::shared_ptr";
}

/// Whether the object that the owner owns has a destructor that somebody wrote, which may open
/// rings.
bool endsByHand(const ir::Function &F, std::uint32_t Owner) {
  const ir::Type &Is = F.Types[F.Variables[Owner].Type];
  const ir::Type *Object = Is.Element ? &F.Types[Is.Element - 1] : nullptr;
  return !Object ||
         (Object->Destructor && !(F.Symbols[Object->Destructor - 1].Flags & ir::Implicit));
}

class RingFinder {
public:
  RingFinder(std::span<const ir::Function> Functions, const ClassFields &Classes,
             const Summaries &Known, const BodyCalls &Calls)
      : Functions(Functions), Known(Known), Calls(Calls), Openings(Classes, Known) {}

  OwnerRings find();

private:
  struct Ownership {
    std::uint32_t Owner = 0, Owned = 0; // variables; the first owns the object with the field
    OpPlace At;
    FieldKey Field;
    bool ByClosure = false;
  };
  struct Body {
    std::map<std::uint32_t, std::uint32_t> PointsTo; // a temporary, to what an owner owns
    Carried Carries;
    std::set<std::uint32_t> Known, Others; // owners; Others: that other code may get at, too
    std::vector<Ownership> Edges;
  };

  void readFunction(std::size_t Function);
  void findRings(std::size_t Function, const Body &B);
  void readOwners(const ir::Function &F, Body &B);
  void readOwner(const ir::Function &F, const ir::Op &Op, const Effect &E, Body &B);
  void readUses(const ir::Function &F, Body &B);
  void readUsesOnce(const ir::Function &F, Body &B);
  bool isPrivate(const ir::Function &F, std::uint32_t Variable) const;
  void useOwner(const ir::Function &F, const ir::Op &Op, std::size_t Position, Body &B);
  bool isKeptHere(const ir::Function &F, const Body &B, const ir::Op &Op) const;
  bool isNew(const ir::Function &F, const ir::Op &Op) const;
  void readEdges(const ir::Function &F, Body &B);
  std::optional<std::uint32_t> objectOf(const ir::Function &F, const Body &B,
                                        const ir::Path &P) const;
  std::optional<std::uint32_t> ownerOf(const ir::Function &F, const Body &B,
                                       const ir::Value &V) const;
  std::set<FieldKey> openings(std::size_t Function) const;
  bool isOpened(std::size_t Function, const Body &B, const Ownership &E);
  void report(std::size_t Function, const Body &B, const Ownership &Closing,
              const Ownership *Other);

  std::span<const ir::Function> Functions;
  const Summaries &Known;
  const BodyCalls &Calls;
  const RingOpenings Openings;
  std::map<std::size_t, Body> Bodies; // by functions, where they store owners
  std::optional<std::set<FieldKey>> OpenedAnywhere;
  OwnerRings Rings;
};

/// The owner that the value is, or is the address of.
std::optional<std::uint32_t> RingFinder::ownerOf(const ir::Function &F, const Body &B,
                                                 const ir::Value &V) const {
  const std::optional<std::uint32_t> Variable = variableOf(F, V);
  return Variable && F.Paths[V.Index].Steps.empty() && B.Known.contains(*Variable) ? Variable
                                                                                   : std::nullopt;
}

/// The owner of the object that the place lies in, in a field of it.
std::optional<std::uint32_t> RingFinder::objectOf(const ir::Function &F, const Body &B,
                                                  const ir::Path &P) const {
  if (P.Base != ir::BaseKind::Variable || P.Steps.size() < 2 ||
      P.Steps[0].Kind != ir::StepKind::Deref || P.Steps[1].Kind != ir::StepKind::Field)
    return std::nullopt;
  if (F.Variables[P.Index].Kind == ir::VariableKind::This)
    return P.Index;
  const auto At = B.PointsTo.find(P.Index);
  return At == B.PointsTo.end() ? std::nullopt : std::optional(At->second);
}

/// Named variables that are shared owners, what plain pointers are got from them, and the
/// temporaries that are owners beside them.
void RingFinder::readOwners(const ir::Function &F, Body &B) {
  B.Carries.resize(F.Variables.size());
  for (std::uint32_t V = 0; V < F.Variables.size(); ++V) {
    const ir::VariableKind Kind = F.Variables[V].Kind;
    if (Kind == ir::VariableKind::Temporary || !isSharedOwner(F, V))
      continue;
    B.Known.insert(V);
    if (Kind != ir::VariableKind::Local)
      B.Others.insert(V);
  }
  for (const ir::Block &Block : F.Blocks)
    for (const ir::Op &Op : Block.Ops) {
      if (Op.Kind != ir::OpKind::Call || Op.Values.empty())
        continue;
      for (const Summary *S : Known.of(F, Op))
        for (const Effect &E : S->Effects)
          readOwner(F, Op, E, B);
    }
  carryOn(F, Known, B.Carries);
}

/// Of `get()`, of an owner that is made of another one, and of `shared_from_this()`.
void RingFinder::readOwner(const ir::Function &F, const ir::Op &Op, const Effect &E, Body &B) {
  const std::optional<std::uint32_t> To = Op.To ? plainVariable(F.Paths[Op.To - 1]) : std::nullopt;
  if (E.Kind == EffectKind::Copy && E.To == Slot{SlotKind::Result, 0, "", {}, false} && To &&
      E.From.Kind == SlotKind::Argument && E.From.Index == 0 && hasField(E.From, "own"))
    if (const auto Owner = ownerOf(F, B, Op.Values[0]))
      B.PointsTo.emplace(*To, *Owner);
  if (E.Kind != EffectKind::Share || E.From.Kind != SlotKind::Argument)
    return;
  if (E.From.Index == 0) {
    const auto Object = plainVariable(F, Op.Values[0]);
    if (To && Object && F.Variables[*Object].Kind == ir::VariableKind::This)
      B.Carries[*To].insert(*Object);
    return;
  }
  const auto Position = positionOf(E.From.Index, hasThis(F, Op));
  const auto Made = variableOf(F, Op.Values[0]);
  if (Position && *Position < Op.Values.size() && Made && hasField(E.From, "own") &&
      !B.Known.contains(*Made))
    if (const auto Owner = ownerOf(F, B, Op.Values[*Position]))
      B.Carries[*Made].insert(*Owner);
}

/// Whether a variable of the library's is used by it alone, itself or by a reference to it: nobody
/// else gets at what is in it, and it ends with the function.
bool RingFinder::isPrivate(const ir::Function &F, std::uint32_t Variable) const {
  if (F.Variables[Variable].Kind != ir::VariableKind::Local)
    return false;
  bool Is = true;
  ir::forEachOp(F, [&](const ir::Op &Op) {
    for (std::size_t I = 0; Is && I < Op.Values.size(); ++I) {
      if (variableOf(F, Op.Values[I]) != Variable)
        continue;
      const auto To = Op.To ? plainVariable(F.Paths[Op.To - 1]) : std::nullopt;
      if (Op.Kind == ir::OpKind::Call)
        Is = I == 0 && Openings.isOfLibrary(F, Op);
      else
        Is = Op.Kind == ir::OpKind::Copy && To && *To != Variable && isPrivate(F, *To);
    }
  });
  return Is;
}

/// Whether the library puts what it is given into another variable of the function, or into an
/// object that an owner of it owns, and nobody else gets at that.
bool RingFinder::isKeptHere(const ir::Function &F, const Body &B, const ir::Op &Op) const {
  if (Op.To || Op.Values[0].Kind != ir::ValueKind::Address)
    return false;
  const ir::Path &P = F.Paths[Op.Values[0].Index];
  if (const auto Owner = objectOf(F, B, P))
    return F.Variables[*Owner].Kind == ir::VariableKind::Local && !B.Others.contains(*Owner) &&
           !endsByHand(F, *Owner);
  const auto Whole = plainVariable(P);
  const bool IsCarrier = Whole && F.Variables[*Whole].Kind == ir::VariableKind::Temporary;
  return IsCarrier || (Whole && isPrivate(F, *Whole));
}

/// Whether what it returns owns an object that nobody else has.
bool RingFinder::isNew(const ir::Function &F, const ir::Op &Op) const {
  const std::vector<const Summary *> Any = Known.of(F, Op);
  auto Makes = [](const Effect &E) { return E.From.Kind == SlotKind::Fresh; };
  return Openings.isOfLibrary(F, Op) && std::all_of(Any.begin(), Any.end(), [&](auto *S) {
           return std::any_of(S->Effects.begin(), S->Effects.end(), Makes);
         });
}

void RingFinder::readUses(const ir::Function &F, Body &B) {
  // And again: what an object has that others know is known to them, too.
  for (std::size_t Before = B.Others.size() + 1; Before != B.Others.size();) {
    Before = B.Others.size();
    readUsesOnce(F, B);
  }
}

/// Owners that take another object are none; what other code gets, or gave, is known to others.
void RingFinder::readUsesOnce(const ir::Function &F, Body &B) {
  ir::forEachOp(F, [&](const ir::Op &Op) {
    const auto To =
        Op.To && Op.Kind == ir::OpKind::Call ? plainVariable(F.Paths[Op.To - 1]) : std::nullopt;
    if (To && B.Known.contains(*To) && !isNew(F, Op))
      B.Others.insert(*To);
    for (std::size_t I = 0; I < Op.Values.size(); ++I) {
      if (ownerOf(F, B, Op.Values[I]))
        useOwner(F, Op, I, B);
      const auto Pointer = plainVariable(F, Op.Values[I]);
      if (const auto At = Pointer ? B.PointsTo.find(*Pointer) : B.PointsTo.end();
          At != B.PointsTo.end())
        B.Others.insert(At->second);
      const auto Carrier = variableOf(F, Op.Values[I]);
      const bool Ends = Op.Callee && F.Symbols[Op.Callee - 1].Flags & ir::Destructor;
      if (Carrier && Op.Kind == ir::OpKind::Call && !Ends &&
          !(Openings.isOfLibrary(F, Op) && (I == 0 || isKeptHere(F, B, Op))))
        B.Others.insert(B.Carries[*Carrier].begin(), B.Carries[*Carrier].end());
    }
  });
  for (std::uint32_t V = 0; V < F.Variables.size(); ++V)
    if (F.Variables[V].Kind != ir::VariableKind::Temporary)
      B.Others.insert(B.Carries[V].begin(), B.Carries[V].end());
}

void RingFinder::useOwner(const ir::Function &F, const ir::Op &Op, std::size_t Position, Body &B) {
  const std::uint32_t Owner = *ownerOf(F, B, Op.Values[Position]);
  if (Op.Kind != ir::OpKind::Call || !Openings.isOfLibrary(F, Op)) {
    B.Others.insert(Owner);
    return;
  }
  const std::uint32_t Callee = F.Symbols[Op.Callee - 1].Flags;
  if (Callee & ir::Destructor)
    return;
  if (Position != 0) {
    if (!isKeptHere(F, B, Op))
      B.Others.insert(Owner);
  } else if (Callee & ir::Constructor) {
    if (Callee & ir::CopyOrMove) // of another one
      B.Others.insert(Owner);
  } else if (Openings.opens(F, Op, Position)) { // it is another object's from then on
    B.Known.erase(Owner);
  }
}

void RingFinder::readEdges(const ir::Function &F, Body &B) {
  for (std::uint32_t Block = 0; Block < F.Blocks.size(); ++Block)
    for (std::uint32_t I = 0; I < F.Blocks[Block].Ops.size(); ++I) {
      const ir::Op &Op = F.Blocks[Block].Ops[I];
      if (Op.Kind != ir::OpKind::Call || Op.Values.size() < 2 ||
          Op.Values[0].Kind != ir::ValueKind::Address || !Openings.isOfLibrary(F, Op))
        continue;
      const ir::Path &Place = F.Paths[Op.Values[0].Index];
      const auto Object = objectOf(F, B, Place);
      if (!Object)
        continue;
      auto Keeps = [](const Effect &E) { return !hasField(E.To, "weak"); };
      for (std::size_t V = 1; V < Op.Values.size(); ++V) {
        if (!putsIntoObject(F, Known, Op, V, Keeps))
          continue;
        if (const auto Owner = ownerOf(F, B, Op.Values[V]))
          B.Edges.push_back({*Object, *Owner, {Block, I}, Openings.keyOf(F, Place), false});
        else if (const auto Carrier = variableOf(F, Op.Values[V]))
          for (const std::uint32_t Owned : B.Carries[*Carrier])
            B.Edges.push_back({*Object,
                               Owned,
                               {Block, I},
                               Openings.keyOf(F, Place),
                               !isSharedOwner(F, *Carrier)});
      }
    }
}

std::set<FieldKey> RingFinder::openings(std::size_t Function) const {
  std::set<OpPlace> Stores;
  if (const auto At = Bodies.find(Function); At != Bodies.end())
    for (const Ownership &E : At->second.Edges)
      Stores.insert(E.At);
  return Openings.read(Functions[Function], Stores);
}

/// By the function and its closures, of what only they know; else by anybody.
bool RingFinder::isOpened(std::size_t Function, const Body &B, const Ownership &E) {
  const ir::Function &F = Functions[Function];
  auto IsKnown = [&](std::uint32_t Owner) {
    return !B.Others.contains(Owner) && F.Variables[Owner].Kind == ir::VariableKind::Local;
  };
  std::set<FieldKey> Here;
  const bool Private = IsKnown(E.Owner) && IsKnown(E.Owned);
  if (Private) {
    Here = openings(Function);
    for (const ir::Symbol &S : F.Symbols)
      for (const std::size_t Body : Calls.bodies(S.Usr))
        if (Functions[Body].Flags & ir::LambdaBody)
          Here.merge(openings(Body));
  } else if (!OpenedAnywhere) {
    OpenedAnywhere.emplace();
    for (std::size_t I = 0; I < Functions.size(); ++I)
      OpenedAnywhere->merge(openings(I));
  }
  const std::set<FieldKey> &All = Private ? Here : *OpenedAnywhere;
  return std::any_of(All.begin(), All.end(), [&](const FieldKey &K) { return mayBe(K, E.Field); });
}

void RingFinder::report(std::size_t Function, const Body &B, const Ownership &Closing,
                        const Ownership *Other) {
  if (isOpened(Function, B, Closing) || (Other && isOpened(Function, B, *Other))) {
    ++Rings.Opened;
    return;
  }
  const ir::Function &F = Functions[Function];
  auto NameOf = [&](std::uint32_t V) { return F.Variables[V].Name; };
  OwnerRing R{Function,
              Closing.At,
              {},
              Closing.Field.Name,
              "",
              NameOf(Closing.Owner),
              NameOf(Closing.Owned),
              Closing.ByClosure};
  if (Other) {
    R.Other = Other->At;
    R.OtherField = Other->Field.Name;
  }
  Rings.All.push_back(std::move(R));
}

void RingFinder::readFunction(std::size_t Function) {
  const ir::Function &F = Functions[Function];
  Body B;
  readOwners(F, B);
  readUses(F, B);
  readEdges(F, B);
  if (!B.Edges.empty())
    Bodies.emplace(Function, std::move(B));
}

void RingFinder::findRings(std::size_t Function, const Body &B) {
  const FlowWalk Walk(Functions[Function], Known);
  for (const Ownership &E : B.Edges) {
    if (E.Owner == E.Owned)
      report(Function, B, E, nullptr);
    for (const Ownership &Back : B.Edges)
      if (E.Owner != E.Owned && Back.Owner == E.Owned && Back.Owned == E.Owner &&
          Walk.reaches(Back.At, E.At) && (Back.At < E.At || !Walk.reaches(E.At, Back.At)))
        report(Function, B, E, &Back);
  }
}

OwnerRings RingFinder::find() {
  constexpr std::uint32_t NotRead =
      ir::NotLowered | ir::Coroutine | ir::Damaged | ir::LeftAlone | ir::GlobalInit;
  for (std::size_t I = 0; I < Functions.size(); ++I)
    if (!(Functions[I].Flags & NotRead))
      readFunction(I);
  for (const auto &[Function, B] : Bodies)
    findRings(Function, B);
  return std::move(Rings);
}

} // namespace

OwnerRings ownerRings(std::span<const ir::Function> Functions, const ClassFields &Classes,
                      const Summaries &Known, const BodyCalls &Calls) {
  return RingFinder(Functions, Classes, Known, Calls).find();
}

} // namespace memlint
