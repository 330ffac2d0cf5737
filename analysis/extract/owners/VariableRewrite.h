// The edits that write a local variable in another way, at its declaration and wherever it is
// named.
#ifndef MEMLINT_ANALYSIS_EXTRACT_OWNERS_VARIABLEREWRITE_H
#define MEMLINT_ANALYSIS_EXTRACT_OWNERS_VARIABLEREWRITE_H

#include "analysis/extract/SourceMap.h"
#include "analysis/extract/SourceText.h"
#include "analysis/model/TextEdit.h"

#include "clang/AST/Decl.h"

#include <vector>

namespace memlint {

/// All edits stand in the file where the variable is declared. Once one of them cannot be made,
/// none is. Places are bytes of the file, and 0 after a failure.
class VariableRewrite {
public:
  VariableRewrite(const SourceText &Text, SourceMap &Map, const clang::VarDecl &Var);

  explicit operator bool() const { return !Fails; }
  void require(bool Holds) { Fails |= !Holds; }

  /// Where the token at `Loc` begins.
  unsigned at(clang::SourceLocation Loc) { return token(Loc).Begin; }
  /// Where it ends.
  unsigned behind(clang::SourceLocation Loc) { return token(Loc).End; }
  clang::FileID file() const { return File; }
  llvm::StringRef text(unsigned Begin, unsigned End) const;

  /// Fails where a comment or a line of the preprocessor stands between.
  void replace(unsigned Begin, unsigned End, const llvm::Twine &New);
  void insert(unsigned At, const llvm::Twine &New) { replace(At, At, New); }
  void replaceToken(clang::SourceLocation Loc, llvm::StringRef New);
  /// Leaves a blank where the token alone parts its neighbours.
  void removeToken(clang::SourceLocation Loc);

  /// Sorted by place.
  std::vector<TextEdit> take() &&;

  const SourceText &Text;

private:
  TextRange token(clang::SourceLocation Loc);

  SourceMap &Map;
  clang::FileID File;
  std::vector<TextEdit> Edits;
  bool Fails = false;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_OWNERS_VARIABLEREWRITE_H
