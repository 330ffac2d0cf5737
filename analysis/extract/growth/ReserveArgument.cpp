#include "analysis/extract/growth/ReserveArgument.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/StringSwitch.h"

namespace memlint {
namespace {

using namespace clang;

const Expr *withoutCasts(const Expr *E) { return E->IgnoreParenCasts(); }

/// How a variable changes in a statement.
struct Changes {
  bool Adds = false;       // ++, += something else
  bool Multiplies = false; // *=, x = x * 2, x += x
  bool Otherwise = false;
};

Changes changesOf(const VarDecl &Var, const Stmt &In) {
  Changes Result;
  ObjectPath Path{&Var, {}};
  auto Names = [&](const Expr *E) {
    const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
    return Ref && Ref->getDecl() == &Var;
  };
  forEachPart(&In, [&](const Stmt &Part) {
    if (const auto *Unary = dyn_cast<UnaryOperator>(&Part); Unary && Names(Unary->getSubExpr())) {
      Result.Adds |= Unary->isIncrementOp();
      Result.Otherwise |= Unary->isDecrementOp() || Unary->getOpcode() == UO_AddrOf;
    }
    const auto *Binary = dyn_cast<BinaryOperator>(&Part);
    if (!Binary || !Binary->isAssignmentOp() || !Names(Binary->getLHS()))
      return;
    bool Itself = mentions(Binary->getRHS(), Path);
    if (Binary->getOpcode() == BO_AddAssign)
      (Itself ? Result.Multiplies : Result.Adds) = true;
    else if (Binary->getOpcode() == BO_MulAssign || Binary->getOpcode() == BO_ShlAssign || Itself)
      Result.Multiplies = true;
    else
      Result.Otherwise = true;
  });
  return Result;
}

class ArgumentReader {
public:
  ArgumentReader(const ContainerMentions &Containers, const ContainerMention &Reserve,
                 const Stmt &Repeated)
      : Containers(Containers), Reserve(Reserve), Repeated(Repeated) {}

  bool addsToSize() {
    if (Reserve.Call->getNumArgs() != 1)
      return false;
    readSum(Reserve.Call->getArg(0), 0);
    return !Unknown && Sizes <= 1 && (Totals != 0 || (Sizes == 1 && !Added.empty()));
  }

private:
  void readSum(const Expr *E, unsigned Depth) {
    E = withoutCasts(E);
    if (const auto *Sum = dyn_cast<BinaryOperator>(E); Sum && Sum->getOpcode() == BO_Add) {
      readSum(Sum->getLHS(), Depth);
      readSum(Sum->getRHS(), Depth);
    } else if (isOwnSize(*E)) {
      ++Sizes;
    } else if (const Expr *Init = initializerOf(*E); Init && Depth < 3) {
      readSum(Init, Depth + 1);
    } else {
      readAddend(*E);
    }
  }
  /// What a variable of one round begins with, if it keeps it.
  const Expr *initializerOf(const Expr &E) const {
    const auto *Ref = dyn_cast<DeclRefExpr>(&E);
    const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    if (!Var || !Var->getInit() || Var->isImplicit() || !Var->getType()->isIntegerType())
      return nullptr;
    auto Declared = Containers.Declared.find(Var);
    if (Declared == Containers.Declared.end() ||
        !(llvm::is_contained(Declared->second, &Repeated)) || isa<ForStmt>(Declared->second.back()))
      return nullptr;
    Changes C = changesOf(*Var, Repeated);
    return C.Adds || C.Multiplies || C.Otherwise ? nullptr : Var->getInit();
  }
  bool isOwnSize(const Expr &E) const {
    const auto *Call = dyn_cast<CXXMemberCallExpr>(&E);
    const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
    if (!Method || !Method->getIdentifier())
      return false;
    bool Asks = llvm::StringSwitch<bool>(Method->getName())
                    .Cases({"size", "length", "count", "capacity"}, true)
                    .Default(false);
    auto Path = pathOf(Call->getImplicitObjectArgument());
    return Asks && Path && *Path == Reserve.Path;
  }
  void readAddend(const Expr &E) {
    Added.push_back(&E);
    Unknown |= mentions(&E, Reserve.Path);
    const auto *Only = dyn_cast<DeclRefExpr>(&E);
    forEachPart(&E, [&](const Stmt &Part) {
      const auto *Ref = dyn_cast<DeclRefExpr>(&Part);
      const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
      if (!Var)
        return;
      Changes C = changesOf(*Var, Repeated);
      Unknown |= C.Multiplies;
      if (Only && C.Adds && !C.Otherwise && isLoop(Repeated)) {
        ++Totals; // with every round it is larger
        Added.pop_back();
      }
    });
    for (const ContainerMention &Use : Containers.Mentions) // x.size(), where x grows as well
      if (Use.Act == ContainerAct::Grows && mentions(&E, Use.Path) &&
          llvm::is_contained(Use.Around, &Repeated) && !isMadeAnew(Use.Path))
        Unknown = true;
  }
  bool isMadeAnew(const ObjectPath &Path) const {
    auto Declared = Containers.Declared.find(Path.Base);
    if (Path.Base && Declared != Containers.Declared.end() &&
        llvm::is_contained(Declared->second, &Repeated))
      return true;
    return llvm::any_of(Containers.Mentions, [&](const ContainerMention &Use) {
      return Use.Act == ContainerAct::Shrinks && Use.Path == Path &&
             llvm::is_contained(Use.Around, &Repeated);
    });
  }

  const ContainerMentions &Containers;
  const ContainerMention &Reserve;
  const Stmt &Repeated;
  llvm::SmallVector<const Expr *, 4> Added;
  unsigned Sizes = 0, Totals = 0;
  bool Unknown = false;
};

} // namespace

bool addsToSize(const ContainerMentions &Containers, const ContainerMention &Reserve,
                const Stmt &Repeated) {
  return ArgumentReader(Containers, Reserve, Repeated).addsToSize();
}

} // namespace memlint
