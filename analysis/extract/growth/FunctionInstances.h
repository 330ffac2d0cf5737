// The function bodies that Clang made from templates of the user's code. The walk over the unit
// does not enter them, since their code is the template's; what they grow depends on their
// arguments.
#ifndef MEMLINT_ANALYSIS_EXTRACT_GROWTH_FUNCTIONINSTANCES_H
#define MEMLINT_ANALYSIS_EXTRACT_GROWTH_FUNCTIONINSTANCES_H

#include "llvm/ADT/STLFunctionalExtras.h"

namespace clang {
class ClassTemplateDecl;
class FunctionDecl;
class FunctionTemplateDecl;
class LambdaExpr;
} // namespace clang

namespace memlint {

/// Calls `Visit` with instances of the template that have a body, the first few in the order in
/// which the unit made them, and with the lambdas in them.
void forEachInstance(const clang::FunctionTemplateDecl &Template,
                     llvm::function_ref<void(const clang::FunctionDecl &)> Visit);

/// The same of the members of a class template that are no templates themselves.
void forEachMemberInstance(const clang::ClassTemplateDecl &Template,
                           llvm::function_ref<void(const clang::FunctionDecl &)> Visit);

/// The same of a generic lambda.
void forEachInstance(const clang::LambdaExpr &Lambda,
                     llvm::function_ref<void(const clang::FunctionDecl &)> Visit);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_GROWTH_FUNCTIONINSTANCES_H
