#include "analysis/solve/UnlikelyWays.h"

#include "analysis/ir/EachOp.h"
#include "analysis/ir/PlainValues.h"
#include "analysis/solve/BlockReach.h"

#include <algorithm>
#include <vector>

namespace memlint {
namespace {

/// The pointers by which something is handed over, and where they come from.
class Takers {
public:
  explicit Takers(ResourceFunction &In) : In(In) {}

  void add(const ir::Op &Handing) {
    if (Handing.To)
      addPointers(In.F.Paths[Handing.To - 1]);
    for (const ir::Value &V : Handing.Values)
      add(V);
  }

  /// Of what the caller gets at: what is put into an object of its, not a result that it asks for.
  void add(const ir::Path &Name) {
    if (In.storage(Name) == Storage::Visible && Name.Steps.size() > 1)
      addPointers(Name);
  }

  std::set<Term> withSources() && {
    for (std::size_t Before = 0; Before != All.size();) {
      Before = All.size();
      addSources();
    }
    return std::move(All);
  }

private:
  void add(const ir::Value &V) {
    if (V.Kind != ir::ValueKind::Held && V.Kind != ir::ValueKind::Address)
      return;
    const ir::Path &P = In.F.Paths[V.Index];
    addPointers(P);
    if (V.Kind == ir::ValueKind::Held && !isWeak(P))
      All.insert(In.In.of(P));
  }

  /// Those that the way to the place follows.
  void addPointers(const ir::Path &P) {
    for (std::size_t I = 0; I < P.Steps.size(); ++I)
      if (P.Steps[I].Kind == ir::StepKind::Deref) {
        ir::Path Pointer = P;
        Pointer.Steps.resize(I);
        if (!isWeak(Pointer))
          All.insert(In.In.of(Pointer));
      }
  }

  void addSources() {
    ir::forEachOp(In.F, [this](const ir::Op &Op) {
      const bool Gives = Op.To && (Op.Kind == ir::OpKind::Copy || Op.Kind == ir::OpKind::Call);
      if (Gives && All.contains(In.In.of(In.F.Paths[Op.To - 1])))
        for (const ir::Value &V : Op.Values)
          add(V);
    });
  }

  ResourceFunction &In;
  std::set<Term> All;
};

/// Whether all ways behind the other edges of the block come to where this one leads.
bool isPassedByAll(const ir::Function &F, const ir::Block &B, const ir::Edge &Is) {
  return std::all_of(B.Edges.begin(), B.Edges.end(), [&](const ir::Edge &Other) {
    return &Other == &Is || Other.Thrown ||
           (Other.Target + 1 != F.Blocks.size() &&
            !blocksBehind(F, Other.Target, Is.Target)[F.Blocks.size() - 1]);
  });
}

void addWithoutTaker(ResourceFunction &In, const std::set<Term> &By, std::set<Branch> &To) {
  const ir::Function &F = In.F;
  for (std::uint32_t B = 0; B < F.Blocks.size(); ++B)
    for (std::uint32_t E = 0; E < F.Blocks[B].Edges.size(); ++E) {
      const ir::Edge &Is = F.Blocks[B].Edges[E];
      const ir::Value *Null = nullOn(F, Is);
      const std::optional<Term> Of = Null ? In.In.of(*Null) : std::nullopt;
      if (Of && By.contains(*Of) && isPassedByAll(F, F.Blocks[B], Is))
        To.insert({B, E});
    }
}

/// The call of the block that answers what its edges ask for; null: none does.
const ir::Op *askedCall(const ir::Function &F, std::uint32_t Block) {
  const ir::Block &B = F.Blocks[Block];
  const auto Asking = std::find_if(B.Edges.begin(), B.Edges.end(),
                                   [](const ir::Edge &E) { return E.Condition != 0; });
  if (Asking == B.Edges.end())
    return nullptr;
  const ir::Condition &C = F.Conditions[Asking->Condition - 1];
  const ir::Op *Call = nullptr;
  for (const ir::Op &Op : B.Ops)
    for (const ir::Value *V : {&C.Left, &C.Right})
      if (Op.Kind == ir::OpKind::Call && Op.To && V->Kind == ir::ValueKind::Held &&
          F.Paths[V->Index] == F.Paths[Op.To - 1])
        Call = &Op;
  return Call;
}

bool speaksOfSomething(const ir::Op &Call) {
  return std::any_of(Call.Values.begin(), Call.Values.end(), [](const ir::Value &V) {
    return V.Kind == ir::ValueKind::Held || V.Kind == ir::ValueKind::Address;
  });
}

void addAboutTheSame(const ResourceFunction &In, OpPlace Made, const WalkResult &Of,
                     std::set<Branch> &To) {
  const ir::Function &F = In.F;
  const auto Last = static_cast<std::uint32_t>(F.Blocks.size() - 1);
  const std::vector<bool> After = blocksBehind(F, Made.Block), Before = blocksBefore(F, Made.Block);
  std::vector<const ir::Op *> Deciding;
  for (std::uint32_t B = 0; B < F.Blocks.size(); ++B)
    if (const ir::Op *Call = B != Made.Block && Before[B] ? askedCall(F, B) : nullptr;
        Call && speaksOfSomething(*Call) && blocksBehind(F, B, Made.Block)[Last])
      Deciding.push_back(Call);
  auto LeadsToRelease = [&](const ir::Edge &E) {
    return std::any_of(Of.Releases.begin(), Of.Releases.end(),
                       [&](OpPlace P) { return P.Block == E.Target; });
  };
  for (std::uint32_t B = 0; B < F.Blocks.size(); ++B) {
    const bool Decides =
        After[B] && std::any_of(F.Blocks[B].Edges.begin(), F.Blocks[B].Edges.end(), LeadsToRelease);
    const ir::Op *Call = Decides ? askedCall(F, B) : nullptr;
    if (Call && std::any_of(Deciding.begin(), Deciding.end(), [&](const ir::Op *Earlier) {
          return Earlier->Callee != Call->Callee && Earlier->Values == Call->Values;
        }))
      for (std::uint32_t E = 0; E < F.Blocks[B].Edges.size(); ++E)
        To.insert({B, E});
  }
}

/// Whether no call decides there whether the loop goes on.
bool isCounted(const ir::Block &Head) {
  return std::none_of(Head.Ops.begin(), Head.Ops.end(),
                      [](const ir::Op &Op) { return Op.Kind == ir::OpKind::Call; });
}

void addBehindHandingLoops(const ResourceFunction &In, OpPlace Made, const WalkResult &Of,
                           std::set<Branch> &To) {
  const ir::Function &F = In.F;
  const ir::Loops &Loops = In.Loops;
  for (std::uint32_t L = 0; L < Loops.All.size(); ++L) {
    const std::uint32_t B = Loops.All[L].Head;
    const bool Hands = !Loops.contains(L, Made.Block) && isCounted(F.Blocks[B]) &&
                       std::any_of(Of.Handed.begin(), Of.Handed.end(),
                                   [&](OpPlace P) { return Loops.contains(L, P.Block); });
    for (std::uint32_t E = 0; Hands && E < F.Blocks[B].Edges.size(); ++E)
      if (!Loops.contains(L, F.Blocks[B].Edges[E].Target))
        To.insert({B, E});
  }
}

} // namespace

std::set<Branch> unlikelyWays(ResourceFunction &In, OpPlace Made, const WalkResult &Of) {
  Takers By(In);
  for (const OpPlace P : Of.Handed)
    By.add(opAt(In.F, P));
  for (const Flow &Exit : Of.Exits)
    for (const ir::Path &Name : Exit.Names)
      By.add(Name);
  std::set<Branch> All;
  addWithoutTaker(In, std::move(By).withSources(), All);
  addAboutTheSame(In, Made, Of, All);
  addBehindHandingLoops(In, Made, Of, All);
  return All;
}

} // namespace memlint
