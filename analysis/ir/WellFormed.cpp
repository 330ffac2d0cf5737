#include "analysis/ir/WellFormed.h"

#include "analysis/ir/Words.h"

#include <algorithm>

namespace memlint::ir {
namespace {

class Checker {
public:
  explicit Checker(const Function &F) : F(F) {}

  bool function() const {
    return !F.Symbols.empty() && !F.Blocks.empty() && F.Flags <= allFlags(FunctionWords) &&
           F.ResultType <= F.Types.size() && variablesInOrder() && elementsEnd() &&
           all(F.Types, &Checker::type) && all(F.Symbols, &Checker::symbol) &&
           all(F.Variables, &Checker::variable) && all(F.Paths, &Checker::path) &&
           all(F.Sites, &Checker::site) && all(F.Conditions, &Checker::condition) &&
           all(F.Blocks, &Checker::block);
  }

private:
  template <class T>
  bool all(const std::vector<T> &List, bool (Checker::*Good)(const T &) const) const {
    return std::all_of(List.begin(), List.end(),
                       [&](const T &Each) { return (this->*Good)(Each); });
  }

  bool variablesInOrder() const;
  bool elementsEnd() const;

  bool type(const Type &T) const {
    return T.Flags <= allFlags(TypeWords) && T.Element <= F.Types.size() &&
           T.CallOperator <= F.Symbols.size() && T.Destructor <= F.Symbols.size();
  }
  bool symbol(const Symbol &S) const { return S.Flags <= allFlags(SymbolWords); }
  bool variable(const Variable &V) const { return V.Type < F.Types.size(); }
  bool site(const Site &S) const {
    return S.Type < F.Types.size() && S.Flags <= allFlags(SiteWords);
  }
  bool step(const Step &S) const {
    return S.Kind == StepKind::Field     ? S.Name < F.Names.size()
           : S.Kind == StepKind::Element ? S.Name <= 1 + MaxElement
                                         : S.Name == 0;
  }
  bool path(const Path &P) const;
  bool value(const Value &V) const;
  bool condition(const Condition &C) const { return value(C.Left) && value(C.Right); }
  bool edge(const Edge &E) const {
    return E.Target < F.Blocks.size() && E.Condition <= F.Conditions.size() &&
           (E.Condition != 0 || E.Holds);
  }
  bool op(const Op &O) const;
  bool shape(const Op &O) const;
  bool isVariable(std::uint32_t To) const {
    return To != 0 && F.Paths[To - 1].Base == BaseKind::Variable && F.Paths[To - 1].Steps.empty();
  }
  bool block(const Block &B) const {
    return all(B.Ops, &Checker::op) && all(B.Edges, &Checker::edge);
  }

  const Function &F;
};

/// `this`, then the parameters, then all others.
bool Checker::variablesInOrder() const {
  auto Rank = [](const Variable &V) {
    return V.Kind == VariableKind::This ? 0 : V.Kind == VariableKind::Parameter ? 1 : 2;
  };
  auto Before = [&](const Variable &A, const Variable &B) { return Rank(A) < Rank(B); };
  return std::is_sorted(F.Variables.begin(), F.Variables.end(), Before) &&
         (F.Variables.size() < 2 || F.Variables[1].Kind != VariableKind::This);
}

/// Whether each chain of elements comes to an end, so that it may be followed.
bool Checker::elementsEnd() const {
  std::vector<std::uint32_t> SeenFrom(F.Types.size()); // 1 + the type where the chain began
  for (std::uint32_t Start = 0; Start < F.Types.size(); ++Start) {
    std::uint32_t At = 1 + Start;
    while (At != 0 && At <= F.Types.size() && SeenFrom[At - 1] == 0) {
      SeenFrom[At - 1] = 1 + Start;
      At = F.Types[At - 1].Element;
    }
    if (At != 0 && At <= F.Types.size() && SeenFrom[At - 1] == 1 + Start)
      return false;
  }
  return true;
}

bool Checker::path(const Path &P) const {
  const std::size_t Bases = P.Base == BaseKind::Variable ? F.Variables.size()
                            : P.Base == BaseKind::Global ? F.Symbols.size()
                                                         : 1;
  const auto Cut = std::find_if(P.Steps.begin(), P.Steps.end(),
                                [](const Step &S) { return S.Kind == StepKind::Below; });
  const auto Whole = static_cast<std::size_t>(Cut - P.Steps.begin());
  const auto Deref = std::find_if(P.Steps.begin(), P.Steps.end(),
                                  [](const Step &S) { return S.Kind == StepKind::Deref; });
  const auto OwnEnd = P.Base == BaseKind::Variable ? Deref : P.Steps.begin();
  if (std::any_of(OwnEnd, P.Steps.end(),
                  [](const Step &S) { return S.Kind == StepKind::Element && S.Name; }))
    return false;
  return P.Index < Bases && Whole <= MaxSteps && P.Steps.size() - Whole <= 1 &&
         all(P.Steps, &Checker::step);
}

bool Checker::value(const Value &V) const {
  switch (V.Kind) {
  case ValueKind::Unknown:
  case ValueKind::Null:
    return V.Index == 0;
  case ValueKind::Held:
  case ValueKind::Address:
  case ValueKind::Shifted:
  case ValueKind::Moved:
    return V.Index < F.Paths.size();
  case ValueKind::Function:
    return V.Index < F.Symbols.size();
  case ValueKind::Site:
    return V.Index < F.Sites.size();
  case ValueKind::Number:
  case ValueKind::Opaque:
    return true;
  }
  return false;
}

bool Checker::op(const Op &O) const {
  return O.To <= F.Paths.size() && O.Callee <= F.Symbols.size() && all(O.Values, &Checker::value) &&
         shape(O);
}

bool Checker::shape(const Op &O) const {
  const bool NoCallee = O.Callee == 0, NoTo = O.To == 0;
  switch (O.Kind) {
  case OpKind::Begin:
  case OpKind::End:
    return isVariable(O.To) && O.Values.empty() && NoCallee && O.Detail == 0;
  case OpKind::Copy:
    return !NoTo && O.Values.size() == 1 && NoCallee && O.Detail < std::size(CopyWords);
  case OpKind::Call:
    return O.Detail <= allFlags(CallWords) &&
           (O.Detail & ThroughValue ? NoCallee && !O.Values.empty() : !NoCallee);
  case OpKind::Delete:
    return NoTo && O.Values.size() == 1 && O.Detail < std::size(DeleteWords);
  case OpKind::Throw:
    return NoTo && NoCallee && O.Detail == 0;
  case OpKind::Lose:
    return NoTo && NoCallee && O.Detail < std::size(LossWords);
  }
  return false;
}

} // namespace

bool wellFormed(const Function &F) { return Checker(F).function(); }

} // namespace memlint::ir
