#include "checks/ResourceWording.h"

#include "analysis/link/Program.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace memlint {
namespace {

/// What the source calls it: `fopen()`, `new T`.
std::string nameOf(const ir::Function &F, const LostResource &L) {
  if (!L.Callee.empty())
    return L.Callee + "()";
  const ir::Op &Op = opAt(F, L.Made);
  const ir::Site &S = F.Sites[Op.Values[0].Index];
  return "new " + F.Types[S.Type].Name + (S.Form == ir::SiteForm::NewArray ? "[]" : "");
}

std::string calleeAt(const ir::Function &F, OpPlace At) {
  const ir::Op &Call = opAt(F, At);
  return Call.Callee ? F.Symbols[Call.Callee - 1].Name + "()" : "the call";
}

bool isMemory(const std::string &Family) {
  return Family == "new" || Family == "new[]" || Family == "heap";
}

std::string howText(LossKind Kind) {
  switch (Kind) {
  case LossKind::Dropped:
    return "nothing takes it";
  case LossKind::Overwritten:
    return "the last name for it is overwritten here";
  case LossKind::Replaced:
    return "the result takes its place, null where the call fails";
  case LossKind::HolderEnd:
    return "what holds it is freed here";
  case LossKind::ScopeEnd:
    return "the last name for it ends here";
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
  }
  return "";
}

Finding describe(const Program &P, const LostResource &L) {
  const ir::Function &F = P.Functions[L.Function];
  const Span Acquired = spanOf(F, opAt(F, L.Made).Where), Gone = spanOf(F, opAt(F, L.How.At).Where);
  const std::string Released = isMemory(L.Family) ? "freed" : "closed";
  const bool Replaced = L.How.Kind == LossKind::Replaced;
  Finding Found;
  Found.Where = Replaced ? Gone : Acquired;
  Found.Subject = F.Symbols[0].Name + ": " + nameOf(F, L);
  if (Replaced)
    Found.Message = quoted(calleeAt(F, L.How.At)) + " overwrites the last name of " +
                    (L.Made == L.How.At ? "what it is given" : quoted(nameOf(F, L))) +
                    ", which is lost where it fails";
  else
    Found.Message = quoted(nameOf(F, L)) + " is " +
                    (L.EverReleased ? "not " + Released + " on some path" : "never " + Released) +
                    (L.How.Kind == LossKind::Overwritten ? ": its last name is overwritten" : "");
  Found.Steps.push_back({Acquired, quoted(nameOf(F, L)) + " is made here"});
  if (L.How.Kind != LossKind::Dropped && Gone)
    Found.Steps.push_back({Gone, howText(L.How.Kind)});
  Found.StepsAreFlow = true;
  Found.Props = {{"family", L.Family},
                 {"acquire", nameOf(F, L)},
                 {"exit", exitWord(L.How.Kind)},
                 {"grade", std::string(L.EverReleased ? "path" : "certain")}};
  return Found;
}

} // namespace

void reportLosses(CheckContext &Context, std::initializer_list<LossKind> Kinds) {
  const Program &P = Context.program();
  std::map<Span, std::size_t> Bodies;
  for (const ir::Function &F : P.Functions)
    ++Bodies[F.Where];
  struct Group {
    const LostResource *First = nullptr;
    std::size_t Count = 0;
  };
  std::map<std::tuple<Span, ir::Place, std::string>, Group> Groups;
  for (const LostResource &L : Context.solved().lost()) {
    if (std::find(Kinds.begin(), Kinds.end(), L.How.Kind) == Kinds.end())
      continue;
    const ir::Function &F = P.Functions[L.Function];
    // What one call loses in several ways is one finding, where it is told at that call.
    const OpPlace Told = L.How.Kind == LossKind::Replaced ? L.How.At : L.Made;
    Group &G = Groups[{F.Where, opAt(F, Told).Where, L.Family}];
    if (!G.First || G.First->Function != L.Function)
      ++G.Count;
    if (!G.First)
      G.First = &L;
  }
  for (const auto &[Key, G] : Groups)
    if (G.Count == Bodies[std::get<Span>(Key)])
      Context.report(describe(P, *G.First));
    else
      Context.silent("not in each instance or unit");
}

} // namespace memlint
