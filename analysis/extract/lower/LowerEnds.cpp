// The ends of objects: destructors that the compiler runs, and storage that ends with its scope.
#include "analysis/extract/lower/BodyLowering.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"

namespace memlint {

using namespace clang;

void BodyLowering::destroy(const ir::Path &Object, const CXXDestructorDecl *Destructor,
                           SourceLocation Where) {
  if (!Destructor || Destructor->isTrivial())
    return;
  Call C;
  C.Callee = Destructor;
  C.Values.push_back(addressOf(Object));
  C.Flags = ir::ImplicitCall;
  emitCall(std::move(C), std::nullopt, Where);
}

void BodyLowering::destroy(const ir::Path &Object, QualType Type, SourceLocation Where) {
  const auto *Class = Context.getBaseElementType(Type)->getAsCXXRecordDecl();
  if (Class && Class->hasDefinition())
    destroy(Type->isArrayType() ? elementOf(Object) : Object, Class->getDestructor(), Where);
}

void BodyLowering::endElement(const CFGElement &Element) {
  switch (Element.getKind()) {
  case CFGElement::AutomaticObjectDtor: {
    const auto Ends = Element.castAs<CFGAutomaticObjDtor>();
    const VarDecl &V = *Ends.getVarDecl();
    const SourceLocation Where =
        Ends.getTriggerStmt() ? Ends.getTriggerStmt()->getEndLoc() : V.getLocation();
    if (V.getType()->isReferenceType())
      return endExtended(V, /*Destroys=*/true, Where);
    if (!isa<ParmVarDecl>(V))
      destroy(pathOf(variable(V)), V.getType(), Where);
    return;
  }
  case CFGElement::LifetimeEnds: {
    const auto Ends = Element.castAs<CFGLifetimeEnds>();
    const VarDecl &V = *Ends.getVarDecl();
    if (isa<ParmVarDecl>(V) || !V.hasLocalStorage())
      return; // parameters end with the function
    const SourceLocation Where =
        Ends.getTriggerStmt() ? Ends.getTriggerStmt()->getEndLoc() : V.getLocation();
    // The whole life of such a variable is its macro's affair, and nowhere for a reader.
    const SourceLocation From =
        Ends.getTriggerStmt() ? Ends.getTriggerStmt()->getBeginLoc() : V.getLocation();
    const bool IsTheirs = From.isMacroID() && Context.getSourceManager().isInSystemMacro(From);
    end(pathOf(variable(V)), IsTheirs ? SourceLocation() : Where);
    return endExtended(V, /*Destroys=*/!V.getType()->isReferenceType(), Where);
  }
  case CFGElement::BaseDtor: {
    const QualType Base = Element.castAs<CFGBaseDtor>().getBaseSpecifier()->getType();
    return destroy(thisObject(), Base, Function ? Function->getEndLoc() : SourceLocation());
  }
  case CFGElement::MemberDtor: {
    const FieldDecl &Field = *Element.castAs<CFGMemberDtor>().getFieldDecl();
    return destroy(member(thisObject(), Field), Field.getType(), Field.getLocation());
  }
  case CFGElement::TemporaryDtor: {
    const auto *Bind = Element.castAs<CFGTemporaryDtor>().getBindTemporaryExpr();
    auto Found = BoundTemporaries.find(Bind);
    if (Found == BoundTemporaries.end())
      return;
    const Bound Ends = Found->second;
    auto Its = llvm::find_if(Pending, [&](const Temporary &T) { return T.Object == Ends.Object; });
    if (!Ends.Given)
      destroy(Ends.Object, Bind->getType(), Bind->getEndLoc());
    if (Its != Pending.end())
      Pending.erase(Its);
    // Where branches made the object, each ends it: an element for every one of them.
    const ir::Path &Object = Ends.Object;
    if (Object.Base == ir::BaseKind::Variable && Object.Steps.empty() &&
        Out.function().Variables[Object.Index].Kind == ir::VariableKind::Temporary)
      end(Object, Bind->getEndLoc());
    return;
  }
  case CFGElement::CleanupFunction: {
    const auto Ends = Element.castAs<CFGCleanupFunction>();
    Call C;
    C.Callee = Ends.getFunctionDecl();
    C.Values.push_back(Out.address(pathOf(variable(*Ends.getVarDecl()))));
    C.Flags = ir::ImplicitCall;
    return emitCall(std::move(C), std::nullopt, Ends.getVarDecl()->getLocation());
  }
  default: // `delete` destroys in its own operation
    return;
  }
}

void BodyLowering::endExtended(const VarDecl &V, bool Destroys, SourceLocation Where) {
  auto Found = Extended.find(&V);
  if (Found == Extended.end())
    return;
  const std::vector<Temporary> All = Found->second;
  for (const Temporary &T : llvm::reverse(All)) {
    if (Destroys)
      destroy(T.Object, T.Type, Where);
    if (!V.getType()->isReferenceType() || !Destroys)
      end(T.Object, Where);
  }
}

/// Those of the full expression that ends now. The CFG has elements for the others.
void BodyLowering::endTemporaries(SourceLocation Where) {
  std::vector<Temporary> Kept, Ended;
  for (Temporary &T : Pending)
    (T.EndedByGraph ? Kept : Ended).push_back(std::move(T));
  Pending = std::move(Kept);
  for (const Temporary &T : llvm::reverse(Ended))
    end(T.Object, Where);
}

/// Who is called ends what it got by value.
void BodyLowering::endParameters(const FunctionDecl &Of) {
  for (const ParmVarDecl *P : llvm::reverse(Of.parameters())) {
    const auto *Class = P->getType()->getAsCXXRecordDecl();
    if (!Class || !Class->hasDefinition() || Class->hasTrivialDestructor())
      continue;
    destroy(pathOf(variable(*P)), P->getType(), Of.getEndLoc());
    end(pathOf(variable(*P)), Of.getEndLoc());
  }
}

} // namespace memlint
