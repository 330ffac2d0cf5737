#include "analysis/extract/growth/NodeContainers.h"

#include "analysis/extract/records/RecordLayouts.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"

namespace memlint {
namespace {

using namespace clang;

constexpr std::uint64_t LargestElement = 64; // bytes; larger ones are dear to move

QualType firstArgument(QualType Type) {
  const auto *Special =
      dyn_cast_or_null<ClassTemplateSpecializationDecl>(Type->getAsCXXRecordDecl());
  if (!Special || Special->getTemplateArgs().size() == 0 ||
      Special->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
    return {};
  return Special->getTemplateArgs()[0].getAsType();
}

StringRef calledMember(const VariableUse &Use) {
  const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(Use.By);
  const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
  return Method && Method->getIdentifier() ? Method->getName() : StringRef();
}

/// Nobody keeps the address of an element that the loop shows.
bool keepsNoAddress(const BodyUses &Body, const CXXForRangeStmt &For) {
  const VarDecl *Variable = For.getLoopVariable();
  return llvm::none_of(Body.usesOf(*Variable),
                       [](const VariableUse &U) { return U.Kind == UseKind::Escapes; });
}

/// Appended to, run over, asked for its size, cleared.
bool isUsedLikeVector(const BodyUses &Body, const VarDecl &Var) {
  bool Appends = false;
  for (const VariableUse &Use : Body.usesOf(Var)) {
    StringRef Name = calledMember(Use);
    if (Name == "push_back" || Name == "emplace_back") {
      Appends = true;
      continue;
    }
    const auto *For = dyn_cast_or_null<CXXForRangeStmt>(Use.By);
    if (For ? !keepsNoAddress(Body, *For) : Name != "size" && Name != "empty" && Name != "clear")
      return false;
  }
  return Appends;
}

bool isSmallAndMovable(const ASTContext &Context, QualType Type) {
  const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
  if (Type->isIncompleteType() || (Class && (Class->isPolymorphic() || Class->isAbstract())) ||
      static_cast<std::uint64_t>(Context.getTypeSizeInChars(Type).getQuantity()) > LargestElement)
    return false;
  return !Class || Class->hasSimpleMoveConstructor() || Class->hasMoveConstructor() ||
         Class->hasTrivialCopyConstructor();
}

/// `v.push_back(std::make_unique<T>(...))`, of exactly this type.
bool pushesNew(const VariableUse &Use, QualType Element) {
  const auto *Call = cast<CXXMemberCallExpr>(Use.By);
  const Expr *E = Call->getNumArgs() == 1 ? Call->getArg(0)->IgnoreImplicit() : nullptr;
  const auto *Made = dyn_cast_or_null<CallExpr>(E);
  const FunctionDecl *Callee = Made ? Made->getDirectCallee() : nullptr;
  return Callee && Callee->isInStdNamespace() && Callee->getIdentifier() &&
         Callee->getName() == "make_unique" &&
         Made->getType().getCanonicalType() == Element.getCanonicalType();
}

/// Each pointer is only followed.
bool isOnlyFollowed(const BodyUses &Body, const CXXForRangeStmt &For) {
  return llvm::all_of(Body.usesOf(*For.getLoopVariable()), [](const VariableUse &U) {
    const auto *Call = dyn_cast_or_null<CXXOperatorCallExpr>(U.By);
    return Call && (Call->getOperator() == OO_Arrow || Call->getOperator() == OO_Star);
  });
}

bool needsNoPointers(const ASTContext &Context, const BodyUses &Body, const VarDecl &Var) {
  QualType Pointer = firstArgument(Var.getType());
  if (Pointer.isNull() || !isStandardClass(Pointer, "unique_ptr") ||
      !isSmallAndMovable(Context, firstArgument(Pointer)))
    return false;
  bool Appends = false;
  for (const VariableUse &Use : Body.usesOf(Var)) {
    StringRef Name = calledMember(Use);
    if (Name == "push_back" || Name == "emplace_back") {
      if (!pushesNew(Use, Pointer))
        return false;
      Appends = true;
      continue;
    }
    const auto *For = dyn_cast_or_null<CXXForRangeStmt>(Use.By);
    if (For ? !isOnlyFollowed(Body, *For)
            : Name != "size" && Name != "empty" && Name != "reserve" && Name != "clear")
      return false;
  }
  return Appends;
}

} // namespace

std::vector<WasteFact> nodeContainers(ASTContext &Context, SourceMap &Map, const BodyUses &Body) {
  std::vector<WasteFact> Facts;
  if (Body.isUnreadable())
    return Facts;
  for (const VarDecl *Var : Body.locals()) {
    QualType Type = Var->getType();
    bool List = isStandardClass(Type, "list") && isUsedLikeVector(Body, *Var) &&
                !firstArgument(Type)->isIncompleteType();
    bool Pointers = isStandardClass(Type, "vector") && needsNoPointers(Context, Body, *Var);
    if ((!List && !Pointers) || Var->isStaticLocal() || !Map.isPlainUserCode(Var->getLocation()))
      continue;
    QualType Element = List ? firstArgument(Type) : firstArgument(firstArgument(Type));
    WasteFact Fact;
    Fact.Kind = WasteKind::NodeContainer;
    Fact.Function = readableName(Body.function());
    Fact.Subject = Var->getName();
    Fact.Type = readableType(Type.getUnqualifiedType(), Context);
    Fact.Where = Map.token(Var->getLocation());
    Fact.Words.push_back("std::vector<" + readableType(Element, Context) + ">");
    Fact.Size = static_cast<std::uint64_t>(Context.getTypeSizeInChars(Element).getQuantity());
    Facts.push_back(std::move(Fact));
  }
  return Facts;
}

} // namespace memlint
