#include "checks/BoxedCallable.h"

#include "analysis/ir/PlainValues.h"
#include "analysis/solve/FlowWalk.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace memlint {
namespace {

/// What keeps an object inside of a wrapper, as far as the memory IR tells it.
struct Wrapper {
  std::string_view Name, Library;
  std::uint64_t Size, Room; // bytes of the wrapper, and of the largest object inside
  std::uint32_t Needs;      // the flag that the object's type must have; 0: none that is told
};

/// The headers of GCC 12 and of LLVM 22, for pointers of 8 bytes. The libraries differ in the sizes
/// of their wrappers. libc++ asks the closure of a function whether it copies without throwing,
/// which is not told: only what is too big is sure to be boxed.
constexpr std::array<Wrapper, 5> Wrappers{{
    {"std::function", "libstdc++", 32, 16, ir::TrivialCopy},
    {"std::function", "libc++", 48, 24, 0},
    {"std::move_only_function", "libstdc++", 40, 24, ir::NothrowMove},
    {"std::any", "libstdc++", 16, 8, ir::NothrowMove},
    {"std::any", "libc++", 32, 24, ir::NothrowMove},
}};
constexpr std::uint32_t WideAlign = 8; // of wrappers where pointers have 8 bytes

const Wrapper *wrapperOf(const ir::Type &T) {
  const std::string &Name = T.Template.empty() ? T.Name : T.Template;
  for (const Wrapper &W : Wrappers)
    if (W.Name == Name && W.Size == T.Size && T.Align >= WideAlign)
      return &W;
  return nullptr;
}

/// The type of the object at a path of one variable, seen through a reference.
const ir::Type *typeAt(const ir::Function &F, const ir::Path &P) {
  if (P.Base != ir::BaseKind::Variable)
    return nullptr;
  const ir::Type &T = F.Types[F.Variables[P.Index].Type];
  if (P.Steps.empty())
    return &T;
  const bool Referred = P.Steps.size() == 1 && P.Steps[0].Kind == ir::StepKind::Deref;
  return Referred && T.Element ? &F.Types[T.Element - 1] : nullptr;
}

bool isOf(const ir::Function &F, const ir::Value &V, std::uint32_t Variable) {
  return variableIn(F, V) == Variable;
}

/// The wrapper's variable, if the operation makes one of something.
std::optional<std::uint32_t> madeBy(const ir::Function &F, const ir::Op &Op) {
  const ir::Symbol *Callee = Op.Callee ? &F.Symbols[Op.Callee - 1] : nullptr;
  if (Op.Kind != ir::OpKind::Call || !Callee || !(Callee->Flags & ir::Constructor) ||
      Callee->Flags & ir::CopyOrMove || Op.Values.size() != 2 ||
      Op.Values[0].Kind != ir::ValueKind::Address)
    return std::nullopt;
  const ir::Path &To = F.Paths[Op.Values[0].Index];
  if (To.Base != ir::BaseKind::Variable || !To.Steps.empty())
    return std::nullopt;
  return To.Index;
}

/// A member or a friend of the wrapper that only calls or reads what is in it.
bool onlyReads(const ir::Symbol &S) {
  if (!(S.Flags & ir::InSystemHeader))
    return false;
  const std::string_view Name = splitScope(S.Name).second;
  return Name == "operator()" || Name == "operator bool" || Name == "has_value" || Name == "type" ||
         Name == "target_type" || Name == "any_cast";
}

/// Functions that a wrapper is followed into, one from the other.
constexpr std::size_t MaxHands = 8;

class UsesReader {
public:
  explicit UsesReader(const Summaries &Known) : Known(Known) {}

  std::vector<WrapperUse> Uses;

  /// `Variable` is the wrapper, or the address of one.
  bool read(const ir::Function &F, std::uint32_t Variable, const OpPlace *Made) {
    if (std::find(Within.begin(), Within.end(), &F) != Within.end())
      return true; // the call that is being read tells
    if (Within.size() == MaxHands)
      return false;
    Within.push_back(&F);
    for (std::uint32_t B = 0; B < F.Blocks.size(); ++B)
      for (std::uint32_t I = 0; I < F.Blocks[B].Ops.size(); ++I)
        if (const OpPlace At{B, I}; (!Made || At != *Made) && !readOp(F, Variable, At))
          return false;
    Within.pop_back();
    return true;
  }

private:
  bool readOp(const ir::Function &F, std::uint32_t Variable, OpPlace At) {
    const ir::Op &Op = opAt(F, At);
    const bool Written = Op.To && F.Paths[Op.To - 1].Base == ir::BaseKind::Variable &&
                         F.Paths[Op.To - 1].Index == Variable;
    if (Written)
      return Op.Kind == ir::OpKind::Begin || Op.Kind == ir::OpKind::End;
    auto Named = [&](const ir::Value &V) { return isOf(F, V, Variable); };
    const auto First = std::find_if(Op.Values.begin(), Op.Values.end(), Named);
    if (First == Op.Values.end())
      return true;
    if (Op.Kind != ir::OpKind::Call || !Op.Callee || Op.Detail & ir::ThroughValue ||
        std::any_of(First + 1, Op.Values.end(), Named))
      return false;
    const ir::Symbol &Callee = F.Symbols[Op.Callee - 1];
    if (Callee.Flags & ir::Destructor)
      return true;
    if (First != Op.Values.begin() || !onlyReads(Callee))
      return readCallee(F, At, static_cast<std::size_t>(First - Op.Values.begin()));
    add({&F, At, nullptr});
    return true;
  }

  bool readCallee(const ir::Function &F, OpPlace At, std::size_t Index) {
    const ir::Op &Op = opAt(F, At);
    const ir::Symbol &Callee = F.Symbols[Op.Callee - 1];
    const auto Of = Known.of(F, Op);
    const auto [Body, Does] = Known.body(Callee.Usr);
    // `this` is a variable of a method as it is an argument of its calls.
    if (Of.size() != 1 || !Body || Of.front() != Does || Index >= Body->Variables.size() ||
        Body->Variables[Index].Kind != ir::VariableKind::Parameter)
      return false;
    add({&F, At, &Callee});
    return read(*Body, static_cast<std::uint32_t>(Index), nullptr);
  }

  void add(WrapperUse Use) {
    if (std::none_of(Uses.begin(), Uses.end(), [&](const WrapperUse &U) { return U.In == Use.In; }))
      Uses.push_back(Use);
  }

  const Summaries &Known;
  std::vector<const ir::Function *> Within;
};

} // namespace

std::optional<BoxedCallable> boxedCallable(const ir::Function &F, const Verdict &V) {
  if (V.Variable || V.Site)
    return std::nullopt;
  const ir::Op &Op = opAt(F, V.At);
  const std::optional<std::uint32_t> Variable = madeBy(F, Op);
  if (!Variable)
    return std::nullopt;
  BoxedCallable B;
  B.Variable = *Variable;
  B.In = &F.Types[F.Variables[*Variable].Type];
  const Wrapper *W = wrapperOf(*B.In);
  const ir::Value &From = Op.Values[1];
  if (!W || (From.Kind != ir::ValueKind::Address && From.Kind != ir::ValueKind::Held))
    return std::nullopt;
  B.Object = typeAt(F, F.Paths[From.Index]);
  if (!B.Object || !(B.Object->Flags & ir::RecordType) || B.Object->Size == 0)
    return std::nullopt;
  const bool TooBig = B.Object->Size > W->Room;
  const bool Refused = W->Needs && !(B.Object->Flags & W->Needs);
  if (!TooBig && !Refused)
    return std::nullopt;
  B.Wrapper = W->Name;
  B.Library = W->Library;
  B.Room = W->Room;
  B.OnlyTrivial = !TooBig;
  return B;
}

std::vector<WrapperUse> usesOfWrapper(const ir::Function &F, const Summaries &Known,
                                      const Verdict &V, const BoxedCallable &Boxed) {
  const ir::VariableKind Kind = F.Variables[Boxed.Variable].Kind;
  UsesReader Reader(Known);
  if ((Kind != ir::VariableKind::Local && Kind != ir::VariableKind::Temporary) ||
      !Reader.read(F, Boxed.Variable, &V.At))
    return {};
  return std::move(Reader.Uses);
}

} // namespace memlint
