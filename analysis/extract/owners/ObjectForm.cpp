#include "analysis/extract/owners/ObjectForm.h"

#include "analysis/extract/owners/OwnerMentions.h"
#include "analysis/extract/owners/OwnerTypes.h"
#include "analysis/extract/owners/WrittenTypes.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/TypeLoc.h"

#include <string>

namespace memlint {
namespace {

using namespace clang;

bool takesItsOwnAddress(QualType Type, const ASTContext &Context) {
  const auto *Class = Type->getAsCXXRecordDecl();
  if (!Class)
    return false;
  const DeclarationName Amp = Context.DeclarationNames.getCXXOperatorName(OO_Amp);
  auto HasNone = [&](const CXXRecordDecl &C) { return C.lookup(Amp).empty(); };
  return !HasNone(*Class) ||
         !Class->forallBases([&](const CXXRecordDecl *Base) { return HasNone(*Base); });
}

/// Whether `T X(E)` might declare a function: `E` begins with a type.
bool beginsWithType(const Expr *E) {
  return isa<CXXTemporaryObjectExpr, CXXFunctionalCastExpr, CXXScalarValueInitExpr>(
      E->IgnoreImplicit());
}

/// Whose declaration is written anew, as `T X`.
struct Declared {
  const VarDecl &Var;
  const ASTContext &Context;
  std::string Const; // where the owner alone says so

  std::string with(StringRef Type) const {
    return Const + Type.trim().str() + " " + Var.getName().str();
  }
};

/// `auto P = std::make_unique<T>(a, b)`: `T P(a, b)`.
void writeFromCall(const Declared &D, const CallExpr &Call, VariableRewrite &To) {
  const auto *Callee = dyn_cast<DeclRefExpr>(Call.getCallee()->IgnoreParenImpCasts());
  To.require(Callee && Callee->getLAngleLoc().isValid() && D.Var.getInitStyle() == VarDecl::CInit &&
             D.Var.getEndLoc() == Call.getRParenLoc());
  const unsigned Begin = To.at(D.Var.getBeginLoc()), End = To.behind(Call.getRParenLoc()),
                 Angle = Callee ? To.at(Callee->getLAngleLoc()) : 0;
  const auto Type = To ? onlyTemplateArgument(To.Text, To.file(), Angle) : std::nullopt;
  To.require(Type && To.text(Type->End + 1, End).ltrim().starts_with("("));
  if (!To)
    return;
  const StringRef Written = To.Text.text(*Type);
  if (Call.getNumArgs() == 0)
    return To.replace(Begin, End, D.with(Written) + "{}");
  const bool Doubtful = llvm::any_of(Call.arguments(), beginsWithType);
  To.require(!Doubtful || D.Context.getLangOpts().CPlusPlus17); // no copy is made
  const auto Open = static_cast<unsigned>(To.Text.text(To.file()).find('(', Type->End));
  To.replace(Begin, Open, D.with(Written) + (Doubtful ? " = " + Written.trim().str() : ""));
}

/// `std::unique_ptr<T> P(new T(a, b))`: `T P(a, b)`.
void writeFromNew(const Declared &D, const CXXNewExpr &New, VariableRewrite &To) {
  const TypeSourceInfo *Made = New.getAllocatedTypeSourceInfo();
  const auto Type = Made ? To.Text.rangeOf(Made->getTypeLoc().getSourceRange()) : std::nullopt;
  To.require(Type && Type->File == To.file() && !Made->getType()->getContainedAutoType());
  if (!To)
    return;
  To.at(Made->getTypeLoc().getBeginLoc()); // no macro's
  const unsigned Begin = To.at(D.Var.getBeginLoc()), MadeEnd = To.behind(New.getEndLoc()),
                 End = To.behind(D.Var.getEndLoc());
  To.require(MadeEnd < End);
  if (!To)
    return;
  const StringRef Tail = To.text(MadeEnd, End).trim(), Values = To.text(Type->End, MadeEnd).trim();
  const CXXConstructExpr *Makes = New.getConstructExpr();
  const bool Parens = New.getInitializationStyle() == CXXNewInitializationStyle::Parens;
  To.require(Tail == ")" || Tail == "}");
  To.require(Values.empty() || Values.starts_with(Parens ? "(" : "{"));
  To.require(!Parens || !Makes || llvm::none_of(Makes->arguments(), beginsWithType));
  To.replace(Begin, Type->End, D.with(To.Text.text(*Type)));
  if (Parens && Values.drop_front().drop_back().trim().empty())
    To.replace(Type->End, End, "{}");
  else
    To.replace(MadeEnd, End, "");
}

/// `P.get()`: `&P`; with `->` or `*` at it, the object itself.
void writeGet(const LocalMention &M, VariableRewrite &To) {
  const auto *Member = dyn_cast_or_null<MemberExpr>(M.around(0));
  const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(M.around(1));
  const Stmt *Outer = M.around(isa_and_nonnull<ImplicitCastExpr>(M.around(2)) ? 3 : 2);
  To.require(Member && Call && Outer && !isa<ImplicitCastExpr, ArraySubscriptExpr>(Outer) &&
             !Member->isArrow() && M.Named->IgnoreImpCasts() == M.Name &&
             Member->getMemberDecl()->getDeclName().isIdentifier() &&
             Member->getMemberDecl()->getName() == "get");
  if (!To)
    return;
  const unsigned Dot = To.at(Member->getOperatorLoc()), End = To.behind(Call->getRParenLoc());
  const auto *Through = dyn_cast<MemberExpr>(Outer);
  if (Through && Through->isArrow())
    return To.replace(Dot, To.behind(Through->getOperatorLoc()), ".");
  To.replace(Dot, End, "");
  const auto *Deref = dyn_cast<UnaryOperator>(Outer);
  if (Deref && Deref->getOpcode() == UO_Deref)
    return To.removeToken(Deref->getOperatorLoc());
  const unsigned Name = To.at(M.Name->getLocation());
  To.insert(Name, Name > 0 && To.text(Name - 1, Name) == "&" ? " &" : "&");
}

void writeUse(const LocalMention &M, VariableRewrite &To) {
  const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(M.around(0));
  if (Operator && Operator->getOperator() == OO_Star)
    To.removeToken(Operator->getOperatorLoc());
  else if (Operator && Operator->getOperator() == OO_Arrow)
    To.replaceToken(Operator->getOperatorLoc(), ".");
  else if (const auto *Lambda = dyn_cast_or_null<LambdaExpr>(M.around(0)))
    To.require(isCapturedByReference(*Lambda, M.Named));
  else
    writeGet(M, To);
}

} // namespace

bool beginsWithObject(const VarDecl &Var) {
  const std::optional<OwnerType> Owner = asOwner(Var.getType());
  const auto Start = Owner && Var.getInit() ? startOfOwner(Var.getInit()) : std::nullopt;
  const ASTContext &Context = Var.getASTContext();
  return Start && Start->Made && isSameObject(Owner->Object, Start->Object) &&
         livesAnywhere(Owner->Object, Context) && !takesItsOwnAddress(Owner->Object, Context);
}

LocalFormFact objectForm(const VarDecl &Var, llvm::ArrayRef<LocalMention> Mentions, SourceMap &Map,
                         VariableRewrite &To) {
  const QualType Object = asOwner(Var.getType())->Object;
  const OwnerStart Start = *startOfOwner(Var.getInit());
  const bool AddsConst = Object.isConstQualified() && !Start.Object.isConstQualified();
  const Declared D{Var, Var.getASTContext(), AddsConst ? "const " : ""};
  if (const auto *New = dyn_cast<CXXNewExpr>(Start.Made))
    writeFromNew(D, *New, To);
  else
    writeFromCall(D, *cast<CallExpr>(Start.Made), To);
  for (const LocalMention &M : Mentions)
    writeUse(M, To);
  return {Map.token(Start.Made->getBeginLoc()),
          {"make '" + Var.getNameAsString() + "' a local variable", std::move(To).take()}};
}

} // namespace memlint
