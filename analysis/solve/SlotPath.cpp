#include "analysis/solve/SlotPath.h"

#include "analysis/ir/PlainValues.h"

#include <utility>

namespace memlint {
namespace {

ir::Step pathStep(Terms &In, const SlotStep &S) {
  return {S.Kind, S.Kind == ir::StepKind::Field ? In.name(S.Name) : 0};
}

void append(Terms &In, std::span<const SlotStep> Steps, ir::Path &To) {
  for (const SlotStep &S : Steps)
    To.Steps.push_back(pathStep(In, S));
}

const ir::Value *argument(const ir::Function &Caller, const ir::Op &Call, const Slot &S) {
  const std::optional<std::size_t> At =
      S.Kind == SlotKind::Argument ? positionOf(S.Index, hasThis(Caller, Call)) : std::nullopt;
  return At && *At < Call.Values.size() ? &Call.Values[*At] : nullptr;
}

} // namespace

bool hasThis(const ir::Function &Body) {
  return !Body.Variables.empty() && Body.Variables[0].Kind == ir::VariableKind::This;
}

bool hasThis(const ir::Function &F, const ir::Op &Call) {
  return Call.Callee && F.Symbols[Call.Callee - 1].Flags & ir::HasThis;
}

std::optional<std::size_t> positionOf(std::uint32_t SlotIndex, bool HasThis) {
  if (HasThis)
    return SlotIndex;
  return SlotIndex == 0 ? std::nullopt : std::optional<std::size_t>(SlotIndex - 1);
}

Slot argumentSlot(std::size_t Position, bool HasThis) {
  Slot S;
  S.Kind = SlotKind::Argument;
  S.Index = static_cast<std::uint32_t>(HasThis ? Position : Position + 1);
  return S;
}

std::vector<SlotStep> slotSteps(const Terms &In, std::span<const ir::Step> Steps) {
  std::vector<SlotStep> All;
  All.reserve(Steps.size());
  for (const ir::Step &S : Steps)
    All.push_back({S.Kind, S.Kind == ir::StepKind::Field ? In.name(S.Name) : ""});
  return All;
}

std::optional<Slot> slotOf(const Terms &In, const ir::Path &P) {
  Slot S;
  if (P.Base == ir::BaseKind::Result)
    S.Kind = SlotKind::Result;
  else if (P.Base == ir::BaseKind::Variable && isGiven(In.function().Variables[P.Index]))
    S = argumentSlot(P.Index, hasThis(In.function()));
  else
    return std::nullopt;
  S.Steps = slotSteps(In, P.Steps);
  return S;
}

std::optional<ir::Path> pathIn(Terms &Body, const Slot &S) {
  const ir::Function &F = Body.function();
  const std::optional<std::size_t> At =
      S.Kind == SlotKind::Argument ? positionOf(S.Index, hasThis(F)) : std::nullopt;
  if (!At || *At >= F.Variables.size())
    return std::nullopt;
  if (!isGiven(F.Variables[*At]))
    return std::nullopt;
  ir::Path P{ir::BaseKind::Variable, static_cast<std::uint32_t>(*At), {}};
  append(Body, S.Steps, P);
  return P;
}

std::optional<ir::Path> pathAt(Terms &Caller, const ir::Op &Call, const Slot &S) {
  const ir::Function &F = Caller.function();
  std::span<const SlotStep> Steps = S.Steps;
  ir::Path P;
  if (S.Kind == SlotKind::Result) {
    if (!Call.To)
      return std::nullopt;
    P = F.Paths[Call.To - 1];
  } else {
    const ir::Value *V = argument(F, Call, S);
    if (!V || (V->Kind != ir::ValueKind::Address && V->Kind != ir::ValueKind::Held))
      return std::nullopt;
    P = F.Paths[V->Index];
    if (V->Kind == ir::ValueKind::Address) {
      if (Steps.empty() || Steps[0].Kind != ir::StepKind::Deref)
        return std::nullopt;
      Steps = Steps.subspan(1);
    }
  }
  append(Caller, Steps, P);
  return P;
}

const ir::Value *valueAt(const ir::Function &Caller, const ir::Op &Call, const Slot &S) {
  return S.Steps.empty() ? argument(Caller, Call, S) : nullptr;
}

} // namespace memlint
