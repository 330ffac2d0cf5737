#include "analysis/solve/ResourceFunction.h"

#include "analysis/ir/EachOp.h"
#include "analysis/ir/PlainValues.h"
#include "analysis/solve/DirectCalls.h"
#include "analysis/solve/KeptAddresses.h"
#include "analysis/solve/SlotPath.h"

#include <algorithm>

namespace memlint {
namespace {

bool comparesAddress(const ir::Condition &C) {
  return C.Left.Kind == ir::ValueKind::Address || C.Right.Kind == ir::ValueKind::Address;
}

/// What the compiler adds, and constants that only compilers ask for.
bool isNoWork(const ir::Op &Op) {
  if (Op.Kind == ir::OpKind::Copy)
    return static_cast<ir::CopyReason>(Op.Detail) == ir::CopyReason::Return &&
           numberOf(Op.Values[0]);
  return Op.Kind == ir::OpKind::End ||
         (Op.Kind == ir::OpKind::Call && Op.Detail & ir::ImplicitCall);
}

std::optional<ir::Function> writtenAnew(const ir::Function &Of, const Callees &Known,
                                        LocalAliases &Were) {
  std::optional<ir::Function> Own = withoutAliases(Of, Were);
  std::optional<ir::Function> Direct = withDirectCalls(Own ? *Own : Of, Known);
  return Direct ? std::move(Direct) : std::move(Own);
}

} // namespace

ResourceFunction::ResourceFunction(const ir::Function &Of, const Callees &Known,
                                   const MemoryUses &Uses, const GivenNumbers &Given)
    : Own(writtenAnew(Of, Known, Aliases)), F(Own ? *Own : Of), Walk(F, Known),
      Loops(ir::loopsOf(F)), In(F,
                                [&](const ir::Op &Op) {
                                  const MemoryUse *Use = Uses.of(F, Op);
                                  return Use && Use->onlyReads();
                                }),
      Asked(In, Known, Uses), Uses(Uses), Numbers(Given), Exposed(F.Variables.size()),
      Assigned(F.Variables.size()),
      ComparesAddresses(std::any_of(F.Conditions.begin(), F.Conditions.end(), comparesAddress)) {
  readMentioned();
  readExposed(Known);
  readRepeated();
  Start = factsOf(Given.of(F));
}

std::vector<ValueFacts> ResourceFunction::starts() {
  std::vector<ValueFacts> All;
  for (const std::vector<Range> &Each : Numbers.eachOf(F))
    if (ValueFacts Facts = factsOf(Each); std::find(All.begin(), All.end(), Facts) == All.end())
      All.push_back(std::move(Facts));
  return All.size() < 2 ? std::vector<ValueFacts>() : All;
}

/// What parameters hold that are given that, by their order.
ValueFacts ResourceFunction::factsOf(const std::vector<Range> &Given) {
  ValueFacts All;
  for (std::uint32_t V = 0; V < Given.size() && V < F.Variables.size(); ++V)
    if (isGiven(F.Variables[V]) && !Given[V].isAll())
      All.limit(In, In.of(ir::Path{ir::BaseKind::Variable, V, {}}), Given[V]);
  return All;
}

/// Whether anything mentions the variable that the operation writes, or a part of it.
bool ResourceFunction::isUsed(std::uint32_t To) const {
  if (!To || F.Paths[To - 1].Base != ir::BaseKind::Variable)
    return false;
  const std::uint32_t Variable = F.Paths[To - 1].Index;
  return Mentioned[0][Variable / 64] >> Variable % 64 & 1;
}

void ResourceFunction::readExposed(const Callees &Known) {
  for (const ir::Block &B : F.Blocks)
    for (const ir::Op &Op : B.Ops) {
      if (Op.To && Op.Kind != ir::OpKind::Begin && Op.Kind != ir::OpKind::End)
        if (const std::optional<std::uint32_t> V = plainVariable(F.Paths[Op.To - 1]))
          Assigned[*V] = true;
      for (std::size_t I = 0; I < Op.Values.size(); ++I) {
        const ir::Value &V = Op.Values[I];
        if (V.Kind != ir::ValueKind::Address || Op.Kind == ir::OpKind::Delete)
          continue;
        const ir::Path &P = F.Paths[V.Index];
        if (P.Base == ir::BaseKind::Variable && !hasDeref(P.Steps) && !Exposed[P.Index])
          Exposed[P.Index] =
              Op.Kind != ir::OpKind::Call || keepsAddress(F, Op, I, Known, isUsed(Op.To));
      }
    }
}

/// The opaque values come behind the variables.
std::optional<std::size_t> ResourceFunction::mentionOf(const ir::Value &V) const {
  if (V.Kind == ir::ValueKind::Opaque)
    return Opaques.at(V.Index);
  return variableIn(F, V);
}

/// By variables: what is known of one that nothing mentions any more is not needed.
void ResourceFunction::readMentioned() {
  auto ForEachValue = [](const ir::Function &F, const ir::Block &B, auto &&Do) {
    for (const ir::Op &Op : B.Ops)
      for (const ir::Value &V : Op.Values)
        Do(V);
    for (const ir::Edge &E : B.Edges)
      if (E.Condition) {
        Do(F.Conditions[E.Condition - 1].Left);
        Do(F.Conditions[E.Condition - 1].Right);
      }
  };
  for (const ir::Block &B : F.Blocks)
    ForEachValue(F, B, [&](const ir::Value &V) {
      if (V.Kind == ir::ValueKind::Opaque)
        Opaques.try_emplace(V.Index, F.Variables.size() + Opaques.size());
    });
  const std::size_t Words = (F.Variables.size() + Opaques.size() + 63) / 64;
  Mentioned.assign(F.Blocks.size(), std::vector<std::uint64_t>(Words));
  for (std::size_t I = 0; I < F.Blocks.size(); ++I)
    ForEachValue(F, F.Blocks[I], [&](const ir::Value &V) {
      if (const std::optional<std::size_t> Bit = mentionOf(V))
        Mentioned[I][*Bit / 64] |= std::uint64_t{1} << *Bit % 64;
    });
  for (bool More = true; More;) {
    More = false;
    for (std::size_t I = F.Blocks.size(); I-- != 0;)
      for (const ir::Edge &E : F.Blocks[I].Edges)
        for (std::size_t W = 0; W < Words; ++W) {
          const std::uint64_t Both = Mentioned[I][W] | Mentioned[E.Target][W];
          More |= Both != Mentioned[I][W];
          Mentioned[I][W] = Both;
        }
  }
}

bool ResourceFunction::buildsObject() const {
  auto Builds = [&](const ir::Op &Op) {
    return Op.Kind == ir::OpKind::Call && Op.Callee &&
           F.Symbols[Op.Callee - 1].Flags & ir::Constructor && !Op.Values.empty() &&
           plainVariable(F, Op.Values[0]) == 0;
  };
  return F.Symbols[0].Flags & ir::Constructor && !ir::anyOp(F, Builds);
}

std::optional<OpPlace> ResourceFunction::askedAtOnce(Term T, std::uint32_t Block) const {
  if (T.IsOpaque)
    return std::nullopt;
  const std::vector<ir::Op> &Ops = F.Blocks[Block].Ops;
  for (std::uint32_t I = Ops.size(); I-- != 0;) {
    const ir::Op &Op = Ops[I];
    if (!Op.To || Op.Kind == ir::OpKind::End || F.Paths[Op.To - 1] != In.path(T)) {
      if (Op.Kind == ir::OpKind::Call && !(Op.Detail & ir::ImplicitCall))
        return std::nullopt;
      continue;
    }
    int Times = 0;
    ir::forEachOp(F, [&](const ir::Op &Other) {
      Times += Other.Kind == ir::OpKind::Call && Other.Callee == Op.Callee;
    });
    // What is decided just before may be about the resource: `unlikely(!p)`.
    const bool IsDecided = std::any_of(Op.Values.begin(), Op.Values.end(), [&](const ir::Value &V) {
      const auto Given = plainVariable(F, V);
      return Given && F.Variables[*Given].Kind == ir::VariableKind::Temporary;
    });
    const bool IsOnly = Op.Kind == ir::OpKind::Call && Op.Callee && Times == 1 && !IsDecided;
    return IsOnly ? std::optional(OpPlace{Block, I}) : std::nullopt;
  }
  return std::nullopt;
}

bool ResourceFunction::isLastOnItsWay(OpPlace Call) const {
  const ir::Block &B = F.Blocks[Call.Block];
  const auto From = B.Ops.begin() + Call.Op;
  return !From->To && B.Edges.size() <= 1 && std::all_of(From + 1, B.Ops.end(), isNoWork);
}

bool ResourceFunction::isDead(Term T, std::uint32_t Block) const {
  auto IsMentioned = [&](std::size_t Bit) { return Mentioned[Block][Bit / 64] >> Bit % 64 & 1; };
  if (T.IsOpaque) {
    const auto At = Opaques.find(T.Index);
    return At != Opaques.end() && !IsMentioned(At->second);
  }
  const ir::Path &P = In.path(T);
  return P.Base == ir::BaseKind::Variable && !IsMentioned(P.Index) && !In.isGivenMemory(P);
}

bool ResourceFunction::beginsLoop(std::uint32_t Block) const {
  const std::uint32_t Inner = Loops.Innermost[Block];
  return Inner != 0 && Loops.All[Inner - 1].Head == Block;
}

bool ResourceFunction::isAnyElement(Term T) const { return !T.IsOpaque && isWeak(In.path(T)); }

/// Functions that only read, asked more than once with the same arguments.
void ResourceFunction::readRepeated() {
  std::map<std::pair<std::uint32_t, std::vector<ir::Value>>, int> Times;
  for (const ir::Block &B : F.Blocks)
    for (const ir::Op &Op : B.Ops)
      if (const MemoryUse *Use = Op.Kind == ir::OpKind::Call && Op.To ? Uses.of(F, Op) : nullptr)
        if (Use->onlyReads() && ++Times[{Op.Callee, Op.Values}] == 2)
          RepeatedCalls[{Op.Callee, Op.Values}] = {In.add(), Op.Values, Use};
}

std::optional<Term> ResourceFunction::repeated(const ir::Op &Call) const {
  const auto At = RepeatedCalls.find({Call.Callee, Call.Values});
  return At == RepeatedCalls.end() ? std::nullopt : std::optional(At->second.Value);
}

void ResourceFunction::forget(ValueFacts &Facts, const ir::Path &Written) const {
  Facts.forget(In, Written);
  Asked.forget(Facts, Written);
  if (RepeatedCalls.empty())
    return;
  const NameSet Names = Uses.written(F, Written);
  auto Reads = [&](const ir::Value &V) {
    return hasPath(V) &&
           (isPrefix(Written, F.Paths[V.Index]) ||
            (V.Kind == ir::ValueKind::Address && isPrefix(F.Paths[V.Index], Written)));
  };
  Facts.forget([&](Term T) {
    return T.IsOpaque && std::any_of(RepeatedCalls.begin(), RepeatedCalls.end(), [&](auto &Each) {
             const Repeated &R = Each.second;
             return R.Value == T && (R.Uses->Reads.meets(Names) ||
                                     std::any_of(R.Arguments.begin(), R.Arguments.end(), Reads));
           });
  });
}

void ResourceFunction::forgetAfter(ValueFacts &Facts, const ir::Op &Call) const {
  Asked.forgetAfter(Facts, Call);
  const MemoryUse *Use = Uses.of(F, Call);
  for (const ir::Value &V : Call.Values)
    if (V.Kind == ir::ValueKind::Address && !(Use && Use->IsWhole && !Use->WritesUnnamed))
      Facts.forget(In, F.Paths[V.Index]);
    else if (V.Kind == ir::ValueKind::Address)
      Facts.forget([&](Term T) {
        return !T.IsOpaque && isPrefix(F.Paths[V.Index], In.path(T)) &&
               Uses.mayChangeGiven(In, In.path(T), Use->Writes);
      });
  if (!Use || Use->Writes.empty())
    return;
  Facts.forget([&](Term T) {
    if (!T.IsOpaque)
      return Uses.mayChange(In, In.path(T), Use->Writes);
    return std::any_of(RepeatedCalls.begin(), RepeatedCalls.end(), [&](auto &Each) {
      return Each.second.Value == T && Each.second.Uses->Reads.meets(Use->Writes);
    });
  });
}

bool ResourceFunction::mayWrite(const ir::Op &Call, const ir::Path &P) const {
  const MemoryUse *Use = Uses.of(F, Call);
  return Use && (Use->WritesUnnamed || Uses.mayChange(In, P, Use->Writes));
}

Storage ResourceFunction::storage(const ir::Path &P) const {
  if (P.Base == ir::BaseKind::Result)
    return P.Steps.empty() ? Storage::Visible : Storage::Elsewhere;
  if (P.Base != ir::BaseKind::Variable || isWeak(P))
    return Storage::Elsewhere;
  const ir::Variable &V = F.Variables[P.Index];
  const bool Through = !P.Steps.empty() && P.Steps[0].Kind == ir::StepKind::Deref;
  const bool Deeper =
      std::any_of(P.Steps.begin() + (Through ? 1 : 0), P.Steps.end(), [&](const ir::Step &S) {
        return S.Kind == ir::StepKind::Deref || (S.Kind == ir::StepKind::Element && Through);
      });
  if (V.Kind == ir::VariableKind::Static || Deeper)
    return Storage::Elsewhere;
  if (!Through)
    return Exposed[P.Index] ? Storage::Elsewhere : Storage::Local;
  return isGiven(V) && !Assigned[P.Index] ? Storage::Visible : Storage::Elsewhere;
}

bool ResourceFunction::isConstant(const ir::Path &P) const {
  const ir::Variable &V = F.Variables[P.Index];
  return isGiven(V) && !Assigned[P.Index] && !Exposed[P.Index];
}

bool ResourceFunction::comparesGiven() {
  for (std::uint32_t V = 0; V < F.Variables.size(); ++V)
    if (const ir::Path P{ir::BaseKind::Variable, V, {}}; isConstant(P) && In.isCompared(In.of(P)))
      return true;
  return false;
}

} // namespace memlint
