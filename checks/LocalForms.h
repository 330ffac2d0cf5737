// The fixes that write a local variable in another way, by the place that a finding speaks of.
#ifndef MEMLINT_CHECKS_LOCALFORMS_H
#define MEMLINT_CHECKS_LOCALFORMS_H

#include "analysis/link/Program.h"
#include "analysis/model/Finding.h"

#include <algorithm>
#include <tuple>
#include <vector>

namespace memlint {

/// Of the fact whose place begins where `Where` does: one fix, or none.
inline std::vector<Fix> formsAt(const Program &P, const Span &Where) {
  auto Begin = [](const Span &At) { return std::tie(At.File, At.Line, At.Column); };
  const auto Form = std::ranges::lower_bound(
      P.LocalForms, Begin(Where), {}, [&](const LocalFormFact &F) { return Begin(F.Where); });
  if (Form == P.LocalForms.end() || Begin(Form->Where) != Begin(Where))
    return {};
  return {{Form->Fix.Description, Form->Fix.Edits, {}}};
}

} // namespace memlint

#endif // MEMLINT_CHECKS_LOCALFORMS_H
