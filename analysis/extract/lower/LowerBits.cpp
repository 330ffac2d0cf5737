// What masks take of numbers: flags that are set, taken away and asked for.
#include "analysis/extract/lower/BodyLowering.h"

#include "analysis/ir/PlainValues.h"

#include "clang/AST/ASTContext.h"

namespace memlint {
namespace {

using namespace clang;

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
  const auto Is = Of ? Mask->getIntegerConstantExpr(Context) : std::nullopt;
  if (!Is || !Is->getBoolValue() || (Is->isSigned() && Is->isNegative()) ||
      Is->getActiveBits() >= std::min<std::uint64_t>(Context.getIntWidth(Mask->getType()), 64) ||
      Is->getActiveBits() > Context.getIntWidth(Of->getType()))
    return std::nullopt;
  return masked(place(Of), Is->getExtValue());
}

std::optional<ir::Path> BodyLowering::masked(const ir::Path &Number, std::int64_t Mask) {
  if (Number.Steps.size() >= ir::MaxSteps || maskOf(Out.function(), Number))
    return std::nullopt;
  return Out.field(Number, maskName(Mask));
}

/// The part of a number that is taken by `x & 4`; none: it is no such expression.
std::optional<ir::Path> BodyLowering::masked(const BinaryOperator &E) {
  if (E.getOpcode() != BO_And || E.getIntegerConstantExpr(Context))
    return std::nullopt;
  const std::optional<ir::Path> Left = masked(E.getLHS(), E.getRHS());
  return Left ? Left : masked(E.getRHS(), E.getLHS());
}

/// What `x |= 4` and `x = x | 4` do with x; none: something else.
std::optional<BodyLowering::Update> BodyLowering::update(const BinaryOperator &E) const {
  if (!E.getLHS()->getType()->isIntegralOrEnumerationType())
    return std::nullopt;
  const Expr *Operand = E.getRHS();
  BinaryOperatorKind Does = E.getOpcode();
  if (E.isCompoundAssignmentOp()) {
    Does = BinaryOperator::getOpForCompoundAssignment(Does);
  } else {
    const auto *Of = dyn_cast<BinaryOperator>(E.getRHS()->IgnoreParenImpCasts());
    const Expr *From = Of ? readNumber(Of->getLHS()) : nullptr;
    if (!From || !isSame(*E.getLHS(), *From, Context))
      return std::nullopt;
    Does = Of->getOpcode();
    Operand = Of->getRHS();
  }
  const auto Number = Operand->getIntegerConstantExpr(Context);
  if (!Number || Number->getSignificantBits() > 64)
    return std::nullopt;
  return Update{Does, Number->extOrTrunc(64).getSExtValue()};
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
