#include "analysis/extract/records/ContendedTypes.h"
#include "analysis/extract/records/HypotheticalLayout.h"
#include "analysis/extract/records/LayoutTraitKinds.h"
#include "analysis/extract/records/RecordLayouts.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/RecordLayout.h"

#include <numeric>

namespace memlint {
namespace {

using namespace clang;

constexpr std::uint64_t CacheLine = 64; // bytes; x86-64, most of AArch64

/// What is read or written as one: half of it on another line is waste.
bool isOne(const ASTContext &Context, const FieldDecl &Field) {
  return !Field.isBitField() && (Field.getType()->isScalarType() || isContended(Field.getType())) &&
         Context.getTypeSizeInChars(Field.getType()).getQuantity() <= std::int64_t(CacheLine);
}

bool straddles(std::uint64_t Offset, std::uint64_t Size) {
  return Size != 0 && Offset / CacheLine != (Offset + Size - 1) / CacheLine;
}

/// How many fields that are one straddle a line in this order; the record begins a line.
unsigned straddling(const TraitRecord &R, llvm::ArrayRef<const FieldDecl *> Fields,
                    llvm::ArrayRef<std::uint32_t> Order, llvm::ArrayRef<std::uint64_t> Bits) {
  unsigned Count = 0;
  for (std::size_t I = 0; I < Order.size(); ++I)
    Count +=
        isOne(R.Context, *Fields[Order[I]]) && straddles(Bits[I] / 8, R.Fact.Fields[Order[I]].Size);
  return Count;
}

std::vector<std::uint32_t> moved(std::size_t Count, std::size_t From, std::size_t To) {
  std::vector<std::uint32_t> Order(Count);
  std::iota(Order.begin(), Order.end(), 0);
  if (To < From)
    std::rotate(Order.begin() + To, Order.begin() + From, Order.begin() + From + 1);
  else
    std::rotate(Order.begin() + From, Order.begin() + From + 1, Order.begin() + To + 1);
  return Order;
}

/// The nearest place for the field at which the record keeps its size and fewer fields straddle.
std::optional<std::size_t> betterPlace(const TraitRecord &R, std::size_t From) {
  std::vector<const FieldDecl *> Fields(R.Record.field_begin(), R.Record.field_end());
  std::size_t Count = Fields.size() - R.Record.hasFlexibleArrayMember();
  auto Declared = moved(Fields.size(), From, From);
  auto Before = straddling(R, Fields, Declared, offsetsByClang(R.Context, R.Record, Declared));
  for (std::size_t Distance = 1; Distance < Count; ++Distance)
    for (std::size_t To : {From - Distance, From + Distance}) {
      if (To >= Count) // also where it wraps
        continue;
      auto Order = moved(Fields.size(), From, To);
      if (sizeByClang(R.Context, R.Record, Order) == R.Fact.Size &&
          straddling(R, Fields, Order, offsetsByClang(R.Context, R.Record, Order)) < Before)
        return To;
    }
  return std::nullopt;
}

/// A constant array, or std::array, which holds one.
bool isInlineArray(QualType Type) {
  return Type.getCanonicalType()->isConstantArrayType() || stdSpecialization(Type, "array");
}

} // namespace

MaybeTrait straddlingFieldTrait(const TraitRecord &R, const FieldDecl &Field) {
  constexpr std::size_t MostFields = 64; // each place is a layout to ask for
  const FieldFact &Fact = R.Fact.Fields[Field.getFieldIndex()];
  if (R.Fact.Alignment % CacheLine != 0 || !straddles(Fact.Offset, Fact.Size) ||
      !isOne(R.Context, Field) || R.Fact.Fields.size() > MostFields ||
      !copyMatches(R.Context, R.Record))
    return std::nullopt;
  std::size_t From = Field.getFieldIndex();
  auto To = betterPlace(R, From);
  if (!To)
    return std::nullopt;
  LayoutTraitFact Trait = traitOf(R, LayoutTrait::StraddlingField, {&Field});
  const FieldFact &Other = R.Fact.Fields[*To];
  Trait.Fields.push_back({Other.Name, Other.Type, Other.Where, Other.Offset, Other.Size});
  Trait.Words.push_back(*To < From ? "before" : "behind");
  return Trait;
}

MaybeTrait contendedTrait(const TraitRecord &R, const FieldList &Contended) {
  bool Near = false;
  for (std::size_t I = 1; I < Contended.size(); ++I)
    Near |= R.Fact.Fields[Contended[I]->getFieldIndex()].Offset <
            R.Fact.Fields[Contended[I - 1]->getFieldIndex()].Offset + CacheLine;
  if (!Near)
    return std::nullopt;
  LayoutTraitFact Trait = traitOf(R, LayoutTrait::Contended, Contended);
  for (const FieldDecl *Field : Contended)
    Trait.Words.push_back(contentionKind(Field->getType()));
  return Trait;
}

MaybeTrait largeMemberTrait(const TraitRecord &R) {
  for (const FieldDecl *Field : R.Record.fields()) {
    const FieldFact &Fact = R.Fact.Fields[Field->getFieldIndex()];
    if (Fact.Size * 2 <= R.Fact.Size || Field->isBitField() || !isInlineArray(Field->getType()))
      continue;
    std::uint64_t Behind = R.Fact.Fields.size() - Field->getFieldIndex() - 1;
    if (Fact.Offset == 0 || Behind == 0)
      return std::nullopt; // the others stand together
    LayoutTraitFact Trait = traitOf(R, LayoutTrait::LargeMember, {Field});
    Trait.Number = Behind;
    return Trait;
  }
  return std::nullopt;
}

MaybeTrait largeAlternativeTrait(const TraitRecord &R, const FieldDecl &Variant) {
  const TemplateArgumentList &Arguments =
      stdSpecialization(Variant.getType(), "variant")->getTemplateArgs();
  if (Arguments.size() != 1 || Arguments[0].getKind() != TemplateArgument::Pack)
    return std::nullopt;
  QualType Largest;
  std::uint64_t Most = 0, Next = 0;
  for (const TemplateArgument &Alternative : Arguments[0].pack_elements()) {
    std::uint64_t Size = R.Context.getTypeSizeInChars(Alternative.getAsType()).getQuantity();
    if (Size > Most)
      Next = Most, Most = Size, Largest = Alternative.getAsType();
    else
      Next = std::max(Next, Size);
  }
  if (Arguments[0].pack_size() < 2 || Most <= CacheLine || Most < 4 * Next)
    return std::nullopt;
  LayoutTraitFact Trait = traitOf(R, LayoutTrait::LargeAlternative, {&Variant});
  Trait.Fields.push_back({"", readableType(Largest, R.Context), {}, 0, Most});
  Trait.Number = Next;
  return Trait;
}

} // namespace memlint
