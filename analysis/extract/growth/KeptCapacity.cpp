#include "analysis/extract/growth/KeptCapacity.h"

#include "analysis/extract/SourceText.h"
#include "analysis/extract/growth/GrowableContainers.h"
#include "analysis/extract/records/RecordLayouts.h"
#include "analysis/extract/trips/LoopEffects.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/RecursiveASTVisitor.h"

namespace memlint {
namespace {

using namespace clang;

bool meansFreeing(StringRef Word) {
  return Word.equals_insensitive("free") || Word.equals_insensitive("release") ||
         Word.equals_insensitive("shrink") || Word.equals_insensitive("trim");
}

/// `ReleaseMemory`, `free_buffers`: the first word of the name.
bool nameMeansFreeing(StringRef Name) {
  Name = Name.ltrim('_');
  std::size_t End = 1;
  while (End < Name.size() && llvm::isLower(Name[End]))
    ++End;
  return meansFreeing(Name.take_front(End));
}

/// One walk over a body: containers that outlive it, and everything that is done to them.
class KeptVisitor : public RecursiveASTVisitor<KeptVisitor> {
public:
  struct Use {
    const Expr *Call;
    ContainerUse Does;
    const ValueDecl *Object;
    std::string Name;
  };
  KeptVisitor(const ASTContext &Context) : Context(Context) {}
  std::vector<Use> Uses;
  llvm::DenseMap<const ValueDecl *, unsigned> Named, Judged;

  bool VisitCallExpr(CallExpr *Call) {
    auto Known = containerCall(Context, *Call);
    const ValueDecl *Object = Known && !Known->ThroughPointer ? outliving(Known->Object) : nullptr;
    if (Object) {
      ++Judged[Object];
      Uses.push_back({Call, Known->Use, Object, Object->getName().str()});
    }
    return true;
  }
  bool VisitDeclRefExpr(DeclRefExpr *Ref) {
    if (const auto *Var = dyn_cast<VarDecl>(Ref->getDecl()))
      ++Named[Var];
    return true;
  }
  bool VisitMemberExpr(MemberExpr *Member) {
    if (const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl()))
      ++Named[Field];
    return true;
  }

private:
  /// A static variable or a member of the object itself.
  static const ValueDecl *outliving(const Expr *E) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
      if (const auto *Var = dyn_cast<VarDecl>(Ref->getDecl()))
        return Var->hasGlobalStorage() && !Var->getType()->isReferenceType() ? Var : nullptr;
    if (const auto *Member = dyn_cast<MemberExpr>(E))
      if (const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl()))
        if (isa<CXXThisExpr>(Member->getBase()->IgnoreParenImpCasts()) &&
            !Field->getType()->isReferenceType())
          return Field;
    return nullptr;
  }
  const ASTContext &Context;
};

class KeptFinder {
public:
  KeptFinder(ASTContext &Context, SourceMap &Map, const BodyUses &Body)
      : Context(Context), Map(Map), Body(Body) {}

  std::vector<WasteFact> find() {
    const FunctionDecl &Function = Body.function();
    bool NameSays = Function.getIdentifier() && nameMeansFreeing(Function.getName());
    KeptVisitor Visitor(Context);
    Visitor.TraverseStmt(Function.getBody());
    for (const auto &Use : Visitor.Uses) {
      const char *Form = formOf(Use);
      bool Alone = llvm::count_if(Visitor.Uses, [&](const auto &Other) {
                     return Other.Object == Use.Object && &Other != &Use &&
                            Other.Does != ContainerUse::Reads;
                   }) == 0;
      if (Form && Alone && Visitor.Named[Use.Object] == Visitor.Judged[Use.Object] &&
          !Body.loopAround(*Use.Call) && Map.isPlainUserCode(Use.Call->getExprLoc()) &&
          (NameSays || commentSays(Use.Call->getBeginLoc())))
        add(Use, Form);
    }
    return std::move(Facts);
  }

private:
  /// How the capacity is kept; null for what gives it back or is no such call.
  const char *formOf(const KeptVisitor::Use &Use) const {
    auto Container = asGrowable(Context, Use.Object->getType());
    if (!Container || Container->Kind == ContainerKind::Hash ||
        !Container->Class->isInStdNamespace()) // others may give it back
      return nullptr;
    if (const auto *Call = dyn_cast<CXXMemberCallExpr>(Use.Call))
      return Call->getMethodDecl()->getIdentifier() && Call->getMethodDecl()->getName() == "clear"
                 ? "clear"
                 : nullptr;
    const auto *Assign = dyn_cast<CXXOperatorCallExpr>(Use.Call);
    if (!Assign || Assign->getOperator() != OO_Equal || Assign->getNumArgs() != 2)
      return nullptr;
    const auto *List = dyn_cast<CXXStdInitializerListExpr>(Assign->getArg(1)->IgnoreImplicit());
    const auto *Plain = dyn_cast<InitListExpr>(Assign->getArg(1)->IgnoreParenImpCasts());
    return List || (Plain && Plain->getNumInits() == 0) || isEmptyList(Assign->getArg(1)) ? "assign"
                                                                                          : nullptr;
  }
  static bool isEmptyList(const Expr *E) {
    const auto *Construct = dyn_cast<CXXConstructExpr>(E->IgnoreImplicit());
    return Construct && Construct->isListInitialization() && Construct->getNumArgs() == 0 &&
           isStandardClass(Construct->getType(), "initializer_list");
  }
  /// A comment on the line of the statement, or on the lines before it up to code.
  bool commentSays(SourceLocation At) const {
    SourceText Text(Context);
    auto [File, Offset] = Text.placeOf(At);
    unsigned Begin = Text.lineBegin(File, Offset), End = Text.lineEnd(File, Offset);
    unsigned Before = Begin > 0 ? Text.lineBegin(File, Begin - 1) : Begin;
    for (const TextPiece &Piece : Text.pieces(File, Before, End)) {
      if (!Piece.isComment())
        continue;
      SmallVector<StringRef> Words;
      llvm::SplitString(Text.text({File, Piece.Begin, Piece.End}), Words, " \t\n\r.,:;!?()/*");
      bool OwnLine = Piece.Begin >= Begin || Text.isBlank(File, Before, Piece.Begin);
      if (OwnLine && llvm::any_of(Words, meansFreeing))
        return true;
    }
    return false;
  }
  void add(const KeptVisitor::Use &Use, const char *Form) {
    WasteFact Fact;
    Fact.Kind = WasteKind::CapacityKept;
    Fact.Function = readableName(Body.function());
    Fact.Subject = Use.Name;
    Fact.Type = readableType(Use.Object->getType(), Context);
    Fact.Where = Map.token(Use.Call->getExprLoc());
    Fact.Words.push_back(Form);
    Fact.Places.push_back({"declared", Map.token(Use.Object->getLocation()), Use.Name});
    Facts.push_back(std::move(Fact));
  }

  ASTContext &Context;
  SourceMap &Map;
  const BodyUses &Body;
  std::vector<WasteFact> Facts;
};

} // namespace

std::vector<WasteFact> keptCapacity(ASTContext &Context, SourceMap &Map, const BodyUses &Body) {
  if (Body.isUnreadable() || isa<CXXDestructorDecl>(Body.function()))
    return {};
  return KeptFinder(Context, Map, Body).find();
}

} // namespace memlint
