#include "analysis/solve/GivenNumbers.h"

#include "analysis/ir/EachOp.h"
#include "analysis/ir/PlainValues.h"

#include <algorithm>

namespace memlint {

GivenNumbers::GivenNumbers(std::span<const ir::Function> Functions) {
  for (const ir::Function &F : Functions)
    ByUsr.try_emplace(F.Symbols[0].Usr);
  for (const ir::Function &F : Functions) {
    HasMain |= (F.Flags & ir::MainFunction) != 0;
    ir::forEachOp(F, [&](const ir::Op &Op) {
      for (const ir::Value &V : Op.Values)
        if (V.Kind == ir::ValueKind::Function)
          if (const auto At = ByUsr.find(F.Symbols[V.Index].Usr); At != ByUsr.end())
            At->second.IsOpen = true;
      if (Op.Kind == ir::OpKind::Call && Op.Callee)
        readCall(F, Op);
    });
  }
}

void GivenNumbers::readCall(const ir::Function &F, const ir::Op &Call) {
  const auto At = ByUsr.find(F.Symbols[Call.Callee - 1].Usr);
  if (At == ByUsr.end())
    return;
  std::vector<Range> &Given = At->second.Given;
  if (Given.empty())
    Given.assign(Call.Values.size(), Range::between(1, 0));
  if (Given.size() != Call.Values.size()) // one of them has others
    At->second.IsOpen = true;
  for (std::size_t I = 0; I < std::min(Given.size(), Call.Values.size()); ++I) {
    const std::optional<std::int64_t> Number = numberOf(Call.Values[I]);
    Given[I] = Number ? Given[I].join(Range::only(*Number)) : Range{};
  }
}

std::vector<Range> GivenNumbers::of(const ir::Function &F) const {
  const ir::Symbol &S = F.Symbols[0];
  const auto At = ByUsr.find(S.Usr);
  const bool AreAll = S.Flags & ir::InternalLinkage || HasMain;
  if (At == ByUsr.end() || At->second.IsOpen || !AreAll ||
      S.Flags & (ir::VirtualMethod | ir::Variadic) || F.Flags & ir::MainFunction)
    return {};
  const std::vector<Range> &Given = At->second.Given;
  const bool Tells =
      std::any_of(Given.begin(), Given.end(), [](const Range &R) { return !R.isAll(); });
  return Tells ? Given : std::vector<Range>();
}

} // namespace memlint
