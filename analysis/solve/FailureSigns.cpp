#include "analysis/solve/FailureSigns.h"

#include "analysis/ir/EachOp.h"
#include "analysis/ir/PlainValues.h"
#include "analysis/solve/BlockReach.h"
#include "analysis/solve/FlowWalk.h"
#include "analysis/solve/SlotPath.h"

#include <algorithm>
#include <functional>

namespace memlint {
namespace {

/// What the value leads to: the place whose address it is, or what a pointer points to.
std::optional<ir::Path> pointed(const ir::Function &F, const ir::Value &V) {
  if (V.Kind != ir::ValueKind::Held && V.Kind != ir::ValueKind::Address)
    return std::nullopt;
  ir::Path P = F.Paths[V.Index];
  if (V.Kind == ir::ValueKind::Held)
    P.Steps.push_back({ir::StepKind::Deref, 0});
  return P;
}

/// The blocks on ways by which the resource gets to the end of the function.
std::vector<bool> blocksToTheEnd(const ir::Function &F, OpPlace Made, const WalkResult &Of) {
  const std::vector<bool> Held = blocksOn(F, Of.Ways, Made.Block);
  std::vector<bool> Good(F.Blocks.size());
  Good.back() = Held.back();
  for (bool More = true; More;) {
    More = false;
    for (const Branch &B : Of.Ways)
      if (!Good[B.Block] && Held[B.Block] && Good[F.Blocks[B.Block].Edges[B.Edge].Target])
        More = Good[B.Block] = true;
  }
  return Good;
}

/// A place of the caller that is written, and with what, if that is a number.
struct Writing {
  ir::Path To;
  std::optional<Range> With;
};

class SignReader {
public:
  SignReader(ResourceFunction &In, const MemoryUses &Uses) : In(In), Uses(Uses) {}

  /// What the operation may write.
  void read(const ir::Op &Op, std::vector<Writing> &All) const {
    if (Op.To)
      add(In.F.Paths[Op.To - 1], numberIn(Op), All);
    const MemoryUse *Use = Op.Kind == ir::OpKind::Call ? Uses.of(In.F, Op) : nullptr;
    const bool OnlyReads = Use && Use->onlyReads() && !Use->WritesUnnamed;
    if (Op.Kind == ir::OpKind::Call && !OnlyReads)
      for (const ir::Value &V : Op.Values)
        if (const std::optional<ir::Path> P = pointed(In.F, V))
          add(*P, std::nullopt, All);
  }

private:
  static std::optional<Range> numberIn(const ir::Op &Op) {
    const auto Number =
        Op.Kind == ir::OpKind::Copy ? numberOf(Op.Values[0]) : std::optional<std::int64_t>();
    return Number ? std::optional(Range::only(*Number)) : std::nullopt;
  }

  void add(const ir::Path &P, std::optional<Range> With, std::vector<Writing> &To) const {
    if (P.Base == ir::BaseKind::Variable && !P.Steps.empty() && In.storage(P) == Storage::Visible)
      To.push_back({P, std::move(With)});
  }

  ResourceFunction &In;
  const MemoryUses &Uses;
};

/// All that the place is written with; none: something that is not known, or in parts.
std::optional<Range> allOf(const ir::Path &P, const std::vector<Writing> &All) {
  std::optional<Range> Whole;
  for (const Writing &W : All)
    if (overlap(W.To, P)) {
      if (W.To != P || !W.With)
        return std::nullopt;
      Whole = Whole ? Whole->join(*W.With) : *W.With;
    }
  return Whole;
}

/// Whether a condition at the end of the block asks for what the place has.
bool asks(const ir::Function &F, const ir::Block &B, const ir::Path &P) {
  auto Leads = [&](const ir::Value &V) {
    const std::optional<ir::Path> To = pointed(F, V);
    return To && overlap(*To, P);
  };
  auto Asks = [&](const ir::Value &V) {
    if (V.Kind != ir::ValueKind::Held)
      return false;
    const ir::Path &Asked = F.Paths[V.Index];
    return isPrefix(P, Asked) || std::any_of(B.Ops.begin(), B.Ops.end(), [&](const ir::Op &Op) {
             return Op.Kind == ir::OpKind::Call && Op.To && F.Paths[Op.To - 1] == Asked &&
                    std::any_of(Op.Values.begin(), Op.Values.end(), Leads);
           });
  };
  return std::any_of(B.Edges.begin(), B.Edges.end(), [&](const ir::Edge &E) {
    return E.Condition &&
           (Asks(F.Conditions[E.Condition - 1].Left) || Asks(F.Conditions[E.Condition - 1].Right));
  });
}

} // namespace

std::vector<FailureSign> failureSigns(ResourceFunction &In, const MemoryUses &Uses, OpPlace Made,
                                      const WalkResult &Of, const std::vector<FailureSign> &Inner) {
  const ir::Function &F = In.F;
  const std::vector<bool> Good = blocksToTheEnd(F, Made, Of), Behind = blocksBehind(F, Made.Block),
                          Before = blocksBefore(F, Made.Block);
  const SignReader Reader(In, Uses);
  std::vector<Writing> Failing, Succeeding;
  for (const FailureSign &S : Inner)
    if (const std::optional<ir::Path> P = pathAt(In.In, opAt(F, Made), S.At);
        P && In.storage(*P) == Storage::Visible)
      Failing.push_back({*P, S.Failed});
  ir::forEachOp(F, [&](std::uint32_t Block, std::uint32_t Index, const ir::Op &Op) {
    // What is done before it is made both may do.
    if (Block == Made.Block ? Index > Made.Op : !Before[Block] || Behind[Block])
      Reader.read(Op, Good[Block] || Block == Made.Block ? Succeeding : Failing);
  });
  std::vector<FailureSign> All;
  for (const Writing &W : Failing) {
    const std::optional<Range> Failed = allOf(W.To, Failing), Else = allOf(W.To, Succeeding);
    const bool Both = std::any_of(Succeeding.begin(), Succeeding.end(),
                                  [&](const Writing &Other) { return overlap(W.To, Other.To); });
    if (!Both || (Failed && Else && Failed->meet(*Else).isEmpty()))
      if (std::optional<Slot> S = slotOf(In.In, W.To))
        All.push_back({*std::move(S), Failed});
  }
  std::sort(All.begin(), All.end());
  All.erase(std::unique(All.begin(), All.end()), All.end());
  return All;
}

CaseGuards withSigns(CaseGuards Made, const std::vector<FailureSign> &Signs) {
  for (const FailureSign &S : Signs)
    if (S.Failed && std::none_of(Made.begin(), Made.end(),
                                 [&](const CaseGuard &Has) { return Has.Subject == S.At; }))
      Made.push_back({S.At, S.Failed->others()});
  std::sort(Made.begin(), Made.end());
  return Made;
}

std::set<Branch> failureBranches(ResourceFunction &In, OpPlace Made, const WalkResult &Of,
                                 const std::vector<FailureSign> &Signs) {
  const ir::Function &F = In.F;
  std::set<Branch> All;
  std::vector<bool> ToRelease(F.Blocks.size());
  for (const OpPlace Release : Of.Releases) {
    const std::vector<bool> Before = blocksBefore(F, Release.Block);
    ToRelease[Release.Block] = true;
    std::transform(Before.begin(), Before.end(), ToRelease.begin(), ToRelease.begin(),
                   std::logical_or<>());
  }
  auto Releases = [&](const ir::Edge &E) { return ToRelease[E.Target]; };
  for (const FailureSign &S : Signs) {
    const std::optional<ir::Path> P = pathAt(In.In, opAt(F, Made), S.At);
    for (std::uint32_t B = 0; P && B < F.Blocks.size(); ++B) {
      const std::vector<ir::Edge> &Edges = F.Blocks[B].Edges;
      if (!asks(F, F.Blocks[B], *P) || std::none_of(Edges.begin(), Edges.end(), Releases))
        continue;
      for (std::uint32_t E = 0; E < Edges.size(); ++E)
        if (!Releases(Edges[E]))
          All.insert({B, E});
    }
  }
  return All;
}

} // namespace memlint
