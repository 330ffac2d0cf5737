#include "analysis/extract/records/ChangedLayout.h"
#include "analysis/extract/records/HypotheticalLayout.h"
#include "analysis/extract/records/LayoutTraitKinds.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/RecordLayout.h"
#include "clang/Basic/TargetInfo.h"

namespace memlint {
namespace {

using namespace clang;

using Change = llvm::function_ref<void(ChangedField &)>;

/// The record's fields, these of them changed.
std::vector<ChangedField> changed(const RecordDecl &Record, llvm::ArrayRef<const FieldDecl *> Which,
                                  Change Apply) {
  std::vector<ChangedField> Fields = unchangedFields(Record);
  for (const FieldDecl *Field : Which)
    Apply(Fields[Field->getFieldIndex()]);
  return Fields;
}

/// The trait of the members whose change makes the record smaller; those that add nothing to what
/// the others save are left out.
MaybeTrait traitOfChange(const TraitRecord &R, LayoutTrait Kind, FieldList Fields, Change Apply) {
  if (Fields.empty() || !copyMatches(R.Context, R.Record))
    return std::nullopt;
  auto SizeWith = [&](const FieldList &Some) {
    return sizeWithFields(R.Context, R.Record, changed(R.Record, Some, Apply));
  };
  std::uint64_t Best = SizeWith(Fields);
  if (Best >= R.Fact.Size)
    return std::nullopt;
  for (std::size_t I = Fields.size(); I-- > 0;) {
    FieldList Fewer = Fields;
    Fewer.erase(Fewer.begin() + I);
    if (SizeWith(Fewer) == Best)
      Fields = Fewer;
  }
  LayoutTraitFact Trait = traitOf(R, Kind, Fields);
  Trait.Smaller = Best;
  return Trait;
}

bool isDeleterWithState(QualType Deleter) {
  return Deleter->isFunctionPointerType() || Deleter->isFunctionReferenceType() ||
         stdSpecialization(Deleter, "function");
}

QualType typeArgument(const FieldDecl &Field, unsigned Index) {
  const auto *Special =
      cast<ClassTemplateSpecializationDecl>(Field.getType()->getAsCXXRecordDecl());
  const TemplateArgumentList &Arguments = Special->getTemplateArgs();
  return Index < Arguments.size() && Arguments[Index].getKind() == TemplateArgument::Type
             ? Arguments[Index].getAsType()
             : QualType();
}

/// The fields whose type argument meets a condition.
FieldList withArgument(const FieldList &Fields, unsigned Index,
                       llvm::function_ref<bool(QualType)> Meets) {
  FieldList Kept;
  for (const FieldDecl *Field : Fields)
    if (QualType Type = typeArgument(*Field, Index); !Type.isNull() && Meets(Type))
      Kept.push_back(Field);
  return Kept;
}

/// The field as a bit-field could keep its place among the others, and what is said of it.
bool mayBeBitField(const FieldDecl &Field) {
  return !Field.getType().isVolatileQualified() && !Field.hasAttrs() &&
         (!Field.hasInClassInitializer() || Field.getASTContext().getLangOpts().CPlusPlus20);
}

/// The same fields with the chosen ones behind one another, where the first or the last of them is.
std::vector<ChangedField> gathered(const std::vector<ChangedField> &Fields,
                                   llvm::function_ref<bool(const ChangedField &)> Chosen,
                                   bool AtLast) {
  std::vector<ChangedField> Group, Result;
  std::copy_if(Fields.begin(), Fields.end(), std::back_inserter(Group), Chosen);
  std::size_t Seen = 0;
  for (const ChangedField &Field : Fields) {
    if (!Chosen(Field))
      Result.push_back(Field);
    else if (++Seen == (AtLast ? Group.size() : 1))
      Result.insert(Result.end(), Group.begin(), Group.end());
  }
  return Result;
}

} // namespace

MaybeTrait boolTrait(const TraitRecord &R, const FieldList &Bools) {
  FieldList Fit;
  for (const FieldDecl *Field : Bools)
    if (mayBeBitField(*Field))
      Fit.push_back(Field);
  if (Fit.size() < 4 || !copyMatches(R.Context, R.Record))
    return std::nullopt;
  auto Fields = changed(R.Record, Fit, [](ChangedField &F) { F.BitWidth = 1; });
  auto Together =
      gathered(Fields, [](const ChangedField &F) { return F.BitWidth.has_value(); }, false);
  std::uint64_t InPlace = sizeWithFields(R.Context, R.Record, Fields),
                Gathered = sizeWithFields(R.Context, R.Record, Together);
  if (std::min(InPlace, Gathered) >= R.Fact.Size)
    return std::nullopt;
  LayoutTraitFact Trait = traitOf(R, LayoutTrait::Bools, Fit);
  Trait.Smaller = std::min(InPlace, Gathered);
  if (Gathered < InPlace)
    Trait.Words.push_back("together");
  return Trait;
}

MaybeTrait splitBitFieldTrait(const TraitRecord &R) {
  unsigned Runs = 0;
  const FieldDecl *Before = nullptr;
  for (const FieldDecl *Field : R.Record.fields()) {
    if (Field->isUnnamedBitField() ||
        (Field->isBitField() && Field->getType().isVolatileQualified()))
      return std::nullopt; // separated on purpose
    Runs += Field->isBitField() && !(Before && Before->isBitField());
    Before = Field;
  }
  if (Runs < 2 || R.Record.hasFlexibleArrayMember() || !copyMatches(R.Context, R.Record))
    return std::nullopt;
  auto IsBitField = [](const ChangedField &F) { return F.From->isBitField(); };
  std::uint64_t Best = R.Fact.Size;
  bool BestAtLast = false;
  for (bool AtLast : {false, true}) {
    auto Fields = gathered(unchangedFields(R.Record), IsBitField, AtLast);
    std::uint64_t Size = sizeWithFields(R.Context, R.Record, Fields);
    if (Size < Best)
      Best = Size, BestAtLast = AtLast;
  }
  if (Best == R.Fact.Size)
    return std::nullopt;
  FieldList BitFields;
  for (const FieldDecl *Field : R.Record.fields())
    if (Field->isBitField())
      BitFields.push_back(Field);
  LayoutTraitFact Trait = traitOf(R, LayoutTrait::SplitBitFields, BitFields);
  Trait.Smaller = Best;
  Trait.Number = Runs;
  Trait.Words.push_back((BestAtLast ? BitFields.back() : BitFields.front())->getName().str());
  return Trait;
}

MaybeTrait emptyMemberTrait(const TraitRecord &R, const FieldList &Empties) {
  if (!R.Context.getLangOpts().CPlusPlus11)
    return std::nullopt;
  MaybeTrait Trait = traitOfChange(R, LayoutTrait::EmptyMember, Empties,
                                   [](ChangedField &F) { F.NoUniqueAddress = true; });
  if (Trait)
    Trait->Words.push_back(R.Context.getTargetInfo().getCXXABI().isMicrosoft()
                               ? "[[msvc::no_unique_address]]"
                               : "[[no_unique_address]]");
  return Trait;
}

MaybeTrait fatDeleterTrait(const TraitRecord &R, const FieldList &Pointers) {
  return traitOfChange(R, LayoutTrait::FatDeleter, withArgument(Pointers, 1, isDeleterWithState),
                       [&](ChangedField &F) { F.Type = R.Context.VoidPtrTy; });
}

MaybeTrait optionalTrait(const TraitRecord &R, const FieldList &Optionals) {
  FieldList Wide = withArgument(Optionals, 0, [&](QualType Type) {
    return R.Context.getTypeAlignInChars(Type).getQuantity() >= 4;
  });
  if (Wide.size() < 2 || !copyMatches(R.Context, R.Record))
    return std::nullopt;
  auto Fields = changed(R.Record, Wide, [](ChangedField &F) { F.Type = typeArgument(*F.From, 0); });
  std::uint64_t Size = R.Fact.Size;
  for (std::size_t Place = 0; Place <= Fields.size(); ++Place) {
    auto WithFlags = Fields;
    WithFlags.insert(WithFlags.begin() + Place, Wide.size(), {nullptr, R.Context.BoolTy, 1});
    Size = std::min(Size, sizeWithFields(R.Context, R.Record, WithFlags));
  }
  if (Size >= R.Fact.Size)
    return std::nullopt;
  LayoutTraitFact Trait = traitOf(R, LayoutTrait::Optionals, Wide);
  Trait.Smaller = Size;
  return Trait;
}

MaybeTrait baseTailTrait(const TraitRecord &R) {
  const auto &Class = cast<CXXRecordDecl>(R.Record);
  const CXXBaseSpecifier &Written = *Class.bases_begin();
  const CXXRecordDecl *Base = Written.getType()->getAsCXXRecordDecl();
  Base = Base ? Base->getDefinition() : nullptr;
  if (!Base || Written.isVirtual() || Class.isDynamicClass() || Base->field_empty() ||
      !Base->isPOD() || isTemplateInstantiation(Base->getTemplateSpecializationKind()) ||
      Base->getLexicalDeclContext()->isExternCContext() ||
      !R.Map.isPlainUserCode(Base->getLocation()) ||
      R.Context.getTargetInfo().getCXXABI().getTailPaddingUseRules() !=
          TargetCXXABI::UseTailPaddingUnlessPOD03)
    return std::nullopt;
  if (!copyMatches(R.Context, R.Record) || !copyMatches(R.Context, *Base))
    return std::nullopt;
  std::uint64_t Size = sizeWithOpenBase(R.Context, Class);
  if (Size >= R.Fact.Size)
    return std::nullopt;
  LayoutTraitFact Trait = traitOf(R, LayoutTrait::BaseTail);
  Trait.Smaller = Size;
  const FieldDecl *Last = nullptr;
  for (const FieldDecl *Field : Base->fields())
    Last = Field;
  const ASTRecordLayout &Layout = R.Context.getASTRecordLayout(Base);
  TraitFieldFact &Fact = Trait.Fields.emplace_back();
  Fact.Name = Base->getName();
  Fact.Type = Base->getName();
  Fact.Where = R.Map.token(Base->getLocation());
  Fact.Offset = R.Context
                    .toCharUnitsFromBits(Layout.getFieldOffset(Last->getFieldIndex()) +
                                         R.Context.getTypeSize(Last->getType()))
                    .getQuantity();
  Fact.Size = Layout.getSize().getQuantity();
  return Trait;
}

} // namespace memlint
