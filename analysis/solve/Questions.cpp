#include "analysis/solve/Questions.h"

#include "analysis/ir/EachOp.h"
#include "analysis/ir/PlainValues.h"

#include <algorithm>
#include <span>
#include <utility>

namespace memlint {
namespace {

/// Whether it makes an object of what it is given, and does nothing else.
bool onlyMakes(const ir::Symbol &S) { return S.Flags & ir::Constructor && S.Flags & ir::OnlyReads; }

/// Of literals that nobody has told apart.
bool isAnyLiteral(const ir::Function &F, const ir::Path &P) {
  return P.Base == ir::BaseKind::Global && P.Steps.empty() && F.Symbols[P.Index].Usr == "literal";
}

std::optional<std::uint32_t> written(const ir::Function &F, const ir::Op &Op) {
  return Op.To && Op.Kind != ir::OpKind::Begin && Op.Kind != ir::OpKind::End
             ? plainVariable(F.Paths[Op.To - 1])
             : std::nullopt;
}

} // namespace

/// Numbers the questions: those are the same that are asked with the same, and temporaries stand
/// for the numbers and the answers that they hold (value numbering).
class Questions::Reader {
public:
  Reader(const Questions &Q, const ir::Function &F)
      : Q(Q), F(F), Writes(F.Variables.size()), AddressesGiven(F.Variables.size()),
        Stands(F.Variables.size()) {
    ir::forEachOp(F, [this](const ir::Op &Op) {
      if (const auto To = written(this->F, Op))
        ++Writes[*To];
      for (const ir::Value &V : Op.Values)
        if (const auto To = variableIn(this->F, V); To && V.Kind == ir::ValueKind::Address)
          ++AddressesGiven[*To];
    });
    ir::forEachOp(F, [this](const ir::Op &Op) { read(Op); });
  }

  struct Asked {
    std::vector<ir::Path> Answers, About;
  };
  std::vector<Asked> All;

private:
  /// Of variables that are written once.
  void read(const ir::Op &Op) {
    const auto Made = made(Op);
    const auto To = Made ? Made : written(F, Op);
    if (!To || Writes[*To] != (Made ? 0 : 1))
      return;
    const bool Keeps = F.Variables[*To].Kind == ir::VariableKind::Temporary;
    if (Op.Kind == ir::OpKind::Copy && numberOf(Op.Values[0]) && Keeps)
      Stands[*To] = Op.Values[0];
    if (Op.Kind != ir::OpKind::Call || !(Made || Q.onlyAnswers(Op)))
      return;
    std::vector<ir::Value> Given;
    std::vector<ir::Path> About;
    for (const ir::Value &V : std::span(Op.Values).subspan(Made ? 1 : 0))
      Given.push_back(read(V, About));
    const bool IsToldApart =
        !About.empty() || std::any_of(Given.begin(), Given.end(), [](const ir::Value &V) {
          return V.Kind == ir::ValueKind::Opaque;
        });
    if (!IsToldApart || std::any_of(About.begin(), About.end(),
                                    [this](const ir::Path &P) { return isAnyLiteral(F, P); }))
      return;
    const auto [At, New] = Numbers.try_emplace({Op.Callee, std::move(Given)}, All.size());
    if (New)
      All.emplace_back().About = std::move(About);
    All[At->second].Answers.push_back(pathOf(*To));
    if (Keeps)
      Stands[*To] = ir::Value{ir::ValueKind::Opaque, FirstOwn + At->second};
  }

  /// The temporary object that a constructor makes of what it is given, and nobody changes.
  std::optional<std::uint32_t> made(const ir::Op &Op) const {
    if (Op.Kind != ir::OpKind::Call || !Op.Callee || Op.Values.empty() ||
        Op.Values[0].Kind != ir::ValueKind::Address)
      return std::nullopt;
    const auto Object = plainVariable(F.Paths[Op.Values[0].Index]);
    const bool IsOf = Object && onlyMakes(F.Symbols[Op.Callee - 1]) &&
                      F.Variables[*Object].Kind == ir::VariableKind::Temporary &&
                      AddressesGiven[*Object] == 1;
    return IsOf ? Object : std::nullopt;
  }

  ir::Value read(const ir::Value &V, std::vector<ir::Path> &About) const {
    if (!hasPath(V))
      return V;
    const auto Whole = plainVariable(F.Paths[V.Index]);
    const std::optional<ir::Value> Is = Whole ? Stands[*Whole] : std::nullopt;
    if (!Is)
      About.push_back(F.Paths[V.Index]);
    else if (Is->Kind == ir::ValueKind::Opaque)
      About.insert(About.end(), All[Is->Index - FirstOwn].About.begin(),
                   All[Is->Index - FirstOwn].About.end());
    return Is.value_or(V);
  }

  static ir::Path pathOf(std::uint32_t Variable) { return {ir::BaseKind::Variable, Variable, {}}; }

  /// Beyond the opaque values of a function.
  static constexpr std::uint64_t FirstOwn = std::uint64_t{1} << 32;

  const Questions &Q;
  const ir::Function &F;
  std::vector<std::size_t> Writes, AddressesGiven;
  std::vector<std::optional<ir::Value>> Stands;
  std::map<std::pair<std::uint32_t, std::vector<ir::Value>>, std::size_t> Numbers;
};

Questions::Questions(Terms &In, const Callees &Known, const MemoryUses &Uses)
    : F(In.function()), Known(Known), Uses(Uses) {
  for (Reader::Asked &Each : Reader(*this, F).All) {
    if (Each.Answers.size() < 2)
      continue;
    All.push_back({In.add(), In.add(), std::move(Each.About)});
    for (ir::Path &To : Each.Answers) {
      OfAnswers.emplace(In.of(To), All.back().Answer);
      To.Steps.push_back({ir::StepKind::Deref, 0});
      OfAnswers.emplace(In.of(To), All.back().Referred);
    }
  }
}

bool Questions::onlyAnswers(const ir::Op &Call) const {
  if (!Call.Callee || Uses.of(F, Call))
    return false;
  const ir::Symbol &Callee = F.Symbols[Call.Callee - 1];
  if (mayRunOverrider(Call, Callee) || Callee.Flags & ir::Constructor)
    return false;
  const std::vector<const Summary *> Any = Known.of(F, Call);
  return Callee.Flags & ir::OnlyReads ||
         (!Any.empty() && std::all_of(Any.begin(), Any.end(), [](const Summary *S) {
           return S->onlyReturns() && !S->NoReturn;
         }));
}

std::optional<Term> Questions::of(Term Answer) const {
  const auto At = OfAnswers.find(Answer);
  return At == OfAnswers.end() ? std::nullopt : std::optional(At->second);
}

void Questions::forget(ValueFacts &Facts, const ir::Path &Written) const {
  for (const Question &Q : All)
    if (std::any_of(Q.About.begin(), Q.About.end(),
                    [&](const ir::Path &P) { return overlap(P, Written); }))
      Facts.forget([&](Term T) { return T == Q.Answer || T == Q.Referred; });
}

void Questions::forgetAfter(ValueFacts &Facts, const ir::Op &Call) const {
  if (All.empty() || onlyAnswers(Call))
    return;
  const bool OnlyMakes = Call.Callee && onlyMakes(F.Symbols[Call.Callee - 1]);
  for (const ir::Value &V : std::span(Call.Values).first(OnlyMakes ? 1 : Call.Values.size()))
    if (hasPath(V))
      forget(Facts, F.Paths[V.Index]);
}

} // namespace memlint
