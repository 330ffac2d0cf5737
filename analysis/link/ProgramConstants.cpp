#include "analysis/link/ProgramConstants.h"

#include "analysis/ir/EachOp.h"
#include "analysis/ir/PlainValues.h"

#include <algorithm>

namespace memlint {
namespace {

/// Copies that a value is followed through, and rounds in which functions that return what others
/// return are found.
constexpr unsigned MaxCopies = 4;
constexpr int MaxRounds = 4;

bool isTold(const ir::Function &F) {
  return !(F.Flags & (ir::NotLowered | ir::Coroutine | ir::Damaged));
}

/// Whether it lies behind what the base points to.
bool leadsAway(const ir::Path &P) {
  return std::any_of(P.Steps.begin(), P.Steps.end(),
                     [](const ir::Step &S) { return S.Kind == ir::StepKind::Deref; });
}

bool isPlainGlobal(const ir::Path &P) { return P.Base == ir::BaseKind::Global && P.Steps.empty(); }

Constant constantOf(const ir::Value &V) {
  if (V.Kind == ir::ValueKind::Null)
    return 0;
  return V.Kind == ir::ValueKind::Number && V.Index < 128 ? Constant(V.Index) : std::nullopt;
}

/// The only write of the global's initializer; null: there is more to it.
const ir::Op *onlyStart(const ir::Function &Init) {
  const ir::Op *Only = nullptr;
  std::size_t Count = 0;
  ir::forEachOp(Init, [&](const ir::Op &Op) {
    Only = &Op;
    ++Count;
  });
  return Count == 1 && Only->Kind == ir::OpKind::Copy && Only->To ? Only : nullptr;
}

} // namespace

ProgramConstants::ProgramConstants(std::span<const ir::Function> Functions, bool WholeProgram)
    : WholeProgram(WholeProgram) {
  for (const ir::Function &F : Functions) {
    if (F.Flags & ir::Damaged)
      for (const ir::Symbol &S : F.Symbols)
        Written.insert(S.Usr);
    if (F.Flags & ir::GlobalInit && isTold(F))
      readStart(F);
    else
      readWrites(F);
  }
  addResults(Functions);
}

void ProgramConstants::readWrites(const ir::Function &F) {
  auto Write = [&](const ir::Path &P) {
    if (P.Base == ir::BaseKind::Global && !leadsAway(P))
      Written.insert(F.Symbols[P.Index].Usr);
  };
  ir::forEachOp(F, [&](const ir::Op &Op) {
    if (Op.To)
      Write(F.Paths[Op.To - 1]);
    for (const ir::Value &V : Op.Values)
      if (V.Kind == ir::ValueKind::Address) // who has it may write there
        Write(F.Paths[V.Index]);
  });
}

void ProgramConstants::readStart(const ir::Function &F) {
  const ir::Op *Start = onlyStart(F);
  const bool Plain =
      Start && isPlainGlobal(F.Paths[Start->To - 1]) && F.Paths[Start->To - 1].Index == 0;
  if (!Plain || Start->Values[0].Kind == ir::ValueKind::Address)
    return readWrites(F); // its own global's too
  const ir::Symbol &Global = F.Symbols[0];
  const Constant Begins = WholeProgram || Global.Flags & ir::InternalLinkage
                              ? constantOf(Start->Values[0])
                              : std::nullopt;
  if (auto [At, New] = Globals.emplace(Global.Usr, Begins); !New && At->second != Begins)
    At->second.reset();
}

Constant ProgramConstants::global(std::string_view Usr) const {
  auto At = Globals.find(Usr);
  return At == Globals.end() || Written.contains(Usr) ? std::nullopt : At->second;
}

Constant ProgramConstants::result(std::string_view Usr) const {
  auto At = Results.find(Usr);
  return At == Results.end() ? std::nullopt : At->second;
}

/// Functions whose results follow from what is known, until there are no more of them.
void ProgramConstants::addResults(std::span<const ir::Function> Functions) {
  for (int Round = 0; Round < MaxRounds; ++Round) {
    std::unordered_map<std::string_view, Constant> Found;
    for (const ir::Function &F : Functions) {
      if (F.Flags & ir::GlobalInit)
        continue;
      const Constant Returns =
          F.ResultType && isTold(F) ? LiveBlocks(F, *this).result() : std::nullopt;
      if (auto [At, New] = Found.emplace(F.Symbols[0].Usr, Returns); !New && At->second != Returns)
        At->second.reset();
    }
    std::erase_if(Found, [](const auto &Entry) { return !Entry.second; });
    const bool Settled = Found.size() == Results.size();
    Results = std::move(Found);
    if (Settled)
      return;
  }
}

LiveBlocks::LiveBlocks(const ir::Function &F, const ProgramConstants &Known)
    : F(F), Known(Known), Variables(F.Variables.size()), Live(F.Blocks.size()) {
  if (!isTold(F)) {
    Live.assign(Live.size(), true);
    return;
  }
  readWrites();
  walk();
}

void LiveBlocks::readWrites() {
  auto Open = [this](const ir::Path &P) {
    if (P.Base == ir::BaseKind::Variable && !leadsAway(P))
      Variables[P.Index].Open = true;
  };
  for (std::size_t V = 0; V < F.Variables.size(); ++V)
    Variables[V].Open = F.Variables[V].Kind != ir::VariableKind::Local &&
                        F.Variables[V].Kind != ir::VariableKind::Temporary;
  ir::forEachOp(F, [&](const ir::Op &Op) {
    for (const ir::Value &V : Op.Values)
      if (V.Kind == ir::ValueKind::Address)
        Open(F.Paths[V.Index]);
    if (!Op.To || Op.Kind == ir::OpKind::Begin || Op.Kind == ir::OpKind::End)
      return;
    const ir::Path &To = F.Paths[Op.To - 1];
    const auto Whole = plainVariable(To);
    if (!Whole)
      return Open(To);
    ++Variables[*Whole].Count;
    Variables[*Whole].Only = &Op;
  });
}

Constant LiveBlocks::written(const ir::Op &By, unsigned Depth) const {
  if (By.Kind == ir::OpKind::Copy)
    return value(By.Values[0], Depth);
  if (By.Kind != ir::OpKind::Call || !By.Callee)
    return std::nullopt;
  const ir::Symbol &Callee = F.Symbols[By.Callee - 1];
  return mayRunOverrider(By, Callee) ? std::nullopt : Known.result(Callee.Usr);
}

Constant LiveBlocks::value(const ir::Value &V, unsigned Depth) const {
  if (V.Kind != ir::ValueKind::Held)
    return constantOf(V);
  const ir::Path &P = F.Paths[V.Index];
  if (isPlainGlobal(P))
    return Known.global(F.Symbols[P.Index].Usr);
  const auto Variable = plainVariable(P);
  if (!Variable || Depth == MaxCopies)
    return std::nullopt;
  const Writes &Its = Variables[*Variable];
  return Its.Count == 1 && !Its.Open ? written(*Its.Only, Depth + 1) : std::nullopt;
}

std::optional<bool> LiveBlocks::holds(const ir::Condition &C) const {
  const Constant Left = value(C.Left), Right = value(C.Right);
  if (Left && Right) {
    switch (C.Compare) {
    case ir::Comparison::Equal:
      return *Left == *Right;
    case ir::Comparison::Less:
    case ir::Comparison::LessUnsigned:
      return *Left < *Right;
    case ir::Comparison::LessEqual:
      return *Left <= *Right;
    }
  }
  return std::nullopt;
}

bool LiveBlocks::isTaken(const ir::Edge &E) const {
  return E.Condition == 0 || holds(F.Conditions[E.Condition - 1]).value_or(E.Holds) == E.Holds;
}

void LiveBlocks::walk() {
  std::vector<std::uint32_t> Open{0};
  Live[0] = true;
  while (!Open.empty()) {
    const ir::Block &B = F.Blocks[Open.back()];
    Open.pop_back();
    for (const ir::Edge &E : B.Edges)
      if (!Live[E.Target] && isTaken(E)) {
        Live[E.Target] = true;
        Open.push_back(E.Target);
      }
  }
}

Constant LiveBlocks::result() const {
  Constant Same;
  for (std::size_t B = 0; B < F.Blocks.size(); ++B)
    for (const ir::Op &Op : F.Blocks[B].Ops) {
      if (!Live[B] || !Op.To || F.Paths[Op.To - 1].Base != ir::BaseKind::Result ||
          leadsAway(F.Paths[Op.To - 1]))
        continue;
      const Constant Now = F.Paths[Op.To - 1].Steps.empty() ? written(Op, 0) : std::nullopt;
      if (!Now || (Same && *Same != *Now))
        return std::nullopt;
      Same = Now;
    }
  return Same;
}

} // namespace memlint
