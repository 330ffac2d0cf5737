#include "analysis/extract/owners/CaptureForms.h"

#include "analysis/extract/growth/BodyUses.h"
#include "analysis/extract/owners/VariableRewrite.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SmallVector.h"

namespace memlint {
namespace {

using namespace clang;

/// Whether a copy stands for the value, and holds no address that may end with the function.
bool isPlainValue(QualType Type) {
  return Type->isIntegralOrEnumerationType() || Type->isFloatingType() ||
         isStandardClass(Type, "basic_string");
}

/// A capture by reference, of a lambda that is in no other.
struct Capture {
  const LambdaExpr *Lambda;
  const LambdaCapture *How;
};
using Captures = llvm::MapVector<const VarDecl *, llvm::SmallVector<Capture, 1>>;

class CaptureFinder {
public:
  explicit CaptureFinder(const SourceMap &Map) : Map(Map) {}

  Captures find(const Stmt *Body) {
    walk(Body);
    return std::move(Found);
  }

private:
  void walk(const Stmt *S) {
    if (!S)
      return;
    if (const auto *Lambda = dyn_cast<LambdaExpr>(S))
      return read(*Lambda);
    for (const Stmt *Child : S->children())
      walk(Child);
  }
  void read(const LambdaExpr &Lambda) {
    if (!Map.isPlainUserCode(Lambda.getBeginLoc()))
      return;
    for (const LambdaCapture &C : Lambda.captures()) {
      const bool ByReference = C.capturesVariable() && C.getCaptureKind() == LCK_ByRef;
      const auto *Var = ByReference ? dyn_cast<VarDecl>(C.getCapturedVar()) : nullptr;
      if (Var && !Var->isInitCapture() && Var->hasLocalStorage() && isPlainValue(Var->getType()))
        Found[Var].push_back({&Lambda, &C});
    }
  }

  const SourceMap &Map;
  Captures Found;
};

/// Whether the name stands in the captures of a lambda that is in no other.
bool isOuterCapture(const DeclRefExpr &Ref, const BodyUses &Uses) {
  const auto *Lambda = dyn_cast_or_null<LambdaExpr>(Uses.parent(Ref));
  const Stmt *At = Lambda;
  do
    At = At ? Uses.parent(*At) : nullptr;
  while (At && !isa<LambdaExpr>(At));
  return Lambda && !At;
}

bool neverChanges(const VarDecl &Var, const BodyUses &Uses) {
  return llvm::all_of(Uses.usesOf(Var), [&](const VariableUse &Use) {
    return Uses.useOf(*Use.Ref, /*InLambdas=*/true).Kind == UseKind::Reads ||
           isOuterCapture(*Use.Ref, Uses);
  });
}

/// `[&n]`: `[n]`; `[&]`: `[&, n]`.
void writeCopy(const VarDecl &Var, const Capture &C, VariableRewrite &To) {
  if (C.How->isImplicit()) {
    To.require(C.Lambda->getCaptureDefault() == LCD_ByRef);
    const unsigned Default = To.at(C.Lambda->getCaptureDefaultLoc());
    return To.insert(Default + 1, ", " + Var.getName());
  }
  const unsigned At = To.at(C.How->getLocation());
  const StringRef Before = To.text(0, At).rtrim();
  To.require(Before.ends_with("&"));
  To.replace(static_cast<unsigned>(Before.size()) - 1, At, "");
}

} // namespace

std::vector<LocalFormFact> captureForms(ASTContext &Context, SourceMap &Map,
                                        const FunctionDecl &Function) {
  std::vector<LocalFormFact> Facts;
  const Captures All = CaptureFinder(Map).find(Function.getBody());
  if (All.empty())
    return Facts;
  const SourceText Text(Context);
  const BodyUses Uses(Context, Function);
  for (const auto &[Var, Captured] : All) {
    if (Uses.isUnreadable() || !neverChanges(*Var, Uses))
      continue;
    VariableRewrite To(Text, Map, *Var);
    for (const Capture &C : Captured)
      writeCopy(*Var, C, To);
    if (To)
      Facts.push_back(
          {Map.token(Var->getLocation()),
           {"capture a copy of '" + Var->getNameAsString() + "'", std::move(To).take()}});
  }
  return Facts;
}

} // namespace memlint
