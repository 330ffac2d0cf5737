#include "analysis/solve/LocalAliases.h"

#include "analysis/ir/EachOp.h"
#include "analysis/ir/PlainValues.h"

#include <algorithm>
#include <vector>

namespace memlint {
namespace {

bool isDeref(const ir::Step &S) { return S.Kind == ir::StepKind::Deref; }

/// Finds the variables that are other names.
class AliasReader {
public:
  explicit AliasReader(const ir::Function &F) : F(F), Uses(F.Variables.size()) {}

  LocalAliases read() {
    readUses();
    LocalAliases All;
    for (std::uint32_t V = 0; V < F.Variables.size(); ++V)
      if (const std::optional<ir::Value> Of = boundTo(V))
        All.emplace(V, *Of);
    return All;
  }

private:
  struct Use {
    std::size_t Writes = 0;
    const ir::Op *Only = nullptr; // that writes it
    bool IsOpen = false;          // its address is taken, or it is moved, or read in parts
    bool IsAsked = false;         // a condition asks for it
    bool IsIndexed = false;       // what it points to is taken for an array
  };

  void readUses() {
    ir::forEachOp(F, [this](const ir::Op &Op) {
      for (const ir::Value &V : Op.Values)
        read(V);
      if (!Op.To || Op.Kind == ir::OpKind::Begin || Op.Kind == ir::OpKind::End)
        return;
      const ir::Path &To = F.Paths[Op.To - 1];
      if (const auto V = plainVariable(To)) {
        ++Uses[*V].Writes;
        Uses[*V].Only = &Op;
      } else {
        readSteps(To);
      }
    });
    for (const ir::Condition &C : F.Conditions)
      for (const ir::Value *V : {&C.Left, &C.Right}) {
        read(*V);
        if (const auto Of = plainVariable(F, *V))
          Uses[*Of].IsAsked = true;
      }
  }

  void read(const ir::Value &V) {
    if (!hasPath(V))
      return;
    const ir::Path &P = F.Paths[V.Index];
    if (P.Base != ir::BaseKind::Variable)
      return;
    Uses[P.Index].IsOpen |= P.Steps.empty() && V.Kind != ir::ValueKind::Held;
    readSteps(P);
  }

  void readSteps(const ir::Path &P) {
    if (P.Base != ir::BaseKind::Variable || P.Steps.empty())
      return;
    Uses[P.Index].IsOpen |= !isDeref(P.Steps[0]);
    Uses[P.Index].IsIndexed |= P.Steps.size() > 1 && P.Steps[1].Kind == ir::StepKind::Element;
  }

  const ir::Type &typeOf(std::uint32_t Variable) const {
    return F.Types[F.Variables[Variable].Type];
  }

  bool isConstant(std::uint32_t Variable) const {
    return isGiven(F.Variables[Variable]) && !Uses[Variable].Writes && !Uses[Variable].IsOpen;
  }

  std::optional<ir::Value> boundTo(std::uint32_t Variable) const {
    const Use &Of = Uses[Variable];
    if (F.Variables[Variable].Kind != ir::VariableKind::Local || Of.Writes != 1 || Of.IsOpen ||
        Of.Only->Kind != ir::OpKind::Copy)
      return std::nullopt;
    const ir::Value &Bound = Of.Only->Values[0];
    const ir::Type &Is = typeOf(Variable);
    if (Bound.Kind == ir::ValueKind::Held) {
      const auto From = plainVariable(F, Bound);
      const bool Stays = From && isConstant(*From) && typeOf(*From).Element == Is.Element;
      return Stays && Is.Element ? std::optional(Bound) : std::nullopt;
    }
    if (Bound.Kind != ir::ValueKind::Address)
      return std::nullopt;
    const ir::Path &P = F.Paths[Bound.Index];
    return isSameThing(Is, Of, P) && staysThere(P) ? std::optional(Bound) : std::nullopt;
  }

  /// Whether the variable has no other names for what is there. It may have been cast, but where it
  /// leads to numbers, these hold no names. What a pointer is compared with may make a difference.
  bool isSameThing(const ir::Type &Is, const Use &Of, const ir::Path &There) const {
    const bool IsReference = Is.Flags & ir::ReferenceType;
    if (!Is.Element || (!IsReference && Of.IsAsked))
      return false;
    if (F.Types[Is.Element - 1].Flags & ir::IntegerType)
      return true;
    if (plainVariable(There))
      return Is.Element == F.Variables[There.Index].Type + 1 && (IsReference || !Of.IsIndexed);
    return IsReference;
  }

  /// Whether the path always leads to the same place: of a variable, or of what a parameter points
  /// to, which keeps its value.
  bool staysThere(const ir::Path &P) const {
    if (P.Base != ir::BaseKind::Variable || isWeak(P))
      return false;
    const auto First = std::find_if(P.Steps.begin(), P.Steps.end(), isDeref);
    if (First == P.Steps.end())
      return true;
    return First == P.Steps.begin() && isConstant(P.Index) &&
           std::none_of(First + 1, P.Steps.end(), isDeref);
  }

  const ir::Function &F;
  std::vector<Use> Uses;
};

/// Writes one function anew with what its aliases stand for.
class Rewriting {
public:
  Rewriting(ir::Function &F, const LocalAliases &Aliases) : F(F), Aliases(Aliases) {}

  void run() {
    ir::forEachOp(F, [this](std::uint32_t Block, std::uint32_t Index, const ir::Op &) {
      rewrite(F.Blocks[Block].Ops[Index]);
    });
    for (ir::Condition &C : F.Conditions)
      for (ir::Value *V : {&C.Left, &C.Right})
        *V = rewritten(*V);
  }

private:
  void rewrite(ir::Op &Op) {
    for (ir::Value &V : Op.Values)
      V = rewritten(V);
    if (!Op.To)
      return;
    if (const auto V = plainVariable(F.Paths[Op.To - 1]); V && Aliases.contains(*V)) {
      if (Op.Kind == ir::OpKind::Copy)
        Op.Values[0] = {};
    } else {
      Op.To = path(Op.To - 1) + 1;
    }
  }

  ir::Value rewritten(ir::Value V) {
    if (!hasPath(V))
      return V;
    if (const auto Whole = plainVariable(F, V))
      if (const auto At = Aliases.find(*Whole); At != Aliases.end())
        return At->second;
    V.Index = path(static_cast<std::uint32_t>(V.Index));
    return V;
  }

  /// The path that does not go by an alias. What the address of a place leads to is that place.
  std::uint32_t path(std::uint32_t Index) {
    const ir::Path &P = F.Paths[Index];
    const auto At = P.Base == ir::BaseKind::Variable && !P.Steps.empty() ? Aliases.find(P.Index)
                                                                         : Aliases.end();
    if (At == Aliases.end())
      return Index;
    ir::Path Now = F.Paths[At->second.Index];
    Now.Steps.insert(Now.Steps.end(),
                     P.Steps.begin() + (At->second.Kind == ir::ValueKind::Address ? 1 : 0),
                     P.Steps.end());
    F.Paths.push_back(std::move(Now));
    return static_cast<std::uint32_t>(F.Paths.size() - 1);
  }

  ir::Function &F;
  const LocalAliases &Aliases;
};

} // namespace

std::optional<ir::Function> withoutAliases(const ir::Function &F, LocalAliases &Were) {
  std::optional<ir::Function> Now;
  // And again, for those that were bound by way of others.
  while (true) {
    LocalAliases Found = AliasReader(Now ? *Now : F).read();
    if (Found.empty())
      return Now;
    if (!Now)
      Now = F;
    Rewriting(*Now, Found).run();
    Were.merge(Found);
  }
}

} // namespace memlint
