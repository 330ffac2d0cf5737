#include "analysis/extract/records/EmptyMembers.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/SmallPtrSet.h"

#include <vector>

namespace memlint {
namespace {

using namespace clang;

using ClassSet = llvm::SmallPtrSet<const CXXRecordDecl *, 8>;

/// What stands at a place that the record gives it: all bases together, or a field.
struct Component {
  ClassSet Empty; // the empty classes among its subobjects
  ClassSet Seen;
  bool MayOverlap = false; // others may stand at its address or in its tail padding

  void add(const CXXRecordDecl *Class) {
    Class = Class ? Class->getDefinition() : nullptr;
    if (!Class || !Seen.insert(Class).second)
      return;
    if (Class->isEmpty())
      Empty.insert(Class);
    for (const CXXBaseSpecifier &Base : Class->bases())
      add(Base.getType()->getAsCXXRecordDecl());
    for (const FieldDecl *Field : Class->fields())
      add(classOf(*Field));
  }
  static const CXXRecordDecl *classOf(const FieldDecl &Field) {
    return Field.getType()->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
  }
};

bool takesNoRoom(const FieldDecl &Field) {
  return Field.isPotentiallyOverlapping() ||
         (!Field.getType()->isIncompleteType() &&
          Field.getASTContext().getTypeSize(Field.getType()) == 0) ||
         Field.getType()->isIncompleteArrayType();
}

bool meet(const Component &A, const Component &B) {
  return (A.MayOverlap || B.MayOverlap) &&
         llvm::any_of(A.Empty, [&](const CXXRecordDecl *Class) { return B.Empty.contains(Class); });
}

} // namespace

bool emptyMembersMayMeet(const RecordDecl &Record) {
  const auto *Class = dyn_cast<CXXRecordDecl>(&Record);
  if (!Class)
    return false;
  std::vector<Component> Parts(1);
  for (const CXXBaseSpecifier &Base : Class->bases())
    Parts[0].add(Base.getType()->getAsCXXRecordDecl());
  Parts[0].MayOverlap = true;
  for (const FieldDecl *Field : Class->fields()) {
    Component Next;
    Next.add(Component::classOf(*Field));
    Next.MayOverlap = takesNoRoom(*Field);
    if (llvm::any_of(Parts, [&](const Component &Part) { return meet(Part, Next); }))
      return true;
    if (!Next.Empty.empty())
      Parts.push_back(std::move(Next));
  }
  return false;
}

} // namespace memlint
