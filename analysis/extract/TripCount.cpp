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
  StringRef Text = Lexer::getSourceText(Range, Context.getSourceManager(), Context.getLangOpts());
  // A comment or a line's end inside would swallow what is written behind it.
  return Text.contains("//") || Text.contains("/*") || Text.contains('\n') ? "" : Text.str();
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

/// The method that calling `Name()` on a const object of the class runs: public, without a
/// condition on it, and not hidden. Null where there is none.
const CXXMethodDecl *publicMember(const CXXRecordDecl *Class, llvm::StringRef Name) {
  if (!Class || !Class->hasDefinition())
    return nullptr;
  auto Found = Class->lookup(&Class->getASTContext().Idents.get(Name));
  for (const NamedDecl *Named : Found) {
    const auto *Method = dyn_cast<CXXMethodDecl>(Named);
    if (Method && Method->isConst() && !Method->isDeleted() && Method->getNumParams() == 0 &&
        Method->getAccess() == AS_public && !Method->getTrailingRequiresClause())
      return Method;
  }
  if (!Found.empty())
    return nullptr; // hides those of the bases
  for (const CXXBaseSpecifier &Base : Class->bases())
    if (Base.getAccessSpecifier() == AS_public)
      if (const auto *Method = publicMember(Base.getType()->getAsCXXRecordDecl(), Name))
        return Method;
  return nullptr;
}

/// The `size()` of a range, where it has one; null otherwise.
const CXXMethodDecl *sizeMember(const CXXRecordDecl *Range) {
  return publicMember(Range, "begin") ? publicMember(Range, "size") : nullptr;
}

/// Whether a range's size() counts the steps from begin() to end(): the standard's do, and those
/// whose iterators are pointers or the standard's. A string may count bytes and iterate over
/// characters.
bool sizeCountsSteps(const CXXRecordDecl &Range) {
  const CXXMethodDecl *Begin = publicMember(&Range, "begin");
  if (Range.isInStdNamespace() || !Begin)
    return Begin;
  QualType Iterator = Begin->getReturnType().getCanonicalType();
  const CXXRecordDecl *Class = Iterator->getAsCXXRecordDecl();
  bool OfLibrary =
      Class &&
      (Class->isInStdNamespace() || Class->getEnclosingNamespaceContext()->isStdNamespace() ||
       StringRef(Class->getQualifiedNameAsString()).starts_with("__gnu_cxx::"));
  return Iterator->isPointerType() || OfLibrary;
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
      if (isa<CXXThisExpr>(Base)) // code that is not visible here may hold this object
        return !Effects.ChangesThis && !Effects.MayWriteElsewhere;
      return keeps(Base);
    }
    QualType Type = Object->getType();
    if (Type->isPointerType() && !Type->getPointeeType().isConstQualified())
      return false; // whoever holds the pointer may change what it points to
    if (Type.isConstQualified())
      return true;
    const auto *Var = cast<VarDecl>(Object);
    if (Type->isReferenceType() && Type->getPointeeType()->isScalarType())
      return false; // another name may change the number
    if (Type->isReferenceType() && Type->getPointeeType().isConstQualified())
      return true; // who is given an object to read may expect that it stays
    if (!Var->hasLocalStorage())
      return false;
    const auto *Ref = dyn_cast<DeclRefExpr>(E);
    bool OfOuterFunction = Ref && Ref->refersToEnclosingVariableOrCapture();
    return !Effects.MayWriteElsewhere ||
           (!OfOuterFunction && !handedOutIn(FunctionBody).contains(Var));
  }

  /// The same of what a pointer points to.
  bool keepsPointee(const Expr *Pointer) const {
    const ValueDecl *Object = namedObject(Pointer);
    return Object && !Effects.HasErrors && !Effects.Changed.contains(Object) &&
           (Object->getType()->getPointeeType().isConstQualified() || !Effects.MayWriteElsewhere);
  }

private:
  LoopEffects Effects;
  const Stmt &FunctionBody;
};

/// `x.size()` of `static_cast<int>(x.size())`: a size narrowed for the comparison is passed as it
/// is; but not one narrowed to less than an int, which is meant.
const Expr *withoutSizeCasts(const ASTContext &Context, const Expr *E) {
  const Expr *Inner = E->IgnoreParenImpCasts();
  while (const auto *Cast = dyn_cast<ExplicitCastExpr>(Inner)) {
    QualType Type = Cast->getType();
    if (!Type->isIntegerType() || Type->isBooleanType() || Type->isEnumeralType() ||
        Context.getTypeSize(Type) < Context.getTypeSize(Context.IntTy))
      break;
    Inner = Cast->getSubExpr()->IgnoreParenImpCasts();
  }
  return isa<CXXMemberCallExpr>(Inner) ? Inner : E->IgnoreParenImpCasts();
}

/// The number of elements that the type alone tells: of an array, or of std::array.
std::optional<std::uint64_t> sizeOfType(const ASTContext &Context, QualType Type) {
  if (const auto *Array = Context.getAsConstantArrayType(Type))
    return Array->getSize().getZExtValue();
  const auto *Special =
      dyn_cast_or_null<ClassTemplateSpecializationDecl>(Type->getAsCXXRecordDecl());
  if (Special && Special->isInStdNamespace() && Special->getName() == "array" &&
      Special->getTemplateArgs().size() == 2 &&
      Special->getTemplateArgs()[1].getKind() == TemplateArgument::Integral)
    return Special->getTemplateArgs()[1].getAsIntegral().getZExtValue();
  return std::nullopt;
}

/// A bound that is not a constant: a variable, a member, or the size of one.
TripCountOrReason symbolicBound(const ASTContext &Context, const Expr *Bound,
                                const Constancy &Loop) {
  const Expr *E = withoutSizeCasts(Context, Bound);
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
    return "the bound cannot be written again";
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

/// Whether a part of `S` names the variable.
bool mentions(const Stmt *S, const VarDecl &Var) {
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(S);
  return (Ref && Ref->getDecl() == &Var) ||
         (S && llvm::any_of(S->children(), [&](const Stmt *Part) { return mentions(Part, Var); }));
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
  if (First < 0 && End > INT64_MAX + First)
    return "the number is too large";
  unsigned Bits = Context.getTypeSize(Counter.getType()) - Counter.getType()->isSignedIntegerType();
  if (Bits < 63 && End >> Bits != 0)
    return "the counter wraps before the loop ends";
  auto Number = static_cast<std::uint64_t>(End - First);
  std::string Text = First == 0 && Bound ? sourceText(Context, *Bound) : "";
  if (Text.empty() || mentions(Bound, Counter)) // sizeof(i): not there before the loop
    Text = std::to_string(Number);
  return TripCount{Text, Text, Number};
}

TripCountOrReason countedLoop(const ASTContext &Context, const ForStmt &For,
                              const Stmt &FunctionBody) {
  const VarDecl *Counter = loopCounter(For);
  if (!Counter || !Counter->getInit() || !Counter->hasLocalStorage() ||
      !isCountType(Context, Counter->getType()))
    return "not a counted loop";
  auto Compared = comparison(For, *Counter);
  if (!Compared || !stepsByOne(Context, For.getInc(), *Counter))
    return "not a counted loop";
  if (effectsOf(For, Counter).Changed.contains(Counter))
    return "the counter is changed in the loop";
  auto First = constantOf(Context, *Counter->getInit());
  auto Last = constantOf(Context, *Compared->Bound);
  bool Inclusive = Compared->Operator == BO_LE;
  if (First && *First < 0 && Compared->Bound->getType()->isUnsignedIntegerType())
    return "the counter changes its value by a conversion"; // i = -1; i < 10u
  if (Inclusive && Last == INT64_MAX)
    return "the number is too large";
  if (Last != constantOf(Context, *Compared->Bound->IgnoreParenImpCasts()))
    return "the bound changes its value by a conversion"; // i < -1, with i unsigned
  if (!First || (!Inclusive && Compared->Operator != BO_LT && Compared->Operator != BO_NE))
    return "not a counted loop";
  if (Last)
    return constantTrips(Context, *Counter, *First, *Last + Inclusive,
                         Inclusive ? nullptr : Compared->Bound);
  if (*First != 0 || Inclusive || mentions(Compared->Bound, *Counter))
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
  Constancy Kept(For, FunctionBody, nullptr);
  if (Name->ThroughPointer ? !Kept.keepsPointee(Name->Object) : !Kept.keeps(Name->Object))
    return "the range may change in the loop";
  auto Number = sizeOfType(Context, Range->getType());
  if (Range->getType()->isConstantArrayType()) {
    if (!Context.getLangOpts().CPlusPlus17) // std::size is newer
      return TripCount{std::to_string(*Number), std::to_string(*Number), Number};
    std::string Text = "std::size(" + sourceText(Context, *Range) + ")";
    return TripCount{Text, Text, Number};
  }
  const CXXMethodDecl *Size = sizeMember(Range->getType()->getAsCXXRecordDecl());
  if (!Size || !isCountType(Context, Size->getReturnType()) ||
      !sizeCountsSteps(*Range->getType()->getAsCXXRecordDecl()))
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
