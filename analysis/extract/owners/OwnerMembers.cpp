#include "analysis/extract/owners/OwnerMembers.h"

#include "analysis/extract/owners/MembersUsers.h"
#include "analysis/extract/owners/MovableClasses.h"
#include "analysis/extract/owners/OwnerMentions.h"
#include "analysis/extract/records/RecordLayouts.h"

#include "clang/AST/ASTContext.h"

namespace memlint {
namespace {

using namespace clang;

/// The class whose text must have been read before an object of the type can be declared.
const TagDecl *definitionOf(QualType Type) {
  const auto *Class = Type->getAsCXXRecordDecl();
  if (!Class)
    return Type->getAsTagDecl();
  if (const CXXRecordDecl *Pattern = Class->getTemplateInstantiationPattern())
    Class = Pattern;
  return Class->getDefinition();
}

/// What a function's body does with one member.
class BodyJudge {
public:
  BodyJudge(const FieldDecl &Field, bool Shared) : Field(Field), Shared(Shared) {}

  const Expr *Made = nullptr;
  std::string Against;
  SourceLocation AgainstAt;

  void read(const FunctionDecl &Body) {
    const auto *Constructor = dyn_cast<CXXConstructorDecl>(&Body);
    if (Constructor)
      readInitializers(*Constructor);
    forEachOwnerUse(Body, [&](const ValueDecl &Named, const OwnerUse &Use, auto Around) {
      if (Named.getCanonicalDecl() == Field.getCanonicalDecl())
        readUse(Use, Constructor ? &Body : nullptr, Around);
    });
  }
  void read(const Expr &Initializer) {
    forEachOwnerUse(&Initializer, [&](const ValueDecl &Named, const OwnerUse &Use, auto Around) {
      if (Named.getCanonicalDecl() == Field.getCanonicalDecl())
        readUse(Use, nullptr, Around);
    });
  }
  /// What the member takes when it comes to life.
  void readStart(const Expr &Init) {
    const std::optional<OwnerStart> Start = startOfOwner(&Init);
    if (!Start)
      return against("it takes an object that is not made for it", Init.getBeginLoc());
    if (Start->Made)
      take(*Start);
  }

private:
  void readInitializers(const CXXConstructorDecl &Constructor) {
    for (const CXXCtorInitializer *Init : Constructor.inits()) {
      if (Init->getMember() != &Field)
        continue;
      const Expr *From = Init->getInit();
      if (const auto *Default = dyn_cast<CXXDefaultInitExpr>(From))
        From = Default->getExpr();
      readStart(*From);
    }
  }
  void take(const OwnerStart &Start) {
    const QualType Object = asOwner(Field.getType())->Object;
    const bool Fits = Shared ? endsAsMade(Object, Start.Object) && !sharesItself(Start.Object)
                             : isSameObject(Object, Start.Object);
    if (!Fits)
      return against("its object is of another type", Start.Made->getBeginLoc());
    if (!Made)
      Made = Start.Made;
  }
  void readUse(const OwnerUse &Use, const FunctionDecl *Constructor,
               ArrayRef<const Stmt *> Around) {
    switch (Use.Kind) {
    case OwnerUseKind::Reads:
    case OwnerUseKind::Tests:
      return;
    case OwnerUseKind::Clears:
      return Shared ? void() : against("it is emptied", Use.Name->getExprLoc());
    case OwnerUseKind::Makes:
      if (Shared || (Constructor && !Made && isOnce(Use, *Constructor, Around)))
        return take(Use.Start);
      return against("it is given another object", Use.Name->getExprLoc());
    case OwnerUseKind::Other:
      return against(Use.Against, Use.Name->getExprLoc());
    }
  }
  /// A statement of the constructor's own block, which always runs, on the constructor's own
  /// member, with an object that could be made before the body runs.
  bool isOnce(const OwnerUse &Use, const FunctionDecl &Constructor,
              ArrayRef<const Stmt *> Around) const {
    const auto *Named = dyn_cast<MemberExpr>(Use.Name);
    const auto *Block = dyn_cast_or_null<CompoundStmt>(Constructor.getBody());
    if (!Named || !Block || !isa<CXXThisExpr>(Named->getBase()->IgnoreParenImpCasts()) ||
        Around.empty() || Around.front() != Block || returns(*Block))
      return false;
    for (const Stmt *S : Around.drop_front()) {
      if (S == Use.By)
        return needsOnlyParameters(*Use.Start.Made);
      if (!isa<ExprWithCleanups, ParenExpr>(S))
        return false;
    }
    return false;
  }
  static bool returns(const Stmt &S) {
    return isa<ReturnStmt, GotoStmt, LabelStmt>(S) ||
           llvm::any_of(S.children(), [](const Stmt *C) { return C && returns(*C); });
  }
  static bool needsOnlyParameters(const Stmt &S) {
    if (isa<CXXThisExpr>(S))
      return false;
    if (const auto *Ref = dyn_cast<DeclRefExpr>(&S))
      if (const auto *Var = dyn_cast<VarDecl>(Ref->getDecl()); Var && Var->isLocalVarDecl())
        return false;
    return llvm::all_of(S.children(), [](const Stmt *C) { return !C || needsOnlyParameters(*C); });
  }
  void against(std::string Why, SourceLocation At) {
    if (!Against.empty())
      return;
    Against = std::move(Why);
    AgainstAt = At;
  }

  const FieldDecl &Field;
  bool Shared;
};

/// Whether each constructor that the compiler writes leaves the member to its initializer in the
/// class, and there is none but such.
bool hasWrittenConstructorsOnly(const CXXRecordDecl &Class) {
  bool Any = false;
  for (const Decl *D : Class.decls()) {
    if (isa<ConstructorUsingShadowDecl>(D))
      return false;
    const auto *Made = dyn_cast<CXXConstructorDecl>(D);
    if (!Made || Made->isImplicit())
      continue;
    Any = true;
    if (!Made->isDeleted() && !Made->isUserProvided() && !Made->isCopyOrMoveConstructor())
      return false;
  }
  return Any;
}

} // namespace

/// Whether the object could be a member: its class was defined before, and the file of the member
/// does not try to do without the definition.
bool OwnerMembers::isWhole(const FieldDecl &Field, QualType Object) const {
  if (Object->isIncompleteType() || !livesAnywhere(Object, Context))
    return false;
  const TagDecl *Defined = definitionOf(Object);
  if (!Defined)
    return !Object->getAsTagDecl();
  const SourceManager &Sources = Context.getSourceManager();
  auto Place = [&](SourceLocation Loc) { return Sources.getExpansionLoc(Loc); };
  auto File = [&](const Decl &D) { return Sources.getFileID(Place(D.getLocation())); };
  if (!Sources.isBeforeInTranslationUnit(Place(Defined->getEndLoc()), Place(Field.getLocation())))
    return false;
  return File(*Defined) == File(Field) || llvm::none_of(Defined->redecls(), [&](const TagDecl *D) {
           return File(*D) == File(Field);
         });
}

std::vector<OwnerMembers::Member> OwnerMembers::candidates(const CXXRecordDecl &Class) const {
  std::vector<Member> Found;
  for (const FieldDecl *Field : Class.fields()) {
    if (Field->getAccess() != AS_private || !Field->getIdentifier())
      continue;
    const std::optional<OwnerType> Owner = asOwner(Field->getType());
    if (Owner && Map.isPlainUserCode(Field->getLocation()) && isWhole(*Field, Owner->Object) &&
        (!Owner->Shared || !sharesItself(Owner->Object)))
      Found.push_back({Field, Owner->Object, Owner->Shared});
  }
  const bool Copied = !Found.empty() && copiesByMembers(Class);
  const bool Moved = !Found.empty() && movesByMembers(Class);
  std::erase_if(Found, [&](const Member &M) { return M.Shared ? Copied : Moved; });
  return Found;
}

void OwnerMembers::read(const CXXRecordDecl &Class) {
  if (!Class.isThisDeclarationADefinition() || Class.isDependentContext() || Class.isLambda() ||
      Class.isUnion() || Class.isInvalidDecl() || isa<ClassTemplateSpecializationDecl>(Class) ||
      !Map.isPlainUserCode(Class.getLocation()))
    return;
  const std::vector<Member> Found = candidates(Class);
  if (Found.empty())
    return;
  const std::optional<MembersUsers> Users = usersOfMembers(Class);
  if (!Users)
    return;
  for (const Member &M : Found) {
    BodyJudge Initializers(*M.Field, M.Shared);
    for (const Expr *Init : Users->Initializers)
      Initializers.read(*Init);
    if (Initializers.Against.empty())
      readMember(Class, M, Users->Functions);
  }
}

void OwnerMembers::readMember(const CXXRecordDecl &Class, const Member &M,
                              ArrayRef<const FunctionDecl *> Functions) {
  OwnerMemberFact Fact;
  Fact.Record = Symbols.usr(Class);
  Fact.Class = readableName(Class);
  Fact.Member = M.Field->getName();
  Fact.Where = Map.token(M.Field->getLocation());
  Fact.Shared = M.Shared;
  Fact.Type = readableType(M.Object.getUnqualifiedType(), Context);
  Fact.Size = sizeOf(M.Object, Context);
  if (const Expr *Init = M.Field->getInClassInitializer()) {
    BodyJudge Start(*M.Field, M.Shared);
    Start.readStart(*Init);
    if (!Start.Against.empty())
      return;
    if (Start.Made)
      Fact.Made = Map.token(Start.Made->getBeginLoc());
  }
  Fact.Always = Fact.Made || hasWrittenConstructorsOnly(Class);
  for (const FunctionDecl *Function : Functions) {
    Fact.Functions.push_back(Symbols.usr(*Function));
    const FunctionDecl *Body = nullptr;
    if (!Function->isDefined(Body))
      continue;
    BodyJudge Judge(*M.Field, M.Shared);
    Judge.read(*Body);
    OwnerUseFact Use;
    Use.Record = Fact.Record;
    Use.Member = Fact.Member;
    Use.Function = Fact.Functions.back();
    Use.Where = Map.token(Body->getLocation());
    const auto *Constructor = dyn_cast<CXXConstructorDecl>(Body);
    Use.Constructor = Constructor && Constructor->getParent() == &Class &&
                      !Constructor->isDelegatingConstructor();
    const bool LeftToClass = Use.Constructor && Constructor->isDefaulted();
    if (Judge.Made)
      Use.Made = Map.token(Judge.Made->getBeginLoc());
    else if (LeftToClass)
      Use.Made = Fact.Made;
    Use.Against = Judge.Against;
    Use.AgainstAt = Map.token(Judge.AgainstAt);
    Facts.OwnerUses.push_back(std::move(Use));
  }
  std::sort(Fact.Functions.begin(), Fact.Functions.end());
  Fact.Functions.erase(std::unique(Fact.Functions.begin(), Fact.Functions.end()),
                       Fact.Functions.end());
  Facts.OwnerMembers.push_back(std::move(Fact));
}

} // namespace memlint
