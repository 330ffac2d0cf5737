#include "analysis/extract/records/InitializerOrder.h"

#include "analysis/extract/records/DestructionOrder.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

#include <optional>

namespace memlint {
namespace {

using namespace clang;

/// A use of the object that is being initialized.
struct OwnUse {
  std::optional<unsigned> Field; // absent: any may be meant
  std::string By;                // what reaches any of them: `this`, or a method
  SourceLocation Where;
};

/// Finds the uses of the object in one of its own initializers. A lambda counts by what its body
/// names: it may be called at once.
class OwnUses : public RecursiveASTVisitor<OwnUses> {
public:
  explicit OwnUses(const RecordDecl &Record) : Record(Record.getCanonicalDecl()) {}
  std::vector<OwnUse> Found;

  bool TraverseUnaryExprOrTypeTraitExpr(UnaryExprOrTypeTraitExpr *) { return true; }
  bool TraverseCXXNoexceptExpr(CXXNoexceptExpr *) { return true; }
  bool TraverseDecltypeTypeLoc(DecltypeTypeLoc, bool = true) { return true; }
  bool TraverseLambdaCapture(LambdaExpr *Lambda, const LambdaCapture *Capture, Expr *Init) {
    return Capture->getCaptureKind() == LCK_This ||
           RecursiveASTVisitor::TraverseLambdaCapture(Lambda, Capture, Init);
  }
  bool VisitMemberExpr(MemberExpr *Member) {
    const Expr *Base = Member->getBase()->IgnoreParenImpCasts();
    if (const auto *Deref = dyn_cast<UnaryOperator>(Base); Deref && Deref->getOpcode() == UO_Deref)
      Base = Deref->getSubExpr()->IgnoreParenImpCasts();
    if (!isa<CXXThisExpr>(Base))
      return true;
    Told.insert(Base);
    const ValueDecl *Named = Member->getMemberDecl();
    if (const auto *Field = dyn_cast<FieldDecl>(Named); Field && isOwn(*Field))
      Found.push_back({Field->getFieldIndex(), "", Member->getMemberLoc()});
    else if (const auto *Method = dyn_cast<CXXMethodDecl>(Named);
             Method && !Method->isStatic() && (isOwn(*Method) || Method->isVirtual()))
      Found.push_back({std::nullopt, Method->getNameAsString(), Member->getMemberLoc()});
    return true;
  }
  bool VisitCXXThisExpr(CXXThisExpr *This) {
    if (!Told.contains(This))
      Found.push_back({std::nullopt, "this", This->getLocation()});
    return true;
  }

private:
  bool isOwn(const ValueDecl &Member) const {
    const auto *Parent = dyn_cast<RecordDecl>(Member.getDeclContext());
    return Parent && Parent->getCanonicalDecl() == Record;
  }

  const Decl *Record;
  llvm::DenseSet<const Expr *> Told;
};

/// The expression that a field is initialized with; null where nothing happens.
const Expr *evaluated(const Expr *Init) {
  if (const auto *Default = dyn_cast_or_null<CXXDefaultInitExpr>(Init))
    Init = Default->getExpr();
  const auto *Construct = dyn_cast_or_null<CXXConstructExpr>(Init);
  if (!Init || isa<ImplicitValueInitExpr>(Init) ||
      (Construct && Construct->getConstructor()->isTrivial() && Construct->getNumArgs() == 0))
    return nullptr;
  return Init;
}

unsigned fieldOf(const CXXCtorInitializer &Init) {
  if (const IndirectFieldDecl *Indirect = Init.getIndirectMember())
    return cast<FieldDecl>(Indirect->chain().front())->getFieldIndex();
  return Init.getMember()->getFieldIndex();
}

/// Constructors with a body to look at, those made from templates of constructors among them.
std::vector<const CXXConstructorDecl *> constructorsOf(const CXXRecordDecl &Class) {
  std::vector<const CXXConstructorDecl *> All(Class.ctor_begin(), Class.ctor_end());
  for (const Decl *D : Class.decls())
    if (const auto *Template = dyn_cast<FunctionTemplateDecl>(D))
      for (const FunctionDecl *Instance : Template->specializations())
        if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(Instance))
          All.push_back(Constructor);
  return All;
}

const VariablePath *changedAndUsed(const EvaluationEffects &Changes,
                                   const EvaluationEffects &Uses) {
  for (const VariablePath &Changed : Changes.Changed)
    for (const VariablePath &Used : Uses.Mentioned)
      if (Changed.overlaps(Used))
        return &Changed;
  return nullptr;
}

} // namespace

void InitializerOrder::seeRecord(const MovingRecord &Record) {
  const auto *Class = dyn_cast<CXXRecordDecl>(&Record.record());
  if (!Class)
    return;
  FieldInits Defaults;
  for (const FieldDecl *Field : Class->fields())
    if (Field->hasInClassInitializer() && Field->getInClassInitializer())
      Defaults.push_back({Field->getInClassInitializer(), Field->getFieldIndex(),
                          Field->getInClassInitializer()->getBeginLoc()});
  seeUses(Record, Defaults);
  for (const CXXConstructorDecl *Constructor : constructorsOf(*Class))
    seeConstructor(Record, *Constructor);
}

void InitializerOrder::seeConstructor(const MovingRecord &Record,
                                      const CXXConstructorDecl &Constructor) {
  const FunctionDecl *Definition = nullptr;
  if (!Constructor.isDefined(Definition) || Constructor.isDependentContext() ||
      (Constructor.isCopyOrMoveConstructor() && Constructor.isDefaulted()))
    return;
  FieldInits Inits;
  for (const CXXCtorInitializer *Init : cast<CXXConstructorDecl>(Definition)->inits()) {
    const Expr *Evaluated = Init->isAnyMemberInitializer() ? evaluated(Init->getInit()) : nullptr;
    if (Evaluated)
      Inits.push_back({Evaluated, fieldOf(*Init),
                       Init->isWritten() ? Init->getSourceLocation() : Evaluated->getBeginLoc()});
  }
  seeUses(Record, Inits);
  seeEffects(Record, Inits);
  seeThreads(Record, Inits);
}

/// A use of any field is one of each that is initialized on the other side.
void InitializerOrder::seeUses(const MovingRecord &Record, const FieldInits &Inits) {
  for (const FieldInit &Init : Inits) {
    OwnUses Uses(Record.record());
    Uses.TraverseStmt(const_cast<Expr *>(Init.Init));
    for (const OwnUse &Use : Uses.Found) {
      auto Meant = llvm::find_if(Inits, [&](const FieldInit &Other) {
        return Other.Field != Init.Field && Record.flips(Init.Field, Other.Field);
      });
      if (Use.Field && *Use.Field != Init.Field && Record.flips(*Use.Field, Init.Field))
        Evidence.block(Record, "initializer",
                       "the initializer of " + Record.nameOf(Init.Field) + " uses " +
                           Record.nameOf(*Use.Field),
                       Use.Where);
      else if (!Use.Field && Meant != Inits.end())
        Evidence.block(Record, "initializer",
                       "'" + Use.By + "' in the initializer of " + Record.nameOf(Init.Field) +
                           " may lead to " + Record.nameOf(Meant->Field),
                       Use.Where);
    }
  }
}

void InitializerOrder::seeEffects(const MovingRecord &Record, const FieldInits &Inits) {
  std::vector<EvaluationEffects> Of;
  Of.reserve(Inits.size());
  for (const FieldInit &Init : Inits)
    Of.push_back(Effects.read(*Init.Init));
  for (std::size_t B = 1; B < Inits.size(); ++B)
    for (std::size_t A = 0; A < B; ++A) {
      if (Inits[A].Field == Inits[B].Field || !Record.flips(Inits[A].Field, Inits[B].Field))
        continue;
      std::string First = Record.nameOf(Inits[A].Field), Second = Record.nameOf(Inits[B].Field);
      const VariablePath *Both = changedAndUsed(Of[A], Of[B]);
      if (const VariablePath *Back = Both ? nullptr : changedAndUsed(Of[B], Of[A]))
        Both = Back;
      if (Both)
        Evidence.block(Record, "side-effects",
                       "the initializers of " + First + " and " + Second + " use '" +
                           Both->Variable->getNameAsString() + "', and one changes it",
                       Inits[B].Where);
      else if ((Of[A].Observable && (Of[B].Observable || Of[B].ReadsGlobals)) ||
               (Of[B].Observable && Of[A].ReadsGlobals))
        Evidence.block(Record, "side-effects",
                       "the initializers of " + First + " and " + Second + " run code in order",
                       Inits[B].Where);
    }
}

/// A thread may use all that is initialized before it.
void InitializerOrder::seeThreads(const MovingRecord &Record, const FieldInits &Inits) {
  for (const FieldInit &Init : Inits) {
    const FieldFact &Fact = Record.fact().Fields[Init.Field];
    const auto *Field = *std::next(Record.record().field_begin(), Init.Field);
    const auto *Construct = dyn_cast<CXXConstructExpr>(Init.Init->IgnoreUnlessSpelledInSource());
    if (!startsThread(Field->getType()) || (Construct && Construct->getNumArgs() == 0))
      continue;
    for (const FieldInit &Other : Inits)
      if (Other.Field != Init.Field && Record.flips(Init.Field, Other.Field))
        Evidence.block(Record, "destruction",
                       "the thread of '" + Fact.Name + "' may use " + Record.nameOf(Other.Field),
                       Init.Where);
  }
}

void InitializerOrder::seeInitList(const InitListExpr &Written) {
  const InitListExpr *List = Written.isSemanticForm() ? &Written : Written.getSemanticForm();
  if (!List || List->isTypeDependent() || List->getType().isNull())
    return;
  for (const Expr *Init : List->inits())
    if (const auto *Inner = dyn_cast_or_null<InitListExpr>(Init);
        Inner && !Inner->getSyntacticForm())
      seeInitList(*Inner); // no braces of its own, so it is met only here
  const MovingRecord *Record =
      List->getType()->isRecordType() ? Evidence.ofType(List->getType()) : nullptr;
  if (Record)
    seeEffects(*Record, initsOf(*Record, *List));
}

InitializerOrder::FieldInits InitializerOrder::initsOf(const MovingRecord &Record,
                                                       const InitListExpr &List) {
  const auto *Class = dyn_cast<CXXRecordDecl>(&Record.record());
  unsigned At = Class ? Class->getNumBases() : 0;
  FieldInits Inits;
  for (const FieldDecl *Field : Record.record().fields()) {
    if (Field->isUnnamedBitField())
      continue;
    if (At >= List.getNumInits())
      break;
    const Expr *Init = List.getInit(At++);
    if (const Expr *Evaluated = evaluated(Init))
      Inits.push_back({Evaluated, Field->getFieldIndex(), Init->getBeginLoc()});
  }
  return Inits;
}

} // namespace memlint
