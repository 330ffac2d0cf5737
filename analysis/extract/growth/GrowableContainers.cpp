#include "analysis/extract/growth/GrowableContainers.h"

#include "analysis/extract/growth/StandardLibrary.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecordLayout.h"
#include "llvm/ADT/StringSwitch.h"

namespace memlint {
namespace {

using namespace clang;

using Members = SmallVector<const NamedDecl *, 4>;

/// The public members of that name, of the class or else of its public bases.
Members publicMembers(const CXXRecordDecl *Class, DeclarationName Name) {
  Members Found;
  if (!Class || !Class->hasDefinition())
    return Found;
  auto Own = Class->lookup(Name);
  for (const NamedDecl *Member : Own)
    if (Member->getAccess() == AS_public)
      Found.push_back(Member->getUnderlyingDecl());
  if (!Own.empty())
    return Found; // hides those of the bases
  for (const CXXBaseSpecifier &Base : Class->bases())
    if (Base.getAccessSpecifier() == AS_public)
      if (Found = publicMembers(Base.getType()->getAsCXXRecordDecl(), Name); !Found.empty())
        return Found;
  return Found;
}

Members publicMembers(const CXXRecordDecl &Class, StringRef Name) {
  return publicMembers(&Class, DeclarationName(&Class.getASTContext().Idents.get(Name)));
}

const CXXMethodDecl *asMethod(const NamedDecl *Member) {
  const auto *Template = dyn_cast<FunctionTemplateDecl>(Member);
  return dyn_cast<CXXMethodDecl>(Template ? Template->getTemplatedDecl() : Member);
}

bool hasMethod(const CXXRecordDecl &Class, StringRef Name,
               llvm::function_ref<bool(const CXXMethodDecl &)> Is) {
  return llvm::any_of(publicMembers(Class, Name), [&](const NamedDecl *Member) {
    const CXXMethodDecl *Method = asMethod(Member);
    return Method && Is(*Method);
  });
}

/// What reserve() takes; null where it is no request for room. Capacity of a fixed size is a
/// property of the class.
QualType reservedType(const CXXRecordDecl &Class) {
  if (hasMethod(Class, "capacity", [](const CXXMethodDecl &M) { return M.isStatic(); }))
    return {};
  QualType Type;
  hasMethod(Class, "reserve", [&](const CXXMethodDecl &M) {
    bool Reserves = !M.isStatic() && !M.isConst() && !M.isDeleted() && M.getNumParams() >= 1 &&
                    M.getMinRequiredArguments() <= 1 &&
                    M.getParamDecl(0)->getType()->isIntegerType();
    if (Reserves)
      Type = M.getParamDecl(0)->getType().getCanonicalType().getUnqualifiedType();
    return Reserves;
  });
  return Type;
}

/// What size() returns; null where there is none.
QualType sizeType(const CXXRecordDecl &Class) {
  QualType Type;
  hasMethod(Class, "size", [&](const CXXMethodDecl &M) {
    bool Tells =
        !M.isStatic() && M.isConst() && M.getNumParams() == 0 && M.getReturnType()->isIntegerType();
    if (Tells)
      Type = M.getReturnType().getCanonicalType().getUnqualifiedType();
    return Tells;
  });
  return Type;
}

bool canGrow(const CXXRecordDecl &Class) {
  auto IsMember = [](const CXXMethodDecl &M) { return !M.isStatic() && !M.isConst(); };
  for (StringRef Name : {"push_back", "emplace_back", "append", "insert", "emplace"})
    if (hasMethod(Class, Name, IsMember))
      return true;
  auto Shift = Class.getASTContext().DeclarationNames.getCXXOperatorName(OO_LessLess);
  return !publicMembers(&Class, Shift).empty();
}

/// The type that the class calls `Name`; null where it names none.
QualType memberType(const CXXRecordDecl &Class, StringRef Name) {
  for (const NamedDecl *Member : publicMembers(Class, Name))
    if (const auto *Type = dyn_cast<TypeDecl>(Member))
      return Class.getASTContext().getTypeDeclType(Type).getCanonicalType();
  return {};
}

QualType withoutReference(QualType Type) {
  return Type.getNonReferenceType().getCanonicalType().getUnqualifiedType();
}

/// What the class calls its value type; otherwise what its push_back or append takes.
QualType elementOf(const CXXRecordDecl &Class) {
  if (QualType Type = memberType(Class, "value_type"); !Type.isNull())
    return Type.getUnqualifiedType();
  for (StringRef Name : {"push_back", "append"})
    for (const NamedDecl *Member : publicMembers(Class, Name))
      if (const auto *Method = dyn_cast<CXXMethodDecl>(Member);
          Method && Method->getNumParams() == 1)
        return withoutReference(Method->getParamDecl(0)->getType());
  return {};
}

/// Strings can be compared like texts; hash containers have keys and no order of them.
ContainerKind kindOf(const CXXRecordDecl &Class) {
  if (!publicMembers(Class, "compare").empty())
    return ContainerKind::String;
  return !memberType(Class, "key_type").isNull() && memberType(Class, "key_compare").isNull()
             ? ContainerKind::Hash
             : ContainerKind::Vector;
}

/// The characters of a std::basic_string without an allocation: `_S_local_capacity` of libstdc++,
/// `__min_cap` of libc++, `_Small_string_capacity` of MSVC.
std::uint64_t inlineCharacters(const ASTContext &Context, QualType Element) {
  auto Size = static_cast<std::uint64_t>(Context.getTypeSizeInChars(Element).getQuantity());
  auto Word =
      static_cast<std::uint64_t>(Context.getTypeSizeInChars(Context.VoidPtrTy).getQuantity());
  if (Size == 0)
    return 0;
  if (standardLibraryOf(Context) != StandardLibrary::Libcxx)
    return Size > 8 ? 0 : 16 / Size - 1;
  return std::max<std::uint64_t>(2, (3 * Word - 1) / Size) - 1;
}

/// The number in `Class<T, N>`, of the class or a base, where so many elements fit into the object.
std::uint64_t inlineElements(const ASTContext &Context, const CXXRecordDecl &Class,
                             QualType Element) {
  const auto *Special = dyn_cast<ClassTemplateSpecializationDecl>(&Class);
  if (Special && Special->isCompleteDefinition() && !Element->isIncompleteType())
    for (const TemplateArgument &Argument : Special->getTemplateArgs().asArray()) {
      if (Argument.getKind() != TemplateArgument::Integral)
        continue;
      auto Number = Argument.getAsIntegral().tryExtValue();
      std::int64_t Size = Context.getTypeSizeInChars(Element).getQuantity(),
                   Whole = Context.getASTRecordLayout(Special).getSize().getQuantity();
      if (Number && *Number > 0 && Size > 0 && *Number <= Whole / Size)
        return static_cast<std::uint64_t>(*Number);
    }
  for (const CXXBaseSpecifier &Base : Class.bases())
    if (const CXXRecordDecl *Of = Base.getType()->getAsCXXRecordDecl(); Of && Of->hasDefinition())
      if (std::uint64_t Number = inlineElements(Context, *Of, Element))
        return Number;
  return 0;
}

bool isStandardString(const CXXRecordDecl &Class) {
  if (Class.isInStdNamespace() && Class.getIdentifier() && Class.getName() == "basic_string")
    return true;
  return llvm::any_of(Class.bases(), [](const CXXBaseSpecifier &Base) {
    const CXXRecordDecl *Of = Base.getType()->getAsCXXRecordDecl();
    return Of && Of->hasDefinition() && isStandardString(*Of);
  });
}

bool isIterator(QualType Type) {
  if (Type->isPointerType())
    return true;
  const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition())
    return false;
  auto Star = Class->getASTContext().DeclarationNames.getCXXOperatorName(OO_Star);
  return !publicMembers(Class, Star).empty();
}

bool takesList(QualType Type) {
  const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
  return Class && Class->isInStdNamespace() && Class->getIdentifier() &&
         Class->getName() == "initializer_list";
}

/// What `insert` with these parameters adds: one element, or as many as it is given.
ContainerUse useOfInsert(const CXXMethodDecl &Method, const GrowableContainer &C) {
  unsigned Count = Method.getNumParams();
  auto Parameter = [&](unsigned I) { return withoutReference(Method.getParamDecl(I)->getType()); };
  if (Count == 0 || Count > 3 || takesList(Parameter(Count - 1)))
    return ContainerUse::GrowsByRange;
  if (C.Kind == ContainerKind::Hash) {
    bool Pair = Count == 2 && Parameter(0) == Parameter(1) && isIterator(Parameter(0));
    return Count <= 2 && !Pair ? ContainerUse::GrowsByOne : ContainerUse::GrowsByRange;
  }
  return Count == 2 && Parameter(1) == C.Element ? ContainerUse::GrowsByOne
                                                 : ContainerUse::GrowsByRange;
}

/// Whether what is appended is an element or a range of them.
ContainerUse useOfAppend(const FunctionDecl &Callee, unsigned First, const GrowableContainer &C) {
  bool One = Callee.getNumParams() == First + 1 &&
             withoutReference(Callee.getParamDecl(First)->getType()) == C.Element;
  return One ? ContainerUse::GrowsByOne : ContainerUse::GrowsByRange;
}

ContainerUse useByName(StringRef Name) {
  using enum ContainerUse;
  return llvm::StringSwitch<ContainerUse>(Name)
      .Cases({"push_back", "emplace_back", "push", "push_front", "prepend"}, GrowsByOne)
      .Cases({"emplace", "emplace_hint", "try_emplace", "insert_or_assign"}, GrowsByOne)
      .Cases({"append_range", "insert_range", "merge"}, GrowsByRange)
      .Case("reserve", Reserves)
      .Cases({"resize", "assign", "assign_range", "resize_for_overwrite"}, SetsSize)
      .Cases({"clear", "erase", "pop_back", "pop", "shrink_to_fit", "swap", "extract"}, Shrinks)
      .Cases({"squeeze", "remove", "removeAt", "removeAll", "take", "takeLast"}, Shrinks)
      .Cases({"at", "front", "back", "data", "begin", "end", "rbegin", "rend"}, Reads)
      .Cases({"cbegin", "cend", "find", "equal_range", "first", "last"}, Reads)
      .Default(Unknown);
}

ContainerUse useOfMember(const CXXMethodDecl &Method, const GrowableContainer &C) {
  if (Method.isConst() || Method.isStatic())
    return ContainerUse::Reads;
  const IdentifierInfo *Id = Method.getIdentifier();
  if (!Id)
    return ContainerUse::Unknown;
  if (Id->isStr("insert"))
    return useOfInsert(Method, C);
  if (Id->isStr("append"))
    return useOfAppend(Method, 0, C);
  return useByName(Id->getName());
}

ContainerUse useOfOperator(const CXXOperatorCallExpr &Call, const GrowableContainer &C) {
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Call.getCalleeDecl());
  if (!Method)
    return ContainerUse::Unknown;
  if (Method->isConst())
    return ContainerUse::Reads;
  switch (Call.getOperator()) {
  case OO_PlusEqual:
  case OO_LessLess:
    return useOfAppend(*Method, 0, C);
  case OO_Equal:
    return ContainerUse::SetsSize;
  case OO_Subscript: // of a map: the key is added where it is new
    return C.Kind == ContainerKind::Hash ? ContainerUse::GrowsByOne : ContainerUse::Reads;
  default:
    return ContainerUse::Unknown;
  }
}

} // namespace

std::optional<GrowableContainer> asGrowable(const ASTContext &Context, QualType Type) {
  const CXXRecordDecl *Class =
      Type.isNull() ? nullptr : Type.getNonReferenceType()->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition() || Class->isDependentContext() || Class->isLambda())
    return std::nullopt;
  Class = Class->getDefinition();
  QualType Reserved = reservedType(*Class), Size = sizeType(*Class);
  if (Reserved.isNull() || Size.isNull() || !canGrow(*Class))
    return std::nullopt;
  QualType Element = elementOf(*Class);
  if (Element.isNull())
    return std::nullopt;
  GrowableContainer C{kindOf(*Class), Class, Element, Reserved, Size};
  C.InlineCapacity = isStandardString(*Class) ? inlineCharacters(Context, Element)
                                              : inlineElements(Context, *Class, Element);
  return C;
}

std::optional<ContainerCall> containerCall(const ASTContext &Context, const Expr &Call) {
  const Expr *E = Call.IgnoreParenImpCasts();
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E)) {
    if (Operator->getNumArgs() == 0)
      return std::nullopt;
    auto C = asGrowable(Context, Operator->getArg(0)->IgnoreParenImpCasts()->getType());
    if (!C)
      return std::nullopt;
    return ContainerCall{useOfOperator(*Operator, *C), Operator->getArg(0)->IgnoreParenImpCasts()};
  }
  const auto *Member = dyn_cast<CXXMemberCallExpr>(E);
  if (!Member || !Member->getMethodDecl())
    return std::nullopt;
  const Expr *Object = Member->getImplicitObjectArgument()->IgnoreParenImpCasts();
  bool Arrow = Object->getType()->isPointerType();
  auto C = asGrowable(Context, Arrow ? Object->getType()->getPointeeType() : Object->getType());
  if (!C)
    return std::nullopt;
  return ContainerCall{useOfMember(*Member->getMethodDecl(), *C), Object, Arrow};
}

} // namespace memlint
