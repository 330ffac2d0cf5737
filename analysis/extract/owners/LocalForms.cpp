#include "analysis/extract/owners/LocalForms.h"

#include "analysis/extract/owners/ArrayForm.h"
#include "analysis/extract/owners/ObjectForm.h"

#include "clang/AST/Stmt.h"

#include <set>

namespace memlint {
namespace {

using namespace clang;

/// Whether each place of the function that writes the variable's name is one of the mentions: none
/// stands in a macro, in `decltype`, or means something else.
bool allNamesKnown(const VarDecl &Var, llvm::ArrayRef<LocalMention> Mentions,
                   const FunctionDecl &Function, const SourceText &Text, const SourceMap &Map) {
  const auto Body = Text.rangeOf(Function.getBody()->getSourceRange());
  if (!Body)
    return false;
  std::set<unsigned> Written, Known{Text.placeOf(Var.getLocation()).second};
  for (const TextPiece &P : Text.pieces(Body->File, Body->Begin, Body->End))
    if (P.Kind == tok::raw_identifier && Text.text({Body->File, P.Begin, P.End}) == Var.getName())
      Written.insert(P.Begin);
  for (const LocalMention &M : Mentions) {
    if (!Map.isPlainUserCode(M.Name->getLocation()))
      return false;
    if (const unsigned At = Text.placeOf(M.Name->getLocation()).second; Written.contains(At))
      Known.insert(At); // a capture that is not written has a place of its own
  }
  return Known == Written;
}

} // namespace

std::vector<LocalFormFact> localForms(ASTContext &Context, SourceMap &Map,
                                      const FunctionDecl &Function) {
  const SourceText Text(Context);
  std::vector<LocalFormFact> Facts;
  const LocalMentions All = localMentions(Function.getBody(), [](const VarDecl &Var) {
    return beginsWithObject(Var) || beginsWithElements(Var);
  });
  for (const auto &[Var, Mentions] : All) {
    VariableRewrite To(Text, Map, *Var);
    LocalFormFact Fact = beginsWithElements(*Var) ? arrayForm(*Var, Mentions, Map, To)
                                                  : objectForm(*Var, Mentions, Map, To);
    if (To && allNamesKnown(*Var, Mentions, Function, Text, Map)) // reads the whole body's text
      Facts.push_back(std::move(Fact));
  }
  return Facts;
}

} // namespace memlint
