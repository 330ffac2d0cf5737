#include "analysis/extract/records/DeclarationSplit.h"

#include "clang/AST/TypeLoc.h"
#include "llvm/ADT/StringSwitch.h"

namespace memlint {
namespace {

using namespace clang;

/// The type that the specifiers name: without what the declarator adds to it.
TypeLoc specifiedType(const FieldDecl &Field) {
  TypeLoc Type = Field.getTypeSourceInfo()->getTypeLoc();
  for (;;) {
    Type = Type.getUnqualifiedLoc();
    if (auto Pointer = Type.getAs<PointerTypeLoc>())
      Type = Pointer.getPointeeLoc();
    else if (auto Reference = Type.getAs<ReferenceTypeLoc>())
      Type = Reference.getPointeeLoc();
    else if (auto Member = Type.getAs<MemberPointerTypeLoc>())
      Type = Member.getPointeeLoc();
    else if (auto Array = Type.getAs<ArrayTypeLoc>())
      Type = Array.getElementLoc();
    else if (auto Function = Type.getAs<FunctionTypeLoc>())
      Type = Function.getReturnLoc();
    else if (auto Paren = Type.getAs<ParenTypeLoc>())
      Type = Paren.getInnerLoc();
    else
      return Type;
  }
}

bool isQualifier(StringRef Word) {
  return llvm::StringSwitch<bool>(Word)
      .Cases({"const", "volatile", "restrict", "__restrict", "__restrict__"}, true)
      .Default(false);
}

class Splitter {
public:
  Splitter(const RecordBody &Body, const MemberChunk &Chunk, const SourceText &Text)
      : Body(Body), Chunk(Chunk), Text(Text) {}

  std::optional<SplitDeclaration> run() {
    if (!Chunk.Fields.front()->getTypeSourceInfo() ||
        Text.placeOf(Chunk.Fields.front()->getBeginLoc()).second != Chunk.Begin)
      return std::nullopt; // attributes
    auto Type = Text.rangeOf(SourceRange(specifiedType(*Chunk.Fields.front()).getEndLoc()));
    if (!Type || Type->File != Body.File || Type->End > Chunk.End)
      return std::nullopt;
    std::size_t I = Chunk.First;
    for (; I < Chunk.Last && mayRepeat(I) && (piece(I).Begin < Type->End || isQualifier(word(I)));)
      ++I;
    if (piece(I).Begin < Type->End || I == Chunk.First)
      return std::nullopt;
    SplitDeclaration Split;
    Split.Specifiers = Text.text({Body.File, Chunk.Begin, piece(I - 1).End}).str();
    if (!readDeclarators(I, Split))
      return std::nullopt;
    return Split;
  }

private:
  const TextPiece &piece(std::size_t I) const { return Body.Pieces[I]; }
  StringRef word(std::size_t I) const {
    return Text.text({Body.File, piece(I).Begin, piece(I).End});
  }
  bool mayRepeat(std::size_t I) const {
    const TextPiece &P = piece(I);
    return !P.isComment() && !P.is(tok::l_brace) && !P.is(tok::l_square) &&
           !StringRef(word(I)).starts_with("__attribute") && word(I) != "alignas" &&
           word(I) != "_Alignas" && word(I) != "__declspec";
  }

  bool readDeclarators(std::size_t I, SplitDeclaration &Split) const {
    std::size_t Start = I;
    int Depth = 0;
    for (; I <= Chunk.Last; ++I) {
      const TextPiece &P = piece(I);
      if (P.isComment())
        return false;
      if (P.is(tok::l_paren) || P.is(tok::l_square) || P.is(tok::l_brace))
        ++Depth;
      else if (P.is(tok::r_paren) || P.is(tok::r_square) || P.is(tok::r_brace))
        --Depth;
      else if (Depth == 0 && (P.is(tok::comma) || P.is(tok::semi))) {
        if (I == Start || !isDeclarator(Start, I, Split.Declarators.size()))
          return false;
        Split.Declarators.push_back({Body.File, piece(Start).Begin, piece(I - 1).End});
        Start = I + 1;
      }
    }
    return Split.Declarators.size() == Chunk.Fields.size();
  }
  /// Whether pieces [Start, End) declare the field of that number: punctuation and qualifiers, then
  /// its name.
  bool isDeclarator(std::size_t Start, std::size_t End, std::size_t Number) const {
    if (Number >= Chunk.Fields.size())
      return false;
    unsigned Name = Text.placeOf(Chunk.Fields[Number]->getLocation()).second;
    for (std::size_t I = Start; I < End; ++I) {
      if (piece(I).Begin == Name)
        return true;
      if (piece(I).is(tok::raw_identifier) && !isQualifier(word(I)))
        return false;
    }
    return false;
  }

  const RecordBody &Body;
  const MemberChunk &Chunk;
  const SourceText &Text;
};

} // namespace

std::optional<SplitDeclaration> splitDeclaration(const RecordBody &Body, const MemberChunk &Chunk,
                                                 const SourceText &Text) {
  return Splitter(Body, Chunk, Text).run();
}

} // namespace memlint
