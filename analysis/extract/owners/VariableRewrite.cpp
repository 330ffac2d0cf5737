#include "analysis/extract/owners/VariableRewrite.h"

#include "clang/Basic/CharInfo.h"

#include <algorithm>

namespace memlint {

using namespace clang;

VariableRewrite::VariableRewrite(const SourceText &Text, SourceMap &Map, const VarDecl &Var)
    : Text(Text), Map(Map), File(Text.placeOf(Var.getLocation()).first) {
  require(Map.isPlainUserCode(Var.getLocation()));
}

TextRange VariableRewrite::token(SourceLocation Loc) {
  const auto Range = Text.rangeOf(Loc);
  require(Range && Range->File == File && Map.isPlainUserCode(Loc));
  return Fails ? TextRange() : *Range;
}

StringRef VariableRewrite::text(unsigned Begin, unsigned End) const {
  return Text.text({File, Begin, End});
}

void VariableRewrite::replace(unsigned Begin, unsigned End, const Twine &New) {
  require(Begin <= End);
  if (Fails)
    return;
  const auto Pieces = Text.pieces(File, Begin, End);
  require(std::none_of(Pieces.begin(), Pieces.end(),
                       [](const TextPiece &P) { return P.isComment() || P.Directive; }));
  Edits.push_back({Map.bytes(File, Begin, End - Begin), text(Begin, End).str(), New.str()});
}

void VariableRewrite::replaceToken(SourceLocation Loc, StringRef New) {
  const TextRange Token = token(Loc);
  replace(Token.Begin, Token.End, New);
}

void VariableRewrite::removeToken(SourceLocation Loc) {
  const auto [In, Begin, End] = token(Loc);
  const bool Parts = Begin > 0 && isAsciiIdentifierContinue(text(Begin - 1, Begin)[0]) &&
                     isAsciiIdentifierContinue(text(End, End + 1)[0]);
  replace(Begin, End, Parts ? " " : "");
}

std::vector<TextEdit> VariableRewrite::take() && {
  std::sort(Edits.begin(), Edits.end(),
            [](const TextEdit &A, const TextEdit &B) { return A.Where < B.Where; });
  return std::move(Edits);
}

} // namespace memlint
