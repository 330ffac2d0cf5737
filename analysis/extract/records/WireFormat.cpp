#include "analysis/extract/records/WireFormat.h"

#include "clang/Lex/Lexer.h"

namespace memlint {
namespace {

using namespace clang;

/// `be32toh`, `le16_to_cpu`, `ntohl`: what they are given is in a fixed byte order.
bool readsFixedOrder(StringRef Name) {
  return Name.starts_with("ntoh") || ((Name.starts_with("be") || Name.starts_with("le")) &&
                                      (Name.ends_with("toh") || Name.ends_with("_to_cpu")));
}

/// `htobe32`, `cpu_to_le16`, `htonl`: what they return is in a fixed byte order.
bool givesFixedOrder(StringRef Name) {
  return Name.starts_with("hton") || Name.starts_with("htobe") || Name.starts_with("htole") ||
         Name.starts_with("cpu_to_be") || Name.starts_with("cpu_to_le");
}

/// The conversions are macros over each other in most libraries: the outermost one that is called
/// so is what the user wrote.
std::string nameOf(const CallExpr &Call, const ASTContext &Context) {
  const SourceManager &Sources = Context.getSourceManager();
  for (SourceLocation Where = Call.getExprLoc(); Where.isMacroID();
       Where = Sources.getImmediateMacroCallerLoc(Where)) {
    StringRef Macro = Lexer::getImmediateMacroName(Where, Sources, Context.getLangOpts());
    if (readsFixedOrder(Macro) || givesFixedOrder(Macro))
      return Macro.str();
  }
  const FunctionDecl *Callee = Call.getDirectCallee();
  const IdentifierInfo *Name = Callee ? Callee->getIdentifier() : nullptr;
  return Name ? Name->getName().str() : "";
}

} // namespace

void WireFormat::seeCall(const CallExpr &Call) {
  for (const Expr *Argument : Call.arguments()) {
    const Expr *Field = Argument->IgnoreParenCasts();
    if (!isa<MemberExpr>(Field) || !Evidence.ofField(cast<MemberExpr>(Field)->getMemberDecl()))
      continue;
    std::string Name = nameOf(Call, Evidence.context());
    if (readsFixedOrder(Name))
      block(*Field, Name, Call.getExprLoc());
  }
}

void WireFormat::seeAssignment(const BinaryOperator &Operator) {
  if (Operator.getOpcode() != BO_Assign)
    return;
  const auto *Call = dyn_cast<CallExpr>(Operator.getRHS()->IgnoreParenCasts());
  const auto *Field = dyn_cast<MemberExpr>(Operator.getLHS()->IgnoreParens());
  if (!Call || !Field || !Evidence.ofField(Field->getMemberDecl()))
    return;
  std::string Name = nameOf(*Call, Evidence.context());
  bool Swaps = StringRef(Name).contains("bswap") || StringRef(Name).contains("byteswap");
  if (givesFixedOrder(Name) || (Swaps && !readsFixedOrder(Name)))
    block(*Field, Name, Call->getExprLoc());
}

void WireFormat::block(const Expr &Field, StringRef Conversion, SourceLocation Where) {
  const ValueDecl *Declared = cast<MemberExpr>(Field).getMemberDecl();
  Evidence.block(*Evidence.ofField(Declared), "wire-format",
                 "'" + Conversion + "' converts the byte order of '" + Declared->getNameAsString() +
                     "'",
                 Where);
}

} // namespace memlint
