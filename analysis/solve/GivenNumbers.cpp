#include "analysis/solve/GivenNumbers.h"

#include "analysis/ir/EachOp.h"
#include "analysis/ir/PlainValues.h"

#include <algorithm>

namespace memlint {
namespace {

/// Calls that give other numbers than others, as far as they are told apart.
constexpr std::size_t MaxDifferent = 16;

} // namespace

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
  Calls &All = At->second;
  if (All.Joined.empty())
    All.Joined.assign(Call.Values.size(), Range::between(1, 0));
  if (All.Joined.size() != Call.Values.size()) // one of them has others
    All.IsOpen = true;
  std::vector<std::optional<std::int64_t>> Given;
  for (const ir::Value &V : Call.Values)
    Given.push_back(numberOf(V));
  for (std::size_t I = 0; I < std::min(All.Joined.size(), Given.size()); ++I)
    All.Joined[I] = Given[I] ? All.Joined[I].join(Range::only(*Given[I])) : Range{};
  All.TooMany |= All.Given.size() >= MaxDifferent;
  if (!All.TooMany)
    All.Given.insert(std::move(Given));
}

const GivenNumbers::Calls *GivenNumbers::allOf(const ir::Function &F) const {
  const ir::Symbol &S = F.Symbols[0];
  const auto At = ByUsr.find(S.Usr);
  const bool AreAll = S.Flags & ir::InternalLinkage || HasMain;
  return At == ByUsr.end() || At->second.IsOpen || !AreAll ||
                 S.Flags & (ir::VirtualMethod | ir::Variadic) || F.Flags & ir::MainFunction
             ? nullptr
             : &At->second;
}

std::vector<Range> GivenNumbers::of(const ir::Function &F) const {
  const Calls *All = allOf(F);
  const bool Tells = All && std::any_of(All->Joined.begin(), All->Joined.end(),
                                        [](const Range &R) { return !R.isAll(); });
  return Tells ? All->Joined : std::vector<Range>();
}

std::vector<std::vector<Range>> GivenNumbers::eachOf(const ir::Function &F) const {
  const Calls *All = allOf(F);
  if (!All || All->TooMany || All->Given.size() < 2)
    return {};
  std::vector<std::vector<Range>> Each;
  for (const std::vector<std::optional<std::int64_t>> &Given : All->Given) {
    Each.emplace_back();
    for (const std::optional<std::int64_t> &Number : Given)
      Each.back().push_back(Number ? Range::only(*Number) : Range());
  }
  return Each;
}

} // namespace memlint
