#include "analysis/ir/Text.h"

#include <map>

namespace memlint::ir {
namespace {

constexpr std::uint32_t Unseen = UINT32_MAX;

/// Copies a function and puts each entry of a table where the copy first asks for it.
class Renumbering {
public:
  explicit Renumbering(const Function &From)
      : From(From), Types(From.Types.size(), Unseen), Symbols(From.Symbols.size(), Unseen),
        Paths(From.Paths.size(), Unseen), Sites(From.Sites.size(), Unseen),
        Conditions(From.Conditions.size(), Unseen) {}

  Function take() &&;

private:
  /// Where the entry `I` of `List` stands in `Made`, at its end if it is asked for first.
  template <class T>
  static std::uint32_t placed(std::vector<std::uint32_t> &Known, std::uint32_t I,
                              const std::vector<T> &List, std::vector<T> &Made) {
    if (Known[I] == Unseen) {
      Known[I] = static_cast<std::uint32_t>(Made.size());
      Made.push_back(List[I]);
    }
    return Known[I];
  }
  /// The same for what is equal by its content, once it is renumbered itself.
  template <class T>
  static std::uint32_t placedOnce(std::map<T, std::uint32_t> &Known, T Value,
                                  std::vector<T> &Made) {
    const auto [Place, New] = Known.try_emplace(Value, static_cast<std::uint32_t>(Made.size()));
    if (New)
      Made.push_back(std::move(Value));
    return Place->second;
  }

  std::uint32_t type(std::uint32_t I) { return placed(Types, I, From.Types, To.Types); }
  std::uint32_t symbol(std::uint32_t I) { return placed(Symbols, I, From.Symbols, To.Symbols); }
  std::uint32_t path(std::uint32_t I);
  std::uint32_t site(std::uint32_t I);
  std::uint32_t condition(std::uint32_t I);
  Value value(Value V);
  Op op(Op O);
  Block block(Block B);
  void typesOfTypes();

  const Function &From;
  Function To;
  std::vector<std::uint32_t> Types, Symbols, Paths, Sites, Conditions;
  std::map<std::string, std::uint32_t> NamesOnce;
  std::map<Path, std::uint32_t> PathsOnce;
  std::map<Condition, std::uint32_t> ConditionsOnce;
};

std::uint32_t Renumbering::path(std::uint32_t I) {
  if (Paths[I] != Unseen)
    return Paths[I];
  Path P = From.Paths[I];
  if (P.Base == BaseKind::Global)
    P.Index = symbol(P.Index);
  for (Step &S : P.Steps)
    if (S.Kind == StepKind::Field)
      S.Name = placedOnce(NamesOnce, From.Names[S.Name], To.Names);
  return Paths[I] = placedOnce(PathsOnce, std::move(P), To.Paths);
}

std::uint32_t Renumbering::site(std::uint32_t I) {
  const bool First = Sites[I] == Unseen;
  const std::uint32_t Place = placed(Sites, I, From.Sites, To.Sites);
  if (First)
    To.Sites[Place].Type = type(From.Sites[I].Type);
  return Place;
}

std::uint32_t Renumbering::condition(std::uint32_t I) {
  if (Conditions[I] != Unseen)
    return Conditions[I];
  Condition C = From.Conditions[I];
  C.Left = value(C.Left);
  C.Right = value(C.Right);
  return Conditions[I] = placedOnce(ConditionsOnce, C, To.Conditions);
}

Value Renumbering::value(Value V) {
  const auto I = static_cast<std::uint32_t>(V.Index);
  switch (V.Kind) {
  case ValueKind::Held:
  case ValueKind::Address:
  case ValueKind::Shifted:
  case ValueKind::Moved:
    return {V.Kind, path(I)};
  case ValueKind::Function:
    return {V.Kind, symbol(I)};
  case ValueKind::Site:
    return {V.Kind, site(I)};
  case ValueKind::Unknown:
  case ValueKind::Null:
  case ValueKind::Number:
  case ValueKind::Opaque:
    break;
  }
  return V;
}

Op Renumbering::op(Op O) {
  if (O.To != 0)
    O.To = 1 + path(O.To - 1);
  for (Value &V : O.Values)
    V = value(V);
  if (O.Callee != 0)
    O.Callee = 1 + symbol(O.Callee - 1);
  return O;
}

Block Renumbering::block(Block B) {
  for (Op &O : B.Ops)
    O = op(std::move(O));
  for (Edge &E : B.Edges)
    if (E.Condition != 0)
      E.Condition = 1 + condition(E.Condition - 1);
  return B;
}

/// What the types speak of: further types, which come behind them.
void Renumbering::typesOfTypes() {
  for (std::size_t I = 0; I < To.Types.size(); ++I) {
    const Type Old = To.Types[I];
    const std::uint32_t Element = Old.Element == 0 ? 0 : 1 + type(Old.Element - 1);
    To.Types[I].Element = Element;
    if (Old.CallOperator != 0)
      To.Types[I].CallOperator = 1 + symbol(Old.CallOperator - 1);
    if (Old.Destructor != 0)
      To.Types[I].Destructor = 1 + symbol(Old.Destructor - 1);
  }
}

Function Renumbering::take() && {
  To.Where = From.Where;
  To.Flags = From.Flags;
  To.Overrides = From.Overrides;
  symbol(0);
  if (From.ResultType != 0)
    To.ResultType = 1 + type(From.ResultType - 1);
  To.Variables = From.Variables;
  for (Variable &V : To.Variables)
    V.Type = type(V.Type);
  for (const Block &B : From.Blocks)
    To.Blocks.push_back(block(B));
  typesOfTypes();
  return std::move(To);
}

} // namespace

Function canonical(const Function &F) { return Renumbering(F).take(); }

} // namespace memlint::ir
