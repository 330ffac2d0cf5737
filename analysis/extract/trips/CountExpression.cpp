#include "analysis/extract/trips/CountExpression.h"

#include "analysis/extract/trips/RangeSize.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Lex/Lexer.h"

namespace memlint {

using namespace clang;

namespace {

constexpr std::int64_t LargestOffset = 1 << 30;

bool isSizeType(const ASTContext &Context, QualType Type) {
  return Type->isUnsignedIntegerType() &&
         Context.getTypeSize(Type) == Context.getTypeSize(Context.getSizeType());
}

std::string cast(const std::string &Text) { return "static_cast<std::size_t>(" + Text + ")"; }

/// An operand of a count's arithmetic.
struct Operand {
  std::string Text; // binds tighter than a comparison
  QualType Type;
  bool Primary = true;
  bool IsSize = false;
  bool Wide = false; // unsigned, and not promoted to int

  bool isSigned() const { return !Type->isUnsignedIntegerType(); }
  std::string inArithmetic() const { return Primary ? Text : "(" + Text + ")"; }
  std::string wide() const { return Wide ? inArithmetic() : cast(Text); }
};

Operand operand(const ASTContext &Context, std::string Text, QualType Type, bool Primary) {
  bool Wide = Type->isUnsignedIntegerType() &&
              Context.getTypeSize(Type) >= Context.getTypeSize(Context.IntTy);
  return {std::move(Text), Type, Primary, isSizeType(Context, Type), Wide};
}

bool isOperator(const Expr &E) {
  return isa<BinaryOperator, UnaryOperator, AbstractConditionalOperator>(E);
}

/// Null where the base cannot be written again.
std::optional<Operand> operandOf(const ASTContext &Context, const Expr &Base) {
  const Expr *E = Base.IgnoreParenImpCasts();
  std::string Text = countText(Context, *E);
  bool Primary = !isOperator(*E);
  if (Text.empty()) { // a macro may write the parentheses
    Text = countText(Context, *Base.IgnoreImpCasts());
    Primary = !isOperator(*Base.IgnoreImpCasts());
  }
  if (Text.empty())
    return std::nullopt;
  const auto *Op = dyn_cast<BinaryOperator>(E);
  bool Loose = !Primary && (isa<AbstractConditionalOperator>(E) || (Op && Op->isBitwiseOp()));
  if (Loose)
    Text = "(" + Text + ")";
  return operand(Context, Text, E->getType(), Primary || Loose);
}

/// A count before it is written in one piece.
struct Distance {
  std::string Guard; // empty where nothing can become negative
  std::string Body;
  bool Primary = true;
  bool IsSize = true;
  std::string Said;
};

TripCount written(const Distance &D) {
  TripCount Count;
  Count.Trips = D.Said;
  Count.Count = D.Guard.empty() ? D.Body : D.Guard + " ? " + D.Body + " : 0";
  Count.IsSize = D.IsSize;
  Count.Shape = !D.Guard.empty() ? CountShape::Conditional
                : D.Primary      ? CountShape::Primary
                                 : CountShape::Arithmetic;
  return Count;
}

std::string plus(const std::string &Text, std::int64_t Offset) {
  if (Offset == 0)
    return Text;
  return Text + (Offset < 0 ? " - " : " + ") + std::to_string(std::abs(Offset));
}

/// `High + Shift`, positive where the guard holds; `Shift` is taken from it or added in the type
/// that does not overflow.
void setBody(Distance &D, const Operand &High, std::int64_t Shift) {
  D.Primary = Shift == 0 || !High.Wide;
  D.IsSize = High.IsSize || !High.Wide;
  if (Shift == 0)
    D.Body = High.isSigned() ? cast(High.Text) : High.Text;
  else if (Shift > 0 && !High.IsSize) // unsigned int wraps
    D.Body = plus(cast(High.Text), Shift), D.Primary = false, D.IsSize = true;
  else if (High.Wide)
    D.Body = plus(High.inArithmetic(), Shift);
  else
    D.Body = cast(plus(High.inArithmetic(), Shift));
  if (Shift == 0 && !High.isSigned())
    D.Primary = High.Primary, D.IsSize = High.IsSize;
}

std::string stepped(const Distance &D, std::uint64_t Step) {
  std::string Rounded = D.Primary ? D.Body : "(" + D.Body + ")";
  return Rounded + " / " + std::to_string(Step);
}

/// From a constant up to a base.
TripCountOrReason fromConstant(const Operand &High, std::int64_t Offset, std::uint64_t Step,
                               unsigned Bits) {
  if (Offset < 0 && (-Offset >> std::min(Bits - 1, 62u)) != 0)
    return "the number is too large"; // for the type that it is compared with
  Distance D;
  if (Offset < 0 || High.isSigned())
    D.Guard = High.Text + (Offset == 1 ? " >= 0" : " > " + std::to_string(-Offset));
  std::int64_t Shift = Offset + static_cast<std::int64_t>(Step) - 1;
  setBody(D, High, Shift);
  D.Said = plus(High.inArithmetic(), Shift);
  if (Shift == 0)
    D.Said = High.Text;
  if (Step > 1) {
    D.Said = (Shift == 0 ? High.inArithmetic() : "(" + D.Said + ")") + " / " + std::to_string(Step);
    D.Body = stepped(D, Step);
    D.Primary = false;
  }
  return written(D);
}

TripCountOrReason afterRounding(Distance D, std::uint64_t Step) {
  if (Step > 1) {
    std::string Rest = std::to_string(Step - 1), By = std::to_string(Step);
    D.Body = "(" + D.Body + " + " + Rest + ") / " + By;
    D.Said = "(" + D.Said + " + " + Rest + ") / " + By;
  }
  return written(D);
}

/// From a base up to a constant.
TripCountOrReason toConstant(const Operand &Low, std::int64_t End, std::uint64_t Step,
                             unsigned Bits) {
  if (End <= 0 && !Low.isSigned())
    return "the loop does not run";
  if (End < 0)
    return "the bound is computed";
  if ((End >> std::min(Bits - 1, 62u)) != 0)
    return "the number is too large";
  std::string Text = std::to_string(End);
  Distance D{Low.Text + " < " + Text, Text + " - " + Low.wide(), false, Low.IsSize || !Low.Wide,
             Text + " - " + Low.inArithmetic()};
  return afterRounding(std::move(D), Step);
}

TripCountOrReason betweenBases(const Operand &Low, const Operand &High, std::int64_t Offset,
                               std::uint64_t Step) {
  if (Low.isSigned() != High.isSigned())
    return "compares a signed with an unsigned number";
  if (Offset < -1 || Offset > 1)
    return "the bound is computed";
  Distance D{High.Text + (Offset == 1 ? " >= " : " > ") + Low.Text,
             plus(High.wide() + " - " + Low.wide(), Offset), false,
             High.IsSize || !High.Wide || Low.IsSize || !Low.Wide,
             plus(High.inArithmetic() + " - " + Low.inArithmetic(), Offset)};
  return afterRounding(std::move(D), Step);
}

std::optional<std::int64_t> difference(std::int64_t A, std::int64_t B) {
  std::int64_t Result;
  if (__builtin_sub_overflow(A, B, &Result))
    return std::nullopt;
  return Result;
}

/// The integer inside a cast that leaves the values which count alone: of a size to any integer
/// not below an int, of a signed number to another.
const Expr *insideCast(const ASTContext &Context, const Expr &E) {
  const auto *Cast = dyn_cast<ExplicitCastExpr>(&E);
  if (!Cast || !isCountType(Context, E.getType()) ||
      Context.getTypeSize(E.getType()) < Context.getTypeSize(Context.IntTy))
    return nullptr;
  const Expr *Inner = Cast->getSubExpr()->IgnoreParenImpCasts();
  return Inner->getType()->isIntegerType() ? Inner : nullptr;
}

std::optional<LinearTerm> shifted(std::optional<LinearTerm> Term, std::int64_t By) {
  if (Term && __builtin_add_overflow(Term->Offset, By, &Term->Offset))
    return std::nullopt;
  return Term;
}

bool isSmall(std::optional<std::int64_t> Constant) {
  return Constant && *Constant > -LargestOffset && *Constant < LargestOffset;
}

} // namespace

bool isCountType(const ASTContext &Context, QualType Type) {
  Type = Type.getCanonicalType();
  return Type->isIntegerType() && !Type->isBooleanType() && !Type->isAnyCharacterType() &&
         !Type->isEnumeralType() && !Type->isBitIntType() && !Type.isVolatileQualified() &&
         !Type->isDependentType() &&
         Context.getTypeSize(Type) <= Context.getTypeSize(Context.getSizeType());
}

std::optional<std::int64_t> constantOf(const ASTContext &Context, const Expr &E) {
  Expr::EvalResult Result;
  if (E.isValueDependent() || !E.getType()->isIntegralOrUnscopedEnumerationType() ||
      !E.EvaluateAsInt(Result, Context))
    return std::nullopt;
  return Result.Val.getInt().tryExtValue();
}

std::string countText(const ASTContext &Context, const Expr &E) {
  auto Range = Lexer::makeFileCharRange(CharSourceRange::getTokenRange(E.getSourceRange()),
                                        Context.getSourceManager(), Context.getLangOpts());
  StringRef Text = Lexer::getSourceText(Range, Context.getSourceManager(), Context.getLangOpts());
  // A comment or a line's end inside would swallow what is written behind it.
  return Text.contains("//") || Text.contains("/*") || Text.contains('\n') ? "" : Text.str();
}

std::optional<LinearTerm> linearTerm(const ASTContext &Context, const Expr &Whole, Casts Read) {
  const Expr *E = Whole.IgnoreParenImpCasts();
  if (auto Constant = constantOf(Context, Whole))
    return LinearTerm{nullptr, *Constant};
  Expr::EvalResult Known;
  if (!E->isValueDependent() && E->EvaluateAsInt(Known, Context))
    return std::nullopt; // beyond all counts
  if (const Expr *Range = askedRange(*E))
    if (auto Size = sizeOfType(Context, Range->getType()); Size && *Size <= LargestOffset)
      return LinearTerm{nullptr, static_cast<std::int64_t>(*Size)};
  if (const Expr *Inner = Read == Casts::Stripped ? insideCast(Context, *E) : nullptr) {
    auto Term = linearTerm(Context, *Inner, Read);
    if (Term && Term->Base && (Inner->getType()->isSignedIntegerType() || askedRange(*Term->Base)))
      return Term;
  }
  const auto *Op = dyn_cast<BinaryOperator>(E);
  if (Op && Op->isAdditiveOp() && !Op->getOperatorLoc().isMacroID()) {
    auto Left = constantOf(Context, *Op->getLHS()), Right = constantOf(Context, *Op->getRHS());
    if (isSmall(Right))
      return shifted(linearTerm(Context, *Op->getLHS(), Read),
                     Op->getOpcode() == BO_Add ? *Right : -*Right);
    if (isSmall(Left) && Op->getOpcode() == BO_Add)
      return shifted(linearTerm(Context, *Op->getRHS(), Read), *Left);
  }
  return LinearTerm{&Whole, 0};
}

TripCount numberCount(std::uint64_t Number, std::string Text) {
  TripCount Count;
  Count.Count = Text.empty() ? std::to_string(Number) : std::move(Text);
  Count.Trips = Count.Count;
  Count.Number = Number;
  return Count;
}

TripCount textCount(const ASTContext &Context, std::string Text, QualType Type) {
  Operand High = operand(Context, std::move(Text), Type, true);
  return std::get<TripCount>(fromConstant(High, 0, 1, 64));
}

TripCountOrReason distanceCount(const ASTContext &Context, const LinearTerm &Low,
                                const LinearTerm &High, std::uint64_t Step) {
  auto Offset = difference(High.Offset, Low.Offset);
  if (!Offset || Step == 0 || Step > LargestOffset)
    return "the number is too large";
  if (!Low.Base && !High.Base) {
    if (*Offset <= 0)
      return "the loop does not run";
    return numberCount((static_cast<std::uint64_t>(*Offset) + Step - 1) / Step);
  }
  auto LowText = Low.Base ? operandOf(Context, *Low.Base) : std::nullopt;
  auto HighText = High.Base ? operandOf(Context, *High.Base) : std::nullopt;
  for (const auto *Text : {&LowText, &HighText})
    if (*Text && !isCountType(Context, (*Text)->Type))
      return "the bound is not an integer that counts";
  if ((Low.Base && !LowText) || (High.Base && !HighText))
    return "the bound cannot be written again";
  if (!isSmall(Offset))
    return "the number is too large";
  auto Bits = [&](const Operand &O) { return unsigned(Context.getTypeSize(O.Type)); };
  auto Result = !LowText    ? fromConstant(*HighText, *Offset, Step, Bits(*HighText))
                : !HighText ? toConstant(*LowText, *Offset, Step, Bits(*LowText))
                            : betweenBases(*LowText, *HighText, *Offset, Step);
  if (auto *Count = std::get_if<TripCount>(&Result))
    for (const Expr *Base : {Low.Base, High.Base})
      if (Base)
        Count->Reads.push_back(Base);
  return Result;
}

TripCountOrReason valueCount(const ASTContext &Context, const Expr &E) {
  auto Term = linearTerm(Context, E, Casts::Stripped);
  if (!Term)
    return "the number is too large";
  if (!Term->Base && Term->Offset > 0) {
    std::string Text = countText(Context, *E.IgnoreParenImpCasts());
    TripCount Count = numberCount(static_cast<std::uint64_t>(Term->Offset), Text);
    if (isOperator(*E.IgnoreParenImpCasts()))
      Count.Shape = CountShape::Arithmetic;
    return Count;
  }
  bool AsksAccessor = false;
  if (Term->Base)
    if (const char *Reason = whyNotRepeatable(Context, *Term->Base, AsksAccessor))
      return Reason;
  auto Result = distanceCount(Context, LinearTerm{}, *Term, 1);
  if (auto *Count = std::get_if<TripCount>(&Result))
    Count->AsksAccessor = AsksAccessor;
  return Result;
}

bool isVisibleBefore(const ASTContext &Context, const Expr &E, const Stmt &Loop) {
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&E)) {
    const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
    return !Var || !Var->isLocalVarDeclOrParm() ||
           Context.getSourceManager().isBeforeInTranslationUnit(Var->getLocation(),
                                                                Loop.getBeginLoc());
  }
  return llvm::all_of(E.children(), [&](const Stmt *Part) {
    const auto *Operand = dyn_cast_or_null<Expr>(Part);
    return !Operand || isVisibleBefore(Context, *Operand, Loop);
  });
}

} // namespace memlint
