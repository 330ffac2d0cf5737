// The records that Clang made from templates of the user's code. The walk over the unit does not
// enter them, since their code is the template's; their layouts are their own.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_RECORDINSTANCES_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_RECORDINSTANCES_H

#include "llvm/ADT/STLFunctionalExtras.h"

namespace clang {
class ClassTemplateDecl;
class CXXRecordDecl;
class RecordDecl;
} // namespace clang

namespace memlint {

/// Whether a record was made from a template, by itself or with the class around it. An explicit
/// specialization was not: it is written out.
bool isInstance(const clang::RecordDecl &Record);

/// Calls `Visit` with each complete instance of the template and each record within one, in the
/// order in which the unit made them. Leaves out empty ones, of which type traits make thousands.
void forEachInstance(const clang::ClassTemplateDecl &Template,
                     llvm::function_ref<void(const clang::CXXRecordDecl &)> Visit);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_RECORDINSTANCES_H
