#include "checks/WasteFinding.h"

namespace memlint {

Finding findingOf(const WasteFact &Waste,
                  std::initializer_list<std::pair<std::string_view, std::string_view>> TextOfRole) {
  Finding F;
  F.Where = Waste.Where;
  F.Subject = Waste.Function + ": " + Waste.Subject;
  for (const WastePlace &Place : Waste.Places)
    for (auto [Role, Text] : TextOfRole)
      if (Place.Role == Role)
        F.Steps.push_back({Place.Where, std::string(Text)});
  for (const ProposedFix &Fix : Waste.Fixes)
    F.Fixes.push_back({Fix.Description, Fix.Edits, {}});
  F.Props = {{"container", Waste.Subject}, {"containerType", Waste.Type}};
  return F;
}

} // namespace memlint
