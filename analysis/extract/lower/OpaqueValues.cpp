#include "analysis/extract/lower/OpaqueValues.h"

#include "analysis/extract/lower/BodyLowering.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"

namespace memlint {
namespace {

using namespace clang;

/// Adds the variables and fields that the expression reads; false where it does more than read.
bool addOperands(const Expr *E, llvm::SmallVectorImpl<const Decl *> &Operands) {
  if (const auto *Named = dyn_cast<DeclRefExpr>(E)) {
    Operands.push_back(Named->getDecl()->getCanonicalDecl());
    return !Named->getType().isVolatileQualified();
  }
  if (const auto *Member = dyn_cast<MemberExpr>(E)) {
    Operands.push_back(Member->getMemberDecl()->getCanonicalDecl());
    if (Member->getType().isVolatileQualified())
      return false;
  } else if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
    if (Unary->isIncrementDecrementOp())
      return false;
  } else if (const auto *Binary = dyn_cast<BinaryOperator>(E)) {
    if (Binary->isAssignmentOp())
      return false;
  } else if (isa<UnaryExprOrTypeTraitExpr>(E)) {
    return true;
  } else if (!isa<ParenExpr, CastExpr, IntegerLiteral, FloatingLiteral, CharacterLiteral,
                  CXXBoolLiteralExpr, CXXNullPtrLiteralExpr, GNUNullExpr, ArraySubscriptExpr,
                  CXXThisExpr, ConditionalOperator, ConstantExpr, SubstNonTypeTemplateParmExpr>(
                 E)) {
    return false;
  }
  for (const Stmt *Child : E->children())
    if (!Child || !isa<Expr>(Child) || !addOperands(cast<Expr>(Child), Operands))
      return false;
  return true;
}

template <class Visitor> void forEachValue(ir::Function &F, Visitor Visit) {
  for (ir::Block &B : F.Blocks)
    for (ir::Op &O : B.Ops)
      for (ir::Value &V : O.Values)
        Visit(V);
  for (ir::Condition &C : F.Conditions) {
    Visit(C.Left);
    Visit(C.Right);
  }
}

} // namespace

ir::Value OpaqueValues::of(const Expr *E, const ASTContext &Context) {
  Use U;
  if (addOperands(E, U.Operands))
    U.Form = formOf(E, Context) + 1;
  Uses.push_back(std::move(U));
  return {ir::ValueKind::Opaque, Uses.size() - 1};
}

ir::Value OpaqueValues::unlike() {
  Uses.emplace_back();
  return {ir::ValueKind::Opaque, Uses.size() - 1};
}

std::size_t OpaqueValues::formOf(const Expr *E, const ASTContext &Context) {
  llvm::FoldingSetNodeID Id;
  E->Profile(Id, Context, /*Canonical=*/true);
  auto &Same = Forms[Id.ComputeHash()];
  for (const auto &[Other, Form] : Same)
    if (Other == Id)
      return Form;
  Same.emplace_back(Id, FormCount);
  return FormCount++;
}

void OpaqueValues::write(const Expr *E) {
  while (true) {
    E = coreOf(E);
    if (const auto *Named = dyn_cast<DeclRefExpr>(E)) {
      Written.insert(Named->getDecl()->getCanonicalDecl());
      return;
    }
    if (const auto *Member = dyn_cast<MemberExpr>(E)) {
      Written.insert(Member->getMemberDecl()->getCanonicalDecl());
      return;
    }
    if (const auto *Element = dyn_cast<ArraySubscriptExpr>(E))
      E = Element->getBase();
    else if (const auto *Pointed = dyn_cast<UnaryOperator>(E))
      E = Pointed->getSubExpr();
    else if (const auto *Cast = dyn_cast<CastExpr>(E))
      E = Cast->getSubExpr();
    else
      return;
  }
}

void OpaqueValues::number(ir::Function &F) const {
  std::map<std::size_t, std::uint64_t> OfForm, OfUse;
  std::uint64_t Next = 0;
  forEachValue(F, [&](ir::Value &V) {
    if (V.Kind != ir::ValueKind::Opaque)
      return;
    const Use &U = Uses[V.Index];
    const bool Shared = U.Form != 0 && llvm::none_of(U.Operands, [this](const Decl *D) {
                          return Written.contains(D);
                        });
    auto [Place, New] =
        Shared ? OfForm.try_emplace(U.Form, Next) : OfUse.try_emplace(V.Index, Next);
    Next += New;
    V.Index = Place->second;
  });
}

} // namespace memlint
