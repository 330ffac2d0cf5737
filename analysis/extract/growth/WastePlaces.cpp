#include "analysis/extract/growth/WastePlaces.h"

#include "analysis/extract/records/RecordLayouts.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Lex/Lexer.h"

namespace memlint {

using namespace clang;

std::string FunctionReading::text(const Stmt &S) const {
  auto Range = Text.rangeOf(S.getSourceRange());
  if (!Range)
    return {};
  StringRef Written = Text.text(*Range);
  return Written.contains("//") || Written.contains("/*") || Written.contains('\n') ? std::string()
                                                                                    : Written.str();
}

std::string FunctionReading::receiver(const ContainerMention &Use) const {
  const auto *Callee =
      Use.Call ? dyn_cast<MemberExpr>(Use.Call->getCallee()->IgnoreParens()) : nullptr;
  const Expr *Base = Callee ? Callee->getBase()->IgnoreImpCasts() : Use.Object;
  std::string Written = text(*Base);
  if (Written.empty())
    return {};
  bool Deref = isa<UnaryOperator>(Base);
  return (Deref ? "(" + Written + ")" : Written) + (Callee && Callee->isArrow() ? "->" : ".");
}

WasteFact FunctionReading::fact(WasteKind Kind, const ContainerMention &Use,
                                SourceLocation Where) const {
  WasteFact Fact;
  Fact.Kind = Kind;
  Fact.Function = readableName(Function);
  Fact.Subject = text(*Use.Object);
  QualType Type = Use.Object->getType().getNonReferenceType();
  if (Type->isPointerType())
    Type = Type->getPointeeType();
  Fact.Type = readableType(Type.getUnqualifiedType(), Context);
  Fact.Where = Map.token(Where);
  return Fact;
}

bool FunctionReading::isOwnObject(const VarDecl &Var) const {
  return Var.isLocalVarDecl() && Var.hasLocalStorage() && !Var.getType()->isReferenceType() &&
         !Var.getType()->isPointerType() && Containers.Declared.contains(&Var);
}

std::optional<TextRange> FunctionReading::wholeStatement(const Stmt &Statement) const {
  auto Range = Text.rangeOf(Statement.getSourceRange());
  if (!Range)
    return std::nullopt;
  StringRef Written = Text.text(*Range);
  if (!Written.ends_with(";") && !Written.ends_with("}")) {
    StringRef After = Text.text(Range->File).substr(Range->End);
    std::size_t Blanks = After.size() - After.ltrim().size();
    if (!After.ltrim().starts_with(";"))
      return std::nullopt;
    Range->End += Blanks + 1;
  }
  for (const TextPiece &Piece : Text.pieces(Range->File, Range->Begin, Range->End))
    if (Piece.isComment() || Piece.Directive)
      return std::nullopt;
  return Range;
}

TextEdit FunctionReading::edit(const TextRange &Range, std::string New) const {
  return {Map.bytes(Range.File, Range.Begin, Range.End - Range.Begin), Text.text(Range).str(),
          std::move(New)};
}

std::optional<TextEdit> FunctionReading::removal(const Stmt &Statement) const {
  auto Range = wholeStatement(Statement);
  if (!Range)
    return std::nullopt;
  unsigned Begin = Text.lineBegin(Range->File, Range->Begin),
           End = Text.lineEnd(Range->File, Range->End);
  if (Text.isBlank(Range->File, Begin, Range->Begin) && Text.isBlank(Range->File, Range->End, End))
    return edit({Range->File, Begin, Text.nextLine(Range->File, Range->End)}, "");
  return edit(*Range, "");
}

std::optional<TextEdit> FunctionReading::replacement(const Stmt &Statement,
                                                     const std::string &New) const {
  auto Range = wholeStatement(Statement);
  return Range ? std::optional(edit(*Range, New)) : std::nullopt;
}

std::optional<TextEdit> FunctionReading::lineBefore(const Stmt &Statement,
                                                    const std::string &New) const {
  auto Range = Text.rangeOf(Statement.getSourceRange());
  if (!Range)
    return std::nullopt;
  unsigned Begin = Text.lineBegin(Range->File, Range->Begin);
  if (!Text.isBlank(Range->File, Begin, Range->Begin))
    return std::nullopt;
  std::string Line = New + Text.newline(Range->File, Range->Begin).str() +
                     Text.indentation(Range->File, Range->Begin).str();
  return edit({Range->File, Range->Begin, Range->Begin}, Line);
}

} // namespace memlint
