#include "analysis/extract/records/RecordParts.h"

#include "analysis/extract/records/RecordLayouts.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/RecordLayout.h"

namespace memlint {
namespace {

using namespace clang;

PartFact baseFact(const ASTContext &Context, const CXXBaseSpecifier &Base, PartKind Kind,
                  CharUnits Offset) {
  const CXXRecordDecl &Class = *Base.getType()->getAsCXXRecordDecl();
  PartFact Fact;
  Fact.Kind = Kind;
  Fact.Name = readableName(Class);
  Fact.Offset = Offset.getQuantity();
  if (!Class.isEmpty())
    Fact.Size = Context.getASTRecordLayout(&Class).getNonVirtualSize().getQuantity();
  return Fact;
}

} // namespace

std::vector<PartFact> partFacts(const ASTContext &Context, const RecordDecl &Record) {
  std::vector<PartFact> Parts;
  const auto *Class = dyn_cast<CXXRecordDecl>(&Record);
  if (!Class)
    return Parts;
  const ASTRecordLayout &Layout = Context.getASTRecordLayout(Class);
  std::uint64_t Pointer = Context.getTypeSizeInChars(Context.VoidPtrTy).getQuantity();
  if (Layout.hasOwnVFPtr())
    Parts.push_back({PartKind::VTablePointer, "", 0, Pointer});
  if (Layout.hasOwnVBPtr())
    Parts.push_back({PartKind::VBasePointer, "",
                     static_cast<std::uint64_t>(Layout.getVBPtrOffset().getQuantity()), Pointer});
  for (const CXXBaseSpecifier &Base : Class->bases())
    if (!Base.isVirtual())
      Parts.push_back(baseFact(Context, Base, PartKind::Base,
                               Layout.getBaseClassOffset(Base.getType()->getAsCXXRecordDecl())));
  for (const CXXBaseSpecifier &Base : Class->vbases())
    Parts.push_back(baseFact(Context, Base, PartKind::VirtualBase,
                             Layout.getVBaseClassOffset(Base.getType()->getAsCXXRecordDecl())));
  return Parts;
}

} // namespace memlint
