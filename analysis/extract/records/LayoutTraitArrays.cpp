#include "analysis/extract/records/ContendedTypes.h"
#include "analysis/extract/records/LayoutTraitKinds.h"
#include "analysis/extract/records/RecordLayouts.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/RecordLayout.h"
#include "clang/Index/USRGeneration.h"

namespace memlint {
namespace {

using namespace clang;

constexpr std::uint64_t CacheLine = 64; // bytes; x86-64, most of AArch64

/// An array of records, as its declaration says.
struct RecordArray {
  const RecordDecl *Element = nullptr;
  std::uint64_t Size = 0, Alignment = 0, Count = 0; // of an element; of the array as declared
};

std::optional<RecordArray> recordArray(const ASTContext &Context, const DeclaratorDecl &Decl) {
  const auto *Array = Context.getAsConstantArrayType(Decl.getType());
  QualType Element = Array ? Context.getBaseElementType(Array) : QualType();
  const RecordDecl *Record = Array ? Element->getAsRecordDecl() : nullptr;
  Record = Record ? Record->getDefinition() : nullptr;
  if (!Record || Record->isDependentType() || Record->isInvalidDecl() ||
      Record->hasFlexibleArrayMember())
    return std::nullopt;
  std::uint64_t Size = Context.getTypeSizeInChars(Element).getQuantity();
  if (Size == 0)
    return std::nullopt;
  return RecordArray{Record, Size, Decl.getMaxAlignment() / Context.getCharWidth(),
                     std::uint64_t(Context.getTypeSizeInChars(Decl.getType()).getQuantity()) /
                         Size};
}

LayoutTraitFact traitOf(const ASTContext &Context, SourceMap &Map, const DeclaratorDecl &Decl,
                        LayoutTrait Kind, const RecordArray &Array) {
  LayoutTraitFact Trait;
  llvm::SmallString<128> Usr;
  index::generateUSRForDecl(Array.Element, Usr);
  Trait.Record = Usr.str();
  Trait.Name = readableName(*Array.Element);
  Trait.Where = Map.token(Decl.getLocation());
  Trait.Kind = Kind;
  Trait.Size = Array.Size;
  Trait.Alignment =
      Context.getTypeAlignInChars(Context.getCanonicalTagType(Array.Element)).getQuantity();
  Trait.Fields.push_back({readableName(Decl), readableType(Decl.getType(), Context), Trait.Where, 0,
                          Array.Size * Array.Count});
  return Trait;
}

/// The fields' own bytes, padding between them left out; nothing where the record holds what its
/// alignment may be for.
std::optional<std::uint64_t> plainBytesInUse(const ASTContext &Context, const RecordDecl &Record) {
  const auto *Class = dyn_cast<CXXRecordDecl>(&Record);
  if (Class && (Class->getNumBases() != 0 || Class->isDynamicClass()))
    return std::nullopt;
  std::uint64_t Sum = 0;
  for (const FieldDecl *Field : Record.fields()) {
    if (isContended(Field->getType()) || Field->getType().isVolatileQualified() ||
        Field->hasAttr<AlignedAttr>())
      return std::nullopt;
    Sum += Context.getTypeSizeInChars(Field->getType()).getQuantity();
  }
  return Sum;
}

} // namespace

MaybeTrait straddlingElementsTrait(ASTContext &Context, SourceMap &Map,
                                   const DeclaratorDecl &Decl) {
  if (!Decl.hasAttr<AlignedAttr>() || !Map.isPlainUserCode(Decl.getLocation()))
    return std::nullopt;
  auto Array = recordArray(Context, Decl);
  // Larger than half a line and smaller than one: the second element crosses into the second line.
  if (!Array || Array->Alignment % CacheLine != 0 || Array->Alignment == 0 || Array->Count < 2 ||
      Array->Size <= CacheLine / 2 || Array->Size >= CacheLine)
    return std::nullopt;
  LayoutTraitFact Trait = traitOf(Context, Map, Decl, LayoutTrait::StraddlingElements, *Array);
  Trait.Number = Array->Count;
  return Trait;
}

MaybeTrait overAlignedTrait(ASTContext &Context, SourceMap &Map, const DeclaratorDecl &Decl) {
  auto Array = recordArray(Context, Decl);
  if (!Array || !Array->Element->hasAttr<AlignedAttr>() || !Map.isPlainUserCode(Decl.getLocation()))
    return std::nullopt;
  auto Used = plainBytesInUse(Context, *Array->Element);
  LayoutTraitFact Trait = traitOf(Context, Map, Decl, LayoutTrait::OverAligned, *Array);
  if (!Used || *Used == 0 || Trait.Alignment < 32 || *Used > Trait.Alignment / 2 ||
      Trait.Size != Trait.Alignment)
    return std::nullopt;
  Trait.Number = *Used;
  Trait.Fields.push_back({Trait.Name, "", Map.token(Array->Element->getLocation()), 0, Trait.Size});
  return Trait;
}

} // namespace memlint
