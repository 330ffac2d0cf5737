#include "analysis/extract/records/ChangedLayout.h"
#include "analysis/extract/records/HypotheticalLayout.h"
#include "analysis/extract/records/LayoutTraitKinds.h"
#include "analysis/extract/records/RecordLayouts.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"

namespace memlint {
namespace {

using namespace clang;

/// An enum of the user's whose values fit into a narrower type, and the members of that type.
struct NarrowEnum {
  const EnumDecl *Enum;
  QualType Type;
  FieldList Members;
};

/// The narrowest type of fixed width for the enum's values; null where nobody may choose one, the
/// type was chosen, or nothing is known of the values.
QualType narrowerType(const ASTContext &Context, SourceMap &Map, const EnumDecl &Enum) {
  if (Enum.getIntegerTypeSourceInfo() || Enum.enumerators().empty() || Enum.isInvalidDecl() ||
      Enum.getLexicalDeclContext()->isExternCContext() || !Map.isPlainUserCode(Enum.getBeginLoc()))
    return {};
  unsigned Negative = Enum.getNumNegativeBits(), Positive = Enum.getNumPositiveBits();
  unsigned Bits = Negative ? std::max(Negative, Positive + 1) : Positive;
  unsigned Width = Bits <= 8 ? 8 : 16;
  if (Bits > 16 || Width >= Context.getIntWidth(Enum.getIntegerType()))
    return {};
  return Context.getIntTypeForBitwidth(Width, Negative != 0);
}

llvm::SmallVector<NarrowEnum, 4> narrowEnums(const TraitRecord &R, const FieldList &Fields) {
  llvm::SmallVector<NarrowEnum, 4> Enums;
  for (const FieldDecl *Field : Fields) {
    const EnumDecl *Enum = Field->getType()->getAsEnumDecl();
    Enum = Enum ? Enum->getDefinition() : nullptr;
    if (!Enum || Field->getType().isVolatileQualified())
      continue;
    auto Known = llvm::find_if(Enums, [&](const NarrowEnum &E) { return E.Enum == Enum; });
    if (Known != Enums.end())
      Known->Members.push_back(Field);
    else if (QualType Type = narrowerType(R.Context, R.Map, *Enum); !Type.isNull())
      Enums.push_back({Enum, Type, {Field}});
  }
  return Enums;
}

std::uint64_t sizeWith(const TraitRecord &R, llvm::ArrayRef<NarrowEnum> Enums) {
  std::vector<ChangedField> Fields = unchangedFields(R.Record);
  for (const NarrowEnum &E : Enums)
    for (const FieldDecl *Field : E.Members)
      Fields[Field->getFieldIndex()].Type = E.Type;
  return sizeWithFields(R.Context, R.Record, Fields);
}

std::string fixedWidthName(const ASTContext &Context, QualType Type) {
  return (Type->isSignedIntegerType() ? "std::int" : "std::uint") +
         std::to_string(Context.getIntWidth(Type)) + "_t";
}

} // namespace

MaybeTrait wideEnumTrait(const TraitRecord &R, const FieldList &Fields) {
  if (!R.Context.getLangOpts().CPlusPlus11)
    return std::nullopt;
  auto Enums = narrowEnums(R, Fields);
  if (Enums.empty() || !copyMatches(R.Context, R.Record))
    return std::nullopt;
  std::uint64_t Size = sizeWith(R, Enums);
  if (Size >= R.Fact.Size)
    return std::nullopt;
  for (std::size_t I = Enums.size(); I-- > 0;) { // those that the others do without
    auto Fewer = Enums;
    Fewer.erase(Fewer.begin() + I);
    if (sizeWith(R, Fewer) == Size)
      Enums = Fewer;
  }
  FieldList Members;
  for (const NarrowEnum &E : Enums)
    Members.append(E.Members);
  LayoutTraitFact Trait = traitOf(R, LayoutTrait::WideEnum, Members);
  Trait.Smaller = Size;
  Trait.Number = Members.size(); // the enums follow their members
  for (const NarrowEnum &E : Enums)
    Trait.Fields.push_back(
        {readableName(*E.Enum), fixedWidthName(R.Context, E.Type),
         R.Map.token(E.Enum->getIdentifier() ? E.Enum->getLocation() : E.Enum->getBeginLoc()), 0,
         std::uint64_t(R.Context.getTypeSizeInChars(E.Enum->getIntegerType()).getQuantity())});
  return Trait;
}

} // namespace memlint
