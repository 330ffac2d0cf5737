#include "analysis/extract/records/SmallerOrders.h"

#include "analysis/extract/records/DefinitionMemory.h"
#include "analysis/extract/records/HypotheticalLayout.h"
#include "analysis/extract/records/RecordUnits.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/RecordLayout.h"
#include "clang/Basic/TargetInfo.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"

namespace memlint {
namespace {

using namespace clang;

constexpr std::uint64_t CacheLineBits = 64 * 8;

bool hasBitFields(const RecordDecl &Record) {
  return llvm::any_of(Record.fields(), [](const FieldDecl *F) { return F->isBitField(); });
}

bool isPacked(const RecordDecl &Record) {
  return Record.hasAttr<PackedAttr>() || Record.hasAttr<MaxFieldAlignmentAttr>() ||
         Record.getASTContext().getLangOpts().PackStruct != 0 ||
         llvm::any_of(Record.fields(), [](const FieldDecl *F) { return F->hasAttr<PackedAttr>(); });
}

/// Microsoft's rule for bit-fields, and targets that pack them otherwise than by their type.
bool hasOtherBitFieldRules(const RecordDecl &Record) {
  const ASTContext &Context = Record.getASTContext();
  const TargetInfo &Target = Context.getTargetInfo();
  return hasBitFields(Record) && (Record.isMsStruct(Context) || Target.getCXXABI().isMicrosoft() ||
                                  !Target.useBitFieldTypeAlignment());
}

/// Why no other order is looked for; empty when one may be. What stands here is not laid out field
/// after field, or was laid out so on purpose.
std::string reasonToKeepOrder(const RecordDecl &Record) {
  if (Record.isUnion())
    return "union";
  if (std::distance(Record.field_begin(), Record.field_end()) < 2)
    return "fewer than two fields";
  if (isPacked(Record))
    return "packed";
  if (Record.hasAttr<RandomizeLayoutAttr>())
    return "randomized layout";
  if (hasOtherBitFieldRules(Record))
    return "bit-fields of another ABI";
  return "";
}

/// Whether the fields alone, without any padding, leave no smaller size. Holds whatever stands
/// before and behind them.
bool isDense(const ASTContext &Context, const RecordDecl &Record, const RecordFact &Fact) {
  std::uint64_t Bits = 0;
  for (const auto [Field, F] : llvm::zip_equal(Record.fields(), Fact.Fields)) {
    std::uint64_t Size = F.BitWidth ? *F.BitWidth : F.Size * Context.getCharWidth();
    if (F.Overlapping) {
      const ASTRecordLayout &Layout =
          Context.getASTRecordLayout(Field->getType()->getAsCXXRecordDecl());
      Size = Field->getType()->getAsCXXRecordDecl()->isEmpty()
                 ? 0
                 : Context.toBits(std::max(Layout.getNonVirtualSize(), Layout.getDataSize()));
    }
    Bits += Size;
  }
  return llvm::alignTo(Bits, Fact.Alignment * Context.getCharWidth()) >=
         Fact.Size * Context.getCharWidth();
}

/// Whether two fields that several threads write to come onto one cache line and were on two.
bool bringsContendedTogether(const RecordFact &Fact, const SmallerOrder &Smaller) {
  auto Line = [](std::uint64_t Bits) { return Bits / CacheLineBits; };
  for (std::size_t A = 0; A < Smaller.Order.size(); ++A)
    for (std::size_t B = 0; B < A; ++B) {
      const FieldFact &First = Fact.Fields[Smaller.Order[A]],
                      &Second = Fact.Fields[Smaller.Order[B]];
      if (First.Contended && Second.Contended &&
          Line(Smaller.Offsets[A]) == Line(Smaller.Offsets[B]) &&
          Line(First.Offset * 8) != Line(Second.Offset * 8))
        return true;
    }
  return false;
}

/// The layout room's proposals, the best first, in fields and without their offsets; none where the
/// room's arithmetic does not give the record as declared its size.
std::vector<SmallerOrder> proposals(ASTContext &Context, const RecordDecl &Record,
                                    const RecordFact &Fact) {
  const RecordUnits Units = unitsOf(Context, Record);
  const std::uint64_t Byte = Context.getCharWidth();
  if (sizeInOrder(Units.shape(), Units.declared()) != Fact.Size * Byte)
    return {};
  std::vector<SmallerOrder> Orders;
  for (const UnitOrder &Found : smallerOrders(Units.shape()))
    Orders.push_back({Found.Size / Byte,
                      Units.fieldsInOrder(Found.Order),
                      {},
                      Found.Moved,
                      Found.Optimal && Units.Exact});
  return Orders;
}

} // namespace

std::optional<SmallerOrder> smallerOrderByClang(ASTContext &Context, const RecordDecl &Record,
                                                RecordFact &Fact) {
  if (isDense(Context, Record, Fact))
    return std::nullopt;
  std::vector<SmallerOrder> Orders = proposals(Context, Record, Fact);
  if (Orders.empty())
    return std::nullopt;
  Fact.NotReordered = "layout not confirmed by Clang";
  if (!copyMatches(Context, Record))
    return std::nullopt;
  for (SmallerOrder &Smaller : Orders) {
    if (sizeByClang(Context, Record, Smaller.Order) != Smaller.Size)
      continue;
    Smaller.Offsets = offsetsByClang(Context, Record, Smaller.Order);
    Fact.NotReordered = "brings contended fields onto one cache line";
    if (bringsContendedTogether(Fact, Smaller))
      continue;
    Fact.NotReordered.clear();
    return std::move(Smaller);
  }
  return std::nullopt;
}

void findSmallerOrder(ASTContext &Context, const RecordDecl &Record, RecordFact &Fact,
                      DefinitionMemory &Memory) {
  Fact.NotReordered = reasonToKeepOrder(Record);
  if (!Fact.NotReordered.empty() || isDense(Context, Record, Fact))
    return;
  const std::optional<DefinitionKey> Key = Memory.keyOf(Record, Fact);
  if (const OrderAnswer *Known = Key ? Memory.known().order(*Key) : nullptr) {
    Fact.Smaller = Known->Smaller;
    Fact.NotReordered = Known->NotReordered;
    return;
  }
  Fact.Smaller = smallerOrderByClang(Context, Record, Fact);
  if (Key)
    Memory.known().keep(*Key, {Fact.Smaller, Fact.NotReordered});
}

} // namespace memlint
