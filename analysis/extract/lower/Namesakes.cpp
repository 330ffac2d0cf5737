#include "analysis/extract/lower/Namesakes.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Basic/Builtins.h"

namespace memlint {

using namespace clang;

/// The function of C's library with that name; null: none, or one whose type is not known here, for
/// want of FILE, jmp_buf or pthread_t.
static const FunctionProtoType *libraryType(const FunctionDecl &F, const ASTContext &Context) {
  const IdentifierInfo *Name = F.getIdentifier();
  if (!Name || !Name->getBuiltinID() || F.getBuiltinID() || !F.isExternC())
    return nullptr;
  ASTContext::GetBuiltinTypeError Error = ASTContext::GE_None;
  const QualType Type = Context.GetBuiltinType(Name->getBuiltinID(), Error);
  return Error == ASTContext::GE_None && !Type.isNull() ? Type->getAs<FunctionProtoType>()
                                                        : nullptr;
}

static bool isAlike(QualType One, QualType Other) {
  const auto IsNumber = [](QualType T) { return T->isIntegralOrEnumerationType(); };
  return One->isAnyPointerType() == Other->isAnyPointerType() &&
         One->isVoidType() == Other->isVoidType() &&
         One->isRealFloatingType() == Other->isRealFloatingType() &&
         IsNumber(One) == IsNumber(Other);
}

bool isNamesake(const FunctionDecl &Function, const ASTContext &Context) {
  const FunctionProtoType *Library = libraryType(Function, Context);
  if (!Library)
    return false;
  if (!isAlike(Function.getReturnType(), Library->getReturnType()))
    return true;
  const auto *Own = Function.getType()->getAs<FunctionProtoType>();
  if (!Own)
    return false;
  if (Own->getNumParams() != Library->getNumParams())
    return true;
  for (unsigned I = 0; I < Own->getNumParams(); ++I)
    if (!isAlike(Own->getParamType(I), Library->getParamType(I)))
      return true;
  return false;
}

} // namespace memlint
