#include "checks/LayoutBlockers.h"

#include <algorithm>

namespace memlint {
namespace {

/// Each kind of OrderBlockerFact, and whether the order matters. tests/e2e/layering.py compares
/// this with the kinds that analysis/extract and LayoutFix write.
struct BlockerKind {
  std::string_view Name;
  bool OrderMatters;
};

constexpr BlockerKind Kinds[] = {
    // Another view of the object's bytes, or another place that knows where its fields stand.
    {"address", true},
    {"bit-cast", true},
    {"bytes", true},
    {"cast", true},
    {"member-pointer", true},
    {"offsetof", true},
    {"section", true},
    {"size-compared", true},
    {"static-assert", true},
    {"union", true},
    {"volatile", true},
    {"wire-format", true},
    // The order was chosen, is an interface, or has a meaning.
    {"bit-fields", true},
    {"comparison", true},
    {"generated", true},
    {"intended-layout", true},
    {"interface", true},
    {"public-header", true},
    {"reflection", true},
    // A person sees all that depends on the order, and can change it with the order.
    {"comment", false},
    {"conflicting-edits", false},
    {"declared-later", false},
    {"declared-together", false},
    {"destruction", false},
    {"emplace", false},
    {"initializer", false},
    {"macro", false},
    {"macro-in-body", false},
    {"mixed-list", false},
    {"parenthesised", false},
    {"partial-list", false},
    {"preprocessor", false},
    {"side-effects", false},
    {"template", false},
    {"variants", false},
};

std::string morePlaces(const BlockerGroup &G) {
  if (G.More == 0)
    return "";
  return " (and " + std::to_string(G.More) + (G.More == 1 ? " more place)" : " more places)");
}

} // namespace

bool orderMatters(std::string_view Kind) {
  const auto *Known = std::ranges::find(Kinds, Kind, &BlockerKind::Name);
  return Known == std::end(Kinds) || Known->OrderMatters;
}

std::vector<BlockerGroup> groupBlockers(std::span<const OrderBlockerFact> Blockers) {
  std::vector<BlockerGroup> Groups;
  for (const OrderBlockerFact &B : Blockers) {
    auto Same = std::ranges::find_if(Groups, [&](const BlockerGroup &G) {
      return G.First->Kind == B.Kind &&
             (G.First->Where.File == B.Where.File || G.First->Reason == B.Reason);
    });
    if (Same == Groups.end())
      Groups.push_back({&B, 0});
    else if (Same->First->Where != B.Where)
      ++Same->More;
  }
  return Groups;
}

std::string reasonText(const BlockerGroup &G) { return G.First->Reason + morePlaces(G); }

std::string blockerText(const Program &P, const BlockerGroup &G) {
  const OrderBlockerFact &B = *G.First;
  std::string Text = B.Kind + ": " + B.Reason;
  if (B.Where)
    Text += " at " + P.path(B.Where.File) + ":" + std::to_string(B.Where.Line);
  return Text + morePlaces(G);
}

} // namespace memlint
