#include "analysis/extract/records/BindingEdits.h"

#include "analysis/extract/records/RecordRewrite.h"
#include "analysis/extract/records/SlotPermutation.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

namespace memlint {

using namespace clang;

static const FieldDecl *boundField(const BindingDecl &Binding) {
  const Expr *E = Binding.getBinding();
  const auto *Member = E ? dyn_cast<MemberExpr>(E->IgnoreParenImpCasts()) : nullptr;
  return Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
}

const RecordDecl *boundRecord(const DecompositionDecl &Bindings) {
  for (const BindingDecl *Binding : Bindings.bindings())
    if (const FieldDecl *Field = boundField(*Binding))
      return Field->getParent();
  return nullptr;
}

void editBindings(const DecompositionDecl &Bindings, RecordRewrite &Rewrite) {
  SlotList Slots;
  std::tie(Slots.File, Slots.HeadFrom) = Rewrite.text().placeOf(Bindings.getBeginLoc());
  std::vector<SlotContent> Contents;
  std::vector<unsigned> Places;
  for (const BindingDecl *Binding : Bindings.bindings()) {
    const FieldDecl *Field = boundField(*Binding);
    auto Range = Rewrite.text().rangeOf({Binding->getLocation(), Binding->getLocation()});
    if (!Rewrite.owns(Field) || !Range || Range->File != Slots.File ||
        Slots.HeadFrom > Range->Begin)
      return Rewrite.block("macro", "a macro or a pack writes a structured binding",
                           Binding->getLocation());
    Contents.emplace_back().From = int(Places.size());
    Places.push_back(Rewrite.place(Field));
    Slots.Slots.emplace_back(Range->Begin, Range->End);
  }
  llvm::sort(Contents, [&](const SlotContent &A, const SlotContent &B) {
    return Places[A.From] < Places[B.From];
  });
  permuteSlots(Slots, Contents, Rewrite);
}

} // namespace memlint
