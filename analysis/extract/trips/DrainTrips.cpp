#include "analysis/extract/trips/Constancy.h"
#include "analysis/extract/trips/CountExpression.h"
#include "analysis/extract/trips/CountedLoops.h"
#include "analysis/extract/trips/RangeSize.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

namespace memlint {
namespace {

using namespace clang;

constexpr char NotDrained[] = "a loop whose number of iterations is not stated";

/// The call of a member function without arguments on an object that is named.
struct NamedCall {
  const Expr *Object;
  const CXXMethodDecl *Method;
  bool Arrow;

  StringRef name() const {
    return Method->getIdentifier() ? Method->getIdentifier()->getName() : "";
  }
};

std::optional<NamedCall> namedCall(const Expr &E) {
  const auto *Call = dyn_cast<CXXMemberCallExpr>(E.IgnoreParenImpCasts());
  const auto *Callee = Call ? dyn_cast<MemberExpr>(Call->getCallee()->IgnoreParens()) : nullptr;
  if (!Callee || !Call->getMethodDecl() || Call->getNumArgs() != 0)
    return std::nullopt;
  const Expr *Object = Call->getImplicitObjectArgument()->IgnoreParenImpCasts();
  if (!namedObject(Object))
    return std::nullopt;
  return NamedCall{Object, Call->getMethodDecl(), Object->getType()->isPointerType()};
}

/// `q` of `!q.empty()`, `q.size()`, `q.size() > 0`, `q.size() != 0`.
std::optional<NamedCall> asksWhetherEmpty(const ASTContext &Context, const Expr &Condition) {
  const Expr *E = Condition.IgnoreParenImpCasts();
  if (const auto *Not = dyn_cast<UnaryOperator>(E); Not && Not->getOpcode() == UO_LNot) {
    auto Call = namedCall(*Not->getSubExpr());
    return Call && Call->Method->isConst() && Call->name() == "empty" ? Call : std::nullopt;
  }
  auto Compared = asComparison(Condition);
  if (!Compared)
    return std::nullopt;
  bool Turned = Compared->Right && constantOf(Context, *Compared->Left) == 0;
  auto Operator = Compared->Operator;
  bool Positive = Operator == BO_NE || Operator == (Turned ? BO_LT : BO_GT);
  const Expr *Zero = Turned ? Compared->Left : Compared->Right;
  auto Call = namedCall(Turned ? *Compared->Right : *Compared->Left);
  if (!Positive || (Zero && constantOf(Context, *Zero) != 0) || !Call)
    return std::nullopt;
  return Call->Method->isConst() && Call->name() == "size" ? Call : std::nullopt;
}

bool isSameObject(const ASTContext &Context, const Expr &A, const Expr &B) {
  llvm::FoldingSetNodeID First, Second;
  A.Profile(First, Context, true);
  B.Profile(Second, Context, true);
  return First == Second;
}

} // namespace

TripCountOrReason drainTrips(const ASTContext &Context, const Stmt &Loop, const Expr &Condition,
                             const Stmt &FunctionBody) {
  auto Head = loopHead(Loop);
  auto Asked = asksWhetherEmpty(Context, Condition);
  if (!Head || !Asked || Head->Init)
    return NotDrained;
  auto Pops = [&](const Expr &E) {
    auto Call = isa<CXXMemberCallExpr>(E) ? namedCall(E) : std::nullopt;
    return Call &&
           (Call->name() == "pop" || Call->name() == "pop_front" || Call->name() == "pop_back") &&
           isSameObject(Context, *Call->Object, *Asked->Object);
  };
  auto Found = straightParts(Head->Body, Pops);
  auto InHead = straightParts(Head->Increment, Pops);
  if (Found.size() + InHead.size() != 1)
    return "the loop does not take one element each time";
  const Expr &Pop = *(Found.empty() ? InHead : Found).front();
  Constancy Kept(effectsBeside(Loop, Pop), FunctionBody);
  bool IsKept = !Asked->Arrow ? Kept.keeps(*Asked->Object)
                              : !Kept.effects().MayWriteElsewhere &&
                                    !Kept.effects().Changed.contains(namedObject(Asked->Object));
  if (!IsKept)
    return "the range may change in the loop";
  const Stmt *Continue = Kept.effects().FirstContinue;
  if (!Found.empty() && Continue &&
      Context.getSourceManager().isBeforeInTranslationUnit(Continue->getBeginLoc(),
                                                           Pop.getBeginLoc()))
    return "the loop does not take one element each time";
  auto Result = objectSize(Context, *Asked->Object, Asked->Arrow);
  if (auto *Count = std::get_if<TripCount>(&Result))
    Count->AsksAccessor |= !Asked->Method->getParent()->isInStdNamespace();
  return Result;
}

} // namespace memlint
