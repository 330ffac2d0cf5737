#include "analysis/extract/ElementTypes.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"

namespace memlint {
namespace {

using namespace clang;

/// Types nest deeper than this only where templates compute with them.
constexpr unsigned DeepestType = 8;

/// The definition, or the template's where this specialization was not needed.
const CXXRecordDecl *bodyOf(const CXXRecordDecl &Class) {
  if (const CXXRecordDecl *Definition = Class.getDefinition())
    return Definition;
  const auto *Special = dyn_cast<ClassTemplateSpecializationDecl>(&Class);
  return Special ? Special->getSpecializedTemplate()->getTemplatedDecl()->getDefinition() : nullptr;
}

/// The length of the array that a container of this element holds inside itself, as std::array
/// does.
std::optional<std::uint64_t> inlineCount(const ASTContext &Context,
                                         const ClassTemplateSpecializationDecl &Container,
                                         QualType Element) {
  const auto *Body = dyn_cast_or_null<CXXRecordDecl>(Container.getDefinition());
  if (!Body)
    return std::nullopt;
  for (const FieldDecl *Field : Body->fields())
    if (const auto *Array = Context.getAsConstantArrayType(Field->getType()))
      if (Context.hasSameUnqualifiedType(Array->getElementType(), Element))
        return Array->getSize().getLimitedValue();
  return std::nullopt;
}

bool isPair(QualType Type) {
  const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
  return Class && Class->isInStdNamespace() && Class->getIdentifier() && Class->getName() == "pair";
}

class ElementFinder {
public:
  ElementFinder(const ASTContext &Context, ElementVisitor Visit) : Context(Context), Visit(Visit) {}

  void find(QualType Type, unsigned Depth) {
    Type = Type.getNonReferenceType();
    if (Type.isNull() || Type->isDependentType() || Depth == DeepestType ||
        isa<BuiltinType, EnumType>(Type.getCanonicalType()))
      return;
    if (const ArrayType *Array = Context.getAsArrayType(Type))
      return findInArray(*Array, Depth);
    QualType Target = Type->isPointerType() ? Type->getPointeeType() : Type;
    const auto *Special =
        dyn_cast_or_null<ClassTemplateSpecializationDecl>(Target->getAsCXXRecordDecl());
    if (!Special)
      return;
    const ClassTemplateSpecializationDecl *Container = asContainer(Target);
    if (Container)
      forEachContainerElement(Context, *Container, Visit);
    else if (Type->isPointerType())
      return;
    findInArguments(*Special, Depth);
  }

private:
  /// An array of arrays is one of all their elements.
  void findInArray(const ArrayType &Array, unsigned Depth) {
    std::optional<std::uint64_t> Count = 1;
    QualType Element(&Array, 0);
    while (const ArrayType *Inner = Context.getAsArrayType(Element)) {
      const auto *Constant = dyn_cast<ConstantArrayType>(Inner);
      if (Constant && Count)
        Count = llvm::SaturatingMultiply(*Count, Constant->getSize().getLimitedValue());
      else
        Count.reset();
      Element = Inner->getElementType();
    }
    Visit(Element, CountKind::Array, Count);
    find(Element, Depth + 1);
  }

  void findInArguments(const ClassTemplateSpecializationDecl &Special, unsigned Depth) {
    for (const TemplateArgument &Argument : Special.getTemplateArgs().asArray())
      if (Argument.getKind() == TemplateArgument::Type)
        find(Argument.getAsType(), Depth + 1);
  }

  const ASTContext &Context;
  ElementVisitor Visit;
};

} // namespace

bool hasMember(const CXXRecordDecl &Class, DeclarationName Name) {
  const CXXRecordDecl *Body = bodyOf(Class);
  if (!Body)
    return false;
  if (!Body->lookup(Name).empty())
    return true;
  return llvm::any_of(Body->bases(), [&](const CXXBaseSpecifier &Base) {
    const CXXRecordDecl *Inner = Base.getType()->getAsCXXRecordDecl();
    return Inner && hasMember(*Inner, Name);
  });
}

const ClassTemplateSpecializationDecl *asContainer(QualType Type) {
  const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
  if (!Class)
    return nullptr;
  IdentifierTable &Names = Class->getASTContext().Idents;
  if (const auto *Special = dyn_cast<ClassTemplateSpecializationDecl>(Class))
    return hasMember(*Special, &Names.get("begin")) && hasMember(*Special, &Names.get("end"))
               ? Special
               : nullptr;
  if (const CXXRecordDecl *Body = Class->getDefinition())
    for (const CXXBaseSpecifier &Base : Body->bases())
      if (const auto *Special = asContainer(Base.getType()))
        return Special;
  return nullptr;
}

void forEachContainerElement(const ASTContext &Context,
                             const ClassTemplateSpecializationDecl &Container,
                             ElementVisitor Visit) {
  for (const TemplateArgument &Argument : Container.getTemplateArgs().asArray()) {
    if (Argument.getKind() != TemplateArgument::Type)
      continue;
    QualType Element = Argument.getAsType();
    Visit(Element, CountKind::Element, inlineCount(Context, Container, Element));
    if (isPair(Element)) // its halves are fields only where it was needed whole
      for (const TemplateArgument &Half :
           cast<ClassTemplateSpecializationDecl>(Element->getAsCXXRecordDecl())
               ->getTemplateArgs()
               .asArray())
        Visit(Half.getAsType(), CountKind::Element, std::nullopt);
  }
}

void forEachElement(const ASTContext &Context, QualType Type, ElementVisitor Visit) {
  ElementFinder(Context, Visit).find(Type, 0);
}

} // namespace memlint
