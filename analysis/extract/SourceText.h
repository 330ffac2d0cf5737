// The text of the unit's files as a rewrite reads it: tokens with their comments and preprocessor
// lines, as they are written and not as they are expanded.
#ifndef MEMLINT_ANALYSIS_EXTRACT_SOURCETEXT_H
#define MEMLINT_ANALYSIS_EXTRACT_SOURCETEXT_H

#include "clang/Basic/SourceManager.h"
#include "clang/Basic/TokenKinds.h"

#include <optional>
#include <string>
#include <vector>

namespace clang {
class ASTContext;
} // namespace clang

namespace memlint {

/// A half-open stretch of one file, in bytes.
struct TextRange {
  clang::FileID File;
  unsigned Begin = 0, End = 0;
};

/// A token or a comment as it is written; keywords are raw identifiers.
struct TextPiece {
  clang::tok::TokenKind Kind;
  unsigned Begin = 0, End = 0; // bytes of the file
  bool Directive = false;      // part of a preprocessor line

  bool is(clang::tok::TokenKind K) const { return Kind == K && !Directive; }
  bool isComment() const { return Kind == clang::tok::comment; }
};

class SourceText {
public:
  explicit SourceText(const clang::ASTContext &Context);

  llvm::StringRef text(clang::FileID File) const;
  llvm::StringRef text(const TextRange &Range) const {
    return text(Range.File).slice(Range.Begin, Range.End);
  }
  /// What begins in [Begin, End) of the file.
  std::vector<TextPiece> pieces(clang::FileID File, unsigned Begin, unsigned End) const;
  /// The text of the tokens `Tokens`; nothing where a macro writes a part of them.
  std::optional<TextRange> rangeOf(clang::SourceRange Tokens) const;
  /// Where a location stands in its file; a macro's where it is expanded.
  std::pair<clang::FileID, unsigned> placeOf(clang::SourceLocation Loc) const;

  unsigned lineBegin(clang::FileID File, unsigned At) const;
  /// The place of the line's end, before its newline.
  unsigned lineEnd(clang::FileID File, unsigned At) const;
  /// Behind the newline.
  unsigned nextLine(clang::FileID File, unsigned At) const;
  bool onOneLine(clang::FileID File, unsigned A, unsigned B) const;
  /// Nothing but blanks in [Begin, End).
  bool isBlank(clang::FileID File, unsigned Begin, unsigned End) const;
  /// The blanks that the line of `At` begins with.
  llvm::StringRef indentation(clang::FileID File, unsigned At) const;
  /// How the line of `At` ends.
  llvm::StringRef newline(clang::FileID File, unsigned At) const;

private:
  const clang::ASTContext &Context;
  const clang::SourceManager &Sources;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_SOURCETEXT_H
