#include "analysis/solve/EffectSet.h"

#include <algorithm>

namespace memlint {
namespace {

/// Whether callers need not know how the place came to hold something: it outlives them, and what
/// is there counts as gone from them already.
bool isSink(const Slot &S) { return S.Kind == SlotKind::Global || S.Kind == SlotKind::Unknown; }

/// The place, told as far as its first steps.
Slot cut(Slot S, std::size_t Steps) {
  if (S.Steps.size() <= Steps || (S.Steps.size() == Steps + 1 && endsBelow(S)))
    return S;
  S.Steps.resize(Steps);
  S.Steps.push_back({ir::StepKind::Below, ""});
  S.Address = false;
  return S;
}

} // namespace

bool endsBelow(const Slot &S) {
  return !S.Steps.empty() && S.Steps.back().Kind == ir::StepKind::Below;
}

std::weak_ordering EffectSet::KeyLess::order(const Slot &A, const Slot &B) {
  auto Cheap = [](const Slot &S) {
    return std::tuple(S.Kind, S.Index, S.Address, S.Steps.size(), S.Word.size());
  };
  if (const auto Of = Cheap(A) <=> Cheap(B); Of != 0)
    return Of;
  for (std::size_t I = A.Steps.size(); I-- > 0;)
    if (const auto Of = A.Steps[I] <=> B.Steps[I]; Of != 0)
      return Of;
  return A.Word <=> B.Word;
}

bool EffectSet::KeyLess::operator()(const Key &A, const Key &B) const {
  if (std::get<0>(A) != std::get<0>(B))
    return std::get<0>(A) < std::get<0>(B);
  const std::weak_ordering To = order(std::get<1>(A), std::get<1>(B));
  return To != 0 ? To < 0 : order(std::get<2>(A), std::get<2>(B)) < 0;
}

/// What may be copied in code that is not seen, or far below, is told without its way: From may be
/// anywhere, and what To holds may be anything.
void EffectSet::addCopy(EffectKind Kind, Slot To, Slot From, Lane Sure, Witness Why) {
  if (endsBelow(To) || endsBelow(From))
    Sure = Lane::Assumed;
  if (From.Kind == SlotKind::Null ? To.Kind == SlotKind::Unknown : isSink(To) && isSink(From))
    return;
  if (From.Kind == SlotKind::Fresh && To.Kind == SlotKind::Global && To.Steps.size() > 2)
    return; // only who ends what globals hold asks for it, near to the global
  const bool Owned = From.Kind != SlotKind::Fresh && From.Kind != SlotKind::Null;
  if (To.Kind == SlotKind::Unknown || (Sure == Lane::Assumed && isSink(To))) {
    if (Owned)
      add(EffectKind::Copy, {}, std::move(From), Sure, std::move(Why));
    return;
  }
  const bool Leaves = To.Kind == SlotKind::Thread || To.Kind == SlotKind::Thrown;
  if (Sure == Lane::Known || Leaves)
    return add(Kind, std::move(To), std::move(From), Sure, std::move(Why));
  if (Owned && !isSink(From))
    add(EffectKind::Copy, {}, std::move(From), Sure, Why);
  add(EffectKind::Copy, std::move(To), {}, Sure, std::move(Why));
}

void EffectSet::add(EffectKind Kind, Slot To, Slot From, Lane Sure, Witness Why) {
  if (To == From)
    return;
  if (endsBelow(To) || endsBelow(From))
    Sure = Lane::Assumed;
  auto [At, New] = Made.try_emplace({Kind, std::move(To), std::move(From)}, Sure, Why);
  if (!New && Sure < At->second.first)
    At->second = {Sure, std::move(Why)};
}

/// Whether the effect is part of another.
bool EffectSet::implied(const Effect &E) const {
  return E.Kind == EffectKind::Copy && (partOfRecord(E) || partOfUnknown(E));
}

/// What leads to it is gone, or is anything.
bool EffectSet::partOfUnknown(const Effect &E) const {
  const bool Lost = E.To == Slot(), Found = E.From == Slot();
  if (Lost == Found)
    return false;
  Slot Way = Lost ? E.From : E.To;
  Way.Address = false;
  while (!Way.Steps.empty()) {
    const bool Deref = Way.Steps.back().Kind == ir::StepKind::Deref;
    Way.Steps.pop_back();
    auto Whole = Made.find({E.Kind, Lost ? Slot() : Way, Lost ? Way : Slot()});
    if (Whole != Made.end() && Whole->second.first <= E.Sure && (Lost || Deref))
      return true;
  }
  return false;
}

/// The record that holds both fields is copied.
bool EffectSet::partOfRecord(const Effect &E) const {
  Slot To = E.To, From = E.From;
  while (!To.Steps.empty() && !From.Steps.empty() && To.Steps.back().Kind == ir::StepKind::Field &&
         To.Steps.back() == From.Steps.back()) {
    To.Steps.pop_back();
    From.Steps.pop_back();
    auto Whole = Made.find({E.Kind, To, From});
    if (Whole != Made.end() && Whole->second.first <= E.Sure)
      return true;
  }
  return false;
}

std::vector<Effect> EffectSet::effects() const {
  std::vector<Effect> Found;
  for (const auto &[What, Why] : Made)
    Found.push_back(
        {std::get<0>(What), Why.first, std::get<1>(What), std::get<2>(What), Why.second});
  std::erase_if(Found, [this](const Effect &E) { return implied(E); });
  std::sort(Found.begin(), Found.end());
  return Found;
}

std::vector<Effect> coarsened(const std::vector<Effect> &Of, std::size_t Steps) {
  EffectSet Made;
  for (const Effect &E : Of) {
    Slot To = cut(E.To, Steps), From = cut(E.From, Steps);
    if (E.Kind != EffectKind::Copy && E.Kind != EffectKind::CopyObject)
      Made.add(E.Kind, std::move(To), std::move(From), E.Sure, E.Why);
    else if (E.From.Kind != SlotKind::Null || !endsBelow(To)) // one of many is not emptied surely
      Made.addCopy(E.Kind, std::move(To), std::move(From), E.Sure, E.Why);
  }
  return Made.effects();
}

} // namespace memlint
