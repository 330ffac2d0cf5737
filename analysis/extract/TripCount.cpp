#include "analysis/extract/TripCount.h"

#include "analysis/extract/LoopEffects.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Lex/Lexer.h"

namespace memlint {
namespace {

using namespace clang;

std::string sourceText(const ASTContext &Context, const Expr &E) {
  auto Range = Lexer::makeFileCharRange(CharSourceRange::getTokenRange(E.getSourceRange()),
                                        Context.getSourceManager(), Context.getLangOpts());
  return Lexer::getSourceText(Range, Context.getSourceManager(), Context.getLangOpts()).str();
}

/// Types that count things. A bool, a character or an enumerator as a bound is no number of
/// elements, and wider than size_t cannot be passed.
bool isCountType(const ASTContext &Context, QualType Type) {
  Type = Type.getCanonicalType();
  return Type->isIntegerType() && !Type->isBooleanType() && !Type->isAnyCharacterType() &&
         !Type->isEnumeralType() && !Type->isBitIntType() && !Type.isVolatileQualified() &&
         Context.getTypeSize(Type) <= Context.getTypeSize(Context.getSizeType());
}

std::string asSize(const std::string &Text, QualType Type) {
  if (Type->isUnsignedIntegerType())
    return Text;
  return Text + " > 0 ? static_cast<std::size_t>(" + Text + ") : 0";
}

std::optional<std::int64_t> constantOf(const ASTContext &Context, const Expr &E) {
  Expr::EvalResult Result;
  if (E.isValueDependent() || !E.getType()->isIntegerType() || !E.EvaluateAsInt(Result, Context))
    return std::nullopt;
  return Result.Val.getInt().tryExtValue();
}

/// The public const member function `size()` of a range with `begin()`; null where there is none.
const CXXMethodDecl *sizeMember(const CXXRecordDecl *Range) {
  if (!Range || !Range->hasDefinition())
    return nullptr;
  const CXXMethodDecl *Size = nullptr;
  bool Begin = false;
  auto Look = [&](const CXXRecordDecl *Class) {
    for (const CXXMethodDecl *Method : Class->methods()) {
      if (!Method->getIdentifier() || Method->getAccess() != AS_public)
        continue;
      Begin |= Method->getName() == "begin";
      if (Method->getName() == "size" && Method->isConst() && !Method->isDeleted() &&
          Method->getNumParams() == 0 && !Size)
        Size = Method;
    }
    return true;
  };
  Look(Range);
  Range->forallBases(Look);
  return Begin ? Size : nullptr;
}

/// Whether the call asks a range for its size.
bool asksForSize(const CXXMemberCallExpr &Call) {
  const CXXMethodDecl *Method = Call.getMethodDecl(), *Size = sizeMember(Call.getRecordDecl());
  return Method && Size && Method->getCanonicalDecl() == Size->getCanonicalDecl();
}

/// Whether an object keeps its value while the loop runs: no change in it by name, and no way to
/// change it without naming it.
class Constancy {
public:
  Constancy(const Stmt &Loop, const Stmt &FunctionBody, const VarDecl *Counter)
      : Effects(effectsOf(Loop, Counter)), FunctionBody(FunctionBody) {}

  bool keeps(const Expr *E) const {
    E = E->IgnoreParenImpCasts();
    const ValueDecl *Object = namedObject(E);
    if (!Object || Effects.HasErrors || Object->getType().isVolatileQualified() ||
        Effects.Changed.contains(Object))
      return false;
    if (const auto *Member = dyn_cast<MemberExpr>(E)) {
      const Expr *Base = Member->getBase()->IgnoreParenImpCasts();
      return isa<CXXThisExpr>(Base) ? !Effects.ChangesThis : keeps(Base);
    }
    if (Object->getType().isConstQualified())
      return true;
    const auto *Var = cast<VarDecl>(Object);
    if (Var->getType()->isReferenceType()) // another name may change the number
      return !Var->getType()->getPointeeType()->isScalarType();
    if (Var->getType()->isPointerType() && !Var->getType()->getPointeeType().isConstQualified())
      return false; // whoever holds the pointer may change what it points to
    return Var->hasLocalStorage() &&
           (!Effects.MayWriteElsewhere || !isHandedOut(*Var, FunctionBody));
  }

private:
  LoopEffects Effects;
  const Stmt &FunctionBody;
};

/// `E` of `static_cast<int>(x.size())`: a size narrowed for the comparison is passed as it is.
const Expr *withoutSizeCasts(const Expr *E) {
  const Expr *Inner = E->IgnoreParenCasts();
  return isa<CXXMemberCallExpr>(Inner) ? Inner : E->IgnoreParenImpCasts();
}

/// The number of elements that the type alone tells: of an array, or of std::array.
std::optional<std::uint64_t> sizeOfType(const ASTContext &Context, QualType Type) {
  if (const auto *Array = Context.getAsConstantArrayType(Type))
    return Array->getSize().getZExtValue();
  const auto *Special =
      dyn_cast_or_null<ClassTemplateSpecializationDecl>(Type->getAsCXXRecordDecl());
  if (Special && Special->isInStdNamespace() && Special->getName() == "array")
    return Special->getTemplateArgs()[1].getAsIntegral().getZExtValue();
  return std::nullopt;
}

/// A bound that is not a constant: a variable, a member, or the size of one.
TripCountOrReason symbolicBound(const ASTContext &Context, const Expr *Bound,
                                const Constancy &Loop) {
  const Expr *E = withoutSizeCasts(Bound);
  std::optional<std::uint64_t> Number;
  if (!isCountType(Context, E->getType()))
    return "the bound is not an integer that counts";
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E)) {
    if (!asksForSize(*Call))
      return "the bound is a call";
    if (!Loop.keeps(Call->getImplicitObjectArgument()))
      return "the bound may change in the loop";
    Number = sizeOfType(Context, Call->getObjectType());
  } else if (!namedObject(E)) {
    return "the bound is computed";
  } else if (!Loop.keeps(E)) {
    return "the bound may change in the loop";
  }
  std::string Text = sourceText(Context, *E);
  if (Text.empty())
    return "the bound is written by a macro";
  return TripCount{Text, asSize(Text, E->getType()), Number};
}

/// The comparison `counter OP bound`, turned round where it is written the other way.
struct Comparison {
  BinaryOperatorKind Operator;
  const Expr *Bound;
};

bool names(const Expr *E, const VarDecl &Var) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
  return Ref && Ref->getDecl() == &Var;
}

std::optional<Comparison> comparison(const ForStmt &For, const VarDecl &Counter) {
  const auto *Condition = dyn_cast_or_null<BinaryOperator>(
      For.getCond() ? For.getCond()->IgnoreParenImpCasts() : nullptr);
  if (!Condition || !Condition->isComparisonOp())
    return std::nullopt;
  if (names(Condition->getLHS(), Counter))
    return Comparison{Condition->getOpcode(), Condition->getRHS()};
  if (!names(Condition->getRHS(), Counter))
    return std::nullopt;
  BinaryOperatorKind Operator = Condition->getOpcode();
  if (Operator != BO_NE && Operator != BO_EQ)
    Operator = BinaryOperator::reverseComparisonOp(Operator);
  return Comparison{Operator, Condition->getLHS()};
}

/// `++i`, `i++` or `i += 1`.
bool stepsByOne(const ASTContext &Context, const Expr *Increment, const VarDecl &Counter) {
  if (!Increment)
    return false;
  Increment = Increment->IgnoreParenImpCasts();
  if (const auto *Unary = dyn_cast<UnaryOperator>(Increment))
    return Unary->isIncrementOp() && names(Unary->getSubExpr(), Counter);
  const auto *Compound = dyn_cast<CompoundAssignOperator>(Increment);
  return Compound && Compound->getOpcode() == BO_AddAssign && names(Compound->getLHS(), Counter) &&
         constantOf(Context, *Compound->getRHS()) == 1;
}

/// A loop from `First` to one before `End`; `Bound` is how the source writes `End`, if it does.
TripCountOrReason constantTrips(const ASTContext &Context, const VarDecl &Counter,
                                std::int64_t First, std::int64_t End, const Expr *Bound) {
  if (End <= First)
    return "the loop does not run";
  unsigned Bits = Context.getTypeSize(Counter.getType()) - Counter.getType()->isSignedIntegerType();
  if (Bits < 63 && End >> Bits != 0)
    return "the counter wraps before the loop ends";
  auto Number = static_cast<std::uint64_t>(End - First);
  std::string Text = First == 0 && Bound ? sourceText(Context, *Bound) : "";
  if (Text.empty())
    Text = std::to_string(Number);
  return TripCount{Text, Text, Number};
}

TripCountOrReason countedLoop(const ASTContext &Context, const ForStmt &For,
                              const Stmt &FunctionBody) {
  const VarDecl *Counter = loopCounter(For);
  if (!Counter || !Counter->getInit() || !isCountType(Context, Counter->getType()))
    return "not a counted loop";
  auto Compared = comparison(For, *Counter);
  if (!Compared || !stepsByOne(Context, For.getInc(), *Counter))
    return "not a counted loop";
  if (effectsOf(For, Counter).Changed.contains(Counter))
    return "the counter is changed in the loop";
  auto First = constantOf(Context, *Counter->getInit());
  auto Last = constantOf(Context, *Compared->Bound);
  bool Inclusive = Compared->Operator == BO_LE;
  if (Last != constantOf(Context, *Compared->Bound->IgnoreParenImpCasts()))
    return "the bound changes its value by a conversion"; // i < -1, with i unsigned
  if (!First || (!Inclusive && Compared->Operator != BO_LT && Compared->Operator != BO_NE))
    return "not a counted loop";
  if (Last)
    return constantTrips(Context, *Counter, *First, *Last + Inclusive,
                         Inclusive ? nullptr : Compared->Bound);
  if (*First != 0 || Inclusive)
    return "the bound is computed";
  return symbolicBound(Context, Compared->Bound, Constancy(For, FunctionBody, Counter));
}

/// `x` of `x` and `this->x`, or `p` of `*p`, with the text to put before `size()`.
struct RangeName {
  const Expr *Object;
  std::string Prefix;
  bool ThroughPointer;
};

std::optional<RangeName> rangeName(const ASTContext &Context, const Expr *Range) {
  Range = Range->IgnoreParenImpCasts();
  const Expr *Object = Range;
  bool ThroughPointer = false;
  if (const auto *Deref = dyn_cast<UnaryOperator>(Range); Deref && Deref->getOpcode() == UO_Deref) {
    Object = Deref->getSubExpr()->IgnoreParenImpCasts();
    ThroughPointer = true;
  }
  std::string Text = namedObject(Object) ? sourceText(Context, *Object) : "";
  if (Text.empty())
    return std::nullopt;
  return RangeName{Object, Text + (ThroughPointer ? "->" : "."), ThroughPointer};
}

TripCountOrReason rangeLoop(const ASTContext &Context, const CXXForRangeStmt &For,
                            const Stmt &FunctionBody) {
  if (For.getInit())
    return "the range is declared in the loop";
  const Expr *Range = For.getRangeInit()->IgnoreImplicit();
  if (const auto *Braces = dyn_cast<CXXStdInitializerListExpr>(Range)) {
    std::uint64_t Number =
        Context.getAsConstantArrayType(Braces->getSubExpr()->getType())->getSize().getZExtValue();
    return TripCount{std::to_string(Number), std::to_string(Number), Number};
  }
  Range = Range->IgnoreParenImpCasts();
  auto Name = rangeName(Context, Range);
  if (!Name)
    return "the range is computed";
  if (!Name->ThroughPointer && !Constancy(For, FunctionBody, nullptr).keeps(Name->Object))
    return "the range may change in the loop";
  auto Number = sizeOfType(Context, Range->getType());
  if (Range->getType()->isConstantArrayType()) {
    std::string Text = "std::size(" + sourceText(Context, *Range) + ")";
    return TripCount{Text, Text, Number};
  }
  const CXXMethodDecl *Size = sizeMember(Range->getType()->getAsCXXRecordDecl());
  if (!Size || !isCountType(Context, Size->getReturnType()))
    return "the range does not know its size";
  std::string Text = Name->Prefix + "size()";
  return TripCount{Text, asSize(Text, Size->getReturnType()), Number};
}

} // namespace

const VarDecl *loopCounter(const Stmt &Loop) {
  const auto *For = dyn_cast<ForStmt>(&Loop);
  const auto *Init = For ? dyn_cast_or_null<DeclStmt>(For->getInit()) : nullptr;
  return Init && Init->isSingleDecl() ? dyn_cast<VarDecl>(Init->getSingleDecl()) : nullptr;
}

TripCountOrReason tripCount(const ASTContext &Context, const Stmt &Loop, const Stmt &FunctionBody) {
  if (const auto *For = dyn_cast<ForStmt>(&Loop))
    return countedLoop(Context, *For, FunctionBody);
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(&Loop))
    return rangeLoop(Context, *Range, FunctionBody);
  return "a loop whose number of iterations is not stated";
}

} // namespace memlint
