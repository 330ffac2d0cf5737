// Each place where code names a smart pointer, a variable or a member, and what is done with it
// there: judged by the expressions around the name.
#ifndef MEMLINT_ANALYSIS_EXTRACT_OWNERS_OWNERMENTIONS_H
#define MEMLINT_ANALYSIS_EXTRACT_OWNERS_OWNERMENTIONS_H

#include "analysis/extract/owners/OwnerTypes.h"

#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include <string>

namespace memlint {

enum class OwnerUseKind : std::uint8_t {
  Reads,  // its object, or the object's address
  Tests,  // whether it has an object
  Clears, // has none from here on
  Makes,  // has a new object from here on
  Other   // shared, moved, handed on, asked for more than its object
};

struct OwnerUse {
  OwnerUseKind Kind = OwnerUseKind::Other;
  const clang::Expr *Name = nullptr; // the expression that names it
  OwnerStart Start;                  // of Makes
  const clang::Stmt *By = nullptr;   // of Makes: the whole assignment or call
  std::string Against;               // of Other: what is done, as a reason: `swap() is called`
};

/// The expressions around the name, the outermost first.
using OwnerVisitor = llvm::function_ref<void(const clang::ValueDecl &, const OwnerUse &,
                                             llvm::ArrayRef<const clang::Stmt *> Around)>;

/// Every name of a variable or member that is an owner, in a statement or expression, the bodies of
/// lambdas and local classes included.
void forEachOwnerUse(const clang::Stmt *S, OwnerVisitor Visit);
/// The same of a function's body and its constructor's initializers.
void forEachOwnerUse(const clang::FunctionDecl &Function, OwnerVisitor Visit);

/// Whether the lambda captures by reference what `Named` names in its list of captures.
bool isCapturedByReference(const clang::LambdaExpr &Lambda, const clang::Stmt *Named);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_OWNERS_OWNERMENTIONS_H
