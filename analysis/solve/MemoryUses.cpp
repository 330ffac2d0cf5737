#include "analysis/solve/MemoryUses.h"

#include "analysis/ir/PlainValues.h"
#include "analysis/ir/StrongComponents.h"

#include <algorithm>
#include <optional>

namespace memlint {
namespace {

/// What is written through a pointer that is not known to point to a field.
constexpr std::string_view Pointed = "*";

bool isNotItsOwn(const ir::Path &P) { return P.Base == ir::BaseKind::Global || hasDeref(P.Steps); }

/// The name that a write of the path goes by; the parts of a number go by that of the number.
std::string_view lastName(const ir::Function &F, const ir::Path &P) {
  for (auto S = P.Steps.rbegin(); S != P.Steps.rend() && S->Kind != ir::StepKind::Deref; ++S)
    if (S->Kind == ir::StepKind::Field && !maskOf(F.Names[S->Name]))
      return F.Names[S->Name];
  return hasDeref(P.Steps) || P.Base != ir::BaseKind::Global ? Pointed : F.Symbols[P.Index].Usr;
}

template <class Visitor> void forEachBit(std::int64_t Mask, Visitor Do) {
  for (; Mask; Mask &= Mask - 1)
    Do(Mask & -Mask);
}

} // namespace

void NameSet::add(std::uint32_t Name) {
  Words.resize(std::max<std::size_t>(Words.size(), Name / 64 + 1));
  Words[Name / 64] |= std::uint64_t{1} << (Name % 64);
}

void NameSet::add(const NameSet &Other) {
  Words.resize(std::max(Words.size(), Other.Words.size()));
  for (std::size_t I = 0; I < Other.Words.size(); ++I)
    Words[I] |= Other.Words[I];
}

bool NameSet::contains(std::uint32_t Name) const {
  return Name / 64 < Words.size() && Words[Name / 64] >> (Name % 64) & 1;
}

bool NameSet::meets(const NameSet &Other) const {
  for (std::size_t I = 0; I < std::min(Words.size(), Other.Words.size()); ++I)
    if (Words[I] & Other.Words[I])
      return true;
  return false;
}

namespace {

bool writesArgument(const Summary *S) {
  return std::any_of(S->Effects.begin(), S->Effects.end(), [](const Effect &E) {
    return E.Kind == EffectKind::Copy && E.To.Kind == SlotKind::Argument;
  });
}

} // namespace

MemoryUses::MemoryUses(std::span<const ir::Function> Functions, const Callees &Known) {
  name(Pointed);
  for (const ir::Function &F : Functions) {
    Bodies.try_emplace(F.Symbols[0].Usr, Bodies.size());
    readMasks(F);
  }
  Uses.resize(Bodies.size());
  std::vector<std::vector<std::size_t>> Edges(Bodies.size());
  for (const ir::Function &F : Functions) {
    const std::size_t At = Bodies.find(F.Symbols[0].Usr)->second;
    read(F, Uses[At], Edges[At], Known);
  }
  for (const std::vector<std::size_t> &Group : strongComponents(Edges)) {
    MemoryUse All;
    for (std::size_t I : Group) {
      auto Add = [&](const MemoryUse &Part) {
        All.Reads.add(Part.Reads);
        All.Writes.add(Part.Writes);
        All.IsWhole &= Part.IsWhole;
        All.WritesUnnamed |= Part.WritesUnnamed;
      };
      Add(Uses[I]);
      for (std::size_t Callee : Edges[I])
        if (std::find(Group.begin(), Group.end(), Callee) == Group.end())
          Add(Uses[Callee]);
    }
    for (std::size_t I : Group)
      Uses[I] = All;
  }
}

std::uint32_t MemoryUses::name(std::string_view Text) {
  return Names.try_emplace(Text, static_cast<std::uint32_t>(Names.size() + Parts.size()))
      .first->second;
}

std::uint32_t MemoryUses::part(std::uint32_t Name, std::int64_t Bit) {
  return Parts.try_emplace({Name, Bit}, static_cast<std::uint32_t>(Names.size() + Parts.size()))
      .first->second;
}

std::optional<std::uint32_t> MemoryUses::findPart(std::uint32_t Name, std::int64_t Bit) const {
  const auto At = Parts.find({Name, Bit});
  return At == Parts.end() ? std::nullopt : std::optional(At->second);
}

/// Which numbers it takes parts of.
void MemoryUses::readMasks(const ir::Function &F) {
  for (const ir::Path &P : F.Paths)
    if (const std::int64_t Mask = maskOf(F, P); Mask && isNotItsOwn(P)) {
      const std::uint32_t Of = name(lastName(F, P));
      part(Of, 0);
      forEachBit(Mask, [&](std::int64_t Bit) { part(Of, Bit); });
    }
}

std::optional<std::uint32_t> MemoryUses::find(std::string_view Text) const {
  const auto At = Names.find(Text);
  return At == Names.end() ? std::nullopt : std::optional(At->second);
}

void MemoryUses::use(const ir::Function &F, const ir::Path &P, bool Writes, MemoryUse &Use) {
  if (!isNotItsOwn(P))
    return;
  if (Writes) {
    const std::uint32_t Name = name(lastName(F, P));
    Use.Writes.add(Name);
    if (const std::int64_t Mask = maskOf(F, P))
      forEachBit(Mask, [&](std::int64_t Bit) { Use.Writes.add(part(Name, Bit)); });
    else if (const auto Whole = findPart(Name, 0))
      Use.Writes.add(*Whole);
  } else if (P.Base == ir::BaseKind::Global)
    Use.Reads.add(name(F.Symbols[P.Index].Usr));
  // What leads to a place is read, too.
  bool Deref = P.Base == ir::BaseKind::Global;
  for (const ir::Step &S : P.Steps) {
    Deref |= S.Kind == ir::StepKind::Deref;
    if (S.Kind == ir::StepKind::Field && Deref && !maskOf(F.Names[S.Name]))
      Use.Reads.add(name(F.Names[S.Name]));
  }
  if (!Writes && lastName(F, P) == Pointed)
    Use.Reads.add(name(Pointed));
}

void MemoryUses::read(const ir::Function &F, MemoryUse &Use, std::vector<std::size_t> &Edges,
                      const Callees &Known) {
  Use.IsWhole &= !(F.Flags & (ir::NotLowered | ir::Damaged));
  auto Value = [&](const ir::Value &V) {
    if (isHeld(V))
      use(F, F.Paths[V.Index], false, Use);
  };
  for (const ir::Condition &C : F.Conditions) {
    Value(C.Left);
    Value(C.Right);
  }
  for (const ir::Block &B : F.Blocks)
    for (const ir::Op &Op : B.Ops) {
      for (const ir::Value &V : Op.Values)
        Value(V);
      if (Op.To && Op.Kind != ir::OpKind::Begin && Op.Kind != ir::OpKind::End)
        use(F, F.Paths[Op.To - 1], true, Use);
      if (Op.Kind == ir::OpKind::Delete || Op.Kind == ir::OpKind::Throw ||
          Op.Kind == ir::OpKind::Lose)
        Use.IsWhole = false;
      if (Op.Kind != ir::OpKind::Call && Op.Kind != ir::OpKind::Delete)
        continue;
      const ir::Symbol *Callee = Op.Callee ? &F.Symbols[Op.Callee - 1] : nullptr;
      const auto Body =
          Callee && !mayRunOverrider(Op, *Callee) ? Bodies.find(Callee->Usr) : Bodies.end();
      if (Body != Bodies.end()) {
        Edges.push_back(Body->second);
        continue;
      }
      const auto Of = Known.of(F, Op);
      Use.WritesUnnamed |= std::any_of(Of.begin(), Of.end(), writesArgument);
      Use.IsWhole &= !Of.empty() && std::all_of(Of.begin(), Of.end(),
                                                [](const Summary *S) { return S->onlyReturns(); });
      if (std::any_of(Op.Values.begin(), Op.Values.end(), hasPath)) // or what that points to
        Use.Reads.add(name(Pointed));
    }
}

const MemoryUse *MemoryUses::of(const ir::Function &F, const ir::Op &Call) const {
  if (!Call.Callee || mayRunOverrider(Call, F.Symbols[Call.Callee - 1]))
    return nullptr;
  const auto Body = Bodies.find(F.Symbols[Call.Callee - 1].Usr);
  return Body == Bodies.end() ? nullptr : &Uses[Body->second];
}

const MemoryUse &MemoryUses::of(const ir::Function &Body) const {
  return Uses[Bodies.at(Body.Symbols[0].Usr)];
}

/// Whether the number is written as a whole, or a bit of it that is behind the mask.
bool MemoryUses::hasPart(std::uint32_t Name, std::int64_t Mask, const NameSet &Written) const {
  auto Has = [&](std::int64_t Bit) {
    const std::optional<std::uint32_t> Part = findPart(Name, Bit);
    return Part && Written.contains(*Part);
  };
  bool Is = Has(0);
  forEachBit(Mask, [&](std::int64_t Bit) { Is |= Has(Bit); });
  return Is;
}

bool MemoryUses::mayChange(const Terms &In, const ir::Path &P, const NameSet &Written) const {
  return isNotItsOwn(P) && mayChangeNamed(In, P, Written);
}

bool MemoryUses::mayChangeGiven(const Terms &In, const ir::Path &P, const NameSet &Written) const {
  const std::optional<std::uint32_t> Unnamed = find(Pointed);
  return (Unnamed && Written.contains(*Unnamed)) || mayChangeNamed(In, P, Written);
}

bool MemoryUses::mayChangeNamed(const Terms &In, const ir::Path &P, const NameSet &Written) const {
  const std::int64_t Mask = In.mask(P);
  auto Has = [&](std::string_view Text, bool IsNumber) {
    const std::optional<std::uint32_t> Name = find(Text);
    return Name && Written.contains(*Name) && (!IsNumber || hasPart(*Name, Mask, Written));
  };
  bool IsNumber = Mask != 0; // the next name from behind is that of what the mask takes a part of
  for (auto S = P.Steps.rbegin() + IsNumber; S != P.Steps.rend(); ++S) {
    if (S->Kind == ir::StepKind::Field && Has(In.name(S->Name), IsNumber))
      return true;
    IsNumber &= S->Kind == ir::StepKind::Element;
  }
  return P.Base == ir::BaseKind::Global && Has(In.function().Symbols[P.Index].Usr, IsNumber);
}

NameSet MemoryUses::written(const ir::Function &F, const ir::Path &P) const {
  NameSet All;
  if (const std::optional<std::uint32_t> Name = find(lastName(F, P)); Name && isNotItsOwn(P))
    All.add(*Name);
  return All;
}

} // namespace memlint
