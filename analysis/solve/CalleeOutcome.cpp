#include "analysis/solve/CalleeOutcome.h"

#include <algorithm>
#include <set>

namespace memlint {
namespace {

bool isSteps(const std::vector<SlotStep> &Whole, const std::vector<SlotStep> &Part) {
  if (!Whole.empty() && Whole.back().Kind == ir::StepKind::Below) // anything from here on
    return Whole.size() <= Part.size() + 1 &&
           std::equal(Whole.begin(), Whole.end() - 1, Part.begin());
  return Whole.size() <= Part.size() && std::equal(Whole.begin(), Whole.end(), Part.begin());
}

/// Whether the effect's place is the slot's, or leads to it.
bool leadsTo(const Slot &Place, const Slot &Of) {
  return Place.Kind == Of.Kind && Place.Index == Of.Index && isSteps(Place.Steps, Of.Steps);
}

bool isPlace(const Slot &Place, const Slot &Of) {
  return leadsTo(Place, Of) && Place.Steps.size() == Of.Steps.size() && !Place.Address;
}

CaseGuards guardsOf(const std::optional<Guard> &Success, bool Succeeds) {
  if (!Success)
    return {};
  return {{Success->Subject,
           Range::of(Success->Compare, Success->Holds == Succeeds, Success->Number.value_or(0))}};
}

/// What the callee makes; empty: nothing, or more than one thing.
std::string familyMade(const Summary &What) {
  std::set<std::string> All;
  for (const Effect &E : What.Effects)
    if (E.Kind == EffectKind::Copy && E.From.Kind == SlotKind::Fresh)
      All.insert(E.From.Word);
  return All.size() == 1 ? *All.begin() : "";
}

/// Whether an owner has the place, or it is any of several.
bool hasOwner(const Slot &S) {
  return std::any_of(S.Steps.begin(), S.Steps.end(), [](const SlotStep &Step) {
    const bool IsAny = Step.Kind == ir::StepKind::Element && Step.Name.empty();
    const bool IsOwner = Step.Kind == ir::StepKind::Field && Step.Name == "own";
    return IsAny || IsOwner || Step.Kind == ir::StepKind::Below;
  });
}

} // namespace

ResourceForm formOf(std::string_view HandleFamily) {
  return HandleFamily == "fd"     ? ResourceForm::Descriptor
         : HandleFamily == "lock" ? ResourceForm::Lock
                                  : ResourceForm::Other;
}

bool isLocking(const Model &M) {
  return std::any_of(M.Handles.Effects.begin(), M.Handles.Effects.end(),
                     [](const Effect &E) { return formOf(E.From.Word) == ResourceForm::Lock; });
}

bool fits(std::string_view Acquired, std::string_view Released) {
  auto Any = [](std::string_view F) { return F.empty() || F == "any"; };
  return Any(Acquired) || Any(Released) || Acquired == Released;
}

std::optional<std::vector<Outcome>> outcomesOf(const Summary &What,
                                               const std::optional<Guard> &Success, const Slot &Of,
                                               bool HasResult) {
  if (!What.Known)
    return std::nullopt;
  Outcome Then;
  bool Renewed = false;
  for (const Effect &E : What.Effects) {
    if (!HasResult && E.Kind == EffectKind::Copy && E.To.Kind == SlotKind::Result)
      continue;
    if (E.Kind == EffectKind::Copy && leadsTo(E.To, Of)) {
      if (E.Sure != Lane::Known || !isPlace(E.To, Of))
        return std::nullopt;
      Then.Forgets = LossKind::Overwritten;
    }
    if (!leadsTo(E.From, Of))
      continue;
    const bool Itself = isPlace(E.From, Of);
    switch (E.Kind) {
    case EffectKind::Release:
    case EffectKind::Renew:
      if (E.Sure != Lane::Known || (!Itself && E.Kind == EffectKind::Renew))
        return std::nullopt;
      if (!Itself) {
        Then.Forgets = LossKind::HolderEnd;
        break;
      }
      Then.As = Outcome::End::Released;
      Then.Family = E.From.Word;
      if (E.Kind == EffectKind::Renew) {
        Renewed = true;
        Then.Family = familyMade(What);
      }
      break;
    case EffectKind::Copy:
      if (!Itself || E.Sure != Lane::Known)
        return std::nullopt;
      Then.Also.push_back(E.To);
      break;
    case EffectKind::Invoke:
      break;
    default:
      return std::nullopt;
    }
  }
  if (Renewed && !Success) // memory of a container, which grows
    return std::nullopt;
  const bool Released = Then.As == Outcome::End::Released;
  if (!Released)
    return std::vector{Then};
  Then.Also.clear();
  Then.If = guardsOf(Success, true);
  std::vector<Outcome> All{Then};
  if (Success)
    All.emplace_back().If = guardsOf(Success, false); // kept
  return All;
}

std::vector<Made> madeBy(const Summary &What, const std::optional<Guard> &Success) {
  std::vector<Made> All;
  for (const Effect &E : What.Effects)
    if (E.Kind == EffectKind::Copy && E.From.Kind == SlotKind::Fresh && E.Sure == Lane::Known &&
        (E.To.Kind == SlotKind::Result || E.To.Kind == SlotKind::Argument) && !hasOwner(E.To))
      All.push_back({E.To, E.From.Word, guardsOf(Success, true),
                     Success ? std::optional(guardsOf(Success, false)) : std::nullopt});
  return All;
}

} // namespace memlint
