#include "analysis/extract/owners/LoneOwners.h"

#include "analysis/extract/owners/OwnerMentions.h"
#include "analysis/extract/records/RecordLayouts.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/TypeLoc.h"
#include "llvm/ADT/MapVector.h"

#include <cstring>

namespace memlint {
namespace {

using namespace clang;

struct Candidate {
  std::vector<const Expr *> Made; // calls and `new`
  std::vector<TypeLoc> Spelled;   // where code names the type besides the declaration
  bool FromStart = false;         // its declaration makes the first
  bool Changes = false;           // has no object, or another, at times; or is asked
  bool Exact = true;              // all objects are of the very type
};

/// The function whose body the variable stands in; that of a lambda is part of another.
const DeclContext *functionAround(const VarDecl &Var) {
  const DeclContext *In = Var.getParentFunctionOrMethod();
  for (;;) {
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(In);
    if (!Method || !Method->getParent()->isLambda())
      return In;
    In = Method->getParent()->getParentFunctionOrMethod();
  }
}

class LoneFinder {
public:
  LoneFinder(ASTContext &Context, SourceMap &Map, const FunctionDecl &Function)
      : Context(Context), Map(Map), Function(Function) {}

  std::vector<LoneOwnerFact> find() {
    forEachOwnerUse(Function, [this](const ValueDecl &Named, const OwnerUse &Use, auto) {
      if (const auto *Var = dyn_cast<VarDecl>(&Named))
        read(*Var, Use);
    });
    std::vector<LoneOwnerFact> Facts;
    for (const auto &[Var, Found] : Candidates)
      if (Found && !Found->Made.empty())
        Facts.push_back(fact(*Var, *Found));
    return Facts;
  }

private:
  void read(const VarDecl &Var, const OwnerUse &Use) {
    auto [At, New] = Candidates.try_emplace(&Var);
    if (New)
      At->second = started(Var);
    std::optional<Candidate> &Known = At->second;
    if (!Known || Use.Kind == OwnerUseKind::Reads)
      return;
    Known->Changes = true;
    llvm::append_range(Known->Spelled, Use.Start.Spelled);
    if (Use.Kind == OwnerUseKind::Other ||
        (Use.Kind == OwnerUseKind::Makes && !take(Var, *Known, Use.Start)))
      Known.reset();
  }

  /// How the variable begins; nothing where it is no candidate.
  std::optional<Candidate> started(const VarDecl &Var) {
    const std::optional<OwnerType> Owner = asOwner(Var.getType());
    if (!Owner || !Owner->Shared || functionAround(Var) != &Function || !Var.isLocalVarDecl() ||
        !Var.hasLocalStorage() || Var.isInitCapture() || Var.isCXXForRangeDecl() ||
        Var.isExceptionVariable() || !Map.isPlainUserCode(Var.getLocation()) ||
        Owner->Object->isIncompleteType() || sharesItself(Owner->Object) ||
        Var.getInitStyle() == VarDecl::ParenListInit)
      return std::nullopt;
    const std::optional<OwnerStart> Start =
        Var.getInit() ? startOfOwner(Var.getInit()) : std::optional(OwnerStart());
    if (!Start)
      return std::nullopt;
    Candidate Found;
    Found.FromStart = Start->Made != nullptr;
    llvm::append_range(Found.Spelled, Start->Spelled);
    if (Start->Made && !take(Var, Found, *Start))
      return std::nullopt;
    return Found;
  }

  /// Whether a unique_ptr would end the object in the same way.
  static bool take(const VarDecl &Var, Candidate &Into, const OwnerStart &Start) {
    const QualType Object = asOwner(Var.getType())->Object;
    Into.Made.push_back(Start.Made);
    Into.Exact &= isSameObject(Object, Start.Object);
    return !sharesItself(Start.Object) && endsAsMade(Object, Start.Object);
  }

  LoneOwnerFact fact(const VarDecl &Var, const Candidate &Found) {
    const QualType Object = asOwner(Var.getType())->Object;
    LoneOwnerFact Fact;
    Fact.Function = readableName(Function);
    Fact.Name = Var.getName();
    Fact.Where = Map.token(Var.getLocation());
    Fact.Type = readableType(Object.getUnqualifiedType(), Context);
    Fact.Size = sizeOf(Object, Context);
    for (const Expr *Made : Found.Made)
      Fact.Made.push_back(Map.token(Made->getBeginLoc()));
    Fact.OneObject =
        Found.FromStart && !Found.Changes && Found.Exact && livesAnywhere(Object, Context);
    addFix(Var, Found, Fact);
    return Fact;
  }

  /// Other names for the type and for what makes the objects, where the source writes them.
  void addFix(const VarDecl &Var, const Candidate &Found, LoneOwnerFact &Fact) {
    std::vector<TextEdit> Edits;
    if (!Context.getLangOpts().CPlusPlus14 || !Var.getTypeSourceInfo() ||
        !renameType(Var.getTypeSourceInfo()->getTypeLoc(), Edits))
      return;
    for (const TypeLoc &Spelled : Found.Spelled)
      if (!renameType(Spelled, Edits))
        return;
    for (const Expr *Made : Found.Made)
      if (const auto *Call = dyn_cast<CallExpr>(Made); Call && !renameCallee(*Call, Edits))
        return;
    if (Edits.empty())
      return;
    std::sort(Edits.begin(), Edits.end(),
              [](const TextEdit &A, const TextEdit &B) { return A.Where < B.Where; });
    Fact.Fixes.push_back({"make '" + Fact.Name + "' a std::unique_ptr", std::move(Edits)});
  }
  bool renameType(TypeLoc Written, std::vector<TextEdit> &Edits) {
    if (auto Qualified = Written.getAs<QualifiedTypeLoc>())
      Written = Qualified.getUnqualifiedLoc();
    if (Written.getAs<AutoTypeLoc>())
      return true;
    const auto Instance = Written.getAs<TemplateSpecializationTypeLoc>();
    return Instance && rename(Instance.getTemplateNameLoc(), "shared_ptr", "unique_ptr", Edits);
  }
  bool renameCallee(const CallExpr &Call, std::vector<TextEdit> &Edits) {
    const auto *Callee = dyn_cast<DeclRefExpr>(Call.getCallee()->IgnoreParenImpCasts());
    return Callee && Callee->hasQualifier() && Callee->getDecl()->isInStdNamespace() &&
           (Callee->getDecl()->getName() == "make_unique" ||
            rename(Callee->getLocation(), "make_shared", "make_unique", Edits));
  }
  bool rename(SourceLocation Where, const char *Old, const char *New,
              std::vector<TextEdit> &Edits) {
    if (!Map.isPlainUserCode(Where))
      return false;
    const Span At = Map.token(Where);
    if (!At || At.EndColumn - At.Column != std::strlen(Old))
      return false;
    Edits.push_back({At, Old, New});
    return true;
  }

  ASTContext &Context;
  SourceMap &Map;
  const FunctionDecl &Function;
  llvm::MapVector<const VarDecl *, std::optional<Candidate>> Candidates;
};

} // namespace

std::vector<LoneOwnerFact> loneOwners(ASTContext &Context, SourceMap &Map,
                                      const FunctionDecl &Function) {
  return LoneFinder(Context, Map, Function).find();
}

} // namespace memlint
