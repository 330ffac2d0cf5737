#include "analysis/extract/lower/BodyLowering.h"

#include "analysis/ir/PlainValues.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceManager.h"

namespace memlint {

using namespace clang;

/// Written by a macro itself, not in one's arguments.
static bool isInMacroBody(SourceLocation Where, const SourceManager &Sources) {
  for (; Where.isMacroID(); Where = Sources.getImmediateSpellingLoc(Where))
    if (!Sources.isMacroArgExpansion(Where))
      return true;
  return false;
}

const Expr *coreOf(const Expr *E) {
  while (true) {
    if (const auto *P = dyn_cast<ParenExpr>(E))
      E = P->getSubExpr();
    else if (const auto *F = dyn_cast<FullExpr>(E))
      E = F->getSubExpr();
    else if (const auto *S = dyn_cast<SubstNonTypeTemplateParmExpr>(E))
      E = S->getReplacement();
    else if (const auto *G = dyn_cast<GenericSelectionExpr>(E); G && !G->isResultDependent())
      E = G->getResultExpr();
    else if (const auto *C = dyn_cast<ChooseExpr>(E); C && !C->isConditionDependent())
      E = C->getChosenSubExpr();
    else if (const auto *R = dyn_cast<CXXRewrittenBinaryOperator>(E))
      E = R->getSemanticForm();
    else if (const auto *O = dyn_cast<OpaqueValueExpr>(E); O && O->getSourceExpr())
      E = O->getSourceExpr();
    else if (const auto *U = dyn_cast<UnaryOperator>(E); U && U->getOpcode() == UO_Extension)
      E = U->getSubExpr();
    else
      return E;
  }
}

const Expr *resultOf(const StmtExpr &E) {
  const CompoundStmt &All = *E.getSubStmt();
  const auto *Last = All.body_empty() ? nullptr : dyn_cast<ValueStmt>(All.body_back());
  return Last ? Last->getExprStmt() : nullptr;
}

BodyLowering::BodyLowering(LoweredUnit &Unit, ir::FunctionBuilder &Out, FileId File)
    : Unit(Unit), Context(Unit.Context), Out(Out), File(File) {}

std::uint32_t BodyLowering::type(QualType Type) {
  Type = Type.getCanonicalType().getUnqualifiedType();
  if (auto Known = TypeIndex.find(Type.getAsOpaquePtr()); Known != TypeIndex.end())
    return Known->second;
  const KnownType Made = Unit.Types.of(Type); // a copy: its element may add to the list
  ir::Type Shown = Made.Shown;
  if (!Made.Element.isNull())
    Shown.Element = 1 + type(Made.Element);
  if (Made.CallOperator)
    Shown.CallOperator = 1 + symbol(*Made.CallOperator);
  if (Made.Destructor)
    Shown.Destructor = 1 + symbol(*Made.Destructor);
  const std::string Name = Shown.Name;
  std::uint32_t Index = Out.type(Shown);
  for (unsigned Number = 2; !NamedTypes.insert(Index).second; ++Number) {
    Shown.Name = Name + " #" + std::to_string(Number); // of another scope
    Index = Out.type(Shown);
  }
  TypeIndex[Type.getAsOpaquePtr()] = Index;
  return Index;
}

std::uint32_t BodyLowering::symbol(const ValueDecl &D, const CXXRecordDecl *Object) {
  return Out.symbol(Unit.Symbols.of(D, Object));
}

/// Where a macro's body writes it, the place has no length.
ir::Place BodyLowering::place(SourceLocation Where) {
  if (UsedAt.isValid())
    Where = UsedAt;
  const Span S = Unit.Map.token(Where);
  if (!S || S.File != File || S.Line != S.EndLine)
    return {};
  return {S.Line, S.Column,
          isInMacroBody(Where, Context.getSourceManager()) ? 0 : S.EndColumn - S.Column};
}

std::uint32_t BodyLowering::variable(const VarDecl &V) {
  if (auto Known = VariableIndex.find(&V); Known != VariableIndex.end())
    return Known->second;
  ir::Variable Made;
  Made.Name = V.getNameAsString();
  if (const auto *Several = dyn_cast<DecompositionDecl>(&V)) {
    for (const BindingDecl *Each : Several->bindings())
      Made.Name += (Made.Name.empty() ? "[" : ", ") + Each->getNameAsString();
    Made.Name += "]";
  }
  Made.Kind = isa<ParmVarDecl>(V) ? ir::VariableKind::Parameter
              : V.isStaticLocal() ? ir::VariableKind::Static
                                  : ir::VariableKind::Local;
  Made.Type = type(V.getType());
  Made.Where = place(V.getLocation());
  Made.Attributes = memoryAttributes(V);
  return VariableIndex[&V] = Out.variable(std::move(Made));
}

ir::Path BodyLowering::newTemporary(QualType Type, SourceLocation Where, ir::VariableKind Kind) {
  ir::Variable Made;
  Made.Name = "t" + std::to_string(++Temporaries);
  Made.Kind = Kind;
  Made.Type = type(Type);
  Made.Where = place(Where);
  return pathOf(Out.variable(std::move(Made)));
}

ir::Path BodyLowering::thisObject() const { return ir::FunctionBuilder::deref(pathOf(0)); }

bool BodyLowering::isAggregate(QualType Type) const {
  return Type->isRecordType() || Type->isArrayType();
}

bool BodyLowering::isDropped(QualType Type) const {
  Type = Type.getCanonicalType();
  if (const auto *Atomic = Type->getAs<AtomicType>())
    Type = Atomic->getValueType();
  return Type->isFloatingType() || Type->isAnyComplexType() || Type->isVectorType() ||
         Type->isMatrixType() || Type->isVoidType() || Type->isFixedPointType();
}

bool BodyLowering::isUntold(const ir::Path &To, QualType Type, ir::Value V) const {
  return Type->isIntegralOrEnumerationType() && isWeak(To) &&
         (V.Kind == ir::ValueKind::Number || V.Kind == ir::ValueKind::Opaque);
}

void BodyLowering::declare(const FunctionDecl &Function) {
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&Function)) {
    if (Method->isImplicitObjectMemberFunction()) {
      ir::Variable This;
      This.Name = "this";
      This.Kind = ir::VariableKind::This;
      This.Type = type(Method->getThisType());
      Out.variable(std::move(This));
      HasThis = true;
      if (Method->getParent()->isLambda())
        Method->getParent()->getCaptureFields(Captures, ThisCapture);
    }
  }
  for (const ParmVarDecl *P : Function.parameters()) {
    variable(*P);
    Begun.insert(P);
  }
  if (Function.isVariadic()) {
    ir::Variable Rest;
    Rest.Name = "varargs";
    Rest.Kind = ir::VariableKind::Parameter;
    Rest.Type = type(Context.VoidPtrTy);
    VariadicArguments = Out.variable(std::move(Rest));
  }
}

// Operations

ir::Op &BodyLowering::emit(ir::OpKind Kind, SourceLocation Where) {
  using enum ir::OpKind;
  if (Kind == Call || Kind == Delete || Kind == Throw)
    Loaded.clear();
  std::vector<ir::Op> &Ops = Out.at(At).Ops;
  Ops.emplace_back();
  Ops.back().Kind = Kind;
  Ops.back().Where = place(Where);
  return Ops.back();
}

void BodyLowering::begin(const ir::Path &Variable, SourceLocation Where) {
  const std::uint32_t To = 1 + Out.path(Variable);
  emit(ir::OpKind::Begin, Where).To = To;
}

void BodyLowering::end(const ir::Path &Variable, SourceLocation Where) {
  const std::uint32_t To = 1 + Out.path(Variable);
  emit(ir::OpKind::End, Where).To = To;
}

void BodyLowering::copy(const ir::Path &To, ir::Value V, ir::CopyReason Why, SourceLocation Where) {
  const std::uint32_t Index = Out.path(To);
  if (V.Kind == ir::ValueKind::Held && V.Index == Index)
    return; // it was written there at once
  Loaded.clear();
  ir::Op &Made = emit(ir::OpKind::Copy, Where);
  Made.To = 1 + Index;
  Made.Values = {V};
  Made.Detail = static_cast<std::uint32_t>(Why);
}

void BodyLowering::lose(ir::Value V, ir::LossReason Why, SourceLocation Where) {
  switch (V.Kind) {
  case ir::ValueKind::Held:
  case ir::ValueKind::Address:
  case ir::ValueKind::Shifted:
  case ir::ValueKind::Moved:
  case ir::ValueKind::Site:
  case ir::ValueKind::Function: {
    ir::Op &Made = emit(ir::OpKind::Lose, Where);
    Made.Values = {V};
    Made.Detail = static_cast<std::uint32_t>(Why);
    return;
  }
  default: // nothing to lose
    return;
  }
}

std::uint32_t BodyLowering::newBlock() { return Out.block(); }

void BodyLowering::jump(std::uint32_t To) {
  Out.at(At).Edges.push_back({To, 0, true, false});
  At = To;
  Loaded.clear();
}

void BodyLowering::Aside::swap() {
  std::swap(Values, Body.Values);
  std::swap(Places, Body.Places);
  std::swap(IsAside, Body.IsAside);
  std::swap(UsedAt, Body.UsedAt);
}

const ir::Path *BodyLowering::known(const Expr *E) const {
  auto Found = Places.find(E);
  return Found == Places.end() ? nullptr : &Found->second;
}

} // namespace memlint
