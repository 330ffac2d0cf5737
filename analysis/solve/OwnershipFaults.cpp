// What is released wrongly though the function did not make it: what its caller holds, and what
// nobody made.
#include "analysis/ir/EachOp.h"
#include "analysis/ir/Loops.h"
#include "analysis/ir/PlainValues.h"
#include "analysis/solve/Ownership.h"
#include "analysis/solve/SlotPath.h"

#include <algorithm>
#include <map>
#include <set>

namespace memlint {
namespace {

/// Adds the variables from which what these hold may come: by copies, and through calls.
void addSources(const ir::Function &F, std::set<std::uint32_t> &To) {
  for (std::size_t Before = 0; !To.empty() && Before != To.size();) {
    Before = To.size();
    ir::forEachOp(F, [&](const ir::Op &Op) {
      std::optional<std::uint32_t> Target;
      if (Op.To && F.Paths[Op.To - 1].Base == ir::BaseKind::Variable)
        Target = F.Paths[Op.To - 1].Index;
      const bool Passes = Op.Kind == ir::OpKind::Call &&
                          std::any_of(Op.Values.begin(), Op.Values.end(), [&](const ir::Value &V) {
                            const auto In = variableIn(F, V);
                            return In && To.contains(*In);
                          });
      if (!Passes && !(Target && To.contains(*Target)))
        return;
      for (const ir::Value &V : Op.Values)
        if (const auto From = variableIn(F, V))
          To.insert(*From);
    });
  }
}

/// Whether some callee releases what a slot holds that the test accepts.
template <class Test> bool releasesAny(const std::vector<const Summary *> &Any, Test &&Accepts) {
  return std::any_of(Any.begin(), Any.end(), [&](const Summary *S) {
    return std::any_of(S->Effects.begin(), S->Effects.end(), [&](const Effect &E) {
      return E.Kind == EffectKind::Release && Accepts(E.From);
    });
  });
}

} // namespace

void Ownership::readWrong(const ir::Function &F, std::optional<OpPlace> At, const Made &What,
                          const WalkResult &Result, std::vector<WronglyReleased> &To) {
  for (const WrongRelease &W : Result.Wrong) {
    const ir::Op *Op = At ? &opAt(F, *At) : nullptr;
    To.push_back(
        {indexOf(F), W, At, Op && Op->Callee ? F.Symbols[Op->Callee - 1].Name : "", What.Family});
  }
}

/// What the callee releases the value as, if it does in each case; nothing: it may not.
std::optional<std::string> Ownership::releases(const ir::Function &F, const ir::Op &Op,
                                               std::size_t Which) {
  const auto Form = static_cast<ir::DeleteForm>(Op.Detail);
  if (Op.Kind == ir::OpKind::Delete && Form != ir::DeleteForm::Destroy)
    return Form == ir::DeleteForm::Array ? "new[]" : "new";
  if (Op.Kind != ir::OpKind::Call || !Op.Callee)
    return std::nullopt;
  const Slot Of = argumentSlot(Which, hasThis(F, Op));
  if (!releasesAny(Known.of(F, Op), [&](const Slot &S) {
        return S.Kind == Of.Kind && S.Index == Of.Index && S.Steps.empty();
      }))
    return std::nullopt;
  const auto Cases = outcomes(F, Op, Of, ResourceForm::Pointer);
  if (!Cases || Cases->empty() || std::any_of(Cases->begin(), Cases->end(), [](const Outcome &O) {
        return O.As != Outcome::End::Released || !O.Sure || !O.OfAny;
      }))
    return std::nullopt;
  return Cases->front().Family;
}

/// Addresses of what lives by itself, which are released all the same.
void Ownership::followAddresses(const ir::Function &F, std::vector<WronglyReleased> &To) {
  auto IsAddress = [&](const ir::Value &V) {
    return V.Kind == ir::ValueKind::Function ||
           (V.Kind == ir::ValueKind::Address && !hasDeref(F.Paths[V.Index].Steps));
  };
  auto IsCopied = [&](const ir::Op &Op) {
    return Op.Kind == ir::OpKind::Copy && IsAddress(Op.Values[0]) &&
           F.Paths[Op.To - 1].Base == ir::BaseKind::Variable;
  };
  auto MayRelease = [&](const ir::Op &Op) {
    return Op.Kind == ir::OpKind::Call
               ? releasesAny(Known.of(F, Op), [](const Slot &S) { return S.Steps.empty(); })
               : Op.Kind == ir::OpKind::Delete;
  };
  const bool AnyCopied = ir::anyOp(F, IsCopied);
  std::set<std::uint32_t> Releases; // variables that hold what is released
  std::multimap<std::uint32_t, WrongRelease> OfAliases;
  ir::forEachOp(F, [&](std::uint32_t Block, std::uint32_t Index, const ir::Op &Op) {
    const OpPlace At{Block, Index};
    const bool Given = std::any_of(Op.Values.begin(), Op.Values.end(), IsAddress);
    if ((!AnyCopied && !Given) || !MayRelease(Op))
      return;
    for (std::size_t I = 0; I < Op.Values.size(); ++I)
      if (const auto Family = releases(F, Op, I)) {
        const WrongRelease Wrong{ReleaseFault::NotOwned, {At, *Family, true, true}, {}};
        if (const auto V = variableIn(F, Op.Values[I]))
          Releases.insert(*V);
        if (const auto V = plainVariable(F, Op.Values[I]); V && read(F).isAlias(*V))
          OfAliases.emplace(*V, Wrong);
        if (IsAddress(Op.Values[I]))
          To.push_back({indexOf(F), Wrong, {}, "", ""});
      }
  });
  if (!AnyCopied || Releases.empty())
    return;
  addSources(F, Releases);
  const Made Address{Slot{SlotKind::Result, 0, "", {}, false},
                     "",
                     {},
                     std::nullopt,
                     ResourceForm::Pointer,
                     true,
                     false};
  ResourceFunction &In = read(F);
  ir::forEachOp(F, [&](std::uint32_t Block, std::uint32_t Index, const ir::Op &Op) {
    const OpPlace At{Block, Index};
    if (!IsCopied(Op))
      return;
    const std::uint32_t Variable = F.Paths[Op.To - 1].Index;
    if (In.isAlias(Variable) && !In.comparesAddresses())
      for (auto [Each, End] = OfAliases.equal_range(Variable); Each != End; ++Each)
        To.push_back({indexOf(F), Each->second, At, "", ""});
    else if (Releases.contains(Variable))
      readWrong(F, At, Address, ResourceWalk(In, *this).made(At, Address), To);
  });
}

/// Whether some operations may together release what the caller holds more than once, or one gives
/// it back only where it succeeds.
bool Ownership::mayReleaseTwice(const ir::Function &F) const {
  const ir::Loops Loops = ir::loopsOf(F);
  std::size_t Releases = 0;
  ir::forEachOp(F, [&](std::uint32_t Block, std::uint32_t, const ir::Op &Op) {
    std::size_t Here = Op.Kind == ir::OpKind::Delete &&
                       static_cast<ir::DeleteForm>(Op.Detail) != ir::DeleteForm::Destroy;
    if (Op.Kind == ir::OpKind::Call || (Op.Kind == ir::OpKind::Delete && Op.Callee))
      for (const Summary *Of : Known.of(F, Op))
        for (const Effect &E : Of->Effects)
          if (E.From.Kind == SlotKind::Argument)
            Here = std::max<std::size_t>(Here, E.Kind == EffectKind::Renew     ? 2
                                               : E.Kind == EffectKind::Release ? 1
                                                                               : 0);
    Releases += Here && Loops.Innermost[Block] ? 2 : Here;
  });
  return Releases > 1;
}

/// What the caller holds in a place: it is released twice, or a call gives it back only where it
/// succeeds, as realloc does, while its result takes that place.
void Ownership::followGiven(const ir::Function &F, ResourceFaults &To) {
  const Summary *Whole = Known.body(F.Symbols[0].Usr).second;
  // What of a union there is, another field says, on which the caller and the function agree.
  auto IsInUnion = [](const Slot &S) {
    return std::any_of(S.Steps.begin(), S.Steps.end(),
                       [](const SlotStep &Step) { return Step.Name == "union"; });
  };
  auto Ends = [&](const Effect &E) {
    return (E.Kind == EffectKind::Release || E.Kind == EffectKind::Renew) && !E.From.Address &&
           !IsInUnion(E.From);
  };
  if (!Whole || std::none_of(Whole->Effects.begin(), Whole->Effects.end(), Ends) ||
      !mayReleaseTwice(F))
    return;
  std::set<ir::Path> Asked;
  for (const Effect &E : Whole->Effects) {
    if (!Ends(E))
      continue;
    const std::optional<ir::Path> P = pathIn(read(F).In, E.From);
    if (!P || isWeak(*P) || read(F).isExposed(*P) || !Asked.insert(*P).second)
      continue;
    const WalkResult Result =
        ResourceWalk(read(F), *this).given(*P, P->Steps.empty(), ResourceForm::Pointer);
    if (Result.GivenUp)
      continue;
    readWrong(F, {}, {}, Result, To.Wrong);
    const auto Lost = std::find_if(Result.Exits.begin(), Result.Exits.end(), [](const Flow &Exit) {
      return Exit.State == Holding::Lost && Exit.How->Kind == LossKind::Replaced;
    });
    if (Lost != Result.Exits.end()) {
      const ir::Op &Call = opAt(F, Lost->How->At);
      To.Lost.push_back({indexOf(F),
                         Lost->How->At,
                         F.Symbols[Call.Callee - 1].Name,
                         "heap",
                         *Lost->How,
                         "",
                         false,
                         {}});
    }
  }
}

} // namespace memlint
