#include "analysis/extract/growth/StringTemporaries.h"

#include "analysis/extract/growth/GrowableContainers.h"
#include "analysis/extract/records/RecordLayouts.h"

#include "clang/AST/ASTContext.h"
#include "llvm/ADT/StringSwitch.h"

namespace memlint {
namespace {

using namespace clang;

bool isString(QualType Type) { return isStandardClass(Type.getNonReferenceType(), "basic_string"); }
bool isView(QualType Type) {
  return isStandardClass(Type.getNonReferenceType(), "basic_string_view");
}

/// The members of a string that a view has too, with the same meaning.
bool isMemberOfView(StringRef Name) {
  return llvm::StringSwitch<bool>(Name)
      .Cases({"size", "length", "empty", "at", "front", "back", "begin", "end"}, true)
      .Cases({"rbegin", "rend", "cbegin", "cend", "compare", "find", "rfind"}, true)
      .Cases({"find_first_of", "find_last_of", "find_first_not_of"}, true)
      .Cases({"find_last_not_of", "starts_with", "ends_with", "contains"}, true)
      .Default(false);
}

/// Whether each argument that names the string is a parameter's view.
bool givenAsView(const CallExpr &Call, const DeclRefExpr &String) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!Callee)
    return false;
  unsigned Last = std::min(Call.getNumArgs(), Callee->getNumParams());
  for (unsigned I = 0; I < Last; ++I)
    if (Call.getArg(I)->getBeginLoc() <= String.getLocation() &&
        String.getLocation() <= Call.getArg(I)->getEndLoc())
      return isView(Callee->getParamDecl(I)->getType());
  return false;
}

/// Whether a view could stand where the string is read.
bool viewWouldDo(const VariableUse &Use) {
  if (Use.Kind != UseKind::Reads || !Use.By)
    return false;
  if (isa<CXXForRangeStmt>(Use.By))
    return true;
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Use.By)) {
    switch (Operator->getOperator()) {
    case OO_EqualEqual:
    case OO_ExclaimEqual:
    case OO_Less:
    case OO_Greater:
    case OO_LessEqual:
    case OO_GreaterEqual:
    case OO_Subscript:
      return true;
    case OO_LessLess: // into a stream of the standard
      return Operator->getNumArgs() == 2 && Operator->getDirectCallee() &&
             Operator->getDirectCallee()->isInStdNamespace();
    default:
      return false;
    }
  }
  if (const auto *Call = dyn_cast<CallExpr>(Use.By); Call && !isa<CXXMemberCallExpr>(Call))
    return givenAsView(*Call, *Use.Ref);
  const auto *Member = dyn_cast<CXXMemberCallExpr>(Use.By);
  const CXXMethodDecl *Method = Member ? Member->getMethodDecl() : nullptr;
  return Method && Method->getIdentifier() && Method->getParent()->isInStdNamespace() &&
         isMemberOfView(Method->getName());
}

bool viewWouldDo(const BodyUses &Body, const VarDecl &Var) {
  auto Uses = Body.usesOf(Var);
  return !Uses.empty() && llvm::all_of(Uses, [](const VariableUse &U) { return viewWouldDo(U); });
}

const Expr *withoutCasts(const Expr *E) {
  const Expr *Before = nullptr;
  while (E != Before) {
    Before = E;
    E = E->IgnoreImplicit()->IgnoreParenCasts();
  }
  return E;
}

/// The construction of a string at `E`, from whatever.
const CXXConstructExpr *madeString(const Expr *E) {
  const auto *Construct = dyn_cast<CXXConstructExpr>(withoutCasts(E));
  while (Construct && Construct->getNumArgs() == 1 &&
         Construct->getConstructor()->isCopyOrMoveConstructor())
    Construct = dyn_cast<CXXConstructExpr>(withoutCasts(Construct->getArg(0)));
  return Construct && isString(Construct->getType()) && Construct->getNumArgs() > 0 ? Construct
                                                                                    : nullptr;
}

bool hasOnlyDefaultsAfterFirst(const CXXConstructExpr &Construct) {
  return llvm::all_of(llvm::drop_begin(Construct.arguments()),
                      [](const Expr *Argument) { return isa<CXXDefaultArgExpr>(Argument); });
}

class TemporaryFinder {
public:
  TemporaryFinder(ASTContext &Context, SourceMap &Map, const BodyUses &Body)
      : Context(Context), Map(Map), Body(Body) {}
  std::vector<WasteFact> Facts;

  void readArguments(const CallExpr &Call) {
    const FunctionDecl *Callee = Call.getDirectCallee(), *Definition = nullptr;
    if (!Callee || isa<CXXOperatorCallExpr>(Call) || !Callee->hasBody(Definition) ||
        Callee->isTemplateInstantiation() || Callee->isInStdNamespace() ||
        Map.isInSystemHeader(Definition->getLocation()) || Callee->isExternC())
      return;
    bool InLoop = Body.loopAround(Call);
    if (const auto *Method = dyn_cast<CXXMethodDecl>(Callee); Method && Method->isVirtual())
      return;
    unsigned Last = std::min(Call.getNumArgs(), Definition->getNumParams());
    for (unsigned I = 0; I < Last; ++I) {
      const ParmVarDecl &Parameter = *Definition->getParamDecl(I);
      std::string Source = isConstString(Parameter) ? sourceOf(*Call.getArg(I)) : "";
      if (Source.empty() || (Source == "literal" && !InLoop) ||
          !Map.isPlainUserCode(Call.getArg(I)->getExprLoc()))
        continue;
      BodyUses Callees(Context, *Definition);
      if (!Callees.isUnreadable() && viewWouldDo(Callees, Parameter))
        add(*Call.getArg(I), readableName(*Definition), Source)
            .Places.push_back(
                {"parameter", Map.token(Parameter.getLocation()), Parameter.getName().str()});
    }
  }
  /// `f(std::string(view))` where `f` takes a view.
  void readConversion(const CXXMemberCallExpr &Call) {
    const auto *Conversion = dyn_cast_or_null<CXXConversionDecl>(Call.getMethodDecl());
    if (!Conversion || !isView(Conversion->getConversionType()) ||
        !isString(Call.getImplicitObjectArgument()->getType()))
      return;
    const CXXConstructExpr *Made = madeString(Call.getImplicitObjectArgument());
    if (Made && hasOnlyDefaultsAfterFirst(*Made) && isView(Made->getArg(0)->getType()) &&
        Map.isPlainUserCode(Made->getExprLoc()))
      add(*Made, "std::string_view", "view");
  }
  /// `std::string part = text.substr(...)`, only read while `text` is as it was.
  void readLocal(const VarDecl &Var) {
    const auto *Call = isString(Var.getType()) && !Var.getType()->isPointerType() && Var.getInit()
                           ? dyn_cast<CXXMemberCallExpr>(withoutCasts(Var.getInit()))
                           : nullptr;
    if (!Call || !isSubstr(*Call) || !Map.isPlainUserCode(Var.getLocation()) ||
        Var.isStaticLocal() || !viewWouldDo(Body, Var))
      return;
    const auto *Ref =
        dyn_cast<DeclRefExpr>(Call->getImplicitObjectArgument()->IgnoreParenImpCasts());
    const auto *Source = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    if (!Source || !Source->hasLocalStorage() || !Body.isOnlyRead(*Source))
      return;
    QualType Type = Source->getType();
    if (!Type->isReferenceType() || Type->getPointeeType().isConstQualified())
      add(*Call, Var.getName().str(), "substr").Where = Map.token(Var.getLocation());
  }
  /// `text.substr(...) == other`
  void readComparison(const CXXOperatorCallExpr &Call) {
    if (Call.getNumArgs() != 2 || !Call.isComparisonOp())
      return;
    for (const Expr *Side : Call.arguments())
      if (const auto *Substr = dyn_cast<CXXMemberCallExpr>(withoutCasts(Side)))
        if (isSubstr(*Substr) && Map.isPlainUserCode(Substr->getExprLoc()))
          add(*Substr, "", "substr").Where = Map.token(Substr->getExprLoc());
  }

private:
  bool isConstString(const ParmVarDecl &Parameter) const {
    QualType Type = Parameter.getType();
    return Type->isLValueReferenceType() && Type->getPointeeType().isConstQualified() &&
           isString(Type);
  }
  /// A call that gives a new string too long to be held inside, as far as is known.
  bool isSubstr(const CXXMemberCallExpr &Call) const {
    const CXXMethodDecl *Method = Call.getMethodDecl();
    if (!Method || !Method->getIdentifier() || Method->getName() != "substr" ||
        !isString(Call.getType()) || Call.getNumArgs() < 1)
      return false;
    if (Call.getNumArgs() < 2)
      return true;
    Expr::EvalResult Count;
    return isa<CXXDefaultArgExpr>(Call.getArg(1)) ||
           !Call.getArg(1)->EvaluateAsInt(Count, Context) ||
           Count.Val.getInt().getZExtValue() > inlineCapacity(Call.getType());
  }
  std::uint64_t inlineCapacity(QualType String) const {
    auto Container = asGrowable(Context, String);
    return Container ? Container->InlineCapacity : 15;
  }
  /// What a string is made of at `Argument`: literal or view; empty where it may be neither, or
  /// fits into the string itself.
  std::string sourceOf(const Expr &Argument) const {
    const CXXConstructExpr *Made = madeString(&Argument);
    if (!Made || !hasOnlyDefaultsAfterFirst(*Made))
      return "";
    const Expr *From = Made->getArg(0);
    if (isView(From->getType()))
      return "view";
    const auto *Literal = dyn_cast<StringLiteral>(withoutCasts(From));
    return Literal && Literal->getLength() > inlineCapacity(Made->getType()) ? "literal" : "";
  }
  WasteFact &add(const Expr &Made, const std::string &Reader, const std::string &Source) {
    WasteFact Fact;
    Fact.Kind = WasteKind::StringTemporary;
    Fact.Function = readableName(Body.function());
    Fact.Subject = Reader;
    Fact.Type = "std::string";
    Fact.Where = Map.token(Made.getBeginLoc());
    Fact.Words.push_back(Source);
    Fact.Number = Body.loopAround(Made) ? 1 : 0;
    return Facts.emplace_back(std::move(Fact));
  }

  ASTContext &Context;
  SourceMap &Map;
  const BodyUses &Body;
};

} // namespace

std::vector<WasteFact> stringTemporaries(ASTContext &Context, SourceMap &Map,
                                         const BodyUses &Body) {
  TemporaryFinder Finder(Context, Map, Body);
  if (Body.isUnreadable() || !Context.getLangOpts().CPlusPlus17) // no string_view
    return {};
  for (const Expr *Call : Body.calls()) {
    if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Call))
      Finder.readComparison(*Operator);
    else if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call))
      Finder.readConversion(*Member);
    if (const auto *Plain = dyn_cast<CallExpr>(Call))
      Finder.readArguments(*Plain);
  }
  for (const VarDecl *Var : Body.locals())
    Finder.readLocal(*Var);
  return std::move(Finder.Facts);
}

} // namespace memlint
