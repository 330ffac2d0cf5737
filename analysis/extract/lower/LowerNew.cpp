// `new` and `delete` in their forms.
#include "analysis/extract/lower/BodyLowering.h"

#include "clang/AST/ASTContext.h"

namespace memlint {

using namespace clang;

namespace {

std::uint32_t siteFlags(const CXXNewExpr &E) {
  std::uint32_t Flags = E.passAlignment() ? ir::AlignedNew : 0;
  if (isa_and_nonnull<CXXMethodDecl>(E.getOperatorNew()))
    Flags |= ir::ClassNew;
  for (const Expr *Argument : E.placement_arguments())
    Flags |= Argument->getType()->isAlignValT() ? ir::AlignedNew : ir::NothrowNew;
  return Flags;
}

/// An operator new of the program's own that is told more than the size: where to make the object,
/// which arena to take, the line. Whether it allocates is for its body to say.
bool isGivenMore(const CXXNewExpr &E) {
  const FunctionDecl *Operator = E.getOperatorNew();
  return Operator && E.getNumPlacementArgs() > 0 &&
         !Operator->isReplaceableGlobalAllocationFunction();
}

} // namespace

/// The call of the operator alone; the size is untold.
ir::Path BodyLowering::callOperatorNew(const CXXNewExpr &E) {
  Call Made;
  Made.Callee = E.getOperatorNew();
  Made.Values.assign(E.passAlignment() ? 2 : 1, Opaques.unlike());
  addArguments(Made, llvm::SmallVector<const Expr *>(E.placement_arguments()));
  const ir::Path To = newTemporary(E.getType(), E.getBeginLoc());
  emitCall(std::move(Made), To, E.getBeginLoc());
  return To;
}

/// Where the memory is from. The arguments of the allocation are evaluated before those of the
/// constructor, whose target the object is.
ir::Value BodyLowering::allocate(const CXXNewExpr &E) {
  if (auto Known = NewObjects.find(&E); Known != NewObjects.end() && !IsAside)
    return addressOf(Known->second);
  const FunctionDecl *Operator = E.getOperatorNew();
  ir::Path Object;
  if (Operator && Operator->isReservedGlobalPlacementOperator()) {
    Object = pointee(value(E.getPlacementArg(0)), E.getType(), E.getBeginLoc());
  } else if (isGivenMore(E)) {
    if (auto Size = E.getArraySize(); Size && *Size)
      effects(*Size);
    Object = ir::FunctionBuilder::deref(callOperatorNew(E));
  } else {
    for (const Expr *Argument : E.placement_arguments())
      effects(Argument);
    ir::Site Made;
    Made.Form = E.isArray() ? ir::SiteForm::NewArray : ir::SiteForm::New;
    Made.Type = type(E.getAllocatedType());
    Made.Flags = siteFlags(E);
    if (auto Size = E.getArraySize(); Size && *Size) {
      effects(*Size);
      if (auto Count = (*Size)->getIntegerConstantExpr(Context); Count && !Count->isNegative())
        Made.Count = Count->getLimitedValue();
    }
    const ir::Path To = newTemporary(E.getType(), E.getBeginLoc());
    copy(To, {ir::ValueKind::Site, Out.site(Made)}, ir::CopyReason::Init, E.getBeginLoc());
    Object = ir::FunctionBuilder::deref(To);
  }
  NewObjects[&E] = Object;
  if (const Expr *Init = E.getInitializer(); Init && isAggregate(Init->getType())) {
    const bool IsElement = E.isArray() && !Init->getType()->isArrayType();
    setTarget(Init, {IsElement ? elementOf(Object) : Object});
  }
  return addressOf(Object);
}

ir::Value BodyLowering::newObject(const CXXNewExpr &E) {
  const ir::Value Address = allocate(E);
  const ir::Path Object = NewObjects[&E];
  if (const Expr *Init = E.getInitializer()) {
    const bool IsElement = E.isArray() && !Init->getType()->isArrayType();
    initialize(IsElement ? elementOf(Object) : Object, Init->getType(), Init, ir::CopyReason::Init);
  }
  return Address;
}

void BodyLowering::destroyAndFree(const CXXDeleteExpr &E) {
  const ir::Value Object = value(E.getArgument());
  const QualType Type = E.getDestroyedType();
  const auto *Class = Type.isNull() ? nullptr : Type->getAsCXXRecordDecl();
  const CXXDestructorDecl *Ends = nullptr;
  if (Class && Class->hasDefinition() && !Class->hasTrivialDestructor())
    Ends = Class->getDestructor();
  const std::uint32_t Callee = Ends ? 1 + symbol(*Ends) : 0;
  ir::Op &Made = emit(ir::OpKind::Delete, E.getBeginLoc());
  Made.Values = {Object};
  Made.Callee = Callee;
  Made.Detail =
      static_cast<std::uint32_t>(E.isArrayForm() ? ir::DeleteForm::Array : ir::DeleteForm::Single);
}

} // namespace memlint
