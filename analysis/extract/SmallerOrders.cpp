#include "analysis/extract/SmallerOrders.h"

#include "analysis/extract/HypotheticalLayout.h"
#include "analysis/layout/FieldOrder.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/RecordLayout.h"
#include "llvm/ADT/STLExtras.h"

namespace memlint {
namespace {

using namespace clang;

bool isPacked(const RecordDecl &Record) {
  return Record.hasAttr<PackedAttr>() || Record.hasAttr<MaxFieldAlignmentAttr>() ||
         Record.getASTContext().getLangOpts().PackStruct != 0 ||
         llvm::any_of(Record.fields(), [](const FieldDecl *F) { return F->hasAttr<PackedAttr>(); });
}

/// Ends in an array that stands for one of any length, `[]`, GNU's `[0]` or C90's `[1]`, by itself
/// or through the record that it ends in.
bool endsInOpenArray(const RecordDecl &Record) {
  const FieldDecl *Last = nullptr;
  for (const FieldDecl *Field : Record.fields()) {
    Last = Field;
    const RecordDecl *Inner = Field->getType()->getAsRecordDecl();
    if (Record.isUnion() && Inner && Inner->isCompleteDefinition() && endsInOpenArray(*Inner))
      return true;
    if (Decl::isFlexibleArrayMemberLike(Field->getASTContext(), Field, Field->getType(),
                                        LangOptions::StrictFlexArraysLevelKind::OneZeroOrIncomplete,
                                        /*IgnoreTemplateOrMacroSubstitution=*/true))
      return true;
  }
  const RecordDecl *Inner = Last ? Last->getType()->getAsRecordDecl() : nullptr;
  return Inner && Inner->isCompleteDefinition() && endsInOpenArray(*Inner);
}

/// Why no other order is looked for; empty when one may be. What stands here is not laid out field
/// after field, or was laid out so on purpose.
std::string reasonToKeepOrder(const RecordDecl &Record) {
  const auto *Class = dyn_cast<CXXRecordDecl>(&Record);
  if (Record.isUnion())
    return "union";
  if (std::distance(Record.field_begin(), Record.field_end()) < 2)
    return "fewer than two fields";
  if (llvm::any_of(Record.fields(), [](const FieldDecl *F) { return F->isBitField(); }))
    return "bit-fields";
  if (Record.hasFlexibleArrayMember() || endsInOpenArray(Record))
    return "flexible array member";
  if (isPacked(Record))
    return "packed";
  if (Record.hasAttr<AlignedAttr>())
    return "aligned as a whole";
  if (Class && Class->getNumVBases() != 0)
    return "virtual base";
  if (llvm::any_of(Record.fields(),
                   [](const FieldDecl *F) { return F->isPotentiallyOverlapping(); }))
    return "[[no_unique_address]] member";
  return "";
}

/// The layout room's proposal, after Clang's own layout of it agreed. `Fact` holds the record as
/// declared; `NotReordered` is filled in where Clang's copy of the record is not to be trusted.
std::optional<SmallerOrder> smallerOrderByClang(ASTContext &Context, const RecordDecl &Record,
                                                RecordFact &Fact) {
  std::vector<FieldShape> Shapes;
  std::uint64_t Sum = 0;
  Shapes.reserve(Fact.Fields.size());
  for (const FieldFact &Field : Fact.Fields) {
    Shapes.push_back({Field.Size, Field.Alignment});
    Sum += Field.Size;
  }
  if (llvm::alignTo(Sum, Fact.Alignment) >= Fact.Size) // holds whatever stands before the fields
    return std::nullopt;
  RecordShape Shape{firstFieldOffset(Context, Record), Fact.Alignment, Shapes};
  auto Order = smallerOrder(Shape);
  if (!Order || Order->Size >= Fact.Size)
    return std::nullopt;
  if (!copyMatches(Context, Record) || sizeByClang(Context, Record, Order->Order) != Order->Size) {
    Fact.NotReordered = "layout not confirmed by Clang";
    return std::nullopt;
  }
  std::vector<std::uint64_t> Offsets = offsetsByClang(Context, Record, Order->Order);
  return SmallerOrder{Order->Size, std::move(Order->Order), std::move(Offsets), Order->Moved,
                      Order->Optimal};
}

} // namespace

void findSmallerOrder(ASTContext &Context, const RecordDecl &Record, RecordFact &Fact) {
  Fact.NotReordered = reasonToKeepOrder(Record);
  if (Fact.NotReordered.empty())
    Fact.Smaller = smallerOrderByClang(Context, Record, Fact);
}

} // namespace memlint
