#include "analysis/extract/lower/LibraryCalls.h"

#include "analysis/extract/SourceMap.h"
#include "analysis/extract/StandardLibrary.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"

#include <optional>

namespace memlint {
namespace {

using namespace clang;

/// What is handed to a constructor; nothing: not known.
using Arguments = std::optional<llvm::ArrayRef<ParmVarDecl *>>;

/// Whether the initializer of a member may give away the object that it is in.
bool namesThis(const Expr &Initializer) {
  struct Visitor : RecursiveASTVisitor<Visitor> {
    bool VisitCXXThisExpr(CXXThisExpr *) { return !(Found = true); }
    bool Found = false;
  } Search;
  Search.TraverseStmt(const_cast<Expr *>(&Initializer));
  return Search.Found;
}

/// Whether a parameter takes a value, or refers to what it does not change.
bool takesValue(QualType Parameter) {
  return !Parameter->isReferenceType() ||
         (Parameter->isLValueReferenceType() && Parameter->getPointeeType().isConstQualified());
}

/// Whether the constructor takes the arguments as they are, of all functions at least as well as
/// any other: [over.ics.rank].
bool takesExactly(const CXXConstructorDecl &Made, llvm::ArrayRef<ParmVarDecl *> Given) {
  const ASTContext &Context = Made.getASTContext();
  auto ValueOf = [&](QualType T) {
    return Context.getCanonicalType(Context.getAdjustedParameterType(T.getNonReferenceType()))
        .getUnqualifiedType();
  };
  if (Made.isDeleted() || Made.getMinRequiredArguments() > Given.size() ||
      Made.getNumParams() < Given.size())
    return false;
  for (unsigned I = 0; I < Given.size(); ++I) {
    const QualType Taken = Made.getParamDecl(I)->getType();
    if (!takesValue(Taken) || ValueOf(Taken) != ValueOf(Given[I]->getType()))
      return false;
  }
  return true;
}

/// Whether the arguments are surely not for this template: another constructor is no template, and
/// takes them as well. [over.match.best]
bool isPassedOver(const FunctionDecl &Pattern, const CXXRecordDecl &Class, const Arguments &Given) {
  if (!Given)
    return false;
  for (const ParmVarDecl *Parameter : Pattern.parameters())
    if (!takesValue(Parameter->getType()))
      return false;
  return llvm::any_of(Class.ctors(),
                      [&](const CXXConstructorDecl *Made) { return takesExactly(*Made, *Given); });
}

class Collector {
public:
  explicit Collector(const SourceMap &Map) : Map(Map) {}

  void addConstructors(const CXXRecordDecl &Named, const Arguments &Given) {
    const CXXRecordDecl *Class = definition(Named);
    if (!Class)
      return;
    for (const Decl *Member : Class->decls())
      if (const auto *Template = dyn_cast<FunctionTemplateDecl>(Member);
          Template && isa<CXXConstructorDecl>(Template->getTemplatedDecl()) &&
          !isPassedOver(*Template->getTemplatedDecl(), *Class, Given))
        add(nullptr);
    bool AllProvided = !Class->isAggregate();
    for (const CXXConstructorDecl *Made : Class->ctors())
      if (Made->isDeleted())
        continue;
      else if (Made->isUserProvided())
        addProvided(*Made, Given);
      else if (!Made->isCopyOrMoveConstructor())
        AllProvided = false;
    if (AllProvided && !Class->needsImplicitDefaultConstructor())
      return;
    for (const FieldDecl *Field : Class->fields())
      if (const Expr *Init = Field->getInClassInitializer(); Init && namesThis(*Init))
        add(nullptr);
    forEachPart(*Class, [this](const CXXRecordDecl &Part) {
      addConstructors(Part, llvm::ArrayRef<ParmVarDecl *>());
    });
  }

  void addDestructors(const CXXRecordDecl &Named) {
    const CXXRecordDecl *Class = definition(Named);
    if (!Class || Class->hasTrivialDestructor())
      return;
    const CXXDestructorDecl *Ends = Class->getDestructor();
    if (Ends && Ends->isUserProvided())
      return add(Ends);
    forEachPart(*Class, [this](const CXXRecordDecl &Part) { addDestructors(Part); });
  }

  std::vector<const CXXMethodDecl *> take() { return std::move(Found); }

private:
  /// What the standard library's own classes do is in the models.
  const CXXRecordDecl *definition(const CXXRecordDecl &Class) {
    if (Class.isInStdNamespace())
      return nullptr;
    const CXXRecordDecl *Whole = Class.getDefinition();
    if (!Whole)
      add(nullptr);
    return Whole && Seen.insert(Whole).second ? Whole : nullptr;
  }
  template <class Each> void forEachPart(const CXXRecordDecl &Class, Each &&Visit) {
    for (const CXXBaseSpecifier &Base : Class.bases())
      if (const CXXRecordDecl *Part = Base.getType()->getAsCXXRecordDecl())
        Visit(*Part);
    for (const FieldDecl *Field : Class.fields()) {
      const Type *Of = Field->getType()->getBaseElementTypeUnsafe();
      if (const CXXRecordDecl *Part = Of->getAsCXXRecordDecl())
        Visit(*Part);
    }
  }
  void addProvided(const CXXConstructorDecl &Made, const Arguments &Given) {
    const bool Fits = !Given || (Made.getMinRequiredArguments() <= Given->size() &&
                                 (Made.getNumParams() >= Given->size() || Made.isVariadic()));
    const bool HasBody = Made.isDefined() && !Map.isInLibrary(Made.getLocation());
    if (Fits && !HasBody)
      add(&Made);
  }
  void add(const CXXMethodDecl *Called) {
    if (!llvm::is_contained(Found, Called))
      Found.push_back(Called);
  }

  const SourceMap &Map;
  llvm::SmallPtrSet<const CXXRecordDecl *, 8> Seen;
  std::vector<const CXXMethodDecl *> Found;
};

/// The arguments that it forwards as a pack; nothing where it has none.
Arguments forwarded(const FunctionDecl &Function) {
  const FunctionTemplateDecl *Template = Function.getPrimaryTemplate();
  if (!Template)
    return std::nullopt;
  const FunctionDecl &Pattern = *Template->getTemplatedDecl();
  const unsigned Written = Pattern.getNumParams();
  if (Written == 0 || !Pattern.getParamDecl(Written - 1)->isParameterPack())
    return std::nullopt;
  return Function.parameters().drop_front(Written - 1);
}

const CXXRecordDecl *firstClass(llvm::ArrayRef<TemplateArgument> Arguments) {
  for (const TemplateArgument &Argument : Arguments)
    if (Argument.getKind() == TemplateArgument::Type)
      return Argument.getAsType()->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
  return nullptr;
}

/// What the elements or the object are: the first template argument of the class or the function.
const CXXRecordDecl *madeBy(const FunctionDecl &Function) {
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&Function))
    if (const auto *Of = dyn_cast<ClassTemplateSpecializationDecl>(Method->getParent()))
      return firstClass(Of->getTemplateArgs().asArray());
  const TemplateArgumentList *Arguments = Function.getTemplateSpecializationArgs();
  return Arguments ? firstClass(Arguments->asArray()) : nullptr;
}

} // namespace

const CXXRecordDecl *madeOfForwarded(const FunctionDecl &Function) {
  return isStandard(Function) && forwarded(Function) ? madeBy(Function) : nullptr;
}

std::vector<const CXXMethodDecl *> calledUnseen(const FunctionDecl &Function,
                                                const SourceMap &Map) {
  Collector All(Map);
  if (const auto *Ends = dyn_cast<CXXDestructorDecl>(&Function);
      Ends && !Ends->isUserProvided() && !Ends->isTrivial()) {
    All.addDestructors(*Ends->getParent());
    return All.take();
  }
  if (!isStandard(Function))
    return {};
  const CXXRecordDecl *Class = madeBy(Function);
  if (!Class)
    return {};
  if (const Arguments Given = forwarded(Function))
    All.addConstructors(*Class, Given);
  else if (isa<CXXConstructorDecl>(Function))
    All.addConstructors(*Class, std::nullopt);
  return All.take();
}

} // namespace memlint
