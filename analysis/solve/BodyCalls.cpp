#include "analysis/solve/BodyCalls.h"

#include "analysis/ir/PlainValues.h"

namespace memlint {

BodyCalls::BodyCalls(std::span<const ir::Function> Functions)
    : Functions(Functions), Calls(Functions.size()), Callers(Functions.size()) {
  for (std::size_t I = 0; I < Functions.size(); ++I) {
    ByUsr[Functions[I].Symbols[0].Usr].push_back(I);
    for (const std::string &Usr : Functions[I].Overrides)
      Overriders[Usr].push_back(I);
  }
  for (std::size_t I = 0; I < Functions.size(); ++I)
    for (const ir::Block &B : Functions[I].Blocks)
      readCalls(I, B.Ops);
}

const std::vector<std::size_t> &BodyCalls::bodies(std::string_view Usr) const {
  static const std::vector<std::size_t> None;
  const auto At = ByUsr.find(Usr);
  return At == ByUsr.end() ? None : At->second;
}

void BodyCalls::add(std::size_t Caller, std::string_view Usr) {
  for (const std::size_t Body : bodies(Usr)) {
    Calls[Caller].insert(Body);
    Callers[Body].insert(Caller);
  }
}

/// Who calls a virtual function calls its overriders.
void BodyCalls::readCalls(std::size_t Caller, const std::vector<ir::Op> &Ops) {
  const ir::Function &F = Functions[Caller];
  for (const ir::Op &Op : Ops) {
    for (const ir::Value &V : Op.Values)
      if (V.Kind == ir::ValueKind::Function) {
        add(Caller, F.Symbols[V.Index].Usr);
        for (const std::size_t Body : bodies(F.Symbols[V.Index].Usr))
          AddressTaken.insert(Body);
      }
    if (!Op.Callee)
      continue;
    const ir::Symbol &S = F.Symbols[Op.Callee - 1];
    add(Caller, S.Usr);
    for (const ir::Attribute &A : S.Attributes)
      if (A.Kind == ir::AttributeKind::Calls)
        add(Caller, A.Word);
    if (const auto At = Overriders.find(S.Usr); At != Overriders.end() && mayRunOverrider(Op, S))
      for (const std::size_t Body : At->second)
        add(Caller, Functions[Body].Symbols[0].Usr);
  }
}

BodySet BodyCalls::reach(const BodySet &From) const {
  BodySet Seen = From;
  std::vector<std::size_t> Work(From.begin(), From.end());
  while (!Work.empty()) {
    const std::size_t I = Work.back();
    Work.pop_back();
    for (const std::size_t Next : Calls[I])
      if (Seen.insert(Next).second)
        Work.push_back(Next);
  }
  return Seen;
}

} // namespace memlint
