#include "checks/ResourceWording.h"

#include "analysis/ir/PlainValues.h"
#include "analysis/link/Program.h"
#include "analysis/solve/CellText.h"
#include "checks/ResourceFamilies.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace memlint {
namespace {

bool isLock(std::string_view Family) { return Family == "lock"; }

std::string makes(std::string_view Family) {
  return isLock(Family) ? " locks it here" : " makes it here";
}

/// ` through 'hook'`, of a call through a variable.
std::string throughText(const ir::Function &F, const ir::Op &Call) {
  if (!(Call.Detail & ir::ThroughValue) || Call.Values.empty() ||
      Call.Values[0].Kind != ir::ValueKind::Held)
    return "";
  const ir::Path &P = F.Paths[Call.Values[0].Index];
  const bool IsGlobal = P.Base == ir::BaseKind::Global;
  if (!P.Steps.empty() || (!IsGlobal && P.Base != ir::BaseKind::Variable))
    return "";
  const std::string &Name = IsGlobal ? F.Symbols[P.Index].Name : F.Variables[P.Index].Name;
  return Name.empty() ? "" : " through " + quoted(Name);
}

/// What does the operation, as the source says it: `'free()'`, `'delete'`, and of what it does not
/// say the variable that ends.
std::string doer(const ir::Function &F, OpPlace At) {
  const ir::Op &Op = opAt(F, At);
  if (Op.Kind == ir::OpKind::Delete)
    return quoted(static_cast<ir::DeleteForm>(Op.Detail) == ir::DeleteForm::Array ? "delete[]"
                                                                                  : "delete");
  if (!Op.Callee)
    return "the call" + throughText(F, Op);
  const ir::Symbol &Callee = F.Symbols[Op.Callee - 1];
  if (Callee.Flags & ir::Destructor && !Op.Values.empty() &&
      Op.Values[0].Kind == ir::ValueKind::Address)
    if (const ir::Path &P = F.Paths[Op.Values[0].Index];
        P.Base == ir::BaseKind::Variable && !F.Variables[P.Index].Name.empty())
      return "the destructor of " + quoted(F.Variables[P.Index].Name);
  return quoted(Callee.Name + "()");
}

std::string howText(const LostResource &L) {
  const std::string Right = releaserOf(L.Family);
  const std::string Missing = Right.empty() ? "" : ": " + quoted(Right) + " is missing";
  switch (L.How.Kind) {
  case LossKind::Dropped:
    return "nothing takes it";
  case LossKind::Overwritten:
    return "the last name for it is overwritten here" + Missing;
  case LossKind::Replaced:
    return "the result takes its place, null where the call fails";
  case LossKind::HolderEnd:
    return "what holds it is freed here" + Missing;
  case LossKind::ScopeEnd:
    return "the last name for it ends here" + Missing;
  case LossKind::StillLocked:
    return "it is still locked here";
  case LossKind::Thrown:
    return "an exception from here leaves it " + (isLock(L.Family) ? "locked" : "behind" + Missing);
  case LossKind::Unfinished:
    return "an exception from here leaves the object unfinished, and no destructor runs";
  }
  return "";
}

std::string exitWord(LossKind Kind) {
  switch (Kind) {
  case LossKind::Dropped:
    return "dropped";
  case LossKind::Overwritten:
    return "overwritten";
  case LossKind::Replaced:
    return "replaced";
  case LossKind::HolderEnd:
    return "holder-freed";
  case LossKind::ScopeEnd:
    return "scope-end";
  case LossKind::StillLocked:
    return "still-locked";
  case LossKind::Thrown:
    return "thrown";
  case LossKind::Unfinished:
    return "unfinished";
  }
  return "";
}

std::string onWhichWay(const LostResource &L) {
  return L.How.Kind == LossKind::Thrown || L.How.Kind == LossKind::Unfinished
             ? " where an exception leaves"
             : " on some path";
}

/// `strcmp()`; of an operator its sign, as the source has it.
std::string calleeText(const std::string &Name) {
  const std::size_t At = Name.rfind("operator");
  const std::string Sign =
      At == std::string::npos ? "" : Name.substr(At + std::string_view("operator").size());
  const bool IsSign = Sign.find_first_not_of("=!<>+-*/%&|^~[]") == std::string::npos;
  return Sign.empty() || !IsSign ? Name + "()" : Sign;
}

/// What a condition speaks of, as the source says it; empty: it has no name there.
std::string subjectOf(const ir::Function &F, const ir::Value &V) {
  if (V.Kind != ir::ValueKind::Held)
    return "";
  const ir::Path &P = F.Paths[V.Index];
  if (P.Base != ir::BaseKind::Variable || F.Variables[P.Index].Kind != ir::VariableKind::Temporary)
    return quoted(textOf(Terms(F), P));
  for (const ir::Block &B : F.Blocks)
    for (const ir::Op &Op : B.Ops)
      if (Op.Kind == ir::OpKind::Call && Op.Callee && Op.To && F.Paths[Op.To - 1] == P)
        return quoted(calleeText(F.Symbols[Op.Callee - 1].Name));
  return "";
}

/// ` is not 0`.
std::string comparisonText(ir::Comparison Compare, bool Holds, bool NumberFirst) {
  if (Compare == ir::Comparison::Equal)
    return Holds ? " is " : " is not ";
  // A number that is not less than something is at least that.
  const bool IsLess = Compare != ir::Comparison::LessEqual;
  if (NumberFirst == Holds)
    return IsLess == Holds ? " is greater than " : " is at least ";
  return IsLess == Holds ? " is less than " : " is at most ";
}

/// As the source may say it. The facts have the bits of a number, as one with a sign; empty:
/// whether it has one, or how many bits, is not told.
std::string numberText(const ir::Function &F, const ir::Value &With, const ir::Value &Number,
                       ir::Comparison Compare) {
  const std::int64_t Is = numberOf(Number).value_or(0);
  const auto Of = plainVariable(F, With);
  const ir::Type *Type = Of ? &F.Types[F.Variables[*Of].Type] : nullptr;
  if (Number.Kind == ir::ValueKind::Null)
    return "null";
  if (Type && Type->Name == "bool" && Compare == ir::Comparison::Equal)
    return Is == 0 ? "false" : "true";
  if (Is >= 0)
    return std::to_string(Is);
  if (!Type || !Type->Name.starts_with("unsigned"))
    return Compare == ir::Comparison::LessUnsigned ? "" : std::to_string(Is);
  return Type->Size == sizeof(std::uint32_t) ? std::to_string(static_cast<std::uint32_t>(Is))
                                             : std::to_string(static_cast<std::uint64_t>(Is));
}

/// `where 'rc' is not 0`; empty: words do not help.
std::string conditionText(const ir::Function &F, const ir::Edge &E) {
  const ir::Condition &C = F.Conditions[E.Condition - 1];
  const bool NumberFirst = numberOf(C.Left).has_value();
  const ir::Value &With = NumberFirst ? C.Left : C.Right;
  const std::string Subject = subjectOf(F, NumberFirst ? C.Right : C.Left);
  const std::string Number =
      numberOf(With) ? numberText(F, NumberFirst ? C.Right : C.Left, With, C.Compare) : "";
  if (Subject.empty() || Number.empty())
    return "";
  // What is not false is true.
  const bool IsTurned = (Number == "false" || Number == "true") && !E.Holds;
  return "where " + Subject + comparisonText(C.Compare, E.Holds || IsTurned, NumberFirst) +
         (IsTurned ? (Number == "false" ? "true" : "false") : Number);
}

void addStory(const ir::Function &F, const LossStory &Story, bool IsLock, std::vector<Step> &To) {
  const std::string Verb = IsLock ? "unlock" : "release";
  for (OpPlace P : Story.Borrows)
    To.push_back(
        {spanOf(F, opAt(F, P).Where), doer(F, P) + " is given it, and does not " + Verb + " it"});
  if (!Story.Decides)
    return;
  const ir::Edge &E = F.Blocks[Story.Decides->Block].Edges[Story.Decides->Edge];
  if (E.Condition == 0)
    return;
  const std::string Where = conditionText(F, E);
  To.push_back({spanOf(F, F.Conditions[E.Condition - 1].Where),
                (Where.empty() ? "on one of the ways from here" : Where) + ", nothing " + Verb +
                    "s it any more"});
}

Finding describe(const Program &P, const LostResource &L) {
  const ir::Function &F = P.Functions[L.Function];
  const bool IsTold = L.How.At.Op < F.Blocks[L.How.At.Block].Ops.size(); // a bare `return` is none
  const Span Acquired = spanOf(F, opAt(F, L.Made).Where),
             Gone = IsTold ? spanOf(F, opAt(F, L.How.At).Where) : Span();
  const std::string Released = endingOf(L.Family);
  const bool Replaced = L.How.Kind == LossKind::Replaced, IsLock = isLock(L.Family);
  const std::string Name = quoted(acquiredName(F, L.Made, L.Callee));
  Finding Found;
  Found.Where = Replaced ? Gone : Acquired;
  Found.Subject = F.Symbols[0].Name + ": " + acquiredName(F, L.Made, L.Callee);
  if (Replaced)
    Found.Message = doer(F, L.How.At) + " overwrites the last name of " +
                    (L.Made == L.How.At ? "what it is given" : Name) +
                    ", which is lost where it fails";
  else
    Found.Message =
        (L.Into.empty() || IsLock ? Name : "what " + Name + " puts into " + quoted(L.Into)) +
        " is " + (L.Certain ? "never " + Released : "not " + Released + onWhichWay(L)) +
        (L.How.Kind == LossKind::Overwritten ? ": its last name is overwritten" : "");
  Found.Steps.push_back({Acquired, Name + makes(L.Family)});
  addStory(F, L.Story, IsLock, Found.Steps);
  if (L.How.Kind != LossKind::Dropped && Gone)
    Found.Steps.push_back({Gone, howText(L)});
  if (L.Story.Released)
    Found.Steps.push_back({spanOf(F, opAt(F, *L.Story.Released).Where),
                           "on another path it is " + Released + " here"});
  Found.StepsAreFlow = true;
  Found.Props = {{"family", L.Family},
                 {"acquire", acquiredName(F, L.Made, L.Callee)},
                 {"exit", exitWord(L.How.Kind)},
                 {"grade", std::string(L.Certain ? "certain" : "path")}};
  return Found;
}

/// The name of the variable or the function whose address an operation gets, or made.
std::string addressed(const ir::Function &F, const ir::Op &Op) {
  for (const ir::Value &V : Op.Values)
    if (V.Kind == ir::ValueKind::Function) {
      return F.Symbols[V.Index].Name;
    } else if (V.Kind == ir::ValueKind::Address) {
      const ir::Path &P = F.Paths[V.Index];
      return P.Base == ir::BaseKind::Variable ? F.Variables[P.Index].Name : F.Symbols[P.Index].Name;
    }
  return "";
}

std::string messageOf(const ir::Function &F, const WronglyReleased &W) {
  const std::string By = doer(F, W.How.Second.At);
  const bool IsMade = W.Made && W.How.What != ReleaseFault::NotOwned;
  const std::string Name = IsMade ? acquiredName(F, *W.Made, W.Callee) : "";
  switch (W.How.What) {
  case ReleaseFault::Twice:
    if (isLock(W.Family))
      return By + " unlocks what was unlocked before";
    return W.Made ? quoted(Name) + " is " + endingOf(W.Family) + " a second time"
                  : By + " releases what was released before";
  case ReleaseFault::Mismatched: {
    const std::string Right = releaserOf(W.Family);
    return quoted(Name) + " is released by " + By +
           (Right.empty() ? ", which is for something else" : ", not by " + quoted(Right));
  }
  case ReleaseFault::NotOwned: {
    const std::string Of = addressed(F, opAt(F, W.Made ? *W.Made : W.How.Second.At));
    return By + " is given " +
           (Of == "(literal)" ? "a string literal" : "the address of " + quoted(Of)) +
           ", which nobody allocated";
  }
  case ReleaseFault::Moved:
    return By + " is given a pointer behind the beginning of what " + quoted(Name) + " makes";
  }
  return "";
}

std::string faultWord(ReleaseFault Fault) {
  switch (Fault) {
  case ReleaseFault::Twice:
    return "twice";
  case ReleaseFault::Mismatched:
    return "mismatch";
  case ReleaseFault::NotOwned:
    return "not-owned";
  case ReleaseFault::Moved:
    return "moved";
  }
  return "";
}

Finding describe(const Program &P, const WronglyReleased &W) {
  const ir::Function &F = P.Functions[W.Function];
  const std::string Releases = isLock(W.Family) ? " unlocks it here" : " releases it here";
  Finding Found;
  Found.Where = spanOf(F, opAt(F, W.How.Second.At).Where);
  Found.Subject = F.Symbols[0].Name + ": " + doer(F, W.How.Second.At);
  Found.Message = messageOf(F, W);
  if (W.Made)
    Found.Steps.push_back({spanOf(F, opAt(F, *W.Made).Where),
                           W.How.What == ReleaseFault::NotOwned
                               ? "its address is taken here"
                               : quoted(acquiredName(F, *W.Made, W.Callee)) + makes(W.Family)});
  if (W.How.First)
    Found.Steps.push_back({spanOf(F, opAt(F, *W.How.First).Where),
                           W.How.What == ReleaseFault::Moved
                               ? "the pointer is moved here"
                               : doer(F, *W.How.First) + Releases + " first"});
  Found.Steps.push_back({Found.Where, doer(F, W.How.Second.At) + Releases});
  Found.StepsAreFlow = true;
  Found.Props = {{"family", W.Family},
                 {"releasedAs", W.How.Second.Family},
                 {"exit", faultWord(W.How.What)},
                 {"grade", std::string("path")}};
  return Found;
}

/// Faults at one place of one body, of one kind.
struct FaultKey {
  Span Function;
  ir::Place Told;
  std::string Family;

  auto operator<=>(const FaultKey &) const = default;
};

/// Reports each fault once, and only where all bodies of its place have it.
template <class Fault>
void reportAll(CheckContext &Context,
               const std::vector<std::pair<FaultKey, const Fault *>> &Faults) {
  const Program &P = Context.program();
  std::map<Span, std::size_t> Bodies;
  for (const ir::Function &F : P.Functions)
    ++Bodies[F.Where];
  struct Group {
    const Fault *First = nullptr;
    std::set<std::size_t> Functions;
  };
  std::map<FaultKey, Group> Groups;
  for (const auto &[Key, One] : Faults) {
    Group &G = Groups[Key];
    G.Functions.insert(One->Function);
    if (!G.First)
      G.First = One;
  }
  for (const auto &[Key, G] : Groups)
    if (G.Functions.size() == Bodies[Key.Function])
      Context.report(describe(P, *G.First));
    else
      Context.silent("not in each instance or unit");
}

} // namespace

std::string acquiredName(const ir::Function &F, OpPlace Made, const std::string &Callee) {
  if (!Callee.empty())
    return Callee + "()";
  const ir::Op &Op = opAt(F, Made);
  const ir::Site &S = F.Sites[Op.Values[0].Index];
  return "new " + F.Types[S.Type].Name + (S.Form == ir::SiteForm::NewArray ? "[]" : "");
}

void reportLosses(CheckContext &Context, std::initializer_list<LossKind> Kinds) {
  std::vector<std::pair<FaultKey, const LostResource *>> All;
  for (const LostResource &L : Context.solved().resourceFaults().Lost) {
    if (std::find(Kinds.begin(), Kinds.end(), L.How.Kind) == Kinds.end())
      continue;
    const ir::Function &F = Context.program().Functions[L.Function];
    const bool Thrown = L.How.Kind == LossKind::Thrown || L.How.Kind == LossKind::Unfinished;
    if (Thrown && L.ThrowDepth > Context.number(F.Where.File, "throw-depth"))
      continue;
    // What one call loses in several ways is one finding, where it is told at that call.
    const OpPlace Told = L.How.Kind == LossKind::Replaced ? L.How.At : L.Made;
    All.push_back({{F.Where, opAt(F, Told).Where, L.Family}, &L});
  }
  reportAll(Context, All);
}

void reportWrongReleases(CheckContext &Context, ReleaseFault Fault) {
  std::vector<std::pair<FaultKey, const WronglyReleased *>> All;
  for (const WronglyReleased &W : Context.solved().resourceFaults().Wrong) {
    if (W.How.What != Fault)
      continue;
    const ir::Function &F = Context.program().Functions[W.Function];
    All.push_back({{F.Where, opAt(F, W.How.Second.At).Where, ""}, &W});
  }
  reportAll(Context, All);
}

} // namespace memlint
