// Whether the compiler found errors in a body. What it says is then not what it does.
#ifndef MEMLINT_ANALYSIS_EXTRACT_LOWER_BODYERRORS_H
#define MEMLINT_ANALYSIS_EXTRACT_LOWER_BODYERRORS_H

#include "clang/AST/Decl.h"

namespace memlint {

/// Whether a statement, or an initializer of a constructor, holds a part that Clang could not make
/// sense of. A statement that it dropped altogether leaves no trace.
bool bodyHasErrors(const clang::FunctionDecl &Function);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_LOWER_BODYERRORS_H
