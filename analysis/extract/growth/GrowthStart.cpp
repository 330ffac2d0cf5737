#include "analysis/extract/growth/GrowthStart.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

namespace memlint {
namespace {

using namespace clang;
using Start = std::variant<Content, const char *>;

constexpr const char *NotEmpty = "does not start empty";

/// Whether a constructor without arguments leaves the container empty and without capacity: the
/// standard's, the compiler's, those of libraries, and of the class that defines reserve().
bool startsPlain(const ASTContext &Context, const CXXConstructorDecl &Constructor) {
  const CXXRecordDecl *Class = Constructor.getParent();
  return !Constructor.isUserProvided() || Class->isInStdNamespace() ||
         Context.getSourceManager().isInSystemHeader(Class->getLocation()) ||
         !Class->lookup(&Context.Idents.get("reserve")).empty();
}

bool isAllocator(const ASTContext &Context, const Expr &Argument) {
  QualType Type = Argument.IgnoreParenImpCasts()->getType();
  if (Type->isPointerType())
    Type = Type->getPointeeType(); // a memory resource
  const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition())
    return false;
  auto Has = [&](StringRef Name) { return Class->hasMemberName(&Context.Idents.get(Name)); };
  return Has("allocate") && Has("deallocate");
}

Start contentOfConstruction(const ASTContext &Context, const CXXConstructExpr &Construct) {
  const CXXConstructorDecl *Constructor = Construct.getConstructor();
  SmallVector<const Expr *, 2> Arguments;
  for (const Expr *Argument : Construct.arguments())
    if (!isa<CXXDefaultArgExpr>(Argument) && !isAllocator(Context, *Argument))
      Arguments.push_back(Argument);
  if (Arguments.empty())
    return startsPlain(Context, *Constructor) ? Start(Content::Nothing) : Start(NotEmpty);
  const Expr *First = Arguments.front()->IgnoreParenImpCasts();
  if (Constructor->isMoveConstructor())
    return First->isXValue() ? Start(NotEmpty) : Start(Content::Elements);
  if (First->getType()->isIntegerType() ||
      (Constructor->isUserProvided() && !startsPlain(Context, *Constructor)))
    return NotEmpty; // sized
  return Content::Elements;
}

Start contentOfInit(const ASTContext &Context, const Expr *Init) {
  if (!Init)
    return NotEmpty;
  if (const auto *Default = dyn_cast<CXXDefaultInitExpr>(Init))
    Init = Default->getExpr();
  Init = Init->IgnoreImplicit();
  while (const auto *Cast = dyn_cast<CXXFunctionalCastExpr>(Init))
    Init = Cast->getSubExpr()->IgnoreImplicit();
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(Init)) {
    if (Construct->getNumArgs() == 1 && Construct->getConstructor()->isMoveConstructor() &&
        !Construct->getArg(0)->isXValue())
      return contentOfInit(Context, Construct->getArg(0));
    return contentOfConstruction(Context, *Construct);
  }
  if (isa<CallExpr>(Init) && Init->isPRValue())
    return Content::Elements;
  return NotEmpty;
}

Start contentAtDeclaration(const ASTContext &Context, const TrackedContainer &C,
                           const FunctionDecl &Function) {
  if (const auto *Var = dyn_cast<VarDecl>(C.Decl))
    return contentOfInit(Context, Var->getInit());
  for (const CXXCtorInitializer *Initializer : cast<CXXConstructorDecl>(Function).inits())
    if (Initializer->getMember() == C.Decl)
      return contentOfInit(Context, Initializer->getInit());
  return NotEmpty;
}

/// Whether control never comes behind the statement.
bool leaves(const Stmt *S) {
  if (const auto *Block = dyn_cast_or_null<CompoundStmt>(S))
    return !Block->body_empty() && leaves(Block->body_back());
  if (const auto *Cleanups = dyn_cast_or_null<ExprWithCleanups>(S))
    return leaves(Cleanups->getSubExpr());
  if (const auto *Call = dyn_cast_or_null<CallExpr>(S))
    return Call->getDirectCallee() && Call->getDirectCallee()->isNoReturn();
  return isa_and_nonnull<ReturnStmt, BreakStmt, ContinueStmt, CXXThrowExpr>(S);
}

/// Whether control may come from the place of an event to another place behind it.
bool mayComeFrom(const FunctionEvents &Events, unsigned From, unsigned To) {
  unsigned At = From;
  while (!Events.isWithin(To, At)) {
    const Place &P = Events.at(At);
    if (P.Kind == PlaceKind::Arm && leaves(P.S))
      return false;
    if (P.Kind == PlaceKind::Arm && Events.isWithin(To, P.Parent) &&
        Events.at(Events.childTowards(P.Parent, To)).Kind == PlaceKind::Arm)
      return false; // the other arm
    At = P.Parent;
  }
  return true;
}

/// Whether a look at the container may leave behind what a reallocation makes invalid.
bool keepsView(const ASTContext &Context, const Stmt *Leaf) {
  auto Holds = [&](QualType Type) {
    return !Type->isArithmeticType() && !Type->isEnumeralType() && !asGrowable(Context, Type);
  };
  if (const auto *Declares = dyn_cast<DeclStmt>(Leaf))
    return llvm::any_of(Declares->decls(), [&](const Decl *D) {
      const auto *Var = dyn_cast<VarDecl>(D);
      return Var && (Var->getType()->isReferenceType() || Holds(Var->getType()));
    });
  const auto *E = dyn_cast<Expr>(Leaf);
  if (!E)
    return false;
  E = E->IgnoreImplicit();
  if (const auto *Assign = dyn_cast<BinaryOperator>(E))
    return Assign->isAssignmentOp() && Holds(Assign->getLHS()->getType());
  const auto *Assign = dyn_cast<CXXOperatorCallExpr>(E);
  return Assign && Assign->getOperator() == OO_Equal && Holds(Assign->getArg(0)->getType());
}

/// The content after an event, by the content before it.
Start after(const ASTContext &Context, const ContainerEvent &E, const Stmt *Leaf, Content Before) {
  if (E.grows()) // the place may hold a reference to the new element
    return keepsView(Context, Leaf) ? Start("a view of it is kept") : Start(Content::Elements);
  if (E.reads()) {
    if (E.Kind != EventKind::Range && keepsView(Context, Leaf))
      return "a view of it is kept";
    return Before;
  }
  if (E.Kind == EventKind::Passed)
    return "given to a function that may have reserved";
  if (E.Kind != EventKind::Call)
    return "reached by another name";
  bool Clears = false;
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E.Call); Call && Call->getMethodDecl())
    Clears = Call->getMethodDecl()->getIdentifier() && Call->getMethodDecl()->getName() == "clear";
  if (Clears && Before == Content::Nothing)
    return Content::Nothing;
  return "used before the loop that grows it";
}

} // namespace

Start contentBefore(const ASTContext &Context, const FunctionEvents &Events,
                    const TrackedContainer &C, unsigned Before, const FunctionDecl &Function) {
  Start Now = contentAtDeclaration(Context, C, Function);
  if (isa<FieldDecl>(C.Decl) && !Events.WholeObject.empty() && Events.WholeObject.front() < Before)
    return "the whole object is used before the loop";
  for (const ContainerEvent &E : C.Events) {
    if (E.Place >= Before || std::holds_alternative<const char *>(Now))
      break;
    if (mayComeFrom(Events, E.Place, Before))
      Now = after(Context, E, Events.at(E.Place).S, std::get<Content>(Now));
  }
  return Now;
}

} // namespace memlint
