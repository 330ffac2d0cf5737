#include "analysis/extract/growth/LargeCopies.h"

#include "analysis/extract/records/RecordLayouts.h"
#include "analysis/extract/trips/LoopEffects.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/RecursiveASTVisitor.h"

namespace memlint {
namespace {

using namespace clang;

constexpr std::uint64_t SmallestSize = 64; // bytes; what fits into a cache line is no matter

/// The size of a trivially copyable class, of at least the smallest; 0 for any other type.
std::uint64_t largeSize(const ASTContext &Context, QualType Type) {
  if (Type->isReferenceType() || !Type->isRecordType() || Type->isIncompleteType() ||
      Type.isVolatileQualified() || !Type.isTriviallyCopyableType(Context))
    return 0;
  auto Size = static_cast<std::uint64_t>(Context.getTypeSizeInChars(Type).getQuantity());
  return Size >= SmallestSize ? Size : 0;
}

/// Its signature is not its own: others override it, call it through a table or from C.
bool hasFixedSignature(const FunctionDecl &Function) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&Function);
  return (Method && (Method->isVirtual() || Method->getParent()->isLambda())) ||
         Function.isExternC() || Function.isMain() || Function.isDefaulted() ||
         Function.isOverloadedOperator() || Function.isConstexpr();
}

/// Looks for an lvalue of a type, other than one variable, that a write could reach it by.
class OtherObjects : public RecursiveASTVisitor<OtherObjects> {
public:
  OtherObjects(const ASTContext &Context, const VarDecl &Own) : Context(Context), Own(Own) {}
  bool Found = false;

  bool VisitExpr(Expr *E) {
    if (!E->isGLValue() || E->getType().isConstQualified() ||
        !Context.hasSameUnqualifiedType(E->getType(), Own.getType()))
      return true;
    const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
    const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    bool Local = Var && Var->hasLocalStorage() && !Var->getType()->isReferenceType();
    if (!Local && !isa<MaterializeTemporaryExpr>(E))
      Found = true;
    return !Found;
  }

private:
  const ASTContext &Context;
  const VarDecl &Own;
};

class LargeCopyFinder {
public:
  LargeCopyFinder(ASTContext &Context, SourceMap &Map, const BodyUses &Body)
      : Context(Context), Map(Map), Body(Body) {}
  std::vector<WasteFact> Facts;

  void readParameters() {
    const FunctionDecl &Function = Body.function();
    if (hasFixedSignature(Function))
      return;
    for (const ParmVarDecl *Parameter : Function.parameters())
      if (std::uint64_t Size = largeSize(Context, Parameter->getType()))
        if (isReadParameter(*Parameter))
          add(*Parameter, Size, "parameter");
  }
  void readLoops() {
    for (const CXXForRangeStmt *For : Body.ranges()) {
      const VarDecl *Variable = For->getLoopVariable();
      std::uint64_t Size = largeSize(Context, Variable->getType());
      if (Size && copiesElement(*Variable) && Map.isPlainUserCode(Variable->getLocation()) &&
          isOnlyRead(*Variable) && keepsElements(*For, *Variable)) {
        add(*Variable, Size, "element");
        Facts.back().Places.push_back({"loop", Map.token(For->getForLoc()), "for"});
        addFix(*Variable);
      }
    }
  }

private:
  bool isReadParameter(const ParmVarDecl &Parameter) {
    if (!Parameter.getIdentifier() || !Body.isNamed(Parameter) ||
        !Map.isPlainUserCode(Parameter.getLocation()) || !isOnlyRead(Parameter))
      return false;
    OtherObjects Others(Context, Parameter);
    Others.TraverseStmt(Body.function().getBody());
    return !Others.Found;
  }
  /// Read in place: whoever returns or stores the whole of it needs a copy anyway.
  bool isOnlyRead(const VarDecl &Variable) {
    auto Uses = Body.usesOf(Variable);
    return llvm::all_of(Uses, [](const VariableUse &U) {
      return U.Kind == UseKind::Reads && !(U.By && isa<CXXConstructExpr>(U.By));
    });
  }
  /// The element stands in memory: not one that the iterator makes.
  bool copiesElement(const VarDecl &Variable) {
    const auto *Construct = Variable.getInit()
                                ? dyn_cast<CXXConstructExpr>(Variable.getInit()->IgnoreImplicit())
                                : nullptr;
    return Construct && Construct->getNumArgs() == 1 &&
           Construct->getConstructor()->isCopyOrMoveConstructor() &&
           Construct->getArg(0)->isLValue();
  }
  /// No iteration may change what the loop runs over.
  bool keepsElements(const CXXForRangeStmt &For, const VarDecl &Variable) {
    const ValueDecl *Range = namedObject(For.getRangeInit());
    if (!Range)
      return false;
    auto Effects = effectsOf(For, nullptr);
    const auto *Var = dyn_cast<VarDecl>(Range);
    bool Own = Var && Var->hasLocalStorage() && !Var->getType()->isReferenceType() &&
               !handedOutIn(*Body.function().getBody()).contains(Var);
    OtherObjects Others(Context, Variable);
    Others.TraverseStmt(const_cast<Stmt *>(For.getBody()));
    return !Effects.HasErrors && !Effects.Changed.contains(Range) && !Others.Found &&
           (Own || (!Effects.MayWriteElsewhere && !Effects.ChangesThis));
  }
  void add(const VarDecl &Variable, std::uint64_t Size, const char *What) {
    WasteFact Fact;
    Fact.Kind = WasteKind::LargeCopy;
    Fact.Function = readableName(Body.function());
    Fact.Subject = Variable.getName();
    Fact.Type = readableType(Variable.getType().getUnqualifiedType(), Context);
    Fact.Where = Map.token(Variable.getLocation());
    Fact.Words.push_back(What);
    Fact.Size = Size;
    Facts.push_back(std::move(Fact));
  }
  void addFix(const VarDecl &Variable) {
    SourceLocation Begin = Variable.getBeginLoc();
    if (!Begin.isFileID() || Variable.hasAttrs())
      return;
    const SourceManager &Sources = Context.getSourceManager();
    auto Insert = [&](SourceLocation At, const char *Text) {
      auto [File, Offset] = Sources.getDecomposedLoc(At);
      return TextEdit{Map.bytes(File, Offset, 0), "", Text};
    };
    ProposedFix Fix{"bind '" + Variable.getName().str() + "' to the element", {}};
    if (!Variable.getType().isConstQualified())
      Fix.Edits.push_back(Insert(Begin, "const "));
    Fix.Edits.push_back(Insert(Variable.getLocation(), "&"));
    Facts.back().Fixes.push_back(std::move(Fix));
  }

  ASTContext &Context;
  SourceMap &Map;
  const BodyUses &Body;
};

} // namespace

std::vector<WasteFact> largeCopies(ASTContext &Context, SourceMap &Map, const BodyUses &Body) {
  LargeCopyFinder Finder(Context, Map, Body);
  if (!Body.isUnreadable()) {
    Finder.readParameters();
    Finder.readLoops();
  }
  return std::move(Finder.Facts);
}

} // namespace memlint
