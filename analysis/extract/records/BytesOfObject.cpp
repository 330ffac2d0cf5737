#include "analysis/extract/records/BytesOfObject.h"

#include "analysis/extract/records/RecordLayouts.h"
#include "analysis/extract/records/SizeMentions.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/Builtins.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

namespace memlint {
namespace {

using namespace clang;

/// The type of the objects that an argument points to, whatever it is cast to; null for no pointer.
QualType objectsAt(const Expr &Argument) {
  QualType Type = Argument.IgnoreParenCasts()->getType();
  if (!(Type->isPointerType() || Type->isArrayType()))
    return {};
  return pointedTo(Type);
}

/// Whether a size stops within an object: a constant that is no multiple of the object's size, or
/// the object's size less something.
bool endsWithin(const Expr &Size, QualType Object, const ASTContext &Context) {
  Expr::EvalResult Bytes;
  if (!Size.isValueDependent() && Size.EvaluateAsInt(Bytes, Context))
    return Bytes.Val.getInt().getLimitedValue() %
               std::max<std::uint64_t>(Context.getTypeSizeInChars(Object).getQuantity(), 1) !=
           0;
  return anyWithin(&Size, [](const Stmt &S) {
    const auto *Op = dyn_cast<BinaryOperator>(&S);
    return isa<OffsetOfExpr>(S) ||
           (Op && Op->getOpcode() == BO_Sub && mentionsSize(Op, [](QualType) { return true; }));
  });
}

bool sameRecord(QualType A, QualType B) {
  const RecordDecl *Record = A->getAsRecordDecl(), *Other = B->getAsRecordDecl();
  return Record && Other && Record->getCanonicalDecl() == Other->getCanonicalDecl();
}

bool takesBytes(QualType Type) {
  return Type->isPointerType() &&
         (Type->getPointeeType()->isVoidType() || isByteType(Type->getPointeeType()));
}

/// A function that gives memory back, or another piece of it for the one it is given.
bool allocates(const FunctionDecl &Callee) {
  auto Pointers = llvm::count_if(Callee.parameters(),
                                 [](const ParmVarDecl *P) { return takesBytes(P->getType()); });
  return Callee.getOverloadedOperator() == OO_Delete ||
         (Callee.getReturnType()->isVoidPointerType() && Pointers == 1);
}

/// The libraries' safe ways to clear an object have no attribute to know them by, but a name.
bool clears(const FunctionDecl &Callee) {
  const IdentifierInfo *Name = Callee.getIdentifier();
  return Name && Callee.getReturnType()->isVoidType() && Callee.getNumParams() == 2 &&
         (Name->getName().contains_insensitive("zero") ||
          Name->getName().contains_insensitive("cleanse"));
}

std::string nameOf(const CallExpr &Call) {
  const auto *Callee = dyn_cast_or_null<NamedDecl>(Call.getCalleeDecl());
  return Callee && !Callee->getDeclName().isEmpty() ? "'" + Callee->getNameAsString() + "'"
                                                    : "a call";
}

} // namespace

void BytesOfObject::seeResult(const CastExpr &Cast) {
  if (Cast.getType()->isPointerType())
    if (const auto *Call = dyn_cast<CallExpr>(Cast.getSubExpr()->IgnoreParens()))
      Results[Call] = pointedTo(Cast.getType());
}

void BytesOfObject::seeCall(const CallExpr &Call) {
  if (Call.isTypeDependent() || seeViewOfBytes(Call) ||
      llvm::none_of(Call.arguments(), [](const Expr *E) { return takesBytes(E->getType()); }))
    return;
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (unsigned Function = Callee ? Callee->getMemoryFunctionKind() : 0)
    seeMemoryCall(Call, Function);
  else if (!Callee || !(allocates(*Callee) || clears(*Callee)))
    seeSizedCall(Call);
}

/// Functions that Clang knows. Copies between objects of one type and clearing keep any order,
/// unless they stop short of the end.
void BytesOfObject::seeMemoryCall(const CallExpr &Call, unsigned Function) {
  bool Clears = Function == Builtin::BImemset || Function == Builtin::BIbzero;
  bool Copies = Function == Builtin::BImemcpy || Function == Builtin::BImempcpy ||
                Function == Builtin::BImemmove || Function == Builtin::BIbcopy;
  bool Compares = Function == Builtin::BImemcmp || Function == Builtin::BIbcmp;
  if (!(Clears || Copies || Compares) || Call.getNumArgs() < (Function == Builtin::BIbzero ? 2 : 3))
    return;
  const Expr *To = Call.getArg(0), *From = Clears ? To : Call.getArg(1);
  const Expr *Size = Call.getArg(Function == Builtin::BIbzero ? 1 : 2);
  Casts.leaveToCall(*To);
  Casts.leaveToCall(*From);
  if (seePastField(Call, *To) || (From != To && seePastField(Call, *From)))
    return;
  QualType Target = objectsAt(*To), Source = objectsAt(*From);
  bool Same = !Target.isNull() && !Source.isNull() && sameRecord(Target, Source);
  if (Same && !Compares &&
      (Evidence.heldIn(Target).empty() || !endsWithin(*Size, Target, Evidence.context())))
    return;
  for (QualType Object : {Target, Source})
    if (!Object.isNull())
      block(Call, Object);
}

/// Whether a call begins at a field and goes on behind it.
bool BytesOfObject::seePastField(const CallExpr &Call, const Expr &Argument) {
  const Expr *Begin = Argument.IgnoreParenCasts();
  const auto *Address = dyn_cast<UnaryOperator>(Begin);
  if (Address && Address->getOpcode() == UO_AddrOf)
    Begin = Address->getSubExpr()->IgnoreParens();
  else if (!Begin->getType()->isArrayType())
    return false;
  const auto *Member = dyn_cast<MemberExpr>(Begin);
  const MovingRecord *Record = Member ? Evidence.ofField(Member->getMemberDecl()) : nullptr;
  const Expr *Size = Call.getArg(Call.getNumArgs() < 3 ? 1 : 2);
  Expr::EvalResult Bytes;
  if (!Record || Size->isValueDependent() || !Size->EvaluateAsInt(Bytes, Evidence.context()))
    return false;
  ASTContext &Context = Evidence.context();
  auto Own = Context.getTypeSizeInChars(Member->getMemberDecl()->getType()).getQuantity();
  if (Bytes.Val.getInt().getLimitedValue() <= static_cast<std::uint64_t>(Own))
    return false;
  Evidence.block(*Record, "bytes",
                 nameOf(Call) + " goes beyond '" + Member->getMemberDecl()->getNameAsString() + "'",
                 Call.getExprLoc());
  return true;
}

void BytesOfObject::seeSizedCall(const CallExpr &Call) {
  for (const Expr *Argument : Call.arguments()) {
    if (!takesBytes(Argument->getType()))
      continue;
    QualType Object = objectsAt(*Argument);
    if (Object.isNull() || Evidence.heldIn(Object).empty() ||
        !tellsSizeBeside(Call, *Argument, Object))
      continue;
    block(Call, Object);
    Casts.leaveToCall(*Argument);
  }
}

/// Not where the callee is given code that knows the type (qsort), or gives back objects (realloc).
bool BytesOfObject::tellsSizeBeside(const CallExpr &Call, const Expr &Argument,
                                    QualType Object) const {
  auto Result = Results.find(&Call);
  if (Result != Results.end() && sameRecord(Result->second, Object))
    return false;
  bool Found = false;
  for (const Expr *Other : Call.arguments()) {
    if (Other->getType()->isFunctionPointerType())
      return false;
    Found |= Other != &Argument && Other->getType()->isIntegralOrEnumerationType() &&
             mentionsSize(Other, [&](QualType Type) { return sameRecord(Type, Object); });
  }
  return Found;
}

/// The library's own ways to look at bytes: their names are the standard's.
bool BytesOfObject::seeViewOfBytes(const CallExpr &Call) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  const IdentifierInfo *Name = Callee ? Callee->getIdentifier() : nullptr;
  const auto *Types = Name ? Callee->getTemplateSpecializationArgs() : nullptr;
  if (!Types)
    return false;
  auto Kind = llvm::StringSwitch<StringRef>(Name->getName())
                  .Case("bit_cast", "bit-cast")
                  .Cases({"as_bytes", "as_writable_bytes"}, "bytes")
                  .Default("");
  if (Kind.empty())
    return false;
  for (const TemplateArgument &Argument : Types->asArray())
    if (Argument.getKind() == TemplateArgument::Type)
      Evidence.blockHeld(Argument.getAsType(), Kind,
                         nameOf(Call) + " shows the bytes of '" +
                             readableType(Argument.getAsType(), Evidence.context()) + "'",
                         Call.getExprLoc());
  return true;
}

void BytesOfObject::seeBitCast(const CastExpr &Cast) {
  for (QualType Type : {Cast.getSubExpr()->getType(), Cast.getType()})
    Evidence.blockHeld(Type, "bit-cast",
                       "a bit cast shows the bytes of '" +
                           readableType(Type.getUnqualifiedType(), Evidence.context()) + "'",
                       Cast.getExprLoc());
}

void BytesOfObject::block(const CallExpr &Call, QualType Object) {
  Evidence.blockHeld(Object, "bytes",
                     nameOf(Call) + " takes the bytes of '" +
                         readableType(Object.getUnqualifiedType(), Evidence.context()) + "'",
                     Call.getExprLoc());
}

} // namespace memlint
