// Calls: who is called, on what object, with which arguments.
#include "analysis/extract/lower/BodyLowering.h"

#include "clang/AST/ASTContext.h"
#include "clang/Basic/Builtins.h"
#include "llvm/Support/xxhash.h"

namespace memlint {

using namespace clang;

namespace {

/// The class of the object before it is seen as one of its bases.
const CXXRecordDecl *classOfObject(const Expr *Object, bool IsPointer) {
  Object = coreOf(Object);
  while (const auto *Cast = dyn_cast<ImplicitCastExpr>(Object)) {
    if (Cast->getCastKind() != CK_UncheckedDerivedToBase &&
        Cast->getCastKind() != CK_DerivedToBase && Cast->getCastKind() != CK_NoOp)
      break;
    Object = coreOf(Cast->getSubExpr());
  }
  const QualType Type = Object->getType();
  return IsPointer ? Type->getPointeeCXXRecordDecl() : Type->getAsCXXRecordDecl();
}

} // namespace

ir::Value BodyLowering::argument(const Expr *E) {
  E = coreOf(E);
  if (E->isGLValue())
    return address(E);
  if (!isAggregate(E->getType())) {
    if (!isDropped(E->getType()))
      return value(E);
    effects(E);
    return Opaques.of(E, Context);
  }
  if (const auto *Cast = dyn_cast<CastExpr>(E); Cast && Cast->getCastKind() == CK_LValueToRValue)
    return Out.held(place(Cast->getSubExpr()));
  if (const auto *Made = dyn_cast<CXXConstructExpr>(E);
      Made && Made->getConstructor()->isTrivial() && !known(E) && Made->getNumArgs() == 1 &&
      Made->getConstructor()->isCopyOrMoveConstructor())
    return Out.held(place(Made->getArg(0)));
  const ir::Path Object = object(E);
  giveAway(E);
  return Out.held(Object);
}

void BodyLowering::addArguments(Call &C, llvm::ArrayRef<const Expr *> Arguments) {
  for (const Expr *E : Arguments)
    C.Values.push_back(argument(E));
  tellLiterals(C, Arguments);
}

void BodyLowering::emitCall(Call C, std::optional<ir::Path> To, SourceLocation Where) {
  std::uint32_t Callee = C.Callee ? 1 + symbol(*C.Callee, C.Object) : 0;
  if ((C.Flags & ir::ThroughValue) && C.Values.front().Kind == ir::ValueKind::Function) {
    Callee = 1 + static_cast<std::uint32_t>(C.Values.front().Index);
    C.Values.erase(C.Values.begin());
    C.Flags &= ~std::uint32_t(ir::ThroughValue);
  }
  if (C.Callee && C.Callee->hasAttr<ReturnsTwiceAttr>())
    Out.function().Flags |= ir::HasSetjmp;
  const std::uint32_t Result = To ? 1 + Out.path(*To) : 0;
  ir::Op &Made = emit(ir::OpKind::Call, Where);
  Made.To = Result;
  Made.Values = std::move(C.Values);
  Made.Callee = Callee;
  Made.Detail = C.Flags;
}

/// The method that a virtual call reaches for certain.
const CXXMethodDecl *BodyLowering::exactMethod(const CXXMethodDecl &Method, const Expr *Object) {
  const Expr *Core = Object->IgnoreParenImpCasts();
  if (isa<CXXThisExpr>(Core) && Function && !ThisCapture &&
      isa<CXXConstructorDecl, CXXDestructorDecl>(Function))
    return Method.getCorrespondingMethodInClass(cast<CXXMethodDecl>(Function)->getParent(),
                                                /*MayBeBase=*/true);
  return Method.getDevirtualizedMethod(Object, /*IsAppleKext=*/false);
}

void BodyLowering::receive(const CXXMemberCallExpr &E, Call &C) {
  const Expr *Callee = coreOf(E.getCallee());
  if (const auto *Through = dyn_cast<BinaryOperator>(Callee)) { // .* and ->*
    const Expr *Object = Through->getLHS();
    const ir::Value Receiver = Through->getOpcode() == BO_PtrMemI ? value(Object) : address(Object);
    C.Flags |= ir::ThroughValue;
    C.Values.push_back(value(Through->getRHS()));
    if (C.Values.front().Kind == ir::ValueKind::Opaque)
      C.Values.front() = {};
    C.Values.push_back(Receiver);
    return;
  }
  const auto *Member = dyn_cast<MemberExpr>(Callee);
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(C.Callee);
  if (!Member || !Method) {
    C.Flags |= ir::ThroughValue;
    C.Values.push_back(value(Callee));
    return;
  }
  const Expr *Base = Member->getBase();
  if (Method->isStatic())
    return effects(Base);
  C.Object = classOfObject(Base, Member->isArrow());
  C.Values.push_back(Member->isArrow() ? value(Base) : address(Base));
  if (!Method->isVirtual() || !Member->performsVirtualDispatch(Context.getLangOpts()))
    return;
  C.Flags |= ir::VirtualCall;
  if (const CXXMethodDecl *Exact = exactMethod(*Method, Base)) {
    C.Flags |= ir::ExactReceiver;
    C.Callee = Exact;
  }
}

BodyLowering::Call BodyLowering::shapeOf(const CallExpr &E) {
  Call C;
  C.Callee = E.getDirectCallee();
  llvm::ArrayRef<const Expr *> Arguments(E.getArgs(), E.getNumArgs());
  if (const auto *OfMember = dyn_cast<CXXMemberCallExpr>(&E)) {
    receive(*OfMember, C);
  } else if (const auto *Method = dyn_cast_or_null<CXXMethodDecl>(C.Callee);
             Method && isa<CXXOperatorCallExpr>(E) && !Method->isExplicitObjectMemberFunction()) {
    if (Method->isStatic()) {
      effects(Arguments.front());
    } else {
      C.Object = classOfObject(Arguments.front(), /*IsPointer=*/false);
      C.Values.push_back(address(Arguments.front()));
      if (Method->isVirtual()) {
        C.Flags |= ir::VirtualCall;
        if (const CXXMethodDecl *Exact = exactMethod(*Method, Arguments.front())) {
          C.Flags |= ir::ExactReceiver;
          C.Callee = Exact;
        }
      }
    }
    Arguments = Arguments.drop_front();
  } else if (!C.Callee) {
    C.Flags |= ir::ThroughValue;
    C.Values.push_back(value(E.getCallee()));
  }
  addArguments(C, Arguments);
  return C;
}

/// Whether all that the function does may be to answer: as strcmp(), or a comparison.
static bool mayOnlyAnswer(const FunctionDecl &F) {
  if (answersByArguments(F))
    return true;
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  return F.getOverloadedOperator() == OO_EqualEqual ||
         F.getOverloadedOperator() == OO_ExclaimEqual ||
         (Method && Method->isConst() &&
          F.getASTContext().getSourceManager().isInSystemHeader(F.getLocation()));
}

/// All literals are one object. Those that a function is asked about are told apart, by a few bits
/// of a hash of their text: whoever compares a name with another word asks something else.
void BodyLowering::tellLiterals(Call &C, llvm::ArrayRef<const Expr *> Arguments) {
  if (!C.Callee || !mayOnlyAnswer(*C.Callee) || C.Values.size() < Arguments.size())
    return;
  const std::size_t First = C.Values.size() - Arguments.size();
  for (std::size_t I = 0; I < Arguments.size(); ++I) {
    const auto *Text = dyn_cast<StringLiteral>(Arguments[I]->IgnoreParenImpCasts());
    ir::Value &V = C.Values[First + I];
    if (!Text || V.Kind != ir::ValueKind::Address)
      continue;
    const auto Bits = static_cast<std::uint8_t>(llvm::xxh3_64bits(Text->getBytes()));
    V = addressOf(Out.field(Out.function().Paths[V.Index], "=" + std::to_string(Bits)));
  }
}

/// `p->~T()`
bool BodyLowering::destroysByHand(const CallExpr &E) {
  const Expr *Callee = coreOf(E.getCallee());
  if (const auto *Pseudo = dyn_cast<CXXPseudoDestructorExpr>(Callee)) {
    effects(Pseudo->getBase());
    return true;
  }
  const auto *Member = dyn_cast<MemberExpr>(Callee);
  const auto *Ends = Member ? dyn_cast<CXXDestructorDecl>(Member->getMemberDecl()) : nullptr;
  if (!Ends)
    return false;
  const Expr *Base = Member->getBase();
  const ir::Value Object = Member->isArrow() ? value(Base) : address(Base);
  const std::uint32_t Callee1 = Ends->isTrivial() ? 0 : 1 + symbol(*Ends);
  ir::Op &Made = emit(ir::OpKind::Delete, E.getExprLoc());
  Made.Values = {Object};
  Made.Callee = Callee1;
  Made.Detail = static_cast<std::uint32_t>(ir::DeleteForm::Destroy);
  return true;
}

bool BodyLowering::assignsBytes(const CallExpr &E) {
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(E.getDirectCallee());
  if (!Method || !isa<CXXOperatorCallExpr>(E) || !Method->isTrivial() ||
      (!Method->isCopyAssignmentOperator() && !Method->isMoveAssignmentOperator()))
    return false;
  const Expr *From = E.getArg(1);
  const ir::Path Source = place(From), To = place(E.getArg(0));
  Opaques.write(E.getArg(0));
  copy(To, Out.held(Source), ir::CopyReason::Assign, E.getExprLoc());
  Values[&E] = addressOf(To);
  return true;
}

ir::Value BodyLowering::call(const CallExpr &E) {
  if (auto Known = Values.find(&E); Known != Values.end())
    return Known->second;
  if (const FunctionDecl *F = E.getDirectCallee())
    if (const unsigned Id = F->getBuiltinID())
      if (auto V = builtin(E, Id))
        return Values[&E] = *V;
  if (auto V = enumeration(E))
    return Values[&E] = *V;
  if (destroysByHand(E))
    return Values[&E] = {};
  if (assignsBytes(E))
    return Values[&E];
  Call C = shapeOf(E);
  const QualType Type = E.getType();
  if (Type->isVoidType() || (!E.isGLValue() && isDropped(Type)) ||
      Outline->Discarded.contains(&E)) {
    emitCall(std::move(C), std::nullopt, E.getExprLoc());
    return Values[&E] = Type->isVoidType() ? ir::Value{} : Opaques.unlike();
  }
  ir::Path To;
  if (auto Found = Targets.find(&E); Found != Targets.end() && !IsAside && !E.isGLValue()) {
    const Target Into = Found->second;
    takeTarget(Into);
    To = Into.To;
  } else {
    To = newTemporary(E.isGLValue() ? Context.getLValueReferenceType(Type) : Type, E.getExprLoc());
  }
  emitCall(std::move(C), To, E.getExprLoc());
  return Values[&E] = Out.held(To);
}

void BodyLowering::callInto(const CallExpr &E, const ir::Path &To) {
  emitCall(shapeOf(E), To, E.getExprLoc());
}

/// The place of a `va_list`, which stands for all that is in the list. Where it is an array it is
/// passed by its address, and so it is to `__va_start`.
ir::Path BodyLowering::argumentList(const Expr *List) {
  const QualType Builtin = Context.getBuiltinVaListType();
  const QualType Passed = Builtin->isArrayType()
                              ? Context.getDecayedType(Builtin)
                              : Context.getPointerType(Context.getBuiltinMSVaListType());
  if (Context.hasSameUnqualifiedType(List->getType(), Passed))
    return pointee(value(List), List->getType(), List->getExprLoc());
  return place(List->IgnoreImpCasts());
}

/// What the compiler knows of, as far as it is no call of a library function: casts in the shape of
/// calls, hints and questions to the compiler.
std::optional<ir::Value> BodyLowering::builtin(const CallExpr &E, unsigned Id) {
  switch (Id) {
  case Builtin::BImove:
  case Builtin::BImove_if_noexcept:
  case Builtin::BIforward:
  case Builtin::BIforward_like:
  case Builtin::BIas_const:
    return address(E.getArg(0)); // a reference is an address
  case Builtin::BIaddressof:
  case Builtin::BI__addressof:
  case Builtin::BI__builtin_addressof:
    return address(E.getArg(0));
  case Builtin::BI__builtin_expect:
  case Builtin::BI__builtin_expect_with_probability:
    if (!E.getArg(0)->IgnoreParenCasts()->getType()->isPointerType()) { // see condition()
      effects(E.getArg(0));
      return Opaques.of(E.getArg(0), Context);
    }
    return value(E.getArg(0));
  case Builtin::BI__builtin_assume_aligned:
  case Builtin::BI__builtin_launder:
    return value(E.getArg(0));
  case Builtin::BI__builtin_constant_p:
  case Builtin::BI__builtin_object_size:
  case Builtin::BI__builtin_dynamic_object_size:
  case Builtin::BI__builtin_is_constant_evaluated:
  case Builtin::BI__assume:
  case Builtin::BI__builtin_assume:
    return Opaques.unlike();
  case Builtin::BI__builtin_va_start:
  case Builtin::BI__builtin_c23_va_start:
  case Builtin::BI__builtin_ms_va_start:
  case Builtin::BI__va_start:
    if (VariadicArguments)
      copy(argumentList(E.getArg(0)), Out.held(pathOf(*VariadicArguments)), ir::CopyReason::Assign,
           E.getExprLoc());
    return ir::Value{};
  case Builtin::BI__builtin_va_copy:
  case Builtin::BI__builtin_ms_va_copy:
    copy(argumentList(E.getArg(0)), Out.held(argumentList(E.getArg(1))), ir::CopyReason::Assign,
         E.getExprLoc());
    return ir::Value{};
  case Builtin::BI__builtin_va_end:
  case Builtin::BI__builtin_ms_va_end:
    return ir::Value{};
  default:
    break;
  }
  if (!Context.BuiltinInfo.isConst(Id) || Unit.Types.holdsPointers(E.getType()))
    return std::nullopt;
  for (const Expr *Argument : E.arguments())
    effects(Argument);
  return Opaques.of(&E, Context);
}

} // namespace memlint
