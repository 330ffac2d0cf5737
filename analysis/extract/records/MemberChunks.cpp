#include "analysis/extract/records/MemberChunks.h"

#include "analysis/extract/records/RecordRewrite.h"

#include "clang/AST/Attr.h"
#include "llvm/ADT/StringSwitch.h"

namespace memlint {
namespace {

using namespace clang;

class BodyReader {
public:
  explicit BodyReader(RecordRewrite &Rewrite) : Rewrite(Rewrite), Text(Rewrite.text()) {}

  std::optional<RecordBody> run() {
    auto Braces = Text.rangeOf(Rewrite.record().getBraceRange());
    if (!Braces || Rewrite.record().getBraceRange().getBegin().isMacroID())
      return block("macro", "a macro writes the definition", Rewrite.record().getLocation());
    Body.File = Braces->File;
    Body.Begin = Braces->Begin + 1;
    Body.End = Braces->End - 1;
    Body.Pieces = Text.pieces(Body.File, Body.Begin, Body.End);
    for (const FieldDecl *Field : Rewrite.record().fields())
      if (!add(*Field))
        return std::nullopt;
    for (MemberChunk &Chunk : Body.Chunks)
      takeComments(Chunk);
    return std::move(Body);
  }

private:
  std::nullopt_t block(StringRef Kind, std::string Reason, SourceLocation Where) {
    Rewrite.block(Kind, std::move(Reason), Where);
    return std::nullopt;
  }
  const TextPiece &piece(std::size_t I) const { return Body.Pieces[I]; }
  StringRef spelling(const TextPiece &P) const { return Text.text({Body.File, P.Begin, P.End}); }

  bool add(const FieldDecl &Field) {
    auto [File, At] = Text.placeOf(Field.getBeginLoc());
    std::string Name = Rewrite.nameOf(Field.getFieldIndex());
    if ((Field.getIdentifier() && Field.getLocation().isMacroID()) || File != Body.File ||
        At < Body.Begin || At >= Body.End) {
      block("macro", "a macro or another file writes " + Name, Field.getLocation());
      return false;
    }
    if (!Body.Chunks.empty() && At < Body.Chunks.back().End) {
      Body.Chunks.back().Fields.push_back(&Field);
      return true;
    }
    MemberChunk Chunk;
    Chunk.Fields.push_back(&Field);
    auto Specifier = llvm::find_if(Body.Pieces, [&](const TextPiece &P) { return P.End > At; });
    std::size_t Start = Specifier - Body.Pieces.begin();
    Chunk.First = firstOf(Start);
    if (!isAttributes(Chunk.First, Start, Field)) {
      block("macro", "what stands before " + Name + " may belong to it or not",
            Field.getBeginLoc());
      return false;
    }
    if (!findEnd(Chunk)) {
      block("preprocessor", "a preprocessor line stands within " + Name, Field.getLocation());
      return false;
    }
    Chunk.Begin = piece(Chunk.First).Begin;
    Chunk.End = piece(Chunk.Last).End;
    Body.Chunks.push_back(std::move(Chunk));
    return true;
  }

  /// The first token of the declaration whose specifiers begin at piece `I`: what stands before
  /// them, back to the end of another member, is attributes.
  std::size_t firstOf(std::size_t I) const {
    std::size_t First = I;
    for (int Depth = 0; I-- > 0;) {
      const TextPiece &P = piece(I);
      if (P.isComment())
        continue;
      if (P.Directive)
        break;
      if (P.is(tok::r_paren) || P.is(tok::r_square))
        ++Depth;
      else if (P.is(tok::l_paren) || P.is(tok::l_square))
        --Depth;
      else if (Depth == 0 &&
               (P.is(tok::semi) || P.is(tok::colon) || P.is(tok::r_brace) || P.is(tok::l_brace)))
        break;
      First = I;
    }
    return First;
  }

  bool isAttributes(std::size_t First, std::size_t Start, const FieldDecl &Field) const {
    int Depth = 0;
    for (std::size_t I = First; I < Start; ++I) {
      const TextPiece &P = piece(I);
      if (P.is(tok::l_paren) || P.is(tok::l_square))
        ++Depth;
      else if (P.is(tok::r_paren) || P.is(tok::r_square))
        --Depth;
      else if (Depth == 0 && !P.isComment() && !beginsAttribute(P, Field))
        return false;
    }
    return true;
  }
  bool beginsAttribute(const TextPiece &P, const FieldDecl &Field) const {
    return llvm::StringSwitch<bool>(spelling(P))
               .Cases({"alignas", "_Alignas", "__attribute__", "__attribute"}, true)
               .Cases({"__declspec", "__extension__", "mutable"}, true)
               .Default(false) ||
           llvm::any_of(Field.attrs(), [&](const Attr *A) {
             return Text.placeOf(A->getLocation()) == std::pair(Body.File, P.Begin);
           });
  }

  bool findEnd(MemberChunk &Chunk) const {
    int Depth = 0;
    for (std::size_t I = Chunk.First; I < Body.Pieces.size(); ++I) {
      const TextPiece &P = piece(I);
      if (P.Directive)
        return false;
      if (P.is(tok::l_paren) || P.is(tok::l_square) || P.is(tok::l_brace))
        ++Depth;
      else if (P.is(tok::r_paren) || P.is(tok::r_square) || P.is(tok::r_brace))
        --Depth;
      else if (P.is(tok::semi) && Depth == 0) {
        Chunk.Last = I;
        return true;
      }
    }
    return false;
  }

  bool sameLine(unsigned A, unsigned B) const { return Text.onOneLine(Body.File, A, B); }
  bool beginsLine(const TextPiece &P) const {
    return Text.isBlank(Body.File, Text.lineBegin(Body.File, P.Begin), P.Begin);
  }
  bool endsLine(const TextPiece &P) const {
    return Text.isBlank(Body.File, P.End, Text.lineEnd(Body.File, P.End));
  }
  bool isOnNextLine(const TextPiece &Above, const TextPiece &Below) const {
    return !sameLine(Above.End, Below.Begin) &&
           sameLine(Text.nextLine(Body.File, Above.End), Below.Begin);
  }
  unsigned column(const TextPiece &P) const { return P.Begin - Text.lineBegin(Body.File, P.Begin); }

  /// One past the last of the comments behind piece `I` that speak of it: at the end of its line,
  /// and what goes on below.
  std::size_t behindTrailing(std::size_t I) const {
    std::size_t Next = I + 1;
    if (Next < Body.Pieces.size() && piece(Next).isComment() && endsLine(piece(Next)) &&
        sameLine(piece(I).End, piece(Next).Begin)) {
      std::size_t Trailing = Next++;
      while (Next < Body.Pieces.size() && continues(Next, Trailing))
        ++Next;
    } else {
      while (Next < Body.Pieces.size() && piece(Next).isComment() && speaksOfBefore(piece(Next)) &&
             endsLine(piece(Next)) && isOnNextLine(piece(Next - 1), piece(Next)))
        ++Next;
    }
    return Next;
  }
  bool continues(std::size_t I, std::size_t Trailing) const {
    const TextPiece &P = piece(I);
    return P.isComment() && beginsLine(P) && endsLine(P) && isOnNextLine(piece(I - 1), P) &&
           (speaksOfBefore(P) || column(P) == column(piece(Trailing)));
  }
  bool speaksOfBefore(const TextPiece &Comment) const {
    StringRef S = spelling(Comment);
    return S.starts_with("///<") || S.starts_with("//!<") || S.starts_with("/**<") ||
           S.starts_with("/*!<");
  }

  /// The first of the comments that speak of the declaration: on its line, or right above it.
  std::size_t firstLeading(const MemberChunk &Chunk) const {
    std::size_t Lowest = Chunk.First;
    while (Lowest > 0 && piece(Lowest - 1).isComment())
      --Lowest;
    if (Lowest > 0)
      Lowest = std::min(behindTrailing(Lowest - 1), Chunk.First);
    else if (Lowest < Chunk.First && !beginsLine(piece(Lowest)) && endsLine(piece(Lowest)))
      ++Lowest; // `{ // of the record`
    std::size_t First = Chunk.First;
    for (; First > Lowest; --First) {
      const TextPiece &Comment = piece(First - 1), &Below = piece(First);
      if (!sameLine(Comment.End, Below.Begin) &&
          !(beginsLine(Comment) && isOnNextLine(Comment, Below)))
        break;
    }
    return First;
  }

  void takeComments(MemberChunk &Chunk) {
    std::size_t First = firstLeading(Chunk), Behind = behindTrailing(Chunk.Last);
    const TextPiece &Top = piece(First), &Bottom = piece(Behind - 1);
    Chunk.OwnsLines = beginsLine(Top) && endsLine(Bottom);
    if (Chunk.OwnsLines) {
      Chunk.OuterBegin = Text.lineBegin(Body.File, Top.Begin);
      Chunk.OuterEnd = Text.nextLine(Body.File, Bottom.End);
      return;
    }
    Chunk.OuterBegin = Chunk.Begin;
    Chunk.OuterEnd = Chunk.End;
    Chunk.NearComment = Behind > Chunk.Last + 1 || First < Chunk.First ||
                        isBeside(Chunk.First, -1) || isBeside(Chunk.Last, 1);
  }
  bool isBeside(std::size_t I, int Step) const {
    std::size_t Other = I + Step;
    return Other < Body.Pieces.size() && piece(Other).isComment() &&
           sameLine(piece(I).Begin, Step < 0 ? piece(Other).End : piece(Other).Begin);
  }

  RecordRewrite &Rewrite;
  const SourceText &Text;
  RecordBody Body;
};

} // namespace

std::optional<RecordBody> readBody(RecordRewrite &Rewrite) { return BodyReader(Rewrite).run(); }

} // namespace memlint
