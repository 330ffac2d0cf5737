#include "analysis/ir/PlainValues.h"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace memlint {

bool hasPath(const ir::Value &V) { return V.Kind == ir::ValueKind::Address || isHeld(V); }

bool isHeld(const ir::Value &V) {
  return V.Kind == ir::ValueKind::Held || V.Kind == ir::ValueKind::Shifted ||
         V.Kind == ir::ValueKind::Moved;
}

bool isWeak(const ir::Path &P) {
  return std::any_of(P.Steps.begin(), P.Steps.end(), [](const ir::Step &S) {
    return (S.Kind == ir::StepKind::Element && !S.Name) || S.Kind == ir::StepKind::Below;
  });
}

std::optional<std::uint32_t> plainVariable(const ir::Path &P) {
  const bool Plain = P.Base == ir::BaseKind::Variable && P.Steps.empty();
  return Plain ? std::optional(P.Index) : std::nullopt;
}

std::optional<std::uint32_t> plainVariable(const ir::Function &F, const ir::Value &V) {
  return V.Kind == ir::ValueKind::Held ? plainVariable(F.Paths[V.Index]) : std::nullopt;
}

std::optional<std::uint32_t> variableIn(const ir::Function &F, const ir::Value &V) {
  if (!hasPath(V))
    return std::nullopt;
  const ir::Path &P = F.Paths[V.Index];
  return P.Base == ir::BaseKind::Variable ? std::optional(P.Index) : std::nullopt;
}

bool isThis(const ir::Function &F, const ir::Value &V) {
  const auto Whole = plainVariable(F, V);
  return Whole && F.Variables[*Whole].Kind == ir::VariableKind::This;
}

bool hasDeref(std::span<const ir::Step> Steps) {
  return std::any_of(Steps.begin(), Steps.end(),
                     [](const ir::Step &S) { return S.Kind == ir::StepKind::Deref; });
}

std::string maskName(std::int64_t Mask) { return "&" + std::to_string(Mask); }

std::int64_t maskOf(std::string_view Field) {
  std::int64_t Mask = 0;
  if (Field.starts_with("&"))
    std::from_chars(Field.data() + 1, Field.data() + Field.size(), Mask);
  return std::max<std::int64_t>(Mask, 0);
}

std::int64_t maskOf(const ir::Function &F, const ir::Path &P) {
  const bool IsField = !P.Steps.empty() && P.Steps.back().Kind == ir::StepKind::Field;
  return IsField ? maskOf(F.Names[P.Steps.back().Name]) : 0;
}

std::uint32_t typeFlags(const ir::Function &F, const ir::Path &P) {
  if (!P.Steps.empty() || P.Base == ir::BaseKind::Global)
    return 0;
  const std::uint32_t Type =
      P.Base == ir::BaseKind::Result ? F.ResultType : F.Variables[P.Index].Type + 1;
  return Type && Type <= F.Types.size() ? F.Types[Type - 1].Flags : 0;
}

std::optional<std::int64_t> numberOf(const ir::Value &V) {
  if (V.Kind == ir::ValueKind::Null)
    return 0;
  if (V.Kind == ir::ValueKind::Number)
    return static_cast<std::int64_t>(V.Index);
  return std::nullopt;
}

bool isGiven(const ir::Variable &V) {
  return V.Kind == ir::VariableKind::Parameter || V.Kind == ir::VariableKind::This;
}

const ir::Symbol *calledThrough(const ir::Function &F, const ir::Value &V) {
  if (V.Kind == ir::ValueKind::Function)
    return &F.Symbols[V.Index];
  if (V.Kind != ir::ValueKind::Held && V.Kind != ir::ValueKind::Address)
    return nullptr;
  const std::optional<std::uint32_t> Variable = plainVariable(F.Paths[V.Index]);
  const std::uint32_t Body = Variable ? F.Types[F.Variables[*Variable].Type].CallOperator : 0;
  return Body ? &F.Symbols[Body - 1] : nullptr;
}

bool isIndirect(const ir::Op &Op) {
  return Op.Kind == ir::OpKind::Call && !Op.Callee && Op.Detail & ir::ThroughValue;
}

bool mayRunOverrider(const ir::Op &Call, const ir::Symbol &Callee) {
  if (Callee.Flags & ir::FinalMethod)
    return false;
  if (Call.Kind == ir::OpKind::Delete)
    return Callee.Flags & ir::VirtualMethod;
  return Call.Detail & ir::VirtualCall && !(Call.Detail & ir::ExactReceiver);
}

bool mayTakeRvalue(const ir::Symbol &Function, std::uint32_t Parameter) {
  return Parameter == 0 || Parameter > std::size(ir::RvalueFlags) ||
         Function.Flags & ir::RvalueFlags[Parameter - 1];
}

std::pair<std::string_view, std::string_view> splitScope(std::string_view Name) {
  auto IsWordChar = [](char C) {
    return (C >= 'a' && C <= 'z') || (C >= 'A' && C <= 'Z') || (C >= '0' && C <= '9') || C == '_';
  };
  constexpr std::string_view Sign = "::operator";
  std::size_t At = Name.find(Sign);
  while (At != Name.npos && At + Sign.size() < Name.size() && IsWordChar(Name[At + Sign.size()]))
    At = Name.find(Sign, At + 1);
  if (At == Name.npos)
    At = Name.rfind("::");
  if (At == Name.npos)
    return {"", Name};
  return {Name.substr(0, At), Name.substr(At + 2)};
}

const ir::Type *elementType(const ir::Function &F, const ir::Op &Op) {
  const ir::Path *P = Op.To ? &F.Paths[Op.To - 1] : nullptr;
  if (!P && !Op.Values.empty() && Op.Values[0].Kind == ir::ValueKind::Address)
    P = &F.Paths[Op.Values[0].Index];
  if (!P || P->Base == ir::BaseKind::Global || !P->Steps.empty())
    return nullptr;
  if (P->Base == ir::BaseKind::Result && !F.ResultType)
    return nullptr;
  const ir::Type &Owner =
      F.Types[P->Base == ir::BaseKind::Result ? F.ResultType - 1 : F.Variables[P->Index].Type];
  return Owner.Element ? &F.Types[Owner.Element - 1] : nullptr;
}

const std::string *madeBy(const ir::Symbol &Function) {
  for (const ir::Attribute &A : Function.Attributes)
    if (A.Kind == ir::AttributeKind::Makes)
      return &A.Word;
  return nullptr;
}

const ir::Value *nullOn(const ir::Function &F, const ir::Edge &E) {
  if (!E.Condition || !E.Holds)
    return nullptr;
  const ir::Condition &C = F.Conditions[E.Condition - 1];
  if (C.Compare != ir::Comparison::Equal)
    return nullptr;
  if (C.Right.Kind == ir::ValueKind::Null)
    return &C.Left;
  return C.Left.Kind == ir::ValueKind::Null ? &C.Right : nullptr;
}

} // namespace memlint
