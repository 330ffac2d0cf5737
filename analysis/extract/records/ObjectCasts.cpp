#include "analysis/extract/records/ObjectCasts.h"

#include "analysis/extract/records/RecordLayouts.h"
#include "analysis/extract/records/SizeMentions.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

namespace memlint {
namespace {

using namespace clang;

/// The first field of a type, where it has one and nothing stands before it.
const FieldDecl *firstField(QualType Type) {
  const RecordDecl *Record = Type->getAsRecordDecl();
  Record = Record ? Record->getDefinition() : nullptr;
  const auto *Class = dyn_cast_or_null<CXXRecordDecl>(Record);
  if (!Record || (Class && (Class->isDynamicClass() || !Class->bases().empty())))
    return nullptr;
  return Record->field_empty() ? nullptr : *Record->field_begin();
}

/// Whether an object of `Inner` stands at the beginning of one of `Outer`, as C derives a struct
/// from another.
bool beginsWith(const ASTContext &Context, QualType Outer, QualType Inner) {
  for (const FieldDecl *First = firstField(Outer); First; First = firstField(Outer)) {
    Outer = QualType(First->getType()->getBaseElementTypeUnsafe(), 0);
    if (Context.hasSameUnqualifiedType(Outer, Inner))
      return true;
  }
  return false;
}

bool isEmptyRecord(QualType Type) {
  const RecordDecl *Record = Type->getAsRecordDecl();
  Record = Record ? Record->getDefinition() : nullptr;
  return Record && Record->field_empty();
}

/// What a cast begins with: where it begins with a `void *`, what that was made from.
const Expr &beginOf(const CastExpr &Cast) {
  const Expr *Sub = Cast.getSubExpr()->IgnoreParens();
  return Sub->getType()->isVoidPointerType() ? *Sub->IgnoreParenCasts() : *Sub;
}

/// Whether an expression leads to an array of bytes that is declared with the size of the type: the
/// room that an object is built in.
bool isRoomFor(const Expr &Begin, QualType Object) {
  const Expr *E = Begin.IgnoreParenCasts();
  if (const auto *Address = dyn_cast<UnaryOperator>(E))
    E = Address->getSubExpr()->IgnoreParens();
  const ValueDecl *Named = nullptr;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    Named = Ref->getDecl();
  else if (const auto *Member = dyn_cast<MemberExpr>(E))
    Named = Member->getMemberDecl();
  const auto *Declared = dyn_cast_or_null<DeclaratorDecl>(Named);
  if (!Declared || !Declared->getTypeSourceInfo())
    return false;
  auto Array = Declared->getTypeSourceInfo()->getTypeLoc().getAsAdjusted<ArrayTypeLoc>();
  return Array && mentionsSize(Array.getSizeExpr(), [&](QualType Type) {
           return Type.getCanonicalType().getUnqualifiedType() ==
                  Object.getCanonicalType().getUnqualifiedType();
         });
}

} // namespace

void ObjectCasts::leaveToCall(const Expr &Argument) {
  const Expr *E = Argument.IgnoreParens();
  for (; const auto *Cast = dyn_cast<CastExpr>(E); E = Cast->getSubExpr()->IgnoreParens())
    Left.insert(Cast);
}

void ObjectCasts::see(const CastExpr &Cast) {
  const CastKind Kind = Cast.getCastKind();
  const bool Views = Kind == CK_BitCast || Kind == CK_LValueBitCast;
  if (!(Views || Kind == CK_IntegralToPointer) || Cast.getType()->isDependentType() ||
      Left.contains(&Cast))
    return;
  if (Views)
    seeView(Cast);
  else
    seeAddress(Cast);
}

void ObjectCasts::seeView(const CastExpr &Cast) {
  bool OfValue = Cast.getCastKind() == CK_LValueBitCast;
  const Expr &Begin = OfValue ? *Cast.getSubExpr() : beginOf(Cast);
  QualType From = Begin.getType(), To = Cast.getType();
  if (!OfValue && !((From->isPointerType() || From->isArrayType()) && To->isPointerType()))
    return;
  From = OfValue ? From : pointedTo(From);
  To = OfValue ? To : pointedTo(To);
  if (From->isVoidType() || To->isVoidType() || From->isDependentType() ||
      Evidence.context().hasSameUnqualifiedType(From, To))
    return;
  if (isByteType(To))
    return asBytes(From, Cast.getType(), /*IntoBytes=*/true, Cast);
  if (isByteType(From) && isRoomFor(Begin, To))
    return;
  if (isByteType(From))
    return asBytes(To, Begin.getType(), /*IntoBytes=*/false, Cast);
  if (const MovingRecord *R = Evidence.ofType(From))
    asAnother(*R, To, Begin, Cast);
  if (const MovingRecord *R = Evidence.ofType(To))
    asAnother(*R, From, Begin, Cast);
}

void ObjectCasts::asBytes(QualType Object, QualType Bytes, bool IntoBytes, const CastExpr &Cast) {
  std::string Type = readableType(Bytes, Evidence.context());
  std::string Name = readableType(Object.getUnqualifiedType(), Evidence.context());
  Evidence.blockHeld(Object, "cast",
                     IntoBytes ? "a cast to '" + Type + "' shows the bytes of '" + Name + "'"
                               : "a cast takes what '" + Type + "' points to for '" + Name + "'",
                     Cast.getExprLoc());
}

void ObjectCasts::asAnother(const MovingRecord &Record, QualType Other, const Expr &From,
                            const CastExpr &Cast) {
  ASTContext &Context = Evidence.context();
  QualType Own = Context.getCanonicalTagType(&Record.record());
  if (isEmptyRecord(Other) || Other->isFunctionType() || beginsWith(Context, Other, Own) ||
      (beginsWith(Context, Own, Other) && Record.keepsFirst()))
    return;
  Evidence.block(Record, "cast",
                 "'" + readableType(From.getType(), Context) + "' is cast to '" +
                     readableType(Cast.getType(), Context) + "'",
                 Cast.getExprLoc());
}

/// A register of a device stands at an address of its own. Small numbers and those near the end
/// mark what is no object.
void ObjectCasts::seeAddress(const CastExpr &Cast) {
  constexpr std::int64_t Page = 4096;
  const MovingRecord *Record = Evidence.ofPointee(Cast.getType());
  Expr::EvalResult Value;
  if (!Record || Cast.getSubExpr()->isValueDependent() ||
      !Cast.getSubExpr()->EvaluateAsInt(Value, Evidence.context()))
    return;
  std::int64_t Address = Value.Val.getInt().extOrTrunc(64).getSExtValue();
  if (Address >= Page || Address < -Page)
    Evidence.block(*Record, "address", "a number is cast to its address", Cast.getExprLoc());
}

} // namespace memlint
