#include "analysis/extract/trips/Constancy.h"
#include "analysis/extract/trips/CountExpression.h"
#include "analysis/extract/trips/CountedLoops.h"
#include "analysis/extract/trips/RangeSize.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/FoldingSet.h"
#include "llvm/ADT/StringSwitch.h"

namespace memlint {

using namespace clang;

namespace {

/// One end of a range: the object, and which iterator of it.
struct RangeEnd {
  const Expr *Object;
  bool Arrow, IsEnd, Reversed;
};

/// Without the conversions that an iterator is passed through.
const Expr *plain(const Expr &E) {
  const Expr *Inner = E.IgnoreUnlessSpelledInSource();
  while (const auto *Construct = dyn_cast<CXXConstructExpr>(Inner)) {
    if (Construct->getNumArgs() != 1)
      break;
    Inner = Construct->getArg(0)->IgnoreUnlessSpelledInSource();
  }
  return Inner->IgnoreParenImpCasts();
}

/// 0 for begin, 1 for end, 2 and 3 for the reversed; -1 for any other name.
int endNamed(const IdentifierInfo *Name) {
  return Name ? llvm::StringSwitch<int>(Name->getName())
                    .Cases({"begin", "cbegin"}, 0)
                    .Cases({"end", "cend"}, 1)
                    .Cases({"rbegin", "crbegin"}, 2)
                    .Cases({"rend", "crend"}, 3)
                    .Default(-1)
              : -1;
}

std::optional<RangeEnd> rangeEnd(const Expr &Whole) {
  const Expr *E = plain(Whole);
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E)) {
    int Which = Call->getMethodDecl() ? endNamed(Call->getMethodDecl()->getIdentifier()) : -1;
    const auto *Callee = dyn_cast<MemberExpr>(Call->getCallee()->IgnoreParens());
    if (Which < 0 || Call->getNumArgs() != 0 || !Callee)
      return std::nullopt;
    bool Arrow = Callee->isArrow() && !isa<CXXThisExpr>(Callee->getBase()->IgnoreParenImpCasts());
    return RangeEnd{Call->getImplicitObjectArgument(), Arrow, Which % 2 == 1, Which >= 2};
  }
  const auto *Call = dyn_cast<CallExpr>(E);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  if (!Callee || !Callee->isInStdNamespace() || Call->getNumArgs() != 1)
    return std::nullopt;
  int Which = endNamed(Callee->getIdentifier());
  return Which < 0 ? std::nullopt
                   : std::optional(RangeEnd{Call->getArg(0), false, Which % 2 == 1, Which >= 2});
}

bool isSame(const ASTContext &Context, const Expr &A, const Expr &B) {
  llvm::FoldingSetNodeID First, Second;
  A.IgnoreParenImpCasts()->Profile(First, Context, true);
  B.IgnoreParenImpCasts()->Profile(Second, Context, true);
  return First == Second;
}

bool derivesFrom(const CXXRecordDecl &Class, StringRef Name) {
  if (Class.isInStdNamespace() && Class.getName() == Name)
    return true;
  return Class.hasDefinition() && llvm::any_of(Class.bases(), [&](const CXXBaseSpecifier &Base) {
           const CXXRecordDecl *Record = Base.getType()->getAsCXXRecordDecl();
           return Record && derivesFrom(*Record, Name);
         });
}

/// The tag that an iterator class names as its category; its bases may name it.
const CXXRecordDecl *categoryOf(const CXXRecordDecl *Class) {
  if (!Class || !Class->hasDefinition())
    return nullptr;
  for (const NamedDecl *D : Class->lookup(&Class->getASTContext().Idents.get("iterator_category")))
    if (const auto *Type = dyn_cast<TypedefNameDecl>(D))
      return Type->getUnderlyingType()->getAsCXXRecordDecl();
  for (const CXXBaseSpecifier &Base : Class->bases())
    if (const CXXRecordDecl *Category = categoryOf(Base.getType()->getAsCXXRecordDecl()))
      return Category;
  return nullptr;
}

/// `Base + Count` of pointers and iterators.
struct Advanced {
  const Expr *Base, *Count;
};

std::optional<Advanced> advanced(const Expr &Whole) {
  const Expr *E = plain(Whole);
  if (const auto *Op = dyn_cast<BinaryOperator>(E);
      Op && Op->getOpcode() == BO_Add && Op->getLHS()->getType()->isPointerType())
    return Advanced{Op->getLHS(), Op->getRHS()};
  if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(E);
      Call && Call->getOperator() == OO_Plus && Call->getNumArgs() == 2 &&
      Call->getArg(1)->getType()->isIntegerType())
    return Advanced{Call->getArg(0), Call->getArg(1)};
  return std::nullopt;
}

/// `std::next(c.begin())` and `c.begin() + 2` leave some out; a constant.
struct SkippedBegin {
  std::optional<RangeEnd> Begin;
  std::int64_t Skipped = 0;
};

SkippedBegin skippedBegin(const ASTContext &Context, const Expr &First) {
  if (auto Sum = advanced(First))
    if (auto Skipped = constantOf(Context, *Sum->Count))
      return {rangeEnd(*Sum->Base), *Skipped};
  const auto *Call = dyn_cast<CallExpr>(plain(First));
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  const IdentifierInfo *Name = Callee ? Callee->getIdentifier() : nullptr;
  if (Name && Callee->isInStdNamespace() && Name->getName() == "next" && Call->getNumArgs() == 2) {
    const auto *Default = dyn_cast<CXXDefaultArgExpr>(Call->getArg(1));
    auto Skipped = constantOf(Context, Default ? *Default->getExpr() : *Call->getArg(1));
    if (Skipped)
      return {rangeEnd(*Call->getArg(0)), *Skipped};
  }
  return {rangeEnd(First), 0};
}

TripCountOrReason wholeRange(const ASTContext &Context, const RangeEnd &Of, std::int64_t Skipped,
                             const Expr &Last) {
  const Expr &Read = Of.Arrow ? *plain(Last) : *Of.Object;
  auto Result = rangeSize(Context, *Of.Object, Of.Arrow, Read);
  auto *Count = std::get_if<TripCount>(&Result);
  if (!Count || Skipped == 0)
    return Result;
  bool Plain = Count->Shape == CountShape::Primary && Count->IsSize;
  if (Skipped < 0 || !Plain)
    return "the range is computed";
  if (Count->Number) {
    if (*Count->Number <= static_cast<std::uint64_t>(Skipped))
      return "the loop does not run";
    return numberCount(*Count->Number - static_cast<std::uint64_t>(Skipped));
  }
  std::string Size = Count->Count, Left = Size + " - " + std::to_string(Skipped);
  Count->Trips = Left;
  Count->Count = Size + " > " + std::to_string(Skipped) + " ? " + Left + " : 0";
  Count->Shape = CountShape::Conditional;
  return Result;
}

/// `last - first`.
TripCountOrReason pairDistance(const ASTContext &Context, const Expr &First, const Expr &Last,
                               bool MayBeReversed) {
  const Expr *From = plain(First), *To = plain(Last);
  if (!namedObject(From) || !namedObject(To))
    return "the range is computed";
  if (!isRandomAccess(From->getType()) ||
      !Context.hasSameUnqualifiedType(From->getType(), To->getType()))
    return "the distance of the iterators is not known";
  std::string FromText = countText(Context, *From), ToText = countText(Context, *To);
  if (FromText.empty() || ToText.empty())
    return "the bound cannot be written again";
  TripCount Count;
  Count.Trips = ToText + " - " + FromText;
  Count.Count = "static_cast<std::size_t>(" + Count.Trips + ")";
  if (MayBeReversed) {
    Count.Count = ToText + " > " + FromText + " ? " + Count.Count + " : 0";
    Count.Shape = CountShape::Conditional;
  }
  Count.IsSize = true;
  Count.IsDistance = true;
  Count.Reads = {From, To};
  return Count;
}

} // namespace

bool isRandomAccess(QualType Type) {
  if (const auto *Pointer = Type->getAs<PointerType>())
    return Pointer->getPointeeType()->isObjectType();
  const CXXRecordDecl *Category = categoryOf(Type->getAsCXXRecordDecl());
  return Category && derivesFrom(*Category, "random_access_iterator_tag");
}

bool isRangeEnd(const Expr &E) { return rangeEnd(E).has_value(); }

bool isIterator(QualType Type) {
  Type = Type.getCanonicalType();
  return (Type->isPointerType() && Type->getPointeeType()->isObjectType()) ||
         categoryOf(Type->getAsCXXRecordDecl());
}

TripCountOrReason iteratorDistance(const ASTContext &Context, const Expr &First, const Expr &Last,
                                   bool MayBeReversed) {
  SkippedBegin From = skippedBegin(Context, First);
  auto To = rangeEnd(Last);
  if (From.Begin && To) {
    bool Whole = !From.Begin->IsEnd && To->IsEnd && From.Begin->Reversed == To->Reversed &&
                 From.Begin->Arrow == To->Arrow &&
                 isSame(Context, *From.Begin->Object, *To->Object);
    return Whole ? wholeRange(Context, *To, From.Skipped, Last) : "the range is computed";
  }
  if (auto Sum = advanced(Last); Sum && isSame(Context, *plain(First), *plain(*Sum->Base)))
    return valueCount(Context, *Sum->Count);
  return pairDistance(Context, First, Last, MayBeReversed);
}

TripCountOrReason iteratorTrips(const CountedLoop &L) {
  bool Forward = L.Step.By == 1 && L.Offset == 0 && (L.Operator == BO_NE || L.Operator == BO_LT);
  if (!Forward || !L.Bound)
    return "not a counted loop";
  const Expr *Last = L.Bound;
  Constancy Kept(effectsBeside(L.Loop, *L.Step.Where), L.FunctionBody);
  const auto *Named = dyn_cast<DeclRefExpr>(plain(*Last));
  if (const auto *Var = Named ? dyn_cast<VarDecl>(Named->getDecl()) : nullptr) {
    if (!Kept.keepsValue(*Var))
      return "the bound may change in the loop";
    if (const Expr *End = valueBefore(L.Context, *Var, L.Loop, L.FunctionBody))
      Last = End;
  }
  const Expr *First = L.Start ? L.Start : L.Counter;
  if (!isVisibleBefore(L.Context, *First, L.Loop) || !isVisibleBefore(L.Context, *Last, L.Loop))
    return "the bound is declared in the loop";
  auto Result = iteratorDistance(L.Context, *First, *Last, L.Operator == BO_LT);
  bool Rereads = !Named || Last != L.Bound;
  if (std::holds_alternative<TripCount>(Result) && Rereads && !Kept.keepsAll(*plain(*Last)))
    return "the range may change in the loop";
  return Result;
}

} // namespace memlint
