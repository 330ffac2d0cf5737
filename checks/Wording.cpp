#include "checks/Wording.h"

#include <algorithm>

namespace memlint {

std::string quoted(const std::string &Name) {
  return "'" + (Name.empty() ? std::string("(unnamed)") : Name) + "'";
}

std::string shortName(const std::string &Qualified) {
  const std::size_t Arguments = Qualified.find('<'), Colons = Qualified.rfind("::", Arguments);
  return Colons == std::string::npos ? Qualified : Qualified.substr(Colons + 2);
}

std::string bytes(std::uint64_t Count) {
  return std::to_string(Count) + (Count == 1 ? " byte" : " bytes");
}

std::string listed(const std::vector<std::string> &Names) {
  std::size_t Said = Names.size() > 4 ? 3 : Names.size();
  std::string Text;
  for (std::size_t I = 0; I < Said; ++I)
    Text += (I == 0                                  ? ""
             : I + 1 == Said && Said == Names.size() ? " and "
                                                     : ", ") +
            quoted(Names[I]);
  if (Said < Names.size())
    Text += " and " + std::to_string(Names.size() - Said) + " others";
  return Text;
}

std::string listed(std::span<const TraitFieldFact> Fields) {
  std::vector<std::string> Names;
  Names.reserve(Fields.size());
  for (const TraitFieldFact &Field : Fields)
    Names.push_back(Field.Name);
  return listed(Names);
}

Finding findingOf(const LayoutTraitFact &Trait) {
  Finding F;
  F.Where = Trait.Where;
  F.Subject = Trait.Name;
  F.Props = {{"record", Trait.Name}, {"size", Trait.Size}};
  if (Trait.Smaller != 0) {
    F.Props.push_back({"smallerSize", Trait.Smaller});
    F.Props.push_back({"savedBytes", Trait.Size - std::min(Trait.Size, Trait.Smaller)});
  }
  if (!Trait.Fields.empty()) {
    std::vector<std::string> Names;
    Names.reserve(Trait.Fields.size());
    for (const TraitFieldFact &Field : Trait.Fields)
      Names.push_back(Field.Name);
    F.Props.push_back({"fields", std::move(Names)});
  }
  return F;
}

} // namespace memlint
