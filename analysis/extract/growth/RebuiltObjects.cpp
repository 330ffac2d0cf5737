#include "analysis/extract/growth/RebuiltObjects.h"

#include "analysis/extract/growth/GrowableContainers.h"
#include "analysis/extract/records/RecordLayouts.h"
#include "analysis/extract/trips/LoopEffects.h"
#include "analysis/extract/trips/TripCount.h"

#include "clang/AST/ASTContext.h"

namespace memlint {
namespace {

using namespace clang;

/// What the research measured to cost much to make; empty for any other class.
std::string costlyKind(QualType Type) {
  if (isStandardClass(Type, "basic_ostringstream") || isStandardClass(Type, "basic_stringstream"))
    return "stream";
  if (isStandardClass(Type, "random_device") || isStandardClass(Type, "mersenne_twister_engine"))
    return "engine";
  return isStandardClass(Type, "locale") ? "locale" : "";
}

const CXXConstructExpr *construction(const VarDecl &Var) {
  return Var.getInit() ? dyn_cast<CXXConstructExpr>(Var.getInit()->IgnoreImplicit()) : nullptr;
}

bool isDefaultMade(const VarDecl &Var) {
  const CXXConstructExpr *Made = construction(Var);
  return Made &&
         llvm::all_of(Made->arguments(), [](const Expr *E) { return isa<CXXDefaultArgExpr>(E); });
}

/// Literals and constants only.
bool isMadeOfConstants(const ASTContext &Context, const CXXConstructExpr &Made) {
  return Made.getNumArgs() > 0 && llvm::all_of(Made.arguments(), [&](const Expr *Argument) {
           const Expr *E = Argument->IgnoreParenImpCasts();
           return isa<CXXDefaultArgExpr, StringLiteral>(E) || Argument->isEvaluatable(Context);
         });
}

class RebuiltFinder {
public:
  RebuiltFinder(ASTContext &Context, SourceMap &Map, const BodyUses &Body)
      : Context(Context), Map(Map), Body(Body) {}
  std::vector<WasteFact> Facts;

  void read(const VarDecl &Var) {
    if (!Var.hasLocalStorage() || !Var.getType()->isRecordType() ||
        !Map.isPlainUserCode(Var.getLocation()) || !Var.getIdentifier())
      return;
    if (isStandardClass(Var.getType(), "basic_regex"))
      return readRegex(Var);
    if (const Stmt *Loop = loopOf(Var)) {
      if (std::string Kind = costlyKind(Var.getType()); !Kind.empty())
        readCostly(Var, *Loop, Kind);
      else
        readContainer(Var, *Loop);
    }
  }

private:
  /// The loop whose body the declaration stands in; null where it runs at most twice.
  const Stmt *loopOf(const VarDecl &Var) const {
    const Stmt *Loop = Var.getInit() ? Body.loopAround(*Var.getInit()) : nullptr;
    if (!Loop || isa<ForStmt>(Loop) || isa<CXXForRangeStmt>(Loop)) {
      if (!Loop || isHead(*Loop, Var))
        return nullptr;
    } else if (const auto *Do = dyn_cast<DoStmt>(Loop)) {
      Expr::EvalResult Again; // do { ... } while (0)
      if (Do->getCond()->EvaluateAsInt(Again, Context) && Again.Val.getInt() == 0)
        return nullptr;
    }
    auto Trips = tripCount(Context, *Loop, *Body.function().getBody());
    const auto *Known = std::get_if<TripCount>(&Trips);
    return Known && Known->Number && *Known->Number <= 2 ? nullptr : Loop;
  }
  static bool isHead(const Stmt &Loop, const VarDecl &Var) {
    if (const auto *Range = dyn_cast<CXXForRangeStmt>(&Loop))
      return Var.isImplicit() || Range->getLoopVariable() == &Var ||
             Var.getLocation() < Range->getBody()->getBeginLoc();
    return Var.getLocation() < cast<ForStmt>(Loop).getBody()->getBeginLoc();
  }
  void readRegex(const VarDecl &Var) {
    const CXXConstructExpr *Made = construction(Var);
    const Stmt *Loop = Made ? Body.loopAround(*Made) : nullptr;
    if (!Made || !isMadeOfConstants(Context, *Made) || Body.function().isConstexpr() ||
        (Body.function().isMain() && !Loop) || !regexIsRead(Var))
      return;
    add(Var, "regex", Loop);
    addStatic(Var);
  }
  /// The functions of the standard take it by const reference and keep iterators, not the regex.
  bool regexIsRead(const VarDecl &Var) const {
    return llvm::all_of(Body.usesOf(Var),
                        [](const VariableUse &U) { return U.Kind == UseKind::Reads; });
  }
  void readCostly(const VarDecl &Var, const Stmt &Loop, const std::string &Kind) {
    const CXXConstructExpr *Made = construction(Var);
    if (!runsEachTime(Var, Loop) ||
        (!isDefaultMade(Var) && !(Made && isMadeOfConstants(Context, *Made))))
      return; // not in each iteration, or another one each time
    if (llvm::none_of(Body.usesOf(Var),
                      [](const VariableUse &U) { return U.Kind == UseKind::Escapes; }))
      add(Var, Kind, &Loop);
  }
  /// A container whose block is what it costs: elements that own nothing, added by a loop. One that
  /// takes an element or two is small, and one of elements that allocate saves little of the whole.
  void readContainer(const VarDecl &Var, const Stmt &Loop) {
    auto Container = asGrowable(Context, Var.getType());
    if (!Container || Container->Kind == ContainerKind::Hash || !isDefaultMade(Var) ||
        (Container->Kind != ContainerKind::String && Container->InlineCapacity > 0) ||
        mayBeRetried(Loop) || Container->Element.isDestructedType() != QualType::DK_none ||
        !runsEachTime(Var, Loop))
      return;
    bool GrowsInLoop = false;
    for (const VariableUse &Use : Body.usesOf(Var)) {
      if (Use.Kind == UseKind::Escapes)
        return;
      GrowsInLoop |= Use.Kind == UseKind::Grows && Use.By && Body.loopAround(*Use.By) != &Loop;
    }
    if (GrowsInLoop) {
      add(Var, "container", &Loop);
      Facts.back().Size =
          static_cast<std::uint64_t>(Context.getTypeSizeInChars(Container->Element).getQuantity());
    }
  }
  /// `for (;;)` and `while (true)`, which may run but once or twice.
  bool mayBeRetried(const Stmt &Loop) const {
    const Expr *Condition = nullptr;
    if (const auto *For = dyn_cast<ForStmt>(&Loop))
      Condition = For->getCond();
    else if (const auto *While = dyn_cast<WhileStmt>(&Loop))
      Condition = While->getCond();
    else
      return false;
    bool Runs = true;
    return !Condition || (!Condition->isValueDependent() &&
                          Condition->EvaluateAsBooleanCondition(Runs, Context) && Runs);
  }
  /// Not in a branch or a block of the loop's body, which may run but seldom.
  bool runsEachTime(const VarDecl &Var, const Stmt &Loop) const {
    const Stmt *Declared = Body.parent(*Var.getInit());
    return isa_and_nonnull<DeclStmt>(Declared) && Body.parent(*Declared) == loopBody(Loop);
  }
  void add(const VarDecl &Var, const std::string &Kind, const Stmt *Loop) {
    WasteFact Fact;
    Fact.Kind = WasteKind::Rebuilt;
    Fact.Function = readableName(Body.function());
    Fact.Subject = Var.getName();
    Fact.Type = readableType(Var.getType().getUnqualifiedType(), Context);
    Fact.Where = Map.token(Var.getLocation());
    Fact.Words.push_back(Kind);
    if (Loop)
      Fact.Places.push_back({"loop", Map.token(Loop->getBeginLoc()), ""});
    Facts.push_back(std::move(Fact));
  }
  void addStatic(const VarDecl &Var) {
    const auto *Declared = dyn_cast_or_null<DeclStmt>(Body.parent(*Var.getInit()));
    SourceLocation Begin = Var.getBeginLoc();
    if (!Declared || !Declared->isSingleDecl() || !Begin.isFileID() || Var.hasAttrs() ||
        !isa_and_nonnull<CompoundStmt>(Body.parent(*Declared)))
      return;
    auto [File, Offset] = Context.getSourceManager().getDecomposedLoc(Begin);
    const char *Text = Var.getType().isConstQualified() ? "static " : "static const ";
    Facts.back().Fixes.push_back(
        {"make '" + Var.getName().str() + "' once", {{Map.bytes(File, Offset, 0), "", Text}}});
  }

  ASTContext &Context;
  SourceMap &Map;
  const BodyUses &Body;
};

} // namespace

std::vector<WasteFact> rebuiltObjects(ASTContext &Context, SourceMap &Map, const BodyUses &Body) {
  RebuiltFinder Finder(Context, Map, Body);
  if (!Body.isUnreadable())
    for (const VarDecl *Var : Body.locals())
      Finder.read(*Var);
  return std::move(Finder.Facts);
}

} // namespace memlint
