#include "analysis/solve/ObjectMeasure.h"

#include "analysis/ir/PlainValues.h"
#include "analysis/solve/Escape.h"

#include <algorithm>

namespace memlint {
namespace {

constexpr std::string_view Unknown = "its size is not constant",
                           Bound = "its type decides where it is allocated";

class Measure {
public:
  Measure(const EscapeGraph &G, const Verdict &V)
      : F(G.function()), V(V), Op(opAt(G.function(), V.At)),
        Callee(Op.Callee ? &F.Symbols[Op.Callee - 1] : nullptr), G(G) {}

  StackFit answer() {
    StackFit Fit = shape();
    const ir::Type *T = Fit.Type ? &F.Types[Fit.Type - 1] : nullptr;
    const bool Bytes = Fit.Form == StackForm::Bytes;
    if (Fit.Form == StackForm::None || Fit.Bytes == 0 || (!Bytes && (!T || T->Size == 0)))
      return refused(Unknown);
    if (T && T->Flags & (ir::OwnNew | ir::OverAligned | ir::IncompleteType | ir::SharesThis))
      return refused(Bound);
    return Fit;
  }

private:
  static StackFit refused(std::string_view Why) {
    StackFit Fit;
    Fit.Why = Why;
    return Fit;
  }

  StackFit shape() {
    if (V.Site)
      return ofSite(F.Sites[*V.Site]);
    if (V.Callee == "std::make_unique" || V.Callee == "std::make_shared" ||
        V.Callee == "std::make_unique_for_overwrite" ||
        V.Callee == "std::make_shared_for_overwrite")
      return ofMaker();
    if (V.Callee == "std::vector::vector")
      return ofVector();
    if (V.Callee == "malloc" || V.Callee == "std::malloc")
      return ofBytes(number(0), 1);
    if (V.Callee == "calloc" || V.Callee == "std::calloc")
      return ofBytes(number(0), number(1));
    return {};
  }

  StackFit ofSite(const ir::Site &S) const {
    if (S.Flags & (ir::ClassNew | ir::AlignedNew))
      return {};
    return S.Form == ir::SiteForm::New ? ofElements(StackForm::Object, S.Type + 1, 1)
                                       : ofElements(StackForm::Array, S.Type + 1, S.Count);
  }

  StackFit ofElements(StackForm Form, std::uint32_t Type, std::uint64_t Count) const {
    StackFit Fit;
    Fit.Form = Form;
    Fit.Type = Type;
    Fit.Count = Form == StackForm::Object ? 0 : Count;
    if (Count <= Most && F.Types[Type - 1].Size <= Most)
      Fit.Bytes = Count * F.Types[Type - 1].Size;
    return Fit;
  }

  StackFit ofMaker() const {
    if (!V.Type)
      return {};
    const ir::Type &T = F.Types[V.Type - 1];
    if (T.Flags & ir::RecordType || !T.Element || T.Flags & ir::PointerType)
      return ofElements(StackForm::Object, V.Type, 1);
    if (T.Flags & ir::ArrayType)
      return {};
    const std::optional<std::uint64_t> Count = number(0);
    return Count && Op.Values.size() == 1 ? ofElements(StackForm::Array, T.Element, *Count)
                                          : StackFit();
  }

  /// Of a number and perhaps a value, or of a list; the allocator is the last argument.
  StackFit ofVector() const {
    if (!V.Type || Op.Values.size() < 3 || F.Types[V.Type - 1].Name == "bool" ||
        !knowsCalls(G.callees(), *Callee))
      return {};
    std::optional<std::uint64_t> Count = number(1);
    if (!Count && Op.Values.size() == 3)
      Count = lengthOfList(Op.Values[1]);
    return Count ? ofElements(StackForm::Vector, V.Type, *Count) : StackFit();
  }

  std::optional<std::uint64_t> lengthOfList(const ir::Value &List) const {
    const std::optional<std::uint32_t> Var = plainVariable(F, List);
    if (!Var || F.Types[F.Variables[*Var].Type].Template != "std::initializer_list")
      return std::nullopt;
    const PointsTo &P = G.points();
    const std::vector<FactId> &Held = P.factsAt(G.variables()[*Var]);
    if (Held.size() != 1)
      return std::nullopt;
    const PointsTo::Object &O = P.object(P.facts()[Held[0]].Target);
    if (O.Kind != ObjectKind::Variable)
      return std::nullopt;
    const ir::Type &T = F.Types[F.Variables[O.Index].Type];
    return T.Flags & ir::ArrayType ? std::optional(T.Count) : std::nullopt;
  }

  /// The type is that of the pointer that takes them.
  StackFit ofBytes(std::optional<std::uint64_t> One, std::optional<std::uint64_t> Times) const {
    if (!One || !Times || *One > Most || *Times > Most)
      return {};
    StackFit Fit;
    Fit.Form = StackForm::Bytes;
    Fit.Bytes = *One * *Times;
    const ir::Path *To = Op.To ? &F.Paths[Op.To - 1] : nullptr;
    if (!To || To->Base != ir::BaseKind::Variable || !To->Steps.empty())
      return Fit;
    const ir::Type &Pointer = F.Types[F.Variables[To->Index].Type];
    const ir::Type *T = Pointer.Element ? &F.Types[Pointer.Element - 1] : nullptr;
    if (!T || !(T->Flags & ir::RecordType))
      return Fit;
    if (T->Size == 0 || Fit.Bytes % T->Size != 0) // more behind it, or less
      return {};
    Fit.Type = Pointer.Element;
    Fit.Count = Fit.Bytes / T->Size;
    return Fit;
  }

  std::optional<std::uint64_t> number(std::size_t Argument) const {
    if (Argument >= Op.Values.size() || Op.Values[Argument].Kind != ir::ValueKind::Number)
      return std::nullopt;
    return Op.Values[Argument].Index;
  }

  static constexpr std::uint64_t Most = 1u << 30; // products of two fit
  const ir::Function &F;
  const Verdict &V;
  const ir::Op &Op;
  const ir::Symbol *Callee;
  const EscapeGraph &G;
};

} // namespace

StackFit measured(const EscapeGraph &G, const Verdict &V) { return Measure(G, V).answer(); }

} // namespace memlint
