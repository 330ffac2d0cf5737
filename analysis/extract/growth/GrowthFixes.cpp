#include "analysis/extract/growth/GrowthFixes.h"

#include "analysis/extract/SourceText.h"
#include "analysis/extract/trips/LoopEffects.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Lex/Lexer.h"

namespace memlint {
namespace {

using namespace clang;

/// Whether the last line before the one of `At` that holds anything is the preprocessor's: a pragma
/// that speaks of the loop must stay before it.
bool followsDirective(const SourceText &Text, FileID File, unsigned At) {
  StringRef Before = Text.text(File).take_front(Text.lineBegin(File, At)).rtrim();
  return Before.substr(Before.rfind('\n') + 1).ltrim().starts_with("#");
}

ProposedFix reserveBefore(const SourceText &Text, SourceMap &Map, FileID File, unsigned At,
                          const GrowthToFix &Growth) {
  std::string Line = Growth.Name + ".reserve(" + Growth.Reserve + ");";
  bool FirstOfLine = Text.isBlank(File, Text.lineBegin(File, At), At);
  std::string Behind =
      FirstOfLine ? (Text.newline(File, At) + Text.indentation(File, At)).str() : " ";
  return {"reserve once before it", {{Map.bytes(File, At, 0), "", Line + Behind}}};
}

/// The only statement in a loop's body; null where there are more.
const Expr *onlyExpression(const Stmt *Body) {
  if (const auto *Block = dyn_cast_or_null<CompoundStmt>(Body))
    Body = Block->size() == 1 ? Block->body_front() : nullptr;
  const auto *E = dyn_cast_or_null<Expr>(Body);
  return E ? E->IgnoreImplicit() : nullptr;
}

/// The one argument of push_back or the like, as it is written; null for any other call.
const Expr *pushedItem(const Expr *Call) {
  const auto *Member = dyn_cast_or_null<CXXMemberCallExpr>(Call);
  const CXXMethodDecl *Method = Member ? Member->getMethodDecl() : nullptr;
  bool Pushes = Method && Method->getIdentifier() &&
                (Method->getName() == "push_back" || Method->getName() == "emplace_back");
  return Pushes && Member->getNumArgs() == 1 ? Member->getArg(0)->IgnoreUnlessSpelledInSource()
                                             : nullptr;
}

bool isStandardSequence(const TrackedContainer &C) {
  return C.Type.Class->isInStdNamespace() && C.Type.Kind != ContainerKind::Hash;
}

/// `c.insert(c.end(), src.begin(), src.end());` for a loop that adds each element as it is.
std::string rangeInsert(const ASTContext &Context, const GrowthToFix &Growth) {
  const auto *Range = dyn_cast<CXXForRangeStmt>(Growth.Before);
  const Expr *Item = pushedItem(Growth.OnlyCall);
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(Item);
  if (!Range || !Ref || Ref->getDecl() != Range->getLoopVariable())
    return "";
  QualType Type = Range->getLoopVariable()->getType().getNonReferenceType().getUnqualifiedType();
  const auto *Deref = dyn_cast<UnaryOperator>(
      Range->getLoopVariable()->getInit()->IgnoreUnlessSpelledInSource()->IgnoreParenImpCasts());
  StringRef Size = Growth.OneLoop->Trips;
  if (!Context.hasSameType(Type, Growth.C.Type.Element) || !Size.consume_back("size()") ||
      (!Size.ends_with(".") && !Size.ends_with("->")))
    return "";
  if (Deref && !Context.hasSameType(Deref->getType().getUnqualifiedType(), Type))
    return "";
  std::string Prefix = Size.str();
  return Growth.Name + ".insert(" + Growth.Name + ".end(), " + Prefix + "begin(), " + Prefix +
         "end());";
}

/// `c.assign(n, x);` for a loop that adds the same literal each time.
std::string assignment(const ASTContext &Context, const GrowthToFix &Growth) {
  const Expr *Item = pushedItem(Growth.OnlyCall);
  bool Declares = isa<CXXForRangeStmt>(Growth.Before) || loopCounter(*Growth.Before);
  if (!Item || !Growth.StartsEmpty || !Declares ||
      !isa<IntegerLiteral, FloatingLiteral, CharacterLiteral, CXXBoolLiteralExpr>(Item) ||
      !Context.hasSameType(Item->getType(), Growth.C.Type.Element))
    return "";
  auto Range = Lexer::makeFileCharRange(CharSourceRange::getTokenRange(Item->getSourceRange()),
                                        Context.getSourceManager(), Context.getLangOpts());
  StringRef Text = Lexer::getSourceText(Range, Context.getSourceManager(), Context.getLangOpts());
  if (Text.empty())
    return "";
  bool Casts = Growth.OneLoop->Number || !Growth.OneLoop->IsSize; // two ints would be iterators
  std::string Count = Casts ? "static_cast<std::size_t>(" + Growth.Reserve + ")" : Growth.Reserve;
  return Growth.Name + ".assign(" + Count + ", " + Text.str() + ");";
}

/// The loop and the semicolon behind it; nothing where a comment would be lost.
std::optional<TextRange> wholeLoop(const ASTContext &Context, const SourceText &Text,
                                   const Stmt &Loop) {
  auto Range = Text.rangeOf(Loop.getSourceRange());
  if (!Range)
    return std::nullopt;
  if (!isa<CompoundStmt>(loopBody(Loop))) {
    SourceLocation End = Lexer::findLocationAfterToken(
        Loop.getEndLoc(), tok::semi, Context.getSourceManager(), Context.getLangOpts(), false);
    if (End.isInvalid())
      return std::nullopt;
    Range->End = Text.placeOf(End).second;
  }
  StringRef Old = Text.text(*Range);
  return Old.contains("//") || Old.contains("/*") || Old.contains('#') ? std::nullopt : Range;
}

} // namespace

std::vector<ProposedFix> growthFixes(const ASTContext &Context, SourceMap &Map,
                                     const GrowthToFix &Growth) {
  SourceText Text(Context);
  auto [File, At] = Text.placeOf(Growth.Before->getBeginLoc());
  if (followsDirective(Text, File, At))
    return {};
  std::vector<ProposedFix> Fixes;
  const Stmt *Body = Growth.OneLoop ? loopBody(*Growth.Before) : nullptr;
  if (Body && onlyExpression(Body) == Growth.OnlyCall && isStandardSequence(Growth.C)) {
    std::string Call = rangeInsert(Context, Growth);
    bool Copies = !Call.empty();
    if (!Copies)
      Call = assignment(Context, Growth);
    auto Range = wholeLoop(Context, Text, *Growth.Before);
    if (!Call.empty() && Range)
      Fixes.push_back({Copies ? "insert the whole range at once" : "assign all elements at once",
                       {{Map.bytes(File, Range->Begin, Range->End - Range->Begin),
                         Text.text(*Range).str(), Call}}});
  }
  Fixes.push_back(reserveBefore(Text, Map, File, At, Growth));
  return Fixes;
}

} // namespace memlint
