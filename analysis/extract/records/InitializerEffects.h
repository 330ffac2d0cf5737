// Whether anyone could see that two initializers run in another order.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_INITIALIZEREFFECTS_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_INITIALIZEREFFECTS_H

namespace clang {
class ASTContext;
class Expr;
} // namespace clang

namespace memlint {

struct InitializerEffects {
  bool Acts = false;  // may change what another expression reads, or be seen from outside
  bool Reads = false; // its value may depend on what another expression changes

  /// Whether the order of the two matters.
  bool meet(const InitializerEffects &Other) const {
    return (Acts && (Other.Acts || Other.Reads)) || (Reads && Other.Acts);
  }
};

/// In doubt it acts and reads. Making an object of a library's class that holds no class of the
/// user's (a string, a vector of numbers) does not act.
InitializerEffects effectsOf(const clang::ASTContext &Context, const clang::Expr &Init);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_INITIALIZEREFFECTS_H
