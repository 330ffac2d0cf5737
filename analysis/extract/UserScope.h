// Narrows every walk over a unit to the user's own code: Clang's traversal scope holds what stands
// outside the system headers, found once. Walks need no look at locations of their own.
#ifndef MEMLINT_ANALYSIS_EXTRACT_USERSCOPE_H
#define MEMLINT_ANALYSIS_EXTRACT_USERSCOPE_H

#include <vector>

namespace clang {
class ASTContext;
class Decl;
} // namespace clang

namespace memlint {

class SourceMap;

/// While it lives, `TraverseAST` walks over declarations outside the system headers only, and over
/// those of namespaces and `extern "C"` one by one. Then the scope is what it was: under clang-tidy
/// others walk after us.
class UserScope {
public:
  explicit UserScope(clang::ASTContext &Context);
  /// Over what is no library's, what stands in headers that ask to be left alone, too.
  UserScope(clang::ASTContext &Context, const SourceMap &Map);
  ~UserScope();
  UserScope(const UserScope &) = delete;
  UserScope &operator=(const UserScope &) = delete;

private:
  template <class LeaveOut> void narrow(LeaveOut &&Leave);

  clang::ASTContext &Context;
  std::vector<clang::Decl *> Before;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_USERSCOPE_H
