#include "analysis/extract/SourceText.h"

#include "clang/AST/ASTContext.h"
#include "clang/Lex/Lexer.h"

namespace memlint {

using namespace clang;
using llvm::StringRef;

SourceText::SourceText(const ASTContext &Context)
    : Context(Context), Sources(Context.getSourceManager()) {}

StringRef SourceText::text(FileID File) const { return Sources.getBufferData(File); }

std::vector<TextPiece> SourceText::pieces(FileID File, unsigned Begin, unsigned End) const {
  StringRef Text = text(File);
  Lexer Lex(Sources.getLocForStartOfFile(File), Context.getLangOpts(), Text.begin(),
            Text.begin() + Begin, Text.end());
  Lex.SetCommentRetentionState(true);
  std::vector<TextPiece> Pieces;
  bool InDirective = false;
  for (Token T;;) {
    Lex.LexFromRawLexer(T);
    if (T.is(tok::eof))
      break;
    unsigned At = Sources.getFileOffset(T.getLocation());
    if (At >= End)
      break;
    if (T.isAtStartOfLine())
      InDirective = T.is(tok::hash);
    Pieces.push_back({T.getKind(), At, At + T.getLength(), InDirective});
  }
  return Pieces;
}

std::optional<TextRange> SourceText::rangeOf(SourceRange Tokens) const {
  CharSourceRange Range = Lexer::makeFileCharRange(CharSourceRange::getTokenRange(Tokens), Sources,
                                                   Context.getLangOpts());
  if (Range.isInvalid())
    return std::nullopt;
  auto [File, Begin] = Sources.getDecomposedLoc(Range.getBegin());
  auto [EndFile, End] = Sources.getDecomposedLoc(Range.getEnd());
  if (File != EndFile || End < Begin)
    return std::nullopt;
  return TextRange{File, Begin, End};
}

std::pair<FileID, unsigned> SourceText::placeOf(SourceLocation Loc) const {
  return Sources.getDecomposedLoc(Sources.getExpansionLoc(Loc));
}

unsigned SourceText::lineBegin(FileID File, unsigned At) const {
  return text(File).take_front(At).rfind('\n') + 1; // npos + 1 is the file's beginning
}

unsigned SourceText::lineEnd(FileID File, unsigned At) const {
  return std::min(text(File).find('\n', At), text(File).size());
}

unsigned SourceText::nextLine(FileID File, unsigned At) const {
  return std::min<std::size_t>(lineEnd(File, At) + 1, text(File).size());
}

bool SourceText::onOneLine(FileID File, unsigned A, unsigned B) const {
  return lineBegin(File, A) == lineBegin(File, B);
}

bool SourceText::isBlank(FileID File, unsigned Begin, unsigned End) const {
  return text(File).slice(Begin, End).trim().empty();
}

StringRef SourceText::indentation(FileID File, unsigned At) const {
  return text(File).substr(lineBegin(File, At)).take_while([](char C) {
    return C == ' ' || C == '\t';
  });
}

StringRef SourceText::newline(FileID File, unsigned At) const {
  unsigned End = lineEnd(File, At);
  return End > 0 && text(File)[End - 1] == '\r' ? "\r\n" : "\n";
}

} // namespace memlint
