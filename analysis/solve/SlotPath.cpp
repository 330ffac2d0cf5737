#include "analysis/solve/SlotPath.h"

#include "analysis/ir/PlainValues.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

namespace memlint {
namespace {

bool endsInElement(const ir::Path &P) {
  return !P.Steps.empty() && P.Steps.back().Kind == ir::StepKind::Element;
}

/// 0: of any element.
std::uint32_t elementNumber(const std::string &Digits) {
  std::uint32_t Number = 0;
  const auto [End, Error] = std::from_chars(Digits.data(), Digits.data() + Digits.size(), Number);
  return Error == std::errc() && Number <= ir::MaxElement ? 1 + Number : 0;
}

ir::Step pathStep(Terms &In, const SlotStep &S) {
  switch (S.Kind) {
  case ir::StepKind::Field:
    return {S.Kind, In.name(S.Name)};
  case ir::StepKind::Element:
    return {S.Kind, elementNumber(S.Name)};
  default:
    return {S.Kind, 0};
  }
}

/// As in bodies, elements of elements, and of what others have, are any.
void append(Terms &In, std::span<const SlotStep> Steps, ir::Path &To) {
  for (const SlotStep &S : Steps) {
    ir::Step Next = pathStep(In, S);
    if (Next.Kind == ir::StepKind::Element) {
      if (To.Base != ir::BaseKind::Variable || hasDeref(To.Steps))
        Next.Name = 0;
      if (endsInElement(To)) {
        To.Steps.back().Name = 0;
        continue;
      }
    }
    To.Steps.push_back(Next);
  }
}

/// What lies at the address of an element, or of an array of which that is the first.
ir::Path pointedAt(Terms &In, ir::Path P, std::span<const SlotStep> &Steps) {
  const bool IsNext = !Steps.empty() && Steps[0].Kind == ir::StepKind::Element;
  if (endsInElement(P) && IsNext) {
    const std::uint32_t Next = elementNumber(Steps[0].Name);
    std::uint32_t &Number = P.Steps.back().Name;
    Number = Number && Next && Number + Next <= 2 + ir::MaxElement ? Number + Next - 1 : 0;
    Steps = Steps.subspan(1);
  } else if (!IsNext && typeFlags(In.function(), P) & ir::ArrayType) {
    P.Steps.push_back({ir::StepKind::Element, 1});
  }
  return P;
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

Slot globalCell(const ir::Function &F, const ir::Path &P) {
  Slot S;
  if (P.Base != ir::BaseKind::Global)
    return S;
  S.Kind = SlotKind::Global;
  S.Word = F.Symbols[P.Index].Usr;
  for (const ir::Step &Step : P.Steps)
    if (Step.Kind != ir::StepKind::Element)
      S.Steps.push_back({Step.Kind, Step.Kind == ir::StepKind::Field ? F.Names[Step.Name] : ""});
  return S;
}

std::vector<SlotStep> slotSteps(const Terms &In, std::span<const ir::Step> Steps) {
  std::vector<SlotStep> All;
  All.reserve(Steps.size());
  for (const ir::Step &S : Steps)
    All.push_back({S.Kind, S.Kind == ir::StepKind::Field               ? In.name(S.Name)
                           : S.Kind == ir::StepKind::Element && S.Name ? std::to_string(S.Name - 1)
                                                                       : ""});
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
      P = pointedAt(Caller, std::move(P), Steps);
    }
  }
  append(Caller, Steps, P);
  return P;
}

const ir::Value *valueAt(const ir::Function &Caller, const ir::Op &Call, const Slot &S) {
  return S.Steps.empty() ? argument(Caller, Call, S) : nullptr;
}

} // namespace memlint
