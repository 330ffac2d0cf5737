#include "analysis/solve/ExitCases.h"

#include "analysis/solve/SlotPath.h"

#include <algorithm>
#include <tuple>

namespace memlint {

CaseGuards guardsAt(const ResourceFunction &In, const Flow &Exit) {
  CaseGuards All;
  for (const auto &[T, Of] : Exit.Facts.ranges()) {
    if (T.IsOpaque)
      continue;
    const ir::Path &P = In.In.path(T);
    const bool Given = P.Base == ir::BaseKind::Variable && P.Steps.empty() && In.isConstant(P);
    if (!Given && In.storage(P) != Storage::Visible)
      continue;
    if (const std::optional<Slot> S = slotOf(In.In, P))
      All.push_back({*S, Of});
  }
  std::sort(All.begin(), All.end());
  return All;
}

CaseGuards inEither(const CaseGuards &A, const CaseGuards &B) {
  CaseGuards All;
  for (const CaseGuard &One : A)
    for (const CaseGuard &Other : B)
      if (One.Subject == Other.Subject)
        if (Range Of = One.Of.join(Other.Of); !Of.isAll())
          All.push_back({One.Subject, std::move(Of)});
  return All;
}

bool areApart(const CaseGuards &A, const CaseGuards &B) {
  return std::any_of(A.begin(), A.end(), [&](const CaseGuard &One) {
    return std::any_of(B.begin(), B.end(), [&](const CaseGuard &Other) {
      return One.Subject == Other.Subject && One.Of.meet(Other.Of).isEmpty();
    });
  });
}

void makeUnique(std::vector<Outcome> &All) {
  std::sort(All.begin(), All.end());
  All.erase(std::unique(All.begin(), All.end()), All.end());
}

Outcome outcomeAt(const ResourceFunction &In, const Flow &Exit, const ir::Path &Given) {
  Outcome O;
  O.As = Exit.State == Holding::Released  ? Outcome::End::Released
         : Exit.State == Holding::Escaped ? Outcome::End::Escaped
                                          : Outcome::End::Kept;
  O.If = guardsAt(In, Exit);
  bool Keeps = Given.Steps.empty();
  for (const ir::Path &Each : Exit.Names) {
    Keeps |= Each == Given;
    if (O.As == Outcome::End::Kept && Each != Given && In.storage(Each) == Storage::Visible)
      if (const std::optional<Slot> S = slotOf(In.In, Each))
        O.Also.push_back(*S);
  }
  if (O.As != Outcome::End::Escaped && !Keeps)
    O.Forgets = Exit.How ? Exit.How->Kind : LossKind::Overwritten;
  if (O.As == Outcome::End::Released)
    std::tie(O.Family, O.Sure, O.OfAny) =
        std::tie(Exit.Ended->Family, Exit.Ended->Sure, Exit.Ended->OfAny);
  return O;
}

} // namespace memlint
