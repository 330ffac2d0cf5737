#include "analysis/extract/records/RecordInstances.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"

namespace memlint {

using namespace clang;

bool isInstance(const RecordDecl &Record) {
  const auto *Class = dyn_cast<CXXRecordDecl>(&Record);
  return Class && isTemplateInstantiation(Class->getTemplateSpecializationKind());
}

static void visitInstance(const CXXRecordDecl &Record,
                          llvm::function_ref<void(const CXXRecordDecl &)> Visit) {
  if (!Record.isThisDeclarationADefinition() || !isInstance(Record))
    return;
  if (!Record.isEmpty())
    Visit(Record);
  for (const Decl *Member : Record.decls()) {
    if (const auto *Inner = dyn_cast<CXXRecordDecl>(Member); Inner && !Inner->isImplicit())
      visitInstance(*Inner, Visit);
    else if (const auto *Template = dyn_cast<ClassTemplateDecl>(Member))
      forEachInstance(*Template, Visit);
  }
}

void forEachInstance(const ClassTemplateDecl &Template,
                     llvm::function_ref<void(const CXXRecordDecl &)> Visit) {
  if (!Template.isCanonicalDecl()) // its redeclarations share the list
    return;
  for (const ClassTemplateSpecializationDecl *Made : Template.specializations())
    if (const CXXRecordDecl *Definition = Made->getDefinition())
      visitInstance(*Definition, Visit);
}

} // namespace memlint
