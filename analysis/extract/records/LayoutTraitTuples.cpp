#include "analysis/extract/records/ChangedLayout.h"
#include "analysis/extract/records/LayoutTraitKinds.h"
#include "analysis/extract/records/RecordLayouts.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"

namespace memlint {
namespace {

using namespace clang;

/// The elements as a tuple stores them; none where one of them is stored in another way than as a
/// member, or is not known.
std::vector<QualType> storedElements(ASTContext &Context,
                                     const ClassTemplateSpecializationDecl &Tuple) {
  const TemplateArgumentList &Arguments = Tuple.getTemplateArgs();
  if (Arguments.size() != 1 || Arguments[0].getKind() != TemplateArgument::Pack)
    return {};
  std::vector<QualType> Elements;
  for (const TemplateArgument &Argument : Arguments[0].pack_elements()) {
    QualType Type = Argument.getAsType().getCanonicalType();
    if (Type->isReferenceType())
      Type = Context.getPointerType(Type.getNonReferenceType());
    const auto *Class = Type->getAsCXXRecordDecl();
    if (Type->isIncompleteType() || Type->isArrayType() || (Class && Class->isEmpty()))
      return {};
    Elements.push_back(Type);
  }
  return Elements;
}

std::uint64_t sizeReversed(ASTContext &Context, std::vector<QualType> Elements) {
  std::reverse(Elements.begin(), Elements.end());
  return sizeOfStruct(Context, Elements);
}

} // namespace

MaybeTrait tupleOrderTrait(ASTContext &Context, SourceMap &Map,
                           const TemplateSpecializationTypeLoc &Written) {
  const auto *Template = Written.getTypePtr()->getTemplateName().getAsTemplateDecl();
  if (!Template || !Template->getIdentifier() || !Template->getIdentifier()->isStr("tuple") ||
      Written.getType()->isDependentType() || !Map.isPlainUserCode(Written.getTemplateNameLoc()))
    return std::nullopt;
  const auto *Tuple = stdSpecialization(Written.getType(), "tuple");
  if (!Tuple || !Tuple->hasDefinition() || Tuple->isInvalidDecl())
    return std::nullopt;
  std::vector<QualType> Elements = storedElements(Context, *Tuple);
  if (Elements.size() < 3)
    return std::nullopt;
  // libstdc++ stores the last element first, libc++ and MSVC's library the first; what does not
  // reproduce the tuple's own size is another library, or stored otherwise.
  std::uint64_t Size = Context.getTypeSizeInChars(Written.getType()).getQuantity();
  if (sizeReversed(Context, Elements) != Size && sizeOfStruct(Context, Elements) != Size)
    return std::nullopt;
  std::vector<QualType> Sorted = Elements;
  std::stable_sort(Sorted.begin(), Sorted.end(), [&](QualType A, QualType B) {
    return Context.getTypeAlign(A) > Context.getTypeAlign(B);
  });
  std::uint64_t Smaller =
      std::max(sizeReversed(Context, Sorted), sizeOfStruct(Context, Sorted)); // in any library
  if (Smaller >= Size)
    return std::nullopt;
  LayoutTraitFact Trait;
  Trait.Name = readableType(Context.getCanonicalType(Written.getType()), Context);
  Trait.Where = Map.token(Written.getTemplateNameLoc());
  Trait.Kind = LayoutTrait::TupleOrder;
  Trait.Size = Size;
  Trait.Smaller = Smaller;
  for (QualType Type : Sorted)
    Trait.Words.push_back(readableType(Type, Context));
  return Trait;
}

} // namespace memlint
