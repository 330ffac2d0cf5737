#include "analysis/solve/FlowWalk.h"

#include <algorithm>

namespace memlint {
namespace {

bool leaves(const ir::Function &F, const Callees &Known, const ir::Op &Op) {
  if (Op.Kind == ir::OpKind::Throw)
    return false;
  if (Op.Kind != ir::OpKind::Call)
    return true;
  if (Op.Callee && F.Symbols[Op.Callee - 1].Flags & ir::NoReturn)
    return false;
  const auto Of = Known.of(F, Op);
  return Of.empty() ||
         !std::all_of(Of.begin(), Of.end(), [](const Summary *S) { return S->NoReturn; });
}

} // namespace

Span spanOf(const ir::Function &F, ir::Place P) {
  return {F.Where.File, P.Line, P.Column, P.Line, P.Column + P.Length};
}

const ir::Op &opAt(const ir::Function &F, OpPlace P) { return F.Blocks[P.Block].Ops[P.Op]; }

FlowWalk::FlowWalk(const ir::Function &F, const Callees &Known) : F(F) {
  Returns.reserve(F.Blocks.size());
  for (const ir::Block &B : F.Blocks) {
    Returns.emplace_back();
    for (const ir::Op &Op : B.Ops)
      Returns.back().push_back(leaves(F, Known, Op));
  }
}

bool FlowWalk::reachesExit(OpPlace From, bool After, const StopsAt &Stop,
                           const Impossible &Never) const {
  return walk(From, After, Stop, Never, nullptr);
}

bool FlowWalk::reaches(OpPlace From, OpPlace To, const StopsAt &Stop,
                       const Impossible &Never) const {
  return walk(From, true, Stop, Never, &To);
}

bool FlowWalk::walk(OpPlace From, bool After, const StopsAt &Stop, const Impossible &Never,
                    const OpPlace *To) const {
  const std::uint32_t Last = static_cast<std::uint32_t>(F.Blocks.size() - 1);
  std::vector<bool> Seen(F.Blocks.size());
  std::vector<OpPlace> Work{From};
  for (bool First = true; !Work.empty(); First = false) {
    OpPlace At = Work.back();
    Work.pop_back();
    const ir::Block &B = F.Blocks[At.Block];
    bool Through = true;
    for (; Through && At.Op < B.Ops.size(); ++At.Op) {
      const bool Start = First && After && At == From;
      if (To && At == *To && !Start)
        return true;
      Through = returns(At) && (Start || !Stop || !Stop(At));
    }
    if (!Through)
      continue;
    if (At.Block == Last && !To)
      return true;
    for (const ir::Edge &E : B.Edges)
      if (!E.Thrown && !Seen[E.Target] && !(Never && Never(E))) {
        Seen[E.Target] = true;
        Work.push_back({E.Target, 0});
      }
  }
  return false;
}

} // namespace memlint
