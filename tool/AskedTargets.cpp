#include "tool/AskedTargets.h"

#include "analysis/extract/records/OtherTargets.h"
#include "checks/AllChecks.h"
#include "tool/TextOutput.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <set>

namespace memlint {
namespace {

/// The option's value; empty where the check is off.
std::string targetsOption(const Settings &S) {
  std::size_t Index = *findCheck("layout-padding");
  if (!S.Checks[Index].Enabled)
    return "";
  for (auto [Spec, Value] : llvm::zip_equal(allChecks()[Index]->Options, S.Checks[Index].Options))
    if (Spec.Name == "targets")
      return Value;
  return "";
}

} // namespace

std::vector<std::string> askedTargets(const Settings &S, llvm::raw_ostream &Warnings) {
  std::string Value = targetsOption(S);
  std::vector<std::string> Targets;
  std::set<llvm::StringRef> Seen;
  for (llvm::StringRef Triple : llvm::split(Value, ',')) {
    Triple = Triple.trim();
    if (Triple.empty() || !Seen.insert(Triple).second)
      continue;
    if (isKnownTarget(Triple))
      Targets.push_back(Triple.str());
    else
      Warnings << "memlint: warning: layout-padding.targets: Clang knows no target '"
               << plain(Triple) << "'\n";
  }
  return Targets;
}

} // namespace memlint
