// What the extractors of smart pointers know of their types: whose object they hold, and which
// expressions make one for them.
#ifndef MEMLINT_ANALYSIS_EXTRACT_OWNERS_OWNERTYPES_H
#define MEMLINT_ANALYSIS_EXTRACT_OWNERS_OWNERTYPES_H

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/TypeLoc.h"
#include "llvm/ADT/SmallVector.h"

#include <cstdint>
#include <optional>

namespace memlint {

/// A std::unique_ptr or std::shared_ptr of one object, which it deletes.
struct OwnerType {
  bool Shared = false;
  clang::QualType Object; // as the pointer names it; no array and not void
};

/// Through typedefs and qualifiers; not what derives from one, nor one with a deleter of its own.
std::optional<OwnerType> asOwner(clang::QualType Type);

/// What an owner takes from an expression, where that is told by the expression alone.
struct OwnerStart {
  const clang::Expr *Made = nullptr; // the call or `new` that makes it an object; null: no object
  clang::QualType Object;            // of the object
  bool ByNew = false;
  llvm::SmallVector<clang::TypeLoc, 1> Spelled; // owners that the expression names: `P<T>(new T)`
};

/// Nothing where the expression is anything but a new object of its own, null or empty.
std::optional<OwnerStart> startOfOwner(const clang::Expr *E);

/// Whether an object of the class could stand where its memory is decided by the program: it has no
/// operator new of its own and needs no more alignment than any `new` gives.
bool livesAnywhere(clang::QualType Type, const clang::ASTContext &Context);

/// Whether the class shares itself: it derives from std::enable_shared_from_this.
bool sharesItself(clang::QualType Type);

/// Apart from const.
bool isSameObject(clang::QualType Object, clang::QualType Made);

/// What the owner of `Object` deletes, an object of type `Made`, ends as it was made.
bool endsAsMade(clang::QualType Object, clang::QualType Made);

/// Bytes; 0 where the type is not complete.
std::uint64_t sizeOf(clang::QualType Type, const clang::ASTContext &Context);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_OWNERS_OWNERTYPES_H
