// The text of a record's body cut into what moves as one: a declaration of fields with its
// attributes and the comments that belong to it.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_MEMBERCHUNKS_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_MEMBERCHUNKS_H

#include "analysis/extract/SourceText.h"

#include "clang/AST/Decl.h"

#include <optional>
#include <vector>

namespace memlint {

class RecordRewrite;

/// One declaration, of one field or of several (`int a, b;`).
struct MemberChunk {
  std::vector<const clang::FieldDecl *> Fields;
  std::size_t First = 0, Last = 0;       // pieces: the first token, the semicolon
  unsigned Begin = 0, End = 0;           // the tokens
  unsigned OuterBegin = 0, OuterEnd = 0; // with its comments; whole lines where it owns them
  bool OwnsLines = false;                // nothing else stands on its lines
  bool NearComment = false;              // where it does not: a comment stands beside it
};

struct RecordBody {
  clang::FileID File;
  unsigned Begin = 0, End = 0;     // between the braces
  std::vector<TextPiece> Pieces;   // of the body
  std::vector<MemberChunk> Chunks; // in the order of the text
};

/// Blocks the rewrite and returns nothing where a macro or the preprocessor has a hand in a field.
std::optional<RecordBody> readBody(RecordRewrite &Rewrite);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_MEMBERCHUNKS_H
