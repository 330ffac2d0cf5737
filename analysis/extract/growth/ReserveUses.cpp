#include "analysis/extract/growth/ReserveUses.h"

#include "analysis/extract/growth/ReserveArgument.h"
#include "analysis/extract/growth/StandardLibrary.h"
#include "analysis/extract/records/RecordLayouts.h"
#include "analysis/extract/trips/LoopEffects.h"
#include "analysis/extract/trips/TripCount.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Index/USRGeneration.h"

namespace memlint {
namespace {

using namespace clang;

std::string usrOf(const FunctionDecl &Function) {
  llvm::SmallString<128> Usr;
  index::generateUSRForDecl(&Function, Usr);
  return std::string(Usr);
}

bool isOnce(const Stmt &Loop) { // do { } while (false)
  const auto *Do = dyn_cast<DoStmt>(&Loop);
  const Expr *Condition = Do ? Do->getCond()->IgnoreParenImpCasts() : nullptr;
  if (const auto *Bool = dyn_cast_or_null<CXXBoolLiteralExpr>(Condition))
    return !Bool->getValue();
  const auto *Number = dyn_cast_or_null<IntegerLiteral>(Condition);
  return Number && Number->getValue() == 0;
}

/// Whether a condition may hold in one round only: it compares with a constant, or asks a flag.
bool mayHoldOnce(const Expr &Condition) {
  const Expr *E = Condition.IgnoreParenImpCasts();
  if (const auto *Not = dyn_cast<UnaryOperator>(E); Not && Not->getOpcode() == UO_LNot)
    E = Not->getSubExpr()->IgnoreParenImpCasts();
  if (const auto *Binary = dyn_cast<BinaryOperator>(E)) {
    if (Binary->isLogicalOp())
      return mayHoldOnce(*Binary->getLHS()) || mayHoldOnce(*Binary->getRHS());
    return Binary->isEqualityOp();
  }
  return isa<DeclRefExpr, MemberExpr>(E);
}

/// Conditions that decide whether a part of `S` runs.
const Expr *conditionOf(const Stmt &S) {
  if (const auto *If = dyn_cast<IfStmt>(&S))
    return If->getCond();
  if (const auto *Conditional = dyn_cast<AbstractConditionalOperator>(&S))
    return Conditional->getCond();
  if (const auto *Switch = dyn_cast<SwitchStmt>(&S))
    return Switch->getCond();
  if (const auto *Binary = dyn_cast<BinaryOperator>(&S); Binary && Binary->isLogicalOp())
    return Binary->getLHS();
  return nullptr;
}

bool throws(const Stmt &S) {
  const Expr *E = asExpression(&S);
  return E && isa<CXXThrowExpr>(E);
}

class ReserveReader {
public:
  ReserveReader(const FunctionReading &Reading, std::vector<WasteFact> &Facts)
      : Reading(Reading), Facts(Facts) {}

  void read(const ContainerMention &Use) {
    if (Use.InLambda || !Use.method() || Reading.receiver(Use).empty() ||
        !Reading.Map.isPlainUserCode(Use.location()))
      return;
    auto Loops = repeatingLoops(Use);
    if (!Loops.empty())
      readInLoop(Use, *Loops.front(), Loops.size());
    else if (auto Which = sharedContainer(Use))
      readAcrossCalls(Use, *Which);
  }

private:
  /// The loops in which the container lives on, the outermost first, without those that end in the
  /// round that reserves.
  llvm::SmallVector<const Stmt *, 4> repeatingLoops(const ContainerMention &Use) const {
    llvm::SmallVector<const Stmt *, 4> Loops;
    const StatementPath *Declared = nullptr;
    if (auto Known = Reading.Containers.Declared.find(Use.Path.Base);
        Use.Path.Base && Known != Reading.Containers.Declared.end())
      Declared = &Known->second;
    for (const Stmt *S : Use.Around)
      if (isLoop(*S) && !isOnce(*S) && !(Declared && llvm::is_contained(*Declared, S)))
        Loops.push_back(S);
    bool InSwitch = false; // seen from the inside outwards: whose `break` it is
    for (const Stmt *S : llvm::reverse(Use.Around)) {
      if (isa<SwitchStmt>(S))
        InSwitch = true;
      if (isLoop(*S))
        InSwitch = false;
      const auto *Block = dyn_cast<CompoundStmt>(S);
      if (!Block || Block->body_empty())
        continue;
      const Stmt *Last = Block->body_back();
      auto Around = [&](const Stmt *Loop) { // the block is a part of that loop
        return llvm::find(Use.Around, Loop) < llvm::find(Use.Around, Block);
      };
      if (isa<ReturnStmt, GotoStmt>(Last) || throws(*Last))
        llvm::erase_if(Loops, Around);
      if (isa<BreakStmt>(Last) && !InSwitch)
        dropInnermost(Loops, Use, *Block);
    }
    return Loops;
  }
  /// `Block`, which ends by a break, is in the innermost loop around it.
  static void dropInnermost(llvm::SmallVector<const Stmt *, 4> &Loops, const ContainerMention &Use,
                            const CompoundStmt &Block) {
    const Stmt *Left = nullptr;
    for (const Stmt *S : Use.Around) {
      if (S == &Block)
        break;
      if (isLoop(*S))
        Left = S;
    }
    llvm::erase(Loops, Left);
  }

  /// Whether the container may be made smaller, or become another, while `Repeated` runs.
  bool staysTheSame(const ContainerMention &Use, const Stmt &Repeated) const {
    bool Grows = false;
    for (const ContainerMention &Other : Reading.Containers.Mentions) {
      if (!(Other.Path == Use.Path) || !llvm::is_contained(Other.Around, &Repeated))
        continue;
      if (Other.Act == ContainerAct::Shrinks || Other.Act == ContainerAct::Other)
        return false;
      Grows |= Other.Act == ContainerAct::Grows;
    }
    if (!Grows)
      return false;
    if (!isLoop(Repeated))
      return true;
    LoopEffects Effects = effectsOf(Repeated, loopCounter(Repeated));
    if (!Use.Path.Base)
      return !Effects.ChangesThis;
    if (!Use.Path.Fields.empty() && !Use.Path.Base->getType()->isPointerType() &&
        Effects.Changed.contains(Use.Path.Base))
      return false;
    return !isAssigned(*Use.Path.Base, Repeated);
  }
  /// Pointers that go on to another object.
  static bool isAssigned(const VarDecl &Var, const Stmt &In) {
    bool Found = false;
    auto Names = [&](const Expr *E) {
      const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
      return Ref && Ref->getDecl() == &Var;
    };
    forEachPart(&In, [&](const Stmt &Part) {
      if (const auto *Binary = dyn_cast<BinaryOperator>(&Part))
        Found |= Binary->isAssignmentOp() && Names(Binary->getLHS());
      if (const auto *Unary = dyn_cast<UnaryOperator>(&Part))
        Found |= (Unary->isIncrementDecrementOp() || Unary->getOpcode() == UO_AddrOf) &&
                 Names(Unary->getSubExpr());
    });
    return Found;
  }
  /// A condition between `Repeated` and the call that asks the container itself, or that may hold
  /// in one round only.
  static bool isGuarded(const ContainerMention &Use, const Stmt &Repeated) {
    const auto *From = llvm::find(Use.Around, &Repeated);
    return std::any_of(From, Use.Around.end(), [&](const Stmt *S) {
      const Expr *Condition = conditionOf(*S);
      return Condition && (mentions(Condition, Use.Path) || mayHoldOnce(*Condition));
    });
  }
  bool isTrap(const ContainerMention &Use, const Stmt &Repeated) const {
    return !isGuarded(Use, Repeated) && staysTheSame(Use, Repeated) &&
           addsToSize(Reading.Containers, Use, Repeated);
  }

  void readInLoop(const ContainerMention &Use, const Stmt &Loop, std::size_t Depth) {
    if (!isTrap(Use, Loop))
      return;
    WasteFact Fact = Reading.fact(WasteKind::ReserveInLoop, Use, Use.location());
    Fact.Words = argumentWords(Use);
    Fact.Places.push_back({"loop", Reading.Map.token(Loop.getBeginLoc()), ""});
    addGrowths(Use, Loop, Fact);
    if (Depth == 1) {
      auto Trips = tripCount(Reading.Context, Loop, *Reading.Function.getBody());
      if (const auto *Known = std::get_if<TripCount>(&Trips); Known && Known->Exact)
        Fact.Number = Known->Number;
    }
    addRemoval(Use, Fact);
    Facts.push_back(std::move(Fact));
  }
  void readAcrossCalls(const ContainerMention &Use, const std::string &Which) {
    if (!isTrap(Use, *Reading.Function.getBody()))
      return;
    WasteFact Fact = Reading.fact(WasteKind::ReserveAcrossCalls, Use, Use.location());
    Fact.Words = {"reserves", usrOf(Reading.Function), Which};
    llvm::append_range(Fact.Words, argumentWords(Use));
    addGrowths(Use, *Reading.Function.getBody(), Fact);
    Facts.push_back(std::move(Fact));
  }
  std::vector<std::string> argumentWords(const ContainerMention &Use) const {
    const NamedDecl *Class = Use.method()->getParent();
    if (const auto *Special = dyn_cast<ClassTemplateSpecializationDecl>(Class))
      Class = Special->getSpecializedTemplate();
    bool Libcxx = standardLibraryOf(Reading.Context) == StandardLibrary::Libcxx;
    return {Reading.text(*Use.Call->getArg(0)), readableName(*Class), Libcxx ? "libc++" : ""};
  }
  void addGrowths(const ContainerMention &Use, const Stmt &Repeated, WasteFact &Fact) const {
    for (const ContainerMention &Other : Reading.Containers.Mentions)
      if (Other.Act == ContainerAct::Grows && Other.Path == Use.Path &&
          llvm::is_contained(Other.Around, &Repeated))
        Fact.Places.push_back({"grows", Reading.Map.token(Other.location()), ""});
  }

  /// Which container of the caller's it is; nothing for one that lives in the call, or that a
  /// constructor fills.
  std::optional<std::string> sharedContainer(const ContainerMention &Use) const {
    if (isa<CXXConstructorDecl, CXXDestructorDecl>(Reading.Function) &&
        (!Use.Path.Base || Use.Path.Base->hasLocalStorage()))
      return std::nullopt;
    if (!Use.Path.Base)
      return Use.Path.Fields.empty() ? std::nullopt : std::optional<std::string>("this");
    if (!Use.Path.Base->hasLocalStorage())
      return "static";
    const auto *Parameter = dyn_cast<ParmVarDecl>(Use.Path.Base);
    if (!Parameter || Parameter->getDeclContext() != &Reading.Function ||
        !(Parameter->getType()->isLValueReferenceType() || Parameter->getType()->isPointerType()))
      return std::nullopt;
    return std::to_string(Parameter->getFunctionScopeIndex());
  }

  /// The call can be left out where nothing but growth relies on it: it promises that references
  /// stay valid, and that what follows does not throw.
  void addRemoval(const ContainerMention &Use, WasteFact &Fact) const {
    const CompoundStmt *Block = blockOf(Use);
    if (!Block)
      return;
    const Stmt *Next = nullptr;
    for (auto I = Block->body_begin(); I + 1 != Block->body_end(); ++I)
      if (asExpression(*I) == Use.Call)
        Next = *(I + 1);
    if (!Next)
      return;
    const Stmt *Only = isLoop(*Next) ? onlyStatement(loopBody(*Next)) : Next;
    bool OnlyGrows = true, Follows = false;
    for (const ContainerMention &Other : Reading.Containers.Mentions) {
      if (!(Other.Path == Use.Path) || &Other == &Use || Other.Act == ContainerAct::Asks)
        continue;
      Follows |= Other.Act == ContainerAct::Grows && asExpression(Only) == Other.Call;
      if (llvm::is_contained(Other.Around, Block) && !isWithin(Other, Fact))
        OnlyGrows &= Other.Act == ContainerAct::Grows && blockOrLoopBody(Other);
    }
    auto Edit = OnlyGrows && Follows ? Reading.removal(*Use.Call) : std::nullopt;
    if (Edit)
      Fact.Fixes.push_back({"leave the call of reserve() out", {*Edit}});
  }
  /// `v.end()` as an argument of the call that grows.
  bool isWithin(const ContainerMention &Other, const WasteFact &) const {
    return Other.Act == ContainerAct::Iterates &&
           llvm::any_of(Reading.Containers.Mentions, [&](const ContainerMention &Growth) {
             return Growth.Act == ContainerAct::Grows && Growth.Path == Other.Path && Growth.Call &&
                    llvm::is_contained(Other.Around, Growth.Call);
           });
  }
  static bool blockOrLoopBody(const ContainerMention &Use) {
    for (const Stmt *S : llvm::reverse(Use.Around)) {
      if (isLoop(*S))
        return asExpression(loopBody(*S)) == Use.Call;
      if (isa<CompoundStmt>(S))
        return blockOf(Use) != nullptr;
    }
    return false;
  }

  const FunctionReading &Reading;
  std::vector<WasteFact> &Facts;
};

/// What a call hands out: the object that it is a member of, and what its parameters may change.
struct HandedOut {
  std::string Which;
  ObjectPath Path;
};

bool holdsContainer(const CXXRecordDecl &Class) {
  return Class.hasDefinition() && llvm::any_of(Class.fields(), [&](const FieldDecl *Field) {
           return growingType(Class.getASTContext(), Field->getType()).has_value();
         });
}

llvm::SmallVector<HandedOut, 2> handedOutBy(const CallExpr &Call, const FunctionDecl &Callee) {
  llvm::SmallVector<HandedOut, 2> Result;
  const auto *Method = dyn_cast<CXXMethodDecl>(&Callee);
  const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
  if (Member && Method && Method->isInstance() && !Method->isConst() &&
      holdsContainer(*Method->getParent()))
    if (auto Path = pathOf(Member->getImplicitObjectArgument()))
      Result.push_back({"this", *Path});
  if (isa<CXXOperatorCallExpr>(Call))
    return Result;
  for (unsigned I = 0; I < std::min(Call.getNumArgs(), Callee.getNumParams()); ++I) {
    QualType Type = Callee.getParamDecl(I)->getType();
    bool MayChange = (Type->isLValueReferenceType() || Type->isPointerType()) &&
                     !Type->getPointeeType().isConstQualified();
    const CXXRecordDecl *Class = MayChange ? Type->getPointeeType()->getAsCXXRecordDecl() : nullptr;
    if (!Class || !(growingType(Callee.getASTContext(), Type) || holdsContainer(*Class)))
      continue;
    const Expr *Argument = Call.getArg(I)->IgnoreParenImpCasts();
    if (const auto *Address = dyn_cast<UnaryOperator>(Argument);
        Address && Address->getOpcode() == UO_AddrOf)
      Argument = Address->getSubExpr();
    if (auto Path = pathOf(Argument))
      Result.push_back({std::to_string(I), *Path});
  }
  return Result;
}

/// Whether a loop around the call runs it with the same object each time.
const Stmt *loopWithSame(const FunctionReading &Reading, const CallPlace &Place,
                         const ObjectPath &Path) {
  auto Declared =
      Path.Base ? Reading.Containers.Declared.find(Path.Base) : Reading.Containers.Declared.end();
  for (const Stmt *S : Place.Around) {
    if (!isLoop(*S) || isOnce(*S) ||
        (Declared != Reading.Containers.Declared.end() && llvm::is_contained(Declared->second, S)))
      continue;
    bool Emptied = llvm::any_of(Reading.Containers.Mentions, [&](const ContainerMention &Use) {
      return Use.Path == Path && Use.Act == ContainerAct::Shrinks &&
             llvm::is_contained(Use.Around, S);
    });
    const auto *Body = dyn_cast_or_null<CompoundStmt>(loopBody(*S));
    bool Leaves =
        Body && !Body->body_empty() && isa<ReturnStmt, BreakStmt, GotoStmt>(Body->body_back());
    return Emptied || Leaves ? nullptr : S;
  }
  return nullptr;
}

} // namespace

void readReserves(const FunctionReading &Reading, std::vector<WasteFact> &Facts) {
  ReserveReader Reader(Reading, Facts);
  for (const ContainerMention &Use : Reading.Containers.Mentions)
    if (Use.Act == ContainerAct::Reserves)
      Reader.read(Use);
}

void readCallsInLoops(const FunctionReading &Reading, std::vector<WasteFact> &Facts) {
  for (const CallPlace &Place : Reading.Containers.Calls) {
    const FunctionDecl &Callee = *Place.Call->getDirectCallee();
    if (!Reading.Map.isPlainUserCode(Place.Call->getExprLoc()) ||
        Reading.Map.isInSystemHeader(Callee.getLocation()) || Callee.getLocation().isInvalid())
      continue;
    for (const HandedOut &Object : handedOutBy(*Place.Call, Callee))
      if (loopWithSame(Reading, Place, Object.Path)) {
        WasteFact Fact;
        Fact.Kind = WasteKind::ReserveAcrossCalls;
        Fact.Function = readableName(Reading.Function);
        Fact.Subject = readableName(Callee);
        Fact.Where = Reading.Map.token(Place.Call->getExprLoc());
        Fact.Words = {"calls", usrOf(Callee), Object.Which};
        Facts.push_back(std::move(Fact));
      }
  }
}

} // namespace memlint
