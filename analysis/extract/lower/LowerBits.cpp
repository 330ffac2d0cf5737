// What masks take of numbers: flags that are set, taken away and asked for.
#include "analysis/extract/lower/BodyLowering.h"

#include "analysis/ir/PlainValues.h"

#include "clang/AST/ASTContext.h"

namespace memlint {
namespace {

using namespace clang;

/// An operator on numbers, or the overload of one for an enumeration, which does the same.
struct Operation {
  BinaryOperatorKind Does;
  const Expr *Left, *Right;
};

std::optional<BinaryOperatorKind> kindOf(OverloadedOperatorKind Kind) {
  switch (Kind) {
  case OO_Amp:
  case OO_AmpEqual:
    return BO_And;
  case OO_Pipe:
  case OO_PipeEqual:
    return BO_Or;
  case OO_Caret:
  case OO_CaretEqual:
    return BO_Xor;
  default:
    return std::nullopt;
  }
}

std::optional<Operation> operation(const Expr *E) {
  if (const auto *Plain = dyn_cast<BinaryOperator>(E)) {
    const BinaryOperatorKind Does = Plain->getOpcode();
    return Operation{
        Plain->isCompoundAssignmentOp() ? BinaryOperator::getOpForCompoundAssignment(Does) : Does,
        Plain->getLHS(), Plain->getRHS()};
  }
  const auto *Call = dyn_cast<CXXOperatorCallExpr>(E);
  const auto Does = Call ? kindOf(Call->getOperator()) : std::nullopt;
  if (!Does || Call->getNumArgs() != 2 || !Call->getArg(0)->getType()->isEnumeralType() ||
      !Call->getArg(1)->getType()->isEnumeralType())
    return std::nullopt;
  return Operation{*Does, Call->getArg(0), Call->getArg(1)};
}

/// Whatever its operators are; none: it is no constant.
std::optional<llvm::APSInt> constantIn(const Expr *E, const ASTContext &Context) {
  E = E->IgnoreParenImpCasts();
  Expr::EvalResult Result;
  if (E->isValueDependent() || !E->getType()->isIntegralOrEnumerationType())
    return std::nullopt;
  if (E->EvaluateAsInt(Result, Context))
    return Result.Val.getInt();
  if (const auto *Not = dyn_cast<CXXOperatorCallExpr>(E);
      Not && Not->getOperator() == OO_Tilde && Not->getNumArgs() == 1) {
    const auto Of = constantIn(Not->getArg(0), Context);
    return Of ? std::optional(~*Of) : std::nullopt;
  }
  const auto Is = isa<CXXOperatorCallExpr>(E) ? operation(E) : std::nullopt;
  const auto Left = Is ? constantIn(Is->Left, Context) : std::nullopt,
             Right = Left ? constantIn(Is->Right, Context) : std::nullopt;
  if (!Right || Left->getBitWidth() != Right->getBitWidth() ||
      Left->isSigned() != Right->isSigned())
    return std::nullopt;
  return Is->Does == BO_And ? *Left & *Right : Is->Does == BO_Or ? *Left | *Right : *Left ^ *Right;
}

/// The place of a number that the operand reads, converted at most to a wider type.
const Expr *readNumber(const Expr *Operand) {
  const Expr *Bare = Operand->IgnoreParenImpCasts();
  const QualType Type = Bare->getType();
  const bool Is = Bare->isLValue() && Type->isIntegralOrEnumerationType() &&
                  !Type.isVolatileQualified() && !Bare->isValueDependent();
  return Is ? Bare : nullptr;
}

bool isSame(const Expr &A, const Expr &B, const ASTContext &Context) {
  llvm::FoldingSetNodeID OfA, OfB;
  A.IgnoreParens()->Profile(OfA, Context, /*Canonical=*/true);
  B.IgnoreParens()->Profile(OfB, Context, /*Canonical=*/true);
  return OfA == OfB && !A.HasSideEffects(Context);
}

} // namespace

/// As wide as an int or wider: its bits, whatever the type says of the first of them, so that a
/// cast from one sign to the other makes no other number. More than 64 of them are not told.
ir::Value BodyLowering::number(const llvm::APSInt &N) const {
  if (N.getBitWidth() > 64)
    return {};
  const bool IsSmall = N.isUnsigned() && N.getBitWidth() < Context.getIntWidth(Context.IntTy);
  return Out.number(IsSmall ? static_cast<std::int64_t>(N.getZExtValue()) : N.getSExtValue());
}

/// Of a mask that is constant, positive and not wider than the number: its sign is not asked for.
std::optional<ir::Path> BodyLowering::masked(const Expr *Number, const Expr *Mask) {
  const Expr *Of = readNumber(Number);
  const auto Is = Of ? constantIn(Mask, Context) : std::nullopt;
  if (!Is || !Is->getBoolValue() || Is->isNegative() ||
      Is->getActiveBits() >= std::min<std::uint64_t>(Context.getIntWidth(Mask->getType()), 64) ||
      Is->getActiveBits() > Context.getIntWidth(Of->getType()))
    return std::nullopt;
  return masked(place(Of), static_cast<std::int64_t>(Is->getZExtValue()));
}

std::optional<ir::Path> BodyLowering::masked(const ir::Path &Number, std::int64_t Mask) {
  if (Number.Steps.size() >= ir::MaxSteps || maskOf(Out.function(), Number))
    return std::nullopt;
  return Out.field(Number, maskName(Mask));
}

/// What is left of a number without a sign when it is divided by a power of two: its last bits.
std::optional<ir::Path> BodyLowering::remainder(const Expr *Number, const Expr *By) {
  const Expr *Of = readNumber(Number);
  const bool IsUnsigned = Of && Of->getType()->isUnsignedIntegerType();
  const auto Is = IsUnsigned ? constantIn(By, Context) : std::nullopt;
  if (!Is || Is->isNegative() || !Is->isPowerOf2() || Is->isOne() ||
      Is->getActiveBits() > std::min(63U, Context.getIntWidth(Of->getType())))
    return std::nullopt;
  return masked(place(Of), static_cast<std::int64_t>(Is->getZExtValue() - 1));
}

/// The part of a number that is taken by `x & 4`; none: it is no such expression.
std::optional<ir::Path> BodyLowering::masked(const Expr &E) {
  const auto Is = operation(&E);
  if (!Is || constantIn(&E, Context))
    return std::nullopt;
  if (Is->Does == BO_Rem && !isa<CompoundAssignOperator>(E))
    return remainder(Is->Left, Is->Right);
  if (Is->Does != BO_And)
    return std::nullopt;
  const std::optional<ir::Path> Left = masked(Is->Left, Is->Right);
  return Left ? Left : masked(Is->Right, Is->Left);
}

/// What `x |= 4` and `x = x | 4` do with x; none: something else.
std::optional<BodyLowering::Update> BodyLowering::update(const Expr &E) const {
  auto Is = operation(&E);
  if (!Is || !Is->Left->getType()->isIntegralOrEnumerationType())
    return std::nullopt;
  if (Is->Does == BO_Assign) {
    const Expr *To = Is->Left;
    Is = operation(Is->Right->IgnoreParenImpCasts());
    const Expr *From = Is ? readNumber(Is->Left) : nullptr;
    if (!From || !isSame(*To, *From, Context))
      return std::nullopt;
  }
  const auto Number = constantIn(Is->Right, Context);
  if (!Number || Number->getSignificantBits() > 64)
    return std::nullopt;
  return Update{Is->Does, Number->extOrTrunc(64).getSExtValue()};
}

/// What the overload of an operator for an enumeration does is known; none: it is no such call, or
/// one of two variables.
std::optional<ir::Value> BodyLowering::enumeration(const CallExpr &E) {
  const auto *Call = dyn_cast<CXXOperatorCallExpr>(&E);
  if (!Call || !operation(Call))
    return std::nullopt;
  if (!Call->isAssignmentOp()) {
    const std::optional<ir::Path> Part = masked(E);
    return Part ? std::optional(Out.held(*Part)) : std::nullopt;
  }
  const std::optional<Update> Is = E.isLValue() ? update(E) : std::nullopt;
  if (!Is)
    return std::nullopt;
  const ir::Path To = place(Call->getArg(0));
  Opaques.write(Call->getArg(0));
  if (!isWeak(To))
    write(To, Call->getArg(0)->getType(), *Is, Call->getOperatorLoc());
  return addressOf(To);
}

/// Writes what it does to the number, as far as that is told: a part of it, or that it is one more.
void BodyLowering::write(const ir::Path &To, QualType Type, const Update &Is,
                         SourceLocation Where) {
  const std::uint64_t Width = Context.getIntWidth(Type),
                      All = ~std::uint64_t{0} >> (64 - std::min<std::uint64_t>(Width, 64));
  const bool Takes = Is.Does == BO_And;
  const auto Mask =
      static_cast<std::int64_t>((Takes ? ~static_cast<std::uint64_t>(Is.Number) : Is.Number) & All);
  const bool IsTold = Takes || Is.Does == BO_Or;
  const auto Part =
      (IsTold || Is.Does == BO_Xor) && Mask > 0 ? masked(To, Mask) : std::optional<ir::Path>();
  if (Part)
    copy(*Part, IsTold ? Out.number(Takes ? 0 : Mask) : Opaques.unlike(), ir::CopyReason::Assign,
         Where);
  else
    copy(To,
         Is.Does == BO_Add && Is.Number == 1 && Type->isIntegerType() ? shifted(Out.held(To))
                                                                      : Opaques.unlike(),
         ir::CopyReason::Assign, Where);
}

} // namespace memlint
