#include "analysis/extract/records/ConstructorEdits.h"

#include "analysis/extract/records/RecordRewrite.h"
#include "analysis/extract/records/SlotPermutation.h"

#include "clang/AST/DeclCXX.h"

namespace memlint {

using namespace clang;

static const FieldDecl *fieldOf(const CXXCtorInitializer &Init) {
  if (const IndirectFieldDecl *Indirect = Init.getIndirectMember())
    return dyn_cast<FieldDecl>(Indirect->chain().front());
  return Init.getMember();
}

void editConstructor(const CXXConstructorDecl &Constructor, RecordRewrite &Rewrite) {
  std::vector<const CXXCtorInitializer *> Inits;
  for (const CXXCtorInitializer *Init : Constructor.inits())
    if (Init->isWritten() && Init->isAnyMemberInitializer() && Rewrite.owns(fieldOf(*Init)))
      Inits.push_back(Init);
  llvm::sort(Inits, [](const auto *A, const auto *B) {
    return A->getSourceOrder() < B->getSourceOrder();
  });
  std::vector<SlotContent> Contents;
  Contents.reserve(Inits.size());
  for (std::size_t I = 0; I < Inits.size(); ++I)
    Contents.emplace_back().From = int(I);
  llvm::sort(Contents, [&](const SlotContent &A, const SlotContent &B) {
    unsigned PlaceA = Rewrite.place(fieldOf(*Inits[A.From]));
    unsigned PlaceB = Rewrite.place(fieldOf(*Inits[B.From]));
    return std::pair(PlaceA, A.From) < std::pair(PlaceB, B.From); // an anonymous record has several
  });
  if (llvm::is_sorted(Contents, [](const auto &A, const auto &B) { return A.From < B.From; }))
    return;
  SlotList Slots;
  std::tie(Slots.File, Slots.HeadFrom) = Rewrite.text().placeOf(Constructor.getLocation());
  for (const CXXCtorInitializer *Init : Inits) {
    auto Range = Rewrite.text().rangeOf(Init->getSourceRange());
    if (!Range || Range->File != Slots.File || Range->Begin < Slots.HeadFrom ||
        Constructor.getLocation().isMacroID())
      return Rewrite.block("macro", "a macro writes a part of a constructor's initializers",
                           Init->getSourceLocation());
    Slots.Slots.emplace_back(Range->Begin, Range->End);
  }
  permuteSlots(Slots, Contents, Rewrite);
}

} // namespace memlint
