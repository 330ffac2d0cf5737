#include "analysis/extract/records/LayoutQuestions.h"

#include "analysis/extract/records/RecordLayouts.h"
#include "analysis/extract/records/SizeMentions.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

namespace memlint {
namespace {

using namespace clang;

/// Traits of a type that say something of where its fields stand.
bool isLayoutTrait(const NamedDecl &Trait) {
  const IdentifierInfo *Name = Trait.getIdentifier();
  return Name && Trait.isInStdNamespace() &&
         llvm::StringSwitch<bool>(Name->getName())
             .Cases({"is_standard_layout", "is_standard_layout_v"}, true)
             .Cases({"is_layout_compatible", "is_layout_compatible_v"}, true)
             .Cases({"has_unique_object_representations", "has_unique_object_representations_v"},
                    true)
             .Default(false);
}

bool isLayoutTrait(TypeTrait Trait) {
  return Trait == UTT_IsStandardLayout || Trait == UTT_HasUniqueObjectRepresentations ||
         Trait == BTT_IsLayoutCompatible;
}

bool asksForUniqueBytes(const NamedDecl &Trait) {
  return Trait.getName().starts_with("has_unique_object_representations");
}

/// `std::trait_v<T>`, `std::trait<T>::value`: the trait, and what it is asked of.
std::pair<const NamedDecl *, ArrayRef<TemplateArgument>> traitNamed(const DeclRefExpr &Name) {
  if (const auto *Variable = dyn_cast<VarTemplateSpecializationDecl>(Name.getDecl()))
    return {Variable, Variable->getTemplateArgs().asArray()};
  NestedNameSpecifier Qualifier = Name.getQualifier();
  const CXXRecordDecl *Class = Qualifier ? Qualifier.getAsRecordDecl() : nullptr;
  if (const auto *Trait = dyn_cast_or_null<ClassTemplateSpecializationDecl>(Class))
    return {Trait, Trait->getTemplateArgs().asArray()};
  return {nullptr, {}};
}

bool isSizeConstant(const Expr &E, const ASTContext &Context) {
  return !E.isValueDependent() && isa<IntegerLiteral>(E.IgnoreParenImpCasts()) &&
         E.isIntegerConstantExpr(Context);
}

} // namespace

void LayoutQuestions::seeOffsetOf(const OffsetOfExpr &Offset) {
  for (unsigned I = 0; I < Offset.getNumComponents(); ++I) {
    const OffsetOfNode &Node = Offset.getComponent(I);
    if (Node.getKind() != OffsetOfNode::Field)
      continue;
    if (const MovingRecord *R = Evidence.ofField(Node.getField()))
      Evidence.block(*R, "offsetof",
                     "offsetof names " + R->nameOf(Node.getField()->getFieldIndex()),
                     Offset.getBeginLoc());
  }
}

void LayoutQuestions::seeAddressOf(const UnaryOperator &Operator) {
  if (Operator.getOpcode() != UO_AddrOf)
    return;
  const Expr *E = Operator.getSubExpr()->IgnoreParens();
  SmallVector<const FieldDecl *, 2> Fields;
  for (; const auto *Member = dyn_cast<MemberExpr>(E); E = Member->getBase()->IgnoreParens())
    if (const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl()))
      Fields.push_back(Field);
  if (Fields.empty() || !E->getType()->isPointerType() || !isa<CastExpr>(E) ||
      !isa<IntegerLiteral>(E->IgnoreParenCasts()))
    return;
  for (const FieldDecl *Field : Fields)
    if (const MovingRecord *R = Evidence.ofField(Field))
      Evidence.block(*R, "offsetof",
                     "the offset of " + R->nameOf(Field->getFieldIndex()) + " is taken",
                     Operator.getOperatorLoc());
}

/// Whether an expression asks for the record's size, an offset in it, or a trait of its layout.
bool LayoutQuestions::asksAbout(const Stmt &In, const MovingRecord &Record) {
  auto Holds = [&](QualType Type) { return llvm::is_contained(Evidence.heldIn(Type), &Record); };
  auto IsRecord = [&](const TemplateArgument &A) {
    return A.getKind() == TemplateArgument::Type && Evidence.ofType(A.getAsType()) == &Record;
  };
  return mentionsSize(&In, Holds) || anyWithin(&In, [&](const Stmt &S) {
           if (const auto *Offset = dyn_cast<OffsetOfExpr>(&S))
             return Holds(Offset->getTypeSourceInfo()->getType());
           if (const auto *Trait = dyn_cast<TypeTraitExpr>(&S))
             return isLayoutTrait(Trait->getTrait()) &&
                    llvm::any_of(Trait->getArgs(), [&](const TypeSourceInfo *Type) {
                      return Evidence.ofType(Type->getType()) == &Record;
                    });
           const auto *Name = dyn_cast<DeclRefExpr>(&S);
           if (!Name)
             return false;
           auto [Trait, Arguments] = traitNamed(*Name);
           return Trait && isLayoutTrait(*Trait) && llvm::any_of(Arguments, IsRecord);
         });
}

/// On one line, and short.
std::string LayoutQuestions::textOf(const Expr &E) const {
  constexpr std::size_t Longest = 60;
  const SourceManager &Sources = Evidence.context().getSourceManager();
  CharSourceRange Range =
      Sources.getExpansionRange(CharSourceRange::getTokenRange(E.getSourceRange()));
  SmallVector<StringRef, 16> Words;
  Lexer::getSourceText(Range, Sources, Evidence.context().getLangOpts())
      .split(Words, ' ', -1, /*KeepEmpty=*/false);
  std::string Text = llvm::join(llvm::map_range(Words, [](StringRef W) { return W.trim(); }), " ");
  llvm::erase_if(Text, [](char C) { return C == '\n' || C == '\r' || C == '\\'; });
  return Text.size() <= Longest ? Text : Text.substr(0, Longest) + "...";
}

/// What an instance of a template asserts of its argument holds for any argument.
void LayoutQuestions::seeStaticAssert(const StaticAssertDecl &Assert) {
  const Expr *Condition = Assert.getAssertExpr();
  const DeclContext *Around = Assert.getDeclContext();
  const auto *Function = dyn_cast<FunctionDecl>(Around);
  const auto *Class = dyn_cast<CXXRecordDecl>(Around);
  if (Condition->isValueDependent() || (Function && Function->isTemplateInstantiation()) ||
      (Class && isTemplateInstantiation(Class->getTemplateSpecializationKind())))
    return;
  leaveComparisons(*Condition);
  for (const MovingRecord &R : Evidence.records())
    if (asksAbout(*Condition, R))
      Evidence.block(R, "static-assert", "static_assert(" + textOf(*Condition) + ")",
                     Assert.getLocation());
}

void LayoutQuestions::seeArray(const ConstantArrayTypeLoc &Array) {
  const Expr *Size = Array.getSizeExpr();
  if (!Size || Array.getTypePtr()->getZExtSize() > 1 || !anyWithin(Size, [](const Stmt &S) {
        const auto *Op = dyn_cast<BinaryOperator>(&S);
        return Op && Op->isComparisonOp();
      }))
    return;
  leaveComparisons(*Size);
  for (const MovingRecord &R : Evidence.records())
    if (asksAbout(*Size, R))
      Evidence.block(R, "static-assert", "an array is declared with [" + textOf(*Size) + "]",
                     Array.getLBracketLoc());
}

void LayoutQuestions::leaveComparisons(const Stmt &In) {
  anyWithin(&In, [&](const Stmt &S) {
    if (isa<BinaryOperator>(S))
      Told.insert(&S);
    return false;
  });
}

void LayoutQuestions::seeComparison(const BinaryOperator &Operator) {
  if (!Operator.isEqualityOp() || Told.contains(&Operator))
    return;
  for (auto [Asked, Answer] : {std::pair(Operator.getLHS(), Operator.getRHS()),
                               std::pair(Operator.getRHS(), Operator.getLHS())}) {
    const auto *Size = dyn_cast<UnaryExprOrTypeTraitExpr>(Asked->IgnoreParenImpCasts());
    QualType Of = Size ? Size->getTypeOfArgument() : QualType();
    const auto *Written =
        Size && Size->isArgumentType() ? Of->getAs<SubstTemplateTypeParmType>() : nullptr;
    if (!Size || Of->isDependentType() || Written || !isSizeConstant(*Answer, Evidence.context()))
      continue;
    for (const MovingRecord *R : Evidence.heldIn(Of))
      Evidence.block(*R, "size-compared", textOf(Operator), Operator.getOperatorLoc());
  }
}

void LayoutQuestions::seeTrait(const TypeTraitExpr &Trait) {
  if (Trait.getTrait() == UTT_HasUniqueObjectRepresentations)
    Evidence.blockHeld(Trait.getArg(0)->getType(), "bytes",
                       "has_unique_object_representations is asked of '" +
                           readableType(Trait.getArg(0)->getType(), Evidence.context()) + "'",
                       Trait.getBeginLoc());
}

void LayoutQuestions::seeTraitName(const DeclRefExpr &Name) {
  auto [Trait, Arguments] = traitNamed(Name);
  if (!Trait || !isLayoutTrait(*Trait) || !asksForUniqueBytes(*Trait))
    return;
  for (const TemplateArgument &A : Arguments)
    if (A.getKind() == TemplateArgument::Type)
      Evidence.blockHeld(A.getAsType(), "bytes",
                         "has_unique_object_representations is asked of '" +
                             readableType(A.getAsType(), Evidence.context()) + "'",
                         Name.getLocation());
}

void LayoutQuestions::seeTemplateArgument(const TemplateArgumentLoc &Argument) {
  if (Argument.getArgument().getKind() != TemplateArgument::Expression)
    return;
  const auto *Address =
      dyn_cast<UnaryOperator>(Argument.getSourceExpression()->IgnoreParenImpCasts());
  const auto *Member = Address && Address->getOpcode() == UO_AddrOf
                           ? dyn_cast<DeclRefExpr>(Address->getSubExpr()->IgnoreParens())
                           : nullptr;
  const MovingRecord *R = Member ? Evidence.ofField(Member->getDecl()) : nullptr;
  if (R)
    Evidence.block(*R, "member-pointer",
                   "'&" + readableName(R->record()) + "::" + Member->getDecl()->getNameAsString() +
                       "' is a template argument",
                   Address->getOperatorLoc());
}

} // namespace memlint
