#include "analysis/solve/AllocationWays.h"

#include "analysis/ir/PlainValues.h"

#include <algorithm>
#include <utility>

namespace memlint {
namespace {

constexpr std::size_t NoWay = static_cast<std::size_t>(-1);

/// Families of plain memory; files and the like are told of by nobody here.
bool isMemory(const std::string &Family) {
  return Family == "new" || Family == "new[]" || Family == "heap";
}

/// What a model says of allocating: never, in some cases, always.
enum class Allocating : std::uint8_t { Never, Sometimes, Always };

Allocating allocating(const Summary &Model) {
  Allocating Result = Model.Allocates ? Allocating::Sometimes : Allocating::Never;
  for (const Effect &E : Model.Effects)
    if (E.Kind == EffectKind::Copy && E.Sure == Lane::Known && E.From.Kind == SlotKind::Fresh &&
        isMemory(E.From.Word))
      Result = std::max(Result,
                        E.To.Kind == SlotKind::Result ? Allocating::Always : Allocating::Sometimes);
  return Result;
}

bool ownsAllocation(const std::vector<ir::Attribute> &All) {
  return std::any_of(All.begin(), All.end(), [](const ir::Attribute &A) {
    return A.Kind == ir::AttributeKind::ReturnsOwned &&
           isMemory(A.Word == "malloc" ? "heap" : A.Word);
  });
}

} // namespace

AllocationWays::AllocationWays(std::span<const ir::Function> Functions, const Summaries &Known,
                               Promises Promised)
    : Functions(Functions), Known(Known), Promised(std::move(Promised)) {
  for (std::size_t I = 0; I < Functions.size(); ++I) {
    if (Functions[I].Flags & (ir::NotLowered | ir::Coroutine)) // nobody knows what they call
      continue;
    Bodies[Functions[I].Symbols[0].Usr].push_back(I);
    for (const std::string &Usr : Functions[I].Overrides)
      Overriders[Usr].push_back(I);
  }
  searchBack();
}

void AllocationWays::addBodies(std::string_view Usr, std::vector<std::size_t> &To) const {
  if (auto At = Bodies.find(Usr); At != Bodies.end())
    To.insert(To.end(), At->second.begin(), At->second.end());
}

/// A library function calls a closure or a function that it is given.
void AllocationWays::addInvoked(const ir::Function &F, const ir::Op &Op, const Summary &Model,
                                Found &To) const {
  const bool Invokes = std::any_of(Model.Effects.begin(), Model.Effects.end(), [](const Effect &E) {
    return E.Kind == EffectKind::Invoke && E.Sure == Lane::Known;
  });
  for (const ir::Value &V : Op.Values)
    if (const ir::Symbol *Body = Invokes ? calledThrough(F, V) : nullptr)
      addBodies(Body->Usr, To.Targets);
}

void AllocationWays::readCall(const ir::Function &F, const ir::Op &Op, Found &To) const {
  if (!Op.Callee) {
    To.Kind = Reach::Unknown;
    return;
  }
  const ir::Symbol &S = F.Symbols[Op.Callee - 1];
  To.Step.Callee = &S;
  if (S.Flags & (ir::NoReturn | ir::AllocatesNever | ir::Deallocation) || Promised(S))
    return;
  if (const Summary *Model = Known.model(S, CallArguments(F, Op))) {
    const Allocating How = allocating(*Model);
    To.Kind = How == Allocating::Never ? Reach::Nothing : Reach::Allocates;
    To.Step.Maybe = How == Allocating::Sometimes;
    if (How == Allocating::Never)
      addInvoked(F, Op, *Model, To);
  } else {
    addBodies(S.Usr, To.Targets);
    if (auto At = Overriders.find(S.Usr); mayRunOverrider(Op, S) && At != Overriders.end())
      To.Targets.insert(To.Targets.end(), At->second.begin(), At->second.end());
    if (To.Targets.empty() && ownsAllocation(S.Attributes))
      To.Kind = Reach::Allocates;
    else if (To.Targets.empty() && !(S.Flags & ir::Trivial))
      To.Kind = Reach::Unknown;
  }
  if (!To.Targets.empty())
    To.Kind = Reach::Calls;
}

AllocationWays::Found AllocationWays::read(const ir::Function &F, const ir::Op &Op) const {
  Found Result;
  Result.Step.In = &F;
  Result.Step.Op = &Op;
  for (const ir::Value &V : Op.Values)
    if (V.Kind == ir::ValueKind::Site) {
      Result.Step.Site = &F.Sites[V.Index];
      Result.Kind = Result.Step.Site->Flags & ir::ClassNew ? Reach::Unknown : Reach::Allocates;
      return Result;
    }
  if (Op.Kind == ir::OpKind::Call || (Op.Kind == ir::OpKind::Delete && Op.Callee))
    readCall(F, Op, Result);
  return Result;
}

/// The nearest target that has a way, or NoWay.
std::size_t AllocationWays::nearest(const Found &Call) const {
  std::size_t Best = NoWay;
  for (std::size_t T : Call.Targets)
    if (Distance[T] != NoWay && !Promised(Functions[T].Symbols[0]) &&
        (Best == NoWay || Distance[T] < Distance[Best]))
      Best = T;
  return Best;
}

/// The operations of a function that allocate or call, and after which it may end normally: what
/// happens on the way to an abort or an exception is no matter.
std::vector<AllocationWays::Found> AllocationWays::readAll(const ir::Function &F) const {
  std::vector<Found> All;
  std::optional<FlowWalk> Walk;
  for (std::uint32_t B = 0; B < F.Blocks.size(); ++B)
    for (std::uint32_t O = 0; O < F.Blocks[B].Ops.size(); ++O) {
      Found What = read(F, F.Blocks[B].Ops[O]);
      if (What.Kind != Reach::Allocates && What.Kind != Reach::Calls)
        continue;
      if (!Walk)
        Walk.emplace(F, Known);
      if (Walk->reachesExit({B, O}))
        All.push_back(std::move(What));
    }
  std::stable_sort(All.begin(), All.end(), [](const Found &A, const Found &B) {
    return A.Step.Op->Where < B.Step.Op->Where;
  });
  return All;
}

/// From those that allocate themselves to their callers, level by level.
void AllocationWays::searchBack() {
  Distance.assign(Functions.size(), NoWay);
  First.resize(Functions.size());
  std::vector<std::vector<std::pair<std::size_t, Found>>> Callers(Functions.size());
  std::vector<std::size_t> Level;
  for (std::size_t I = 0; I < Functions.size(); ++I)
    for (Found &What : readAll(Functions[I])) {
      for (std::size_t T : What.Targets)
        Callers[T].emplace_back(I, What);
      if (What.Kind != Reach::Allocates || Distance[I] == 0)
        continue;
      Distance[I] = 0;
      First[I] = std::move(What);
      Level.push_back(I);
    }
  for (std::size_t Next = 1; !Level.empty(); ++Next) {
    std::vector<std::size_t> Reached;
    for (std::size_t T : Level)
      for (const auto &[Caller, What] : Callers[T]) {
        if (Promised(Functions[T].Symbols[0]) || Distance[Caller] < Next)
          continue;
        if (Distance[Caller] == NoWay)
          Reached.push_back(Caller);
        else if (First[Caller].Step.Op->Where <= What.Step.Op->Where)
          continue;
        Distance[Caller] = Next;
        First[Caller] = What;
      }
    Level = std::move(Reached);
  }
}

std::vector<AllocationWay> AllocationWays::from(const ir::Function &F) const {
  std::vector<AllocationWay> All;
  for (Found At : readAll(F)) {
    AllocationWay Way;
    std::size_t Next = NoWay;
    while (At.Kind == Reach::Calls && (Next = nearest(At)) != NoWay) {
      if (At.Step.Callee && At.Step.Callee->Usr != Functions[Next].Symbols[0].Usr)
        At.Step.Runs = &Functions[Next].Symbols[0];
      Way.push_back(At.Step);
      At = First[Next];
    }
    if (At.Kind != Reach::Allocates)
      continue;
    Way.push_back(At.Step);
    All.push_back(std::move(Way));
  }
  return All;
}

std::size_t AllocationWays::unknownCalls(const ir::Function &F) const {
  std::size_t Count = 0;
  for (const ir::Block &B : F.Blocks)
    for (const ir::Op &Op : B.Ops)
      Count += read(F, Op).Kind == Reach::Unknown;
  return Count;
}

} // namespace memlint
