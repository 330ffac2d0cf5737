// What one loop, or any other statement, does besides counting: where it may leave early, and which
// variables and members it may change. One walk over it; the answers are on the safe side.
#ifndef MEMLINT_ANALYSIS_EXTRACT_TRIPS_LOOPEFFECTS_H
#define MEMLINT_ANALYSIS_EXTRACT_TRIPS_LOOPEFFECTS_H

#include "clang/AST/Stmt.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace clang {
class FieldDecl;
class ValueDecl;
class VarDecl;
} // namespace clang

namespace memlint {

struct LoopEffects {
  const clang::Stmt *FirstContinue = nullptr;
  bool LeavesEarly = false; // break, return, goto, or a coroutine's suspension
  bool Throws = false;      // by a throw expression of its own
  bool HasErrors = false;   // a part that Clang could not read
  /// Runs code that is not visible here, or writes through a pointer: an object whose address was
  /// handed out may change.
  bool MayWriteElsewhere = false;
  /// A non-const member function of the object itself runs, and may change any of its members.
  bool ChangesThis = false;
  /// Variables and data members that are assigned, handed out by non-const reference or address, or
  /// used by a lambda. Element access (`v[i]`, `v.at(i)`, iterators) changes elements, not the
  /// container, and does not count.
  llvm::DenseSet<const clang::ValueDecl *> Changed;
};

/// What `Loop`, a for, range-for, while or do statement, does each time round. `Counter`, if any,
/// may be changed by the loop's head without that counting as a change.
LoopEffects effectsOf(const clang::Stmt &Loop, const clang::VarDecl *Counter);

/// The same, with `Step`, an expression of the loop, taken out of it.
LoopEffects effectsBeside(const clang::Stmt &Loop, const clang::Stmt &Step);

/// What running `S` does, a loop's head and all.
LoopEffects effectsOfAll(const clang::Stmt &S);

/// What a for, range-for, while or do statement repeats; null for any other statement.
const clang::Stmt *loopBody(const clang::Stmt &Loop);

/// The variable or data member that an expression names directly (`x`, `this->x`, `a.x`); null for
/// any other expression.
const clang::ValueDecl *namedObject(const clang::Expr *E);

/// The variables and data members whose address, or a reference that may change them, is handed out
/// anywhere in `Body`, the parts of an object with the object, so that they can change without
/// being named.
llvm::DenseSet<const clang::ValueDecl *> handedOutIn(const clang::Stmt &Body);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_TRIPS_LOOPEFFECTS_H
