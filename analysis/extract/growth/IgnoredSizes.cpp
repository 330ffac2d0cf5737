#include "analysis/extract/growth/IgnoredSizes.h"

#include "analysis/extract/growth/ElementsAfterReserve.h"
#include "analysis/extract/growth/GrowableContainers.h"
#include "analysis/extract/trips/LoopEffects.h"
#include "analysis/extract/trips/TripCount.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"

namespace memlint {
namespace {

using namespace clang;

/// The number of elements that a constructor of the standard's makes: its only argument, besides an
/// allocator.
const Expr *sizeArgument(const VarDecl &Var) {
  const Expr *Init = Var.getInit();
  const auto *Construct =
      dyn_cast_or_null<CXXConstructExpr>(Init ? Init->IgnoreImplicit() : nullptr);
  if (!Construct || Construct->getNumArgs() == 0 || Construct->isStdInitListInitialization() ||
      !Construct->getConstructor()->getParent()->isInStdNamespace() ||
      !Construct->getArg(0)->getType()->isIntegerType())
    return nullptr;
  for (unsigned I = 1; I < Construct->getNumArgs(); ++I)
    if (!isa<CXXDefaultArgExpr>(Construct->getArg(I)))
      return nullptr;
  return Construct->getArg(0);
}

class IgnoredSizeReader {
public:
  IgnoredSizeReader(const FunctionReading &Reading, const VarDecl &Var)
      : Reading(Reading), Var(Var) {
    for (const ContainerMention &Use : Reading.Containers.Mentions)
      if (Use.Path == ObjectPath{&Var, {}})
        Uses.push_back(&Use);
    Declared = Reading.Containers.Declared.lookup(&Var);
  }

  /// `vector v(n)`, then n pushes, and nothing between that could want the n elements.
  std::optional<WasteFact> readSized() const {
    const Expr *Size = sizeArgument(Var);
    if (!Size || Uses.empty())
      return std::nullopt;
    const ContainerMention &First = *Uses.front();
    const Stmt *Loop = countedLoopOf(First, Declared);
    if (!Loop || usesIn(*Loop) != 1 || !runsAsOftenAs(*Loop, *Size))
      return std::nullopt;
    WasteFact Fact = Reading.fact(WasteKind::ReserveIgnoresSize, First, First.location());
    Fact.Where = Reading.Map.token(Var.getLocation());
    Fact.Words = {"sized", Reading.text(*Size)};
    addPlaces(First, Fact);
    return Fact;
  }

  /// `v.reserve(n)` directly before a loop that adds n, where `v` has elements already.
  std::optional<WasteFact> readReserved() const {
    const ContainerMention *Filled = nullptr;
    bool Unknown = false, HasElements = isMadeWithElements();
    for (std::size_t I = 0; I + 1 < Uses.size(); ++I) {
      const ContainerMention &Use = *Uses[I];
      if (Use.Act == ContainerAct::Reserves && HasElements && !Unknown)
        if (auto Fact = reserved(Use, *Uses[I + 1], Filled))
          return Fact;
      Unknown |= Use.InLambda || Use.Act == ContainerAct::Other || Use.Act == ContainerAct::Shrinks;
      if (Use.Act == ContainerAct::Grows && Use.Call && addsForCertain(Use)) {
        HasElements = true;
        Filled = Filled ? Filled : &Use;
      }
    }
    return std::nullopt;
  }

private:
  bool isMadeWithElements() const {
    const Expr *Size = sizeArgument(Var);
    if (Size) {
      Expr::EvalResult Result;
      return Size->EvaluateAsInt(Result, Reading.Context) && Result.Val.getInt() > 0;
    }
    const Expr *Init = Var.getInit();
    const auto *Construct =
        dyn_cast_or_null<CXXConstructExpr>(Init ? Init->IgnoreImplicit() : nullptr);
    if (!Construct || Construct->getNumArgs() == 0)
      return false;
    if (Construct->getConstructor()->isCopyOrMoveConstructor())
      return true; // as many as the other one has
    const Expr *First = Construct->getArg(0)->IgnoreUnlessSpelledInSource();
    if (const auto *List = dyn_cast<CXXStdInitializerListExpr>(First))
      First = List->getSubExpr()->IgnoreUnlessSpelledInSource();
    const auto *List = dyn_cast<InitListExpr>(First);
    return List && Construct->isStdInitListInitialization() && List->getNumInits() > 0;
  }
  /// One element at least, on the straight path from the declaration.
  bool addsForCertain(const ContainerMention &Use) const {
    const CompoundStmt *Block = blockOf(Use);
    return Block && !Declared.empty() && Block == Declared.back() &&
           (Use.isCallOf("push_back") || Use.isCallOf("emplace_back"));
  }
  std::optional<WasteFact> reserved(const ContainerMention &Reserve, const ContainerMention &Growth,
                                    const ContainerMention *Filled) const {
    const CompoundStmt *Block = blockOf(Reserve);
    if (!Block || Declared.empty() || Block != Declared.back() || Reserve.Call->getNumArgs() != 1)
      return std::nullopt;
    const Expr &Count = *Reserve.Call->getArg(0);
    const Stmt *Loop = countedLoopOf(Growth, Declared);
    if (!Loop || usesIn(*Loop) != 1 || mentions(&Count, Reserve.Path) ||
        !runsAsOftenAs(*Loop, Count))
      return std::nullopt;
    WasteFact Fact = Reading.fact(WasteKind::ReserveIgnoresSize, Reserve, Reserve.location());
    std::string Written = Reading.text(Count);
    Fact.Words = {"reserved", Written};
    addPlaces(Growth, Fact);
    if (Filled)
      Fact.Places.push_back({"filled", Reading.Map.token(Filled->location()), ""});
    addFix(Reserve, Count, Written, Fact);
    return Fact;
  }
  void addFix(const ContainerMention &Reserve, const Expr &Count, const std::string &Written,
              WasteFact &Fact) const {
    const Expr *Plain = Count.IgnoreParenImpCasts();
    bool Simple = isa<DeclRefExpr, MemberExpr, IntegerLiteral, CXXMemberCallExpr>(Plain);
    bool Fits = Plain->getType()->isUnsignedIntegerType() || isa<IntegerLiteral>(Plain);
    auto Type = asGrowable(Reading.Context, Var.getType());
    Fits &= Type && Type->Size->isUnsignedIntegerType() && Type->Reserved == Type->Size;
    if (!Simple || !Fits || Written.empty()) // a sum with a negative number would wrap
      return;
    std::string Receiver = Reading.receiver(Reserve);
    auto Edit = Reading.replacement(*Reserve.Call, Receiver + "reserve(" + Receiver + "size() + " +
                                                       Written + ");");
    if (Edit)
      Fact.Fixes.push_back({"add the number of elements that there are", {*Edit}});
  }
  void addPlaces(const ContainerMention &Growth, WasteFact &Fact) const {
    Fact.Places.push_back({"declared", Reading.Map.token(Var.getLocation()), Var.getName().str()});
    Fact.Places.push_back({"grows", Reading.Map.token(Growth.location()), ""});
  }

  /// The loop around a push that runs in each of its rounds; not nested, and beside the
  /// declaration.
  const Stmt *countedLoopOf(const ContainerMention &Growth, const StatementPath &Declared) const {
    if (Growth.InLambda || Growth.Act != ContainerAct::Grows ||
        !(Growth.isCallOf("push_back") || Growth.isCallOf("emplace_back")) ||
        !Reading.Map.isPlainUserCode(Growth.location()) || Declared.empty())
      return nullptr;
    const auto *Block = dyn_cast<CompoundStmt>(Declared.back());
    const Stmt *Loop = Block ? statementIn(*Block, Growth) : nullptr;
    if (!Loop || !isLoop(*Loop))
      return nullptr;
    const Stmt *Body = loopBody(*Loop);
    const CompoundStmt *Of = blockOf(Growth);
    if (Of ? Of != Body : asExpression(Body) != Growth.Call)
      return nullptr;
    LoopEffects Effects = effectsOf(*Loop, loopCounter(*Loop));
    return Effects.LeavesEarly || Effects.FirstContinue ? nullptr : Loop;
  }
  std::size_t usesIn(const Stmt &Loop) const {
    return llvm::count_if(
        Uses, [&](const ContainerMention *Use) { return llvm::is_contained(Use->Around, &Loop); });
  }
  bool runsAsOftenAs(const Stmt &Loop, const Expr &Number) const {
    auto Trips = tripCount(Reading.Context, Loop, *Reading.Function.getBody());
    const auto *Known = std::get_if<TripCount>(&Trips);
    if (!Known || !Known->Exact)
      return false;
    Expr::EvalResult Result;
    if (Known->Number && Number.EvaluateAsInt(Result, Reading.Context))
      return Result.Val.getInt() == *Known->Number;
    std::string Written = Reading.text(*Number.IgnoreParenCasts());
    return !Written.empty() && Written == Known->Trips;
  }

  const FunctionReading &Reading;
  const VarDecl &Var;
  std::vector<const ContainerMention *> Uses;
  StatementPath Declared;
};

} // namespace

void readIgnoredSizes(const FunctionReading &Reading, std::vector<WasteFact> &Facts) {
  if (Reading.Containers.Unreadable)
    return;
  for (const VarDecl *Var : Reading.Containers.Variables) {
    if (!Reading.isOwnObject(*Var) || !growingType(Reading.Context, Var->getType()) ||
        !Reading.Map.isPlainUserCode(Var->getLocation()))
      continue;
    IgnoredSizeReader Reader(Reading, *Var);
    if (auto Sized = Reader.readSized())
      Facts.push_back(std::move(*Sized));
    else if (auto Reserved = Reader.readReserved())
      Facts.push_back(std::move(*Reserved));
  }
}

} // namespace memlint
