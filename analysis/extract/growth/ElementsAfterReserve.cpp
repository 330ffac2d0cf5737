#include "analysis/extract/growth/ElementsAfterReserve.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"

namespace memlint {
namespace {

using namespace clang;

/// Others may add what is asked for, as some JSON arrays do.
bool isOfStandard(const ContainerMention &Use) {
  return Use.method() && Use.method()->getParent()->isInStdNamespace();
}

bool isString(const FunctionReading &Reading, const ContainerMention &Use) {
  auto Type = growingType(Reading.Context, Use.Object->getType());
  return Type && Type->Kind == ContainerKind::String;
}

/// `s[i] = c`; reading the end mark of a string is allowed.
bool isWritten(const ContainerMention &Use) {
  const auto *At = llvm::find(Use.Around, Use.Call);
  while (At != Use.Around.begin() && isa<ParenExpr>(*(At - 1)))
    --At;
  if (At == Use.Around.begin())
    return false;
  const auto *Assignment = dyn_cast<BinaryOperator>(*(At - 1));
  return Assignment && Assignment->isAssignmentOp() &&
         Assignment->getLHS()->IgnoreParens() == Use.Call;
}

/// The loops around a use in which the variable lives on.
bool shareLoop(const ContainerMention &A, const ContainerMention &B,
               const StatementPath &Declared) {
  return llvm::any_of(A.Around, [&](const Stmt *S) {
    return isLoop(*S) && !llvm::is_contained(Declared, S) && llvm::is_contained(B.Around, S);
  });
}

class ElementReader {
public:
  ElementReader(const FunctionReading &Reading, const VarDecl &Var) : Reading(Reading) {
    for (const ContainerMention &Use : Reading.Containers.Mentions)
      if (Use.Path == ObjectPath{&Var, {}})
        Uses.push_back(&Use);
    Declared = Reading.Containers.Declared.lookup(&Var);
  }

  std::optional<WasteFact> read(const VarDecl &Var) const {
    const ContainerMention *Reserve = nullptr;
    for (const ContainerMention *Use : Uses) {
      if (Use->InLambda || !Use->Call)
        return std::nullopt;
      if (Use->Act == ContainerAct::Reserves)
        Reserve = Reserve ? Reserve : Use;
      else if (Use->Act == ContainerAct::Indexes && Reserve && isOfStandard(*Use))
        return fact(Var, *Reserve, *Use);
      else if (!Use->isCallOf("clear") && !Use->isCallOf("capacity"))
        return std::nullopt;
    }
    return std::nullopt;
  }

private:
  std::optional<WasteFact> fact(const VarDecl &Var, const ContainerMention &Reserve,
                                const ContainerMention &Index) const {
    for (const ContainerMention *Use : Uses)
      if (Use != &Index && Use->Act != ContainerAct::Indexes &&
          Use->Act != ContainerAct::Reserves && shareLoop(*Use, Index, Declared))
        return std::nullopt; // an earlier round may have added it
    if (!Reading.Map.isPlainUserCode(Index.location()) ||
        (isString(Reading, Index) && !isWritten(Index)))
      return std::nullopt;
    WasteFact Fact = Reading.fact(WasteKind::ReserveThenIndex, Index, Index.location());
    Fact.Where = Reading.Map.token(Index.Object->getExprLoc());
    Fact.Words = {Reading.text(*Reserve.Call->getArg(0)), Reading.text(*Index.Call)};
    Fact.Places = {{"declared", Reading.Map.token(Var.getLocation()), Var.getName().str()},
                   {"reserves", Reading.Map.token(Reserve.location()), ""}};
    return Fact;
  }

  const FunctionReading &Reading;
  std::vector<const ContainerMention *> Uses;
  StatementPath Declared;
};

} // namespace

bool startsWithoutElements(const VarDecl &Var) {
  const Expr *Init = Var.getInit();
  const auto *Construct =
      dyn_cast_or_null<CXXConstructExpr>(Init ? Init->IgnoreImplicit() : nullptr);
  if (!Construct)
    return false;
  const CXXConstructorDecl *Constructor = Construct->getConstructor();
  const CXXRecordDecl &Class = *Constructor->getParent();
  bool Derived = llvm::any_of(Class.bases(), [&](const CXXBaseSpecifier &Base) {
    return growingType(Class.getASTContext(), Base.getType()).has_value();
  });
  if (Constructor->isUserProvided() && !Class.isInStdNamespace() && Derived)
    return false; // it may put something in
  auto IsAllocator = [](const Expr *Argument) {
    const CXXRecordDecl *Class = Argument->getType()->getAsCXXRecordDecl();
    if (!Class || !Class->hasDefinition())
      return isa<CXXDefaultArgExpr>(Argument);
    DeclarationName Allocate(&Class->getASTContext().Idents.get("allocate"));
    return isa<CXXDefaultArgExpr>(Argument) || !Class->lookup(Allocate).empty();
  };
  return llvm::all_of(Construct->arguments(), IsAllocator);
}

void readElementsAfterReserve(const FunctionReading &Reading, std::vector<WasteFact> &Facts) {
  if (Reading.Containers.Unreadable)
    return;
  for (const VarDecl *Var : Reading.Containers.Variables) {
    if (!Reading.isOwnObject(*Var) || !growingType(Reading.Context, Var->getType()) ||
        !startsWithoutElements(*Var))
      continue;
    if (auto Fact = ElementReader(Reading, *Var).read(*Var))
      Facts.push_back(std::move(*Fact));
  }
}

} // namespace memlint
