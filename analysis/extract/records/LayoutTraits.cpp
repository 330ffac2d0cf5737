#include "analysis/extract/records/LayoutTraits.h"

#include "analysis/extract/records/ContendedTypes.h"
#include "analysis/extract/records/HypotheticalLayout.h"
#include "analysis/extract/records/LayoutTraitKinds.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"

namespace memlint {
namespace {

using namespace clang;

/// The members of one record that a kind of trait may be about.
struct Members {
  FieldList Bools, Enums, Empties, Optionals, Pointers, Variants, Contended, Arrays;
  bool HasBitFields = false, HasLargeArray = false;
};

void sortClass(const FieldDecl &Field, const CXXRecordDecl &Class, Members &To) {
  if (!Class.hasDefinition())
    return;
  if (Class.isEmpty() && !Field.isPotentiallyOverlapping())
    To.Empties.push_back(&Field);
  if (!Class.isInStdNamespace())
    return;
  if (stdSpecialization(Field.getType(), "optional"))
    To.Optionals.push_back(&Field);
  else if (stdSpecialization(Field.getType(), "unique_ptr"))
    To.Pointers.push_back(&Field);
  else if (stdSpecialization(Field.getType(), "variant"))
    To.Variants.push_back(&Field);
}

Members membersOf(const RecordDecl &Record) {
  Members Sorted;
  for (const FieldDecl *Field : Record.fields()) {
    QualType Type = Field->getType().getCanonicalType();
    if (Field->isBitField())
      Sorted.HasBitFields = true;
    else if (Type->isBooleanType())
      Sorted.Bools.push_back(Field);
    else if (Type->isEnumeralType())
      Sorted.Enums.push_back(Field);
    else if (Type->isConstantArrayType())
      Sorted.Arrays.push_back(Field);
    else if (const auto *Class = Type->getAsCXXRecordDecl())
      sortClass(*Field, *Class, Sorted);
    if (!Type->isBuiltinType() && !Type->isPointerType() && isContended(Field->getType()))
      Sorted.Contended.push_back(Field);
  }
  return Sorted;
}

bool isPacked(const RecordDecl &Record) {
  return Record.hasAttr<PackedAttr>() || Record.hasAttr<MaxFieldAlignmentAttr>() ||
         Record.getASTContext().getLangOpts().PackStruct != 0 ||
         llvm::any_of(Record.fields(), [](const FieldDecl *F) { return F->hasAttr<PackedAttr>(); });
}

/// What a change of members' types would save.
void addChanges(const TraitRecord &R, const Members &M, std::vector<LayoutTraitFact> &Traits) {
  auto Add = [&](MaybeTrait Trait) {
    if (Trait)
      Traits.push_back(std::move(*Trait));
  };
  if (M.Contended.empty() && M.Bools.size() >= 4)
    Add(boolTrait(R, M.Bools));
  if (M.Contended.empty() && M.HasBitFields)
    Add(splitBitFieldTrait(R));
  if (!M.Enums.empty())
    Add(wideEnumTrait(R, M.Enums));
  if (!M.Empties.empty())
    Add(emptyMemberTrait(R, M.Empties));
  if (M.Optionals.size() >= 2)
    Add(optionalTrait(R, M.Optionals));
  if (!M.Pointers.empty())
    Add(fatDeleterTrait(R, M.Pointers));
  if (const auto *Class = dyn_cast<CXXRecordDecl>(&R.Record); Class && Class->getNumBases() == 1)
    Add(baseTailTrait(R));
}

void addPlaces(const TraitRecord &R, const Members &M, std::vector<LayoutTraitFact> &Traits) {
  auto Add = [&](MaybeTrait Trait) {
    if (Trait)
      Traits.push_back(std::move(*Trait));
  };
  if (R.Fact.Alignment >= 64)
    for (const FieldDecl *Field : R.Record.fields())
      Add(straddlingFieldTrait(R, *Field));
  if (M.Contended.size() >= 2)
    Add(contendedTrait(R, M.Contended));
  if (R.Fact.Size > 256 && R.Fact.Fields.size() > 2)
    Add(largeMemberTrait(R));
  for (const FieldDecl *Variant : M.Variants)
    Add(largeAlternativeTrait(R, *Variant));
}

} // namespace

LayoutTraitFact traitOf(const TraitRecord &R, LayoutTrait Kind, const FieldList &Fields) {
  LayoutTraitFact Trait;
  Trait.Record = R.Fact.Usr;
  Trait.Name = R.Fact.Name;
  Trait.Where = R.Fact.Where;
  Trait.Kind = Kind;
  Trait.Size = R.Fact.Size;
  Trait.Alignment = R.Fact.Alignment;
  Trait.Reordered = R.Fact.Smaller ? R.Fact.Smaller->Size : R.Fact.Size;
  for (const FieldDecl *Field : Fields) {
    const FieldFact &Fact = R.Fact.Fields[Field->getFieldIndex()];
    Trait.Fields.push_back({Fact.Name, Fact.Type, Fact.Where, Fact.Offset, Fact.Size});
  }
  return Trait;
}

const ClassTemplateSpecializationDecl *stdSpecialization(QualType Type, llvm::StringRef Name) {
  const auto *Special =
      dyn_cast_or_null<ClassTemplateSpecializationDecl>(Type->getAsCXXRecordDecl());
  return Special && Special->isInStdNamespace() && Special->getName() == Name ? Special : nullptr;
}

void LayoutTraits::readRecord(const RecordDecl &Record, const RecordFact &Fact) {
  if (Record.isUnion() || Fact.Instance || Fact.Fields.empty())
    return;
  TraitRecord R{Context, Map, Record, Fact};
  Members M = membersOf(Record);
  std::size_t Before = Traits.size();
  addPlaces(R, M, Traits);
  if (!isPacked(Record))
    addChanges(R, M, Traits);
  for (const FieldDecl *Array : M.Arrays)
    readArray(*Array);
  for (; Before < Traits.size(); ++Before)
    if (Traits[Before].Kind == LayoutTrait::Bools)
      Watched.append(M.Bools.begin(), M.Bools.end());
    else if (Traits[Before].Kind == LayoutTrait::Contended)
      Watched.append(M.Contended.begin(), M.Contended.end());
}

void LayoutTraits::readVariable(const VarDecl &Variable) {
  if (isa<ConstantArrayType>(Variable.getType().getCanonicalType()) &&
      !Variable.getDeclContext()->isDependentContext())
    readArray(Variable);
}

void LayoutTraits::readArray(const DeclaratorDecl &Array) {
  for (auto Trait :
       {straddlingElementsTrait(Context, Map, Array), overAlignedTrait(Context, Map, Array)})
    if (Trait)
      Traits.push_back(std::move(*Trait));
}

void LayoutTraits::readSpecialization(const TemplateSpecializationTypeLoc &Written) {
  if (auto Trait = tupleOrderTrait(Context, Map, Written))
    Traits.push_back(std::move(*Trait));
}

} // namespace memlint
