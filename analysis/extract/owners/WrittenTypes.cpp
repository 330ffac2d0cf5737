#include "analysis/extract/owners/WrittenTypes.h"

namespace memlint {
namespace {

/// How a token changes the depth of brackets other than `<`.
int nesting(clang::tok::TokenKind Kind) {
  switch (Kind) {
  case clang::tok::l_paren:
  case clang::tok::l_square:
  case clang::tok::l_brace:
    return 1;
  case clang::tok::r_paren:
  case clang::tok::r_square:
  case clang::tok::r_brace:
    return -1;
  default:
    return 0;
  }
}

} // namespace

std::optional<TextRange> onlyTemplateArgument(const SourceText &Text, clang::FileID File,
                                              unsigned Open) {
  const auto Size = static_cast<unsigned>(Text.text(File).size());
  int Angles = 0, Others = 0;
  for (const TextPiece &P : Text.pieces(File, Open, std::min(Open + 1000, Size))) {
    if (P.Directive || P.isComment() || P.is(clang::tok::semi))
      return std::nullopt;
    Others += nesting(P.Kind);
    if (Others != 0)
      continue;
    if (P.is(clang::tok::less))
      ++Angles;
    if (P.is(clang::tok::comma) && Angles == 1)
      return std::nullopt;
    for (unsigned At = P.Begin; P.is(clang::tok::greater) || P.is(clang::tok::greatergreater); ++At)
      if (--Angles == 0)
        return At == Open + 1 ? std::nullopt : std::optional(TextRange{File, Open + 1, At});
      else if (At + 1 == P.End)
        break;
  }
  return std::nullopt;
}

} // namespace memlint
