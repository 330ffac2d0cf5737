#include "analysis/extract/AllocationRequests.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/Builtins.h"
#include "llvm/Support/MathExtras.h"

#include <utility>

namespace memlint {
namespace {

using namespace clang;

using Factors = std::pair<const Expr *, const Expr *>;

/// The parameter that an expression reads, or null.
const ParmVarDecl *parameterIn(const Expr *E) {
  const auto *Name = dyn_cast<DeclRefExpr>(E->IgnoreParenCasts());
  return Name ? dyn_cast<ParmVarDecl>(Name->getDecl()) : nullptr;
}

/// Whether a function returns at its end the product of its two parameters, as one does that looks
/// for overflow before.
bool multiplies(const FunctionDecl &Function) {
  const FunctionDecl *Definition = nullptr;
  const Stmt *Body = Function.getNumParams() == 2 ? Function.getBody(Definition) : nullptr;
  const auto *Block = dyn_cast_or_null<CompoundStmt>(Body);
  const auto *End =
      Block && !Block->body_empty() ? dyn_cast<ReturnStmt>(Block->body_back()) : nullptr;
  const Expr *Result = End ? End->getRetValue() : nullptr;
  const auto *Product = Result ? dyn_cast<BinaryOperator>(Result->IgnoreParenCasts()) : nullptr;
  if (!Product || Product->getOpcode() != BO_Mul)
    return false;
  const ParmVarDecl *Left = parameterIn(Product->getLHS());
  const ParmVarDecl *Right = parameterIn(Product->getRHS());
  return Left && Right && Left != Right;
}

/// What an expression multiplies; nulls where it does not.
Factors factorsOf(const Expr &E) {
  if (const auto *Product = dyn_cast<BinaryOperator>(&E))
    return Product->getOpcode() == BO_Mul ? Factors(Product->getLHS(), Product->getRHS())
                                          : Factors();
  const auto *Call = dyn_cast<CallExpr>(&E);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return Callee && Call->getNumArgs() == 2 && multiplies(*Callee)
             ? Factors(Call->getArg(0), Call->getArg(1))
             : Factors();
}

/// `sizeof(T)`, or a product with one.
std::optional<AllocationRequest> requestIn(const ASTContext &Context, const Expr *E) {
  E = E->IgnoreParenCasts();
  if (const auto *Trait = dyn_cast<UnaryExprOrTypeTraitExpr>(E)) {
    if (Trait->getKind() != UETT_SizeOf || Trait->getTypeOfArgument()->isDependentType())
      return std::nullopt;
    AllocationRequest One;
    One.Type = Trait->getTypeOfArgument().getNonReferenceType();
    return One;
  }
  auto [Left, Right] = factorsOf(*E);
  if (!Left)
    return std::nullopt;
  std::optional<AllocationRequest> R = requestIn(Context, Left);
  const Expr *Other = R ? Right : Left;
  if (!R)
    R = requestIn(Context, Right);
  if (!R)
    return std::nullopt;
  auto Factor = constantCount(Context, Other);
  if (R->Many)
    R->Count = R->Count && Factor ? std::optional(llvm::SaturatingMultiply(*R->Count, *Factor))
                                  : std::nullopt;
  else
    R->Count = Factor;
  R->Many = true;
  return R;
}

/// A number and a size, as calloc() takes them.
bool looksLikeCalloc(const FunctionDecl &Callee) {
  return Callee.getNumParams() == 2 && !Callee.isVariadic() &&
         llvm::all_of(Callee.parameters(),
                      [](const ParmVarDecl *P) { return P->getType()->isUnsignedIntegerType(); });
}

} // namespace

std::optional<std::uint64_t> constantCount(const ASTContext &Context, const Expr *E) {
  Expr::EvalResult Value;
  if (!E || E->isValueDependent() || !E->getType()->isIntegralOrUnscopedEnumerationType() ||
      !E->EvaluateAsInt(Value, Context) || Value.Val.getInt().isNegative())
    return std::nullopt;
  return Value.Val.getInt().getLimitedValue();
}

void forEachRequest(const ASTContext &Context, const CallExpr &Call, const FunctionDecl &Callee,
                    const std::function<void(const AllocationRequest &)> &Visit) {
  unsigned Builtin = Callee.getBuiltinID();
  const auto *Attribute = Callee.getAttr<AllocSizeAttr>();
  bool ByNumber =
      Builtin == Builtin::BIcalloc || (Attribute && Attribute->getNumElemsParam().isValid());
  bool Known =
      ByNumber || Attribute || Builtin == Builtin::BImalloc || Builtin == Builtin::BIrealloc;
  if (Builtin != 0 && !Known) // memcpy, memset
    return;
  bool ByShape = !Known && looksLikeCalloc(Callee);
  for (const Expr *Argument : Call.arguments()) {
    std::optional<AllocationRequest> R = requestIn(Context, Argument);
    if (!R)
      continue;
    for (const Expr *Other : Call.arguments()) {
      if (R->Many || Other == Argument || !Other->getType()->isIntegerType())
        continue;
      R->Count = constantCount(Context, Other);
      R->Many = ByNumber || (ByShape && !R->Count); // a constant may be an alignment
    }
    R->Known = Known;
    Visit(*R);
  }
}

} // namespace memlint
