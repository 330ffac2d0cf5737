#include "analysis/extract/lower/Lower.h"

#include "analysis/extract/lower/BodyErrors.h"
#include "analysis/extract/lower/BodyLowering.h"
#include "analysis/extract/lower/SimplerBlocks.h"
#include "analysis/extract/lower/UnneededParts.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Analysis/CFG.h"
#include "clang/Basic/Diagnostic.h"

namespace memlint {
namespace {

using namespace clang;

/// Beyond these a body is generated code; nothing is concluded from what it lacks.
constexpr unsigned MostElements = 20000;

/// What is dropped may leave more to be dropped.
constexpr int MostRounds = 4;

CFG::BuildOptions graphOptions() {
  CFG::BuildOptions Options;
  Options.AddInitializers = true;
  Options.AddImplicitDtors = true;
  Options.AddTemporaryDtors = true;
  Options.AddLifetime = true;
  Options.AddStaticInitBranches = true;
  Options.AddCXXNewAllocator = true;
  Options.AddCXXDefaultInitExprInCtors = true;
  return Options;
}

bool isTooLarge(const CFG &Graph) {
  unsigned Count = 0;
  for (const CFGBlock *Block : Graph)
    Count += Block->size();
  return Count > MostElements;
}

void addOverridden(const CXXMethodDecl &Method, UnitSymbols &Symbols,
                   std::vector<std::string> &Found) {
  for (const CXXMethodDecl *Base : Method.overridden_methods()) {
    const std::string &Usr = Symbols.of(*Base).Usr;
    if (llvm::is_contained(Found, Usr))
      continue;
    Found.push_back(Usr);
    addOverridden(*Base, Symbols, Found);
  }
}

std::uint32_t flagsOf(const FunctionDecl &Function) {
  std::uint32_t Flags = 0;
  if (Function.getASTContext().getDiagnostics().hasErrorOccurred())
    Flags |= ir::Damaged;
  if (isa<CoroutineBodyStmt>(Function.getBody()))
    Flags |= ir::Coroutine;
  const auto *Method = dyn_cast<CXXMethodDecl>(&Function);
  if (Method && Method->getParent()->isLambda())
    Flags |= ir::LambdaBody;
  if (Function.getTemplateInstantiationPattern())
    Flags |= ir::TemplateCode;
  if (Function.isMain())
    Flags |= ir::MainFunction;
  if (const auto *Type = Function.getType()->getAs<FunctionProtoType>();
      Type && Type->getExceptionSpecType() == EST_NoexceptFalse)
    Flags |= ir::NoexceptFalse;
  return Flags;
}

void addGlobals(const Stmt *In, BodyLowering &Of, ir::FunctionBuilder &Out,
                std::vector<ir::Value> &Found) {
  if (!In)
    return;
  const auto *Ref = dyn_cast<DeclRefExpr>(In);
  const auto *Member = dyn_cast<MemberExpr>(In);
  const ValueDecl *Named = Ref ? Ref->getDecl() : Member ? Member->getMemberDecl() : nullptr;
  if (const auto *Variable = dyn_cast_or_null<VarDecl>(Named);
      Variable && Variable->hasGlobalStorage() && !Variable->isStaticLocal())
    Found.push_back(Out.address({ir::BaseKind::Global, Of.symbol(*Variable), {}}));
  for (const Stmt *Part : In->children())
    addGlobals(Part, Of, Out, Found);
}

/// Of a body that is not lowered: whatever happens to the globals that it names.
void loseGlobals(const Stmt *Body, BodyLowering &Of, ir::FunctionBuilder &Out) {
  std::vector<ir::Value> Named;
  addGlobals(Body, Of, Out, Named);
  llvm::sort(Named);
  Named.erase(std::unique(Named.begin(), Named.end()), Named.end());
  if (!Named.empty())
    Out.at(0).Ops.push_back({ir::OpKind::Lose,
                             {},
                             0,
                             std::move(Named),
                             0,
                             static_cast<std::uint32_t>(ir::LossReason::Construct)});
}

ir::Function finished(ir::FunctionBuilder Builder) {
  ir::Function Made = std::move(Builder).finish();
  simplifyBlocks(Made);
  for (int Round = 0; Round < MostRounds && dropUnneeded(Made); ++Round)
    simplifyBlocks(Made);
  compactTables(Made);
  return Made;
}

/// Whether the initializer of a global does or keeps something: code that runs, an address.
bool mattersToMemory(const VarDecl &Global, LoweredUnit &Unit) {
  const Expr *Init = Global.getInit();
  if (Unit.Types.holdsPointers(Global.getType()))
    return true;
  return !Global.isConstexpr() && Init->HasSideEffects(Unit.Context);
}

/// The number that it begins with, where it is one number or pointer that only code changes; the
/// program knows its value if there is no such code.
std::optional<std::int64_t> startNumber(const VarDecl &Global, ASTContext &Context) {
  const QualType Type = Global.getType();
  const bool IsNumber = Type->isIntegralOrEnumerationType();
  if (Context.getDiagnostics().hasErrorOccurred()) // which may have cost a write
    return std::nullopt;
  if ((!IsNumber && !Type->isPointerType()) || Type.isConstQualified() ||
      Type.isVolatileQualified())
    return std::nullopt;
  if (Global.hasAttr<WeakAttr>() || Global.hasAttr<SectionAttr>() || Global.hasAttr<UsedAttr>() ||
      Global.hasAttr<AsmLabelAttr>()) // known to others than this code, or a register
    return std::nullopt;
  if (const Expr *Init = Global.getInit()) {
    Expr::EvalResult Value;
    return IsNumber && Init->EvaluateAsInt(Value, Context) ? Value.Val.getInt().tryExtValue()
                                                           : std::nullopt;
  }
  return Global.getActingDefinition() == &Global || Global.getDefinition() == &Global
             ? std::optional<std::int64_t>(0)
             : std::nullopt;
}

} // namespace

Lowering::Lowering(ASTContext &Context, SourceMap &Map)
    : Unit(std::make_unique<LoweredUnit>(Context, Map)) {}

Lowering::~Lowering() = default;

std::optional<ir::Function> Lowering::function(const FunctionDecl &Function) {
  Stmt *Body = Function.getBody();
  if (!Body || Function.isDependentContext() || Function.isInvalidDecl())
    return std::nullopt;
  const Span Where = Unit->Map.token(Function.getLocation());
  ir::FunctionBuilder Builder(Unit->Symbols.of(Function), Where);
  BodyLowering Lowered(*Unit, Builder, Where.File);
  Lowered.declare(Function);
  ir::Function &Made = Builder.function();
  Made.Flags = flagsOf(Function) | placeFlags(Function);
  if (!Function.getReturnType()->isVoidType())
    Made.ResultType = 1 + Lowered.type(Function.getReturnType());
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&Function))
    addOverridden(*Method, Unit->Symbols, Made.Overrides);
  const auto Graph = Made.Flags & ir::Coroutine || bodyHasErrors(Function)
                         ? nullptr
                         : CFG::buildCFG(&Function, Body, &Unit->Context, graphOptions());
  // Another body may run instead of a weak one.
  if (!Graph || isTooLarge(*Graph) || Function.getMostRecentDecl()->hasAttr<WeakAttr>()) {
    if (!(Made.Flags & ir::Coroutine))
      Made.Flags |= ir::NotLowered;
    loseGlobals(Body, Lowered, Builder);
    return std::move(Builder).finish();
  }
  const BodyOutline Outline(Body);
  Lowered.lower(*Graph, Outline, &Function, nullptr);
  return finished(std::move(Builder));
}

std::uint32_t Lowering::placeFlags(const ValueDecl &D) const {
  return Unit->Map.isInSystemHeader(D.getLocation()) ? ir::LeftAlone : 0;
}

std::optional<ir::Function> Lowering::global(const VarDecl &Global) {
  const Expr *Init = Global.getInit();
  if (Global.isLocalVarDeclOrParm() || Global.getDeclContext()->isDependentContext() ||
      Global.getType()->isDependentType() || (Init && Init->isValueDependent()) ||
      Global.isInvalidDecl())
    return std::nullopt;
  const auto Number = startNumber(Global, Unit->Context);
  if (!Number && !(Init && mattersToMemory(Global, *Unit)))
    return std::nullopt;
  const Span Where = Unit->Map.token(Global.getLocation());
  ir::FunctionBuilder Builder(Unit->Symbols.of(Global), Where);
  Builder.function().Flags = ir::GlobalInit | placeFlags(Global);
  if (Number) {
    const std::uint32_t To = 1 + Builder.path({ir::BaseKind::Global, 0, {}});
    const bool IsNull = Global.getType()->isPointerType();
    Builder.at(0).Ops.push_back(
        {ir::OpKind::Copy,
         {Where.Line, Where.Column, Where.EndColumn - Where.Column},
         To,
         {IsNull ? ir::Value{ir::ValueKind::Null} : ir::FunctionBuilder::number(*Number)},
         0,
         static_cast<std::uint32_t>(ir::CopyReason::Init)});
    Builder.at(0).Edges.push_back({ir::FunctionBuilder::Exit});
    return finished(std::move(Builder));
  }
  BodyLowering Lowered(*Unit, Builder, Where.File);
  const auto Graph =
      CFG::buildCFG(&Global, const_cast<Expr *>(Init), &Unit->Context, graphOptions());
  if (!Graph || isTooLarge(*Graph)) {
    Builder.function().Flags |= ir::NotLowered;
    loseGlobals(Init, Lowered, Builder);
    return std::move(Builder).finish();
  }
  const BodyOutline Outline(nullptr);
  Lowered.lower(*Graph, Outline, nullptr, &Global);
  ir::Function Made = finished(std::move(Builder));
  if (llvm::all_of(Made.Blocks, [](const ir::Block &B) { return B.Ops.empty(); }))
    return std::nullopt;
  return Made;
}

std::vector<ir::Function> Lowering::implicitMembers(const CXXRecordDecl &Class) {
  std::vector<ir::Function> Found;
  for (const CXXMethodDecl *Method : Class.methods())
    if (Method->isImplicit() && Method->doesThisDeclarationHaveABody() && !Method->isTrivial() &&
        !Method->isDeleted())
      if (auto Made = function(*Method))
        Found.push_back(std::move(*Made));
  return Found;
}

bool Lowering::mentions(const ValueDecl &D) const { return Unit->Symbols.has(D); }

std::optional<ir::Function> lowerFunction(ASTContext &Context, SourceMap &Map,
                                          const FunctionDecl &Function) {
  return Lowering(Context, Map).function(Function);
}

std::optional<ir::Function> lowerGlobal(ASTContext &Context, SourceMap &Map,
                                        const VarDecl &Global) {
  return Lowering(Context, Map).global(Global);
}

} // namespace memlint
