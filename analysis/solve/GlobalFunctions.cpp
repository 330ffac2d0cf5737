#include "analysis/solve/GlobalFunctions.h"

#include <algorithm>

namespace memlint {
namespace {

/// Functions of one cell that a call is followed into.
constexpr std::size_t MaxTargets = 16;

/// To something that is no function by name. Numbers may stand beside the functions of a table.
bool mayPoint(const ir::Value &V) {
  return V.Kind != ir::ValueKind::Function && V.Kind != ir::ValueKind::Null &&
         V.Kind != ir::ValueKind::Number && V.Kind != ir::ValueKind::Opaque;
}

bool leadsAway(const ir::Path &P) {
  return std::any_of(P.Steps.begin(), P.Steps.end(), [](const ir::Step &S) {
    return S.Kind == ir::StepKind::Deref || S.Kind == ir::StepKind::Below;
  });
}

} // namespace

GlobalFunctions::GlobalFunctions(std::span<const ir::Function> Functions, bool WholeProgram)
    : WholeProgram(WholeProgram) {
  for (const ir::Function &F : Functions)
    for (const ir::Block &B : F.Blocks)
      for (const ir::Op &Op : B.Ops)
        read(F, Op);
  std::erase_if(Held, [this](const auto &Entry) {
    return isOpen(Entry.first) || Entry.second.size() > MaxTargets;
  });
}

void GlobalFunctions::read(const ir::Function &F, const ir::Op &Op) {
  if (Op.To)
    write(F, F.Paths[Op.To - 1], Op.Kind == ir::OpKind::Copy ? &Op.Values[0] : nullptr);
  for (const ir::Value &V : Op.Values)
    if (V.Kind == ir::ValueKind::Address)
      if (const ir::Path &P = F.Paths[V.Index];
          P.Base == ir::BaseKind::Global && !leadsAway(P) &&
          !(F.Symbols[P.Index].Flags & ir::ConstantGlobal)) // or who has it may write there
        Open.insert(F.Symbols[P.Index].Usr);
}

void GlobalFunctions::write(const ir::Function &F, const ir::Path &To, const ir::Value *From) {
  if (To.Base != ir::BaseKind::Global || leadsAway(To))
    return;
  const ir::Symbol &Global = F.Symbols[To.Index];
  if (!WholeProgram && !(Global.Flags & (ir::InternalLinkage | ir::ConstantGlobal)))
    return;
  Fields Below;
  for (const ir::Step &S : To.Steps)
    if (S.Kind == ir::StepKind::Field)
      Below.push_back(F.Names[S.Name]);
  if (!From || mayPoint(*From)) {
    OpenCells.insert({Global.Usr, std::move(Below)});
  } else if (From->Kind == ir::ValueKind::Function) {
    const ir::Symbol &Target = F.Symbols[From->Index];
    Held[{Global.Usr, std::move(Below)}].emplace(Target.Usr, &Target);
  }
}

/// Whether it, or an object that it is a part of, may hold others.
bool GlobalFunctions::isOpen(Cell C) const {
  if (Open.contains(C.first) || OpenCells.contains(C))
    return true;
  for (; !C.second.empty(); C.second.pop_back())
    if (OpenCells.contains(C))
      return true;
  return OpenCells.contains(C);
}

std::vector<const ir::Symbol *> GlobalFunctions::of(const Slot &S) const {
  if (S.Kind != SlotKind::Global)
    return {};
  Fields Below;
  for (const SlotStep &Step : S.Steps) {
    if (Step.Kind != ir::StepKind::Field)
      return {};
    Below.push_back(Step.Name);
  }
  std::vector<const ir::Symbol *> All;
  if (auto At = Held.find({S.Word, std::move(Below)}); At != Held.end())
    for (const auto &[Usr, Symbol] : At->second)
      All.push_back(Symbol);
  return All;
}

} // namespace memlint
