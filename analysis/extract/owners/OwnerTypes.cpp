#include "analysis/extract/owners/OwnerTypes.h"

#include "analysis/extract/growth/BodyUses.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/TargetInfo.h"

namespace memlint {
namespace {

using namespace clang;

bool isDefaultDelete(const TemplateArgument &Deleter) {
  if (Deleter.getKind() != TemplateArgument::Type ||
      !isStandardClass(Deleter.getAsType(), "default_delete"))
    return false;
  const auto *Class =
      dyn_cast<ClassTemplateSpecializationDecl>(Deleter.getAsType()->getAsCXXRecordDecl());
  return Class && !Class->isExplicitSpecialization();
}

/// Without what only surrounds an expression, conversions included, whose types go to `Spelled`.
const Expr *bare(const Expr *E, llvm::SmallVectorImpl<TypeLoc> &Spelled) {
  for (;;) {
    E = E->IgnoreParens()->IgnoreImplicit();
    const auto *Cast = dyn_cast<CXXFunctionalCastExpr>(E);
    if (!Cast && !isa<ParenExpr>(E))
      return E;
    if (Cast) {
      Spelled.push_back(Cast->getTypeInfoAsWritten()->getTypeLoc());
      E = Cast->getSubExpr();
    }
  }
}

const Expr *onlyArgument(const CXXConstructExpr &Made) {
  const Expr *Only = nullptr;
  for (const Expr *Argument : Made.arguments()) {
    if (isa<CXXDefaultArgExpr>(Argument))
      continue;
    if (Only)
      return nullptr;
    Only = Argument;
  }
  return Only;
}

bool isEmpty(const CXXConstructExpr &Made) {
  return llvm::all_of(Made.arguments(), [](const Expr *E) { return isa<CXXDefaultArgExpr>(E); });
}

std::optional<OwnerStart> madeByCall(const CallExpr &Call) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!Callee || !Callee->getIdentifier() || !Callee->getTemplateSpecializationArgs())
    return std::nullopt;
  const StringRef Name = Callee->getName();
  const std::optional<OwnerType> Owner = asOwner(Callee->getReturnType());
  if (!Owner || (Name != "make_unique" && Name != "make_shared"))
    return std::nullopt;
  return OwnerStart{&Call, Owner->Object, false, {}};
}

std::optional<OwnerStart> madeByNew(const CXXNewExpr &New) {
  if (New.isArray() || New.getNumPlacementArgs() != 0 || !New.getOperatorNew() ||
      isa<CXXMethodDecl>(New.getOperatorNew()))
    return std::nullopt;
  return OwnerStart{&New, New.getAllocatedType(), true, {}};
}

std::optional<OwnerStart> startOfBare(const Expr *E) {
  if (isa<CXXNullPtrLiteralExpr, GNUNullExpr>(E))
    return OwnerStart();
  if (const auto *List = dyn_cast<InitListExpr>(E))
    return List->getNumInits() == 0 ? std::optional(OwnerStart()) : std::nullopt;
  if (const auto *New = dyn_cast<CXXNewExpr>(E))
    return madeByNew(*New);
  if (const auto *Call = dyn_cast<CallExpr>(E))
    return madeByCall(*Call);
  const auto *Made = dyn_cast<CXXConstructExpr>(E);
  if (!Made || !asOwner(Made->getType()))
    return std::nullopt;
  const Expr *From = onlyArgument(*Made);
  auto Start = isEmpty(*Made) ? std::optional(OwnerStart())
               : From         ? startOfOwner(From)
                              : std::nullopt;
  if (const auto *Named = dyn_cast<CXXTemporaryObjectExpr>(Made); Named && Start)
    Start->Spelled.push_back(Named->getTypeSourceInfo()->getTypeLoc());
  return Start;
}

} // namespace

std::optional<OwnerType> asOwner(QualType Type) {
  const bool Shared = isStandardClass(Type, "shared_ptr");
  if (!Shared && !isStandardClass(Type, "unique_ptr"))
    return std::nullopt;
  const auto *Class = dyn_cast<ClassTemplateSpecializationDecl>(Type->getAsCXXRecordDecl());
  if (!Class || Class->getTemplateArgs().size() == 0 ||
      Class->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
    return std::nullopt;
  const TemplateArgumentList &Arguments = Class->getTemplateArgs();
  const QualType Object = Arguments[0].getAsType();
  if (Object->isVoidType() || Object->isArrayType() || Object->isDependentType() ||
      (!Shared && (Arguments.size() != 2 || !isDefaultDelete(Arguments[1]))))
    return std::nullopt;
  return OwnerType{Shared, Object};
}

std::optional<OwnerStart> startOfOwner(const Expr *E) {
  llvm::SmallVector<TypeLoc, 1> Spelled;
  std::optional<OwnerStart> Start = startOfBare(bare(E, Spelled));
  if (Start)
    Start->Spelled.append(Spelled);
  return Start;
}

bool livesAnywhere(QualType Type, const ASTContext &Context) {
  if (Type->isIncompleteType() ||
      Context.getTypeAlign(Type) > Context.getTargetInfo().getNewAlign())
    return false;
  const auto *Class = Type->getAsCXXRecordDecl();
  if (!Class)
    return true;
  const DeclarationName New = Context.DeclarationNames.getCXXOperatorName(OO_New);
  auto HasNone = [&](const CXXRecordDecl &C) { return C.lookup(New).empty(); };
  return HasNone(*Class) &&
         Class->forallBases([&](const CXXRecordDecl *Base) { return HasNone(*Base); });
}

bool sharesItself(QualType Type) {
  const auto *Class = Type->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition())
    return true;
  return !Class->forallBases([](const CXXRecordDecl *Base) {
    return !Base->isInStdNamespace() || Base->getName() != "enable_shared_from_this";
  });
}

bool isSameObject(QualType Object, QualType Made) {
  return Object.getCanonicalType().getUnqualifiedType() ==
         Made.getCanonicalType().getUnqualifiedType();
}

bool endsAsMade(QualType Object, QualType Made) {
  if (isSameObject(Object, Made))
    return true;
  const auto *Class = Object->getAsCXXRecordDecl();
  const CXXDestructorDecl *Ends =
      Class && Class->hasDefinition() ? Class->getDestructor() : nullptr;
  return Ends && Ends->isVirtual();
}

std::uint64_t sizeOf(QualType Type, const ASTContext &Context) {
  return Type->isIncompleteType()
             ? 0
             : static_cast<std::uint64_t>(Context.getTypeSizeInChars(Type).getQuantity());
}

} // namespace memlint
