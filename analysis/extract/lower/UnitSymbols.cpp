#include "analysis/extract/lower/UnitSymbols.h"

#include "analysis/extract/SourceMap.h"
#include "analysis/extract/lower/LibraryCalls.h"
#include "analysis/extract/lower/Namesakes.h"
#include "analysis/extract/lower/PlainOwners.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Analysis/Analyses/LifetimeSafety/LifetimeAnnotations.h"
#include "clang/Basic/Builtins.h"
#include "clang/Index/USRGeneration.h"

namespace memlint {
namespace {

using namespace clang;

/// Types without names are written with the paths of their files, which are the machine's.
std::string withoutPlaces(std::string Text) {
  for (std::size_t At = 0; (At = Text.find(" at ", At)) != std::string::npos;) {
    const std::size_t End = Text.find(')', At);
    Text.erase(At, End == std::string::npos ? End : End - At);
  }
  return Text;
}

/// Built-in functions bear the names of those that they stand for: `memcpy` of `__builtin_memcpy`
/// and of `__builtin___memcpy_chk`.
std::string plainName(const NamedDecl &D) {
  std::string Name = withoutPlaces(D.getDeclName().getAsString());
  if (const auto *F = dyn_cast<FunctionDecl>(&D); F && F->getBuiltinID()) {
    llvm::StringRef Short = Name;
    if (Short.consume_front("__builtin_") && Short.consume_front("__"))
      Short.consume_back("_chk");
    return Short.str();
  }
  // Constructors and conversions of templates would show their arguments.
  if (const auto *C = dyn_cast<CXXConstructorDecl>(&D))
    return plainName(*C->getParent());
  if (const auto *C = dyn_cast<CXXDestructorDecl>(&D))
    return "~" + plainName(*C->getParent());
  if (Name.empty()) {
    const auto *Class = dyn_cast<CXXRecordDecl>(&D);
    return Class && Class->isLambda() ? "(lambda)" : "(unnamed)";
  }
  return Name;
}

bool isTransparent(const DeclContext &Scope) {
  if (const auto *Space = dyn_cast<NamespaceDecl>(&Scope))
    return Space->isInline() || Space->isAnonymousNamespace();
  return !isa<NamedDecl>(Scope);
}

bool isReserved(const NamedDecl &D) { return D.getDeclName().getAsString().starts_with("_"); }

bool isConstantGlobal(const VarDecl &V, const ASTContext &Context) {
  return V.getType().isConstantStorage(Context, /*ExcludeCtor=*/false, /*ExcludeDtor=*/true);
}

class AttributeReader {
public:
  explicit AttributeReader(std::vector<ir::Attribute> &Found) : Found(Found) {}

  void readFunction(const FunctionDecl &F) {
    using Kind = ir::AttributeKind;
    for (const Attr *A : F.attrs()) {
      if (const auto *Malloc = dyn_cast<RestrictAttr>(A))
        readMalloc(*Malloc);
      else if (isa<ReturnsNonNullAttr>(A))
        add(Kind::NonNullResult, 0);
      else if (isa<CFReturnsRetainedAttr, NSReturnsRetainedAttr, OSReturnsRetainedAttr>(A))
        add(Kind::ReturnsOwned, 0, "retained");
      else if (const auto *Owned = dyn_cast<OwnershipAttr>(A))
        readOwnership(*Owned);
      else if (const auto *Handle = dyn_cast<AcquireHandleAttr>(A))
        add(Kind::Acquires, 0, Handle->getHandleType());
      else if (const auto *Locks = dyn_cast<AcquireCapabilityAttr>(A); Locks && !Locks->args_size())
        add(Kind::Acquires, ir::ThisParameter, "capability"); // those that are named are others
      else if (const auto *Unlocks = dyn_cast<ReleaseCapabilityAttr>(A);
               Unlocks && !Unlocks->args_size())
        add(Kind::Releases, ir::ThisParameter, "capability");
      else
        readAnnotation(*A, 0);
    }
    // Behind the parameters Clang takes it for one of the type.
    if (const auto *Type = F.getType()->getAs<AttributedType>())
      if (const auto *Handle = dyn_cast_or_null<AcquireHandleAttr>(Type->getAttr()))
        add(Kind::Acquires, 0, Handle->getHandleType());
    for (unsigned I = 0; I < F.getNumParams(); ++I)
      readParameter(*F.getParamDecl(I), I + 1);
    if (const auto *Method = dyn_cast<CXXMethodDecl>(&F);
        Method && Method->isInstance() && lifetimes::implicitObjectParamIsLifetimeBound(Method))
      add(Kind::LifetimeBound, ir::ThisParameter);
    if (const auto *Made = dyn_cast<CXXConstructorDecl>(&F); Made && viewsOwner(*Made))
      add(Kind::LifetimeBound, 1);
  }
  void readVariable(const VarDecl &V) {
    if (const auto *A = V.getAttr<CleanupAttr>())
      add(ir::AttributeKind::Cleanup, 0, A->getFunctionDecl()->getName());
    for (const auto *A : V.specific_attrs<AnnotateAttr>())
      readAnnotation(*A, 0);
  }

private:
  /// Makes a [[gsl::Pointer]] from a [[gsl::Owner]].
  static bool viewsOwner(const CXXConstructorDecl &Made) {
    return Made.getNumParams() != 0 &&
           lifetimes::isGslPointerType(Made.getFunctionObjectParameterType()) &&
           lifetimes::isGslOwnerType(Made.getParamDecl(0)->getType().getNonReferenceType());
  }
  void readParameter(const ParmVarDecl &P, std::uint32_t Index) {
    using Kind = ir::AttributeKind;
    for (const Attr *A : P.attrs()) {
      if (isa<NoEscapeAttr>(A))
        add(Kind::NoEscape, Index);
      else if (isa<LifetimeBoundAttr>(A))
        add(Kind::LifetimeBound, Index);
      else if (const auto *Capture = dyn_cast<LifetimeCaptureByAttr>(A))
        for (int Other : Capture->params())
          readCapture(Index, Other);
      else if (const auto *Handle = dyn_cast<AcquireHandleAttr>(A))
        add(Kind::Acquires, Index, Handle->getHandleType());
      else if (const auto *Handle = dyn_cast<ReleaseHandleAttr>(A))
        add(Kind::Releases, Index, Handle->getHandleType());
      else if (isa<CFConsumedAttr, NSConsumedAttr, OSConsumedAttr>(A))
        add(Kind::Holds, Index, "retained");
      else
        readAnnotation(*A, Index);
    }
  }
  /// Clang counts the parameters from 0, or from 1 in a method, where 0 is the object.
  void readCapture(std::uint32_t Param, int Other) {
    if (Other < 0) // global, unknown, invalid
      return;
    const bool OfMethod = HasThis;
    add(ir::AttributeKind::CaptureBy, Param, "",
        OfMethod && Other == 0 ? ir::ThisParameter
                               : static_cast<std::uint32_t>(Other) + (OfMethod ? 0 : 1));
  }
  /// Where it does not say what gives it back, nothing may have to.
  void readMalloc(const RestrictAttr &A) {
    const auto *Named = dyn_cast_or_null<DeclRefExpr>(
        A.getDeallocator() ? A.getDeallocator()->IgnoreParenImpCasts() : nullptr);
    add(ir::AttributeKind::ReturnsOwned, 0,
        Named ? plainQualifiedName(*Named->getDecl()) + "()" : std::string());
  }
  void readOwnership(const OwnershipAttr &A) {
    const llvm::StringRef Family = A.getModule() ? A.getModule()->getName() : "";
    if (A.isReturns())
      return add(ir::AttributeKind::ReturnsOwned, 0, Family);
    for (const ParamIdx &P : A.args())
      add(A.isTakes() ? ir::AttributeKind::Takes : ir::AttributeKind::Holds, P.getASTIndex() + 1,
          Family);
  }
  void readAnnotation(const Attr &A, std::uint32_t Param) {
    if (const auto *Said = dyn_cast<AnnotateAttr>(&A)) {
      llvm::StringRef Text = Said->getAnnotation();
      if (Text.consume_front("memlint:"))
        add(ir::AttributeKind::Annotation, Param, Text.trim());
    }
  }
  void add(ir::AttributeKind Kind, std::uint32_t Param, llvm::StringRef Word = "",
           std::uint32_t Other = 0) {
    Found.push_back({Kind, Param, Other, Word.str()});
  }

public:
  bool HasThis = false;

private:
  std::vector<ir::Attribute> &Found;
};

} // namespace

std::string plainQualifiedName(const NamedDecl &D) {
  std::string Name = plainName(D);
  for (const DeclContext *Scope = D.getDeclContext(); Scope && !Scope->isTranslationUnit();
       Scope = Scope->getParent())
    if (!isTransparent(*Scope))
      Name = plainName(*cast<NamedDecl>(Scope)) + "::" + Name;
  return Name;
}

std::vector<ir::Attribute> memoryAttributes(const ValueDecl &D) {
  std::vector<ir::Attribute> Found;
  AttributeReader Reader(Found);
  if (const auto *F = dyn_cast<FunctionDecl>(&D)) {
    const auto *Method = dyn_cast<CXXMethodDecl>(F);
    Reader.HasThis = Method && Method->isInstance();
    Reader.readFunction(*F->getMostRecentDecl());
  } else if (const auto *V = dyn_cast<VarDecl>(&D)) {
    Reader.readVariable(*V);
  }
  return Found;
}

UnitSymbols::UnitSymbols(ASTContext &Context, SourceMap &Map) : Context(Context), Map(Map) {
  const SourceManager &Sources = Context.getSourceManager();
  if (Span Main = Map.bytes(Sources.getMainFileID(), 0, 0))
    UnitPrefix = Map.path(Main.File) + "@";
  Literal = {
      "literal", "(literal)", ir::GlobalVariable | ir::ConstantGlobal | ir::InternalLinkage, {}};
}

const ir::Symbol &UnitSymbols::of(const ValueDecl &D, const CXXRecordDecl *Object) {
  const Decl *Key = D.getCanonicalDecl();
  const auto *Method = dyn_cast<CXXMethodDecl>(&D);
  if (Object && Method && Method->getParent()->getCanonicalDecl() != Object->getCanonicalDecl() &&
      isReserved(*Method->getParent()) && !isReserved(*Object) && Object->isInStdNamespace()) {
    auto [Place, New] = Renamed.try_emplace({Key, Object->getCanonicalDecl()});
    if (New) {
      Place->second = of(D);
      const std::string Class = plainQualifiedName(*Object);
      Place->second.Usr += "@" + Class;
      Place->second.Name = Class + "::" + plainName(D);
    }
    return Place->second;
  }
  if (auto Found = Known.find(Key); Found != Known.end())
    return Found->second;
  return Known[Key] = made(D);
}

std::string UnitSymbols::usr(const Decl &D) {
  llvm::SmallString<128> Usr;
  if (index::generateUSRForDecl(&D, Usr))
    Usr = "?";
  const auto *Named = dyn_cast<NamedDecl>(&D);
  std::string Text = withoutPlaces(Usr.str().str());
  return Named && !Named->isExternallyVisible() ? ownerOf(*Named) + Text : Text;
}

/// Before the USR of what other units do not have. A `static` function of a header is one function
/// in all units that include it, as an inline one is.
std::string UnitSymbols::ownerOf(const NamedDecl &D) {
  const FunctionDecl *F = D.getAsFunction();
  const FunctionDecl *Body = F ? F->getDefinition() : nullptr;
  const SourceManager &Sources = Context.getSourceManager();
  if (!Body || isa<CXXMethodDecl>(Body) || Body->isTemplateInstantiation() ||
      Map.isInLibrary(Body->getLocation()) ||
      Sources.isInMainFile(Sources.getExpansionLoc(Body->getLocation())))
    return UnitPrefix;
  const Span Where = Map.token(Body->getLocation());
  return Where ? Map.path(Where.File) + "@" : UnitPrefix;
}

ir::Symbol UnitSymbols::made(const ValueDecl &D) {
  ir::Symbol S;
  S.Usr = usr(D);
  S.Name = plainQualifiedName(D);
  if (!D.isExternallyVisible())
    S.Flags |= ir::InternalLinkage;
  if (Map.isInLibrary(D.getLocation()))
    S.Flags |= ir::InSystemHeader;
  if (const auto *F = dyn_cast<FunctionDecl>(&D))
    S.Flags |= functionFlags(*F);
  else if (const auto *V = dyn_cast<VarDecl>(&D))
    S.Flags |= variableFlags(*V);
  S.Attributes = memoryAttributes(D);
  if (const auto *F = dyn_cast<FunctionDecl>(&D))
    for (const CXXMethodDecl *Called : calledUnseen(*F, Map))
      S.Attributes.push_back(
          {ir::AttributeKind::Calls, 0, 0, Called ? usr(*Called) : std::string("?")});
  if (const auto *F = dyn_cast<FunctionDecl>(&D))
    if (const CXXRecordDecl *Made = madeOfForwarded(*F))
      S.Attributes.push_back({ir::AttributeKind::Makes, 0, 0, plainQualifiedName(*Made)});
  return S;
}

static std::uint32_t methodFlags(const CXXMethodDecl &M) {
  std::uint32_t Flags = 0;
  if (M.isImplicitObjectMemberFunction())
    Flags |= ir::HasThis;
  if (M.isVirtual())
    Flags |= ir::VirtualMethod;
  if (M.hasAttr<FinalAttr>() || M.getParent()->isEffectivelyFinal())
    Flags |= ir::FinalMethod;
  const auto *Made = dyn_cast<CXXConstructorDecl>(&M);
  if (Made)
    Flags |= ir::Constructor;
  if (isa<CXXDestructorDecl>(M))
    Flags |= ir::Destructor;
  if (M.isCopyAssignmentOperator() || M.isMoveAssignmentOperator() ||
      (Made && Made->isCopyOrMoveConstructor()))
    Flags |= ir::CopyOrMove;
  if (M.getOverloadedOperator() == OO_Equal)
    Flags |= ir::Assignment;
  if (M.isTrivial())
    Flags |= ir::Trivial;
  if (lifetimes::isGslOwnerType(M.getFunctionObjectParameterType()))
    Flags |= ir::MethodOfOwner;
  if (M.getParent()->isInStdNamespace() && isPlainOwner(*M.getParent()))
    Flags |= ir::OfPlainOwner;
  return Flags;
}

bool answersByArguments(const FunctionDecl &F) {
  const FunctionDecl &Latest = *F.getMostRecentDecl();
  if (Latest.hasAttr<PureAttr>() || Latest.hasAttr<ConstAttr>())
    return true;
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  const bool ChangesObject =
      Method && Method->isInstance() && !Method->isConst() && !isa<CXXConstructorDecl>(Method);
  return F.isConstexpr() && !ChangesObject &&
         F.getASTContext().getSourceManager().isInSystemHeader(F.getLocation()) &&
         llvm::none_of(F.parameters(), [](const ParmVarDecl *P) {
           const QualType To = P->getType()->getPointeeType();
           return !To.isNull() && !To.isConstQualified();
         });
}

std::uint32_t UnitSymbols::functionFlags(const FunctionDecl &F) const {
  std::uint32_t Flags = 0;
  if (isNamesake(F, Context))
    Flags |= ir::Namesake;
  const FunctionDecl &Latest = *F.getMostRecentDecl();
  if (Latest.isNoReturn() || Latest.isAnalyzerNoReturn())
    Flags |= ir::NoReturn;
  const auto *Type = F.getType()->getAs<FunctionProtoType>();
  if (!Context.getLangOpts().CXXExceptions || Latest.hasAttr<NoThrowAttr>() ||
      (Type && !isUnresolvedExceptionSpec(Type->getExceptionSpecType()) && Type->isNothrow()))
    Flags |= ir::NoThrow;
  if (answersByArguments(F))
    Flags |= ir::OnlyReads;
  if (F.isVariadic())
    Flags |= ir::Variadic;
  if (F.isImplicit() || F.isDefaulted())
    Flags |= ir::Implicit;
  const OverloadedOperatorKind Operator = F.getOverloadedOperator();
  if (Operator == OO_Delete || Operator == OO_Array_Delete)
    Flags |= ir::Deallocation;
  for (const FunctionEffectWithCondition &Effect : F.getFunctionEffects())
    if ((Effect.Effect.kind() == FunctionEffect::Kind::NonAllocating ||
         Effect.Effect.kind() == FunctionEffect::Kind::NonBlocking) &&
        !Effect.Cond.getCondition())
      Flags |= ir::AllocatesNever;
  if (F.getNumParams() != 0) {
    const QualType First = F.getParamDecl(0)->getType();
    Flags |= First->isPointerType() ? ir::PointerArgument : 0u;
  }
  for (unsigned I = 0; I < F.getNumParams() && I < std::size(ir::RvalueFlags); ++I)
    if (F.getParamDecl(I)->getType()->isRValueReferenceType())
      Flags |= ir::RvalueFlags[I];
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&F))
    Flags |= methodFlags(*Method);
  return Flags;
}

std::uint32_t UnitSymbols::variableFlags(const VarDecl &V) const {
  std::uint32_t Flags = ir::GlobalVariable;
  if (V.getTLSKind() != VarDecl::TLS_None)
    Flags |= ir::ThreadLocal;
  if (V.isConstexpr() || isConstantGlobal(V, Context))
    Flags |= ir::ConstantGlobal;
  return Flags;
}

} // namespace memlint
