#include "analysis/solve/AttributeModels.h"

#include "analysis/solve/EffectText.h"

#include <algorithm>
#include <string>
#include <utility>

namespace memlint {
namespace {

using Kind = ir::AttributeKind;

bool speaksOfMemory(const ir::Attribute &A) {
  switch (A.Kind) {
  case Kind::NoEscape:
  case Kind::LifetimeBound:
  case Kind::CaptureBy:
  case Kind::ReturnsOwned:
  case Kind::Takes:
  case Kind::Holds:
    return true;
  case Kind::NonNullResult:
  case Kind::Cleanup:
  case Kind::Acquires:
  case Kind::Releases:
  case Kind::Annotation:
  case Kind::Calls:
  case Kind::Makes:
    return false;
  }
  return false;
}

Slot argument(std::uint32_t Param) {
  Slot S;
  S.Kind = SlotKind::Argument;
  S.Index = Param == ir::ThisParameter ? 0 : Param;
  return S;
}

Slot plain(SlotKind Kind) {
  Slot S;
  S.Kind = Kind;
  return S;
}

Slot pointee(Slot S) {
  S.Steps = {{ir::StepKind::Deref, {}}};
  return S;
}

Slot below(Slot S) {
  S.Steps = {{ir::StepKind::Deref, {}}, {ir::StepKind::Below, {}}};
  return S;
}

Effect copy(Slot To, Slot From, Lane Sure = Lane::Known) {
  Effect E;
  E.Sure = Sure;
  E.To = std::move(To);
  E.From = std::move(From);
  return E;
}

Effect release(Slot From, Lane Sure = Lane::Known) {
  Effect E;
  E.Kind = EffectKind::Release;
  E.Sure = Sure;
  E.From = std::move(From);
  return E;
}

/// Where in the object it is captured is not told: it may be anywhere, beside what is there.
void addCapture(Summary &S, const Slot &Object, const Slot &Argument, Lane Sure) {
  Slot Somewhere = pointee(Object);
  Somewhere.Steps.push_back({ir::StepKind::Element, {}});
  S.Effects.push_back(copy(std::move(Somewhere), Argument, Sure));
  S.Effects.push_back(copy(below(Object), Argument, Lane::Assumed));
}

/// C's families bear the names of their acquiring functions in attributes.
std::string family(const std::string &Word) {
  return Word.empty() || Word == "malloc" || Word.ends_with("()") ? "heap" : Word;
}

/// All that may happen to an argument of which nothing is known.
void addUnknown(Summary &S, const Slot &Argument) {
  S.Effects.push_back(copy(plain(SlotKind::Unknown), Argument, Lane::Assumed));
  S.Effects.push_back(copy(plain(SlotKind::Unknown), pointee(Argument), Lane::Assumed));
  S.Effects.push_back(copy(plain(SlotKind::Result), Argument, Lane::Assumed));
  S.Effects.push_back(copy(below(Argument), plain(SlotKind::Unknown), Lane::Assumed));
  S.Effects.push_back(release(Argument, Lane::Assumed));
  S.Effects.push_back(release(Argument, Lane::Assumed));
  S.Effects.back().Kind = EffectKind::Invoke;
}

Summary unknown(const ir::Symbol &F, std::size_t Arguments) {
  Summary S;
  S.Known = true;
  S.NoReturn = F.Flags & ir::NoReturn;
  S.MayThrow = !(F.Flags & ir::NoThrow);
  for (std::size_t I = F.Flags & ir::HasThis ? 0 : 1; I <= Arguments; ++I)
    addUnknown(S, argument(static_cast<std::uint32_t>(I)));
  S.Effects.push_back(copy(plain(SlotKind::Result), plain(SlotKind::Unknown), Lane::Assumed));
  return S;
}

/// Takes away that the argument itself goes anywhere.
void keepBack(Summary &S, std::uint32_t Param) {
  const Slot Named = argument(Param);
  std::erase_if(S.Effects, [&](const Effect &E) {
    return (E.Kind == EffectKind::Copy || E.Kind == EffectKind::Share) &&
           E.From.Kind == Named.Kind && E.From.Index == Named.Index && E.From.Steps.empty();
  });
}

void eraseReleases(Summary &S, std::uint32_t Param) {
  const Slot Named = argument(Param);
  std::erase_if(S.Effects, [&](const Effect &E) {
    return E.Kind == EffectKind::Release && E.From.Kind == Named.Kind &&
           E.From.Index == Named.Index && E.From.Steps.empty();
  });
}

/// Of what ends there nobody asks where it goes.
void eraseAll(Summary &S, std::uint32_t Param) {
  const Slot Named = argument(Param);
  auto IsOf = [&](const Slot &Place) {
    return Place.Kind == Named.Kind && Place.Index == Named.Index;
  };
  std::erase_if(S.Effects, [&](const Effect &E) {
    return E.Sure == Lane::Assumed && (IsOf(E.To) || (IsOf(E.From) && E.From.Steps.empty()));
  });
}

void eraseResults(Summary &S) {
  std::erase_if(S.Effects, [](const Effect &E) {
    return E.Kind == EffectKind::Copy && E.To.Kind == SlotKind::Result && E.To.Steps.empty();
  });
}

/// `Bound` is how sure it is that an argument goes where it may go by its attribute: a body that
/// was seen shows itself what it does.
void apply(const ir::Symbol &F, const ir::Attribute &A, Lane Bound, Summary &S) {
  switch (A.Kind) {
  case Kind::NoEscape:
    return keepBack(S, A.Param);
  case Kind::LifetimeBound:
    if (F.Flags & ir::Constructor && A.Param != ir::ThisParameter)
      return addCapture(S, argument(ir::ThisParameter), argument(A.Param), Bound);
    S.Effects.push_back(copy(plain(SlotKind::Result), argument(A.Param), Bound));
    return;
  case Kind::CaptureBy:
    return addCapture(S, argument(A.Other), argument(A.Param), Bound);
  case Kind::ReturnsOwned:
    eraseResults(S);
    S.Effects.push_back(copy(plain(SlotKind::Result), plain(SlotKind::Fresh)));
    S.Effects.back().From.Word = family(A.Word);
    S.Allocates = true;
    return;
  case Kind::Takes:
    eraseAll(S, A.Param);
    S.Effects.push_back(release(argument(A.Param)));
    S.Effects.back().From.Word = family(A.Word);
    return;
  case Kind::Holds:
    eraseReleases(S, A.Param);
    S.Effects.push_back(copy(plain(SlotKind::Unknown), argument(A.Param)));
    return;
  default:
    return;
  }
}

/// What an annotation says, which is a model; the first one that can be read.
std::optional<Summary> annotated(const ir::Symbol &F) {
  for (const ir::Attribute &A : F.Attributes) {
    Summary S;
    S.Known = true;
    if (A.Kind != Kind::Annotation || A.Param != 0 || readEffects(A.Word, S))
      continue;
    std::sort(S.Effects.begin(), S.Effects.end());
    return S;
  }
  return std::nullopt;
}

} // namespace

std::optional<Summary> summaryOfAttributes(const ir::Symbol &F, std::size_t Arguments,
                                           const Summary *Otherwise) {
  if (std::optional<Summary> Said = annotated(F))
    return Said;
  if (std::none_of(F.Attributes.begin(), F.Attributes.end(), speaksOfMemory))
    return std::nullopt;
  Summary S = Otherwise && Otherwise->Known ? *Otherwise : unknown(F, Arguments);
  if (Otherwise && !Otherwise->Known) // what it does know is not lost
    S.Effects.insert(S.Effects.end(), Otherwise->Effects.begin(), Otherwise->Effects.end());
  const Lane Bound = Otherwise && Otherwise->Known ? Lane::Assumed : Lane::Known;
  for (const ir::Attribute &A : F.Attributes)
    if (A.Kind == Kind::NoEscape) // first: what others promise of the same argument stays
      apply(F, A, Bound, S);
  for (const ir::Attribute &A : F.Attributes)
    if (A.Kind != Kind::NoEscape)
      apply(F, A, Bound, S);
  std::sort(S.Effects.begin(), S.Effects.end());
  S.Effects.erase(std::unique(S.Effects.begin(), S.Effects.end()), S.Effects.end());
  return S;
}

bool saysWhoReleases(const ir::Symbol &F) {
  return std::any_of(F.Attributes.begin(), F.Attributes.end(), [](const ir::Attribute &A) {
    return A.Kind == Kind::Takes || A.Kind == Kind::Holds || A.Kind == Kind::Acquires ||
           A.Kind == Kind::Releases ||
           (A.Kind == Kind::ReturnsOwned && !A.Word.empty() && A.Word != "retained");
  });
}

/// A handle is what the result is, or the argument, or what that points to; a lock is the object.
Summary handlesOfAttributes(const ir::Symbol &F) {
  Summary S;
  S.Known = true;
  for (const ir::Attribute &A : F.Attributes) {
    const bool IsLock = A.Word == "capability";
    Slot Fresh = plain(SlotKind::Fresh);
    Fresh.Word = IsLock ? "lock" : A.Word;
    if (A.Kind == Kind::Acquires)
      S.Effects.push_back(
          copy(A.Param == 0 ? plain(SlotKind::Result) : pointee(argument(A.Param)), Fresh));
    if (A.Kind == Kind::Releases) {
      S.Effects.push_back(release(IsLock ? pointee(argument(A.Param)) : argument(A.Param)));
      S.Effects.back().From.Word = Fresh.Word;
    }
  }
  std::sort(S.Effects.begin(), S.Effects.end());
  return S;
}

const Summary *AttributeModels::of(const ir::Symbol &F, std::size_t Arguments,
                                   const Summary *Otherwise) {
  if (F.Attributes.empty())
    return Otherwise;
  std::optional<Summary> Now = summaryOfAttributes(F, Arguments, Otherwise);
  if (!Now)
    return Otherwise;
  Summary &Kept = Made[{F, Arguments, Otherwise}];
  if (Kept != *Now) // who holds pointers to its effects keeps them
    Kept = *std::move(Now);
  return &Kept;
}

} // namespace memlint
