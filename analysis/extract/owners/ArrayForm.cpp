#include "analysis/extract/owners/ArrayForm.h"

#include "analysis/extract/growth/BodyUses.h"
#include "analysis/extract/owners/OwnerMentions.h"
#include "analysis/extract/owners/WrittenTypes.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/AST/TypeLoc.h"
#include "clang/Format/Format.h"
#include "clang/Tooling/Inclusions/HeaderIncludes.h"

#include <string>

namespace memlint {
namespace {

using namespace clang;

/// The number of elements of a list, which stays as it is.
std::string countOfList(const CXXStdInitializerListExpr &Of, VariableRewrite &To) {
  const auto *List = dyn_cast<InitListExpr>(Of.getSubExpr()->IgnoreImplicit());
  const InitListExpr *Written = List && List->getSyntacticForm() ? List->getSyntacticForm() : List;
  To.require(Written && Written->getLBraceLoc().isValid() && Written->getNumInits() != 0);
  if (!To)
    return "";
  // The braces of an element would be taken for those of the array within.
  if (llvm::any_of(Written->inits(), [](const Expr *E) { return isa<InitListExpr>(E); })) {
    To.insert(To.at(Written->getLBraceLoc()), "{");
    To.insert(To.at(Written->getRBraceLoc()), "}");
  }
  return std::to_string(Written->getNumInits());
}

/// The number of `(8)`, which becomes `{}`.
std::string countOfCall(const VarDecl &Var, const Expr &Number, SourceRange Parens,
                        VariableRewrite &To) {
  To.require(Var.getInitStyle() == VarDecl::CallInit && Parens.isValid() &&
             Number.isIntegerConstantExpr(Var.getASTContext()) &&
             Number.getType()->isUnsignedIntegerType());
  const auto Written = To.Text.rangeOf(Number.getSourceRange());
  To.require(Written && Written->File == To.file());
  if (!To)
    return "";
  const unsigned Begin = To.at(Parens.getBegin());
  To.replace(Begin, To.behind(Parens.getEnd()), "{}");
  const StringRef Count = To.Text.text(*Written);
  return Count.contains('>') ? "(" + Count.str() + ")" : Count.str();
}

/// What makes the elements, from one argument; null for any other variable.
const CXXConstructExpr *madeElements(const VarDecl &Var) {
  const auto *Makes =
      Var.getInit() ? dyn_cast<CXXConstructExpr>(Var.getInit()->IgnoreImplicit()) : nullptr;
  auto IsDefault = [](const Expr *E) { return isa<CXXDefaultArgExpr>(E); };
  return Makes && Makes->getNumArgs() != 0 && !IsDefault(Makes->getArg(0)) &&
                 llvm::all_of(llvm::drop_begin(Makes->arguments()), IsDefault)
             ? Makes
             : nullptr;
}

std::string writeElements(const VarDecl &Var, const CXXConstructExpr &Makes, VariableRewrite &To) {
  const Expr *First = Makes.getArg(0)->IgnoreImplicit();
  if (const auto *List = dyn_cast<CXXStdInitializerListExpr>(First))
    return countOfList(*List, To);
  return countOfCall(Var, *Makes.getArg(0), Makes.getParenOrBraceRange(), To);
}

void includeArray(const SourceManager &Sources, VariableRewrite &To) {
  const auto Name = Sources.getFileEntryRefForID(To.file());
  To.require(Name.has_value());
  if (!To)
    return;
  const tooling::HeaderIncludes Includes(Name->getName(), To.Text.text(To.file()),
                                         format::getLLVMStyle().IncludeStyle);
  if (const auto Line =
          Includes.insert("array", /*IsAngled=*/true, tooling::IncludeDirective::Include))
    To.insert(Line->getOffset(), Line->getReplacementText());
}

void writeDeclaration(const VarDecl &Var, VariableRewrite &To) {
  TypeLoc Written = Var.getTypeSourceInfo()->getTypeLoc();
  if (auto Qualified = Written.getAs<QualifiedTypeLoc>())
    Written = Qualified.getUnqualifiedLoc();
  const auto Instance = Written.getAs<TemplateSpecializationTypeLoc>();
  To.require(!Instance.isNull());
  if (!To)
    return;
  const unsigned Name = To.at(Instance.getTemplateNameLoc()),
                 NameEnd = To.behind(Instance.getTemplateNameLoc()),
                 Angle = To.at(Instance.getLAngleLoc());
  const auto Element = To ? onlyTemplateArgument(To.Text, To.file(), Angle) : std::nullopt;
  To.require(Element && To.text(Name, NameEnd) == "vector");
  if (!To)
    return;
  const std::string Count = writeElements(Var, *madeElements(Var), To);
  if (!To)
    return;
  To.replace(Name, NameEnd, "array");
  To.insert(Element->End, ", " + Count);
  includeArray(Var.getASTContext().getSourceManager(), To);
}

/// Whether the type is written as an iterator of the vector, which is none of an array.
bool isItsIterator(QualType Type, const CXXRecordDecl &Vector) {
  const auto *Named = Type->getAs<TypedefType>();
  return Named && Type->isRecordType() && Named->getDecl()->getDeclContext()->Equals(&Vector) &&
         Named->getDecl()->getName() != "value_type";
}

/// Whether the mention helps to begin a variable that is declared as such an iterator.
bool beginsIterator(const LocalMention &M) {
  const CXXRecordDecl &Vector = *M.Name->getType()->getAsCXXRecordDecl();
  for (std::size_t I = 0; const Stmt *By = M.around(I); ++I)
    if (const auto *Declared = dyn_cast<DeclStmt>(By))
      return llvm::any_of(Declared->decls(), [&](const Decl *D) {
        const auto *Var = dyn_cast<VarDecl>(D);
        return Var && !Var->getType()->getContainedAutoType() &&
               isItsIterator(Var->getType(), Vector);
      });
  return false;
}

/// Whether the use reads the same of a std::array.
bool suitsArray(const LocalMention &M) {
  static constexpr StringRef Members[] = {"size",   "empty", "data",   "begin", "end",
                                          "cbegin", "cend",  "rbegin", "rend",  "crbegin",
                                          "crend",  "front", "back",   "at",    "max_size"};
  const Stmt *By = M.around(0);
  if (beginsIterator(M))
    return false;
  if (const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(By))
    return Operator->getOperator() == OO_Subscript && Operator->getArg(0) == M.Named;
  if (const auto *Declared = dyn_cast_or_null<DeclStmt>(By))
    return Declared->isSingleDecl() && Declared->getSingleDecl()->isImplicit(); // range-for
  if (const auto *Lambda = dyn_cast_or_null<LambdaExpr>(By))
    return isCapturedByReference(*Lambda, M.Named);
  if (const auto *Member = dyn_cast_or_null<MemberExpr>(By))
    return Member->getMemberDecl()->getDeclName().isIdentifier() &&
           llvm::is_contained(Members, Member->getMemberDecl()->getName());
  const auto *Call = dyn_cast_or_null<CallExpr>(By);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return Callee && Callee->isInStdNamespace() && Callee->getIdentifier() &&
         Call->getNumArgs() == 1 && llvm::is_contained(Members, Callee->getName());
}

} // namespace

bool beginsWithElements(const VarDecl &Var) {
  return isStandardClass(Var.getType(), "vector") && Var.getTypeSourceInfo() && madeElements(Var);
}

LocalFormFact arrayForm(const VarDecl &Var, llvm::ArrayRef<LocalMention> Mentions, SourceMap &Map,
                        VariableRewrite &To) {
  To.require(llvm::all_of(Mentions, suitsArray));
  writeDeclaration(Var, To);
  return {Map.token(Var.getInit()->getBeginLoc()), // the name, or the list behind `=`
          {"make '" + Var.getNameAsString() + "' a std::array", std::move(To).take()}};
}

} // namespace memlint
