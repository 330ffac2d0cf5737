// What belongs to the standard library.
#ifndef MEMLINT_ANALYSIS_EXTRACT_STANDARDLIBRARY_H
#define MEMLINT_ANALYSIS_EXTRACT_STANDARDLIBRARY_H

#include "clang/AST/DeclCXX.h"

namespace memlint {

/// Whether the function, or the class that it is a member of, stands in namespace std.
inline bool isStandard(const clang::FunctionDecl &Function) {
  if (const auto *Method = llvm::dyn_cast<clang::CXXMethodDecl>(&Function))
    return Method->getParent()->isInStdNamespace();
  return Function.isInStdNamespace();
}

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_STANDARDLIBRARY_H
