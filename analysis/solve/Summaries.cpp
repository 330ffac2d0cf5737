#include "analysis/solve/Summaries.h"

#include "analysis/ir/PlainValues.h"
#include "analysis/ir/StrongComponents.h"
#include "analysis/solve/SlotPath.h"
#include "analysis/solve/SummaryOf.h"

#include <algorithm>
#include <set>
#include <utility>

namespace memlint {
namespace {

/// Rounds in which functions that call each other must agree, and how many may try. In larger
/// groups each is solved once; a call of one that was not solved before goes to unseen code.
constexpr std::size_t MaxRounds = 3;
constexpr std::size_t MaxSettling = 8;
/// Overriders that a call is followed into.
constexpr std::size_t MaxOverriders = 16;

/// Of what the compiler makes and what has no effect on pointers.
const Summary *nothing() {
  static const Summary Nothing{{}, false, /*MayThrow=*/false, false, /*Known=*/true, false};
  return &Nothing;
}

bool lowered(const ir::Function &F) { return !(F.Flags & (ir::NotLowered | ir::Coroutine)); }

/// Without template arguments.
std::string_view nameOf(const ir::Type &Class) {
  return Class.Template.empty() ? Class.Name : Class.Template;
}

/// What either of two bodies of one function may do.
void join(Summary &Into, const Summary &Other) {
  Into.Effects.insert(Into.Effects.end(), Other.Effects.begin(), Other.Effects.end());
  std::sort(Into.Effects.begin(), Into.Effects.end());
  auto Same = [](const Effect &A, const Effect &B) {
    return std::tie(A.Kind, A.Sure, A.To, A.From) == std::tie(B.Kind, B.Sure, B.To, B.From);
  };
  Into.Effects.erase(std::unique(Into.Effects.begin(), Into.Effects.end(), Same),
                     Into.Effects.end());
  Into.NoReturn &= Other.NoReturn;
  Into.Variadic = std::max(Into.Variadic, Other.Variadic);
  Into.MayThrow |= Other.MayThrow;
  Into.Known &= Other.Known;
  Into.Allocates |= Other.Allocates;
}

} // namespace

Summaries::Summaries(std::span<const ir::Function> Functions, ModelLookup Models,
                     SummaryOptions Options, const OnSolved &Then)
    : Functions(Functions), Models(std::move(Models)), Options(Options),
      Hooks(Functions, Options.WholeProgram) {
  addBodies();
  std::vector<std::vector<std::size_t>> Calls;
  Calls.reserve(Bodies.size());
  for (Body &B : Bodies) {
    addCalls(B);
    Calls.push_back(B.Calls);
  }
  for (const std::vector<std::size_t> &Group : strongComponents(Calls))
    solveGroup(Group, Then);
}

void Summaries::addBodies() {
  std::vector<std::size_t> Order;
  for (std::size_t I = 0; I < Functions.size(); ++I)
    if (lowered(Functions[I]))
      Order.push_back(I);
  auto Usr = [this](std::size_t I) -> const std::string & { return Functions[I].Symbols[0].Usr; };
  std::sort(Order.begin(), Order.end(), [&](std::size_t A, std::size_t B) {
    return Usr(A) != Usr(B) ? Usr(A) < Usr(B) : Functions[A] < Functions[B];
  });
  for (std::size_t I : Order) {
    if (Bodies.empty() || Bodies.back().Usr != Usr(I))
      Bodies.push_back({Usr(I), {}, {}, {}});
    Bodies.back().Functions.push_back(I);
  }
  for (std::size_t B = 0; B < Bodies.size(); ++B) {
    ByUsr.emplace(Bodies[B].Usr, B);
    for (const std::string &Overridden : Functions[Bodies[B].Functions[0]].Overrides)
      Overriders[Overridden].push_back(B);
    const ir::Symbol &Self = Functions[Bodies[B].Functions[0]].Symbols[0];
    if (const auto Scope = splitScope(Self.Name).first;
        Self.Flags & ir::Constructor && !Scope.empty())
      Constructors[std::string(Scope)].push_back(B);
  }
  Counts.Functions = Order.size();
}

void Summaries::addCalls(Body &B) {
  auto Add = [&](const ir::Symbol &S) {
    if (auto At = ByUsr.find(S.Usr); At != ByUsr.end())
      B.Calls.push_back(At->second);
    if (S.Flags & ir::VirtualMethod)
      if (auto At = Overriders.find(S.Usr); At != Overriders.end())
        B.Calls.insert(B.Calls.end(), At->second.begin(), At->second.end());
  };
  auto AddConstructors = [&](std::string_view Class) {
    const auto Made = constructorsOf(Class);
    B.Calls.insert(B.Calls.end(), Made.begin(), Made.end());
  };
  for (std::size_t I : B.Functions) {
    const ir::Function &F = Functions[I];
    for (const ir::Block &Block : F.Blocks)
      for (const ir::Op &Op : Block.Ops) {
        if (Op.Callee)
          Add(F.Symbols[Op.Callee - 1]);
        if (const std::string *Class = Op.Callee ? madeBy(F.Symbols[Op.Callee - 1]) : nullptr)
          AddConstructors(*Class);
        for (const ir::Value &V : Op.Values)
          if (V.Kind == ir::ValueKind::Function)
            Add(F.Symbols[V.Index]);
          else if (V.Kind == ir::ValueKind::Held)
            for (const ir::Symbol *Hook : Hooks.of(globalCell(F, F.Paths[V.Index])))
              Add(*Hook);
      }
    for (const ir::Type &T : F.Types) {
      if (T.CallOperator && F.Symbols[T.CallOperator - 1].Usr != B.Usr)
        Add(F.Symbols[T.CallOperator - 1]);
      if (T.Element && !T.Template.empty()) // what an owner of them may call
        AddConstructors(nameOf(F.Types[T.Element - 1]));
    }
  }
  std::sort(B.Calls.begin(), B.Calls.end());
  B.Calls.erase(std::unique(B.Calls.begin(), B.Calls.end()), B.Calls.end());
}

void Summaries::solveGroup(const std::vector<std::size_t> &Group, const OnSolved &Then) {
  Body &First = Bodies[Group[0]];
  if (Group.size() == 1 && !std::binary_search(First.Calls.begin(), First.Calls.end(), Group[0])) {
    First.Result = solveBody(First, Then);
    First.Solved = true;
    Counts.TooBig += !First.Result.Known;
    return;
  }
  Counts.Recursive += Group.size();
  if (Group.size() <= MaxSettling)
    return settle(Group, Then);
  bool Allocates = false;
  for (std::size_t I : Group) {
    Bodies[I].Result = solveBody(Bodies[I], Then);
    Bodies[I].Solved = true;
    Allocates |= Bodies[I].Result.Allocates;
    Counts.TooBig += !Bodies[I].Result.Known;
  }
  for (std::size_t I : Group) {
    Bodies[I].Result.Recursive = true;
    Bodies[I].Result.Allocates = Allocates; // each calls all others
  }
}

/// At first they do nothing; each is solved again while what it calls has changed. Those that go on
/// to find cells ever deeper tell fewer of them apart then.
void Summaries::settle(const std::vector<std::size_t> &Group, const OnSolved &Then) {
  for (std::size_t I : Group) {
    Bodies[I].Result = *nothing();
    Bodies[I].Solved = true;
  }
  std::set<std::size_t> Stale(Group.begin(), Group.end());
  bool Judged = false;
  auto Judge = [&](std::size_t, const EscapeGraph &) { Judged = true; };
  std::set<std::size_t> ToJudge;
  for (std::size_t Round = 0; Round < MaxRounds * EscapeGraph::levels() && !Stale.empty(); ++Round)
    for (std::size_t I : Group) {
      if (Stale.erase(I) == 0)
        continue;
      Judged = false;
      Summary Next = solveBody(Bodies[I], Judge, Round / MaxRounds);
      if (Judged)
        ToJudge.insert(I);
      if (Next == Bodies[I].Result)
        continue;
      Bodies[I].Result = std::move(Next);
      for (std::size_t Caller : Group)
        if (std::binary_search(Bodies[Caller].Calls.begin(), Bodies[Caller].Calls.end(), I))
          Stale.insert(Caller);
    }
  Counts.Unsettled += Stale.empty() ? 0 : Group.size();
  for (std::size_t I : Group) {
    Bodies[I].Result.Known &= Stale.empty();
    Bodies[I].Result.Recursive = true;
  }
  for (std::size_t I : Group) // what is reported rests on the summaries as they are now
    if (Then && ToJudge.contains(I))
      solveBody(Bodies[I], Then);
}

Summary Summaries::solveBody(const Body &B, const OnSolved &Then, std::size_t Level) const {
  std::optional<Summary> Joined;
  for (std::size_t I : B.Functions) {
    const EscapeGraph G = EscapeGraph::of(Functions[I], *this, Level);
    Summary Of = summaryOf(G, *this);
    if (Then && G.makesObjects())
      Then(I, G);
    if (!Joined)
      Joined = std::move(Of);
    else
      join(*Joined, Of);
  }
  return *Joined;
}

const Summary *Summaries::find(std::string_view Usr) const {
  auto At = ByUsr.find(Usr);
  return At != ByUsr.end() && Bodies[At->second].Solved ? &Bodies[At->second].Result : nullptr;
}

std::pair<const ir::Function *, const Summary *> Summaries::body(std::string_view Usr) const {
  auto At = ByUsr.find(Usr);
  if (At == ByUsr.end())
    return {nullptr, nullptr};
  return {&Functions[Bodies[At->second].Functions[0]], find(Usr)};
}

std::vector<std::size_t> Summaries::constructorsOf(std::string_view Class) const {
  auto At = Constructors.find(Class);
  return At == Constructors.end() ? std::vector<std::size_t>() : At->second;
}

std::vector<const Summary *> Summaries::constructors(const ir::Type &Class) const {
  static const Summary NotSolved;
  std::vector<const Summary *> All;
  for (std::size_t B : constructorsOf(nameOf(Class)))
    All.push_back(Bodies[B].Solved ? &Bodies[B].Result : &NotSolved);
  return All;
}

const Summary *Summaries::model(const ir::Symbol &S, CallArguments Arguments) const {
  return Models
             ? Models(S, Arguments, ByUsr.contains(S.Usr) ? ModelsOf::Users : ModelsOf::Everybody)
             : nullptr;
}

const Summary *Summaries::of(const ir::Symbol &S, std::size_t Arguments) const {
  return find(S, Arguments);
}

const Summary *Summaries::find(const ir::Symbol &S, CallArguments Arguments) const {
  const Summary *Model = model(S, Arguments);
  if (Model && S.Flags & ir::InSystemHeader) // which knows the attributes of the library
    return Model;
  const Summary *Found = Model ? Model : find(S.Usr);
  if (!Found && S.Flags & ir::Trivial)
    return nothing();
  return Promised.of(S, Arguments.Count, Found);
}

std::vector<const Summary *> Summaries::of(const ir::Function &F, const ir::Op &Call) const {
  if (!Call.Callee)
    return {};
  const ir::Symbol &S = F.Symbols[Call.Callee - 1];
  const CallArguments Arguments(F, Call);
  if (mayRunOverrider(Call, S)) {
    std::vector<const Summary *> All = overriders(S);
    if (All.empty())
      All.push_back(nullptr);
    for (const Summary *&Of : All)
      Of = Promised.of(S, Arguments.Count, Of);
    std::erase(All, nullptr);
    return All;
  }
  const Summary *Found = find(S, Arguments);
  return Found ? std::vector{Found} : std::vector<const Summary *>();
}

const ir::Symbol *Summaries::methodOf(const ir::Type &Class, const ir::Symbol &Method) const {
  const ir::Symbol *Only = nullptr;
  auto Take = [&](const ir::Symbol &S) {
    return splitScope(S.Name).first != Class.Name ||
           !std::exchange(Only, &S); // of two that bear one name nobody knows which
  };
  const auto At = Overriders.find(Method.Usr);
  for (std::size_t B : At != Overriders.end() ? At->second : std::vector<std::size_t>())
    if (!Take(Functions[Bodies[B].Functions[0]].Symbols[0]))
      return nullptr;
  return Take(Method) ? Only : nullptr;
}

std::vector<const Summary *> Summaries::overriders(const ir::Symbol &S) const {
  std::vector<const Summary *> All;
  if (!Options.WholeProgram && !(S.Flags & ir::InternalLinkage))
    return All;
  if (const Summary *Own = find(S.Usr))
    All.push_back(Own);
  else if (S.Flags & ir::InSystemHeader)
    return {};
  auto At = Overriders.find(S.Usr);
  for (std::size_t B : At != Overriders.end() ? At->second : std::vector<std::size_t>()) {
    if (!Bodies[B].Solved)
      return {};
    All.push_back(&Bodies[B].Result);
  }
  return All.size() <= MaxOverriders ? All : std::vector<const Summary *>();
}

} // namespace memlint
