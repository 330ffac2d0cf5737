#include "analysis/extract/lower/UnneededParts.h"

#include <map>
#include <utility>

namespace memlint {
namespace {

/// Which entries of a table stay, and where they are then.
class Kept {
public:
  explicit Kept(std::size_t Size) : Is(Size), Index(Size) {}

  /// Whether it is the first to ask for the entry.
  bool add(std::size_t I) {
    const bool New = !Is[I];
    Is[I] = true;
    return New;
  }
  bool has(std::size_t I) const { return Is[I]; }
  std::uint32_t of(std::size_t I) const { return Index[I]; }

  template <class T> void compact(std::vector<T> &Table) {
    std::uint32_t Next = 0;
    for (std::size_t I = 0; I < Table.size(); ++I)
      if (Is[I]) {
        Index[I] = Next;
        if (Next != I)
          Table[Next] = std::move(Table[I]);
        ++Next;
      }
    Table.resize(Next);
  }

private:
  std::vector<bool> Is;
  std::vector<std::uint32_t> Index;
};

class Tables {
public:
  explicit Tables(ir::Function &F)
      : F(F), Types(F.Types.size()), Names(F.Names.size()), Symbols(F.Symbols.size()),
        Variables(F.Variables.size()), Paths(F.Paths.size()), Sites(F.Sites.size()),
        Conditions(F.Conditions.size()) {}

  void compact() {
    keep();
    Types.compact(F.Types);
    Names.compact(F.Names);
    Symbols.compact(F.Symbols);
    Variables.compact(F.Variables);
    Paths.compact(F.Paths);
    Sites.compact(F.Sites);
    Conditions.compact(F.Conditions);
    renumber();
  }

private:
  void keep();
  void keep(const ir::Op &O);
  void keepValue(const ir::Value &V);
  void keepPath(std::size_t I);
  void keepType(std::size_t I);
  void renumber();
  void renumber(ir::Value &V);

  static bool isOuter(const ir::Variable &V) {
    return V.Kind == ir::VariableKind::This || V.Kind == ir::VariableKind::Parameter ||
           !V.Attributes.empty();
  }

  ir::Function &F;
  Kept Types, Names, Symbols, Variables, Paths, Sites, Conditions;
  std::map<std::uint64_t, std::uint64_t> Opaques;
};

void Tables::keep() {
  Symbols.add(0);
  for (std::size_t I = 0; I < F.Variables.size(); ++I)
    if (isOuter(F.Variables[I]))
      Variables.add(I);
  for (const ir::Block &B : F.Blocks) {
    for (const ir::Op &O : B.Ops)
      keep(O);
    for (const ir::Edge &E : B.Edges)
      if (E.Condition != 0 && Conditions.add(E.Condition - 1)) {
        keepValue(F.Conditions[E.Condition - 1].Left);
        keepValue(F.Conditions[E.Condition - 1].Right);
      }
  }
  for (std::size_t I = 0; I < F.Variables.size(); ++I)
    if (Variables.has(I))
      keepType(F.Variables[I].Type);
  for (std::size_t I = 0; I < F.Sites.size(); ++I)
    if (Sites.has(I))
      keepType(F.Sites[I].Type);
  if (F.ResultType)
    keepType(F.ResultType - 1);
}

void Tables::keep(const ir::Op &O) {
  if (O.To)
    keepPath(O.To - 1);
  if (O.Callee)
    Symbols.add(O.Callee - 1);
  for (const ir::Value &V : O.Values)
    keepValue(V);
}

void Tables::keepValue(const ir::Value &V) {
  switch (V.Kind) {
  case ir::ValueKind::Held:
  case ir::ValueKind::Address:
  case ir::ValueKind::Shifted:
  case ir::ValueKind::Moved:
    return keepPath(V.Index);
  case ir::ValueKind::Function:
    Symbols.add(V.Index);
    return;
  case ir::ValueKind::Site:
    Sites.add(V.Index);
    return;
  default:
    return;
  }
}

void Tables::keepPath(std::size_t I) {
  if (!Paths.add(I))
    return;
  const ir::Path &P = F.Paths[I];
  if (P.Base == ir::BaseKind::Variable)
    Variables.add(P.Index);
  else if (P.Base == ir::BaseKind::Global)
    Symbols.add(P.Index);
  for (const ir::Step &S : P.Steps)
    if (S.Kind == ir::StepKind::Field)
      Names.add(S.Name);
}

void Tables::keepType(std::size_t I) {
  while (Types.add(I)) {
    const ir::Type &T = F.Types[I];
    if (T.CallOperator)
      Symbols.add(T.CallOperator - 1);
    if (T.Destructor)
      Symbols.add(T.Destructor - 1);
    if (T.Element == 0)
      return;
    I = T.Element - 1;
  }
}

void Tables::renumber(ir::Value &V) {
  switch (V.Kind) {
  case ir::ValueKind::Held:
  case ir::ValueKind::Address:
  case ir::ValueKind::Shifted:
  case ir::ValueKind::Moved:
    V.Index = Paths.of(V.Index);
    return;
  case ir::ValueKind::Function:
    V.Index = Symbols.of(V.Index);
    return;
  case ir::ValueKind::Site:
    V.Index = Sites.of(V.Index);
    return;
  case ir::ValueKind::Opaque:
    V.Index = Opaques.try_emplace(V.Index, Opaques.size()).first->second;
    return;
  default:
    return;
  }
}

void Tables::renumber() {
  auto Renew = [](std::uint32_t &Index, const Kept &Of) {
    Index = Index ? 1 + Of.of(Index - 1) : 0;
  };
  Renew(F.ResultType, Types);
  for (ir::Type &T : F.Types) {
    Renew(T.Element, Types);
    Renew(T.CallOperator, Symbols);
    Renew(T.Destructor, Symbols);
  }
  for (ir::Variable &V : F.Variables)
    V.Type = Types.of(V.Type);
  for (ir::Site &S : F.Sites)
    S.Type = Types.of(S.Type);
  for (ir::Path &P : F.Paths) {
    if (P.Base != ir::BaseKind::Result)
      P.Index = (P.Base == ir::BaseKind::Variable ? Variables : Symbols).of(P.Index);
    for (ir::Step &S : P.Steps)
      if (S.Kind == ir::StepKind::Field)
        S.Name = Names.of(S.Name);
  }
  for (ir::Block &B : F.Blocks) {
    for (ir::Op &O : B.Ops) {
      Renew(O.To, Paths);
      Renew(O.Callee, Symbols);
      for (ir::Value &V : O.Values)
        renumber(V);
    }
    for (ir::Edge &E : B.Edges)
      Renew(E.Condition, Conditions);
  }
  for (ir::Condition &C : F.Conditions) {
    renumber(C.Left);
    renumber(C.Right);
  }
}

} // namespace

void compactTables(ir::Function &F) { Tables(F).compact(); }

} // namespace memlint
