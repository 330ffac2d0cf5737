#include "analysis/solve/DirectCalls.h"

#include "analysis/ir/EachOp.h"
#include "analysis/ir/PlainValues.h"
#include "analysis/solve/SlotPath.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace memlint {
namespace {

/// Variables that a value is followed through.
constexpr std::size_t MostDeep = 8;

/// All that a pointer ever holds, null aside: one function, or objects of one class.
struct OnlyOne {
  const ir::Symbol *Function = nullptr;
  const ir::Type *Class = nullptr;

  bool operator==(const OnlyOne &) const = default;
};

bool isVirtual(const ir::Function &F, const ir::Op &Op) {
  return Op.Kind == ir::OpKind::Call && Op.Callee && !Op.Values.empty() &&
         mayRunOverrider(Op, F.Symbols[Op.Callee - 1]);
}

class TargetReader {
public:
  TargetReader(const ir::Function &F, const Callees &Known)
      : F(F), Known(Known), Written(F.Variables.size()), Open(F.Variables.size()) {
    ir::forEachOp(F, [this](const ir::Op &Op) { read(Op); });
  }

  /// The function that the call runs; null: nobody knows it.
  const ir::Symbol *target(const ir::Op &Op) const {
    if (isIndirect(Op)) {
      const OnlyOne Is = only(Op.Values[0]).value_or(OnlyOne());
      return Is.Function && !(Is.Function->Flags & ir::HasThis) ? Is.Function : nullptr;
    }
    if (!isVirtual(F, Op))
      return nullptr;
    const OnlyOne Is = only(Op.Values[0]).value_or(OnlyOne());
    return Is.Class ? Known.methodOf(*Is.Class, F.Symbols[Op.Callee - 1]) : nullptr;
  }

private:
  void read(const ir::Op &Op) {
    for (const ir::Value &V : Op.Values)
      if (V.Kind == ir::ValueKind::Address)
        if (const auto Whole = plainVariable(F.Paths[V.Index]))
          Open[*Whole] = true;
    if (!Op.To || Op.Kind == ir::OpKind::Begin || Op.Kind == ir::OpKind::End)
      return;
    if (const auto Whole = plainVariable(F.Paths[Op.To - 1]))
      Written[*Whole].push_back(Op.Kind == ir::OpKind::Copy ? &Op.Values[0] : nullptr);
  }

  std::optional<OnlyOne> only(const ir::Value &V, std::size_t Deep = 0) const {
    switch (V.Kind) {
    case ir::ValueKind::Function:
      return OnlyOne{&F.Symbols[V.Index], nullptr};
    case ir::ValueKind::Site:
      if (F.Sites[V.Index].Form != ir::SiteForm::New)
        return std::nullopt;
      return OnlyOne{nullptr, &F.Types[F.Sites[V.Index].Type]};
    case ir::ValueKind::Address:
      return ofObject(F.Paths[V.Index]);
    case ir::ValueKind::Held:
      return ofPlace(F.Paths[V.Index], Deep);
    default:
      return std::nullopt;
    }
  }

  /// A local object is of the class that it was declared with.
  std::optional<OnlyOne> ofObject(const ir::Path &P) const {
    const auto Whole = plainVariable(P);
    if (!Whole || isGiven(F.Variables[*Whole]))
      return std::nullopt;
    const ir::Type &Is = F.Types[F.Variables[*Whole].Type];
    return Is.Flags & ir::RecordType ? std::optional(OnlyOne{nullptr, &Is}) : std::nullopt;
  }

  std::optional<OnlyOne> ofPlace(const ir::Path &P, std::size_t Deep) const {
    if (P.Base == ir::BaseKind::Global) {
      const auto Held = Known.heldBy(globalCell(F, P));
      return Held.size() == 1 ? std::optional(OnlyOne{Held[0], nullptr}) : std::nullopt;
    }
    const auto Whole = plainVariable(P);
    if (!Whole || Open[*Whole] || isGiven(F.Variables[*Whole]) || Deep == MostDeep ||
        F.Variables[*Whole].Kind == ir::VariableKind::Static)
      return std::nullopt;
    std::optional<OnlyOne> All;
    for (const ir::Value *From : Written[*Whole]) {
      if (From && From->Kind == ir::ValueKind::Null)
        continue;
      const auto One = From ? only(*From, Deep + 1) : std::nullopt;
      if (!One || (All && All != One))
        return std::nullopt;
      All = One;
    }
    return All;
  }

  const ir::Function &F;
  const Callees &Known;
  std::vector<std::vector<const ir::Value *>> Written; // by variables; null: by no copy
  std::vector<bool> Open;                              // by variables: whose addresses are taken
};

std::uint32_t symbolIn(ir::Function &F, const ir::Symbol &S) {
  const auto At = std::find(F.Symbols.begin(), F.Symbols.end(), S);
  const auto Index = static_cast<std::uint32_t>(At - F.Symbols.begin());
  if (At == F.Symbols.end())
    F.Symbols.push_back(S);
  return Index;
}

} // namespace

std::optional<ir::Function> withDirectCalls(const ir::Function &F, const Callees &Known) {
  bool Any = false;
  ir::forEachOp(F, [&](const ir::Op &Op) { Any |= isIndirect(Op) || isVirtual(F, Op); });
  if (!Any)
    return std::nullopt;
  const TargetReader Targets(F, Known);
  std::optional<ir::Function> Now;
  ir::forEachOp(F, [&](std::uint32_t Block, std::uint32_t Index, const ir::Op &Op) {
    const ir::Symbol *Target = Targets.target(Op);
    if (!Target)
      return;
    if (!Now)
      Now = F;
    ir::Op &Direct = Now->Blocks[Block].Ops[Index];
    if (Direct.Detail & ir::ThroughValue)
      Direct.Values.erase(Direct.Values.begin());
    Direct.Detail &= ~static_cast<std::uint32_t>(ir::ThroughValue | ir::VirtualCall);
    Direct.Callee = symbolIn(*Now, *Target) + 1;
  });
  return Now;
}

} // namespace memlint
